package cli_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lampan/rules/extract/text"
	"lampan/scanner/source/sourcetest"
)

// What nobody may read in what lampan keeps or shows of the protected family: the
// street, the postal code, the town, and the position to two decimals.
var secrets = []string{
	"Testgatan", "Testgatan 12", "742 31", "74231", "Östhammar", "60.25", "60,25", "18.37", "18,37", "lgh 1102",
}

// forms are the ways in which a secret may be written.
func forms(secret string) []string {
	out := []string{
		secret, url.QueryEscape(secret), url.PathEscape(secret), text.Fold(secret),
		strings.ReplaceAll(text.Fold(secret), " ", "-"), strings.ReplaceAll(secret, " ", ""),
		strings.ReplaceAll(secret, " ", "\u00a0"), strings.ReplaceAll(secret, " ", "_"),
	}
	for _, r := range secret { // as JSON and HTML may write it
		if r > 0x7f {
			out = append(out, strings.ReplaceAll(secret, string(r), fmt.Sprintf(`\u%04x`, r)),
				strings.ReplaceAll(secret, string(r), fmt.Sprintf("&#%d;", r)))
		}
	}
	return out
}

// hidden reports the secrets that stand in some bytes, in any case and in UTF-8 or
// UTF-16, with some of what stands around them.
func hidden(data []byte) []string {
	var out []string
	for _, b := range [][]byte{data, bytes.ReplaceAll(data, []byte{0}, nil)} { // UTF-16 of plain letters
		lower := strings.ToLower(string(b))
		folded := text.Fold(string(b))
		for _, s := range secrets {
			for _, f := range forms(s) {
				f = strings.ToLower(f)
				for _, in := range []string{lower, folded} {
					if i := strings.Index(in, f); i >= 0 && !partOfNumber(in, i, f) {
						out = append(out, fmt.Sprintf("%q in %q", f, in[max(0, i-40):min(len(in), i+len(f)+40)]))
					}
				}
			}
		}
	}
	return out
}

// partOfNumber reports whether figures that were found are the tail of a longer
// number, such as a score.
func partOfNumber(s string, i int, f string) bool {
	number := strings.Trim(f, "0123456789.,") == ""
	return number && i > 0 && strings.ContainsRune("0123456789.,abcdef", rune(s[i-1]))
}

