package who

import (
	"slices"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

// works appends employers: a name after a phrase about holding a job ("jobbar
// på X", "sköterska på X", "my first week at X"), or a well-known employer
// beside one. Jobs that are over or wanted are left out.
func works(r *reading.Reading, cs []cue, out []exposure.Observation) []exposure.Observation {
	end := -1 // the last token of the employer before
	for _, c := range cs {
		if c.first <= end || c.role != workHolds && c.role != workRole && c.role != workShift && c.role != employer {
			continue
		}
		near := inSentence(r, cs, r.SentenceOf(c.first))
		first, last, ok := 0, 0, false
		sure := 0.8
		switch c.role {
		case workHolds:
			first, last, ok = employerAfter(r, near, c)
		case workRole, workShift:
			sure = 0.7
			first, last, ok = employerAfter(r, near, c)
		case employer:
			sure = 0.6
			switch {
			case !r.Capital(c.first):
			case atWork(r, c.first-1) && onDuty(near):
				first, last, ok = c.first, organisation(r, c.last), true
			case amidWork(near):
				sure = 0.5
				first, last, ok = c.first, organisation(r, c.last), true
			}
		default:
		}
		if !ok || first <= end || left(near) {
			continue
		}
		end = last
		name := r.Clean(first, last)
		o := r.Observe(exposure.WorkNamed, first, last, text.Fold(name), sure)
		o.Attrs["name"] = exposure.Word(name)
		o.Attrs["own"] = exposure.Word("unknown")
		out = append(out, o)
	}
	return out
}

// left reports whether a sentence with these cues says that the job is over,
// sought or advertised.
func left(cs []cue) bool {
	return slices.ContainsFunc(cs, func(c cue) bool { return c.role == workNot })
}

// onDuty reports whether a sentence with these cues tells of a job or its hours.
func onDuty(cs []cue) bool {
	return slices.ContainsFunc(cs, func(c cue) bool { return c.role == workHolds || c.role == workRole || c.role == workShift })
}

// amidWork reports whether a sentence with these cues tells of what surrounds
// one's own work, and not of a customer's errand.
func amidWork(cs []cue) bool {
	scene := false
	for _, c := range cs {
		if c.role == workGuest {
			return false
		}
		scene = scene || c.role == workScene
	}
	return scene
}

// workReach is how far in tokens a place of work stands from the job.
const workReach = 6

// employerAfter finds the employer that a job belongs to.
func employerAfter(r *reading.Reading, cs []cue, job cue) (first, last int, ok bool) {
	s := r.SentenceOf(job.last)
	at := atWork(r, job.last)
	for i := job.last + 1; i <= job.last+workReach && i < len(r.Tokens) && r.SentenceOf(i) == s; i++ {
		if known, end := listed(cs, i); known && (at || r.Capital(i)) {
			return i, organisation(r, end), true
		}
		if at {
			if end, named := workplace(r, i, job.role == workRole); named && !starts(cs, job.first, i) {
				return i, end, true
			}
			if r.Capital(i) && !betweenWork(r, i) {
				return 0, 0, false
			}
		}
		if job.role != workHolds && !at && (r.Kind(i) == text.Mark && !r.Is(i, "@") && !r.Is(i, "/") && !r.Is(i, ",") || joint(r, i) && !r.Is(i, ",")) {
			return 0, 0, false // "är polis och bor på …"
		}
		at = at || atWork(r, i)
	}
	return 0, 0, false
}

// starts reports whether tokens first to last tell of a year at school: "first
// day of Year 3 at …".
func starts(cs []cue, first, last int) bool {
	for _, c := range cs {
		if c.role == schoolYear && c.first >= first && c.first <= last {
			return true
		}
	}
	return false
}

// betweenWork reports whether the employer may still come after token i: "Avd 3
// på Falu lasarett".
func betweenWork(r *reading.Reading, i int) bool {
	return atWork(r, i) || atWork(r, i+1)
}

// atWork reports whether token i ties a job to its place.
func atWork(r *reading.Reading, i int) bool {
	switch string(r.Fold(i)) {
	case "pa", "hos", "vid", "at", "for", "@", "with", "till", "inom", "ved":
		return true
	}
	return false
}

// listed reports whether a well-known employer starts at token i.
func listed(cs []cue, i int) (bool, int) {
	found, end := false, i
	for _, c := range cs {
		if c.first > i {
			break
		}
		if c.first == i && c.role == employer {
			found, end = true, max(end, c.last)
		}
	}
	return found, end
}

// workplace reads a name with capitals that is no person, no time and no mere
// town: "Kalvträsk Timmerhus", "Falu lasarett". A school is one for those who
// work there, and not for those who begin there.
func workplace(r *reading.Reading, i int, teaches bool) (last int, ok bool) {
	w := r.Fold(i)
	if !r.Capital(i) || len(w) < 2 || r.Joined(i+1) && r.Kind(i+1) == text.Number || ends(w, "gatan") || ends(w, "vagen") {
		return i, false
	}
	if ends(w, "skolan") || ends(w, "gymnasiet") {
		return i, teaches
	}
	for _, h := range r.Starting(i) {
		c := h.Concept
		if c.Time() || c >= lexicon.ActorSelf && c <= lexicon.ActorChild && h.Value != "letter" || c == lexicon.OwnName {
			return i, false
		}
	}
	last = organisation(r, i)
	if last > i {
		return last, true
	}
	if _, town := r.At(i, lexicon.PlaceWorld, lexicon.PlaceSweden); town {
		return i, false
	}
	return i, lexicon.NameOf(r.Tokens[i].Hash) == 0 && r.Tokens[i].End-r.Tokens[i].Start > 1
}

// organisation extends a name over capitals and over what an organisation is:
// "Falu lasarett", "Alingsås kommuns räddningstjänst".
func organisation(r *reading.Reading, i int) int {
	last := i
	s := r.SentenceOf(i)
	for last-i < 5 && last+1 < len(r.Tokens) && r.SentenceOf(last+1) == s && r.Tokens[last+1].Lines == 0 {
		next := last + 1
		switch {
		case r.Capital(next) && !timed(r, next):
			last = next
		case kindOfWork(r.Fold(next)):
			last = next
		case (r.Is(next, "&") || r.Is(next, "-") || r.Is(next, "och") || r.Is(next, "of")) && r.Capital(next+1) && r.SentenceOf(next+1) == s &&
			lexicon.NameOf(r.Tokens[next+1].Hash) == 0 && !r.Is(next+1, "i"):
			last = next + 1
		default:
			return last
		}
	}
	return last
}

// timed reports whether a word about time starts at token i, or the pronoun I.
func timed(r *reading.Reading, i int) bool {
	for _, h := range r.Starting(i) {
		if h.Concept.Time() || h.Value == "letter" {
			return true
		}
	}
	return false
}

// kindOfWork reports whether a folded word is or ends in what an organisation
// is.
func kindOfWork(w []byte) bool {
	switch string(w) {
	case "kommun", "kommuns", "lasarett", "sjukhus", "sjukhuset", "bruk", "akeri", "bygg", "skola", "forskola", "gymnasium", "universitet", "hogskola",
		"museum", "bibliotek", "hospital", "council", "university", "college", "school", "bakery", "bageri", "konditori", "vardcentral", "tingsratt",
		"hotell", "hotel", "energi", "fastigheter", "lan", "landsting", "apotek", "sagverk", "mejeri", "bryggeri", "stift", "pastorat", "flygplats", "airport",
		"hemtjanst", "raddningstjanst", "fiskodling", "verkstad", "kliniken", "clinic", "surgery", "camping", "djursjukhus", "folktandvard", "polis":
		return true
	}
	return false
}
