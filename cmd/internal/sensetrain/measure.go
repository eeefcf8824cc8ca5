package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"lampan/rules/extract/sense"
)

// scores are those that each item got from weights that did not see it; of a
// look, the sum before it is brought between 0 and 1.
type scores [][sense.Lanes]float64

// leaveOut scores the posts of every group of writers with what the others
// teach.
func (d *data) leaveOut(set settings) scores {
	groups := d.writers
	if set.folds > 0 {
		groups = min(groups, set.folds)
	}
	for _, it := range d.items {
		it.group = counted
		if it.fold >= 0 {
			it.group = it.fold % groups
		}
	}
	s := make(scores, len(d.items))
	parallel(groups, func(c sense.Category, group int) {
		g := d.learn(c, group, set, nil)
		for i, it := range d.items {
			if it.group != group && (it.group != counted || group != 0) {
				continue
			}
			if c >= sense.Look {
				s[i][c] = g.sum(&it.looks[c-sense.Look])
			} else if it.teaches&it.open&(1<<c) != 0 {
				s[i][c] = g.score(it)
			}
		}
	})
	return s
}

// missable is the share of the posts that the whole model reads rightly, which
// the two looks together may overlook.
const missable = 0.003

// readOn is what it costs to read a passage on after the second look, beside
// what it costs to get there from the first.
const readOn = 5

// look finds how much each look must see, and says what they spare. right says
// of which items a right label is given. Of all ways to spend what may be missed
// on the two looks it takes the one that leaves the least to do.
func (s scores) look(d *data, right []bool) (first, second float64) {
	var tell, calm [][2]float64
	for i, it := range d.items {
		x := [2]float64{s[i][sense.Look], s[i][sense.SecondLook]}
		switch {
		case it.copied:
		case right[i]:
			tell = append(tell, x)
		case it.calm:
			calm = append(calm, x)
		}
	}
	passing := func(xs [][2]float64, first, second float64) (one, both int) {
		for _, x := range xs {
			if x[0] >= first {
				one++
				if x[1] >= second {
					both++
				}
			}
		}
		return one, both
	}
	slices.SortFunc(tell, func(a, b [2]float64) int { return cmp.Compare(a[0], b[0]) })
	lose, least := int(missable*float64(len(tell))), math.Inf(1)
	for n := range min(lose+1, len(tell)) {
		left := make([]float64, 0, len(tell))
		for _, x := range tell[n:] {
			left = append(left, x[1])
		}
		slices.Sort(left)
		from := [2]float64{tell[n][0], left[lose-n]}
		one, both := passing(calm, from[0], from[1])
		if cost := float64(one) + readOn*float64(both); cost < least {
			first, second, least = from[0], from[1], cost
		}
	}
	_, told := passing(tell, first, second)
	one, both := passing(calm, first, second)
	share := func(n, of int) float64 { return 100 * float64(n) / float64(max(1, of)) }
	fmt.Printf("looks: %.2f %% of the %d posts read rightly pass both; %.1f %% of ordinary sentences pass the first, %.1f %% both\n",
		share(told, len(tell)), len(tell), share(one, len(calm)), share(both, len(calm)))
	return first, second
}

// lean is how much more a wrong finding weighs than a missed one: the beta of
// the F measure that the thresholds are chosen by.
const lean = 0.5

type tally struct{ right, wrong, missed int }

func (t tally) precision() float64 { return float64(t.right) / float64(max(1, t.right+t.wrong)) }
func (t tally) recall() float64    { return float64(t.right) / float64(max(1, t.right+t.missed)) }

// f is the F measure of some beta.
func (t tally) f(beta float64) float64 {
	p, r := t.precision(), t.recall()
	if p+r == 0 {
		return 0
	}
	return (1 + beta*beta) * p * r / (beta*beta*p + r)
}

