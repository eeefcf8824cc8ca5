// Package reuse measures rules/likeness: how often a picture that was changed as
// people and services change pictures is known again, and how often two different
// ones are taken for the same. It is linked by programs that measure alone.
package reuse

import (
	"crypto/sha256"
	"fmt"
	"image"
	_ "image/jpeg" // decoded here
	_ "image/png"  // decoded here
	"os"
	"path/filepath"
	"slices"

	"lampan/rules/likeness"
	"lampan/rules/likeness/trial"
)

// Picture is one picture of a set.
type Picture struct {
	Name string
	Img  *image.RGBA
}

// Invented draws n pictures: of one half, those to "tune" on or those to measure on.
func Invented(n int, half string) []Picture {
	first := uint64(0)
	if half == "measure" {
		first = 1_000_000
	}
	var out []Picture
	for k := range uint64(max(0, n)) {
		out = append(out, Picture{fmt.Sprint("invented ", first+k), trial.Picture(first + k)})
	}
	return out
}

// Read gives the pictures of a folder that decode as JPEG or PNG, different ones, 480
// pixels at most: of half of them by the hash of their content ("tune" or "measure"),
// or all. Those that are more than 0.9 like one before are the same under two names.
func Read(folder, half string) ([]Picture, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var out []Picture
	var hashes []likeness.Hash
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			continue
		}
		sum := sha256.Sum256(data)
		if tune := sum[0]%2 == 0; half == "tune" && !tune || half == "measure" && tune {
			continue
		}
		f, err := os.Open(filepath.Join(folder, e.Name()))
		if err != nil {
			continue
		}
		img, _, err := image.Decode(f)
		f.Close()
		if err != nil || img.Bounds().Dx() < 100 || img.Bounds().Dy() < 100 {
			continue
		}
		small := trial.Shrink(img, 480)
		h := likeness.Of(small)
		same := slices.ContainsFunc(hashes, func(g likeness.Hash) bool { l, _, ok := likeness.Same(g, h); return ok && l > 0.9 })
		if same || h.Blank() {
			continue
		}
		hashes = append(hashes, h)
		out = append(out, Picture{e.Name(), small})
	}
	return out, nil
}

// Count is how often something was so.
type Count struct{ Of, Found int }

// Share is the part found, 0 to 1; 0 of nothing.
func (c Count) Share() float64 { return float64(c.Found) / float64(max(1, c.Of)) }

func (c *Count) add(found bool) {
	c.Of++
	if found {
		c.Found++
	}
}

// Changed is what was known again of one change.
type Changed struct {
	Kind, Name string // Kind is "filter", "crop", "flip", "turn" or "both"
	Count
	Least float64 // the smallest likeness
}

// Result is what was measured on a set.
type Result struct {
	Blank   int       // pictures that show nothing to know them by
	Changes []Changed // in the order of rules/likeness/trial
	False   Count     // pairs of different pictures; found: taken for the same
	Likes   []float64 // of those pairs, sorted
}

// Kind adds up the changes of a kind.
func (r Result) Kind(kind string) (c Count) {
	for _, one := range r.Changes {
		if one.Kind == kind {
			c.Of += one.Of
			c.Found += one.Found
		}
	}
	return c
}

// Kinds are the kinds of changes.
func Kinds() []string { return []string{"filter", "crop", "flip", "turn", "both"} }

// Measure changes every picture in every way and compares it with its original, and
// the originals with each other and with others changed at random. It calls note for
// what was missed and for each false pair; note may be nil.
func Measure(set []Picture, note func(what string, like float64, a, b string)) Result {
	if note == nil {
		note = func(string, float64, string, string) {}
	}
	var out Result
	originals := make([]likeness.Hash, len(set))
	for n, p := range set {
		originals[n] = likeness.Of(p.Img)
		if originals[n].Blank() {
			out.Blank++
		}
	}
	r := trial.Rand(7)
	changed := make([]likeness.Hash, len(set))
	changes := trial.Changes()
	picks := make([]int, len(set))
	for n := range picks {
		picks[n] = r.IntN(len(changes))
	}
	for at, c := range changes {
		one := Changed{Kind: c.Kind, Name: c.Name, Least: 1}
		for n, p := range set {
			if originals[n].Blank() {
				continue
			}
			h := likeness.Of(c.Do(r, p.Img))
			if picks[n] == at {
				changed[n] = h
			}
			like, _, ok := likeness.Same(originals[n], h)
			one.Least = min(one.Least, like)
			if one.add(ok); !ok {
				note("missed", like, c.Name, p.Name)
			}
		}
		out.Changes = append(out.Changes, one)
	}
	compare := func(a, b likeness.Hash, na, nb string) {
		like, _, ok := likeness.Same(a, b)
		out.Likes = append(out.Likes, like)
		if out.False.add(ok); ok {
			note("false", like, na, nb)
		}
	}
	for i := range set {
		for j := range i {
			compare(originals[i], originals[j], set[i].Name, set[j].Name)
			compare(originals[i], changed[j], set[i].Name, set[j].Name)
		}
	}
	slices.Sort(out.Likes)
	return out
}
