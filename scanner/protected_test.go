package scanner_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lampan/rules/exposure"
	"lampan/rules/extract/text"
	"lampan/scanner/audit"
	"lampan/scanner/source"
)

// Whatever a family with protected personal data shows, and in whatever words, no
// audit holds the street, the postal code, the town or the position, nor does the
// ledger.
func TestProtectedAuditsHoldNoAddress(t *testing.T) {
	syllable := rapid.SampledFrom([]string{"ek", "lind", "berg", "gran", "ström", "häll", "sol", "kvarn", "dal", "näs", "ås", "by"})
	word := func(n string) *rapid.Generator[string] {
		return rapid.Custom(func(t *rapid.T) string {
			var s strings.Builder
			s.WriteString("qx") // no word begins so: what is found is the address
			for range rapid.IntRange(1, 2).Draw(t, n) {
				s.WriteString(syllable.Draw(t, n))
			}
			return strings.ToUpper(s.String()[:1]) + s.String()[1:]
		})
	}
	rapid.Check(t, func(rt *rapid.T) {
		street := word("street").Draw(rt, "street") + rapid.SampledFrom([]string{"gatan", "vägen", "stigen", "gränd", "", "torget"}).Draw(rt, "ending")
		number := fmt.Sprint(rapid.IntRange(1, 199).Draw(rt, "number"), rapid.SampledFrom([]string{"", " B", "c"}).Draw(rt, "letter"))
		postal := fmt.Sprintf("%d", rapid.IntRange(10000, 98499).Draw(rt, "postal"))
		spaced, town := postal[:3]+" "+postal[3:], word("town").Draw(rt, "town")
		lat, lon := rapid.Float64Range(55, 69).Draw(rt, "lat"), rapid.Float64Range(11, 24).Draw(rt, "lon")
		fill := strings.NewReplacer("STREET", street, "NUMBER", number, "POSTAL", spaced, "TOWN", town,
			"LAT", fmt.Sprintf("%.5f", lat), "LON", fmt.Sprintf("%.5f", lon))
		said := rapid.SliceOfN(rapid.SampledFrom([]string{
			"Vi bor på STREET NUMBER, POSTAL TOWN.", "Nu har vi flyttat till STREET NUMBER i TOWN!", "Hem till STREET efter jobbet.",
			"STREET NUMBER, POSTAL TOWN", "Hitta hit: LAT, LON.", "På lördag åker vi från TOWN till Rom, hela familjen!", "Vi är i TOWN just nu.",
			"Elsa går på TOWN skola.", "Vi tränar med TOWN IF varje tisdag kl 18.", "Jag jobbar på TOWN kommun.", "Portkoden är 7431 på STREET.",
			"Wifi: STREETNUMBER, lösen hemligt.", "c/o STREET, lgh 1102, TOWN.", "Mejla anna@STREET.example eller hej@TOWN.example.",
			"We live at NUMBER STREET Lane, TOWN.", "My mum STREET TOWN lives next door.", "Checked in at TOWN Hotel.", "Elsa fyller 6 år på STREET NUMBER.",
		}), 1, 6).Draw(rt, "said")
		f := posts("a")
		for _, s := range said {
			f.steps = append(f.steps, step{text: fill.Replace(s)})
		}
		for day := range rapid.IntRange(0, 12).Draw(rt, "pictures") {
			f.steps = append(f.steps, step{photo: &exposure.Photo{
				Positions: []exposure.Position{{Lat: lat, Lon: lon, Layer: "exif"}}, Taken: today.AddDate(0, 0, -day),
				Places: []string{town, street}, Caption: fill.Replace("Hemma på STREET NUMBER"), Owner: street + " " + town,
				People: []string{town}, Seen: &exposure.Seen{Codes: []exposure.Code{{Kind: "wifi", Shown: street}, {Kind: "contact", Shown: town}}},
			}})
		}
		f.steps = append(f.steps, step{err: &source.Error{Reason: source.Malformed, Locator: "a/" + street + " " + number}})
		f.suggestions = []audit.Suggestion{{Subject: "anna", Source: "a", Kind: "link", Value: "https://" + text.Fold(town) + ".example/" + text.Fold(street)}}

		r := newRig(t, f)
		protect := strings.Replace(r.text(), "    name: Person anna\n", "    name: Person anna\n    protected: true\n", 1)
		if err := os.WriteFile(r.Path, []byte(protect), 0o600); err != nil {
			rt.Fatal(err)
		}
		a, err := r.run(t, t.Context())
		if err != nil {
			rt.Fatal(err)
		}
		if !a.Protected || len(a.Coverage) != 1 || a.Coverage[0].Documents != len(f.steps)-1 {
			rt.Fatalf("the audit is not of what was shown: %+v", a.Coverage)
		}
		record, err := json.Marshal(a)
		if err != nil {
			rt.Fatal(err)
		}
		entries, err := r.Ledger.Entries()
		if err != nil {
			rt.Fatal(err)
		}
		ledger, err := json.Marshal(entries)
		if err != nil {
			rt.Fatal(err)
		}
		for _, held := range []string{string(record), string(ledger)} {
			folded := text.Fold(held)
			for _, told := range []string{street, town, spaced, `"` + postal, fmt.Sprintf("%.3f", lat), fmt.Sprintf("%.3f", lon)} {
				if i := strings.Index(folded, text.Fold(told)); i >= 0 {
					rt.Fatalf("%q is held: …%s", told, folded[max(0, i-80):min(len(folded), i+80)])
				}
			}
		}
	})
}
