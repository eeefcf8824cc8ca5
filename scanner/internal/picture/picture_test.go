package picture_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/scanner/internal/picture"
)

// field is an entry of a TIFF directory that a test writes. A value is bytes, a
// string, a uint16, a uint32, rationals or another directory.
type field struct {
	tag   uint16
	value any
}

type dir []field

type ratios [][2]uint32

// tiff writes directories, one linked to the next, as a TIFF.
func tiff(order binary.AppendByteOrder, dirs ...dir) []byte {
	head := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		head = []byte("MM\x00*")
	}
	return append(order.AppendUint32(head, 8), directories(order, 8, dirs...)...)
}

func directories(order binary.AppendByteOrder, at int, dirs ...dir) []byte {
	if len(dirs) == 0 {
		return nil
	}
	d := dirs[0]
	out := order.AppendUint16(nil, uint16(len(d)))
	var values []byte
	free := at + 2 + 12*len(d) + 4
	for _, f := range d {
		kind, count, v := uint16(7), 0, []byte(nil)
		switch x := f.value.(type) {
		case []byte:
			count, v = len(x), x
		case string:
			kind, count, v = 2, len(x)+1, append([]byte(x), 0)
		case uint16:
			kind, count, v = 3, 1, order.AppendUint16(nil, x)
		case uint32:
			kind, count, v = 4, 1, order.AppendUint32(nil, x)
		case ratios:
			kind, count = 5, len(x)
			for _, r := range x {
				v = order.AppendUint32(order.AppendUint32(v, r[0]), r[1])
			}
		case dir:
			kind, count, v = 4, 1, order.AppendUint32(nil, uint32(free+len(values)))
			values = append(values, directories(order, free+len(values), x)...)
		}
		out = order.AppendUint32(order.AppendUint16(order.AppendUint16(out, f.tag), kind), uint32(count))
		if len(v) > 4 {
			out = order.AppendUint32(out, uint32(free+len(values)))
			values = append(values, v...)
			if len(values)%2 == 1 {
				values = append(values, 0)
			}
			continue
		}
		out = append(out, append(v, make([]byte, 4-len(v))...)...)
	}
	next := uint32(0)
	if len(dirs) > 1 {
		next = uint32(free + len(values))
	}
	out = append(order.AppendUint32(out, next), values...)
	return append(out, directories(order, int(next), dirs[1:]...)...)
}

// segment is one segment of a JPEG.
func segment(marker byte, body []byte) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2)), body...)
}

// jpeg writes a JPEG of 640 by 480 without a picture worth looking at.
func jpeg(segments ...[]byte) []byte {
	out := []byte{0xff, 0xd8}
	for _, s := range segments {
		out = append(out, s...)
	}
	out = append(out, segment(0xc0, []byte{8, 1, 224, 2, 128, 1, 1, 0x11, 0})...)
	out = append(out, segment(0xda, []byte{1, 1, 0, 0, 63, 0})...)
	return append(out, 0x12, 0x34, 0xff, 0x00, 0x56, 0xff, 0xd9)
}

// at is a GPS directory: 59°19'45.6" N, 18°4'12" E, 27.5 m up.
func at() dir {
	return dir{
		{1, "N"},
		{2, ratios{{59, 1}, {19, 1}, {456, 10}}},
		{3, "E"},
		{4, ratios{{18, 1}, {4, 1}, {12, 1}}},
		{5, []byte{0}},
		{6, ratios{{55, 2}}},
		{7, ratios{{9, 1}, {30, 1}, {15, 1}}},
		{0x1d, "2026:05:02"},
	}
}

func exif(order binary.AppendByteOrder, dirs ...dir) []byte {
	return segment(0xe1, append([]byte("Exif\x00\x00"), tiff(order, dirs...)...))
}

func read(t *testing.T, b []byte) *picture.Picture {
	t.Helper()
	return picture.Read(bytes.NewReader(b), int64(len(b)), picture.Limits{})
}

// places gives the positions as layer and rounded degrees.
func places(p *picture.Picture) []place {
	var out []place
	for _, q := range p.Positions {
		out = append(out, place{q.Layer, round(q.Lat), round(q.Lon)})
	}
	return out
}

type place struct {
	Layer    string
	Lat, Lon float64
}

func round(x float64) float64 { return math.Round(x*1e5) / 1e5 }

func TestJPEG(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		b := jpeg(exif(order, dir{
			{0x10f, "Ljus"},
			{0x110, "Ljus Tre"},
			{0x112, uint16(6)},
			{0x13b, "Anna Lind"},
			{0x8769, dir{{0x9003, "2026:05:02 11:30:15"}, {0x9011, "+02:00"}, {0xa431, "A1234"}}},
			{0x8825, at()},
		}))
		p := read(t, b)
		if p.Format != "jpeg" || p.Width != 640 || p.Height != 480 || p.Orientation != 6 || p.Faults != nil {
			t.Errorf("got %s of %d × %d turned %d, faults %v", p.Format, p.Width, p.Height, p.Orientation, p.Faults)
		}
		if diff := cmp.Diff([]place{{"exif", 59.32933, 18.07}}, places(p)); diff != "" {
			t.Error(diff)
		}
		want := []picture.Text{{"author", "Anna Lind", "exif"}, {"serial", "A1234", "exif"}, {"device", "Ljus Tre", "exif"}}
		if diff := cmp.Diff(want, p.Texts); diff != "" {
			t.Error(diff)
		}
		if len(p.Times) != 2 || !p.Times[0].Zoned || p.Times[0].At.UTC().Hour() != 9 || p.Times[1].What != "gps" {
			t.Errorf("times %v", p.Times)
		}
		if q := p.Positions; len(q) == 1 && (q[0].Altitude != 27.5 || q[0].At.IsZero()) {
			t.Errorf("position %v", q[0])
		}
	}
}
