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
// a country code are Swedish, or British when they begin with 07 and have
// eleven digits. The series that Post- och telestyrelsen keeps for fiction
// (070-1740605 to 070-1740699 and others) count as real.
func Phone(s string) (e164 string, line Line, ok bool) {
	return dial(digits(s), strings.HasPrefix(strings.TrimLeft(s, " ("), "+"))
}

// countries are the codes whose numbers have a known length, in digits without
// the code, and what private lines do not begin with: series for services.
// Source: libphonenumber's metadata (Apache-2.0).
var countries = []struct {
	code     string
	min, max int
	services []string
}{
	{"47", 8, 8, []string{"0", "1", "80", "81", "82", "85", "88"}},
	{"45", 8, 8, []string{"0", "1", "80", "90"}},
	{"358", 6, 11, []string{"0", "10", "11", "20", "29", "30", "60", "70", "71", "73", "75", "80"}},
	{"354", 7, 9, []string{"0", "1", "80", "90"}},
	{"44", 9, 10, []string{"0", "3", "5", "8", "9"}},
	{"1", 10, 10, []string{"0", "1", "800", "833", "844", "855", "866", "877", "888", "900"}},
}

// dial gives the number of some digits; plus says that they begin with a
// country code.
func dial(d string, plus bool) (e164 string, line Line, ok bool) {
	switch {
	case plus:
	case strings.HasPrefix(d, "00"):
		d, plus = d[2:], true
	case len(d) == 11 && strings.HasPrefix(d, "07") && d[2] != '0' && d[2] != '6':
		d, plus = "44"+d[1:], true
	case len(d) == 11 && strings.HasPrefix(d, "07624"):
		d, plus = "44"+d[1:], true // the Isle of Man
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
				if isArea(sig[:n]) && subscriber(sig[n:]) {
					return "+46" + sig, Landline, true
				}
			}
		}
		return "", "", false
	}
	if !plus {
		return "", "", false
	}
	for _, c := range countries {
		sig, ok := strings.CutPrefix(d, c.code)
		if !ok {
			continue
		}
		if c.code != "1" {
			sig = strings.TrimPrefix(sig, "0") // "+44 (0)7700 …"
		}
		if len(sig) < c.min || len(sig) > c.max {
			return "", "", false
		}
		for _, s := range c.services {
			if strings.HasPrefix(sig, s) {
				return "", "", false
			}
		}
		return "+" + c.code + sig, Foreign, true
	}
	// E.164: at most 15 digits; no country has numbers shorter than 9 with its
	// code that a private person uses.
	if len(d) < 9 || len(d) > 15 || d[0] == '0' {
		return "", "", false
	}
	return "+" + d, Foreign, true
}

// subscriber reports whether digits may follow an area code: no number begins
// with 0, and those with 1 are services (112, 118 118).
func subscriber(s string) bool { return len(s) >= 5 && len(s) <= 8 && s[0] != '0' }

// maxPhone bounds the digits of a number written without country code.
const minPhone = 7

// phone reads a number that starts at token i; like personnummer.
func phone(r *reading.Reading, i int) (o exposure.Observation, last int, ok bool) {
	first := i
	plus := i > 0 && (r.Is(i-1, "+") && r.Joined(i) || r.Is(i-1, "plus"))
	if plus {
		first--
	}
	if r.Kind(i) == text.Number && !plus && !mayBePhone(r, i) {
		return o, -1, false
	}
	if first > 0 && r.Is(first-1, "(") && r.Joined(first) {
		first--
	}
	var n run
	n.collect(r, i)
	if n.size(r) < minPhone {
		return o, -1, false
	}
	spoken := !n.plain(n.n)
	if spoken && !plus && !saysZero(&n, r) {
		return o, -1, false
	}
	var found call
	n.readings(r, func(d []byte, parts int) bool {
		if len(d) < minPhone {
			return false
		}
		c, ok := callOf(r, &n, first, parts, d, plus)
		switch {
		case ok && parts > found.parts && (found.line != Mobile || c.line == Mobile):
			found = c
		case !ok && found.parts > 0 && n.parts[parts-1].near == parted && n.plain(parts):
			return true // what comes after a comma is another number
		}
		return false
	})
	if found.parts == 0 {
		return o, -1, false
	}
	last = n.last(found.parts)
	if last+1 < len(r.Tokens) && r.Is(first, "(") && r.Is(last+1, ")") {
		last++
	}
	cue := cued(r, first, last, lexicon.CuePhone)
	if !cue && vetoed(r, first) {
		return o, last, false
	}
	if !cue && !plus && !found.sure {
		return o, -1, false
	}
	confidence := 0.8
	if cue {
		confidence = 0.95
	}
	o = r.Observe(exposure.ContactPhone, first, last, found.e164, confidence)
	o.Attrs["line"] = exposure.Word(string(found.line))
	o.Attrs["form"] = exposure.Word("written")
	if !n.plain(found.parts) {
		o.Attrs["form"] = exposure.Word("spelled")
	}
	owner, told := PhoneOwner(r.Roster, found.e164)
	if owner != "" {
		o.Subject = owner
		o.Confidence = 1
	}
	o.Attrs["cue"] = announced(r, first, last, cue)
	o.Attrs["own"] = reading.Own(owner != "", told)
	return o, last, true
}

