package report

import (
	"slices"

	"lampan/rules/exposure"
)

// Matrix is who shows what about whom: a row for each whose sources show
// something, a column for each whom it concerns. The fix belongs to the row, the
// benefit to everybody. What people only answer is shown to nobody and is not here.
type Matrix struct {
	Caption string
	Columns []string
	Rows    []MatrixRow
	Note    string
}

// MatrixRow is what the sources of one person show, or what directories do.
type MatrixRow struct {
	Name  string
	Cells []MatrixCell // one a column
	// List says the same in words, one sentence for each whom it concerns.
	List []string
}

// MatrixCell is how many things of the row's concern the column's.
type MatrixCell struct {
	Things int
	Self   bool // the row and the column are the same person
}

// directories is the row of what registers and directories show, whoever looked.
const directories exposure.SubjectID = "\x00directories"

// pair is who shows, and whom it concerns.
type pair struct{ shows, about exposure.SubjectID }

// matrix lays the findings out; nil where there is nothing to compare.
func (b *builder) matrix() *Matrix {
	things, kinds := b.pairs()
	var rows, columns []exposure.SubjectID
	for _, id := range b.everybody() {
		for p := range things {
			if p.shows == id && !slices.Contains(rows, id) {
				rows = append(rows, id)
			}
			if p.about == id && !slices.Contains(columns, id) {
				columns = append(columns, id)
			}
		}
	}
	if len(rows) == 0 || len(rows)+len(columns) < 3 {
		return nil
	}
	m := &Matrix{Caption: b.c.Text("matrix.caption"), Note: b.c.Text("matrix.note")}
	for _, id := range columns {
		m.Columns = append(m.Columns, b.whom(id))
	}
	for _, id := range rows {
		row := MatrixRow{Name: b.row(id)}
		for _, about := range columns {
			p := pair{id, about}
			row.Cells = append(row.Cells, MatrixCell{things[p], id == about})
			if things[p] == 0 {
				continue
			}
			key := "matrix.others"
			switch about {
			case id:
				key = "matrix.self"
			case exposure.Household:
				key = "matrix.household"
			}
			row.List = append(row.List, b.c.Plural(key, things[p], "name", b.whom(about), "kinds", b.c.Join(kinds[p])))
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// pairs counts the findings of each pair, and says in words what they are about.
func (b *builder) pairs() (things map[pair]int, kinds map[pair][]string) {
	things, kinds = map[pair]int{}, map[pair][]string{}
	for _, f := range b.a.Findings {
		if _, shown := b.found[f.ID]; !shown {
			continue
		}
		kind := "other"
		if r, ok := b.pack.Rule(f.Rule); ok {
			kind = r.Fact.Category
		}
		word := b.word("matrix.kind", kind)
		counted := map[pair]bool{}
		for _, e := range f.Evidence {
			p := pair{b.shows(e), f.Subject}
			if e.Certainty == exposure.Refuted || e.Kind.Told() || counted[p] {
				continue
			}
			counted[p] = true
			things[p]++
			if !slices.Contains(kinds[p], word) {
				kinds[p] = append(kinds[p], word)
			}
		}
	}
	return things, kinds
}

// shows is whose source shows a piece of evidence. What somebody looked up, a
// directory shows.
func (*builder) shows(e exposure.Evidence) exposure.SubjectID {
	if e.Place != "" || e.Kind == exposure.Register {
		return directories
	}
	return e.Shower
}

// everybody is who may show and be shown: the household, its people in order, and
// directories.
func (b *builder) everybody() []exposure.SubjectID {
	out := []exposure.SubjectID{exposure.Household}
	for _, p := range b.a.People {
		out = append(out, p.ID)
	}
	return append(out, directories)
}

// whom names whom something concerns, in short.
func (b *builder) whom(id exposure.SubjectID) string {
	if id == exposure.Household {
		return b.c.Text("matrix.whole")
	}
	return b.who(id)
}

// row names whose sources show something.
func (b *builder) row(id exposure.SubjectID) string {
	if id == directories {
		return b.c.Text("matrix.directories")
	}
	return b.whom(id)
}
