package look_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"lampan/rules/likeness/trial"
	"lampan/scanner/internal/look"
	"lampan/scanner/photo/phototest"
)

// kallelse is a letter to an invented person, with one of Skatteverket's test
// numbers.
func kallelse() []string {
	return []string{
		"Vårdcentralen Granen", "",
		"Anna Lind", "Kastanjegatan 14", "123 45 Granstad", "",
		"Kallelse till undersökning", "",
		"Vi har bokat en tid för dig onsdagen den 14 oktober.",
		"Ta med giltig legitimation och denna kallelse. Kom",
		"gärna tio minuter före utsatt tid.", "",
		"Personnummer: 19900101-2385",
		"Telefon 070-174 06 05", "",
		"Med vänlig hälsning", "Vårdcentralen Granen",
	}
}

var (
	ink   = color.RGBA{30, 30, 40, 255}
	paper = color.RGBA{245, 244, 238, 255}
)

func letter(width, height int, em float64) *image.RGBA {
	return phototest.Page(width, height, em, ink, paper, kallelse()...)
}

// shaded is a page with a lamp on one side of it.
func shaded(m *image.RGBA) *image.RGBA {
	out := image.NewRGBA(m.Rect)
	for i, v := range m.Pix {
		x := i / 4 % m.Rect.Dx()
		out.Pix[i] = uint8(float64(v) * (0.5 + 0.45*float64(x)/float64(m.Rect.Dx())))
		if i%4 == 3 {
			out.Pix[i] = 255
		}
	}
	return out
}

// onTable is a page that lies on a table.
func onTable(m *image.RGBA) *image.RGBA {
	out := trial.Scale(trial.Picture(7), m.Rect.Dx()*4/3, m.Rect.Dy()*4/3)
	for y := range m.Rect.Dy() {
		copy(out.Pix[out.PixOffset(m.Rect.Dx()/6, y+m.Rect.Dy()/6):], m.Pix[m.PixOffset(0, y):m.PixOffset(m.Rect.Dx(), y)])
	}
	return out
}

// documents are pictures of text, as cameras, scanners and screens make them.
func documents() map[string]image.Image {
	return map[string]image.Image{
		"letter":           letter(1240, 1754, 30),
		"letter in JPEG":   trial.Compress(letter(1240, 1754, 30), 40),
		"letter, small":    trial.Shrink(letter(1240, 1754, 36), 700),
		"letter in shadow": trial.Compress(shaded(letter(1240, 1754, 30)), 80),
		"letter on table":  onTable(letter(720, 1020, 21)),
		"screen":           phototest.Page(750, 1334, 26, color.Black, color.White, kallelse()...),
		"dark screen":      phototest.Page(750, 1334, 26, color.RGBA{230, 230, 235, 255}, color.RGBA{18, 18, 22, 255}, kallelse()...),
		"envelope":         phototest.Page(1100, 620, 34, ink, color.RGBA{220, 200, 170, 255}, "", "", "", "      Anna Lind", "      Kastanjegatan 14", "      123 45 Granstad"),
	}
}

// briefly is open for a Looker most of whose time is over, so that it looks for codes
// only briefly: on a page, which is full of edges, that else takes the most time.
func briefly(t testing.TB, c look.Config) *look.Looker {
	t.Helper()
	clock := day
	c.All, c.Now = time.Hour, func() time.Time {
		now := clock
		clock = day.Add(2 * c.All)
		return now
	}
	l := open(t, "", c)
	if s, why := at(t, l, pngOf(t, image.NewGray(image.Rect(0, 0, 8, 8)))); s == nil {
		t.Fatal(why)
	}
	return l
}

// Without a program that reads text, documents are those that nobody read.
func TestDocuments(t *testing.T) {
	slow(t)
	l := briefly(t, look.Config{Each: time.Minute})
	for name, img := range documents() {
		if s, why := at(t, l, pngOf(t, img)); s == nil || s.NoWords != "off" || s.Words != "" {
			t.Errorf("%s: %+v, %s; want a document that was not read", name, s, why)
		}
	}
	others := map[string]image.Image{
		"landscape": scene(800, 600, 1), "one colour": image.NewGray(image.Rect(0, 0, 600, 400)),
		"a line high": image.NewGray(image.Rect(0, 0, 3000, 20)), "a dot": image.NewGray(image.Rect(0, 0, 1, 1)),
	}
	for n := range uint64(3) {
		others[fmt.Sprint("drawn photo ", n)] = trial.Picture(n)
	}
	for name, img := range others {
		if s, why := at(t, l, pngOf(t, img)); s == nil || s.NoWords != "not-a-document" {
			t.Errorf("%s: %+v, %s; want not a document", name, s, why)
		}
	}
}

const tesseractName = "tesseract-"

