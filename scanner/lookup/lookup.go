// Package lookup keeps what one person saw of themselves in directories and
// registers: a small YAML file in the case, which lampan writes and the person may
// write in too.
//
// It fetches nothing. It promises that a file it cannot take as it stands is told
// of with its line, that what it writes reads back as exactly what was meant, and
// that the file is never left half written.
package lookup

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"lampan/rules/exposure"
	"lampan/rules/places"
	"lampan/rules/roster"
	"lampan/scanner/household"
	"lampan/scanner/internal/keep"
)

// Schema is the version of the file that is read and written.
const Schema = 1

// MaxBytes is the largest file that is read: every place looked at each month for
// ten years fits.
const MaxBytes = 1 << 20

// File is one person's file of look-ups. Every field is required, but Dir only for
// Read and Update, and Lang only for Update.
type File struct {
	Dir    string             // the case folder
	At     string             // the file in it, with forward slashes
	Person exposure.SubjectID // whose look-ups it holds
	Places *places.Catalogue
	Today  time.Time     // the last day that may stand in it
	Lang   exposure.Lang // of the comment that a new file begins with
	// Protected says that somebody in the household has protected personal data: a note
	// is refused then, and so is what looks like an address.
	Protected bool
}

// Read returns what the file says; an empty log where there is no file yet. The
// error is household.Faults when the file is there and not right.
func (f File) Read() (*places.Log, error) {
	root, err := os.OpenRoot(f.Dir)
	if err != nil {
		return nil, fmt.Errorf("read look-ups: %w", err)
	}
	defer root.Close()
	_, log, err := f.read(root)
	return log, err
}

// Update changes the file: change gets what it says and leaves in the log what it is
// to say. The file and its folder are made when they are missing, and closed to
// other users. Comments stay where they stand. Nothing is written on an error: that
// of change, or household.Faults when the file is not right, or would not be.
func (f File) Update(change func(*places.Log) error) (err error) {
	unlock, err := keep.Lock(filepath.Join(f.Dir, household.StateDir, "lookup.lock"))
	if err != nil {
		return fmt.Errorf("write look-ups: %w", err)
	}
	defer unlock()
	root, err := os.OpenRoot(f.Dir)
	if err != nil {
		return fmt.Errorf("write look-ups: %w", err)
	}
	defer root.Close()
	old, log, err := f.read(root)
	if err != nil {
		return err
	}
	if err := change(log); err != nil {
		return err
	}
	data, err := f.write(old, log)
	if err != nil {
		return err
	}
	if err := root.MkdirAll(path.Dir(f.At), 0o700); err != nil {
		return fmt.Errorf("write look-ups: %w", err)
	}
	if err := keep.Replace(root, f.At, data); err != nil {
		return fmt.Errorf("write look-ups: %w", err)
	}
	return nil
}

// Note is what somebody wrote as a note can hold it: on one line, without invisible
// characters, and cut after 200 characters.
func Note(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case household.Invisible(r):
			return -1
		}
		return r
	}, s)
	if r := []rune(strings.TrimSpace(s)); len(r) > maxNote {
		s = string(r[:maxNote])
	}
	return strings.TrimSpace(s)
}

// read returns the file's bytes, nil where there is none, and what they say.
func (f File) read(root *os.Root) ([]byte, *places.Log, error) {
	switch info, err := f.stat(root); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &places.Log{Person: f.Person}, nil
	case err != nil:
		return nil, nil, fmt.Errorf("read look-ups: %w", err)
	case !info.Mode().IsRegular():
		return nil, nil, household.Faults{household.NewFault(f.At, 0, "", household.CodeNotFile)}
	}
	r, err := root.Open(f.At)
	if err != nil {
		return nil, nil, fmt.Errorf("read look-ups: %w", err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, nil, fmt.Errorf("read look-ups: %w", err)
	}
	log, err := f.Parse(data)
	return data, log, err
}

// stat looks at the file and the folders above it, and stops at a link: people
// agreed to a path, and a link leads to another.
func (f File) stat(root *os.Root) (info fs.FileInfo, err error) {
	parts := strings.Split(f.At, "/")
	for i := range parts {
		info, err = root.Lstat(strings.Join(parts[:i+1], "/"))
		if err != nil || info.Mode()&fs.ModeSymlink != 0 {
			break
		}
	}
	return info, err
}

// Words are what household.yaml tells of a person that decides which places concern
// them. What stands there without an owner may be any adult's.
func Words(h *household.Household, id exposure.SubjectID, at time.Time) []places.Fit {
	p, _ := h.Person(id)
	minor := roster.MinorAt(p.Born, at)
	var out []places.Fit
	add := func(f places.Fit, is bool) {
		if is {
			out = append(out, f)
		}
	}
	add(places.HasPhone, len(p.Phones) > 0)
	add(places.HasCar, slices.ContainsFunc(h.Vehicles, func(v household.Vehicle) bool {
		return v.Owner == id || v.Owner == "" && !minor
	}))
	add(places.HasDomain, !minor && slices.ContainsFunc(h.Domains, func(d string) bool {
		d = strings.ToLower(d)
		return strings.HasSuffix(d, ".se") || strings.HasSuffix(d, ".nu")
	}))
	add(places.Child, minor)
	add(places.HasClub, slices.ContainsFunc(h.Clubs, func(c household.Club) bool { return c.Person == id || c.Person == "" }))
	return out
}

// Round lists the places that a person goes through, in the order that works: those
// that show something and concern the person, by the log's own words or else by
// those of the household, and those looked at before.
func Round(c *places.Catalogue, log *places.Log, h *household.Household, at time.Time) []places.Place {
	words := log.Fits
	if words == nil {
		words = Words(h, log.Person, at)
	}
	return slices.DeleteFunc(c.All(), func(p places.Place) bool {
		return len(p.Shows) == 0 ||
			!p.Fit(words...) && !slices.ContainsFunc(log.Looks, func(l places.Look) bool { return l.Place == p.ID })
	})
}
