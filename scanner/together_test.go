package scanner_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/likeness"
	"lampan/scanner/household"
)

// again is a rule on the same picture in several sources.
const again exposure.RuleID = "photo.again"

// photos is a fake folder of pictures that look like the words: equal words are the
// same picture.
func photos(id string, subject exposure.SubjectID, looks ...string) *fake {
	f := &fake{Source: household.Source{
		ID: exposure.SourceID(id), Subject: subject, Kind: exposure.Photos, At: id, Visibility: exposure.Open,
	}}
	for _, word := range looks {
		const side = 56
		pix := make([]uint8, 0, side*side)
		for y := range side {
			for x := range side {
				n := uint32(y/7*8+x/7+1) * uint32(word[0]) * 2654435761 //nolint:gosec // a small picture
				pix = append(pix, uint8(n>>24))                         //nolint:gosec // the highest byte
			}
		}
		h := likeness.OfGrid(pix, side, side)
		f.steps = append(f.steps, step{photo: &exposure.Photo{Seen: &exposure.Seen{Likeness: h[:]}}})
	}
	return f
}

// album is a rig whose only rule is again.
func album(t testing.TB, fakes ...*fake) *rig {
	t.Helper()
	r := newRig(t, fakes...)
	p := *r.c.Pack
	p.Rules = []rules.Rule{{
		ID: again, Detector: "photo", Severity: exposure.Medium, Needs: []exposure.SourceKind{exposure.Photos},
		When:       rules.When{All: []rules.Condition{{Observe: exposure.PhotoAgain}}},
		Confidence: rules.Confidence{Base: 0.9},
		Fact:       rules.Fact{Kind: "exif-home", Category: p.Facts["exif-home"], Points: 5, About: "household", Key: "sources", Timeliness: "static"},
		Fix:        rules.Fix{Owner: "author", Minutes: 5, Proof: exposure.Recheck},
	}}
	r.c.Pack = &p
	return r
}

// narrow leaves a source's consent with one area.
func (r *rig) narrow(id, area string) {
	before, block, _ := strings.Cut(r.text(), "  - id: c-"+id+"\n")
	r.Write(before + "  - id: c-" + id + "\n" + strings.Replace(block, "[all]", "["+area+"]", 1))
}

// shown gives the places at which findings show.
func shown(findings []exposure.Finding) []string {
	var out []string
	for _, f := range findings {
		for _, e := range f.Evidence {
			out = append(out, e.Locator)
		}
	}
	return out
}

// Two members' pictures are told about together, each under its own consent.
func TestPhotosOfTwoMembersTogether(t *testing.T) {
	sources := func() []*fake {
		return []*fake{photos("annas", "anna", "strand", "kalas"), photos("eriks", "erik", "bil", "strand")}
	}
	t.Run("both agree", func(t *testing.T) {
		a := album(t, sources()...).mustRun(t)
		if got, want := shown(a.Findings), []string{"annas#1", "eriks#2"}; !slices.Equal(got, want) {
			t.Errorf("shown at %v; want %v", got, want)
		}
		if o := outcome(t, a, again); o.Outcome != exposure.Exposed {
			t.Errorf("outcome = %+v; want exposed", o)
		}
	})
	t.Run("one agrees to something else", func(t *testing.T) {
		r := album(t, sources()...)
		r.narrow("eriks", "home")
		r.c.Pack.Rules[0].Fact.Key = "value" // Anna's picture alone must not tell of it either
		if a := r.mustRun(t); len(a.Findings) != 0 {
			t.Errorf("findings = %+v; want none", a.Findings)
		}
	})
	t.Run("one takes it back while it is read", func(t *testing.T) {
		both := sources()
		var r *rig
		both[1].steps = append(both[1].steps, step{photo: both[1].steps[0].photo, do: func(context.Context) { r.Revoke("eriks") }})
		r = album(t, both...)
		r.c.Pack.Rules[0].Fact.Key = "value"
		a := r.mustRun(t)
		if len(a.Findings) != 0 {
			t.Errorf("findings = %+v; want none", a.Findings)
		}
		noTrace(t, a, "eriks")
	})
}

