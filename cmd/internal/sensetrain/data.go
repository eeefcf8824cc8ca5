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
	teaches  uint32 // categories that it says anything of
	fold     int    // the writer; -1 for an ordinary sentence that is only counted
	group    int    // of writers, left out together
	calm     bool   // an ordinary sentence
	example  bool   // of a rule
	copied   bool   // a plan taken back, which no writer wrote
	form            // as it was written
	others   []form // the same, written otherwise
}

// form is one way in which an item is written.
type form struct {
	open uint32 // categories that its observations let through
	// all are the stretches of its sentences that may tell something: the whole
	// text first, then each sentence, and each two that follow on each other.
	all   []view
	looks [2]view // the features of the first look and of the second
}

// view is what is seen of a form.
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

// all are the categories, a bit each.
const all = 1<<sense.Count - 1

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
			it.teaches, it.form = all, read(e, l, "2026-05-05")
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
		it.teaches, it.form = all, read(e, p.Text, p.Date)
		for _, s := range rewritten(p.Text) {
			it.others = append(it.others, read(e, s, p.Date))
		}
		d.items = append(d.items, it)
		d.takenBack(e, it, p.Date)
	}
	return s.Err()
}

// read gives the features of a text. Posts of several passages are learned as
// one.
func read(e *extract.Extractor, s, date string) (f form) {
	day, _ := time.Parse(time.DateOnly, date)
	doc := &exposure.Document{Kind: exposure.Posts, Text: s, Published: day}
	var r sense.Reader
	f.all = make([]view, 1)
	e.Passages(doc, func(p *sense.Passage) {
		f.windows(p, r.Read(p))
		sense.Plain(p.Reading, p.First, p.Last, func(h uint32) { f.looks[0].raw = append(f.looks[0].raw, h) })
		sense.Plainer(p.Reading, p.First, p.Last, func(h uint32) { f.looks[1].raw = append(f.looks[1].raw, h) })
		for c := range sense.Count {
			if sense.Open(p, c) {
				f.open |= 1 << c
			}
		}
	})
	return f
}

// windows adds the windows of a passage.
func (f *form) windows(p *sense.Passage, fs []sense.Feature) {
	sense.Windows(p.First, p.Last, func(first, last int) {
		at := 0
		if first != p.First || last != p.Last {
			f.all = append(f.all, view{})
			at = len(f.all) - 1
		}
		for _, x := range fs {
			if a, b := p.Reading.SentenceOf(int(x.First)), p.Reading.SentenceOf(int(x.Last)); a >= first && b <= last {
				f.all[at].raw = append(f.all[at].raw, x.Hash)
			}
		}
	})
}

// index numbers the features that at least so many items hold.
func (d *data) index(least int) {
	count := map[uint32]int{}
	for _, it := range d.items[:d.taught] {
		hs := it.raw()
		slices.Sort(hs)
		for _, h := range slices.Compact(hs) {
			count[h]++
		}
	}
	index := map[uint32]int32{}
	for _, it := range d.items[:d.taught] {
		for _, h := range it.raw() {
			if _, known := index[h]; !known && h != 0 && count[h] >= least {
				index[h] = int32(len(index)) //nolint:gosec // far fewer
				d.hashes = append(d.hashes, h)
				d.held = append(d.held, count[h])
			}
		}
	}
	d.features = len(index) // what the first look sees, the second sees too
	for _, it := range d.items {
		it.form.index(index)
		for i := range it.others {
			it.others[i].index(index)
		}
	}
}

// raw gives the features of an item however it is written, some of them twice.
func (it *item) raw() []uint32 {
	hs := slices.Concat(it.all[0].raw, it.looks[1].raw)
	for i := range it.others {
		hs = slices.Concat(hs, it.others[i].all[0].raw, it.others[i].looks[1].raw)
	}
	return hs
}

func (f *form) index(index map[uint32]int32) {
	views := []*view{&f.looks[0], &f.looks[1]}
	for i := range f.all {
		views = append(views, &f.all[i])
	}
	for _, v := range views {
		v.n = len(v.raw)
		for _, h := range v.raw {
			if j, ok := index[h]; ok {
				v.x = append(v.x, j)
			}
		}
		v.raw = nil
	}
}
