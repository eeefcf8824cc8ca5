package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"lampan/report/clean"
	"lampan/rules/exposure"
)

// Photos is what was looked at of the family's pictures, and which of them to begin
// with.
type Photos struct {
	Looked string // how many
	// Unseen says, one sentence a reason, how many were read without the picture
	// itself being looked at. What they show is unknown.
	Unseen []string
	Intro  string // why those below come first; where there are none, that there are none
	First  []Picture
	More   string  // "och 4 till"; empty when all are listed
	Sketch *Sketch // nil when no picture tells how far from home it was taken
	Clean  string  // what helps
}

// Picture is a picture that findings show in.
type Picture struct {
	Number      int
	Where, Link string // as in Shown
	Kind, Whose string
	Tells       string // how many things, and who can see them
	Things      []Ref  // what, the one that counts most first
	More        string // things left out
	Alike       string // how many other pictures of the same person tell just the same; may be empty
}

const (
	maxPictures = 3 // to begin with
	maxThings   = 5 // named of one picture
)

// photos tells of the pictures; nil when no source had any.
func (b *builder) photos() *Photos {
	all, unseen := b.pictures()
	if all == 0 {
		return nil
	}
	p := &Photos{Looked: b.c.Plural("photos.looked", all), Intro: b.c.Text("photos.none")}
	for _, reason := range exposure.SortedKeys(unseen) {
		p.Unseen = append(p.Unseen, b.c.Plural("photos.unseen", all, "unseen", unseen[reason], "reason", b.word("pixels", reason)))
	}
	uncoded, unread := 0, 0
	for _, c := range b.a.Coverage {
		uncoded, unread = uncoded+c.Uncoded, unread+c.Unread
	}
	if uncoded > 0 {
		p.Unseen = append(p.Unseen, b.c.Plural("photos.uncoded", all, "pictures", uncoded))
	}
	if unread > 0 {
		p.Unseen = append(p.Unseen, b.c.Plural("photos.unread", all, "pictures", unread))
	}
	p.Sketch = b.sketch()
	ranked := b.ranked()
	if len(ranked) == 0 {
		return p
	}
	rest := len(ranked)
	for _, same := range alike(ranked) {
		if len(p.First) == maxPictures {
			break
		}
		p.First = append(p.First, b.picture(len(p.First)+1, same))
		rest -= len(same)
	}
	if rest > 0 {
		p.More = b.c.Plural("photos.more", rest)
	}
	p.Intro = b.c.Plural("photos.first", len(p.First))
	p.Clean = b.c.Text("photos.clean")
	return p
}

// pictures counts the pictures that were read, and by reason those of them that
// were not looked at.
func (b *builder) pictures() (all int, unseen map[string]int) {
	unseen = map[string]int{}
	for _, c := range b.a.Coverage {
		if c.Outcome == exposure.Skipped || c.Pictures <= 0 {
			continue
		}
		all += c.Pictures
		if n := min(c.Unseen, c.Pictures); n > 0 {
			reason := c.Pixels
			if !b.c.Has("pixels." + reason) {
				reason = "other"
			}
			unseen[reason] += n
		}
	}
	return all, unseen
}

// shot is one picture: who shows it, and where it lies.
type shot struct {
	shower  exposure.SubjectID
	locator string
}

// weighed is a picture with what its findings add.
type weighed struct {
	shot

	evidence exposure.Evidence // the most visible
	adds     map[exposure.FindingID]float64
	sum      float64
}

// ranked lists the pictures that findings show in, the one that adds most first. A
// finding adds to a picture what it would add by itself, if it showed nowhere else:
// the points of its rule times the strength of the evidence, as package score
// weighs it.
func (b *builder) ranked() []*weighed {
	all := map[shot]*weighed{}
	for id, f := range b.found {
		var points float64
		if r, ok := b.pack.Rule(f.Rule); ok {
			points = r.Fact.Points
		}
		if f.Fact.Minor && b.pack.Model.Minor > 0 {
			points *= b.pack.Model.Minor
		}
		for _, e := range f.Evidence {
			if !e.Photo || e.Certainty == exposure.Refuted {
				continue
			}
			adds := points * float64(e.Visibility) * e.Certainty.Weight() * e.Timeliness * (1 - e.Mitigated)
			at := shot{e.Shower, e.Locator}
			w := all[at]
			if w == nil {
				w = &weighed{shot: at, evidence: e, adds: map[exposure.FindingID]float64{}}
				all[at] = w
			}
			if e.Visibility > w.evidence.Visibility {
				w.evidence = e
			}
			w.adds[id] = max(w.adds[id], adds)
		}
	}
	for _, w := range all {
		for _, id := range slices.Sorted(maps.Keys(w.adds)) { // the order of sums shows in their last bits
			w.sum += w.adds[id]
		}
	}
	return slices.SortedFunc(maps.Values(all), func(x, y *weighed) int {
		return cmp.Or(cmp.Compare(y.sum, x.sum), cmp.Compare(x.locator, y.locator), cmp.Compare(x.shower, y.shower))
	})
}

// alike puts together the pictures of one person that tell just the same, each
// group where its first picture stands: taking down one of them alone helps little.
func alike(ranked []*weighed) [][]*weighed {
	var out [][]*weighed
	at := map[string]int{}
	for _, w := range ranked {
		key := fmt.Sprintf("%q %q", w.shower, slices.Sorted(maps.Keys(w.adds)))
		i, known := at[key]
		if !known {
			i = len(out)
			at[key] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], w)
	}
	return out
}

// picture describes the first of pictures that tell the same.
func (b *builder) picture(n int, same []*weighed) Picture {
	w := same[0]
	e := w.evidence
	p := Picture{
		Number: n,
		Where:  clean.Clip(e.Locator, maxLocator), Link: link(e.Locator), Kind: b.kind(e.Kind), Whose: b.who(e.Shower),
		Tells: b.c.Plural("photos.tells", len(w.adds), "seen", b.c.Text("visibility."+visibilityWord(e.Visibility))),
	}
	things := slices.SortedFunc(maps.Keys(w.adds), func(x, y exposure.FindingID) int {
		return cmp.Or(cmp.Compare(w.adds[y], w.adds[x]), cmp.Compare(x, y))
	})
	for _, id := range things[:min(maxThings, len(things))] {
		p.Things = append(p.Things, b.ref(b.found[id]))
	}
	if rest := len(things) - len(p.Things); rest > 0 {
		p.More = b.c.Plural("photos.more-things", rest)
	}
	if others := len(same) - 1; others > 0 {
		p.Alike = b.c.Plural("photos.alike", others)
	}
	return p
}
