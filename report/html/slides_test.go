package html_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lampan/report"
	"lampan/report/html"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

func renderSlides(t testing.TB, a *audit.Audit, lang exposure.Lang, score bool) []byte {
	t.Helper()
	var buf bytes.Buffer
	v := report.Build(a, reporttest.Pack(), reporttest.Places(), lang)
	if err := html.WriteSlides(&buf, v, score); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// open loads slides, at a place of theirs or at the first for "".
func (b *browser) open(t *testing.T, doc []byte, place string) {
	t.Helper()
	b.mu.Lock()
	b.page, b.asked, b.seen = doc, nil, nil
	b.mu.Unlock()
	// Another place of the same page would not load it anew.
	for _, u := range []string{"about:blank", b.server.URL + "/page" + place} {
		if err := chromedp.Do(b.ctx, chromedp.Navigate(u)); err != nil {
			t.Fatal(err)
		}
	}
}

// still makes the window light or dark, that wide and high, and without motion.
func (b *browser) still(t *testing.T, scheme string, width, height int64) {
	t.Helper()
	media := chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
		})
		return err
	})
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(width, height), media); err != nil {
		t.Fatal(err)
	}
}

// TestSlidesShots writes a picture of each slide to the folder in SHOTS, and a print.
func TestSlidesShots(t *testing.T) {
	dir := os.Getenv("SHOTS")
	if dir == "" {
		t.Skip("SHOTS names no folder")
	}
	b := browse(t)
	shot := func(name string) {
		t.Helper()
		png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, "slides-"+name+".png"), png)
	}
	for _, c := range []struct {
		lang          exposure.Lang
		scheme        string
		width, height int64
	}{
		{exposure.Swedish, "light", 1280, 720},
		{exposure.English, "dark", 1280, 720},
		{exposure.Swedish, "dark", 320, 640},
	} {
		name := fmt.Sprintf("%s-%s-%d", c.lang, c.scheme, c.width)
		b.still(t, c.scheme, c.width, c.height)
		doc := renderSlides(t, reporttest.Audit(), c.lang, true)
		for i, s := range report.BuildSlides(report.Build(reporttest.Audit(), reporttest.Pack(), reporttest.Places(), c.lang), true) {
			b.open(t, doc, "#"+s.Anchor+".9")
			shot(fmt.Sprintf("%s-%d-%s", name, i+1, s.Anchor))
		}
		if err := chromedp.Do(b.ctx, chromedp.KeyEvent("\x1b")); err != nil {
			t.Fatal(err)
		}
		shot(name + "-all")
		pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(func(p *page.PrintToPDFParams) { p.PreferCSSPageSize = new(true) }))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, "slides-"+name+".pdf"), pdf)
	}
}

// TestSlidesGolden holds the slides in both languages, without what is the same in all
// of them.
func TestSlidesGolden(t *testing.T) {
	constant := regexp.MustCompile(`(?s)(<style>|<script>|Policy" content=").*?(</style>|</script>|">)`)
	for _, lang := range exposure.Langs() {
		golden(t, "slides."+string(lang)+".html", constant.ReplaceAll(renderSlides(t, reporttest.Audit(), lang, true), []byte("$1…$2")))
	}
}

