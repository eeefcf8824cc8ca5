// Package redact keeps what a document says of where somebody is out of all that
// is kept or shown, for households in which somebody has protected personal data
// (skyddade personuppgifter).
//
// Nobody has told lampan the address, so it cannot be searched for. Instead nothing
// of a text goes on, and of what was recognised in it only what is known to name no
// place: a kind of observation or an attribute that nobody has thought about is left
// out. That something tells of a place is still told, as exposure.ProtectedWhere.
package redact

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"lampan/rules/exposure"
)

// Shown is a document and what was recognised in it as they may go on: the document
// without its text, title and record, and the observations without anything that
// names or fixes a place. Spans keep their meaning; an excerpt of what is left is
// empty. Where something told of a place, an observation of its own says so. What it
// has returned it gives back unchanged. Neither doc nor obs is changed. The locator
// is left as it is: see Locator.
func Shown(doc *exposure.Document, obs []exposure.Observation) (*exposure.Document, []exposure.Observation) {
	out := make([]exposure.Observation, 0, len(obs)+1)
	told := Tells(doc.Locator) || Tells(doc.Title) || posted(doc.Text)
	known := false
	for _, o := range obs {
		told = told || where(&o)
		known = known || o.Kind == exposure.ProtectedWhere
		out = append(out, shown(o))
	}
	if told && !known {
		out = append(out, exposure.Observation{
			Kind: exposure.ProtectedWhere, Document: doc.ID, Sentence: -1, Confidence: 1,
			Subject: exposure.Household, Attrs: map[string]exposure.Value{},
		})
		slices.SortStableFunc(out, exposure.Observation.Compare)
	}
	d := *doc
	d.Title, d.Text = "", strings.Repeat(" ", len(doc.Text))
	if doc.Record != nil {
		// The ID of a record is a hash of little more than the address.
		sum := sha256.Sum256([]byte("record of " + string(doc.Source)))
		d.ID, d.Record = exposure.DocumentID(hex.EncodeToString(sum[:])), nil
		for i := range out {
			out[i].Document = d.ID
		}
	}
	if doc.Account != nil {
		d.Account = account(doc.Account)
	}
	return &d, out
}

// where reports whether an observation tells of a place that may be where somebody
// of the household lives or is.
func where(o *exposure.Observation) bool {
	switch o.Kind {
	case exposure.AddressStreet:
		class, _ := o.Attr("class").AsWord()
		return class != "public" && class != "story"
	case exposure.PlacePosition, exposure.PhotoPosition, exposure.PhotoPlace, exposure.PhotoSpot, exposure.PhotoNear:
		return true
	case exposure.PhotoCode:
		form, _ := o.Attr("form").AsWord()
		return form == "place" || form == "contact"
	case exposure.RegisterHolder, exposure.RegisterListing:
		what, _ := o.Attr("what").AsWord()
		return what == "address" || what == "property" || what == "facade"
	default:
		return false
	}
}

// shown is an observation without what names or fixes a place.
func shown(o exposure.Observation) exposure.Observation {
	attrs := make(map[string]exposure.Value, len(o.Attrs))
	for name, v := range o.Attrs {
		if tame(name) {
			attrs[name] = v
		}
	}
	o.Attrs = attrs
	switch {
	case o.Kind == exposure.RoutineTrace || o.Kind == exposure.RoutineWeekly:
		// "tue|venue|fyrishov", "tue 17:30|activity": the last part may name a place.
		o.Value = o.Value[:strings.LastIndexByte(o.Value, '|')+1]
	case o.Kind == exposure.ContactPhone:
		// What a number of another line begins with tells the town.
		if line, _ := o.Attr("line").AsWord(); line != "mobile" {
			o.Value = ""
		}
	case !Keeps(o.Kind) || Tells(o.Value):
		o.Value = ""
	}
	return o
}

