package pdf417_test

import (
	"errors"
	"math/bits"
	"strings"
	"testing"

	"lampan/scanner/internal/picture/code/pdf417"
)

// TestSymbols holds what the standard says of every symbol: four bars and four
// spaces of one to six modules, and by their widths its cluster.
func TestSymbols(t *testing.T) {
	seen := map[uint32]bool{}
	for cluster, symbols := range pdf417.Symbols() {
		for word, drawn := range symbols {
			if bits.Len32(drawn) != pdf417.Modules || seen[drawn] {
				t.Fatalf("codeword %d of cluster %d is %b", word, cluster, drawn)
			}
			seen[drawn] = true
			var widths []int
			for i := pdf417.Modules - 1; i >= 0; i-- {
				if i == pdf417.Modules-1 || drawn>>i&1 != drawn>>(i+1)&1 {
					widths = append(widths, 0)
				}
				widths[len(widths)-1]++
			}
			if len(widths) != 8 {
				t.Fatalf("codeword %d of cluster %d has %d bars and spaces", word, cluster, len(widths))
			}
			if n := (widths[0] - widths[2] + widths[4] - widths[6] + 9) % 9; n != 3*cluster {
				t.Fatalf("codeword %d of cluster %d is in cluster %d", word, cluster, n)
			}
		}
	}
}

func TestText(t *testing.T) {
	for _, c := range []struct {
		name  string
		words []int
		want  string
	}{
		// The example of the standard, padded.
		{"letters", []int{5, 453, 178, 121, 239}, "PDF417"},
		{"padded", []int{7, 453, 178, 121, 239, 900, 900}, "PDF417"},
		{"small letters and a capital among them", []int{3, 27*30 + 0, 27*30 + 1}, "aB"},
		{"punctuation for one letter", []int{3, 0*30 + 29, 10*30 + 1}, "A!B"},
		{"five bytes", []int{7, 901, 'a', 'b', 'c', '%', 'x'}, "abc%x"},
		{"six bytes", []int{7, 924, 163, 238, 432, 766, 244}, "alcool"},
		{"one byte among letters", []int{4, 0*30 + 1, 913, '#'}, "AB#"},
		{"digits", []int{8, 902, 1, 624, 434, 632, 282, 200}, "000213298174000"},
		{"Latin 1", []int{4, 901, 0xe5, 'x'}, "åx"},
		{"UTF-8 without saying so", []int{4, 901, 0xc3, 0xa5}, "å"},
		{"Latin 1 that could be UTF-8", []int{6, 927, 3, 901, 0xc3, 0xa5}, "Ã¥"},
		{"UTF-8", []int{6, 927, 26, 901, 0xc3, 0xa5}, "å"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := pdf417.Text(c.words)
			if got != c.want || err != nil {
				t.Errorf("Text(%v) = %q, %v; want %q", c.words, got, err, c.want)
			}
		})
	}
}

func TestTextRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		words []int
		want  error
	}{
		"nothing":           {nil, pdf417.ErrText},
		"a length too long": {[]int{9, 1, 2}, pdf417.ErrText},
		"a missing byte":    {[]int{2, 913}, pdf417.ErrText},
		"digits without 1":  {[]int{3, 902, 7}, pdf417.ErrText},
		"one part of more":  {[]int{4, 928, 111, 100}, pdf417.ErrPart},
	} {
		if got, err := pdf417.Text(c.words); !errors.Is(err, c.want) {
			t.Errorf("%s: Text = %q, %v; want %v", name, got, err, c.want)
		}
	}
}

// FuzzText reads any codewords. A text is never much longer than them.
func FuzzText(f *testing.F) {
	f.Add([]byte("\x00\x05\x01\xc5\x00\xb2\x00\x79\x00\xef"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var words []int
		for i := 0; i+1 < len(data) && i < 2*928; i += 2 {
			words = append(words, (int(data[i])<<8|int(data[i+1]))%pdf417.Values)
		}
		text, err := pdf417.Text(words)
		if err == nil && len(text) > 6*len(words)+6 {
			t.Errorf("%d codewords gave %d bytes", len(words), len(text))
		}
		if strings.ToValidUTF8(text, "") != text {
			t.Errorf("%q is not UTF-8", text)
		}
	})
}
