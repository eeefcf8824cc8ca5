package album

import (
	"math"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/extract/text"
	"lampan/rules/roster"
)

const (
	// farAway is how many metres from every own place a picture is from a journey,
	// and not from an errand.
	farAway = 50_000
	// freshDays is for how long a shown picture tells that somebody is still away;
	// zonesApart is by how much a day there can be ahead of the day here.
	freshDays  = 3
	zonesApart = 1
	// homeCountry is where a family lives that told of no place: lampan is made
	// for Swedish families.
	homeCountry = "SE"
)

// away tells of pictures from far away that were shown while they were fresh.
func (t *teller) away() {
	home := t.country()
	for i, s := range t.shots {
		if len(s.positions) == 0 || !t.fresh(i) {
			continue
		}
		a := attrs{"from": exposure.Day(s.taken), "tense": exposure.Word("ongoing"), "abroad": exposure.Word("unknown")}
		o := exposure.Observation{Kind: exposure.PhotoAway, Attrs: a, Confidence: 1}
		at, least := s.positions[0], math.Inf(1)
		for _, p := range s.positions { // where layers disagree, all must be far
			if _, metres := t.nearest(p, ""); len(t.places) > 0 {
				least = min(least, metres)
			}
		}
		town, known := townOf(at)
		if known {
			o.Value = text.Fold(town.Name)
			a["name"], a["country"] = exposure.Word(town.Name), exposure.Word(town.Country)
		}
		switch {
		case len(t.places) == 0 && (!known || town.Country == homeCountry):
			continue
		case least < farAway:
			continue
		case len(t.places) > 0:
			a["metres"] = exposure.Number(math.Round(least))
			if known && home != "" {
				a["abroad"] = exposure.Word(yesNo(town.Country != home))
			}
		}
		t.tell([]int{i}, o)
	}
}

// fresh reports whether a picture was shown within days of being taken. One that
// does not say since when it shows is looked at on the day of the audit, and shows
// then. One in somebody's own files does not show, whenever it was put there.
func (t *teller) fresh(i int) bool {
	doc, taken := &t.docs[i], t.shots[i].taken
	shown := doc.Published
	if shown.IsZero() {
		shown = t.at
	}
	if doc.Visibility <= exposure.Private || shown.IsZero() || taken.IsZero() {
		return false
	}
	days := date(shown).Sub(date(taken)) / (24 * time.Hour)
	return -zonesApart <= days && days <= freshDays
}

// date is the day of t as its own clock shows it, to count days from.
func date(t time.Time) time.Time {
	d, _ := exposure.Day(t).AsDay()
	return d
}

// country is where the family lives: at home, else at the first of their places
// that is known; empty when none is.
func (t *teller) country() string {
	if len(t.places) == 0 {
		return ""
	}
	at := t.places[0].at
	for _, p := range t.places {
		if p.Kind == roster.Home {
			at = p.at
			break
		}
	}
	town, _ := townOf(at)
	return town.Country
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
