package mask_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"lampan/report"
	"lampan/report/csv"
	"lampan/report/html"
	"lampan/report/ics"
	"lampan/report/json"
	"lampan/report/markdown"
	"lampan/report/mask"
	"lampan/report/reporttest"
	"lampan/report/table"
	"lampan/rules"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/extract/text"
	"lampan/rules/places"
	"lampan/rules/roster"
	"lampan/rules/week"
	"lampan/scanner/audit"
)

var (
	firstNames = []string{"Bo", "Li", "Åsa", "Östen", "Anna-Karin", "Jan-Erik", "Ulf", "Märta", "Zoë", "Noël", "Ebba", "Sixten", "Saga", "Ingegerd", "Aino", "Björn", "Älva", "Per-Olof"}
	lastNames  = []string{"Lind", "Åkesson", "Öhman", "Ek", "Lindqvist-Ståhl", "Järvinen", "Nordh", "Sjögren", "Ax"}
	streets    = []string{"Testgatan 3", "Äppelvägen 12 B", "Övre Slottsgränd 1", "Björkstigen 7"}
	towns      = []string{"Storvik", "Åmåla", "Östra Ryd", "Näsby"}
	schools    = []string{"Ekbackens skola", "Ängskolan", "Sankt Olofs gymnasium"}
	works      = []string{"Nordlunds Bygg AB", "Öhrns Bageri", "Region Testa"}
	clubs      = []string{"IF Kometen", "Åmåla Ridklubb", "SK Pilen"}
	pets       = []string{"Bosse", "Träsnutan", "Ture", "Zorro"}
)

// family is a household with what names each of its members, and all of it.
type family struct {
	r    *roster.Roster
	a    *audit.Audit
	of   map[exposure.SubjectID][]string
	home []string
}

