package look_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"lampan/rules/exposure"
	"lampan/rules/likeness"
	"lampan/scanner/internal/look"
)

var day = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

func open(t testing.TB, how string, c look.Config) *look.Looker {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c.Path, c.Args, c.At = self, []string{os.Args[0], childName, how}, day
	l := look.New(c)
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

func at(t testing.TB, l *look.Looker, body []byte) (*exposure.Seen, string) {
	t.Helper()
	return l.Look(t.Context(), bytes.NewReader(body), int64(len(body)))
}

// scene is a picture with much to see, soft as a landscape, the same for the same
// seed.
func scene(width, height int, seed uint64) *image.YCbCr {
	const cells = 24
	r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // a picture, not a secret
	var light [cells + 1][cells + 1]float64
	for y := range light {
		for x := range light[y] {
			light[y][x] = 40 + 180*r.Float64()
		}
	}
	img := image.NewYCbCr(image.Rect(0, 0, width, height), image.YCbCrSubsampleRatio420)
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = 120, 135
	}
	for y := range height {
		down, row := math.Modf(float64(y) * cells / float64(height))
		for x := range width {
			across, column := math.Modf(float64(x) * cells / float64(width))
			at := func(dy, dx int) float64 { return light[int(down)+dy][int(across)+dx] }
			top := at(0, 0)*(1-column) + at(0, 1)*column
			low := at(1, 0)*(1-column) + at(1, 1)*column
			img.Y[y*img.YStride+x] = uint8(top*(1-row) + low*row)
		}
	}
	return img
}

func jpg(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 85}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// small makes a picture smaller, as a camera does for a thumbnail.
func small(img *image.YCbCr, width, height int) image.Image {
	b := img.Bounds()
	out := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			out.SetGray(x, y, color.Gray{Y: img.Y[img.YOffset(b.Min.X+x*b.Dx()/width, b.Min.Y+y*b.Dy()/height)]})
		}
	}
	return out
}

// withThumbnail puts a thumbnail into a JPEG's EXIF.
func withThumbnail(photo, thumb []byte) []byte {
	tiff := []byte("II*\x00\x08\x00\x00\x00" +
		"\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x01\x00\x00\x00\x1A\x00\x00\x00" + // orientation; the next directory
		"\x02\x00")
	for _, e := range [][2]uint32{{0x0201, 56}, {0x0202, uint32(len(thumb))}} {
		tiff = binary.LittleEndian.AppendUint16(tiff, uint16(e[0]))
		tiff = binary.LittleEndian.AppendUint16(tiff, 4)
		tiff = binary.LittleEndian.AppendUint32(tiff, 1)
		tiff = binary.LittleEndian.AppendUint32(tiff, e[1])
	}
	tiff = append(append(tiff, 0, 0, 0, 0), thumb...)
	app1 := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{0xFF, 0xD8, 0xFF, 0xE1}, byte((len(app1)+2)>>8), byte(len(app1)+2))
	return append(append(out, app1...), photo[2:]...)
}

