package verdict

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"
)

// Bounds of a verdicts file. A household with 100,000 entries stays far below.
const (
	largest     = 64 << 20 // bytes
	longestText = 200      // characters of a name or a reason
	longestWord = 32
	mostSteps   = 3
	mostLog10   = 1000
)

// Decode reads a verdicts file. It is strict: unknown or missing keys, another
// schema, unknown words, bad dates, accounts or people that are spoken of and
// not listed, and contradictions are faults. The error is a *Malformed.
func Decode(data []byte) (Report, error) {
	if len(data) > largest {
		return Report{}, fault(data, 0, "", TooLarge)
	}
	root, err := parse(data)
	if err != nil {
		return Report{}, err
	}
	d := decoder{data: data, people: map[string]bool{}, accounts: map[string]bool{}}
	r := d.report(root)
	if d.err != nil {
		return Report{}, d.err
	}
	return r, nil
}

// decoder turns nodes into a Report. It keeps the first fault and goes on with
// zero values after it.
type decoder struct {
	data             []byte
	people, accounts map[string]bool
	err              *Malformed
}

func (d *decoder) fail(n *node, c Code) {
	if d.err == nil {
		d.err = fault(d.data, n.at, n.path, c)
	}
}

// field is one key of an object.
type field struct {
	key      string
	required bool
	read     func(*node)
}

func need(key string, read func(*node)) field { return field{key, true, read} }
func may(key string, read func(*node)) field  { return field{key, false, read} }

// object reads the fields in the order in which they are given, whatever their
// order in the file.
func (d *decoder) object(n *node, fields ...field) {
	members, ok := n.value.([]member)
	if !ok {
		d.fail(n, WrongType)
		return
	}
	for _, m := range members {
		if !slices.ContainsFunc(fields, func(f field) bool { return f.key == m.key }) {
			d.fail(m.value, KeyUnknown)
			return
		}
	}
	for _, f := range fields {
		i := slices.IndexFunc(members, func(m member) bool { return m.key == f.key })
		switch {
		case i >= 0:
			f.read(members[i].value)
		case f.required:
			d.fail(n, KeyMissing)
		}
	}
}

func each[T any](d *decoder, n *node, read func(*node) T) []T {
	items, ok := n.value.([]*node)
	if !ok {
		d.fail(n, WrongType)
		return nil
	}
	list := make([]T, 0, len(items))
	for _, item := range items {
		list = append(list, read(item))
	}
	return list
}

// some is each for a list that is left out when it is empty.
func some[T comparable](d *decoder, n *node, read func(*node) T) []T {
	list := each(d, n, read)
	if len(list) == 0 {
		d.fail(n, WrongRange)
	}
	for i, v := range list {
		if slices.Contains(list[:i], v) {
			d.fail(n, Twice)
		}
	}
	return list
}

func (d *decoder) report(n *node) (r Report) {
	d.schema(n)
	if d.err != nil {
		return r
	}
	d.object(
		n,
		need("schema", func(n *node) { r.Schema = d.number(n) }),
		may("case", func(n *node) { r.Case = d.text(n) }),
		need("made", func(n *node) { r.Made = d.date(n) }),
		// The IDs come first: the rest speaks of them.
		need("people", func(n *node) { d.ids(n, d.people) }),
		need("checked", func(n *node) { r.Checked = each(d, n, d.checked) }),
		need("accounts", func(n *node) { d.ids(n, d.accounts) }),
		need("people", func(n *node) { r.People = each(d, n, d.person) }),
		need("accounts", func(n *node) { r.Accounts = each(d, n, d.account) }),
		need("steps", func(n *node) { r.Steps = d.steps(n) }),
		need("notes", func(n *node) { r.Notes = each(d, n, func(n *node) Note { return word(d, n, Notes()) }) }),
	)
	for i, c := range r.Checked {
		if slices.ContainsFunc(r.Checked[:i], func(b Checked) bool { return b.Fault == c.Fault }) {
			d.fail(n, Twice)
		}
	}
	return r
}

// schema looks at the version before anything else: a newer file has keys that
// this program does not know.
func (d *decoder) schema(n *node) {
	members, _ := n.value.([]member)
	for _, m := range members {
		if m.key != "schema" {
			continue
		}
		switch v := d.number(m.value); {
		case d.err != nil:
		case v > Schema:
			d.fail(m.value, Newer)
		case v != Schema:
			d.fail(m.value, NotSchema)
		}
		return
	}
	d.fail(n, NotSchema)
}

