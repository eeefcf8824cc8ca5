package passpage_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"lampan/cmd/internal/passpage"
	"lampan/rules/password/meter"
)

// browser is one Chromium that opens the page from a file, as from a USB stick.
// A server on loopback notes everything that reaches it.
type browser struct {
	ctx    context.Context
	server *httptest.Server
	dir    string

	mu    sync.Mutex
	asked []string // requests the server got
	seen  []string // what the page did that it should not, in words
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
	b := &browser{dir: t.TempDir()}
	b.server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.asked = append(b.asked, r.Method+" "+r.URL.String())
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

// listen notes everything that a page which only computes never causes.
func (b *browser) listen(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		if u := ev.Request.URL; !strings.HasPrefix(u, "file://"+b.dir) && !strings.HasPrefix(u, "data:,") {
			b.seen = append(b.seen, "request "+u)
		}
	case *network.EventWebSocketCreated:
		b.seen = append(b.seen, "web socket")
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

// did returns what the page did, and what reached the server, since last asked.
func (b *browser) did() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := slices.Concat(b.seen, b.asked)
	b.seen, b.asked = nil, nil
	return all
}

// open loads a page from a file and waits until the meter is ready. It returns
// the milliseconds that took, counted by the browser from the start of loading.
func (b *browser) open(t *testing.T, doc []byte) string {
	t.Helper()
	file := filepath.Join(b.dir, "lampan.html")
	if err := os.WriteFile(file, doc, 0o600); err != nil {
		t.Fatal(err)
	}
	b.do(t, chromedp.Navigate("file://"+file))
	return b.await(t, `document.documentElement.dataset.ready||""`, func(s string) bool { return s != "" })
}

func (b *browser) do(t *testing.T, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

func (b *browser) eval(t *testing.T, js string) string {
	t.Helper()
	s, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](js, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%v in %.200s", err, js)
	}
	return s
}

// await asks until the answer is right, and gives up after as long as no page
// may take.
func (b *browser) await(t *testing.T, js string, right func(string) bool) string {
	t.Helper()
	const patience = 30 * time.Second
	got := ""
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if got = b.eval(t, js); right(got) {
			return got
		}
	}
	t.Fatalf("%.200s is %q", js, got)
	return ""
}

// enter types a password over what stands in the field.
func (b *browser) enter(t *testing.T, password string) {
	t.Helper()
	b.eval(t, `document.getElementById("field").focus();document.getElementById("field").select();""`)
	b.do(t, chromedp.KeyEvent(password))
}

const verdict = `document.getElementById("verdict").textContent`

func is(want string) func(string) bool { return func(s string) bool { return s == want } }

// TestJudges types on the page in both languages, reads the answer, and shows
// that nothing left the page meanwhile.
func TestJudges(t *testing.T) {
	b := browse(t)
	for _, c := range []struct {
		lang, password, verdict, why string
	}{
		{"sv", "sommar2019", "Mycket lätt att gissa.", "Det "},
		{"sv", "göteborg", "Mycket lätt att gissa.", "Det "},
		{"sv", "qwerty", "Mycket lätt att gissa.", "Det "},
		{"sv", "xT9mKw4RzpLq7vHd", "Starkt.", ""},
		{"en", "password1", "Very easy to guess.", "It "},
		{"en", "aaaaaaaaaaaa", "Very easy to guess.", ""},
		{"en", "xT9mKw4RzpLq7vHd", "Strong.", ""},
	} {
		t.Run(c.lang+" "+c.verdict+c.why, func(t *testing.T) {
			b.open(t, passpage.HTML(c.lang))
			b.enter(t, c.password)
			b.await(t, verdict, is(c.verdict))
			if why := b.eval(t, `document.getElementById("why").textContent`); !strings.HasPrefix(why, c.why) {
				t.Errorf("why = %q; want it to begin with %q", why, c.why)
			}
			if help := b.eval(t, `document.getElementById("help").textContent`); help == "" {
				t.Error("nothing is said to help")
			}
			b.await(t, `document.getElementById("summary").textContent`, func(s string) bool { return strings.HasPrefix(s, c.verdict) })
			if text := b.eval(t, `document.documentElement.outerHTML`); strings.Contains(text, c.password) {
				t.Error("the password stands in the page")
			}
		})
	}
	if did := b.did(); len(did) > 0 {
		t.Errorf("the page did more than compute: %s", strings.Join(did, "; "))
	}
}

