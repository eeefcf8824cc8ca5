// Package compare sets audits of one case beside each other, like for like: all of
// them are weighed again with the same rules, and only on the sources that were
// read equally far every time and the rules that were asked every time. What a person
// looks up is compared place by place, where every audit knows what shows. So a score
// never falls because a source was closed, and never rises because one was
// added. What cannot be compared is said, not guessed; and what somebody says is done
// is told as said, until somebody has looked.
package compare

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/todo"
	"lampan/scanner/audit"
)

// Status says what became of a finding.
type Status string

// The statuses, in the order they are shown.
const (
	New       Status = "new"       // seen now, and not before, where we looked both times
	Back      Status = "back"      // seen now, and gone at a visit before
	Still     Status = "still"     // seen both times
	Said      Status = "said"      // said to be done, and nobody has looked since
	Gone      Status = "gone"      // seen before, and not now, where we looked both times
	Unchecked Status = "unchecked" // it could not be looked for one of the times
	Added     Status = "added"     // seen in a source or by a rule that was not there before
)

// Statuses lists every status in the order it is shown.
func Statuses() []Status { return []Status{New, Back, Still, Said, Gone, Unchecked, Added} }

// SourceStatus says how a source stands in a comparison.
type SourceStatus string

// The ways a source stands.
const (
	Both    SourceStatus = "both"    // read equally far both times: the score rests on these
	Partly  SourceStatus = "partly"  // in both audits, but not read equally far
	Joined  SourceStatus = "joined"  // only in the later one
	Dropped SourceStatus = "dropped" // only in the earlier one
	Unread  SourceStatus = "unread"  // in both audits, and nothing of it was read in either
)

// Visits are the two audits to compare, and what else is known of the case. Before,
// After and Pack are required; nothing is changed.
type Visits struct {
	Before, After *audit.Audit
	// Earlier are the audits made before Before, the oldest first. Without them
	// nothing is known to have come back.
	Earlier []*audit.Audit
	Plan    *todo.List // what the family has said of its plan; nil says nothing
	Pack    *rules.Pack
}

// Comparison is what changed between two audits. Its slices are never nil.
type Comparison struct {
	Before, After *audit.Audit
	// Comparable is false when no source was read equally far both times, and no place
	// known both times; then there are no scores.
	Comparable  bool
	BeforeScore int // like for like
	AfterScore  int
	Changes     []Change // by status, then severity, then rule and ID
	// Kept are findings of the earlier visits that were gone before, and still are, where
	// we looked every time; by rule and ID.
	Kept    []exposure.Finding
	Sources []Source // by ID
}

// Change is one finding with what became of it.
type Change struct {
	Status Status
	// Finding is the later audit's where it is there, else the earlier one's.
	Finding exposure.Finding
	// Less says that what is still there concerns fewer accounts than before, or
	// shows in fewer of the places that were looked at both times.
	Less bool
	// Claimed says that what is still there was said to be done, and was looked at
	// again since.
	Claimed bool
}

// Source is one source of either audit.
type Source struct {
	Status   SourceStatus
	Coverage audit.Coverage // the later audit's where it is there
}

// Audits compares an earlier and a later audit of one case, of which nothing else is
// known.
func Audits(before, after *audit.Audit, pack *rules.Pack) *Comparison {
	return Visits{Before: before, After: after, Pack: pack}.Compare()
}

// Compare sets the two audits beside each other.
func (v Visits) Compare() *Comparison {
	before, after := v.Before, v.After
	c := &Comparison{
		Before: before, After: after,
		Changes: []Change{}, Kept: []exposure.Finding{}, Sources: sources(before, after),
	}
	shared := alike(v.Pack, before, after)
	joined := map[exposure.SourceID]bool{}
	for _, s := range c.Sources {
		joined[s.Coverage.Source] = s.Status == Joined
		// What people look up and tell is compared piece by piece, however much more
		// there is.
		c.Comparable = c.Comparable || s.Status == Both || s.Status == Partly && shared.some(s.Coverage.Source)
	}
	if c.Comparable {
		scores := shared.scores()
		c.BeforeScore, c.AfterScore = scores[0], scores[1]
	}
	past := v.past()
	was, is := byID(before), byID(after)
	followed := follow(was, is)
	for id, f := range is {
		old, had := was[id]
		if !had {
			old, had = followed[id]
			delete(was, old.ID)
		}
		status := Unchecked
		switch {
		case had:
			c.Changes = append(c.Changes, v.still(old, f, shared))
			continue
		case shared.any(f):
			status = New
		case !shared.rules[f.Rule] || shared.allNew(f, joined):
			status = Added
		}
		if past.gone(f) || status == New && all(f, exposure.CameBack) {
			status = Back
		}
		c.add(status, f)
	}
	for id, f := range was {
		switch _, has := is[id]; {
		case has:
		case shared.whole(f):
			c.add(Gone, f)
		case v.marked(f, f, 0):
			c.add(Said, f)
		default:
			c.add(Unchecked, f)
		}
	}
	c.Kept = past.kept(is)
	order := Statuses()
	slices.SortFunc(c.Changes, func(x, y Change) int {
		return cmp.Or(
			cmp.Compare(slices.Index(order, x.Status), slices.Index(order, y.Status)),
			cmp.Compare(y.Finding.Severity, x.Finding.Severity),
			cmp.Compare(x.Finding.Rule, y.Finding.Rule),
			cmp.Compare(x.Finding.ID, y.Finding.ID),
		)
	})
	return c
}

