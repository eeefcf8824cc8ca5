package scanner

import (
	"io"

	"lampan/scanner/internal/look"
)

// Looker looks at the pixels of pictures, in processes of its own. It satisfies
// source.Looker.
type Looker = look.Looker

// LookerConfig says which program such a process runs, and its limits.
type LookerConfig = look.Config

// OpenLooker returns a looker. The caller closes it.
func OpenLooker(c LookerConfig) *Looker { return look.New(c) }

// FindTesseract gives the path of the program that reads text in pictures, for
// LookerConfig; it is empty where there is none.
func FindTesseract() string { return look.FindTesseract() }

// LookInside is what such a process does: it gives up what a decoder of pictures
// does not need, and answers until in closes. The limits hold for the whole
// program and cannot be lifted.
func LookInside(in io.Reader, out io.Writer) error {
	if err := look.Confine(); err != nil {
		return err
	}
	return look.Serve(in, out)
}
