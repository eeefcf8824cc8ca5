package clean_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/scanner/internal/picture/clean"
)

var usual = clean.Keep{Orientation: true, Colour: true}

func cleaned(t *testing.T, b []byte, keep clean.Keep) ([]byte, clean.Report) {
	t.Helper()
	var w bytes.Buffer
	report, err := clean.Clean(&w, bytes.NewReader(b), int64(len(b)), keep)
	if err != nil {
		t.Fatalf("Clean: %v", err)
	}
	if report.Written != int64(w.Len()) {
		t.Errorf("Clean wrote %d bytes and reports %d", w.Len(), report.Written)
	}
	return w.Bytes(), report
}

func verify(original, duplicate []byte) error {
	return clean.Verify(bytes.NewReader(original), int64(len(original)), bytes.NewReader(duplicate), int64(len(duplicate)))
}

type fixture struct {
	name, format string
	data         []byte
	removed      []clean.Kind
	stays        []string // what the copy must hold
}

func fixtures(tb testing.TB) []fixture {
	tb.Helper()
	exif := []clean.Kind{clean.Date, clean.Device, clean.Position, clean.Thumbnail}
	kinds := func(more ...clean.Kind) []clean.Kind {
		all := append(slices.Clone(exif), more...)
		slices.Sort(all)
		return slices.Compact(all)
	}
	movie := []clean.Kind{clean.Date, clean.Other, clean.Owner, clean.Position, clean.Provenance, clean.Software, clean.Track}
	return []fixture{
		{
			"JPEG", "jpeg", jpegFile(tb, 6),
			kinds(clean.Owner, clean.Preview, clean.Provenance, clean.Text, clean.Trailer, clean.MotionVideo),
			[]string{"JFIF", "ICC_PROFILE", "Exif\x00\x00MM"},
		},
		{"JPEG that stands upright", "jpeg", jpegFile(tb, 1), nil, []string{"JFIF", "ICC_PROFILE"}},
		{
			"PNG", "png", pngFile(tb), kinds(clean.Owner, clean.Provenance, clean.Text, clean.Other, clean.Trailer),
			[]string{"iCCP", "pHYs", "eXIf"},
		},
		{"GIF", "gif", gifFile(tb), []clean.Kind{clean.Other, clean.Text, clean.Trailer}, []string{"NETSCAPE2.0"}},
		{"WebP", "webp", webpFile(false), kinds(clean.Owner, clean.Other, clean.Trailer), []string{"ICCP", "EXIF"}},
		{"WebP animation", "webp", webpFile(true), kinds(clean.Owner, clean.Other, clean.Trailer), []string{"ICCP", "EXIF", "ANMF"}},
		{"JPEG XL", "jxl", jxlFile(), kinds(clean.Owner, clean.Provenance, clean.Other), []string{"\xff\x0aPIXELS"}},
		{"MP4", "mp4", movieFile("mp42"), movie, []string{sounds}},
		{"MOV", "mov", movieFile("qt  "), movie, []string{sounds}},
		{
			"HEIC", "heic", heicFile("heic"),
			kinds(clean.Owner, clean.Text, clean.Other, clean.Software, clean.MotionVideo, clean.Trailer, clean.Provenance),
			[]string{"mdatPIXELS", "prof"},
		},
		{"AVIF", "avif", heicFile("avif"), nil, []string{"mdatPIXELS", "prof"}},
	}
}

func TestClean(t *testing.T) {
	for _, f := range fixtures(t) {
		t.Run(f.name, func(t *testing.T) {
			got, report := cleaned(t, f.data, usual)
			if report.Format != f.format {
				t.Errorf("format = %q; want %q", report.Format, f.format)
			}
			if diff := cmp.Diff(f.removed, report.Removed); f.removed != nil && diff != "" {
				t.Errorf("removed (-want +got):\n%s", diff)
			}
			for _, s := range []string{secret, "2026:11:22", "\xda\xda"} {
				if bytes.Contains(got, []byte(s)) {
					t.Errorf("the copy still holds %q", s)
				}
			}
			for _, s := range f.stays {
				if !bytes.Contains(got, []byte(s)) {
					t.Errorf("the copy lost %q", s)
				}
			}
			if err := verify(f.data, got); err != nil {
				t.Errorf("Verify: %v", err)
			}
			again, report := cleaned(t, got, usual)
			if len(report.Removed) > 0 || !bytes.Equal(got, again) {
				t.Errorf("cleaned again, %v is removed and %d bytes became %d", report.Removed, len(got), len(again))
			}
		})
	}
}

