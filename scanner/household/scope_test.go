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
		{"the zero source", household.Source{}, "", false},
	} {
		if got := tc.source.Covers(tc.locator); got != tc.want {
			t.Errorf("%s: Covers(%q) = %v; want %v", tc.name, tc.locator, got, tc.want)
		}
	}
}
