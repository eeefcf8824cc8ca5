package feed_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/scanner/audit"
	"lampan/scanner/household"
	"lampan/scanner/source"
	"lampan/scanner/source/feed"
	"lampan/scanner/source/sourcetest"
)

const (
	address = "http://lind.example/index.xml"
	rss     = `<rss version="2.0"><channel><item><title>Ett</title><link>/blogg/ett/</link><pubDate>Mon, 01 Jun 2026 08:00:00 +0200</pubDate></item>
<item><guid>urn:2</guid><title>Två</title></item><item><link>https://www.instagram.com/anna/</link><title>Tre</title></item><item><link>http://annan.example/x</link><title>Fyra</title></item>
<item><link>http://annan.example/y</link><title>Fem</title><description>Hela inlägget</description></item></channel></rss>`
)

func declared() household.Source {
	return household.Source{ID: "flode", Subject: "anna", Kind: exposure.Feed, At: address, Visibility: exposure.Open}
}

func newSource(e sourcetest.Env) *feed.Source {
	return feed.New(feed.Config{Source: e.Source, Get: e.Get, Now: e.Now})
}

func TestSource(t *testing.T) {
	sourcetest.Run(t, sourcetest.Case{
		Source:    declared(),
		Pages:     map[string]sourcetest.Page{address: {Type: "application/rss+xml", Body: []byte(rss)}},
		New:       func(e sourcetest.Env) source.Source { return newSource(e) },
		Documents: 5,
		Broken:    []byte("<html><p>hej"),
	})
}

// The pages behind the items are somebody else's agreement.
func TestItemsAreNotFollowed(t *testing.T) {
	b := sourcetest.NewBench(t, declared(), nil, map[string]sourcetest.Page{address: {Body: []byte(rss)}, "http://lind.example/blogg/ett/": sourcetest.HTML("x")})
	s := newSource(b.Env)
	if got := s.Suggestions(); got != nil {
		t.Errorf("suggestions before reading = %v; want none", got)
	}
	r := sourcetest.Collect(t.Context(), s, b.Grant())
	if diff := cmp.Diff([]string{address}, b.Site.Log()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	want := []string{address + "#/blogg/ett/", address + "#urn:2", address + "#https://www.instagram.com/anna/", address + "#http://annan.example/x", address + "#http://annan.example/y"}
	if diff := cmp.Diff(want, r.Locators()); diff != "" {
		t.Errorf("locators (-want +got):\n%s", diff)
	}
	suggestions := []audit.Suggestion{
		{Subject: "anna", Source: "flode", Kind: "account", Value: "https://www.instagram.com/anna/"},
		{Subject: "anna", Source: "flode", Kind: "link", Value: "http://annan.example/x"},
	}
	if diff := cmp.Diff(suggestions, s.Suggestions()); diff != "" {
		t.Errorf("suggestions (-want +got):\n%s", diff)
	}
}
