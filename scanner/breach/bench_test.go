package breach_test

import (
	"math/rand/v2"
	"testing"

	"lampan/scanner/breach"
)

// The whole way: SHA-1, the shard, and reads spread over the file.
func BenchmarkLook(b *testing.B) {
	f, _, _ := build(b, breach.Options{}, list(b, whole()))
	if err := f.Check(b.Context()); err != nil {
		b.Fatal(err)
	}
	for _, bm := range []struct {
		name   string
		change bool
	}{{"hit", false}, {"miss", true}} {
		b.Run(bm.name, func(b *testing.B) {
			pw := []byte("1234567890")
			r := rand.New(rand.NewPCG(3, 3))
			b.ReportAllocs()
			for b.Loop() {
				if bm.change {
					x := r.Uint64()
					for i := range 8 {
						pw[i] = byte(x>>(8*i))&0x3f + ' '
					}
				}
				if _, err := f.Look(pw); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("decomposed", func(b *testing.B) {
		pw := []byte("a\u030alderman")
		b.ReportAllocs()
		for b.Loop() {
			if _, err := f.Look(pw); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkCommon(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := breach.Common(); err != nil {
			b.Fatal(err)
		}
	}
}
