package html_test

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	nethtml "golang.org/x/net/html"

	"lampan/report"
	"lampan/report/clean"
	"lampan/report/compare"
	"lampan/report/html"
	"lampan/report/message"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
	"lampan/rules/todo"
)

// forms are all the pages there are, with a text in every field that text from
// outside can reach, and with it in every field of a record that somebody edited.
func forms(t *testing.T, payload string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	add := func(name string, write func(io.Writer) error) {
		var buf bytes.Buffer
		if err := write(&buf); err != nil {
			t.Fatal(err)
		}
		out[name] = buf.Bytes()
	}
	pack, catalogue := reporttest.Pack(), reporttest.Places()
	hostile, edited := reporttest.Hostile(payload), reporttest.Drowned(payload)
	said := &todo.List{}
	for _, f := range hostile.Findings {
		said.Marks = append(said.Marks, todo.Mark{Finding: f.ID, On: hostile.At, What: todo.Owner, Who: exposure.SubjectID(payload)})
	}
	v := report.Build(hostile, pack, catalogue, exposure.Swedish)
	add("report", func(w io.Writer) error { return html.Write(w, v) })
	add("slides", func(w io.Writer) error { return html.WriteSlides(w, v, true) })
	v = report.Build(edited, pack, catalogue, exposure.English)
	add("report of an edited record", func(w io.Writer) error { return html.Write(w, v) })
	add("slides of an edited record", func(w io.Writer) error { return html.WriteSlides(w, v, true) })
	add("child", func(w io.Writer) error {
		c, err := report.BuildChild(hostile, pack, catalogue, "maja", exposure.Swedish)
		if err != nil {
			return err
		}
		return html.WriteChild(w, c)
	})
	add("plan", func(w io.Writer) error {
		return html.WritePlan(w, report.BuildPlan(hostile, pack, catalogue, said, hostile.At.AddDate(0, 0, 7), "", exposure.Swedish))
	})
	add("meeting", func(w io.Writer) error {
		return html.WriteMeeting(w, report.BuildMeeting(report.Meeting{Audit: hostile, Plan: said, Today: hostile.At.Add(48 * time.Hour)}, pack, catalogue, exposure.Swedish))
	})
	add("form", func(w io.Writer) error {
		words := message.For(exposure.Swedish)
		return html.WriteForm(w, report.NewForm(words, report.FormConfig{Who: clean.Line(payload), Questions: pack.Questions, Command: payload}))
	})
	c := compare.Audits(edited, hostile, pack)
	add("comparison", func(w io.Writer) error {
		return html.WriteComparison(w, report.BuildComparison(c, pack, catalogue, exposure.English))
	})
	return out
}

// shape is what a page is made of: its elements with their attributes.
type shape map[string]bool

