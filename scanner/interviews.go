package scanner

import (
	"cmp"
	"slices"
	"time"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/interview"
	"lampan/scanner/answers"
	"lampan/scanner/audit"
	"lampan/scanner/consent"
	"lampan/scanner/source"
)

// talked takes into the outcome of a rule that rests on answers what an interview says
// of it: Clear where all of them are known, Unknown where one is not, Skipped where it
// was not asked for. False for other rules, and for a source that is no interview of any.
func talked(o *audit.RuleOutcome, c audit.Coverage, r *rules.Rule) bool {
	questions := r.Questions()
	if len(c.Topics) == 0 || len(questions) == 0 {
		return false
	}
	out := exposure.Clear
	for _, q := range questions {
		in := func(of func(audit.Topic) []string) bool {
			return slices.ContainsFunc(c.Topics, func(t audit.Topic) bool { return slices.Contains(of(t), q) })
		}
		switch {
		case !in(func(t audit.Topic) []string { return t.Questions }):
			if o.Outcome == exposure.Skipped {
				o.Reason = string(source.NotAsked)
			}
			return true
		case in(func(t audit.Topic) []string { return t.Open }):
			out = exposure.Unknown
		}
	}
	if o.Outcome, o.Reason = out, ""; out == exposure.Unknown {
		o.Reason = string(source.NotAnswered)
	}
	return true
}

// interviews tells how far the interviews have come. What is asked once in a household
// may be answered in any of them, but for those that only their person sees.
func (e *Engine) interviews(rs []reading) {
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
		alone := topics(&t, r.begun)
		var with []exposure.SourceID
		for j := range rs {
			if j != i && len(rs[j].answers) > 0 && !e.c.Household.Private(rs[j].info.ID) {
				t.Others = append(t.Others, rs[j].answers...)
				with = append(with, rs[j].info.ID)
			}
		}
		r.coverage.Topics = topics(&t, r.begun)
		for k := range r.coverage.Topics {
			topic, own := &r.coverage.Topics[k], audit.Topic{}
			if i := slices.IndexFunc(alone, func(a audit.Topic) bool { return a.Topic == topic.Topic }); i >= 0 {
				own = alone[i]
			}
			if !slices.Equal(own.Questions, topic.Questions) || !slices.Equal(own.Open, topic.Open) {
				topic.Alone = &audit.Alone{Asked: own.Asked, Known: own.Known, Questions: own.Questions, Open: own.Open, With: with}
			}
		}
		r.answered()
	}
}

// topics is how far the topics have come that an interview has begun.
func topics(t *interview.Talk, on map[rules.Topic]time.Time) []audit.Topic {
	var out []audit.Topic
	for _, s := range t.Standings(on) {
		topic := audit.Topic{Topic: string(s.Topic), Asked: s.Asked, Known: s.Known, On: s.On}
		for _, q := range s.Questions {
			topic.Questions = append(topic.Questions, q.ID)
			if !t.Known(&q) {
				topic.Open = append(topic.Open, q.ID)
			}
		}
		out = append(out, topic)
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

// agreed are the answers that a grant lets anybody know of: those in the areas that the
// person has agreed to talk about.
func (e *Engine) agreed(all []exposure.Answer, grant consent.Grant) (out []exposure.Answer) {
	for _, a := range all {
		if q, ok := e.c.Pack.Questions.Find(a.Question); !ok || grant.Allows(string(q.Area)) {
			out = append(out, a)
		}
	}
	return out
}

// said lists what was answered, in the order of the pack's questions. Who does not know
// has said nothing.
func (e *Engine) said(rs []reading) []audit.Good {
	var out []audit.Good
	for i := range e.c.Pack.Questions {
		q := &e.c.Pack.Questions[i]
		var of []audit.Good
		for _, r := range rs {
			for _, a := range r.answers {
				if a.Question == q.ID && a.Value != rules.NotKnown {
					of = append(of, audit.Good{Question: q.ID, Answer: a.Value, Subject: a.Subject, Source: r.info.ID})
				}
			}
		}
		slices.SortStableFunc(of, func(a, b audit.Good) int {
			return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Source, b.Source))
		})
		out = append(out, of...)
	}
	return out
}

// good is what of the answers tells that all is as it should be. What is asked once in a
// household is left out where somebody has answered otherwise, as controls are.
func good(said []audit.Good, p *rules.Pack) (out []audit.Good) {
	for i := range p.Questions {
		q := &p.Questions[i]
		of := to(q.ID, said)
		fine := func(g audit.Good) bool { return slices.Contains(q.Good, g.Answer) }
		other := func(g audit.Good) bool { return !fine(g) }
		if q.For == "household" && slices.ContainsFunc(of, other) {
			continue
		}
		out = append(out, slices.DeleteFunc(of, other)...)
	}
	return out
}

// mixed is what of the answers does not agree, where that decides what is good or which
// controls there are.
func mixed(said []audit.Good, p *rules.Pack) (out []audit.Good) {
	for i := range p.Questions {
		q := &p.Questions[i]
		of := to(q.ID, said)
		rests := func(c rules.Control) bool { return c.Question == q.ID }
		if q.For != "household" && !slices.ContainsFunc(p.Controls, rests) {
			continue
		}
		if slices.ContainsFunc(of, func(g audit.Good) bool { return g.Answer != of[0].Answer }) {
			out = append(out, of...)
		}
	}
	return out
}

// to lists the answers to a question.
func to(question string, said []audit.Good) (out []audit.Good) {
	for _, g := range said {
		if g.Question == question {
			out = append(out, g)
		}
	}
	return out
}
