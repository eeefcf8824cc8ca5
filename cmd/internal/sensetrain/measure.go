package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lampan/rules/extract/sense"
)

// scores are those that each item got from weights that did not see it.
type scores [][sense.Count + 1]float64

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
	for fold := range folds {
		g := d.fitLook(fold, set)
		for i, it := range d.items {
			if it.fold == fold || it.fold == -1 && fold == 0 {
				s[i][sense.Look] = g.sum(it.px, it.pn)
			}
		}
	}
	return s
}

// missable is the share of posts that the quick look may overlook.
const missable = 0.004

// look finds how much the quick look must see, and says what it spares.
func (s scores) look(d *data) float64 {
	var tell, calm []float64
	for i, it := range d.items {
		switch {
		case it.want != 0:
			tell = append(tell, s[i][sense.Look])
		case it.calm:
			calm = append(calm, s[i][sense.Look])
		}
	}
	slices.Sort(tell)
	slices.Sort(calm)
	from := tell[int(missable*float64(len(tell)))]
	n, _ := slices.BinarySearch(calm, from)
	fmt.Printf("quick look: %.1f %% of posts that tell and %.1f %% of ordinary sentences pass\n",
		100*(1-missable), 100*(1-float64(n)/float64(max(1, len(calm)))))
	return from
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
func (s scores) report(d *data, show string) (from [sense.Count + 1]float64) {
	from[sense.Look] = s.look(d)
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
	s.writers(d, from)
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

// writers says how each writer's posts fare with what the others teach.
func (s scores) writers(d *data, from [sense.Count + 1]float64) {
	var by []tally
	for i, it := range d.items[:d.posts] {
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
