package page_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/scanner/audit"
	"lampan/scanner/household"
	"lampan/scanner/source"
	"lampan/scanner/source/page"
	"lampan/scanner/source/sourcetest"
)

const start = "http://lind.example/blogg/"

func section() household.Source {
	return household.Source{ID: "blogg", Subject: "anna", Kind: exposure.Page, At: start, Section: true, Visibility: exposure.Open}
}

func newSource(e sourcetest.Env) *page.Source {
	return page.New(page.Config{Source: e.Source, Get: e.Get, Now: e.Now})
}

// site is a small blog: two lists, two posts, a picture, and doors that lead
// outside.
func site() map[string]sourcetest.Page {
	home := sourcetest.Picture{Lat: 60.58, Lon: 16.53}.JPEG()
	return map[string]sourcetest.Page{
		start: sourcetest.HTML(`<title>Blogg</title><p>Välkommen</p><a href="ett/">1</a><a href="/blogg/tva/#del">2</a><a href="../om/">om</a>
<a href="http://LIND.example:80/blogg/ett/">samma</a><a href="https://lind.example/blogg/">annat protokoll</a><a href="http://lind.example:81/blogg/">annan port</a>
<a href="/bloggen/">granne</a><a href="/blogg/../om/">upp</a><a href="https://www.instagram.com/anna/">insta</a><a href="index.xml">flöde</a><a href="https://annan.example/anna">annan</a>`),
		start + "ett/":                      sourcetest.HTML(`<p>Ett inlägg</p><img src="sjo.jpg" alt="Sjön"><img src="logga.svg"><img src="/om/privat.jpg"><a href="../">hem</a><a href="djup/">3</a>`),
		start + "tva/":                      sourcetest.HTML(`<p>Två</p><a href="/blogg/ett/sjo.jpg">stor</a><a href="saknas/">4</a><a href="trasig/">5</a>`),
		start + "tva/trasig/":               {Err: &source.Error{Reason: source.Blocked, Locator: start + "tva/trasig/"}},
		start + "ett/djup/":                 sourcetest.HTML(`<article><time datetime=2026-06-01></time>A</article><article id=b><time datetime=2026-06-02></time>B</article>`),
		start + "ett/sjo.jpg":               {Type: "image/jpeg", Body: home},
		"http://lind.example/om/":           sourcetest.HTML("Utanför"),
		"http://lind.example/om/privat.jpg": {Type: "image/jpeg", Body: home},
	}
}

func TestSource(t *testing.T) {
	c := sourcetest.Case{
		Source:    section(),
		Pages:     site(),
		New:       func(e sourcetest.Env) source.Source { return newSource(e) },
		Documents: 6,
		Faults:    []source.Reason{source.Blocked},
		Limited: func(e sourcetest.Env) source.Source {
			e.Source.MaxPages = 2
			return newSource(e)
		},
	}
	t.Run("section", func(t *testing.T) { sourcetest.Run(t, c) })

	t.Run("section without faults", func(t *testing.T) {
		c := c
		c.Pages = site()
		c.Pages[start+"tva/trasig/"] = sourcetest.HTML("Finns")
		c.Documents, c.Faults = 7, nil
		sourcetest.Run(t, c)
	})
	t.Run("one page", func(t *testing.T) {
		c := c
		c.Source.Section = false
		c.Documents, c.Faults, c.Limited = 1, nil, nil
		sourcetest.Run(t, c)
	})
}

