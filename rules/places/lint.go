package places

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/tone"
)

// The words of the linter, beside those of rules/tone. \b knows the letters of English only, so no pattern
// has å, ä or ö next to one.
var (
	sentenceEnd = regexp.MustCompile(`[.?:;](\s|$)`)
	asksNumber  = regexp.MustCompile(`(?i)personnum|samordningsnum|fyra sista|last four|identity number|\bid[- ]numbers?\b|national id num`)
	address     = regexp.MustCompile(`(?i)://|\bwww\.`)
	erases      = regexp.MustCompile(`(?i)\b(rader|utplån|erase|erasure|delet)`)
	negated     = regexp.MustCompile(`(?i)\b(inte|aldrig|ingen|inget|inga|osäkert|not|never|no|nothing|cannot|uncertain)\b`)
	eID         = regexp.MustCompile(`(?i)bankid|e-legitimation|e-identification`)

	// certain is what a source would have to say of every case. As an advice, "always"
	// is no claim: always answer.
	certain = regexp.MustCompile(`(?i)\b(alltid|always|certainly|varje gång|every time)\b`)
	lasting = regexp.MustCompile(`(?i)\bpermanent`)
	// rights and law are for places that ordinary data protection rules bind.
	rights = regexp.MustCompile(`(?i)\b(rätt (att|till)|rätten|rättighet|måste|skyldig|right (to|of)|rights\b|entitled|must\b|obliged)`)
	law    = regexp.MustCompile(`(?i)dataskydd|\bgdpr\b|\bartikel \d|\barticle \d|data protection|bli bortglömd|be forgotten`)
	// gone is what a place that grants nothing cannot be said to do.
	gone = regexp.MustCompile(`(?i)\b(döljs|göms|tas bort|försvinner|suddas|(is|are) (hidden|removed|blurred)|goes away)\b`)
)

// threat is the place whose text may name what others may not: legal protection is
// given under a threat only, and whoever reads of it should know.
const threat ID = "skyddade-personuppgifter"

// Remark is what is wrong with a text, and what to do about it.
type Remark struct{ Message, Hint string }

// Plain says what is wrong with a text for people, whatever it is about: what
// rules/tone finds, or that it asks for a personnummer or holds a web address. It
// is nil when nothing is. What is allowed goes unsaid.
func Plain(lang exposure.Lang, text string, allowed ...tone.Rule) []Remark {
	var out []Remark
	for _, f := range tone.Lint(lang, text) {
		if !slices.Contains(allowed, f.Rule) {
			out = append(out, Remark{fmt.Sprintf("has a fault of tone (%s): %q", f.Rule, f.Where), f.Message})
		}
	}
	if asksNumber.MatchString(text) {
		out = append(out, Remark{"speaks of a personnummer", "a link to the page says whose it is"})
	}
	if address.MatchString(text) {
		out = append(out, Remark{"holds a web address", "put it under link, if it is confirmed"})
	}
	return out
}

// Erasing says which sentences of a text speak of erasing; nil when none do, or
// when they deny it.
func Erasing(text string) []Remark {
	for _, s := range sentences(text) {
		if word := erases.FindString(s); word != "" && !negated.MatchString(s) {
			return []Remark{{fmt.Sprintf("speaks of erasing, and less is granted: %q", word), "say what is granted"}}
		}
	}
	return nil
}

// Strong says which sentences claim more than anybody can know who writes to a
// place: that it is bound to do something it is not. Basis is the place's. It is nil when none do.
func Strong(text string, basis Basis) []Remark {
	if basis == DataLaw {
		return nil
	}
	var out []Remark
	for _, s := range sentences(text) {
		if negated.MatchString(s) {
			continue
		}
		if word := rights.FindString(s); word != "" {
			out = append(out, Remark{fmt.Sprintf("claims a right: %q", word), "no right is confirmed here, so ask"})
		}
		if word := law.FindString(s); word != "" {
			out = append(out, Remark{fmt.Sprintf("rests on data protection rules: %q", word), "they are not confirmed to hold here"})
		}
	}
	return out
}