// random makes a household that writes its names into everything that text from
// outside can reach.
func random(rng *rand.Rand, p *rules.Pack, base audit.Audit) *family {
	pick := func(of []string) string { return of[rng.IntN(len(of))] }
	f := &family{r: &roster.Roster{}, of: map[exposure.SubjectID][]string{}}
	shared := pick(lastNames)
	names := rng.Perm(len(firstNames))
	count := 2 + rng.IntN(4)
	handles := map[exposure.SubjectID]string{}
	street, town, pet := pick(streets), pick(towns), pick(pets)
	f.r.Places = []roster.Place{{ID: "hemma", Kind: roster.Home, Street: street, Postal: "99" + fmt.Sprint(100+rng.IntN(900)), Town: town}}
	f.r.Pets = []string{pet}
	domain := strings.ToLower(text.Fold(shared)) + "familjen.example"
	f.r.Domains = []string{domain}
	f.home = []string{street, f.r.Places[0].Postal, town, pet, domain}
	a := &base
	a.Name, a.People, a.Coverage, a.Findings, a.Suggestions = "Familjen "+shared, nil, nil, nil, nil
	for i := range count {
		first, last := firstNames[names[i]], shared
		if rng.IntN(4) == 0 {
			last = pick(lastNames)
		}
		id := exposure.SubjectID(strings.ToLower(text.Fold(first)))
		handle := fmt.Sprintf("%s%s%d", id, pick([]string{"_", ".", ""}), 10+i)
		handles[id] = handle
		m := roster.Person{
			ID: id, Name: first + " " + last, Aliases: []string{pick([]string{"@", ""}) + handle}, Born: 1980, Minor: i > 1,
			Phones: []string{fmt.Sprintf("070-174 06 %02d", 5+10*i)}, Emails: []string{string(id) + "." + strings.ToLower(text.Fold(last)) + "@post.example"},
		}
		f.r.People = append(f.r.People, m)
		place := roster.Place{ID: fmt.Sprintf("plats-%d", i), Kind: roster.Work, Name: works[i%len(works)], People: []exposure.SubjectID{id}}
		if m.Minor {
			place.Kind, place.Name = roster.School, schools[i%len(schools)]
		}
		club := clubs[i%len(clubs)]
		f.of[id] = []string{first, last, handle, m.Phones[0], m.Emails[0]}
		if i < 3 { // else somebody has the same
			f.r.Places = append(f.r.Places, place)
			f.r.Clubs = append(f.r.Clubs, roster.Club{Name: club, Person: id})
			f.of[id] = append(f.of[id], place.Name, club)
		}
		a.People = append(a.People, audit.Person{ID: id, Name: m.Name, Minor: m.Minor, Age: 40 - 15*min(i, 2), Guardians: guardians(f.r, i)})
	}
	anything := func() string {
		who := f.r.People[rng.IntN(count)]
		all := append(slices.Clone(f.of[who.ID]), f.home[:4]...)
		s := pick(all)
		switch rng.IntN(4) {
		case 0:
			s = strings.ToUpper(s)
		case 1:
			s = strings.ToLower(s)
		}
		return s
	}
	said := func() string {
		return fmt.Sprintf("… %s åker med %s till %s, säger @%s …", anything(), anything(), anything(), handles[f.r.People[rng.IntN(count)].ID])
	}
	kinds := []exposure.SourceKind{exposure.Page, exposure.Posts, exposure.Photos, exposure.Interview, exposure.Passwords}
	for i, m := range f.r.People {
		for j := range 1 + rng.IntN(2) {
			c := audit.Coverage{
				Source: exposure.SourceID(fmt.Sprintf("%ss-blogg-%d", m.ID, j)), Subject: m.ID, Kind: kinds[rng.IntN(len(kinds))],
				At:      "https://" + pick([]string{domain, "foto.example"}) + "/@" + handles[m.ID] + "/",
				Consent: fmt.Sprintf("c-%s-%d", m.ID, j), Outcome: exposure.Clear, Documents: 1 + rng.IntN(9), Detectors: []string{"travel", "home"},
			}
			if rng.IntN(3) == 0 {
				c.Outcome, c.Reason = exposure.Unknown, "malformed"
				c.Faults = []audit.Fault{{Locator: c.At + anything() + ".html", Reason: "malformed"}}
			}
			if rng.IntN(3) == 0 {
				c.Week = []week.Hour{{Weekday: 1, Hour: 17, Texts: 3}, {Subject: f.r.People[(i+1)%count].ID, Weekday: 2, Hour: 18, Photos: 3}}
			}
			a.Coverage = append(a.Coverage, c)
			a.Suggestions = append(a.Suggestions, audit.Suggestion{Subject: m.ID, Source: c.Source, Kind: "account", Value: anything()})
		}
	}
	for i := range 1 + rng.IntN(8) {
		r := p.Rules[rng.IntN(len(p.Rules))]
		subject := exposure.Household
		if rng.IntN(2) == 0 {
			subject = f.r.People[rng.IntN(count)].ID
		}
		x := exposure.Finding{
			ID: exposure.FindingID(fmt.Sprintf("%08x", 0x10000000*uint32(i+1))), Rule: r.ID, Subject: subject, Severity: r.Severity,
			Fact:   exposure.Fact{Kind: r.Fact.Kind, Key: fmt.Sprintf("%s:%d", r.Fact.Kind, i)},
			Values: map[string]exposure.Value{"school": exposure.Word(anything()), "place": exposure.Word(anything()), "phone": exposure.Word(anything()), "distance": exposure.Word("20 m")},
		}
		for range 1 + rng.IntN(3) {
			c := a.Coverage[rng.IntN(len(a.Coverage))]
			e := exposure.Evidence{
				Document: "d0", Source: c.Source, Kind: c.Kind, Shower: c.Subject, Locator: c.At + strings.ReplaceAll(anything(), " ", "-"), Excerpt: said(),
				Certainty: exposure.Likely, Visibility: exposure.Open, Timeliness: 1, Published: base.At,
			}
			if c.Kind == exposure.Passwords {
				e.Account = exposure.AccountName{Kind: "email", Name: anything() + ".example", User: handles[c.Subject]}
				e.Alike = []exposure.AccountName{{Kind: "shop", Name: anything(), User: anything()}}
			}
			x.Evidence = append(x.Evidence, e)
		}
		x.Fix = exposure.Fix{Owner: x.Evidence[0].Shower, Minutes: 5, Proof: exposure.Recheck}
		a.Findings = append(a.Findings, x)
	}
	in := assess.Input{Pack: p, Findings: a.Findings, Controls: a.Controls, Coverage: a.Percent()}
	for _, m := range a.People {
		in.People = append(in.People, assess.Member{ID: m.ID, Minor: m.Minor})
	}
	a.Assessment = assess.Run(in)
	f.a = a
	return f
}

func guardians(r *roster.Roster, i int) []exposure.SubjectID {
	if i < 2 {
		return nil
	}
	return []exposure.SubjectID{r.People[0].ID, r.People[1].ID}
}

