package ruletest

import (
	"time"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/roster"
)

// FamilyOf is the household that the examples of a rule are told by: Family or, for a
// rule about households with protected personal data, one in which Anna has them. Such
// a family tells lampan of no place.
func FamilyOf(r *rules.Rule, at time.Time) *roster.Roster {
	f := Family(at)
	if ofProtected(r) {
		f.Places, f.People[0].Protected = nil, true
	}
	return f
}

func ofProtected(r *rules.Rule) bool {
	return r.StartsFrom(func(k exposure.Kind) bool { return k == exposure.ProtectedWhere })
}

// Family is the invented household that every example is told by. Anna, the
// mother, is the one whose pages and posts are read. Authors of rules use its
// names, places and numbers; the numbers are reserved for fiction.
func Family(at time.Time) *roster.Roster {
	parents := []exposure.SubjectID{"anna", "erik"}
	r := &roster.Roster{
		People: []roster.Person{
			{ID: "anna", Name: "Anna Lind", Aliases: []string{"annalind84"}, Born: 1984, Phones: []string{"070-174 06 05"}, Emails: []string{"anna@lind.example"}},
			{ID: "erik", Name: "Erik Lind", Born: 1982, Phones: []string{"070-174 06 06"}, Emails: []string{"erik@lind.example"}},
			{ID: "maja", Name: "Maja Lind", Born: 2010, Guardians: parents},
			{ID: "elsa", Name: "Elsa Lind", Born: 2015, Guardians: parents},
		},
		Places: []roster.Place{
			{ID: "hemma", Kind: roster.Home, Street: "Björkstigen 12", Postal: "12345", Town: "Storvik", Lat: 60.58, Lon: 16.53, Located: true},
			{ID: "stugan", Kind: roster.Holiday, Street: "Sjövägen 4", Postal: "76010", Town: "Granvik", Lat: 59.63, Lon: 18.64, Located: true},
			{ID: "skolan", Kind: roster.School, Name: "Ekskolan", Street: "Skolgatan 3", Postal: "12345", Town: "Storvik", Lat: 60.585, Lon: 16.54, Located: true, People: []exposure.SubjectID{"elsa"}},
			{ID: "jobbet", Kind: roster.Work, Name: "Storviks kommun", Street: "Torggatan 1", Postal: "12345", Town: "Storvik", Lat: 60.575, Lon: 16.51, Located: true, People: []exposure.SubjectID{"anna"}},
		},
		Vehicles: []roster.Vehicle{{Plate: "ABC123", Owner: "erik"}},
		Domains:  []string{"familjenlind.example"},
		Pets:     []string{"Bosse"},
		Clubs: []roster.Club{
			{Name: "Storviks IF F15", Person: "elsa"},
			{Name: "Storviks ridklubb", Person: "maja"},
		},
	}
	for i := range r.People {
		r.People[i].Minor = roster.MinorAt(r.People[i].Born, at)
	}
	return r
}
