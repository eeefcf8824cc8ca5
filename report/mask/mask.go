// Package mask makes of an audit one that others may see: without any name, for a
// screen that is shared, or for one member alone. It takes away; it never adds a fact.
//
// What is taken away is what the household told of itself: names, user names, places,
// numbers. What nobody told lampan of, it cannot know: so texts that came from outside
// are left out altogether where everybody may read.
package mask

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lampan/report/message"
	"lampan/rules"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/roster"
	"lampan/rules/week"
	"lampan/scanner/audit"
)

// Names returns the audit without names: members become "Vuxen 1" and "Barn 1" in a
// language, sources "Källa 1", and excerpts, addresses, links and values that may name
// somebody are left out. The numbers are the same. The audit given is not changed.
func Names(a *audit.Audit, r *roster.Roster, lang exposure.Lang) *audit.Audit {
	b := clone(a)
	n := newNamer(b, lang)
	w := of(r, "")
	b.Name, b.Suggestions = "", nil
	for i := range b.Coverage {
		c := &b.Coverage[i]
		c.At = n.source(c.Source)
		if c.Consent != "" {
			c.Consent = n.consent(c.Consent)
		}
		for j := range c.Faults {
			f := &c.Faults[j]
			_, check, _ := strings.Cut(f.Locator, "#")
			f.Locator = n.place(c.Source, f.Locator)
			if c.Kind == exposure.Passwords && check != "" { // which check could not be made
				f.Locator = c.At + "#" + check
			}
		}
	}
	for i := range b.Findings {
		f := &b.Findings[i]
		f.Values = w.plain(f.Values)
		for j := range f.Evidence {
			e := &f.Evidence[j]
			e.Locator, e.Excerpt, e.Span = n.place(e.Source, e.Locator), "", exposure.Span{}
			if e.Account.Name != "" {
				e.Account = exposure.AccountName{Kind: e.Account.Kind, Name: hidden}
			}
			e.Alike = nil
		}
	}
	for i := range b.People {
		b.People[i].Name = n.names[n.subject(b.People[i].ID)]
	}
	rename(b, n.subject, n.sourceID)
	return b
}

// For returns the sheet of one member: what shows about the person and what the
// person's own sources show, with the person's own evidence and numbers of that
// alone. Whatever else would tell of another member is left out, so that of a finding
// that only others show it is told that it shows, and not where. An ID that the audit
// does not know gets an empty sheet. The audit given is not changed.
func For(a *audit.Audit, r *roster.Roster, id exposure.SubjectID, p *rules.Pack) *audit.Audit {
	b := clone(a)
	w := of(r, id)
	for _, c := range a.Coverage {
		if c.Subject != id {
			w.handle(c.At)
		}
	}
	others := slices.ContainsFunc(a.Coverage, func(c audit.Coverage) bool { return c.Subject != id && c.Kind == exposure.Interview })
	b.Name = ""
	b.People = slices.DeleteFunc(b.People, func(m audit.Person) bool { return m.ID != id })
	for i := range b.People {
		b.People[i].Guardians = nil
		b.Name = b.People[i].Name // whose sheet it is
	}
	b.Coverage = slices.DeleteFunc(b.Coverage, func(c audit.Coverage) bool { return c.Subject != id })
	b.Suggestions = slices.DeleteFunc(b.Suggestions, func(s audit.Suggestion) bool { return s.Subject != id })
	b.Good = slices.DeleteFunc(b.Good, func(g audit.Good) bool { return g.Subject != id })
	b.Mixed = nil
	if others { // the record does not say on whose answer a control rests
		b.Controls = []string{}
	}
	findings := []exposure.Finding{}
	for _, f := range b.Findings {
		if w.own(&f, id) {
			findings = append(findings, f)
		}
	}
	b.Findings = findings
	for i := range b.Coverage {
		c := &b.Coverage[i]
		c.At, c.Consent = w.hide(c.At), w.hide(c.Consent)
		for j := range c.Faults {
			c.Faults[j].Locator = w.hide(c.Faults[j].Locator)
		}
		for j := range c.Topics {
			c.Topics[j].Alone = nil
		}
		c.Week = slices.DeleteFunc(c.Week, func(h week.Hour) bool { return h.Subject != "" && h.Subject != id })
	}
	for i := range b.Suggestions {
		b.Suggestions[i].Value = w.hide(b.Suggestions[i].Value)
	}
	settle(b, p)
	b.Only, b.Assessment.Fine = id, false // nobody is told of the household on one sheet
	n := newNamer(b, a.Lang)
	rename(b, func(s exposure.SubjectID) exposure.SubjectID {
		if s == id || s == "" {
			return s
		}
		return exposure.Household
	}, func(s exposure.SourceID) exposure.SourceID {
		if w.hide(string(s)) == string(s) {
			return s
		}
		return n.sourceID(s)
	})
	return b
}