func (c *Comparison) add(s Status, f exposure.Finding) {
	c.Changes = append(c.Changes, Change{Status: s, Finding: f})
}

// still tells of a finding that is there both times.
func (v Visits) still(old, f exposure.Finding, l like) Change {
	fewer := len(accounts(f)) > 0 && len(accounts(f)) < len(accounts(old))
	ch := Change{Status: Still, Finding: f, Less: fewer || l.visible(f) < l.visible(old)}
	switch {
	// Between two audits of one day nothing is said that they do not differ in.
	case all(f, exposure.SaidDone) && (!all(old, exposure.SaidDone) || day(v.Before) < day(v.After)),
		v.marked(f, old, day(v.After)):
		ch.Status = Said
	default:
		ch.Claimed = v.marked(f, old, 0) || slices.ContainsFunc(f.Evidence, func(e exposure.Evidence) bool { return e.Progress == exposure.StillThere })
	}
	return ch
}

// marked reports whether a finding, or the one that became it, was marked as done
// between the two audits; on that day, unless it is 0. Between two audits of one day
// nothing is known to be.
func (v Visits) marked(f, old exposure.Finding, on int) bool {
	first, last := day(v.Before), day(v.After)
	return first < last && slices.ContainsFunc([]exposure.FindingID{f.ID, old.ID}, func(id exposure.FindingID) bool {
		s := v.Plan.Standing(id, v.After.At)
		d := date(s.Done)
		return !s.Done.IsZero() && first <= d && (on == 0 || on == d)
	})
}

// all reports whether mending has come as far as that in every place where a finding
// shows.
func all(f exposure.Finding, p exposure.Progress) bool {
	n := 0
	for _, e := range f.Evidence {
		switch {
		case e.Certainty == exposure.Refuted:
		case e.Progress != p:
			return false
		default:
			n++
		}
	}
	return n > 0
}

func day(a *audit.Audit) int { return date(a.At) }

// date is the day of a time where it was told, as a number that grows with it.
func date(t time.Time) int {
	y, m, d := t.Date()
	return (y*12+int(m))*31 + d
}

// follow finds, for findings that are only in the later audit, the earlier one
// that became them. What accounts of several people share is named after those
// accounts, so when some of them have a new password the rest is a finding of
// another name about the same thing. So is one that a rule tells of which says more
// or less of the same fact.
func follow(was, is map[exposure.FindingID]exposure.Finding) map[exposure.FindingID]exposure.Finding {
	out := map[exposure.FindingID]exposure.Finding{}
	taken := map[exposure.FindingID]bool{}
	for _, id := range slices.Sorted(maps.Keys(is)) {
		f := is[id]
		if _, had := was[f.ID]; had {
			continue
		}
		for _, oldID := range slices.Sorted(maps.Keys(was)) {
			old := was[oldID]
			_, has := is[old.ID]
			if !has && !taken[old.ID] && old.Subject == f.Subject &&
				(old.Rule == f.Rule && meet(accounts(old), accounts(f)) || old.Fact.Key == f.Fact.Key && variants(old.Rule, f.Rule)) {
				out[f.ID], taken[old.ID] = old, true
				break
			}
		}
	}
	return out
}

// variants reports whether two rules tell of one fact, one of them more closely: as
// photo.home and photo.home-mornings do.
func variants(a, b exposure.RuleID) bool {
	return strings.HasPrefix(string(a), string(b)+"-") || strings.HasPrefix(string(b), string(a)+"-")
}

// account is one person's account as two audits name it.
type account struct {
	whose exposure.SubjectID
	name  exposure.AccountName
}

func accounts(f exposure.Finding) map[account]bool {
	out := map[account]bool{}
	for _, e := range f.Evidence {
		if e.Account.Name != "" && e.Certainty != exposure.Refuted {
			out[account{e.Shower, e.Account}] = true
		}
	}
	return out
}

func meet[K comparable](a, b map[K]bool) bool {
	for x := range a {
		if b[x] {
			return true
		}
	}
	return false
}

// Count is the number of findings with a status.
func (c *Comparison) Count(s Status) int {
	n := 0
	for _, ch := range c.Changes {
		if ch.Status == s {
			n++
		}
	}
	return n
}

