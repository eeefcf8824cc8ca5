package extract_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lampan/rules/exposure"
	"lampan/rules/extract"
)

// quiet is a text of a few sentences that tells nothing about anybody.
const quiet = "Vatten kokar vid hundra grader. Solen lyser och det är varmt. " +
	"Boken berättar om en kung som levde för mycket länge sedan.\n\nLjuset består av många färger."

// lines gives the lines of a file, a document each.
func lines(b testing.TB, name string) (docs []*exposure.Document, size int64) {
	b.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		docs = append(docs, &exposure.Document{Kind: exposure.Posts, Text: line, Published: day("2026-06-10")})
	}
	return docs, int64(len(data))
}

// posts joins lines to documents of some size bytes.
func posts(docs []*exposure.Document, size int) (out []*exposure.Document) {
	var b strings.Builder
	for _, d := range docs {
		b.WriteString(d.Text)
		if b.Len() >= size {
			out = append(out, &exposure.Document{Kind: exposure.Posts, Text: b.String(), Published: d.Published})
			b.Reset()
		}
	}
	return out
}

func read(b *testing.B, docs []*exposure.Document, size int64) {
	b.Helper()
	e := extract.New(nil)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, d := range docs {
			e.Observe(d)
		}
	}
}

// BenchmarkBenign reads ordinary sentences, and those in the text files of the
// folder that LAMPAN_BENIGN names.
func BenchmarkBenign(b *testing.B) {
	names := []string{filepath.Join("testdata", "benign.txt")}
	if dir := os.Getenv("LAMPAN_BENIGN"); dir != "" {
		more, _ := filepath.Glob(filepath.Join(dir, "*.txt"))
		names = append(names, more...)
	}
	for _, name := range names {
		b.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(b *testing.B) {
			docs, size := lines(b, name)
			read(b, docs, size)
		})
	}
}

// BenchmarkPost2k reads ordinary sentences as posts of 2 kB.
func BenchmarkPost2k(b *testing.B) {
	docs, _ := lines(b, filepath.Join("testdata", "benign.txt"))
	docs = posts(docs, 2048)
	size := 0
	for _, d := range docs {
		size += len(d.Text)
	}
	read(b, docs, int64(size))
}

func BenchmarkQuiet(b *testing.B) {
	read(b, []*exposure.Document{{Kind: exposure.Posts, Text: quiet, Published: day("2026-06-10")}}, int64(len(quiet)))
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		extract.New(nil)
	}
}