func qr(t testing.TB, text string) image.Image {
	t.Helper()
	m, err := qrcode.NewQRCodeWriter().Encode(text, gozxing.BarcodeFormat_QR_CODE, 300, 300, nil)
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewGray(image.Rect(0, 0, m.GetWidth(), m.GetHeight()))
	for y := range m.GetHeight() {
		for x := range m.GetWidth() {
			if !m.Get(x, y) {
				out.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	return out
}

// tiffWithPreview is a picture whose pixels nobody reads, with a JPEG beside them.
func tiffWithPreview(preview []byte) []byte {
	out := []byte("II*\x00\x08\x00\x00\x00\x02\x00")
	for _, e := range [][2]uint32{{0x0201, 38}, {0x0202, uint32(len(preview))}} {
		out = binary.LittleEndian.AppendUint16(out, uint16(e[0]))
		out = binary.LittleEndian.AppendUint16(out, 4)
		out = binary.LittleEndian.AppendUint32(out, 1)
		out = binary.LittleEndian.AppendUint32(out, e[1])
	}
	return append(append(out, 0, 0, 0, 0), preview...)
}

func TestFormats(t *testing.T) {
	if testing.Short() {
		t.Skip("looks at many pictures, one at a time")
	}
	l := open(t, "", look.Config{Each: time.Minute})
	img, large := scene(320, 240, 1), scene(800, 600, 1)
	var moving bytes.Buffer
	if err := gif.Encode(&moving, img, nil); err != nil {
		t.Fatal(err)
	}
	dot, err := base64.StdEncoding.DecodeString("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
	if err != nil {
		t.Fatal(err)
	}
	want := likeness.Of(img)
	for _, tc := range []struct {
		name  string
		body  []byte
		blank bool
		why   string
	}{
		{"JPEG", jpg(t, img), false, ""},
		{"PNG", pngOf(t, img), false, ""},
		{"GIF", moving.Bytes(), false, ""},
		{"WebP of one pixel", dot, true, ""},
		{"TIFF with a preview", tiffWithPreview(jpg(t, large)), false, ""},
		{"TIFF with a small preview", tiffWithPreview(jpg(t, small(img, 400, 300))), false, "format"},
		{"TIFF", tiffWithPreview(nil), false, "format"},
		{"film", []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"), false, "format"},
		{"HEIC", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), false, "format"},
		{"no picture", []byte("Kära dagbok"), false, "format"},
		{"nothing", nil, false, "format"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s, why := at(t, l, tc.body)
			if why != tc.why || (s == nil) != (why != "") {
				t.Fatalf("seen %+v, unseen %q; want %q", s, why, tc.why)
			}
			if s == nil || tc.blank {
				return
			}
			var got likeness.Hash
			copy(got[:], s.Likeness)
			if _, _, same := likeness.Same(want, got); !same {
				t.Error("it is seen as another picture")
			}
		})
	}
}

func TestThumbnail(t *testing.T) {
	if testing.Short() {
		t.Skip("looks at many pictures, one at a time")
	}
	l := open(t, "", look.Config{Each: time.Minute})
	full := scene(480, 360, 2)
	part, ok := full.SubImage(image.Rect(0, 0, 288, 360)).(*image.YCbCr)
	if !ok {
		t.Fatal("no part")
	}
	for _, tc := range []struct {
		name  string
		photo image.Image
		thumb image.Image
		want  likeness.Verdict
		cut   float64
	}{
		{"the same", full, small(full, 160, 120), likeness.Agrees, 0},
		{"cropped afterwards", part, small(full, 160, 120), likeness.ShowsMore, 0.4},
		{"another picture", full, small(scene(480, 360, 3), 160, 120), likeness.Differs, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s, why := at(t, l, withThumbnail(jpg(t, tc.photo), jpg(t, tc.thumb)))
			if why != "" {
				t.Fatal(why)
			}
			if s.Thumb != string(tc.want) || s.Cut < tc.cut-0.06 || s.Cut > tc.cut+0.06 {
				t.Errorf("thumbnail %s, cut %.2f; want %s, %.2f", s.Thumb, s.Cut, tc.want, tc.cut)
			}
		})
	}
	if s, why := at(t, l, jpg(t, full)); why != "" || s.Thumb != "" {
		t.Errorf("without a thumbnail: %+v, %s", s, why)
	}
	if s, why := at(t, l, withThumbnail(jpg(t, full), []byte("\xFF\xD8\xFF broken"))); why != "" || s.Thumb != "" {
		t.Errorf("with a broken one: %+v, %s", s, why)
	}
}

// What a code holds stays in the child: nothing that it writes has the secret, as
// it stands or otherwise.
func TestSecretsStay(t *testing.T) {
	const password, seed, name = "Kantarell-77-mossa", "JBSWY3DPEHPK3PXPJBSWY3DP", "anna.lind@lampan.example"
	for _, tc := range []struct {
		name, text string
		want       exposure.Code
	}{
		{"Wi-Fi", "WIFI:T:WPA;S:Hemnet;P:" + password + ";;", exposure.Code{Kind: "wifi", Shown: "Hemnet", Secret: true}},
		{"one-time passwords", "otpauth://totp/Lampan:" + name + "?secret=" + seed + "&issuer=Lampan", exposure.Code{Kind: "otp", Secret: true}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			body := pngOf(t, qr(t, tc.text))
			s, why := at(t, briefly(t, look.Config{Each: time.Minute}), body)
			if why != "" || s == nil {
				t.Fatalf("not looked at: %s", why)
			}
			if diff := cmp.Diff([]exposure.Code{tc.want}, s.Codes); diff != "" {
				t.Errorf("codes (-want +got):\n%s", diff)
			}
			var out bytes.Buffer
			question := ask(body)
			question[16] = 4 // briefly
			if err := look.Serve(bytes.NewReader(question), &out); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(out.String(), tc.want.Kind) {
				t.Fatalf("the code was not read: %q", out.String())
			}
			said := strings.ToLower(out.String())
			for _, secret := range []string{password, seed, name} {
				for _, form := range []string{secret, base64.StdEncoding.EncodeToString([]byte(secret)), secret[:8], secret[len(secret)-8:]} {
					if strings.Contains(said, strings.ToLower(form)) {
						t.Errorf("the child writes %q", form)
					}
				}
			}
		})
	}
}

// ask is a question as the parent writes it.
func ask(body []byte) []byte {
	head := binary.BigEndian.AppendUint64(nil, uint64(len(body)))
	head = binary.BigEndian.AppendUint64(head, uint64(day.Unix()))
	return append(append(head, 0), body...)
}

// pngHead claims a picture of a size, without its pixels, which are of so many bits.
func pngHead(width, height uint32, bits, kind byte) []byte {
	data := binary.BigEndian.AppendUint32(nil, width)
	data = append(binary.BigEndian.AppendUint32(data, height), bits, kind, 0, 0, 0)
	return pngPart([]byte("\x89PNG\r\n\x1a\n"), "IHDR", data)
}

func pngPart(out []byte, name string, data []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
	body := append([]byte(name), data...)
	return binary.BigEndian.AppendUint32(append(out, body...), crc32.ChecksumIEEE(body))
}

func TestHostilePictures(t *testing.T) {
	l := open(t, "", look.Config{Each: time.Minute})
	good := jpg(t, scene(320, 240, 4))
	large := bytes.Replace(good, []byte{0x11, 8, 240 >> 8, 240 & 255, 320 >> 8, 320 & 255}, []byte{0x11, 8, 0xFF, 0xFF, 0xFF, 0xFF}, 1)
	if bytes.Equal(large, good) {
		t.Fatal("the head of a JPEG is not where it was")
	}
	for _, tc := range []struct {
		name string
		body []byte
		want string
	}{
		{"PNG that claims 3.6 gigapixels", pngHead(60000, 60000, 8, 2), "too-large"},
		{"PNG that claims one line of them", pngHead(0x7FFFFFFF, 1, 8, 0), "too-large"},
		{"PNG that packs 400 megapixels into little", bomb(t), "too-large"},
		{"PNG of no pixels", pngHead(0, 0, 8, 2), "failed"},
		{"PNG without its pixels", pngHead(100, 100, 8, 2), "failed"},
		{"JPEG that claims 4 gigapixels", large, "too-large"},
		{"JPEG cut in the pixels", good[:len(good)/2], "failed"},
		{"JPEG cut in the head", good[:30], "failed"},
		{"JPEG of garbage", append([]byte("\xFF\xD8\xFF"), bytes.Repeat([]byte{0xC4, 0x00, 0x00, 0x11}, 5000)...), "failed"},
		{"GIF of garbage", append([]byte("GIF89a"), bytes.Repeat([]byte{0x7F}, 1000)...), "too-large"},
		{"WebP of garbage", append([]byte("RIFF\xFF\xFF\xFF\x7FWEBPVP8 "), bytes.Repeat([]byte{0x9D}, 1000)...), "failed"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if s, why := at(t, l, tc.body); s != nil || why != tc.want {
				t.Errorf("seen %+v, unseen %q; want %q", s, why, tc.want)
			}
		})
	}
	if s, why := at(t, l, good); s == nil {
		t.Errorf("the picture after them: %s", why)
	}
}

