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
			forms, err := expand(p, maxForms)
			if err != nil {
				fault(line, "phrase %q: %v", p, err)
				continue
			}
			for _, f := range forms {
				out = append(out, Phrase{Concept: concept, Text: strings.Join(strings.Fields(f), " "), Value: value})
			}
		}
	}
	return out, errors.Join(faults...)
}

// expand writes out the alternatives of a phrase, at most so many.
func expand(p string, most int) ([]string, error) {
	before, rest, found := strings.Cut(p, "(")
	if !found {
		if strings.ContainsAny(p, ")|") {
			return nil, errors.New(`")" or "|" without "("`)
		}
		return []string{p}, nil
	}
	choice, after, found := strings.Cut(rest, ")")
	if !found || strings.Contains(choice, "(") {
		return nil, errors.New(`"(" without ")"`)
	}
	if strings.ContainsAny(before, ")|") {
		return nil, errors.New(`")" or "|" without "("`)
	}
	tails, err := expand(after, most)
	if err != nil {
		return nil, err
	}
	var out []string
	for c := range strings.SplitSeq(choice, "|") {
		for _, tail := range tails {
			out = append(out, before+c+tail)
		}
	}
	if len(out) > most {
		return nil, fmt.Errorf("stands for more than %d forms", most)
	}
	return out, nil
}
