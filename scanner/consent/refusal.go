package consent

import (
	"errors"
	"strings"

	"lampan/rules/exposure"
	"lampan/scanner/household"
)

// Code names a reason for refusing. It is stable and is what the ledger keeps.
// The codes of household.Household.Giver occur here too.
type Code string

// The reasons for a refusal.
const (
	CodeNoGrant  Code = "no-grant"
	CodeNoSource Code = "no-source"
	CodeNone     Code = "no-consent"
	CodeCase     Code = "other-case"
	CodePurpose  Code = "other-purpose"
	CodeExpired  Code = "expired"
	CodeEarly    Code = "not-yet"
	CodeRevoked  Code = "withdrawn"
	CodeEdited   Code = "edited"
	CodeGone     Code = "removed"
	CodeFile     Code = "household-unreadable"
	CodeLedger   Code = "ledger-unwritable"
	CodeOutside  Code = "outside"
)

// Refusal says why a source may not be read, and what to do about it. It holds
// IDs, never names.
type Refusal struct {
	Code    Code
	Source  exposure.SourceID  // "" when no source was asked for
	Consent string             // the consent that does not hold; "" when there is none
	Subject exposure.SubjectID // "" when unknown
	Locator string             // only for CodeOutside

	caseID string
	reason reason // for CodeEdited: what was changed
	err    error  // what household.yaml's reader said; nil for other codes
}

// reason tells apart what may have been changed. The zero reason is the consent
// itself.
type reason int

const (
	consentEdited reason = iota
	moved                // the source has another address
	altered              // the source is otherwise more than it was
	addedLater           // the consent names the source only since
)

func refuse(code Code, h *household.Household, k household.Consent, id exposure.SourceID) *Refusal {
	r := &Refusal{Code: code, Source: id, Consent: k.ID, Subject: k.Subject}
	if h != nil {
		r.caseID = h.Case
	}
	return r
}

func unreadable(id exposure.SourceID, err error) *Refusal {
	return &Refusal{Code: CodeFile, Source: id, err: err}
}

func (r *Refusal) because(why reason) *Refusal {
	r.reason = why
	return r
}

// Unwrap gives ErrNotGranted (for CodeOutside, ErrOutside, which wraps it) and
// the cause, if there is one.
func (r *Refusal) Unwrap() []error {
	base := ErrNotGranted
	if r.Code == CodeOutside {
		base = ErrOutside
	}
	if r.err == nil {
		return []error{base}
	}
	return []error{base, r.err}
}

// Error is the explanation in English.
func (r *Refusal) Error() string { return r.In(exposure.English) }

// In is the explanation in the language: what is missing, and what to do.
func (r *Refusal) In(lang exposure.Lang) string {
	t, ok := refusals[r.Code]
	if r.reason != consentEdited {
		t = edits[r.reason]
	}
	if fs, bad := errors.AsType[household.Faults](r.err); bad {
		t = mend
		t.sv += fs[0].In(exposure.Swedish)
		t.en += fs[0].In(exposure.English)
	}
	s := t.sv
	if lang == exposure.English {
		s = t.en
	}
	if !ok {
		message, hint := household.Words(household.Code(r.Code), lang, string(r.Subject))
		s = "{source}: " + message + "; " + hint
	}
	return strings.NewReplacer(
		"{source}", orDash(string(r.Source)), "{consent}", orDash(r.Consent), "{subject}", orDash(string(r.Subject)),
		"{locator}", printable(r.Locator),
	).Replace(s)
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return printable(s)
}

// printable keeps what a terminal would obey out of a message.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if household.Invisible(r) {
			return -1
		}
		return r
	}, s)
	if rs := []rune(s); len(rs) > 200 {
		return string(rs[:200]) + "…"
	}
	return s
}

type sentence struct{ sv, en string }

// mend is followed by the first fault of household.yaml. It is read only.
var mend = sentence{
	"household.yaml behöver rättas innan {source} kan läsas: ",
	"household.yaml needs mending before {source} can be read: ",
}

