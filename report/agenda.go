package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"lampan/report/compare"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/places"
	"lampan/scanner/audit"
)

// Agenda is what the next meeting is about, in the order to talk of it. What was kept
// and what was done stand first.
type Agenda struct {
	Title, Intro string
	Topics       []AgendaTopic // never empty
}

// AgendaTopic is one thing to talk about. ID is one of kept, did, back, claimed, said,
// new, unknown, again, changes, consents and next.
type AgendaTopic struct {
	ID, Title string
	Intro     string   // may be empty
	Lines     []string // never empty
}

// Limits of an agenda: one that lists everything is gone through by nobody.
const (
	maxLines = 6
	// consentNotice is how long before its end a consent is talked about, in days.
	consentNotice = 60
)

// agenda is what an agenda is made of.
type agenda struct {
	before, after *builder
	f             FollowUp
}

func (g agenda) build() Agenda {
	w := g.after.c
	out := Agenda{Title: w.Text("agenda.title"), Intro: w.Text("agenda.intro")}
	add := func(id string, lines []string) {
		if len(lines) == 0 {
			return
		}
		t := AgendaTopic{ID: id, Title: w.Text("agenda." + id), Lines: g.after.few(lines)}
		if key := "agenda." + id + "-intro"; w.Has(key) {
			t.Intro = w.Text(key)
		}
		out.Topics = append(out.Topics, t)
	}
	add("kept", g.kept())
	add("did", g.did())
	add("back", append(g.found(compare.Back), g.shownAgain()...))
	add("claimed", g.claimed())
	add("said", g.found(compare.Said))
	add("new", g.found(compare.New))
	add("unknown", g.unknown())
	add("again", g.again())
	add("changes", g.changes())
	add("consents", g.after.endings(g.f.Consents, g.f.Today))
	add("next", []string{g.after.nextContact(g.f.Next)})
	return out
}

// kept are the habits that held from one visit to the next, and what was gone before
// and is gone still.
func (g agenda) kept() []string {
	was := g.before.kept()
	out := slices.DeleteFunc(g.after.kept(), func(s string) bool { return !slices.Contains(was, s) })
	for _, f := range g.f.Changes.Kept {
		if told(f) {
			continue // the good answer stands above
		}
		out = append(out, g.after.c.Text("agenda.still-gone", "title", g.after.text(f).Title))
	}
	return out
}

// told reports whether a finding rests on somebody's own words alone.
func told(f exposure.Finding) bool {
	return !slices.ContainsFunc(f.Evidence, func(e exposure.Evidence) bool { return e.Kind != exposure.Interview })
}

// did lists what is gone, and what is answered otherwise now.
func (g agenda) did() []string {
	var out []string
	for _, ch := range g.f.Changes.Changes {
		if ch.Status == compare.Gone {
			key := "agenda.gone"
			if told(ch.Finding) {
				key = "agenda.mended"
			}
			out = append(out, g.after.c.Text(key, "title", g.line(ch.Finding)))
		}
	}
	return out
}

// found lists the findings with a status, with whom they concern.
func (g agenda) found(s compare.Status) []string {
	var out []string
	for _, ch := range g.f.Changes.Changes {
		if ch.Status == s {
			out = append(out, g.line(ch.Finding))
		}
	}
	return out
}

// shownAgain lists the directories that had hidden somebody and show them again. What
// shows there may show elsewhere too, and is then no finding of its own.
func (g agenda) shownAgain() []string {
	b := g.after
	var out []string
	for _, c := range b.a.Coverage {
		for _, l := range c.Listings {
			if l.Progress == exposure.CameBack {
				_, name := b.entry(l.Place)
				out = append(out, b.c.Text("agenda.shown-again", "place", name, "name", b.who(c.Subject)))
			}
		}
	}
	return out
}

func (g agenda) claimed() []string {
	var out []string
	for _, ch := range g.f.Changes.Changes {
		if ch.Claimed {
			out = append(out, g.line(ch.Finding))
		}
	}
	return out
}

func (g agenda) line(f exposure.Finding) string {
	b := g.after
	if _, ok := b.found[f.ID]; !ok {
		b = g.before
	}
	return b.text(f).Title + " (" + b.ref(f).Who + ")"
}

// unknown are the sources that were not read to the end, and what can therefore not
// be compared.
func (g agenda) unknown() []string { return append(g.after.unread(), g.found(compare.Unchecked)...) }

