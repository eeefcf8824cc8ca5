package phototest

import "time"

// Notes is what a camera or a phone writes into a photo. Everything may be left out.
type Notes struct {
	At        *Point
	Taken     time.Time // on the clock of its own zone
	Make      string
	Model     string
	Owner     string
	Serial    string
	Thumbnail []byte // a small JPEG
	// Film puts a film of one frame behind the picture, as a motion photo has it. It
	// knows At, too.
	Film bool
}

// Into gives the JPEG with the notes written into it.
func (n Notes) Into(photo []byte) []byte {
	first, more := dir(), dir(undefined(0x9000, []byte("0232")))
	text := func(d *directory, tag uint16, s string) {
		if s != "" {
			d.fields = append(d.fields, ascii(tag, s))
		}
	}
	text(first, 0x010f, n.Make)
	text(first, 0x0110, n.Model)
	first.fields = append(first.fields, short(0x0112, 1))
	if !n.Taken.IsZero() {
		const form = "2006:01:02 15:04:05"
		text(first, 0x0132, n.Taken.Format(form))
		text(more, tagDateTaken, n.Taken.Format(form))
		text(more, 0x9011, n.Taken.Format("-07:00"))
	}
	text(first, 0x013b, n.Owner)
	text(more, 0xa431, n.Serial)
	first.fields = append(first.fields, pointer(tagExifIFD, typeLong, more))
	if n.At != nil {
		first.fields = append(first.fields, here(*n.At))
	}
	if n.Thumbnail != nil {
		first.then(dir(short(0x0103, 6), place(tagThumbOffset, n.Thumbnail), long(tagThumbLength, uint32(len(n.Thumbnail))))) //nolint:gosec // small
	}
	segments := [][]byte{exifSegment(little().write(first))}
	if !n.Film {
		return splice(photo, segments...)
	}
	var inside [][]byte
	if n.At != nil {
		inside = append(inside, box("udta", userText("\xa9xyz", isoDegrees(*n.At, ""))))
	}
	film := video{brand: "mp42"}.film(inside...)
	return append(splice(photo, append(segments, xmpSegment(motionPacket(len(film))))...), film...)
}
