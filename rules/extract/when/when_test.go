package when_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lampan/rules/extract/linear"
	"lampan/rules/extract/when"
)

func on(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// Most are written on a Wednesday, 2026-06-10.
func TestFind(t *testing.T) {
	x := newReader(t)
	for _, tt := range []struct{ at, text, want string }{
		// Everyday words, spelled as people do.
		{"", "Vi drar imorrn", "2026-06-11/2026-06-11 day"},
		{"", "ses imon kväll", "2026-06-11/2026-06-11 day"},
		{"", "hemma ikväll", "2026-06-10/2026-06-10 day"},
		{"", "åker på lör", "2026-06-13/2026-06-13 day"},
		{"", "ses på lödag", "2026-06-13/2026-06-13 day"},
		{"", "fre-sön är vi i stugan", "2026-06-12/2026-06-14 day"},
		{"", "lör–sön 20–21 juni", "2026-06-20/2026-06-21 day"},
		{"", "Fri 12 – Sun 14 June", "2026-06-12/2026-06-14 day"},
		{"", "på lillördag", "2026-06-17/2026-06-17 day"},
		{"", "see you tmrw", "2026-06-11/2026-06-11 day"},
		// Weekends and weeks.
		{"", "nästa helg", "2026-06-20/2026-06-21 day"},
		{"", "this coming weekend", "2026-06-13/2026-06-14 day"},
		{"", "i helgen var vi i Rom", "2026-06-06/2026-06-07 day"},
		{"", "nån som kan vattna v 26-27", "2026-06-22/2026-07-05 week"},
		{"", "semester v 28, 29 och 30", "2026-07-06/2026-07-26 week"},
		{"", "tisdag v 29", "2026-07-14/2026-07-14 day"},
		{"", "på fredag om en vecka", "2026-06-19/2026-06-19 day"},
		{"", "the week of July 6th", "2026-07-06/2026-07-12 week"},
		{"", "veckan 6–12 juli", "2026-07-06/2026-07-12 day"},
		{"", "veckan ut", "2026-06-10/2026-06-14 week"},
		{"", "resten av veckan", "2026-06-10/2026-06-14 week"},
		{"", "next Thursday", "2026-06-18/2026-06-18 day"},
		{"", "kommande fredag", "2026-06-12/2026-06-12 day"},
		// Dates.
		{"", "28/6–5/7", "2026-06-28/2026-07-05 day"},
		{"", "vi flyger den 3e", "2026-07-03/2026-07-03 day"},
		{"", "We leave on the 12th", "2026-06-12/2026-06-12 day"},
		{"", "Vi var där den 3:e", "2026-06-03/2026-06-03 day"},
		{"", "den 20:e nästa månad", "2026-07-20/2026-07-20 day"},
		{"", "12, 13 och 14 juli", "2026-07-12/2026-07-14 day"},
		{"", "mellan 3 juli och 10 juli", "2026-07-03/2026-07-10 day"},
		{"", "Åker den 3/7, hem igen den 10/7", "2026-07-03/2026-07-10 day"},
		{"", "fredag kl 15 till söndag kl 18", "2026-06-12/2026-06-14 day"},
		{"", "July 3rd through 10th", "2026-07-03/2026-07-10 day"},
		{"", "12 juli -27", "2027-07-12/2027-07-12 day"},
		{"", "fredag 18 juni", "2027-06-18/2027-06-18 day"},
		{"2026-12-20", "27/12-3/1", "2026-12-27/2027-01-03 day"},
		{"2026-02-10", "20 dec åker vi", "2026-12-20/2026-12-20 day"},
		{"2026-02-10", "bild från 20 dec", "2025-12-20/2025-12-20 day"},
		// Parts of months and weeks.
		{"", "första veckan i juli", "2026-07-06/2026-07-12 week"},
		{"", "sista helgen i augusti", "2026-08-29/2026-08-30 day"},
		{"", "last Monday of August", "2026-08-31/2026-08-31 day"},
		{"", "i slutet av nästa vecka", "2026-06-19/2026-06-21 week"},
		{"", "early July", "2026-07-01/2026-07-10 month"},
		{"", "juni–augusti", "2026-06-01/2026-08-31 month"},
		// Seasons, holidays, school breaks.
		{"", "till hösten flyttar vi", "2026-09-01/2026-11-30 season"},
		{"", "sommaren 2019 var vi i Rom", "2019-06-01/2019-08-31 season"},
		{"", "påsken 2027", "2027-03-26/2027-03-29 day"},
		{"", "påskdagen 2038", "2038-04-25/2038-04-25 day"}, // the latest that Easter can be
		{"", "påskdagen 2008", "2008-03-23/2008-03-23 day"}, // the earliest of this century
		{"2026-03-10", "Kristi himmelsfärdshelgen", "2026-05-14/2026-05-17 day"},
		{"", "dagen före dopparedan", "2026-12-23/2026-12-23 day"},
		{"", "helgen efter midsommar är vi borta", "2026-06-27/2026-06-28 day"},
		{"", "lördagen före midsommar", "2026-06-13/2026-06-13 day"},
		{"", "höstlovet", "2026-10-26/2026-11-01 day"},
		{"", "på jullovet", "2026-12-20/2027-01-08 week"},
		{"2026-01-10", "på sportlovet", "2026-02-09/2026-03-08 week"},
		{"2026-01-10", "sportlovet (v 9) åker vi bort", "2026-02-23/2026-03-01 week"},
		{"2026-01-10", "half-term in Spain", "2026-02-09/2026-02-22 week"},
		{"", "half-term in Spain", "2026-10-19/2026-11-01 week"},
		{"", "the bank holiday weekend", "2026-08-29/2026-08-31 day"},
		{"", "store bededag 2022", "2022-05-13/2022-05-13 day"},
		{"", "i romjulen", "2026-12-24/2026-12-30 day"},
		{"", "Chinese New Year", ""},
		// Counted from the day of publication.
		{"", "om 14 dar bär det av", "2026-06-24/2026-06-24 day"},
		{"", "in a fortnight", "2026-06-24/2026-06-30 week"},
		{"", "om ett halvår", "2026-12-10/2026-12-10 month"},
		{"2026-01-31", "om en månad", "2026-02-28/2026-02-28 month"},
		{"", "inom två veckor", "2026-06-10/2026-06-23 day"},
		{"", "vi är borta i två veckor", "2026-06-10/2026-06-23 day"},
		{"", "senaste två veckorna", "2026-05-25/2026-06-07 week"},
		{"", "de senaste två veckorna", "2026-05-27/2026-06-10 week"},
		{"", "de kommande två veckorna", "2026-06-10/2026-06-24 week"},
		{"", "Fyra dagar tills vi drar", "2026-06-14/2026-06-14 day"},
		{"", "Countdown: 9 days", "2026-06-19/2026-06-19 day"},
		{"", "har bott i bilen i nio dagar nu", "2026-06-01/2026-06-10 day"},
		{"", "Hemma igen efter tre veckor hos mormor", "2026-05-20/2026-06-09 day"},
		{"", "Day 4 of the road trip", "2026-06-07/2026-06-10 day"},
		{"", "Puglia, day two.", "2026-06-09/2026-06-10 day"},
		{"", "om to uger", "2026-06-24/2026-06-30 week"},
		// Since and until.
		{"", "We've been here since Monday", "2026-06-08/2026-06-10 day"},
		{"", "for the past week", "2026-06-03/2026-06-10 week"},
		{"", "sjuk sen i tisdags", "2026-06-09/2026-06-10 day"},
		{"", "Sen i lördags åkte vi hem", "2026-06-06/2026-06-06 day"},
		{"", "för två år sedan i juli", "2024-06-01/2024-06-30 month; 2026-07-01/2026-07-31 month"},
		{"", "vi är borta tills på söndag", "2026-06-10/2026-06-14 day"},
		// The verb nearest to a month says which year.
		{"", "Vi var i Rom i maj och åker till Paris i september", "2026-05-01/2026-05-31 month; 2026-09-01/2026-09-30 month"},
		{"", "Åker till Rom i maj", "2027-05-01/2027-05-31 month"},
		// Times of day count as their day.
		{"", "Kl 18 ses vi", "2026-06-10/2026-06-10 hour"},
		{"", "ses kvart över åtta", "2026-06-11/2026-06-11 hour"},
		{"", "at 3 pm", "2026-06-10/2026-06-10 hour"},
		// Near misses.
		{"", "varje tisdag kl 18", ""},
		{"", "at 3 places", ""},
		{"", "efter tre veckor i garaget", ""},
		{"", "varje dag 3 gånger", ""},
		{"", "per dag 5 kronor", ""},
		{"", "Detta är vårt hus", ""},
		{"", "välj sedan Ändra", ""},
		{"", "den 27-årige mannen", ""},
		{"", "sök i vår lista", ""},
		{"", "Tom sat down", ""},
		{"", "den var fri, åt alla", ""},
		{"", "de nye husene", ""},
		{"", "gav det til May", ""},
		{"", "at et fly kom", ""},
		{"", "den 12:e gången", ""},
		{"", "the 3rd floor", ""},
		{"", "the 21st century", ""},
		{"", "den första gången", ""},
		{"", "på andra sidan gatan", ""},
		{"", "10-12 personer", ""},
		{"", "öppet 08-17", ""},
		{"", "vi vann med 10-02 igår", "2026-06-09/2026-06-09 day"},
		{"", "det kostar 12.10", ""},
		{"", "version 10.11.12", ""},
		{"", "Storgatan 12 i juli", "2026-07-01/2026-07-31 month"},
		{"", "Har ni år av erfarenhet", ""},
		{"", "from me to weeks", ""},
		{"", "under vår resa", ""},
		{"", "i fråga om mars", "2027-03-01/2027-03-31 month"},
		{"", "artikel 4/2026", ""},
	} {
		t.Run(tt.text, func(t *testing.T) {
			if tt.at == "" {
				tt.at = "2026-06-10"
			}
			got := write(x.find(tt.text, on(tt.at).Add(9*time.Hour)))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Find(%q) on %s (-want +got):\n%s", tt.text, tt.at, diff)
			}
		})
	}
}