func TestKeep(t *testing.T) {
	const date, zone = "2026:11:22 10:20:30", "+01:00"
	for _, f := range fixtures(t) {
		t.Run(f.name, func(t *testing.T) {
			none, _ := cleaned(t, f.data, clean.Keep{})
			if bytes.Contains(none, []byte("profile")) {
				t.Error("the colour profile was not taken out")
			}
			all, report := cleaned(t, f.data, clean.Keep{Date: true, Orientation: true, Colour: true})
			for _, s := range []string{secret, "GPS"} {
				if bytes.Contains(all, []byte(s)) {
					t.Errorf("the copy still holds %q", s)
				}
			}
			if f.format == "gif" {
				return
			}
			want := []string{date, zone}
			if f.format == "mp4" || f.format == "mov" {
				want = []string{"\xda\xda"}
			}
			for _, s := range want {
				if !bytes.Contains(all, []byte(s)) {
					t.Errorf("the copy lost the date %q", s)
				}
			}
			if f.format != "png" && slices.Contains(report.Removed, clean.Date) { // tIME is another date
				t.Error("the date that was kept is reported as removed")
			}
			if err := verify(f.data, all); err != nil {
				t.Errorf("Verify: %v", err)
			}
		})
	}
}

func TestOrientation(t *testing.T) {
	for orientation := range 10 {
		got, _ := cleaned(t, jpegFile(t, orientation), usual)
		i := bytes.Index(got, []byte("\x01\x12\x00\x03\x00\x00\x00\x01\x00"))
		if want := orientation > 1 && orientation < 9; (i >= 0) != want {
			t.Errorf("orientation %d: written = %t; want %t", orientation, i >= 0, want)
		} else if want && int(got[i+9]) != orientation {
			t.Errorf("orientation %d became %d", orientation, got[i+9])
		}
	}
}

