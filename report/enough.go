package report

import (
	"slices"
	"time"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

// Basis is what the outcome "you do not need us" rests on: a family that is told
// so can see why, and what nobody looked at.
type Basis struct {
	Rests   []string // what was looked at
	Unseen  []string // what was not; empty when nothing is known to be left
	Changes []string // what would change it
	Again   string   // when to look again
}

// yearLater is how long the outcome is good for, when nothing changes.
func yearLater(t time.Time) time.Time { return t.AddDate(1, 0, 0) }

// enough says what the outcome rests on.
func (b *builder) enough() *Basis {
	e := &Basis{
		Rests:   b.rests(),
		Unseen:  b.unseen(),
		Changes: []string{b.c.Text("enough.change.post"), b.c.Text("enough.change.move"), b.c.Text("enough.change.account")},
	}
	if b.minors() {
		e.Changes = append(e.Changes, b.c.Text("enough.change.child"))
	}
	again, listed := yearLater(b.a.At), false
	for _, c := range b.a.Coverage {
		for _, l := range c.Listings {
			if l.Next.After(b.a.At) && l.Next.Before(again) {
				again, listed = l.Next, true
			}
		}
	}
	if listed {
		e.Again = b.c.Text("enough.again-lookup", "date", yearLater(b.a.At), "first", again)
	} else {
		e.Again = b.c.Text("enough.again", "date", again)
	}
	return e
}

func (b *builder) minors() bool {
	return slices.ContainsFunc(b.a.People, func(p audit.Person) bool { return p.Minor })
}

// rests counts what was read of each kind, and says which topics were talked about.
func (b *builder) rests() []string {
	out := []string{b.c.Text("enough.coverage", "n", b.a.Percent())}
	for _, kind := range exposure.SourceKinds() {
		sum := audit.Coverage{Kind: kind}
		for _, c := range b.a.Coverage {
			if c.Kind == kind && c.Outcome != exposure.Skipped {
				sum.Documents += c.Documents
				sum.Listings = append(sum.Listings, c.Listings...)
			}
		}
		if sum.Documents > 0 {
			out = append(out, b.documents(sum))
		}
	}
	var talked []string
	for _, t := range b.askable() {
		if b.begun(t) {
			talked = append(talked, b.c.Text("enough.topic."+string(t)))
		}
	}
	if len(talked) > 0 {
		out = append(out, b.c.Text("enough.talked", "topics", b.c.Join(talked)))
	}
	return out
}

// unseen says what an audit can look at and this one did not: parts of the
// conversation that nobody began, and kinds of source that were not there.
func (b *builder) unseen() []string {
	var out, topics []string
	for _, t := range b.askable() {
		switch {
		case b.begun(t):
		case t == rules.HomeTopic:
			out = append(out, b.c.Text("enough.unseen.home"))
		default:
			topics = append(topics, b.c.Text("enough.topic."+string(t)))
		}
	}
	if len(topics) > 0 {
		out = append(out, b.c.Text("enough.not-talked", "topics", b.c.Join(topics)))
	}
	for _, k := range []exposure.SourceKind{exposure.Lookup, exposure.Passwords, exposure.Photos} {
		if !slices.ContainsFunc(b.a.Coverage, func(c audit.Coverage) bool { return c.Kind == k && c.Documents > 0 }) {
			out = append(out, b.c.Text("enough.unseen."+string(k)))
		}
	}
	if slices.ContainsFunc(b.a.Coverage, func(c audit.Coverage) bool { return c.Outcome == exposure.Unknown }) {
		out = append(out, b.c.Text("enough.unseen.gaps"))
	}
	return out
}

// askable lists what can be talked about with this family.
func (b *builder) askable() []rules.Topic {
	return slices.DeleteFunc(rules.Topics(), func(t rules.Topic) bool { return t == rules.ChildrenTopic && !b.minors() })
}

// begun reports whether somebody has begun a topic of the conversation.
func (b *builder) begun(t rules.Topic) bool {
	return slices.ContainsFunc(b.a.Coverage, func(c audit.Coverage) bool {
		return slices.ContainsFunc(c.Topics, func(g audit.Topic) bool { return g.Topic == string(t) && g.Known > 0 })
	})
}
