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
)

// maxWords is how long a sentence may be.
const maxWords = 25

// oldAfter is the age of evidence, in months, at which somebody should look for
// newer.
const oldAfter = 12

var (
	sentenceEnd = regexp.MustCompile(`[.?:;](\s|$)`)
	asksNumber  = regexp.MustCompile(`(?i)personnum|samordningsnum|fyra sista|last four|identity number|\bid[- ]numbers?\b|national id num`)
	address     = regexp.MustCompile(`(?i)://|\bwww\.`)
	erases      = regexp.MustCompile(`(?i)\b(rader|utplån|erase|erasure|delet)`)
	negated     = regexp.MustCompile(`(?i)\b(inte|aldrig|not|never)\b`)
)

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
// that shouts, drags on or asks for a personnummer, a link that is not https.
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
		for _, lang := range langs() {
			l.text(lang, "text", t.Text[lang], true)
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
	for _, lang := range langs() {
		l.language(lang)
	}
	sv, en := p.Text[exposure.Swedish], p.Text[exposure.English]
	for _, t := range []struct{ key, sv, en string }{
		{"result", sv.Result, en.Result}, {"lasts", sv.Lasts, en.Lasts}, {"warning", sv.Warning, en.Warning},
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
	sourced := slices.ContainsFunc(p.Sources, func(s string) bool { return strings.TrimSpace(s) != "" })
	if p.Confirmed && !sourced {
		l.fault("name the source, or say confirmed: false", "it is confirmed without a source")
	}
	for _, lang := range langs() {
		warning := p.Text[lang].Warning
		switch unsure := !p.Confirmed || p.Doubt; {
		case unsure && !strings.Contains(strings.ToLower(warning), uncertain(lang)):
			l.fault(fmt.Sprintf("say %q", uncertain(lang)), "%s: it is not confirmed, and no warning says so", lang)
		case !unsure && warning != "":
			l.fault("say doubt: true", "%s: it has a warning and is not in doubt", lang)
		}
	}
	switch latest, dated := p.AsOf.Latest(); {
	case !dated:
		l.notes = append(l.notes, l.about("look for a dated source", "its evidence has no date"))
	case latest.Before(day(today).AddDate(0, -oldAfter, 0)):
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
	l.text(lang, "result", t.Result, false)
	l.text(lang, "lasts", t.Lasts, false)
	l.text(lang, "warning", t.Warning, false)
	if l.p.Hide.Way == Hide {
		for _, s := range slices.Concat([]string{t.Result, t.Lasts}, t.Steps) {
			for _, sentence := range sentences(s) {
				if erases.MatchString(sentence) && !negated.MatchString(sentence) {
					l.fault("say that it is hidden", "%s: it speaks of erasing, and only hiding is granted", lang)
				}
			}
		}
	}
}

// text checks one text of a place; where it is needed, it may not be empty.
func (l *linter) text(lang exposure.Lang, key, text string, needed bool) {
	if strings.TrimSpace(text) == "" {
		if needed {
			l.fault("write it in both languages", "%s: %s is missing", lang, key)
		}
		return
	}
	if strings.Contains(text, "!") {
		l.fault("end it with a full stop", "%s: %s has an exclamation mark", lang, key)
	}
	if asksNumber.MatchString(text) {
		l.fault("a link to the page says whose it is", "%s: %s speaks of a personnummer", lang, key)
	}
	if address.MatchString(text) {
		l.fault("put it under link, if it is confirmed", "%s: %s holds a web address", lang, key)
	}
	for _, s := range sentences(text) {
		if n := len(strings.Fields(s)); n > maxWords {
			l.fault("make two of it", "%s: %s has a sentence of %d words", lang, key, n)
		}
	}
}

func sentences(text string) []string { return sentenceEnd.Split(text, -1) }
