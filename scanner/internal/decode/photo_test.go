package decode_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lampan/rules/exposure"
	"lampan/scanner/internal/decode"
	"lampan/scanner/source"
	"lampan/scanner/source/sourcetest"
)

func full() sourcetest.Picture {
	return sourcetest.Picture{
		Lat: 60.58, Lon: -16.53, Taken: "2026:06:01 12:00:00", Offset: "+02:00",
		Artist: "Anna Lind", Make: "Ljus", Model: "Ljus Tre", Serial: "A1234",
		XMP: `exif:GPSLatitude="60,34.8N" exif:GPSLongitude="16,31.8W" xmp:CreateDate="2026-01-01T00:00:00Z"`,
	}
}

// png wraps EXIF in a picture of another format.
func png(exif []byte) []byte {
	out := []byte("\x89PNG\r\n\x1a\n")
	chunk := func(kind string, data []byte) {
		out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
		body := append([]byte(kind), data...)
		out = binary.BigEndian.AppendUint32(append(out, body...), crc32.ChecksumIEEE(body))
	}
	chunk("IHDR", []byte{0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0})
	chunk("eXIf", exif)
	chunk("IEND", nil)
	return out
}

func webp(exif []byte) []byte {
	chunk := func(kind string, data []byte) []byte {
		c := binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(data)))
		c = append(c, data...)
		if len(data)%2 == 1 {
			c = append(c, 0)
		}
		return c
	}
	body := append([]byte("WEBP"), chunk("VP8X", []byte{8, 0, 0, 0, 0, 0, 0, 0, 0, 0})...)
	body = append(body, chunk("EXIF", exif)...)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

func read(name string, body []byte) (*exposure.Photo, error) {
	return decode.Photo(context.Background(), name, bytes.NewReader(body), int64(len(body)), time.UTC, nil)
}

var near = cmpopts.EquateApprox(0, 1e-6)

func TestPhoto(t *testing.T) {
	p := full()
	taken := time.Date(2026, 6, 1, 12, 0, 0, 0, time.FixedZone("", 2*60*60))
	exif := exposure.Position{Lat: 60.58, Lon: -16.53, Layer: "exif"}
	plain := &exposure.Photo{Positions: []exposure.Position{exif}, Taken: taken, Owner: "Anna Lind", Camera: "Ljus Tre", Serial: "A1234"}
	layered := *plain
	layered.Positions = []exposure.Position{{Lat: 60.58, Lon: -16.53, Layer: "xmp"}, exif}
	chunk := *plain
	chunk.Positions = []exposure.Position{{Lat: 60.58, Lon: -16.53, Layer: "png-exif"}}
	noXMP := p
	noXMP.XMP = ""

	for _, tc := range []struct {
		name string
		body []byte
		want *exposure.Photo
	}{
		{"JPEG with EXIF and XMP", p.JPEG(), &layered},
		{"JPEG with EXIF", noXMP.JPEG(), plain},
		{"PNG", png(p.EXIF()), &chunk},
		{"WebP", webp(p.EXIF()), plain},
		{"TIFF", p.EXIF(), plain},
		{"says nothing", sourcetest.Picture{}.JPEG(), &exposure.Photo{}},
		{"date without offset", sourcetest.Picture{Taken: "2026:06:01 12:00:00"}.JPEG(), &exposure.Photo{Taken: time.Date(2026, 6, 1, 12, 0, 0, 0, stockholm)}},
		{"no date", sourcetest.Picture{Taken: "0000:00:00 00:00:00", Artist: "  ", Serial: "0000"}.JPEG(), &exposure.Photo{}},
		{"bytes for a serial", sourcetest.Picture{Serial: "\x01\xffa\x80b"}.JPEG(), &exposure.Photo{Serial: "ÿab"}},
		{
			"names, places and words", sourcetest.Picture{XMP: `MPReg:PersonDisplayName="Anna  Lind" MPReg:PersonEmailDigest="0123456789abcdef0123456789abcdef" ` +
				`Iptc4xmpExt:Sublocation="Norrgården" photoshop:City="Kalmar" photoshop:Country="Kalmar" Iptc4xmpCore:CountryCode="SE" ` +
				`photoshop:Headline="Sommar hos mormor" dc:title="Sommar hos mormor" dc:description="Ring 070-1740605 ` + "\u202e" + `" photoshop:History="cropped"`}.JPEG(),
			&exposure.Photo{
				People: []string{"Anna Lind"}, Places: []string{"Norrgården", "Kalmar"}, Parts: []string{"history"},
				Caption: "Sommar hos mormor\nRing 070-1740605",
			},
		},
		{"off the Earth", sourcetest.Picture{Lat: 91, Lon: 200}.JPEG(), &exposure.Photo{}},
		{"only XMP", sourcetest.Picture{XMP: `exif:GPSLatitude="-33.5" exif:GPSLongitude="70.25"`}.JPEG(), &exposure.Photo{Positions: []exposure.Position{{Lat: -33.5, Lon: 70.25, Layer: "xmp"}}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := decode.Photo(t.Context(), "bild.jpg", bytes.NewReader(tc.body), int64(len(tc.body)), stockholm, nil)
			if err != nil {
				t.Fatal(err)
			}
			if tc.want != nil {
				tc.want.Unseen = "off" // nobody was asked to look
			}
			if diff := cmp.Diff(tc.want, got, near); diff != "" {
				t.Errorf("photo (-want +got):\n%s", diff)
			}
		})
	}
}

