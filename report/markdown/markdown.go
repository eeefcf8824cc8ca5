// Package markdown writes a report as Markdown, to be read as it stands or made
// into something else.
//
// Text from outside is text in it, for CommonMark and for the dialects that read
// more into it: every character that could begin markup is escaped, and a word
// that a reader might make a link or a mention of by itself, such as an address,
// is written as code, inside which nothing means anything.
package markdown

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"lampan/report"
	"lampan/report/clean"
)

// Write writes the view. The error is the writer's.
func Write(w io.Writer, v *report.View) error {
	d := &document{}
	c := v.Words()
	d.heading(1, v.Title)
	d.text(v.Occasion)
	d.text(v.Intro)
	d.text(v.Passwords)
	d.text(v.Partial)

	d.section(c.Text("section.kept"), v.Kept)
	h := v.Headline
	d.heading(2, c.Text("section.headline"))
	if h.Known {
		d.strong(h.ScoreWords + ". " + h.BandWords)
	} else {
		d.strong(h.BandWords)
	}
	d.text(h.BandLong)
	if h.Known {
		d.text(h.Scale)
		d.list(h.Interval, h.CoveredLong, h.BaseLong)
	}
	if t := v.Trend; t != nil {
		d.heading(2, t.Caption)
		for _, p := range t.Points {
			d.list(p.Label + ": " + p.Words + " (" + p.Covered + ")")
		}
		d.text(t.Note)
	}
	if v.Fine != "" {
		d.heading(2, c.Text("fine.title"))
		d.text(v.Fine)
	}
	if e := v.Enough; e != nil {
		d.section(c.Text("enough.rests"), e.Rests)
		d.section(c.Text("enough.left"), e.Unseen)
		d.section(c.Text("enough.changes"), e.Changes)
		d.text(e.Again)
	}
	d.heading(2, c.Text("section.start"))
	if len(v.Start) == 0 {
		d.text(v.Idle)
	}
	d.steps(v, v.Start)
	d.text(v.Together)
	d.text(v.AfterPlan)

	if len(v.Chains) > 0 {
		d.heading(2, c.Text("section.chains"))
	}
	for _, ch := range v.Chains {
		d.chain(v, ch)
	}
	if m := v.Matrix; m != nil {
		d.heading(2, c.Text("matrix.title"))
		for _, r := range m.Rows {
			d.list(c.Text("matrix.row", "name", r.Name) + " " + strings.Join(r.List, "; "))
		}
	}
	d.weeks(v)
	d.photos(v)
	d.registers(v)

	d.heading(2, c.Text("section.found"))
	for _, g := range v.Groups {
		d.group(v, g)
	}
	if len(v.Rest) > 0 {
		d.heading(2, c.Text("section.rest"))
		d.steps(v, v.Rest)
	}
	d.gaps(v)

	d.heading(2, c.Text("section.looked"))
	if len(v.Looked) == 0 {
		d.text(c.Text("looked.none"))
	}
	for _, l := range v.Looked {
		d.item(l.Kind+", "+l.Whose, l.Where, strings.Join(full(l.Read, l.Result, l.Consent), ", "))
	}
	d.heading(2, c.Text("section.number"))
	for _, s := range v.About {
		d.text(s)
	}
	d.heading(2, c.Text("section.colophon"))
	for _, l := range v.Colophon {
		d.list(l.Label + ": " + l.Text)
	}
	_, err := w.Write(d.out.Bytes())
	return err
}

// document is what is being written. Its methods take text as it is and escape
// it; what they are given may be empty.
type document struct {
	out    bytes.Buffer
	listed bool // the last block was an item of a list
}

// block begins what stands apart from what is above it.
func (d *document) block() {
	if d.out.Len() > 0 {
		d.out.WriteByte('\n')
	}
	d.listed = false
}

func (d *document) heading(level int, s string) {
	d.block()
	d.out.WriteString(strings.Repeat("#", level) + " " + Escape(s) + "\n")
}

func (d *document) text(s string) {
	if s != "" {
		d.block()
		d.out.WriteString(Escape(s) + "\n")
	}
}

