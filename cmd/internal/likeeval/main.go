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
	"flag"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"

	"lampan/cmd/internal/reuse"
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

func run(o options, args []string, out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	if len(args) > 0 {
		photos, err := reuse.Read(args[0], o.half)
		if err != nil {
			return err
		}
		var parts []reuse.Picture
		for _, p := range photos {
			for n := range 9 {
				x, y := float64(n%3)/3, float64(n/3)/3
				parts = append(parts, reuse.Picture{Name: fmt.Sprintf("%s part %d", p.Name, n), Img: trial.Part(p.Img, x, y, 2.0/3-x, 2.0/3-y)})
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
	invented := reuse.Invented(o.invented, o.half)
	thumbnails(o, w, "invented", invented)
	measure(o, w, "invented", invented)
	return w.Flush()
}

// measure prints what was found of each change and how many pairs were false.
func measure(o options, w io.Writer, name string, set []reuse.Picture) {
	if len(set) == 0 {
		return
	}
	var note func(what string, like float64, a, b string)
	if o.worst {
		note = func(what string, like float64, a, b string) {
			fmt.Fprintf(w, "    %s\t%.2f\t%s\t%s\n", what, like, a, b)
		}
	}
	r := reuse.Measure(set, note)
	fmt.Fprintf(w, "%s: %d\n  blank\t%d\n", name, len(set), r.Blank)
	for _, c := range r.Changes {
		fmt.Fprintf(w, "  %s\t%s\t%d of %d\t%.1f %%\tleast %.2f\n", c.Kind, c.Name, c.Found, c.Of, 100*c.Share(), c.Least)
	}
	for _, kind := range reuse.Kinds() {
		c := r.Kind(kind)
		fmt.Fprintf(w, "  all of %s\t\t%d of %d\t%.2f %%\n", kind, c.Found, c.Of, 100*c.Share())
	}
	if len(r.Likes) == 0 {
		return
	}
	top := func(share float64) float64 {
		return r.Likes[max(0, len(r.Likes)-1-int(share*float64(len(r.Likes))))]
	}
	fmt.Fprintf(w, "  false pairs\t\t%d of %d\t%.2f of 10,000\tlikeness 1 in 100 %.2f, 1 in 1,000 %.2f, 1 in 10,000 %.2f, most %.2f\n",
		r.False.Found, r.False.Of, 10_000*r.False.Share(), top(0.01), top(0.001), top(0.0001), top(0))
}

// thumbnails prints how often a planted crop is told, and how often one is told
// where there is none.
func thumbnails(o options, w io.Writer, name string, set []reuse.Picture) {
	r := trial.Rand(9)
	changes := trial.Changes()
	var more, crops, alarms, own, differ, others int
	for n, p := range set {
		if likeness.Of(p.Img).Blank() {
			continue
		}
		thumb := trial.Compress(trial.Shrink(p.Img, 160), 75)
		for i := range 4 {
			cut := [4]float64{0.3 * r.Float64(), 0.3 * r.Float64(), 0.3 * r.Float64(), 0.3 * r.Float64()}
			cut[r.IntN(4)] = 0.05 + 0.25*r.Float64()
			var full image.Image = trial.Part(p.Img, cut[0], cut[1], cut[2], cut[3])
			if i%2 == 1 {
				full = changes[r.IntN(20)].Do(r, trial.Part(p.Img, cut[0], cut[1], cut[2], cut[3]))
			}
			crops++
			if got := likeness.Thumbnail(full, thumb); got.Verdict == likeness.ShowsMore {
				more++
			} else if o.worst {
				fmt.Fprintf(w, "    crop missed\t%.2f\t%s\t%.2f\t%+v\n", got.Likeness, p.Name, cut, got)
			}
			full = p.Img
			if i > 0 {
				full = changes[r.IntN(20)].Do(r, p.Img)
			}
			own++
			if got := likeness.Thumbnail(full, thumb); got.Verdict == likeness.ShowsMore || got.Verdict == likeness.Differs {
				alarms++
				if o.worst {
					fmt.Fprintf(w, "    false alarm\t%.2f\t%s\t%+v\n", got.Likeness, p.Name, got)
				}
			}
		}
		if len(set) > 1 {
			others++
			if got := likeness.Thumbnail(set[(n+1)%len(set)].Img, thumb); got.Verdict == likeness.Differs {
				differ++
			} else if o.worst {
				fmt.Fprintf(w, "    another's\t%.2f\t%s\t%+v\n", got.Likeness, p.Name, got)
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
