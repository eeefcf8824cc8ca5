package ident_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"lampan/rules/exposure"
	"lampan/rules/extract"
	"lampan/rules/extract/ident"
	"lampan/rules/extract/linear"
)

var now = time.Date(2026, time.June, 10, 0, 0, 0, 0, time.UTC)

func TestPersonnummerVectors(t *testing.T) {
	data, err := os.ReadFile("testdata/personnummer.json")
	if err != nil {
		t.Fatal(err)
	}
	var lists struct{ Valid, Invalid, Spaced, Companies []string }
	if err := json.Unmarshal(data, &lists); err != nil {
		t.Fatal(err)
	}
	for _, s := range lists.Valid {
		if _, ok := ident.Personnummer(s, now); !ok {
			t.Errorf("Personnummer(%q) is refused", s)
		}
	}
	for _, s := range slices.Concat(lists.Invalid, lists.Spaced, lists.Companies) {
		if p, ok := ident.Personnummer(s, now); ok {
			t.Errorf("Personnummer(%q) = %+v; want refusal", s, p)
		}
	}
}

func TestPersonnummerRefuses(t *testing.T) {
	for _, tt := range []struct{ name, in string }{
		{"month 13", "19901301-2384"},
		{"30 February", "19900230-2384"},
		{"two separators", "1990-0101-2385"},
		{"separator in the wrong place", "199001-012385"},
		{"eleven digits", "19900101238"},
		{"born in the eighteenth century", "17900101-2385"},
		{"letters", "ABCDEF-GHIJ"},
		{"not born yet", "20991231-2389"},
		{"empty", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if p, ok := ident.Personnummer(tt.in, now); ok {
				t.Errorf("Personnummer(%q) = %+v; want refusal", tt.in, p)
			}
		})
	}
}

func TestPhone(t *testing.T) {
	for _, tt := range []struct {
		in, want string
		line     ident.Line
	}{
		{"070-174 06 05", "+46701740605", ident.Mobile},
		{"0701740605", "+46701740605", ident.Mobile},
		{"+46 70 174 06 05", "+46701740605", ident.Mobile},
		{"0046701740605", "+46701740605", ident.Mobile},
		{"+46 (0)70-174 06 05", "+46701740605", ident.Mobile},
		{"08-123 45 67", "+4681234567", ident.Landline},
		{"0290-123 45", "+4629012345", ident.Landline},
		{"+47 22 12 34 56", "+4722123456", ident.Foreign},
		{"+358 40 1234567", "+358401234567", ident.Foreign},
		{"0741234567", "", ""}, // pagers
		{"020-12 34 56", "", ""},
		{"0771-23 45 67", "", ""},
		{"0900-1234567", "", ""},
		{"010-123 45 67", "", ""},
		{"07012345", "", ""},
		{"+46", "", ""},
		{"+123456", "", ""},
		{"12345", "", ""},
	} {
		got, line, ok := ident.Phone(tt.in)
		if got != tt.want || ok != (tt.want != "") || line != tt.line {
			t.Errorf("Phone(%q) = %q, %q, %v; want %q, %q", tt.in, got, line, ok, tt.want, tt.line)
		}
	}
}

func TestPlate(t *testing.T) {
	for _, tt := range []struct {
		in, want string
	}{
		{"ABC 123", "ABC123"},
		{"wer84a", "WER84A"},
		{"WER-84D", "WER84D"},
		{"IBC 123", ""},
		{"ABC12O", ""},
		{"ABC1234", ""},
		{"ÅBC123", ""},
		{"AB 123", ""},
	} {
		if got, ok := ident.Plate(tt.in); got != tt.want || ok != (tt.want != "") {
			t.Errorf("Plate(%q) = %q, %v; want %q", tt.in, got, ok, tt.want)
		}
	}
}

func FuzzPersonnummer(f *testing.F) {
	for _, s := range []string{"19900101-2385", "900101+9802", "701063-2391", "000101-T220", "0000000000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, ok := ident.Personnummer(s, now)
		if !ok {
			return
		}
		// The canonical form is a fixed point.
		q, ok := ident.Personnummer(p.Number, now)
		if !ok || q.Number != p.Number {
			t.Errorf("Personnummer(%q) = %q, and that gives %q, %v", s, p.Number, q.Number, ok)
		}
	})
}

func FuzzPhone(f *testing.F) {
	for _, s := range []string{"070-174 06 05", "+46 (0)8-12 34 56", "004712345678", "+"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e164, line, ok := ident.Phone(s)
		if !ok {
			return
		}
		again, line2, ok := ident.Phone(e164)
		if !ok || again != e164 || line2 != line {
			t.Errorf("Phone(%q) = %q, and that gives %q, %v", s, e164, again, ok)
		}
	})
}

// Long texts of parts of numbers take time in proportion to their length.
func TestLinear(t *testing.T) {
	e := extract.New(nil)
	linear.Check(t, []string{
		"tjugo ett ", "noll sju ", "070 1 ", "a.b at gmail dot ", "A-B-C, ", "fyra sista 2383 ", "sista fyra tjugo ", "0701740605 ", "ett hundra tjugo två ", "a b c d ", "skylten OLLE ", "swish 123 118 40 27 ", "c/o Moa, Ekvägen 2, lgh 3, ", "AB, bg 5204-7719 ",
	}, func(s string) { e.All(&exposure.Document{Kind: exposure.Page, Text: s, Published: now}) })
}

func FuzzPlate(f *testing.F) {
	for _, s := range []string{"ABC 123", "wer-84a", "ABC12O", "ÅBC 123"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		plate, ok := ident.Plate(s)
		if !ok {
			return
		}
		if again, ok := ident.Plate(plate); !ok || again != plate {
			t.Errorf("Plate(%q) = %q, and that gives %q, %v", s, plate, again, ok)
		}
	})
}

// FuzzFind holds that what is found in any text lies in it, on rune borders, and
// that what is one of its kind alone is one in canonical form.
func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"noll sju noll, ett sju fyra 06 O5", "870405, sista fyra 2383", "k a j s a at gmail dot com", "kajsa (a) gmail punkt com", "A-B-C, ett, två, D",
		"+46 (0)70-174 06 05", "riktnummer åttan sedan 465 004 37", "tjugo ett hundra dubbel noll", "personlig skylt SNORRE", "3300 870405 2383", "\xff0701740605\u0301",
	} {
		f.Add(s)
	}
	e := extract.New(nil)
	f.Fuzz(func(t *testing.T, s string) {
		for _, o := range e.All(&exposure.Document{Kind: exposure.Page, Text: s, Published: now}) {
			if o.Span.Start < 0 || o.Span.End > len(s) || utf8.ValidString(s) && !utf8.ValidString(s[o.Span.Start:o.Span.End]) {
				t.Fatalf("%s at %v is not inside %q", o.Kind, o.Span, s)
			}
			switch o.Kind {
			case exposure.ContactPhone:
				if _, _, ok := ident.Phone(o.Value); !ok && !strings.HasPrefix(o.Value, "+155501") {
					t.Errorf("%q gives phone %q", s, o.Value)
				}
			case exposure.IDPersonnummer:
				if p, ok := ident.Personnummer(o.Value, now); !ok || p.Number != o.Value {
					t.Errorf("%q gives number %q", s, o.Value)
				}
			default:
			}
		}
	})
}