// edits holds the explanations of CodeEdited when it is about one source only.
// It is read only.
var edits = map[reason]sentence{
	moved: {
		"Adressen för källan {source} har ändrats sedan {subject} sa ja, så källan läses inte; lägg till ett nytt samtycke med lampan consent add, eller skriv tillbaka adressen.",
		"The address of the source {source} has changed since {subject} agreed, so it is not read; add a new consent with lampan consent add, or put the address back.",
	},
	altered: {
		"Källan {source} omfattar mer än när {subject} sa ja, så den läses inte; lägg till ett nytt samtycke med lampan consent add, eller skriv tillbaka hur det var.",
		"The source {source} takes in more than when {subject} agreed, so it is not read; add a new consent with lampan consent add, or put it back as it was.",
	},
	addedLater: {
		"Källan {source} skrevs in i {consent} efter att {subject} sa ja, så den läses inte; fråga {subject} och lägg till ett nytt samtycke med lampan consent add.",
		"The source {source} was written into {consent} after {subject} agreed, so it is not read; ask {subject} and add a new consent with lampan consent add.",
	},
}

// refusals holds the explanation of every code of this package. It is read
// only.
var refusals = map[Code]sentence{
	CodeNoGrant: {
		"Ingen har sagt ja till detta; fråga personen och skriv ett samtycke i household.yaml.",
		"Nobody has agreed to this; ask the person and write a consent in household.yaml.",
	},
	CodeNoSource: {
		"Källan {source} finns inte i household.yaml; lägg till den där och fråga personen.",
		"The source {source} is not in household.yaml; add it there and ask the person.",
	},
	CodeNone: {
		"Inget samtycke nämner källan {source}; fråga {subject} och skriv ett med lampan consent add.",
		"No consent names the source {source}; ask {subject} and write one with lampan consent add.",
	},
	CodeCase: {
		"Samtycket {consent} hör till ett annat ärende och gäller inte {source}; fråga personen och skriv ett nytt.",
		"The consent {consent} belongs to another case and does not count for {source}; ask the person and write a new one.",
	},
	CodePurpose: {
		"Samtycket {consent} gäller ett annat ändamål; fråga {subject} och skriv ett nytt för en genomgång av {source}.",
		"The consent {consent} is for another purpose; ask {subject} and write a new one for a review of {source}.",
	},
	CodeExpired: {
		"Samtycket {consent} har gått ut, så {source} läses inte; fråga {subject} igen och skriv ett nytt.",
		"The consent {consent} has expired, so {source} is not read; ask {subject} again and write a new one.",
	},
	CodeEarly: {
		"Samtycket {consent} har inte börjat gälla, så {source} läses inte än; vänta, eller kontrollera datumet under granted.",
		"The consent {consent} has not begun, so {source} is not read yet; wait, or check the date under granted.",
	},
	CodeRevoked: {
		"Ja till {source} har tagits tillbaka, så källan läses inte och {consent} kan inte användas för den igen; om {subject} vill vara med igen, lägg till ett nytt samtycke med lampan consent add.",
		"The yes to {source} has been taken back, so it is not read and {consent} cannot be used for it again; if {subject} wants to take part again, add a new consent with lampan consent add.",
	},
	CodeEdited: {
		"Samtycket {consent} har ändrats sedan det först användes, så {source} läses inte; fråga {subject} och skriv ändringen som ett nytt samtycke med ett nytt id.",
		"The consent {consent} was changed after its first use, so {source} is not read; ask {subject} and write the change as a new consent with a new id.",
	},
	CodeGone: {
		"Samtycket {consent} eller källan {source} finns inte längre i household.yaml, så läsningen har slutat; fråga {subject} om källan ska vara med.",
		"The consent {consent} or the source {source} is no longer in household.yaml, so reading has stopped; ask {subject} whether it should take part.",
	},
	CodeFile: {
		"household.yaml går inte att läsa, så {source} läses inte; kör lampan check och rätta det som visas.",
		"household.yaml cannot be read, so {source} is not read; run lampan check and mend what it shows.",
	},
	CodeLedger: {
		"Loggboken i .lampan går inte att skriva, så {source} läses inte; kontrollera mappens rättigheter och ledigt utrymme.",
		"The ledger in .lampan cannot be written, so {source} is not read; check the folder's permissions and the free space.",
	},
	CodeOutside: {
		"{locator} ligger utanför källan {source}, så det läses inte; lägg till det som en egen källa om {subject} vill.",
		"{locator} lies outside the source {source}, so it is not read; add it as a source of its own if {subject} wants.",
	},
}