// bomb is little that would be 20,000 pixels a side, black or white.
func bomb(t *testing.T) []byte {
	t.Helper()
	const side = 20000
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	for range side {
		if _, err := z.Write(make([]byte, 1+side/8)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return pngPart(pngPart(pngHead(side, side, 1, 0), "IDAT", packed.Bytes()), "IEND", nil)
}

func of(size int) []byte {
	return append([]byte("\xFF\xD8\xFF"), make([]byte, size-3)...)
}

func TestChildThatBreaks(t *testing.T) {
	for _, tc := range []struct {
		name string
		size int
		want string
	}{
		{"dies", dies, "failed"},
		{"hangs", hangs, "limit"},
		{"answers nonsense", babbles, "failed"},
		{"tells a code that would drive a terminal", liesAboutKind, "failed"},
		{"tells of a page that no memory holds", liesAboutPage, "failed"},
		{"takes more memory than it may", takesMemory, "failed"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			each := time.Minute
			if tc.want == "limit" {
				each = 300 * time.Millisecond
			}
			l := open(t, "breaks", look.Config{Each: each, Children: 1})
			if s, why := at(t, l, of(tc.size)); s != nil || why != tc.want {
				t.Errorf("seen %+v, unseen %q; want %q", s, why, tc.want)
			}
			if s, why := at(t, l, of(1000)); s == nil {
				t.Errorf("the next picture: %s", why)
			}
			// It has looked at one well, and breaks on the next all the same.
			if s, why := at(t, l, of(tc.size)); s != nil || why != tc.want {
				t.Errorf("once more: seen %+v, unseen %q; want %q", s, why, tc.want)
			}
		})
	}
}

// A child that answers for ever is ended; what it said first was sensible.
func TestChildThatNeverEnds(t *testing.T) {
	l := open(t, "breaks", look.Config{Each: 300 * time.Millisecond, Children: 1})
	if s, why := at(t, l, of(babblesForEver)); s == nil || s.Thumb != "agrees" {
		t.Errorf("seen %+v, unseen %q", s, why)
	}
	if s, why := at(t, l, of(1000)); s == nil {
		t.Errorf("the next picture: %s", why)
	}
}

// A picture does not suffer for what its child looked at before.
func TestChildIsReplaced(t *testing.T) {
	good := jpg(t, scene(150, 100, 5))
	for _, tc := range []struct {
		name, how string
		c         look.Config
	}{
		{"when it is gone", "answers-once", look.Config{Children: 1}},
		{"after so many pictures", "", look.Config{Children: 1, Pictures: 1}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := open(t, tc.how, tc.c)
			for n := range 3 {
				if s, why := at(t, l, good); s == nil {
					t.Errorf("picture %d: %s", n, why)
				}
			}
		})
	}
}