// relative are times that stand in nothing but the day of publication.
var relative = []string{
	"idag", "imorgon", "i förrgår", "på lördag", "i tisdags", "nästa fredag", "fre-sön", "i helgen", "nästa helg",
	"förra veckan", "nästa vecka", "om 14 dar", "för tre dagar sedan", "om två veckor", "lördag nästa vecka",
	"sjuk sen i söndags", "vi är borta tills på söndag", "vi är borta i två veckor", "slutet av nästa vecka", "veckan ut",
	"de senaste tre dagarna", "på fredag om en vecka", "since Monday", "in a fortnight", "this coming weekend", "dagen efter imorgon",
}

// TestShift moves the day of publication by weeks: what is told relative to it
// moves as far, exactly.
func TestShift(t *testing.T) {
	x := newReader(t)
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(relative).Draw(t, "text")
		at := on("2020-01-01").AddDate(0, 0, rapid.IntRange(0, 4000).Draw(t, "day")).Add(9 * time.Hour)
		days := 7 * rapid.IntRange(1, 300).Draw(t, "weeks")
		want := x.find(s, at)
		got := x.find(s, at.AddDate(0, 0, days))
		if len(want) != 1 {
			t.Fatalf("Find(%q) on %v = %s; want one range", s, at, write(want))
		}
		for i := range want {
			want[i].From, want[i].To = want[i].From.AddDate(0, 0, days), want[i].To.AddDate(0, 0, days)
		}
		if w, g := write(want), write(got); w != g {
			t.Fatalf("Find(%q) on %v and %d days = %s; want %s", s, at, days, g, w)
		}
	})
}

