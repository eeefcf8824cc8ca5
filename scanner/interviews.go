package scanner

import (
	"cmp"
	"slices"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/interview"
	"lampan/scanner/answers"
	"lampan/scanner/audit"
	"lampan/scanner/source"
)

// talks says of each interview to which of the questions that it has begun to ask the
// answer is known.
type talks map[exposure.SourceID]map[string]bool

// outcome is what an interview says of a rule that rests on answers: Clear where all
// of them are known, Unknown where one is not, Skipped where it was not asked for. It
// says nothing of other rules, and a source that is no interview of any.
func (t talks) outcome(c audit.Coverage, r *rules.Rule) (exposure.Outcome, bool) {
	known, ok := t[c.Source]
	questions := r.Questions()
	if !ok || len(questions) == 0 {
		return exposure.Unknown, false
	}
	out := exposure.Clear
	for _, q := range questions {
		switch is, asked := known[q]; {
		case !asked:
			return exposure.Skipped, true
		case !is:
			out = exposure.Unknown
		}
	}
	return out, true
}

// interviews tells how far the interviews have come. What is asked once in a household
// may be answered in any of them.
func (e *Engine) interviews(rs []reading) talks {
	out := talks{}
	family := answers.Family(e.c.Household, e.c.At)
	for i := range rs {
		r := &rs[i]
		if r.coverage.Kind != exposure.Interview || r.coverage.Consent == "" {
			continue
		}
		t := interview.Talk{
			Questions: e.c.Pack.Questions, Family: family, Who: r.info.Subject, Own: r.answers,
			Allows: func(d rules.Detector) bool { return r.grant.Allows(string(d)) },
		}
		alone := t.Standings(r.begun)
		for j := range rs {
			if j != i {
				t.Others = append(t.Others, rs[j].answers...)
			}
		}
		all := t.Standings(r.begun)
		if len(all) == 0 {
			continue
		}
		out[r.info.ID] = map[string]bool{}
		for _, s := range all {
			topic := audit.Topic{Topic: string(s.Topic), Asked: s.Asked, Known: s.Known, On: s.On}
			own := audit.Count{}
			if k := slices.IndexFunc(alone, func(a interview.Standing) bool { return a.Topic == s.Topic }); k >= 0 {
				own = audit.Count{Asked: alone[k].Asked, Known: alone[k].Known}
			}
			if own.Asked != s.Asked || own.Known != s.Known {
				topic.Alone = &own
			}
			r.coverage.Topics = append(r.coverage.Topics, topic)
			for _, q := range s.Questions {
				out[r.info.ID][q.ID] = t.Known(&q)
			}
		}
		r.answered()
	}
	return out
}

// answered settles the outcome of an interview by what was not answered.
func (r *reading) answered() {
	c := &r.coverage
	known, of := c.Answered()
	switch {
	case known < of && (c.Reason == "" || c.Reason == string(source.Empty)):
		c.Outcome, c.Reason = exposure.Unknown, string(source.NotAnswered)
	case known < of:
		c.Outcome = exposure.Unknown
	}
}

// good lists the answers that tell that all is as it should be. What is asked once in a
// household is left out where somebody has answered otherwise, as controls are.
func (e *Engine) good(rs []reading) []audit.Good {
	var out []audit.Good
	for i := range e.c.Pack.Questions {
		q := &e.c.Pack.Questions[i]
		var of []audit.Good
		denied := false
		for _, r := range rs {
			for _, a := range r.answers {
				switch {
				case a.Question != q.ID || a.Value == rules.NotKnown:
				case !slices.Contains(q.Good, a.Value):
					denied = true
				case r.grant.Allows(string(q.Area)):
					of = append(of, audit.Good{Question: q.ID, Answer: a.Value, Subject: a.Subject, Source: r.info.ID})
				}
			}
		}
		if denied && q.For == "household" {
			continue
		}
		slices.SortStableFunc(of, func(a, b audit.Good) int {
			return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Source, b.Source))
		})
		out = append(out, of...)
	}
	return out
}
