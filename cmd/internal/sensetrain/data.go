package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/extract"
	"lampan/rules/extract/sense"
)

// item is one passage to learn from.
type item struct {
	id, text string
	want     uint32 // categories, a bit each
	open     uint32 // categories that its observations let through
	fold     int    // the writer; -1 for an ordinary sentence that is only counted
	calm     bool   // an ordinary sentence
	raw      []uint32
	x        []int32 // indexes of its features, in order; n of them in all
	n        int
	looks    [2]view // the features of the first look and of the second
}

// view is what one look sees of an item.
type view struct {
	raw []uint32
	x   []int32 // indexes, in order; n of them in all
	n   int
}

// data is everything to learn from: first the posts, then the ordinary
// sentences that teach, then those that are only counted.
type data struct {
	items         []*item
	posts, taught int
	writers       int
	features      int
	hashes        []uint32 // by index
	held          []int    // by index, the items that hold the feature
}

func load(files []string, benign string, examples bool, teach int) (*data, error) {
	d := &data{writers: len(files)}
	e := extract.New(nil)
	for fold, name := range files {
		if err := d.readPosts(e, name, fold); err != nil {
			return nil, err
		}
	}
	if examples {
		if err := d.readExamples(e, d.writers); err != nil {
			return nil, err
		}
		d.writers++
	}
	d.posts, d.taught = len(d.items), len(d.items)
	if benign == "" {
		return d, nil
	}
	names, err := filepath.Glob(filepath.Join(benign, "*.txt"))
	if err != nil {
		return nil, err
	}
	var counted []*item
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		lines := strings.Split(string(b), "\n")
		step := max(1, len(lines)*len(names)/(2*teach))
		for i, l := range lines {
			h := hash(l)
			if l == "" || int(h>>1)%step != 0 {
				continue
			}
			it := &item{id: fmt.Sprintf("%s:%d", filepath.Base(name), i+1), text: l, calm: true}
			d.read(e, it, "2026-05-05")
			if h&1 == 0 {
				it.fold = int(h>>40) % max(1, len(files))
				d.items = append(d.items, it)
			} else {
				it.fold = -1
				counted = append(counted, it)
			}
		}
	}
	d.taught = len(d.items)
	d.items = append(d.items, counted...)
	return d, nil
}

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	x := h.Sum64()
	return x ^ x>>33
}

func (d *data) readPosts(e *extract.Extractor, name string, fold int) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for line := 1; s.Scan(); line++ {
		var p struct {
			ID, Date, Text string
			Labels         []string
		}
		if err := json.Unmarshal(s.Bytes(), &p); err != nil {
			return fmt.Errorf("%s:%d: %w", name, line, err)
		}
		it := &item{id: p.ID, text: p.Text, fold: fold}
		for _, l := range p.Labels {
			c, ok := category(l)
			if !ok {
				return fmt.Errorf("%s:%d: no category %q", name, line, l)
			}
			it.want |= 1 << c
		}
		d.read(e, it, p.Date)
		d.items = append(d.items, it)
	}
	return s.Err()
}

// read gives an item its features. Posts of several passages are learned as
// one.
func (d *data) read(e *extract.Extractor, it *item, date string) {
	day, _ := time.Parse(time.DateOnly, date)
	doc := &exposure.Document{Kind: exposure.Posts, Text: it.text, Published: day}
	var r sense.Reader
	e.Passages(doc, func(p *sense.Passage) {
		for _, f := range r.Read(p) {
			it.raw = append(it.raw, f.Hash)
		}
		sense.Plain(p.Reading, p.First, p.Last, func(h uint32) { it.looks[0].raw = append(it.looks[0].raw, h) })
		sense.Plainer(p.Reading, p.First, p.Last, func(h uint32) { it.looks[1].raw = append(it.looks[1].raw, h) })
		for c := range sense.Count {
			if sense.Open(p, c) {
				it.open |= 1 << c
			}
		}
	})
	it.n = len(it.raw)
	for i := range it.looks {
		it.looks[i].n = len(it.looks[i].raw)
	}
}

// index numbers the features that at least so many items hold.
func (d *data) index(least int) {
	count := map[uint32]int{}
	for _, it := range d.items[:d.taught] {
		hs := slices.Concat(it.raw, it.looks[1].raw)
		slices.Sort(hs)
		for _, h := range slices.Compact(hs) {
			count[h]++
		}
	}
	index := map[uint32]int32{}
	for _, it := range d.items[:d.taught] {
		for _, h := range slices.Concat(it.raw, it.looks[1].raw) {
			if _, known := index[h]; !known && h != 0 && count[h] >= least {
				index[h] = int32(len(index)) //nolint:gosec // far fewer
				d.hashes = append(d.hashes, h)
				d.held = append(d.held, count[h])
			}
		}
	}
	d.features = len(index) // what the first look sees, the second sees too
	for _, it := range d.items {
		for _, h := range it.raw {
			if j, ok := index[h]; ok {
				it.x = append(it.x, j)
			}
		}
		for i := range it.looks {
			v := &it.looks[i]
			for _, h := range v.raw {
				if j, ok := index[h]; ok {
					v.x = append(v.x, j)
				}
			}
		}
	}
}