func TestRefused(t *testing.T) {
	movie := string(movieFile("mp42"))
	picture := string(heicFile("heic"))
	whole := string(jpegFile(t, 1))
	for _, c := range []struct {
		name, format, data string
		want               error
	}{
		{"nothing", "", "", clean.ErrUnsupported},
		{"a text", "", "a text that is no picture at all", clean.ErrUnsupported},
		{"TIFF", "tiff", "II*\x00\x08\x00\x00\x00\x00\x00\x00\x00", clean.ErrUnsupported},
		{"big-endian TIFF", "tiff", "MM\x00*\x00\x00\x00\x08\x00\x00", clean.ErrUnsupported},
		{"Canon RAW", "raw", "II*\x00\x10\x00\x00\x00CR\x02\x00", clean.ErrUnsupported},
		{"newer Canon RAW", "raw", string(box("ftyp", "crx ", u32(0))), clean.ErrUnsupported},
		{"Photoshop", "psd", "8BPS\x00\x01", clean.ErrUnsupported},
		{"sidecar", "xmp", xmpPacket, clean.ErrUnsupported},
		{"JPEG without a picture", "jpeg", "\xff\xd8\xff\xd9", clean.ErrEmpty},
		{"JPEG that ends in its metadata", "jpeg", "\xff\xd8\xff\xe1\x40\x00Exif\x00\x00", clean.ErrEmpty},
		{"JPEG cut off before its picture", "jpeg", whole[:300], clean.ErrDamaged},
		{"PNG without a picture", "png", "\x89PNG\r\n\x1a\n", clean.ErrDamaged},
		{"PNG with an unknown chunk that decoders need", "png", string(join(pngFile(t)[:33], pngChunk("NEED"), pngFile(t)[33:])), clean.ErrDamaged},
		{"GIF without a picture", "gif", "GIF89a\x01\x00\x01\x00\x00\x00\x00\x3b", clean.ErrDamaged},
		{"WebP cut off", "webp", string(webpFile(false)[:60]), clean.ErrDamaged},
		{"JPEG XL without a picture", "jxl", string(box("JXL ", "\r\n\x87\n")), clean.ErrDamaged},
		{"MP4 without a track", "mp4", string(box("ftyp", "mp42", u32(0))), clean.ErrEmpty},
		{"MP4 with a compressed header", "mov", string(join(box("ftyp", "qt  ", u32(0)), box("moov", box("cmov")))), clean.ErrUnsupported},
		{"MP4 with its data in another file", "mp4", strings.Replace(movie, "url \x00\x00\x00\x01", "url \x00\x00\x00\x00", 1), clean.ErrUnsupported},
		{"MP4 with a box that goes outside", "mp4", strings.Replace(movie, "\x14stco", "\x99stco", 1), clean.ErrDamaged},
		{"MP4 with a description that goes outside", "mp4", strings.Replace(movie, "\x00\x56avc1", "\x01\x56avc1", 1), clean.ErrDamaged},
		{"MP4 with encrypted samples", "mp4", strings.Replace(movie, "unkn", "senc", 1), clean.ErrUnsupported},
		{"MP4 fragments of positions", "mp4", movie + string(box("moof", full("mfhd", u32(1)))), clean.ErrUnsupported},
		{"HEIC without a list of items", "heic", strings.Replace(picture, "iinf", "niif", 1), clean.ErrDamaged},
		{"HEIC with an unknown list of locations", "heic", strings.Replace(picture, "iloc\x01", "iloc\x07", 1), clean.ErrDamaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			var w bytes.Buffer
			report, err := clean.Clean(&w, strings.NewReader(c.data), int64(len(c.data)), usual)
			if !errors.Is(err, c.want) || report.Format != c.format {
				t.Errorf("Clean = %q, %v; want %q, %v", report.Format, err, c.format, c.want)
			}
			if w.Len() > 0 {
				t.Errorf("%d bytes were written all the same", w.Len())
			}
		})
	}
}

// A picture whose pixels lie where metadata lies cannot be cleaned in place.
func TestPixelsInMetadata(t *testing.T) {
	b := movieFile("mp42")
	at := bytes.Index(b, []byte("0123456789abcdef"))
	i := bytes.Index(b, []byte("stco")) + 12
	copy(b[i:], u32(at))
	if _, err := clean.Clean(io.Discard, bytes.NewReader(b), int64(len(b)), usual); !errors.Is(err, clean.ErrDamaged) {
		t.Errorf("Clean = %v; want %v", err, clean.ErrDamaged)
	}
}

// An item of metadata that lies where pixels lie could only go with them.
func TestMetadataInPixels(t *testing.T) {
	b := heicFile("heic")
	locations := bytes.Index(b, []byte("iloc")) + 12
	const entry = 16
	copy(b[locations+2*entry+8:], b[locations+8:locations+12]) // the EXIF item at the picture's offset
	if _, err := clean.Clean(io.Discard, bytes.NewReader(b), int64(len(b)), usual); !errors.Is(err, clean.ErrDamaged) {
		t.Errorf("Clean = %v; want %v", err, clean.ErrDamaged)
	}
}

