package meter

import (
	"math"
	"slices"

	"lampan/rules/password/meter/form"
	"lampan/rules/password/meter/pattern"
	"lampan/rules/password/meter/tweak"
)

// How the models' numbers become one. Fitted with "make eval-password" to what
// CMU's network says of passwords that people would choose, and to the order of
// held-apart strings of the lists, all at once.
const (
	// lettersAbove is how much, as log10, the letters model says too much. It
	// has learned from lists and words beside the network, so it spreads itself
	// over more.
	lettersAbove = 1.3
	// patternSlack is how far below the letters the patterns must be to count;
	// then patternShare of the difference is taken off. The letters err by about
	// 1.2, the patterns by 2.2.
	patternSlack = -0.5
	patternShare = 0.5
	// patternReach is the most that the number may be above the patterns', who
	// know of what letters cannot: whole words, and things said twice.
	patternReach = 2.0
	// sentenceReach is the same for words with spaces between, which are rare in
	// what the letters have learned from; exactReach for numbers of a known form,
	// of which there are so many. No less: what completes one must not make it ten
	// times easier.
	sentenceReach = 1.0
	exactReach    = 0.8
	// sureRank is the last rank that is believed whatever the models say; the
	// order of rarer passwords is too uncertain.
	sureRank = 5.03
	// What stands in no list comes after the lists: the first tries are taken.
	// floor and floorShare keep its order and press it above unlisted.
	floor      = 3.5
	floorShare = 0.25
	// change is what it costs to guess that a password is another one doubled,
	// reversed or with signs for letters.
	change = 1.9
	// perKey is how much harder a password cut short may be, for each of up to
	// mostMissing characters: less than 1, so that a longer password is never ten
	// times easier.
	perKey      = 0.93
	mostMissing = 4
	// perSign is what each character costs somebody who tries all of printable
	// ASCII.
	perSign = 1.98
)

// opinions are what the models say, as log10 of the guesses; +Inf is silence.
type opinions struct {
	pattern, letters, list, family, site, other float64
	changed                                     float64 // as a change of another password
	every                                       float64 // trying everything so short
	near                                        bool    // list is of others like this one
	exact, sentence                             bool    // as pattern.Result says
}

// ask asks every model.
func (m *Meter) ask(b []byte, t *form.Text, r pattern.Result, given Given) opinions {
	silent := math.Inf(1)
	o := opinions{
		pattern: r.Log10, letters: m.letters.Guesses(m.letters.Bits(t.Bare)),
		list: silent, family: silent, site: silent, other: silent,
		exact: r.Exact, sentence: r.Sentence,
	}
	if hit, ok := m.ranks.Find(t.Bare); ok && !t.Cut() {
		o.list, o.near = hit.Log10, hit.Begins
	}
	if r.Told < r.Log10 {
		if r.Clues&(pattern.Site|pattern.User) != 0 {
			o.site = r.Told
		} else {
			o.family = r.Told
		}
	}
	for _, known := range given.Others {
		if log10, near := tweak.Log10(known, b); near {
			o.other = min(o.other, log10)
		}
	}
	o.changed, o.every = silent, perSign*float64(t.Length)
	if !t.Cut() {
		o.changed = m.unchange(o, t.Bare)
	}
	return o
}

// listed reports whether the password stands in the list.
func (o opinions) listed() bool { return !math.IsInf(o.list, 1) && !o.near }

// together is one number for all of them.
func (o opinions) together() float64 {
	log10 := o.built(o.letters)
	if o.listed() && o.list <= sureRank {
		log10 = o.list
	}
	return min(log10, o.every, o.list, o.changed, o.family, o.site, o.other)
}

// built joins what the patterns and the letters say.
func (o opinions) built(letters float64) float64 {
	log10 := max(0, letters-lettersAbove)
	log10 -= patternShare * max(0, log10-o.pattern-patternSlack)
	reach := patternReach
	switch {
	case o.exact:
		reach = exactReach
	case o.sentence:
		reach = sentenceReach
	}
	log10 = max(0, min(log10, o.pattern+reach))
	return max(log10, floor+floorShare*log10)
}

// unchange is the least that the password costs as a change of another one.
func (m *Meter) unchange(o opinions, plain []rune) float64 {
	n := len(plain)
	other := make([]rune, n)
	defer clear(other)
	least := math.Inf(1)
	try := func(p []rune, cost float64) {
		least = min(least, cost+o.built(m.letters.Guesses(m.letters.Bits(p))))
		if hit, ok := m.ranks.Find(p); ok {
			least = min(least, cost+hit.Log10)
		}
	}
	// Doubled, or almost: the last characters may be missing.
	for missing := range mostMissing + 1 {
		if half := (n + missing) / 2; (n+missing)%2 == 0 && half < n && slices.Equal(plain[half:], plain[:n-half]) {
			try(plain[:half], change+perKey*float64(missing))
		}
	}
	for i, r := range plain {
		other[n-1-i] = r
	}
	try(other, change)
	for _, one := range "il" {
		swapped := false
		for i, r := range plain {
			other[i] = unswap(r, one)
			swapped = swapped || other[i] != r
		}
		if swapped {
			try(other, change)
		}
	}
	return least
}

// unswap reads a digit or sign as the letter it is often written for; 1 is read
// as one.
func unswap(r, one rune) rune {
	switch r {
	case '1', '!', '|':
		return one
	case '0':
		return 'o'
	case '3':
		return 'e'
	case '4', '@':
		return 'a'
	case '5', '$':
		return 's'
	case '7', '+':
		return 't'
	}
	return r
}

// parts lists what each model says, those that say something.
func (o opinions) parts() []Part {
	all := [...]Part{
		{"pattern", o.pattern},
		{"letters", o.letters},
		{"list", o.list},
		{"family", o.family},
		{"site", o.site},
		{"other", o.other},
	}
	parts := make([]Part, 0, len(all))
	for _, p := range all {
		if !math.IsInf(p.Log10, 1) {
			parts = append(parts, p)
		}
	}
	return parts
}

// hints gathers what the models say, in the order of Hints.
func (o opinions) hints(clues pattern.Clues, g Guess) []Hint {
	hints := make([]Hint, 0, len(Hints()))
	if g.Known {
		hints = append(hints, HintKnown)
	}
	clues &^= pattern.Known
	if !math.IsInf(o.other, 1) {
		hints = append(hints, HintOther)
	}
	for i, h := range clueHints() {
		if clues>>i&1 == 1 {
			hints = append(hints, h)
		}
	}
	if len(hints) == 0 && g.Log10 < fairAt {
		hints = append(hints, HintUsual)
	}
	if g.Length < modest {
		hints = append(hints, HintShort)
	}
	return hints
}
