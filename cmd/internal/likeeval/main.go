// Command likeeval measures rules/likeness on photographs and on invented
// pictures, beside its goals:
//
//	go run ./cmd/internal/likeeval [-half tune|measure] [-invented 150] [-worst] [folder]
//
// From the folder it takes the files that decode as JPEG or PNG and are at least
// 100 pixels a side, in two halves by the hash of their content: one to tune the
// thresholds on, one to measure on. Each picture goes through every change of
// rules/likeness/trial; the changed is compared with the original, both ways, as
// two hashes. False pairs are counted between different pictures: photographs,
// the nine parts of each photograph (which share its light and its surfaces and
// are harder), and invented ones, each also changed at random.
//
// Photographs that are more than 0.9 like one before them are taken for the same
// file under two names and left out.
//
// Thumbnails are measured on planted ones: of every picture, that of the whole
// beside a crop of it (5 to 30 % of one side at least), its own, and another's;
// and on those that the files of the folder hold.
package main

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"image"
	"image/jpeg"
	_ "image/png" // decoded here
	"io"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"lampan/rules/likeness"
	"lampan/rules/likeness/trial"
)

func main() {
	var o options
	flag.StringVar(&o.half, "half", "measure", "photographs to take: tune, measure or all")
	flag.IntVar(&o.invented, "invented", 150, "how many invented pictures")
	flag.BoolVar(&o.thumbs, "thumbs", false, "measure thumbnails alone, on the folder")
	flag.BoolVar(&o.worst, "worst", false, "name what was missed and the false pairs")
	flag.Parse()
	if err := run(o, flag.Args(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "likeeval:", err)
		os.Exit(1)
	}
}

type options struct {
	half     string
	thumbs   bool
	invented int
	worst    bool
}

// picture is one picture of a set.
type picture struct {
	name string
	img  *image.RGBA
}

func run(o options, args []string, out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	if len(args) > 0 {
		photos, err := read(args[0], o.half)
		if err != nil {
			return err
		}
		var parts []picture
		for _, p := range photos {
			for n := range 9 {
				x, y := float64(n%3)/3, float64(n/3)/3
				parts = append(parts, picture{fmt.Sprintf("%s part %d", p.name, n), trial.Part(p.img, x, y, 2.0/3-x, 2.0/3-y)})
			}
		}
		thumbnails(o, w, "photographs", photos)
		if err := embedded(o, w, args[0]); err != nil {
			return err
		}
		if o.thumbs {
			return w.Flush()
		}
		measure(o, w, "photographs", photos)
		measure(o, w, "parts of photographs", parts)
	}
	var invented []picture
	first := uint64(0)
	if o.half == "measure" {
		first = 1_000_000
	}
	for n := range uint64(max(0, o.invented)) {
		invented = append(invented, picture{fmt.Sprint("invented ", first+n), trial.Picture(first + n)})
	}
	thumbnails(o, w, "invented", invented)
	measure(o, w, "invented", invented)
	return w.Flush()
}

// read gives the pictures of half a folder, different ones, 480 pixels at most.
func read(folder, half string) ([]picture, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var out []picture
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
		out = append(out, picture{e.Name(), small})
	}
	return out, nil
}

// measure prints what was found of each change and how many pairs were false.
func measure(o options, w io.Writer, name string, set []picture) {
	if len(set) == 0 {
		return
	}
	fmt.Fprintf(w, "%s: %d\n", name, len(set))
	originals := make([]likeness.Hash, len(set))
	blank := 0
	for n, p := range set {
		originals[n] = likeness.Of(p.img)
		if originals[n].Blank() {
			blank++
		}
	}
	fmt.Fprintf(w, "  blank\t%d\n", blank)
	found, all := make(map[string]int), make(map[string]int)
	r := trial.Rand(7)
	changed := make([]likeness.Hash, len(set))
	changes := trial.Changes()
	picks := make([]int, len(set))
	for n := range picks {
		picks[n] = r.IntN(len(changes))
	}
	for at, c := range changes {
		hits, tries := 0, 0
		least := 1.0
		for n, p := range set {
			if originals[n].Blank() {
				continue
			}
			h := likeness.Of(c.Do(r, p.img))
			if picks[n] == at {
				changed[n] = h
			}
			tries++
			l, _, ok := likeness.Same(originals[n], h)
			least = min(least, l)
			if ok {
				hits++
			} else if o.worst {
				fmt.Fprintf(w, "    missed\t%.2f\t%s\t%s\n", l, c.Name, p.name)
			}
		}
		found[c.Kind] += hits
		all[c.Kind] += tries
		fmt.Fprintf(w, "  %s\t%s\t%d of %d\t%.1f %%\tleast %.2f\n", c.Kind, c.Name, hits, tries, 100*float64(hits)/float64(tries), least)
	}
	for _, kind := range []string{"filter", "crop", "flip", "turn", "both"} {
		fmt.Fprintf(w, "  all of %s\t\t%d of %d\t%.2f %%\n", kind, found[kind], all[kind], 100*float64(found[kind])/float64(all[kind]))
	}
	pairs, wrong := 0, 0
	var likes []float64
	compare := func(a, b likeness.Hash, na, nb string) {
		pairs++
		l, how, ok := likeness.Same(a, b)
		likes = append(likes, l)
		if ok {
			wrong++
			if o.worst {
				fmt.Fprintf(w, "    false\t%.2f\t%s\t%s\t%+v\n", l, na, nb, how)
			}
		}
	}
	for i := range set {
		for j := range i {
			compare(originals[i], originals[j], set[i].name, set[j].name)
			compare(originals[i], changed[j], set[i].name, set[j].name)
		}
	}
	slices.Sort(likes)
	top := func(share float64) float64 { return likes[max(0, len(likes)-1-int(share*float64(len(likes))))] }
	fmt.Fprintf(w, "  false pairs\t\t%d of %d\t%.2f of 10,000\tlikeness 1 in 100 %.2f, 1 in 1,000 %.2f, 1 in 10,000 %.2f, most %.2f\n",
		wrong, pairs, 10_000*float64(wrong)/float64(pairs), top(0.01), top(0.001), top(0.0001), top(0))
}