// An item may lie in several pieces; what stays of it is written into them.
func TestItemInPieces(t *testing.T) {
	exif := join(u32(6), "Exif\x00\x00", exifBlock(6))
	at := 24 + 8 // the media data behind the file type
	place := func(id int, extents ...int) []byte {
		b := join(u16(id), u16(0), u16(len(extents)/2))
		for _, e := range extents {
			b = append(b, u32(e)...)
		}
		return b
	}
	b := join(box("ftyp", "heic", u32(0), "mif1", "heic"), box("mdat", exif[:30], "PIXELS", exif[30:]),
		full("meta", full("hdlr", u32(0), "pict", make([]byte, 12)), full("pitm", u16(1)),
			full("iinf", u16(2), box("infe", "\x02\x00\x00\x00", u16(1), u16(0), "hvc1\x00"),
				box("infe", "\x02\x00\x00\x00", u16(2), u16(0), "Exif\x00")),
			full("iloc", "\x44\x00", u16(2), place(1, at+30, 6), place(2, at, 30, at+36, len(exif)-30))))
	got, report := cleaned(t, b, usual)
	want := []clean.Kind{clean.Date, clean.Device, clean.Position, clean.Thumbnail}
	if diff := cmp.Diff(want, report.Removed); diff != "" || bytes.Contains(got, []byte(secret)) {
		t.Errorf("removed (-want +got):\n%s", diff)
	}
	item := join(got[at:at+30], got[at+36:at+50])
	if !bytes.Contains(item, []byte("\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06")) || string(got[at+30:at+36]) != "PIXELS" {
		t.Errorf("the item became %q", item)
	}
	if err := verify(b, got); err != nil {
		t.Errorf("Verify: %v", err)
	}
}

// Only what has the form of a date stays as a date.
func TestDateThatIsNone(t *testing.T) {
	for _, date := range []string{"2026:11:22 10:20:3x", "SECRET of my family", "2026-11-22 10:20:30"} {
		b := bytes.Replace(jpegFile(t, 1), []byte("2026:11:22 10:20:30"), []byte(date), 1)
		if got, _ := cleaned(t, b, clean.Keep{Date: true}); bytes.Contains(got, []byte(date)) {
			t.Errorf("the copy keeps the date %q", date)
		}
	}
}

// A file may not make Clean hold more than its limits, however many parts it has.
func TestLimits(t *testing.T) {
	movie := func(parts ...any) []byte { return join(box("ftyp", "mp42", u32(0)), box("moov", parts...)) }
	extents := join(u16(1), u16(0), u16(0), u16(0xffff))
	for name, b := range map[string][]byte{
		"JPEG of many segments": join("\xff\xd8", bytes.Repeat(join(segment(0xdd, "\x00\x00"), segment(0xfe, "")), 1<<18+1)),
		"MP4 of many boxes":     join(movieFile("mp42"), bytes.Repeat(box("free"), 1<<18)),
		"MP4 of many tracks":    movie(bytes.Repeat(box("trak"), 257)),
		"MP4 of many chunks": movie(box("trak", box("mdia", full("hdlr", u32(0), "vide"), box("minf", box("stbl",
			full("stsc", u32(1), u32(1), u32(1), u32(1)), full("stsz", u32(1), u32(1)),
			full("stco", u32(1<<20+2), bytes.Repeat(join(u32(9), u32(7)), 1<<19+1))))))),
		"HEIC of many extents": join(box("ftyp", "heic", u32(0)), full("meta", full("hdlr", u32(0), "pict"),
			full("iinf", u16(0)), box("iloc", "\x01\x00\x00\x00\x00\x00", u16(3), extents, extents, extents))),
	} {
		if _, err := clean.Clean(io.Discard, bytes.NewReader(b), int64(len(b)), usual); !errors.Is(err, clean.ErrDamaged) || !strings.Contains(err.Error(), "more than") {
			t.Errorf("%s: Clean = %v; want %v", name, err, clean.ErrDamaged)
		}
	}
}

func TestCutOff(t *testing.T) {
	for name, b := range map[string][]byte{
		"JPEG": jpegFile(t, 6)[:len(jpegFile(t, 6))-140], "PNG": pngFile(t)[:len(pngFile(t))-30], "GIF": gifFile(t)[:len(gifFile(t))-20],
	} {
		got, _ := cleaned(t, b, usual)
		if bytes.Contains(got, []byte(secret)) {
			t.Errorf("%s: the copy still holds %q", name, secret)
		}
		if err := verify(b, got); err != nil {
			t.Errorf("%s: Verify: %v", name, err)
		}
	}
}

