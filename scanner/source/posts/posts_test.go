package posts_test

import (
	"testing"

	"lampan/rules/exposure"
	"lampan/scanner/household"
	"lampan/scanner/source"
	"lampan/scanner/source/posts"
	"lampan/scanner/source/sourcetest"
)

func TestSource(t *testing.T) {
	c := sourcetest.Case{
		Source: household.Source{ID: "inlagg", Subject: "anna", Kind: exposure.Posts, At: "filer/inlagg.jsonl", Visibility: exposure.Friends},
		Files:  map[string][]byte{"filer/inlagg.jsonl": []byte("{\"text\":\"ett\"}\n{\"text\":\"två\"}\n{\"text\":\"tre\\u0000\",\"date\":\"2026-06-01\"}\n")},
		New: func(e sourcetest.Env) source.Source {
			return posts.New(posts.Config{Source: e.Source, Root: e.Root, Now: e.Now})
		},
		Documents: 3,
		Broken:    []byte("PK\x03\x04\x00\x00"),
		Limited: func(e sourcetest.Env) source.Source {
			return posts.New(posts.Config{Source: e.Source, Root: e.Root, Now: e.Now, MaxBytes: 10})
		},
	}
	t.Run("JSON lines", func(t *testing.T) { sourcetest.Run(t, c) })

	c.Source.At = "inlagg.txt"
	c.Files = map[string][]byte{"inlagg.txt": []byte("2026-06-01\nett\n---\ntv\xe5\n2026-13-01\ntre\n")}
	c.Faults = []source.Reason{source.NoSuchDay}
	t.Run("text", func(t *testing.T) { sourcetest.Run(t, c) })
}

func TestLocators(t *testing.T) {
	src := household.Source{ID: "inlagg", Subject: "anna", Kind: exposure.Posts, At: "inlagg.txt", Visibility: exposure.Private}
	b := sourcetest.NewBench(t, src, map[string][]byte{"inlagg.txt": []byte("ett\n\ntvå\n")}, nil)
	r := sourcetest.Collect(t.Context(), posts.New(posts.Config{Source: src, Root: b.Root, Now: b.Now}), b.Grant())
	if got := r.Locators(); len(got) != 2 || got[0] != "inlagg.txt#L1" || got[1] != "inlagg.txt#L3" {
		t.Errorf("locators = %q; want the lines 1 and 3", got)
	}
}

// An empty file is not an error of its own: the engine sees that nothing came.
func TestEmpty(t *testing.T) {
	src := household.Source{ID: "inlagg", Subject: "anna", Kind: exposure.Posts, At: "inlagg.txt", Visibility: exposure.Private}
	b := sourcetest.NewBench(t, src, map[string][]byte{"inlagg.txt": nil}, nil)
	r := sourcetest.Collect(t.Context(), posts.New(posts.Config{Source: src, Root: b.Root, Now: b.Now}), b.Grant())
	if len(r.Documents)+len(r.Faults) != 0 {
		t.Errorf("documents %q, faults %v; want none", r.Locators(), r.Faults)
	}
}
