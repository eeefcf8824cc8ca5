package album_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lampan/rules/album"
	"lampan/rules/exposure"
	"lampan/rules/likeness"
	"lampan/rules/likeness/trial"
)

// looks are a few pictures that can be told apart, and nothing to see.
func looks() []*likeness.Hash {
	out := []*likeness.Hash{nil, nil, nil, nil, nil, nil, nil, {}} // comparing takes longest
	for seed := range uint64(3) {
		h := likeness.Of(trial.Shrink(trial.Picture(seed), 120))
		out = append(out, &h)
	}
	return out
}

// documents draws pictures of three people in four sources, at places that are
// near to each other.
func documents(hashes []*likeness.Hash) *rapid.Generator[[]exposure.Document] {
	return rapid.Custom(func(t *rapid.T) []exposure.Document {
		var out []exposure.Document
		for n := range rapid.IntRange(0, 40).Draw(t, "pictures") {
			source := rapid.IntRange(0, 3).Draw(t, "source")
			p := pic{source: exposure.SourceID(fmt.Sprint("source", source)), subject: []exposure.SubjectID{"anna", "erik", "elsa", "anna"}[source]}
			for range rapid.IntRange(0, 2).Draw(t, "positions") {
				place := rapid.SampledFrom([][2]float64{{60.58, 16.53}, {60.60, 16.54}, {57.7, 11.97}, {41.9, 12.49}, {0, 0}}).Draw(t, "place")
				p.at = append(p.at, here(place[0]+float64(rapid.IntRange(-5, 5).Draw(t, "lat"))/10_000, place[1])...)
			}
			if rapid.Bool().Draw(t, "timed") {
				p.taken = today.Add(-time.Duration(rapid.IntRange(0, 1500).Draw(t, "hours")) * time.Hour).Format("2006-01-02 15:04")
			}
			p.looks = rapid.SampledFrom(hashes).Draw(t, "looks")
			out = append(out, p.document(n))
		}
		return out
	})
}

func gather(docs []exposure.Document) []album.Told {
	a := album.New(family(), today)
	for _, d := range docs {
		a.Add(d)
	}
	return a.Observe()
}

func TestOrderDoesNotMatter(t *testing.T) {
	hashes := looks()
	rapid.Check(t, func(t *rapid.T) {
		docs := documents(hashes).Draw(t, "documents")
		before := gather(docs)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)) //nolint:gosec // an order
		r.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
		if diff := cmp.Diff(before, gather(docs)); diff != "" {
			t.Errorf("in another order (-before +after):\n%s", diff)
		}
		if diff := cmp.Diff(before, gather(append(docs, docs...))); diff != "" {
			t.Errorf("each twice (-before +after):\n%s", diff)
		}
	})
}

// Every observation is one of the kinds of an album with no more than its
// attributes, and of a document that was added.
func TestObservationsAreOfTheDocuments(t *testing.T) {
	hashes := looks()
	allowed := map[exposure.Kind][]string{}
	for _, k := range exposure.Kinds() {
		switch k.Kind {
		case exposure.PhotoNear, exposure.PhotoSpot, exposure.PhotoAway, exposure.PhotoAgain:
			allowed[k.Kind] = k.Attrs
		default:
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		docs := documents(hashes).Draw(t, "documents")
		added := map[exposure.DocumentID]bool{}
		for _, d := range docs {
			added[d.ID] = true
		}
		type group struct {
			kind    exposure.Kind
			value   string
			subject exposure.SubjectID
			shower  exposure.SubjectID
		}
		attrs := map[group]map[string]exposure.Value{}
		for _, x := range gather(docs) {
			if !added[x.Document.ID] || len(x.Observations) == 0 {
				t.Fatalf("told of %q: %v", x.Document.ID, x.Observations)
			}
			for _, o := range x.Observations {
				if o.Document != x.Document.ID || o.Sentence != -1 || o.Confidence <= 0 || o.Confidence > 1 {
					t.Errorf("observation %+v of document %q", o, x.Document.ID)
				}
				for name := range o.Attrs {
					if !slices.Contains(allowed[o.Kind], name) {
						t.Errorf("%s has the attribute %q", o.Kind, name)
					}
				}
				if o.Kind == exposure.PhotoNear {
					g := group{o.Kind, o.Value, o.Subject, x.Document.Subject}
					if before, ok := attrs[g]; ok && !cmp.Equal(before, o.Attrs) {
						t.Errorf("%v says %v and %v", g, before, o.Attrs)
					}
					attrs[g] = o.Attrs
				}
			}
		}
	})
}

// A picture that says neither where nor when, and that nobody looked at, changes
// nothing.
func TestSilentPictureAddsNothing(t *testing.T) {
	hashes := looks()
	rapid.Check(t, func(t *rapid.T) {
		docs := documents(hashes).Draw(t, "documents")
		before := gather(docs)
		silent := pic{source: exposure.SourceID(fmt.Sprint("source", rapid.IntRange(0, 3).Draw(t, "source")))}
		docs = append(docs, silent.document(900))
		docs = append(docs, exposure.Document{ID: "text", Source: "source0", Subject: "anna", Text: "Hej"})
		if diff := cmp.Diff(before, gather(docs)); diff != "" {
			t.Errorf("with a silent picture (-before +after):\n%s", diff)
		}
	})
}

// noise is a picture of its own for each seed, cheaper to draw than those of trial.
func noise(seed uint64) likeness.Hash {
	const side = 56
	r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // pictures of a test
	pix := make([]uint8, side*side)
	for y := range side {
		for x := range side {
			if x%4 == 0 && y%4 == 0 {
				pix[y*side+x] = uint8(r.IntN(256)) //nolint:gosec // a byte
			} else {
				pix[y*side+x] = pix[y/4*4*side+x/4*4]
			}
		}
	}
	return likeness.OfGrid(pix, side, side)
}

// Where there are too many pictures to compare them all in every way, that is told.
func TestTooManyToCompare(t *testing.T) {
	for each, want := range map[int]bool{10: false, 301: true} {
		a := album.New(family(), today)
		for i := range 2 * each {
			h := noise(uint64(i)) //nolint:gosec // not negative
			a.Add(pic{source: exposure.SourceID(fmt.Sprint("source", i%2)), looks: &h}.document(i))
		}
		a.Observe()
		if got := a.Cut(exposure.PhotoAgain); got != want || a.Cut(exposure.PhotoNear) {
			t.Errorf("%d pictures in each of two sources: cut %v; want %v", each, got, want)
		}
	}
}

// BenchmarkObserve is of 10,000 pictures in four sources, half a year's, at home, at
// school and in a hundred other places. One in ten shows in a second source.
func BenchmarkObserve(b *testing.B) {
	for _, n := range []int{500, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			a := album.New(family(), today)
			for i := range n {
				source := i % 4
				h := noise(uint64(i / 10 * 10)) //nolint:gosec // not negative
				if i%10 != 1 {
					h = noise(uint64(i)) //nolint:gosec // not negative
				}
				place := float64(i%102) / 50
				p := pic{
					source: exposure.SourceID(fmt.Sprint("source", source)), subject: []exposure.SubjectID{"anna", "erik"}[source%2],
					at: here(60.58-place+float64(i%7)/50_000, 16.53-place), looks: &h,
					taken: today.Add(-time.Duration(i*4300/n) * time.Hour).Format("2006-01-02 15:04"),
				}
				a.Add(p.document(i))
			}
			b.ReportAllocs()
			for b.Loop() {
				if len(a.Observe()) == 0 {
					b.Fatal("nothing is told")
				}
			}
		})
	}
}