// slow leaves a test of pages out where tests are to be short: under the race
// detector a page full of edges takes the child most of a minute.
func slow(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("pages take long")
	}
}

// fake gives the path of a program that stands for tesseract and behaves as said.
func fake(t testing.TB, how string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), tesseractName+how)
	if err := os.Symlink(self, path); err != nil {
		t.Skipf("no link to a program: %v", err)
	}
	return path
}

func row(line int, sure float64, word string) string {
	return fmt.Sprintf("5\t1\t1\t1\t%d\t1\t10\t10\t50\t12\t%f\t%s\n", line, sure, word)
}

// tesseract is a program that stands for it.
func tesseract(how string) int {
	if slices.Equal(os.Args[1:], []string{"--list-langs"}) {
		switch how {
		case "without-languages":
			fmt.Println("List of available languages (1):\nosd")
		case "english":
			fmt.Println("List of available languages (1):\neng")
		default:
			fmt.Println("List of available languages (2):\neng\nswe")
		}
		return 0
	}
	in, err := io.ReadAll(os.Stdin)
	var width, height int
	head, pix, _ := bytes.Cut(in, []byte("255\n"))
	if _, scan := fmt.Sscanf(string(head), "P5\n%d %d\n", &width, &height); err != nil || scan != nil || len(pix) != width*height {
		fmt.Print(row(1, 90, "not-a-page"))
		return 0
	}
	switch how {
	case "hangs":
		time.Sleep(time.Hour)
	case "dies":
		fmt.Print(row(1, 90, "something"))
		return 3
	case "babbles":
		for n := 0; ; n++ {
			if _, err := fmt.Print(row(n, 90, "something")); err != nil {
				return 1
			}
		}
	case "takes-memory":
		var all [][]byte
		for range 64 {
			b := make([]byte, 32<<20)
			for i := 0; i < len(b); i += 4096 {
				b[i] = 1
			}
			all = append(all, b)
		}
		fmt.Print(row(len(all), 90, "much-memory"))
	case "writes":
		if os.WriteFile(os.Args[0]+".txt", []byte("text"), 0o600) == nil {
			fmt.Print(row(1, 90, "written"))
		}
	case "tells":
		fmt.Print(row(1, 90, "environment"), row(1, 90, strings.Join(os.Environ(), "|")), row(2, 90, "arguments"), row(2, 90, strings.Join(os.Args[1:], "|")))
		fmt.Print(row(3, 90, "size"), row(3, 90, fmt.Sprintf("%dx%d", width, height)))
	}
	return 0
}

func TestReaderThatBreaks(t *testing.T) {
	slow(t)
	body := pngOf(t, letter(500, 300, 20))
	for _, tc := range []struct {
		how, words, why string
		linux           bool
	}{
		{"hangs", "", "limit", false},
		{"dies", "", "off", false},
		{"babbles", "something\nsomething", "limit", false},
		{"takes-memory", "", "off", true},
		{"writes", "", "", true},
		{"without-languages", "", "off", false},
	} {
		t.Run(tc.how, func(t *testing.T) {
			if tc.linux && runtime.GOOS != "linux" {
				t.Skip("this system lets no program limit another")
			}
			read := time.Minute
			if tc.how == "hangs" {
				read = 300 * time.Millisecond
			}
			l := briefly(t, look.Config{Each: time.Minute, Read: read, Tesseract: fake(t, tc.how)})
			s, why := at(t, l, body)
			if s == nil {
				t.Fatalf("not looked at: %s", why)
			}
			if s.NoWords != tc.why || !strings.HasPrefix(s.Words, tc.words) || tc.words == "" && s.Words != "" || len(s.Words) > 20<<10 {
				t.Errorf("%d bytes of text, %q; want %q, %q", len(s.Words), s.NoWords, tc.words, tc.why)
			}
			if s, why := at(t, l, jpg(t, scene(150, 100, 5))); s == nil || s.NoWords != "not-a-document" {
				t.Errorf("the next picture: %+v, %s", s, why)
			}
		})
	}
	l := open(t, "", look.Config{Each: time.Minute, Tesseract: "/no/such/program"})
	if s, why := at(t, l, body); s == nil || s.NoWords != "off" {
		t.Errorf("without tesseract: %+v, %s", s, why)
	}
}

