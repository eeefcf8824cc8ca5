package picture_test

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDamaged finds a position that the bytes still hold, and none that they do not.
func TestDamaged(t *testing.T) {
	photo := jpeg(exif(binary.BigEndian, dir{{0x10f, "Ljus"}, {0x8825, at()}}))
	latitude := bytes.Index(photo, []byte{0, 2, 0, 5, 0, 0, 0, 3})
	longitude := bytes.Index(photo, []byte{0, 4, 0, 5, 0, 0, 0, 3})
	degrees := bytes.Index(photo, []byte{0, 0, 0, 59, 0, 0, 0, 1})
	east := bytes.Index(photo, []byte("E\x00"))
	packet := []byte(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="59,19.76N" exif:GPSLongitude="18,4.2E"/></rdf:RDF></x:xmpmeta>`)
	text := jpeg(segment(0xe1, append([]byte("http://ns.adobe.com/xap/1.0/\x00"), packet...)))
	film := append(ftyp("isom"), box("moov", box("udta", box("\xa9xyz", u16(27), u16(0x15c7), []byte("+59.329333+018.070000+27.5/"))))...)
	name := bytes.Index(film, []byte("\xa9xyz"))
	for _, tt := range []struct {
		name string
		file []byte
		at   int
		flip byte
		want bool
	}{
		{"pointer to the directory", photo, bytes.Index(photo, []byte{0x88, 0x25}), 0x10, true},
		{"tag of the latitude", photo, latitude + 1, 0x40, true},
		{"count of the longitude", photo, longitude + 5, 0x20, true},
		{"place of the latitude", photo, latitude + 10, 0x04, true},
		{"numerator, high", photo, degrees + 1, 0x10, true},
		{"denominator", photo, degrees + 5, 0x01, true},
		{"denominator gone", photo, degrees + 7, 0x01, true},
		{"letter of the hemisphere", photo, east, 0x08, true},
		{"name in XMP", text, bytes.Index(text, []byte("GPSLatitude")) + 4, 0x01, true},
		{"quote in XMP", text, bytes.Index(text, []byte("59,19")) - 1, 0x04, true},
		{"equals in XMP", text, bytes.Index(text, []byte("=\"18,4")), 0x20, true},
		{"name of a film's text", film, name + 2, 0x04, true},
		{"film's text without its end", film, bytes.IndexByte(film, '/'), 0x10, true},
		{"seconds out of a lens", jpeg(exif(binary.BigEndian, dir{{0xa432, ratios{{24, 1}, {50, 1}, {28, 10}, {18, 1}, {4, 1}, {12, 1}}}})), 0, 0, false},
		{"half of a packet", jpeg(segment(0xe1, append([]byte("http://ns.adobe.com/xap/1.0/\x00"), packet[:bytes.Index(packet, []byte("exif:GPSLongitude"))]...))), 0, 0, false},
		{"film with a number", append(ftyp("isom"), box("moov", box("udta", box("\xa9abc", u16(14), u16(0x15c7), []byte("+59.32+018.07 "))))...), 0, 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := bytes.Clone(tt.file)
			b[tt.at] ^= tt.flip
			var got []place
			for _, q := range places(read(t, b)) {
				if q.Layer = ""; !slices.Contains(got, q) {
					got = append(got, q)
				}
			}
			var want []place
			if tt.want {
				want = []place{{"", 59.32933, 18.07}}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
