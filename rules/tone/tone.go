// Package tone reads a text for people as a careful editor would: without fear,
// blame, selling or promises that nobody can keep, in plain words and short
// sentences, and with numbers that say what they are of. What the words are stands
// in the files under words.
//
// It finds what is plainly wrong. Whether a text is kind, and true, its author must
// know.
package tone

import (
	"fmt"
	"regexp"
	"strings"

	"lampan/rules/exposure"
)

// Rule is one thing that a text may not do.
type Rule string

// The rules.
const (
	Fear    Rule = "fear"
	Blame   Rule = "blame"
	Sell    Rule = "sell"
	Promise Rule = "promise"
	Jargon  Rule = "jargon" // a word that only specialists use
	Shout   Rule = "shout"
	Long    Rule = "long"   // a sentence
	Heavy   Rule = "heavy"  // hard to read, as a whole
	Number  Rule = "number" // without what it is of, or when
)

// The bounds of the language. Plain-language advice asks for fifteen to twenty
// words a sentence on average; MaxWords is the longest single one. LIX 40 is where
// Björnsson's scale ends what is easy to read ("Läsbarhet", 1968). MaxGrade is what
// a child of thirteen reads at school; of lampan's own texts in English the hardest
// was at 7.5 when the bound was set, and the hardest rule at 5.0. Both are of a whole
// text: one of fewer than WholeWords words says too little, and is held to a share of
// long words instead.
const (
	MaxWords   = 24
	MaxLIX     = 40
	MaxGrade   = 8
	WholeWords = 30
)

// Fault is one place where a text does what it may not. Where is the word, the
// sentence, or the number; Message says what to do.
type Fault struct {
	Rule    Rule
	Where   string
	Message string
}

// String is "rule: where: message".
func (f Fault) String() string { return fmt.Sprintf("%s: %q: %s", f.Rule, f.Where, f.Message) }

// Lint says what is wrong with a text, in the order of the rules; nil when nothing
// is. {name} in it stands for a short word. Paragraphs, headings and points of a
// list end their sentence when a line break follows.
func Lint(lang exposure.Lang, text string) []Fault {
	text = placeholder.ReplaceAllString(text, "x")
	sentences := sentences(text)
	said := make([]string, len(sentences))
	for i, s := range sentences {
		said[i] = lists()[lang].honest.ReplaceAllString(s, " … ")
	}
	out := words(lang, said)
	if i := strings.IndexAny(text, "!¡"); i >= 0 {
		out = append(out, Fault{Shout, text[i : i+1], "end it with a full stop"})
	}
	for _, s := range sentences {
		if n := len(tokens(s)); n > MaxWords {
			out = append(out, Fault{Long, s, fmt.Sprintf("%d words: make two sentences of it", n)})
		}
	}
	out = append(out, heavy(lang, text)...)
	return append(out, numbers(lang, text, said)...)
}

// words finds the words of fear, blame, selling, promises and jargon.
func words(lang exposure.Lang, sentences []string) []Fault {
	l := lists()[lang]
	var out []Fault
	for _, r := range listed() {
		for _, s := range sentences {
			at := l.words[r.rule].FindStringSubmatchIndex(s)
			if at == nil || r.rule == Promise && denied.MatchString(s[:at[2]]) {
				continue
			}
			out = append(out, Fault{r.rule, s[at[2]:at[3]], r.instead})
		}
	}
	return out
}

// denied is a sentence that has said no before it comes to a promise.
var denied = regexp.MustCompile(`(?i)(^|[^\pL])(inte|ingen|inget|inga|ingenting|aldrig|osäkert|not|never|no|nobody|nothing|cannot|uncertain)[^\pL]`)

var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

// numbers finds shares and large counts that do not say what they are of and when.
func numbers(lang exposure.Lang, text string, sentences []string) []Fault {
	var out []Fault
	dated := when[lang].MatchString(text)
	for _, s := range sentences {
		n := strings.TrimSpace(large.FindString(s))
		if n == "" {
			continue
		}
		if !of[lang].MatchString(s) {
			out = append(out, Fault{Number, n, "say what it is of"})
		}
		if !dated {
			out = append(out, Fault{Number, n, "say when: the year"})
		}
	}
	return out
}

var (
	// large is a share, or a count from 10 000 in groups of three digits: smaller ones
	// are minutes, prices and days, which need no year, and digits in one row are a
	// name or a number to ring.
	large = regexp.MustCompile(`(?i)\d+([.,]\d+)?[\s\x{a0}]?%|\d+([.,]\d+)?[\s\x{a0}](procent|percent|per cent|miljon(er)?|miljard(er)?|million|billion)|\b\d{2,3}([\s\x{a0},.]\d{3})+\b`)
	of    = map[exposure.Lang]*regexp.Regexp{
		exposure.Swedish: regexp.MustCompile(`(?i)(^|[^\pL])(av|bland|per|hos|i|på)[^\pL]`),
		exposure.English: regexp.MustCompile(`(?i)(^|[^\pL])(of|among|per|in|an?)[^\pL]`),
	}
	when = map[exposure.Lang]*regexp.Regexp{
		exposure.Swedish: regexp.MustCompile(`(?i)\b(19|20)\d\d\b|(^|[^\pL])(i dag|nu|just nu|hittills|per år|om året|i sekunden|varje sekund)($|[^\pL])`),
		exposure.English: regexp.MustCompile(`(?i)\b(19|20)\d\d\b|(^|[^\pL])(today|now|so far|a year|per year|a second|each second)($|[^\pL])`),
	}
)
