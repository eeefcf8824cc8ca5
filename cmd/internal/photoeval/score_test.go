package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestJudge counts by hand what score.py would count.
func TestJudge(t *testing.T) {
	home, cabin, school := point{57.5, 12.1}, point{-56.25, 179.999999}, point{55, 13}
	samples := []sample{
		{name: "both", known: known{positions: []point{home, cabin, home}}},
		{name: "half", known: known{positions: []point{home, cabin}}},
		{name: "missed", known: known{positions: []point{school}}},
		{name: "silent", known: known{}},
		{name: "invented", known: known{}},
		{name: "arbitrated", known: known{positions: []point{home, school}, arbitrated: true}},
	}
	answers := map[string]answer{
		"both":       {positions: []point{{57.500004, 12.1}, {-56.25, -179.999999}}},
		"half":       {positions: []point{home, {0, 0}}},
		"missed":     {positions: []point{{55.001, 13}}, panicked: "once"},
		"invented":   {positions: []point{school}},
		"arbitrated": {positions: []point{school}},
	}
	want := score{
		files: 6, withPosition: 4, found: 3, distinct: 6, distinctFound: 4,
		extra: 2, panics: 1, missed: []string{"half", "missed"}, invented: []string{"missed", "invented"},
	}
	if diff := cmp.Diff(want, judge(samples, answers), cmp.AllowUnexported(score{})); diff != "" {
		t.Errorf("judge: (-want +got)\n%s", diff)
	}
}

func TestShared(t *testing.T) {
	dir := t.TempDir()
	const truth = `{"b.jpg": {"pos": {"exif": [1.5, 2.5], "arbitrated": [3, 4], "zero": [0, 0]}}, "a.xmp": {"pos": {}}}`
	if err := os.WriteFile(filepath.Join(dir, "truth.json"), []byte(truth), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := shared(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []sample{
		{name: "a.xmp", path: filepath.Join(dir, "files", "a.xmp")},
		{name: "b.jpg", path: filepath.Join(dir, "files", "b.jpg"), known: known{positions: []point{{1.5, 2.5}, {3, 4}}, arbitrated: true}},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(sample{}, known{})); diff != "" {
		t.Errorf("shared: (-want +got)\n%s", diff)
	}
}

// TestPoints reads what ExifTool prints for the layers it knows.
func TestPoints(t *testing.T) {
	for _, tt := range []struct {
		name, tags string
		want       point
	}{
		{"exif", `{"GPS:GPSLatitudeRef": "S", "GPS:Copy1:GPSLatitude": 47.5, "GPS:GPSLongitudeRef": "W", "GPS:Copy1:GPSLongitude": 92.25}`, point{-47.5, -92.25}},
		{"xmp", `{"XMP-exif:GPSLatitude": -47.5, "XMP-exif:GPSLongitude": 92.25}`, point{-47.5, 92.25}},
		{"manifest", `{"JSON:ExifGPSLatitude": "47,30.0S", "JSON:ExifGPSLongitude": "92,15.0E"}`, point{-47.5, 92.25}},
		{"film", `{"QuickTime:GPSCoordinates": "47.5 -92.25 12"}`, point{47.5, -92.25}},
		{"3gp", `{"UserData:LocationInformation": "none Role=shooting Lat=47.50000 Lon=-92.25000 Alt=12.00 Body=Earth"}`, point{47.5, -92.25}},
		{"places shown", `{"XMP-iptcExt:LocationShownGPSLatitude": [1.5, 47.5], "XMP-iptcExt:LocationShownGPSLongitude": [2, 92.25]}`, point{47.5, 92.25}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var tags map[string]any
			if err := json.Unmarshal([]byte(tt.tags), &tags); err != nil {
				t.Fatal(err)
			}
			if got := points(tags); !among(tt.want, got) {
				t.Errorf("points = %v; want %v among them", got, tt.want)
			}
		})
	}
}
