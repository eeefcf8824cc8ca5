package request_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/rules/pack"
	"lampan/rules/places"
	"lampan/rules/request"
)

var today = time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC)

func shipped(t *testing.T) (*request.Set, *places.Catalogue) {
	t.Helper()
	s, err := pack.Requests()
	if err != nil {
		t.Fatal(err)
	}
	c, err := pack.Places()
	if err != nil {
		t.Fatal(err)
	}
	return s, c
}

func anna() request.Person {
	return request.Person{
		Name: "Anna Lind", Homes: []string{"Testgatan 1, 123 45 Storvik"},
		Phones: []string{"070-174 06 05"}, Emails: []string{"anna@lind.example"},
	}
}

func write(t *testing.T, kind request.Kind, id places.ID, who request.Person) (string, []request.Blank) {
	t.Helper()
	s, c := shipped(t)
	p, ok := c.Place(id)
	if !ok {
		t.Fatalf("no place %s", id)
	}
	tmpl, ok := s.Find(kind, id)
	if !ok {
		t.Fatalf("no text for %s", kind)
	}
	l := s.Write(tmpl, &p, who, today, exposure.Swedish)
	stanzas := make([]string, len(l.Stanzas))
	for i, lines := range l.Stanzas {
		stanzas[i] = strings.Join(lines, "\n")
	}
	return strings.Join(stanzas, "\n\n"), l.Blanks
}

func TestForFollowsThePlace(t *testing.T) {
	_, c := shipped(t)
	want := map[places.ID][]request.Kind{
		"operator-hemligt-nummer":  {request.Hide},
		"bolagsverket":             {request.Rectify},
		"transportstyrelsen":       nil, // public by law
		"lantmateriet":             nil,
		"kronofogden":              nil,
		"se-domain":                {request.Rectify},
		"spar-reklamsparr":         {request.Object},
		"spar-registerutdrag":      nil, // only tells
		"nix-telefon":              nil, // by calling
		"bankid":                   nil,
		"skatteverket-adressparr":  nil,
		"skyddade-personuppgifter": nil, // by applying
		"imy-klagomal":             nil,
		"intl-badbool":             nil,
		"hitta":                    {request.Hide},
		"eniro":                    {request.Hide},
		"ratsit":                   {request.Hide}, // no certificate is confirmed, nor ordinary rules
		"checkbiz":                 {request.Hide}, // nothing is known to be granted
		"lexbase":                  {request.Hide},
		"tellows":                  {request.Erase, request.Hide, request.Rectify, request.Object},
		"idrottsforening":          {request.Hide, request.Erase, request.Rectify, request.Object},
		"maklare":                  {request.Photos, request.Hide, request.Erase, request.Rectify, request.Object},
		"hemnet":                   {request.Photos, request.Hide},
		"google-delisting-eu":      {request.Delist},
		"google-streetview":        {request.Hide},
	}
	for id, kinds := range want {
		p, ok := c.Place(id)
		if !ok {
			t.Fatalf("no place %s", id)
		}
		if diff := cmp.Diff(kinds, request.For(&p)); diff != "" {
			t.Errorf("For(%s) (-want +got):\n%s", id, diff)
		}
	}
	for _, p := range c.All() {
		for _, k := range request.For(&p) {
			if k == request.Erase && p.Basis != places.DataLaw {
				t.Errorf("%s: erasing is offered where ordinary data protection rules are not confirmed", p.ID)
			}
		}
	}
}

