package routine_test

import (
	"testing"
	"time"
	"unicode/utf8"

	"lampan/rules/exposure"
	"lampan/rules/extract"
	"lampan/rules/extract/linear"
)

func habits(e *extract.Extractor, text string) []exposure.Observation {
	doc := &exposure.Document{Kind: exposure.Posts, Text: text, Published: time.Date(2026, time.May, 5, 0, 0, 0, 0, time.UTC)}
	var out []exposure.Observation
	for _, o := range e.All(doc) {
		if o.Kind == exposure.RoutineHabit {
			out = append(out, o)
		}
	}
	return out
}

func TestHabits(t *testing.T) {
	e := extract.New(nil)
	for _, tt := range []struct{ text, class, form, clock string }{
		{"Tränar min dotter varje tisdag 17.30 så sitter jag på läktaren.", "strong", "weekly", "17:30"},
		{"Jag hämtar på fritids mån och ons kl 16.10.", "strong", "days", "16:10"},
		{"Maken jobbar natt varannan vecka, så då är jag ensam hemma.", "strong", "alternate", ""},
		{"Samma runda som alltid, halv sex, innan barnen vaknat. Jag springer varje morgon.", "strong", "daily", ""},
		{"Min man pendlar till Oslo måndag till torsdag varje vecka.", "plain", "weekly", ""},
		{"Every Tuesday at 6.15 I swim, same lane as always.", "strong", "weekly", "06:15"},
		{"My husband works nights every other week, so I'm home alone.", "strong", "alternate", ""},
		{"On Wednesdays I drop our daughter at the pool at five.", "strong", "weekly", ""},

		// Not somebody's life, or not any more.
		{"Biblioteket har öppet varje tisdag 10–18, alla välkomna.", "", "", ""},
		{"The library is open every Tuesday, everyone welcome.", "", "", ""},
		{"Förr brukade man bada varje lördag, på den tiden.", "", "", ""},
		{"Undersökning: hälften av svenskarna tränar varje vecka.", "", "", ""},
		{"Bussen avgår enligt tidtabellen varje dag.", "", "", ""},
		{"Nu regnar det igen.", "", "", ""},
	} {
		t.Run(tt.text, func(t *testing.T) {
			got := habits(e, tt.text)
			if tt.class == "" {
				for _, o := range got {
					if c, _ := o.Attr("class").AsWord(); c != "weak" {
						t.Errorf("habits of %q = %v; want none, or a weak one", tt.text, got)
					}
				}
				return
			}
			for _, o := range got {
				class, _ := o.Attr("class").AsWord()
				form, _ := o.Attr("form").AsWord()
				clock, _ := o.Attr("time").AsWord()
				if class == tt.class && form == tt.form && clock == tt.clock {
					return
				}
			}
			t.Errorf("habits of %q = %v; want %s, %s, %q", tt.text, got, tt.class, tt.form, tt.clock)
		})
	}
}

// Every span lies in the text on rune borders, whatever the text.
func FuzzHabits(f *testing.F) {
	for _, s := range []string{"varje tisdag 17.30", "7-15 varje helg", "tis/tors", "halv sex. Alltid. Som vanligt", "every other week\n\nnights on", "17.30.30 varje dag"} {
		f.Add(s)
	}
	e := extract.New(nil)
	f.Fuzz(func(t *testing.T, s string) {
		for _, o := range habits(e, s) {
			if o.Span.Start < 0 || o.Span.End > len(s) || o.Span.Start >= o.Span.End || utf8.ValidString(s) && !utf8.ValidString(s[o.Span.Start:o.Span.End]) {
				t.Fatalf("span %v of %q", o.Span, s)
			}
		}
	})
}

func TestHabitsLinear(t *testing.T) {
	e := extract.New(nil)
	linear.Check(t, []string{"varje tisdag ", "Alltid. ", "jag hämtar 17.30, ", "tis/tors "}, func(s string) { habits(e, s) })
}
