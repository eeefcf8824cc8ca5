package request

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/places"
)

// Lint checks what the templates say: a text missing in a language, one that
// shouts, drags on, frightens or asks for a personnummer, a right or a law where
// the place is not known to be bound by it, erasing where only hiding is asked
// for, a template without a source or for a place that is not there, and a kind
// that some place grants and no template is for.
func Lint(s *Set, c *places.Catalogue) []*rules.Fault {
	var l linter
	for _, lang := range exposure.Langs() {
		f := s.frame[lang]
		for _, text := range []string{f.To, f.Subject, f.Greeting, f.Self, f.Child, f.Fields, f.Identify, f.Answer, f.Close} {
			l.text(frameFile, lang, string(lang), text, "")
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.recipients())) {
		sv, en := s.frame[exposure.Swedish].Recipients[id], s.frame[exposure.English].Recipients[id]
		if _, ok := c.Place(id); !ok || sv == "" || en == "" {
			l.fault(frameFile, fmt.Sprintf("recipient %s is of no place, or in one language only", id), "see lampan places")
		}
	}
	for i := range s.templates {
		l.template(&s.templates[i], c)
	}
	for _, p := range c.All() {
		for _, k := range For(&p) {
			switch t, ok := s.Find(k, p.ID); {
			case !ok:
				l.fault(string(k)+".yaml", fmt.Sprintf("%s grants %s, and there is no text for it", p.ID, k), "write one")
			case t.lawful() && p.Basis != places.DataLaw:
				l.fault(t.File, fmt.Sprintf("%s rests on rules that are not confirmed to bind %s", k, p.ID), "write a text of its own for it")
			}
		}
	}
	return l.faults
}

// recipients are the places that either language names a recipient for.
func (s *Set) recipients() map[places.ID]bool {
	out := map[places.ID]bool{}
	for _, f := range s.frame {
		for id := range f.Recipients {
			out[id] = true
		}
	}
	return out
}

type linter struct{ faults []*rules.Fault }

func (l *linter) fault(file, message, hint string) {
	l.faults = append(l.faults, &rules.Fault{File: file, Message: message, Hint: hint})
}

func (l *linter) template(t *Template, c *places.Catalogue) {
	if len(t.Sources) == 0 {
		l.fault(t.File, fmt.Sprintf("%s has no source", t.Kind), "name where it is said")
	}
	for _, id := range t.Places {
		p, ok := c.Place(id)
		if !ok || !slices.Contains(For(&p), t.Kind) {
			l.fault(t.File, fmt.Sprintf("%s is for %s, which does not grant it", t.Kind, id), "see lampan places")
		}
	}
	for _, lang := range exposure.Langs() {
		w := t.Text[lang]
		where := fmt.Sprintf("%s, %s", t.Kind, lang)
		l.text(t.File, lang, where, w.Subject, "")
		if len(w.Ask) == 0 {
			l.fault(t.File, where+": it asks for nothing", "write it in both languages")
		}
		for _, x := range slices.Concat(w.Ask, w.More) {
			l.text(t.File, lang, where, x.Text, t.basis(x))
			if t.Kind != Erase {
				l.remarks(t.File, where, places.Erasing(x.Text))
			}
		}
	}
	if sv, en := t.Text[exposure.Swedish], t.Text[exposure.English]; !slices.Equal(whens(sv), whens(en)) {
		l.fault(t.File, fmt.Sprintf("%s is not the same text in both languages", t.Kind), "write the same paragraphs")
	}
}

// lawful reports whether the whole text rests on ordinary data protection rules.
func (t *Template) lawful() bool {
	return t.Kind == Erase || t.Kind == Delist && len(t.Places) == 0
}

// basis is the law that a paragraph may speak of: ordinary data protection rules
// where it only stands under them.
func (t *Template) basis(x Paragraph) places.Basis {
	if t.lawful() || x.When == DataLaw {
		return places.DataLaw
	}
	return ""
}

func whens(w Wording) []When {
	var out []When
	for _, x := range w.Ask {
		out = append(out, x.When)
	}
	out = append(out, "more")
	for _, x := range w.More {
		out = append(out, x.When)
	}
	return out
}

// text checks one text; none may be empty.
func (l *linter) text(file string, lang exposure.Lang, where, text string, basis places.Basis) {
	if strings.TrimSpace(text) == "" {
		l.fault(file, where+": a text is missing", "write it in both languages")
	}
	l.remarks(file, where, slices.Concat(places.Plain(lang, text), places.Strong(text, basis)))
}

func (l *linter) remarks(file, where string, of []places.Remark) {
	for _, r := range of {
		l.fault(file, where+": it "+r.Message, r.Hint)
	}
}
