package mask_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/report/mask"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
	"lampan/rules/roster"
)

func lind() *roster.Roster {
	return &roster.Roster{
		People: []roster.Person{
			{ID: "anna", Name: "Anna Lind", Aliases: []string{"annalind84"}, Emails: []string{"anna@annalind.example"}, Phones: []string{"070-174 06 05"}},
			{ID: "erik", Name: "Erik Lind", Aliases: []string{"@erik_l"}},
			{ID: "maja", Name: "Maja Lind", Minor: true},
			{ID: "elsa", Name: "Elsa Lind", Minor: true},
		},
		Places: []roster.Place{
			{ID: "hem", Kind: roster.Home, Street: "Björkstigen 12", Postal: "99999", Town: "Storvik"},
			{ID: "skolan", Kind: roster.School, Name: "Ekskolan", People: []exposure.SubjectID{"elsa"}},
		},
		Clubs:   []roster.Club{{Name: "Storviks IF", Person: "maja"}},
		Domains: []string{"annalind.example"},
		Pets:    []string{"Bosse"},
	}
}

func TestMaskingLeavesTheAuditAlone(t *testing.T) {
	a := reporttest.Audit()
	mask.Names(a, lind(), exposure.Swedish)
	mask.For(a, lind(), "anna", reporttest.Pack())
	if d := cmp.Diff(reporttest.Audit(), a, cmp.AllowUnexported(exposure.Value{})); d != "" {
		t.Errorf("the audit changed (-was +is):\n%s", d)
	}
}

func TestNamesKeepsTheNumbers(t *testing.T) {
	a := reporttest.Audit()
	got := mask.Names(a, lind(), exposure.Swedish)
	if d := cmp.Diff(a.Assessment.Household, got.Assessment.Household); d != "" {
		t.Errorf("the score changed (-want +got):\n%s", d)
	}
	if len(got.Findings) != len(a.Findings) || len(got.Assessment.Plan) != len(a.Assessment.Plan) || got.Percent() != a.Percent() {
		t.Errorf("%d findings, %d steps, %d %%; want %d, %d, %d", len(got.Findings), len(got.Assessment.Plan), got.Percent(),
			len(a.Findings), len(a.Assessment.Plan), a.Percent())
	}
	var names []string
	for _, p := range got.People {
		names = append(names, string(p.ID)+" "+p.Name)
	}
	if d := cmp.Diff([]string{"adult-1 Vuxen\u00a01", "adult-2 Vuxen\u00a02", "child-1 Barn\u00a01", "child-2 Barn\u00a02"}, names); d != "" {
		t.Errorf("people (-want +got):\n%s", d)
	}
}

func TestForShowsTheirsOnly(t *testing.T) {
	got := mask.For(reporttest.Audit(), lind(), "anna", reporttest.Pack())
	var ids []exposure.FindingID
	for _, f := range got.Findings {
		ids = append(ids, f.ID)
		for _, e := range f.Evidence {
			if e.Shower != "anna" {
				t.Errorf("%s: shown by %s", f.ID, e.Shower)
			}
		}
	}
	if d := cmp.Diff([]exposure.FindingID{"k-school", "k-two-step", "k-address", "k-listing", "k-vehicle", "k-phone"}, ids); d != "" {
		t.Errorf("findings (-want +got):\n%s", d)
	}
	if len(got.People) != 1 || len(got.Coverage) != 3 || got.Name != "Anna Lind" {
		t.Errorf("%q with %d people and %d sources; want Anna's own", got.Name, len(got.People), len(got.Coverage))
	}
	if whole := reporttest.Audit().Assessment.Household.Score; got.Assessment.Household.Score >= whole {
		t.Errorf("score %d; want less than the household's %d", got.Assessment.Household.Score, whole)
	}
	if none := mask.For(reporttest.Audit(), lind(), "nobody", reporttest.Pack()); len(none.Findings)+len(none.People)+len(none.Coverage) > 0 {
		t.Errorf("somebody unknown gets %+v", none)
	}
}

// TestForTellsThatOthersShow keeps a finding about the person that only another shows,
// and says nothing of whose or where.
func TestForTellsThatOthersShow(t *testing.T) {
	got := mask.For(reporttest.Audit(), lind(), "elsa", reporttest.Pack())
	if len(got.Findings) != 1 || got.Findings[0].ID != "k-school" || len(got.Findings[0].Evidence) != 1 {
		t.Fatalf("findings %+v; want the school alone", got.Findings)
	}
	f := got.Findings[0]
	if e := f.Evidence[0]; e.Shower != exposure.Household || e.Locator+e.Excerpt+string(e.Document) != "" || f.Fix.Owner != exposure.Household {
		t.Errorf("evidence %+v, owner %s; want nobody's", e, f.Fix.Owner)
	}
}

func TestCover(t *testing.T) {
	r := lind()
	for in, want := range map[string]string{
		"Anna och Eriks hund Bosse bor på Björkstigen 12 i Storvik.": "… och … hund … bor på … i ….",
		"ANNA, ánna, an\u00adna":                                     "…, …, …",
		"Annabel läser om eriksgatan":                                "Annabel läser om eriksgatan",
		"mejla anna@annalind.example eller ring 0701740605":          "mejla … eller ring …",
		"+46 70-174 06 05":                                           "+…",
		"070 174 06 05 9":                                            "… 9",
		"@erik_l, @erik.l":                                           "@…, @…",
		"en skola, Ekskolan och Storviks IF":                         "en skola, … och …",
		"":                                                           "", "…": "…", "\xff Anna \xff": "\xff … \xff",
	} {
		view := struct {
			Text   string
			Lists  [][]string
			Inner  *struct{ Text string }
			Anchor string
			Kind   exposure.SourceKind
			Named  map[string]string
		}{in, [][]string{{in}}, &struct{ Text string }{in}, "anna", "anna", map[string]string{"anna": in}}
		mask.Cover(&view, r, "")
		for _, got := range []string{view.Text, view.Lists[0][0], view.Inner.Text, view.Named["anna"]} {
			if got != want {
				t.Errorf("Cover(%q) = %q; want %q", in, got, want)
			}
		}
		if view.Anchor != "anna" || view.Kind != "anna" {
			t.Error("an identifier changed")
		}
	}
	own := struct{ Text string }{"Anna Lind och Erik Lind med Bosse, Elsa på Ekskolan"}
	mask.Cover(&own, r, "anna")
	if want := "Anna Lind och … Lind med Bosse, … på …"; own.Text != want {
		t.Errorf("for Anna: %q; want %q", own.Text, want)
	}
}
