package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/metrics"
	"slices"
	"time"

	"lampan/scanner/photo"
	"lampan/scanner/photo/phototest"
)

// cost is what reading one file took.
type cost struct {
	answer
	took      time.Duration
	allocated uint64 // bytes, all in all: at least as much as was held at once
}

// inspect reads a file in memory and never panics itself.
func inspect(data []byte) (c cost) {
	before := allocated()
	start := time.Now()
	defer func() {
		c.took = time.Since(start)
		c.allocated = allocated() - before
		if r := recover(); r != nil {
			c.panicked = fmt.Sprint(r)
		}
	}()
	for _, p := range photo.Inspect(bytes.NewReader(data), int64(len(data))).Positions {
		c.positions = append(c.positions, point{p.Lat, p.Lon})
	}
	return c
}

// allocated is how many bytes this program has allocated so far.
func allocated() uint64 {
	s := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}

// worst is the file that cost most of something.
type worst struct {
	value float64
	name  string
}

func (w *worst) see(v float64, name string) {
	if v > w.value {
		*w = worst{v, name}
	}
}

// kept is how often a position was still found in files that had one.
type kept struct{ found, of int }

// count takes in what was found in a broken copy of a file, and tells whether its
// position was lost.
func (k *kept) count(s sample, got []point) (lost bool) {
	if len(s.positions) == 0 {
		return false
	}
	k.of++
	if slices.ContainsFunc(s.positions, func(p point) bool { return among(p, got) }) {
		k.found++
		return false
	}
	return true
}

// compared is how many broken files are also shown to ExifTool, which takes minutes
// for more.
const compared = 2000

// mutationRows breaks files of both sets, by turns.
func (b *bench) mutationRows(ctx context.Context) ([]row, error) {
	sets := [][]sample{b.shared, b.synthetic}
	loaded := make([][][]byte, len(sets))
	for i, set := range sets {
		for _, s := range set {
			data, err := s.read()
			if err != nil {
				return nil, err
			}
			loaded[i] = append(loaded[i], data)
		}
	}
	dir, err := os.MkdirTemp("", "photoeval")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a folder of this run's own
	var slow, large worst
	first := make([]kept, len(sets)) // of the files that ExifTool is shown too
	broken := make([]map[string]sample, len(sets))
	for i := range broken {
		broken[i] = map[string]sample{}
	}
	all := make([]kept, len(sets))
	beyond := make([]int, len(sets)) // files with a position that nobody wrote into them
	panics := 0
	for i := range b.mutations {
		which := i % len(sets)
		n := i / len(sets) % len(sets[which])
		s := sets[which][n]
		seed := b.seed + uint64(i) //nolint:gosec // never negative
		data, how := phototest.Mutate(loaded[which][n], seed)
		c := inspect(data)
		if c.took > time.Second/4 { // others use this machine: slow twice is slow
			c.took = min(c.took, inspect(data).took)
		}
		name := fmt.Sprintf("%s, %s, seed %d", s.name, how, seed)
		if c.panicked != "" {
			panics++
			fmt.Fprintf(b.out, "panic in %s: %s\n", name, c.panicked)
		}
		slow.see(c.took.Seconds(), name)
		large.see(float64(c.allocated), name)
		if all[which].count(s, c.positions) && b.missed {
			fmt.Fprintf(b.out, "lost: %s; got %v, truth %v\n", name, c.positions, s.positions)
		}
		if i >= compared {
			continue
		}
		first[which].count(s, c.positions)
		if slices.ContainsFunc(c.positions, s.lacks) {
			beyond[which]++
		}
		if b.exiftool != nil && len(s.positions) > 0 {
			file := fmt.Sprintf("%06d-%s", i, s.name)
			if err := os.WriteFile(filepath.Join(dir, file), data, 0o600); err != nil {
				return nil, err
			}
			broken[which][file] = s
		}
	}
	rows := []row{
		{fmt.Sprintf("%d broken files: panics", b.mutations), "0", fmt.Sprint(panics), ""},
		{"broken files: slowest", "1 s", fmt.Sprintf("%.3f s (%s)", slow.value, slow.name), ""},
		{"broken files: most allocated", "32 MB", fmt.Sprintf("%.1f MB (%s)", large.value/1e6, large.name), ""},
	}
	for i, name := range []string{"shared photos", "synthetic layers"} {
		theirs, wrong, err := b.brokenForExiftool(ctx, dir, broken[i])
		if err != nil {
			return nil, err
		}
		rows = append(rows,
			row{"broken " + name + ": position found", "75 %", share(first[i].found, first[i].of), theirs},
			row{"the same: with a position that is none of the file's", "", fmt.Sprint(beyond[i]), wrong})
		if b.mutations > compared {
			rows = append(rows, row{"the same, of all " + fmt.Sprint(b.mutations), "75 %", share(all[i].found, all[i].of), ""})
		}
	}
	return append(rows, b.emptied(sets, loaded)), nil
}

// emptied breaks copies that say nothing any more: what is found in one was made up.
func (b *bench) emptied(sets [][]sample, loaded [][][]byte) row {
	var files, told int
	for i, set := range sets {
		for n, s := range set {
			var out bytes.Buffer
			data := loaded[i][n]
			if _, err := photo.Clean(&out, bytes.NewReader(data), int64(len(data)), photo.Keep{Orientation: true, Colour: true}); err != nil || out.Len() > len(data) {
				continue
			}
			for k := range max(2, b.mutations/1000) {
				seed := b.seed + uint64(1000*n+k) //nolint:gosec // never negative
				broken, how := phototest.Mutate(out.Bytes(), seed)
				files++
				if c := inspect(broken); len(c.positions) > 0 {
					told++
					if b.missed {
						fmt.Fprintf(b.out, "made up: clean copy of %s, %s, seed %d: %v\n", s.name, how, seed, c.positions)
					}
				}
			}
		}
	}
	return row{fmt.Sprintf("%d broken clean copies: with a position, which is made up", files), "0", fmt.Sprint(told), ""}
}

func (b *bench) brokenForExiftool(ctx context.Context, dir string, broken map[string]sample) (found, wrong string, err error) {
	if b.exiftool == nil || len(broken) == 0 {
		return "", "", nil
	}
	var names []string
	for name := range broken {
		names = append(names, filepath.Join(dir, name))
	}
	slices.Sort(names)
	answers, err := b.exiftool.positions(ctx, names)
	if err != nil {
		return "", "", err
	}
	var k kept
	beyond := 0
	for name, s := range broken {
		k.count(s, answers[name].positions)
		if slices.ContainsFunc(answers[name].positions, s.lacks) {
			beyond++
		}
	}
	return share(k.found, k.of), fmt.Sprint(beyond), nil
}