// ids collects the IDs of a list of objects and sees that each stands once.
func (d *decoder) ids(n *node, into map[string]bool) {
	items, _ := n.value.([]*node)
	for _, item := range items {
		members, _ := item.value.([]member)
		for _, m := range members {
			if id, ok := m.value.value.(string); ok && m.key == "id" {
				if into[id] {
					d.fail(m.value, Twice)
				}
				into[id] = true
			}
		}
	}
}

func (d *decoder) checked(n *node) (c Checked) {
	d.object(
		n,
		need("fault", func(n *node) { c.Fault = word(d, n, Faults()) }),
		need("done", func(n *node) { c.Done = d.truth(n) }),
		may("reason", func(n *node) { c.Reason = word(d, n, Reasons()) }),
		may("people", func(n *node) { c.People = some(d, n, d.member) }),
		may("as_of", func(n *node) { c.AsOf = d.date(n) }),
		may("unknown", func(n *node) { c.Unknown = d.positive(n) }),
	)
	if c.Done == (c.Reason != "") || c.Done && len(c.People) > 0 {
		d.fail(n, Contrary)
	}
	return c
}

func (d *decoder) person(n *node) (p Person) {
	d.object(
		n,
		need("id", func(n *node) {
			if s, ok := n.value.(string); !ok || s != "" {
				p.ID = d.text(n)
			}
		}),
		need("entries", func(n *node) { p.Entries = d.number(n) }),
		need("looked", func(n *node) { p.Looked = d.number(n) }),
		need("aside", func(n *node) { p.Aside = d.number(n) }),
		need("steps", func(n *node) { p.Steps = d.steps(n) }),
	)
	if p.Looked > p.Entries || p.Aside > p.Entries-p.Looked {
		d.fail(n, Contrary)
	}
	return p
}

func (d *decoder) steps(n *node) []Step {
	list := each(d, n, func(n *node) (s Step) {
		d.object(
			n,
			need("do", func(n *node) { s.Do = word(d, n, Dos()) }),
			need("fault", func(n *node) { s.Fault = word(d, n, Faults()) }),
			need("accounts", func(n *node) { s.Accounts = some(d, n, d.known) }),
		)
		return s
	})
	if len(list) > mostSteps {
		d.fail(n, WrongRange)
	}
	return list
}

func (d *decoder) account(n *node) (a Account) {
	d.object(
		n,
		need("id", func(n *node) { a.ID = d.id(n) }),
		may("person", func(n *node) { a.Person = d.member(n) }),
		need("name", func(n *node) { a.Name = d.text(n) }),
		may("user", func(n *node) { a.User = d.text(n) }),
		need("kind", func(n *node) { a.Kind = word(d, n, Kinds()) }),
		may("aside", func(n *node) { a.Aside = word(d, n, Asides()) }),
		need("strength", func(n *node) {
			if s, ok := n.value.(string); !ok || s != "" {
				a.Strength = word(d, n, Strengths())
			}
			if (a.Strength == "") != (a.Aside != "") {
				d.fail(n, Contrary)
			}
		}),
		need("log10", func(n *node) {
			if a.Log10 = d.log10(n); a.Aside != "" && a.Log10 != 0 {
				d.fail(n, Contrary)
			}
		}),
		need("faults", func(n *node) {
			if a.Faults = d.faults(n, a.ID); a.Aside != "" && len(a.Faults) > 0 {
				d.fail(n, Contrary)
			}
		}),
		may("copies", func(n *node) { a.Copies = d.positive(n) }),
		may("also", func(n *node) { a.Also = some(d, n, d.text) }),
	)
	if !d.people[a.Person] {
		d.fail(n, Nobody)
	}
	return a
}

func (d *decoder) faults(n *node, id string) []Found {
	list := each(d, n, d.found)
	for i, f := range list {
		if slices.ContainsFunc(list[:i], func(b Found) bool { return b.Fault == f.Fault }) {
			d.fail(n, Twice)
		}
		if slices.Contains(f.With, id) {
			d.fail(n, Contrary)
		}
	}
	return list
}

