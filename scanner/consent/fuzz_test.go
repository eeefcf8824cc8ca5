package consent_test

import (
	"errors"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"lampan/rules/exposure"
	"lampan/scanner/consent"
	"lampan/scanner/consent/consenttest"
	"lampan/scanner/household"
)

// Whatever is covered is, after the address is resolved as a browser would,
// still on the agreed host and port and below the agreed path.
func FuzzCovers(f *testing.F) {
	for _, s := range []string{
		blog, blog + "/x", blog + "/../x", blog + "/%2e%2e/x", blog + "/%252e%252e/x", blog + `/..\x`, blog + "/..;/x",
		"https://anna@blogg.example/anna", "HTTPS://BLOGG.EXAMPLE:443/anna/?a=/../b#c", "https://blogg.example:0443/anna",
		"https://blogg.example/anna%2f..", "https://blogg.example/anna/.%09./x", "https://[::1]/anna", "anna", "",
	} {
		f.Add(s)
	}
	c := consenttest.NewCase(f, day, household.Source{ID: "blogg", Kind: exposure.Page, Section: true, At: blog})
	g := c.Grant("blogg")
	base, err := url.Parse(blog)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, locator string) {
		err := g.Covers(locator, day)
		if err != nil {
			if !errors.Is(err, consent.ErrNotGranted) {
				t.Fatalf("Covers(%q) = %v; want ErrNotGranted", locator, err)
			}
			return
		}
		u, err := base.Parse(locator)
		if err != nil {
			t.Fatalf("Covers(%q) = nil, but it does not parse: %v", locator, err)
		}
		if port := u.Port(); u.Scheme != "https" || !strings.EqualFold(u.Hostname(), "blogg.example") || u.User != nil ||
			port != "" && strings.TrimLeft(port, "0") != "443" {
			t.Fatalf("Covers(%q) = nil, but it leads to %s", locator, u)
		}
		// Decode as often as a careless server might, then clean.
		p := u.Path
		for range 3 {
			clean := path.Clean("/" + strings.ReplaceAll(p, `\`, "/"))
			if clean != "/anna" && !strings.HasPrefix(clean, "/anna/") {
				t.Fatalf("Covers(%q) = nil, but its path is %s", locator, clean)
			}
			if p, err = url.PathUnescape(p); err != nil {
				break
			}
		}
	})
}

func FuzzCoversFile(f *testing.F) {
	for _, s := range []string{"bilder", "bilder/a.jpg", "bilder/../x", "bilder//a", "./bilder/a", "/bilder/a", `bilder\..\x`, "bilder/.lampan"} {
		f.Add(s)
	}
	c := consenttest.NewCase(f, day, household.Source{ID: "bilder", Kind: exposure.Photos, At: "bilder"})
	g := c.Grant("bilder")
	f.Fuzz(func(t *testing.T, locator string) {
		if g.Covers(locator, day) != nil {
			return
		}
		if !filepath.IsLocal(locator) || strings.TrimSuffix(locator, "/") != "bilder" && !strings.HasPrefix(path.Clean(locator), "bilder/") {
			t.Fatalf("Covers(%q) = nil", locator)
		}
	})
}

// A ledger with anything in it opens, or is refused; what opens verifies.
func FuzzLedger(f *testing.F) {
	r := newReader(f, term{})
	if err := r.openAndRead("annas-blogg", blog); err != nil {
		f.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(r.c.Dir, consent.LedgerName))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add(data[:len(data)-1])
	f.Add(data[:len(data)/2])
	f.Add([]byte("{}\n"))
	f.Add([]byte("\n"))
	f.Add([]byte("null\n"))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		name := filepath.Join(dir, "ledger.jsonl")
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		l, err := consent.OpenLedger(name)
		if err != nil {
			if !errors.Is(err, consent.ErrLedger) {
				t.Fatalf("OpenLedger = %v; want ErrLedger", err)
			}
			return
		}
		if err := l.Verify(); err != nil {
			t.Fatalf("Verify of what opened = %v", err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	})
}
