package html_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"lampan/report"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
)

// browser is one Chromium for a test. Pages come from a server on loopback; it
// answers everything, and notes what was asked for beside the pages.
type browser struct {
	ctx    context.Context
	server *httptest.Server

	mu    sync.Mutex
	page  []byte
	asked []string // requests the server got, beside the page itself
	seen  []string // what the page did, in words
}

// browse starts Chromium, or skips the test where there is none.
func browse(t *testing.T) *browser {
	t.Helper()
	exe := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			exe = path
			break
		}
	}
	if exe == "" {
		t.Skip("no Chromium on PATH: the page was not tried in a browser")
	}
	b := &browser{}
	b.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.mu.Lock()
		defer b.mu.Unlock()
		if r.URL.Path != "/page" {
			b.asked = append(b.asked, r.URL.String())
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(b.page)
	}))
	t.Cleanup(b.server.Close)
	opts := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(exe), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()))
	alloc, cancel := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	b.ctx = ctx
	if err := chromedp.Do(ctx); err != nil {
		t.Skipf("Chromium does not start here: %v", err)
	}
	if err := chromedp.Listen(ctx, b.listen); err != nil {
		t.Fatal(err)
	}
	return b
}

// listen notes everything that a page without script and without requests
// would never cause.
func (b *browser) listen(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		if u := ev.Request.URL; u != b.server.URL+"/page" && !strings.HasPrefix(u, "data:,") {
			b.seen = append(b.seen, "request "+u)
		}
	case *runtime.EventConsoleAPICalled:
		b.seen = append(b.seen, "console call")
	case *runtime.EventExceptionThrown:
		b.seen = append(b.seen, "exception "+ev.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		b.seen = append(b.seen, "log "+ev.Entry.Text)
	case *page.EventJavascriptDialogOpening:
		b.seen = append(b.seen, "dialog")
	case *page.EventFrameAttached:
		b.seen = append(b.seen, "frame")
	}
}

// show loads a page and returns what it did, and what was asked of the server.
func (b *browser) show(t *testing.T, doc []byte) (seen []string) {
	t.Helper()
	b.mu.Lock()
	b.page, b.asked, b.seen = doc, nil, nil
	b.mu.Unlock()
	// A page that leads away while it loads breaks the load or the question.
	if err := chromedp.Do(b.ctx, chromedp.Navigate(b.server.URL+"/page")); err != nil {
		seen = append(seen, "load: "+err.Error())
	}
	at, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`location.href+" "+window.lampan+" "+document.scripts.length+" "+document.querySelectorAll("iframe,object,embed,form,base,img,video,audio").length`))
	if err != nil {
		seen = append(seen, "ask: "+err.Error())
	}
	if want := b.server.URL + "/page undefined 0 0"; at != want {
		seen = append(seen, "page state "+at+"; want "+want)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	seen = append(seen, b.seen...)
	for _, r := range b.asked {
		seen = append(seen, "server was asked for "+r)
	}
	return seen
}

// set makes the window light or dark, and as wide as that.
func (b *browser) set(t *testing.T, scheme string, width int64) {
	t.Helper()
	media := chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	})
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(width, 900), media); err != nil {
		t.Fatal(err)
	}
}

func (b *browser) eval(t *testing.T, js string) string {
	t.Helper()
	s, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](js))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// aim gives a payload the address of the test server.
func (b *browser) aim(payload string) string {
	host := strings.TrimPrefix(b.server.URL, "http://")
	return strings.NewReplacer("BEACONHOST", host, "BEACON", b.server.URL).Replace(payload)
}

// TestPayloadsWouldAct shows that the payloads are live and that the browser
// test sees them act, by putting them on a page as they are.
func TestPayloadsWouldAct(t *testing.T) {
	b := browse(t)
	acted := 0
	for _, raw := range reporttest.HTMLPayloads() {
		doc := "<!doctype html><html lang=sv><link rel=icon href='data:,'><title>x</title><body>" + b.aim(raw) + "</body></html>"
		if seen := b.show(t, []byte(doc)); len(seen) > 0 {
			acted++
		}
	}
	const atLeast = 45 // the rest are attribute and address payloads, or need a click
	if acted < atLeast {
		t.Errorf("%d payloads acted on an open page; want at least %d", acted, atLeast)
	}
}

// TestPolicyHoldsAlone shows that the policy refuses what escaping would let
// through: the payload stands in the page as markup.
func TestPolicyHoldsAlone(t *testing.T) {
	b := browse(t)
	doc := render(t, report.Build(reporttest.Audit(), reporttest.Pack(), reporttest.Places(), exposure.Swedish))
	for _, raw := range []string{
		`<script>window.lampan=1</script>`, `<img src=x onerror=window.lampan=1>`, `<svg onload=window.lampan=1></svg>`,
	} {
		planted := bytes.Replace(doc, []byte("<main>"), []byte("<main>"+raw), 1)
		b.show(t, planted)
		if got := b.eval(t, `String(window.lampan)`); got != "undefined" {
			t.Errorf("%s ran under the policy", raw)
		}
		b.show(t, policy.ReplaceAll(planted, nil))
		if got := b.eval(t, `String(window.lampan)`); got != "1" {
			t.Errorf("%s did not run without the policy: the test shows nothing", raw)
		}
	}
}

// axeCore is axe-core, or the test is skipped. It is not part of the project: install
// it with "npm install axe-core" in the project's folder, or name the file in AXE.
func axeCore(t *testing.T) string {
	t.Helper()
	file := os.Getenv("AXE")
	if file == "" {
		file = filepath.Join("..", "..", "node_modules", "axe-core", "axe.min.js")
	}
	axe, err := os.ReadFile(file)
	if err != nil {
		t.Skip("no axe-core: accessibility was not checked; see the comment of axeCore")
	}
	return string(axe)
}

// axe runs axe-core over what the browser shows, and returns what it finds wrong.
func (b *browser) axe(t *testing.T, axe string) string {
	t.Helper()
	b.eval(t, axe+`;""`)
	got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`axe.run(document,{resultTypes:["violations"]}).then(r=>
			r.passes.length<15?"only "+r.passes.length+" checks passed":
			r.violations.map(v=>v.id+": "+v.help+" ("+v.nodes.slice(0,3).map(n=>n.target+" "+n.failureSummary).join(" | ")+")").join("\n"))`,
		chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestShots writes pictures and a print of the report to the folder in SHOTS,
// to be looked at.
func TestShots(t *testing.T) {
	dir := os.Getenv("SHOTS")
	if dir == "" {
		t.Skip("SHOTS names no folder")
	}
	b := browse(t)
	docs := states(t, exposure.Swedish)
	docs["family en"] = states(t, exposure.English)["family"]
	for name, doc := range docs {
		for scheme, width := range map[string]int64{"dark": 320, "light": 1280} {
			b.set(t, scheme, width)
			b.show(t, doc)
			png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
			if err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, fmt.Sprintf("%s-%s-%d.png", strings.ReplaceAll(name, " ", "-"), scheme, width)), png)
		}
		b.set(t, "light", 1280) // what is printed is light
		pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(func(p *page.PrintToPDFParams) { p.PreferCSSPageSize = new(true) }))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".pdf"), pdf)
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
