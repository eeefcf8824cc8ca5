package table_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lampan/report/table"
)

func TestWriteParts(t *testing.T) {
	parts := []table.Part{
		{Strong: "Exempel", Text: []string{"En rad som är längre än trettio tecken.", "", "  Efter en tom rad, indragen."}},
		{},
		{Heading: "Gör så här", Steps: []string{"Öppna sidan och läs den först.", "Skriv."}},
		{Link: "Öppna: https://exempel.example/en/lang/adress", Items: []string{"En sak.\x1b[31m"}},
	}
	want := `Exempel
En rad som är längre än
trettio tecken.

  Efter en tom rad, indragen.

Gör så här
──────────
1. Öppna sidan och läs den
   först.
2. Skriv.

Öppna: https://exempel.example/en/lang/adress
- En sak.` + "\ufffd" + `[31m
`
	var b strings.Builder
	if err := table.WriteParts(&b, parts, table.Options{Width: 10}); err != nil { // as 30
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("WriteParts (-want +got):\n%s", diff)
	}
	for _, width := range []int{0, 40, 60, 80, 300} {
		b.Reset()
		long := table.Part{Heading: strings.Repeat("rubrik ", 20), Text: []string{strings.Repeat("ord ", 100)}, Items: []string{strings.Repeat("sak ", 100)}, Steps: []string{strings.Repeat("steg ", 100)}}
		if err := table.WriteParts(&b, []table.Part{long}, table.Options{Width: width}); err != nil {
			t.Fatal(err)
		}
		most := map[int]int{0: 80, 300: 120}[width]
		if most == 0 {
			most = width
		}
		for l := range strings.SplitSeq(b.String(), "\n") {
			if n := utf8.RuneCountInString(l); n > most {
				t.Errorf("width %d: a line of %d: %q", width, n, l)
			}
		}
	}
}
