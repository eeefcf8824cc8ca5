package ruletest

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"time"

	"lampan/rules"
	"lampan/rules/album"
	"lampan/rules/exposure"
	"lampan/rules/likeness"
	"lampan/rules/match"
	"lampan/rules/roster"
)

// pictures makes documents of the pictures of an example. Those that do not say
// otherwise are Anna's, in one source and open to everybody.
func pictures(e rules.Example) []*exposure.Document {
	shots := e.Photos
	if e.Photo != nil {
		shots = []rules.Shot{{Photo: e.Photo}}
	}
	out := make([]*exposure.Document, len(shots))
	for i, s := range shots {
		photo := *s.Photo
		if photo.Seen != nil {
			seen := *photo.Seen
			seen.Likeness = drawn(string(seen.Likeness))
			photo.Seen = &seen
		}
		published := s.Published
		if published.IsZero() {
			published = e.At
		}
		name := fmt.Sprintf("example-%02d", i+1)
		out[i] = &exposure.Document{
			ID: exposure.DocumentID(name), Source: cmp.Or(s.Source, "example"), Subject: cmp.Or(s.Subject, "anna"),
			Kind: exposure.Photos, Locator: name, Published: published, Visibility: exposure.Open, Photo: &photo,
		}
	}
	return out
}

// drawn gives the hash of a picture that is drawn by its name alone; nil for none.
func drawn(name string) []byte {
	if name == "" {
		return nil
	}
	const side = 64 // pixels: a few for each cell of a hash
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	r := rand.New(rand.NewPCG(h.Sum64(), 0)) //nolint:gosec // pictures of examples
	var coarse [8][8]uint8                   // blocks, so that it is like nothing else when it is cropped or turned
	for y := range coarse {
		for x := range coarse[y] {
			coarse[y][x] = uint8(r.IntN(256)) //nolint:gosec // in a byte
		}
	}
	pix := make([]uint8, 0, side*side)
	for y := range side {
		for x := range side {
			pix = append(pix, coarse[y*8/side][x*8/side])
		}
	}
	hash := likeness.OfGrid(pix, side, side)
	return hash[:]
}

// together tries a pack of one rule on pictures as an audit does: on what each says
// by itself, and then on what they say together. The trace is that of the picture
// at which the rule came farthest.
func together(alone *rules.Pack, docs []*exposure.Document, observe func(*exposure.Document) []exposure.Observation, day time.Time, family *roster.Roster) outcome {
	m := match.New(match.Config{
		Pack: alone, Key: []byte("example"), At: day, Roster: family,
		Allows: func(*exposure.Document, rules.Detector) bool { return true },
	})
	all := album.New(family, day)
	var out outcome
	try := func(doc *exposure.Document, obs []exposure.Observation) {
		m.Add(doc, obs)
		t := match.Explain(alone, doc, obs, day, family)[0]
		if out.trace.Rule == "" || !out.trace.Fired && (t.Fired || out.trace.Anchor == nil && t.Anchor != nil) {
			out.trace = t
		}
	}
	for _, doc := range docs {
		try(doc, observe(doc))
		all.Add(*doc)
	}
	for _, t := range all.Observe() {
		try(&t.Document, t.Observations)
	}
	for _, f := range m.Findings() {
		out.values, out.found = append(out.values, f.Values), true
	}
	return out
}
