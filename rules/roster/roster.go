// Package roster holds what a family has told us about itself, in the form
// that recognisers need: names, places, numbers. It is how lampan knows the
// family's own address from any other, and it never leaves memory.
package roster

import (
	"slices"
	"time"

	"lampan/rules/exposure"
)

// Roster is a household's own facts. The zero Roster knows nobody; every
// recogniser must work with it, only less surely.
type Roster struct {
	People   []Person
	Places   []Place
	Vehicles []Vehicle
	Domains  []string
	Pets     []string
	Clubs    []Club
}

// Person is one member of the household.
type Person struct {
	ID      exposure.SubjectID
	Name    string   // full name as the family writes it
	Aliases []string // nicknames, user names
	Born    int      // year; 0 when unknown
	Minor   bool     // under 18 on the day of the audit
	// Protected says that no address of the person may be kept or shown.
	Protected bool
	Phones    []string
	Emails    []string
	// Guardians are the adults who answer for a minor, the first one first.
	Guardians []exposure.SubjectID
}

// PlaceKind says what a place is to the family.
type PlaceKind string

// The kinds of place.
const (
	Home    PlaceKind = "home"
	Holiday PlaceKind = "holiday"
	School  PlaceKind = "school"
	Work    PlaceKind = "work"
)

// Place is somewhere that belongs to the family's life.
type Place struct {
	ID     string
	Kind   PlaceKind
	Name   string // "Ekskolan"; often empty for a home
	Street string // street and number as the family writes it
	Postal string // five digits, without spaces
	Town   string
	// Lat and Lon are WGS 84 degrees; meaningful only when Located.
	Lat, Lon float64
	Located  bool
	People   []exposure.SubjectID // whose school or work; empty means everybody
}

// Vehicle is a vehicle of the household.
type Vehicle struct {
	Plate string // capitals, no spaces
	Owner exposure.SubjectID
}

// Club is a club, team or activity.
type Club struct {
	Name   string
	Person exposure.SubjectID // who takes part; may be empty
}

// Person returns the member with the given ID.
func (r *Roster) Person(id exposure.SubjectID) (Person, bool) {
	for _, p := range r.People {
		if p.ID == id {
			return p, true
		}
	}
	return Person{}, false
}

// Minor reports whether id is a child of the household.
func (r *Roster) Minor(id exposure.SubjectID) bool {
	p, ok := r.Person(id)
	return ok && p.Minor
}

// MinorAt reports whether somebody born in the given year may still be under
// 18 at the given time. With only a year known, the whole year in which the
// person turns 18 counts as minor: the safer reading.
func MinorAt(born int, at time.Time) bool {
	return born != 0 && at.Year()-born <= 18
}

// Protected reports whether some member has protected personal data. Where one
// lives the others live too, so it holds for the addresses of all of them.
func (r *Roster) Protected() bool {
	return slices.ContainsFunc(r.People, func(p Person) bool { return p.Protected })
}
