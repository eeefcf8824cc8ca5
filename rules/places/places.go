// Package places is the catalogue of the places where a Swedish family's details
// show: directories, registers, company and car pages, housing ads, maps, search
// engines, and the services that stop somebody else from using the details.
//
// A place is opened by the person it concerns, in a browser of their own. Nothing
// here is fetched, and nothing asks for a personnummer: a link to a page says as
// well whose it is. What the catalogue says is as sure as its source and no surer:
// what nobody has confirmed carries a warning in its text, and Lint holds that.
//
// The catalogue that ships is rules/pack/places, read by pack.Places.
package places

import (
	"slices"
	"time"

	"lampan/rules/exposure"
)

// ID names a place in commands, answers and reports: lower-case words joined by
// hyphens.
type ID string

// Kind says what sort of place it is.
type Kind string

// The kinds of place.
const (
	PeopleSearch Kind = "people-search"
	Vehicle      Kind = "vehicle"
	Company      Kind = "company"
	Court        Kind = "court"
	Housing      Kind = "housing"
	Phone        Kind = "phone"
	Maps         Kind = "maps"
	SearchEngine Kind = "search-engine"
	Authority    Kind = "authority"
	Credit       Kind = "credit"
	Mail         Kind = "mail"
	IDSecurity   Kind = "id-security"
	Broker       Kind = "broker"
)

// Kinds lists the kinds of place.
func Kinds() []Kind {
	return []Kind{PeopleSearch, Vehicle, Company, Court, Housing, Phone, Maps, SearchEngine, Authority, Credit, Mail, IDSecurity, Broker}
}

// Order is the turn of a place. What is hidden in a copy may come back from where
// it comes from, so sources go first.
type Order string

// The orders, as they are worked through. After the last comes a look again at
// what was hidden: see Place.Due.
const (
	Source    Order = "source"    // where others fetch from: the operator, the registers
	Directory Order = "directory" // what shows details to anybody
	Search    Order = "search"    // search engines and maps, which show what others publish
	Appeal    Order = "appeal"    // where to turn when a place says no
	Guard     Order = "guard"     // hides nothing; notices or stops misuse
)

// Orders lists the orders, first to last.
func Orders() []Order { return []Order{Source, Directory, Search, Appeal, Guard} }

// Fit says whom a place concerns.
type Fit string

// The words that a person is described with. Everyone fits anybody.
const (
	Everyone   Fit = "everyone"
	HasPhone   Fit = "phone"      // has a subscription of their own
	HasCar     Fit = "car"        // owns a vehicle
	HasCompany Fit = "company"    // has a role in a company, or is a sole trader
	HasHouse   Fit = "house"      // owns a house
	HomeSale   Fit = "sale"       // lives in a home that was advertised for sale
	HasDomain  Fit = "domain"     // owns a .se or .nu domain
	Abroad     Fit = "abroad"     // has lived in the United States
	Child      Fit = "child"      // is under 18
	HasClub    Fit = "club"       // takes part in a sports club
	HasAccount Fit = "account"    // has accounts with services abroad, old ones too
	InCourt    Fit = "court"      // has been a party to a case
	Defrauded  Fit = "fraud"      // has had their identity or documents misused or lost
	Threatened Fit = "threatened" // lives under a threat
)

// Fits lists the words for whom a place concerns.
func Fits() []Fit {
	return []Fit{
		Everyone, HasPhone, HasCar, HasCompany, HasHouse, HomeSale, HasDomain, Abroad,
		Child, HasClub, HasAccount, InCourt, Defrauded, Threatened,
	}
}

// Detail is one thing that a place shows of a person.
type Detail string

// The details.
const (
	Name       Detail = "name"
	Address    Detail = "address"
	Telephone  Detail = "phone"
	Age        Detail = "age"
	Birthday   Detail = "birthday"
	Household  Detail = "household" // who else lives there
	Car        Detail = "vehicle"
	Property   Detail = "property" // a house that is owned
	Roles      Detail = "company"  // roles in companies, and companies of one's own
	Income     Detail = "income"
	Email      Detail = "email"
	CourtCase  Detail = "court"
	Debt       Detail = "debt"
	Photo      Detail = "photo" // of a person
	Facade     Detail = "facade"
	Interior   Detail = "interior" // photos or a plan of the home
	Price      Detail = "price"    // that a home was sold for
	Schedule   Detail = "schedule" // when and where a team meets
	Document   Detail = "document" // a picture or number of an identity document
	Comments   Detail = "comments" // what others write about a number
	SearchHits Detail = "hits"     // results of a search for the name
)

