package decode

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"lampan/rules/exposure"
	"lampan/scanner/internal/picture"
	"lampan/scanner/source"
)

// MaxSidecar is the largest sidecar in bytes that is read. The longest list of
// posts in an export is a few megabytes.
const MaxSidecar = 16 << 20

// Beside is what a file says of a picture that it is not itself.
type Beside struct {
	// Title is the picture's file name as the platform had it, and Path its path
	// from the top of an export. One of them is set in JSON, none in XMP.
	Title, Path string
	// Photo is what is said. Its positions have the layer "sidecar".
	Photo exposure.Photo
	// Published is when the platform got the picture, or showed it; zero when the
	// file does not say.
	Published time.Time
}

// Silent reports whether nothing is said but when the picture was taken and shown:
// of a picture that is not there, that is nothing to look at.
func (b Beside) Silent() bool {
	p := b.Photo
	return len(p.Positions)+len(p.People)+len(p.Places) == 0 && p.Owner+p.Camera+p.Serial+p.Caption == ""
}

// Alone is the photo of a picture that is not there, of which only this is left.
func (b Beside) Alone() *exposure.Photo {
	p := &exposure.Photo{Unseen: "no-picture"}
	b.Merge(p)
	return p
}

// Merge adds to what the picture says itself. What the picture says about one
// thing, such as its owner, stays; places that differ stand side by side.
func (b Beside) Merge(p *exposure.Photo) {
	from := b.Photo
	for _, at := range from.Positions {
		if !slices.Contains(p.Positions, at) {
			p.Positions = append(p.Positions, at)
		}
	}
	if p.Taken.IsZero() {
		p.Taken = from.Taken
	}
	for _, x := range []struct {
		to   *string
		from string
	}{{&p.Owner, from.Owner}, {&p.Camera, from.Camera}, {&p.Serial, from.Serial}} {
		if *x.to == "" {
			*x.to = x.from
		}
	}
	p.People = union(p.People, from.People)
	p.Places = union(p.Places, from.Places)
	p.Parts = union(p.Parts, []string{"sidecar"})
	p.Caption = strings.Join(union(lines(p.Caption), lines(from.Caption)), "\n")
}

// union appends what is not there yet.
func union(to, from []string) []string {
	for _, s := range from {
		if !slices.Contains(to, s) {
			to = append(to, s)
		}
	}
	return to
}

func lines(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == '\n' })
}

// SidecarName reports whether a name promises a file that Sidecar reads.
func SidecarName(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".xmp", ".json":
		return true
	}
	return false
}

// Pictured reports whether a name promises a picture or film, one that Photo reads
// or not.
func Pictured(name string) bool { return pictureName(name) != noPicture }

// Sidecar reads what a file says of pictures that lie elsewhere:
//
//   - XMP, as Apple Photos, Lightroom, digiKam and darktable write beside a picture;
//   - the JSON that Google Takeout puts beside each picture (photoTakenTime, geoData,
//     geoDataExif, people; the shape is known from ente's and immich-go's readers);
//   - the JSON of an export from Facebook or Instagram, which tells of all pictures
//     of many posts (uri, creation_timestamp, media_metadata; the shape is known from
//     the examples in NorseKode/Waultar-App and AlanMorel/exiforia), and Instagram's
//     from before 2020 (path, taken_at, caption, location).
//
// JSON of another shape gives nothing. A value of the wrong type is left out, and
// costs no other. A position exactly at 0, 0 means that there is none. Times are
// told in the given zone. The error is a *source.Error with reason Malformed, or
// Limit with the pictures before it.
func Sidecar(name string, data []byte, zone *time.Location) (list []Beside, err error) {
	defer recovered(name, &err)
	if strings.EqualFold(path.Ext(name), ".xmp") {
		told := picture.Read(bytes.NewReader(data), int64(len(data)), picture.Limits{})
		if told.Format != "xmp" {
			return nil, malformed(name, 0, "not the XMP its name says")
		}
		p := photo(told, zone)
		p.Parts = nil
		if len(told.Faults) > 0 {
			err = malformed(name, 0, "part of the XMP could not be read")
		}
		return []Beside{{Photo: *p}}, err
	}
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	if !json.Valid(data) {
		return nil, malformed(name, 0, "not valid JSON")
	}
	if b, ok := takeout(data, zone); ok {
		return []Beside{b}, nil
	}
	e := &export{dec: json.NewDecoder(bytes.NewReader(data)), zone: zone, room: maxTold}
	if _, _, err := e.value("", false, 0); err != nil {
		return nil, malformed(name, 0, "%v", err)
	}
	if e.full {
		err = &source.Error{Reason: source.Limit, Locator: name, Err: errors.New("it tells more than an export does")}
	}
	return e.joined(), err
}

