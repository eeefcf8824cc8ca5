package register_test

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/scanner/audit"
	"lampan/scanner/consent"
	"lampan/scanner/household"
	"lampan/scanner/source"
	"lampan/scanner/source/register"
	"lampan/scanner/source/sourcetest"
)

const (
	address   = "https://rdap.example/domain/lind.example"
	directory = "https://data.iana.org/rdap/dns.json"
	list      = `{"services":[[["example"],["http://rdap.example/","https://rdap.example/"]]]}`
	answer    = `{"objectClassName":"domain","ldhName":"lind.example","entities":[{"roles":["registrant"],"vcardArray":["vcard",[["fn",{},"text","Anna Lind"]]]}]}`
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

	c.Source.At = "domain:lind.example"
	c.Pages = map[string]sourcetest.Page{directory: {Type: "application/json", Body: []byte(list)}, address: {Type: "application/rdap+json", Body: []byte(answer)}}
	t.Run("of a domain", func(t *testing.T) { sourcetest.Run(t, c) })

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

// A saved answer that is none of a register's is to be saved again, whatever line
// stops it from being one.
func TestSavedWrong(t *testing.T) {
	src := household.Source{ID: "doman", Subject: "anna", Kind: exposure.Register, At: "doman.json", Visibility: exposure.Open}
	for _, text := range []string{"", "{\n\"objectClassName\":", "<html>", `{"objectClassName":"entity"}`} {
		b := sourcetest.NewBench(t, src, map[string][]byte{"doman.json": []byte(text)}, nil)
		r := sourcetest.Collect(t.Context(), newSource(b.Env), b.Grant())
		e, ok := errors.AsType[*source.Error](errors.Join(r.Faults...))
		if len(r.Documents) > 0 || len(r.Faults) != 1 || !ok || e.Reason != source.NotRecord || e.Locator != "doman.json" || e.Line != 0 {
			t.Errorf("%q: faults %v; want one that says to save the file again", text, r.Faults)
		}
	}
}

// ask reads a domain's record from the pages, which hold the directory too
// unless they say otherwise.
func ask(t *testing.T, pages map[string]sourcetest.Page) (*sourcetest.Bench, source.Source, sourcetest.Result) {
	t.Helper()
	src := household.Source{ID: "doman", Subject: "anna", Kind: exposure.Register, At: "domain:lind.example", Visibility: exposure.Open}
	all := map[string]sourcetest.Page{directory: {Body: []byte(list)}}
	maps.Copy(all, pages)
	b := sourcetest.NewBench(t, src, nil, all)
	s := newSource(b.Env)
	return b, s, sourcetest.Collect(t.Context(), s, b.Grant())
}

func TestDomain(t *testing.T) {
	thin := `{"objectClassName":"domain","ldhName":"LIND.EXAMPLE","links":[{"rel":"related","type":"application/rdap+json","href":"https://rdap.registrar.example/domain/lind.example"}]}`
	at := func(p sourcetest.Page) map[string]sourcetest.Page { return map[string]sourcetest.Page{address: p} }
	says := func(body string) map[string]sourcetest.Page { return at(sourcetest.Page{Body: []byte(body)}) }
	listed := func(servers string) map[string]sourcetest.Page {
		return map[string]sourcetest.Page{directory: {Body: []byte(servers)}, address: {Body: []byte(answer)}}
	}
	fails := func(r source.Reason) map[string]sourcetest.Page {
		return at(sourcetest.Page{Err: &source.Error{Reason: r, Locator: address}})
	}
	for _, tc := range []struct {
		name    string
		pages   map[string]sourcetest.Page
		want    *exposure.Record
		reasons []source.Reason
		log     []string
	}{
		{"shown", says(answer), &exposure.Record{Domain: "lind.example", Holder: "Anna Lind"}, nil, []string{directory, address}},
		{"hidden", says(`{"objectClassName":"domain"}`), &exposure.Record{Domain: "lind.example", Withheld: true}, nil, []string{directory, address}},
		{"the registrar has more", says(thin), &exposure.Record{Domain: "LIND.EXAMPLE"}, []source.Reason{source.Refers}, []string{directory, address}},
		{"no server", listed(`{"services":[[["se"],["https://rdap.se.example/"]]]}`), nil, []source.Reason{source.NoRegister}, []string{directory}},
		{"a broken directory", listed(`<html>`), nil, []source.Reason{source.Malformed}, []string{directory}},
		{"a server that is no address", listed(`{"services":[[["example"],["https://rdap.example/?x="]]]}`), nil, []source.Reason{source.Malformed}, []string{directory}},
		{"a server that is a script", listed(`{"services":[[["example"],["javascript:x"]]]}`), nil, []source.Reason{source.Malformed}, []string{directory}},
		{"a directory that moved", map[string]sourcetest.Page{directory: {To: "https://annan.example/dns.json"}, "https://annan.example/dns.json": {Body: []byte(list)}}, nil, []source.Reason{source.OutsideScope}, []string{directory}},
		{"a huge directory", listed(strings.Repeat(" ", 5<<20) + list), nil, []source.Reason{source.TooLarge}, []string{directory}},
		{"an unknown domain", map[string]sourcetest.Page{}, nil, []source.Reason{source.NoDomain}, []string{directory, address}},
		{"an unknown domain, in an answer", says(`{"errorCode":404}`), nil, []source.Reason{source.NoDomain}, []string{directory, address}},
		{"asked too often", fails(source.Busy), nil, []source.Reason{source.Busy}, []string{directory, address}},
		{"refused", fails(source.Blocked), nil, []source.Reason{source.Blocked}, []string{directory, address}},
		{"robots.txt says no", fails(source.Robots), nil, []source.Reason{source.Robots}, []string{directory, address}},
		{"another domain's answer", says(`{"objectClassName":"domain","ldhName":"granne.example"}`), nil, []source.Reason{source.OtherDomain}, []string{directory, address}},
		{"a person's answer", says(`{"objectClassName":"entity"}`), nil, []source.Reason{source.Malformed}, []string{directory, address}},
		{"a page", says(`<!doctype html><title>RDAP</title>`), nil, []source.Reason{source.Malformed}, []string{directory, address}},
		{"a huge answer", says(strings.Repeat(" ", 5<<20) + answer), nil, []source.Reason{source.TooLarge}, []string{directory, address}},
		{"sent on to the registrar", at(sourcetest.Page{To: "https://rdap.registrar.example/domain/lind.example"}), nil, []source.Reason{source.OutsideScope}, []string{directory, address}},
		{"sent on to a person", at(sourcetest.Page{To: "https://rdap.example/entity/ANNA1"}), nil, []source.Reason{source.OutsideScope}, []string{directory, address}},
		{
			"sent on to the other door",
			map[string]sourcetest.Page{address: {To: "http://rdap.example/domain/lind.example"}, "http://rdap.example/domain/lind.example": {Body: []byte(answer)}},
			&exposure.Record{Domain: "lind.example", Holder: "Anna Lind"}, nil,
			[]string{directory, address}, // the site logs what was asked for first
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b, _, r := ask(t, tc.pages)
			if diff := cmp.Diff(tc.reasons, r.Reasons()); diff != "" {
				t.Errorf("faults (-want +got):\n%s\n%v", diff, r.Faults)
			}
			var got *exposure.Record
			if len(r.Documents) > 0 {
				got = r.Documents[0].Record
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("record (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.log, b.Site.Log()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

// The registrar's register is named to the person, and not asked.
func TestSuggestions(t *testing.T) {
	_, s, _ := ask(t, map[string]sourcetest.Page{address: {Body: []byte(`{"objectClassName":"domain","links":[
{"rel":"self","type":"application/rdap+json","href":"https://rdap.example/domain/lind.example"},
{"rel":"related","type":"application/rdap+json","href":"https://rdap.example/domain/lind.example"},
{"rel":"related","type":"application/rdap+json","href":"https://rdap.registrar.example/domain/lind.example"}]}`)}})
	want := []audit.Suggestion{{Subject: "anna", Source: "doman", Kind: "link", Value: "https://rdap.registrar.example/domain/lind.example"}}
	if diff := cmp.Diff(want, s.(*register.Source).Suggestions()); diff != "" {
		t.Errorf("suggestions (-want +got):\n%s", diff)
	}
}

// A consent that is withdrawn between the directory and the record ends there.
func TestWithdrawnBetween(t *testing.T) {
	src := household.Source{ID: "doman", Subject: "anna", Kind: exposure.Register, At: "domain:lind.example", Visibility: exposure.Open}
	b := sourcetest.NewBench(t, src, nil, map[string]sourcetest.Page{directory: {Body: []byte(list)}, address: {Body: []byte(answer)}})
	g := b.Grant()
	b.Env.Get = then{b.Env.Get, func() { b.Case.Revoke("doman") }}
	r := sourcetest.Collect(t.Context(), newSource(b.Env), g)
	if diff := cmp.Diff([]source.Reason{source.NotGranted}, r.Reasons()); diff != "" || len(r.Documents) != 0 {
		t.Errorf("documents %q, faults (-want +got):\n%s", r.Locators(), diff)
	}
	if diff := cmp.Diff([]string{directory}, b.Site.Log()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// then does something after every answer.
type then struct {
	source.Getter
	do func()
}

func (g then) Get(ctx context.Context, grant consent.Grant, url string) (*source.Response, error) {
	res, err := g.Getter.Get(ctx, grant, url)
	g.do()
	return res, err
}

// The answer at an address must be about the domain that the address names.
func TestOtherDomain(t *testing.T) {
	src := household.Source{ID: "doman", Subject: "anna", Kind: exposure.Register, At: address, Visibility: exposure.Open}
	b := sourcetest.NewBench(t, src, nil, map[string]sourcetest.Page{address: {Body: []byte(`{"objectClassName":"domain","ldhName":"granne.example"}`)}})
	r := sourcetest.Collect(t.Context(), newSource(b.Env), b.Grant())
	if diff := cmp.Diff([]source.Reason{source.OtherDomain}, r.Reasons()); diff != "" || len(r.Documents) != 0 {
		t.Errorf("documents %q, faults (-want +got):\n%s", r.Locators(), diff)
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