// uncertain is what a warning says, in these words, when something is not
// confirmed.
func uncertain(lang exposure.Lang) string {
	if lang == exposure.English {
		return "check yourself"
	}
	return "kontrollera själv"
}

// Lint checks what a catalogue says. Faults are what must be mended before it may
// ship: a claim stronger than its source, a text missing in a language, a text
// that shouts, drags on, frightens or asks for a personnummer, a link that is not
// https. What a claim is stands in lists of words, so Lint finds what is plainly
// too strong; whether a text is true its author must know.
// Notes are the places whose evidence is undated or more than a year old today.
// Both are in the catalogue's order.
func Lint(c *Catalogue, today time.Time) (faults, notes []*rules.Fault) {
	for i := range c.places {
		l := linter{p: &c.places[i]}
		l.place(today)
		faults = append(faults, l.faults...)
		notes = append(notes, l.notes...)
	}
	for _, b := range Bases() {
		t, ok := c.legal[b]
		if !ok {
			continue
		}
		l := linter{p: &Place{ID: ID(b), File: legalFile, Line: t.Line}}
		for _, lang := range exposure.Langs() {
			l.text(lang, "text", t.Text[lang], true)
			if b != DataLaw {
				l.claims(lang, "text", t.Text[lang], rights, "claims a right", "no right is confirmed here")
			}
		}
		if len(t.Sources) == 0 {
			l.fault("name where it is said", "a legal basis has no source")
		}
		faults = append(faults, l.faults...)
	}
	return faults, notes
}

type linter struct {
	p             *Place
	faults, notes []*rules.Fault
}

func (l *linter) about(hint, format string, args ...any) *rules.Fault {
	return &rules.Fault{File: l.p.File, Line: l.p.Line, Message: string(l.p.ID) + ": " + fmt.Sprintf(format, args...), Hint: hint}
}

func (l *linter) fault(hint, format string, args ...any) {
	l.faults = append(l.faults, l.about(hint, format, args...))
}

func (l *linter) place(today time.Time) {
	p := l.p
	l.certainty(today)
	if p.Link != "" {
		u, err := url.Parse(p.Link)
		if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
			l.fault("write an https address, or none", "the link is not https")
		}
	}
	if p.Baseline && p.Hide.Way != None && p.Hide.Way != Rectify {
		l.fault("what the law makes public cannot be hidden", "it is baseline and its way is %q", p.Hide.Way)
	}
	for _, lang := range exposure.Langs() {
		l.language(lang)
	}
	sv, en := p.Text[exposure.Swedish], p.Text[exposure.English]
	for _, t := range []struct{ key, sv, en string }{
		{"look", sv.Look, en.Look}, {"result", sv.Result, en.Result}, {"lasts", sv.Lasts, en.Lasts}, {"warning", sv.Warning, en.Warning},
	} {
		if (t.sv == "") != (t.en == "") {
			l.fault("write it in both languages", "%s stands in one language only", t.key)
		}
	}
	if len(sv.Steps) != len(en.Steps) {
		l.fault("write the same steps in both languages", "steps differ in number: %d and %d", len(sv.Steps), len(en.Steps))
	}
}

// certainty checks that nothing is claimed more strongly than it is known.
func (l *linter) certainty(today time.Time) {
	p := l.p
	sourced := slices.ContainsFunc(p.Sources, func(s Evidence) bool { return strings.TrimSpace(s.In(exposure.English)) != "" })
	if p.Confirmed && !sourced {
		l.fault("name the source, or say confirmed: false", "it is confirmed without a source")
	}
	for _, s := range p.Sources {
		if (s.Swedish == "") != (s.English == "") {
			l.fault("write it in both languages", "a source says something in one language only")
		}
	}
	for _, lang := range exposure.Langs() {
		warning := p.Text[lang].Warning
		switch unsure := !p.Confirmed || p.Doubt; {
		case unsure && !strings.Contains(strings.ToLower(warning), uncertain(lang)):
			l.fault(fmt.Sprintf("say %q", uncertain(lang)), "%s: it is not confirmed, and no warning says so", lang)
		case !unsure && warning != "":
			l.fault("say doubt: true", "%s: it has a warning and is not in doubt", lang)
		}
	}
	switch old := p.Old(today); {
	case old && p.AsOf == "":
		l.notes = append(l.notes, l.about("look for a dated source", "its evidence has no date"))
	case old:
		l.notes = append(l.notes, l.about("look for a newer source", "its evidence is from %s", p.AsOf))
	case firstDay(p.AsOf).After(day(today)):
		l.fault("write the day it was read", "as-of %s has not come yet", p.AsOf)
	}
}

