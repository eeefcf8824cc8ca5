package request

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/places"
)

// frameFile holds what stands around every text; every other file holds templates.
const frameFile = "letter.yaml"

// Load reads templates from the *.yaml files of a directory. Reading is strict: an
// unknown key, a key that stands twice, a word that is not one of its kind and a
// placeholder that nothing fills are errors. The error joins every fault found,
// each a *rules.Fault that names its file. What the texts say is left to Lint.
func Load(fsys fs.FS) (*Set, error) {
	names, err := fs.Glob(fsys, "*.yaml") // ordered
	if err != nil {
		return nil, fmt.Errorf("list requests: %w", err)
	}
	l := loader{set: &Set{}}
	for _, name := range names {
		data, fault := rules.Read(fsys, name)
		switch {
		case fault != nil:
			l.faults = append(l.faults, fault)
		case name == frameFile:
			if l.decode(name, data, &l.set.frame) {
				l.frame(name)
			}
		default:
			l.templates(name, data)
		}
	}
	if l.set.frame == nil {
		l.fault(frameFile, "the file is missing", "write what stands around every text")
	}
	if len(l.faults) > 0 {
		return nil, errors.Join(l.faults...)
	}
	return l.set, nil
}

type loader struct {
	set    *Set
	faults []error // each a *rules.Fault
}

func (l *loader) fault(file, message, hint string) {
	l.faults = append(l.faults, &rules.Fault{File: file, Message: message, Hint: hint})
}

func (l *loader) decode(name string, data []byte, into any) bool {
	err := yaml.Load(data, into, yaml.WithKnownFields(), yaml.WithUniqueKeys())
	if err != nil {
		l.fault(name, strings.Join(strings.Fields(err.Error()), " "), "")
	}
	return err == nil
}

func (l *loader) frame(name string) {
	for _, lang := range exposure.Langs() {
		f, ok := l.set.frame[lang]
		if !ok {
			l.fault(name, string(lang)+" is missing", "write it in both languages")
			continue
		}
		l.holes(name, f.To, "{place}")
		l.holes(name, f.Subject, "{subject}")
		l.holes(name, f.Child, "{name}")
		for _, s := range []string{f.Greeting, f.Self, f.Fields, f.Identify, f.Answer, f.Close} {
			l.holes(name, s)
		}
		for _, s := range f.Recipients {
			l.holes(name, s)
		}
		for _, x := range Fields() {
			if f.Labels[x] == "" {
				l.fault(name, fmt.Sprintf("%s: the label %s is missing", lang, x), "write it")
			}
			l.holes(name, f.Labels[x])
		}
	}
}

func (l *loader) templates(name string, data []byte) {
	var list []Template
	if !l.decode(name, data, &list) {
		return
	}
	for i := range list {
		t := &list[i]
		t.File = name
		oneOf(l, t, "kind", Kinds(), t.Kind)
		oneOf(l, t, "fields", Fields(), t.Fields...)
		for lang, w := range t.Text {
			oneOf(l, t, "text", exposure.Langs(), lang)
			l.holes(name, w.Subject)
			for _, x := range slices.Concat(w.Ask, w.More) {
				if x.When != "" {
					oneOf(l, t, "when", Whens(), x.When)
				}
				l.holes(name, x.Text, "{about}", "{name}", "{place}")
			}
		}
		if l.taken(t) {
			l.fault(name, fmt.Sprintf("%s stands twice for the same places", t.Kind), "leave one out")
		}
		l.set.templates = append(l.set.templates, *t)
	}
}

// taken reports whether there is a template already where this one would be found.
func (l *loader) taken(t *Template) bool {
	return slices.ContainsFunc(l.set.templates, func(o Template) bool {
		if o.Kind != t.Kind {
			return false
		}
		same := func(id places.ID) bool { return slices.Contains(t.Places, id) }
		return len(o.Places) == 0 && len(t.Places) == 0 || slices.ContainsFunc(o.Places, same)
	})
}

var hole = regexp.MustCompile(`\{[^}]*\}?|\}`)

// holes checks that a text has no other placeholders than those that are filled in.
func (l *loader) holes(name, text string, known ...string) {
	for _, h := range hole.FindAllString(text, -1) {
		if !slices.Contains(known, h) {
			l.fault(name, fmt.Sprintf("nothing fills %q", h), "use one of "+strings.Join(known, ", "))
		}
	}
}

func oneOf[T ~string](l *loader, t *Template, key string, words []T, got ...T) {
	for _, w := range got {
		if !slices.Contains(words, w) {
			l.fault(t.File, fmt.Sprintf("%s: %s is %q", t.Kind, key, w), fmt.Sprintf("use one of %v", words))
		}
	}
}
