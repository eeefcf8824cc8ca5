package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lampan/rules/extract/sense"
)

// scores are those that each item got from weights that did not see it.
type scores [][sense.Count]float64

// leaveOut scores every writer's posts with what the others teach.
func (d *data) leaveOut(set settings, folds int) scores {
	s := make(scores, len(d.items))
	parallel(folds, func(c sense.Category, fold int) {
		g := d.fit(c, fold, set, nil)
		for i, it := range d.items {
			if it.open&(1<<c) != 0 && (it.fold == fold || it.fold == -1 && fold == 0) {
				s[i][c] = g.score(it)
			}
		}
	})
	return s
}

// lean is how much more a wrong finding weighs than a missed one: the beta of
// the F measure that the thresholds are chosen by.
const lean = 0.7

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
		judged.wrong += calm / 4
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
func (s scores) report(d *data, show string) (from [sense.Count]float64) {
	var all tally
	told := make([]bool, len(d.items))
	for c := range sense.Count {
		th, t := s.threshold(d, c)
		from[c] = th
		calm := 0
		for i, it := range d.items {
			if s[i][c] >= th {
				told[i] = true
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
		if show == c.String() {
			s.list(d, c, th)
		}
	}
	clean, left, calm, alarms := 0, 0, 0, 0
	for i, it := range d.items {
		switch {
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
	return from
}

func (s scores) list(d *data, c sense.Category, th float64) {
	for i, it := range d.items {
		want := it.want&(1<<c) != 0
		if got := s[i][c] >= th; got == want {
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
