package ident

import (
	"strings"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

// Personal is a Swedish personal or coordination number.
type Personal struct {
	Number       string    // twelve characters; interim numbers keep their letter
	Coordination bool      // the day is 60 higher
	Born         time.Time // zero when the number does not hold a whole date
}

// Personnummer reads a number in any written form: with or without century and
// separator ("-", "+", a space). It checks the calendar and the check digit.
// Where the century is missing it takes the last one that is not after now; a
// "+" takes one more hundred years away. Source: Skatteverket SKV 704, and for
// interim numbers the specification of personnummer/meta.
func Personnummer(s string, now time.Time) (Personal, bool) {
	s = strings.TrimSpace(strings.ToUpper(s))
	plus := strings.Contains(s, "+")
	body := strings.Map(func(c rune) rune {
		if c == '-' || c == '+' || c == ' ' {
			return -1
		}
		return c
	}, s)
	if len(s)-len(body) > 1 || len(s) > len(body) && len(s) != strings.IndexAny(s, "-+ ")+5 {
		return Personal{}, false
	}
	if len(body) != 10 && len(body) != 12 {
		return Personal{}, false
	}
	short := body[len(body)-10:]
	sum := 0
	for i := range len(short) {
		d := int(short[i] - '0')
		if i == 6 && strings.IndexByte("TRSUWXJKLMN", short[i]) >= 0 {
			d = 1
		}
		if d < 0 || d > 9 {
			return Personal{}, false
		}
		if i%2 == 0 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	if sum%10 != 0 {
		return Personal{}, false
	}
	two := func(i int) int { return int(short[i]-'0')*10 + int(short[i+1]-'0') }
	if short[6:9] == "000" {
		return Personal{}, false // no such serial number
	}
	year, month, day := two(0), two(2), two(4)
	p := Personal{Coordination: day >= 60}
	if p.Coordination {
		day -= 60
	}
	if len(body) == 12 {
		century := body[:2]
		if century != "18" && century != "19" && century != "20" {
			return Personal{}, false
		}
		year += int(century[0]-'0')*1000 + int(century[1]-'0')*100
	} else {
		year += now.Year() / 100 * 100
		if year > now.Year() || year == now.Year() && time.Month(month) > now.Month() {
			year -= 100
		}
		if plus {
			year -= 100
		}
	}
	switch {
	case p.Coordination && month <= 12 && day <= 31:
		// Real coordination numbers hold month 00, day 60 and days that their
		// month lacks.
	case month < 1 || month > 12 || day < 1 || day > days(year, month):
		return Personal{}, false
	}
	if month >= 1 && day >= 1 && day <= days(year, month) {
		p.Born = time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		if len(body) == 12 && p.Born.After(now.AddDate(1, 0, 0)) {
			return Personal{}, false
		}
	}
	p.Number = string([]byte{'0' + byte(year/1000), '0' + byte(year/100%10)}) + short
	return p, true
}

func days(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// undated stands in for the day of publication where a source does not say. It
// only decides the century of two-digit years.
var undated = time.Date(2026, time.December, 31, 0, 0, 0, 0, time.UTC)

func published(r *reading.Reading) time.Time {
	if r.Doc.Published.IsZero() {
		return undated
	}
	return r.Doc.Published
}

// personnummer reads a number that starts at token i. It returns the last token
// used, or -1 when this is not shaped like one; ok says whether it is one.
func personnummer(r *reading.Reading, i int) (o exposure.Observation, last int, ok bool) {
	n := length(r, i)
	var separated bool
	switch {
	case n == 6 || n == 8:
		last = i
		j := i + 1
		if r.Is(j, "-") || r.Is(j, "+") {
			j++
		}
		if r.Kind(j) == text.Word && length(r, j) == 1 && length(r, j+1) == 3 && r.Joined(j+1) && r.Kind(j+1) == text.Number {
			last = j + 1 // interim number: a letter and three digits
		} else if r.Kind(j) == text.Number && length(r, j) == 4 {
			last = j
		}
		if last == i || r.Tokens[j].Lines > 0 || r.Tokens[last].End-r.Tokens[i].Start > 15 {
			return o, -1, false
		}
		separated = true
		if j == i+1 && r.Tokens[j].Space && r.Kind(last+1) == text.Number {
			return o, -1, false // one group among several
		}
		if i > 0 && r.Kind(i-1) == text.Number && !r.Joined(i) && j == i+1 {
			return o, -1, false
		}
	case n == 10 || n == 12:
		last = i
	default:
		return o, -1, false
	}
	if !alone(r, i, last) {
		return o, -1, false
	}
	var b strings.Builder
	for j := i; j <= last; j++ {
		b.WriteString(r.Word(j))
		if j == i && last > i && r.Kind(i+1) != text.Mark {
			b.WriteByte(' ')
		}
	}
	p, ok := Personnummer(b.String(), published(r))
	if !ok {
		return o, -1, false
	}
	cue := cued(r, i, last, lexicon.CuePersonnummer)
	bare := !separated
	switch {
	case cue:
	case vetoed(r, i):
		return o, last, false
	case bare && n == 10:
		// One string of ten digits in 130 passes every check, so without a
		// word that announces it this says nothing.
		return o, -1, false
	}
	confidence := 0.9
	if bare || r.Tokens[min(i+1, last)].Space {
		confidence = 0.8
	}
	if cue {
		confidence = 0.98
	}
	o = r.Observe(exposure.IDPersonnummer, i, last, p.Number, confidence)
	o.Attrs["form"] = exposure.Word("personnummer")
	if p.Coordination {
		o.Attrs["form"] = exposure.Word("samordningsnummer")
	}
	o.Attrs["written"] = exposure.Word("separated")
	if bare {
		o.Attrs["written"] = exposure.Word("bare")
	}
	o.Attrs["cue"] = reading.YesNo(cue)
	o.Subject = bearer(r, i, p.Born)
	o.Attrs["own"] = reading.Own(o.Subject != "", false)
	return o, last, true
}

// bearer guesses whose number it is: a member born that year whose name stands
// in the sentence, or the source's subject who says "my".
func bearer(r *reading.Reading, i int, born time.Time) exposure.SubjectID {
	if born.IsZero() {
		return ""
	}
	s := r.SentenceOf(i)
	for _, h := range r.In(s) {
		if h.Concept != lexicon.OwnName {
			continue
		}
		if p := r.Roster.People[h.Ref]; p.Born == born.Year() {
			return p.ID
		}
	}
	if p, ok := r.Roster.Person(r.Doc.Subject); ok && p.Born == born.Year() && r.Has(s, lexicon.ActorSelf) {
		return p.ID
	}
	return ""
}
