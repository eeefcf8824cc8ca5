package evaluate_test

import (
	"fmt"
	"strings"
	"testing"

	"lampan/rules/evaluate"
)

// BenchmarkLong judges texts that tell as much as a text can, and what people write,
// joined to one text: twice the text must cost no more than twice as much.
func BenchmarkLong(b *testing.B) {
	j := judge(b)
	var all strings.Builder
	for _, p := range posts(b, "dev-*.jsonl") {
		all.WriteString(p.Text + "\n\n")
	}
	for _, text := range []struct{ name, text string }{{"full", strings.Repeat(full, 1<<18/len(full))}, {"posts", all.String()}} {
		for _, size := range []int{1 << 14, 1 << 16, 1 << 18} {
			b.Run(fmt.Sprintf("%s/%dkB", text.name, size>>10), func(b *testing.B) {
				p := evaluate.Post{Text: text.text[:min(size, len(text.text))], Published: published}
				b.SetBytes(int64(len(p.Text)))
				b.ReportAllocs()
				for b.Loop() {
					j.Predict(p)
				}
			})
		}
	}
}

// full tells something in every sentence.
const full = "På lördag åker vi till Rom. Portkoden är 4711.\n\n"