// TestShiftYears moves the day of publication by 400 years, after which the
// calendar comes again, but for Easter: every range moves as far.
func TestShiftYears(t *testing.T) {
	x := newReader(t)
	texts := append([]string{
		"12 juli", "28/6–5/7", "den 12:e", "i juli", "v 26-27", "första veckan i juli", "midsommarafton",
		"dagen före dopparedan", "sportlovet", "höstlovet", "i sommar", "till jul", "half-term", "om tre månader",
		"Vi var i Rom i maj", "fredag 12 juni", "next Christmas", "sista helgen i augusti",
	}, relative...)
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(texts).Draw(t, "text")
		at := on("2020-01-01").AddDate(0, 0, rapid.IntRange(0, 4000).Draw(t, "day"))
		want := x.find(s, at)
		got := x.find(s, at.AddDate(400, 0, 0))
		for i := range want {
			want[i].From, want[i].To = want[i].From.AddDate(400, 0, 0), want[i].To.AddDate(400, 0, 0)
		}
		if w, g := write(want), write(got); w != g {
			t.Fatalf("Find(%q) on %v and 400 years = %s; want %s", s, at, g, w)
		}
	})
}

// TestDated leaves out what names no day of a year.
func TestDated(t *testing.T) {
	x := newReader(t)
	if got := when.Dated(x.find("Kl 18 ses vi", on("2026-06-10"))); len(got) != 0 {
		t.Errorf("Dated(a time of day) = %s; want none", write(got))
	}
	if got := when.Dated(x.find("den 12 juli", time.Time{})); len(got) != 0 {
		t.Errorf("Dated(a day without a year) = %s; want none", write(got))
	}
	if got := write(when.Dated(x.find("den 12 juli 2026", time.Time{}))); got != "2026-07-12/2026-07-12 day" {
		t.Errorf("Dated(a day with a year) = %s", got)
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range append([]string{
		"dagen före dagen efter veckan före midsommar", "i början av början av juli", "12, 13, 14, 15 och 16 juli", "v 1-2-3-4-5",
		"31/2/2026", "0/0", "29/2", "99999 veckor", "om 9999 år", "1-1-1", "kl 24:59", "sedan sedan sedan måndag", "den den den 12", "31:a februari",
		"mellan mellan 3 och och 4 juli", "sista sista måndag i i mars", "12 juli-13 juli-14 juli", "\xff12 juli", "１２ juli",
	}, relative...) {
		f.Add(s, int64(1781082000))
	}
	x := newReader(f)
	f.Fuzz(func(t *testing.T, s string, unix int64) {
		at := time.Unix(unix%(1<<33), 0).UTC()
		found := x.find(s, at)
		last := -1
		for _, g := range found {
			if g.First < 0 || g.Last < g.First || g.Last >= len(x.r.Tokens) {
				t.Fatalf("Find(%q): tokens %d to %d of %d", s, g.First, g.Last, len(x.r.Tokens))
			}
			if g.First <= last {
				t.Fatalf("Find(%q): a range starts at token %d, within the one before", s, g.First)
			}
			last = g.Last
			if g.To.Before(g.From) {
				t.Fatalf("Find(%q) ends before it starts: %s", s, write(found))
			}
			if g.From.Hour() != 0 || g.To.Hour() != 0 {
				t.Fatalf("Find(%q) is not of whole days: %v %v", s, g.From, g.To)
			}
			if span := x.r.SpanOf(g.First, g.Last); utf8.ValidString(s) && !utf8.ValidString(s[span.Start:span.End]) {
				t.Fatalf("Find(%q): span %v cuts a letter", s, span)
			}
		}
		if again := write(x.find(s, at)); again != write(found) {
			t.Fatalf("Find(%q) twice: %s, then %s", s, write(found), again)
		}
	})
}

// TestLinear reads long texts made of what is hardest to read.
func TestLinear(t *testing.T) {
	x := newReader(t)
	linear.Check(t, []string{
		"dagen före ", "lördagen efter ", "början av ", "sista måndagen i ", "12, ", "var i juli och ", "v 1, ", "mellan 3 och ", "sedan den ",
		"kl 3 ", "fre-", "om 3 ", "1/2 ", "in the ", "nästa ",
	}, func(s string) { x.find(s, on("2026-06-10")) })
}

func BenchmarkFind(b *testing.B) {
	x := newReader(b)
	for _, bb := range []struct{ name, text string }{
		{"nothing", strings.Repeat("Katten låg på mattan och såg ut genom fönstret mot den gröna trädgården. ", 30)},
		{"times", strings.Repeat("Vi åker till Rom på lördag och är hemma igen den 12 juli, sedan är det v 29 som gäller. ", 25)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			x.find(bb.text, on("2026-06-10"))
			b.SetBytes(int64(len(bb.text)))
			b.ReportAllocs()
			for b.Loop() {
				when.Find(&x.r)
			}
		})
	}
}
