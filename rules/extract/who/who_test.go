package who_test

import (
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/rules/extract"
	"lampan/rules/extract/linear"
)

// published is a Wednesday.
var published = time.Date(2026, 6, 10, 0, 0, 0, 0, time.UTC)

// facts writes the observations of one kind as "value attr …", without a
// roster.
func facts(e *extract.Extractor, kind exposure.Kind, attr, s string) []string {
	var out []string
	for _, o := range e.All(&exposure.Document{Kind: exposure.Posts, Text: s, Published: published}) {
		if o.Kind != kind {
			continue
		}
		fact := o.Value
		if v, ok := o.Attrs[attr].AsWord(); ok && attr != "" {
			fact = v + " " + fact
		}
		out = append(out, fact)
	}
	return out
}

type example struct {
	in   string
	want []string
}

func check(t *testing.T, kind exposure.Kind, attr string, examples []example) {
	t.Helper()
	e := extract.New(nil)
	for _, tt := range examples {
		t.Run(tt.in, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, facts(e, kind, attr, tt.in)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", kind, diff)
			}
		})
	}
}

func TestPersons(t *testing.T) {
	check(t, exposure.PersonNamed, "role", []example{
		// A word for kin.
		{"Min man Erik lagar mat.", []string{"relative erik"}},
		{"Svärmor Gun kommer på kaffe.", []string{"relative gun"}},
		{"mamma (Lena) ville se soluppgången", []string{"relative lena"}},
		{"My sister-in-law Priya made dinner.", []string{"relative priya"}},
		{"Lena, min syster, sjöng.", []string{"relative lena"}},
		{"Min man heter Erik.", []string{"relative erik"}},
		{"min bror Xhemal är här", []string{"relative xhemal"}},
		{"moster ulla bakar", []string{"relative ulla"}},
		{"Faster Gun-Britt ringde.", []string{"relative gun-britt"}},
		{"brorsan Melker 9 har luciatåg", []string{"child melker"}},
		{"Lillebror Viktor 30 år!", []string{"relative viktor"}},
		{"Vår dotter Xanthe sjöng.", []string{"child xanthe"}},
		// An age.
		{"Elsa 6 år har tappat en tand.", []string{"child elsa"}},
		{"Otis, 4, åkte skidor.", []string{"child otis"}},
		{"Zuzia (4) pratar polska.", []string{"child zuzia"}},
		{"Our Noah turned 3.", []string{"child noah"}},
		{"Lovis, 9 månader, sover.", []string{"child lovis"}},
		{"Treåriga Elsa sjöng.", []string{"child elsa"}},
		{"På onsdag blir Kofi tolv!", []string{"child kofi"}},
		// A list, and words that own.
		{"Barnen Elsa och Otto sjunger.", []string{"child elsa", "child otto"}},
		{"Kidsen (Elsa, 7 & Otto, 5) är spöken", []string{"child elsa", "child otto"}},
		{"Lilla Tuva har tappat sin hjälm.", []string{"child tuva"}},
		{"Vår Gunilla är stark.", []string{"relative gunilla"}},
		{"Wilmer ska på simskola.", []string{"child wilmer"}},
		// Nobody of the family.
		{"Katten Bosse är 4 år.", []string{"other bosse"}},
		{"Kompisen Lisa kom förbi.", []string{"other lisa"}},
		{"Fröken Boel är bäst.", []string{"other boel"}},
		// Near misses.
		{"Erik sjunger bra.", nil},
		{"Pappa Är trött", nil},
		{"Svärfar från Ohio är här.", nil},
		{"Mamma åker till Rom.", nil},
		{"Min Volvo är blå.", nil},
		{"Dag 6 på resan.", nil},
		{"Vi väntar på Drottninggatan 9.", nil},
		{"Hugo, 18, Kalix.", nil},
		{"Mammas Volvo är blå.", nil},
		{"Malte 11 mars.", nil},
	})
}

func TestSchools(t *testing.T) {
	check(t, exposure.SchoolNamed, "form", []example{
		{"Lämnar på Myrans förskola 7.45.", []string{"preschool myrans forskola"}},
		{"Hämtas på Tallbackens fritids.", []string{"school tallbackens fritids"}},
		{"Hon började i 4B på måndag, ny klass och nya kompisar.", []string{"class klass 4b"}},
		{"8C på Ekbackskolan samlar flaskor.", []string{"class klass 8c", "school ekbackskolan"}},
		{"Otto går i ettan på Vittra.", []string{"school vittra"}},
		{"Mabel walked into Year 2 at St Cuthbert's.", []string{"class klass 2", "school st cuthbert's"}},
		{"My girl goes to Oakfield Primary.", []string{"school oakfield primary"}},
		{"Gymnasiet för Moa, ES på Rönnowska.", []string{"school ronnowska"}},
		{"Inskolning på Blåklinten hela veckan.", []string{"school blaklinten"}},
		{"Barnens skola har lov.", nil},
		{"Svensk skola debatteras.", nil},
		{"Vi bor i trean på Storgatan.", nil},
		{"Möte i rum 4 b och sedan lunch.", nil},
		{"Vi ses klockan 4 a priori.", nil},
	})
}

