package main

import (
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/extract"
)

// postSize is the size in bytes of the posts that speed reads.
const postSize = 2048

// rounds is how often each post is read; the quickest counts, because the clock
// also counts what else the computer does.
const rounds = 5

// speed reads text files, one sentence a line, as posts of postSize bytes, and
// prints how fast one core does so.
func speed(files []string) error {
	before := time.Now()
	e := extract.New(nil)
	fmt.Printf("start %.0f ms, heap %.1f MB\n", time.Since(before).Seconds()*1000, heap())
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		took, size := readPosts(e, string(data))
		slices.Sort(took)
		all := time.Duration(0)
		for _, t := range took {
			all += t
		}
		if len(took) == 0 {
			continue
		}
		fmt.Printf("%s: %d posts, %.1f MB/s, p50 %.0f µs, p99 %.0f µs\n", name, len(took),
			float64(size)/1e6/all.Seconds(), micros(took[len(took)/2]), micros(took[len(took)*99/100]))
	}
	fmt.Printf("heap %.1f MB\n", heap())
	return nil
}

// readPosts gives the time that each post of a text took.
func readPosts(e *extract.Extractor, text string) (took []time.Duration, size int) {
	day := time.Date(2026, time.June, 10, 9, 0, 0, 0, time.UTC)
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(line)
		if b.Len() < postSize {
			continue
		}
		doc := &exposure.Document{Kind: exposure.Posts, Text: b.String(), Published: day}
		b.Reset()
		size += len(doc.Text)
		quickest := time.Duration(math.MaxInt64)
		for range rounds {
			start := time.Now()
			e.Observe(doc)
			quickest = min(quickest, time.Since(start))
		}
		took = append(took, quickest)
	}
	return took, size
}

func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

// heap gives the megabytes in use after collecting what is not.
func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}
