package ident

import (
	_ "embed"
	"slices"
	"strings"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
	"lampan/rules/roster"
)

// areaCodes lists Swedish geographic area codes without the leading zero, one a
// line. Source: libphonenumber, resources/geocoding/sv/46.txt (Apache-2.0),
// after the numbering plan of Post- och telestyrelsen.
//
//go:embed areacodes.txt
var areaCodes string

// isArea reports whether code is a geographic area code.
func isArea(code string) bool {
	return code != "" && strings.Contains(areaCodes, "\n"+code+"\n")
}

// Line is the sort of telephone line a number belongs to.
type Line string

// The lines. Numbers of companies and services (toll free, premium, 010, 077)
// are no one's own and are not recognised.
const (
	Mobile   Line = "mobile"
	Landline Line = "landline"
	Foreign  Line = "unknown"
)

// Phone reads a number as it is written and gives it in E.164. Numbers without
// a country code are Swedish. The series that Post- och telestyrelsen keeps for
// fiction (070-1740605 to 070-1740699 and others) count as real.
func Phone(s string) (e164 string, line Line, ok bool) {
	d := digits(s)
	plus := strings.HasPrefix(strings.TrimLeft(s, " ("), "+")
	switch {
	case plus:
	case strings.HasPrefix(d, "00"):
		d, plus = d[2:], true
	case strings.HasPrefix(d, "0"):
		d = "46" + d[1:]
	default:
		return "", "", false
	}
	if sig, swedish := strings.CutPrefix(d, "46"); swedish {
		if plus {
			sig = strings.TrimPrefix(sig, "0") // "+46 (0)70-…"
		}
		switch {
		case len(sig) == 9 && sig[0] == '7' && strings.IndexByte("02369", sig[1]) >= 0:
			return "+46" + sig, Mobile, true
		case len(sig) >= 7 && len(sig) <= 9:
			for n := 1; n <= 3; n++ {
				if isArea(sig[:n]) {
					return "+46" + sig, Landline, true
				}
			}
		}
		return "", "", false
	}
	for _, c := range []struct {
		code     string
		min, max int
	}{{"47", 8, 8}, {"45", 8, 8}, {"358", 6, 11}, {"354", 7, 9}} {
		if sig, ok := strings.CutPrefix(d, c.code); ok {
			if len(sig) < c.min || len(sig) > c.max {
				return "", "", false
			}
			return "+" + d, Foreign, true
		}
	}
	// E.164: at most 15 digits; no country has numbers shorter than 9 with its
	// code that a private person uses.
	if !plus || len(d) < 9 || len(d) > 15 || d[0] == '0' {
		return "", "", false
	}
	return "+" + d, Foreign, true
}

// maxGroups is the most groups of digits a written number has.
const maxGroups = 7

// phone reads a number that starts at token i; like personnummer.
func phone(r *reading.Reading, i int) (o exposure.Observation, last int, ok bool) {
	first := i
	plus := i > 0 && r.Is(i-1, "+") && r.Joined(i)
	if plus {
		first--
	} else if r.Folded()[r.Tokens[i].Start] != '0' {
		return o, -1, false
	}
	if first > 0 && r.Is(first-1, "(") {
		first--
	}
	// Try the longest run of groups first.
	ends := make([]int, 0, maxGroups)
	total := 0
	for j := i; j < len(r.Tokens) && len(ends) < maxGroups; {
		total += length(r, j)
		if total > 15 {
			break
		}
		ends = append(ends, j)
		n := nextGroup(r, j)
		if n < 0 {
			break
		}
		j = n
	}
	for n, end := range slices.Backward(ends) {
		last = end
		raw := string(r.Folded()[r.Tokens[first].Start:r.Tokens[last].End])
		e164, line, ok := Phone(raw)
		if !ok || !alone(r, first, last) || dated(r, i, last) {
			continue
		}
		cue := cued(r, first, last, lexicon.CuePhone)
		if !cue && vetoed(r, first) {
			return o, last, false
		}
		// A landline is seven to nine digits, which many other numbers are: it
		// must be written like one, or be announced.
		if line == Landline && !cue && !plus && (n == 0 || !areaFirst(r, i)) {
			return o, -1, false
		}
		if line == Foreign && !plus && !cue {
			return o, -1, false
		}
		confidence := 0.8
		if cue {
			confidence = 0.95
		}
		o = r.Observe(exposure.ContactPhone, first, last, e164, confidence)
		o.Attrs["line"] = exposure.Word(string(line))
		o.Attrs["cue"] = reading.YesNo(cue)
		owner, told := PhoneOwner(r.Roster, e164)
		if owner != "" {
			o.Subject = owner
			o.Confidence = 1
		}
		o.Attrs["own"] = reading.Own(owner != "", told)
		return o, last, true
	}
	return o, -1, false
}

// nextGroup gives the token of the next group of digits after token j, or -1.
func nextGroup(r *reading.Reading, j int) int {
	n := j + 1
	for n < len(r.Tokens) && n <= j+3 && r.Tokens[n].Lines == 0 {
		k := r.Tokens[n]
		if k.Start-r.Tokens[n-1].End > 1 {
			return -1
		}
		switch {
		case k.Kind == text.Number:
			return n
		case k.Kind == text.Mark && strings.IndexByte("-/().", r.Folded()[k.Start]) >= 0:
			n++
		default:
			return -1
		}
	}
	return -1
}

// areaFirst reports whether the group at token i is a whole area code, or an
// area code and a dash.
func areaFirst(r *reading.Reading, i int) bool {
	w := r.Word(i)
	return len(w) > 1 && isArea(w[1:])
}

// dated reports whether tokens i to last are a date such as 08-12-2026.
func dated(r *reading.Reading, i, last int) bool {
	if last != i+4 || length(r, i) != 2 || length(r, i+2) != 2 {
		return false
	}
	y := r.Word(last)
	return len(y) == 2 && r.Is(i+1, r.Word(i+3)) && r.Word(i) <= "31" && r.Word(i+2) <= "12" ||
		len(y) == 4 && (y[:2] == "19" || y[:2] == "20")
}

// PhoneOwner finds the member with this number, in E.164. Told reports whether
// the family told us any number at all.
func PhoneOwner(r *roster.Roster, e164 string) (owner exposure.SubjectID, told bool) {
	for _, p := range r.People {
		for _, own := range p.Phones {
			n, _, ok := Phone(own)
			told = told || ok
			if ok && n == e164 {
				return p.ID, true
			}
		}
	}
	return "", told
}
