package sourcetest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"
	"math"
)

// Picture describes a photograph that JPEG makes. Empty fields are left out.
type Picture struct {
	Lat, Lon float64 // written when one of them is not 0
	Taken    string  // as EXIF writes it: "2026:06:01 12:00:00"
	Offset   string  // "+02:00"
	Artist   string
	Make     string
	Model    string
	Serial   string
	XMP      string // attributes of an rdf:Description: `exif:GPSLatitude="60,34.8N"`
}

// JPEG makes a small grey picture that carries the metadata as cameras write
// it.
func (p Picture) JPEG() []byte {
	var pixels bytes.Buffer
	if err := jpeg.Encode(&pixels, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		panic(err) // eight grey pixels always encode
	}
	var out bytes.Buffer
	out.Write(pixels.Bytes()[:2])
	segment(&out, append([]byte("Exif\x00\x00"), p.EXIF()...))
	if p.XMP != "" {
		segment(&out, append([]byte("http://ns.adobe.com/xap/1.0/\x00"), fmt.Sprintf(
			`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" %s/></rdf:RDF></x:xmpmeta>`, p.XMP)...))
	}
	out.Write(pixels.Bytes()[2:])
	return out.Bytes()
}

// segment writes one APP1 segment.
func segment(out *bytes.Buffer, data []byte) {
	out.Write([]byte{0xFF, 0xE1})
	out.Write(binary.BigEndian.AppendUint16(nil, uint16(len(data)+2)))
	out.Write(data)
}

// EXIF is the metadata by itself: a TIFF file with four directories.
func (p Picture) EXIF() []byte {
	main := directory{}
	main.text(0x010F, p.Make)
	main.text(0x0110, p.Model)
	main.text(0x013B, p.Artist)
	exif := directory{}
	exif.text(0x9003, p.Taken)
	exif.text(0x9011, p.Offset)
	exif.text(0xA431, p.Serial)
	gps := directory{}
	if p.Lat != 0 || p.Lon != 0 {
		gps.text(1, ref(p.Lat, "N", "S"))
		gps.degrees(2, p.Lat)
		gps.text(3, ref(p.Lon, "E", "W"))
		gps.degrees(4, p.Lon)
	}
	// Cameras add this one, whose tags have the numbers of a position's.
	interop := directory{}
	interop.text(1, "R98")
	interop.degrees(2, 0)
	// The main directory ends with pointers to the others, whose places depend
	// on its own length; so does the second.
	const header = 8
	const pointer = 12
	exifAt := header + len(main.encode(header)) + 2*pointer
	interopAt := exifAt + len(exif.encode(0)) + pointer
	exif.pointer(0xA005, interopAt)
	gpsAt := interopAt + len(interop.encode(0))
	main.pointer(0x8769, exifAt)
	main.pointer(0x8825, gpsAt)

	out := append([]byte("II*\x00"), 8, 0, 0, 0)
	out = append(out, main.encode(header)...)
	out = append(out, exif.encode(exifAt)...)
	out = append(out, interop.encode(interopAt)...)
	return append(out, gps.encode(gpsAt)...)
}

func ref(v float64, plus, minus string) string {
	if v < 0 {
		return minus
	}
	return plus
}

// directory is one TIFF directory in little-endian order.
type directory struct {
	entries []entry
}

type entry struct {
	tag, kind uint16
	count     uint32
	data      []byte
}

func (d *directory) text(tag uint16, s string) {
	if s != "" {
		d.entries = append(d.entries, entry{tag, 2, uint32(len(s) + 1), append([]byte(s), 0)})
	}
}

func (d *directory) pointer(tag uint16, at int) {
	d.entries = append(d.entries, entry{tag, 4, 1, binary.LittleEndian.AppendUint32(nil, uint32(at))})
}

// degrees writes degrees, minutes and seconds as three rationals.
func (d *directory) degrees(tag uint16, v float64) {
	v = math.Abs(v)
	minutes := (v - math.Floor(v)) * 60
	seconds := (minutes - math.Floor(minutes)) * 60
	var data []byte
	for _, r := range [][2]uint32{{uint32(v), 1}, {uint32(minutes), 1}, {uint32(math.Round(seconds * 10000)), 10000}} {
		data = binary.LittleEndian.AppendUint32(data, r[0])
		data = binary.LittleEndian.AppendUint32(data, r[1])
	}
	d.entries = append(d.entries, entry{tag, 5, 3, data})
}

// encode writes the directory as it stands at an offset of the file.
func (d *directory) encode(at int) []byte {
	out := binary.LittleEndian.AppendUint16(nil, uint16(len(d.entries)))
	var data []byte
	dataAt := at + 2 + 12*len(d.entries) + 4
	for _, e := range d.entries {
		out = binary.LittleEndian.AppendUint16(out, e.tag)
		out = binary.LittleEndian.AppendUint16(out, e.kind)
		out = binary.LittleEndian.AppendUint32(out, e.count)
		if len(e.data) <= 4 {
			out = append(out, append(e.data, 0, 0, 0, 0)[:4]...)
			continue
		}
		out = binary.LittleEndian.AppendUint32(out, uint32(dataAt+len(data)))
		data = append(data, e.data...)
	}
	return append(append(out, 0, 0, 0, 0), data...)
}
