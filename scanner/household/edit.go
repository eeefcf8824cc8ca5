package household

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"lampan/scanner/internal/keep"
)

// AddConsent writes a consent into the household.yaml at path, after the last
// one, and keeps everything else in the file as it stands. A consent without a
// Case gets the household's. Its ID must not be one of used, nor that of a
// consent in the file. Nothing is written on an error: it is Faults when the
// file is not right, and a *NotAddedError, which wraps Faults, when the consent is
// not.
func AddConsent(path string, c Consent, used ...string) error {
	return edit(path, func(e *editor, want *Household) error {
		if c.Case == "" {
			c.Case = want.Case
		}
		c.Granted, c.Expires, c.Revoked = dayOf(c.Granted), dayOf(c.Expires), dayOf(c.Revoked)
		if slices.Contains(used, c.ID) || slices.ContainsFunc(want.Consents, func(o Consent) bool { return o.ID == c.ID }) {
			return notAdded(want, c, Faults{newFault("", 0, "consents.id", CodeUsedID, clip(c.ID))})
		}
		before := *want
		at := len(want.Consents)
		if e.brackets() {
			at = 0
		}
		want.Consents = slices.Insert(slices.Clone(want.Consents), at, c)
		e.refused = func(fs Faults) error { return notAdded(&before, c, fs) }
		return e.add(c)
	})
}

// RevokeConsent marks the consent as withdrawn on the day, and keeps everything
// else in the file as it stands. It needs no more of the file than the text of that
// consent: taking back does not wait for what else is wrong. A consent that is
// withdrawn already keeps its date. The error is Faults when the file knows no such
// consent, or when the mark has to be made by hand.
func RevokeConsent(path, id string, day time.Time) error {
	return rewrite(path, func(data []byte) ([]byte, error) {
		e := newEditor(data)
		entries := e.named(id)
		if len(entries) == 0 {
			return nil, Faults{newFault(path, 0, "consents", CodeNoConsent, clip(id))}
		}
		for _, c := range slices.Backward(entries) { // the lines of those above stay what they are
			e.revoke(c, day)
		}
		text := e.bytes()
		// The new text must say what the old one says, and the mark.
		after := newEditor(text)
		marks := after.named(id)
		proved := len(marks) == len(entries)
		for i := 0; proved && i < len(marks); i++ {
			proved = marked(marks[i])
			if _, v := pair(entries[i], "revoked"); v == nil {
				unmark(marks[i])
			}
		}
		if !proved || !alike(e.root, after.root) {
			return nil, Faults{newFault(path, 0, "consents", CodeByHand)}
		}
		return text, nil
	})
}

// named lists the consents with the ID, as far as the file can be read.
func (e *editor) named(id string) (out []*yaml.Node) {
	if e.root == nil {
		return nil
	}
	_, list := e.consents()
	if list == nil || list.Kind != yaml.SequenceNode {
		return nil
	}
	for _, c := range list.Content {
		if c.Kind != yaml.MappingNode {
			continue
		}
		if _, v := pair(c, "id"); v != nil && v.Kind == yaml.ScalarNode && strings.TrimSpace(v.Value) == id {
			out = append(out, c)
		}
	}
	return out
}

// marked reports whether a consent says on which day it was withdrawn.
func marked(c *yaml.Node) bool {
	_, v := pair(c, "revoked")
	if v == nil || v.Kind != yaml.ScalarNode {
		return false
	}
	_, err := time.Parse(time.DateOnly, v.Value)
	return err == nil
}

// unmark takes the mark out of a consent.
func unmark(c *yaml.Node) {
	for i := 0; i+1 < len(c.Content); i += 2 {
		if c.Content[i].Value == "revoked" {
			c.Content = slices.Delete(c.Content, i, i+2)
			return
		}
	}
}

// alike reports whether two texts say the same, value by value.
func alike(a, b *yaml.Node) bool {
	return a != nil && b != nil && a.Kind == b.Kind && a.Tag == b.Tag && a.Value == b.Value && a.Anchor == b.Anchor &&
		slices.EqualFunc(a.Content, b.Content, alike)
}

