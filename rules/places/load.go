package places

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"lampan/rules"
	"lampan/rules/exposure"
)

// legalFile says what the legal bases mean; every other file holds places.
const legalFile = "legal.yaml"

var (
	placeID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	asOf    = regexp.MustCompile(`^((before )?\d{4}(-\d{2}(-\d{2})?)?)?$`)
)

// sheet is a file of places: their common order, and the places in turn.
type sheet struct {
	Order  Order   `yaml:"order"`
	Places []Place `yaml:"places"`
}

// Load reads a catalogue from the *.yaml files of a directory. Reading is strict:
// an unknown key, a key that stands twice, and a word that is not one of its kind
// are errors. The error joins every fault found, each a *rules.Fault that names
// file and line. What the texts say is left to Lint.
func Load(fsys fs.FS) (*Catalogue, error) {
	names, err := fs.Glob(fsys, "*.yaml") // ordered
	if err != nil {
		return nil, fmt.Errorf("list places: %w", err)
	}
	l := loader{fsys: fsys, c: &Catalogue{byID: map[ID]int{}, legal: map[Basis]Legal{}}}
	for _, name := range names {
		l.file(name)
	}
	if len(l.faults) > 0 {
		return nil, errors.Join(l.faults...)
	}
	orders := Orders()
	slices.SortStableFunc(l.c.places, func(a, b Place) int {
		return cmp.Compare(slices.Index(orders, a.Order), slices.Index(orders, b.Order))
	})
	for i := range l.c.places {
		p := &l.c.places[i]
		if first, ok := l.c.byID[p.ID]; ok {
			l.fault(p.File, p.Line, "give it another id", "%s stands in %s, too", p.ID, l.c.places[first].File)
			continue
		}
		l.c.byID[p.ID] = i
		if _, ok := l.c.legal[p.Basis]; p.Basis != "" && !ok {
			l.fault(p.File, p.Line, "say in "+legalFile+" what it means", "%s: basis %q has no text", p.ID, p.Basis)
		}
	}
	if len(l.faults) > 0 {
		return nil, errors.Join(l.faults...)
	}
	return l.c, nil
}

type loader struct {
	fsys   fs.FS
	c      *Catalogue
	faults []error // each a *rules.Fault
}

func (l *loader) fault(file string, line int, hint, format string, args ...any) {
	l.faults = append(l.faults, &rules.Fault{File: file, Line: line, Message: fmt.Sprintf(format, args...), Hint: hint})
}

func (l *loader) file(name string) {
	data, fault := rules.Read(l.fsys, name)
	if fault != nil {
		l.faults = append(l.faults, fault)
		return
	}
	var root yaml.Node // knows the lines
	if err := yaml.Load(data, &root); err != nil {
		l.syntax(name, err)
		return
	}
	if name == legalFile {
		l.legal(name, data, &root)
		return
	}
	var s sheet
	if err := yaml.Load(data, &s, yaml.WithKnownFields(), yaml.WithUniqueKeys()); err != nil {
		l.syntax(name, err)
		return
	}
	if !slices.Contains(Orders(), s.Order) {
		l.fault(name, 1, hint(Orders()), "order is %q", s.Order)
	}
	at := value(&root, "places")
	for i, p := range s.Places {
		p.Order, p.File, p.Line = s.Order, name, at.Content[i].Line
		l.words(&p)
		l.c.places = append(l.c.places, p)
	}
}

func (l *loader) legal(name string, data []byte, root *yaml.Node) {
	var texts map[Basis]Legal
	if err := yaml.Load(data, &texts, yaml.WithKnownFields(), yaml.WithUniqueKeys()); err != nil {
		l.syntax(name, err)
		return
	}
	for _, b := range slices.Sorted(maps.Keys(texts)) {
		t := texts[b]
		t.Line = value(root, string(b)).Line
		if !slices.Contains(Bases(), b) {
			l.fault(name, t.Line, hint(Bases()), "%q is not a legal basis", b)
		}
		l.c.legal[b] = t
	}
}

// words checks what may only be one of a few.
func (l *loader) words(p *Place) {
	if !placeID.MatchString(string(p.ID)) {
		l.fault(p.File, p.Line, "lower-case words joined by hyphens", "id is %q", p.ID)
	}
	oneOf(l, p, "kind", Kinds(), p.Kind)
	oneOf(l, p, "applies", Fits(), p.Fits...)
	oneOf(l, p, "shows", Details(), p.Shows...)
	oneOf(l, p, "again", Events(), p.Again...)
	oneOf(l, p, "hide.way", Ways(), p.Hide.Way)
	oneOf(l, p, "hide.bankid", Answers(), p.Hide.BankID)
	oneOf(l, p, "hide.returns", Answers(), p.Hide.Returns)
	if p.Basis != "" {
		oneOf(l, p, "basis", Bases(), p.Basis)
	}
	for _, lang := range slices.Sorted(maps.Keys(p.Text)) {
		oneOf(l, p, "text", exposure.Langs(), lang)
	}
	if len(p.Fits) == 0 {
		l.fault(p.File, p.Line, "everyone, if it concerns anybody", "%s: applies is missing", p.ID)
	}
	if p.Recheck < 0 || p.Hide.Days < 0 {
		l.fault(p.File, p.Line, "0 or more", "%s: a number of days is negative", p.ID)
	}
	_, dated := p.AsOf.Latest()
	if !asOf.MatchString(string(p.AsOf)) || p.AsOf != "" && !dated {
		l.fault(p.File, p.Line, `such as 2024-09-04, 2022-03, 2025, "before 2018-05", or nothing`, "%s: as-of is %q", p.ID, p.AsOf)
	}
}

func oneOf[T ~string](l *loader, p *Place, key string, words []T, got ...T) {
	for _, w := range got {
		if !slices.Contains(words, w) {
			l.fault(p.File, p.Line, hint(words), "%s: %s is %q", p.ID, key, w)
		}
	}
}

func hint[T ~string](words []T) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return "use one of " + strings.Join(out, ", ")
}

// syntax turns the YAML library's errors into faults with their lines.
func (l *loader) syntax(name string, err error) {
	if many, ok := errors.AsType[*yaml.LoadErrors](err); ok {
		for _, e := range many.Errors {
			l.fault(name, e.Mark.Line, "", "%s", e.Message)
		}
		return
	}
	if e, ok := errors.AsType[*yaml.LoadError](err); ok {
		l.fault(name, e.Mark.Line, "", "%s", e.Message)
		return
	}
	l.fault(name, 0, "", "the file is not valid YAML")
}

// value is what stands under a key of a document; an empty node if nothing does.
func value(root *yaml.Node, key string) *yaml.Node {
	if root.Kind == yaml.DocumentNode && len(root.Content) == 1 {
		root = root.Content[0]
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == key {
			return root.Content[i+1]
		}
	}
	return &yaml.Node{}
}

func cutBefore(s string) (string, bool) { return strings.CutPrefix(s, "before ") }