// thumbnails prints how often a planted crop is told, and how often one is told
// where there is none.
func thumbnails(o options, w io.Writer, name string, set []picture) {
	r := trial.Rand(9)
	changes := trial.Changes()
	var more, crops, alarms, own, differ, others int
	for n, p := range set {
		if likeness.Of(p.img).Blank() {
			continue
		}
		thumb := trial.Compress(trial.Shrink(p.img, 160), 75)
		for i := range 4 {
			cut := [4]float64{0.3 * r.Float64(), 0.3 * r.Float64(), 0.3 * r.Float64(), 0.3 * r.Float64()}
			cut[r.IntN(4)] = 0.05 + 0.25*r.Float64()
			var full image.Image = trial.Part(p.img, cut[0], cut[1], cut[2], cut[3])
			if i%2 == 1 {
				full = changes[r.IntN(20)].Do(r, trial.Part(p.img, cut[0], cut[1], cut[2], cut[3]))
			}
			crops++
			if got := likeness.Thumbnail(full, thumb); got.Verdict == likeness.ShowsMore {
				more++
			} else if o.worst {
				fmt.Fprintf(w, "    crop missed\t%.2f\t%s\t%.2f\t%+v\n", got.Likeness, p.name, cut, got)
			}
			full = p.img
			if i > 0 {
				full = changes[r.IntN(20)].Do(r, p.img)
			}
			own++
			if got := likeness.Thumbnail(full, thumb); got.Verdict == likeness.ShowsMore || got.Verdict == likeness.Differs {
				alarms++
				if o.worst {
					fmt.Fprintf(w, "    false alarm\t%.2f\t%s\t%+v\n", got.Likeness, p.name, got)
				}
			}
		}
		if len(set) > 1 {
			others++
			if got := likeness.Thumbnail(set[(n+1)%len(set)].img, thumb); got.Verdict == likeness.Differs {
				differ++
			} else if o.worst {
				fmt.Fprintf(w, "    another's\t%.2f\t%s\t%+v\n", got.Likeness, p.name, got)
			}
		}
	}
	fmt.Fprintf(w, "thumbnails of %s\tcrops told %d of %d\tfalse alarms %d of %d\tanother's told %d of %d\n", name, more, crops, alarms, own, differ, others)
}

// embedded prints what the thumbnails in the files of a folder show: there,
// unless somebody cropped a file, all should agree.
func embedded(o options, w io.Writer, folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	verdicts := make(map[likeness.Verdict]int)
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil || !bytes.HasPrefix(data, []byte("\xff\xd8")) {
			continue
		}
		at := bytes.Index(data[2:], []byte("\xff\xd8\xff"))
		if at < 0 || at > 1<<16 {
			continue
		}
		full, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			continue
		}
		thumb, err := jpeg.Decode(bytes.NewReader(data[2+at:]))
		if err != nil {
			continue
		}
		got := likeness.Thumbnail(full, thumb)
		verdicts[got.Verdict]++
		if o.worst || got.Verdict != likeness.Agrees {
			fmt.Fprintf(w, "  embedded\t%s\t%v of %v\t%+v\n", e.Name(), thumb.Bounds().Size(), full.Bounds().Size(), got)
		}
	}
	fmt.Fprintf(w, "thumbnails in the files\t%v\n", verdicts)
	return nil
}
