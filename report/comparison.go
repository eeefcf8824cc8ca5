package report

import (
	"slices"
	"strings"
	"time"

	"lampan/report/clean"
	"lampan/report/compare"
	"lampan/report/message"
	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/places"
	"lampan/scanner/audit"
)

// ComparisonView is two audits beside each other in the words of one language.
// Its strings are clean.
type ComparisonView struct {
	Lang     exposure.Lang
	Title    string
	Occasion string // which two
	// Known is false when the two cannot be compared; Long then says so.
	Known         bool
	Before, After int
	Score         string // "71 → 55"; empty unless Known
	Long          string
	Like          string // how the two are made comparable
	Nothing       string // set when nothing was found at either time, or nothing changed
	Agenda        Agenda
	Sections      []ComparedSection
	Registers     []ComparedRegister // one a person for whom some place changed
	Visits        *Visits            // nil when nobody asked for them
	Sources       []ComparedSource

	record FollowUp
}

// FollowUp is what a comparison is told from, with what else the next meeting rests on.
type FollowUp struct {
	Changes *compare.Comparison // required
	Trend   *compare.Trend      // nil tells of the two visits only
	// Consents are, for each source that somebody agreed to, whose it is and the last day
	// of it; those withdrawn are not among them.
	Consents []Ending
	Today    time.Time // the day of the meeting; zero for the later audit's
	Next     time.Time // the day that was agreed for the next one; may be zero, or past
}

// Ending is one person's consent with its last day.
type Ending struct {
	Subject exposure.SubjectID
	On      time.Time // day, inclusive
}

// ComparedSection is the findings with one status.
type ComparedSection struct {
	Status       compare.Status
	Anchor       string
	Title, Intro string
	Count        string
	Items        []ComparedItem
}

// ComparedItem is one finding of a comparison.
type ComparedItem struct {
	ID                         exposure.FindingID
	Title, Who, Where, Do, Why string
	Detail                     string // as in Finding
	Less                       string // set when it is still there for fewer accounts
	Claimed                    string // set when it was said to be done, and is still there
}

// ComparedSource is one source of a comparison.
type ComparedSource struct{ Kind, Whose, Where, Status string }

// Record is what the view shows, for a renderer of data. Its strings are not cleaned.
func (v *ComparisonView) Record() FollowUp { return v.record }

// Words is the catalogue of the view's language, for a renderer's headings.
func (v *ComparisonView) Words() *message.Catalog { return message.For(v.Lang) }

// BuildComparison makes the view of a comparison alone.
func BuildComparison(c *compare.Comparison, pack *rules.Pack, catalogue *places.Catalogue, lang exposure.Lang) *ComparisonView {
	return BuildFollowUp(FollowUp{Changes: c}, pack, catalogue, lang)
}

// BuildFollowUp makes the view of a comparison and of what the next meeting is about.
// No argument is changed.
func BuildFollowUp(f FollowUp, pack *rules.Pack, catalogue *places.Catalogue, lang exposure.Lang) *ComparisonView {
	c := f.Changes
	if f.Today.IsZero() {
		f.Today = c.After.At
	}
	before, after := newBuilder(c.Before, pack, catalogue, lang), newBuilder(c.After, pack, catalogue, lang)
	w := after.c
	v := &ComparisonView{
		Lang: w.Lang(), Title: w.Text("compared.title"),
		Occasion: w.Text("compared.occasion", "before", which(w, c.Before), "after", which(w, c.After)),
		Known:    c.Comparable, Before: c.BeforeScore, After: c.AfterScore,
		Long: w.Text("compared.none"), Like: w.Text("compared.like"),
		record: f,
	}
	if name := clean.Clip(c.After.Name, maxName); name != "" {
		v.Title = w.Text("compared.title-named", "name", name)
	}
	if c.Comparable {
		v.Score = w.Text("compared.score", "before", c.BeforeScore, "after", c.AfterScore)
		key := "compared.same"
		switch {
		case c.AfterScore < c.BeforeScore:
			key = "compared.lower"
		case c.AfterScore > c.BeforeScore:
			key = "compared.higher"
		}
		v.Long = w.Text(key, "before", c.BeforeScore, "after", c.AfterScore)
		if min(c.Before.Percent(), c.After.Percent()) < halfCoverage {
			v.Long += " " + w.Text("compared.little")
		}
	}
	// What went well is read first.
	for _, s := range []compare.Status{compare.Gone, compare.Back, compare.New, compare.Said, compare.Still, compare.Unchecked, compare.Added} {
		section := ComparedSection{
			Status: s, Anchor: "status-" + string(s),
			Title: w.Text("compared." + string(s)), Intro: w.Text("compared." + string(s) + "-intro"),
		}
		for _, ch := range c.Changes {
			if ch.Status != s {
				continue
			}
			b := after
			if _, ok := after.found[ch.Finding.ID]; !ok {
				b = before
			}
			item := b.compared(ch.Finding)
			if ch.Less {
				item.Less = w.Text("compared.less")
			}
			if ch.Claimed {
				item.Claimed = w.Text("compared.claimed")
			}
			section.Items = append(section.Items, item)
		}
		// What was said to be done is looked for first.
		slices.SortStableFunc(section.Items, func(x, y ComparedItem) int { return strings.Compare(y.Claimed, x.Claimed) })
		if n := len(section.Items); n > 0 {
			section.Count = w.Plural("compared.count", n)
			v.Sections = append(v.Sections, section)
		}
	}
	v.Registers = after.changedRegisters(c.Before)
	if c.Count(compare.Still) == len(c.Changes) && len(v.Registers) == 0 {
		v.Nothing = w.Text("compared.nothing")
	}
	for _, s := range c.Sources {
		b := after
		if s.Status == compare.Dropped {
			b = before
		}
		row := ComparedSource{
			Kind: b.kind(s.Coverage.Kind), Whose: b.who(s.Coverage.Subject),
			Where: clean.Clip(s.Coverage.At, maxLocator), Status: w.Text("compared." + string(s.Status)),
		}
		// What people tell and look up is compared piece by piece.
		if key := "compared.partly-" + string(s.Coverage.Kind); s.Status == compare.Partly && w.Has(key) {
			row.Status = w.Text(key)
		}
		v.Sources = append(v.Sources, row)
	}
	v.Visits = after.visits(f.Trend)
	v.Agenda = agenda{before: before, after: after, f: f}.build()
	return v
}

func (b *builder) compared(f exposure.Finding) ComparedItem {
	text := b.text(f)
	item := ComparedItem{ID: f.ID, Title: text.Title, Detail: text.Detail, Who: b.ref(f).Who, Why: text.Why, Do: text.Fix}
	if len(f.Evidence) > 0 {
		e := f.Evidence[0]
		item.Where = b.kind(e.Kind) + ", " + b.who(e.Shower) + ", " + b.shown(f, e).Where
	}
	return item
}

func which(c *message.Catalog, a *audit.Audit) string {
	if a.Number == 0 {
		return c.Text("compared.audit-unnumbered", "date", a.At)
	}
	return c.Text("compared.audit", "n", a.Number, "date", a.At)
}
