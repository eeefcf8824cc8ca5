package match

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"lampan/rules"
	"lampan/rules/exposure"
)

const (
	// timesToRepeat is on how many days a thing must be told before it is a routine.
	timesToRepeat = 3
	// hoursApart is how many minutes the first and the last of them lie apart in
	// their day: an hour to each side of the middle.
	hoursApart = 120
	// livedIn is on how many weekdays a position comes back before it is where
	// somebody lives or works, which other rules tell.
	livedIn = 4
)

// moment is when something was, where an observation says so.
type moment struct {
	day    time.Time
	minute int // of the day
}

func newMoment(o *exposure.Observation) moment {
	day, _ := o.Attr("day").AsDay()
	clock, _ := o.Attr("time").AsWord()
	t, _ := time.Parse("15:04", clock)
	return moment{day, t.Hour()*60 + t.Minute()}
}

// together leaves out every hit whose fact must be told several times and is
// not: by one person, of one thing, on one weekday, at the same hour. It keeps
// the order. hits is not changed.
func together(hits []hit) []hit {
	type thing struct {
		rule    *rules.Rule
		subject exposure.SubjectID
		value   string
	}
	things := map[thing][]int{}
	for i := range hits {
		if h := &hits[i]; h.rule.Fact.Key == "repeat" {
			k := thing{h.rule, h.subject, h.value}
			things[k] = append(things[k], i)
		}
	}
	if len(things) == 0 {
		return hits
	}
	stands := make([]bool, len(hits))
	weekdays := map[thing]int{} // by what it is, on whichever weekday
	for k, idx := range things {
		run := densest(hits, idx)
		for _, i := range run {
			stands[i] = true
		}
		if _, what, _ := strings.Cut(k.value, "|"); len(run) > 0 {
			k.value = what
			weekdays[k]++
		}
	}
	var out []hit
	for i := range hits {
		h := &hits[i]
		if h.rule.Fact.Key == "repeat" {
			_, what, _ := strings.Cut(h.value, "|")
			lived := strings.HasPrefix(what, "position|") && weekdays[thing{h.rule, h.subject, what}] >= livedIn
			if !stands[i] || lived {
				continue
			}
		}
		out = append(out, *h)
	}
	return out
}

// densest gives those of the hits that lie within hoursApart of one another on
// the most days; none when they are too few.
func densest(hits []hit, idx []int) []int {
	idx = slices.Clone(idx)
	slices.SortStableFunc(idx, func(a, b int) int {
		return cmp.Or(cmp.Compare(hits[a].moment.minute, hits[b].moment.minute), hits[a].moment.day.Compare(hits[b].moment.day))
	})
	days := map[time.Time]int{} // of the hits from first to last
	first, most, best := 0, timesToRepeat-1, []int(nil)
	for last, i := range idx {
		days[hits[i].moment.day]++
		for hits[i].moment.minute-hits[idx[first]].moment.minute > hoursApart {
			d := hits[idx[first]].moment.day
			if days[d]--; days[d] == 0 {
				delete(days, d)
			}
			first++
		}
		if len(days) > most {
			most, best = len(days), idx[first:last+1]
		}
	}
	return best
}

// repeated reports whether evidence is of as many days as a routine needs.
func repeated(list []exposure.Evidence) bool {
	days := map[string]bool{}
	for _, e := range list {
		day := string(e.Document)
		if !e.Published.IsZero() {
			day = e.Published.Format(time.DateOnly)
		}
		days[day] = true
	}
	return len(days) >= timesToRepeat
}
