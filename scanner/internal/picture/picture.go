// Package picture reads what a photo or a film says about itself: where and when
// it was taken, by whom, with what, and what else lies in the file. It reads
// metadata only, never pixels, and every layer on its own, because layers that
// disagree are a finding.
//
// It promises never to panic, never to allocate by a length that it did not check
// against the file, and to end within Limits on any bytes. What could not be read
// is a Fault, and what was found before it stays. What any of it means is for
// others to say.
package picture

import (
	"io"
	"math"
	"slices"
	"time"
)

// Picture is what a file says about itself. Slices are nil when nothing was found
// and keep the order of the file.
type Picture struct {
	// Format is "jpeg", "png", "webp", "gif", "tiff", "heic", "avif", "jxl",
	// "mp4", "mov", "psd", "raw" or "xmp"; "" when the bytes are none of these.
	Format string
	// Width and Height count pixels as stored; 0 when the file does not say.
	Width, Height int
	// Orientation is EXIF's, 1 to 8; 0 when the file does not say.
	Orientation int
	Positions   []Position
	Times       []Time
	Texts       []Text
	Thumbs      []Thumb
	Parts       []Part
	Faults      []Fault
}

// Position is a place in degrees (WGS 84, north and east positive) as one layer
// tells it. A place outside the globe, or exactly at 0, 0, is never given.
type Position struct {
	Lat, Lon float64
	// Layer says where it hides: "exif", "xmp", "xmp-extended", "iptc",
	// "quicktime", "keys", "loci", "track", "motion-video", "thumbnail-exif",
	// "c2pa", "sidecar", "png-exif" and others like them.
	Layer       string
	Altitude    float64 // metres above the sea
	HasAltitude bool
	At          time.Time // when it was measured; zero when not said
}

// Time is a time that the file tells. It is in UTC unless Zoned, when its location
// is the zone that the file names; unzoned ones are a camera's wall clock.
type Time struct {
	At    time.Time
	Zoned bool
	// What is "taken", "digitized", "changed" or "gps".
	What, Layer string
}

// Text is a text that the file tells.
type Text struct {
	// What is "owner", "author", "caption", "keyword", "person", "place",
	// "device", "serial", "lens", "software", "history" or "id".
	What, Value, Layer string
}

// Thumb is a smaller picture inside the file: Size bytes from Offset.
type Thumb struct {
	Offset, Size  int64
	Layer, Format string
}

// Part is another thing inside the file: "motion-video", "trailer", "c2pa",
// "maker-note", "icc" and others; Size bytes from Offset, both 0 for what was packed.
type Part struct {
	What         string
	Offset, Size int64
}

// Fault is what could not be read, near Offset.
type Fault struct {
	Layer, What string
	Offset      int64
}

// Limits bound the work on one file; zero fields mean the defaults.
type Limits struct {
	Reads int   // calls of ReadAt
	Bytes int64 // bytes read, together
	Depth int   // files inside files, boxes inside boxes
	Items int   // entries, boxes, chunks and elements, together
}

// The defaults are far above what a real photo needs (about ten reads) and keep
// the worst file below a second. A film whose index is spread out needs the most.
const (
	defaultReads = 20_000
	defaultBytes = 64 << 20
	defaultDepth = 12
	defaultItems = 100_000
)

func (l Limits) filled() Limits {
	if l.Reads <= 0 {
		l.Reads = defaultReads
	}
	if l.Bytes <= 0 {
		l.Bytes = defaultBytes
	}
	if l.Depth <= 0 {
		l.Depth = defaultDepth
	}
	if l.Items <= 0 {
		l.Items = defaultItems
	}
	return l
}

// What one file can add to a Picture. A hostile file must not fill the memory of
// whoever keeps the results.
const (
	maxPositions = 2_000
	maxTexts     = 2_000
	maxListed    = 500
	maxText      = 4 << 10
)

// Read reads the metadata of a file of size bytes. It never panics, never
// allocates by a length it did not check, stops at the limits, and gives what was
// found before a fault. The result is never nil.
func Read(r io.ReaderAt, size int64, l Limits) *Picture {
	w := &work{p: &Picture{}, left: l.filled(), room: 2 * maxBlock}
	f := &file{r: r, size: size, w: w}
	w.file(span{f: f, size: max(size, 0)})
	if w.spent {
		w.fault("file", "limit of work reached", 0)
	}
	return w.p
}

