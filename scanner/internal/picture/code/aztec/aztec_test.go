package aztec_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/scanner/internal/picture/code/aztec"
)

// sizes are all there are.
func sizes() []aztec.Symbol {
	var out []aztec.Symbol
	for n := 1; n <= 32; n++ {
		if n <= 4 {
			out = append(out, aztec.Symbol{Compact: true, Layers: n, Words: 5})
		}
		out = append(out, aztec.Symbol{Layers: n, Words: 5})
	}
	return out
}

// TestPlaces holds that every module outside the ring is a bit once, or grid.
func TestPlaces(t *testing.T) {
	for _, s := range sizes() {
		seen := map[aztec.Place]bool{}
		for _, p := range s.Places() {
			if grid, _ := s.Grid(p); seen[p] || grid {
				t.Fatalf("%+v: %v is grid, or there twice", s, p)
			}
			seen[p] = true
		}
		ring := aztec.Ring(s.Compact)
		for y := -s.Reach(); y <= s.Reach(); y++ {
			for x := -s.Reach(); x <= s.Reach(); x++ {
				p := aztec.Place{X: x, Y: y}
				grid, _ := s.Grid(p)
				outside := max(x, -x, y, -y) > ring
				if outside && !grid != seen[p] {
					t.Fatalf("%+v: %v is nothing", s, p)
				}
			}
		}
	}
}

// message is what the ring around a bull's-eye says.
func message(t *testing.T, s aztec.Symbol) []bool {
	t.Helper()
	v, data, all := (s.Layers-1)<<11|(s.Words-1), 4, 10
	if s.Compact {
		v, data, all = (s.Layers-1)<<6|(s.Words-1), 2, 7
	}
	words := make([]int, all)
	for i := range data {
		words[i] = v >> (4 * (data - 1 - i)) & 15
	}
	var erased []int
	for i := data; i < all; i++ {
		erased = append(erased, i)
	}
	if _, err := aztec.MessageField().Correct(words, erased, all-data); err != nil {
		t.Fatal(err)
	}
	var out []bool
	for _, w := range words {
		for i := 3; i >= 0; i-- {
			out = append(out, w>>i&1 == 1)
		}
	}
	return out
}

func TestRead(t *testing.T) {
	for _, want := range sizes() {
		bits := message(t, want)
		bits[1], bits[9] = !bits[1], !bits[9] // what two wrong words cost
		got, err := aztec.Read(want.Compact, bits)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("Read: %v (-want +got):\n%s", err, diff)
		}
	}
	if got, err := aztec.Read(true, make([]bool, 40)); err == nil {
		t.Errorf("Read of a message that is too long = %+v", got)
	}
}

func TestUnstuffed(t *testing.T) {
	s := aztec.Symbol{Compact: true, Layers: 1}
	got, err := s.Unstuffed([]int{0b101010, 0b000001, 0b111110})
	want := []bool{true, false, true, false, true, false, false, false, false, false, false, true, true, true, true, true}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("Unstuffed = %v, %v; want %v", got, err, want)
	}
	if _, err := s.Unstuffed([]int{0b111111}); err == nil {
		t.Error("a word of ones was read")
	}
}

// FuzzRead reads any message: what it says is a symbol with room for its words.
func FuzzRead(f *testing.F) {
	f.Add(uint64(0), true)
	f.Fuzz(func(t *testing.T, v uint64, compact bool) {
		bits := make([]bool, len(aztec.Message(compact)))
		for i := range bits {
			bits[i] = v>>i&1 == 1
		}
		s, err := aztec.Read(compact, bits)
		if err == nil && s.Words*s.Bits() >= len(s.Places()) {
			t.Errorf("%+v has no room for its words", s)
		}
	})
}
