// Package album tells what photos say together, which none of them says alone: how
// near to the family's own places they were taken, which other places they come
// back to, that one was shown from far away while it was fresh, and that the same
// picture shows in several sources.
//
// It compares only the photos of one case. It keeps no text and no picture, and
// reads nothing but its arguments.
package album

import (
	"cmp"
	"slices"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/place"
	"lampan/rules/roster"
)

// Album gathers the photos of an audit. It is not safe for concurrent use.
type Album struct {
	family     *roster.Roster
	at         time.Time
	docs       []exposure.Document
	uncompared bool // see Cut
}

// New returns an empty album. at is the day of the audit. A nil family knows nobody.
func New(family *roster.Roster, at time.Time) *Album {
	if family == nil {
		family = &roster.Roster{}
	}
	return &Album{family: family, at: at}
}

// Add takes in a document with a photo; one without is left out.
func (a *Album) Add(doc exposure.Document) {
	if doc.Photo == nil {
		return
	}
	doc.Text, doc.Title = "", ""
	a.docs = append(a.docs, doc)
}

// Told is what the photos together say of one of them.
type Told struct {
	Document     exposure.Document // as it was added, without its text and title
	Observations []exposure.Observation
}

// Observe gives what there is to tell, by document in an order that depends on the
// documents alone, not on the order in which they were added. Documents that there
// is nothing to tell of are left out, and one that was added twice counts once.
func (a *Album) Observe() []Told {
	docs := slices.Clone(a.docs)
	slices.SortStableFunc(docs, compareDocuments)
	docs = slices.CompactFunc(docs, func(a, b exposure.Document) bool { return compareDocuments(a, b) == 0 })
	t := teller{family: a.family, at: a.at, docs: docs, places: own(a.family), told: make([][]exposure.Observation, len(docs))}
	for i := range docs {
		t.shots = append(t.shots, newShot(docs[i].Photo))
	}
	t.near()
	t.spots()
	t.away()
	t.again()
	a.uncompared = t.uncompared
	var out []Told
	for i, obs := range t.told {
		if len(obs) > 0 {
			slices.SortStableFunc(obs, exposure.Observation.Compare)
			out = append(out, Told{docs[i], obs})
		}
	}
	return out
}

// Cut reports whether Observe left something of a kind unlooked for, because there
// were too many pictures: that nothing of it is told then says little.
func (a *Album) Cut(k exposure.Kind) bool { return k == exposure.PhotoAgain && a.uncompared }

func compareDocuments(a, b exposure.Document) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Locator, b.Locator), cmp.Compare(a.ID, b.ID))
}

// teller is at work on the documents of an album, in their order.
type teller struct {
	family *roster.Roster
	at     time.Time
	docs   []exposure.Document
	shots  []shot // beside docs
	places []site
	told   [][]exposure.Observation // beside docs

	uncompared bool // cropped copies were not looked for
}

// site is one of the family's own places whose position they told.
type site struct {
	roster.Place
	at place.Position
}

func own(family *roster.Roster) []site {
	var out []site
	for _, p := range family.Places {
		if at := (place.Position{Lat: p.Lat, Lon: p.Lon}); p.Located && at.Valid() {
			out = append(out, site{p, at})
		}
	}
	return out
}

// nearest finds the own place nearest to a position, of one kind or of any; nil
// when none is known.
func (t *teller) nearest(at place.Position, kind roster.PlaceKind) (found *site, metres float64) {
	for i := range t.places {
		p := &t.places[i]
		if kind != "" && p.Kind != kind {
			continue
		}
		if d := place.Distance(p.at, at); found == nil || d < metres {
			found, metres = p, d
		}
	}
	return found, metres
}

// tell adds an observation of a kind to each of the documents.
func (t *teller) tell(docs []int, o exposure.Observation) {
	o.Sentence = -1
	for _, i := range docs {
		o.Document = t.docs[i].ID
		t.told[i] = append(t.told[i], o)
	}
}

// shot is where and when a picture was taken, as far as its file tells.
type shot struct {
	positions []place.Position // one a place; layers that agree are one
	taken     time.Time        // zero when unknown
	timed     bool             // the hour is known, too
}

func newShot(p *exposure.Photo) shot {
	s := shot{taken: p.Taken}
	// A file that knows the day alone gives it as midnight.
	s.timed = !s.taken.IsZero() && !s.taken.Equal(midnight(s.taken))
	for _, q := range p.Positions {
		at := place.Position{Lat: q.Lat, Lon: q.Lon}
		// What a camera writes that found no satellite is not a place in the sea.
		if !at.Valid() || at == (place.Position{}) {
			continue
		}
		if !slices.Contains(s.positions, at) {
			s.positions = append(s.positions, at)
		}
	}
	return s
}

// apart gives the first of the positions and those that lie farther than a spot
// reaches from all before: layers of one file that tell of different places.
func (s shot) apart() []place.Position {
	var out []place.Position
	for _, p := range s.positions {
		if !slices.ContainsFunc(out, func(q place.Position) bool { return place.Distance(p, q) <= place.Reach }) {
			out = append(out, p)
		}
	}
	return out
}

func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

type attrs = map[string]exposure.Value
