// Package code finds and reads two-dimensional codes in a decoded picture: QR, Data
// Matrix, Aztec and PDF417. That nothing was found never says that a picture holds
// none.
//
// A text that is wrong is worse than a code that is missed. A text is given only
// when the code's own error correction succeeded in at least two looks at the
// picture, at other sizes or with another threshold, and no look read another text
// at the same place nearly as often. What a text means is for rules/payload.
//
// The package never panics on a picture, decodes none itself, and counts its
// work: a picture that is too large, or that takes too long, ends early, and the
// result says so. It is meant for the second pass, in a process of its own.
package code

import "image"

// Kind is a symbology.
type Kind string

// The kinds that Read knows.
const (
	QR         Kind = "qr"
	Aztec      Kind = "aztec"
	DataMatrix Kind = "datamatrix"
	PDF417     Kind = "pdf417"
)

// Code is one code that was read.
type Code struct {
	Kind Kind
	Text string          // as the code says, control characters and all; it may hold secrets
	At   image.Rectangle // about where, in the picture's own pixels
}

// Result is what was read, in a stable order: by Kind, then by Text.
type Result struct {
	Codes []Code
	// Cut says that a limit ended the search: what is missing was not looked for.
	Cut bool
}

// Limits bound the work on one picture; the zero value means the defaults.
type Limits struct {
	Pixels int   // most pixels of a picture; a larger one is not read at all
	Work   int64 // most pixel visits, counted roughly
	Codes  int   // most codes given
}

const (
	// defaultPixels is a 100-megapixel picture; its grey copy is 100 MB.
	defaultPixels = 100 << 20
	// defaultWork is some seconds on one core.
	defaultWork = 3 << 28
	// defaultCodes is a page full of tickets.
	defaultCodes = 16
)

func (l Limits) orDefaults() Limits {
	if l.Pixels <= 0 {
		l.Pixels = defaultPixels
	}
	if l.Work <= 0 {
		l.Work = defaultWork
	}
	if l.Codes <= 0 {
		l.Codes = defaultCodes
	}
	return l
}
