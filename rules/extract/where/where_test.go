package where_test

import (
	"math"
	"testing"
	"time"
	"unicode/utf8"

	"lampan/rules/exposure"
	"lampan/rules/extract"
	"lampan/rules/extract/linear"
	"lampan/rules/roster"
)

func observe(e *extract.Extractor, kind exposure.Kind, text string) []exposure.Observation {
	doc := &exposure.Document{Kind: exposure.Posts, Text: text, Published: time.Date(2026, time.May, 5, 0, 0, 0, 0, time.UTC)}
	var out []exposure.Observation
	for _, o := range e.All(doc) {
		if o.Kind == kind {
			out = append(out, o)
		}
	}
	return out
}

func word(o exposure.Observation, attr string) string {
	w, _ := o.Attr(attr).AsWord()
	return w
}

func TestStreets(t *testing.T) {
	e := extract.New(nil)
	for _, tt := range []struct{ text, want, form string }{
		{"Björkgatan 12 B", "bjorkgatan 12b|", "number"},
		{"Vi bor på Björkg. 12", "bjorkg 12|", "number"},
		{"Skicka till Lönnvägen 3, 123 45 Storvik", "lonnvagen 3|12345", "number"},
		{"Kom förbi Norra Lönngatan 4, lgh 1201", "norra lonngatan 4|", "number"},
		{"Det är Sankt Eskils gata 4 som gäller", "sankt eskils gata 4|", "number"},
		{"Vi bor på Lönnvägen elva", "lonnvagen 11|", "number"},
		{"Vi bor på Lönnvägen SJUTTIOFYRA", "lonnvagen 74|", "number"},
		{"Vi bor på Lönnvägen Södra 6", "lonnvagen sodra 6|", "number"},
		{"Hon på Lönnvägen, nr 19, tar emot paketet", "lonnvagen 19|", "number"},
		{"Lönnvägen där vi bor, nummer 44", "lonnvagen 44|", "number"},
		{"Our step at number 40 Lönngatan", "lonngatan 40|", "number"},
		{"Kalas på tolvan på Lönnvägen", "lonnvagen 12|", "number"},
		{"Vi på 22:an på Lönnvägen", "lonnvagen 22|", "number"},
		{"It's 9B Lönnvägen", "lonnvagen 9b|", "number"},
		{"vi bor på lönnvägen 41, kom förbi", "lonnvagen 41|", "number"},
		{"Vi bor på Bjørkeveien 7 i Moss", "bjorkeveien 7|", "number"},
		{"Vi bor på Bøgevej 14, 4100 Ringsted", "bogevej 14|4100", "number"},
		{"Vi bor på Ringvägen", "ringvagen|", "street"},
		{"Vi bor på Gårdby 14 utanför Torsås", "gardby 14|", "village"},
		{"Skicka till Norrgården 3, 747 41 Alunda", "norrgarden 3|74741", "village"},
		{"We live at 12 Oak Street", "oak street 12|", "number"},
		{"New place is 3 Pickering Mews", "pickering mews 3|", "number"},
		{"We're number 42, Larkspur Lane", "larkspur lane 42|", "number"},
		{"The lock at our house on Thornbury Close 8 is broken", "thornbury close 8|", "number"},

		// What only looks like one.
		{"Vägen 12 är stängd", "", ""},
		{"På vägen hem åt vi glass", "", ""},
		{"På vägen 3 stannade vi hemma hos oss", "", ""},
		{"Ringvägen är avstängd", "", ""},
		{"Match på Visborgsvallen 3", "", ""},
		{"Vi körde motorvägen 3 timmar", "", ""},
		{"Björkvägen 12 000 kr", "", ""},
		{"Björkvägen 12.30", "", ""},
		{"Björkvägen 2019", "", ""},
		{"Elsa 6, Malmö", "", ""},
		{"Vi bor med Elsa 6 här", "", ""},
		{"Vecka 12, Storvik", "", ""},
		{"Vi åkte till Norrgården 3 maj", "", ""},
		{"Se tabell 3", "", ""},
		{"Grundlagen 5 kap", "", ""},
	} {
		t.Run(tt.text, func(t *testing.T) {
			got := observe(e, exposure.AddressStreet, tt.text)
			if tt.want == "" {
				if len(got) > 0 {
					t.Errorf("addresses of %q = %v; want none", tt.text, got)
				}
				return
			}
			if len(got) != 1 || got[0].Value != tt.want || word(got[0], "form") != tt.form {
				t.Errorf("addresses of %q = %v; want %q (%s)", tt.text, got, tt.want, tt.form)
			}
		})
	}
}