// The picture of a progressive JPEG comes in scans with segments between them.
func TestBetweenScans(t *testing.T) {
	b := jpegFile(t, 1)
	before, _, _ := bytes.Cut(b, []byte("\xff\xd9\x00\x00"))
	scan := join(segment(0xda, "\x01\x01\x00\x00\x3f\x00"), "\x12\xff\x00\x34\xff\xd0\x56")
	got, _ := cleaned(t, join(before, segment(0xfe, secret), scan, segment(0xe1, secret), "\xff\xd9"), usual)
	if bytes.Contains(got, []byte(secret)) || !bytes.HasSuffix(got, join(scan, "\xff\xd9")) {
		t.Errorf("the copy ends with %q", got[len(got)-40:])
	}
	broken := join(before, segment(0xf0, secret), "\xff\xd9")
	if _, err := clean.Clean(io.Discard, bytes.NewReader(broken), int64(len(broken)), usual); !errors.Is(err, clean.ErrDamaged) {
		t.Errorf("Clean with a reserved marker in a scan = %v; want %v", err, clean.ErrDamaged)
	}
}

func TestVerifyTellsDifferences(t *testing.T) {
	for _, f := range fixtures(t) {
		t.Run(f.name, func(t *testing.T) {
			good, _ := cleaned(t, f.data, usual)
			for _, part := range []string{"PIXELS", sounds, "IDAT\x78", "VP8L\x0e\x00\x00\x00", "\xff\xda\x00\x0c", "\x2c\x00\x00\x00\x00\x28\x00"} {
				i := bytes.Index(good, []byte(part))
				if i < 0 {
					continue
				}
				bad := slices.Clone(good)
				bad[i+len(part)-1] ^= 0x10
				if err := verify(f.data, bad); !errors.Is(err, clean.ErrDiffers) {
					t.Errorf("Verify with the last byte of %q changed = %v; want %v", part, err, clean.ErrDiffers)
				}
			}
			other, _ := cleaned(t, gifFile(t), usual)
			if f.format == "gif" {
				other, _ = cleaned(t, pngFile(t), usual)
			}
			if err := verify(f.data, other); !errors.Is(err, clean.ErrDiffers) {
				t.Errorf("Verify with another file = %v; want %v", err, clean.ErrDiffers)
			}
		})
	}
}

// Decoding a copy also meets what is wrong outside the coded pixels.
func TestVerifyDecodes(t *testing.T) {
	good, _ := cleaned(t, pngFile(t), usual)
	good[bytes.Index(good, []byte("pHYs"))+5] ^= 1 // the checksum is wrong now
	if err := verify(pngFile(t), good); !errors.Is(err, clean.ErrDiffers) {
		t.Errorf("Verify = %v; want %v", err, clean.ErrDiffers)
	}
}

// A fragment says how far from itself its pixels lie, so they may not move.
func TestVerifyTellsMoves(t *testing.T) {
	head := join(box("ftyp", "mp42", u32(0)),
		box("moov", full("mvhd", make([]byte, 96)), movieTrack(1, "vide", "avc1"), box("mvex", full("trex", make([]byte, 20)))),
		box("moof", full("mfhd", u32(1)), box("traf", full("tfhd", u32(1)), full("trun", u32(1), u32(6)), box("uuid", "0123456789abcdef", secret))))
	b := join(head, box("mdat", "PIXELS"))
	good, _ := cleaned(t, b, usual)
	if bytes.Contains(good, []byte(secret)) || !bytes.HasSuffix(good, []byte("PIXELS")) || verify(b, good) != nil {
		t.Errorf("the copy ends with %q, Verify: %v", good[len(good)-40:], verify(b, good))
	}
	moved := join(good[:len(head)], box("free"), good[len(head):])
	if err := verify(b, moved); !errors.Is(err, clean.ErrDiffers) {
		t.Errorf("Verify = %v; want %v", err, clean.ErrDiffers)
	}
}

