package extract_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"lampan/rules/exposure"
	"lampan/rules/extract"
)

func observeText(e *extract.Extractor, s string) []exposure.Observation {
	day := time.Date(2026, 6, 10, 0, 0, 0, 0, time.UTC) // a Wednesday
	return e.All(&exposure.Document{Kind: exposure.Posts, Text: s, Published: day})
}

func TestVenues(t *testing.T) {
	e := extract.New(nil)
	for _, tt := range []struct{ text, name, form string }{
		{"Har checkat in på Hotell Lindgården.", "Hotell Lindgården", "hotel"},
		{"Vi ligger i Brannaviks gästhamn i natt.", "Brannaviks gästhamn", "hotel"},
		{"Brannaviks sporthall, match ett.", "Brannaviks sporthall", "sport"},
		{"Väntar vid gate 22 och äter chips.", "gate 22", "airport"},
		{"ok Gate B14 nu", "Gate B14", "airport"},
		{"Rum 304 har utsikt mot parkeringen.", "Rum 304", "other"},
		{"Nu börjar matchen, vi är på Ullevi!", "Ullevi", "other"},
		{"kvällens plan #ullevi", "ullevi", "other"},
		{"📍 Bryggkajen", "Bryggkajen", "other"},
		{"Dinner @ Barabella tonight", "Barabella", "other"},
		{"Sitter på Lyktan och väntar på maten.", "Lyktan", "other"},
		// Near misses.
		{"Ett hotell ska ha frukost.", "", ""},
		{"Vi letar efter en restaurang.", "", ""},
		{"Hotellet var fullt.", "", ""},
		{"Skriv till info@lyktan.se om du vill.", "", ""},
		{"Gate är ett engelskt ord.", "", ""},
		{"Ullevi byggdes om.", "Ullevi", "other"}, // named; whether somebody is there is not judged here
		{"Jag tänker på Lyktan ibland.", "", ""},
		{"Sitter på Eriks stol.", "", ""},
		{"Rummet har plats 5 % till.", "", ""},
	} {
		var name, form string
		for _, o := range observeText(e, tt.text) {
			if o.Kind == exposure.VenueNamed {
				n, _ := o.Attr("name").AsWord()
				f, _ := o.Attr("form").AsWord()
				name, form = n, f
				break
			}
		}
		if name != tt.name || form != tt.form {
			t.Errorf("Observe(%q): venue %q, %q; want %q, %q", tt.text, name, form, tt.name, tt.form)
		}
	}
}

func signOf(e *extract.Extractor, s string) map[string]string {
	out := map[string]string{}
	for _, o := range observeText(e, s) {
		if o.Kind == exposure.AbsenceSign {
			tense, _ := o.Attr("tense").AsWord()
			class, _ := o.Attr("class").AsWord()
			out[tense] = strings.TrimPrefix(class, tense+"-")
		}
	}
	return out
}

func TestSigns(t *testing.T) {
	e := extract.New(nil)
	for _, tt := range []struct {
		name, text, tense string
		want              bool
	}{
		{"packing and a day", "Resväskan är packad, solkrämen inköpt. På lördag lyfter vi mot Kreta.", "future", true},
		{"a sitter asked", "Någon som kan vattna tomaterna medan vi är i fjällen vecka 30?", "future", true},
		{"English", "Bags packed, cat is with the neighbour. We fly on Saturday, see you in August!", "future", true},
		{"there now", "Dag tre i Åre: nysnö, våffelstuga, ungarna i pisten.", "ongoing", true},
		{"greetings", "Hälsningar från solstolen på Kreta, 32 grader.", "ongoing", true},
		{"just home", "Hemma igen efter två veckor i Kroatien, tvättberget växer.", "past", true},
		{"just home, English", "Back home from three weeks in Portugal last night, laundry everywhere.", "past", true},
		{"packing the dishwasher", "Jag packar diskmaskinen varje kväll.", "future", false},
		{"advice", "Tips! Boka nu: så packar du väskan.", "future", false},
		{"an old trip", "För tio år sedan, en gammal bild från Rom.", "past", false},
		{"a dream", "Jag skulle vilja åka till Kreta.", "future", false},
		{"not going", "Vi ska inte åka till Kreta på lördag.", "future", false},
		{"nothing", "Katten sover.", "future", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := signOf(e, tt.text); (got[tt.tense] != "") != tt.want {
				t.Errorf("signs of %q = %v; want %s: %v", tt.text, got, tt.tense, tt.want)
			}
		})
	}
}

// A word that takes a plan back leaves no stronger sign of it.
func TestSignsTakenBack(t *testing.T) {
	e := extract.New(nil)
	rank := map[string]int{"weak": 1, "plain": 2, "strong": 3}
	for _, tt := range []struct{ firm, back string }{
		{"Vi åker till Rom på lördag.", "Vi åker inte till Rom på lördag."},
		{"Vi ska åka till Kreta på måndag, väskorna är packade.", "Vi skulle vilja åka till Kreta på måndag."},
		{"We fly to Lisbon on Saturday, tickets booked.", "We won't fly to Lisbon on Saturday."},
	} {
		firm, back := signOf(e, tt.firm)["future"], signOf(e, tt.back)["future"]
		if rank[firm] <= rank[back] {
			t.Errorf("%q is %q and %q is %q; want less", tt.firm, firm, tt.back, back)
		}
	}
}

func TestTakenBack(t *testing.T) {
	e := extract.New(nil)
	for _, tt := range []struct {
		text string
		want exposure.Kind
	}{
		{"Vi åker inte till Rom på lördag.", exposure.ModalityNegation},
		{"We won't fly to Lisbon on Saturday.", exposure.ModalityNegation},
		{"Jag skulle vilja åka till Kreta.", exposure.ModalityWish},
		{"I would love to go flying to Lisbon.", exposure.ModalityWish},
		// Near misses: the word belongs to something else.
		{"Vi åker på lördag och är inte hemma förrän i augusti.", ""},
		{"Nu sticker vi, vi är inte tillbaka förrän på söndag.", ""},
		{"We fly on Saturday, can't wait!", ""},
	} {
		var got exposure.Kind
		for _, o := range observeText(e, tt.text) {
			if o.Kind == exposure.ModalityNegation || o.Kind == exposure.ModalityWish {
				got = o.Kind
			}
		}
		if got != tt.want {
			t.Errorf("Observe(%q) takes back by %q; want %q", tt.text, got, tt.want)
		}
	}
}

// FuzzAbsence holds the venues and signs of any text to spans inside it.
func FuzzAbsence(f *testing.F) {
	f.Add("📍 @ Gate B14, rum 304 på Hotell Ö, Öckerö gästhamn! Vi åker inte på lördag.")
	f.Add("gate gate gate 1 @ @ #ullevi 🏟 🏟A")
	e := extract.New(nil)
	f.Fuzz(func(t *testing.T, s string) {
		for _, o := range observeText(e, s) {
			if o.Kind != exposure.VenueNamed && o.Kind != exposure.AbsenceSign {
				continue
			}
			a, b := o.Span.Start, o.Span.End
			if a < 0 || a >= b || b > len(s) || !utf8.RuneStart(s[a]) || b < len(s) && !utf8.RuneStart(s[b]) && utf8.ValidString(s) {
				t.Errorf("%s has span %v in %q", o.Kind, o.Span, s)
			}
		}
	})
}