// takeout reads the JSON beside one picture of Google Photos.
func takeout(data []byte, zone *time.Location) (b Beside, ok bool) {
	var m map[string]json.RawMessage
	if json.Unmarshal(data, &m) != nil {
		return b, false
	}
	_, taken := m["photoTakenTime"]
	_, exif := m["geoDataExif"]
	if !taken && !exif { // metadata.json of an album has a title and a place too
		return b, false
	}
	b.Title = tidy(value[string](m, "title"))
	b.Photo.Caption = caption(value[string](m, "description"))
	b.Photo.Taken = instant(value[map[string]any](m, "photoTakenTime")["timestamp"], zone)
	b.Published = instant(value[map[string]any](m, "creationTime")["timestamp"], zone)
	for _, key := range []string{"geoData", "geoDataExif"} {
		at := value[map[string]any](m, key)
		b.position(at["latitude"], at["longitude"])
	}
	for _, raw := range value[[]any](m, "people") {
		one, _ := raw.(map[string]any)
		if s, _ := one["name"].(string); tidy(s) != "" && len(b.Photo.People) < maxNamed {
			b.Photo.People = union(b.Photo.People, []string{tidy(s)})
		}
	}
	return b, true
}

// maxNamed bounds the people, places and positions that are kept of one picture.
const maxNamed = 100

// value reads one value; the zero value when it is absent or of another type.
func value[T any](m map[string]json.RawMessage, key string) (v T) {
	var w T
	if json.Unmarshal(m[key], &w) == nil {
		v = w
	}
	return v
}

// position adds a place in degrees, which some exports write as texts.
func (b *Beside) position(lat, lon any) {
	at := exposure.Position{Lat: number(lat), Lon: number(lon), Layer: "sidecar"}
	const nowhere = 1e-9
	if !(math.Abs(at.Lat) <= 90 && math.Abs(at.Lon) <= 180) || math.Abs(at.Lat) < nowhere && math.Abs(at.Lon) < nowhere {
		return
	}
	if !slices.Contains(b.Photo.Positions, at) && len(b.Photo.Positions) < maxNamed {
		b.Photo.Positions = append(b.Photo.Positions, at)
	}
}

// number reads a number, or a text that is one; NaN for anything else.
func number(v any) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case string:
		if n, err := strconv.ParseFloat(strings.TrimSpace(v), 64); err == nil {
			return n
		}
	}
	return math.NaN()
}

// instant reads seconds or milliseconds since 1970, and the dates that exports
// write; zero for anything else, and for 0, which stands for no time.
func instant(v any, zone *time.Location) time.Time {
	n := number(v)
	if math.IsNaN(n) {
		s, _ := v.(string)
		for _, layout := range [...]string{"2006:01:02 15:04:05", "20060102T150405.000Z07:00", "20060102T150405Z07:00", "20060102T150405"} {
			if t, err := time.ParseInLocation(layout, s, zone); err == nil {
				return within(t)
			}
		}
		t, _ := date(s, zone)
		return within(t)
	}
	const seconds = 1e11 // as seconds, that is in the year 5138
	if math.Abs(n) >= seconds {
		n /= 1000
	}
	if n == 0 || math.Abs(n) >= seconds {
		return time.Time{}
	}
	return within(time.Unix(int64(n), 0).In(zone))
}