// work is one reading: the picture so far and what may still be spent.
type work struct {
	p        *Picture
	left     Limits
	spent    bool
	depth    int
	inside   string  // the part being read, when it is not the file itself
	hints    []int64 // how far from its end the file says that a video starts
	tags     machine
	spot     *node   // a position in the texts of a PNG
	carved   int     // blocks that were searched for a lost directory
	room     int64   // what may still be unpacked
	odd      bool    // something was met that no writer writes
	unpacked int     // boxes that were packed
	read     []int64 // where blocks of metadata were read, so that none is read twice
}

// item asks to handle one more entry, box, chunk or element.
func (w *work) item() bool {
	if w.left.Items <= 0 {
		w.spent = true
		return false
	}
	w.left.Items--
	return true
}

// once tells whether a block of metadata at off is read for the first time.
func (w *work) once(off int64) bool {
	if off < 0 {
		return true
	}
	if slices.Contains(w.read, off) {
		return false
	}
	if len(w.read) < maxListed {
		w.read = append(w.read, off)
	}
	return true
}

// deeper runs read one level further in, unless that is too deep.
func (w *work) deeper(layer string, off int64, read func()) {
	if w.depth >= w.left.Depth {
		w.fault(layer, "nested too deep", off)
		return
	}
	w.depth++
	read()
	w.depth--
}

// within runs read on a part of the file, so that what it finds names the part.
func (w *work) within(part string, off int64, read func()) {
	was := w.inside
	w.inside = part
	w.deeper(part, off, read)
	w.inside = was
}

// layer is the name of a layer here: its own, or that of the part it lies in.
func (w *work) layer(own string) string {
	switch w.inside {
	case "":
		return own
	case "motion-video":
		return w.inside
	}
	return w.inside + "-" + own
}

func (w *work) fault(layer, what string, off int64) {
	if len(w.p.Faults) < maxListed {
		w.p.Faults = append(w.p.Faults, Fault{Layer: w.layer(layer), What: what, Offset: off})
	}
}

func (w *work) position(p Position) {
	if math.IsNaN(p.Lat) || math.IsNaN(p.Lon) || math.Abs(p.Lat) > 90 || math.Abs(p.Lon) > 180 {
		return
	}
	const nowhere = 1e-9 // degrees; what a receiver without a fix writes
	if math.Abs(p.Lat) < nowhere && math.Abs(p.Lon) < nowhere {
		return
	}
	if math.IsNaN(p.Altitude) || math.IsInf(p.Altitude, 0) {
		p.Altitude, p.HasAltitude = 0, false
	}
	p.Layer = w.layer(p.Layer)
	for _, q := range w.p.Positions[max(0, len(w.p.Positions)-20):] {
		if q.Lat == p.Lat && q.Lon == p.Lon && q.Layer == p.Layer {
			return
		}
	}
	if len(w.p.Positions) < maxPositions {
		w.p.Positions = append(w.p.Positions, p)
	}
}

func (w *work) time(t Time) {
	if t.At.IsZero() || t.At.Year() < 1800 || t.At.Year() > 9999 {
		return
	}
	t.Layer = w.layer(t.Layer)
	_, offset := t.At.Zone()
	for _, u := range w.p.Times {
		// One moment on two clocks is two things to know.
		if _, o := u.At.Zone(); u.At.Equal(t.At) && o == offset && u.What == t.What && u.Layer == t.Layer {
			return
		}
	}
	if len(w.p.Times) < maxListed {
		w.p.Times = append(w.p.Times, t)
	}
}

func (w *work) text(what, value, layer string) {
	value = clean(value)
	if value == "" {
		return
	}
	w.written(what, value, layer)
	t := Text{What: what, Value: value, Layer: w.layer(layer)}
	if slices.Contains(w.p.Texts[max(0, len(w.p.Texts)-50):], t) {
		return
	}
	if len(w.p.Texts) < maxTexts {
		w.p.Texts = append(w.p.Texts, t)
	}
}

func (w *work) thumb(t Thumb) {
	t.Layer = w.layer(t.Layer)
	if t.Offset >= 0 && t.Size > 0 && len(w.p.Thumbs) < maxListed {
		w.p.Thumbs = append(w.p.Thumbs, t)
	}
}

func (w *work) part(what string, off, size int64) {
	if off < 0 {
		off, size = 0, 0
	}
	if len(w.p.Parts) < maxListed {
		w.p.Parts = append(w.p.Parts, Part{What: what, Offset: off, Size: size})
	}
}

// sized keeps the first size told for the file itself.
func (w *work) sized(width, height int64) {
	const widest = 1 << 30
	if w.inside == "" && w.p.Width == 0 && width > 0 && height > 0 && width < widest && height < widest {
		w.p.Width, w.p.Height = int(width), int(height)
	}
}