// TestSlidesStandAlone reads the markup: one style sheet and one script, those that
// the policy names, and nothing else that runs.
func TestSlidesStandAlone(t *testing.T) {
	doc := renderSlides(t, reporttest.Audit(), exposure.Swedish, true)
	for tag, directive := range map[string]string{"style": "style-src", "script": "script-src"} {
		found := regexp.MustCompile(`(?s)<`+tag+`>(.*?)</`+tag+`>`).FindAllSubmatch(doc, -1)
		if len(found) != 1 || bytes.Count(doc, []byte("<"+tag)) != 1 {
			t.Fatalf("%d of <%s>; want 1", len(found), tag)
		}
		sum := sha256.Sum256(found[0][1])
		want := strings.ReplaceAll(directive+" &#39;sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"&#39;", "+", "&#43;")
		if !bytes.Contains(doc, []byte(want)) {
			t.Errorf("the policy does not say %s", want)
		}
	}
	for _, banned := range []string{"http:", "https:", "innerHTML", "eval(", "document.write", "onclick"} {
		if bytes.Contains(doc, []byte(banned)) {
			t.Errorf("the slides hold %q", banned)
		}
	}
}

// TestSlidesWithoutNumber leaves out the number and what the steps do to it, and
// keeps the rest.
func TestSlidesWithoutNumber(t *testing.T) {
	with, without := renderSlides(t, reporttest.Audit(), exposure.Swedish, true), renderSlides(t, reporttest.Audit(), exposure.Swedish, false)
	for _, s := range []string{`id="score"`, "52 → 39", "av 100"} {
		if !bytes.Contains(with, []byte(s)) {
			t.Errorf("the slides lack %q", s)
		}
		if bytes.Contains(without, []byte(s)) {
			t.Errorf("the slides without a number hold %q", s)
		}
	}
	if a, b := bytes.Count(with, []byte("<section")), bytes.Count(without, []byte("<section")); b != a-1 {
		t.Errorf("%d slides without the number; want one less than %d", b, a)
	}
}

// TestSlidesKeepToThemselves: what a shared screen shows holds no address, file or
// excerpt of the audit.
func TestSlidesKeepToThemselves(t *testing.T) {
	a := reporttest.Audit()
	doc := string(renderSlides(t, a, exposure.Swedish, true))
	for _, f := range a.Findings {
		for _, e := range f.Evidence {
			for _, s := range []string{e.Locator, e.Excerpt} {
				if s != "" && strings.Contains(doc, s) {
					t.Errorf("the slides hold %q", s)
				}
			}
		}
	}
	for _, c := range a.Coverage {
		if c.At != "bilder" && strings.Contains(doc, c.At) { // that is a word too
			t.Errorf("the slides hold the address %q", c.At)
		}
	}
}

// state is where the slides stand, as somebody sees and hears it.
const state = `(()=>{const on=[...document.querySelectorAll(".slide")].filter(s=>s.checkVisibility());
	const told=[...document.querySelectorAll("[data-step]")].filter(p=>p.checkVisibility({visibilityProperty:true})).length;
	return [location.hash,on.map(s=>s.id).join(" "),told,document.getElementById("at").textContent].join(" | ")})()`

func (b *browser) press(t *testing.T, keys ...string) {
	t.Helper()
	for _, k := range keys {
		if err := chromedp.Do(b.ctx, chromedp.KeyEvent(k)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSlidesKeys goes through the meeting with keys alone.
func TestSlidesKeys(t *testing.T) {
	b := browse(t)
	b.still(t, "light", 1280, 720)
	b.open(t, renderSlides(t, reporttest.Audit(), exposure.Swedish, true), "")
	is := func(when, want string) {
		t.Helper()
		if got := b.eval(t, state); got != want {
			t.Errorf("%s: %s; want %s", when, got, want)
		}
	}
	is("at first", "#welcome | welcome | 0 | 1 av 8")
	b.press(t, kb.ArrowRight)
	is("after the right arrow", "#good | good | 0 | 2 av 8")
	b.press(t, " ", kb.PageDown)
	is("after space and Page Down", "#story-1 | story-1 | 0 | 4 av 8")
	if got := b.eval(t, `document.activeElement.id`); got != "story-1-title" {
		t.Errorf("the focus is on %q; want the heading", got)
	}
	b.press(t, " ")
	is("one link told", "#story-1.1 | story-1 | 1 | 4 av 8")
	b.press(t, " ", " ", " ", " ")
	is("all told", "#story-1.5 | story-1 | 5 | 4 av 8")
	b.press(t, kb.PageUp)
	is("one taken back", "#story-1.4 | story-1 | 4 | 4 av 8")
	b.press(t, kb.ArrowRight, kb.ArrowRight)
	is("the next slide", "#first | first | 0 | 5 av 8")
	b.press(t, kb.ArrowLeft)
	is("back, all told", "#story-1.5 | story-1 | 5 | 4 av 8")
	b.press(t, "b")
	is("blank", "#story-1.5 | story-1 | 0 | Skärmen är tom. Tryck B för att fortsätta.")
	b.press(t, "b")
	is("no longer blank", "#story-1.5 | story-1 | 5 | 4 av 8")
	b.press(t, kb.Escape)
	is("all", "#story-1.5 | welcome good score story-1 first unseen agreed next | 8 | Alla bilder. Tryck Esc för att fortsätta.")
	b.press(t, kb.Escape)
	is("not all", "#story-1.5 | story-1 | 5 | 4 av 8")
	b.press(t, kb.End)
	is("the end", "#next | next | 0 | 8 av 8")
	b.press(t, kb.ArrowRight)
	is("there is no further", "#next | next | 0 | 8 av 8")
	b.press(t, kb.Home, kb.ArrowRight, "s", kb.ArrowRight)
	is("the number is hidden", "#story-1 | story-1 | 0 | 3 av 7")
	b.press(t, "s", kb.ArrowLeft)
	is("the number is shown", "#score | score | 0 | 3 av 8")

	// Without a mouse the buttons are reached too.
	b.press(t, kb.Tab, kb.Tab, kb.Tab)
	if got := b.eval(t, `document.activeElement.id`); got != "forward" {
		t.Errorf("three times Tab leads to %q; want the button", got)
	}
	b.press(t, " ")
	is("after the button", "#story-1 | story-1 | 0 | 4 av 8")
	b.eval(t, `document.querySelector("#story-1 .frame").click();""`)
	is("after a click", "#story-1.1 | story-1 | 1 | 4 av 8")
	b.eval(t, `{const at=x=>new Touch({identifier:1,target:document.body,clientX:x,clientY:300});
		dispatchEvent(new TouchEvent("touchstart",{touches:[at(300)]}));
		dispatchEvent(new TouchEvent("touchend",{changedTouches:[at(500)]}));""}`)
	is("after a swipe to the right", "#story-1 | story-1 | 0 | 4 av 8")

	// A closed lid loses nothing, and an address that is none leads to the first.
	b.open(t, renderSlides(t, reporttest.Audit(), exposure.English, true), "#first.2")
	is("opened in the middle", "#first.2 | first | 2 | 5 of 8")
	b.open(t, renderSlides(t, reporttest.Audit(), exposure.English, true), `#x"><img src=x>.1e9`)
	is("opened nowhere", "#welcome | welcome | 0 | 1 of 8")
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range append(b.seen, b.asked...) {
		if !strings.Contains(s, "/page#") && !strings.Contains(s, "about:blank") {
			t.Errorf("the slides did more than show: %s", s)
		}
	}
}

// TestSlidesSayThatThereIsMore: a slide of which a part is not told yet says so, and no
// other does.
func TestSlidesSayThatThereIsMore(t *testing.T) {
	b := browse(t)
	b.still(t, "light", 1280, 720)
	doc := renderSlides(t, reporttest.Audit(), exposure.Swedish, true)
	for place, want := range map[string]string{
		"": "", "#story-1": "Tryck för nästa", "#story-1.4": "Tryck för nästa", "#story-1.5": "", "#first": "Tryck för nästa", "#first.3": "", "#agreed": "",
	} {
		b.open(t, doc, place)
		if got := b.eval(t, `[...document.querySelectorAll(".ahead")].filter(e=>e.checkVisibility()).map(e=>e.textContent).join(" ")`); got != want {
			t.Errorf("%q says %q; want %q", place, got, want)
		}
	}
	b.press(t, kb.Escape)
	if got := b.eval(t, `String([...document.querySelectorAll(".ahead")].filter(e=>e.checkVisibility()).length)`); got != "0" {
		t.Errorf("%s of all the slides say that there is more, and all is told", got)
	}
}

// TestSlidesWithoutScript are one long page, with nothing that needs the script.
func TestSlidesWithoutScript(t *testing.T) {
	b := browse(t)
	doc := regexp.MustCompile(`(?s)<script>.*</script>`).ReplaceAll(renderSlides(t, reporttest.Audit(), exposure.Swedish, true), nil)
	b.open(t, doc, "")
	got := b.eval(t, `[...document.querySelectorAll(".slide,[data-step],#bar")].filter(e=>!e.checkVisibility()).map(e=>e.id||e.className).join(" ")`)
	if got != "bar" {
		t.Errorf("without script these are not seen: %q; want the bar alone", got)
	}
}

// TestSlidesFit looks for anything wider than the screen, and for what the bar hides.
func TestSlidesFit(t *testing.T) {
	b := browse(t)
	long := reporttest.Hostile("https://exempel.invalid/" + strings.Repeat("Långtnamnutanmellanslag", 6))
	for name, doc := range map[string][]byte{
		"family": renderSlides(t, reporttest.Audit(), exposure.English, true), "long": renderSlides(t, long, exposure.Swedish, true),
	} {
		for _, width := range []int64{320, 1280} {
			b.still(t, "light", width, 720)
			b.open(t, doc, "")
			for range 20 {
				got := b.eval(t, `(()=>{const w=document.documentElement.clientWidth;
					const bad=[...document.querySelectorAll("body *")].filter(e=>e.checkVisibility()&&!e.closest("svg")&&!e.matches(".unseen,progress")&&e.getBoundingClientRect().right>w+1);
					return bad.slice(0,3).map(e=>e.tagName+"."+e.className+" "+Math.round(e.getBoundingClientRect().right)).join(", ")})()`)
				if got != "" {
					t.Errorf("%s at %d pixels, %s: these are wider than the screen: %s", name, width, b.eval(t, state), got)
				}
				b.press(t, kb.ArrowRight)
			}
		}
	}
	// Everything of a slide of the family's fits the screen of a projector.
	b.still(t, "light", 1280, 720)
	b.open(t, renderSlides(t, reporttest.Audit(), exposure.Swedish, true), "")
	for range 20 {
		if got := b.eval(t, `String(Math.max(0,document.documentElement.scrollHeight-innerHeight))`); got != "0" {
			t.Errorf("%s: %s pixels do not fit", b.eval(t, state), got)
		}
		b.press(t, kb.ArrowRight)
	}
}

// TestSlidesPrint holds the handouts: every slide and all that is told, as it stands
// at once and not on its way in, lines to write on, and no bar.
func TestSlidesPrint(t *testing.T) {
	b := browse(t)
	media := func(kind string) {
		t.Helper()
		err := chromedp.Do(b.ctx, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Media: kind, Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "no-preference"}},
			})
			return err
		}))
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, place := range []string{"", "#story-1.1", "#first"} {
		media("screen")
		b.open(t, renderSlides(t, reporttest.Audit(), exposure.Swedish, true), place)
		media("print")
		got := b.eval(t, `[...document.querySelectorAll(".slide,[data-step],.lines,.ahead,#bar")]
			.filter(e=>!e.checkVisibility({opacityProperty:true,visibilityProperty:true})||e.getAnimations({subtree:true}).length>0)
			.map(e=>e.id||e.className||e.tagName).join(" ")`)
		if got != "ahead ahead bar" {
			t.Errorf("printed from %q, these are not seen: %q; want what is for the screen alone", place, got)
		}
	}
}

// TestSlidesAxe runs axe-core over the slides in each language and scheme: the first,
// one in the middle of its story, all at once, and as on paper. See TestAxe.
func TestSlidesAxe(t *testing.T) {
	axe := axeCore(t)
	b := browse(t)
	check := func(what string) {
		t.Helper()
		if got := b.axe(t, axe); got != "" {
			t.Errorf("%s: %s", what, got)
		}
	}
	for _, c := range []struct {
		lang   exposure.Lang
		scheme string
		width  int64
	}{
		{exposure.Swedish, "light", 1280},
		{exposure.Swedish, "dark", 320},
		{exposure.English, "dark", 1280},
		{exposure.English, "light", 320},
	} {
		name := fmt.Sprintf("%s %s %d", c.lang, c.scheme, c.width)
		b.still(t, c.scheme, c.width, 720)
		doc := renderSlides(t, reporttest.Audit(), c.lang, true)
		for _, place := range []string{"", "#story-1.3", "#agreed"} {
			b.open(t, doc, place)
			check(name + " " + place)
		}
		b.press(t, kb.Escape)
		check(name + " all")
	}
}