func (d *document) strong(s string) {
	d.block()
	d.out.WriteString("**" + Escape(s) + "**\n")
}

func (d *document) quote(s string) {
	if s != "" {
		d.block()
		d.out.WriteString("> " + Escape(s) + "\n")
	}
}

// list writes items, those that are not empty.
func (d *document) list(items ...string) {
	for _, s := range full(items...) {
		d.entry(Escape(s))
	}
}

// section writes a list under a heading; nothing where there is none.
func (d *document) section(title string, items []string) {
	if len(items) > 0 {
		d.heading(2, title)
		d.list(items...)
	}
}

// item writes an item with an address in it.
func (d *document) item(what, where, rest string) {
	text := Escape(what)
	if where != "" {
		text += " " + Code(where)
	}
	if rest != "" {
		text += ". " + Escape(rest)
	}
	d.entry(text)
}

func (d *document) entry(escaped string) {
	if !d.listed {
		d.block()
	}
	d.listed = true
	d.out.WriteString("- " + escaped + "\n")
}

func (d *document) steps(v *report.View, steps []report.Step) {
	c := v.Words()
	for _, s := range steps {
		d.heading(3, strconv.Itoa(s.Number)+" · "+s.Do)
		d.list(c.Text("start.owner", "owner", s.Owner))
		if s.Minutes != "" {
			d.list(c.Text("start.minutes", "minutes", s.Minutes))
		}
		d.list(s.SavesWords)
		d.list(s.Each...)
		d.text(s.Why)
		d.text(s.About)
		d.text(s.Proof)
	}
}

func (d *document) chain(v *report.View, ch report.Chain) {
	c := v.Words()
	d.heading(3, ch.Title)
	d.text(ch.Why)
	d.text(ch.Together)
	link := func(name string, refs []report.Ref, more string) {
		for _, r := range refs {
			d.list(name + ": " + r.Title + " (" + r.Who + ")")
		}
		d.list(more)
	}
	for _, l := range ch.Legs {
		link(l.Name, l.Pieces, l.More)
	}
	link(c.Text("chain.amplify"), ch.Amplify, "")
	d.text(ch.Break)
	d.text(ch.Do)
	d.text(ch.Ask)
}

func (d *document) weeks(v *report.View) {
	if len(v.Weeks) == 0 {
		return
	}
	c := v.Words()
	d.heading(2, c.Text("section.weeks"))
	for _, w := range v.Weeks {
		d.heading(3, w.Title)
		d.text(w.Intro + " " + w.From)
		d.text(w.Most)
		d.text(w.Adults)
	}
	d.text(c.Text("week.do"))
	d.text(c.Text("week.note"))
}

func (d *document) photos(v *report.View) {
	p := v.Photos
	if p == nil {
		return
	}
	d.heading(2, v.Words().Text("section.photos"))
	d.text(strings.Join(append([]string{p.Looked}, p.Unseen...), " "))
	d.text(p.Intro)
	for _, pic := range p.First {
		d.item(pic.Kind+", "+pic.Whose, pic.Where, pic.Tells)
		for _, r := range pic.Things {
			d.list(r.Title)
		}
		d.list(pic.More, pic.Alike)
	}
	d.text(p.More)
	d.text(p.Clean)
	if p.Sketch != nil {
		d.heading(3, p.Sketch.Caption)
		for _, s := range p.Sketch.Spots {
			d.list(s.Words)
		}
		d.text(p.Sketch.Note)
	}
}

func (d *document) registers(v *report.View) {
	if len(v.Registers) == 0 {
		return
	}
	c := v.Words()
	d.heading(2, c.Text("section.registers"))
	d.text(c.Text("registers.intro"))
	d.text(v.Guarded)
	for _, r := range v.Registers {
		d.heading(3, r.Title)
		d.text(r.Intro)
		for _, s := range r.Shows {
			d.list(strings.Join(full(s.Name+".", s.Shows, s.Progress), " "))
		}
		d.text(r.PublicIntro)
		for _, s := range r.Public {
			d.list(strings.Join(full(s.Name+".", s.Shows, s.Progress), " "))
		}
		d.text(r.Gone)
		d.text(r.Hidden)
		d.text(r.Unknown)
		d.text(r.Skipped)
		d.text(r.NextIntro)
		d.list(r.Next...)
	}
}