func TestChildThatDoesNotStart(t *testing.T) {
	good := jpg(t, scene(150, 100, 5))
	for _, how := range []string{"starts-not", "is-another", "says-nothing"} {
		t.Run(how, func(t *testing.T) {
			l := open(t, how, look.Config{Start: 200 * time.Millisecond})
			for range 3 {
				if s, why := at(t, l, good); s != nil || why != "off" {
					t.Errorf("seen %+v, unseen %q; want off", s, why)
				}
			}
		})
	}
	l := look.New(look.Config{Path: "/no/such/program", Args: []string{"x"}})
	defer l.Close()
	if s, why := at(t, l, good); s != nil || why != "off" {
		t.Errorf("without a program: seen %+v, unseen %q; want off", s, why)
	}
}

func TestTooLarge(t *testing.T) {
	good := jpg(t, scene(150, 100, 5))
	l := open(t, "", look.Config{Bytes: int64(len(good)) - 1})
	if s, why := at(t, l, good); s != nil || why != "too-large" {
		t.Errorf("seen %+v, unseen %q; want too-large", s, why)
	}
}

// broken is a file that cannot be read to its end.
type broken struct{ head []byte }

func (b broken) ReadAt(p []byte, off int64) (int, error) {
	if off >= int64(len(b.head)) {
		return 0, errors.New("input/output error")
	}
	n := copy(p, b.head[off:])
	return n, io.EOF
}