// Details lists the details.
func Details() []Detail {
	return []Detail{
		Name, Address, Telephone, Age, Birthday, Household, Car, Property, Roles, Income, Email, CourtCase,
		Debt, Photo, Facade, Interior, Price, Schedule, Document, Comments, SearchHits,
	}
}

// Way is what a place grants, at most, to whoever asks.
type Way string

// The ways. Hide is not Remove: what is hidden in a search is still held.
const (
	Hide    Way = "hide"    // no longer shown to the public
	Remove  Way = "remove"  // taken away
	Rectify Way = "rectify" // shown, with something else in place of the detail
	Object  Way = "object"  // no longer used for advertising or sales
	Block   Way = "block"   // nothing is hidden; a misuse is stopped or noticed
	None    Way = "none"    // nothing is granted, or nobody knows what is
)

// Ways lists the ways.
func Ways() []Way { return []Way{Hide, Remove, Rectify, Object, Block, None} }

// Answer is yes, no or unknown. Unknown is never read as one of the others.
type Answer string

// The answers.
const (
	Yes     Answer = "yes"
	No      Answer = "no"
	Unknown Answer = "unknown"
)

// Answers lists the answers.
func Answers() []Answer { return []Answer{Yes, No, Unknown} }

// Basis is the law that decides what can be asked of a place; empty when that has
// not been confirmed. Catalogue.Legal says it in words.
type Basis string

// The legal bases.
const (
	Certificate Basis = "certificate" // utgivningsbevis: the constitution protects the site
	DataLaw     Basis = "gdpr"        // ordinary data protection
	PublicLaw   Basis = "public"      // a register that is public by law
)

// Bases lists the legal bases.
func Bases() []Basis { return []Basis{Certificate, DataLaw, PublicLaw} }

// Event is something that happens in a family and makes it time to look again.
type Event string

// The events.
const (
	NewOperator Event = "operator" // another operator or subscription
	NewNumber   Event = "number"   // another telephone number
)

// Events lists the events.
func Events() []Event { return []Event{NewOperator, NewNumber} }

// Hiding is what can be done about what a place shows.
type Hiding struct {
	Way     Way    `yaml:"way" json:"way"`
	BankID  Answer `yaml:"bankid" json:"bankid"`   // whether an e-identification is needed
	Days    int    `yaml:"days" json:"days"`       // that it lasts; 0 when unknown or until it is changed
	Returns Answer `yaml:"returns" json:"returns"` // whether details are known to come back
}

// Text is what one language says of a place. Name, Shows and Steps are always
// there; the others are empty where nothing is known.
type Text struct {
	Name    string   `yaml:"name" json:"name"`
	Shows   string   `yaml:"shows" json:"shows"`               // one sentence: what usually shows, or what the place is for
	Look    string   `yaml:"look" json:"look,omitempty"`       // how to see what shows; empty where its kind says enough
	Steps   []string `yaml:"steps" json:"steps"`               // what to do, in order
	Result  string   `yaml:"result" json:"result,omitempty"`   // what that gives
	Lasts   string   `yaml:"lasts" json:"lasts,omitempty"`     // how long
	Warning string   `yaml:"warning" json:"warning,omitempty"` // what is not sure; never empty where the place is not confirmed
}

// Evidence is where something is said. At is an address, empty where there is none;
// the others say what stands there, or when.
type Evidence struct {
	At      string `yaml:"at" json:"at,omitempty"`
	Swedish string `yaml:"sv" json:"sv,omitempty"`
	English string `yaml:"en" json:"en,omitempty"`
}

// In writes it in a language.
func (e Evidence) In(lang exposure.Lang) string {
	note := e.Swedish
	if lang == exposure.English {
		note = e.English
	}
	switch {
	case e.At == "":
		return note
	case note == "":
		return e.At
	}
	return e.At + " (" + note + ")"
}