// What one member agreed to show must not tell of another who took it back: of the
// same picture in several sources nothing is left when one of them is gone, for what
// is told of the others is of that one, too.
func TestWithoutWithdrawnPhotos(t *testing.T) {
	three := func() *rig {
		return album(t, photos("annas", "anna", "strand"), photos("bloggen", "anna", "strand"), photos("eriks", "erik", "strand"))
	}
	tests := []struct {
		name string
		gone []exposure.SourceID
		want []string
	}{
		{"nobody", nil, []string{"annas#1", "bloggen#1", "eriks#1"}},
		{"one of three", []exposure.SourceID{"eriks"}, nil},
		{"two of three", []exposure.SourceID{"eriks", "bloggen"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := three()
			a := r.mustRun(t)
			for _, id := range tt.gone {
				r.Revoke(id)
			}
			b := r.without(t, a)
			if got := shown(b.Findings); !slices.Equal(got, tt.want) {
				t.Errorf("shown at %v; want %v", got, tt.want)
			}
			text, err := json.Marshal(b)
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range tt.gone {
				if strings.Contains(string(text), string(id)) {
					t.Errorf("%q is left in %s", id, text)
				}
			}
		})
	}
}

// What a picture was not looked at for is unknown, though the rest of it was seen.
func TestPicturesNotLookedAtAreUnknown(t *testing.T) {
	rule := func(id exposure.RuleID, k exposure.Kind) rules.Rule {
		return rules.Rule{
			ID: id, Detector: "photo", Severity: exposure.Low, Needs: []exposure.SourceKind{exposure.Photos},
			When: rules.When{All: []rules.Condition{{Observe: k}}},
		}
	}
	for _, tt := range []struct {
		name  string
		photo exposure.Photo
		want  map[exposure.RuleID]exposure.Outcome
	}{
		{
			"all of it was looked at",
			exposure.Photo{Seen: &exposure.Seen{NoWords: "not-a-document"}},
			map[exposure.RuleID]exposure.Outcome{"t.again": exposure.Clear, "t.code": exposure.Clear, "t.words": exposure.Clear, "t.place": exposure.Clear},
		},
		{
			"codes were not looked for to the end",
			exposure.Photo{Seen: &exposure.Seen{NoCodes: "limit"}},
			map[exposure.RuleID]exposure.Outcome{"t.again": exposure.Clear, "t.code": exposure.Unknown, "t.words": exposure.Clear, "t.place": exposure.Clear},
		},
		{
			"nobody reads text",
			exposure.Photo{Seen: &exposure.Seen{NoWords: "off"}},
			map[exposure.RuleID]exposure.Outcome{"t.again": exposure.Clear, "t.code": exposure.Clear, "t.words": exposure.Unknown, "t.place": exposure.Clear},
		},
		{
			"the picture was not opened",
			exposure.Photo{Unseen: "format"},
			map[exposure.RuleID]exposure.Outcome{"t.again": exposure.Unknown, "t.code": exposure.Unknown, "t.words": exposure.Unknown, "t.place": exposure.Clear},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := photos("annas", "anna", "strand")
			f.steps[0].photo = &tt.photo
			r := album(t, f)
			r.c.Pack.Rules = []rules.Rule{
				rule("t.again", exposure.PhotoAgain), rule("t.code", exposure.PhotoCode),
				rule("t.place", exposure.PhotoPosition), rule("t.words", exposure.PhotoWords),
			}
			got := map[exposure.RuleID]exposure.Outcome{}
			for _, o := range r.mustRun(t).Outcomes {
				got[o.Rule] = o.Outcome
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("outcomes (-want +got):\n%s", diff)
			}
		})
	}
}

// Of pictures that are too many to be compared in every way it is unknown whether one
// of them shows twice.
func TestPhotosTooManyToCompare(t *testing.T) {
	a := album(t, noise("annas", "anna", 301), noise("eriks", "erik", 301)).mustRun(t)
	if o := outcome(t, a, again); o.Outcome != exposure.Unknown || o.Reason != "many" {
		t.Errorf("outcome = %+v; want unknown", o)
	}
}

// noise is a fake folder of so many pictures that are all different.
func noise(id string, subject exposure.SubjectID, count int) *fake {
	f := photos(id, subject)
	r := rand.New(rand.NewPCG(uint64(len(id)), uint64(id[0]))) //nolint:gosec // pictures of a test
	for range count {
		const side = 56
		var pix [side * side]uint8
		for i := range pix {
			pix[i] = uint8(r.IntN(256)) //nolint:gosec // a byte
		}
		h := likeness.OfGrid(pix[:], side, side)
		f.steps = append(f.steps, step{photo: &exposure.Photo{Seen: &exposure.Seen{Likeness: h[:]}}})
	}
	return f
}