func TestUnreadable(t *testing.T) {
	l := open(t, "", look.Config{Children: 1})
	if s, why := l.Look(t.Context(), broken{[]byte("\xFF\xD8\xFF")}, 5000); s != nil || why != "failed" {
		t.Errorf("seen %+v, unseen %q; want failed", s, why)
	}
	if s, why := at(t, l, jpg(t, scene(150, 100, 5))); s == nil {
		t.Errorf("the next picture: %s", why)
	}
}

func TestEnds(t *testing.T) {
	good := jpg(t, scene(150, 100, 5))
	l := open(t, "breaks", look.Config{Children: 1})
	ctx, cancel := context.WithCancel(t.Context())
	var wait sync.WaitGroup
	wait.Go(func() {
		if s, why := l.Look(ctx, bytes.NewReader(of(hangs)), hangs); s != nil || why != "limit" {
			t.Errorf("interrupted: seen %+v, unseen %q; want limit", s, why)
		}
	})
	cancel()
	wait.Wait()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if s, why := at(t, l, good); s != nil || why != "off" {
		t.Errorf("closed: seen %+v, unseen %q; want off", s, why)
	}
}

func TestManyAtOnce(t *testing.T) {
	l := open(t, "", look.Config{Children: 2, Each: time.Minute})
	var wait sync.WaitGroup
	for n := range 8 {
		img := scene(150, 100, uint64(n))
		body, want := jpg(t, img), likeness.Of(img)
		wait.Go(func() {
			s, why := at(t, l, body)
			if s == nil {
				t.Errorf("picture %d: %s", n, why)
				return
			}
			var got likeness.Hash
			copy(got[:], s.Likeness)
			if _, _, same := likeness.Same(want, got); !same {
				t.Errorf("picture %d got the answer for another", n)
			}
		})
	}
	wait.Wait()
}

// A child that is confined opens no file; one that is not does.
func TestConfine(t *testing.T) {
	run := func(how string) (string, error) {
		out, err := exec.CommandContext(t.Context(), os.Args[0], childName, how).CombinedOutput()
		return string(out), err
	}
	if out, err := run("free"); err == nil || !strings.Contains(out, "open a file") {
		t.Fatalf("without limits: %v, %q; want that it opens a file", err, out)
	}
	if look.Enforced {
		if out, err := run("confined"); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	}
}

