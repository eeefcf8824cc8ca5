package reuse_test

import (
	"testing"

	"lampan/cmd/internal/reuse"
)

func TestMeasure(t *testing.T) {
	notes := 0
	got := reuse.Measure(reuse.Invented(2, "measure"), func(string, float64, string, string) { notes++ })
	if got.False.Of != 2 || got.False.Found != 0 || len(got.Likes) != 2 {
		t.Errorf("two pictures make %+v false pairs of %d likenesses; want 0 of 2", got.False, len(got.Likes))
	}
	missed := 0
	for _, kind := range reuse.Kinds() {
		c := got.Kind(kind)
		if c.Of == 0 || c.Share() < 0.5 {
			t.Errorf("%s: %d of %d known again", kind, c.Found, c.Of)
		}
		missed += c.Of - c.Found
	}
	if notes != missed {
		t.Errorf("%d notes of %d missed", notes, missed)
	}
}