// rewrite changes the file's text, with the file to itself.
func rewrite(path string, change func(data []byte) ([]byte, error)) error {
	unlock, err := keep.Lock(filepath.Join(filepath.Dir(path), StateDir, "household.lock"))
	if err != nil {
		return fmt.Errorf("write household: %w", err)
	}
	defer unlock()
	data, err := Read(path)
	if err != nil {
		return err
	}
	text, err := change(data)
	if err != nil || bytes.Equal(text, data) {
		return err
	}
	return replace(path, text)
}

// edit changes the file's text and proves the change before it writes: the new
// text must parse to exactly the household that change left in want.
func edit(path string, change func(e *editor, want *Household) error) error {
	return rewrite(path, func(data []byte) ([]byte, error) {
		want, err := Parse(path, data)
		if err != nil {
			return nil, err
		}
		e := newEditor(data)
		if err := change(e, want); err != nil {
			return nil, err
		}
		text := e.bytes()
		got, err := Parse(path, text)
		if fs, ok := errors.AsType[Faults](err); ok && !slices.ContainsFunc(fs, func(f Fault) bool { return f.Code == CodeYAML || f.Code == CodeTwoDocs }) {
			if e.refused != nil {
				return nil, e.refused(fs)
			}
			return nil, err
		}
		if err != nil || !same(got, want) {
			return nil, Faults{newFault(path, 0, "consents", CodeByHand)}
		}
		return text, nil
	})
}

// same compares what two files say, whatever line they say it on.
func same(a, b *Household) bool {
	return reflect.DeepEqual(lineless(*a), lineless(*b)) && a.Zone.String() == b.Zone.String()
}

func lineless(h Household) Household {
	h.ReadAsOf, h.SourceSum, h.Zone = time.Time{}, "", nil
	h.People, h.Places, h.Vehicles = slices.Clone(h.People), slices.Clone(h.Places), slices.Clone(h.Vehicles)
	h.Clubs, h.Sources, h.Consents = slices.Clone(h.Clubs), slices.Clone(h.Sources), slices.Clone(h.Consents)
	for i := range h.People {
		h.People[i].Line = 0
	}
	for i := range h.Places {
		h.Places[i].Line = 0
	}
	for i := range h.Vehicles {
		h.Vehicles[i].Line = 0
	}
	for i := range h.Clubs {
		h.Clubs[i].Line = 0
	}
	for i := range h.Sources {
		h.Sources[i].Line = 0
	}
	for i := range h.Consents {
		h.Consents[i].Line = 0
	}
	return h
}

// replace puts data in place of the file in one step.
func replace(path string, data []byte) error {
	root, err := os.OpenRoot(filepath.Dir(path))
	if err == nil {
		err = errors.Join(keep.Replace(root, filepath.Base(path), data), root.Close())
	}
	if err != nil {
		return fmt.Errorf("write household: %w", err)
	}
	return nil
}

// editor changes the lines of a file. It has no root when the file is no YAML.
type editor struct {
	mark  []byte   // byte order mark, if any
	lines []string // with their line breaks
	brk   string   // the line break in use
	root  *yaml.Node
	// refused makes the error of a change that is not right; nil for Faults.
	refused func(Faults) error
}

func newEditor(data []byte) *editor {
	text := cutBOM(data)
	e := &editor{mark: data[:len(data)-len(text)], brk: "\n", lines: strings.SplitAfter(string(text), "\n")}
	if strings.HasSuffix(e.lines[0], "\r\n") {
		e.brk = "\r\n"
	}
	if last := len(e.lines) - 1; e.lines[last] == "" {
		e.lines = e.lines[:last]
	}
	e.root = (&parser{}).document(data)
	return e
}

func (e *editor) bytes() []byte {
	return append(slices.Clone(e.mark), strings.Join(e.lines, "")...)
}

// insert puts lines after the line with that number, counted from 1.
func (e *editor) insert(after int, lines ...string) {
	after = min(max(after, 0), len(e.lines))
	if after > 0 && !strings.HasSuffix(e.lines[after-1], "\n") {
		e.lines[after-1] += e.brk
	}
	for i := range lines {
		lines[i] += e.brk
	}
	e.lines = slices.Insert(e.lines, after, lines...)
}

