package sense_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"lampan/rules/exposure"
	"lampan/rules/extract/sense"
)

// small writes a model of two features.
func small(t testing.TB) []byte {
	t.Helper()
	var cat [sense.Lanes]sense.Weighing
	for c := range cat {
		cat[c] = sense.Weighing{Scale: 0.5, Bias: -1, Threshold: 0.4}
	}
	rows := map[uint32]sense.Row{7: {}, 9: {}}
	row := rows[7]
	row[sense.TravelPlan], row[sense.Wifi] = 100, -100
	rows[7] = row
	var b bytes.Buffer
	if err := sense.Save(&b, cat, rows, []uint32{7, 9}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestModel(t *testing.T) {
	m, err := sense.Load(bytes.NewReader(small(t)))
	if err != nil {
		t.Fatal(err)
	}
	fs := []sense.Feature{{Hash: 7}, {Hash: 8}, {Hash: 7}, {Hash: 9}}
	sum := m.Sum(fs)
	if sum.N != 4 || sum.Says[sense.TravelPlan] != 200 || sum.Says[sense.Wifi] != -200 || sum.Says[sense.Phone] != 0 {
		t.Errorf("Sum() = %v", sum)
	}
	// 200 steps of 0.5, shared by the root of 4 features and 20 more, less 1.
	want := 1 / (1 + math.Exp(-(100/math.Sqrt(24) - 1)))
	if got := m.Score(sense.TravelPlan, &sum); math.Abs(got-want) > 1e-6 {
		t.Errorf("Score() = %g; want %g", got, want)
	}
}

func TestLoadRefusesDamage(t *testing.T) {
	good := small(t)
	for name, b := range map[string][]byte{
		"empty":          nil,
		"cut short":      good[:len(good)-1],
		"too long":       append(bytes.Clone(good), 0),
		"other words":    append([]byte("lampan sense 0\n"), good[15:]...),
		"no feature":     bytes.Replace(good, []byte{7, 0, 0, 0}, []byte{0, 0, 0, 0}, 1),
		"too many rows":  append(append(bytes.Clone(good[:15]), 0xFF, 0xFF, 0xFF, 0xFF), good[19:]...),
		"not even words": []byte("x"),
	} {
		if _, err := sense.Load(bytes.NewReader(b)); err == nil {
			t.Errorf("%s: Load took it", name)
		}
	}
}

// The weights that ship are whole, and every category can be told.
func TestCore(t *testing.T) {
	m, err := sense.Core()
	if err != nil {
		t.Fatal(err)
	}
	for c := range sense.Count {
		w := m.Weighing(c)
		if !(w.Scale > 0) || !(w.Threshold > 0) || w.Threshold >= 1 || math.IsNaN(float64(w.Bias)) {
			t.Errorf("%s: %+v", c, w)
		}
	}
}

func TestNames(t *testing.T) {
	var names []string
	for c := range sense.Count {
		names = append(names, c.String())
	}
	var want []string
	for _, c := range exposure.Categories() {
		want = append(want, string(c))
	}
	if got := strings.Join(names, " "); got != strings.Join(want, " ") {
		t.Errorf("categories are %s; want %s", got, strings.Join(want, " "))
	}
	if sense.Count.String() != "" || sense.Wifi.String() != "wifi" || sense.TravelPlan.String() != "travel-plan" {
		t.Error("a category is numbered otherwise than it is named")
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(small(f))
	f.Add([]byte("lampan sense 2\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := sense.Load(bytes.NewReader(b))
		if err == nil {
			m.Sum([]sense.Feature{{Hash: 7}, {Hash: 0}})
		}
	})
}