// within drops a time outside the years that a picture may have.
func within(t time.Time) time.Time {
	if t.Year() < minYear || t.Year() >= endYear {
		return time.Time{}
	}
	return t
}

// What is kept of one text about a picture: bytes, and lines, each of which is
// compared with the others.
const (
	maxCaption = 8 << 10
	maxLines   = 100
)

// caption cleans a text of several lines. Those beyond the most are one.
func caption(s string) string {
	var out []string
	for _, line := range strings.SplitN(Clean(cut(s, maxCaption)), "\n", maxLines) {
		if line = collapse(line); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// mended undoes what Facebook and Instagram do to every text of an export: each
// byte of its UTF-8 is written as a character of its own ("Ã¥" for "å"). Text that
// is not of that kind is returned as it is.
func mended(s string) string {
	b := make([]byte, 0, len(s))
	wide := false
	for _, r := range s {
		if r > 0xFF {
			return s
		}
		wide = wide || r >= utf8.RuneSelf
		b = append(b, byte(r)) //nolint:gosec // at most 0xFF
	}
	if !wide || !utf8.Valid(b) {
		return s
	}
	return string(b)
}

// export reads an export's JSON as a stream, since one of some megabytes takes
// twenty times that as values.
//
// A picture is an object with a path, wherever it lies. What objects inside it say
// (its EXIF) is said of it. What is said around it, in objects inside the post (its
// text and place), is said of all pictures of that post: the nearest object around
// them that has a time of its own.
type export struct {
	dec   *json.Decoder
	zone  *time.Location
	found []Beside
	room  int  // bytes of captions that may still be kept
	full  bool // something was left out
}

const (
	maxNested   = 64
	maxPictures = 100_000
	maxTold     = 16 << 20 // bytes of captions, together
)

var errNested = errors.New("nested too deeply")

// told is what an object says, or those inside it.
type told struct {
	Beside
	title, post string
	lat, lon    any
	media       bool // it has a list of pictures itself
}

// value reads one value of a key: a scalar, or what objects in it said that is of
// no picture yet. listed says that it stands in a list.
func (e *export) value(key string, listed bool, depth int) (scalar any, rest told, err error) {
	if depth > maxNested {
		return nil, rest, errNested
	}
	tok, err := e.dec.Token()
	if err != nil {
		return nil, rest, syntax(err)
	}
	switch tok {
	case json.Delim('{'):
		rest, err = e.object(key, listed, depth)
		return nil, rest, err
	case json.Delim('['):
		for e.dec.More() {
			_, one, err := e.value(key, true, depth+1)
			if err != nil {
				return nil, rest, err
			}
			rest.add(one)
		}
		rest.media = key == "media"
		_, err = e.dec.Token()
		return nil, rest, syntax(err)
	}
	return tok, rest, nil
}

// syntax hides what a decoder quotes of the file.
func syntax(err error) error {
	if err != nil && !errors.Is(err, io.EOF) {
		return errors.New("not valid JSON")
	}
	return err
}

func (e *export) object(key string, listed bool, depth int) (rest told, err error) {
	start := len(e.found)
	var o told
	for e.dec.More() {
		tok, err := e.dec.Token()
		if err != nil {
			return rest, syntax(err)
		}
		k, _ := tok.(string)
		scalar, inner, err := e.value(k, false, depth+1)
		if err != nil {
			return rest, err
		}
		o.media = o.media || inner.media
		o.add(inner)
		o.field(key, k, scalar, e.zone)
	}
	if _, err := e.dec.Token(); err != nil {
		return rest, syntax(err)
	}
	o.position(o.lat, o.lon)
	switch {
	case o.Path != "":
		// Facebook's titles are those of albums: "Mobile Uploads".
		if album := key == "photos" || key == "cover_photo" || key == "media" && !listed; album {
			o.title = ""
		}
		o.say(o.title)
		e.find(o.Beside)
		return told{}, nil
	case !o.Published.IsZero():
		o.say(o.post)
		if o.media {
			o.say(o.title)
		}
		for i := range e.found[start:] {
			b := &e.found[start+i]
			before := len(b.Photo.Caption)
			if e.room <= 0 {
				o.Photo.Caption, e.full = "", e.full || o.Photo.Caption != ""
			}
			b.join(o.Beside)
			e.room -= len(b.Photo.Caption) - before
		}
		return told{}, nil
	}
	o.title, o.lat, o.lon, o.media = "", nil, nil, false
	return o, nil
}

// find notes a picture.
func (e *export) find(b Beside) {
	switch {
	case !PictureName(b.Path):
	case len(e.found) == maxPictures:
		e.full = true
	default:
		e.found = append(e.found, b)
	}
}

// field takes in one scalar of an object that stands under the key of.
func (t *told) field(of, key string, v any, zone *time.Location) {
	s, _ := v.(string)
	s = mended(s)
	switch key {
	case "uri", "path":
		if s = Clean(s); len(s) <= maxAddress && !strings.Contains(s, "://") {
			t.Path = strings.TrimPrefix(path.Clean("/"+s), "/")
		}
	case "creation_timestamp", "timestamp", "taken_at":
		t.Published = instant(v, zone)
	case "taken_timestamp", "date_time_original":
		if t.Photo.Taken.IsZero() {
			t.Photo.Taken = instant(v, zone)
		}
	case "latitude":
		t.lat = v
	case "longitude":
		t.lon = v
	case "title":
		t.title = s
	case "description", "caption":
		t.say(s)
	case "post":
		t.post = s
	case "name":
		if of == "place" {
			t.place(s)
		}
	case "location":
		t.place(s)
	case "camera_make", "camera_model":
		if s = tidy(s); s != "" && !strings.Contains(t.Photo.Camera, s) {
			t.Photo.Camera = strings.TrimSpace(t.Photo.Camera + " " + s)
		}
	}
}

// say adds lines about the picture, up to a length beyond which nobody writes.
func (b *Beside) say(s string) {
	if s == "" || len(b.Photo.Caption) >= maxCaption || strings.Count(b.Photo.Caption, "\n") >= maxLines {
		return
	}
	b.Photo.Caption = strings.Join(union(lines(b.Photo.Caption), lines(caption(s))), "\n")
}

func (b *Beside) place(s string) {
	if s = tidy(s); s != "" && len(b.Photo.Places) < maxNamed {
		b.Photo.Places = union(b.Photo.Places, []string{s})
	}
}

// add takes in what an object inside said of no picture.
func (t *told) add(inner told) {
	t.join(inner.Beside)
	if t.post == "" {
		t.post = inner.post
	}
}

// join adds what more is said of the same picture.
func (b *Beside) join(more Beside) {
	if b.Published.IsZero() {
		b.Published = more.Published
	}
	for _, at := range more.Photo.Positions {
		b.position(at.Lat, at.Lon)
	}
	for _, s := range more.Photo.Places {
		b.place(s)
	}
	b.say(more.Photo.Caption)
	if b.Photo.Taken.IsZero() {
		b.Photo.Taken = more.Photo.Taken
	}
	if b.Photo.Camera == "" {
		b.Photo.Camera = more.Photo.Camera
	}
}

// joined gives each picture once: exports list one under its post and its album.
func (e *export) joined() []Beside {
	at := map[string]int{}
	var list []Beside
	for _, b := range e.found {
		i, ok := at[b.Path]
		if !ok {
			at[b.Path] = len(list)
			list = append(list, b)
			continue
		}
		list[i].join(b)
	}
	return list
}
