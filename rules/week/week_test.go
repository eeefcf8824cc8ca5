package week_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lampan/rules/exposure"
	"lampan/rules/extract"
	"lampan/rules/week"
)

// monday is the first of June 2026.
var monday = time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)

func trace(day int, clock string) exposure.Observation {
	return exposure.Observation{Kind: exposure.RoutineTrace, Attrs: map[string]exposure.Value{
		"day": exposure.Day(monday.AddDate(0, 0, day)), "time": exposure.Word(clock), "form": exposure.Word("activity"),
	}}
}

func weekly(weekday, clock, actor string, whose exposure.SubjectID) exposure.Observation {
	o := exposure.Observation{Kind: exposure.RoutineWeekly, Subject: whose, Attrs: map[string]exposure.Value{
		"weekday": exposure.Word(weekday), "actor": exposure.Word(actor),
	}}
	if clock != "" {
		o.Attrs["time"] = exposure.Word(clock)
	}
	return o
}

// told is one document with what was observed in it.
type told struct {
	photo bool
	obs   []exposure.Observation
}

func hours(docs ...told) []week.Hour {
	var c week.Counter
	for _, d := range docs {
		doc := exposure.Document{Subject: "anna"}
		if d.photo {
			doc.Photo = &exposure.Photo{}
		}
		c.Add(&doc, d.obs)
	}
	return c.Hours()
}

func TestHours(t *testing.T) {
	post := func(obs ...exposure.Observation) told { return told{false, obs} }
	photo := func(obs ...exposure.Observation) told { return told{true, obs} }
	for _, tt := range []struct {
		name string
		docs []told
		want []week.Hour
	}{
		{"nothing", nil, nil},
		{"a post", []told{post(trace(0, "17:42"))}, []week.Hour{{Weekday: 0, Hour: 17, Texts: 1}}},
		{"a Sunday is the last day", []told{post(trace(6, "08:00"))}, []week.Hour{{Weekday: 6, Hour: 8, Texts: 1}}},
		{"posts and photos are told apart", []told{post(trace(1, "17:42")), photo(trace(8, "17:05"))}, []week.Hour{{Weekday: 1, Hour: 17, Texts: 1, Photos: 1}}},
		{"a day counts once an hour", []told{photo(trace(1, "17:05")), photo(trace(1, "17:55")), photo(trace(1, "18:00"))}, []week.Hour{
			{Weekday: 1, Hour: 17, Photos: 1}, {Weekday: 1, Hour: 18, Photos: 1},
		}},
		{"every week counts three, however often it is said", []told{post(weekly("tue", "17:30", "self", "anna")), post(weekly("tue", "17:00", "self", "")), post(trace(1, "17:42"))}, []week.Hour{{Weekday: 1, Hour: 17, Texts: 4}}},
		{"every week without a time", []told{post(weekly("tue", "", "self", ""))}, nil},
		{"a day that is none", []told{post(weekly("tues", "17:30", "self", ""))}, nil},
		{"a time that is none", []told{post(trace(0, "25:00"), trace(0, "17"), trace(0, ""), trace(0, "-1:00"))}, nil},
		{"a relative's week", []told{post(weekly("tue", "17:30", "relative", ""), weekly("tue", "17:30", "other", ""))}, nil},
		{"the household's week is one's own", []told{post(weekly("fri", "16:00", "household", exposure.Household))}, []week.Hour{{Weekday: 4, Hour: 16, Texts: 3}}},
		{"another member's week", []told{post(weekly("tue", "17:30", "household", "elsa"), trace(6, "10:00"))}, []week.Hour{
			{Weekday: 6, Hour: 10, Texts: 1}, {Subject: "elsa", Weekday: 1, Hour: 17, Texts: 3},
		}},
		{"what is no routine", []told{post(exposure.Observation{Kind: exposure.AbsenceIntent})}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, hours(tt.docs...)); diff != "" {
				t.Errorf("hours (-want +got):\n%s", diff)
			}
		})
	}
}

// TestExtracted draws the week from what posts and photos really say.
func TestExtracted(t *testing.T) {
	e := extract.New(nil)
	docs := []exposure.Document{
		{Kind: exposure.Posts, Text: "Fotboll kl 18.15 i regn.", Published: monday.Add(12 * time.Hour)},
		{Kind: exposure.Posts, Text: "Jag simmar varje torsdag kl 07.00.", Published: monday.Add(12 * time.Hour)},
		{Kind: exposure.Photos, Photo: &exposure.Photo{
			Taken: monday.Add(18 * time.Hour), Positions: []exposure.Position{{Lat: 59.855, Lon: 17.634}, {Lat: 59.855, Lon: 17.634, Layer: "xmp"}},
		}},
	}
	var c week.Counter
	for i := range docs {
		c.Add(&docs[i], e.Observe(&docs[i]))
	}
	want := []week.Hour{{Weekday: 0, Hour: 18, Texts: 1, Photos: 1}, {Weekday: 3, Hour: 7, Texts: 3}}
	if diff := cmp.Diff(want, c.Hours()); diff != "" {
		t.Errorf("hours (-want +got):\n%s", diff)
	}
}

// Years of one hour fill neither the memory nor the count.
func TestBounded(t *testing.T) {
	var docs []told
	for w := range 5000 {
		docs = append(docs, told{false, []exposure.Observation{trace(7*w, "17:00")}})
	}
	if got := hours(docs...); len(got) != 1 || got[0].Texts < 500 || got[0].Texts > 600 {
		t.Errorf("hours of 5,000 weeks = %+v; want one hour of ten years", got)
	}
}

// Neither the order of documents nor reading one twice changes the week, and no
// hour counts more than the week can hold.
func TestOrderDoesNotMatter(t *testing.T) {
	observation := rapid.Custom(func(t *rapid.T) exposure.Observation {
		clock := fmt.Sprintf("%02d:%02d", rapid.IntRange(15, 18).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute"))
		whose := rapid.SampledFrom([]exposure.SubjectID{"", "anna", "elsa", exposure.Household}).Draw(t, "whose")
		if rapid.Bool().Draw(t, "weekly") {
			day := rapid.SampledFrom([]string{"mon", "tue", "sun", "no-day"}).Draw(t, "weekday")
			return weekly(day, clock, rapid.SampledFrom([]string{"self", "relative"}).Draw(t, "actor"), whose)
		}
		o := trace(rapid.IntRange(0, 30).Draw(t, "day"), clock)
		o.Subject = whose
		return o
	})
	rapid.Check(t, func(t *rapid.T) {
		docs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) told {
			return told{rapid.Bool().Draw(t, "photo"), rapid.SliceOfN(observation, 0, 6).Draw(t, "observations")}
		}), 0, 12).Draw(t, "documents")
		once := hours(docs...)
		other := rapid.Permutation(slices.Concat(docs, docs)).Draw(t, "order")
		if diff := cmp.Diff(once, hours(other...)); diff != "" {
			t.Fatalf("another order (-once +other):\n%s", diff)
		}
		for _, h := range once {
			if h.Weekday < 0 || h.Weekday > 6 || h.Hour < 0 || h.Hour > 23 || h.Texts+h.Photos == 0 || h.Subject == "anna" {
				t.Fatalf("odd hour %+v", h)
			}
		}
	})
}