// read adds the parts of a page, and returns those that were not there before.
func (s shape) read(t *testing.T, doc []byte) (added []string) {
	t.Helper()
	root, err := nethtml.Parse(bytes.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	add := func(part string) {
		if !s[part] {
			s[part] = true
			added = append(added, part)
		}
	}
	for n := range root.Descendants() {
		switch n.Type {
		case nethtml.ElementNode:
			add("<" + n.Data + ">")
			for _, a := range n.Attr {
				part := n.Data + " " + a.Key
				switch a.Key {
				case "href", "src", "action", "content", "http-equiv", "rel", "type", "style", "srcdoc":
					part += "=" + scheme(a.Val)
				}
				add(part)
			}
			if n.Data == "script" || n.Data == "style" {
				add(n.Data + " with " + n.FirstChild.Data)
			}
		case nethtml.CommentNode:
			add("comment")
		}
	}
	return added
}

// scheme leaves of a link only where it leads.
func scheme(v string) string {
	if at, ok := strings.CutPrefix(v, "#"); ok && regexp.MustCompile(`^[a-z0-9-]+$`).MatchString(at) {
		return "#"
	}
	for _, s := range []string{"http://", "https://"} {
		if strings.HasPrefix(v, s) {
			return "http"
		}
	}
	return v
}

// TestPagesKeepTheirShape puts every hostile text into every field of every page:
// none has a part that it does not have with harmless ones. Each text is on each
// page too, or cut, so that it is this that is tried.
func TestPagesKeepTheirShape(t *testing.T) {
	payloads := reporttest.Payloads()
	if n := len(payloads); n < 140 {
		t.Errorf("%d hostile texts; want at least 140", n)
	}
	known := map[string]shape{}
	for _, harmless := range []string{"harmless", "https://blogg.annalind.example/"} {
		for name, doc := range forms(t, harmless) {
			if known[name] == nil {
				known[name] = shape{}
			}
			known[name].read(t, doc)
			if name != "child" && !bytes.Contains(doc, []byte("harmless")) && harmless == "harmless" {
				t.Errorf("the %s shows nothing from outside: nothing is tried", name)
			}
		}
	}
	for _, payload := range payloads {
		for name, doc := range forms(t, payload) {
			if added := maps.Clone(known[name]).read(t, doc); len(added) > 0 {
				t.Errorf("%s: %q adds %s", name, payload, strings.Join(added, ", "))
			}
		}
	}
}

var (
	policy = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`)
	inside = regexp.MustCompile(`(?s)^(.*<body[^>]*>)(.*?)(<script>.*</script>\s*)?(</body>.*)$`)
)

// TestNothingFromOutsideActs shows the payloads in every field of every page to a real
// browser, many on one page, and without the page's policy, so that escaping alone has
// to hold.
func TestNothingFromOutsideActs(t *testing.T) {
	payloads := slices.Concat(reporttest.HTMLPayloads(), reporttest.ScriptPayloads())
	b := browse(t)
	const many = 20
	for some := range slices.Chunk(payloads, many) {
		docs := map[string][]byte{}
		for _, raw := range some {
			for name, doc := range forms(t, b.aim(raw)) {
				m := inside.FindSubmatch(policy.ReplaceAll(doc, nil))
				if m == nil || policy.Match(m[1]) {
					t.Fatalf("the %s has no body, or a policy still", name)
				}
				if docs[name] == nil {
					docs[name] = slices.Clone(m[1])
				}
				docs[name] = append(docs[name], m[2]...)
			}
		}
		for name, doc := range docs {
			if seen := b.show(t, append(doc, "</body></html>"...)); len(seen) > 0 {
				t.Errorf("%s, one of %q: %s", name, some, strings.Join(seen, "; "))
			}
		}
	}
}

// TestSlidesScriptTakesNothingIn runs the script of the slides over hostile texts,
// without a policy: it moves them, and makes nothing of them.
func TestSlidesScriptTakesNothingIn(t *testing.T) {
	b := browse(t)
	payloads := slices.Concat(reporttest.HTMLPayloads(), reporttest.ScriptPayloads())
	for i := 0; i < len(payloads); i += 12 {
		payload := b.aim(payloads[i])
		b.open(t, policy.ReplaceAll(renderSlides(t, reporttest.Hostile(payload), exposure.Swedish, true), nil), "#"+payload)
		b.press(t, " ", "\x1b", "\x1b", "b", "b")
		got := b.eval(t, `window.lampan+" "+document.scripts.length+" "+document.querySelectorAll("iframe,object,embed,form,base,img,video,audio").length`)
		if got != "undefined 1 0" {
			t.Errorf("%q: the slides are %s", payload, got)
		}
		b.mu.Lock()
		for _, s := range slices.Concat(b.seen, b.asked) {
			if !strings.HasPrefix(s, "request "+b.server.URL+"/page") && !strings.Contains(s, "about:blank") {
				t.Errorf("%q: %s", payload, s)
			}
		}
		b.mu.Unlock()
	}
}

// TestPolicyComesFirst holds that every page has its policy before anything else.
func TestPolicyComesFirst(t *testing.T) {
	for name, doc := range forms(t, "x") {
		at := policy.FindIndex(doc)
		if at == nil || bytes.ContainsAny(doc[:at[0]], "'") || bytes.Contains(doc[:at[0]], []byte("<title")) {
			t.Errorf("the %s does not begin with its policy", name)
			continue
		}
		want := "default-src &#39;none&#39;; style-src &#39;sha256-"
		if got := string(doc[at[0]:at[1]]); !strings.Contains(got, want) || strings.Contains(got, "unsafe") {
			t.Errorf("the policy of the %s is %s", name, got)
		}
	}
	if n := len(forms(t, "x")); n < 9 {
		t.Error(fmt.Sprint(n, " pages; want all"))
	}
}
