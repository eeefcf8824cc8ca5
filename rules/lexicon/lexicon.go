// Package lexicon holds the words that lampan recognises and finds them in a
// text: months, verbs of leaving, kinship, places. The words are data, one
// folder a language; adding a language is adding a folder. Every language is
// always looked for, because families mix them.
//
// A word list has sections, one a concept, and one or more phrases a line:
//
//	# a comment
//	[time.month]
//	januari, jan = 1
//	(åka|åker) bort
//	mån!            # only with its own dots: "mån", never "man"
//	är~ borta       # with its own dots or with none: never "år borta"
//
// Phrases are compared folded (lower case, without diacritics). "(a|b)" stands
// for either, "= value" gives the phrase a value.
package lexicon

import (
	"bufio"
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"
)

//go:embed sv en no da places
var files embed.FS

// Phrase is one phrase with what it stands for.
type Phrase struct {
	Concept Concept
	Text    string // as written in the list, with its marks "!" and "~"
	Value   string
	// Ref tells apart phrases that a caller added, such as the family's names;
	// 0 in word lists.
	Ref int
}

// Core gives the phrases of the word lists that ship with lampan.
func Core() ([]Phrase, error) { return Load(files) }

// Load reads every .txt file below fsys, in lexical order. All faults of all
// files come back together, each as "file:line: what is wrong".
func Load(fsys fs.FS) ([]Phrase, error) {
	var out []Phrase
	var faults []error
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".txt" {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return fmt.Errorf("read word list: %w", err)
		}
		phrases, err := Parse(name, data)
		out = append(out, phrases...)
		if err != nil {
			faults = append(faults, err)
		}
		return nil
	})
	if err != nil {
		faults = append(faults, err)
	}
	return out, errors.Join(faults...)
}

// maxForms bounds what one line may stand for; more is a slip of the pen.
const maxForms = 512

// Parse reads one word list. The name is for messages.
func Parse(name string, data []byte) ([]Phrase, error) {
	var out []Phrase
	var faults []error
	fault := func(line int, format string, args ...any) {
		faults = append(faults, fmt.Errorf("%s:%d: %s", name, line, fmt.Sprintf(format, args...)))
	}
	var concept Concept
	var parts choices
	var room []byte
	s := bufio.NewScanner(bytes.NewReader(data))
	s.Buffer(nil, len(data)+1)
	for line := 1; s.Scan(); line++ {
		text, _, _ := strings.Cut(s.Text(), "#")
		text = strings.TrimSpace(text)
		if text == "" {
			continue
		}
		if head, ok := strings.CutPrefix(text, "["); ok {
			head, ok = strings.CutSuffix(head, "]")
			known := false
			if concept, known = listed(head); !ok || !known {
				fault(line, "%q is not a concept that a recogniser knows", text)
				concept = 0
			}
			continue
		}
		if concept == 0 {
			fault(line, "phrase %q stands below no [concept]", text)
			continue
		}
		list, value, _ := strings.Cut(text, "=")
		value = strings.TrimSpace(value)
		for p := range strings.SplitSeq(list, ",") {
			p = norm.NFC.String(strings.TrimSpace(p))
			if p == "" {
				fault(line, "an empty phrase; is there a comma too many?")
				continue
			}
			var err error
			if parts, err = alternatives(parts[:0], p, maxForms); err != nil {
				fault(line, "phrase %q: %v", p, err)
				continue
			}
			_ = parts.each(room[:0], func(form []byte) error {
				room = form
				out = append(out, Phrase{Concept: concept, Text: tidy(form), Value: value})
				return nil
			})
		}
	}
	return out, errors.Join(faults...)
}

// tidy is a form with one space between its words.
func tidy(form []byte) string {
	s := string(bytes.TrimSpace(form))
	if strings.Contains(s, "  ") {
		s = strings.Join(strings.Fields(s), " ")
	}
	return s
}

// choices is a phrase in parts, of each of which one form stands there; "|" is
// between them.
type choices []string

// alternatives takes a phrase apart, in room that the caller lends. It may stand
// for so many forms at most.
func alternatives(room choices, phrase string, most int) (choices, error) {
	out, forms := room, 1
	for {
		before, rest, found := strings.Cut(phrase, "(")
		if strings.ContainsAny(before, ")|") {
			return nil, errors.New(`")" or "|" without "("`)
		}
		out = append(out, before)
		if !found {
			break
		}
		choice, after, found := strings.Cut(rest, ")")
		if !found || strings.Contains(choice, "(") {
			return nil, errors.New(`"(" without ")"`)
		}
		out = append(out, choice)
		forms = min(forms*(1+strings.Count(choice, "|")), most+1)
		phrase = after
	}
	if forms > most {
		return nil, fmt.Errorf("stands for more than %d forms", most)
	}
	return out, nil
}

// each calls f with every form, behind what is in room. The form is valid until
// f returns.
func (c choices) each(room []byte, f func(form []byte) error) error {
	if len(c) == 0 {
		return f(room)
	}
	for part := range strings.SplitSeq(c[0], "|") {
		if err := c[1:].each(append(room, part...), f); err != nil {
			return err
		}
	}
	return nil
}
