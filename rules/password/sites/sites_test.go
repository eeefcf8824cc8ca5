package sites_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/publicsuffix"

	"lampan/rules/password/sites"
	"lampan/rules/password/verdict"
)

func TestRegistrable(t *testing.T) {
	l := sites.Open()
	hosts := []string{
		"example.se", "www.example.se", "a.b.example.se", "se", "pp.se", "anna.pp.se", "www.anna.pp.se",
		"example.co.uk", "co.uk", "a.example.co.uk", "x.ck", "y.x.ck", "www.ck", "a.www.ck",
		"anna.github.io", "github.io", "www.city.kawasaki.jp", "b.c.kawasaki.jp", "a.b.c.kawasaki.jp",
		"xn--rksmrgs-5wao1o.se", "www.xn--rksmrgs-5wao1o.se", "localhost", "router.lan", "a.router.lan", "mail.google.com",
	}
	for _, s := range l.All() {
		for _, d := range s.Domains {
			hosts = append(hosts, d, "www."+d)
		}
	}
	for _, host := range hosts {
		want, err := publicsuffix.EffectiveTLDPlusOne(host)
		if err != nil {
			want = host
		}
		if got := l.Registrable(host); got != want {
			t.Errorf("Registrable(%q) = %q; want %q", host, got, want)
		}
	}
	for host, want := range map[string]string{
		"WWW.Example.SE": "example.se", "www.räksmörgås.se.": "xn--rksmrgs-5wao1o.se",
		"192.168.1.1": "192.168.1.1", "": "", "[::1]": "[::1]", "a:80": "a:80",
	} {
		if got := l.Registrable(host); got != want {
			t.Errorf("Registrable(%q) = %q; want %q", host, got, want)
		}
	}
}

func FuzzRegistrable(f *testing.F) {
	l := sites.Open()
	for _, s := range []string{"www.example.se", "co.uk", "a..b", ".", "xn--a", "räksmörgås.se", "*.ck", "!www.ck"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, host string) {
		r := l.Registrable(host)
		if strings.ContainsFunc(host, func(r rune) bool { return r > unicode.MaxASCII }) {
			return // parts may be proper names where the whole is none
		}
		if again := l.Registrable(r); again != r {
			t.Errorf("Registrable(%q) = %q, of which it is %q", host, r, again)
		}
	})
}

func TestAt(t *testing.T) {
	l := sites.Open()
	for host, want := range map[string]string{
		"internetbanken.swedbank.se": "swedbank.se", "WWW.SWEDBANK.SE.": "swedbank.se", "mail.google.com": "google.com",
		"m.youtube.com": "google.com", "login.live.com": "microsoft.com", "www.amazon.se": "amazon.com",
		"swedbank.se.example.com": "", "notswedbank.se": "", "example.se": "", "": "", "se": "",
	} {
		if s, _ := l.At(host); s.ID != want {
			t.Errorf("At(%q) = %q; want %q", host, s.ID, want)
		}
	}
	for name, want := range map[string]string{
		"Gmail": "google.com", "länsförsäkringar": "lansforsakringar.se", "HBO Max": "max.com", "hbo-max": "max.com",
		"swedbank.se": "swedbank.se", " Kivra ": "kivra.com", "Swedbank gamla": "", "": "",
	} {
		if s, _ := l.Named(name); s.ID != want {
			t.Errorf("Named(%q) = %q; want %q", name, s.ID, want)
		}
	}
}

// What the most important services are for must not change by accident.
func TestKinds(t *testing.T) {
	l := sites.Open()
	for host, want := range map[string]verdict.Kind{
		"swedbank.se": verdict.Bank, "bankid.com": verdict.EID, "skatteverket.se": verdict.EID, "1177.se": verdict.Health,
		"proton.me": verdict.Email, "icloud.com": verdict.Phone, "telia.se": verdict.Phone, "bitwarden.com": verdict.Vault,
		"snapchat.com": verdict.Social, "vklass.se": verdict.School, "slack.com": verdict.Work, "ring.com": verdict.Home,
		"blocket.se": verdict.Shop, "netflix.com": verdict.Other,
	} {
		if s, _ := l.At(host); s.Kind != want {
			t.Errorf("%s is for %q; want %q", host, s.Kind, want)
		}
	}
}

