package main

import (
	"context"
	"fmt"
	"path/filepath"

	"lampan/cmd/internal/reuse"
)

// invented is how many pictures are drawn for measuring reuse: some 22,000 pairs.
const invented = 150

// reuse counts changed pictures that are known again, and different ones that are
// taken for the same. cmd/internal/likeeval tells it change by change.
func (b *bench) reuse(context.Context) ([]row, error) {
	photos, err := reuse.Read(filepath.Join(b.data, "files"), "measure")
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, set := range []struct {
		name     string
		pictures []reuse.Picture
	}{{"shared photos", photos}, {"invented pictures", reuse.Invented(invented, "measure")}} {
		r := reuse.Measure(set.pictures, b.note)
		var cropped reuse.Count
		for _, kind := range []string{"crop", "flip", "turn"} {
			c := r.Kind(kind)
			cropped.Of, cropped.Found = cropped.Of+c.Of, cropped.Found+c.Found
		}
		of := func(c reuse.Count) string { return share(c.Found, c.Of) }
		rows = append(rows,
			row{fmt.Sprintf("%d %s known again: recompressed, filtered", len(set.pictures), set.name), "99 %", of(r.Kind("filter")), ""},
			row{"the same: cropped, flipped, turned", "90 %", of(cropped), ""},
			row{"the same: pairs of different pictures taken for one", "1 in 10,000", fmt.Sprintf("%d of %d", r.False.Found, r.False.Of), ""})
	}
	return rows, nil
}

// note lists what was missed, where -missed asks for it.
func (b *bench) note(what string, like float64, one, other string) {
	if b.missed {
		fmt.Fprintf(b.out, "reuse, %s: likeness %.2f, %s, %s\n", what, like, one, other)
	}
}
