// Package lookup keeps what one person saw of themselves in directories and
// registers: a small YAML file in the case, which lampan writes and the person may
// write in too.
//
// It fetches nothing. It promises that a file it cannot take as it stands is told
// of with its line, that what it writes reads back as exactly what was meant, and
// that the file is never left half written.
package lookup

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"lampan/rules/exposure"
	"lampan/rules/places"
	"lampan/rules/roster"
	"lampan/scanner/household"
	"lampan/scanner/internal/sheet"
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
	data, err := f.sheet().Read()
	if err != nil {
		return nil, err
	}
	return f.log(data)
}

// Update changes the file: change gets what it says and leaves in the log what it is
// to say. The file and its folder are made when they are missing, and closed to
// other users. Comments stay where they stand. Nothing is written on an error: that
// of change, or household.Faults when the file is not right, or would not be.
func (f File) Update(change func(*places.Log) error) error {
	return f.sheet().Change(func(old []byte) ([]byte, error) {
		log, err := f.log(old)
		if err != nil {
			return nil, err
		}
		if err := change(log); err != nil {
			return nil, err
		}
		return f.write(old, log)
	})
}

func (f File) sheet() sheet.File {
	return sheet.File{Dir: f.Dir, At: f.At, What: "look-ups", Lock: "lookup.lock", MaxBytes: MaxBytes}
}

// log is what the bytes say; nil bytes say nothing.
func (f File) log(data []byte) (*places.Log, error) {
	if data == nil {
		return &places.Log{Person: f.Person}, nil
	}
	return f.Parse(data)
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
