// Package table writes a report for a terminal: the score, the first things to
// do, what shows about each person, and what could not be looked at. It is
// plain text with thin lines, readable from 60 to 120 columns and through a
// pipe; colour is never needed to understand it.
package table

import (
	"fmt"
	"io"
	"strings"

	"lampan/report"
)

// The widths a report is laid out for. Below the smallest, columns would be
// too narrow for words; above the largest, lines are hard to follow.
const (
	minWidth = 60
	maxWidth = 120
)

// Options say how to lay out.
type Options struct {
	// Width is the terminal's width in columns; values outside 60 to 120 are
	// brought to the nearest of them. Zero means 80.
	Width int
	// Color makes headings bold. It is for a terminal only; nothing else is
	// coloured.
	Color bool
}

// WriteSummary writes what an audit ends with: what is good, the number, the first
// things to do, the chains by name, and what could not be looked at. The error is the
// writer's.
func WriteSummary(w io.Writer, v *report.View, o Options) error {
	p := newPage(o)
	c := v.Words()
	p.opening(v)
	if len(v.Rest) > 0 {
		p.text(c.Plural("start.rest", len(v.Rest)) + ".")
	}
	if len(v.Chains) > 0 {
		p.heading(c.Text("section.chains"))
		for _, ch := range v.Chains {
			p.item(ch.Title)
		}
	}
	p.gaps(v)
	return p.flush(w)
}

// Write writes the view. The error is the writer's.
func Write(w io.Writer, v *report.View, o Options) error {
	p := newPage(o)
	c := v.Words()
	begin := p.opening(v)
	if rest := v.Kept[len(begin):]; len(rest) > 0 {
		p.items(c.Plural("kept.rest", len(rest)), rest)
	}

	if len(v.Chains) > 0 {
		p.heading(c.Text("section.chains"))
	}
	for _, ch := range v.Chains {
		p.chain(v, ch)
	}
	p.weeks(v)
	p.photos(v)
	p.registers(v)
	p.heading(c.Text("section.found"))
	for _, g := range v.Groups {
		p.group(v, g)
	}
	p.gaps(v)
	if len(v.Rest) > 0 {
		p.heading(c.Text("section.rest"))
		p.steps(v, v.Rest)
	}
	p.heading(c.Text("section.number"))
	p.text(c.Text("number.weights"))
	for _, l := range v.Colophon {
		p.text(l.Label + ": " + l.Text)
	}
	return p.flush(w)
}

// opening is what every form begins with. It gives what the family does already, as far
// as it stands there.
func (p *page) opening(v *report.View) (begin []string) {
	c := v.Words()
	p.title(v.Title, v.Occasion)
	p.text(v.Passwords)
	p.text(v.Partial)

	begin = v.Kept[:min(keptFirst, len(v.Kept))]
	p.items(c.Text("section.kept"), begin)
	h := v.Headline
	p.heading(c.Text("section.headline"))
	if h.Known {
		p.text(strings.Join(full(joinScore(h), h.Covered, h.Base), " · "))
		p.text(h.BandWords + ". " + h.BandLong)
		p.text(h.Scale)
	} else {
		p.text(h.BandWords)
		p.text(h.Covered)
	}
	if v.Fine != "" {
		p.heading(c.Text("fine.title"))
		p.text(v.Fine)
	}
	if e := v.Enough; e != nil {
		p.items(c.Text("enough.rests"), e.Rests)
		p.items(c.Text("enough.left"), e.Unseen)
		p.items(c.Text("enough.changes"), e.Changes)
		p.text(e.Again)
	}

	p.heading(c.Text("section.start"))
	if len(v.Start) == 0 {
		p.text(v.Idle)
	}
	p.steps(v, v.Start)
	p.text(v.AfterPlan)
	return begin
}

// keptFirst is how many things that the family already does come before the number.
const keptFirst = 3

// items writes a list under a heading, where there is one.
func (p *page) items(heading string, list []string) {
	if len(list) == 0 {
		return
	}
	p.heading(heading)
	for _, s := range list {
		p.item(s)
	}
}

func joinScore(h report.Headline) string {
	if h.Range == "" {
		return h.ScoreWords
	}
	return fmt.Sprintf("%s (%s)", h.ScoreWords, h.Range)
}

