package sites_test

import (
	"testing"

	"golang.org/x/net/publicsuffix"

	"lampan/rules/password/sites"
)

func TestRegistrable(t *testing.T) {
	l := sites.Open()
	for _, host := range []string{
		"example.se", "www.example.se", "a.b.example.se", "se", "pp.se", "anna.pp.se", "www.anna.pp.se",
		"example.co.uk", "co.uk", "a.example.co.uk", "x.ck", "y.x.ck", "www.ck", "a.www.ck",
		"anna.github.io", "github.io", "www.city.kawasaki.jp", "b.c.kawasaki.jp", "a.b.c.kawasaki.jp",
		"xn--rksmrgs-5wao1o.se", "www.xn--rksmrgs-5wao1o.se", "localhost", "router.lan", "a.router.lan", "mail.google.com",
	} {
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