// threshold finds the score that divides the posts best, and counts ordinary
// sentences at their share.
func (s scores) threshold(d *data, c sense.Category) (float64, tally) {
	type scored struct {
		score float64
		want  bool
		calm  bool
	}
	var all []scored
	var t tally
	for i, it := range d.items {
		if it.copied {
			continue
		}
		want := it.want&(1<<c) != 0
		if want {
			t.missed++
		}
		all = append(all, scored{s[i][c], want, it.calm})
	}
	slices.SortStableFunc(all, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	best, from, bestF := t, 1.0, 0.0
	calm := 0
	for i, a := range all {
		if a.score <= 0 {
			break
		}
		switch {
		case a.want:
			t.right++
			t.missed--
		case a.calm:
			calm++
		default:
			t.wrong++
		}
		if i+1 < len(all) && all[i+1].score == a.score {
			continue
		}
		judged := t
		judged.wrong += calm / 3
		if f := judged.f(lean); f > bestF {
			next := 0.0
			if i+1 < len(all) {
				next = all[i+1].score
			}
			best, from, bestF = t, (a.score+next)/2, f
		}
	}
	return from, best
}

// report prints what leaving one out measured, and gives the thresholds.
func (s scores) report(d *data, show string) (from [sense.Lanes]float64) {
	var all tally
	told, right := make([]bool, len(d.items)), make([]bool, len(d.items))
	for c := range sense.Count {
		th, t := s.threshold(d, c)
		from[c] = th
		calm := 0
		for i, it := range d.items {
			if s[i][c] >= th {
				told[i] = true
				right[i] = right[i] || it.want&(1<<c) != 0
				if it.calm {
					calm++
				}
			}
		}
		all.right += t.right
		all.wrong += t.wrong
		all.missed += t.missed
		fmt.Printf("%-17s %4d  P %.2f R %.2f F %.2f  from %.2f  ordinary %d\n",
			c, t.right+t.missed, t.precision(), t.recall(), t.f(1), th, calm)
		if show == c.String() || show == "all" {
			s.list(d, c, th)
		}
	}
	from[sense.Look], from[sense.SecondLook] = s.look(d, right)
	s.writers(d, from)
	clean, left, calm, alarms := 0, 0, 0, 0
	copied, unsaid := 0, 0
	for i, it := range d.items {
		switch {
		case it.copied:
			copied++
			if !told[i] {
				unsaid++
			}
		case it.calm:
			calm++
			if told[i] {
				alarms++
			}
		case it.want == 0:
			clean++
			if !told[i] {
				left++
			}
		}
	}
	fmt.Printf("all               %4d  P %.3f R %.3f F %.3f  clean left clean %.3f  alerts per 10,000 ordinary %.1f\n",
		all.right+all.missed, all.precision(), all.recall(), all.f(1), float64(left)/float64(max(1, clean)),
		float64(alarms)/float64(max(1, calm))*10000)
	fmt.Printf("plans taken back: %d of %d told no more\n", unsaid, copied)
	return from
}

// writers says how each writer's posts fare with what the others teach.
func (s scores) writers(d *data, from [sense.Lanes]float64) {
	var by []tally
	for i, it := range d.items[:d.posts] {
		if it.copied {
			continue
		}
		for len(by) <= it.fold {
			by = append(by, tally{})
		}
		t := &by[it.fold]
		for c := range sense.Count {
			switch want, got := it.want&(1<<c) != 0, s[i][c] >= from[c]; {
			case want && got:
				t.right++
			case want:
				t.missed++
			case got:
				t.wrong++
			}
		}
	}
	for fold, t := range by {
		fmt.Printf("writer %d: P %.3f R %.3f F %.3f\n", fold+1, t.precision(), t.recall(), t.f(1))
	}
}

func (s scores) list(d *data, c sense.Category, th float64) {
	for i, it := range d.items {
		want := it.want&(1<<c) != 0
		if got := s[i][c] >= th; got == want || it.copied {
			continue
		}
		word := "ALARM "
		if want {
			word = "MISSED"
			if it.open&(1<<c) == 0 {
				word = "CLOSED"
			}
		}
		fmt.Printf("  %s %.2f %s %s\n", word, s[i][c], it.id, strings.ReplaceAll(it.text, "\n", " / "))
	}
}
