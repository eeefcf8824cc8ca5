package album

import (
	"encoding/hex"
	"maps"
	"slices"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/likeness"
)

const (
	// mostPairs is how many pairs of pictures of different sources are compared in
	// every way, which takes some seconds: those of 300 pictures in each of two. Of
	// more, cropped copies are looked for among those alone that may be of one day,
	// if they are not too many in turn; copies of the whole are always looked for.
	mostPairs = 90_000
	// daysApart is how far apart the times of two copies of a picture may lie:
	// some programs write times in another zone.
	daysApart = 2 * 24 * time.Hour
	// How alike pictures must be. Among the many pairs of a case the limits of
	// likeness.Same, which are for one pair, would let strangers through: of
	// 1,124,250 pairs of different drawn pictures, 18 (0.57 as a whole, 0.74 as a
	// part, at most). Of 888 changed ones, those that Same knows are all kept.
	leastWhole = 0.60
	leastOther = 0.75
	againSure  = 0.9
)

// again tells of pictures that show in several sources.
func (t *teller) again() {
	var docs []int // with something to compare
	var hashes []likeness.Hash
	for i := range t.docs {
		if s := t.docs[i].Photo.Seen; s != nil && len(s.Likeness) == likeness.Size {
			if h := likeness.Hash(s.Likeness); !h.Blank() {
				docs, hashes = append(docs, i), append(hashes, h)
			}
		}
	}
	alike := make([][]int, len(docs))
	for _, p := range t.pairs(docs, hashes) {
		if isSame(p.Likeness, p.How) {
			alike[p.A], alike[p.B] = append(alike[p.A], p.B), append(alike[p.B], p.A)
		}
	}
	in := make([]bool, len(docs)) // a group
	for first := range docs {
		if in[first] || len(alike[first]) == 0 {
			continue
		}
		group := gather(first, alike, in, hashes)
		t.tellAgain(group, docs, hashes)
	}
}

// pairs compares pictures of different sources. A pair may come twice.
func (t *teller) pairs(docs []int, hashes []likeness.Hash) []likeness.Pair {
	// Documents are in the order of their sources.
	count, same := len(docs)*(len(docs)-1)/2, 0
	for from := 0; from < len(docs); {
		to := from
		for to < len(docs) && t.docs[docs[to]].Source == t.docs[docs[from]].Source {
			to++
		}
		same += (to - from) * (to - from - 1) / 2
		from = to
	}
	elsewhere := func(a, b int) bool { return t.docs[docs[a]].Source != t.docs[docs[b]].Source }
	oneDay := func(a, b int) bool { // or may be, for all that their files tell
		p, q := t.shots[docs[a]].taken, t.shots[docs[b]].taken
		return elsewhere(a, b) && (p.IsZero() || q.IsZero() || p.Sub(q).Abs() <= daysApart)
	}
	switch count -= same; {
	case count == 0:
		return nil
	case count <= mostPairs:
		return likeness.Pairs(hashes, elsewhere)
	}
	count = 0
	for a := range docs {
		for b := a + 1; b < len(docs) && count <= mostPairs; b++ {
			if oneDay(a, b) {
				count++
			}
		}
	}
	out := likeness.Copies(hashes, elsewhere)
	if count > mostPairs {
		t.uncompared = true
		return out
	}
	return append(out, likeness.Pairs(hashes, oneDay)...)
}

func isSame(alike float64, how likeness.Change) bool {
	if how == (likeness.Change{}) {
		return alike >= leastWhole
	}
	return alike >= leastOther
}

// gather gives the pictures that are the first one, and notes them. It walks from
// like to like, which finds a second copy in the source of the first, but keeps to
// what is like the first: otherwise a chain of pictures, each a little like the
// next, would be one.
func gather(first int, alike [][]int, in []bool, hashes []likeness.Hash) []int {
	group, seen := []int{first}, map[int]bool{first: true}
	for n := 0; n < len(group); n++ {
		for _, next := range alike[group[n]] {
			if next < first || in[next] || seen[next] {
				continue
			}
			seen[next] = true
			l, how, ok := likeness.Same(hashes[first], hashes[next])
			if ok && isSame(l, how) {
				group = append(group, next)
			}
		}
	}
	if len(group) > 1 {
		for _, n := range group {
			in[n] = true
		}
	}
	slices.Sort(group)
	return group
}

// tellAgain tells of a group: that it shows with two members, and for each member in
// how many of their own sources. What is told of one member does not depend on what
// another shows.
func (t *teller) tellAgain(group, docs []int, hashes []likeness.Hash) {
	t.tellSame("person", exposure.Household, group, docs, hashes)
	whose := map[exposure.SubjectID][]int{}
	for _, n := range group {
		id := t.docs[docs[n]].Subject
		whose[id] = append(whose[id], n)
	}
	for _, id := range slices.Sorted(maps.Keys(whose)) {
		t.tellSame("account", id, whose[id], docs, hashes)
	}
}

// tellSame tells of pictures that are the same, where they are of two members or, as
// accounts, of two sources. They are named by the first of them, so that they keep
// their name when a copy is taken down, or one more turns up.
func (t *teller) tellSame(form string, whose exposure.SubjectID, group, docs []int, hashes []likeness.Hash) {
	head := &t.docs[docs[group[0]]]
	apart, members := false, make([]int, 0, len(group))
	for _, n := range group {
		d := &t.docs[docs[n]]
		apart = apart || d.Subject != head.Subject || form == "account" && d.Source != head.Source
		members = append(members, docs[n])
	}
	if !apart {
		return
	}
	t.tell(members, exposure.Observation{
		Kind: exposure.PhotoAgain, Subject: whose, Value: hex.EncodeToString(hashes[group[0]][:]), Confidence: againSure,
		Attrs: attrs{"form": exposure.Word(form), "pictures": exposure.Number(float64(len(members)))},
	})
}
