package compare

import (
	"cmp"
	"maps"
	"slices"

	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

// past is what the visits before the later audit say about it.
type past struct {
	v       Visits
	visits  []*audit.Audit // every audit but the later, the oldest first
	found   []map[exposure.FindingID]exposure.Finding
	with    []like                                    // each of them beside the later
	became  []map[exposure.FindingID]exposure.Finding // what findings of the later were then called
	between map[[2]int]like
}

func (v Visits) past() *past {
	p := &past{v: v, visits: append(slices.Clone(v.Earlier), v.Before), between: map[[2]int]like{}}
	is := byID(v.After)
	for _, a := range p.visits {
		was := byID(a)
		p.found = append(p.found, was)
		p.with = append(p.with, alike(v.Pack, a, v.After))
		p.became = append(p.became, follow(was, is))
	}
	return p
}

// then is a finding of the later audit as a visit had it.
func (p *past) then(i int, f exposure.Finding) (exposure.Finding, bool) {
	if old, ok := p.found[i][f.ID]; ok {
		return old, true
	}
	old, ok := p.became[i][f.ID]
	return old, ok
}

// pair is what two of the visits both looked at.
func (p *past) pair(i, j int) like {
	l, ok := p.between[[2]int{i, j}]
	if !ok {
		l = alike(p.v.Pack, p.visits[i], p.visits[j])
		p.between[[2]int{i, j}] = l
	}
	return l
}

// gone reports whether a finding of the later audit was gone at a visit before: it
// had been there, and at the last visit that looked where it stands now, it was not.
func (p *past) gone(f exposure.Finding) bool {
	for i := len(p.visits) - 1; i > 0; i-- {
		if _, had := p.then(i, f); had {
			return false
		}
		if !p.with[i].any(f) {
			continue
		}
		for j := i - 1; j >= 0; j-- {
			if old, had := p.then(j, f); had {
				return p.pair(j, i).whole(old)
			}
		}
		return false
	}
	return false
}

// kept lists what was there at a visit, was gone at the one before the later, and is
// gone still.
func (p *past) kept(is map[exposure.FindingID]exposure.Finding) []exposure.Finding {
	last := len(p.visits) - 1
	all := map[exposure.FindingID]exposure.Finding{}
	for i := range last {
		back := follow(p.found[i], is)
		came := follow(p.found[i], p.found[last])
		for id, f := range p.found[i] {
			_, there := p.found[last][id]
			_, here := is[id]
			if !there && !here && p.pair(i, last).whole(f) && p.with[i].whole(f) && !names(back, id) && !names(came, id) {
				all[id] = f
			}
		}
	}
	return slices.SortedFunc(maps.Values(all), func(x, y exposure.Finding) int {
		return cmp.Or(cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.ID, y.ID))
	})
}

// names reports whether a finding became one that is there.
func names(followed map[exposure.FindingID]exposure.Finding, id exposure.FindingID) bool {
	for _, old := range followed {
		if old.ID == id {
			return true
		}
	}
	return false
}