// A film's time is written in UTC, and told on the household's clock, unless the
// film knows the clock of its place.
func TestFilmTime(t *testing.T) {
	box := func(kind string, inside ...[]byte) []byte {
		b := slices.Concat(inside...)
		return slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(len(b)+8)), []byte(kind), b) //nolint:gosec // small
	}
	const since1904 = 2_082_844_800
	made := time.Date(2026, time.June, 1, 6, 30, 0, 0, time.UTC)
	head := make([]byte, 100)
	binary.BigEndian.PutUint32(head[4:], uint32(made.Unix()+since1904)) //nolint:gosec // fits
	day := func(s string) []byte {
		return box("udta", box("\xa9day", []byte{0, byte(len(s)), 0x15, 0xC7}, []byte(s)))
	}
	for _, tt := range []struct {
		name string
		more []byte
		want string
	}{
		{"in UTC alone", nil, "08:30 +0200"},
		{"on the clock of the place, too", day("2026-06-01T13:30:00+0700"), "13:30 +0700"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			film := slices.Concat(box("ftyp", []byte("qt  \x00\x00\x00\x00qt  ")), box("moov", box("mvhd", head), tt.more))
			p, err := decode.Photo(t.Context(), "film.mov", bytes.NewReader(film), int64(len(film)), stockholm, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := p.Taken.Format("15:04 -0700"); got != tt.want {
				t.Errorf("taken at %s; want %s", got, tt.want)
			}
		})
	}
}

func TestPhotoFormats(t *testing.T) {
	for _, tc := range []struct {
		name, file, body string
		want             source.Reason // "" for no error
		picture          bool
	}{
		{"text", "las-mig.txt", "hej", "", false},
		{"no name, no picture", "x", "\x00\x01", "", false},
		{"empty text", "x.txt", "", "", false},
		{"a film", "film.MP4", "\x00\x00\x00\x18ftypmp42", source.Malformed, true},
		{"a GIF", "a.gif", "GIF89a", source.Malformed, true},
		{"a bitmap", "a.bmp", "BM", source.Unsupported, false},
		{"text called a picture", "a.jpg", "hej", source.Malformed, false},
		{"an archive called a picture", "a.PNG", "PK\x03\x04" + strings.Repeat("\x00", 1000), source.Malformed, false},
		{"an empty picture", "a.heic", "", source.Malformed, false},
		{"a picture called text", "a.txt", string(full().JPEG()), "", true},
		{"only a start", "a.jpg", "\xFF\xD8\xFF", source.Malformed, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, err := decode.Photo(t.Context(), tc.file, strings.NewReader(tc.body), int64(len(tc.body)), time.UTC, nil)
			if (p != nil) != tc.picture {
				t.Errorf("photo = %+v; want one = %v", p, tc.picture)
			}
			if tc.want == "" {
				if err != nil {
					t.Errorf("error = %v; want none", err)
				}
				return
			}
			if e, ok := errors.AsType[*source.Error](err); !ok || e.Reason != tc.want || e.Locator != tc.file {
				t.Errorf("error = %v; want %s", err, tc.want)
			}
		})
	}
}