// TestKeyboard goes through the page with Tab and Enter alone.
func TestKeyboard(t *testing.T) {
	b := browse(t)
	b.open(t, passpage.HTML("sv"))
	at := func() string {
		return b.eval(t, `(document.activeElement.id||document.activeElement.dataset.lang||"")`)
	}
	var order []string
	for range 5 {
		b.do(t, chromedp.KeyEvent("\t"))
		order = append(order, at())
	}
	if got, want := strings.Join(order, " "), "sv en field eye make"; got != want {
		t.Fatalf("Tab goes to %s; want %s", got, want)
	}
	b.do(t, chromedp.KeyEvent("\r"))
	phrase := b.eval(t, `document.getElementById("phrase").textContent`)
	if !regexp.MustCompile(`^[a-z]+(-[a-z]+){4}$`).MatchString(phrase) {
		t.Errorf("the suggestion is %q; want five words", phrase)
	}
	b.enter(t, phrase)
	b.await(t, verdict, is("Starkt."))

	// The other language keeps what was typed, and its own words suggest.
	b.eval(t, `document.querySelector("[data-lang=en]").focus();""`)
	b.do(t, chromedp.KeyEvent("\r"))
	b.await(t, verdict, is("Strong."))
	if got := b.eval(t, `document.documentElement.lang+" "+document.title`); got != "en How easy is the password to guess?" {
		t.Errorf("after the switch the page is %q", got)
	}
	if got := b.eval(t, `document.getElementById("phrase").textContent`); got == phrase || got == "" {
		t.Errorf("after the switch the suggestion is %q; want an English one", got)
	}

	// Show and hide.
	b.eval(t, `document.getElementById("eye").focus();""`)
	for _, want := range []string{"text true", "password false"} {
		b.do(t, chromedp.KeyEvent("\r"))
		if got := b.eval(t, `document.getElementById("field").type+" "+document.getElementById("eye").getAttribute("aria-pressed")`); got != want {
			t.Errorf("after the button the field is %q; want %q", got, want)
		}
	}
}

// TestForgets shows that the page empties itself when asked and when left, and
// that the meter's own room is empty as soon as it has answered.
func TestForgets(t *testing.T) {
	b := browse(t)
	empty := func(t *testing.T) {
		t.Helper()
		if got := b.eval(t, `document.getElementById("field").value+document.getElementById("phrase").textContent+document.getElementById("answer").dataset.strength`); got != "" {
			t.Errorf("left on the page: %q", got)
		}
	}
	for name, leave := range map[string]string{
		"button":    `document.getElementById("clear").click();""`,
		"page left": `dispatchEvent(new Event("pagehide"));""`,
		"page hidden": `Object.defineProperty(document,"hidden",{value:true,configurable:true});
			document.dispatchEvent(new Event("visibilitychange"));""`,
	} {
		t.Run(name, func(t *testing.T) {
			b.open(t, passpage.HTML("sv"))
			b.eval(t, `document.getElementById("make").click();""`)
			b.enter(t, "sommar2019")
			b.await(t, `document.getElementById("answer").dataset.strength`, is("obvious"))
			b.eval(t, leave)
			empty(t)
		})
	}
	t.Run("memory of the meter", func(t *testing.T) {
		const canary = "Kvastskaftsbrandkatt77"
		// The page keeps its meter to itself, so the test looks over the
		// browser's shoulder at the moment the meter is made.
		doc := passpage.HTML("sv")
		spy := strings.Replace(string(doc), "<script>", "<script>const made=WebAssembly.instantiate;WebAssembly.instantiate=async(...a)=>window.spied=await made(...a);</script><script>", 1)
		spy = policy.ReplaceAllString(spy, "")
		b.open(t, []byte(spy))
		b.enter(t, canary)
		b.await(t, `document.getElementById("answer").dataset.strength`, func(s string) bool { return s != "" })
		found := `(()=>{const m=new Uint8Array(spied.exports.memory.buffer),c=new TextEncoder().encode(PASSWORD);let n=0;
			for(let i=m.indexOf(c[0]);i>=0;i=m.indexOf(c[0],i+1))if(c.every((x,k)=>m[i+k]===x))n++;return String(n)})()`
		if got := b.eval(t, strings.Replace(found, "PASSWORD", `"`+canary+`"`, 1)); got != "0" {
			t.Errorf("the password stands %s times in the meter's memory", got)
		}
		if got := b.eval(t, strings.Replace(found, "PASSWORD", `"randomly-not-there"`, 1)); got != "0" {
			t.Errorf("the search finds what is not there")
		}
		planted := `(()=>{new TextEncoder().encodeInto("planted-password",new Uint8Array(spied.exports.memory.buffer,spied.exports.where(),99));return ""})()`
		b.eval(t, planted)
		if got := b.eval(t, strings.Replace(found, "PASSWORD", `"planted-password"`, 1)); got != "1" {
			t.Errorf("the search does not find what is there: the test shows nothing")
		}
	})
}

