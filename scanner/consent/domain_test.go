package consent_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"lampan/rules/exposure"
	"lampan/scanner/consent"
	"lampan/scanner/consent/consenttest"
	"lampan/scanner/household"
)

const (
	iana   = "https://data.iana.org/rdap/dns.json"
	server = "https://rdap.example/v1/"
	record = "https://rdap.example/v1/domain/lind.example"
)

func domains(t testing.TB) *consenttest.Case {
	t.Helper()
	return consenttest.NewCase(t, day,
		household.Source{ID: "doman", Kind: exposure.Register, At: "domain:lind.example"},
		household.Source{ID: "server", Kind: exposure.Register, At: record},
		household.Source{ID: "blogg", Kind: exposure.Page, Section: true, At: blog})
}

// Agreeing to a domain opens the directory of registers, and once that was read
// the one record on the servers it names: no other way leads further.
func TestThrough(t *testing.T) {
	for _, tc := range []struct {
		name    string
		source  exposure.SourceID
		servers []string
		locator string
		want    bool
	}{
		{"the directory", "doman", nil, iana, true},
		{"the record too early", "doman", nil, record, false},
		{"the record", "doman", []string{"http://annan.example/", server}, record, true},
		{"the directory afterwards", "doman", []string{server}, iana, true},
		{"another domain's record", "doman", []string{server}, server + "domain/annan.example", false},
		{"a person's record", "doman", []string{server}, server + "entity/ANNA1", false},
		{"a search", "doman", []string{server}, server + "domains?name=lind*", false},
		{"the server's own page", "doman", []string{server}, server, false},
		{"another server", "doman", []string{server}, "https://annan.example/domain/lind.example", false},
		{"a record at an address", "server", []string{"https://annan.example/"}, "https://annan.example/domain/lind.example", false},
		{"a blog", "blogg", []string{server}, record, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := domains(t).Grant(tc.source).Through(tc.servers).Covers(tc.locator, day)
			if tc.want != (err == nil) || err != nil && !errors.Is(err, consent.ErrOutside) {
				t.Errorf("Covers(%q) = %v; want covered: %v", tc.locator, err, tc.want)
			}
		})
	}
}

func TestThroughEnds(t *testing.T) {
	if err := (consent.Grant{}).Through([]string{server}).Covers(record, day); !errors.Is(err, consent.ErrNotGranted) {
		t.Errorf("without a grant: %v; want ErrNotGranted", err)
	}
	c := domains(t)
	plain := c.Grant("doman")
	g := plain.Through([]string{server})
	if err := plain.Covers(record, day); err == nil {
		t.Error("the grant that it was made from covers the record too")
	}
	c.Revoke("doman")
	if err := g.Covers(record, day); !errors.Is(err, consent.ErrNotGranted) || errors.Is(err, consent.ErrOutside) {
		t.Errorf("after a withdrawal: %v; want ErrNotGranted", err)
	}
	c = domains(t)
	g = c.Grant("doman").Through([]string{server})
	c.Edit(`at: "domain:lind.example"`, `at: "domain:granne.example"`)
	for _, locator := range []string{record, server + "domain/granne.example", iana} {
		if err := g.Covers(locator, day); !errors.Is(err, consent.ErrNotGranted) {
			t.Errorf("after the domain was changed, %s: %v; want ErrNotGranted", locator, err)
		}
	}
	c = domains(t)
	g = c.Grant("doman")
	c.Edit(`at: "domain:lind.example"`, `at: "domain:lind.example"`+"\n    via: https://annan.example/dns.json")
	if err := g.Covers("https://annan.example/dns.json", day); !errors.Is(err, consent.ErrNotGranted) || errors.Is(err, consent.ErrOutside) {
		t.Errorf("after another directory was written: %v; want ErrNotGranted", err)
	}
}

// Whatever a directory and a server make of it, only the record is covered.
func FuzzThrough(f *testing.F) {
	for _, s := range []string{server, "https://rdap.example", "http://127.0.0.1:8571/rdap/", "https://a@rdap.example/", "javascript:", "https://rdap.example/?x", ""} {
		f.Add(s, record)
		f.Add(s, s+"/domain/lind.example")
		f.Add(s, s)
	}
	c := domains(f)
	g := c.Grant("doman")
	f.Fuzz(func(t *testing.T, server, locator string) {
		if g.Through([]string{server}).Covers(locator, day) != nil || g.Covers(locator, day) == nil {
			return
		}
		u, err := url.Parse(locator)
		if err != nil {
			t.Fatal(err)
		}
		s, err := url.Parse(server)
		if err != nil || s.Scheme != u.Scheme || u.User != nil || u.RawQuery != "" {
			t.Fatalf("the server %q opens %q", server, locator)
		}
		if !strings.HasSuffix(strings.TrimSuffix(u.Path, "/"), "/domain/lind.example") {
			t.Fatalf("the server %q opens %q", server, locator)
		}
	})
}