// own keeps what the person's own sources show of a finding, and reports whether it
// belongs on the person's sheet.
func (w *words) own(f *exposure.Finding, id exposure.SubjectID) bool {
	var mine []exposure.Evidence
	var other *exposure.Evidence // the most that others show
	for _, e := range f.Evidence {
		switch {
		case e.Shower == id:
			e.Locator, e.Excerpt = w.hide(e.Locator), w.hide(e.Excerpt)
			e.Account = exposure.AccountName{Kind: e.Account.Kind, Name: w.hide(e.Account.Name), User: w.hide(e.Account.User)}
			for i, a := range e.Alike {
				e.Alike[i] = exposure.AccountName{Kind: a.Kind, Name: w.hide(a.Name), User: w.hide(a.User)}
			}
			mine = append(mine, e)
		case other == nil || e.Certainty.Weight()*float64(e.Visibility) > other.Certainty.Weight()*float64(other.Visibility):
			other = &exposure.Evidence{
				Source: elsewhere, Kind: e.Kind, Shower: exposure.Household, Photo: e.Photo, Public: e.Public, Progress: e.Progress,
				Certainty: e.Certainty, Visibility: e.Visibility, Timeliness: e.Timeliness, Mitigated: e.Mitigated,
			}
		}
	}
	switch {
	case len(mine) > 0 && f.Subject == id:
		for k, v := range f.Values {
			if s, ok := v.AsWord(); ok {
				f.Values[k] = exposure.Word(w.hide(s))
			}
		}
	case len(mine) > 0: // what it tells is of somebody else
		f.Values = w.plain(f.Values)
	case f.Subject == id:
		mine, f.Values = []exposure.Evidence{*other}, w.plain(f.Values)
	default:
		return false
	}
	f.Evidence = mine
	return true
}

// elsewhere is the source of what others show.
const elsewhere exposure.SourceID = "elsewhere"

// settle makes the record agree with the findings and sources that are left in it.
func settle(a *audit.Audit, p *rules.Pack) {
	left := map[exposure.RuleID]bool{}
	for _, f := range a.Findings {
		left[f.Rule] = true
	}
	for i, o := range a.Outcomes {
		r, ok := p.Rule(o.Rule)
		asked := ok && slices.ContainsFunc(a.Coverage, func(c audit.Coverage) bool { return c.Outcome != exposure.Skipped && c.Concerns(r.Needs) })
		if o.Outcome == exposure.Exposed && !left[o.Rule] || o.Outcome != exposure.Exposed && !asked {
			a.Outcomes[i] = audit.RuleOutcome{Rule: o.Rule, Outcome: exposure.Skipped}
		}
	}
	in := assess.Input{Pack: p, Findings: a.Findings, Controls: a.Controls, Protected: a.Protected}
	if a.Complete {
		in.Coverage = a.Percent()
	}
	for _, s := range a.Assessment.Plan { // what was said to be done, or waits, is none to begin with
		if s.Aside {
			in.Aside = append(in.Aside, s.Findings...)
		}
	}
	for _, m := range a.People {
		in.People = append(in.People, assess.Member{ID: m.ID, Minor: m.Minor})
	}
	a.Assessment = assess.Run(in)
}