var policy = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`)

// attempts are ways out of a page, as script. Each resolves when it has been
// tried.
func attempts(server string) map[string]string {
	return map[string]string{
		"fetch":   `fetch("` + server + `/fetch",{mode:"no-cors"}).catch(()=>0)`,
		"beacon":  `new Promise(r=>{navigator.sendBeacon("` + server + `/beacon","x");setTimeout(r,300)})`,
		"request": `new Promise(r=>{const x=new XMLHttpRequest();x.onloadend=r;x.open("GET","` + server + `/xhr");x.send()}).catch(()=>0)`,
		"picture": `new Promise(r=>{const i=new Image();i.onload=i.onerror=r;i.src="` + server + `/img"})`,
		"script":  `new Promise(r=>{const s=document.createElement("script");s.onload=s.onerror=r;s.src="` + server + `/script";document.head.append(s)})`,
		"style":   `new Promise(r=>{const s=document.createElement("link");s.rel="stylesheet";s.onload=s.onerror=r;s.href="` + server + `/style";document.head.append(s)})`,
		"frame":   `new Promise(r=>{const s=document.createElement("iframe");s.src="` + server + `/frame";document.body.append(s);setTimeout(r,300)})`,
		"form":    `new Promise(r=>{const i=document.createElement("iframe");i.name="there";document.body.append(i);const f=document.createElement("form");f.target="there";f.action="` + server + `/form";f.method="post";document.body.append(f);f.submit();setTimeout(r,300)})`,
		"source":  `new Promise(r=>{const e=new EventSource("` + server + `/events");e.onopen=e.onerror=r;setTimeout(r,300)})`,
	}
}

// TestPolicyLetsNothingOut runs script of an intruder inside the page: with the
// policy nothing reaches the server, without it everything does.
func TestPolicyLetsNothingOut(t *testing.T) {
	b := browse(t)
	doc := passpage.HTML("sv")
	open := policy.ReplaceAll(doc, nil)
	if string(open) == string(doc) {
		t.Fatal("the page has no policy")
	}
	for name, try := range attempts(b.server.URL) {
		t.Run(name, func(t *testing.T) {
			for _, c := range []struct {
				doc  []byte
				gets bool
			}{{doc, false}, {open, true}} {
				b.open(t, c.doc)
				b.mu.Lock()
				b.asked = nil
				b.mu.Unlock()
				b.eval(t, `Promise.resolve(`+try+`).then(()=>"")`)
				b.mu.Lock()
				got := len(b.asked) > 0
				b.mu.Unlock()
				if got != c.gets {
					t.Errorf("with the policy: %v; reached the server: %v", !c.gets, got)
				}
			}
		})
	}
}

// TestPolicyNamesItsScript plants markup that acts: under the policy it does
// not, because its checksum is not there.
func TestPolicyNamesItsScript(t *testing.T) {
	b := browse(t)
	doc := string(passpage.HTML("sv"))
	for _, raw := range []string{`<script>window.lampan=1</script>`, `<img src=x onerror=window.lampan=1>`} {
		planted := strings.Replace(doc, "<main>", "<main>"+raw, 1)
		b.open(t, []byte(planted))
		if got := b.eval(t, `String(window.lampan)`); got != "undefined" {
			t.Errorf("%s ran under the policy", raw)
		}
		b.open(t, []byte(policy.ReplaceAllString(planted, "")))
		if got := b.eval(t, `String(window.lampan)`); got != "1" {
			t.Errorf("%s did not run without the policy: the test shows nothing", raw)
		}
	}
}

// TestAgrees asks the page and the program about the same invented passwords.
// The page's tables are smaller, so that it may be milder; how much is logged.
func TestAgrees(t *testing.T) {
	b := browse(t)
	b.open(t, passpage.HTML("sv"))
	all := invented()
	if len(all) < 200 {
		t.Fatalf("%d passwords; want 200", len(all))
	}
	asked, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	answers := b.eval(t, `(()=>{const f=document.getElementById("field"),a=document.getElementById("answer").dataset;
		return `+string(asked)+`.map(p=>{f.value=p;f.dispatchEvent(new Event("change"));return a.strength+" "+a.log10}).join("\n")})()`)
	m, err := meter.New()
	if err != nil {
		t.Fatal(err)
	}
	order := []meter.Strength{meter.Obvious, meter.Weak, meter.Fair, meter.Strong}
	same, apart, most, milder := 0, 0, 0.0, 0
	lines := bufio.NewScanner(strings.NewReader(answers))
	for _, p := range all {
		if !lines.Scan() {
			t.Fatal("the page answered less than it was asked")
		}
		var word string
		var log10 float64
		if _, err := fmt.Sscan(lines.Text(), &word, &log10); err != nil {
			t.Fatal(err)
		}
		g := m.Guess([]byte(p), meter.Given{})
		off := slices.Index(order, meter.Strength(word)) - slices.Index(order, g.Strength())
		if off == 0 {
			same++
		}
		if off > 0 {
			milder++
		}
		apart = max(apart, off, -off)
		most = max(most, math.Abs(log10-g.Log10))
		if off > 1 || off < -1 {
			t.Errorf("the page says %s and the program %s about %q", word, g.Strength(), p)
		}
	}
	t.Logf("%d passwords: %.1f %% the same word, %d milder on the page, at most %d steps apart; at most 10^%.1f apart",
		len(all), 100*float64(same)/float64(len(all)), milder, apart, most)
	if same < len(all)*9/10 {
		t.Errorf("%d of %d get the same word on the page and in the program; want 9 of 10", same, len(all))
	}
}

// invented are passwords that nobody is known to have: plausible Swedish and
// English ones, keyboard rows, dates, repeats, phrases and chance.
func invented() []string {
	var all []string
	for i, word := range []string{
		"sommar", "vinter", "fotboll", "katten", "hammarby", "göteborg", "älskling", "smultron", "banan", "lampan",
		"blueberry", "dragon", "monkey", "sunshine", "keyboard", "football", "elephant", "winter", "purple", "orange",
	} {
		all = append(all, word, strings.ToUpper(word[:1])+word[1:]+fmt.Sprint(i%10), word+fmt.Sprint(1950+3*i), word+"!",
			word+word, fmt.Sprintf("%s%d%d", word, i*37%100, i*71%100), strings.NewReplacer("a", "@", "o", "0", "e", "3").Replace(word)+"1")
	}
	for i := range 15 {
		all = append(all, fmt.Sprintf("%04d-%02d-%02d", 1940+i*5, 1+i*7%12, 1+i*11%28), strings.Repeat(string(rune('a'+i)), 4+i),
			fmt.Sprintf("x%dQ%cz%dRv%cK%d", i*7919%1000, 'b'+i, i*104729%1000, 'M'+i%10, i*1299709%1000))
	}
	return append(all, "qwerty", "asdfghjkl", "1q2w3e4r", "123456789", "abc123", "qazwsx", "zxcvbnm,.-", "poiuyt",
		"tulpan-gaffel-kajak-norrsken-byxor", "anchor-walnut-pigeon-copper-meadow", "korrekthästbatterihäftklammer",
		"en lång mening som ingen annan skriver", "the quick brown fox jumps over the lazy dog", "8kW!pq0", "ö", "ab")
}

// TestFits looks for anything wider than the screen, also at twice the size,
// which is what zooming to 200 % does to a page.
func TestFits(t *testing.T) {
	b := browse(t)
	for _, lang := range []string{"sv", "en"} {
		for _, width := range []int64{320, 360, 640, 1280} {
			b.do(t, chromedp.EmulateViewport(width, 800))
			b.open(t, passpage.HTML(lang))
			b.enter(t, "sommar2019")
			b.await(t, `document.getElementById("answer").dataset.strength`, is("obvious"))
			b.eval(t, `document.getElementById("make").click();""`)
			for _, size := range []string{"", "200%"} {
				b.eval(t, `document.documentElement.style.fontSize="`+size+`";""`)
				got := b.eval(t, `(()=>{const w=document.documentElement.clientWidth;
					const bad=[...document.querySelectorAll("body *")].filter(e=>!e.matches(".unseen")&&e.getBoundingClientRect().right>w+1);
					return bad.slice(0,3).map(e=>e.tagName+"#"+e.id+" "+Math.round(e.getBoundingClientRect().right)).join(", ")})()`)
				if got != "" {
					t.Errorf("%s at %d pixels %s: wider than the screen: %s", lang, width, size, got)
				}
			}
		}
	}
}

func (b *browser) scheme(t *testing.T, name string) {
	t.Helper()
	b.do(t, func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}},
		})
		return chromedp.Void{}, err
	})
}

// states are what the page may look like: untouched, and with an answer and a
// suggestion on it.
func states() map[string]string {
	return map[string]string{"untouched": "", "easy": "sommar2019", "fair": "xT9mKw4Rz", "strong": "xT9mKw4RzpLq7vHd"}
}

func (b *browser) reach(t *testing.T, password string) {
	t.Helper()
	if password == "" {
		return
	}
	b.enter(t, password)
	b.await(t, `document.getElementById("answer").dataset.strength`, func(s string) bool { return s != "" })
	b.eval(t, `document.getElementById("make").click();""`)
}

// TestAxe runs axe-core over the page. axe-core is not part of the project:
// install it with "npm install axe-core" in the project's folder, or name the
// file in AXE.
func TestAxe(t *testing.T) {
	file := os.Getenv("AXE")
	if file == "" {
		file = filepath.Join("..", "..", "..", "node_modules", "axe-core", "axe.min.js")
	}
	axe, err := os.ReadFile(file)
	if err != nil {
		t.Skip("no axe-core: accessibility was not checked; see the comment of this test")
	}
	b := browse(t)
	for state, password := range states() {
		// Colours depend on the scheme and layout on the width, never on both.
		for scheme, width := range map[string]int64{"light": 1280, "dark": 320} {
			for _, lang := range []string{"sv", "en"} {
				t.Run(fmt.Sprintf("%s %s %s %d", state, lang, scheme, width), func(t *testing.T) {
					b.do(t, chromedp.EmulateViewport(width, 900))
					b.scheme(t, scheme)
					b.open(t, passpage.HTML(lang))
					b.reach(t, password)
					b.eval(t, string(axe)+`;""`)
					if got := b.eval(t, `axe.run(document,{resultTypes:["violations"]}).then(r=>
						r.passes.length<15?"only "+r.passes.length+" checks passed":
						r.violations.map(v=>v.id+": "+v.help+" ("+v.nodes.slice(0,3).map(n=>n.target+" "+n.failureSummary).join(" | ")+")").join("\n"))`); got != "" {
						t.Error(got)
					}
				})
			}
		}
	}
}

// TestStart reports how long it takes from opening the file until the first
// answer can be given, in a browser that has not seen the page before.
func TestStart(t *testing.T) {
	b := browse(t)
	ready := b.open(t, passpage.HTML("sv"))
	first := b.eval(t, `(()=>{const f=document.getElementById("field"),t=performance.now();f.value="sommar2019";
		f.dispatchEvent(new Event("change"));return (performance.now()-t).toFixed(1)})()`)
	t.Logf("%d bytes; ready after %s ms, first answer in %s ms more", len(passpage.HTML("sv")), ready, first)
}

// TestShots writes pictures of the page to the folder in SHOTS, to be looked at.
func TestShots(t *testing.T) {
	dir := os.Getenv("SHOTS")
	if dir == "" {
		t.Skip("SHOTS names no folder")
	}
	b := browse(t)
	for state, password := range states() {
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int64{360, 1280} {
				b.do(t, chromedp.EmulateViewport(width, 900))
				b.scheme(t, scheme)
				b.open(t, passpage.HTML("sv"))
				b.reach(t, password)
				png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%s-%d.png", state, scheme, width)), png, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