func TestCrawl(t *testing.T) {
	b := sourcetest.NewBench(t, section(), nil, site())
	s := newSource(b.Env)
	r := sourcetest.Collect(t.Context(), s, b.Grant())
	if diff := cmp.Diff([]string{start, start + "ett/", start + "ett/sjo.jpg", start + "tva/", start + "ett/djup/", start + "tva/saknas/", start + "tva/trasig/"}, b.Site.Log()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{start, start + "ett/", start + "ett/sjo.jpg", start + "tva/", start + "ett/djup/#article-1", start + "ett/djup/#b"}, r.Locators()); diff != "" {
		t.Errorf("documents (-want +got):\n%s", diff)
	}
	for _, d := range r.Documents {
		if strings.HasSuffix(d.Locator, ".jpg") && (d.Photo == nil || len(d.Photo.Positions) != 1 || d.Title != "Sjön") {
			t.Errorf("picture = %+v; want its position and description", d)
		}
		if strings.Contains(d.Locator, "#") && d.Published.IsZero() {
			t.Errorf("%s has no date", d.Locator)
		}
	}
	suggestion := func(kind, value string) audit.Suggestion {
		return audit.Suggestion{Subject: "anna", Source: "blogg", Kind: kind, Value: value}
	}
	want := []audit.Suggestion{
		suggestion("account", "https://www.instagram.com/anna/"),
		suggestion("feed", start+"index.xml"),
		suggestion("link", "https://annan.example/anna"),
	}
	if diff := cmp.Diff(want, s.Suggestions()); diff != "" {
		t.Errorf("suggestions (-want +got):\n%s", diff)
	}
}

