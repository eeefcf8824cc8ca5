package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"lampan/rules/exposure"
)

// Kind is what a token is made of.
type Kind uint8

// The kinds of token.
const (
	Word   Kind = iota + 1 // letters, with apostrophes between them
	Number                 // ASCII digits
	Mark                   // one punctuation mark or other sign
	Emoji                  // one symbol
)

// Token is a word, a number or a sign. Start and End are folded offsets, half
// open.
type Token struct {
	Start, End int32
	Kind       Kind
	Space      bool  // white space stands before it
	Lines      uint8 // line breaks before it, at most 2
	capital    bool  // a word whose first letter is one; see Case
	sentence   int32
	Hash       uint64
}

// The hash of a folded word is FNV-1a, 64 bits.
const (
	offset64 = 14695981039346656037
	prime64  = 1099511628211
)

func (t *Text) tokenize() {
	b := t.folded
	out := t.Tokens[:0]
	space, lines := true, uint8(0)
	for i := 0; i < len(b); {
		c := b[i]
		switch {
		case c == ' ':
			space = true
			i++
			continue
		case c == '\n':
			space = true
			lines = min(lines+1, 2)
			i++
			continue
		}
		start := i
		h := uint64(offset64)
		var kind Kind
		switch {
		case c >= '0' && c <= '9':
			kind = Number
			for i < len(b) && b[i] >= '0' && b[i] <= '9' {
				h = (h ^ uint64(b[i])) * prime64
				i++
			}
		case c >= 'a' && c <= 'z' || c >= utf8.RuneSelf && letterAt(b[i:]) > 0:
			kind = Word
			for i < len(b) {
				c := b[i]
				switch {
				case c >= 'a' && c <= 'z':
					h = (h ^ uint64(c)) * prime64
					i++
					continue
				case c == '\'' && i+1 < len(b) && (b[i+1] >= 'a' && b[i+1] <= 'z'):
					h = (h ^ uint64(c)) * prime64
					i++
					continue
				case c >= utf8.RuneSelf:
					if n := letterAt(b[i:]); n > 0 {
						for range n {
							h = (h ^ uint64(b[i])) * prime64
							i++
						}
						continue
					}
				}
				break
			}
		default:
			kind = Mark
			n := 1
			if c >= utf8.RuneSelf {
				_, n = utf8.DecodeRune(b[i:])
				kind = Emoji
			}
			for range n {
				h = (h ^ uint64(b[i])) * prime64
				i++
			}
		}
		out = append(out, Token{Start: int32(start), End: int32(i), Kind: kind, Space: space, Lines: lines, Hash: h})
		space, lines = false, 0
	}
	t.Tokens = out
}

// letterAt gives the length of the letter at the start of b, or 0.
func letterAt(b []byte) int {
	r, n := utf8.DecodeRune(b)
	if unicode.IsLetter(r) {
		return n
	}
	return 0
}

// Word is the folded text of token i; "" outside the text.
func (t *Text) Word(i int) string {
	if i < 0 || i >= len(t.Tokens) {
		return ""
	}
	k := t.Tokens[i]
	return string(t.folded[k.Start:k.End])
}

// Fold is the folded text of token i, nil outside the text. The caller must not
// change it.
func (t *Text) Fold(i int) []byte {
	if i < 0 || i >= len(t.Tokens) {
		return nil
	}
	k := t.Tokens[i]
	return t.folded[k.Start:k.End]
}

// Is reports whether token i, folded, is w.
func (t *Text) Is(i int, w string) bool {
	if i < 0 || i >= len(t.Tokens) {
		return false
	}
	k := t.Tokens[i]
	return string(t.folded[k.Start:k.End]) == w
}

// Kind is the kind of token i; 0 outside the text.
func (t *Text) Kind(i int) Kind {
	if i < 0 || i >= len(t.Tokens) {
		return 0
	}
	return t.Tokens[i].Kind
}

// Joined reports whether token i follows the one before it without space.
func (t *Text) Joined(i int) bool {
	return i > 0 && i < len(t.Tokens) && !t.Tokens[i].Space && t.Tokens[i].Start == t.Tokens[i-1].End
}

// SpanOf maps tokens first to last, both included, to the original.
func (t *Text) SpanOf(first, last int) exposure.Span {
	return t.Span(int(t.Tokens[first].Start), int(t.Tokens[last].End))
}

// Raw is the original text of tokens first to last, both included.
func (t *Text) Raw(first, last int) string {
	s := t.SpanOf(first, last)
	return t.original[s.Start:s.End]
}

// Clean is Raw composed (NFC) and without invisible characters, with every
// stretch of white space as one space.
func (t *Text) Clean(first, last int) string {
	raw := t.Raw(first, last)
	var b strings.Builder
	space := false
	for _, r := range norm.NFC.String(raw) {
		switch {
		case invisible(r):
			continue
		case unicode.IsSpace(r) || r < ' ':
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Case notes which words are written with a capital first letter, so that
// Capital need not look for it. It is for texts that are read closely.
func (t *Text) Case() {
	marks := 0 // at or before the token
	for i := range t.Tokens {
		k := &t.Tokens[i]
		if k.Kind != Word {
			continue
		}
		at := int(k.Start)
		for marks < len(t.marks) && int(t.marks[marks].at) <= at {
			marks++
		}
		k.capital = upper(t.original[t.originBy(marks, at):])
	}
	t.cased = true
}

// Capital reports whether token i is written with a capital first letter.
func (t *Text) Capital(i int) bool {
	if t.Kind(i) != Word {
		return false
	}
	if t.cased {
		return t.Tokens[i].capital
	}
	return upper(t.original[t.origin(int(t.Tokens[i].Start)):])
}

// upper reports whether s begins with a capital.
func upper(s string) bool {
	if s[0] < utf8.RuneSelf {
		return s[0] >= 'A' && s[0] <= 'Z'
	}
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}

// Capitals reports whether token i is written in capitals throughout.
func (t *Text) Capitals(i int) bool {
	if t.Kind(i) != Word {
		return false
	}
	return !strings.ContainsFunc(t.Raw(i, i), unicode.IsLower)
}

// TokenAt finds the token that holds folded offset at, or the first one after it;
// len(Tokens) when there is none.
func (t *Text) TokenAt(at int) int {
	lo, hi := 0, len(t.Tokens)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if int(t.Tokens[mid].End) <= at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
