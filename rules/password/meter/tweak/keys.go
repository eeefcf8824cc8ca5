package tweak

import (
	"slices"

	"lampan/rules/password/meter/form"
	"lampan/rules/password/wordset"
)

const (
	// shortestCore is the fewest letters by which passwords are taken to be akin.
	shortestCore = 3
	// ends is how many letters at either end make a key by themselves.
	ends = 6
	// longestCore bounds for which cores every letter in turn is left out.
	longestCore = 16
)

// What keys are made of; each has its own hashes.
const (
	keyCore rune = 'A' + iota // all letters
	keyFront
	keyBack
	keyGap    // one letter left out
	keyDigits // a password without letters
	keyDigitsGap
)

// Stand-ins for words of which one is put in another's place.
const (
	anySeason rune = '1'
	anySite   rune = '2'
)

// Keys are hashes by which passwords that Log10 calls near find each other
// without comparing all of them: near passwords share at least one key, but for
// rare combinations of tweaks, and most strangers share none. Put each password
// under each of its keys and ask Log10 about those that meet.
//
// The keys are of the letters alone, folded, with signs read as letters, and with
// one stand-in for all seasons and one for all names of services; of the same
// backwards or said once instead of twice; of their first and last six; and with
// each letter in turn left out. A password has at most some forty. Keys say a lot
// of a password: keep them in memory, and no longer than needed.
func Keys(password []byte) []uint64 {
	var t form.Text
	defer t.Wipe()
	t.Read(password)
	var k keyring
	defer k.wipe()
	k.cores(t.Folded, false)
	k.cores(t.Folded, true)
	slices.Sort(k.keys)
	return slices.Compact(k.keys)
}

// keyring gathers keys.
type keyring struct {
	core   [form.Longest]rune
	digits [form.Longest]rune
	keys   []uint64
}

func (k *keyring) wipe() {
	clear(k.core[:])
	clear(k.digits[:])
}

// cores makes the keys of one reading: with signs as letters, or without them.
func (k *keyring) cores(v []rune, swaps bool) {
	n, m, swapped := 0, 0, false
	for i, r := range v {
		switch l := letter(r); {
		case isLetter(r):
			k.core[n] = r
			n++
		case swaps && isLetter(l) && inside(v, i):
			k.core[n] = l
			n++
			swapped = true
		case isDigit(r):
			k.digits[m] = r
			m++
		}
	}
	if swaps && !swapped {
		return
	}
	core := standIns(k.core[:n])
	// What is said twice is the same as said once.
	if h := len(core) / 2; len(core)%2 == 0 && h >= shortestCore && slices.Equal(core[:h], core[h:]) {
		core = core[:h]
	}
	if len(core) == 0 {
		k.number(k.digits[:m])
		return
	}
	if len(core) < shortestCore && core[0] != anySeason {
		// Too few letters to mean anything: a number with a letter beside it.
		k.number(k.digits[:m])
		return
	}
	k.add(keyCore, core, -1)
	if len(core) <= longestCore && len(core) > shortestCore {
		for gap := range core {
			k.add(keyGap, core, gap)
		}
		// What has one letter more meets this one where it leaves that out.
		k.add(keyGap, core, -1)
	}
	if len(core) > ends {
		k.add(keyFront, core[:ends], -1)
		k.add(keyBack, core[len(core)-ends:], -1)
	} else if len(core) == ends {
		k.add(keyFront, core, -1)
		k.add(keyBack, core, -1)
	}
	slices.Reverse(core)
	k.add(keyCore, core, -1)
}

// inside says whether a letter stands beside a sign, so that it may stand for
// one.
func inside(v []rune, i int) bool {
	return i > 0 && isLetter(v[i-1]) && i+1 < len(v) && (isLetter(v[i+1]) || i+2 < len(v) && isLetter(v[i+2])) ||
		i == 0 && len(v) > 1 && isLetter(v[1])
}

func (k *keyring) number(digits []rune) {
	if len(digits) < shortestCore {
		return
	}
	k.add(keyDigits, digits, -1)
	k.add(keyDigitsGap, digits, -1)
	for gap := range digits[:min(len(digits), longestCore)] {
		k.add(keyDigitsGap, digits, gap)
	}
}

// add hashes characters, without the one in the gap.
func (k *keyring) add(kind rune, v []rune, gap int) {
	h := wordset.Start.Add(kind)
	for i, r := range v {
		if i != gap {
			h = h.Add(r)
		}
	}
	k.keys = append(k.keys, h.Mix())
}

// standIns puts one sign for each season or month at an end, and one for each
// service's name, in place.
func standIns(core []rune) []rune {
	core = standIn(core, seasons[:], anySeason)
	return standIn(core, sites[:], anySite)
}

// standIn replaces the longest word that the characters begin or end with.
func standIn(core []rune, words []string, sign rune) []rune {
	front, back := 0, 0
	for _, w := range words {
		n := len(w)
		if n > len(core) || n < shortestCore {
			continue
		}
		if is(core[:n], w) {
			front = max(front, n)
		}
		if is(core[len(core)-n:], w) {
			back = max(back, n)
		}
	}
	switch {
	case front == 0 && back == 0:
		return core
	case back > front:
		core[len(core)-back] = sign
		return core[:len(core)-back+1]
	}
	core[front-1] = sign
	return core[front-1:]
}
