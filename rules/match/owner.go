package match

import (
	"lampan/rules/exposure"
	"lampan/rules/roster"
)

// ownAge is the age from which a child looks after its own accounts, with help;
// below it a guardian does. It is the age of digital consent in Sweden.
const ownAge = 13

// owner names the member who does a fix: the shower of the fact (author), whom
// it concerns (subject), an adult who answers for that person (guardian), or
// the first adult (household). A child under 13 hands over to a guardian.
// Without a roster nobody is known, and the household as a whole owns it.
func (m *Matcher) owner(who string, subject, shower exposure.SubjectID) exposure.SubjectID {
	p, ok := roster.Person{}, false
	switch who {
	case "author":
		p, ok = m.c.Roster.Person(shower)
	case "subject":
		p, ok = m.c.Roster.Person(subject)
	case "guardian":
		if p, ok = m.c.Roster.Person(subject); ok && p.Minor {
			return m.guardian(p)
		}
	}
	switch {
	case !ok:
		return m.adult()
	case m.young(p):
		return m.guardian(p)
	}
	return p.ID
}

// young reports whether a person may still be under 13. With only a year
// known, the whole year in which somebody turns 13 counts: the safer reading.
func (m *Matcher) young(p roster.Person) bool {
	return p.Minor && p.Born != 0 && m.c.At.Year()-p.Born <= ownAge
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
