package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// The two rates at which guesses are told, those of zxcvbn: a service that slows
// attempts down, and a stolen list with a fast hash on a computer with graphics
// cards. Services that store passwords well are slower to attack than the second.
const (
	onlinePerHour    = 100
	offlinePerSecond = 1e10
)

// tries says a number of guesses in words, to one digit: nobody knows it better.
func (t *text) tries(log10 float64) string {
	log10 = max(0, log10)
	power := int(math.Floor(log10))
	digit := int(math.Round(math.Pow(10, log10-float64(power))))
	if digit == 10 {
		digit, power = 1, power+1
	}
	if power >= 18 {
		return t.number.endless
	}
	unit := power / 3 // thousands of, millions of, …
	if unit < 2 {
		return fmt.Sprintf(t.number.about, t.grouped(digit, power))
	}
	n := t.grouped(digit, power%3)
	switch unit {
	case 4: // thousands of milliards, as nobody says billion in Swedish
		return fmt.Sprintf(t.number.about, t.grouped(digit, power%3+3)+" "+t.number.milliards)
	case 5:
		return fmt.Sprintf(t.number.about, t.counted(n, t.number.million, t.number.millions)+" "+t.number.milliards)
	case 3:
		return fmt.Sprintf(t.number.about, t.counted(n, t.number.milliard, t.number.milliards))
	}
	return fmt.Sprintf(t.number.about, t.counted(n, t.number.million, t.number.millions))
}

// counted puts a number in front of one word or its plural. The word for one
// brings its own number: "en miljon".
func (t *text) counted(n, one, many string) string {
	if n == "1" {
		return one
	}
	return n + " " + many
}

// grouped writes digit × 10^power with a mark between thousands.
func (t *text) grouped(digit, power int) string {
	s := strconv.Itoa(digit) + strings.Repeat("0", power)
	if len(s) > 3 {
		s = s[:len(s)-3] + t.number.mark + s[len(s)-3:]
	}
	return s
}

// The units of time, longest first, in seconds.
const (
	minute = 60.0
	hour   = 60 * minute
	day    = 24 * hour
	month  = year / 12
	year   = 365.25 * day
)

// lasts says in words how long a number of guesses takes at a rate a second.
func (t *text) lasts(log10, perSecond float64) string {
	seconds := math.Pow(10, min(log10, 300)) / perSecond
	switch {
	case seconds < 1:
		return t.number.instant
	case seconds >= 100*year:
		return t.number.lifetime
	}
	units := [...]float64{year, month, day, hour, minute, 1}
	for i, u := range units {
		// From 1.5 of a unit, so that "one month" is not said of 28 days and 58
		// minutes do not become 58 seconds.
		if n := math.Round(seconds / u); seconds >= u*0.95 {
			return fmt.Sprintf(t.number.about, t.counted(strconv.Itoa(int(max(n, 1))), t.number.one[i], t.number.many[i]))
		}
	}
	return t.number.instant
}
