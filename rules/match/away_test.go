package match_test

import (
	"testing"

	"lampan/rules"
	"lampan/rules/exposure"
)

// A fresh picture from far away and a post about the same days tell of one trip,
// and a picture of another month of another. A picture has its own days, whether or
// not it says when it was shown.
func TestFreshPictureJoinsTheTrip(t *testing.T) {
	away := rules.Rule{
		ID: "photo.away", Needs: []exposure.SourceKind{exposure.Photos},
		When: rules.When{All: []rules.Condition{{Observe: exposure.PhotoAway}}},
		Fact: rules.Fact{Kind: "travel", About: "household", Key: "interval", Timeliness: "travel"},
	}
	m := matcher(pack(trips(), away))
	post := page("p1", "Vi är borta 11–17 juli.")
	m.Add(post, []exposure.Observation{
		seen(post, exposure.AbsenceIntent, 0, "borta", "", attrs{"tense": "future"}),
		seen(post, exposure.TimeRange, 0, "11–17 juli", "", attrs{"from": "2026-07-11", "to": "2026-07-17", "precision": "day"}),
	})
	for id, taken := range map[string]string{"in.jpg": "2026-07-14", "out.jpg": "2026-05-02"} {
		photo := &exposure.Document{
			ID: exposure.DocumentID(id), Source: "album", Kind: exposure.Photos, Subject: "erik", Locator: id,
			Visibility: exposure.Open, Photo: &exposure.Photo{},
		}
		m.Add(photo, []exposure.Observation{seen(photo, exposure.PhotoAway, -1, "", "rom", attrs{"from": taken, "tense": "ongoing"})})
	}
	keys, timely := map[string]string{}, map[string]float64{}
	for _, f := range m.Findings() {
		for _, e := range f.Evidence {
			keys[e.Locator], timely[e.Locator] = f.Fact.Key, e.Timeliness
		}
	}
	if keys["in.jpg"] == "" || keys["in.jpg"] != keys["p1"] {
		t.Errorf("the post tells of %q, the picture of %q", keys["p1"], keys["in.jpg"])
	}
	if keys["out.jpg"] == keys["p1"] {
		t.Error("a picture of May tells of the trip in July")
	}
	if timely["in.jpg"] != 1 || timely["out.jpg"] >= 1 {
		t.Errorf("timeliness = %v; want 1 while away, and less once it is over", timely)
	}
}
