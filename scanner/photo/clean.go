package photo

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"lampan/scanner/internal/picture"
	"lampan/scanner/internal/picture/clean"
)

// Keep says what a copy keeps besides its pixels.
type Keep = clean.Keep

// Cleaned says what a copy lacks.
type Cleaned = clean.Report

// What Clean and Check may return; see package clean.
var (
	ErrUnsupported = clean.ErrUnsupported
	ErrDamaged     = clean.ErrDamaged
	ErrEmpty       = clean.ErrEmpty
	ErrDiffers     = clean.ErrDiffers
	// ErrLeft means that a copy still tells something.
	ErrLeft = errors.New("copy still tells something")
)

// Clean writes a copy of the size bytes of r without its metadata, its pixels
// untouched. With ErrUnsupported or ErrDamaged nothing has been written.
func Clean(w io.Writer, r io.ReaderAt, size int64, keep Keep) (Cleaned, error) {
	return clean.Clean(w, r, size, keep)
}

// Check proves that a copy shows what its original shows, and that our own reader
// finds nothing more in it than was to be kept.
func Check(original io.ReaderAt, size int64, duplicate io.ReaderAt, duplicateSize int64, keep Keep) error {
	if err := clean.Verify(original, size, duplicate, duplicateSize); err != nil {
		return err
	}
	if left := tells(picture.Read(duplicate, duplicateSize, picture.Limits{}), keep); len(left) > 0 {
		return fmt.Errorf("%w: %q", ErrLeft, left)
	}
	return nil
}

// tells names what a picture still tells.
func tells(p *Picture, keep Keep) (left []string) {
	add := func(what string) {
		if !slices.Contains(left, what) {
			left = append(left, what)
		}
	}
	if len(p.Positions) > 0 {
		add("position")
	}
	for _, t := range p.Texts {
		add(t.What)
	}
	for _, t := range p.Times {
		if !keep.Date {
			add(t.What)
		}
	}
	if len(p.Thumbs) > 0 {
		add("thumbnail")
	}
	for _, part := range p.Parts {
		if part.What != "icc" {
			add(part.What)
		}
	}
	return left
}