// Place is one entry of the catalogue. Its slices and maps belong to the
// catalogue and must not be changed.
type Place struct {
	ID    ID       `yaml:"id" json:"id"`
	Kind  Kind     `yaml:"kind" json:"kind"`
	Order Order    `yaml:"-" json:"order"` // said once, at the top of its file
	Fits  []Fit    `yaml:"applies" json:"applies"`
	Shows []Detail `yaml:"shows" json:"shows"`         // empty for a place that only guards
	Link  string   `yaml:"link" json:"link,omitempty"` // https; empty when none is known
	Hide  Hiding   `yaml:"hide" json:"hide"`
	Basis Basis    `yaml:"basis" json:"basis,omitempty"`
	// Baseline says that the law makes it public, so that it cannot be changed;
	// it is kept apart from what can be.
	Baseline bool    `yaml:"baseline" json:"baseline"`
	Recheck  int     `yaml:"recheck" json:"recheck"`       // days between looks; 0 for never again
	Again    []Event `yaml:"again" json:"again,omitempty"` // what makes it time to look before that

	Confirmed bool       `yaml:"confirmed" json:"confirmed"` // the place's own text was read, or a dated reading of it
	Doubt     bool       `yaml:"doubt" json:"doubt"`         // not all of it is confirmed, or sources disagree; Warning says on what
	AsOf      AsOf       `yaml:"as-of" json:"as-of"`
	Sources   []Evidence `yaml:"sources" json:"sources,omitempty"`

	Text map[exposure.Lang]Text `yaml:"text" json:"text"`

	File string `yaml:"-" json:"-"`
	Line int    `yaml:"-" json:"-"`
}

// Fit reports whether the place concerns a person whom the words describe.
func (p *Place) Fit(words ...Fit) bool {
	return slices.ContainsFunc(p.Fits, func(f Fit) bool { return f == Everyone || slices.Contains(words, f) })
}

// Show reports whether the place usually shows one of the details.
func (p *Place) Show(details ...Detail) bool {
	return slices.ContainsFunc(details, func(d Detail) bool { return slices.Contains(p.Shows, d) })
}

// oldAfter is the age of evidence, in months, at which somebody should look for
// newer.
const oldAfter = 12

// Old reports whether the newest evidence is undated, or more than a year old on
// the day.
func (p *Place) Old(today time.Time) bool {
	latest, dated := p.AsOf.Latest()
	return !dated || latest.Before(day(today).AddDate(0, -oldAfter, 0))
}

// AsOf is when the newest evidence is from: "2024-09-04", "2022-03", "2025",
// "before 2018-05", or empty when it carries no date.
type AsOf string

// Latest is the last day that is meant, at midnight UTC. It is false when the
// evidence carries no date.
func (a AsOf) Latest() (time.Time, bool) {
	s, before := cutBefore(string(a))
	for _, l := range []struct {
		layout              string
		years, months, days int
	}{{time.DateOnly, 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		t, err := time.Parse(l.layout, s)
		if err != nil {
			continue
		}
		if !before {
			t = t.AddDate(l.years, l.months, l.days)
		}
		return t.AddDate(0, 0, -1), true
	}
	return time.Time{}, false
}

// Catalogue is every place that is known. It is immutable and safe for
// concurrent use.
type Catalogue struct {
	places []Place // by Order, then as their files have them
	byID   map[ID]int
	legal  map[Basis]Legal
}

// Legal is what a legal basis means for whoever asks, one or two sentences in
// each language.
type Legal struct {
	Text    map[exposure.Lang]string `yaml:"text"`
	Sources []string                 `yaml:"sources"`
	Line    int                      `yaml:"-"`
}

// Len is the number of places.
func (c *Catalogue) Len() int { return len(c.places) }

// All lists every place in the order that works.
func (c *Catalogue) All() []Place { return slices.Clone(c.places) }

// Place finds a place by its ID.
func (c *Catalogue) Place(id ID) (Place, bool) {
	i, ok := c.byID[id]
	if !ok {
		return Place{}, false
	}
	return c.places[i], true
}

// For lists the places that concern a person whom the words describe, in the
// order that works: sources, directories, search engines, appeal, guards. Those
// for everyone are always among them.
func (c *Catalogue) For(words ...Fit) []Place {
	var out []Place
	for i := range c.places {
		if c.places[i].Fit(words...) {
			out = append(out, c.places[i])
		}
	}
	return out
}

// Legal says what a legal basis means; empty for one that is not known.
func (c *Catalogue) Legal(b Basis, lang exposure.Lang) string { return c.legal[b].Text[lang] }
