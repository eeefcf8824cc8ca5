package album_test

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/album"
	"lampan/rules/exposure"
	"lampan/rules/likeness"
	"lampan/rules/likeness/trial"
	"lampan/rules/roster"
)

var today = time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)

// family lives in Storvik; Elsa goes to school there, and they have a cottage.
func family() *roster.Roster {
	return &roster.Roster{
		People: []roster.Person{{ID: "anna", Name: "Anna Lind"}, {ID: "erik", Name: "Erik Lind"}, {ID: "elsa", Name: "Elsa Lind", Minor: true}},
		Places: []roster.Place{
			{ID: "hemma", Kind: roster.Home, Lat: 60.58, Lon: 16.53, Located: true},
			{ID: "skolan", Kind: roster.School, Lat: 60.60, Lon: 16.54, Located: true, People: []exposure.SubjectID{"elsa"}},
			{ID: "stugan", Kind: roster.Holiday, Lat: 59.63, Lon: 18.64, Located: true},
			{ID: "jobbet", Kind: roster.Work, Street: "Torggatan 1"},
		},
	}
}

func at(s string) time.Time {
	for _, layout := range []string{"2006-01-02 15:04", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	panic(s)
}

// pic is a picture of Anna's, in her album unless it says otherwise.
type pic struct {
	source    exposure.SourceID
	subject   exposure.SubjectID
	taken     string
	published string
	private   bool
	at        []exposure.Position
	looks     *likeness.Hash
}

func (p pic) document(n int) exposure.Document {
	doc := exposure.Document{
		ID: exposure.DocumentID(fmt.Sprintf("id%03d", n)), Source: "album", Subject: "anna", Kind: exposure.Photos,
		Locator: fmt.Sprintf("%03d.jpg", n), Title: "title", Text: "text", Visibility: exposure.Open,
		Photo: &exposure.Photo{Positions: p.at},
	}
	if p.source != "" {
		doc.Source = p.source
	}
	if p.subject != "" {
		doc.Subject = p.subject
	}
	if p.taken != "" {
		doc.Photo.Taken = at(p.taken)
	}
	if p.published != "" {
		doc.Published = at(p.published)
	}
	if p.private {
		doc.Visibility = exposure.Private
	}
	if p.looks != nil {
		doc.Photo.Seen = &exposure.Seen{Likeness: p.looks[:]}
	}
	return doc
}

func observe(r *roster.Roster, pics ...pic) []album.Told {
	a := album.New(r, today)
	for n, p := range pics {
		a.Add(p.document(n))
	}
	return a.Observe()
}

// of gives the observations of a kind, by document, one line each.
func of(told []album.Told, kind exposure.Kind) []string {
	var out []string
	for _, t := range told {
		for _, o := range t.Observations {
			if o.Kind == kind {
				words := []string{string(o.Document), string(o.Subject), o.Value}
				for _, k := range exposure.SortedKeys(o.Attrs) {
					words = append(words, k+"="+o.Attrs[k].String())
				}
				out = append(out, strings.Join(words, " "))
			}
		}
	}
	return out
}

func here(lat, lon float64) []exposure.Position {
	return []exposure.Position{{Lat: lat, Lon: lon, Layer: "exif"}}
}

func want(t *testing.T, told []album.Told, kind exposure.Kind, lines ...string) {
	t.Helper()
	if diff := cmp.Diff(lines, of(told, kind)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", kind, diff)
	}
}

func TestNear(t *testing.T) {
	told := observe(family(),
		pic{at: here(60.58, 16.53), taken: "2026-05-02 12:00"},                // at home, on a Saturday
		pic{at: here(60.581, 16.53), taken: "2026-05-04 20:00"},               // 111 m north of it
		pic{at: here(60.6003, 16.54), taken: "2026-05-04 07:40"},              // at school, in the morning
		pic{at: here(60.6, 16.5401), taken: "2026-05-05 07:45"},               // nearer, to the east
		pic{at: here(60.6, 16.5402), taken: "2026-05-05 08:10"},               // the same morning
		pic{at: here(60.6, 16.5402), taken: "2026-05-06"},                     // no hour
		pic{at: here(60.6, 16.5402), taken: "2026-05-07 02:00"},               // night
		pic{at: here(59.63, 18.64), subject: "erik"},                          // no time
		pic{at: here(60.575, 16.535), taken: "2026-05-04 20:00"},              // 600 m off
		pic{at: append(here(57.7, 11.97), here(60.58, 16.531)...), taken: ""}, // layers that disagree
	)
	home := " household hemma days=2 metres=0 mornings=0 near=home pictures=3 when=mixed"
	school := " elsa skolan days=4 direction=E metres=5 mornings=2 near=school pictures=5 when=morning"
	want(t, told, exposure.PhotoNear, "id000"+home, "id001"+home, "id002"+school, "id003"+school, "id004"+school,
		"id005"+school, "id006"+school, "id007 household stugan days=0 metres=0 mornings=0 near=holiday pictures=1", "id009"+home)
	for _, x := range told {
		if x.Document.Text != "" || x.Document.Title != "" {
			t.Errorf("%s has a text", x.Document.ID)
		}
	}
}

// weekly gives pictures at a place, n days every week.
func weekly(subject exposure.SubjectID, lat, lon float64, clock string, days ...int) []pic {
	var out []pic
	for week := range 6 {
		for n, d := range days {
			day := time.Date(2026, time.March, 2+7*week+d, 0, 0, 0, 0, time.UTC)
			shift := float64(n+week) / 50_000 // as phones err: a few metres
			out = append(out, pic{subject: subject, at: here(lat+shift, lon-shift), taken: day.Format(time.DateOnly) + " " + clock})
		}
	}
	return out
}

func TestSpot(t *testing.T) {
	forms := func(told []album.Told) map[string]int {
		out := map[string]int{}
		for _, x := range told {
			for _, o := range x.Observations {
				if form, _ := o.Attr("form").AsWord(); o.Kind == exposure.PhotoSpot {
					out[form]++
				}
			}
		}
		return out
	}
	tests := []struct {
		name string
		pics []pic
		want map[string]int
	}{
		{"a home nobody told of", weekly("", 57.70, 11.97, "21:30", 0, 2, 4), map[string]int{"home": 18}},
		{"a workplace", weekly("", 57.70, 11.97, "10:30", 0, 1, 2, 3), map[string]int{"regular": 24}},
		{"the family's own home", weekly("", 60.58, 16.53, "21:30", 0, 2, 4), map[string]int{}},
		{"a hotel", weekly("", 57.70, 11.97, "21:30", 0, 1, 2)[:6], map[string]int{"sojourn": 6}},
		{"one day", weekly("", 57.70, 11.97, "21:30", 0)[:1], map[string]int{}},
		{"four without times", slices.Repeat([]pic{{at: here(57.70, 11.97)}}, 4), map[string]int{}},
		{"five without times", slices.Repeat([]pic{{at: here(57.70, 11.97)}}, 5), map[string]int{"unknown": 5}},
		{"a home, half by each of two", append(weekly("anna", 57.70, 11.97, "21:30", 0)[:3], weekly("erik", 57.70, 11.97, "21:30", 2)[3:]...), map[string]int{"sojourn": 6}},
		{"the sea where no satellite was found", slices.Repeat([]pic{{at: here(0, 0)}}, 9), map[string]int{}},
		{"two layers of one place", slices.Repeat([]pic{{at: append(here(57.70, 11.97), here(57.7001, 11.97)...)}}, 3), map[string]int{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, forms(observe(family(), tt.pics...))); diff != "" {
				t.Errorf("forms (-want +got):\n%s", diff)
			}
		})
	}
	told := observe(family(), weekly("erik", 57.70, 11.97, "21:30", 0, 2, 4)[:9]...)
	want(t, told[:1], exposure.PhotoSpot, "id000 erik 28850,3198 days=9 direction=SW form=sojourn metres=412357 name=Göteborg pictures=9 weeks=3 when=evening")
}

