package decode

import (
	"bytes"
	"context"
	"io"
	"math"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lampan/rules/exposure"
	"lampan/scanner/internal/picture"
	"lampan/scanner/source"
)

// Photo reads what a picture or film of size bytes says about itself, in every
// format and layer that package picture knows. name decides nothing but whether
// an unknown file was meant to be a picture. A date without an offset is read in
// the given zone.
//
// look looks at the pixels; nil looks at none.
//
// The error is a *source.Error. A broken file gives both what was found and
// Malformed. A file that is a picture of a kind that cannot be read gives
// Unsupported, and one that is no picture at all gives nil and no error.
func Photo(ctx context.Context, name string, r io.ReaderAt, size int64, zone *time.Location, look source.Looker) (p *exposure.Photo, err error) {
	defer recovered(name, &err)
	told := picture.Read(r, size, picture.Limits{})
	if told.Format == "" {
		switch kind := pictureName(name); {
		case kind == readable:
			return nil, malformed(name, 0, "not the picture its name says")
		case kind == unreadable:
			return nil, &source.Error{Reason: source.Unsupported, Locator: name}
		}
		return nil, nil //nolint:nilnil // documented: no picture, no error
	}
	p = photo(told, zone)
	p.Unseen = "off"
	if look != nil {
		p.Seen, p.Unseen = look.Look(ctx, r, size)
	}
	if len(told.Faults) > 0 || !whole(r, size, told.Format) {
		return p, malformed(name, 0, "part of what the picture says about itself could not be read")
	}
	return p, nil
}

// photo keeps what rules ask for.
func photo(told *picture.Picture, zone *time.Location) *exposure.Photo {
	p := &exposure.Photo{
		Owner:  first(told, "owner", "author"),
		Camera: first(told, "device"),
		Serial: first(told, "serial"),
		Taken:  taken(told, zone),
		People: names(told, "person"),
		Places: names(told, "place"),
		Parts:  parts(told),
		// Captions are read as text by those who want to: see package source/photo.
		Caption: captions(told),
	}
	for _, x := range told.Positions {
		at := exposure.Position{Lat: rounded(x.Lat), Lon: rounded(x.Lon), Layer: x.Layer}
		if !slices.Contains(p.Positions, at) {
			p.Positions = append(p.Positions, at)
		}
	}
	return p
}

// rounded keeps a tenth of a metre, so that two ways to write a place are one.
func rounded(degrees float64) float64 { return math.Round(degrees*1e6) / 1e6 }

// maxNames bounds the names of one kind that one file tells.
const maxNames = 50

// names gives the different names of one kind, in the order of the file.
func names(told *picture.Picture, what string) []string {
	var out []string
	for _, t := range told.Texts {
		if t.What != what || len(out) == maxNames {
			continue
		}
		if s := tidy(t.Value); s != "" && !coded(s) && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// coded reports whether a value stands for a name that it does not tell: the digest
// of an e-mail address, or the code of a country.
func coded(s string) bool {
	if len(s) <= 3 {
		return strings.ToUpper(s) == s
	}
	return len(s) >= 32 && strings.Trim(s, "0123456789abcdefABCDEF") == ""
}

// parts lists what else lies in the file, in the words of exposure.Photo.
func parts(told *picture.Picture) []string {
	var out []string
	for _, what := range []string{"motion-video", "c2pa"} {
		if slices.ContainsFunc(told.Parts, func(p picture.Part) bool { return p.What == what }) {
			out = append(out, what)
		}
	}
	if slices.ContainsFunc(told.Texts, func(t picture.Text) bool { return t.What == "history" }) {
		out = append(out, "history")
	}
	return out
}

// maxCaptions bounds the captions and keywords of one file, in bytes.
const maxCaptions = 4 << 10

// captions joins what a file says of its picture, each text once.
func captions(told *picture.Picture) string {
	var out []string
	size := 0
	for _, what := range []string{"caption", "keyword"} {
		for _, t := range told.Texts {
			s := caption(t.Value)
			if t.What != what || tidy(s) == "" || slices.Contains(out, s) {
				continue
			}
			if size += len(s) + 1; size > maxCaptions {
				return strings.Join(out, "\n")
			}
			out = append(out, s)
		}
	}
	return strings.Join(out, "\n")
}

// first gives the first text of the first kind that says anything.
func first(told *picture.Picture, kinds ...string) string {
	for _, what := range kinds {
		for _, t := range told.Texts {
			if t.What != what {
				continue
			}
			if s := tidy(t.Value); s != "" {
				return s
			}
		}
	}
	return ""
}

// taken is when the picture was taken, else when its file was made or changed, on the
// clock of the place. Films write UTC, whatever that clock showed: such a time is told
// in the given zone, unless a later one names a zone of its own.
func taken(told *picture.Picture, zone *time.Location) time.Time {
	for _, what := range []string{"taken", "digitized", "changed"} {
		var utc time.Time
		for _, t := range told.Times {
			if t.What != what {
				continue
			}
			_, offset := t.At.Zone()
			switch {
			case t.Zoned && offset != 0:
				return t.At
			case !utc.IsZero():
			case t.Zoned:
				utc = t.At.In(zone)
			default:
				y, m, d := t.At.Date()
				return time.Date(y, m, d, t.At.Hour(), t.At.Minute(), t.At.Second(), t.At.Nanosecond(), zone)
			}
		}
		if !utc.IsZero() {
			return utc
		}
	}
	return time.Time{}
}

// drawn reports whether the first bytes are those of a picture that the web shows.
func drawn(head []byte) bool {
	for _, magic := range []string{"\xFF\xD8\xFF", "\x89PNG\r\n\x1a\n", "GIF8", "II*\x00", "MM\x00*"} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return true
		}
	}
	return len(head) >= 12 && (string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP" || string(head[4:8]) == "ftyp")
}

type nameKind int

const (
	noPicture nameKind = iota
	readable
	unreadable
)

// pictureName says whether a name promises a picture, and one that Photo reads.
func pictureName(name string) nameKind {
	name, _, _ = strings.Cut(name, "?") // an address may carry a query
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg", ".jpe", ".png", ".webp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jxl",
		".dng", ".nef", ".arw", ".cr2", ".cr3", ".pef", ".raf", ".orf", ".rw2", ".psd", ".mp4", ".mov", ".m4v", ".3gp", ".gif":
		return readable
	case ".bmp", ".jp2", ".mkv", ".avi", ".webm", ".mts", ".m2ts", ".mpg", ".mpeg", ".wmv", ".flv", ".crw", ".nrw", ".srw", ".x3f":
		return unreadable
	}
	return noPicture
}

// PictureName reports whether a name promises a picture that Photo reads.
func PictureName(name string) bool { return pictureName(name) == readable }

// tidy cleans one value: cameras pad with spaces and NULs, fill what they do
// not know with zeros, and some write bytes that are no text.
func tidy(s string) string {
	s = cut(collapse(Clean(s)), maxTitle)
	if strings.ContainsFunc(s, func(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }) {
		return ""
	}
	if strings.Trim(s, "0- ") == "" || strings.EqualFold(s, "unknown") || strings.EqualFold(s, "none") {
		return ""
	}
	return s
}