// Whatever the child is sent, it says hello and then only what the parent takes
// for sensible.
func FuzzServe(f *testing.F) {
	f.Add([]byte{})
	f.Add(ask([]byte("GIF89a")))
	f.Add(ask(pngHead(60000, 60000, 8, 2)))
	f.Add(append(ask(pngOf(f, qr(f, "WIFI:S:Hem;P:hemligt;;"))), ask([]byte("\xFF\xD8\xFF"))...))
	f.Add(ask(withThumbnail(jpg(f, scene(64, 48, 1)), jpg(f, scene(32, 24, 1)))))
	f.Add(binary.BigEndian.AppendUint64(nil, 1<<63))
	page := ask(pngOf(f, letter(500, 300, 20)))
	page[16] = 2
	f.Add(page)
	f.Fuzz(func(t *testing.T, in []byte) {
		var out bytes.Buffer
		_ = look.Serve(bytes.NewReader(in), &out)
		r := bytes.NewReader(bytes.TrimPrefix(out.Bytes(), []byte(look.Hello)))
		if r.Len() != out.Len()-len(look.Hello) {
			t.Fatal("no hello")
		}
		for r.Len() > 0 {
			if _, err := look.ReadAnswer(r); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// What is taken for sensible says the same when it is written and read again.
func FuzzAnswer(f *testing.F) {
	frame := func(s string) []byte {
		return append(binary.BigEndian.AppendUint32(nil, uint32(len(s))), s...)
	}
	f.Add(frame(`{"unseen":"failed"}`))
	f.Add(frame(`{"seen":{"Thumb":"more","Cut":0.4,"NoWords":"limit","Codes":[{"Kind":"wifi","Shown":"Hem","Secret":true}]},"more":true}`))
	f.Add(append(frame(`{"seen":{},"page":{"width":3,"height":2}}`), "pixels"...))
	f.Add(frame(`{"seen":{},"page":{"width":-1,"height":-1}}`))
	f.Add(frame(`{"seen":{},"page":{"width":2501,"height":1}}`))
	f.Add([]byte{0xFF, 0xFF, 0xFF, 0xFF})
	f.Fuzz(func(t *testing.T, in []byte) {
		a, err := look.ReadAnswer(bytes.NewReader(in))
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := look.WriteAnswer(&out, a); err != nil {
			t.Fatal(err)
		}
		again, err := look.ReadAnswer(&out)
		if err != nil {
			t.Fatal(err)
		}
		all := cmp.Exporter(func(reflect.Type) bool { return true })
		if diff := cmp.Diff(a, again, all); diff != "" {
			t.Errorf("read again (-first +second):\n%s", diff)
		}
	})
}

// BenchmarkLook looks at a photo of 12 megapixels, file and process and all.
func BenchmarkLook(b *testing.B) {
	l := open(b, "", look.Config{Children: 1, Each: time.Minute})
	img := scene(4000, 3000, 6)
	body := withThumbnail(jpg(b, img), jpg(b, small(img, 160, 120)))
	at(b, l, body)
	b.ReportAllocs()
	for b.Loop() {
		if s, why := at(b, l, body); s == nil {
			b.Fatal(why)
		}
	}
}

// BenchmarkStart starts a child for each small picture.
func BenchmarkStart(b *testing.B) {
	l := open(b, "", look.Config{Children: 1, Pictures: 1})
	body := pngOf(b, image.NewGray(image.Rect(0, 0, 8, 8)))
	for b.Loop() {
		if s, why := at(b, l, body); s == nil {
			b.Fatal(why)
		}
	}
}

// A folder of thousands ends: when its time is over codes are looked for briefly, and
// then pictures are no longer looked at.
func TestTimeForAll(t *testing.T) {
	if testing.Short() {
		t.Skip("looks at many pictures, one at a time")
	}
	var clock time.Time
	now := func() time.Time {
		clock = clock.Add(time.Minute) // twice a picture
		return clock
	}
	mosaic := image.NewGray(image.Rect(0, 0, 300, 225)) // all of it like a code
	r := rand.New(rand.NewPCG(1, 1))                    //nolint:gosec // a picture, not a secret
	dark := make([]bool, 75*57)
	for i := range dark {
		dark[i] = r.IntN(2) == 0
	}
	for i := range mosaic.Pix {
		if dark[i/300/4*75+i%300/4] {
			mosaic.Pix[i] = 255
		}
	}
	busy := jpg(t, mosaic)
	l := open(t, "", look.Config{All: 90 * time.Second, Now: now, Children: 1, Each: time.Minute})
	var got []string
	for range 9 {
		s, why := at(t, l, busy)
		if s != nil {
			why = "seen, codes " + s.NoCodes
		}
		got = append(got, why)
	}
	want := []string{
		"seen, codes ", "seen, codes ", // before and after the first minute
		"seen, codes limit", "seen, codes limit", "seen, codes limit", "seen, codes limit", "seen, codes limit", // to six minutes
		"limit", "limit",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pictures (-want +got):\n%s", diff)
	}
}