// A spot keeps its name when pictures come to it or go.
func TestSpotKeepsItsName(t *testing.T) {
	pics := weekly("", 57.7003, 11.9702, "21:30", 0, 2, 4)
	name := func(pics []pic) string {
		told := observe(family(), pics...)
		return told[0].Observations[0].Value
	}
	whole := name(pics)
	for n := range len(pics) - 6 {
		if got := name(pics[n : n+6]); got != whole {
			t.Errorf("name of six of them = %s; want %s", got, whole)
		}
	}
}

func TestAway(t *testing.T) {
	rome := here(41.9, 12.49)
	told := func(r *roster.Roster, p pic) string {
		lines := of(observe(r, p), exposure.PhotoAway)
		if len(lines) == 0 {
			return ""
		}
		return lines[0]
	}
	nobody, school := &roster.Roster{}, &roster.Roster{Places: family().Places[1:2]}
	const inRome = "id000  rome abroad=yes country=IT from=2026-05-30 metres=2016305 name=Rome tense=ongoing"
	tests := []struct {
		name   string
		family *roster.Roster
		pic    pic
		want   string
	}{
		{"shown the same day", family(), pic{at: rome, taken: "2026-05-30 12:00", published: "2026-05-30 20:00"}, inRome},
		{"shown three days later", family(), pic{at: rome, taken: "2026-05-30 12:00", published: "2026-06-02"}, inRome},
		{"shown four days later", family(), pic{at: rome, taken: "2026-05-30 12:00", published: "2026-06-03"}, ""},
		{"shown a day before, in another zone", family(), pic{at: rome, taken: "2026-05-30 12:00", published: "2026-05-29"}, inRome},
		{"shown long before, by a wrong clock", family(), pic{at: rome, taken: "2026-05-30 12:00", published: "2026-05-20"}, ""},
		{"seen on the day of the audit", family(), pic{at: rome, taken: "2026-05-30"}, inRome},
		{"in one's own files", family(), pic{at: rome, taken: "2026-05-30", private: true}, ""},
		{"in one's own files, with the day it was put there", family(), pic{at: rome, taken: "2026-05-30", published: "2026-05-30", private: true}, ""},
		{"without a time", family(), pic{at: rome, published: "2026-05-30"}, ""},
		{"without a position", family(), pic{taken: "2026-05-30", published: "2026-05-30"}, ""},
		{"at the cottage", family(), pic{at: here(59.64, 18.64), taken: "2026-05-30"}, ""},
		{"in another Swedish town", family(), pic{at: here(57.7, 11.97), taken: "2026-05-30"}, "id000  goteborg abroad=no country=SE from=2026-05-30 metres=412359 name=Göteborg tense=ongoing"},
		{"one layer at home", family(), pic{at: append(rome, here(60.58, 16.53)...), taken: "2026-05-30"}, ""},
		{"abroad, by a family that told of no place", nobody, pic{at: rome, taken: "2026-05-30"}, "id000  rome abroad=unknown country=IT from=2026-05-30 name=Rome tense=ongoing"},
		{"in Sweden, by a family that told of no place", nobody, pic{at: here(57.7, 11.97), taken: "2026-05-30"}, ""},
		{"by a family that told of a school", school, pic{at: rome, taken: "2026-05-30"}, "id000  rome abroad=yes country=IT from=2026-05-30 metres=2097404 name=Rome tense=ongoing"},
		{"on the open sea", family(), pic{at: here(45, -40), taken: "2026-05-30"}, "id000   abroad=unknown from=2026-05-30 metres=4019695 tense=ongoing"},
		{"on the open sea, by nobody", nobody, pic{at: here(45, -40), taken: "2026-05-30"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := told(tt.family, tt.pic); got != tt.want {
				t.Errorf("got %q; want %q", got, tt.want)
			}
		})
	}
}

