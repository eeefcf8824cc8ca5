package picture

import (
	"encoding/binary"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// clean makes a text of bytes from outside: UTF-8 (Latin-1 when they are not),
// without control and direction characters, cut to maxText.
func clean(s string) string {
	if i := strings.IndexByte(s, 0); i >= 0 {
		s = s[:i]
	}
	if len(s) > maxText {
		s = s[:maxText]
		for i := 0; i < utf8.UTFMax && !utf8.ValidString(s[len(s)-min(len(s), utf8.UTFMax):]) && len(s) > 0; i++ {
			if r, n := utf8.DecodeLastRuneInString(s); r != utf8.RuneError || n > 1 {
				break
			}
			s = s[:len(s)-1]
		}
	}
	if !utf8.ValidString(s) {
		s = latin1(s)
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

func latin1(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

// wide reads UTF-16.
func wide(b []byte, order binary.ByteOrder) string {
	b = b[:min(len(b), 2*maxText)&^1]
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		u := order.Uint16(b[i:])
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}

// stamps are the ways in which files write a time, zone included.
var stamps = []string{
	"2006:01:02 15:04:05Z07:00",
	"2006:01:02 15:04:05 Z07:00",
	"2006-01-02T15:04:05Z07:00",
	"2006-01-02T15:04:05-0700",
	"2006-01-02T15:04Z07:00",
	"2006-01-02 15:04:05Z07:00",
	"2006-01-02 15:04:05 -0700",
	"2006/01/02 15:04:05Z07:00",
	"20060102 150405-0700",
	"20060102 150405Z07:00",
}

// bare are those without a zone.
var bare = []string{
	"2006:01:02 15:04:05",
	"2006-01-02T15:04:05",
	"2006-01-02 15:04:05",
	"2006/01/02 15:04:05",
	"2006:01:02 15:04",
	"2006-01-02T15:04",
	"2006:01:02",
	"2006-01-02",
	"20060102 150405",
	"20060102",
	"Mon Jan _2 15:04:05 2006",
}

// stamp reads a time, with the zone written beside it when it has none itself.
func stamp(s, zone string) (at time.Time, zoned bool) {
	s, zone = strings.Trim(s, " \x00"), strings.Trim(zone, " \x00")
	if len(s) < 8 || len(s) > 40 || strings.HasPrefix(s, "0000") {
		return time.Time{}, false
	}
	if zone != "" {
		if at, zoned = stamp(s+zone, ""); zoned {
			return at, true
		}
	}
	for _, form := range stamps {
		if t, err := time.Parse(form, s); err == nil {
			return t, true
		}
	}
	for _, form := range bare {
		if t, err := time.Parse(form, s); err == nil {
			return t, false
		}
	}
	return time.Time{}, false
}
