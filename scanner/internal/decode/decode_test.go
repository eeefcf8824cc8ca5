package decode_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"lampan/rules/exposure"
	"lampan/scanner/household"
	"lampan/scanner/internal/decode"
	"lampan/scanner/source"
)

func TestClean(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"a\r\nb\rc", "a\nb\nc"},
		{"a\x00b\u00adc\u200bd\u2060e\ufefff", "abcdef"},
		{"070\u00a0174\u202f06", "070 174 06"},
		{"a\xffb", "a\uFFFDb"},
		{"👩\u200d👧 åäö\tx", "👩\u200d👧 åäö\tx"},
	} {
		if got := decode.Clean(tc.in); got != tc.want {
			t.Errorf("Clean(%q) = %q; want %q", tc.in, got, tc.want)
		}
	}
}

func TestStamp(t *testing.T) {
	src := household.Source{ID: "blogg", Subject: "anna", Kind: exposure.Page, At: "http://lind.example/", Visibility: exposure.Link}
	base := exposure.Document{Locator: "http://lind.example/a", Title: " T\x00 ", Text: "x\r\ny\xff"}
	got := decode.Stamp(src, base)
	if got.Source != "blogg" || got.Subject != "anna" || got.Kind != exposure.Page || got.Visibility != exposure.Link || got.Title != "T" || got.Text != "x\ny\uFFFD" {
		t.Errorf("Stamp = %+v", got)
	}
	if again := decode.Stamp(src, base); again.ID != got.ID {
		t.Errorf("ID = %q, then %q", got.ID, again.ID)
	}
	other := src
	other.ID = "annan"
	ids := map[exposure.DocumentID]string{got.ID: "the first"}
	for name, d := range map[string]exposure.Document{
		"another source":  decode.Stamp(other, base),
		"another locator": decode.Stamp(src, exposure.Document{Locator: "http://lind.example/aT", Text: base.Text}),
		"another text":    decode.Stamp(src, exposure.Document{Locator: base.Locator, Title: base.Title, Text: "x"}),
		"another date":    decode.Stamp(src, exposure.Document{Locator: base.Locator, Title: base.Title, Text: base.Text, Published: time.Unix(1, 0)}),
		"a photo":         decode.Stamp(src, exposure.Document{Locator: base.Locator, Title: base.Title, Text: base.Text, Photo: &exposure.Photo{}}),
		"another photo":   decode.Stamp(src, exposure.Document{Locator: base.Locator, Title: base.Title, Text: base.Text, Photo: &exposure.Photo{Owner: "x"}}),
	} {
		if same, ok := ids[d.ID]; ok {
			t.Errorf("%s has the ID of %s", name, same)
		}
		ids[d.ID] = name
	}
}

// A library's panic becomes a fault that holds none of the document.
func TestRecovered(t *testing.T) {
	for _, value := range []any{"Anna Lind", errors.New("Anna Lind"), []byte("Anna Lind")} {
		err := func() (err error) {
			defer decode.Recovered("file", &err)
			panic(value)
		}()
		if e, ok := errors.AsType[*source.Error](err); !ok || e.Reason != source.Malformed || e.Locator != "file" || strings.Contains(err.Error(), "Anna") {
			t.Errorf("panic(%T): %v; want malformed, without the text", value, err)
		}
	}
	err := func() (err error) {
		defer decode.Recovered("file", &err)
		var list []int
		return decodeNothing(list[3])
	}()
	if source.ReasonOf(err) != source.Malformed {
		t.Errorf("index out of range: %v; want malformed", err)
	}
}

func decodeNothing(int) error { return nil }