func TestAgain(t *testing.T) {
	a, b := trial.Picture(1), trial.Picture(2)
	hash := func(h likeness.Hash) *likeness.Hash { return &h }
	one, turned, other, blank := hash(likeness.Of(a)), hash(likeness.Of(trial.Turn(a, 1))), hash(likeness.Of(b)), &likeness.Hash{}
	value := hex.EncodeToString(one[:])
	person := " household " + value + " form=person pictures="
	account := " anna " + value + " form=account pictures="
	tests := []struct {
		name string
		pics []pic
		want []string
	}{
		{"in one source", []pic{{looks: one}, {looks: one}}, nil},
		{"in two accounts", []pic{{looks: one}, {looks: one, source: "blogg"}, {looks: other}}, []string{"id000" + account + "2", "id001" + account + "2"}},
		{"of two members, turned", []pic{{looks: one}, {looks: turned, source: "eriks", subject: "erik"}}, []string{"id000" + person + "2", "id001" + person + "2"}},
		{"twice in one and once in another", []pic{{looks: one}, {looks: one}, {looks: turned, source: "eriks", subject: "erik"}}, []string{"id000" + person + "3", "id001" + person + "3", "id002" + person + "3"}},
		{"in two accounts of one member, and of another", []pic{{looks: turned, source: "a", subject: "erik"}, {looks: one}, {looks: one, source: "blogg"}}, []string{
			"id000 household " + hex.EncodeToString(turned[:]) + " form=person pictures=3",
			"id001 household " + hex.EncodeToString(turned[:]) + " form=person pictures=3", "id001" + account + "2",
			"id002 household " + hex.EncodeToString(turned[:]) + " form=person pictures=3", "id002" + account + "2",
		}},
		{"different pictures", []pic{{looks: one}, {looks: other, source: "blogg"}}, nil},
		{"nothing to see", []pic{{looks: blank}, {looks: blank, source: "blogg"}}, nil},
		{"nobody looked", []pic{{}, {source: "blogg"}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { want(t, observe(family(), tt.pics...), exposure.PhotoAgain, tt.want...) })
	}
}
