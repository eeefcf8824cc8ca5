package match

import (
	"lampan/rules/exposure"
	"lampan/rules/roster"
)

// ownAge is the age from which a child looks after its own accounts, with help;
// below it a guardian does. It is the age of digital consent in Sweden.
const ownAge = 13

// ownThing is the age above which a child does what is the child's own to do, such as
// choosing whom to talk to: from the year of turning twelve. A guardian sits beside,
// so nothing is at stake in the months before the birthday.
const ownThing = 11

// owner names the member who does a fix: the shower of the fact (author), whom
// it concerns (subject, or child for what a child of twelve can do), an adult who
// answers for that person (guardian), or the first adult (household). Whoever is
// younger hands over to a guardian. Without a roster nobody is known, and the
// household as a whole owns it.
func (m *Matcher) owner(who string, subject, shower exposure.SubjectID) exposure.SubjectID {
	p, ok, old := roster.Person{}, false, ownAge
	switch who {
	case "author":
		p, ok = m.c.Roster.Person(shower)
	case "subject":
		p, ok = m.c.Roster.Person(subject)
	case "child":
		p, ok = m.c.Roster.Person(subject)
		old = ownThing
	case "guardian":
		if p, ok = m.c.Roster.Person(subject); ok && p.Minor {
			return m.guardian(p)
		}
	}
	switch {
	case !ok:
		return m.adult()
	case m.young(p, old):
		return m.guardian(p)
	}
	return p.ID
}

// young reports whether a person may still be under an age. With only a year
// known, the whole year in which somebody reaches it counts: the safer reading.
func (m *Matcher) young(p roster.Person, age int) bool {
	return p.Minor && p.Born != 0 && m.c.At.Year()-p.Born <= age
}

func (m *Matcher) guardian(child roster.Person) exposure.SubjectID {
	for _, id := range child.Guardians {
		if g, ok := m.c.Roster.Person(id); ok && !g.Minor {
			return id
		}
	}
	return m.adult()
}

// adult is the first adult of the household.
func (m *Matcher) adult() exposure.SubjectID {
	for _, p := range m.c.Roster.People {
		if !p.Minor {
			return p.ID
		}
	}
	return exposure.Household
}
