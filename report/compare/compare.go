// Package compare sets two audits of one case beside each other, like for like:
// both are weighed again with the same rules, and only on the sources that were
// read equally far both times and the rules that were asked both times. What a person
// looks up is compared place by place, where both audits know what shows. So a score
// never falls because a source was closed, and never rises because one was
// added. What cannot be compared is said, not guessed.
package compare

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"lampan/rules"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

// Status says what became of a finding.
type Status string

// The statuses, in the order they are shown.
const (
	New       Status = "new"       // seen now, and not before, where we looked both times
	Still     Status = "still"     // seen both times
	Gone      Status = "gone"      // seen before, and not now, where we looked both times
	Unchecked Status = "unchecked" // it could not be looked for one of the times
	Added     Status = "added"     // seen in a source or by a rule that was not there before
)

// Statuses lists every status in the order it is shown.
func Statuses() []Status { return []Status{New, Still, Gone, Unchecked, Added} }

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

// Comparison is what changed between two audits. Its slices are never nil.
type Comparison struct {
	Before, After *audit.Audit
	// Comparable is false when no source was read equally far both times, and no place
	// known both times; then there are no scores.
	Comparable  bool
	BeforeScore int // like for like
	AfterScore  int
	Changes     []Change // by status, then severity, then rule and ID
	Sources     []Source // by ID
}

// Change is one finding with what became of it.
type Change struct {
	Status Status
	// Finding is the later audit's where it is there, else the earlier one's.
	Finding exposure.Finding
	// Less says that what is still there concerns fewer accounts than before, or
	// shows in fewer of the places that were looked at both times.
	Less bool
}

// Source is one source of either audit.
type Source struct {
	Status   SourceStatus
	Coverage audit.Coverage // the later audit's where it is there
}