// What stands around an address says whose it is.
// An address reaches over everything that belongs to it. On a page it needs no
// more where somebody lives there, and is a firm's where one stands beside it.
func TestPageAddresses(t *testing.T) {
	e := extract.New(nil)
	for _, tt := range []struct{ text, want, value, sure string }{
		{"Adress: Ekvägen 4 A, lgh 1102, 123 45 Storvik", "Ekvägen 4 A, lgh 1102, 123 45 Storvik", "ekvagen 4a|12345", "yes"},
		{"Skicka till c/o Familjen Lind, Björkallén 7, 5 tr, 123 45 Storvik, tack", "c/o Familjen Lind, Björkallén 7, 5 tr, 123 45 Storvik", "bjorkallen 7|12345", "yes"},
		{"Boende: Trollvägen 17, vån 2", "Trollvägen 17, vån 2", "trollvagen 17|", "yes"},
		{"Vi ses hos Moa, Testgatan 2.", "Testgatan 2", "testgatan 2|", "yes"},
		{"Rut Exempel, Testgatan 2, 123 45 Storvik", "Testgatan 2, 123 45 Storvik", "testgatan 2|12345", "yes"},
		{"Vi bor på Ekvägen 4, 2 barn väntar", "Ekvägen 4", "ekvagen 4|", "yes"},
		{"Garnhuset AB, Testgatan 2, 123 45 Storvik", "Testgatan 2, 123 45 Storvik", "testgatan 2|12345", "firm"},
		{"Ekskolan ligger på Testgatan 2", "Testgatan 2", "testgatan 2|", "firm"},
		{"Konserten är på Testgatan 2", "Testgatan 2", "testgatan 2|", ""},
	} {
		doc := &exposure.Document{Kind: exposure.Page, Text: tt.text}
		got := 0
		for _, o := range e.All(doc) {
			if o.Kind != exposure.AddressStreet {
				continue
			}
			got++
			if is := tt.text[o.Span.Start:o.Span.End]; is != tt.want || o.Value != tt.value || word(o, "sure") != tt.sure {
				t.Errorf("%q: %q is %s, %q; want %q, %s, %q", tt.text, is, o.Value, word(o, "sure"), tt.want, tt.value, tt.sure)
			}
		}
		if got != 1 {
			t.Errorf("%q: %d addresses; want 1", tt.text, got)
		}
	}
}

func TestWhose(t *testing.T) {
	e := extract.New(nil)
	for text, want := range map[string]string{
		"Paketet kan ställas utanför vår dörr, Lönnvägen 3.":         "home",
		"Katten är bortsprungen från Lönnvägen 3, ring oss!":         "home",
		"Budet hittar aldrig hit: Lönnvägen 3, gula huset, ring på.": "home",
		"Our flat is at 12 Oak Street, second floor, ring the bell.": "home",
		"Butiken på Lönnvägen 3 har nya öppettider.":                 "public",
		"Museet på Lönnvägen 3, biljetter i entrén.":                 "public",
		"The museum is at 12 Oak Street, admission is free.":         "public",
		"I romanen heter huset Lönnvägen 3, skriver författaren.":    "story",
		"Huset på Lönnvägen 3 byggdes på 1800-talet och revs sedan.": "past",
		"My childhood home was 12 Oak Street; they pulled it down.":  "past",
		"Lönnvägen 3.": "none",
	} {
		got := observe(e, exposure.AddressStreet, text)
		if len(got) != 1 || word(got[0], "class") != want {
			t.Errorf("address of %q = %v; want one of class %s", text, got, want)
		}
	}
}

func TestPositions(t *testing.T) {
	e := extract.New(nil)
	const lat, lon = 59.85512, 17.63421
	for _, tt := range []struct{ name, text, form string }{
		{"decimals", "Kom hit: 59.85512, 17.63421", "pair"},
		{"decimal commas", "GPS 59,85512; 17,63421", "pair"},
		{"halves before", "N 59.85512, E 17.63421", "pair"},
		{"halves after", "59.85512° N 17.63421° E", "pair"},
		{"glued halves", "N59.85512 E17.63421", "pair"},
		{"Swedish halves", "N 59.85512 Ö 17.63421", "pair"},
		{"east first", "E 17.63421, N 59.85512", "pair"},
		{"minutes and seconds", "59°51'18.4\"N 17°38'3.2\"E", "pair"},
		{"minutes with decimals", "N 59° 51.307' E 17° 38.053'", "pair"},
		{"Google Maps", "https://www.google.com/maps/@59.85512,17.63421,17z", "link"},
		{"Google Maps, a query", "https://maps.google.com/?q=59.85512,17.63421", "link"},
		{"OpenStreetMap", "https://www.openstreetmap.org/#map=17/59.85512/17.63421", "link"},
		{"OpenStreetMap, a mark", "https://www.openstreetmap.org/?mlat=59.85512&mlon=17.63421", "link"},
		{"geo", "geo:59.85512,17.63421", "link"},
		{"plus code", "9FFVVJ4M+2M", "code"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := observe(e, exposure.PlacePosition, tt.text)
			if len(got) != 1 {
				t.Fatalf("positions of %q = %v; want one", tt.text, got)
			}
			a, _ := got[0].Attr("lat").AsNumber()
			b, _ := got[0].Attr("lon").AsNumber()
			if math.Abs(a-lat) > 2e-4 || math.Abs(b-lon) > 2e-4 || word(got[0], "form") != tt.form {
				t.Errorf("position of %q = %v, %v (%s); want %v, %v (%s)", tt.text, a, b, word(got[0], "form"), lat, lon, tt.form)
			}
		})
	}
	for _, tt := range []struct{ text, want string }{
		{"We are at ///filled.count.soap", "filled.count.soap"},
		{"https://w3w.co/filled.count.soap", "filled.count.soap"},
		{"Plus code VJ4M+2M Uppsala", "vj4m+2m"},
	} {
		if got := observe(e, exposure.PlacePosition, tt.text); len(got) != 1 || got[0].Value != tt.want {
			t.Errorf("positions of %q = %v; want %s", tt.text, got, tt.want)
		}
	}
	if got := observe(e, exposure.PlacePosition, "33.86785 S, 151.20732 W"); len(got) != 1 || got[0].Value != "-33.868,-151.207" {
		t.Errorf("in the south and west: %v", got)
	}
	for _, text := range []string{
		"Det kostar 59.85, eller 17.63 kr.",
		"Värdena var 3.1416, 2.7183, 1.4142 och 1.7321.",
		"Version 1.2345.6789 är ute.",
		"99.85512, 17.63421",
		"Betyg 59.855, 17.634",
		"2026-05-05, 17.30",
		"C++ och A+B",
		"och/eller // kommentar om kod.som.fil",
	} {
		if got := observe(e, exposure.PlacePosition, text); len(got) > 0 {
			t.Errorf("positions of %q = %v; want none", text, got)
		}
	}
}

