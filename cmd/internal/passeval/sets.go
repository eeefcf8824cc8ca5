package main

import (
	_ "embed" // plausible.txt
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"lampan/cmd/internal/passtables/lists"
	"lampan/cmd/internal/passtables/teacher"
)

// item is a password with what is known of it.
type item struct {
	password string
	strength float64 // higher is harder; log10 guesses in the sets that the network judged
	weight   float64
}

type set struct{ items []item }

//go:embed plausible.txt
var plausible string

// sets are what the meter is measured on. None of it taught the tables.
type sets struct {
	natural   set // what people choose, by the network, judged by it
	webhost   set // those with a letter and a digit, as a service that asks for both has them
	rare      set // held-apart strings of Probable, judged by the network
	world     set // held-apart strings of the world's list, by count
	policy    set // those with a letter and a digit
	john      set // another list's order; most of it is known
	swedish   set // held-apart strings of the Swedish list, by count
	known     set // all of it: nine of ten are known
	plausible set // weak Swedish passwords as people would build them
	words     set // four random words
	random    set // twelve random characters
}

const (
	seed    = 2 // not that of the tables
	samples = 5_000
	judged  = 2_500
	many    = 1_000 // phrases and random passwords
	common  = 8_000 // words to build phrases of
)

func read(dir string) (sets, error) {
	var s sets
	l, err := lists.Read(dir, true)
	if err != nil {
		return s, err
	}
	n, err := teacher.Open(filepath.Join(dir, "cmu_nn"))
	if err != nil {
		return s, err
	}
	s.natural = set{judge(n, draw(n))}
	for _, it := range s.natural.items {
		if mixed(it.password) {
			s.webhost.items = append(s.webhost.items, it)
		}
	}
	var rare []string
	for _, p := range l.Probable {
		if lists.Held(p.Password) && n.Knows(p.Password) {
			rare = append(rare, p.Password)
		}
	}
	rng := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // a choice of what to measure
	rng.Shuffle(len(rare), func(i, j int) { rare[i], rare[j] = rare[j], rare[i] })
	s.rare = set{judge(n, rare[:min(judged, len(rare))])}
	for _, p := range l.World {
		if lists.Held(p.Password) {
			it := item{p.Password, -p.Count, p.Count}
			s.world.items = append(s.world.items, it)
			if mixed(p.Password) && len(p.Password) >= 6 {
				s.policy.items = append(s.policy.items, it)
			}
		}
	}
	for _, p := range l.Swedish {
		it := item{p.Password, -p.Count, p.Count}
		s.known.items = append(s.known.items, it)
		if lists.Held(p.Password) {
			s.swedish.items = append(s.swedish.items, it)
		}
	}
	for i, p := range l.John {
		place := float64(i + 1)
		s.john.items = append(s.john.items, item{p.Password, place, 1 / place})
	}
	for line := range strings.Lines(plausible) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "#") {
			s.plausible.items = append(s.plausible.items, item{line, 0, 1})
		}
	}
	const signs = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#%&/()=?-_.,"
	for range many {
		var phrase []string
		for range 4 {
			phrase = append(phrase, l.Words[rng.IntN(common)].Password)
		}
		s.words.items = append(s.words.items, item{strings.Join(phrase, ""), 0, 1})
		var letters []byte
		for range 12 {
			letters = append(letters, signs[rng.IntN(len(signs))])
		}
		s.random.items = append(s.random.items, item{string(letters), 0, 1})
	}
	return s, nil
}

// mixed says whether a password has a letter and a digit.
func mixed(p string) bool {
	return strings.ContainsFunc(p, unicode.IsLetter) && strings.ContainsFunc(p, unicode.IsDigit)
}

func judge(n *teacher.Network, passwords []string) []item {
	var out []item
	for i, log10 := range n.Log10(passwords) {
		out = append(out, item{passwords[i], n.Guesses(log10), 1})
	}
	return out
}

// draw lets the network choose passwords, as often as people would.
func draw(n *teacher.Network) []string {
	var out []string
	ends := map[string]int{}
	through := map[string]int{}
	n.Sample(samples, seed, func(prefix []byte, count int, _ *[128]float32) {
		through[string(prefix)] += count
		if len(prefix) > 0 {
			ends[string(prefix[:len(prefix)-1])] += count
		}
	})
	for _, p := range slices.Sorted(maps.Keys(through)) {
		for range through[p] - ends[p] {
			out = append(out, p)
		}
	}
	return out
}