// again is what people told that is old by now: topics talked about before the earlier
// visit's day has passed, questions without an answer, habits, and places to look at.
func (g agenda) again() []string {
	b := g.after
	var out []string
	for _, c := range b.a.Coverage {
		if c.Outcome == exposure.Skipped {
			continue
		}
		for _, t := range c.Topics {
			key := "enough.topic." + t.Topic
			if !b.c.Has(key) {
				continue
			}
			topic, name := b.c.Text(key), b.who(c.Subject)
			switch {
			case t.On.IsZero():
				out = append(out, b.c.Text("agenda.topic-undated", "topic", topic, "name", name))
			case dayOf(t.On) <= dayOf(g.f.Changes.Before.At):
				out = append(out, b.c.Text("agenda.topic-old", "topic", topic, "name", name, "day", t.On))
			}
		}
	}
	return slices.Concat(out, b.openTopics(), b.lookAgain(g.f.Today))
}

// lookAgain names, for each person, the places that are to be looked at by a day.
func (b *builder) lookAgain(today time.Time) []string {
	var out []string
	for _, c := range b.a.Coverage {
		var names []string
		for _, l := range c.Listings {
			if !l.Next.IsZero() && l.Why != places.Never && dayOf(l.Next) <= dayOf(today) {
				_, name := b.entry(l.Place)
				names = append(names, name)
			}
		}
		if len(names) > 0 && c.Outcome != exposure.Skipped {
			out = append(out, b.c.Text("agenda.registers", "name", b.who(c.Subject), "places", b.list(names)))
		}
	}
	return out
}

// list joins names, and counts those that are too many to read.
func (b *builder) list(names []string) string {
	out := strings.Join(names[:min(maxNames, len(names))], "; ")
	if rest := len(names) - maxNames; rest > 0 {
		out += "; " + b.c.Plural("registers.more", rest)
	}
	return out
}

// changes asks what happened in the family since, beginning with what is known.
func (g agenda) changes() []string {
	var out []string
	for _, p := range g.after.a.People {
		i := slices.IndexFunc(g.before.a.People, func(o audit.Person) bool { return o.ID == p.ID })
		name := g.after.who(p.ID)
		switch {
		case i < 0:
			out = append(out, g.after.c.Text("agenda.joined", "name", name))
		case g.before.a.People[i].Minor && !p.Minor:
			out = append(out, g.after.c.Text("agenda.grown", "name", name))
		case p.Minor && p.Age >= teen && g.before.a.People[i].Age < teen && g.before.a.People[i].Age > 0:
			out = append(out, g.after.c.Text("agenda.teen", "name", name))
		}
	}
	return append(out, g.after.c.Text("agenda.changes-ask"))
}

// teen is the age from which a child's own yes is needed.
const teen = 13

// endings tells of the consents that end soon or have ended, the first day first.
func (b *builder) endings(all []Ending, today time.Time) []string {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(x, y Ending) int { return cmp.Compare(dayOf(x.On), dayOf(y.On)) })
	var out []string
	for _, e := range all {
		key := "agenda.ends"
		if days := dayOf(e.On) - dayOf(today); days > consentNotice {
			continue
		} else if days < 0 {
			key = "agenda.ended"
		}
		if line := b.c.Text(key, "name", b.who(e.Subject), "day", e.On); !slices.Contains(out, line) {
			out = append(out, line)
		}
	}
	return out
}

// dayOf counts the days of a time's own calendar, so that two days of different zones
// can be compared.
func dayOf(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// Months between meetings.
const (
	fineMonths  = 12
	usualMonths = 6
	soonMonths  = 4
)

// NextContact suggests when to meet again: two or three times a year, as there is more
// or less to do, and once where the family does not need it. Why is a key of the
// sentence: fine, usual or soon.
func NextContact(a *audit.Audit) (day time.Time, why string) {
	months, why := usualMonths, "usual"
	switch h := a.Assessment.Household; {
	case a.Assessment.Fine:
		months, why = fineMonths, "fine"
	case h.Band == assess.BandWorth, h.Band == assess.BandTogether, h.Band == assess.BandSteps:
		months, why = soonMonths, "soon"
	case len(a.Assessment.Plan) > assess.FirstSteps:
		months, why = soonMonths, "soon"
	}
	return a.At.AddDate(0, months, 0), why
}

// nextContact tells the day that was agreed for the next meeting, or suggests one.
func (b *builder) nextContact(agreed time.Time) string {
	if dayOf(agreed) > dayOf(b.a.At) {
		return b.c.Text("agenda.next-agreed", "day", agreed)
	}
	day, why := NextContact(b.a)
	return b.c.Text("agenda.next-day", "day", day, "why", b.c.Text("agenda.why."+why))
}