// Audits compares an earlier and a later audit of one case. Neither is changed.
func Audits(before, after *audit.Audit, pack *rules.Pack) *Comparison {
	c := &Comparison{
		Before: before, After: after,
		Changes: []Change{}, Sources: sources(before, after),
	}
	shared := like{
		sources: map[exposure.SourceID]bool{}, rules: asked(before, after), areas: areas(before, after),
		was: bySource(before), is: bySource(after), joined: map[exposure.SourceID]bool{}, pack: pack,
	}
	for _, s := range c.Sources {
		id := s.Coverage.Source
		shared.sources[id] = s.Status == Both
		shared.joined[id] = s.Status == Joined
		// What was looked up is compared place by place, however many more there are.
		c.Comparable = c.Comparable || s.Status == Both || s.Status == Partly && meet(known(shared.was[id]), known(shared.is[id]))
	}
	if c.Comparable {
		b, a := controls(before, after, shared.sources)
		c.BeforeScore = shared.score(before, b, pack)
		c.AfterScore = shared.score(after, a, pack)
	}
	was, is := byID(before), byID(after)
	followed := follow(was, is)
	for id, f := range is {
		old, had := was[id]
		if !had {
			old, had = followed[id]
			delete(was, old.ID)
		}
		switch {
		case had:
			c.still(old, f, shared)
		case shared.any(f):
			c.add(New, f)
		case !shared.rule(f.Rule) || shared.allNew(f):
			c.add(Added, f)
		default:
			c.add(Unchecked, f)
		}
	}
	for id, f := range was {
		switch _, has := is[id]; {
		case has:
		case shared.whole(f):
			c.add(Gone, f)
		default:
			c.add(Unchecked, f)
		}
	}
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

// still adds a finding that is there both times.
func (c *Comparison) still(old, f exposure.Finding, l like) {
	fewer := len(accounts(f)) > 0 && len(accounts(f)) < len(accounts(old))
	c.Changes = append(c.Changes, Change{Status: Still, Finding: f, Less: fewer || l.places(f) < l.places(old)})
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
		case same(*p.before, *p.after) && p.after.Kind == exposure.Lookup:
			out = append(out, Source{lookedUp(*p.before, *p.after), *p.after})
		case same(*p.before, *p.after) && (equallyRead(*p.before, *p.after) || takenDown(*p.before, *p.after)):
			out = append(out, Source{Both, *p.after})
		case nothing(*p.before) && nothing(*p.after):
			out = append(out, Source{Unread, *p.after})
		default:
			out = append(out, Source{Partly, *p.after})
		}
	}
	return out
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
// broken must not hide what happens to the others.
func equallyRead(a, b audit.Coverage) bool {
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
	return !before.Kind.Told() && before.Outcome != exposure.Unknown && after.Documents == 0 && after.More == 0 &&
		len(after.Faults) == 1 && (after.Faults[0].Reason == "missing" || after.Faults[0].Reason == "no-domain") && after.Faults[0].Locator == after.At
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

// asked lists the rules that both audits asked. One that was to look at pictures
// where there were none was asked: nothing is left of what it found before. One for
// which there were too many to compare was not.
func asked(before, after *audit.Audit) map[exposure.RuleID]bool {
	n := map[exposure.RuleID]int{}
	for _, a := range []*audit.Audit{before, after} {
		for _, o := range a.Outcomes {
			if o.Outcome != exposure.Skipped && o.Reason != "many" || o.Reason == "empty" {
				n[o.Rule]++
			}
		}
	}
	out := map[exposure.RuleID]bool{}
	for id, times := range n {
		out[id] = times == 2
	}
	return out
}

// controls are the measures that count on each side. They come from the
// interview; when that was not held both times, only those known from both.
func controls(before, after *audit.Audit, shared map[exposure.SourceID]bool) (b, a []string) {
	for _, x := range []*audit.Audit{before, after} {
		for _, c := range x.Coverage {
			if c.Kind == exposure.Interview && c.Outcome != exposure.Skipped && !shared[c.Source] {
				common := slices.DeleteFunc(slices.Clone(before.Controls), func(id string) bool {
					return !slices.Contains(after.Controls, id)
				})
				return common, common
			}
		}
	}
	return before.Controls, after.Controls
}

// like is what both audits looked at.
type like struct {
	sources map[exposure.SourceID]bool
	rules   map[exposure.RuleID]bool
	areas   map[area]bool // both consents let rules of the area look at the source
	was, is map[exposure.SourceID]audit.Coverage
	joined  map[exposure.SourceID]bool // only the later audit has the source
	pack    *rules.Pack
}

// area is one area of rules in one source.
type area struct {
	source   exposure.SourceID
	detector string
}

// areas lists what the consents of both audits allowed.
func areas(before, after *audit.Audit) map[area]bool {
	n := map[area]int{}
	for _, a := range []*audit.Audit{before, after} {
		for _, c := range a.Coverage {
			for _, d := range c.Detectors {
				n[area{c.Source, d}]++
			}
		}
	}
	out := map[area]bool{}
	for k, times := range n {
		out[k] = times == 2
	}
	return out
}

// looked reports whether both audits looked for the finding's rule where a
// piece of evidence stands.
func (l like) looked(f exposure.Finding, e exposure.Evidence) bool {
	r, ok := l.pack.Rule(f.Rule)
	return l.rule(f.Rule) && l.stood(e) && (!ok || l.areas[area{e.Source, string(r.Detector)}] && l.pixels(r, e.Source))
}

// stood reports whether both audits looked where a piece of evidence stands: at the
// place that somebody looked up, else in the source.
func (l like) stood(e exposure.Evidence) bool {
	if e.Place == "" {
		return l.sources[e.Source]
	}
	was, is := l.was[e.Source], l.is[e.Source]
	return same(was, is) && known(was)[e.Place] && known(is)[e.Place]
}

// places is in how many places a finding shows, of those looked at both times.
func (l like) places(f exposure.Finding) int {
	n := 0
	for _, e := range f.Evidence {
		if e.Place != "" && l.looked(f, e) {
			n++
		}
	}
	return n
}

// allNew reports whether all of the evidence lies in sources that joined, or in
// places that nobody had looked at before.
func (l like) allNew(f exposure.Finding) bool {
	return !slices.ContainsFunc(f.Evidence, func(e exposure.Evidence) bool {
		was := l.was[e.Source].Listings
		looked := e.Place == "" || len(was) == 0 || slices.ContainsFunc(was, func(p audit.Listing) bool {
			return string(p.Place) == e.Place && p.Seen != ""
		})
		return looked && !l.joined[e.Source]
	})
}

// pixels reports whether as much of a source's pictures was looked at both times for
// what a rule starts from. Those that nobody could look at may be fewer, if the
// pictures are.
func (l like) pixels(r *rules.Rule, id exposure.SourceID) bool {
	was, is := l.was[id], l.is[id]
	return !r.StartsFrom(func(k exposure.Kind) bool {
		before, after := was.NotLookedAt(k), is.NotLookedAt(k)
		return after > before || after < before && is.Pictures-after > was.Pictures-before
	})
}

func (l like) rule(id exposure.RuleID) bool { return l.rules[id] }

// any reports whether some of the evidence lies where both audits looked.
func (l like) any(f exposure.Finding) bool {
	return slices.ContainsFunc(f.Evidence, func(e exposure.Evidence) bool { return l.looked(f, e) })
}

// whole reports whether all of the evidence lies where both audits looked.
func (l like) whole(f exposure.Finding) bool {
	return !slices.ContainsFunc(f.Evidence, func(e exposure.Evidence) bool { return !l.looked(f, e) })
}

// score weighs what lies where both audits looked.
func (l like) score(a *audit.Audit, controls []string, pack *rules.Pack) int {
	in := assess.Input{Pack: pack, Controls: controls}
	for _, p := range a.People {
		in.People = append(in.People, assess.Member{ID: p.ID, Minor: p.Minor})
	}
	for _, f := range a.Findings {
		if !l.any(f) {
			continue
		}
		f.Evidence = slices.DeleteFunc(slices.Clone(f.Evidence), func(e exposure.Evidence) bool { return !l.looked(f, e) })
		in.Findings = append(in.Findings, f)
	}
	return assess.Run(in).Household.Score
}

func bySource(a *audit.Audit) map[exposure.SourceID]audit.Coverage {
	out := map[exposure.SourceID]audit.Coverage{}
	for _, c := range a.Coverage {
		out[c.Source] = c
	}
	return out
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
