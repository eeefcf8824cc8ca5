package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"

	"lampan/scanner/photo/phototest"
)

// near is how close two positions are to count as one, in degrees: about a metre.
const near = 1e-5

// point is a latitude and a longitude.
type point [2]float64

func (p point) at(q point) bool {
	lon := math.Abs(p[1] - q[1])
	return math.Abs(p[0]-q[0]) <= near && min(lon, math.Abs(lon-360)) <= near
}

// nowhere is the position that devices write when they have none.
func (p point) nowhere() bool { return math.Abs(p[0]) <= 1e-9 && math.Abs(p[1]) <= 1e-9 }

func among(p point, of []point) bool { return slices.ContainsFunc(of, p.at) }

// answer is what a reader said of one file.
type answer struct {
	positions []point
	panicked  string
}

// known is the truth of one file: its positions in the order of truth.json.
type known struct {
	positions []point
	// arbitrated: two readers disagreed, and the first and the last position are
	// both accepted.
	arbitrated bool
}

// distinct is what a reader is asked to find, given what it found.
func (k known) distinct(got []point) []point {
	var d []point
	for _, p := range k.positions {
		if !among(p, d) {
			d = append(d, p)
		}
	}
	if k.arbitrated && len(d) > 1 {
		if among(d[0], got) {
			return d[:1]
		}
		return d[len(d)-1:]
	}
	return d
}

// UnmarshalJSON reads {"layer": [lat, lon], …} in order: it matters where a truth
// was arbitrated.
func (k *known) UnmarshalJSON(b []byte) error {
	var layers map[string]point
	if err := json.Unmarshal(b, &layers); err != nil {
		return err
	}
	names, err := keys(b)
	if err != nil {
		return err
	}
	for _, layer := range names {
		k.arbitrated = k.arbitrated || layer == "arbitrated"
		if p := layers[layer]; !p.nowhere() {
			k.positions = append(k.positions, p)
		}
	}
	return nil
}

// sample is a file with its truth.
type sample struct {
	name string
	path string
	known
}

// lacks tells whether the truth of a file lacks a position.
func (k known) lacks(p point) bool { return !p.nowhere() && !among(p, k.positions) }

func (s sample) read() ([]byte, error) { return os.ReadFile(s.path) }

// shared lists the photos of a folder that has truth.json and files.
func shared(data string) ([]sample, error) {
	b, err := os.ReadFile(filepath.Join(data, "truth.json"))
	if err != nil {
		return nil, err
	}
	var truth map[string]struct {
		Pos known `json:"pos"`
	}
	if err := json.Unmarshal(b, &truth); err != nil {
		return nil, fmt.Errorf("read truth.json: %w", err)
	}
	var out []sample
	for name, t := range truth {
		out = append(out, sample{name, filepath.Join(data, "files", name), t.Pos})
	}
	slices.SortFunc(out, byName)
	return out, nil
}

// synthetic writes the photos of phototest to a folder and lists them.
func synthetic(dir string) ([]sample, error) {
	var out []sample
	for _, f := range phototest.Files() {
		s := sample{name: f.Name, path: filepath.Join(dir, f.Name)}
		for _, p := range f.Positions {
			s.positions = append(s.positions, point{p.Lat, p.Lon})
		}
		if err := os.WriteFile(s.path, f.Data, 0o600); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func byName(a, b sample) int {
	if a.name < b.name {
		return -1
	}
	return 1
}

// score counts as score.py beside the data does.
type score struct {
	files, withPosition, found int // found: at least one of its positions
	distinct, distinctFound    int
	extra, panics              int
	missed                     []string // files with a position that was not found
	invented                   []string // files with a position that truth lacks
}

func judge(samples []sample, answers map[string]answer) score {
	var s score
	for _, f := range samples {
		a := answers[f.name]
		s.files++
		if a.panicked != "" {
			s.panics++
		}
		got := slices.DeleteFunc(slices.Clone(a.positions), point.nowhere)
		if len(f.positions) > 0 {
			s.withPosition++
			if slices.ContainsFunc(f.positions, func(p point) bool { return among(p, got) }) {
				s.found++
			}
			all := f.distinct(got)
			hit := 0
			for _, p := range all {
				if among(p, got) {
					hit++
				}
			}
			s.distinct += len(all)
			s.distinctFound += hit
			if hit < len(all) {
				s.missed = append(s.missed, f.name)
			}
		}
		if slices.ContainsFunc(got, func(p point) bool { return !among(p, f.positions) }) {
			s.extra++
			s.invented = append(s.invented, f.name)
		}
	}
	return s
}

// keys lists the names of a JSON object in the order of the file.
func keys(b []byte) ([]string, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	var out []string
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		var skipped json.RawMessage
		if err := d.Decode(&skipped); err != nil {
			return nil, err
		}
		out = append(out, fmt.Sprint(name))
	}
	return out, nil
}

// mended completes the truth of three files, which is what ExifTool prints of some
// layers: that the numbers of two sidecars are south or west stands beside them, in
// exif:GPSLatitudeRef and exif:GPSLongitudeRef, and a thermal photo has a position in
// its maker's block, west by its letter. It returns nil for a set without them.
func mended(samples []sample) []sample {
	signs := map[string]point{"0088_iphone-export-1.xmp": {1, -1}, "0089_iphone-export-2.xmp": {-1, -1}}
	more := map[string]point{"0043_FLIR_iPhone_device.jpg": {34.0754261592891, -118.254268165533}}
	out := slices.Clone(samples)
	found := false
	for i, s := range out {
		sign, signed := signs[s.name]
		add, added := more[s.name]
		if !signed && !added {
			continue
		}
		found = true
		out[i].positions = slices.Clone(s.positions)
		if added {
			out[i].positions = append(out[i].positions, add)
			continue
		}
		for j := range out[i].positions {
			out[i].positions[j][0] *= sign[0]
			out[i].positions[j][1] *= sign[1]
		}
	}
	if !found {
		return nil
	}
	return out
}
