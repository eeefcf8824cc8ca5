package household

import (
	"slices"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/roster"
)

// assentAge is the year of age from which a child's own yes is needed. Only
// the year of birth is known, so a child who may turn 13 this year is asked.
const assentAge = 13

// Decides says whether a person decides alone what the others of the household see of
// the person's own, and with what fault if not; "" means yes. An adult does, and a
// child from 13, of whose own no guardian can decide it. For a younger child the
// guardians see all.
func (h *Household) Decides(id exposure.SubjectID, day time.Time) Code {
	switch p, ok := h.Person(id); {
	case !ok:
		return CodeUnknownPerson
	case p.Born == 0:
		return CodeAgeUnknown
	case day.Year()-p.Born < assentAge:
		return CodeTooYoung
	}
	return ""
}

// Giver says whether those who gave a consent could give it on that day, and
// with what fault if not; "" means that they could.
//
// An adult gives their own. For a child it is a guardian of that child, and
// from 13 also the child. Only years of birth are known: in the year of turning
// 18 both are asked, and after it a guardian's word alone no longer counts.
// Nobody of unknown age can agree, nor be a guardian who agrees.
func (h *Household) Giver(c Consent, day time.Time) Code {
	p, ok := h.Person(c.Subject)
	if !ok {
		return CodeUnknownPerson
	}
	if p.Born == 0 {
		return CodeAgeUnknown
	}
	own := slices.Contains(c.GivenBy, p.ID)
	if !roster.MinorAt(p.Born, day) {
		switch {
		case own:
			return ""
		case slices.ContainsFunc(p.Guardians, func(g subjectID) bool { return slices.Contains(c.GivenBy, g) }):
			return CodeGrownUp
		}
		return CodeNotOwn
	}
	if len(p.Guardians) == 0 {
		return CodeNoGuardian
	}
	given, grown := false, false
	for _, id := range p.Guardians {
		if !slices.Contains(c.GivenBy, id) {
			continue
		}
		given = true
		if g, ok := h.Person(id); ok && g.Born != 0 && id != p.ID && !roster.MinorAt(g.Born, day) {
			grown = true
		}
	}
	age := day.Year() - p.Born
	switch {
	case !given:
		return CodeNotGuardian
	case !grown:
		return CodeYoungGuardian
	case age == 18 && !own:
		return CodeTurning18
	case age >= assentAge && age < 18 && !c.Assent:
		return CodeNoAssent
	}
	return ""
}