// needles are what must not show to one who reads; with reads empty, to anybody.
func (f *family) needles(reads exposure.SubjectID) []string {
	own := map[string]bool{}
	for _, s := range f.of[reads] {
		own[plain(s)] = true
	}
	var out []string
	for id, words := range f.of {
		if id == reads {
			continue
		}
		for _, s := range words {
			for _, part := range append([]string{s}, strings.FieldsFunc(s, func(r rune) bool { return r == '-' && unicode.IsUpper([]rune(s)[0]) })...) {
				if p := plain(part); !own[p] && !strings.Contains(" "+plain(strings.Join(f.of[reads], " "))+" ", " "+p+" ") {
					out = append(out, p)
				}
			}
		}
	}
	if reads == "" {
		for _, s := range f.home {
			out = append(out, plain(s))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// plain folds a text to words with one space between: what grep -iw sees, in any form.
func plain(s string) string {
	return strings.Join(strings.FieldsFunc(text.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

func found(in string, needles []string) []string {
	in = " " + in + " "
	var out []string
	for _, n := range needles {
		if strings.Contains(in, " "+n+" ") {
			out = append(out, n)
		}
	}
	return out
}

// text of a page, with all but what it says to the browser: styles, scripts, and the
// names of tags, one of which is a name of people too.
func unmarked(page string) string {
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(page, "<")
		out.WriteString(before + " ")
		if !ok {
			return out.String()
		}
		name := strings.TrimLeft(rest, "/")
		name = name[:len(name)-len(strings.TrimLeft(name, "abcdefghijklmnopqrstuvwxyz0123456789"))]
		if name == "style" || name == "script" {
			_, rest, _ = strings.Cut(rest, "</"+name)
		} else {
			rest = strings.TrimPrefix(strings.TrimPrefix(rest, "/"), name)
		}
		page = rest
	}
}

// shown is what each format shows of an audit.
func shown(t *testing.T, p *rules.Pack, catalogue *places.Catalogue, a *audit.Audit, r *roster.Roster, reads exposure.SubjectID, cover, pages bool, lang exposure.Lang) map[string]string {
	t.Helper()
	view, plan := report.Build(a, p, catalogue, lang), report.BuildPlan(a, p, catalogue, nil, a.At, "", lang)
	if cover {
		mask.Cover(view, r, reads)
		mask.Cover(plan, r, reads)
	}
	out := map[string]string{}
	for name, write := range map[string]func(io.Writer) error{
		"html":      func(w io.Writer) error { return html.Write(w, view) },
		"slides":    func(w io.Writer) error { return html.WriteSlides(w, view, true) },
		"table":     func(w io.Writer) error { return table.Write(w, view, table.Options{Width: 120}) },
		"json":      func(w io.Writer) error { return json.Write(w, view) },
		"csv":       func(w io.Writer) error { return csv.Write(w, view, ';') },
		"md":        func(w io.Writer) error { return markdown.Write(w, view) },
		"plan":      func(w io.Writer) error { return table.WritePlan(w, plan, true, table.Options{Width: 120}) },
		"plan html": func(w io.Writer) error { return html.WritePlan(w, plan) },
		"plan json": func(w io.Writer) error { return json.WritePlan(w, plan) },
		"plan ics":  func(w io.Writer) error { return ics.Write(w, plan, a.At) },
	} {
		var b bytes.Buffer
		if !pages && (name == "slides" || name == "table" || strings.Contains(name, "html")) {
			continue
		}
		if err := write(&b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = plain(unmarked(b.String()))
	}
	return out
}

// TestNobodyIsNamed renders what is masked, and every member's own sheet, of random
// households, and looks for everybody else's names, user names and places. The same
// search finds them where nothing is masked.
func TestNobodyIsNamed(t *testing.T) {
	const often = 10 // households until one is shown without a mask
	households := 200
	if testing.Short() {
		households = 20
	}
	p, catalogue, base := reporttest.Pack(), reporttest.Places(), reporttest.Audit()
	unmasked := map[string]int{}
	for n := range households {
		rng := rand.New(rand.NewPCG(7, uint64(n)))
		f := random(rng, p, *base)
		lang := exposure.Langs()[n%2]
		for format, s := range shown(t, p, catalogue, mask.Names(f.a, f.r, lang), f.r, "", true, true, lang) {
			if got := found(s, f.needles("")); len(got) > 0 {
				t.Errorf("household %d, %s without names: %q shows", n, format, got)
			}
		}
		for i, m := range f.r.People {
			sheet := mask.For(f.a, f.r, m.ID, p)
			for format, s := range shown(t, p, catalogue, sheet, f.r, m.ID, true, i == n%len(f.r.People), lang) {
				if got := found(s, f.needles(m.ID)); len(got) > 0 {
					t.Errorf("household %d, the sheet of %s, %s: %q shows", n, m.ID, format, got)
				}
			}
		}
		if t.Failed() && n > 20 {
			t.FailNow()
		}
		if n%often != 0 {
			continue
		}
		for format, s := range shown(t, p, catalogue, f.a, f.r, "", false, true, lang) {
			if len(found(s, f.needles(""))) > 0 {
				unmasked[format]++
			}
		}
	}
	for format, n := range unmasked {
		if !strings.HasPrefix(format, "plan") && n < households/often {
			t.Errorf("%s: the search finds a name in %d of %d households without a mask; want all", format, n, households/often)
		}
	}
	if unmasked["plan"] == 0 || unmasked["plan html"] == 0 || unmasked["plan json"] == 0 {
		t.Errorf("the search finds no name in a plan without a mask: %v", unmasked)
	}
}
