package compare

import (
	"slices"

	"lampan/rules"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

// like is what several audits all looked at.
type like struct {
	pack    *rules.Pack
	audits  []*audit.Audit                         // the oldest first
	visits  []map[exposure.SourceID]audit.Coverage // of each audit
	sources map[exposure.SourceID]bool             // read equally far every time
	rules   map[exposure.RuleID]bool               // asked every time
	areas   map[area]bool                          // every consent let rules of the area look at the source
}

// area is one area of rules in one source.
type area struct {
	source   exposure.SourceID
	detector string
}

// alike finds what audits all looked at, the oldest of them first.
func alike(pack *rules.Pack, audits ...*audit.Audit) like {
	l := like{pack: pack, audits: audits, sources: map[exposure.SourceID]bool{}, rules: asked(audits), areas: areas(audits)}
	for _, a := range audits {
		l.visits = append(l.visits, bySource(a))
	}
	for id := range l.visits[0] {
		l.sources[id] = l.each(id, func(was, is audit.Coverage) bool {
			return standing(was, is) == Both || same(was, is) && absent(was) && absent(is)
		})
	}
	return l
}

// each reports whether every audit has a source, and ok holds for any two of them,
// the older first.
func (l like) each(id exposure.SourceID, ok func(was, is audit.Coverage) bool) bool {
	for i, v := range l.visits {
		is, has := v[id]
		if !has {
			return false
		}
		for _, earlier := range l.visits[:i] {
			if was := earlier[id]; !ok(was, is) {
				return false
			}
		}
	}
	return true
}

// answered reports whether what somebody told was told every time: an interview is
// compared answer by answer, however many more questions it has. An answer is known
// where a rule fired on it, where the rule is clear and this person was asked, and where
// all that the rule asks is answered well.
func (l like) answered(r *rules.Rule, e exposure.Evidence) bool {
	if !l.told(e.Source) {
		return false
	}
	return !slices.ContainsFunc(l.audits, func(a *audit.Audit) bool {
		fired := slices.ContainsFunc(a.Findings, func(f exposure.Finding) bool {
			return f.Rule == r.ID && slices.ContainsFunc(f.Evidence, func(o exposure.Evidence) bool { return o.Source == e.Source })
		})
		plain := slices.ContainsFunc(a.Outcomes, func(o audit.RuleOutcome) bool { return o.Rule == r.ID && o.Outcome == exposure.Clear })
		return !fired && !(plain && l.asks(a, r, e.Source)) && !well(a, r, e.Source)
	})
}

// asks reports whether an interview had begun the topics of all that a rule asks: the
// rule is clear of a household also where only others were asked.
func (l like) asks(a *audit.Audit, r *rules.Rule, source exposure.SourceID) bool {
	begun := topics(bySource(a)[source])
	return !slices.ContainsFunc(r.Questions(), func(id string) bool {
		q, ok := l.pack.Questions.Find(id)
		return !ok || !begun[string(q.Topic)]
	})
}

// topics are those that an interview has begun.
func topics(c audit.Coverage) map[string]bool {
	out := map[string]bool{}
	for _, t := range c.Topics {
		out[t.Topic] = true
	}
	return out
}

// well reports whether all that a rule asks was answered well in a source.
func well(a *audit.Audit, r *rules.Rule, source exposure.SourceID) bool {
	questions := r.Questions()
	return len(questions) > 0 && !slices.ContainsFunc(questions, func(q string) bool {
		return !slices.ContainsFunc(a.Good, func(g audit.Good) bool { return g.Source == source && g.Question == q })
	})
}

// some reports whether part of a source can be compared: a place that was known every
// time, or an interview in which something was answered every time.
func (l like) some(id exposure.SourceID) bool { return l.places(id) || l.told(id) }

// told reports whether a source is an interview in which something was answered every
// time.
func (l like) told(id exposure.SourceID) bool {
	return l.each(id, func(was, is audit.Coverage) bool { return same(was, is) && begun(was) && begun(is) })
}

// begun reports whether something was answered in an interview. Of one that was stored
// before topics were, it is only known whether all of it was read.
func begun(c audit.Coverage) bool {
	if c.Kind == exposure.Interview && len(c.Topics) == 0 {
		return c.Documents > 0 && c.Outcome != exposure.Unknown
	}
	return c.Kind == exposure.Interview && slices.ContainsFunc(c.Topics, func(t audit.Topic) bool { return t.Known > 0 })
}

// places reports whether some place of a source was known every time.
func (l like) places(id exposure.SourceID) bool {
	for place := range known(l.visits[0][id]) {
		if l.stood(exposure.Evidence{Source: id, Place: place}) {
			return true
		}
	}
	return false
}

// asked lists the rules that every audit asked. One that was to look at pictures
// where there were none was asked: nothing is left of what it found before. One for
// which there were too many to compare was not.
func asked(audits []*audit.Audit) map[exposure.RuleID]bool {
	n := map[exposure.RuleID]int{}
	for _, a := range audits {
		for _, o := range a.Outcomes {
			if o.Outcome != exposure.Skipped && o.Reason != "many" || o.Reason == "empty" {
				n[o.Rule]++
			}
		}
	}
	return every(n, len(audits))
}

// areas lists what the consents of every audit allowed.
func areas(audits []*audit.Audit) map[area]bool {
	n := map[area]int{}
	for _, a := range audits {
		for _, c := range a.Coverage {
			for _, d := range c.Detectors {
				n[area{c.Source, d}]++
			}
		}
	}
	return every(n, len(audits))
}

func every[K comparable](n map[K]int, times int) map[K]bool {
	out := map[K]bool{}
	for k, of := range n {
		out[k] = of == times
	}
	return out
}

// looked reports whether every audit looked for the finding's rule where a
// piece of evidence stands.
func (l like) looked(f exposure.Finding, e exposure.Evidence) bool {
	r, ok := l.pack.Rule(f.Rule)
	return l.rules[f.Rule] && (l.stood(e) || ok && l.answered(r, e)) && (!ok || l.areas[area{e.Source, string(r.Detector)}] && l.pixels(r, e.Source))
}

// stood reports whether every audit looked where a piece of evidence stands: at the
// place that somebody looked up, else in the source.
func (l like) stood(e exposure.Evidence) bool {
	if e.Place == "" {
		return l.sources[e.Source]
	}
	return known(l.visits[0][e.Source])[e.Place] && l.each(e.Source, func(was, is audit.Coverage) bool {
		return same(was, is) && known(is)[e.Place]
	})
}

// visible is in how many places a finding shows, of those looked at every time.
func (l like) visible(f exposure.Finding) int {
	n := 0
	for _, e := range f.Evidence {
		if e.Place != "" && l.looked(f, e) {
			n++
		}
	}
	return n
}

// allNew reports whether all of the evidence lies in sources that joined, or in
// places that nobody had looked at in the first audit.
func (l like) allNew(f exposure.Finding, joined map[exposure.SourceID]bool) bool {
	return !slices.ContainsFunc(f.Evidence, func(e exposure.Evidence) bool {
		was := l.visits[0][e.Source].Listings
		looked := e.Place == "" || len(was) == 0 || slices.ContainsFunc(was, func(p audit.Listing) bool {
			return string(p.Place) == e.Place && p.Seen != ""
		})
		return looked && !joined[e.Source]
	})
}

// pixels reports whether as much of a source's pictures was looked at every time for
// what a rule starts from. Those that nobody could look at may be fewer, if the
// pictures are.
func (l like) pixels(r *rules.Rule, id exposure.SourceID) bool {
	return l.each(id, func(was, is audit.Coverage) bool {
		return !r.StartsFrom(func(k exposure.Kind) bool {
			before, after := was.NotLookedAt(k), is.NotLookedAt(k)
			return after > before || after < before && is.Pictures-after > was.Pictures-before
		})
	})
}

// any reports whether some of the evidence lies where every audit looked.
func (l like) any(f exposure.Finding) bool {
	return slices.ContainsFunc(f.Evidence, func(e exposure.Evidence) bool { return l.looked(f, e) })
}

// whole reports whether all of the evidence lies where every audit looked.
func (l like) whole(f exposure.Finding) bool {
	return !slices.ContainsFunc(f.Evidence, func(e exposure.Evidence) bool { return !l.looked(f, e) })
}

// controls are the measures that count in each audit. They come from the
// interview; when that was not held every time, only those known from all.
func (l like) controls() [][]string {
	out := make([][]string, len(l.audits))
	held := true
	for i, a := range l.audits {
		out[i] = a.Controls
		for _, c := range a.Coverage {
			held = held && (c.Kind != exposure.Interview || c.Outcome == exposure.Skipped || l.sources[c.Source])
		}
	}
	if held {
		return out
	}
	common := slices.DeleteFunc(slices.Clone(out[0]), func(id string) bool {
		return slices.ContainsFunc(out, func(of []string) bool { return !slices.Contains(of, id) })
	})
	for i := range out {
		out[i] = common
	}
	return out
}

// scores weighs, for each audit, what lies where every audit looked.
func (l like) scores() []int {
	out := make([]int, len(l.audits))
	for i, controls := range l.controls() {
		in := assess.Input{Pack: l.pack, Controls: controls}
		for _, p := range l.audits[i].People {
			in.People = append(in.People, assess.Member{ID: p.ID, Minor: p.Minor})
		}
		for _, f := range l.audits[i].Findings {
			if !l.any(f) {
				continue
			}
			f.Evidence = slices.DeleteFunc(slices.Clone(f.Evidence), func(e exposure.Evidence) bool { return !l.looked(f, e) })
			in.Findings = append(in.Findings, f)
		}
		out[i] = assess.Run(in).Household.Score
	}
	return out
}

// bySource are the sources of an audit that somebody agreed to show.
func bySource(a *audit.Audit) map[exposure.SourceID]audit.Coverage {
	out := map[exposure.SourceID]audit.Coverage{}
	for _, c := range a.Coverage {
		if c.Outcome != exposure.Skipped {
			out[c.Source] = c
		}
	}
	return out
}
