package match_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/extract"
	"lampan/rules/match"
)

func habits() rules.Rule {
	return rules.Rule{
		ID: "routine.posts", Needs: []exposure.SourceKind{exposure.Page, exposure.Posts, exposure.Photos},
		When:       rules.When{All: []rules.Condition{{Observe: exposure.RoutineTrace}}},
		Confidence: rules.Confidence{Base: 0.8},
		Fact:       rules.Fact{Kind: "routine", About: "author", Key: "repeat", Timeliness: "routine"},
	}
}

// told is one post: who, the moment, and what is in it.
type told struct{ who, at, text string }

func (p told) document(i int) *exposure.Document {
	at, err := time.Parse("2006-01-02 15:04", p.at)
	if err != nil {
		panic(err)
	}
	id := fmt.Sprintf("post%d", i)
	return &exposure.Document{
		ID: exposure.DocumentID(id), Source: exposure.SourceID("posts of " + p.who), Kind: exposure.Posts, Subject: exposure.SubjectID(p.who),
		Locator: id, Text: p.text, Published: at, Visibility: exposure.Open,
	}
}

// The days are Tuesdays, but for 05-06 and 05-13.
func TestRepeat(t *testing.T) {
	e := extract.New(nil)
	for _, tt := range []struct {
		name  string
		posts []told
		want  int // pieces of evidence of the one finding; 0 for none
	}{
		{"three Tuesdays", []told{{"anna", "2026-05-05 17:30", "Fotboll!"}, {"anna", "2026-05-12 18:10", "Fotboll igen"}, {"anna", "2026-06-02 17:05", "Fotbollsträning"}}, 3},
		{"a fourth, at another hour", []told{
			{"anna", "2026-05-05 17:30", "Fotboll!"}, {"anna", "2026-05-12 18:10", "Fotboll igen"}, {"anna", "2026-06-02 17:05", "Fotboll"}, {"anna", "2026-06-09 09:05", "Fotboll"},
		}, 3},
		{"the hour told afterwards", []told{
			{"anna", "2026-05-06 09:00", "Fotboll kl 17.30, på tisdag 2026-05-12."}, {"anna", "2026-05-05 17:30", "Fotboll"}, {"anna", "2026-06-02 17:05", "Fotboll"},
		}, 3},
		{"twice", []told{{"anna", "2026-05-05 17:30", "Fotboll!"}, {"anna", "2026-05-12 18:10", "Fotboll igen"}}, 0},
		{"one day told three times", []told{{"anna", "2026-05-05 17:30", "Fotboll!"}, {"anna", "2026-05-05 17:40", "Fotboll i regn"}, {"anna", "2026-05-05 18:10", "Fotboll igen"}}, 0},
		{"hours apart", []told{{"anna", "2026-05-05 08:30", "Fotboll!"}, {"anna", "2026-05-12 13:10", "Fotboll igen"}, {"anna", "2026-06-02 20:05", "Fotboll"}}, 0},
		{"another weekday", []told{{"anna", "2026-05-05 17:30", "Fotboll!"}, {"anna", "2026-05-13 18:10", "Fotboll igen"}, {"anna", "2026-06-02 17:05", "Fotboll"}}, 0},
		{"other things", []told{{"anna", "2026-05-05 17:30", "Fotboll!"}, {"anna", "2026-05-12 18:10", "Yoga"}, {"anna", "2026-06-02 17:05", "Innebandy"}}, 0},
		{"two people", []told{{"anna", "2026-05-05 17:30", "Fotboll!"}, {"anna", "2026-05-12 18:10", "Fotboll igen"}, {"erik", "2026-06-02 17:05", "Fotboll"}}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := matcher(pack(habits()))
			for i, p := range tt.posts {
				doc := p.document(i)
				m.Add(doc, e.Observe(doc))
			}
			got := m.Findings()
			if tt.want == 0 && len(got) > 0 || tt.want > 0 && (len(got) != 1 || len(got[0].Evidence) != tt.want) {
				t.Fatalf("findings %+v; want one with %d pieces of evidence, or none", got, tt.want)
			}
			if tt.want > 0 && (got[0].Subject != "anna" || got[0].Evidence[0].Timeliness != 1) {
				t.Errorf("finding of %q, timeliness %v", got[0].Subject, got[0].Evidence[0].Timeliness)
			}
		})
	}
}

// photos makes pictures at one spot, one every so many days from a Tuesday.
func photos(n, apart int) []*exposure.Document {
	var out []*exposure.Document
	for i := range n {
		taken := time.Date(2026, time.May, 5, 17, 30, 0, 0, time.UTC).AddDate(0, 0, i*apart)
		id := fmt.Sprintf("photo%d", i)
		out = append(out, &exposure.Document{
			ID: exposure.DocumentID(id), Source: "pictures", Kind: exposure.Photos, Subject: "anna", Locator: id, Visibility: exposure.Open,
			Photo: &exposure.Photo{Taken: taken, Positions: []exposure.Position{{Lat: 59.85512, Lon: 17.63421}}},
		})
	}
	return out
}

// Pictures of one spot on several Tuesdays are a routine; of every day, they are
// where somebody lives.
func TestRepeatPhotos(t *testing.T) {
	e := extract.New(nil)
	for _, tt := range []struct {
		name           string
		n, apart, want int
	}{
		{"every Tuesday", 3, 7, 1},
		{"two of them", 2, 7, 0},
		{"every day for a month", 30, 1, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := matcher(pack(habits()))
			for _, doc := range photos(tt.n, tt.apart) {
				m.Add(doc, e.Observe(doc))
			}
			if got := m.Findings(); len(got) != tt.want {
				t.Errorf("%d findings; want %d", len(got), tt.want)
			}
		})
	}
}

// Posts and pictures, in whatever order and over however many sources they are
// read, give the same finding.
func TestRepeatJoined(t *testing.T) {
	e := extract.New(nil)
	docs := photos(4, 7)
	config := match.Config{Pack: pack(habits()), Key: []byte("case"), At: day("2026-07-15"), Roster: family(), Allows: allow}
	whole := match.New(config)
	parts := []*match.Matcher{match.New(config), match.New(config)}
	for i, doc := range docs {
		whole.Add(doc, e.Observe(doc))
		parts[(i+1)%2].Add(doc, e.Observe(doc))
	}
	joined := match.New(config)
	joined.Join(parts[1])
	joined.Join(parts[0])
	if diff := cmp.Diff(whole.Findings(), joined.Findings()); diff != "" || len(joined.Findings()) != 1 {
		t.Errorf("findings (-whole +joined):\n%s", diff)
	}
}

// A finding that loses the source of one of its three posts no longer stands.
func TestRepeatStands(t *testing.T) {
	r := habits()
	list := []exposure.Evidence{{Document: "a", Published: day("2026-05-05")}, {Document: "b", Published: day("2026-05-12")}, {Document: "c", Published: day("2026-05-19")}}
	if !match.Stands(&r, exposure.Finding{Evidence: list}) || match.Stands(&r, exposure.Finding{Evidence: list[:2]}) {
		t.Error("three posts must stand, and two must not")
	}
	copies := []exposure.Evidence{list[0], {Document: "b", Published: list[0].Published}, {Document: "c", Published: list[0].Published}}
	if match.Stands(&r, exposure.Finding{Evidence: copies}) {
		t.Error("three copies of one post stand")
	}
}
