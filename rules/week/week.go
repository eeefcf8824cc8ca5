// Package week draws the week of one person: at which hours of which weekdays what
// they show tells that they are somewhere else than at home. It joins what posts
// say with when and where photos were taken.
package week

import (
	"lampan/rules/exposure"
)

// Hour is one hour of the week in which something shows.
type Hour struct {
	Weekday int `json:"weekday"` // 0 is Monday
	Hour    int `json:"hour"`    // 0 to 23
	// Texts and Photos count different days on which posts, and photos, tell of it.
	// Something that a post says comes back every week counts three.
	Texts  int `json:"texts,omitempty"`
	Photos int `json:"photos,omitempty"`
}

// Counter counts the observations of one source. The zero Counter is ready. It is
// not safe for concurrent use.
type Counter struct{}

// Add counts what a document tells.
func (c *Counter) Add(doc *exposure.Document, obs []exposure.Observation) {}

// Hours gives the hours with anything in them, in the order of the week.
func (c *Counter) Hours() []Hour { return nil }
