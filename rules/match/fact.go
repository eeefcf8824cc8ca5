package match

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"lampan/rules/exposure"
)

// Days that are assumed where a text does not say. They only decide when a trip
// counts as over; guessing long errs on the side of "still away".
const (
	assumedStay  = 7  // of a trip whose return is not told
	assumedAhead = 60 // until the end of a trip that is only "soon"
)

// Timeliness of the score formula.
const (
	endedTrip    = 0.15
	routineOnce  = 0.4
	routineTwice = 0.7
)

// keyBytes of a keyed hash are kept: 128 bits.
const keyBytes = 16

// hash is a fingerprint of parts that only this case can make.
func (m *Matcher) hash(parts ...string) string {
	h := hmac.New(sha256.New, m.c.Key)
	for _, p := range parts {
		// Lengths keep ("ab", "c") apart from ("a", "bc").
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil)[:keyBytes])
}

// keyed is what a hit's fact comes to once all hits are known.
type keyed struct {
	// own tells one hit's fact from another's by that hit alone, so that a
	// finding keeps its ID whatever becomes of other posts.
	own string
	// key is what the score counts once: own, but for a trip that several stays
	// tell of, which is one fact of this audit.
	key        string
	timeliness float64
}

// keys names the fact of every hit and how timely it is.
func (m *Matcher) keys(hits []hit) []keyed {
	out := make([]keyed, len(hits))
	byKind := map[string][]int{} // hits keyed by interval, by kind of fact
	for i, h := range hits {
		f := h.rule.Fact
		out[i].timeliness = 1
		switch {
		case f.Key == "interval":
			byKind[f.Kind] = append(byKind[f.Kind], i)
		case f.Key == "one" || f.Of != "" && h.value == "":
			out[i].key = f.Kind + ":" + m.hash("one", f.Kind, string(h.subject))
		default:
			out[i].key = f.Kind + ":" + m.hash("value", f.Kind, h.value)
		}
		out[i].own = out[i].key
	}
	for _, kind := range exposure.SortedKeys(byKind) {
		m.trips(kind, byKind[kind], hits, out)
	}
	repeats := m.repeats(hits, out)
	for i, h := range hits {
		if h.rule.Fact.Timeliness == "routine" {
			out[i].timeliness = repeats[out[i].key]
		}
	}
	return out
}

// repeats gives the timeliness of routines: 0.4 when told once, 0.7 twice, 1
// from three times. Two copies of one post, say on a blog and in its feed, have
// one day of publication and count once.
func (m *Matcher) repeats(hits []hit, keys []keyed) map[string]float64 {
	told := map[string]map[string]bool{}
	for i, h := range hits {
		if told[keys[i].key] == nil {
			told[keys[i].key] = map[string]bool{}
		}
		when := string(h.evidence.Document)
		if !h.evidence.Published.IsZero() {
			when = h.evidence.Published.Format(time.DateOnly)
		}
		told[keys[i].key][when] = true
	}
	out := map[string]float64{}
	for k, days := range told {
		out[k] = [...]float64{routineOnce, routineTwice, 1}[min(len(days), 3)-1]
	}
	return out
}

// stay is when somebody is away, as far as one text tells.
type stay struct {
	from, to time.Time // days, inclusive; zero when nothing at all is known
	end      time.Time // when it is surely over
	vague    bool      // a month or a season: it must not tie separate trips together
}

// newStay reads the days off a time range, else off an anchor that has days of its
// own, such as a picture's, or guesses them from the day of publication. r may be nil.
func newStay(published time.Time, anchor, r *exposure.Observation) stay {
	var s stay
	pub := midnight(published)
	if r == nil && !anchor.Attr("from").IsZero() {
		r = anchor
	}
	if r != nil {
		s.from, _ = r.Attr("from").AsDay()
		s.to, _ = r.Attr("to").AsDay()
		p, _ := r.Attr("precision").AsWord()
		s.vague = p == "month" || p == "season"
	}
	if !s.from.IsZero() {
		if s.end = s.to; s.to.Before(s.from) {
			s.to, s.end = s.from, s.from.AddDate(0, 0, assumedStay)
		}
		return s
	}
	if published.IsZero() {
		return stay{}
	}
	s = stay{from: pub, to: pub}
	switch tense(anchor) {
	case "past":
		s.end = pub.AddDate(0, 0, -1)
	case "visit":
		s.end = pub
	case "ongoing":
		s.end = pub.AddDate(0, 0, assumedStay)
	default:
		s.end = pub.AddDate(0, 0, assumedAhead)
	}
	return s
}