// Every statement names a known source and its commit.
func TestSources(t *testing.T) {
	source := regexp.MustCompile(`^(tfa|pk|apple)@[0-9a-f]{7}$`)
	for _, s := range sites.Open().All() {
		for part := range strings.FieldsSeq(s.Source) {
			if !source.MatchString(part) {
				t.Errorf("%s: source %q", s.ID, part)
			}
		}
		if len(s.Offers) > 0 && !strings.Contains(s.Source, "tfa@") {
			t.Errorf("%s: second steps without their source", s.ID)
		}
		if s.Passkey && !strings.Contains(s.Source, "pk@") {
			t.Errorf("%s: a passkey without its source", s.ID)
		}
	}
}

// What was read more than a year ago is listed, and is no fault.
func TestOld(t *testing.T) {
	limit := time.Now().AddDate(-1, 0, 0).Format(time.DateOnly) //nolint:forbidigo // only what is logged rests on it
	old := 0
	for _, s := range sites.Open().All() {
		if s.Read != "" && s.Read < limit {
			t.Logf("%s was read on %s; read its source again", s.ID, s.Read)
			old++
		}
	}
	t.Logf("%d services were read before %s", old, limit)
}

func TestParseFaults(t *testing.T) {
	const good = "a.se b.se | bank | A, B bank | sms eid | yes | 2026-11-22 | tfa@1234567"
	if _, err := sites.Parse(good, ""); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, line, want string }{
		{"a column too few", "a.se | bank | A | ? | ? |", "6 columns instead of 7"},
		{"no domain", "| bank | A | ? | ? | |", "no domain"},
		{"a host", "www.a.se | bank | A | ? | ? | |", `"www.a.se" is not a domain that somebody can register`},
		{"capitals", "A.se | bank | A | ? | ? | |", `"A.se" is not a domain that somebody can register`},
		{"an unknown kind", "a.se | banks | A | ? | ? | |", `unknown kind "banks"`},
		{"an unknown mark", "a.se | bank reset | A | ? | ? | |", `unknown kind "bank reset"`},
		{"no name", "a.se | bank | A, | ? | ? | |", "an empty name"},
		{"an unknown step", "a.se | bank | A | fax | ? | 2026-11-22 | tfa", `unknown second step "fax"`},
		{"a step twice", "a.se | bank | A | sms sms | ? | 2026-11-22 | tfa", `unknown second step "sms sms"`},
		{"no step", "a.se | bank | A | | ? | 2026-11-22 | tfa", "an empty second step; write ? for unknown"},
		{"a claim that there is none", "a.se | bank | A | ? | no | 2026-11-22 | tfa", `unknown state of passkeys "no"`},
		{"no date", "a.se | bank | A | sms | ? | | tfa", "no date of the form YYYY-MM-DD"},
		{"a bad date", "a.se | bank | A | sms | ? | 2026-11-31 | tfa", "no date of the form YYYY-MM-DD"},
		{"no source", "a.se | bank | A | ? | yes | 2026-11-22 |", "no source"},
		{"a date for nothing", "a.se | bank | A | ? | ? | 2026-11-22 |", "a date or source for what is unknown"},
		{"a domain twice", good + "\nb.se | bank | C | ? | ? | |", `"b.se" stands twice`},
		{"a domain twice in a line", "a.se a.se | bank | C | ? | ? | |", `"a.se" stands twice`},
		{"a name twice", good + "\nc.se | bank | b-BANK | ? | ? | |", `the name "b-BANK" stands twice`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := sites.Parse(c.line, "")
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Parse: %v; want %q", err, c.want)
			}
		})
	}
	_, err := sites.Parse("a\n\n# x\nb", "")
	if want := "sites, line 1: 1 columns instead of 7\nsites, line 4: 1 columns instead of 7"; err == nil || err.Error() != want {
		t.Errorf("Parse: %v; want all faults:\n%s", err, want)
	}
}

func TestReadable(t *testing.T) {
	for host, want := range map[string]string{"xn--rksmrgs-5wao1o.se": "räksmörgås.se", "example.se": "example.se", "xn--a": "xn--a"} {
		if got := sites.Readable(host); got != want {
			t.Errorf("Readable(%q) = %q; want %q", host, got, want)
		}
	}
}

func TestAllIsACopy(t *testing.T) {
	l := sites.Open()
	before := slices.Clone(l.All())
	l.All()[0] = sites.Site{}
	if d := cmp.Diff(before, l.All()); d != "" {
		t.Error(d)
	}
}

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		sites.Open()
	}
}