// A position at a place that the family told us is known for it.
func TestPositionNear(t *testing.T) {
	e := extract.New(&roster.Roster{Places: []roster.Place{{Kind: roster.Home, Lat: 59.8551, Lon: 17.6342, Located: true}}})
	got := observe(e, exposure.PlacePosition, "Kom hit: 59.85512, 17.63421")
	if len(got) != 1 || word(got[0], "near") != "home" || got[0].Subject != exposure.Household {
		t.Errorf("positions = %v; want one near home, of the household", got)
	}
}

func TestMoves(t *testing.T) {
	e := extract.New(nil)
	for text, want := range map[string]string{
		"Vi fick nycklarna till nya huset i dag! Första natten på madrass bland alla flyttkartonger.": "strong",
		"We got the keys to our new flat. Boxes everywhere and no curtains.":                          "strong",
		"Flyttbilen är lastad och vi flyttar in på lördag, mitt bland kartongerna.":                   "strong",
		"Vi drömmer om att flytta till landet.":                                                       "",
		"I romanen flyttar familjen in i ett nytt hus, skriver författaren.":                          "",
		"Kontoret flyttar till nya lokaler i maj.":                                                    "",
		"Flyttfåglarna är tillbaka.":                                                                  "",
	} {
		got := observe(e, exposure.HomeNew, text)
		class := ""
		if len(got) > 0 {
			class = word(got[0], "class")
		}
		if class != want && !(want == "" && class == "weak") {
			t.Errorf("move in %q is %q; want %q", text, class, want)
		}
	}
}

// Every span lies in the text on rune borders, whatever the text.
func FuzzWhere(f *testing.F) {
	for _, s := range []string{
		"Björkgatan 12 B, 123 45 Storvik", "Lönnvägen, nr 19", "9B Lönnvägen", "tolvan på Lönnvägen", "22:an på Lönnvägen", "number 42, Larkspur Lane",
		"59°51'18.4\"N 17°38'3.2\"E", "https://maps.google.com/?q=59.85512,17.63421", "9FFVVJ4M+2M", "///filled.count.soap", "N 59° 51.307′ Ö 17° 38.053′", ". 12", "-1.2345,-",
	} {
		f.Add(s)
	}
	e := extract.New(nil)
	f.Fuzz(func(t *testing.T, s string) {
		for _, kind := range []exposure.Kind{exposure.AddressStreet, exposure.PlacePosition, exposure.HomeNew} {
			for _, o := range observe(e, kind, s) {
				if o.Span.Start < 0 || o.Span.End > len(s) || o.Span.Start >= o.Span.End || utf8.ValidString(s) && !utf8.ValidString(s[o.Span.Start:o.Span.End]) {
					t.Fatalf("%s: span %v of %q", kind, o.Span, s)
				}
				if lat, ok := o.Attr("lat").AsNumber(); ok && !(math.Abs(lat) <= 90) {
					t.Fatalf("latitude %v in %q", lat, s)
				}
			}
		}
	})
}

func TestLinear(t *testing.T) {
	e := extract.New(nil)
	linear.Check(t, []string{"Lönnvägen nr ", "Vi bor på Lönnvägen 3 ", "59.85512, ", "12 Oak ", "flyttkartonger. ", "9", "a+", "/"},
		func(s string) { observe(e, exposure.AddressStreet, s) })
}