// lower is a value that names nobody: words without a capital, or a number with its
// unit.
var lower = regexp.MustCompile(`^(\d[\d.,\s\x{a0}]*)?[\p{Ll}\s\x{a0}-]*$`)

// plain leaves of the values those that name nobody: days, numbers, and common words.
func (w *words) plain(values map[string]exposure.Value) map[string]exposure.Value {
	for k, v := range values {
		if s, ok := v.AsWord(); ok && (!lower.MatchString(s) || w.hide(s) != s) {
			values[k] = exposure.Word(hidden)
		}
	}
	return values
}

// handle adds the user name that an address ends in, where it looks like one.
func (w *words) handle(at string) {
	if !strings.Contains(at, "://") {
		return
	}
	last := strings.TrimPrefix(at[strings.LastIndex(strings.TrimRight(at, "/"), "/")+1:], "@")
	last = strings.TrimRight(last, "/")
	if strings.ContainsAny(last, "0123456789_.") || strings.Contains(at, "/@") || w.hide(last) != last {
		w.add(last)
	}
}

// namer gives what has a name a word and a number instead, the same each time.
type namer struct {
	c       *message.Catalog
	ids     map[exposure.SubjectID]exposure.SubjectID
	names   map[exposure.SubjectID]string // by the new ID
	sources map[exposure.SourceID]int
	places  map[string]int // by source and address; numbered within the source
	shown   map[exposure.SourceID]int
	agreed  map[string]int
}

func newNamer(a *audit.Audit, lang exposure.Lang) *namer {
	n := &namer{
		c: message.For(lang), ids: map[exposure.SubjectID]exposure.SubjectID{}, names: map[exposure.SubjectID]string{},
		sources: map[exposure.SourceID]int{}, places: map[string]int{}, shown: map[exposure.SourceID]int{}, agreed: map[string]int{},
	}
	adults, children := 0, 0
	for _, p := range a.People {
		if p.Minor {
			children++
			n.call(p.ID, "child", children)
		} else {
			adults++
			n.call(p.ID, "adult", adults)
		}
	}
	return n
}

func (n *namer) call(id exposure.SubjectID, as string, number int) {
	to := exposure.SubjectID(as + "-" + strconv.Itoa(number))
	n.ids[id], n.names[to] = to, n.c.Text("mask."+as, "n", number)
}

// subject is the new ID of a member; of anybody else, that of the household.
func (n *namer) subject(id exposure.SubjectID) exposure.SubjectID {
	switch to, ok := n.ids[id]; {
	case ok:
		return to
	case id == "":
		return ""
	}
	return exposure.Household
}

func number[K comparable](of map[K]int, key K) int {
	if of[key] == 0 {
		of[key] = len(of)
	}
	return of[key]
}

func (n *namer) sourceID(id exposure.SourceID) exposure.SourceID {
	if id == "" {
		return ""
	}
	return exposure.SourceID("source-" + strconv.Itoa(number(n.sources, id)))
}

func (n *namer) source(id exposure.SourceID) string {
	return n.c.Text("mask.source", "n", number(n.sources, id))
}

// place is one address within a source, so that two of them are told apart.
func (n *namer) place(id exposure.SourceID, locator string) string {
	key := string(id) + "\x00" + locator
	if n.places[key] == 0 {
		n.shown[id]++
		n.places[key] = n.shown[id]
	}
	return n.c.Text("mask.place", "n", number(n.sources, id), "i", n.places[key])
}

func (n *namer) consent(id string) string { return fmt.Sprintf("c-%d", number(n.agreed, id)) }
