// Package household describes a case as household.yaml states it: who lives
// together, what belongs to them, which sources they agreed to show, and the
// consents they gave. It reads and checks that file; it reads no source.
package household

import (
	"slices"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/roster"
)

// Schema is the version of household.yaml that this program reads.
const Schema = 1

// MaxPeople is the largest household a case may hold. A tool for families
// needs no more, and a limit makes it a poor tool for watching strangers.
const MaxPeople = 10

// FileName is the name of the file that makes a folder a case.
const FileName = "household.yaml"

// Household is one case. Load returns only valid ones.
type Household struct {
	Schema    int
	Case      string // random ID, written by init; every consent repeats it
	Lang      exposure.Lang
	Name      string // what the family calls itself; may be empty
	Zone      *time.Location
	Next      time.Time // the day that the next meeting was agreed for; zero when none was
	People    []Person
	Places    []Place
	Vehicles  []Vehicle
	Domains   []string
	Pets      []string
	Clubs     []Club
	Sources   []Source
	Consents  []Consent
	ReadAsOf  time.Time // when the file was last changed on disk
	SourceSum string    // SHA-256 of the file's bytes, hexadecimal
	File      string    // the name it was read under, for messages
}

// Person is one member.
type Person struct {
	ID        exposure.SubjectID
	Name      string
	Aliases   []string
	Born      int // year; 0 unknown
	Guardians []exposure.SubjectID
	Exposed   string // an exposed position, in the family's own words; may be empty
	// Protected says that the person has protected personal data (skyddade
	// personuppgifter): no address of theirs is kept or shown anywhere.
	Protected bool
	Phones    []string
	Emails    []string
	Line      int
}

// Place is a place of the family's life.
type Place struct {
	ID     string
	Kind   roster.PlaceKind
	Name   string
	Street string
	Postal string
	Town   string
	// Lat and Lon are WGS 84 degrees; meaningful only when Located.
	Lat, Lon float64
	Located  bool
	People   []exposure.SubjectID
	Line     int
}

// Vehicle is a vehicle of the household.
type Vehicle struct {
	Plate string
	Owner exposure.SubjectID
	Line  int
}

// Club is a club, team or regular activity.
type Club struct {
	Name   string
	Person exposure.SubjectID
	Line   int
}

// Source is one place that a member can agree to let lampan read.
type Source struct {
	ID      exposure.SourceID
	Subject exposure.SubjectID
	Kind    exposure.SourceKind
	// At is a URL (page, feed, register as "https://…/domain/NAME"), a domain
	// (register, as "domain:NAME"), or a path inside the case, with forward
	// slashes.
	At string
	// Via is where a domain's register server is looked up; see Directory.
	Via string
	// Section widens a page to everything below its path on the same host.
	Section    bool
	Visibility exposure.Visibility
	// MaxPages bounds a section; 0 means the program's default.
	MaxPages int
	Line     int
}

// Remote reports whether reading the source needs the network.
func (s Source) Remote() bool {
	return hasScheme(s.At) || s.Domain() != ""
}

// Method says how a consent was given. The report prints it, because paper is
// not the same as a signature.
type Method string

// The methods.
const (
	Paper   Method = "paper"   // signed on paper, kept by the consultant
	Meeting Method = "meeting" // given in person, with the consultant present
	Self    Method = "self"    // the person runs lampan for themselves
)

// Sharing says who of the household sees what is read under a consent.
type Sharing string

// The ways of sharing.
const (
	ShareAll  Sharing = "household" // everybody in the household's report
	ShareSelf Sharing = "self"      // the person alone, on the person's own sheet
)

// Purpose says what a consent is for.
type Purpose string

// ExposureReview is the purpose of an audit.
const ExposureReview Purpose = "exposure-review"

// Consent is one person's agreement that sources may be read.
type Consent struct {
	ID        string
	Case      string // must equal the household's
	Subject   exposure.SubjectID
	GivenBy   []exposure.SubjectID // the subject, and for a minor the guardian
	Method    Method
	Sources   []exposure.SourceID
	Detectors []string // areas of rules; "all" means every one
	Purpose   Purpose
	Granted   time.Time // day
	Expires   time.Time // day, inclusive; never zero
	Revoked   time.Time // zero while it stands
	Assent    bool      // the child's own yes; required from 13
	Share     Sharing   // who of the household sees what is read; empty: ShareAll
	Line      int
}

// Allows reports whether the consent names the detector.
func (c Consent) Allows(detector string) bool {
	for _, d := range c.Detectors {
		if d == "all" || d == detector {
			return true
		}
	}
	return false
}

// Person returns the member with the given ID.
func (h *Household) Person(id exposure.SubjectID) (Person, bool) {
	for _, p := range h.People {
		if p.ID == id {
			return p, true
		}
	}
	return Person{}, false
}

// Source returns the source with the given ID.
func (h *Household) Source(id exposure.SourceID) (Source, bool) {
	for _, s := range h.Sources {
		if s.ID == id {
			return s, true
		}
	}
	return Source{}, false
}

// Private reports whether only its person sees what a source tells: the consent for it
// that was given last says so.
func (h *Household) Private(id exposure.SourceID) bool {
	var last Consent
	for _, c := range h.Consents {
		if slices.Contains(c.Sources, id) && !c.Granted.Before(last.Granted) {
			last = c
		}
	}
	return last.Share == ShareSelf
}

// Roster gives recognisers what the family told us, as of a day.
func (h *Household) Roster(at time.Time) *roster.Roster {
	r := &roster.Roster{Domains: h.Domains, Pets: h.Pets}
	for _, p := range h.People {
		r.People = append(r.People, roster.Person{
			ID: p.ID, Name: p.Name, Aliases: p.Aliases, Born: p.Born,
			Minor: roster.MinorAt(p.Born, at), Protected: p.Protected, Phones: p.Phones, Emails: p.Emails,
			Guardians: p.Guardians,
		})
	}
	for _, p := range h.Places {
		r.Places = append(r.Places, roster.Place{
			ID: p.ID, Kind: p.Kind, Name: p.Name, Street: p.Street, Postal: p.Postal, Town: p.Town,
			Lat: p.Lat, Lon: p.Lon, Located: p.Located, People: p.People,
		})
	}
	for _, v := range h.Vehicles {
		r.Vehicles = append(r.Vehicles, roster.Vehicle{Plate: v.Plate, Owner: v.Owner})
	}
	for _, c := range h.Clubs {
		r.Clubs = append(r.Clubs, roster.Club{Name: c.Name, Person: c.Person})
	}
	return r
}