// What is broken in the metadata, or behind the picture, does not hinder a copy.
func TestOdd(t *testing.T) {
	outside := u32(0x7fffffff)
	chunk := movieFile("mp42")
	copy(chunk[bytes.Index(chunk, []byte("stco"))+12:], outside)
	item := heicFile("heic")
	copy(item[bytes.Index(item, []byte("Exif\x00\x00MM"))-4:], outside)
	picture := jpegFile(t, 6)
	picture = picture[:bytes.Index(picture, []byte("\xff\xd9\x00\x00"))]
	for name, b := range map[string][]byte{
		"MP4 with a chunk outside the file":       chunk,
		"HEIC with an EXIF block that is none":    item,
		"JPEG XL with an EXIF block that is none": join(jxlFile(), box("Exif", outside, exifBlock(6))),
		"JPEG that ends in a segment":             join(picture, "\xff\xdb\xff\xff\x00"),
	} {
		got, _ := cleaned(t, b, usual)
		if err := verify(b, got); err != nil {
			t.Errorf("%s: Verify: %v", name, err)
		}
	}
	whole := exifBlock(6)
	date := slices.Clone(whole)
	copy(date[bytes.Index(date, []byte("\x90\x03\x00\x02"))+8:], outside)
	for n := range len(whole) {
		for _, block := range [][]byte{whole[:n], date[:n]} {
			cleaned(t, join(picture[:2], segment(0xe1, "Exif\x00\x00", block), picture[2:]), clean.Keep{Date: true})
		}
	}
}

var errDisk = errors.New("disk")

type brokenReader struct{ r io.ReaderAt }

func (b brokenReader) ReadAt(p []byte, off int64) (int, error) {
	if off > 0 {
		return 0, errDisk
	}
	return b.r.ReadAt(p[:min(len(p), 100)], off)
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errDisk }

// shrinking is a file that someone empties while it is copied.
type shrinking struct {
	r     io.ReaderAt
	empty bool
}

func (s *shrinking) ReadAt(p []byte, off int64) (int, error) {
	if s.empty {
		return 0, io.EOF
	}
	return s.r.ReadAt(p, off)
}

func (s *shrinking) Write(p []byte) (int, error) {
	s.empty = true
	return len(p), nil
}

func TestDiskFaults(t *testing.T) {
	b := jpegFile(t, 6)
	if _, err := clean.Clean(brokenWriter{}, bytes.NewReader(b), int64(len(b)), usual); !errors.Is(err, errDisk) {
		t.Errorf("Clean to a broken disk = %v; want %v", err, errDisk)
	}
	if _, err := clean.Clean(io.Discard, brokenReader{bytes.NewReader(b)}, int64(len(b)), usual); !errors.Is(err, errDisk) {
		t.Errorf("Clean from a broken disk = %v; want %v", err, errDisk)
	}
	s := &shrinking{r: bytes.NewReader(b)}
	if _, err := clean.Clean(s, s, int64(len(b)), usual); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("Clean of a file that becomes shorter = %v; want %v", err, io.ErrUnexpectedEOF)
	}
	if _, err := clean.Clean(io.Discard, bytes.NewReader(b[:200]), int64(len(b)), usual); err == nil {
		t.Error("Clean of a file that is shorter than it says = nil; want an error")
	}
}

func FuzzClean(f *testing.F) {
	for _, x := range fixtures(f) {
		f.Add(x.data, byte(3))
	}
	f.Fuzz(func(t *testing.T, b []byte, flags byte) {
		keep := clean.Keep{Date: flags&4 != 0, Orientation: flags&1 != 0, Colour: flags&2 != 0}
		var once, twice bytes.Buffer
		report, err := clean.Clean(&once, bytes.NewReader(b), int64(len(b)), keep)
		if err != nil {
			if !errors.Is(err, clean.ErrUnsupported) && !errors.Is(err, clean.ErrDamaged) || once.Len() > 0 {
				t.Fatalf("Clean = %v after %d bytes", err, once.Len())
			}
			return
		}
		if err := verify(b, once.Bytes()); err != nil {
			t.Fatalf("Verify: %v (%v)", err, report)
		}
		again, err := clean.Clean(&twice, bytes.NewReader(once.Bytes()), int64(once.Len()), keep)
		if err != nil || len(again.Removed) > 0 || !bytes.Equal(once.Bytes(), twice.Bytes()) {
			t.Fatalf("cleaned again, %v is removed (%v)", again.Removed, err)
		}
	})
}
