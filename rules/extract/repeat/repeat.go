// Package repeat recognises in one post or picture what would be a routine if
// others said the same: a place or an activity on a day and at an hour. Alone
// it tells nothing; rules/match puts the posts of one person together. It
// judges nothing.
package repeat

import (
	"strings"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/routine"
	"lampan/rules/extract/when"
	"lampan/rules/lexicon"
)

// The forms of a trace.
const (
	activity = "activity"
	venue    = "venue"
	school   = "school"
	position = "position"
)

var weekdays = [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// Find appends one trace for every place or activity that a sentence of a dated
// post names. The hour is the one that the sentence tells, else that of
// publication, where the source gives one.
func Find(r *reading.Reading, ranges []when.Range, found, out []exposure.Observation) []exposure.Observation {
	if r.Doc.Published.IsZero() {
		return out
	}
	start := len(out)
	for i := range found {
		o := &found[i]
		if form, thing := named(o); thing != "" {
			out = add(r, ranges, out, start, exposure.Observation{Span: o.Span, Sentence: o.Sentence}, form, thing)
		}
	}
	for _, h := range r.Hits {
		switch h.Concept {
		case lexicon.Activity, lexicon.ActivityOut, lexicon.OwnActivity:
			o := exposure.Observation{Span: r.SpanOf(h.First, h.Last), Sentence: r.SentenceOf(h.First)}
			out = add(r, ranges, out, start, o, activity, stem(r, h))
		}
	}
	return out
}

// named gives the form of an observation that names a place, and the place.
func named(o *exposure.Observation) (form, thing string) {
	switch o.Kind {
	case exposure.VenueNamed, exposure.ActivityNamed:
		return venue, o.Value
	case exposure.SchoolNamed:
		return school, o.Value
	case exposure.PlacePosition:
		if near, _ := o.Attr("near").AsWord(); near != "home" {
			return position, o.Value
		}
	}
	return "", ""
}

// stemLength is how much of an activity's word counts, so that "springer" and
// "springa" are one.
const stemLength = 4

func stem(r *reading.Reading, h lexicon.Hit) string {
	if h.Concept == lexicon.OwnActivity {
		return string(r.Folded()[r.Tokens[h.First].Start:r.Tokens[h.Last].End])
	}
	w := r.Fold(h.First)
	return string(w[:min(stemLength, len(w))])
}

// takenBack are topics of a sentence that tells of no moment in the writer's
// life.
var takenBack = []string{
	"mode.negated", "mode.cancel", "mode.dream", "mode.fiction", "mode.public", "mode.memory", "publicplace.fiction", "publicplace.hours",
	"organisation.invite", "organisation.schedule", "routine.wish", "routine.past",
}

// add appends the trace of a thing at o, unless its sentence tells of another
// time than one moment, or the same was appended since start.
func add(r *reading.Reading, ranges []when.Range, out []exposure.Observation, start int, o exposure.Observation, form, thing string) []exposure.Observation {
	s := o.Sentence
	if s < 0 || s >= len(r.Sentences) || r.Has(s, lexicon.TimeWeekly, lexicon.TimeEvery) {
		return out // what comes back by its own words is routine.weekly
	}
	if sent := r.Sentences[s]; r.Speaks(sent.First, sent.End-1, 0, 0, takenBack...) {
		return out
	}
	day, told := dayOf(r, ranges, s)
	if day.IsZero() {
		return out
	}
	clock := routine.Clock(r, s)
	if clock == "" {
		if p := r.Doc.Published; !told && timed(p) {
			clock = p.Format("15:04")
		} else {
			return out
		}
	}
	t := trace(r.Doc, form, thing, day, clock)
	t.Span, t.Sentence = o.Span, s
	for i := start; i < len(out) && i < start+maxTraces; i++ {
		if out[i].Value == t.Value {
			return out
		}
	}
	if len(out)-start >= maxTraces {
		return out
	}
	return append(out, t)
}

// maxTraces bounds what one post leaves; a page that names more places is a list
// of them.
const maxTraces = 16

// dayOf gives the day that sentence s speaks of: the one it names, else that of
// publication. The zero time says that it speaks of several, or of a stretch.
func dayOf(r *reading.Reading, ranges []when.Range, s int) (day time.Time, told bool) {
	for i := range ranges {
		g := &ranges[i]
		if g.Sentence != s {
			continue
		}
		if told || g.Undated || g.Precision != when.Day || !g.From.Equal(g.To) {
			return time.Time{}, true
		}
		day, told = g.From, true
	}
	base := when.Base(r.Doc)
	if !told || day.Equal(base) {
		return base, false
	}
	return day, true
}

// May reports whether a post can leave a trace by what it says alone: its source
// gives the hour of publication.
func May(doc *exposure.Document) bool { return !doc.Published.IsZero() && timed(doc.Published) }

// timed reports whether a moment has a time of day: sources that know the day
// alone give midnight.
func timed(t time.Time) bool { return t.Hour()+t.Minute()+t.Second() > 0 }

func trace(doc *exposure.Document, form, thing string, day time.Time, clock string) exposure.Observation {
	weekday := weekdays[day.Weekday()]
	return exposure.Observation{
		Kind: exposure.RoutineTrace, Document: doc.ID, Sentence: -1, Confidence: 0.8,
		Value: strings.Join([]string{weekday, form, thing}, "|"),
		Attrs: map[string]exposure.Value{
			"day": exposure.Day(day), "time": exposure.Word(clock), "weekday": exposure.Word(weekday), "form": exposure.Word(form),
		},
	}
}

// Photo gives the trace of a position that a picture was taken at; near says
// which of the family's places that is. There is none at home, nor where the
// picture does not say when it was taken.
func Photo(doc *exposure.Document, cell, near string) (exposure.Observation, bool) {
	if doc.Photo == nil || near == "home" || doc.Photo.Taken.IsZero() || !timed(doc.Photo.Taken) {
		return exposure.Observation{}, false
	}
	return trace(doc, position, cell, doc.Photo.Taken, doc.Photo.Taken.Format("15:04")), true
}
