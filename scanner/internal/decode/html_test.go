package decode_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/text/encoding/htmlindex"

	"lampan/scanner/internal/decode"
	"lampan/scanner/source"
)

// stockholm stands in for the household's zone; it needs no zone database.
var stockholm = time.FixedZone("CEST", 2*60*60)

const address = "http://familjenlind.example/blogg/"

func page(t *testing.T, body string) *decode.Page {
	t.Helper()
	p, err := decode.HTML("page", []byte(body), "text/html; charset=utf-8", address, stockholm)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestHTMLText(t *testing.T) {
	for _, tc := range []struct{ name, body, want string }{
		{"paragraphs are apart", "<p>Ett.</p><p>Två</p>tre", "Ett.\n\nTvå\n\ntre"},
		{"lines are lines", "Ett<br>två<ul><li>a<li>b</ul>", "Ett\ntvå\n\na\nb"},
		{"words in a sentence stay together", "Vi <b>åk</b>er <i>i</i> morgon", "Vi åker i morgon"},
		{"white space collapses", "a \n\t b&nbsp;&nbsp;c", "a b c"},
		{"source line breaks are spaces", "ring\n070-174 06 05", "ring 070-174 06 05"},
		{"lines in pre stay", "<pre>a\nb</pre>", "a\nb"},
		{"cells share a line", "<table><tr><td>Tel<td>070-1740605<tr><td>x</table>", "Tel 070-1740605\nx"},
		{"soft hyphen and zero width vanish", "Björk&shy;stigen\u200b 12", "Björkstigen 12"},
		{"scripts and styles", "a<script>b</script><style>c</style><noscript>d</noscript><template>e</template><svg><title>f</title></svg>", "a"},
		{"hidden", `a<p hidden>b</p><div style="Display : none"><p>c</p></div><p style="visibility:hidden">d</p>`, "a"},
		{"a title is no text", "<title>b</title><p>a", "a"},
		{"comments", "a<!-- b -->", "a"},
		{"alt text is read", `a<img src=x.jpg alt="Elsa på Ekskolan">b`, "a\nElsa på Ekskolan\nb"},
		{"address behind a link", `<a href="mailto:anna@lind.example?subject=x">Skriv</a>`, "Skriv anna@lind.example"},
		{"number behind a link", `<a href="tel:+46701740605">Ring</a> gärna`, "Ring +46701740605 gärna"},
		{"number that is shown already", `<a href="tel:0701740605">0701740605</a>`, "0701740605"},
		{"entities", "&lt;b&gt; &aring;", "<b> å"},
		{"NUL", "a\x00b", "ab"},
		{"closed details can be opened", "<details><summary>Mer</summary>Adress</details>", "Mer\nAdress"},
		{"nothing", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, page(t, tc.body).Text); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHTMLCharset(t *testing.T) {
	const text = "Åsa bor på Björkstigen i Malmö"
	in := func(label string) string {
		e, err := htmlindex.Get(label)
		if err != nil {
			t.Fatal(err)
		}
		s, err := e.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	latin, utf16 := in("windows-1252"), in("utf-16le")
	far := strings.Repeat("<!-- -->", 200) // pushes the text beyond the first 1024 bytes
	for _, tc := range []struct{ name, header, body string }{
		{"header", "text/html; charset=iso-8859-1", latin},
		{"header in capitals, quoted", `text/html; charset="ISO-8859-1"`, latin},
		{"meta", "text/html", "<meta charset=iso-8859-1>" + latin},
		{"meta http-equiv", "", `<meta http-equiv=Content-Type content="text/html; charset=windows-1252">` + latin},
		{"header wins over meta", "text/html; charset=windows-1252", "<meta charset=koi8-r>" + latin},
		{"unknown header, meta", "text/html; charset=finns-inte", "<meta charset=windows-1252>" + latin},
		{"nothing said, latin", "text/html", latin},
		{"nothing said, latin, late", "text/html", far + latin},
		{"nothing said, UTF-8", "text/html", text},
		{"nothing said, UTF-8, late", "text/html", far + text},
		{"said UTF-8, is latin", "text/html; charset=utf-8", latin},
		{"header said UTF-8, meta is right", "text/html; charset=utf-8", "<meta charset=macintosh>" + in("macintosh")},
		{"meta said UTF-8, is latin", "text/html", "<meta charset=utf-8>" + latin},
		{"said latin, is UTF-8", "text/html; charset=iso-8859-1", text},
		{"byte-order mark", "text/html; charset=iso-8859-1", "\xEF\xBB\xBF" + text},
		{"UTF-16 with mark", "text/html", "\xFF\xFE" + utf16},
		{"UTF-16 in header", "text/html; charset=utf-16le", utf16},
		{"iso-8859-15", "text/html; charset=iso-8859-15", in("iso-8859-15")},
		{"macintosh", "text/html; charset=macintosh", in("macintosh")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, err := decode.HTML("page", []byte(tc.body), tc.header, address, stockholm)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(text, p.Text); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("one bad byte in UTF-8", func(t *testing.T) {
		if got := page(t, "Malmö \xff Åsa").Text; got != "Malmö \uFFFD Åsa" {
			t.Errorf("text = %q", got)
		}
	})
}

func TestHTMLDate(t *testing.T) {
	at := func(s string) time.Time {
		d, err := time.ParseInLocation(time.DateTime, s, stockholm)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	const (
		linked = `<script type="application/ld+json">{"@type":"BlogPosting","datePublished":"2026-06-01T08:00:00+02:00"}</script>`
		marked = `<time class="entry-date published" datetime="2026-06-02T08:00">x</time>`
		meta   = `<meta property="article:published_time" content="2026-06-03T08:00:00+02:00">`
		plain  = `<time datetime="2026-06-04 08:00">x</time>`
	)
	for _, tc := range []struct {
		name, body string
		want       time.Time
	}{
		{"none", "hej 2026-06-01", time.Time{}},
		{"JSON-LD first", plain + marked + meta + linked, at("2026-06-01 08:00:00")},
		{"then a marked time", plain + meta + marked, at("2026-06-02 08:00:00")},
		{"then meta", plain + meta, at("2026-06-03 08:00:00")},
		{"then any time", plain, at("2026-06-04 08:00:00")},
		{"a day, in the household's zone", `<time datetime="2026-06-01">x</time>`, at("2026-06-01 00:00:00")},
		{"Dublin Core", `<meta name="DC.date" content="2026-06-01">`, at("2026-06-01 00:00:00")},
		{"itemprop", `<span itemprop=datePublished content="2026-06-01">i juni</span>`, at("2026-06-01 00:00:00")},
		{"graph", `<script type="application/ld+json">{"@graph":[{"@type":"WebSite"},{"@type":"WebPage","datePublished":"2026-05-01"},{"@type":["Article"],"datePublished":"2026-06-01"}]}</script>`, at("2026-06-01 00:00:00")},
		{"an event is no publication", `<time itemprop=startDate datetime="2026-07-12">x</time>`, time.Time{}},
		{"the footer is no publication", `<footer>` + plain + `</footer>`, time.Time{}},
		{"a list of other pages' dates", "<ul><li>" + plain + "<li><time datetime=2025-01-01>y</time></ul>", time.Time{}},
		{"a list with one date", "<ul><li>" + plain + "</ul>", at("2026-06-04 08:00:00")},
		{"a date above a list of dates", "<ul><li><time datetime=2025-01-01>y</time><li><time datetime=2025-01-02>y</time></ul>" + plain, at("2026-06-04 08:00:00")},
		{"several posts in JSON-LD", `<script type="application/ld+json">[{"@type":"BlogPosting","datePublished":"2026-06-01"},{"@type":"BlogPosting","datePublished":"2026-06-02"}]</script>`, time.Time{}},
		{"broken JSON-LD", `<script type="application/ld+json">{"datePublished":"2026-06-01"</script>` + plain, at("2026-06-04 08:00:00")},
		{"no such day", `<time datetime="2026-02-30">x</time>`, time.Time{}},
		{"no such year", `<time datetime="0001-01-01">x</time>`, time.Time{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := page(t, tc.body).Published; !got.Equal(tc.want) {
				t.Errorf("published = %v; want %v", got, tc.want)
			}
		})
	}
	t.Run("the zone is kept", func(t *testing.T) {
		got := page(t, `<time datetime="2026-06-01T01:00:00+09:00">x</time>`).Published
		if want := "2026-06-01T01:00:00+09:00"; got.Format(time.RFC3339) != want {
			t.Errorf("published = %v; want %s", got, want)
		}
	})
}

func TestHTMLArticles(t *testing.T) {
	p := page(t, `<title>Annas blogg</title><header>Välkommen</header>
<article id=resa><h2>Resan</h2><time datetime=2026-06-01>1 juni</time><p>Vi åker i juli.</p>
 <article class=comment><time datetime=2026-06-09>9 juni</time>Kul!</article></article>
<article><h2>Katten</h2><p>Bosse sover.</p><time datetime=2026-05-01></time></article>
<article>Utan datum</article>
<p>Ring 070-1740605.</p>`)
	want := []decode.Article{
		{ID: "resa", Title: "Resan", Text: "Resan\n\n1 juni\n\nVi åker i juli.\n\n9 juniKul!", Published: time.Date(2026, 6, 1, 0, 0, 0, 0, stockholm)},
		{Title: "Katten", Text: "Katten\n\nBosse sover.", Published: time.Date(2026, 5, 1, 0, 0, 0, 0, stockholm)},
	}
	if diff := cmp.Diff(want, p.Articles); diff != "" {
		t.Errorf("articles (-want +got):\n%s", diff)
	}
	if want := "Välkommen\n\nUtan datum\n\nRing 070-1740605."; p.Text != want {
		t.Errorf("text outside = %q; want %q", p.Text, want)
	}
	if !p.Published.IsZero() {
		t.Errorf("published = %v; want none: the posts have their own", p.Published)
	}

	t.Run("one article is the page", func(t *testing.T) {
		p := page(t, `<article><h1>Resan</h1><time datetime=2026-06-01>x</time><p>Vi åker.</p></article>`)
		if len(p.Articles) != 0 || p.Title != "Resan" || p.Published.IsZero() || !strings.Contains(p.Text, "Vi åker.") {
			t.Errorf("page = %+v; want one dated text", p)
		}
	})
}

func TestHTMLLinks(t *testing.T) {
	p := page(t, `<base href="/blogg/sida/"><a href="a">1</a><a href="a#x">again</a><a href="//annan.example/b?q=1">2</a>
<a href="mailto:a@b.example">m</a><a href="javascript:alert(1)">j</a><a href="data:text/html,x">d</a><a href="http://[::1">broken</a><a href="ftp://annan.example/x">f</a>
<area href="/c"><iframe src="ram.html"></iframe><meta http-equiv=refresh content="0; URL='/ny/'">
<link rel=alternate type="application/rss+xml" href="/index.xml"><a rel="noopener me" href="https://mastodon.example/@anna">jag</a>
<img src="bild.jpg" alt="Vid sjön"><img src="bild.jpg"><img src="data:image/png;base64,AA==">
<div hidden><a href="/fälla">trap</a></div>`)
	const host = "http://familjenlind.example"
	if diff := cmp.Diff([]string{host + "/blogg/sida/a", "http://annan.example/b?q=1", host + "/c", host + "/blogg/sida/ram.html", host + "/ny/", "https://mastodon.example/@anna"}, p.Links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]decode.Image{{URL: host + "/blogg/sida/bild.jpg", Alt: "Vid sjön"}}, p.Images); diff != "" {
		t.Errorf("images (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{host + "/index.xml"}, p.Feeds); diff != "" {
		t.Errorf("feeds (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"https://mastodon.example/@anna"}, p.Profiles); diff != "" {
		t.Errorf("profiles (-want +got):\n%s", diff)
	}
}

// Hostile pages end quickly and lose nothing that a reader could see.
func TestHTMLHostile(t *testing.T) {
	const secret = "Vi bor på Björkstigen 12"
	for _, tc := range []struct {
		name, body string
		want       bool // the secret is found
	}{
		{"200,000 nested elements", strings.Repeat("<div>", 200_000) + "<p>" + secret, true},
		{"600 nested, hidden script", strings.Repeat("<b><i>", 300) + "<script>x=1</script>" + secret, true},
		{"deep, with title and date", "<title>T</title>" + strings.Repeat("<div>", 600) + "<time datetime=2026-06-01>x</time>" + secret, true},
		{"huge attribute", `<p class="` + strings.Repeat("a ", 1_000_000) + `">` + secret, true},
		{"many attributes", "<p " + strings.Repeat("a=1 b=2 c ", 50_000) + ">" + secret, true},
		{"endless attribute", "<p>" + secret + `<a href="` + strings.Repeat("x", 1_000_000), true},
		{"unclosed formatting", strings.Repeat("<a><b><nobr><font>", 2000) + secret, true},
		{"misnested tables", strings.Repeat("<table><tr><p>", 150) + secret, true},
		{"entities", strings.Repeat("&aring;&#x1F600;", 100_000) + secret, true},
		{"unclosed comment", "<p>" + secret + "<!-- " + strings.Repeat("-", 1_000_000), true},
		{"many links", strings.Repeat("<a href=x>", 20_000) + secret, true},
		{"deep JSON-LD", `<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 100_000) + "</script>" + secret, true},
		{"bytes", "\x00\x01\xff\xfe<p>" + secret, true},
		{"in a script", "<script>" + secret + "</script>", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := page(t, tc.body)
			if got := strings.Contains(p.Text, secret); got != tc.want {
				t.Errorf("text %.100q… holds the secret = %v; want %v", p.Text, got, tc.want)
			}
			if strings.HasPrefix(tc.name, "deep, with") && (p.Title != "T" || p.Published.IsZero()) {
				t.Errorf("title %q, published %v; want both", p.Title, p.Published)
			}
			if len(p.Links) > decode.MaxLinks {
				t.Errorf("%d links; want at most %d", len(p.Links), decode.MaxLinks)
			}
		})
	}
}

func TestHTMLLinksAreBounded(t *testing.T) {
	var b strings.Builder
	for i := range decode.MaxLinks + 10 {
		fmt.Fprintf(&b, "<a href=/%d></a><img src=/%d.jpg>", i, i)
	}
	if p := page(t, b.String()); len(p.Links) != decode.MaxLinks || len(p.Images) != decode.MaxLinks {
		t.Errorf("%d links, %d images; want %d each", len(p.Links), len(p.Images), decode.MaxLinks)
	}
}

func TestHTMLBadAddress(t *testing.T) {
	_, err := decode.HTML("page", []byte("x"), "", "http://[", stockholm)
	if e, ok := errors.AsType[*source.Error](err); !ok || e.Reason != source.Malformed || e.Locator != "page" {
		t.Errorf("HTML with a broken address: %v; want malformed, naming the page", err)
	}
}

func FuzzHTML(f *testing.F) {
	for _, s := range []string{
		"<p>hej", "<article><time datetime=2026-06-01></time></article><article id=b><time datetime=2026-06-02>x</time></article>",
		`<script type="application/ld+json">{"@graph":[{"datePublished":"2026-06-01"}]}</script>`, "<base href=//x><a href='?q'>",
		"<meta charset=utf-16><p>\xff", "\xff\xfe<\x00p\x00", "<svg><title>x</title></svg><plaintext><p>", "<a href='mailto:%ff%00'>x</a>",
	} {
		f.Add([]byte(s), "text/html")
	}
	f.Add([]byte("<p>\xf6"), "text/html; charset=iso-2022-jp")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		p, err := decode.HTML("page", body, contentType, address, time.UTC)
		if err != nil {
			t.Fatalf("HTML: %v", err)
		}
		size := 0
		check := func(s string) {
			size += len(s)
			if !utf8.ValidString(s) {
				t.Errorf("not UTF-8: %q", s)
			}
		}
		check(p.Title)
		check(p.Lang)
		check(p.Text)
		for _, a := range p.Articles {
			check(a.ID)
			check(a.Title)
			check(a.Text)
			if a.Published.IsZero() {
				t.Error("an article without a date")
			}
		}
		for _, u := range append(append(p.Links, p.Feeds...), p.Profiles...) {
			check(u)
			if !strings.HasPrefix(u, "http://") && !strings.HasPrefix(u, "https://") {
				t.Errorf("address %q is not a web address", u)
			}
		}
		if limit := 40*len(body) + 10_000; size > limit {
			t.Errorf("%d bytes came of %d", size, len(body))
		}
	})
}

func benchmarkPage() []byte {
	return []byte("<!DOCTYPE html><title>Blogg</title><nav>" + strings.Repeat(`<a href="/blogg/arkiv/">Arkiv</a> `, 40) + "</nav>" +
		strings.Repeat(`<article class="post"><h2><a href="/blogg/resan/">Resan till fjällen</a></h2><time datetime="2026-06-01">1 juni</time>
<p>Vi packade bilen och <em>körde</em> norrut. Det regnade hela vägen, men barnen sov i baksätet och Bosse med dem.</p><img src="fjall.jpg" alt="Fjällen"></article>`, 40))
}

func BenchmarkHTML(b *testing.B) {
	body := benchmarkPage()
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := decode.HTML("page", body, "text/html; charset=utf-8", address, time.UTC); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkParseAlone is what BenchmarkHTML cannot go below.
func BenchmarkParseAlone(b *testing.B) {
	body := benchmarkPage()
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := html.Parse(strings.NewReader(string(body))); err != nil {
			b.Fatal(err)
		}
	}
}

// The sizes that a page offers of a picture, as browsers read them.
func TestHTMLLarger(t *testing.T) {
	for body, want := range map[string]string{
		`<img src=a.jpg srcset="b.jpg 2x, c.jpg 3x">`:         "http://lind.example/c.jpg",
		`<img src=a.jpg srcset="b,1.jpg 10w,c.jpg 5w">`:       "http://lind.example/b,1.jpg",
		`<img src=a.jpg srcset="a.jpg 10w">`:                  "",
		`<img src=a.jpg srcset="b.jpg nej, javascript:x 9w">`: "http://lind.example/b.jpg",
		`<img src=a.jpg>`:                       "",
		`<a href=sida.html><img src=a.jpg></a>`: "",
		`<a href=b.jpg><span><img src=a.jpg srcset="c.jpg 9w"></span></a>`:             "http://lind.example/b.jpg",
		`<a href=b.jpg><p><img src=a.jpg></p></a>`:                                     "",
		`<picture><source srcset="b.webp 9w, c.webp 99w"><img src=a.jpg></picture>`:    "http://lind.example/c.webp",
		`<img src=a.jpg srcset="` + strings.Repeat("x 1w,", 1000) + `b.jpg 9999999w">`: "http://lind.example/x",
	} {
		p, err := decode.HTML("sida", []byte(body), "text/html", "http://lind.example/", time.UTC)
		if err != nil || len(p.Images) != 1 {
			t.Errorf("%s: %d pictures, %v", body, len(p.Images), err)
			continue
		}
		if got := p.Images[0].Larger; got != want {
			t.Errorf("%.80s: larger = %q; want %q", body, got, want)
		}
	}
}
