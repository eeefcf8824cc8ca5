package decode_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lampan/scanner/internal/decode"
	"lampan/scanner/source"
)

const feedAddress = "http://familjenlind.example/blogg/index.xml"

const rss = `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Blogg</title><language>sv</language>
<item><title>Resan &amp; jag</title><link>http://familjenlind.example/blogg/resan/</link><pubDate>Mon, 01 Jun 2026 08:00:00 +0200</pubDate>
<description>&lt;p&gt;Vi åker.&lt;/p&gt;&lt;p&gt;Snart.&lt;/p&gt;</description></item>
<item><guid>abc</guid><description><![CDATA[Ring <b>070-1740605</b>]]></description></item>
<item><title>Annan plats</title><link>https://annan.example/x</link></item></channel></rss>`

func TestFeed(t *testing.T) {
	published := time.Date(2026, 6, 1, 8, 0, 0, 0, time.FixedZone("", 2*60*60))
	for _, tc := range []struct {
		name, body string
		want       []decode.Item
	}{
		{"RSS", rss, []decode.Item{
			{Key: "/blogg/resan/", Title: "Resan & jag", Text: "Vi åker.\n\nSnart.", Published: published},
			{Key: "abc", Text: "Ring 070-1740605"},
			{Key: "https://annan.example/x", Title: "Annan plats"},
		}},
		{"Atom", `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="sv"><title>B</title><entry><title>Resan</title><id>urn:1</id><link href="/blogg/resan/"/>
<published>2026-06-01T08:00:00+02:00</published><updated>2026-06-05T08:00:00+02:00</updated><content type="html">&lt;p&gt;Vi åker.</content></entry>
<entry><id>urn:2</id><updated>2026-06-01T08:00:00+02:00</updated><summary>Kort</summary></entry></feed>`, []decode.Item{
			{Key: "/blogg/resan/", Title: "Resan", Text: "Vi åker.", Published: published},
			{Key: "urn:2", Text: "Kort", Published: published},
		}},
		{"JSON Feed", `{"version":"https://jsonfeed.org/version/1.1","title":"B","items":[{"id":"1","url":"http://familjenlind.example/a","title":"T","content_html":"<p>Vi åker.","date_published":"2026-06-01T08:00:00+02:00"}]}`, []decode.Item{
			{Key: "/a", Title: "T", Text: "Vi åker.", Published: published},
		}},
		{"Latin-1", "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><rss version=\"2.0\"><channel><item><guid>1</guid><description>Malm\xf6</description></item></channel></rss>", []decode.Item{
			{Key: "1", Text: "Malmö"},
		}},
		{"the same link twice", `<rss version="2.0"><channel><item><link>/a</link><title>1</title></item><item><link>/a</link><title>2</title></item></channel></rss>`, []decode.Item{
			{Key: "/a", Title: "1"}, {Key: "/a-2", Title: "2"},
		}},
		{"a link that is no link", `<rss version="2.0"><channel><item><link>javascript:alert(1)</link><title>1</title></item></channel></rss>`, []decode.Item{
			{Key: "item-1", Title: "1"},
		}},
		{"empty", `<rss version="2.0"><channel></channel></rss>`, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f, err := decode.ReadFeed("feed", []byte(tc.body), feedAddress, stockholm)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, f.Items); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFeedZone(t *testing.T) {
	f, err := decode.ReadFeed("feed", []byte(rss), feedAddress, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Items[0].Published.Format(time.RFC3339); got != "2026-06-01T08:00:00+02:00" {
		t.Errorf("published = %s; want the zone it was written in", got)
	}
	// The text of the post about the trip stands in the feed: it has been read.
	if diff := cmp.Diff([]string{"https://annan.example/x"}, f.Links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	if f.Lang != "sv" {
		t.Errorf("lang = %q; want sv", f.Lang)
	}
}

func TestFeedBroken(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString(`<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">`)
	for i := 1; i < 10; i++ {
		fmt.Fprintf(&bomb, `<!ENTITY l%d "%s">`, i, strings.Repeat(fmt.Sprintf("&l%d;", i-1), 10))
	}
	bomb.WriteString(`]><rss version="2.0"><channel><item><guid>1</guid><title>&l9;</title></item></channel></rss>`)

	for _, tc := range []struct {
		name, body string
		may        bool // a lenient reader may find something
	}{
		{name: "nothing", body: ""},
		{name: "a page", body: "<!DOCTYPE html><p>hej"},
		{name: "cut off", body: rss[:300], may: true},
		{name: "not XML", body: "hej"},
		{name: "JSON of another kind", body: `{"a":1}`, may: true},
		{name: "deep XML", body: "<rss><channel><item>" + strings.Repeat("<a>", 100_000)},
		{name: "deep JSON", body: `{"version":"https://jsonfeed.org/version/1","items":` + strings.Repeat("[", 100_000)},
		{name: "entity bomb", body: bomb.String(), may: true},
		{name: "entity from a file", body: `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><title>&x;</title></item></channel></rss>`, may: true},
		{name: "bytes", body: "\x00\xff\xfe\x01"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f, err := decode.ReadFeed("feed", []byte(tc.body), feedAddress, time.UTC)
			if err != nil {
				if e, ok := errors.AsType[*source.Error](err); !ok || e.Reason != source.Malformed || e.Locator != "feed" {
					t.Errorf("error = %v; want malformed, naming the feed", err)
				}
				return
			}
			if !tc.may {
				t.Fatalf("no error; items %+v", f.Items)
			}
			for _, it := range f.Items {
				if len(it.Title)+len(it.Text) > len(tc.body) || strings.Contains(it.Title, "root:") || strings.Contains(it.Title, "lollol") {
					t.Errorf("item = %.200q…; want nothing expanded", it.Title)
				}
			}
		})
	}
}

func TestFeedLimit(t *testing.T) {
	body := `<rss version="2.0"><channel>` + strings.Repeat("<item><title>x</title></item>", decode.MaxItems+1) + "</channel></rss>"
	f, err := decode.ReadFeed("feed", []byte(body), feedAddress, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Items) != decode.MaxItems || !f.More {
		t.Errorf("%d items, more = %v; want %d and true", len(f.Items), f.More, decode.MaxItems)
	}
}

func FuzzFeed(f *testing.F) {
	f.Add([]byte(rss))
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml"><div><p>x</p></div></content></entry></feed>`))
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"content_text":"x"}]}`))
	f.Add([]byte("<rdf:RDF><item><dc:date>2026</dc:date></item>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		feed, err := decode.ReadFeed("feed", body, feedAddress, time.UTC)
		if err != nil {
			if _, ok := errors.AsType[*source.Error](err); !ok {
				t.Fatalf("error %v is no *source.Error", err)
			}
			return
		}
		keys := map[string]bool{}
		for _, it := range feed.Items {
			if it.Key == "" || keys[it.Key] {
				t.Errorf("key %q is empty or stands twice", it.Key)
			}
			keys[it.Key] = true
			for _, s := range []string{it.Key, it.Title, it.Text} {
				if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
					t.Errorf("not clean text: %q", s)
				}
				if len(s) > 40*len(body)+1000 {
					t.Errorf("%d bytes came of %d", len(s), len(body))
				}
			}
		}
	})
}
