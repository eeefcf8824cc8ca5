package register_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/scanner/household"
	"lampan/scanner/source"
	"lampan/scanner/source/register"
	"lampan/scanner/source/sourcetest"
)

const (
	address = "https://rdap.example/domain/lind.example"
	answer  = `{"objectClassName":"domain","ldhName":"lind.example","entities":[{"roles":["registrant"],"vcardArray":["vcard",[["fn",{},"text","Anna Lind"]]]}]}`
)

func newSource(e sourcetest.Env) source.Source {
	return register.New(register.Config{Source: e.Source, Get: e.Get, Root: e.Root, Now: e.Now})
}

func TestSource(t *testing.T) {
	c := sourcetest.Case{
		Source:    household.Source{ID: "doman", Subject: "anna", Kind: exposure.Register, At: address, Visibility: exposure.Open},
		Pages:     map[string]sourcetest.Page{address: {Type: "application/rdap+json", Body: []byte(answer)}},
		New:       newSource,
		Documents: 1,
		Broken:    []byte("<html>"),
	}
	t.Run("from a server", func(t *testing.T) { sourcetest.Run(t, c) })

	c.Source.At = "doman.json"
	c.Pages, c.Files = nil, map[string][]byte{"doman.json": []byte(answer)}
	t.Run("from a file", func(t *testing.T) { sourcetest.Run(t, c) })
}

func TestRecord(t *testing.T) {
	src := household.Source{ID: "doman", Subject: "anna", Kind: exposure.Register, At: address, Visibility: exposure.Open}
	b := sourcetest.NewBench(t, src, nil, map[string]sourcetest.Page{address: {Body: []byte(answer)}})
	r := sourcetest.Collect(t.Context(), newSource(b.Env), b.Grant())
	if len(r.Documents) != 1 {
		t.Fatalf("documents %q, faults %v; want one", r.Locators(), r.Faults)
	}
	if diff := cmp.Diff(&exposure.Record{Domain: "lind.example", Holder: "Anna Lind"}, r.Documents[0].Record); diff != "" {
		t.Errorf("record (-want +got):\n%s", diff)
	}
}

// A register that points to another server is not followed there.
func TestRedirect(t *testing.T) {
	src := household.Source{ID: "doman", Subject: "anna", Kind: exposure.Register, At: address, Visibility: exposure.Open}
	b := sourcetest.NewBench(t, src, nil, map[string]sourcetest.Page{
		address: {To: "https://annan.example/domain/lind.example"},
		"https://annan.example/domain/lind.example": {Body: []byte(answer)},
	})
	r := sourcetest.Collect(t.Context(), newSource(b.Env), b.Grant())
	if diff := cmp.Diff([]source.Reason{source.OutsideScope}, r.Reasons()); diff != "" || len(r.Documents) != 0 {
		t.Errorf("documents %q, faults (-want +got):\n%s", r.Locators(), diff)
	}
}

func TestTooLarge(t *testing.T) {
	src := household.Source{ID: "doman", Subject: "anna", Kind: exposure.Register, At: address, Visibility: exposure.Open}
	b := sourcetest.NewBench(t, src, nil, map[string]sourcetest.Page{address: {Body: []byte(strings.Repeat(" ", 5<<20) + answer)}})
	r := sourcetest.Collect(t.Context(), newSource(b.Env), b.Grant())
	if diff := cmp.Diff([]source.Reason{source.TooLarge}, r.Reasons()); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}
