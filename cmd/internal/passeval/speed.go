package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"time"

	"lampan/rules/password/meter"
)

// speed prints how long the meter takes on passwords that people choose and on
// inputs made to be slow.
func speed(w io.Writer, m *meter.Meter, items []item) error {
	once := func(p []byte) time.Duration {
		start := time.Now()
		m.Guess(p, meter.Given{})
		return time.Since(start)
	}
	var times []time.Duration
	var before, after runtime.MemStats
	passwords := make([][]byte, len(items))
	for i, it := range items {
		passwords[i] = []byte(it.password)
	}
	times = make([]time.Duration, 0, len(passwords))
	runtime.ReadMemStats(&before)
	for _, p := range passwords {
		times = append(times, once(p))
	}
	runtime.ReadMemStats(&after)
	slices.Sort(times)
	allocs := float64(after.Mallocs-before.Mallocs) / float64(len(passwords))
	// The best of several runs: what the input costs, not what else the machine
	// does.
	best := func(p []byte) time.Duration {
		least := time.Hour
		for range 15 {
			least = min(least, once(p))
		}
		return least
	}
	worst, longest, growth := time.Duration(0), time.Duration(0), 0.0
	for _, unit := range []string{
		"a", "4@", "1/1/91", "ab1", "qwerty", "password", "P4$$w0rd", "19870513", "åäö", "e\u0301", "😀", "\xff",
		"jag är en bil ", "0123456789", "4@8({[<3691!|0$5+7%2", "qwER43@!",
	} {
		of := func(n int) []byte { return []byte(strings.Repeat(unit, n/len(unit)+1)[:n]) }
		worst = max(worst, best(of(256)))
		longest = max(longest, best(of(10_000)))
		for n := 16; n <= 4096; n *= 2 {
			growth = max(growth, float64(best(of(2*n)))/float64(best(of(n))))
		}
	}
	_, err := fmt.Fprintf(w, "\nspeed: median %v (goal 50µs), %.1f allocations (goal 10), slowest of 256 bytes %v (goal 2ms),\n"+
		"of 10,000 bytes %v (goal 20ms), doubling the length at most %.1f times as long (goal 2.5)\n",
		times[len(times)/2], allocs, worst, longest, growth)
	return err
}
