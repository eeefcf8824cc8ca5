package html_test

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	nethtml "golang.org/x/net/html"

	"lampan/report"
	"lampan/report/html"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
)

// states are the reports and children's pages that a family may meet.
func states(t *testing.T, lang exposure.Lang) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	audits := reporttest.States()
	audits["hostile"] = reporttest.Hostile("https://exempel.invalid/" + strings.Repeat("Långtnamnutanmellanslag", 6))
	for name, a := range audits {
		v := report.Build(a, reporttest.Pack(), reporttest.Places(), lang)
		if name == "family" {
			v.Trend = report.NewTrend(lang, []report.TrendPoint{
				{Label: "12 januari 2026", Score: 71, Coverage: 60},
				{Label: "3 april 2026", Score: 62, Coverage: 84},
				{Label: "2 maj 2026", Unknown: true},
				{Label: "1 juli 2026", Score: v.Headline.Score, Coverage: 88},
			})
		}
		out[name] = render(t, v)
	}
	for _, id := range []exposure.SubjectID{"maja", "elsa"} {
		c, err := report.BuildChild(audits["family"], reporttest.Pack(), reporttest.Places(), id, lang)
		if err != nil {
			t.Fatal(err)
		}
		var buf bytes.Buffer
		if err := html.WriteChild(&buf, c); err != nil {
			t.Fatal(err)
		}
		out["child "+string(id)] = buf.Bytes()
	}
	out["follow-up"], out["meeting"] = renderFollowUp(t, lang), renderMeeting(t, audits["family"], lang)
	return out
}

// look is how a page is looked at.
type look struct {
	scheme string // light or dark
	width  int64
	media  string // print, or empty for a screen
}

// as makes the window so.
func (b *browser) as(t *testing.T, l look) {
	t.Helper()
	media := chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Media: l.media, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: l.scheme}},
		})
		return err
	})
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(l.width, 900), media); err != nil {
		t.Fatal(err)
	}
}

// The ways a page is looked at.
var looks = []look{{"light", 1280, ""}, {"light", 320, ""}, {"dark", 1280, ""}, {"dark", 320, ""}, {"light", 1280, "print"}}

const (
	unfold = `document.querySelectorAll("details").forEach(d=>d.open=true);""`
	// What a look can change, colours and sizes, and what it cannot.
	visual    = `runOnly:{type:"rule",values:["color-contrast","target-size","link-in-text-block","scrollable-region-focusable"]}`
	unvisual  = `rules:{"color-contrast":{enabled:false},"link-in-text-block":{enabled:false}}`
	faultsFor = `axe.run(document,{resultTypes:["violations"],preload:false,%s}).then(r=>r.violations.map(v=>
		v.id+" ("+v.nodes.slice(0,3).map(n=>n.target+" "+n.failureSummary).join(" | ")+")").join("\n"))`
)

// TestAxe runs axe-core over every state with everything unfolded, in both languages:
// all of its rules once, and those of colours and sizes in light and dark, wide and
// narrow, and as it is printed. A stopped audit and a hostile one have no parts that
// the family's lacks, so they are looked at where there is least room. Colours and
// sizes do not depend on the language.
func TestAxe(t *testing.T) {
	axe := axeCore(t)
	b := browse(t)
	check := func(what, options string) {
		got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](fmt.Sprintf(faultsFor, options), chromedp.EvalAwaitPromise))
		if err != nil || got != "" {
			t.Errorf("%s: %v %s", what, err, got)
		}
	}
	for _, lang := range exposure.Langs() {
		for name, doc := range states(t, lang) {
			b.as(t, looks[0])
			if seen := b.show(t, doc); len(seen) > 0 {
				t.Errorf("%s %s: %s", name, lang, strings.Join(seen, "; "))
			}
			b.eval(t, unfold)
			if lang != exposure.Swedish {
				b.eval(t, axe+`;""`)
				check(name+" en", unvisual)
				continue
			}
			if got := b.axe(t, axe); got != "" {
				t.Errorf("%s: %s", name, got)
			}
			others := looks[1:]
			if name == "stopped" || name == "hostile" {
				others = looks[3:4]
			}
			for _, l := range others {
				b.as(t, l)
				check(fmt.Sprintf("%s %+v", name, l), visual)
			}
		}
	}
}