// TestWriteTellsNoMoreThanThePlaceNeeds holds what a text gives away.
func TestWriteTellsNoMoreThanThePlaceNeeds(t *testing.T) {
	with := func(change func(*request.Person)) request.Person {
		p := anna()
		change(&p)
		return p
	}
	line := "______________________________"
	for _, tt := range []struct {
		name   string
		kind   request.Kind
		place  places.ID
		who    request.Person
		has    []string
		hasNot []string
	}{
		{"what the place shows", request.Hide, "hitta", anna(), []string{"Testgatan 1", "070-174 06 05", "Länk: " + line}, []string{"lind.example"}},
		{"no phone where none shows", request.Hide, "birthday", anna(), []string{"Testgatan 1"}, []string{"070-174"}},
		{"a number alone", request.Erase, "tellows", anna(), []string{"070-174 06 05"}, []string{"Testgatan", "Namn:"}},
		{"several numbers", request.Hide, "hitta", with(func(p *request.Person) { p.Phones = append(p.Phones, "070-174 06 06") }), []string{"Telefon: " + line}, []string{"070-174"}},
		{"several homes", request.Hide, "hitta", with(func(p *request.Person) { p.Homes = append(p.Homes, "Provgatan 2") }), []string{"Adress: " + line}, []string{"gatan"}},
		{"no number that is not known", request.Hide, "hitta", with(func(p *request.Person) { p.Phones = nil }), nil, []string{"Telefon"}},
		{"a number that is needed", request.Hide, "vemringde", with(func(p *request.Person) { p.Phones = nil }), []string{"Telefon: " + line}, nil},
		{"protected", request.Hide, "hitta", with(func(p *request.Person) { p.Protected = true }), []string{"Länk: " + line}, []string{"Adress", "Testgatan", "skydd"}},
		{"protected, photos of the home", request.Photos, "maklare", with(func(p *request.Person) { p.Protected = true }), []string{"Adress: " + line}, []string{"Testgatan"}},
		{"a certificate", request.Hide, "hitta", anna(), []string{"utgivningsbevis", "inget krav"}, []string{"rätt att", "artikel", "radera"}},
		{"no certificate that is not confirmed", request.Hide, "ratsit", anna(), nil, []string{"utgivningsbevis", "artikel"}},
		{"the law, where it holds", request.Rectify, "tellows", anna(), []string{"artikel 16"}, nil},
		{"not the law elsewhere", request.Rectify, "bolagsverket", anna(), nil, []string{"artikel", "Testgatan"}},
		{"a child", request.Hide, "hitta", with(func(p *request.Person) { p.Name, p.Guardian = "Elsa Lind", "Anna Lind" }), []string{"vårdnadshavare för Elsa Lind", "uppgifter om Elsa Lind", "Namn: Elsa Lind", "\nAnna Lind"}, []string{"om mig"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := write(t, tt.kind, tt.place, tt.who)
			for _, s := range tt.has {
				if !strings.Contains(got, s) {
					t.Errorf("it lacks %q:\n%s", s, got)
				}
			}
			for _, s := range tt.hasNot {
				if strings.Contains(got, s) {
					t.Errorf("it says %q:\n%s", s, got)
				}
			}
		})
	}
}

func TestBlanksSayWhy(t *testing.T) {
	who := anna()
	who.Protected, who.Phones = true, []string{"070-174 06 05", "070-174 06 06"}
	_, got := write(t, request.Hide, "hitta", who)
	want := []request.Blank{{request.Phone, request.Several}, {request.Link, request.Yours}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("blanks (-want +got):\n%s", diff)
	}
	_, got = write(t, request.Photos, "hemnet", who)
	want = []request.Blank{{request.Address, request.Protected}, {request.Link, request.Yours}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("blanks (-want +got):\n%s", diff)
	}
	who = request.Person{Name: "Anna Lind"}
	_, got = write(t, request.Photos, "hemnet", who)
	want = []request.Blank{{request.Address, request.Missing}, {request.Link, request.Yours}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("blanks (-want +got):\n%s", diff)
	}
}

// TestEveryTextIsFilled writes every text for everybody, in both languages.
func TestEveryTextIsFilled(t *testing.T) {
	s, c := shipped(t)
	child, protected := anna(), anna()
	child.Guardian, protected.Protected = "Erik Lind", true
	n := 0
	for _, p := range c.All() {
		for _, k := range request.For(&p) {
			for _, who := range []request.Person{anna(), child, protected, {Name: "Anna Lind"}} {
				for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
					tmpl, ok := s.Find(k, p.ID)
					if !ok {
						t.Fatalf("no text for %s at %s", k, p.ID)
					}
					n++
					for _, lines := range s.Write(tmpl, &p, who, today, lang).Stanzas {
						for _, l := range lines {
							if strings.TrimSpace(l) == "" || strings.ContainsAny(l, "{}") {
								t.Errorf("%s at %s: line %q", k, p.ID, l)
							}
							if who.Protected && strings.Contains(l, "Testgatan") {
								t.Errorf("%s at %s gives a protected address", k, p.ID)
							}
						}
					}
				}
			}
		}
	}
	t.Logf("%d texts", n)
}

const frame = `sv: &f
  to: "Till: {place}"
  recipients: {nowhere: Ingen}
  subject: "Ärende: {subject}"
  greeting: Hej,
  self: mig
  child: Jag skriver för {name}.
  fields: "Det gäller:"
  labels: {name: a, address: a, phone: a, email: a, link: a, domain: a, reason: a, wrong: a, right: a}
  identify: Jag legitimerar mig.
  answer: Svara gärna.
  close: Hälsningar
en: *f
`

const good = `- kind: hide
  fields: [name, link]
  sources: [own]
  text:
    sv:
      subject: Begäran
      ask: [{text: Dölj uppgifter om {about}.}]
      more: [{when: certificate, text: Det är inget krav.}]
    en:
      subject: Request
      ask: [{text: Hide details about me.}]
      more: [{when: certificate, text: It is no demand.}]
`

func load(texts string) (*request.Set, error) {
	return request.Load(fstest.MapFS{
		"letter.yaml": {Data: []byte(frame)},
		"a.yaml":      {Data: []byte(strings.ReplaceAll(texts, "{text: Dölj uppgifter om {about}.}", `{text: "Dölj uppgifter om {about}."}`))},
	})
}