// call is one way to read a number.
type call struct {
	e164  string
	line  Line
	parts int
	sure  bool // it needs no word that announces it
}

// callOf checks one reading of a run: the digits, how they are grouped, and
// what stands around them.
func callOf(r *reading.Reading, n *run, first, parts int, d []byte, plus bool) (c call, ok bool) {
	last := n.last(parts)
	plain := n.plain(parts)
	if plain && (!alone(r, first, last) || dated(r, first, last)) {
		return c, false
	}
	c.parts = parts
	if c.e164, c.line, ok = dial(string(d), plus); ok {
		switch {
		case plus:
			c.sure = true
		case c.line == Mobile:
			// "0,70 och 1 740 605 kr" is none.
			c.sure = !plain || !n.parted(parts) || length(r, int(n.parts[0].token)) > 2
			// Nobody parts the last four by a full stop alone: "070174.0612".
			c.sure = c.sure && !(plain && parts == 2 && r.Is(last-1, ".") && length(r, last) == 4)
		case c.line == Landline && plain:
			// A landline is seven to nine digits, which many other numbers are:
			// it must be written like one, or be announced.
			c.sure = parts > 1 && areaFirst(r, int(n.parts[0].token)) && !n.parted(parts) && !clock(r, int(n.parts[0].token))
		case c.line == Landline:
			c.sure = len(d) >= 8 && parts >= 4
		case d[0] == '0' && d[1] == '0':
			c.sure = strings.HasPrefix(string(d), "0046") || !plain
		default:
			// British: one string of eleven digits, or 5 and 6.
			if plain && !grouped(r, n, parts, "11", "5 6", "5 3 3", "4 3 4", "5 2 4", "5 2 2 2") {
				return c, false
			}
			c.sure = true
		}
		return c, true
	}
	if plus {
		return c, false
	}
	c.line = Foreign
	switch s := string(d); {
	case len(d) == 9 && d[0] == '7' && strings.IndexByte("02369", d[1]) >= 0:
		c.e164, c.line = "+46"+s, Mobile
		c.sure = zeroSaid(r, first, last)
		return c, c.sure || cued(r, first, last, lexicon.CuePhone)
	case areaSaid(r, first):
		c.e164, c.line, ok = dial("0"+s, false)
		return c, ok
	case len(d) == 10 && plain && d[0] >= '2' && d[3] >= '2' && grouped(r, n, parts, "3 3 4") && (r.Is(first, "(") || strings.HasPrefix(s[3:], "55501")):
		// "(415) 555-2671"; 555-01 is kept for fiction.
		c.e164, c.line, c.sure = "+1"+s, Foreign, true
		return c, true
	case !cued(r, first, last, lexicon.CuePhone):
		return c, false
	case len(d) == 11 && strings.HasPrefix(s, "467"):
		c.e164, c.line, ok = dial(s, true) // the plus is left out
		return c, ok
	case len(d) == 8 && plain && grouped(r, n, parts, "3 2 3", "8", "2 2 2 2", "2 3 3", "4 4"):
		c.e164, ok = neighbour(r, first, s, grouped(r, n, parts, "3 2 3"))
		return c, ok
	case len(d) == 10 && d[0] >= '2' && d[3] >= '2' && (!plain || grouped(r, n, parts, "3 3 4", "3 7")):
		c.e164, c.line, ok = dial("1"+s, true)
		return c, ok
	case len(d) == 7 && strings.HasPrefix(s, "55501"):
		c.e164 = "+1" + s
		return c, true
	case (len(d) == 11 || len(d) == 10) && plain && (d[0] == '0' && (d[1] == '1' || d[1] == '2')) && grouped(r, n, parts, "5 6", "5 3 3", "3 4 4", "4 3 4", "5 5"):
		c.e164, c.line, ok = dial("44"+s[1:], true)
		return c, ok
	case (len(d) == 11 || len(d) == 12) && d[0] == '0' && d[1] == '1' && d[2] >= '5' && d[2] <= '7':
		c.e164 = "+49" + s[1:]
		return c, true
	}
	return c, false
}

