package mask_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lampan/report"
	"lampan/report/html"
	"lampan/report/mask"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
	"lampan/rules/roster"
	"lampan/scanner/audit"
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
	if eriks := mask.For(reporttest.Audit(), lind(), "erik", reporttest.Pack()); len(eriks.Suggestions) != 0 || len(eriks.Good) != 0 || len(eriks.Controls) != 0 {
		t.Errorf("Erik's sheet suggests %v, praises %v and %v; want nothing of Anna's", eriks.Suggestions, eriks.Good, eriks.Controls)
	}
	if none := mask.For(reporttest.Audit(), lind(), "nobody", reporttest.Pack()); len(none.Findings)+len(none.People)+len(none.Coverage) > 0 {
		t.Errorf("somebody unknown gets %+v", none)
	}
}

// TestForBeginsWithWhatIsLeft: a step that was put aside in the household's plan is none
// to begin with on the sheet either.
func TestForBeginsWithWhatIsLeft(t *testing.T) {
	a := reporttest.Audit()
	first := mask.For(a, lind(), "anna", reporttest.Pack()).Assessment.Plan[0]
	for i := range a.Assessment.Plan {
		s := &a.Assessment.Plan[i]
		s.Aside = slices.ContainsFunc(s.Findings, func(id exposure.FindingID) bool { return slices.Contains(first.Findings, id) })
	}
	for i, s := range mask.For(a, lind(), "anna", reporttest.Pack()).Assessment.Plan {
		if slices.Contains(s.Findings, first.Findings[0]) && (i == 0 || !s.Aside) {
			t.Errorf("step %d of the sheet is %+v; want it last, put aside", i, s)
		}
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

// TestHostileNames: whatever a family calls itself, and whatever stands in an audit, it
// is masked, and the page still stands.
func TestHostileNames(t *testing.T) {
	names := append(reporttest.Payloads(), reporttest.HTMLPayloads()...)
	names = append(names, "", " ", "…", "!!!", ".*", "(", "\\", "%s", "{name}", "Ⅷ", "İsa", "ſture", "Straße", "a\u0301ke", "\u202eannA", "An\u200dna", "\xff\xfe",
		strings.Repeat("lång ", 50), strings.Repeat("x", 5000), "household", "source-1", "adult-1", "👩‍👩‍👧 Li")
	p, catalogue := reporttest.Pack(), reporttest.Places()
	for i, name := range names {
		a := reporttest.Hostile(name)
		r := lind()
		r.People[1].Name, r.People[2].Aliases, r.Pets, r.Domains = name, []string{name}, []string{name}, []string{name}
		r.Places[0].Street, r.Places[1].Name, r.Clubs[0].Name = name, name, name
		for reads, masked := range map[exposure.SubjectID]*audit.Audit{
			"": mask.Names(a, r, exposure.Swedish), "anna": mask.For(a, r, "anna", p), "erik": mask.For(a, r, "erik", p),
		} {
			view := report.Build(masked, p, catalogue, exposure.Swedish)
			mask.Cover(view, r, reads)
			if reads != "" || i%4 != 0 && i < len(names)-20 {
				continue // pages take their time
			}
			var b bytes.Buffer
			if err := html.Write(&b, view); err != nil {
				t.Fatalf("%q: %v", name, err)
			}
			if n := plain(name); len(n) > 6 && strings.ContainsFunc(n, unicode.IsLetter) {
				if got := found(plain(unmarked(b.String())), []string{n}); len(got) > 0 {
					t.Errorf("%q shows", name)
				}
			}
		}
	}
}

// FuzzCover: no word of a name is left, a second time changes nothing, and what holds
// none stays as it is.
func FuzzCover(f *testing.F) {
	f.Add("Anna-Karin Lind", "Anna, ANNA och Annas @anna")
	f.Add("İsa ſ", "i̇sa ſs İSA")
	f.Add("\xff", "\xffa")
	f.Fuzz(func(t *testing.T, name, text string) {
		if len(name) > 1000 || len(text) > 10000 {
			return
		}
		r := &roster.Roster{People: []roster.Person{{ID: "x", Name: name}}}
		view := struct{ Text string }{text}
		mask.Cover(&view, r, "")
		once := view.Text
		for word := range strings.FieldsSeq(plain(name)) {
			if utf8.RuneCountInString(word) > 1 && !common[word] && len(found(plain(once), []string{word})) > 0 {
				t.Errorf("%q is left in %q", word, once)
			}
		}
		if mask.Cover(&view, r, ""); view.Text != once {
			t.Errorf("a second time makes %q of %q", view.Text, once)
		}
		if !strings.Contains(once, "…") && once != text {
			t.Errorf("%q became %q", text, once)
		}
	})
}

// common are words that tell nobody which family it is; see words.go.
var common = map[string]bool{
	"mamma": true, "pappa": true, "mormor": true, "morfar": true, "farmor": true, "farfar": true, "mum": true, "mom": true, "dad": true,
	"grandma": true, "grandpa": true, "hem": true, "hemma": true, "hemmet": true, "huset": true, "stugan": true, "sommarstugan": true,
	"lagenheten": true, "home": true, "house": true, "cottage": true, "skola": true, "skolan": true, "forskolan": true, "dagis": true,
	"fritids": true, "school": true, "preschool": true, "jobb": true, "jobbet": true, "arbetet": true, "kontoret": true, "work": true,
	"office": true, "hunden": true, "katten": true,
}
