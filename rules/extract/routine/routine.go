// Package routine recognises times that come back every week: a weekday with a
// clock or an activity. It judges nothing.
package routine

import (
	"fmt"
	"strconv"
	"strings"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/extract/who"
	"lampan/rules/lexicon"
)

var weekdays = [...]string{1: "mon", 2: "tue", 3: "wed", 4: "thu", 5: "fri", 6: "sat", 7: "sun"}

// Find appends one observation a weekday that comes back.
func Find(r *reading.Reading, out []exposure.Observation) []exposure.Observation {
	for s, sent := range r.Sentences {
		if !r.Has(s, lexicon.TimeWeekday, lexicon.TimeWeekly, lexicon.TimeEvery) {
			continue
		}
		out = sentence(r, s, sent, out)
	}
	return out
}

// day is one weekday of a sentence.
type day struct {
	number      int
	first, last int
}

func sentence(r *reading.Reading, s int, sent text.Sentence, out []exposure.Observation) []exposure.Observation {
	days, weekly := weekdaysOf(r, s)
	if len(days) == 0 {
		return out
	}
	clock, at := clockIn(r, sent)
	act, named := r.Find(s, lexicon.Activity, lexicon.ActivityOut, lexicon.OwnActivity, lexicon.Errand)
	gone := !named
	if gone {
		// "varje fredag åker vi till stugan"
		act, named = r.Find(s, lexicon.AbsenceState, lexicon.AbsenceTarget)
		act.Value = "away"
	}
	gone = gone && named
	if !weekly && (len(days) < 2 || clock == "" || !named) || clock == "" && !named {
		return out
	}
	if !named && !who.FirstPerson(r, s) && !r.Has(s, lexicon.ActorChild, lexicon.ActorMember, lexicon.OwnName) {
		return out // an organisation's hours
	}
	if named && r.Near(act.First, act.Last, 2, 2, lexicon.Negation) {
		return out
	}
	activity := ""
	if named {
		activity = act.Value
		if activity == "" {
			activity = string(r.Folded()[r.Tokens[act.First].Start:r.Tokens[act.Last].End])
		}
	}
	a := actor(r, s, act, named, days[0])
	// In a source about a child, whoever says "I" or "we" speaks of the child:
	// the child, or the club it plays for.
	if id := r.Doc.Subject; r.Roster.Minor(id) && !a.Outside() && (a.Subject == "" || a.Subject == exposure.Household) && !r.Has(s, lexicon.Whole) {
		a = who.Actor{Who: "self", Subject: id, Minor: true}
	}
	away := gone || r.Has(s, lexicon.AbsenceState, lexicon.AbsenceEmpty)
	if named && !athome(r, sent) {
		switch {
		case r.Has(s, lexicon.Whole):
			away = true
		case act.Concept == lexicon.ActivityOut:
			away = away || !a.Minor
		case act.Concept != lexicon.Errand:
			away = away || a.Subject == exposure.Household // "vi sjunger": both parents
		}
	}
	for _, d := range days {
		first, last := d.first, d.last
		if clock != "" && at.last > last {
			last = max(last, at.last)
		}
		confidence := 0.6
		if clock != "" && named {
			confidence = 0.8
		}
		o := r.Observe(exposure.RoutineWeekly, first, last, fmt.Sprintf("%s %s|%s", weekdays[d.number], clock, activity), confidence)
		o.Subject = a.Subject
		o.Attrs["weekday"] = exposure.Word(weekdays[d.number])
		if clock != "" {
			o.Attrs["time"] = exposure.Word(clock)
		}
		o.Attrs["actor"] = exposure.Word(a.Who)
		o.Attrs["minor"] = reading.YesNo(a.Minor)
		o.Attrs["absent"] = reading.YesNo(away)
		out = append(out, o)
	}
	return out
}

// weekdaysOf gives the weekdays of sentence s that come again, and whether it
// says that they do: "varje tisdag", "på tisdagar".
func weekdaysOf(r *reading.Reading, s int) (days []day, weekly bool) {
	for _, h := range r.In(s) {
		if h.Concept != lexicon.TimeWeekday && h.Concept != lexicon.TimeWeekly && h.Concept != lexicon.TimeUnit {
			continue
		}
		_, every := r.Before(h.First, lexicon.TimeEvery)
		if every && h.Concept == lexicon.TimeUnit && h.Value == "weekend" {
			weekly = true
			days = append(days, day{6, h.First - 1, h.Last})
			continue
		}
		number, how, _ := strings.Cut(h.Value, " ")
		if h.Concept == lexicon.TimeUnit || how == "last" {
			continue
		}
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n > 7 {
			continue
		}
		d := day{n, h.First, h.Last}
		if h.Concept == lexicon.TimeWeekly || every {
			weekly = true
			if every {
				d.first--
			}
			days = append(days, d)
			continue
		}
		// "varje tisdag och torsdag", "tis och tors 17.30"
		if len(days) > 0 && h.First-days[len(days)-1].last == 2 && joins(r, h.First-1) || next(r, h) {
			days = append(days, d)
		}
	}
	return days, weekly
}

// joins reports whether token i stands between two weekdays of a list.
func joins(r *reading.Reading, i int) bool {
	switch r.Word(i) {
	case "och", "o", "and", "&", "+", ",", "/", "-", "samt":
		return true
	}
	return false
}

// next reports whether another weekday of a list follows.
func next(r *reading.Reading, h lexicon.Hit) bool {
	if !joins(r, h.Last+1) || r.Is(h.Last+1, "-") {
		return false
	}
	_, ok := r.At(h.Last+2, lexicon.TimeWeekday)
	return ok
}