// The reader gets a page of a bounded size, the languages it has and nothing of our
// environment.
func TestReaderGets(t *testing.T) {
	slow(t)
	t.Setenv("LAMPAN_TEST", "secret")
	l := briefly(t, look.Config{Each: time.Minute, Tesseract: fake(t, "tells")})
	for _, tc := range []struct {
		name string
		body []byte
		size string
	}{
		{"large", pngOf(t, letter(3000, 2000, 80)), "2500x1666"},
		{"small", pngOf(t, letter(500, 300, 20)), "1000x600"},
		{"on its side", withThumbnail(jpg(t, letter(1240, 1754, 30)), nil), "1240x1754"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s, why := at(t, l, tc.body)
			if s == nil {
				t.Fatal(why)
			}
			want := "environment OMP_THREAD_LIMIT=1\narguments stdin|stdout|-l|swe+eng|--psm|3|-c|tessedit_create_tsv=1\nsize " + tc.size
			if s.Words != want || s.NoWords != "" {
				t.Errorf("%q, %q; want %q", s.Words, s.NoWords, want)
			}
		})
	}
	// Its file says that the camera was held on its side.
	turned := withThumbnail(jpg(t, letter(1240, 1754, 30)), nil)
	at6 := bytes.Index(turned, []byte("\x12\x01\x03\x00\x01\x00\x00\x00\x01"))
	turned[at6+8] = 6
	if s, _ := at(t, l, turned); s == nil || !strings.HasSuffix(s.Words, "size 1754x1240") {
		t.Errorf("turned: %+v", s)
	}
}

func TestLines(t *testing.T) {
	head := "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
	for _, tc := range []struct{ name, table, want string }{
		{"nothing", "", ""},
		{"head", head, ""},
		{"a line", head + "4\t1\t1\t1\t1\t0\t1\t1\t1\t1\t-1\t\n" + row(1, 96, "Kära") + row(1, 91, "Anna"), "Kära Anna"},
		{"two lines", row(1, 96, "Kära") + row(2, 91, "Anna"), "Kära\nAnna"},
		{"two paragraphs", row(1, 96, "Kära") + strings.Replace(row(1, 91, "Anna"), "1\t1\t1\t1", "1\t1\t2\t1", 1), "Kära\n\nAnna"},
		{"unsure", row(1, 20, "Kära") + row(2, 91, "Anna"), "Anna"},
		{"a pattern", row(1, 96, "|") + row(1, 96, "=-") + row(1, 96, "ii"), ""},
		{"a number", row(1, 96, "1981"), "1981"},
		{"signs that drive a terminal", row(1, 96, "Anna\x1b[2J\u202e"), "Anna[2J"},
		{"bytes that are no text", row(1, 96, "Anna\xff"), ""},
		{"no number", strings.Replace(row(1, 96, "Anna"), "96.000000", "NaN", 1), ""},
		{"cut", row(1, 96, "Anna")[:20], ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got, whole := look.LinesOf([]byte(tc.table)); got != tc.want || !whole {
				t.Errorf("%q, %v; want %q", got, whole, tc.want)
			}
		})
	}
	if got, whole := look.LinesOf([]byte(strings.Repeat(row(1, 96, "Anna")+row(2, 96, "Erik"), 3000))); whole || len(got) > 20<<10 {
		t.Errorf("%d bytes, %v", len(got), whole)
	}
}

// Whatever tesseract says, its text is bounded and holds what can be seen.
func FuzzLines(f *testing.F) {
	f.Add([]byte(row(1, 96, "Kära") + row(2, 20, "Anna")))
	f.Add([]byte("5\t\t\t\t\t\t\t\t\t\t1\t\xff\n"))
	f.Fuzz(func(t *testing.T, table []byte) {
		text, _ := look.LinesOf(table)
		if len(text) > 20<<10 || !utf8.ValidString(text) {
			t.Fatalf("%d bytes of text", len(text))
		}
		for _, r := range text {
			if r != '\n' && !unicode.IsPrint(r) {
				t.Fatalf("%q is not to be seen", r)
			}
		}
	})
}

// installed gives tesseract with Swedish, or skips.
func installed(t testing.TB) string {
	t.Helper()
	path := look.FindTesseract()
	if path == "" || look.Langs(t.Context(), path) != "swe+eng" {
		t.Skip("tesseract or its Swedish data is not installed")
	}
	return path
}

// What a letter says is read, however it was taken.
func TestReads(t *testing.T) {
	slow(t)
	l := briefly(t, look.Config{Each: time.Minute, Read: 5 * time.Minute, Tesseract: installed(t), Children: 1})
	for name, img := range documents() {
		start := time.Now()
		s, why := at(t, l, pngOf(t, img))
		if s == nil || s.NoWords != "" {
			t.Errorf("%s: not read: %+v, %s", name, s, why)
			continue
		}
		got, all := 0, 0
		for _, line := range kallelse() {
			if line == "" || name == "envelope" && !slices.Contains(kallelse()[2:5], line) {
				continue
			}
			all++
			if slices.Contains(strings.Split(s.Words, "\n"), line) {
				got++
			}
		}
		t.Logf("%s: %d of %d lines in %v", name, got, all, time.Since(start).Round(10*time.Millisecond))
		if got < all*3/4 {
			t.Errorf("%s: %d of %d lines are read:\n%s", name, got, all, s.Words)
		}
	}
}
