package match

import (
	"lampan/rules"
	"lampan/rules/exposure"
)

// rule is a rule of the pack with its conditions laid out for matching.
type rule struct {
	*rules.Rule

	all, any, none []condition
	add, sub       []condition // beside Confidence.Add and Sub
}

// condition is a condition with its comparisons in a list, which is faster to
// go through than a map.
type condition struct {
	*rules.Condition

	where []where // by attribute, in alphabetical order
}

type where struct {
	attr  string
	match rules.Match
}

// compile lays out the rules of a pack. It keeps pointers into it.
func compile(p *rules.Pack) []rule {
	out := make([]rule, len(p.Rules))
	for i := range p.Rules {
		r := &p.Rules[i]
		out[i] = rule{Rule: r, all: conditions(r.When.All), any: conditions(r.When.Any), none: conditions(r.When.None)}
		for n := range r.Confidence.Add {
			out[i].add = append(out[i].add, layOut(&r.Confidence.Add[n].Condition))
		}
		for n := range r.Confidence.Sub {
			out[i].sub = append(out[i].sub, layOut(&r.Confidence.Sub[n].Condition))
		}
	}
	return out
}

func conditions(list []rules.Condition) []condition {
	out := make([]condition, len(list))
	for i := range list {
		out[i] = layOut(&list[i])
	}
	return out
}

func layOut(c *rules.Condition) condition {
	out := condition{Condition: c}
	for _, name := range exposure.SortedKeys(c.Where) {
		out.where = append(out.where, where{name, c.Where[name]})
	}
	return out
}
