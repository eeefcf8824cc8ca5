package scanner_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/scanner"
	"lampan/scanner/audit"
	"lampan/scanner/household"
	"lampan/scanner/source"
	"lampan/scanner/source/feed"
	"lampan/scanner/source/page"
	postfile "lampan/scanner/source/posts"
	"lampan/scanner/source/sourcetest"
)

// blog is a section of a site.
const blog = "http://lind.example/blogg/"

// auditOf audits one source with its own reader, from bytes to the record.
func auditOf(t *testing.T, src household.Source, files map[string][]byte, pages map[string]sourcetest.Page) *audit.Audit {
	t.Helper()
	b := sourcetest.NewBench(t, src, files, pages)
	h, err := household.Load(b.Case.Path)
	if err != nil {
		t.Fatal(err)
	}
	p, err := core()
	if err != nil {
		t.Fatal(err)
	}
	var s source.Source
	switch src.Kind {
	case exposure.Page:
		s = page.New(page.Config{Source: src, Get: b.Get, Now: b.Now})
	case exposure.Feed:
		s = feed.New(feed.Config{Source: src, Get: b.Get, Now: b.Now})
	case exposure.Posts:
		s = postfile.New(postfile.Config{Source: src, Root: b.Root, Now: b.Now})
	default:
		t.Fatalf("no reader for %q", src.Kind)
	}
	a, err := scanner.New(scanner.Config{
		Household: h, Pack: p, Checker: b.Case.Checker, Ledger: b.Case.Ledger, Sources: []source.Source{s}, Key: make([]byte, 32),
		At: b.Now(), Now: b.Now, Tool: "test", Lang: exposure.Swedish,
	}).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func foundRules(a *audit.Audit) []exposure.RuleID {
	var ids []exposure.RuleID
	for _, f := range a.Findings {
		ids = append(ids, f.Rule)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// What stands in a title is found like what stands in the text below it.
func TestTitlesAreRead(t *testing.T) {
	const number, journey = "Mitt personnummer är 19810101-2386, ring 070-174 06 05", "På lördag åker vi till Rom, hela familjen! Hem igen onsdagen efter."
	file := household.Source{ID: "inlagg", Subject: "anna", Kind: exposure.Posts, At: "inlagg.jsonl", Visibility: exposure.Open}
	flow := household.Source{ID: "flode", Subject: "anna", Kind: exposure.Feed, At: "http://lind.example/index.xml", Visibility: exposure.Open}
	site := household.Source{ID: "blogg", Subject: "anna", Kind: exposure.Page, At: blog, Visibility: exposure.Open}
	item := func(title, text string) map[string]sourcetest.Page {
		return map[string]sourcetest.Page{flow.At: {Type: "application/rss+xml", Body: []byte(
			`<rss version="2.0"><channel><language>sv</language><item><guid>1</guid><title>` + title + `</title><pubDate>Fri, 30 Apr 2027 08:00:00 +0200</pubDate><description>` + text + `</description></item></channel></rss>`)}}
	}
	for _, tc := range []struct {
		name        string
		src         household.Source
		title, text map[string][]byte
		titled      map[string]sourcetest.Page
		plain       map[string]sourcetest.Page
	}{
		{
			name:  "number in a post",
			src:   file,
			title: map[string][]byte{file.At: []byte(`{"date":"2027-04-30","title":"` + number + `","text":"Hej."}`)},
			text:  map[string][]byte{file.At: []byte(`{"date":"2027-04-30","text":"` + number + `\n\nHej."}`)},
		},
		{
			name:  "title alone in a post",
			src:   file,
			title: map[string][]byte{file.At: []byte(`{"date":"2027-04-30","title":"` + journey + `"}`)},
			text:  map[string][]byte{file.At: []byte(`{"date":"2027-04-30","text":"` + journey + `"}`)},
		},
		{name: "journey in a feed", src: flow, titled: item(journey, "Hej."), plain: item("", journey)},
		{
			name:   "journey in the title of a page",
			src:    site,
			titled: map[string]sourcetest.Page{blog: sourcetest.HTML(`<title>` + journey + `</title><meta name=date content=2027-04-30><p>Hej.`)},
			plain:  map[string]sourcetest.Page{blog: sourcetest.HTML(`<meta name=date content=2027-04-30><p>` + journey)},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a, b := auditOf(t, tc.src, tc.title, tc.titled), auditOf(t, tc.src, tc.text, tc.plain)
			want := foundRules(b)
			if len(want) == 0 {
				t.Fatal("nothing is found in the text either")
			}
			if d := cmp.Diff(want, foundRules(a)); d != "" {
				t.Errorf("rules that found something (-in the text +in the title):\n%s", d)
			}
			for i, f := range a.Findings {
				for j, e := range f.Evidence {
					if w := b.Findings[i].Evidence[j]; e.Excerpt != w.Excerpt {
						t.Errorf("%s: excerpt %q; want %q", f.Rule, e.Excerpt, w.Excerpt)
					}
				}
			}
		})
	}
}

// pictured is a section with one picture: at home, anywhere, without a position,
// or none.
func pictured(picture *sourcetest.Picture) map[string]sourcetest.Page {
	if picture == nil {
		return map[string]sourcetest.Page{blog: sourcetest.HTML("<p>Hej.")}
	}
	return map[string]sourcetest.Page{
		blog:             sourcetest.HTML(`<p>Hej.<img src="sjo.jpg" alt="Sjön">`),
		blog + "sjo.jpg": {Type: "image/jpeg", Body: picture.JPEG()},
	}
}

// A picture within agreed pages is judged as a picture, and rules about
// pictures are clear only where a picture was looked at.
func TestPicturesOfPages(t *testing.T) {
	const rule exposure.RuleID = "photo.position"
	site := household.Source{ID: "blogg", Subject: "anna", Kind: exposure.Page, At: blog, Section: true, Visibility: exposure.Open}
	for _, tc := range []struct {
		name    string
		picture *sourcetest.Picture
		want    audit.RuleOutcome
	}{
		{"a picture with its position", &sourcetest.Picture{Lat: 57.70, Lon: 11.97}, audit.RuleOutcome{Outcome: exposure.Exposed}},
		{"a picture without", &sourcetest.Picture{Make: "Kamera 1"}, audit.RuleOutcome{Outcome: exposure.Clear}},
		{"no picture", nil, audit.RuleOutcome{Outcome: exposure.Skipped, Reason: "empty"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := auditOf(t, site, nil, pictured(tc.picture))
			tc.want.Rule = rule
			if o := outcome(t, a, rule); o != tc.want {
				t.Errorf("outcome = %+v; want %+v", o, tc.want)
			}
			if c := coverage(t, a, site.ID); c.Kind != exposure.Page || c.Outcome != exposure.Clear {
				t.Errorf("coverage = %+v; want the page, read whole", c)
			}
			for _, f := range a.Findings {
				for _, e := range f.Evidence {
					if e.Source != site.ID || e.Kind != exposure.Photos || e.Locator != blog+"sjo.jpg" || e.Visibility != exposure.Open {
						t.Errorf("%s: evidence = %+v; want the picture, of its source", f.Rule, e)
					}
				}
			}
		})
	}
}