// site shows the protected family's address in every way that a site can.
func site(t *testing.T) *httptest.Server {
	t.Helper()
	picture := func(day int) []byte {
		return sourcetest.Picture{
			Lat: 60.2591, Lon: 18.3713, Taken: fmt.Sprintf("2027:05:%02d 07:10:00", day), Make: "Exempel", Model: "Kamera 1",
			XMP: `xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:City="Östhammar" photoshop:Headline="Testgatan 12"`,
		}.JPEG()
	}
	page := func(w http.ResponseWriter, title, body string) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<html lang="sv"><head><title>%s</title></head><body>%s</body></html>`, title, body)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/blogg/", func(w http.ResponseWriter, r *http.Request) {
		switch p := strings.TrimPrefix(r.URL.Path, "/blogg/"); {
		case p == "":
			var links strings.Builder
			for day := 3; day <= 25; day++ {
				fmt.Fprintf(&links, `<img src="/blogg/bilder/testgatan-12-%d.jpg" alt="Vårt hus på Testgatan 12 i Östhammar">`, day)
			}
			page(w, "Hemma på Testgatan 12", `<p>Hej!</p><a href="/blogg/testgatan-12">hem</a> <a href="/blogg/testgatan-12-trasig">trasig</a>
				<a href="/blogg/resan">resan</a> <a href="https://kartor.example/?q=Testgatan+12,+%C3%96sthammar">karta</a>
				<a rel="me" href="https://www.instagram.com/anna_testgatan_12_osthammar">jag</a>`+links.String())
		case p == "testgatan-12":
			page(w, "Testgatan 12, 742 31 Östhammar", `<article id="testgatan-12"><h2>Testgatan 12</h2><time datetime="2027-05-03">3 maj 2027</time>
				<p>Vi har flyttat till Testgatan 12 lgh 1102, 742 31 Östhammar. Elsa går på Östhammars skola och tränar med Östhammars IF tisdagar 17.30.</p></article>
				<article id="karta"><time datetime="2027-05-04">4 maj 2027</time><p>Vi bor på 60.2591, 18.3713 om ni ska hitta hit. Ring 0173-105 05.</p></article>`)
		case p == "resan":
			page(w, "Resan", `<article><time datetime="2027-06-01">1 juni 2027</time><p>På lördag åker vi från Östhammar till Rom, hela familjen! Hem till Testgatan onsdagen efter. Portkoden är 7431.</p></article>`)
		case strings.HasPrefix(p, "bilder/"):
			var day int
			_, _ = fmt.Sscanf(p, "bilder/testgatan-12-%d.jpg", &day)
			w.Header().Set("Content-Type", "image/jpeg")
			_, _ = w.Write(picture(day))
		default:
			http.Error(w, "trasig på Testgatan 12", http.StatusInternalServerError)
		}
	})
	mux.HandleFunc("/flode.xml", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>Testgatan 12</title>
			<item><title>Inflyttningsfest på Testgatan 12</title><link>http://%s/inlagg/testgatan-12-osthammar</link><guid>testgatan-12</guid>
			<pubDate>Mon, 03 May 2027 10:00:00 +0200</pubDate><description>Välkomna hem till oss på Testgatan 12, 742 31 Östhammar! Tack Mormor på Testgatan.</description></item>
			<item><title>Östhammar</title><link>https://andra.example/742-31-osthammar</link><description>Åker till Östhammar varje tisdag.</description></item>
			</channel></rss>`, r.Host)
	})
	mux.HandleFunc("/domain/familjen.example", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/rdap+json")
		fmt.Fprint(w, `{"objectClassName": "domain", "ldhName": "familjen.example", "entities": [{"objectClassName": "entity", "roles": ["registrant"],
			"vcardArray": ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "Anna Lind"],
			["adr", {"cc": "SE"}, "text", ["", "", "Testgatan 12", "Östhammar", "", "742 31", "Sverige"]],
			["email", {}, "text", "anna@testgatan12.example"], ["tel", {}, "uri", "tel:+46.17310505"]]]}]}`)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// brought are what the family put into the case; lampan cannot take anything out of
// it.
var brought = regexp.MustCompile(`^(posts\.txt|bilder/.*)$`)

func protectedCase(t *testing.T, at string) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name string, data []byte) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("household.yaml", fmt.Appendf(nil, `schema: 1
case: k7f3a9c2
lang: sv
people:
  - {id: anna, name: Anna Lind, born: 1984, protected: true}
  - {id: elsa, name: Elsa Lind, born: 2015, guardians: [anna]}
places:
  - {id: hemma, kind: home}
sources:
  - {id: bilder, subject: anna, kind: photo, at: bilder, visibility: friends}
  - {id: blogg, subject: anna, kind: page, at: "http://%[1]s/blogg/", section: true}
  - {id: domanen, subject: anna, kind: register, at: "http://%[1]s/domain/familjen.example"}
  - {id: flode, subject: anna, kind: feed, at: "http://%[1]s/flode.xml"}
  - {id: inlagg, subject: anna, kind: text, at: posts.txt, visibility: open}
consents:
  - {id: c1, case: k7f3a9c2, subject: anna, given_by: [anna], method: self, sources: [bilder, blogg, domanen, flode, inlagg], detectors: [all],
     purpose: exposure-review, granted: 2027-01-01, expires: 2027-12-31}
`, at))
	write("posts.txt", []byte("2027-05-03\nNu bor vi på Testgatan 12 i Östhammar, 742 31 Östhammar. Kom hem till oss!\n---\n2027-05-09\nVi ses vid 60.2591, 18.3713.\n"))
	shot := sourcetest.Picture{Lat: 60.2591, Lon: 18.3713, Taken: "2027:05:03 18:00:00"}.JPEG()
	write("bilder/Testgatan 12/hemma i Östhammar.jpg", shot)
	write("bilder/IMG_2041.jpg", shot)
	write("bilder/Testgatan-trasig.jpg", shot[:200])
	return dir
}

