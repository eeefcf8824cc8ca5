// Package photo is the way for programs to ask what photos and films say about
// themselves. The reading itself is done in scanner/internal/picture, whose promises
// hold here: no panic, no allocation by an unchecked length, an end within limits.
//
// It takes bytes, not names of files: which photos may be opened is for whoever
// opens them. An audit reads through scanner/source/photo, under a grant.
package photo

import (
	"io"

	"lampan/scanner/internal/picture"
)

// What is found in a file; see each type for its units and vocabulary.
type (
	// Picture is what a file says about itself.
	Picture = picture.Picture
	// Position is a place as one layer tells it.
	Position = picture.Position
	// Time is a time that the file tells.
	Time = picture.Time
	// Text is a text that the file tells.
	Text = picture.Text
	// Thumb is a smaller picture inside the file.
	Thumb = picture.Thumb
	// Part is another thing inside the file.
	Part = picture.Part
	// Fault is what could not be read.
	Fault = picture.Fault
)

// Inspect reads the metadata of a file of size bytes within the usual limits. The
// result is never nil; what could not be read is among its faults.
func Inspect(r io.ReaderAt, size int64) *Picture {
	return picture.Read(r, size, picture.Limits{})
}