// actor finds who does it: whoever the clause of the activity names, else the
// rest of its sentence, else the subject of the activity.
func actor(r *reading.Reading, s int, act lexicon.Hit, named bool, d day) who.Actor {
	sent := r.Sentences[s]
	at := d.first
	if named {
		at = act.First
	}
	from, to := clause(r, sent, at)
	if a, ok := among(r, s, from, to); ok {
		return a
	}
	if named && act.Concept == lexicon.OwnActivity {
		if id := r.Roster.Clubs[act.Ref].Person; id != "" {
			return who.Actor{Who: "household", Subject: id, Minor: r.Roster.Minor(id)}
		}
	}
	if !named {
		act = lexicon.Hit{Concept: lexicon.TimeWeekly, First: d.first, Last: d.last}
	}
	a := who.Of(r, act)
	if a.Outside() || a.Who == "self" && who.FirstPerson(r, s) {
		return a
	}
	if a, ok := among(r, s, sent.First, sent.End); ok {
		return a
	}
	return a
}

// among finds who is named in tokens from to to, half open: a member or a child
// before "vi", which may only bring the child there, unless "vi" does it in
// another place than "barnen" do.
func among(r *reading.Reading, s, from, to int) (who.Actor, bool) {
	we := false
	for _, h := range r.In(s) {
		if h.First < from || h.First >= to {
			continue
		}
		switch {
		case h.Concept == lexicon.OwnName && who.Named(r, h):
			p := r.Roster.People[h.Ref]
			if p.ID == r.Doc.Subject {
				return who.Actor{Who: "self", Subject: p.ID, Minor: p.Minor}, true
			}
			return who.Actor{Who: "household", Subject: p.ID, Minor: p.Minor}, true
		case h.Concept == lexicon.ActorChild:
			return who.Actor{Who: "household", Minor: true}, true
		case h.Concept == lexicon.Whole, h.Concept == lexicon.ActorHousehold && h.Value != "poss":
			we = true
		}
	}
	return who.Actor{Who: "household", Subject: exposure.Household}, we
}

// clause gives the tokens of the clause around token i: up to a comma with a
// word that joins two statements, or such a word alone.
func clause(r *reading.Reading, sent text.Sentence, i int) (from, to int) {
	from, to = sent.First, sent.End
	for j := i - 1; j >= sent.First; j-- {
		if parts(r, j) {
			from = j + 1
			break
		}
	}
	for j := i + 1; j < sent.End; j++ {
		if parts(r, j) {
			to = j
			break
		}
	}
	return from, to
}

// parts reports whether a new statement starts at or after token j.
func parts(r *reading.Reading, j int) bool {
	switch string(r.Fold(j)) {
	case "medan", "while", "men", "but", ";":
		return true
	case ",":
		switch string(r.Fold(j + 1)) {
		case "och", "and", "men", "but", "sa", "so":
			return true
		}
	}
	return false
}

// athome reports whether a sentence says that it happens at home.
func athome(r *reading.Reading, sent text.Sentence) bool {
	for i := sent.First; i < sent.End; i++ {
		switch string(r.Fold(i)) {
		case "hemma":
			return true
		case "home":
			return r.Is(i-1, "at") || r.Is(i-1, "from")
		}
	}
	return false
}

const day24 = 24 * 60 // minutes

// Clock gives the first time of day in sentence s as HH:MM; "" when there is
// none.
func Clock(r *reading.Reading, s int) string {
	c, _ := clockIn(r, r.Sentences[s])
	return c
}

// clockAt is where a clock stands.
type clockAt struct{ first, last int }

// clockIn finds the first time of day in a sentence, as HH:MM.
func clockIn(r *reading.Reading, sent text.Sentence) (string, clockAt) {
	for i := sent.First; i < sent.End; i++ {
		if r.Kind(i) != text.Number || len(r.Word(i)) > 2 {
			continue
		}
		h, _ := strconv.Atoi(r.Word(i))
		if h > 23 {
			continue
		}
		if i+2 < sent.End && (r.Is(i+1, ":") || r.Is(i+1, ".")) && r.Joined(i+1) && r.Joined(i+2) && r.Kind(i+2) == text.Number && len(r.Word(i+2)) == 2 {
			if m, _ := strconv.Atoi(r.Word(i + 2)); m < 60 {
				last := i + 2
				h, last = half(r, h, last)
				return fmt.Sprintf("%02d:%02d", h, m), clockAt{i, last}
			}
			continue
		}
		if c, last := half(r, h, i); last > i {
			return fmt.Sprintf("%02d:00", c), clockAt{i, last}
		}
		if c, ok := r.Before(i, lexicon.TimeClock); ok && !(r.Joined(i+1) && i+1 < sent.End && r.Kind(i+1) == text.Word) {
			shift, _ := strconv.Atoi(c.Value) // "halv 8" is 30 minutes before
			m := (h*60 + shift + day24) % day24
			return fmt.Sprintf("%02d:%02d", m/60, m%60), clockAt{i, i}
		}
		// "17-18", right after a weekday
		if _, ok := r.Before(i, lexicon.TimeWeekday, lexicon.TimeWeekly); ok && i+2 < sent.End && r.Is(i+1, "-") && r.Kind(i+2) == text.Number && len(r.Word(i+2)) == 2 {
			return fmt.Sprintf("%02d:00", h), clockAt{i, i + 2}
		}
	}
	return "", clockAt{-1, -1}
}

// half reads "am" and "pm" after token last.
func half(r *reading.Reading, h, last int) (int, int) {
	switch {
	case r.Is(last+1, "pm") && h <= 12:
		return h%12 + 12, last + 1
	case r.Is(last+1, "am") && h <= 12:
		return h % 12, last + 1
	}
	return h, last
}
