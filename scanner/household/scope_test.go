package household_test

import (
	"testing"

	"lampan/rules/exposure"
	"lampan/scanner/household"
)

// The suite of ways around lies in scanner/consent; these are the plain rules.
func TestCovers(t *testing.T) {
	for _, tc := range []struct {
		name    string
		source  household.Source
		locator string
		want    bool
	}{
		{"folder of photos", household.Source{Kind: exposure.Photos, At: "bilder/"}, "bilder/a.jpg", true},
		{"the folder itself", household.Source{Kind: exposure.Photos, At: "bilder"}, "bilder", true},
		{"one photo", household.Source{Kind: exposure.Photos, At: "bilder/a.jpg"}, "bilder/a.jpg", true},
		{"a file of posts", household.Source{Kind: exposure.Posts, At: "inlagg.txt"}, "inlagg.txt", true},
		{"below a file of posts", household.Source{Kind: exposure.Posts, At: "inlagg"}, "inlagg/mer.txt", false},
		{"a saved record", household.Source{Kind: exposure.Register, At: "rdap.json"}, "rdap.json", true},
		{"a feed", household.Source{Kind: exposure.Feed, At: "https://a.example/rss?x=1"}, "https://a.example/rss?x=1", true},
		{"a feed is no section", household.Source{Kind: exposure.Feed, Section: true, At: "https://a.example/rss"}, "https://a.example/rss/2", false},
		{"Swedish host, as letters and as sent", household.Source{Kind: exposure.Page, At: "https://båt.example/"}, "https://xn--bt-yia.example/", true},
		{"IPv6", household.Source{Kind: exposure.Page, At: "http://[::1]:8090/"}, "http://[0:0:0:0:0:0:0:1]:8090/", true},
		{"IPv6 with a zone", household.Source{Kind: exposure.Page, At: "http://[fe80::1]/"}, "http://[fe80::1%25eth0]/", false},
		{"host with a dot at the end", household.Source{Kind: exposure.Page, At: "https://a.example/"}, "https://a.example./", false},
		{"port beyond the last", household.Source{Kind: exposure.Page, At: "https://a.example/"}, "https://a.example:65979/", false},
		{"a domain", domain("familjenlind.example"), "domain:familjenlind.example", true},
		{"a domain's directory", domain("familjenlind.example"), "https://data.iana.org/rdap/dns.json", true},
		{"the list of addresses beside it", domain("familjenlind.example"), "https://data.iana.org/rdap/ipv4.json", false},
		{"the directory without encryption", domain("familjenlind.example"), "http://data.iana.org/rdap/dns.json", false},
		{"another domain", domain("familjenlind.example"), "domain:annan.example", false},
		{"its record before the directory was read", domain("familjenlind.example"), "https://rdap.example/domain/familjenlind.example", false},
		{"IANA's directory where another is named", through("familjenlind.example", "http://127.0.0.1:8571/dns.json"), "https://data.iana.org/rdap/dns.json", false},
		{"the other directory", through("familjenlind.example", "http://127.0.0.1:8571/dns.json"), "http://127.0.0.1:8571/dns.json", true},
		{"a file of posts named like a domain", household.Source{Kind: exposure.Posts, At: "domain:a.example"}, "https://data.iana.org/rdap/dns.json", false},
		{"the zero source", household.Source{}, "", false},
	} {
		if got := tc.source.Covers(tc.locator); got != tc.want {
			t.Errorf("%s: Covers(%q) = %v; want %v", tc.name, tc.locator, got, tc.want)
		}
	}
}

func domain(name string) household.Source {
	return household.Source{Kind: exposure.Register, At: "domain:" + name}
}

func through(name, via string) household.Source {
	s := domain(name)
	s.Via = via
	return s
}

// What a server of registers has, beside the one record, is never covered.
func TestCoversRecord(t *testing.T) {
	const server, record = "https://rdap.example/v1/", "https://rdap.example/v1/domain/lind.example"
	for _, tc := range []struct {
		name            string
		source          household.Source
		server, locator string
		want            bool
	}{
		{"the record", domain("lind.example"), server, record, true},
		{"server without a slash at the end", domain("lind.example"), "https://rdap.example/v1", record, true},
		{"capitals, as written", domain("Lind.EXAMPLE"), "https://RDAP.example/v1/", record, true},
		{"Swedish letters", domain("sjöbo.example"), server, "https://rdap.example/v1/domain/xn--sjbo-6qa.example", true},
		{"a port", domain("lind.example"), "http://127.0.0.1:8571/rdap/", "http://127.0.0.1:8571/rdap/domain/lind.example", true},
		{"another domain", domain("lind.example"), server, "https://rdap.example/v1/domain/annan.example", false},
		{"a person", domain("lind.example"), server, "https://rdap.example/v1/entity/ANNA1", false},
		{"a search", domain("lind.example"), server, "https://rdap.example/v1/domains?name=lind*", false},
		{"a query on the record", domain("lind.example"), server, record + "?to=1", false},
		{"below the record", domain("lind.example"), server, record + "/mer", false},
		{"the server itself", domain("lind.example"), server, server, false},
		{"another server", domain("lind.example"), server, "https://annan.example/v1/domain/lind.example", false},
		{"another part of the server", domain("lind.example"), server, "https://rdap.example/domain/lind.example", false},
		{"without encryption", domain("lind.example"), server, "http://rdap.example/v1/domain/lind.example", false},
		{"a server with a query", domain("lind.example"), "https://rdap.example/?a=", "https://rdap.example/domain/lind.example?a=", false},
		{"a server with a fragment", domain("lind.example"), "https://rdap.example/#a", "https://rdap.example/domain/lind.example", false},
		{"a server with a name in it", domain("lind.example"), "https://a@rdap.example/", "https://rdap.example/domain/lind.example", false},
		{"a server that is a script", domain("lind.example"), "javascript:x", "javascript:x/domain/lind.example", false},
		{"a server above itself", domain("lind.example"), "https://rdap.example/v1/../", "https://rdap.example/domain/lind.example", false},
		{"a record at an address", household.Source{Kind: exposure.Register, At: record}, server, record, false},
		{"a page", household.Source{Kind: exposure.Page, At: "domain:lind.example"}, server, record, false},
	} {
		if got := tc.source.CoversRecord(tc.server, tc.locator); got != tc.want {
			t.Errorf("%s: CoversRecord(%q, %q) = %v; want %v", tc.name, tc.server, tc.locator, got, tc.want)
		}
	}
}

func TestSameDomain(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		want bool
	}{
		{"lind.example", "LIND.example.", true},
		{"sjöbo.example", "xn--sjbo-6qa.example", true},
		{"lind.example", "www.lind.example", false},
		{"lind.example", "", false},
		{"", "", false},
	} {
		if got := household.SameDomain(tc.a, tc.b); got != tc.want {
			t.Errorf("SameDomain(%q, %q) = %v; want %v", tc.a, tc.b, got, tc.want)
		}
	}
}