// firstDay is the first day that may be meant by a date that is not a day.
func firstDay(a AsOf) time.Time {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, string(a)); err == nil {
			return t
		}
	}
	return time.Time{}
}

func (l *linter) language(lang exposure.Lang) {
	t := l.p.Text[lang]
	l.text(lang, "name", t.Name, true)
	l.text(lang, "shows", t.Shows, true)
	if len(t.Steps) == 0 {
		l.fault("write it", "%s: steps are missing", lang)
	}
	for _, s := range t.Steps {
		l.text(lang, "steps", s, true)
	}
	l.text(lang, "look", t.Look, false)
	l.text(lang, "result", t.Result, false)
	l.text(lang, "lasts", t.Lasts, false)
	l.text(lang, "warning", t.Warning, false)
	l.strength(lang)
}

// strength checks that nothing is said of a place that it does not grant.
func (l *linter) strength(lang exposure.Lang) {
	p, t := l.p, l.p.Text[lang]
	said := append([]string{t.Name, t.Shows, t.Look, t.Result, t.Lasts, t.Warning}, t.Steps...)
	for _, s := range said {
		for _, r := range Strong(s, p.Basis) {
			l.remark(lang, "it", r)
		}
	}
	for _, s := range []string{t.Shows, t.Result, t.Lasts, t.Warning} {
		l.claims(lang, "it", s, certain, "is sure of every case", "say what the source says")
		if !p.Confirmed {
			l.claims(lang, "it", s, lasting, "says for how long, unconfirmed", "say where that is from")
		}
	}
	granted := []string{t.Result, t.Lasts}
	if p.Hide.Way == Hide {
		granted = slices.Concat(granted, t.Steps)
	}
	if p.Hide.Way != Remove {
		for _, s := range granted {
			for _, r := range Erasing(s) {
				l.remark(lang, "it", r)
			}
		}
	}
	if p.Hide.Way == None {
		for _, s := range granted {
			l.claims(lang, "it", s, gone, "says that something goes, and nothing is granted", "say what is granted")
		}
	}
	if p.Hide.BankID == No {
		for _, s := range t.Steps {
			l.claims(lang, "steps", s, eID, "asks for an e-identification, and none is needed", "say bankid: yes, or unknown")
		}
	}
	if p.Hide.Days > 0 && !strings.Contains(t.Lasts, fmt.Sprint(p.Hide.Days)) {
		l.fault("say under lasts for how many days", "%s: lasts does not say that it is %d days", lang, p.Hide.Days)
	}
}

// claims reports sentences that hold a word and do not deny it.
func (l *linter) claims(lang exposure.Lang, key, text string, words *regexp.Regexp, message, hint string) {
	for _, s := range sentences(text) {
		if word := words.FindString(s); word != "" && !negated.MatchString(s) {
			l.remark(lang, key, Remark{fmt.Sprintf("%s: %q", message, word), hint})
		}
	}
}

func (l *linter) remark(lang exposure.Lang, key string, r Remark) {
	l.fault(r.Hint, "%s: %s %s", lang, key, r.Message)
}

// text checks one text of a place; where it is needed, it may not be empty.
func (l *linter) text(lang exposure.Lang, key, text string, needed bool) {
	if strings.TrimSpace(text) == "" {
		if needed {
			l.fault("write it in both languages", "%s: %s is missing", lang, key)
		}
		return
	}
	var allowed []tone.Rule
	if l.p.ID == threat {
		allowed = append(allowed, tone.Fear)
	}
	for _, r := range Plain(lang, text, allowed...) {
		l.remark(lang, key, r)
	}
}

func sentences(text string) []string { return sentenceEnd.Split(text, -1) }
