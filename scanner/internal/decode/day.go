package decode

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// maxDayLine is more than any line that is only a date needs.
const maxDayLine = 60

// The parts of a line that is only a date, in small letters.
const (
	weekdayPart = `(?:(?:mån|tis|ons|tors?|fre|lör|sön)(?:dag)?(?:en)?|(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?)`
	clockPart   = `(?:(?:,| at| kl\.?| klockan)* *t?(\d{1,2})[:.](\d{2})(?:[:.]\d{2})? ?(am|pm)?)?`
)

// The orders in which people write a day. The groups are named y, m and d, and
// a month is a number or a word.
var dayForms = [...]*regexp.Regexp{
	dayForm(`(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})`),
	dayForm(`(?:den )?(?P<d>\d{1,2})(?::?e|:?a|st|nd|rd|th)? (?:of )?(?P<m>[a-z]{3,9})\.?,? (?P<y>\d{4})`),
	dayForm(`(?P<m>[a-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})`),
	dayForm(`(?P<d>\d{1,2})(?:/| / )(?P<m>\d{1,2})[ /-](?P<y>\d{4})`),
	dayForm(`(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>\d{4})`),
}

func dayForm(day string) *regexp.Regexp {
	return regexp.MustCompile(`^(?:` + weekdayPart + `\.?,? )?` + day + clockPart + `$`)
}

// dayLine reads a line that is only a day, as people write one: "2026-11-20",
// "fredag 20 november 2026", "Nov 20, 2026 at 6:30 pm", "20/11 2026" with the day
// first. is tells whether it is such a line at all; ok whether the calendar has
// that day and the clock that time.
func dayLine(line string, zone *time.Location) (t time.Time, is, ok bool) {
	line = strings.TrimSpace(line)
	if len(line) > maxDayLine {
		return time.Time{}, false, false
	}
	if dateLike(line) {
		if t, ok := date(line, zone); ok {
			return t, true, true
		}
		is = true
	}
	line = strings.TrimRight(strings.ToLower(strings.Join(strings.Fields(line), " ")), ".,:")
	for _, form := range dayForms {
		g := form.FindStringSubmatch(line)
		if g == nil {
			continue
		}
		month := monthNamed(g[form.SubexpIndex("m")])
		if month == 0 {
			continue // "20 personer 2026"
		}
		year, day := atoi(g[form.SubexpIndex("y")]), atoi(g[form.SubexpIndex("d")])
		hour, minute, ok := clock(g[len(g)-3:])
		t := time.Date(year, month, day, hour, minute, 0, 0, zone)
		// A day that the calendar does not have has moved to another month. The
		// clock is left out of it: the hour that summer time skips moves on.
		d := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
		return t, true, ok && d.Month() == month && year >= minYear && year < endYear
	}
	return time.Time{}, is, false
}

// monthNamed is the month of a number or a word, Swedish or English, whole or
// short; 13 for a number that is none, and 0 for another word.
func monthNamed(s string) time.Month {
	if n, err := strconv.Atoi(s); err == nil {
		if n < 1 || n > 12 {
			return 13
		}
		return time.Month(n)
	}
	for i, words := range [...]string{
		"jan januari january", "feb febr februari february", "mar mars march", "apr april", "maj may", "jun juni june",
		"jul juli july", "aug augusti august", "sep sept september", "okt oct oktober october", "nov november", "dec december",
	} {
		for w := range strings.SplitSeq(words, " ") {
			if s == w {
				return time.Month(i + 1)
			}
		}
	}
	return 0
}

// clock reads the hour, the minute and am or pm; all empty is midnight.
func clock(g []string) (hour, minute int, ok bool) {
	if g[0] == "" {
		return 0, 0, true
	}
	hour, minute = atoi(g[0]), atoi(g[1])
	if g[2] != "" {
		if hour < 1 || hour > 12 {
			return 0, 0, false
		}
		hour %= 12
		if g[2] == "pm" {
			hour += 12
		}
	}
	return hour, minute, hour < 24 && minute < 60
}

// atoi reads at most four digits that a pattern has found.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
