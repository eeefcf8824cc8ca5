package household

import (
	"slices"
	"strings"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/roster"
)

// NotAddedError says why AddConsent did not write a consent. It wraps its Faults.
// They are about the consent alone, so they stand on no line of the file.
type NotAddedError struct {
	Faults Faults // never empty
	// Guardians are the adults who can agree for the person on the day the
	// consent is given; nil for a person who needs none.
	Guardians []exposure.SubjectID

	turning18 bool // this year
	// others were said to agree, and are neither the person nor a guardian.
	others []exposure.SubjectID
}

func notAdded(h *Household, c Consent, fs Faults) *NotAddedError {
	n := &NotAddedError{Guardians: h.guardiansOf(c.Subject, c.Granted)}
	if p, ok := h.Person(c.Subject); ok && p.Born != 0 {
		n.turning18 = c.Granted.Year()-p.Born == 18
		n.others = slices.DeleteFunc(slices.Clone(c.GivenBy), func(id exposure.SubjectID) bool {
			return id == p.ID || slices.Contains(p.Guardians, id)
		})
	}
	for _, f := range fs {
		if f.Code == CodeNoDetectors && len(c.Detectors) > 0 {
			continue // those it has are a fault already
		}
		f.File, f.Line = "", 0
		if !slices.ContainsFunc(n.Faults, func(o Fault) bool { return o.Code == f.Code && slices.Equal(o.Args, f.Args) }) {
			n.Faults = append(n.Faults, f)
		}
	}
	return n
}

// guardiansOf lists the adult guardians of a person who is a minor on the day.
func (h *Household) guardiansOf(id exposure.SubjectID, day time.Time) []exposure.SubjectID {
	p, ok := h.Person(id)
	if !ok || p.Born == 0 || !roster.MinorAt(p.Born, day) {
		return nil
	}
	var out []exposure.SubjectID
	for _, id := range p.Guardians {
		if g, ok := h.Person(id); ok && g.Born != 0 && id != p.ID && !roster.MinorAt(g.Born, day) {
			out = append(out, id)
		}
	}
	return out
}

// Unwrap gives the Faults.
func (n *NotAddedError) Unwrap() error { return n.Faults }

// Error is In English.
func (n *NotAddedError) Error() string { return n.In(exposure.English) }

// In says in the language what is missing and what to do, one sentence a line.
// It speaks of the flags of lampan consent add, not of the keys of the file.
func (n *NotAddedError) In(lang exposure.Lang) string {
	lines := make([]string, len(n.Faults))
	for i, f := range n.Faults {
		lines[i] = n.sentence(f, lang)
	}
	return strings.Join(lines, "\n")
}

func (n *NotAddedError) sentence(f Fault, lang exposure.Lang) string {
	code, args := f.Code, f.Args
	switch code {
	case CodeNotGuardian, CodeYoungGuardian, CodeTurning18:
		if n.turning18 {
			code = CodeTurning18
		}
		if len(n.Guardians) == 0 {
			code = CodeNoGuardian
		}
	case CodeNotOne:
		// The key may be "detectors[1]"; the flag is --detector.
		key, _, _ := strings.Cut(args[0], "[")
		args = append([]string{strings.TrimSuffix(key, "s")}, args[1:]...)
	}
	s, ok := flagTexts[code]
	if !ok {
		message, hint := f.words(lang)
		return upperFirst(message) + "; " + hint + "."
	}
	text, or, named := s.sv, " eller ", "{0} står inte under guardians för {1} i household.yaml. "
	if lang == exposure.English {
		text, or, named = s.en, " or ", "{0} is not named under guardians of {1} in household.yaml. "
	}
	if f.Code == CodeNotGuardian && len(n.others) > 0 {
		text = fill(named, []string{string(n.others[0]), args[0]}) + text
	}
	by := make([]string, len(n.Guardians))
	for i, id := range n.Guardians {
		by[i] = "--by " + string(id)
	}
	return strings.ReplaceAll(upperFirst(fill(text, args)), "{by}", strings.Join(by, or))
}

