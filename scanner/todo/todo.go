// Package todo keeps what a family says of its plan: plan.yaml in the case, a small
// YAML file that lampan writes and people may write in too. What it means stands in
// package rules/todo.
//
// It promises that a file it cannot take as it stands is told of with its line, that
// what it writes reads back as exactly what was meant, and that the file is never left
// half written. A finding that no audit knows is kept: it may come back.
package todo

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"go.yaml.in/yaml/v4"

	"lampan/rules/exposure"
	"lampan/rules/redact"
	"lampan/rules/todo"
	"lampan/scanner/household"
	"lampan/scanner/internal/sheet"
)

// Schema is the version of the file that is read and written.
const Schema = 1

// FileName is the name of the file in the case folder.
const FileName = household.PlanFile

// MaxBytes is the largest file that is read: ten thousand marks fit.
const MaxBytes = 1 << 20

// File is the file of a case. Dir and Lang may be left out for Parse, Lang for Read.
type File struct {
	Dir    string               // the case folder
	People []exposure.SubjectID // who may stand in it
	Today  time.Time            // the last day on which anything may have been said; zero for any
	Lang   exposure.Lang        // of the comment that a new file begins with
	// Protected says that somebody in the household has protected personal data: what
	// looks like an address is refused then, also in a comment.
	Protected bool
}

// Read returns what the file says; an empty list where there is no file yet. The error
// is household.Faults when the file is there and not right.
func (f File) Read() (*todo.List, error) {
	data, err := f.sheet().Read()
	if err != nil {
		return nil, err
	}
	return f.list(data)
}

// Update changes the file: change gets what it says and leaves in the list what it is
// to say. The file is made when it is missing, and closed to other users. Comments
// stay where they stand. Nothing is written on an error: that of change, or
// household.Faults when the file is not right, or would not be.
func (f File) Update(change func(*todo.List) error) error {
	return f.sheet().Change(func(old []byte) ([]byte, error) {
		list, err := f.list(old)
		if err != nil {
			return nil, err
		}
		if err := change(list); err != nil {
			return nil, err
		}
		return f.write(old, list)
	})
}

func (f File) sheet() sheet.File {
	return sheet.File{Dir: f.Dir, At: FileName, What: "the plan", Lock: "plan.lock", MaxBytes: MaxBytes}
}

// list is what the bytes say; nil bytes say nothing.
func (f File) list(data []byte) (*todo.List, error) {
	if data == nil {
		return &todo.List{}, nil
	}
	return f.Parse(data)
}

// Parse checks the bytes of the file. The error is household.Faults, all of them at
// once, ordered by line.
func (f File) Parse(data []byte) (*todo.List, error) {
	p := parser{f, sheet.Reader{At: FileName}}
	list := &todo.List{}
	if root := p.Document(data, MaxBytes); root != nil {
		v := p.Keys(root, "schema", "marks")
		p.Schema(v["schema"], Schema)
		for _, n := range p.List(v["marks"], "marks") {
			list.Marks = append(list.Marks, p.mark(n))
		}
	}
	if f.Protected {
		p.Refuse(data, household.CodeProtectedText, redact.Tells)
	}
	if fs := p.Faults(); len(fs) > 0 {
		return nil, fs
	}
	return list, nil
}

type parser struct {
	file File
	sheet.Reader
}

// finding is how an ID of a finding is written.
var finding = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// someday is the last day that can be written: what is to come may be any day.
var someday = time.Date(2999, time.December, 31, 0, 0, 0, 0, time.UTC)

func (p *parser) mark(n *yaml.Node) todo.Mark {
	last := p.file.Today
	if last.IsZero() {
		last = someday
	}
	e := p.Keys(n, "finding on what", "who day")
	m := todo.Mark{
		Finding: exposure.FindingID(p.Word(e["finding"], "finding")),
		On:      p.Day(e["on"], "on", last),
		What:    sheet.Choice(&p.Reader, e["what"], "what", todo.Whats()),
		Who:     exposure.SubjectID(p.Word(e["who"], "who")),
		Day:     p.Day(e["day"], "day", someday),
		Line:    n.Line,
	}
	if m.Finding != "" && !finding.MatchString(string(m.Finding)) {
		p.Fault(e["finding"].Line, "finding", household.CodeBadFinding, string(m.Finding))
	}
	if m.Who != "" && !slices.Contains(p.file.People, m.Who) {
		p.Fault(e["who"].Line, "who", household.CodeUnknownPerson, string(m.Who))
	}
	switch {
	case m.What == todo.Owner && e["who"] == nil:
		p.Fault(n.Line, "who", household.CodeMissingKey, "who")
	case m.What != "" && m.What != todo.Owner && m.What != todo.Done && e["who"] != nil:
		p.Fault(e["who"].Line, "who", household.CodeNotWith, "who", string(m.What))
	}
	if m.What != "" && m.What != todo.Due && m.What != todo.Later && e["day"] != nil {
		p.Fault(e["day"].Line, "day", household.CodeNotWith, "day", string(m.What))
	}
	return m
}

// heads is how a new file begins, in either language. It is read only.
var heads = map[exposure.Lang]string{
	exposure.Swedish: `# Vad ni har sagt om planen: vad som är klart, vem som gör vad, och när. lampan plan
# skriver filen, och den får ändras för hand.
schema: %d
`,
	exposure.English: `# What you have said of the plan: what is done, who does what, and when. lampan plan
# writes the file, and it may be changed by hand.
schema: %d
`,
}

// write makes the text that says what the list says, with the comments of the old
// text. What it returns has been read back.
func (f File) write(old []byte, list *todo.List) ([]byte, error) {
	if old != nil {
		// Comments are lost only where the writer of YAML would change what is said.
		if data, err := f.edit(old, list); err == nil && f.says(data, list) == nil {
			return data, nil
		}
	}
	data, err := f.edit(fmt.Appendf(nil, heads[f.Lang], Schema), list)
	if err != nil {
		return nil, fmt.Errorf("write the plan: %w", err)
	}
	return data, f.says(data, list)
}

// says reports with nil that a text says what the list says, whatever line it says it
// on.
func (f File) says(data []byte, list *todo.List) error {
	got, err := f.Parse(data)
	if err == nil && !slices.Equal(lineless(got), lineless(list)) {
		return fmt.Errorf("write the plan: %s would not say what was meant", FileName)
	}
	return err
}

func lineless(l *todo.List) []todo.Mark {
	out := slices.Clone(l.Marks)
	for i := range out {
		out[i].Line = 0
	}
	return out
}

// edit changes the parts of a text that do not say what the list says.
func (f File) edit(old []byte, list *todo.List) ([]byte, error) {
	was, err := f.Parse(old)
	if err != nil {
		return nil, err
	}
	return sheet.Edit(old, func(root *yaml.Node) {
		sheet.Entries(root, "marks", was.Marks, list.Marks, markText)
	})
}

func markText(m todo.Mark) string {
	s := fmt.Sprintf("{finding: %s, on: %s, what: %s", m.Finding, m.On.Format(time.DateOnly), m.What)
	if m.Who != "" {
		s += ", who: " + string(m.Who)
	}
	if !m.Day.IsZero() {
		s += ", day: " + m.Day.Format(time.DateOnly)
	}
	return s + "}"
}