// splice puts text right after the bracket that a flow collection begins with.
func (e *editor) splice(n *yaml.Node, text string) {
	if n.Line > len(e.lines) {
		return
	}
	line := []rune(e.lines[n.Line-1])
	if n.Column > len(line) {
		return
	}
	e.lines[n.Line-1] = string(line[:n.Column]) + text + string(line[n.Column:])
}

func (e *editor) consents() (key, value *yaml.Node) { return pair(e.root, "consents") }

func pair(n *yaml.Node, key string) (k, v *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

// revoke marks a consent, unless something stands under the key already.
func (e *editor) revoke(c *yaml.Node, day time.Time) {
	if _, v := pair(c, "revoked"); v != nil {
		return
	}
	line := "revoked: " + day.Format(time.DateOnly)
	if c.Style&yaml.FlowStyle != 0 {
		e.splice(c, line+", ")
		return
	}
	k, v := pair(c, "expires")
	if v == nil || v.Kind != yaml.ScalarNode {
		k, v = pair(c, "id")
	}
	e.insert(v.Line, strings.Repeat(" ", k.Column-1)+line)
}

// brackets reports whether the consents stand in brackets on a line; a new one
// then goes first.
func (e *editor) brackets() bool {
	_, list := e.consents()
	return list != nil && list.Kind == yaml.SequenceNode && list.Style&yaml.FlowStyle != 0
}

func (e *editor) add(c Consent) error {
	fields := consentFields(c)
	key, list := e.consents()
	switch {
	case key == nil:
		e.insert(len(e.lines), append([]string{"consents:"}, block(2, fields)...)...)
	case list.Kind != yaml.SequenceNode:
		e.insert(key.Line, block(key.Column+1, fields)...)
	case e.brackets():
		item := "{" + strings.Join(fields, ", ") + "}"
		if len(list.Content) > 0 {
			item += ", "
		}
		e.splice(list, item)
	default:
		e.insert(e.end(list), block(list.Column-1, fields)...)
	}
	return nil
}

// end is the number of the last line of a block list: the last line that is
// indented deeper than the dash of the last entry.
func (e *editor) end(list *yaml.Node) int {
	end := list.Content[len(list.Content)-1].Line
	for i := end; i < len(e.lines); i++ {
		text := strings.TrimLeft(e.lines[i], " ")
		switch indent := len(e.lines[i]) - len(text); {
		case strings.TrimSpace(text) == "" || text[0] == '#':
		case indent >= list.Column:
			end = i + 1
		default:
			return end
		}
	}
	return end
}

// block writes fields as one entry of a list, its dash after indent spaces.
func block(indent int, fields []string) []string {
	lines := make([]string, len(fields))
	for i, f := range fields {
		lead := "  "
		if i == 0 {
			lead = "- "
		}
		lines[i] = strings.Repeat(" ", indent) + lead + f
	}
	return lines
}

func consentFields(c Consent) []string {
	fields := []string{
		"id: " + word(c.ID),
		"case: " + word(c.Case),
		"subject: " + word(string(c.Subject)),
		"given_by: " + wordList(c.GivenBy),
		"method: " + word(string(c.Method)),
		"sources: " + wordList(c.Sources),
		"detectors: " + wordList(c.Detectors),
		"purpose: " + word(string(c.Purpose)),
		"granted: " + c.Granted.Format(time.DateOnly),
		"expires: " + c.Expires.Format(time.DateOnly),
	}
	if c.Assent {
		fields = append(fields, "assent: true")
	}
	if c.Share != "" {
		fields = append(fields, "share: "+word(string(c.Share)))
	}
	if !c.Revoked.IsZero() {
		fields = append(fields, "revoked: "+c.Revoked.Format(time.DateOnly))
	}
	return fields
}

// notPlain are words that YAML would read as something other than text.
var notPlain = regexp.MustCompile(`^(?:true|false|null|yes|no|on|off|y|n)$`)

func word(s string) string {
	if idPattern.MatchString(s) && !notPlain.MatchString(s) {
		return s
	}
	return fmt.Sprintf("%q", s)
}

func wordList[T ~string](ids []T) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = word(string(id))
	}
	return "[" + strings.Join(words, ", ") + "]"
}

// dayOf drops the time of day and the zone, as the file does. A zero time stays
// zero.
func dayOf(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
