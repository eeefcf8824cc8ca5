package valuable_test

import (
	"strings"
	"testing"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/valuable"
	"lampan/rules/lexicon"
	"lampan/rules/roster"
)

func reader(t testing.TB) func(string) string {
	t.Helper()
	table, err := lexicon.NewTable(nil)
	if err != nil {
		t.Fatal(err)
	}
	topics, err := lexicon.CoreTopics()
	if err != nil {
		t.Fatal(err)
	}
	return func(s string) string {
		var r reading.Reading
		r.Open(&exposure.Document{ID: "d", Text: s}, &roster.Roster{}, &reading.Known{}, s)
		r.Match(table, topics)
		var got []string
		for _, o := range valuable.Find(&r, nil) {
			if o.Span.Start < 0 || o.Span.End > len(s) || o.Span.Start >= o.Span.End {
				t.Errorf("Find(%q) gives span %v, which is not in the text", s, o.Span)
			}
			form, _ := o.Attrs["form"].AsWord()
			cue, _ := o.Attrs["cue"].AsWord()
			got = append(got, form+" "+cue)
		}
		return strings.Join(got, ", ")
	}
}

func TestFind(t *testing.T) {
	find := reader(t)
	for _, tt := range []struct{ name, in, want string }{
		{"a watch in a drawer", "Farfars Rolex ligger i byrålådan", "watch yes"},
		{"cash in the freezer", "vi har kontanterna i frysen sedan i höstas", "cash yes"},
		{"English", "Nana's pearl necklace lives in the wardrobe", "jewel yes"},
		{"a rifle in its cabinet", "Älgstudsaren står i vapenskåpet", "weapon yes"},
		{"inherited", "Ärvde en fiol efter morfar", "instrument no"},
		{"insured", "Måste försäkra elcykeln nu", "bike no"},
		{"two sorts", "Leican och silverbesticken ligger i skåpet i hallen", "camera yes, silver yes"},

		{"museum", "Guldsmyckena i utställningen på museet, hela hallen glittrade", ""},
		{"a wish", "Önskar mig en Rolex, hemma ligger bara en plastklocka", ""},
		{"a test", "Recension: soundbar för vardagsrummet, fyra av fem", ""},
		{"a medal", "Guldmedalj till Sverige, jublet hemma i soffan", ""},
		{"a film", "I filmen ligger diamanterna i kassaskåpet", ""},
		{"sold", "Rolexen är såld, byrålådan är tom", ""},
		{"an idiom", "Mormor har ett hjärta av guld och bor här hemma", ""},
		{"kept nowhere", "Diamanter bildas under högt tryck", ""},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := find(tt.in); got != tt.want {
				t.Errorf("Find(%q) = %q; want %q", tt.in, got, tt.want)
			}
		})
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"Rolex i frysen", "guld\n\nguld i lådan", "silvret, silvret, silvret hemma"} {
		f.Add(s)
	}
	find := reader(f)
	f.Fuzz(func(_ *testing.T, s string) { find(s) })
}