// upperFirst begins a sentence; one that begins with an ID is left alone.
func upperFirst(s string) string {
	for _, word := range []string{"den", "ett", "id:t", "samtycket", "källan", "ingen", "the", "a", "no", "there"} {
		if strings.HasPrefix(s, word+" ") {
			return strings.ToUpper(s[:1]) + s[1:]
		}
	}
	return s
}

// flagTexts holds the sentences for someone who writes a consent on the command
// line. {0} and {1} stand for the fault's Args, {by} for the guardians who can
// agree. It is read only.
var flagTexts = map[Code]struct{ sv, en string }{
	CodeUsedID: {
		"id:t {0} har redan använts i ärendet; välj ett annat med --id, eller lämna bort --id så väljs ett ledigt.",
		"the id {0} has been used in this case; choose another with --id, or leave --id out to get a free one.",
	},
	CodeUnknownPerson: {
		"ingen person i household.yaml har id:t {0}; kontrollera hur det är skrivet, eller lägg till personen först.",
		"no person in household.yaml has the id {0}; check how it is written, or add the person first.",
	},
	CodeUnknownSource: {
		"ingen källa i household.yaml har id:t {0}; kontrollera hur det är skrivet, eller lägg till källan först.",
		"no source in household.yaml has the id {0}; check how it is written, or add the source first.",
	},
	CodeOtherSubject: {
		"källan {0} hör till {1}; skriv ett eget samtycke för {1} med --subject {1}.",
		"the source {0} belongs to {1}; write a consent of its own for {1} with --subject {1}.",
	},
	CodeNotOne: {
		"--{0} kan inte vara {1}; välj bland: {2}.",
		"--{0} cannot be {1}; choose from: {2}.",
	},
	CodeExpiresFirst: {
		"samtycket slutar innan det börjar; välj ett senare datum med --expires.",
		"the consent ends before it begins; choose a later date with --expires.",
	},
	CodeTooLongConsent: {
		"samtycket gäller längre än två år; välj ett tidigare datum med --expires, ett år är vanligt.",
		"the consent lasts longer than two years; choose an earlier date with --expires, one year is usual.",
	},
	CodeAgeUnknown: {
		"födelseåret saknas för {0}, så det går inte att veta vem som kan säga ja; skriv året under born i household.yaml.",
		"the year of birth of {0} is missing, so nobody can tell who may agree; write the year under born in household.yaml.",
	},
	CodeNotOwn: {
		"{0} är vuxen och säger ja själv; fråga {0}, och lämna bort --by om svaret är ja.",
		"{0} is an adult and agrees in person; ask {0}, and leave --by out if the answer is yes.",
	},
	CodeGrownUp: {
		"{0} är vuxen och säger ja själv; fråga {0}, och lämna bort --by om svaret är ja.",
		"{0} is an adult and agrees in person; ask {0}, and leave --by out if the answer is yes.",
	},
	CodeNoGuardian: {
		"{0} behöver en vårdnadshavares ja och har ingen vuxen vårdnadshavare i household.yaml; skriv in en under guardians först.",
		"{0} needs a guardian's yes and has no adult guardian in household.yaml; write one under guardians first.",
	},
	CodeNotGuardian: {
		"{0} är under 18, så en vårdnadshavare säger ja: fråga, och lägg till {by}; från det år barnet fyller 13 behövs också barnets eget ja, --assent.",
		"{0} is under 18, so a guardian agrees: ask, and add {by}; from the year the child turns 13 the child's own yes is needed too, --assent.",
	},
	CodeYoungGuardian: {
		"den som har sagt ja för {0} är inte en vuxen vårdnadshavare; fråga en som är det, och lägg till {by}.",
		"whoever agreed for {0} is not an adult guardian; ask one who is, and add {by}.",
	},
	CodeNoAssent: {
		"{0} fyller 13 eller mer i år, så barnets eget ja behövs också: fråga {0}, och lägg till --assent om svaret är ja.",
		"{0} turns 13 or more this year, so the child's own yes is needed too: ask {0}, and add --assent if the answer is yes.",
	},
	CodeTurning18: {
		"{0} fyller 18 i år, så både {0} och en vårdnadshavare säger ja: fråga dem, och lägg till --by {0} och {by}.",
		"{0} turns 18 this year, so both {0} and a guardian agree: ask them, and add --by {0} and {by}.",
	},
}