// TestOdd reads small sites that go wrong in one way each.
func TestOdd(t *testing.T) {
	var many strings.Builder
	for i := range 300 {
		fmt.Fprintf(&many, `<a href="?dag=%d">%d</a>`, i, i)
	}
	for _, tc := range []struct {
		name      string
		pages     map[string]sourcetest.Page
		requests  int
		documents []string
		faults    []source.Reason
	}{
		{"the same text twice", map[string]sourcetest.Page{start: sourcetest.HTML(`Hej<a href="?sort=1"></a>`), start + "?sort=1": sourcetest.HTML("Hej")}, 2, []string{start}, nil},
		{
			"a calendar without end",
			map[string]sourcetest.Page{start: sourcetest.HTML(many.String())},
			11,
			[]string{start},
			[]source.Reason{source.Limit},
		},
		{"the page itself is gone", map[string]sourcetest.Page{}, 1, nil, []source.Reason{source.Missing}},
		{"a redirect within", map[string]sourcetest.Page{start: {To: start + "ny/"}, start + "ny/": sourcetest.HTML(`Hej<a href="/blogg/">hem</a>`)}, 1, []string{start + "ny/"}, nil},
		{"two addresses of one page", map[string]sourcetest.Page{start: sourcetest.HTML(`Hej<a href=a></a><a href=b></a>`), start + "a": {To: start + "b"}, start + "b": sourcetest.HTML("B")}, 3, []string{start, start + "b"}, nil},
		{
			"a redirect outside",
			map[string]sourcetest.Page{start: sourcetest.HTML(`Hej<a href=ut></a><a href=in></a>`), start + "ut": {To: "http://annan.example/"}, "http://annan.example/": sourcetest.HTML("Ut"), start + "in": sourcetest.HTML("In")},
			3,
			[]string{start, start + "in"},
			[]source.Reason{source.OutsideScope},
		},
		{
			"one page fails, the rest is read",
			map[string]sourcetest.Page{start: sourcetest.HTML(`Hej<a href=a></a><a href=b></a>`), start + "a": {Err: &source.Error{Reason: source.TooLarge, Locator: start + "a"}}, start + "b": sourcetest.HTML("B")},
			3,
			[]string{start, start + "b"},
			[]source.Reason{source.TooLarge},
		},
		{
			"a page in a frame, and one behind refresh",
			map[string]sourcetest.Page{start: sourcetest.HTML(`<frameset><frame src=meny.html></frameset>`), start + "meny.html": sourcetest.HTML(`<meta http-equiv=refresh content="0;url=hem.html">Meny`), start + "hem.html": sourcetest.HTML("Hem")},
			3,
			[]string{start, start + "meny.html", start + "hem.html"},
			nil,
		},
		{"a document that cannot be read", map[string]sourcetest.Page{start: sourcetest.HTML(`Hej<a href=a.pdf></a>`), start + "a.pdf": {Type: "application/pdf", Body: []byte("%PDF")}}, 2, []string{start}, []source.Reason{source.Unsupported}},
		{"plain text", map[string]sourcetest.Page{start: {Type: "text/plain; charset=iso-8859-1", Body: []byte("Malm\xf6 <b>")}}, 1, []string{start}, nil},
		{"no type at all", map[string]sourcetest.Page{start: {Type: "application/octet-stream", Body: []byte("\n<p>Hej")}}, 1, []string{start}, nil},
		{
			"a picture that is a page",
			map[string]sourcetest.Page{start: sourcetest.HTML(`Hej<img src=a.jpg><img src=bild.php?id=1>`), start + "a.jpg": sourcetest.HTML("Logga in"), start + "bild.php?id=1": {Type: "image/jpeg", Body: sourcetest.Picture{Lat: 1, Lon: 1}.JPEG()}},
			3,
			[]string{start, start + "bild.php?id=1"},
			[]source.Reason{source.Malformed},
		},
		{"an empty page", map[string]sourcetest.Page{start: sourcetest.HTML("")}, 1, []string{start}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := sourcetest.NewBench(t, section(), nil, tc.pages)
			r := sourcetest.Collect(t.Context(), newSource(b.Env), b.Grant())
			if diff := cmp.Diff(tc.documents, r.Locators()); diff != "" {
				t.Errorf("documents (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.faults, r.Reasons()); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
			if log := b.Site.Log(); len(log) != tc.requests {
				t.Errorf("%d requests %q; want %d", len(log), log, tc.requests)
			}
		})
	}
}

// A site that grows with every page ends at the limit, and says so.
func TestEndless(t *testing.T) {
	pages := map[string]sourcetest.Page{}
	for i := range 1000 {
		pages[fmt.Sprintf("%s%d", start, i)] = sourcetest.HTML(fmt.Sprintf(`Sida %d <a href="/blogg/%d">x</a><a href="/blogg/%d">y</a><img src="%d.jpg">`, i, i*2+1, i*2+2, i))
	}
	pages[start] = pages[start+"0"]
	src := section()
	src.MaxPages = 25
	b := sourcetest.NewBench(t, src, nil, pages)
	r := sourcetest.Collect(t.Context(), newSource(b.Env), b.Grant())
	if len(r.Documents) != 25 {
		t.Errorf("%d documents; want 25", len(r.Documents))
	}
	if got := r.Reasons(); len(got) == 0 || got[len(got)-1] != source.Limit {
		t.Errorf("faults = %v; want a limit at the end", got)
	}
}

// Pictures have a limit of their own, and what is beyond it is said.
func TestManyPictures(t *testing.T) {
	pages := map[string]sourcetest.Page{}
	var list strings.Builder
	for i := range 100 {
		fmt.Fprintf(&list, `<img src="%d.jpg">`, i)
		pages[fmt.Sprintf("%s%d.jpg", start, i)] = sourcetest.Page{Type: "image/jpeg", Body: sourcetest.Picture{Lat: 1, Lon: float64(i + 1)}.JPEG()}
	}
	pages[start] = sourcetest.HTML("Album" + list.String())
	src := section()
	src.MaxPages = 5
	b := sourcetest.NewBench(t, src, nil, pages)
	r := sourcetest.Collect(t.Context(), newSource(b.Env), b.Grant())
	if len(r.Documents) != 1+30 {
		t.Errorf("%d documents; want the page and 30 pictures", len(r.Documents))
	}
	if diff := cmp.Diff([]source.Reason{source.Limit}, r.Reasons()); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

func TestSuggestionsAreBounded(t *testing.T) {
	var links strings.Builder
	for i := range 500 {
		fmt.Fprintf(&links, `<a href="https://sida%d.example/">x</a>`, i)
	}
	b := sourcetest.NewBench(t, section(), nil, map[string]sourcetest.Page{start: sourcetest.HTML(links.String())})
	s := newSource(b.Env)
	sourcetest.Collect(t.Context(), s, b.Grant())
	if n := len(s.Suggestions()); n != 50 {
		t.Errorf("%d suggestions; want 50", n)
	}
}