// mayBePhone reports whether a token of figures may begin a number without
// country code.
func mayBePhone(r *reading.Reading, i int) bool {
	w := r.Fold(i)
	switch {
	case w[0] == '0', w[0] == '7' && (len(w) == 1 || strings.IndexByte("02369", w[1]) >= 0):
		return true
	}
	// A foreign number without its code must be announced, or be written as
	// Americans do.
	return len(w) == 3 || len(w) <= 11 && cued(r, i, i, lexicon.CuePhone)
}

// saysZero reports whether words may begin a number: with a zero, a seven, or
// what a word before makes an area code.
func saysZero(n *run, r *reading.Reading) bool {
	switch p := n.parts[0]; p.kind {
	case letter:
		return p.value == 0
	case unit:
		return p.value == 0 || p.value == 7 || areaSaid(r, int(p.token)) || cued(r, int(p.token), int(p.token), lexicon.CuePhone)
	case tens:
		return p.value == 70 || areaSaid(r, int(p.token)) || cued(r, int(p.token), int(p.token), lexicon.CuePhone)
	case figures:
		w := r.Fold(int(p.token))[0]
		return w == '0' || w == '7' || areaSaid(r, int(p.token))
	case twice:
		return true
	default:
		return areaSaid(r, int(p.token))
	}
}

// grouped reports whether the first parts of a run are figures in one of some
// groupings, such as "3 2 3".
func grouped(r *reading.Reading, n *run, parts int, groupings ...string) bool {
	var b [2 * maxRun]byte
	at := 0
	for k, p := range n.parts[:parts] {
		w := length(r, int(p.token))
		if p.kind != figures || w > 11 {
			return false
		}
		if k > 0 {
			b[at] = ' '
			at++
		}
		if w >= 10 {
			b[at] = '1'
			at++
			w -= 10
		}
		b[at] = '0' + byte(w)
		at++
		if at >= len(b)-3 {
			return false
		}
	}
	return slices.Contains(groupings, string(b[:at]))
}

// lineNear is how far before a foreign number without a country code the word
// that announces it may stand, in tokens.
const lineNear = 4

// neighbour gives a Norwegian or Danish number without its country code, which
// a word for a line must announce from near.
func neighbour(r *reading.Reading, first int, s string, norwegian bool) (string, bool) {
	for _, h := range r.In(r.SentenceOf(first)) {
		if h.Concept == lexicon.CuePhone && h.Value == "line" && h.Last < first && h.Last >= first-lineNear {
			code := "45"
			if norwegian {
				code = "47"
			}
			e164, _, ok := dial(code+s, true)
			return e164, ok
		}
	}
	return "", false
}

// zeroNear is how far from a number "nolla först" may stand, in tokens.
const zeroNear = 4

// zeroSaid reports whether a word says that a zero stands first.
func zeroSaid(r *reading.Reading, first, last int) bool {
	for i := max(0, first-zeroNear); i <= last+zeroNear; i++ {
		switch string(r.Fold(i)) {
		case "nolla", "noll", "0", "zero", "nollan", "46":
			for j := i - 2; j <= i+2; j++ {
				switch string(r.Fold(j)) {
				case "forst", "first", "fore", "framfor", "before", "i":
					return true
				}
			}
		}
	}
	return false
}

// areaSaid reports whether the word before token i says that an area code
// follows, which people then name without its zero.
func areaSaid(r *reading.Reading, i int) bool {
	switch string(r.Fold(i - 1)) {
	case "riktnummer", "riktnr", "riktnumret", "riktnummret", "riktnummer:":
		return true
	}
	return r.Is(i-1, "code") && r.Is(i-2, "area")
}

// areaFirst reports whether the group at token i is a whole area code, or an
// area code and a dash.
func areaFirst(r *reading.Reading, i int) bool {
	w := r.Word(i)
	return len(w) > 1 && isArea(w[1:])
}

// clock reports whether a time of day starts at token i: "08.30".
func clock(r *reading.Reading, i int) bool {
	return length(r, i) == 2 && (r.Is(i+1, ".") || r.Is(i+1, ":")) && r.Joined(i+2) && length(r, i+2) == 2 && r.Word(i+2) < "60"
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
