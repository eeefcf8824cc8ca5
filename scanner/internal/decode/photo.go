package decode

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"math"
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/bep/imagemeta"

	"lampan/rules/exposure"
	"lampan/scanner/source"
)

// The limits on what one photograph may say about itself. Real files carry
// some hundreds of tags; the longest wanted value is a copyright notice.
const (
	maxTags     = 5000
	maxTagBytes = 16 << 10
)

// Photo reads what a picture file says about itself: JPEG, PNG, WebP, TIFF and
// what is built on it, HEIC and AVIF. name decides nothing but whether an
// unknown file was meant to be a picture. A date without an offset is read in
// the given zone.
//
// The error is a *source.Error. A broken file gives both what was found and
// Malformed. A file that is a picture of a kind that cannot be read gives
// Unsupported, and one that is no picture at all gives nil and no error.
//
// This is the one seam to the library that reads metadata.
func Photo(name string, r io.ReadSeeker, zone *time.Location) (p *exposure.Photo, err error) {
	defer recovered(name, &err)
	format, err := pictureFormat(r)
	if err != nil {
		return nil, &source.Error{Reason: source.Unreadable, Locator: name, Err: err}
	}
	if format == imagemeta.ImageFormatAuto {
		switch kind := pictureName(name); {
		case kind == readable:
			return nil, malformed(name, 0, "not the picture its name says")
		case kind == unreadable:
			return nil, &source.Error{Reason: source.Unsupported, Locator: name}
		}
		return nil, nil //nolint:nilnil // documented: no picture, no error
	}
	tags := photoTags{}
	count := 0
	var damaged error
	_, err = imagemeta.Decode(imagemeta.Options{
		R:           r,
		ImageFormat: format,
		Sources:     imagemeta.EXIF | imagemeta.IPTC | imagemeta.XMP,
		ShouldHandleTag: func(t imagemeta.TagInfo) bool {
			if count++; count == maxTags { // the library stops without a word
				damaged = errors.New("more tags than a picture has")
			}
			return t.Source != imagemeta.EXIF || wantedEXIF(t)
		},
		HandleTag:    tags.add,
		Warnf:        func(string, ...any) { damaged = cmp.Or(damaged, errors.New("a part could not be read")) },
		LimitNumTags: maxTags,
		LimitTagSize: maxTagBytes,
	})
	p = tags.photo(zone)
	if err == nil && damaged == nil && !whole(r, format) {
		damaged = errors.New("it ends too early")
	}
	if err = cmp.Or(err, damaged); err != nil {
		return p, malformed(name, 0, "part of what the picture says about itself could not be read")
	}
	return p, nil
}

// wantedEXIF leaves out IFD1, which describes the thumbnail, and takes
// positions only from the directory for them: the library calls the first tags
// of the interoperability directory GPSLatitudeRef and GPSLatitude, since they
// share the numbers, and a position of 0 degrees north came of that.
func wantedEXIF(t imagemeta.TagInfo) bool {
	if strings.HasPrefix(t.Tag, "GPS") {
		return strings.HasPrefix(t.Namespace, "IFD0") && strings.HasSuffix(t.Namespace, "GPSInfoIFD")
	}
	return strings.HasPrefix(t.Namespace, "IFD0")
}

// pictureFormat looks at the first bytes. ImageFormatAuto means none that is
// known.
func pictureFormat(r io.ReadSeeker) (imagemeta.ImageFormat, error) {
	var b [32]byte
	n, err := io.ReadFull(r, b[:])
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return 0, err
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	head := b[:n]
	switch {
	case bytes.HasPrefix(head, []byte("\xFF\xD8\xFF")):
		return imagemeta.JPEG, nil
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return imagemeta.PNG, nil
	case n >= 12 && bytes.HasPrefix(head, []byte("RIFF")) && string(head[8:12]) == "WEBP":
		return imagemeta.WebP, nil
	case bytes.HasPrefix(head, []byte("II*\x00")), bytes.HasPrefix(head, []byte("MM\x00*")):
		return imagemeta.TIFF, nil
	case n >= 12 && string(head[4:8]) == "ftyp":
		switch string(head[8:12]) {
		case "avif", "avis":
			return imagemeta.AVIF, nil
		case "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1":
			return imagemeta.HEIF, nil
		}
	}
	return imagemeta.ImageFormatAuto, nil
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
	case ".jpg", ".jpeg", ".jpe", ".png", ".webp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".dng", ".nef", ".arw", ".cr2", ".pef":
		return readable
	case ".gif", ".bmp", ".jxl", ".jp2", ".cr3", ".raf", ".orf", ".rw2", ".mp4", ".mov", ".m4v", ".3gp", ".psd":
		return unreadable
	}
	return noPicture
}

