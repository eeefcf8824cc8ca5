package main

import (
	"slices"
	"strings"
	"time"

	"lampan/rules"
	"lampan/rules/extract"
	"lampan/rules/extract/sense"
	"lampan/rules/pack"
	"lampan/rules/ruletest"
)

// readExamples adds the texts of a pack's rules as one more writer: an example
// that matches tells its rule's category, and a clean one does not. Of other
// categories an example says nothing, so it teaches nothing of them. Each is
// read twice, for a family that has told nothing and for the family of the
// examples, because the rules are tried with that.
func (d *data) readExamples(nobody *extract.Extractor, fold int) error {
	p, err := pack.Core()
	if err != nil {
		return err
	}
	family := extract.New(ruletest.Family(time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)))
	for i := range p.Rules {
		r := &p.Rules[i]
		c, ok := category(string(r.Category))
		if !ok {
			continue
		}
		for n, x := range slices.Concat(r.Examples.Match, r.Examples.Clean) {
			if x.Text == "" {
				continue
			}
			for _, e := range []*extract.Extractor{nobody, family} {
				d.items = append(d.items, d.example(e, x, c, n < len(r.Examples.Match), fold))
			}
		}
	}
	return nil
}

func (d *data) example(e *extract.Extractor, x rules.Example, c sense.Category, tells bool, fold int) *item {
	it := &item{id: "example", example: true, text: strings.TrimSpace(x.Text), fold: fold}
	date := ""
	if !x.At.IsZero() {
		date = x.At.Format(time.DateOnly)
	}
	it.teaches, it.form = 1<<c, read(e, it.text, date)
	if tells {
		it.want = 1 << c
	}
	return it
}