// A picture cut off anywhere ends in an answer, and one cut off inside its
// metadata is never called whole.
func TestPhotoTruncated(t *testing.T) {
	p := full()
	p.XMP = ""
	body := p.JPEG()
	metadata := 2 + 4 + 6 + len(p.EXIF())
	for n := 3; n < metadata; n++ {
		got, err := read("bild.jpg", body[:n])
		if source.ReasonOf(err) != source.Malformed {
			t.Fatalf("cut at %d of %d: error = %v, photo %+v; want malformed", n, metadata, err, got)
		}
	}
	got, err := read("bild.jpg", body[:len(body)-3])
	if source.ReasonOf(err) != source.Malformed || len(got.Positions) != 1 { // more may have stood behind the pixels
		t.Errorf("cut in the pixels: %+v, %v; want the metadata before them, and a fault", got, err)
	}
	p = full()
	late, err := read("bild.jpg", p.JPEG()[:metadata+100])
	if source.ReasonOf(err) != source.Malformed || late == nil || late.Owner != "Anna Lind" || len(late.Positions) != 1 {
		t.Errorf("cut in the second part of the metadata: %+v, %v; want the first part and a fault", late, err)
	}
}

// The other formats may keep their metadata at the end.
func TestPhotoTruncatedFormats(t *testing.T) {
	exif := full().EXIF()
	heic := func(cut int) []byte {
		ftyp := []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")
		mdat := append(binary.BigEndian.AppendUint32(nil, 108), "mdat"...)
		return append(append(ftyp, mdat...), make([]byte, 100-cut)...)
	}
	for _, tc := range []struct {
		name        string
		whole, part []byte
	}{
		{"PNG", png(exif), png(exif)[:len(png(exif))-1]},
		{"PNG before the metadata", png(exif), png(exif)[:30]},
		{"WebP", webp(exif), webp(exif)[:len(webp(exif))-1]},
		{"TIFF", exif, exif[:len(exif)-1]},
		{"HEIC", heic(0), heic(1)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, err := read("bild", tc.whole); err != nil {
				t.Errorf("whole: %v", err)
			}
			if _, err := read("bild", tc.part); source.ReasonOf(err) != source.Malformed {
				t.Errorf("cut: %v; want malformed", err)
			}
		})
	}
}

func FuzzPhoto(f *testing.F) {
	p := full()
	f.Add(p.JPEG())
	f.Add(p.EXIF())
	f.Add(png(p.EXIF()))
	f.Add(webp(p.EXIF()))
	f.Add([]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic\x00\x00\x00\x20meta"))
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := read("bild.jpg", body)
		if err != nil {
			if _, ok := errors.AsType[*source.Error](err); !ok {
				t.Fatalf("error %v is no *source.Error", err)
			}
		}
		if got == nil {
			return
		}
		if !utf8.ValidString(got.Caption) || len(got.Caption) > 4<<10 {
			t.Errorf("caption of %d bytes, or not text", len(got.Caption))
		}
		for _, s := range slices.Concat([]string{got.Owner, got.Camera, got.Serial}, got.People, got.Places) {
			if !utf8.ValidString(s) || len(s) > 1200 {
				t.Errorf("not clean text: %q", s)
			}
		}
		for _, pos := range got.Positions {
			if math.IsNaN(pos.Lat+pos.Lon) || math.Abs(pos.Lat) > 90 || math.Abs(pos.Lon) > 180 {
				t.Errorf("position %v is not on Earth", pos)
			}
		}
	})
}