// PictureName reports whether a name promises a picture that Photo reads.
func PictureName(name string) bool { return pictureName(name) == readable }

// photoTags keeps the first value of each wanted tag, by source and name.
type photoTags map[string]any

func (t photoTags) add(info imagemeta.TagInfo) error {
	key := "exif:"
	switch info.Source {
	case imagemeta.XMP:
		key = "xmp:"
	case imagemeta.IPTC:
		key = "iptc:"
	}
	key += info.Tag
	if _, ok := t[key]; !ok {
		t[key] = info.Value
	}
	return nil
}

func (t photoTags) photo(zone *time.Location) *exposure.Photo {
	p := &exposure.Photo{
		Owner:  t.first("exif:CameraOwnerName", "exif:OwnerName", "exif:Artist", "exif:XPAuthor", "xmp:OwnerName", "xmp:Creator", "xmp:creator", "iptc:Byline", "iptc:By-line", "exif:Copyright", "xmp:Rights", "xmp:rights", "iptc:CopyrightNotice"),
		Camera: camera(t.first("exif:Make", "xmp:Make"), t.first("exif:Model", "xmp:Model")),
		Serial: t.first("exif:SerialNumber", "exif:BodySerialNumber", "exif:CameraSerialNumber", "xmp:SerialNumber", "xmp:BodySerialNumber", "exif:LensSerialNumber", "xmp:LensSerialNumber"),
		Taken:  t.taken(zone),
	}
	for _, layer := range []string{"exif", "xmp"} {
		if pos, ok := t.position(layer); ok {
			p.Positions = append(p.Positions, pos)
		}
	}
	return p
}

func (t photoTags) first(keys ...string) string {
	for _, k := range keys {
		if s := t.text(k); s != "" {
			return s
		}
	}
	return ""
}

func (t photoTags) text(key string) string {
	switch v := t[key].(type) {
	case string:
		return tidy(v)
	case []byte:
		return tidy(string(v))
	case []string:
		return tidy(strings.Join(v, ", "))
	}
	return ""
}

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

// camera joins make and model without saying the make twice.
func camera(brand, model string) string {
	if _, ok := cutPrefixFold(model, brand); ok && model != "" {
		return model
	}
	return strings.TrimSpace(brand + " " + model)
}

// taken is when the picture was taken, with its offset where the file has one.
func (t photoTags) taken(zone *time.Location) time.Time {
	for _, pair := range [][2]string{
		{"exif:DateTimeOriginal", "exif:OffsetTimeOriginal"},
		{"exif:CreateDate", "exif:OffsetTimeDigitized"},
		{"exif:DateTimeDigitized", "exif:OffsetTimeDigitized"},
		{"xmp:DateTimeOriginal", ""},
		{"xmp:DateCreated", ""},
		{"xmp:CreateDate", ""},
		{"exif:DateTime", "exif:OffsetTime"},
		{"exif:ModifyDate", "exif:OffsetTime"},
	} {
		s := t.text(pair[0])
		if len(s) >= 10 && s[4] == ':' && s[7] == ':' { // EXIF writes 2026:06:01 12:00:00
			s = s[:4] + "-" + s[5:7] + "-" + s[8:]
		}
		if off := t.text(pair[1]); off != "" && len(s) == len(time.DateTime) {
			if at, ok := date(s+off, zone); ok {
				return at
			}
		}
		if at, ok := date(s, zone); ok {
			return at
		}
	}
	return time.Time{}
}

// position reads one layer's position. Cameras without a fix write 0, 0.
func (t photoTags) position(layer string) (exposure.Position, bool) {
	lat, ok1 := degrees(t[layer+":GPSLatitude"], t.text(layer+":GPSLatitudeRef"), "S")
	lon, ok2 := degrees(t[layer+":GPSLongitude"], t.text(layer+":GPSLongitudeRef"), "W")
	if !ok1 || !ok2 || math.Abs(lat) > 90 || math.Abs(lon) > 180 || (lat == 0 && lon == 0) {
		return exposure.Position{}, false
	}
	return exposure.Position{Lat: lat, Lon: lon, Layer: layer}, true
}

func degrees(v any, ref, negative string) (float64, bool) {
	f, ok := v.(float64)
	if !ok || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, false
	}
	if strings.HasPrefix(strings.ToUpper(ref), negative) && f > 0 {
		f = -f
	}
	return f, true
}