// sources lists the sources of both audits that anybody agreed to show. A
// skipped source counts as not there: nobody declined, it is simply not part.
func sources(before, after *audit.Audit) []Source {
	type pair struct{ before, after *audit.Coverage }
	pairs := map[string]pair{}
	for i := range before.Coverage {
		if c := &before.Coverage[i]; c.Outcome != exposure.Skipped {
			pairs[string(c.Source)] = pair{before: c}
		}
	}
	for i := range after.Coverage {
		if c := &after.Coverage[i]; c.Outcome != exposure.Skipped {
			p := pairs[string(c.Source)]
			p.after = c
			pairs[string(c.Source)] = p
		}
	}
	out := make([]Source, 0, len(pairs))
	for _, id := range exposure.SortedKeys(pairs) {
		switch p := pairs[id]; {
		case p.after == nil:
			out = append(out, Source{Dropped, *p.before})
		case p.before == nil:
			out = append(out, Source{Joined, *p.after})
		default:
			out = append(out, Source{standing(*p.before, *p.after), *p.after})
		}
	}
	return out
}

// standing says how a source stands that is in both audits.
func standing(before, after audit.Coverage) SourceStatus {
	switch {
	case same(before, after) && after.Kind == exposure.Lookup:
		return lookedUp(before, after)
	case same(before, after) && (equallyRead(before, after) || takenDown(before, after)):
		return Both
	case nothing(before) && nothing(after):
		return Unread
	default:
		return Partly
	}
}

// lookedUp says how what a person looked up stands. A file that is gone was not
// looked at: the places may show what they showed.
func lookedUp(before, after audit.Coverage) SourceStatus {
	was, is := known(before), known(after)
	switch {
	case len(was)+len(is) == 0:
		return Unread
	case maps.Equal(was, is):
		return Both
	default:
		return Partly
	}
}

// known are the places of a source of which an audit knows what they show: somebody
// could see, or saw something there that nobody has seen gone.
func known(c audit.Coverage) map[string]bool {
	out := map[string]bool{}
	for _, l := range c.Listings {
		if l.Known || len(l.Shows) > 0 {
			out[string(l.Place)] = true
		}
	}
	return out
}

// nothing reports whether nothing of a source was read.
func nothing(c audit.Coverage) bool { return c.Outcome == exposure.Unknown && c.Documents == 0 }

// same reports whether two entries with one ID are one source: an ID that now
// names another address says nothing about the first.
func same(a, b audit.Coverage) bool {
	return a.At == b.At && a.Kind == b.Kind && a.Subject == b.Subject
}

// equallyRead reports whether two readings of one source saw the same part of
// it: all of it, or all but the same few documents. A broken photo that stays
// broken must not hide what happens to the others. Interviews about other topics did
// not ask the same, however much of each was answered.
func equallyRead(a, b audit.Coverage) bool {
	if !maps.Equal(topics(a), topics(b)) {
		return false
	}
	if a.Outcome != exposure.Unknown && b.Outcome != exposure.Unknown {
		return true
	}
	holes, ok := unreadable(a)
	others, fine := unreadable(b)
	return ok && fine && maps.Equal(holes, others)
}

// takenDown reports whether a source that was read in full is not there any
// longer: its own address answers that there is nothing. That was looked at, so
// what stood there is gone and not just unchecked. What people told of themselves
// is not gone because the file is.
func takenDown(before, after audit.Coverage) bool {
	return before.Outcome != exposure.Unknown && absent(after)
}

// absent reports whether a source's own address answered that there is nothing.
func absent(c audit.Coverage) bool {
	return !c.Kind.Told() && c.Documents == 0 && c.More == 0 &&
		len(c.Faults) == 1 && (c.Faults[0].Reason == "missing" || c.Faults[0].Reason == "no-domain") && c.Faults[0].Locator == c.At
}

// unreadable lists the documents of a source that could not be read, and
// reports whether they are all that is missing.
func unreadable(c audit.Coverage) (map[string]bool, bool) {
	out := map[string]bool{}
	for _, f := range c.Faults {
		switch f.Reason { // those of one document; the others may hide more
		case "missing", "malformed", "too-large", "unsupported", "robots", "blocked", "busy", "forbidden", "outside-scope",
			"not-looked", "no-filter", "no-household", "no-vault-seeds":
			out[f.Locator] = true
		default:
			return nil, false
		}
	}
	return out, c.Outcome == exposure.Unknown && c.Documents > 0 && c.More == 0 && len(out) > 0 && !out[c.At]
}

// byID lists the findings that nobody has refuted.
func byID(a *audit.Audit) map[exposure.FindingID]exposure.Finding {
	out := map[exposure.FindingID]exposure.Finding{}
	for _, f := range a.Findings {
		if f.Certainty() != exposure.Refuted {
			out[f.ID] = f
		}
	}
	return out
}
