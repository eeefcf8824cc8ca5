// Package access recognises what opens a home: a code, the place of a hidden
// key, who holds one, an alarm that is off, a door that is not locked. It keeps
// no code: its observations have no value and say where, not what. Whether a
// sentence means it is not decided here, only books, games and figures of
// speech are left out.
package access

import (
	"slices"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
)

// Forms of what opens a home.
const (
	code   = "code"   // digits
	place  = "place"  // where a key lies
	holder = "holder" // who has one, or knows the code
	alarm  = "alarm"  // it is off
	open   = "open"   // a door that is not locked
)

// Distances in tokens.
const (
	codeLabel  = 14 // from "portkod" to the digits
	weakLabel  = 10 // from "koden"
	codeBehind = 4  // from the digits to "på porten"
	doorLabel  = 4  // from a door alone: "port 1369"
	doorNear   = 15 // from a code to the door it is for
	boxLabel   = 10 // from a key box
	hideNear   = 12 // from a key to where it lies
	openNear   = 10 // from a door to what is said of it
	alarmNear  = 8
	takenBack  = 12 // a word about a book or a game
)

// Find appends what it recognises in r, at most one observation of a form in a
// sentence.
func Find(r *reading.Reading, out []exposure.Observation) []exposure.Observation {
	var told [5]int // the sentence in which a form was told last, plus one
	tell := func(form string, first, last int) {
		n := slices.Index(forms, form)
		if s := r.SentenceOf(first) + 1; told[n] != s {
			told[n] = s
			o := r.Observe(exposure.AccessCode, first, last, "", 0.8)
			o.Attrs["form"] = exposure.Word(form)
			out = append(out, o)
		}
	}
	for _, h := range r.Topics {
		form, first, last, ok := opens(r, int(h.First), int(h.Last), r.Lists.Name(h.Topic))
		if ok && !r.Speaks(first, last, takenBack, takenBack, "access.fiction") && !r.Speaks(first, last, 1, 1, "key.figure", "key.lost") {
			tell(form, min(first, int(h.First)), max(last, int(h.Last)))
		}
	}
	return out
}

var forms = []string{code, place, holder, alarm, open}

// opens decides what the phrase of a topic at tokens first to last tells
// together with what stands near it in its sentence.
func opens(r *reading.Reading, first, last int, topic string) (form string, from, to int, ok bool) {
	near := func(before, after int, topics ...string) bool {
		h, found := r.About(first, last, before, after, topics...)
		if !found || r.SentenceOf(int(h.First)) != r.SentenceOf(first) {
			return false
		}
		from, to = min(first, int(h.First)), max(last, int(h.Last))
		return true
	}
	from, to = first, last
	switch topic {
	case "code.word":
		from, to, ok = digits(r, first, last, codeLabel, codeBehind)
		return code, from, to, ok
	case "code.weak":
		from, to, ok = digits(r, first, last, weakLabel, codeBehind)
		return code, from, to, ok && r.Speaks(from, to, doorNear, doorNear, "door.part", "hide.place", "key.box", "alarm.word", "access.visit")
	case "door.coded":
		from, to, ok = digits(r, first, last, doorLabel, 0)
		return code, from, to, ok && !year(r, to)
	case "key.box":
		if from, to, ok = digits(r, first, last, boxLabel, codeBehind); ok {
			return code, from, to, true
		}
		from, to = first, last
		return place, from, to, near(hideNear, hideNear, "hide.place")
	case "key.lie":
		return place, from, to, true
	case "key.there":
		return place, from, to, r.Speaks(first, last, hideNear, 0, "key.object", "key.spare", "key.box")
	case "key.spare", "key.object":
		return place, from, to, near(0, hideNear, "hide.place")
	case "key.holder":
		return holder, from, to, true
	case "alarm.off":
		return alarm, from, to, near(alarmNear, alarmNear, "alarm.word")
	case "lock.open":
		return open, from, to, near(openNear, openNear, "door.part", "lock.part")
	}
	return "", 0, 0, false
}

// digits finds a code of three to six digits behind tokens first to last, or
// before them: in one piece, or digit by digit.
func digits(r *reading.Reading, first, last, after, before int) (from, to int, ok bool) {
	for i := last + 1; i < len(r.Tokens) && i <= last+after && r.Tokens[i].Lines < 2; i++ {
		if end, ok := codeAt(r, i); ok {
			return first, end, true
		}
	}
	for i := first - 1; i >= 0 && i >= first-before; i-- {
		if end, ok := codeAt(r, i); ok && end < first {
			return i, last, true
		}
	}
	return 0, 0, false
}

// codeAt reads a code that starts at token i: 4711, 4-7-1-1, 9 1 4 4, *7719, 0816#.
func codeAt(r *reading.Reading, i int) (last int, ok bool) {
	if r.Kind(i) != text.Number || numbered(r, i-1) || r.Joined(i) && r.Kind(i-1) != text.Mark || i > 0 && r.Joined(i) && (r.Is(i-1, ".") || r.Is(i-1, ",") || r.Is(i-1, ":") || r.Is(i-1, "+")) {
		return 0, false
	}
	size := func(j int) int { return int(r.Tokens[j].End - r.Tokens[j].Start) }
	n, last := size(i), i
	if n == 1 {
		for j := i + 1; j < len(r.Tokens) && j < i+12; {
			if r.Is(j, "-") && r.Joined(j) {
				j++
			}
			if r.Kind(j) != text.Number || size(j) != 1 || r.Tokens[j].Lines > 0 {
				break
			}
			n, last = n+1, j
			j++
		}
	}
	if n < 3 || n > 6 || counted(r, last+1) {
		return 0, false
	}
	return last, true
}

// numbered reports whether token i begins what the number behind it goes on
// with: a phone number, a plate, a street, a product.
func numbered(r *reading.Reading, i int) bool {
	if i < 0 || r.Tokens[i+1].Lines > 0 {
		return false
	}
	if r.Kind(i) == text.Number {
		return true
	}
	return r.Capital(i) && !r.Speaks(i, i, 0, 0, "code.word", "code.weak", "door.coded", "key.box", "alarm.word")
}

// year reports whether token i is a year of our time.
func year(r *reading.Reading, i int) bool {
	w := r.Fold(i)
	return len(w) == 4 && (string(w[:2]) == "19" || string(w[:2]) == "20" && w[2] < '4')
}

// counted reports whether token i makes the number before it a time, a sum or a
// part of something longer.
func counted(r *reading.Reading, i int) bool {
	if r.Joined(i) {
		switch r.Kind(i) {
		case text.Word:
			return true
		case text.Mark:
			return (r.Is(i, ":") || r.Is(i, ".") || r.Is(i, ",") || r.Is(i, "-") || r.Is(i, "%") || r.Is(i, "/")) && r.Joined(i+1) && r.Kind(i+1) == text.Number || r.Is(i, "%")
		default:
		}
	}
	switch r.Word(i) {
	case "kr", "kronor", "sek", "spann", "euro", "eur", "pund", "dollar", "meter", "m", "km", "kg", "st", "stycken", "personer", "people", "steg", "minuter", "minutes", "ar", "years", "timmar", "hours", "ganger", "times", "$", "€", "£", "%", "sidor", "pages", "tecken", "rader", "lines":
		return true
	}
	return i < len(r.Tokens) && r.Kind(i) == text.Number && !r.Joined(i) && r.Tokens[i].Lines == 0 && r.Tokens[i].Start-r.Tokens[i-1].End == 1 && r.Tokens[i].End-r.Tokens[i].Start > 1
}
