package match

import (
	"hash/fnv"

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
// answers for that person (guardian), or one of the adults (household). Whoever is
// younger hands over to a guardian. Without a roster nobody is known, and the
// household as a whole owns it.
func (m *Matcher) owner(rule exposure.RuleID, who string, subject, shower exposure.SubjectID) exposure.SubjectID {
	p, ok, old := roster.Person{}, false, ownAge
	switch who {
	case "household":
		return m.turn(rule)
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

// turn gives what is everybody's to the adults in turn, one rule to one of them, so that
// it does not all fall to whoever stands first. The same rule falls to the same person
// at every visit.
func (m *Matcher) turn(rule exposure.RuleID) exposure.SubjectID {
	var adults []exposure.SubjectID
	for _, p := range m.c.Roster.People {
		if !p.Minor {
			adults = append(adults, p.ID)
		}
	}
	if len(adults) == 0 {
		return exposure.Household
	}
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(rule))                      // a hash takes everything
	return adults[int(sum.Sum32()%uint32(len(adults)))] //nolint:gosec // few people
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
