package access_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"lampan/rules/exposure"
	"lampan/rules/extract/access"
	"lampan/rules/extract/reading"
	"lampan/rules/lexicon"
	"lampan/rules/roster"
)

func reader(t testing.TB) func(string) []exposure.Observation {
	t.Helper()
	table, err := lexicon.NewTable(nil)
	if err != nil {
		t.Fatal(err)
	}
	topics, err := lexicon.CoreTopics()
	if err != nil {
		t.Fatal(err)
	}
	return func(s string) []exposure.Observation {
		var r reading.Reading
		r.Open(&exposure.Document{ID: "d", Text: s}, &roster.Roster{}, &reading.Known{}, s)
		r.Match(table, topics)
		return access.Find(&r, nil)
	}
}

func TestFind(t *testing.T) {
	find := reader(t)
	for _, tt := range []struct{ name, in, want string }{
		{"door code", "Portkod 4711, tredje våningen", "code"},
		{"code digit by digit", "slå 4-7-1-1 på porten och ta hissen", "code"},
		{"code with spaces", "Street door is 9 1 4 4, top floor", "code"},
		{"code before its door", "kod 8351 på porten", "code"},
		{"padlock", "hänglåset på grinden är 1958", "code"},
		{"key box", "Nyckelskåpet sitter på räcket, 0917", "code"},
		{"a gate and its number", "the gate code is 0816#", "code"},
		{"under the mat", "Nyckeln ligger under dörrmattan om ni kommer före oss", "place"},
		{"lost diacritics", "nyckeln hanger pa spiken bakom vedboden", "place"},
		{"spare key, English", "The spare key is under the third flowerpot", "place"},
		{"Norwegian", "Nøkkelen ligger under bøtta på trappa", "place"},
		{"named before", "Reservnyckel finns. Den ligger i holken vid boden, som vanligt.", "place"},
		{"neighbour", "Grannen har vår extranyckel om något händer", "holder"},
		{"neighbour, English", "Mrs Lind next door has our key", "holder"},
		{"knows the code", "Systern kan larmkoden och matar katten", "holder"},
		{"alarm off", "Larmet är avstängt till på måndag", "alarm"},
		{"alarm off, English", "our burglar alarm is off until they send a new one", "alarm"},
		{"door", "altandörren är aldrig låst, gå bara in", "open"},
		{"door, English", "the back door is never locked so let yourself in", "open"},
		{"lock", "låset på boden går inte att låsa", "open"},

		{"success", "Nyckeln till framgång är tålamod", ""},
		{"success under the stairs", "Nyckeln till framgång ligger under trappan", ""},
		{"keyboard", "Köpte ett nytt tangentbord, slår 345 varje gång", ""},
		{"game", "Har spelat klart spelet, koden till dörren är 605185", ""},
		{"discount", "Rabattkod 2025 ger tio procent", ""},
		{"read, not locked", "Boken om dörren har jag aldrig läst", ""},
		{"lost property", "Upphittad nyckel under bänken vid sjön", ""},
		{"a phone number", "Ring på dörren eller slå 070-174 06 05", ""},
		{"a street", "Dörren mot Storgatan 118 målas om", ""},
		{"a year", "Porten 2019 var vackrare", ""},
		{"money", "Ny dörr för 4500 kr", ""},
		{"time", "Grinden stängs 17.30", ""},
		{"moving in", "Vi får nycklarna på fredag", ""},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, o := range find(tt.in) {
				form, _ := o.Attrs["form"].AsWord()
				got = append(got, form)
				if o.Value != "" {
					t.Errorf("Find(%q) keeps %q; a code is never kept", tt.in, o.Value)
				}
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("Find(%q) = %q; want %q", tt.in, s, tt.want)
			}
		})
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"Portkod 4711", "nyckeln ligger under mattan", "kod 1-", "port 1 2 3 4 5 6 7 8 9 0 1 2 3", "*#*# kod", "larmet är av, kod\n\n1234", "port 0 0 0\x80"} {
		f.Add(s)
	}
	find := reader(f)
	f.Fuzz(func(t *testing.T, s string) {
		for _, o := range find(s) {
			if o.Span.Start < 0 || o.Span.End > len(s) || o.Span.Start >= o.Span.End || utf8.ValidString(s) && !utf8.ValidString(s[o.Span.Start:o.Span.End]) {
				t.Errorf("Find(%q) gives span %v, which is not in the text", s, o.Span)
			}
		}
	})
}
