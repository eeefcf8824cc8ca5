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
	if got.Source != "blogg" || got.Subject != "anna" || got.Kind != exposure.Page || got.Visibility != exposure.Link || got.Title != "T" || got.Text != "T\n\nx\ny\uFFFD" {
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

// What stands in a title is read like what stands below it, and once.
func TestStampTitle(t *testing.T) {
	for _, tc := range []struct{ name, title, text, want string }{
		{"of its own", "Mitt nummer är 070-174 06 20", "Ring mig", "Mitt nummer är 070-174 06 20\n\nRing mig"},
		{"without a text", "Vi åker till Rom på lördag", "", "Vi åker till Rom på lördag"},
		{"with an empty text", "Vi åker", " \n ", "Vi åker"},
		{"no title", " ", "Ring mig", "Ring mig"},
		{"repeated by the text", "Vi åker till Rom", "Vi  åker\ntill\tRom\n\nPå lördag.", "Vi  åker\ntill\tRom\n\nPå lördag."},
		{"goes on in the text", "Vi åker", "Vi åker, på lördag.", "Vi åker, på lördag."},
		{"is the text", "Vi åker", "Vi åker", "Vi åker"},
		{"part of the first word", "Rom", "Romantisk helg", "Rom\n\nRomantisk helg"},
		{"part of the first number", "Rum 1", "Rum 12", "Rum 1\n\nRum 12"},
		{"cut off by a program", "Vi åker till R…", "Vi åker till Rom på lördag", "Vi åker till Rom på lördag"},
		{"cut off, of another text", "Vi åker till R...", "Vi åker till Sala", "Vi åker till R...\n\nVi åker till Sala"},
		{"only marks", "…", "Hej", "…\n\nHej"},
		{"a heading below a menu", "Vi åker till Rom", "Hem\nOm mig\n\nVi åker\u00a0till Rom \n\nPå lördag.", "Hem\nOm mig\n\nVi åker till Rom \n\nPå lördag."},
		{"words within a line", "Vi åker", "Hem\nDet blir fint när Vi åker hem", "Vi åker\n\nHem\nDet blir fint när Vi åker hem"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			doc := decode.Stamp(household.Source{ID: "inlagg", Kind: exposure.Posts}, exposure.Document{Title: tc.title, Text: tc.text})
			if doc.Text != tc.want {
				t.Errorf("text = %q; want %q", doc.Text, tc.want)
			}
			if again := decode.Stamp(household.Source{ID: "inlagg", Kind: exposure.Posts}, doc); again.Text != doc.Text {
				t.Errorf("stamped again: %q; want %q", again.Text, doc.Text)
			}
		})
	}
}

// A picture is judged as one wherever it was found, and its description is of
// what it shows, not of what the file says.
func TestStampPicture(t *testing.T) {
	src := household.Source{ID: "blogg", Kind: exposure.Page}
	doc := decode.Stamp(src, exposure.Document{Title: "Sjön", Photo: &exposure.Photo{}})
	if doc.Kind != exposure.Photos || doc.Source != "blogg" || doc.Text != "" {
		t.Errorf("Stamp = %+v; want a photo of the source, without text", doc)
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

// TestCleanFindsEverySign: whatever stands around it, no sign that Clean takes
// out gets past its quick look.
func TestCleanFindsEverySign(t *testing.T) {
	for _, sign := range []string{"\x00", "\r", "\u00A0", "\u202F", "\u00AD", "\u200B", "\u2060", "\uFEFF"} {
		for _, text := range []string{sign, "a" + sign, sign + "å", "Ärlig text … och" + sign + "mer"} {
			if got := decode.Clean(text); strings.Contains(got, sign) {
				t.Errorf("Clean(%q) = %q", text, got)
			}
		}
	}
	for _, text := range []string{"", "Åsa – “citat” … €", "ƒ\u00A9\u2028\uFE0F\uFFFD"} {
		if got := decode.Clean(text); got != text {
			t.Errorf("Clean(%q) = %q; want no change", text, got)
		}
	}
}
