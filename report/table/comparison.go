package table

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"lampan/report"
	"lampan/report/compare"
	"lampan/report/message"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

// maxSame is how much is shown of what is as it was, or cannot be compared.
const maxSame = 10

// WriteComparison writes what the next meeting is about and what changed between two
// audits; with all also everything that is as it was. The error is the writer's.
func WriteComparison(w io.Writer, v *report.ComparisonView, all bool, o Options) error {
	p := newPage(o)
	c := v.Words()
	p.title(v.Title, v.Occasion)
	p.heading(c.Text("compared.heading"))
	p.text(v.Score)
	p.text(v.Long)
	p.text(v.Like)
	p.text(v.Nothing)
	p.agenda(v)
	for _, s := range v.Sections {
		p.compared(v, s, all)
	}
	if len(v.Registers) > 0 {
		p.heading(c.Text("section.registers"))
	}
	for _, r := range v.Registers {
		p.strong(r.Title)
		for _, line := range r.Lines {
			p.item(line)
		}
	}
	p.visits(v)
	if len(v.Sources) > 0 {
		p.heading(c.Text("compared.sources"))
		t := grid{head: []string{c.Text("head.source"), c.Text("past.state")}, weights: []int{60, 40}}
		for _, s := range v.Sources {
			t.rows = append(t.rows, []string{s.Kind + ", " + s.Whose + ", " + s.Where, s.Status})
		}
		p.grid(t)
	}
	return p.flush(w)
}

// compared writes the findings with one status. What calls for no word at the meeting is
// shortened, unless all are wanted.
func (p *page) compared(v *report.ComparisonView, s report.ComparedSection, all bool) {
	c := v.Words()
	p.heading(strings.Join(full(s.Title, s.Count), " · "))
	p.text(s.Intro)
	t := grid{
		head:    []string{c.Text("head.what"), c.Text("head.about"), c.Text("head.source")},
		weights: []int{42, 20, 38},
	}
	toDo := s.Status == compare.New || s.Status == compare.Back
	if toDo {
		t.head[2] = c.Text("head.do")
	}
	items := s.Items
	if same := s.Status == compare.Still || s.Status == compare.Unchecked || s.Status == compare.Added; same && !all {
		items = items[:min(maxSame, len(items))]
	}
	for _, i := range items {
		title, last := strings.Join(full(i.Title, i.Less, i.Claimed), ", "), i.Where
		if toDo {
			title, last = strings.Join(full(title, i.Detail), "\n"), i.Do
		}
		t.rows = append(t.rows, []string{title, i.Who, last})
	}
	p.grid(t)
	if rest := len(s.Items) - len(items); rest > 0 {
		p.text(c.Plural("compared.more", rest))
	}
}

// agenda writes what the next meeting is about, topic by topic.
func (p *page) agenda(v *report.ComparisonView) {
	p.heading(v.Agenda.Title)
	p.text(v.Agenda.Intro)
	for i, t := range v.Agenda.Topics {
		p.strong(fmt.Sprintf("%d. %s", i+1, t.Title))
		p.text(t.Intro)
		for _, line := range t.Lines {
			p.item(line)
		}
	}
}

// visits writes how the number has gone: the line in signs, and the numbers.
func (p *page) visits(v *report.ComparisonView) {
	if v.Visits == nil {
		return
	}
	c := v.Words()
	p.heading(c.Text("visits.heading"))
	p.text(v.Visits.Spark)
	p.text(v.Visits.Note)
	t := grid{
		head:    []string{c.Text("visits.visit"), c.Text("visits.like"), c.Text("visits.own"), c.Text("past.coverage")},
		weights: []int{40, 20, 20, 20},
	}
	for _, one := range v.Visits.Points {
		t.rows = append(t.rows, []string{one.Label, cmp.Or(one.Like, "–"), one.Own, one.Covered})
	}
	p.grid(t)
}

// WriteHistory lists audits, in the order given. The error is the writer's.
func WriteHistory(w io.Writer, list []audit.Summary, lang exposure.Lang, o Options) error {
	c := message.For(lang)
	if len(list) == 0 {
		p := newPage(o)
		p.text(c.Text("past.none"))
		return p.flush(w)
	}
	header := []string{
		c.Text("past.number"), c.Text("past.date"), c.Text("past.score"), c.Text("past.coverage"), c.Text("past.state"), c.Text("past.rules"),
	}
	rows := make([][]string, 0, len(list))
	for _, s := range list {
		state, score := c.Text("past.whole"), fmt.Sprint(s.Score)
		if !s.Complete {
			state = c.Text("past.stopped")
		}
		if s.Coverage == 0 && s.Score == 0 {
			score = c.Text("past.unknown") // nothing was read: there is no number
		}
		rows = append(rows, []string{
			fmt.Sprint(s.Number), c.Date(s.At), score, c.Text("percent", "n", s.Coverage), state, s.PackVersion,
		})
	}
	return WriteList(w, header, rows, o)
}