// tense is when a stay lies, seen from the day of publication; "visit" is the day
// itself and no more.
func tense(anchor *exposure.Observation) string {
	if anchor.Kind == exposure.Sense {
		switch exposure.Category(anchor.Value) {
		case exposure.TravelNow:
			return "ongoing"
		case exposure.TravelPast:
			return "past"
		case exposure.CheckIn:
			return "visit"
		default:
		}
	}
	t, _ := anchor.Attr("tense").AsWord()
	return t
}

// trip is a cluster of stays that overlap or touch.
type trip struct {
	from, to, end time.Time
	hits          []int
}

// trips joins stays of one kind of fact into trips, whoever tells of them. Each
// stay is named by itself; the trip, which the score counts once, is named
// after its earliest stay.
func (m *Matcher) trips(kind string, idx []int, hits []hit, out []keyed) {
	slices.SortStableFunc(idx, func(a, b int) int {
		return cmp.Or(hits[a].stay.from.Compare(hits[b].stay.from), hits[a].stay.to.Compare(hits[b].stay.to))
	})
	var precise, vague []trip
	for _, i := range idx {
		s := hits[i].stay
		out[i].own = kind + ":" + m.hash(s.name(kind)...)
		switch {
		case s.from.IsZero():
			out[i].key, out[i].timeliness = out[i].own, 1
		case !s.vague:
			precise = join(precise, s, i)
		}
	}
	for _, i := range idx {
		s := hits[i].stay
		if s.from.IsZero() || !s.vague {
			continue
		}
		// "In July" is the July trip if there is one.
		if n := slices.IndexFunc(precise, func(t trip) bool { return !t.from.After(s.to) && !t.to.Before(s.from) }); n >= 0 {
			precise[n].hits = append(precise[n].hits, i)
			continue
		}
		vague = join(vague, s, i)
	}
	m.timely(merge(slices.Concat(precise, vague), out), hits, out)
}

// name tells stays apart. Days that begin in one week share a name, so that a
// week of posts from a journey is one finding; a month and a season are named
// whole.
func (s stay) name(kind string) []string {
	switch {
	case s.from.IsZero():
		return []string{"undated", kind}
	case s.vague:
		return []string{"about", kind, s.from.Format(time.DateOnly), s.to.Format(time.DateOnly)}
	}
	year, week := s.from.ISOWeek()
	return []string{"trip", kind, fmt.Sprintf("%d-W%02d", year, week)}
}

// merge joins trips in which stays of one name stand, because those are one
// finding, and one finding is one fact.
func merge(trips []trip, out []keyed) []trip {
	first := map[string]int{} // by name of a stay, the trip it went to
	var merged []trip
	for _, t := range trips {
		n := len(merged)
		for _, i := range t.hits {
			if k, ok := first[out[i].own]; ok {
				n = min(n, k)
			}
		}
		if n == len(merged) {
			merged = append(merged, trip{})
		}
		merged[n].hits = append(merged[n].hits, t.hits...)
		if t.end.After(merged[n].end) {
			merged[n].end = t.end
		}
		for _, i := range t.hits {
			first[out[i].own] = n
		}
	}
	return merged
}

// timely gives the stays of a trip its key and its timeliness.
func (m *Matcher) timely(trips []trip, hits []hit, out []keyed) {
	today := midnight(m.c.At)
	for _, t := range trips {
		x := 1.0
		if t.end.Before(today) {
			x = endedTrip
		}
		for _, i := range t.hits {
			out[i].key = out[t.hits[0]].own
			if hits[i].rule.Fact.Timeliness == "travel" {
				out[i].timeliness = x
			}
		}
	}
}

// join adds a stay to the last trip if it overlaps or touches it, else begins a
// new one. Stays come in order of their first day.
func join(trips []trip, s stay, i int) []trip {
	if n := len(trips) - 1; n >= 0 && !s.from.After(trips[n].to.AddDate(0, 0, 1)) {
		t := &trips[n]
		t.hits = append(t.hits, i)
		if s.to.After(t.to) {
			t.to = s.to
		}
		if s.end.After(t.end) {
			t.end = s.end
		}
		return trips
	}
	return append(trips, trip{s.from, s.to, s.end, []int{i}})
}
