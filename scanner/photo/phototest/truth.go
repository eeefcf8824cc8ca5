package phototest

import (
	"encoding/json"
	"maps"
)

// Truth is what is known of one file of a set, as truth.json says it.
type Truth struct {
	Pos map[string][2]float64 `json:"pos"` // by layer: latitude, longitude
}

// TruthJSON writes the truth of files in the shape that score.py reads.
func TruthJSON(files []File) ([]byte, error) {
	all := map[string]Truth{}
	for _, f := range files {
		t := Truth{Pos: map[string][2]float64{}}
		for layer, p := range maps.All(f.Positions) {
			t.Pos[layer] = [2]float64{p.Lat, p.Lon}
		}
		all[f.Name] = t
	}
	return json.MarshalIndent(all, "", " ")
}
