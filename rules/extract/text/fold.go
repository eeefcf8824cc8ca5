// Package text prepares a document's text for the recognisers: it folds it
// once (case, diacritics, invisible characters), splits it into tokens and
// sentences, and maps every place back to the original.
//
// It promises linear time on any input, and that every span it gives lies
// inside the original text on rune borders. It knows abbreviations, which
// decide where sentences end; all other words are in rules/lexicon.
package text

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"lampan/rules/exposure"
)

// Text is a folded text with its tokens and sentences. It keeps a reference to
// the original. It is not safe for concurrent use while Parse or Case runs, and is
// immutable between two calls of Parse but for Case.
type Text struct {
	// Tokens are in order of place and do not overlap. Sentences are in order
	// and together cover every token. Both belong to the Text.
	Tokens    []Token
	Sentences []Sentence

	original string
	folded   []byte
	marks    []mark
	cased    bool // Case has run
}

// mark says that from folded offset at on, original offsets are origin plus the
// distance from at, until the next mark.
type mark struct{ at, origin int32 }

// MaxLen is the longest text in bytes that is read; the rest is left out. No
// post or page that a family shows is longer, and a limit keeps offsets small.
const MaxLen = 64 << 20

// Parse reads s into t, reusing what t held before.
func (t *Text) Parse(s string) {
	if len(s) > MaxLen {
		end := MaxLen
		for end > 0 && !utf8.RuneStart(s[end]) {
			end--
		}
		s = s[:end]
	}
	t.original, t.cased = s, false
	t.fold()
	t.tokenize()
	t.split()
}

// Fold returns s as recognisers compare it: lower case, without diacritics and
// invisible characters, with plain dashes, quotes and spaces.
func Fold(s string) string {
	t := Text{original: s}
	t.fold()
	return string(t.folded)
}

// Original is the text as it was given to Parse.
func (t *Text) Original() string { return t.original }

// Folded is the folded text. The caller must not change it.
func (t *Text) Folded() []byte { return t.folded }

func (t *Text) fold() {
	s := t.original
	out := t.folded[:0]
	if cap(out) < len(s) {
		out = make([]byte, 0, len(s)+len(s)/8)
	}
	t.marks = t.marks[:0]
	delta := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if i-len(out) != delta {
				delta = i - len(out)
				t.marks = append(t.marks, mark{int32(len(out)), int32(i)})
			}
			out = append(out, ascii[c])
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r < rune(len(latin)) && latin[r] != 0 {
			if i-len(out) != delta {
				delta = i - len(out)
				t.marks = append(t.marks, mark{int32(len(out)), int32(i)})
			}
			out = append(out, latin[r])
			i += n
			continue
		}
		start := len(out)
		out = appendFolded(out, r)
		// Every byte of the replacement points at the whole rune.
		for at := start; at < len(out); at++ {
			t.marks = append(t.marks, mark{int32(at), int32(i)})
		}
		if len(out) > start {
			delta = i - (len(out) - 1)
		}
		i += n
	}
	t.folded = out
}

// appendFolded appends the folded form of one rune; nothing for runes that do
// not show.
func appendFolded(out []byte, r rune) []byte {
	switch {
	case r < utf8.RuneSelf:
		return append(out, ascii[r])
	case r < rune(len(latin)) && latin[r] != 0:
		return append(out, latin[r])
	case r == utf8.RuneError:
		return append(out, ' ')
	case r == 0x2028 || r == 0x2029 || r == 0x85:
		return append(out, '\n')
	case r >= 0x2010 && r <= 0x2015 || r == 0x2212:
		return append(out, '-')
	case r >= 0x2018 && r <= 0x201B || r == 0xB4:
		return append(out, '\'')
	case r >= 0x201C && r <= 0x201F:
		return append(out, '"')
	case r == 0xDF:
		return append(out, "ss"...)
	case r == 0x131:
		return append(out, 'i')
	case invisible(r):
		return out
	case unicode.Is(unicode.Zs, r):
		return append(out, ' ')
	}
	d := norm.NFKD.PropertiesString(string(r)).Decomposition()
	if d == nil {
		if l := unicode.ToLower(r); l != r {
			return appendFolded(out, l)
		}
		return utf8.AppendRune(out, r)
	}
	for len(d) > 0 {
		q, n := utf8.DecodeRune(d)
		d = d[n:]
		if q == r {
			return utf8.AppendRune(out, r) // cannot be taken apart further
		}
		out = appendFolded(out, q)
	}
	return out
}

// invisible reports whether a rune only changes or hides others: combining
// marks, zero-width characters, soft hyphens, direction controls.
func invisible(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) || r == 0x3164 || r == 0x115F || r == 0x1160
}

// ascii lowers ASCII letters and turns control characters into spaces.
var ascii = func() (a [utf8.RuneSelf]byte) {
	for i := range a {
		switch c := byte(i); {
		case c >= 'A' && c <= 'Z':
			a[i] = c + 'a' - 'A'
		case c == '\n':
			a[i] = c
		case c == '\r' || c == '\t' || c < ' ' || c == 0x7F:
			a[i] = ' '
		default:
			a[i] = c
		}
	}
	return a
}()

// latin folds the letters of European languages to one ASCII letter. Danish
// and Norwegian æ and ø go where Swedish ä and ö go, so that neighbours match.
var latin = func() (a [0x180]byte) {
	for i := 0xC0; i < len(a); i++ {
		d := norm.NFD.PropertiesString(string(rune(i))).Decomposition()
		if len(d) > 0 && d[0] < utf8.RuneSelf {
			a[i] = ascii[d[0]]
		}
	}
	for from, to := range map[rune]byte{
		'Æ': 'a', 'æ': 'a', 'Ø': 'o', 'ø': 'o', 'Đ': 'd', 'đ': 'd', 'Ð': 'd', 'ð': 'd',
		'Ł': 'l', 'ł': 'l', 'Œ': 'o', 'œ': 'o',
		0xA0: ' ', 0xAB: '"', 0xBB: '"',
	} {
		a[from] = to
	}
	return a
}()

// origin gives the original offset of the rune that made folded byte i.
func (t *Text) origin(i int) int {
	n, found := slices.BinarySearchFunc(t.marks, int32(i), func(m mark, at int32) int { return int(m.at - at) })
	if found {
		n++
	}
	return t.originBy(n, i)
}

// originBy is origin, given how many marks stand at i or before it.
func (t *Text) originBy(marks, i int) int {
	if marks == 0 {
		return i
	}
	m := t.marks[marks-1]
	return int(m.origin) + i - int(m.at)
}

// Span maps folded bytes from start to end, half open, to the original. The
// span takes in combining marks that belong to its last letter.
func (t *Text) Span(start, end int) exposure.Span {
	if start >= end || end > len(t.folded) {
		return exposure.Span{}
	}
	s := t.origin(start)
	e := t.origin(end - 1)
	_, n := utf8.DecodeRuneInString(t.original[e:])
	e += n
	for e < len(t.original) {
		r, n := utf8.DecodeRuneInString(t.original[e:])
		if !unicode.Is(unicode.Mn, r) {
			break
		}
		e += n
	}
	return exposure.Span{Start: s, End: e}
}