func TestLoadRefuses(t *testing.T) {
	if _, err := load(good); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, old, new, want string }{
		{"unknown key", "kind: hide", "kind: hide\n  colour: red", "colour"},
		{"unknown kind", "kind: hide", "kind: shout", `kind is "shout"`},
		{"unknown field", "[name, link]", "[name, shoe]", `fields is "shoe"`},
		{"unknown condition", "when: certificate, text: Det", "when: rain, text: Det", `when is "rain"`},
		{"unknown language", "    en:", "    no:", `text is "no"`},
		{"a placeholder that nothing fills", "{about}", "{shoe}", "{shoe}"},
		{"half a placeholder", "{about}", "{about", "nothing fills"},
		{"twice", good, good + good, "stands twice"},
		{"not YAML", "kind: hide", "kind: [", "a.yaml"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(strings.ReplaceAll(good, "{text: Dölj uppgifter om {about}.}", `{text: "Dölj uppgifter om {about}."}`), tt.old, tt.new, 1)
			if tt.old == good {
				text = tt.new
			}
			_, err := load(text)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Load = %v; want %q", err, tt.want)
			}
		})
	}
	if _, err := request.Load(fstest.MapFS{}); err == nil {
		t.Error("Load of nothing succeeds")
	}
	if _, err := request.Load(fstest.MapFS{"letter.yaml": {Data: []byte(strings.Replace(frame, "{place}", "{shoe}", 1))}}); err == nil {
		t.Error("Load takes a frame with a placeholder that nothing fills")
	}
}

// TestLintFindsWhatIsPlanted changes one thing of a text in which nothing is wrong.
// The text alone is not enough for the catalogue that ships, so what is found of it
// is told by its file.
func TestLintFindsWhatIsPlanted(t *testing.T) {
	_, c := shipped(t)
	for _, tt := range []struct{ name, old, new, want string }{
		{"nothing", "", "", ""},
		{"no source", "[own]", "[]", "has no source"},
		{"a missing language", "      ask: [{text: Hide details about me.}]\n", "", "asks for nothing"},
		{"a missing subject", "subject: Request", "subject: ''", "a text is missing"},
		{"another text in the other language", "when: certificate, text: It", "text: It", "not the same text"},
		{"an exclamation mark", "Hide details about me.", "Hide details about me!", "shout"},
		{"a right", "Hide details about me.", "I have the right to be hidden.", "claims a right"},
		{"a law", "Hide details about me.", "Hide them under article 17.", "data protection rules"},
		{"erasing", "Hide details about me.", "Erase details about me.", "speaks of erasing"},
		{"a personnummer", "Hide details about me.", "My identity number is below.", "personnummer"},
		{"fear", "Hide details about me.", "Burglars can find me.", "Burglar"},
		{"a place that does not grant it", "kind: hide", "kind: hide\n  places: [bankid]", "does not grant"},
		{"a place that is not there", "kind: hide", "kind: hide\n  places: [nowhere]", "does not grant"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(good, tt.old, tt.new, 1)
			if text == good && tt.old != tt.new {
				t.Fatalf("%q is not in the file", tt.old)
			}
			s, err := load(text)
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for _, f := range request.Lint(s, c) {
				if f.File == "a.yaml" {
					got.WriteString(f.Error() + "\n")
				}
			}
			if (tt.want == "") != (got.Len() == 0) || !strings.Contains(got.String(), tt.want) {
				t.Errorf("Lint = %q; want %q", got.String(), tt.want)
			}
		})
	}
	s, err := load(strings.Replace(good, "kind: hide", "kind: delist", 1))
	if err != nil {
		t.Fatal(err)
	}
	var missing, unlawful, recipient bool
	for _, f := range request.Lint(s, c) {
		recipient = recipient || strings.Contains(f.Message, "recipient nowhere")
		missing = missing || strings.Contains(f.Message, "no text for it")
		unlawful = unlawful || strings.Contains(f.Message, "google-personal-contact-info")
	}
	if !missing || !unlawful || !recipient {
		t.Errorf("Lint finds a missing text: %v, one that rests on a law not confirmed: %v, a recipient of no place: %v; want all", missing, unlawful, recipient)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(good, frame)
	f.Add("- {}", "sv: {}")
	f.Add("[null]", "a: &a [*a]")
	c, err := pack.Places()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, texts, frame string) {
		s, err := request.Load(fstest.MapFS{"letter.yaml": {Data: []byte(frame)}, "a.yaml": {Data: []byte(texts)}})
		if (s == nil) != (err != nil) {
			t.Fatal("neither a set nor an error, or both")
		}
		if s == nil {
			return
		}
		request.Lint(s, c)
		p, ok := c.Place("hitta")
		if !ok {
			t.Fatal("no place hitta")
		}
		for _, tmpl := range s.All() {
			for _, lines := range s.Write(tmpl, &p, anna(), today, exposure.Swedish).Stanzas {
				for _, l := range lines {
					if strings.Contains(l, "{about}") {
						t.Errorf("%q is not filled", l)
					}
				}
			}
		}
	})
}