func (d *document) group(v *report.View, g report.Group) {
	c := v.Words()
	d.heading(3, g.Title)
	d.text(g.Intro)
	d.text(g.Score)
	d.text(g.None)
	for _, f := range g.Findings {
		d.heading(4, f.Title)
		d.text(strings.Join(full(f.Certainty, f.Points), ". "))
		d.text(f.Detail)
		d.text(f.Possible)
		d.text(f.Public)
		for _, s := range f.Shown {
			d.item(s.Kind+", "+s.Whose, s.Where, strings.Join(full(s.When, s.Seen, s.Progress), ", "))
		}
		d.list(f.More)
		for _, s := range f.Shown {
			d.quote(s.Excerpt)
		}
		d.labelled(c.Text("finding.why"), f.Why)
		d.labelled(c.Text("finding.do"), f.Do)
		d.labelled(c.Text("finding.ask"), f.Ask)
		if f.Child != "" {
			d.labelled(f.ChildTo, f.Child)
		}
	}
	if len(g.Mine) > 0 {
		d.heading(4, g.MineTitle)
		for _, r := range g.Mine {
			d.list(r.Title + " (" + r.Who + ")")
		}
	}
	if len(g.Suggestions) > 0 {
		d.heading(4, c.Text("section.suggestions"))
		for _, s := range g.Suggestions {
			d.item(s.Kind, s.Value, "")
		}
		d.list(g.SuggestionsMore)
	}
}

// labelled is a paragraph that begins with what it is.
func (d *document) labelled(label, s string) {
	if s != "" {
		d.block()
		d.out.WriteString("**" + Escape(label) + ":** " + Escape(s) + "\n")
	}
}

func (d *document) gaps(v *report.View) {
	c := v.Words()
	d.heading(2, c.Text("section.gaps"))
	if len(v.Gaps) == 0 && v.GapPixels == "" {
		d.text(c.Text("gaps.none"))
	}
	for _, g := range v.Gaps {
		d.item(g.Kind+", "+g.Whose, g.Where, g.Reason)
		for _, i := range g.Items {
			d.item("", i.Where, i.Reason)
		}
		d.list(g.More)
	}
	d.text(v.GapPixels)
	d.text(v.GapLeaked)
	d.text(v.GapAreas)
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

// Escape returns s, on one line, as Markdown that reads as that text and nothing
// more, at the beginning of a line too.
func Escape(s string) string {
	words := strings.Split(clean.Line(s), " ")
	for i, word := range words {
		if leads(word) {
			words[i] = Code(word)
			continue
		}
		words[i] = escapeWord(word, i == 0)
	}
	return strings.Join(words, " ")
}

// special is what may begin markup inside a line, in CommonMark or in a dialect.
const special = "\\`*_[]<>&|~$^{}#!"

func escapeWord(word string, first bool) string {
	var b strings.Builder
	for i, r := range word {
		block := first && (i == 0 && strings.ContainsRune("-+=:", r) || numbers(word[:i]) && (r == '.' || r == ')'))
		if block || strings.ContainsRune(special, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// numbers reports whether s is digits, as before the full stop of a list's item.
func numbers(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// leads reports whether some reader makes a link, a mention or a picture of a
// word that is not marked as one.
func leads(word string) bool {
	low := strings.ToLower(word)
	return strings.Contains(low, "@") || strings.Contains(low, "www.") ||
		strings.Contains(low, "://") || strings.Contains(low, "mailto:") || strings.Contains(low, "xmpp:")
}

// Code returns s, on one line, as code: fenced by more backticks than it holds.
func Code(s string) string {
	s = clean.Line(s)
	longest, run := 0, 0
	for _, r := range s {
		if r == '`' {
			run++
			longest = max(longest, run)
		} else {
			run = 0
		}
	}
	fence := strings.Repeat("`", longest+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}