// Keeps reports whether the value of a kind may go on: it names no place, or names
// nothing.
func Keeps(k exposure.Kind) bool {
	switch k {
	case exposure.TimeRange, exposure.AbsenceIntent, exposure.AbsenceSign, exposure.AloneHome, exposure.HouseholdWhole,
		exposure.ModalityWish, exposure.ModalityNegation, exposure.ModalityQuestion,
		exposure.ContextFiction, exposure.ContextPublic, exposure.ContextFigure,
		exposure.HomeNew, exposure.RoutineHabit, exposure.Sense, exposure.AccessCode, exposure.ValuableKept,
		exposure.PersonChild, exposure.PersonAdult, exposure.PersonNamed,
		exposure.PhotoPerson, exposure.PhotoOwner, exposure.PhotoSerial, exposure.PhotoPart,
		exposure.PhotoThumbnail, exposure.PhotoWords, exposure.PhotoAgain,
		exposure.ContactEmail, exposure.IDPersonnummer, exposure.IDDocument, exposure.VehiclePlate,
		exposure.BankAccount, exposure.BookingRef, exposure.BirthDate, exposure.RegisterListing,
		exposure.FaultyAccount, exposure.AnswerGiven, exposure.ProtectedWhere:
		return true
	default:
		return false
	}
}

// tame reports whether an attribute may go on: a word of a fixed list, a day, a
// count, a time, or a person's name. What fixes a place is none of them: "name" may
// be one's, "text" and "shown" may hold one, and "metres", "direction", "lat", "lon",
// "country" and "abroad" say where it is.
func tame(attr string) bool {
	switch attr {
	case "absent", "accepted", "actor", "answer", "class", "cue", "cut", "day", "days", "fact", "fault", "first",
		"form", "from", "kind", "last", "layer", "line", "master", "minor", "mornings", "near", "own", "pictures",
		"place", "precision", "public", "question", "role", "score", "secret", "shared", "strength", "sure", "tense", "time",
		"to", "weekday", "weeks", "what", "when", "words", "written":
		return true
	}
	return false
}

// account is an account whose names are hosts; one that the family thought of
// itself, such as "larm Testgatan", is not told.
func account(a *exposure.Account) *exposure.Account {
	b := *a
	b.AccountName = accountName(a.AccountName)
	b.Faults = slices.Clone(a.Faults)
	for i := range b.Faults {
		with := slices.Clone(b.Faults[i].With)
		for n := range with {
			with[n] = accountName(with[n])
		}
		b.Faults[i].With = with
	}
	return &b
}

var host = regexp.MustCompile(`^[a-z0-9.-]+\.[a-z]{2,}$`)

func accountName(a exposure.AccountName) exposure.AccountName {
	if !host.MatchString(strings.ToLower(a.Name)) || Tells(a.Name) {
		a.Name = "•••"
	}
	if Tells(a.User) {
		a.User = "•••"
	}
	return a
}

var (
	line   = regexp.MustCompile(`^#L\d+$`)
	camera = regexp.MustCompile(`(?i)^(img|dsc|dscn|dscf|pxl|mvimg|vid|mov|gopr|dji|p)[_-]?[0-9]{3,}[0-9_-]*(\.[a-z0-9]+)+$`)
)

// Locator is where a document stands, told in a way that holds no address: the
// source as household.yaml has it, with the document's number there, from 1 (none for
// 0), or the line of a file. A picture that a camera has named keeps that name. What stands in
// the address of a page or in the name of a file or folder is not told.
func Locator(kind exposure.SourceKind, at, locator string, number int) string {
	rest := strings.TrimPrefix(locator, at)
	switch {
	case locator == at:
		return at
	case kind == exposure.Interview, kind == exposure.Passwords, kind == exposure.Lookup:
		return at + fragment(rest)
	case kind == exposure.Posts && line.MatchString(rest):
		return at + rest
	case number == 0:
		return at
	case kind == exposure.Photos && camera.MatchString(path.Base(locator)):
		return fmt.Sprintf("%s#%d %s", at, number, path.Base(locator))
	}
	return fmt.Sprintf("%s#%d", at, number)
}

var plain = regexp.MustCompile(`^#[a-z0-9._-]+$`)

// fragment is a part of a file that lampan numbers or names itself.
func fragment(rest string) string {
	if plain.MatchString(rest) {
		return rest
	}
	return ""
}
