// Package clean writes copies of pictures and videos without what they tell:
// positions, dates, names, devices, thumbnails, appended videos. The coded pixels
// and sound are copied byte for byte; nothing is decoded and encoded again.
//
// JPEG, PNG, WebP, GIF and JPEG XL lose the segments that are not needed to show
// them. HEIC, AVIF, MP4 and MOV point into themselves by offset, so there the same
// bytes are overwritten in place, with free boxes and zeros. What is unknown goes;
// only what showing the picture needs stays.
//
// What lies inside the coded pixels themselves is left: a visible house number, a
// watermark, a message of the encoder in the video stream.
package clean

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
)

// ErrUnsupported is returned for files that cannot be cleaned without writing the
// picture anew (TIFF, RAW, PSD), and for what is no picture; Report.Format says which.
var ErrUnsupported = errors.New("format cannot be cleaned")

// ErrDamaged is returned for files whose parts cannot be told apart, so that nothing
// could be promised about a copy.
var ErrDamaged = errors.New("damaged file")

// ErrEmpty is the kind of ErrDamaged that says that the file holds no picture, video or
// sound, only what could be told about one: there is nothing to copy.
var ErrEmpty = fmt.Errorf("%w: nothing to show in it", ErrDamaged)

// Keep says what stays besides the pixels.
type Keep struct {
	Date        bool // when the picture was taken, with its time zone
	Orientation bool // which way is up
	Colour      bool // the colour profile
}

// Kind is a kind of what a file told and its copy does not.
type Kind string

// The kinds that a Report names.
const (
	Position    Kind = "position"     // coordinates
	Place       Kind = "place"        // names of places
	Date        Kind = "date"         // when it was taken or changed
	Owner       Kind = "owner"        // owner, author, copyright
	Person      Kind = "person"       // named people and faces
	Device      Kind = "device"       // make, model, serial number, lens
	Software    Kind = "software"     // programs that wrote the file
	Settings    Kind = "settings"     // exposure and other settings of the camera
	Text        Kind = "text"         // captions, titles, keywords, comments
	ID          Kind = "id"           // numbers that tie copies together
	History     Kind = "history"      // what was edited
	Thumbnail   Kind = "thumbnail"    // a smaller picture of the picture
	Preview     Kind = "preview"      // another whole picture behind the first
	MotionVideo Kind = "motion-video" // a video behind the picture
	Track       Kind = "track"        // a track of a video that is no picture or sound
	MakerNote   Kind = "maker-note"   // what the maker of the camera wrote for itself
	Provenance  Kind = "provenance"   // a C2PA manifest
	Orientation Kind = "orientation"  // only where Keep gives it up
	Colour      Kind = "colour"       // only where Keep gives it up
	Trailer     Kind = "trailer"      // bytes after the end of the picture
	Other       Kind = "other"        // what is none of these
)

// Report says what Clean did.
type Report struct {
	// Format is "jpeg", "png", "webp", "gif", "heic", "avif", "jxl", "mp4" or "mov";
	// with ErrUnsupported also "tiff", "raw", "psd", "xmp", or "" when unknown.
	Format string
	// Removed is sorted, each kind once; nil when there was nothing to remove.
	Removed []Kind
	// Written is the size of the copy in bytes.
	Written int64
}

// Clean writes a copy of the size bytes of r to w. Nothing is written before the
// whole file is understood, so with ErrUnsupported or ErrDamaged w is untouched; with
// any other error, from r or w, a part may have been written. The memory it needs
// grows with the number of the file's parts, not with its size, and is limited.
func Clean(w io.Writer, r io.ReaderAt, size int64, keep Keep) (Report, error) {
	p, err := read(r, size, keep)
	report := Report{Format: p.format}
	if err != nil {
		return report, err
	}
	report.Removed = p.removed()
	report.Written, err = p.write(w)
	return report, err
}

// read plans the copy of a file. The plan is never nil.
func read(r io.ReaderAt, size int64, keep Keep) (*plan, error) {
	p := &plan{source: source{r: r, size: size}, keeps: keep, kinds: map[Kind]bool{}}
	p.format = p.sniff()
	switch p.format {
	case "jpeg":
		p.jpeg()
	case "png":
		p.png()
	case "webp":
		p.webp()
	case "gif":
		p.gif()
	case "jxl":
		p.jxl()
	case "heic", "avif", "mp4", "mov":
		p.movie()
	default:
		p.fail(ErrUnsupported, "%q", p.format)
	}
	if p.source.err != nil { // a disk that fails is not a damaged file
		return p, fmt.Errorf("read picture: %w", p.source.err)
	}
	return p, p.err
}

// sniff names the format by the file's first bytes.
func (p *plan) sniff() string {
	head := p.peek(0, int(min(p.size, 64)))
	for _, s := range []struct{ magic, format string }{
		{"\xff\xd8\xff", "jpeg"},
		{"\x89PNG\r\n\x1a\n", "png"},
		{"GIF87a", "gif"},
		{"GIF89a", "gif"},
		{"\xff\x0a", "jxl"},
		{"\x00\x00\x00\x0cJXL \r\n\x87\n", "jxl"},
		{"8BPS", "psd"},
		{"FUJIFILMCCD-RAW", "raw"},
		{"IIRO", "raw"},
		{"IIRS", "raw"},
		{"IIU\x00", "raw"},
		{"\x00MRM", "raw"},
		{"II*\x00", "tiff"},
		{"MM\x00*", "tiff"},
		{"II+\x00", "tiff"},
		{"MM\x00+", "tiff"},
		{"<?xpacket", "xmp"},
		{"<x:xmpmeta", "xmp"},
	} {
		if bytes.HasPrefix(head, []byte(s.magic)) {
			if s.format == "tiff" && len(head) > 10 && string(head[8:10]) == "CR" {
				return "raw"
			}
			return s.format
		}
	}
	if len(head) < 12 {
		return ""
	}
	if string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP" {
		return "webp"
	}
	switch string(head[4:8]) {
	case "ftyp":
		return brand(head)
	case "moov", "mdat", "wide", "free", "skip", "pnot": // QuickTime before ftyp
		return "mov"
	}
	return ""
}

// brand tells the formats apart that begin with a file type box.
func brand(head []byte) string {
	end := min(uint64(len(head)), uint64(be32(head)))
	format := "mp4"
	for at := uint64(8); at+4 <= end; at += 4 {
		if at == 12 {
			continue // the version between the major brand and the compatible ones
		}
		switch string(head[at : at+4]) {
		case "crx ":
			return "raw"
		case "avif", "avis":
			return "avif"
		case "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1", "mif2", "miaf":
			format = "heic" // and AVIF if its brand is still to come
		case "qt  ":
			if at == 8 {
				return "mov"
			}
		}
	}
	return format
}

// removed lists the kinds in a fixed order.
func (p *plan) removed() []Kind {
	var out []Kind
	for k := range p.kinds {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