// Nothing that lampan keeps or shows tells where a family lives in which somebody has
// protected personal data, though it shows everywhere; and it is still told that it
// does, first of all.
func TestProtectedIsToldNowhere(t *testing.T) {
	s := site(t)
	at := strings.TrimPrefix(s.URL, "http://")
	dir := protectedCase(t, at)
	out := filepath.Join(t.TempDir(), "out.html")
	env := map[string]string{"LAMPAN_LOG": "debug", "LAMPAN_GAP": "50ms"}
	var all bytes.Buffer
	run := func(code int, args ...string) string {
		t.Helper()
		both := ""
		for _, terminal := range []bool{false, true} {
			r := program{env: env, terminal: terminal}.run(t, args...)
			if r.code != code {
				t.Fatalf("lampan %v: exit %d; want %d\n%s%s", args, r.code, code, r.out, r.err)
			}
			both = r.out
			for _, leak := range append(hidden([]byte(r.out)), hidden([]byte(r.err))...) {
				t.Errorf("lampan %v tells %s", args, leak)
			}
			all.WriteString(r.out + r.err)
		}
		if data, err := os.ReadFile(out); err == nil {
			for _, leak := range hidden(data) {
				t.Errorf("lampan %v writes %s", args, leak)
			}
		}
		return both
	}
	run(0, "check", dir)
	table := run(0, "audit", dir, "--at", "2027-06-02", "--private-address", at)
	record := run(0, "audit", dir, "--at", "2027-06-02", "--private-address", at, "--format", "json", "--lang", "en")
	for _, lang := range []string{"sv", "en"} {
		run(0, "check", dir, "--lang", lang)
		for _, format := range []string{"table", "html", "json"} {
			run(0, "report", dir, "--format", format, "--lang", lang)
			run(0, "report", dir, "--format", format, "--lang", lang, "--out", out)
			run(0, "compare", dir, "1", "3", "--format", format, "--lang", lang)
		}
		run(0, "history", dir, "--lang", lang)
		run(0, "history", dir, "--format", "json", "--lang", lang)
		run(0, "consent", "list", dir, "--lang", lang)
	}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		if brought.MatchString(filepath.ToSlash(rel)) {
			return nil
		}
		data, err := os.ReadFile(path)
		for _, leak := range hidden(data) {
			t.Errorf("%s holds %s", rel, leak)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// The grep above can find something: the family's own files hold it all.
	data, err := os.ReadFile(filepath.Join(dir, "posts.txt"))
	if err != nil || len(hidden(data)) == 0 {
		t.Errorf("nothing is found in a file that holds the address: %v", err)
	}
	// It is told that something shows, first of all, and how to find it.
	_, plan, _ := strings.Cut(table, "Börja")
	if i := strings.Index(plan, "kan visa var ni bor"); i < 0 || i > 900 {
		t.Errorf("the plan does not begin with where the family lives:\n%s", table)
	}
	for _, want := range []string{"3\u00a0maj 2027", "posts.txt#L1", "IMG_2041.jpg", "/flode.xml#1", "/blogg/#"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("nothing tells of %q", want)
		}
	}
	if n := strings.Count(record, `"protected.where"`); n < 2 {
		t.Errorf("%d findings tell of where; want one a source", n)
	}
}

// What was read before somebody had protected personal data may tell where they live.
// Nothing of it is shown, and what to do is said.
func TestProtectedLater(t *testing.T) {
	s := site(t)
	at := strings.TrimPrefix(s.URL, "http://")
	dir := protectedCase(t, at)
	path := filepath.Join(dir, "household.yaml")
	set := func(from, to string) {
		t.Helper()
		data, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(data, []byte(from)) {
			t.Fatalf("household.yaml holds no %q: %v", from, err)
		}
		if err := os.WriteFile(path, bytes.Replace(data, []byte(from), []byte(to), 1), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := program{env: map[string]string{"LAMPAN_GAP": "50ms"}}
	set("protected: true", "protected: false")
	if r := p.run(t, "audit", dir, "--at", "2027-06-02", "--offline"); r.code != 0 || len(hidden([]byte(r.out))) == 0 {
		t.Fatalf("exit %d, and nothing is told of an unprotected family: %s%s", r.code, r.out, r.err)
	}
	set("protected: false", "protected: true")
	for _, lang := range []string{"sv", "en"} {
		want := map[string]string{"sv": "radera det här med lampan erase", "en": "erase this one with lampan erase"}[lang]
		for _, args := range [][]string{
			{"check", dir},
			{"audit", dir, "--offline"},
			{"report", dir},
			{"report", dir, "--format", "json"},
			{"history", dir},
			{"compare", dir, "1", "1"},
			{"lookup", dir},
			{"lookup", dir, "--next"},
		} {
			r := p.run(t, append(args, "--lang", lang)...)
			if r.code != 3 || !strings.Contains(r.err, want) {
				t.Errorf("lampan %v: exit %d, %s%s; want 3 and what to do", args, r.code, r.out, r.err)
			}
			for _, leak := range append(hidden([]byte(r.out)), hidden([]byte(r.err))...) {
				t.Errorf("lampan %v tells %s", args, leak)
			}
		}
	}
	if r := p.run(t, "consent", "list", dir); r.code != 0 || strings.Contains(r.out, "IMG_2041") || len(hidden([]byte(r.out))) > 0 {
		t.Errorf("consent list: exit %d and what was read:\n%s%s", r.code, r.out, r.err)
	}
	r := p.run(t, "erase", dir, "--yes")
	if r.code != 0 || len(hidden([]byte(r.out+r.err))) > 0 {
		t.Errorf("erase: exit %d, %v", r.code, hidden([]byte(r.out+r.err)))
	}
}