// TestFitsNarrowScreens looks for anything wider than the screen, letters of pictures
// included.
func TestFitsNarrowScreens(t *testing.T) {
	b := browse(t)
	for name, doc := range states(t, exposure.Swedish) {
		b.show(t, doc)
		b.eval(t, unfold)
		for _, width := range []int64{320, 360, 768, 1280} {
			b.as(t, look{"light", width, ""})
			got := b.eval(t, `(()=>{const w=document.documentElement.clientWidth;
				const bad=[...document.querySelectorAll("body *")].filter(e=>!e.matches(".skip,.unseen,desc,title")&&e.getBoundingClientRect().right>w+1);
				return bad.slice(0,3).map(e=>e.tagName+"."+e.getAttribute("class")+" "+Math.round(e.getBoundingClientRect().right)).join(", ")})()`)
			if got != "" {
				t.Errorf("%s at %d pixels: these are wider than the screen: %s", name, width, got)
			}
		}
	}
}

// The script of TestKeysReachEverything: what there is to reach, in the order of the
// page; where the focus went, and whether a line showed there; and what went wrong.
const (
	reachable = `window.all=[...document.querySelectorAll("a[href],summary")].filter(e=>e.matches("summary")||!e.closest("details:not([open])"));
		window.went=[];document.addEventListener("focusin",e=>{const s=getComputedStyle(e.target);
			went.push([e.target,parseFloat(s.outlineWidth)>=2&&s.outlineStyle!="none"])});String(all.length)`
	missed = `all.flatMap((e,i)=>!went[i]?["never at "+e.textContent]:went[i][0]!==e?["at "+went[i][0].textContent+" before "+e.textContent]:
		went[i][1]?[]:["nothing shows at "+e.textContent]).slice(0,3).join("; ")`
)

