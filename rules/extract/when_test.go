package extract_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/rules/extract"
)

// The day of publication is a Wednesday: 2026-06-10.
func TestTimeRange(t *testing.T) {
	e := extract.New(family())
	for _, tt := range []struct{ text, want string }{
		{"Vi åker den 12 juli", "2026-07-12/2026-07-12 future day"},
		{"borta 12–28 juli", "2026-07-12/2026-07-28 future day"},
		{"borta 14-28/7", "2026-07-14/2026-07-28 future day"},
		{"borta 28/6-4/7", "2026-06-28/2026-07-04 future day"},
		{"den 12:e juli", "2026-07-12/2026-07-12 future day"},
		{"från 28 juni till 3 juli", "2026-06-28/2026-07-03 future day"},
		{"Från den 28 juni till den 3 juli", "2026-06-28/2026-07-03 future day"},
		{"20 dec bär det av", "2026-12-20/2026-12-20 future day"},
		{"12 januari 2027", "2027-01-12/2027-01-12 future day"},
		{"2026-07-12", "2026-07-12/2026-07-12 future day"},
		{"2026-07-12 – 2026-07-20", "2026-07-12/2026-07-20 future day"},
		{"bortresta v 29", "2026-07-13/2026-07-19 future week"},
		{"nån som kan vattna hos oss v 26-27?", "2026-06-22/2026-07-05 future week"},
		{"vecka 26–27", "2026-06-22/2026-07-05 future week"},
		{"veckorna 26 och 27", "2026-06-22/2026-07-05 future week"},
		{"v.29", "2026-07-13/2026-07-19 future week"},
		{"på lördag", "2026-06-13/2026-06-13 future day"},
		{"nästa fredag", "2026-06-19/2026-06-19 future day"},
		{"i lördags", "2026-06-06/2026-06-06 past day"},
		{"på onsdag", "2026-06-17/2026-06-17 future day"},
		{"fredag till söndag", "2026-06-12/2026-06-14 future day"},
		{"fre-sön", "2026-06-12/2026-06-14 future day"},
		{"lördagen den 11 juli", "2026-07-11/2026-07-11 future day"},
		{"imorgon", "2026-06-11/2026-06-11 future day"},
		{"i morgon kväll", "2026-06-11/2026-06-11 future day"},
		{"i helgen", "2026-06-13/2026-06-14 future day"},
		{"förra helgen", "2026-06-06/2026-06-07 past day"},
		{"nästa vecka", "2026-06-15/2026-06-21 future week"},
		{"om två veckor", "2026-06-24/2026-06-30 future week"},
		{"om 3 dagar", "2026-06-13/2026-06-13 future day"},
		{"för två veckor sedan", "2026-05-27/2026-05-27 past week"},
		{"i juli", "2026-07-01/2026-07-31 future month"},
		{"i början av juli", "2026-07-01/2026-07-10 future month"},
		{"i sommar", "2026-06-01/2026-08-31 ongoing season"},
		{"i somras", "2025-06-01/2025-08-31 past season"},
		{"på midsommarafton", "2026-06-19/2026-06-19 future day"},
		{"över påsk", "2027-03-26/2027-03-29 future day"},
		{"på höstlovet", "2026-10-26/2026-11-01 future day"},
		{"på sportlovet", "2027-02-15/2027-03-14 future week"},
		{"Vi är borta i två veckor", "2026-06-10/2026-06-23 ongoing day"},
		{"På lördag drar vi till Rom! Hem igen onsdagen efter.", "2026-06-13/2026-06-17 future day"},
		{"På lördag åker vi bort i två veckor", "2026-06-13/2026-06-26 future day"},
		{"vi är bortresta till söndag", "2026-06-10/2026-06-14 ongoing day"},
		{"Vi är i Rom t.o.m. 20 juni", "2026-06-10/2026-06-20 ongoing day"},
		{"Vi var i Rom 12 maj", "2026-05-12/2026-05-12 past day"},
		{"July 12", "2026-07-12/2026-07-12 future day"},
		{"July 12–28", "2026-07-12/2026-07-28 future day"},
		{"12th of July to 3rd of August", "2026-07-12/2026-08-03 future day"},
		{"the 12th to 28th of July", "2026-07-12/2026-07-28 future day"},
		{"next Friday", "2026-06-19/2026-06-19 future day"},
		{"on Saturday", "2026-06-13/2026-06-13 future day"},
		{"last Friday", "2026-06-05/2026-06-05 past day"},
		{"in two weeks", "2026-06-24/2026-06-30 future week"},
		{"this weekend", "2026-06-13/2026-06-14 future day"},
		{"away until Sunday", "2026-06-10/2026-06-14 ongoing day"},
		{"over Christmas", "2026-12-23/2026-12-26 future day"},
		{"week 29", "2026-07-13/2026-07-19 future week"},
		// Near misses.
		{"öppet 24/7", ""},
		{"1/2 dl mjölk och 3/4 liter", ""},
		{"vi vann 2 v 1", ""},
		{"May I ask you", ""},
		{"the sun sat there", ""},
		{"min son heter så", ""},
		{"artikel 4/2026", ""},
		{"version 2.12.3", ""},
	} {
		t.Run(tt.text, func(t *testing.T) {
			doc := &exposure.Document{Text: tt.text, Published: day("2026-06-10")}
			var got []string
			for _, o := range e.All(doc) {
				if o.Kind == exposure.TimeRange {
					got = append(got, o.Value+" "+o.Attr("tense").String()+" "+o.Attr("precision").String())
				}
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "; ")); diff != "" {
				t.Errorf("Observe(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}
