package sense_test

import (
	"testing"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/sense"
	"lampan/rules/lexicon"
)

// wide gives the features of a text that hold of all of it.
func wide(t *testing.T, s string) map[uint32]bool {
	t.Helper()
	topics, err := lexicon.CoreTopics()
	if err != nil {
		t.Fatal(err)
	}
	table, err := lexicon.NewTable(nil)
	if err != nil {
		t.Fatal(err)
	}
	var r reading.Reading
	r.Open(&exposure.Document{Kind: exposure.Posts, Text: s}, nil, nil, s)
	r.Match(table, topics)
	p := &sense.Passage{Reading: &r, Last: len(r.Sentences) - 1}
	all := map[uint32]bool{}
	for _, f := range new(sense.Reader).Read(p) {
		if f.First == 0 && int(f.Last) == len(r.Tokens)-1 {
			all[f.Hash] = true
		}
	}
	return all
}

// Two things that a text tells sentences apart are one feature, whatever their
// order and words.
func TestGistFarApart(t *testing.T) {
	a := wide(t, "Snorkeln ligger i poolen. Ja. Kylskåpet brummar. Den tolfte dagen.")
	b := wide(t, "Day fourteen. Okay. Blue fridge. Powder on the slopes.")
	none := wide(t, "Kylskåpet brummar. Ja. Okay. Diskmedel.")
	shared := 0
	for h := range a {
		if b[h] && !none[h] {
			shared++
		}
	}
	if shared < 3 { // each of the two things, and both
		t.Errorf("%d features of the whole are shared; want 3 or more", shared)
	}
}
