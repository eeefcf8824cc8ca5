package extract

import (
	"slices"
	"strings"

	"lampan/rules/exposure"
	"lampan/rules/extract/ident"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/extract/where"
	"lampan/rules/roster"
)

// metadata gives the facts that a source states outright: answers, a register's
// record, what a picture file says about itself.
func (e *Extractor) metadata(doc *exposure.Document) []exposure.Observation {
	var out []exposure.Observation
	for _, a := range doc.Answers {
		o := fact(doc, exposure.AnswerGiven, a.Question+"="+a.Value)
		o.Subject = a.Subject
		o.Attrs["question"] = exposure.Word(a.Question)
		o.Attrs["answer"] = exposure.Word(a.Value)
		out = append(out, o)
	}
	if doc.Account != nil {
		out = append(out, account(doc, doc.Account)...)
	}
	if doc.Record != nil {
		out = append(out, e.record(doc, *doc.Record)...)
	}
	if doc.Listing != nil {
		out = append(out, e.listing(doc, doc.Listing)...)
	}
	if doc.Photo != nil {
		out = append(out, e.photo(doc, doc.Photo)...)
	}
	return out
}

// listing gives one observation for each detail that a place showed. Its value is
// what the family told us the detail is, so that the same address on a blog and in a
// directory is one fact.
func (e *Extractor) listing(doc *exposure.Document, l *exposure.Listing) []exposure.Observation {
	var out []exposure.Observation
	for _, what := range l.Details {
		o := fact(doc, exposure.RegisterListing, e.listed(what, doc.Subject))
		o.Subject = doc.Subject
		o.Attrs["what"], o.Attrs["place"], o.Attrs["kind"] = exposure.Word(what), exposure.Word(l.Place), exposure.Word(l.Kind)
		o.Attrs["public"], o.Attrs["minor"] = exposure.Word(yesNo(l.Public)), exposure.Word(yesNo(e.roster.Minor(doc.Subject)))
		out = append(out, o)
	}
	return out
}

// listed is the value of a detail that a place showed of a person. Of several
// numbers, which one showed is not told.
func (e *Extractor) listed(what string, id exposure.SubjectID) string {
	p, known := e.roster.Person(id)
	switch what {
	case "name", "photo":
		if known {
			return string(id)
		}
	case "address", "facade", "interior", "price":
		if home, ok := e.home(id); ok {
			return where.Key(home.Street, home.Postal)
		}
	case "phone":
		if len(p.Phones) == 1 {
			if n, _, ok := ident.Phone(p.Phones[0]); ok {
				return n
			}
		}
	case "email":
		if len(p.Emails) == 1 {
			return text.Fold(strings.TrimSpace(p.Emails[0]))
		}
	case "vehicle":
		if plates := e.plates(id); len(plates) == 1 {
			return plates[0]
		}
	}
	return exposure.OfPerson(id)
}

// home is the only home that a person is told to have.
func (e *Extractor) home(id exposure.SubjectID) (home roster.Place, ok bool) {
	for _, p := range e.roster.Places {
		if p.Kind != roster.Home || p.Street == "" || len(p.People) > 0 && !slices.Contains(p.People, id) {
			continue
		}
		if ok {
			return roster.Place{}, false
		}
		home, ok = p, true
	}
	return home, ok
}

func (e *Extractor) plates(owner exposure.SubjectID) []string {
	var out []string
	for _, v := range e.roster.Vehicles {
		if plate, ok := ident.Plate(v.Plate); ok && v.Owner == owner {
			out = append(out, plate)
		}
	}
	return out
}

// fact starts an observation that has no place in the text.
func fact(doc *exposure.Document, kind exposure.Kind, value string) exposure.Observation {
	return exposure.Observation{
		Kind: kind, Document: doc.ID, Sentence: -1, Value: value,
		Attrs: map[string]exposure.Value{}, Confidence: 1,
	}
}

// account gives what is wrong about one account's password. Accounts of two
// members that share one are one fact, so they have the group's value.
func account(doc *exposure.Document, a *exposure.Account) []exposure.Observation {
	var out []exposure.Observation
	for _, f := range a.Faults {
		o := fact(doc, exposure.FaultyAccount, a.ID)
		if f.Shared {
			o.Value = f.Group
		}
		o.Subject = doc.Subject
		word := func(name, value string) {
			if value != "" {
				o.Attrs[name] = exposure.Word(value)
			}
		}
		word("fault", f.Fault)
		word("kind", a.Kind)
		word("strength", a.Strength)
		word("shared", yesNo(f.Shared))
		word("master", yesNo(f.Master))
		word("fact", f.Fact)
		if !f.Accepted.IsZero() {
			o.Attrs["accepted"] = exposure.Day(f.Accepted)
		}
		out = append(out, o)
	}
	return out
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// record gives what a domain's record tells of the holder, and of anybody else in it
// who is of the household: a technical contact is as a rule the registrar.
func (e *Extractor) record(doc *exposure.Document, rec exposure.Record) []exposure.Observation {
	var out []exposure.Observation
	holder := exposure.Contact{Role: registrant, Name: rec.Holder, Street: rec.Street, Postal: rec.Postal, Email: rec.Email, Phone: rec.Phone}
	for _, c := range append([]exposure.Contact{holder}, rec.Contacts...) {
		add := func(kind exposure.Kind, what, value string, subject exposure.SubjectID, matched, told bool) {
			if !matched && c.Role != registrant {
				return
			}
			o := fact(doc, kind, value)
			o.Subject = subject
			o.Attrs["what"] = exposure.Word(what)
			o.Attrs["own"] = reading.Own(matched, told)
			out = append(out, o)
		}
		if c.Name != "" {
			id := e.member(c.Name)
			add(exposure.RegisterHolder, "name", text.Fold(c.Name), id, id != "", len(e.roster.People) > 0)
		}
		if c.Street != "" {
			place, matched := where.Match(e.roster, c.Street, c.Postal)
			key := where.Key(c.Street, c.Postal)
			if matched { // as the family writes it, so that it is one fact wherever it stands
				key = where.Key(place.Street, place.Postal)
			}
			add(exposure.RegisterHolder, "address", key, subjectOf(place, matched), matched, where.Told(e.roster))
		}
		if c.Phone != "" {
			n, _, ok := ident.Phone(c.Phone)
			if !ok {
				n = text.Fold(c.Phone)
			}
			id, told := e.phoneOwner(n)
			add(exposure.RegisterContact, "phone", n, id, id != "", told)
		}
		if c.Email != "" {
			id, matched, told := ident.EmailOwner(e.roster, text.Fold(c.Email))
			add(exposure.RegisterContact, "email", text.Fold(c.Email), id, matched, told)
		}
	}
	return out
}

// registrant is the role of a domain's holder in its record.
const registrant = "registrant"

// subjectOf says whom a matched place concerns: everybody, for a home.
func subjectOf(p roster.Place, matched bool) exposure.SubjectID {
	if matched && p.Kind == roster.Home {
		return exposure.Household
	}
	return ""
}

func (e *Extractor) phoneOwner(e164 string) (id exposure.SubjectID, told bool) {
	return ident.PhoneOwner(e.roster, e164)
}

// member finds the member whose name or alias s is, whatever its case.
func (e *Extractor) member(s string) exposure.SubjectID {
	f := text.Fold(s)
	for _, p := range e.roster.People {
		if f == text.Fold(p.Name) {
			return p.ID
		}
		for _, a := range p.Aliases {
			if f == text.Fold(a) {
				return p.ID
			}
		}
	}
	return ""
}