// full leaves out what is empty.
func full(items ...string) []string {
	var out []string
	for _, s := range items {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

func (p *page) steps(v *report.View, steps []report.Step) {
	if len(steps) == 0 {
		return
	}
	c := v.Words()
	t := grid{
		head:    []string{"", c.Text("head.do"), c.Text("head.who"), c.Text("head.time"), c.Text("head.saves")},
		weights: []int{0, 60, 22, 0, 18},
	}
	for i, s := range steps {
		if i > 0 {
			t.rows = append(t.rows, make([]string, len(t.head)))
		}
		do := s.Do
		if len(s.Each) > 0 {
			do += "\n" + c.Text("start.also") + "\n- " + strings.Join(s.Each, "\n- ")
		}
		t.rows = append(t.rows, []string{fmt.Sprint(s.Number), do + "\n" + s.About, s.Owner, s.Minutes, s.Saves})
	}
	p.grid(t)
}

func (p *page) chain(v *report.View, ch report.Chain) {
	c := v.Words()
	p.strong(ch.Title)
	p.text(ch.Together)
	t := grid{head: []string{"", c.Text("head.what"), c.Text("head.source")}, weights: []int{0, 55, 45}}
	add := func(name string, refs []report.Ref) {
		for i, r := range refs {
			if i > 0 {
				name = ""
			}
			t.rows = append(t.rows, []string{name, r.Title, r.Who})
		}
	}
	for _, l := range ch.Legs {
		add(l.Name, l.Pieces)
		if l.More != "" {
			t.rows = append(t.rows, []string{"", l.More, ""})
		}
	}
	add(c.Text("head.also"), ch.Amplify)
	p.grid(t)
	p.text(ch.Break)
	p.text(ch.Do)
}

func (p *page) weeks(v *report.View) {
	if len(v.Weeks) == 0 {
		return
	}
	c := v.Words()
	p.heading(c.Text("section.weeks"))
	for _, w := range v.Weeks {
		p.strong(w.Title)
		p.text(w.Intro + " " + w.From)
		p.gap()
		t := grid{head: []string{""}, weights: make([]int, 1+len(w.Days))}
		for _, d := range w.Days {
			t.head = append(t.head, d.Short)
		}
		for _, part := range w.Parts {
			row := []string{part.Hours}
			for _, cell := range part.Cells {
				times := c.Text("week.none")
				if cell.Times > 0 {
					times = fmt.Sprint(cell.Times)
				}
				row = append(row, times)
			}
			t.rows = append(t.rows, row)
		}
		p.grid(t)
		p.text(w.Most)
		p.text(w.Adults)
	}
	p.gap()
	p.text(c.Text("week.do"))
	p.text(c.Text("week.note"))
}

func (p *page) photos(v *report.View) {
	if v.Photos == nil {
		return
	}
	c := v.Words()
	p.heading(c.Text("section.photos"))
	p.text(strings.Join(append([]string{v.Photos.Looked}, v.Photos.Unseen...), " "))
	p.text(v.Photos.Intro)
	if len(v.Photos.First) > 0 {
		t := grid{head: []string{"", c.Text("photos.picture"), c.Text("photos.says")}, weights: []int{0, 40, 60}}
		for _, pic := range v.Photos.First {
			says := []string{pic.Tells}
			for _, r := range pic.Things {
				says = append(says, "- "+r.Title)
			}
			if pic.More != "" {
				says = append(says, "  "+pic.More)
			}
			says = append(says, full(pic.Alike)...)
			t.rows = append(t.rows, []string{fmt.Sprint(pic.Number), pic.Where + "\n" + pic.Kind + ", " + pic.Whose, strings.Join(says, "\n")})
		}
		p.grid(t)
	}
	p.text(v.Photos.More)
	p.text(v.Photos.Clean)
}

func (p *page) registers(v *report.View) {
	if len(v.Registers) == 0 {
		return
	}
	c := v.Words()
	p.heading(c.Text("section.registers"))
	p.text(c.Text("registers.intro"))
	p.text(v.Guarded)
	for _, r := range v.Registers {
		p.strong(r.Title)
		p.text(r.Intro)
		p.register(r.Shows)
		p.text(r.PublicIntro)
		p.register(r.Public)
		p.text(r.Gone)
		p.text(r.Hidden)
		p.text(r.Unknown)
		p.text(r.Skipped)
		p.text(r.NextIntro)
		for _, s := range r.Next {
			p.item(s)
		}
	}
}

func (p *page) register(list []report.Register) {
	for _, r := range list {
		p.item(strings.Join(full(r.Name+".", r.Shows, r.Progress), " "))
	}
}

func (p *page) group(v *report.View, g report.Group) {
	c := v.Words()
	p.strong(strings.Join(full(g.Title, g.Count), " · "))
	p.text(g.Intro)
	p.text(g.Score)
	p.text(g.None)
	if len(g.Findings) > 0 {
		t := grid{
			head:    []string{c.Text("head.what"), c.Text("head.source"), c.Text("head.certainty")},
			weights: []int{50, 50, 0},
		}
		for _, f := range g.Findings {
			t.rows = append(t.rows, []string{strings.Join(full(f.Title, f.Detail), "\n"), where(f), f.Certainty})
		}
		p.grid(t)
	}
	if len(g.Mine) > 0 {
		p.text(g.MineTitle + ":")
		for _, r := range g.Mine {
			p.item(r.Title + " (" + r.Who + ")")
		}
		p.gap()
	}
	if len(g.Suggestions) > 0 {
		p.text(c.Text("section.suggestions") + ":")
		for _, s := range g.Suggestions {
			p.item(s.Kind + " " + s.Value)
		}
		if g.SuggestionsMore != "" {
			p.item(g.SuggestionsMore)
		}
		p.gap()
	}
}

// where is the first place a finding shows, and how many more there are.
func where(f report.Finding) string {
	if len(f.Shown) == 0 {
		return ""
	}
	s := f.Shown[0]
	out := s.Kind + ", " + s.Whose + ", " + s.Where
	if f.Others != "" {
		out += " (" + f.Others + ")"
	}
	return out
}

func (p *page) gaps(v *report.View) {
	c := v.Words()
	p.heading(c.Text("section.gaps"))
	if len(v.Gaps) == 0 {
		if v.GapPixels == "" {
			p.text(c.Text("gaps.none"))
		}
		p.text(v.GapPixels)
		return
	}
	p.text(c.Text("gaps.intro"))
	t := grid{head: []string{c.Text("head.source"), c.Text("head.reason")}, weights: []int{45, 55}}
	for _, g := range v.Gaps {
		t.rows = append(t.rows, []string{
			strings.Join(full(g.Kind, g.Whose, g.Where, g.Read), ", "), g.Reason,
		})
		for _, i := range g.Items {
			t.rows = append(t.rows, []string{"  " + i.Where, i.Reason})
		}
		if g.More != "" {
			t.rows = append(t.rows, []string{"  " + g.More, ""})
		}
	}
	p.grid(t)
	p.text(v.GapPixels)
	p.text(v.GapLeaked)
	p.text(v.GapAreas)
}
