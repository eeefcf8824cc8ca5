package report

import (
	"slices"
	"strconv"
	"strings"

	"lampan/report/clean"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

func (b *builder) gaps() []Gap {
	var out []Gap
	for _, c := range b.together() {
		var names []string
		for _, id := range c.whose {
			names = append(names, b.who(id))
		}
		g := Gap{
			Kind: b.kind(c.Kind), Whose: b.c.Join(names), Where: clean.Clip(c.At, maxLocator),
			Reason: b.reason(c.Coverage),
		}
		if c.Documents > 0 {
			g.Read = b.documents(c.Coverage)
		}
		for _, t := range c.Topics {
			if t.Known < t.Asked {
				g.Items = append(g.Items, GapItem{Where: b.c.Text("gaps.topic",
					"topic", b.word("interview.topic", t.Topic), "known", t.Known, "asked", t.Asked)})
			}
		}
		for _, f := range c.Faults[:min(maxFaults, len(c.Faults))] {
			where := clean.Clip(f.Locator, maxLocator)
			if f.Line > 0 {
				where += ":" + strconv.Itoa(f.Line)
			}
			if where == g.Where && f.Reason == c.Reason {
				continue // the source itself, already said
			}
			item := GapItem{Where: where, Reason: b.faultReason(f)}
			if _, check, ok := strings.Cut(f.Locator, "#"); ok && c.Kind == exposure.Passwords {
				item.Where = b.word("check", check)
				if f.Reason == c.Reason {
					item.Reason = "" // said of the source
				}
			}
			g.Items = append(g.Items, item)
		}
		if rest := max(0, len(c.Faults)-maxFaults) + c.More; rest > 0 {
			g.More = b.c.Plural("gaps.more", rest)
		}
		out = append(out, g)
	}
	return out
}

// reason says why a source was not read whole. A file of look-ups or answers that is not
// there is no wrong address: it comes with the first of them.
func (b *builder) reason(c audit.Coverage) string {
	if c.Kind == exposure.Lookup && c.Reason == "missing" {
		return b.c.Text("reason.not-looked-up")
	}
	if c.Kind == exposure.Interview && c.Reason == "missing" {
		return b.c.Text("reason.not-answered")
	}
	return b.word("reason", c.Reason)
}

// unread is a source that was not read whole, with the people whose it is.
type unread struct {
	audit.Coverage

	whose []exposure.SubjectID
}

// together lists what was not read whole. One file of verdicts is about
// everybody, and lacks the same for all: that is said once.
func (b *builder) together() []unread {
	var out []unread
	for _, c := range b.a.Coverage {
		if c.Outcome != exposure.Unknown {
			continue
		}
		i := slices.IndexFunc(out, func(u unread) bool {
			return u.Kind == exposure.Passwords && c.Kind == u.Kind && u.At == c.At && u.Made.Equal(c.Made) && u.Reason == c.Reason &&
				u.More == c.More && slices.Equal(u.Faults, c.Faults)
		})
		if i < 0 {
			out = append(out, unread{c, []exposure.SubjectID{c.Subject}})
			continue
		}
		out[i].Documents += c.Documents
		out[i].whose = append(out[i].whose, c.Subject)
	}
	return out
}

// faultReason says why one document or line could not be read; of an answer that
// means nothing, which answers its question has.
func (b *builder) faultReason(f audit.Fault) string {
	reason := b.word("reason", f.Reason)
	if q, ok := b.pack.Questions.Find(f.Question); ok {
		reason += " " + b.c.Text("gaps.answers", "answers", strings.Join(q.Words(b.c.Lang()), ", "))
	}
	return reason
}

// areas names the areas of rules none of which could be answered.
func (b *builder) areas() string {
	open, answered := map[string]bool{}, map[string]bool{}
	for _, o := range b.a.Outcomes {
		r, ok := b.pack.Rule(o.Rule)
		switch {
		case !ok:
		case o.Outcome == exposure.Unknown:
			open[string(r.Detector)] = true
		case o.Outcome == exposure.Exposed || o.Outcome == exposure.Clear:
			answered[string(r.Detector)] = true
		}
	}
	var names []string
	for _, d := range exposure.SortedKeys(open) {
		if key := "detector." + d; !answered[d] && b.c.Has(key) {
			names = append(names, b.c.Text(key))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return b.c.Text("gaps.areas", "areas", b.c.Join(names))
}

// looked lists the sources that were read, whole or in part. A source that nobody agreed to show
// is left out without a trace: declining is not a fact about anybody.
func (b *builder) looked() []Looked {
	var out []Looked
	for _, c := range b.a.Coverage {
		if c.Outcome == exposure.Skipped || c.Outcome == exposure.Unknown && c.Documents == 0 {
			continue
		}
		l := Looked{
			Kind: b.kind(c.Kind), Whose: b.who(c.Subject), Where: clean.Clip(c.At, maxLocator),
			Read: b.documents(c),
		}
		l.Result = b.c.Text("looked.whole")
		if c.Outcome == exposure.Unknown {
			l.Result = b.c.Text("looked.part")
		}
		if n := min(c.Unseen, c.Pictures); n > 0 {
			l.Result += ", " + b.c.Plural("looked.unseen", n)
		}
		if c.Withheld {
			l.Result += ", " + b.c.Text("looked.withheld")
		}
		if c.Consent != "" {
			l.Consent = b.c.Text("looked.consent", "id", clean.Clip(c.Consent, maxName))
		}
		out = append(out, l)
	}
	return out
}

func (b *builder) documents(c audit.Coverage) string {
	key := "read." + string(c.Kind)
	if !b.c.Has(key + ".one") {
		key = "read.other"
	}
	n := c.Documents
	if len(c.Listings) > 0 { // a place that shows nothing was looked up too
		n = lookedUp(c.Listings)
	}
	read := b.c.Plural(key, n)
	if !c.Made.IsZero() {
		read = b.c.Text("looked.made", "read", read, "date", c.Made)
	}
	return read
}

func (b *builder) colophon() []Line {
	var out []Line
	add := func(key, text string) {
		if text = clean.Clip(text, maxLocator); text != "" {
			out = append(out, Line{b.c.Text(key), text})
		}
	}
	if b.a.Number > 0 {
		add("colophon.audit", strconv.Itoa(b.a.Number))
	}
	add("colophon.date", day(b.c, b.a.At))
	if !b.a.Ran.IsZero() {
		add("colophon.ran", b.c.Date(b.a.Ran)+" "+b.a.Ran.Format("15:04"))
	}
	add("colophon.pack", strings.TrimSpace(b.a.Pack.ID+" "+b.a.Pack.Version+" "+short(b.a.Pack.Hash)))
	add("colophon.tool", b.a.Tool)
	add("colophon.ledger", short(b.a.LedgerHead))
	return out
}

// short is the beginning of a checksum: enough to compare by eye.
func short(sum string) string {
	const enough = 12
	if sum = clean.Line(sum); len(sum) > enough {
		return clean.Clip(sum[:enough], enough)
	}
	return sum
}
