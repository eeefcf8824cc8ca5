package tone

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"lampan/rules/exposure"
)

// longWord is how many letters a long word has, at least, by Björnsson's definition.
const longWord = 7

var (
	sentenceEnd = regexp.MustCompile(`[.?!:;…]["”»’)]*(\s|$)|\n`)
	// short are abbreviations whose full stop ends no sentence.
	short = regexp.MustCompile(`(?i)(^|[^\pL])(t\.ex|bl\.a|m\.m|kl|nr|tel|ca|e\.g|i\.e|etc|no)\.\s`)
)

// sentences splits a text. What ends one is not part of it; none is empty.
func sentences(text string) []string {
	text = short.ReplaceAllString(text, "$1$2 ")
	var out []string
	for _, s := range sentenceEnd.Split(text, -1) {
		if s = strings.TrimSpace(s); len(tokens(s)) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// tokens are the words of a text; a number is one.
func tokens(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("-'’@_", r)
	})
}

// LIX is the readability of a text by Björnsson's läsbarhetsindex: words a sentence,
// and long words in a hundred. It is made for Swedish. 0 for a text without words.
func LIX(text string) float64 {
	w := tokens(text)
	if len(w) == 0 {
		return 0
	}
	return float64(len(w))/float64(len(sentences(text))) + 100*longShare(w)
}

func longShare(w []string) float64 {
	n := 0
	for _, t := range w {
		if utf8.RuneCountInString(t) >= longWord {
			n++
		}
	}
	return float64(n) / float64(len(w))
}

// Grade is the readability of a text in English as a school year, by the Automated
// Readability Index (Senter and Smith, 1967): letters a word, and words a sentence. It
// counts no syllables, so that it says the same of names and new words. 0 for a
// text without words.
func Grade(text string) float64 {
	w := tokens(text)
	if len(w) == 0 {
		return 0
	}
	letters := 0
	for _, t := range w {
		letters += utf8.RuneCountInString(t)
	}
	n := float64(len(w))
	return max(0, 4.71*float64(letters)/n+0.5*n/float64(len(sentences(text)))-21.43)
}

// heavy says whether a text is hard to read, as a whole.
func heavy(lang exposure.Lang, text string) []Fault {
	w := tokens(text)
	start := strings.Join(w[:min(len(w), 5)], " ")
	switch {
	case len(w) < fewWords:
	case len(w) < WholeWords:
		if s := longShare(w); s > maxLong {
			return []Fault{{Heavy, start, fmt.Sprintf("%.0f words of %d are long: use shorter ones", s*float64(len(w)), len(w))}}
		}
	case lang == exposure.English:
		if g := Grade(text); g > MaxGrade {
			return []Fault{{Heavy, start, fmt.Sprintf("grade %.1f: shorter sentences or words, to %d", g, MaxGrade)}}
		}
	default:
		if l := LIX(text); l > MaxLIX {
			return []Fault{{Heavy, start, fmt.Sprintf("LIX %.0f: shorter sentences or words, to %d", l, MaxLIX)}}
		}
	}
	return nil
}

// Of a short text, more than fewWords, at most maxLong of the words are long. A
// single line such as a heading has few words, and often a long one.
const (
	fewWords = 8
	maxLong  = 0.5
)
