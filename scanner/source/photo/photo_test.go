package photo_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/scanner/household"
	"lampan/scanner/source"
	"lampan/scanner/source/photo"
	"lampan/scanner/source/sourcetest"
)

func declared() household.Source {
	return household.Source{ID: "bilder", Subject: "anna", Kind: exposure.Photos, At: "bilder", Visibility: exposure.Members}
}

func newSource(e sourcetest.Env) source.Source {
	return photo.New(photo.Config{Source: e.Source, Root: e.Root, Now: e.Now})
}

func TestSource(t *testing.T) {
	home := sourcetest.Picture{Lat: 60.58, Lon: 16.53, Taken: "2026:06:01 12:00:00", Artist: "Anna Lind"}
	c := sourcetest.Case{
		Source: declared(),
		Files: map[string][]byte{
			"bilder/b.jpg":       home.JPEG(),
			"bilder/2026/a.jpg":  home.JPEG(),
			"bilder/tom.jpg":     sourcetest.Picture{}.JPEG(),
			"bilder/las-mig.txt": []byte("hej"),
			"andra/c.jpg":        home.JPEG(),
		},
		New:       newSource,
		Documents: 3,
		Limited: func(e sourcetest.Env) source.Source {
			return photo.New(photo.Config{Source: e.Source, Root: e.Root, Now: e.Now, MaxFiles: 2})
		},
	}
	t.Run("a folder", func(t *testing.T) { sourcetest.Run(t, c) })

	t.Run("one picture", func(t *testing.T) {
		c := c
		c.Source.At = "bilder/b.jpg"
		c.Documents, c.Limited, c.Broken = 1, nil, []byte("hej")
		sourcetest.Run(t, c)
	})
	t.Run("faults among pictures", func(t *testing.T) {
		c := c
		whole := sourcetest.Picture{Artist: "Anna Lind", XMP: `xmp:CreateDate="2026-01-01"`}.JPEG()
		c.Files = map[string][]byte{
			"bilder/1.jpg": home.JPEG(), "bilder/2.jpg": []byte("hej"), "bilder/3.bmp": []byte("film"),
			"bilder/4.jpg": whole[:200], "bilder/5.jpg": home.JPEG(),
		}
		c.Documents, c.Limited = 3, nil
		c.Faults = []source.Reason{source.Malformed, source.Unsupported, source.Malformed}
		sourcetest.Run(t, c)
	})
}

// What may hold pictures, and cannot be read, is told: it was not looked at.
func TestNotRead(t *testing.T) {
	bytes := []byte("\x37\x7A\xBC\xAF\x27\x1C\x00\x04")
	for _, name := range []string{"takeout.tgz", "album.tar", "album.7z", "album.rar", "film.MTS", "film.mpg", "film.wmv", "bild.crw"} {
		b := sourcetest.NewBench(t, declared(), map[string][]byte{"bilder/a.jpg": sourcetest.Picture{}.JPEG(), "bilder/" + name: bytes}, nil)
		r := sourcetest.Collect(t.Context(), newSource(b.Env), b.Grant())
		if diff := cmp.Diff([]source.Reason{source.Unsupported}, r.Reasons()); diff != "" || len(r.Documents) != 1 {
			t.Errorf("%s: %d documents, faults (-want +got):\n%s", name, len(r.Documents), diff)
		}
	}
}

// A link in the folder leads to nothing outside it.
func TestLink(t *testing.T) {
	home := sourcetest.Picture{Lat: 60.58, Lon: 16.53}
	b := sourcetest.NewBench(t, declared(), map[string][]byte{"bilder/a.jpg": home.JPEG(), "hemligt/b.jpg": home.JPEG()}, nil)
	if err := os.Symlink(filepath.Join("..", "hemligt", "b.jpg"), filepath.Join(b.Case.Dir, "bilder", "b.jpg")); err != nil {
		t.Fatal(err)
	}
	r := sourcetest.Collect(t.Context(), newSource(b.Env), b.Grant())
	if diff := cmp.Diff([]string{"bilder/a.jpg"}, r.Locators()); diff != "" {
		t.Errorf("documents (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]source.Reason{source.OutsideScope}, r.Reasons()); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

// spy counts what it is asked to look at.
type spy struct{ asked int }

func (s *spy) Look(context.Context, io.ReaderAt, int64) (*exposure.Seen, string) {
	s.asked++
	return &exposure.Seen{}, ""
}

// Whoever left photos out of the consent has not agreed to have them looked at.
func TestLooksOnlyWhereAgreed(t *testing.T) {
	for _, tt := range []struct {
		detectors string
		want      int
	}{{"[all]", 1}, {"[photo]", 1}, {"[travel]", 0}} {
		home := sourcetest.Picture{Lat: 60.58, Lon: 16.53}
		b := sourcetest.NewBench(t, declared(), map[string][]byte{"bilder/a.jpg": home.JPEG()}, nil)
		text, err := os.ReadFile(b.Case.Path)
		if err != nil {
			t.Fatal(err)
		}
		b.Case.Write(strings.Replace(string(text), "[all]", tt.detectors, 1))
		look := &spy{}
		src := photo.New(photo.Config{Source: b.Source, Root: b.Root, Now: b.Now, Look: look})
		if r := sourcetest.Collect(t.Context(), src, b.Grant()); len(r.Documents) != 1 || look.asked != tt.want {
			t.Errorf("consent to %s: %d documents, %d pictures looked at; want 1 and %d", tt.detectors, len(r.Documents), look.asked, tt.want)
		}
	}
}