// TestKeysReachEverything goes through pages with the Tab key: each link and each fold
// in turn, in the order of the page, with a line around it that shows.
func TestKeysReachEverything(t *testing.T) {
	b := browse(t)
	b.as(t, looks[0])
	docs := states(t, exposure.English)
	for name, atLeast := range map[string]int{"family": 60, "fine": 15, "child maja": 1} {
		b.show(t, docs[name])
		if name == "family" { // its folds unfolded, which a key does too
			b.eval(t, `document.querySelector("summary").focus();""`)
			b.press(t, " ")
			if got := b.eval(t, `String(document.querySelector("details").open)`); got != "true" {
				t.Error("a key opens no fold")
			}
			b.show(t, docs[name])
			b.eval(t, unfold)
		}
		n, err := strconv.Atoi(b.eval(t, reachable))
		if err != nil || n < atLeast {
			t.Errorf("%s: %d things to reach, %v; want %d", name, n, err, atLeast)
		}
		b.press(t, strings.Split(strings.Repeat("\t", n), "")...)
		if got := b.eval(t, missed); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestPicturesHaveWords: each picture has a title and a description that are its own,
// and the same as a table or a list beside it; what is only an ornament is hidden from
// those who do not see it.
func TestPicturesHaveWords(t *testing.T) {
	beside := map[string]string{ // what stands nearest after a picture, by its class
		"gauge": "ul", "made": "table", "links": "ol", "": "ol", "line": "table",
	}
	for _, lang := range exposure.Langs() {
		seen := map[string]int{}
		for name, doc := range states(t, lang) {
			root, err := nethtml.Parse(bytes.NewReader(doc))
			if err != nil {
				t.Fatal(err)
			}
			for n := range root.Descendants() {
				if n.Type != nethtml.ElementNode || n.Data != "svg" || attr(n, "aria-hidden") == "true" {
					continue
				}
				title, desc := child(n, "title"), child(n, "desc")
				if attr(n, "role") != "img" || title == nil || desc == nil || text(title) == "" || len(strings.Fields(text(desc))) < 4 ||
					attr(n, "aria-labelledby") != attr(title, "id")+" "+attr(desc, "id") {
					t.Errorf("%s %s: a picture says %q, %q", name, lang, text(title), text(desc))
				}
				class := attr(n, "class")
				seen[class]++
				if want := beside[class]; want == "" || !follows(n, want) {
					t.Errorf("%s %s: no %q after the picture %q", name, lang, want, class)
				}
			}
		}
		for class := range beside {
			if seen[class] == 0 {
				t.Errorf("%s: no state shows the picture %q", lang, class)
			}
		}
	}
}

// follows reports whether an element of a kind comes after n, within what n's own
// parent, or that one's, holds.
func follows(n *nethtml.Node, kind string) bool {
	for up := range 3 {
		for s := n.NextSibling; s != nil; s = s.NextSibling {
			if s.Type == nethtml.ElementNode && s.Data == kind {
				return true
			}
			for d := range s.Descendants() {
				if d.Type == nethtml.ElementNode && d.Data == kind {
					return true
				}
			}
		}
		if n = n.Parent; n == nil || up == 2 {
			break
		}
	}
	return false
}

func attr(n *nethtml.Node, key string) string {
	if n != nil {
		for _, a := range n.Attr {
			if a.Key == key {
				return a.Val
			}
		}
	}
	return ""
}

func child(n *nethtml.Node, name string) *nethtml.Node {
	for c := range n.ChildNodes() {
		if c.Data == name {
			return c
		}
	}
	return nil
}

func text(n *nethtml.Node) string {
	var b strings.Builder
	if n != nil {
		for d := range n.Descendants() {
			if d.Type == nethtml.TextNode {
				b.WriteString(d.Data)
			}
		}
	}
	return strings.TrimSpace(b.String())
}

// TestMatrixReadsAsATable: the rows and columns of who shows what have headers, and
// its rings are ornaments beside numbers.
func TestMatrixReadsAsATable(t *testing.T) {
	doc := string(states(t, exposure.Swedish)["family"])
	m := regexp.MustCompile(`(?s)<table class="matrix">.*?</table>`).FindString(doc)
	rows := strings.Split(m, "<tr>")
	if len(rows) != 6 || strings.Count(rows[1], `<th scope="col">`) != 5 || !strings.Contains(m, "<caption>Antal saker") {
		t.Fatalf("the matrix is %s", m)
	}
	for _, row := range rows[2:] {
		if strings.Count(row, `<th scope="row">`) != 1 || strings.Count(row, "<td>") != 4 ||
			strings.Count(row, `aria-hidden="true"><circle`) != len(regexp.MustCompile(`<span>\d+</span>`).FindAllString(row, -1)) {
			t.Errorf("row %s", row)
		}
	}
}

// TestWhoNeedsNoHelp: the page of that outcome begins with it, sells nothing, and says
// what it rests on before what little shows.
func TestWhoNeedsNoHelp(t *testing.T) {
	doc := string(states(t, exposure.Swedish)["fine"])
	at := -1
	for _, want := range []string{"<h1>Ni behöver inte oss</h1>", `id="rests"`, `id="unseen"`, `id="changes"`, `id="again"`, `id="now"`, `id="found"`} {
		i := strings.Index(doc, want)
		if i <= at {
			t.Errorf("%q does not come where it should", want)
		}
		at = i
	}
	if m := regexp.MustCompile(`(?i)kontakta oss|boka|erbjud|kampanj|köp`).FindString(doc); m != "" {
		t.Errorf("it sells: %q", m)
	}
	if strings.Count(doc, "<h1>") != 1 {
		t.Error("two titles")
	}
}