func TestWorks(t *testing.T) {
	check(t, exposure.WorkNamed, "", []example{
		{"Jag jobbar på Ekviks Plåt.", []string{"ekviks plat"}},
		{"Sköterska på Falu lasarett, avd 12.", []string{"falu lasarett"}},
		{"My first week at Spotify!", []string{"spotify"}},
		{"Min bror kör buss för Keolis.", []string{"keolis"}},
		{"Glad att meddela att jag börjat på DSV i Landskrona.", []string{"dsv"}},
		{"Welder at Kockums in Karlskrona.", []string{"kockums"}},
		{"Nattpass på Mälarsjukhuset igen.", []string{"malarsjukhuset"}},
		{"Platschef på Ekviks kommun sedan i mars.", []string{"ekviks kommun"}},
		{"Jag jobbade på Scania förr, nu är jag pensionär.", nil},
		{"Vi söker dig som vill jobba på Scania. Ansök senast 1 mars.", nil},
		{"Vi handlar på Ica Maxi.", nil},
		{"Hon är polis och bor på Solviksgatan.", nil},
		{"Han jobbar i Stockholm.", nil},
		{"Jag jobbar på Gotland hela sommaren.", nil},
		{"Jobbar för Lisa på fredag.", nil},
		{"First day of Year 3 at Oakfield Primary.", nil},
		{"Kollegorna på Ericsson tackar för i dag, nu väntar tåget.", []string{"ericsson"}},
		{"I lost my badge again, sorry Vattenfall.", []string{"vattenfall"}},
		{"Min man Erik, 42, och hans kollegor är i kön till Clas Ohlson idag.", nil}, //nolint:misspell // a shop
		{"Min man Erik, 42, fyller år idag och Vattenfall höjer priset.", nil},
	})
}

func TestBirthdays(t *testing.T) {
	check(t, exposure.BirthDate, "minor", []example{
		{"Farmor Märta 90 år på måndag!", []string{"no 06-15"}},
		{"Svärmor Yasmine, 60 today!", []string{"no 06-10"}},
		{"Idag blir vår lilla Saoirse fyra år!", []string{"yes 06-10"}},
		{"Forty-one today and nobody sang.", []string{"no 06-10"}},
		{"Dad's 70th is on Saturday.", []string{"no 06-13"}},
		{"Grattis mamma på 80-årsdagen!", []string{"no 06-10"}},
		{"Han väntade 3 veckor idag.", nil},
		{"Tåget går kl 18 idag.", nil},
		{"Det är 20 grader idag.", nil},
		{"Min katt fyller 9 idag.", nil},
		{"Företaget fyller 90 år på måndag.", nil},
		{"Elsa är 6 år.", nil},
		{"För 3 år sedan idag gifte vi oss.", nil},
	})
}

// FuzzFind holds every observation to lie on rune borders in the text, whatever
// that is.
func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"min man", "min man Erik,", "(Elsa, 7 & Otto, 5)", "4B på", "åk", "jobbar på", "jobbar på A", "blir", "blir 6 idag", "idag 6", "forty-", "forty-one today",
		"Lena, min", "- - -", "på", "mamma heter", "\xff Elsa 6", "Gun-", "Gun-Britt", "Mamma\n\nErik", "th", "80th today", "Elsa 6", "6 Elsa",
	} {
		f.Add(s)
	}
	e := extract.New(nil)
	f.Fuzz(func(t *testing.T, s string) {
		for _, o := range e.All(&exposure.Document{Kind: exposure.Posts, Text: s, Published: published}) {
			if o.Span.Start < 0 || o.Span.End > len(s) || o.Span.Start >= o.Span.End {
				t.Fatalf("%s: span %v is not inside %d bytes", o.Kind, o.Span, len(s))
			}
			if utf8.ValidString(s) && !utf8.ValidString(s[o.Span.Start:o.Span.End]) {
				t.Fatalf("%s: span %v cuts a letter", o.Kind, o.Span)
			}
		}
	})
}

// TestLinear reads long lists.
func TestLinear(t *testing.T) {
	e := extract.New(nil)
	linear.Check(t, []string{"Elsa, 6 år, 4B på ", "min bror Jonas ", "jobbar på "}, func(s string) {
		e.All(&exposure.Document{Kind: exposure.Posts, Text: "Barnen " + s, Published: published})
	})
}
