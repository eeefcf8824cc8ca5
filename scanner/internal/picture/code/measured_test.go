package code_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lampan/scanner/internal/picture/code"
)

var (
	pictures = flag.String("codes", "", "a folder made by cmd/internal/photocodes, to measure on")
	only     = flag.String("only", "", "measure only pictures with this in their name")
)

// TestMeasured prints how many of the pictures in -codes are read, by kind and by
// condition. Without the flag there is nothing to measure on.
func TestMeasured(t *testing.T) {
	if *pictures == "" {
		t.Log("nothing measured: -codes names no folder")
		return
	}
	data, err := os.ReadFile(filepath.Join(*pictures, "truth.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	read, all := map[string]int{}, map[string]int{}
	wrong := 0
	for s := bufio.NewScanner(bytes.NewReader(data)); s.Scan(); {
		var c struct{ File, Kind, Condition, Text string }
		if err := json.Unmarshal(s.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(c.File, *only) {
			continue
		}
		start := time.Now()
		found := code.Read(open(t, filepath.Join(*pictures, c.File)), code.Limits{}).Codes
		right := slices.ContainsFunc(found, func(f code.Code) bool { return f.Text == c.Text && string(f.Kind) == c.Kind })
		for _, f := range found {
			if f.Text != c.Text {
				wrong++
				t.Errorf("%s: read %q (%s)", c.File, f.Text, f.Kind)
			}
		}
		if !right {
			t.Logf("missed: %s after %v", c.File, time.Since(start).Round(time.Millisecond))
		}
		for _, k := range []string{"all", c.Kind, c.Condition, c.Kind + " " + c.Condition} {
			all[k]++
			if right {
				read[k]++
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(all)) {
		t.Logf("%-26s %3d of %3d", k, read[k], all[k])
	}
	t.Logf("wrong texts: %d", wrong)
}

func open(t *testing.T, path string) image.Image {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}
