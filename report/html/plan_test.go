package html_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lampan/report"
	"lampan/report/html"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
)

func renderPlan(t testing.TB, v *report.PlanView) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := html.WritePlan(&buf, v); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func fridge(lang exposure.Lang) *report.PlanView {
	a, said, on := reporttest.Plan()
	return report.BuildPlan(a, reporttest.Pack(), reporttest.Places(), said, on, "", lang)
}

func TestWritePlanGolden(t *testing.T) {
	for _, lang := range exposure.Langs() { // without the styles, which all pages share
		_, body, _ := strings.Cut(string(renderPlan(t, fridge(lang))), "</head>\n")
		golden(t, "plan."+string(lang)+".html", []byte(body))
	}
}

// The page for the fridge holds no number of the household's, nothing of what was found,
// and nothing that loads.
func TestPlanIsForGuestsToo(t *testing.T) {
	a, _, _ := reporttest.Plan()
	for _, lang := range exposure.Langs() {
		v := fridge(lang)
		secrets := []string{v.Score, v.After, "http", "→", "100"}
		for _, part := range [][]report.PlanStep{v.Start, v.Rest, v.Aside} {
			for i := range part {
				s := &part[i]
				secrets = append(secrets, s.Saves, s.About)
				s.Do, s.Proof, s.Stands, s.Each = "INNEHÅLL", "INNEHÅLL", "INNEHÅLL", []string{"INNEHÅLL"}
			}
		}
		secrets = append(secrets, "INNEHÅLL")
		for _, f := range a.Findings {
			for _, e := range f.Evidence {
				secrets = append(secrets, e.Locator, e.Excerpt, e.Account.Name)
			}
			for _, val := range f.Values {
				if w, ok := val.AsWord(); ok {
					secrets = append(secrets, w)
				}
			}
		}
		page := string(renderPlan(t, v))
		_, body, _ := strings.Cut(page, "<body>")
		for _, s := range secrets {
			if s != "" && strings.Contains(body, s) {
				t.Errorf("%s: the page holds %q", lang, s)
			}
		}
		if active := regexp.MustCompile(`(?i)<script|<link [^>]*stylesheet|<img|url\(|@import|<a `).FindString(page); active != "" {
			t.Errorf("%s: the page holds %q", lang, active)
		}
	}
}

func TestHostilePlanStaysText(t *testing.T) {
	_, said, on := reporttest.Plan()
	markup := regexp.MustCompile(`<[a-zA-Z!/][^>]*>`)
	want := len(markup.FindAllString(string(renderPlan(t, fridge(exposure.Swedish))), -1))
	for _, payload := range slices.Concat(reporttest.HTMLPayloads(), reporttest.TerminalPayloads()) {
		a := reporttest.Hostile(payload)
		reporttest.Mark(a, said, on)
		v := report.BuildPlan(a, reporttest.Pack(), nil, said, on, "", exposure.Swedish)
		if got := len(markup.FindAllString(string(renderPlan(t, v)), -1)); got != want {
			t.Fatalf("%q: %d tags; want %d", payload, got, want)
		}
		for i := range v.Start { // and where a view were not clean, the page is
			v.Start[i].Act, v.Start[i].Owner, v.Start[i].Code, v.Start[i].Due = payload, payload, payload, payload
		}
		v.Title = payload
		if got := len(markup.FindAllString(string(renderPlan(t, v)), -1)); got != want {
			t.Fatalf("%q in an act: %d tags; want %d", payload, got, want)
		}
	}
}
