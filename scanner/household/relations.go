package household

import (
	"strconv"
	"strings"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/roster"
)

// relations checks what the parts of the file say about each other.
func (p *parser) relations(h *Household) {
	lines := map[string]int{}
	unique := func(kind, id string, line int, path string) {
		if id == "" {
			return
		}
		if first, ok := lines[kind+id]; ok {
			p.fault(line, path, CodeTwice, id, strconv.Itoa(first))
			return
		}
		lines[kind+id] = line
	}
	known := func(id exposure.SubjectID, line int, path string) {
		if _, ok := h.Person(id); !ok && id != "" {
			p.fault(p.line(line, path), path, CodeUnknownPerson, string(id))
		}
	}
	for _, m := range h.People {
		unique("person ", string(m.ID), m.Line, "people")
	}
	for _, m := range h.People {
		for _, g := range m.Guardians {
			if g == m.ID {
				p.fault(p.line(m.Line, "guardians"), "people.guardians", CodeSelfGuardian, string(g))
				continue
			}
			known(g, m.Line, "people.guardians")
			if o, ok := h.Person(g); ok && o.Born != 0 && m.Born != 0 && o.Born >= m.Born {
				p.fault(p.line(m.Line, "guardians"), "people.guardians", CodeOlderChild, string(g), string(m.ID))
			}
		}
	}
	for _, m := range h.Places {
		unique("place ", m.ID, m.Line, "places")
		for _, id := range m.People {
			known(id, m.Line, "places.people")
		}
	}
	for _, m := range h.Vehicles {
		unique("plate ", m.Plate, m.Line, "vehicles")
		known(m.Owner, m.Line, "vehicles.owner")
	}
	for _, m := range h.Clubs {
		known(m.Person, m.Line, "clubs.person")
	}
	for _, m := range h.Sources {
		unique("source ", string(m.ID), m.Line, "sources")
		known(m.Subject, m.Line, "sources.subject")
	}
	for _, c := range h.Consents {
		unique("consent ", c.ID, c.Line, "consents")
		p.consentRelations(h, c)
	}
}

// line finds where the value of a path's last key stands, in the entry that
// starts on the line; the entry's own line when it has no such key.
func (p *parser) line(entry int, path string) int {
	if n, ok := p.values[valueAt{entry, path[strings.LastIndexByte(path, '.')+1:]}]; ok {
		return n
	}
	return entry
}

func (p *parser) consentRelations(h *Household, c Consent) {
	fault := func(key string, code Code, args ...string) {
		p.fault(p.line(c.Line, key), "consents."+key, code, args...)
	}
	if c.Case != "" && h.Case != "" && c.Case != h.Case {
		fault("case", CodeOtherCase, c.ID)
	}
	known := func(key string, id exposure.SubjectID) {
		if _, ok := h.Person(id); !ok && id != "" {
			fault(key, CodeUnknownPerson, string(id))
		}
	}
	known("subject", c.Subject)
	for _, id := range c.GivenBy {
		known("given_by", id)
	}
	for _, id := range c.Sources {
		s, ok := h.Source(id)
		switch {
		case !ok:
			fault("sources", CodeUnknownSource, string(id))
		case s.Subject != c.Subject && s.Subject != "" && c.Subject != "":
			fault("sources", CodeOtherSubject, string(id), string(s.Subject))
		}
	}
	if len(c.Sources) == 0 {
		fault("sources", CodeNoSources)
	}
	if len(c.Detectors) == 0 {
		fault("detectors", CodeNoDetectors)
	}
	if len(c.GivenBy) == 0 {
		fault("given_by", CodeNoGiver)
	}
	if c.Granted.IsZero() || c.Expires.IsZero() {
		return // already a fault of the value
	}
	switch {
	case c.Expires.Before(c.Granted):
		fault("expires", CodeExpiresFirst)
	case c.Expires.After(c.Granted.AddDate(maxConsentYears, 0, 0)):
		fault("expires", CodeTooLongConsent)
	}
	if _, ok := h.Person(c.Subject); ok && len(c.GivenBy) > 0 {
		if code := h.Giver(c, c.Granted); code != "" {
			fault("given_by", code, string(c.Subject))
		}
		if code := h.Decides(c.Subject, c.Granted); c.Share == ShareSelf && code == CodeTooYoung {
			fault("share", code, string(c.Subject))
		}
	}
}

// At lists the faults that only show on a certain day: people born later,
// children without a guardian, guardians who are children. It is nil when
// there are none.
func (h *Household) At(day time.Time) Faults {
	var fs Faults
	add := func(m Person, path string, code Code, args ...string) {
		fs = append(fs, newFault(h.File, m.Line, "people."+path, code, args...))
	}
	for _, m := range h.People {
		if m.Born > day.Year() {
			add(m, "born", CodeBornLater, string(m.ID))
		}
		if !roster.MinorAt(m.Born, day) || day.Year()-m.Born == 18 {
			continue // an adult, or in the year of coming of age
		}
		if len(m.Guardians) == 0 {
			add(m, "guardians", CodeChildAlone, string(m.ID))
		}
		for _, id := range m.Guardians {
			if g, ok := h.Person(id); ok && (g.Born == 0 || roster.MinorAt(g.Born, day)) {
				add(m, "guardians", CodeChildGuardian, string(id))
			}
		}
	}
	return sortFaults(fs)
}