func (d *decoder) found(n *node) (f Found) {
	d.object(
		n,
		need("fault", func(n *node) { f.Fault = word(d, n, Faults()) }),
		may("with", func(n *node) { f.With = some(d, n, d.known) }),
		may("more", func(n *node) { f.More = d.positive(n) }),
		may("people", func(n *node) { f.People = some(d, n, d.member) }),
		may("facts", func(n *node) { f.Facts = some(d, n, d.label) }),
		may("hints", func(n *node) { f.Hints = some(d, n, d.label) }),
		may("offers", func(n *node) { f.Offers = some(d, n, func(n *node) Offer { return word(d, n, Offers()) }) }),
		may("log10", func(n *node) {
			if f.Log10 = d.log10(n); f.Fault != Variant {
				d.fail(n, Contrary)
			}
		}),
		may("master", func(n *node) {
			if f.Master = d.truth(n); !f.Master {
				d.fail(n, WrongRange) // false is said by leaving it out
			}
		}),
		may("accepted", func(n *node) { f.Accepted = d.accepted(n) }),
	)
	return f
}

func (d *decoder) accepted(n *node) *Accepted {
	var a Accepted
	d.object(
		n,
		need("reason", func(n *node) { a.Reason = d.text(n) }),
		need("until", func(n *node) { a.Until = d.date(n) }),
	)
	return &a
}

// word reads one of a closed set of words.
func word[T ~string](d *decoder, n *node, of []T) T {
	s, ok := n.value.(string)
	if !ok {
		d.fail(n, WrongType)
	} else if !slices.Contains(of, T(s)) {
		d.fail(n, WrongWord)
	}
	return T(s)
}

// label reads a word of a set that other packages own.
func (d *decoder) label(n *node) string {
	s, ok := n.value.(string)
	if !ok {
		d.fail(n, WrongType)
	} else if !isLabel(s) {
		d.fail(n, WrongWord)
	}
	return s
}

func isLabel(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && r != '-' {
			return false
		}
	}
	return s != "" && len(s) <= longestWord
}

func (d *decoder) id(n *node) string {
	s, ok := n.value.(string)
	if !ok {
		d.fail(n, WrongType)
	}
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' {
			d.fail(n, WrongText)
		}
	}
	if s == "" || len(s) > longestWord {
		d.fail(n, WrongText)
	}
	return s
}

func (d *decoder) text(n *node) string {
	s, ok := n.value.(string)
	switch {
	case !ok:
		d.fail(n, WrongType)
	case s == "" || utf8.RuneCountInString(s) > longestText || !Shown(s):
		d.fail(n, WrongText)
	}
	return s
}

// Shown reports whether every character of s can be shown as it is: none is a
// control character, changes the direction of writing or is invisible.
func Shown(s string) bool {
	for _, r := range s {
		if r == utf8.RuneError || !unicode.IsGraphic(r) || r != ' ' && unicode.Is(unicode.Z, r) {
			return false
		}
	}
	return true
}

func (d *decoder) member(n *node) string {
	s, ok := n.value.(string)
	if !ok {
		d.fail(n, WrongType)
	} else if s == "" || !d.people[s] {
		d.fail(n, Nobody)
	}
	return s
}

func (d *decoder) known(n *node) string {
	s, ok := n.value.(string)
	if !ok {
		d.fail(n, WrongType)
	} else if !d.accounts[s] {
		d.fail(n, Nowhere)
	}
	return s
}

func (d *decoder) date(n *node) string {
	s, ok := n.value.(string)
	if !ok {
		d.fail(n, WrongType)
	} else if t, err := time.Parse(time.DateOnly, s); err != nil || t.Year() < 1 {
		d.fail(n, WrongDate)
	}
	return s
}

func (d *decoder) truth(n *node) bool {
	b, ok := n.value.(bool)
	if !ok {
		d.fail(n, WrongType)
	}
	return b
}

// number reads a whole number of 0 or more.
func (d *decoder) number(n *node) int {
	v, ok := n.value.(json.Number)
	if !ok {
		d.fail(n, WrongType)
		return 0
	}
	i, err := strconv.ParseUint(v.String(), 10, 31)
	if err != nil {
		d.fail(n, WrongRange)
		return 0
	}
	return int(i)
}

func (d *decoder) positive(n *node) int {
	i := d.number(n)
	if i == 0 {
		d.fail(n, WrongRange)
	}
	return i
}

func (d *decoder) log10(n *node) float64 {
	v, ok := n.value.(json.Number)
	if !ok {
		d.fail(n, WrongType)
		return 0
	}
	f, err := v.Float64()
	if err != nil || math.Signbit(f) || f > mostLog10 || math.Round(f*10)/10 != f {
		d.fail(n, WrongRange)
		return 0
	}
	return f
}
