package demosite

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// The days of the family's three visits.
const (
	SecondDay = "2027-11-15"
	ThirdDay  = "2028-05-08"
)

// Promised is what the family says is done between the first visit and the second:
// the rule of a step in the plan, and whose step it is where several have one.
func Promised() [][2]string {
	return [][2]string{
		{"travel.dates"},
		{"photo.home-mornings"},
		{"passwords.leaked", "jonas"},
		{"home.hidden-key"},
		{"home.alarm"},
		{"children.location"},
	}
}

// Visit puts into the copy of the case in dir what the family answered, and saw of
// itself, at the second visit or the third. What it did not answer again stays as it
// was. From is testdata/demo.
func Visit(from, dir string, number int) error {
	files := os.DirFS(filepath.Join(from, fmt.Sprintf("visit-%d", number)))
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), data, 0o600)
	})
}

// Step finds a step of the plan in what `lampan report --format json` says, by the
// rule of its main finding and, unless it is "", its owner, and gives what `lampan plan`
// takes for it.
func Step(report []byte, rule, owner string) (string, error) {
	var doc struct {
		Audit struct {
			Assessment struct {
				Plan []struct {
					Rule     string   `json:"rule"`
					Owner    string   `json:"owner"`
					Findings []string `json:"findings"`
				} `json:"plan"`
			} `json:"assessment"`
		} `json:"audit"`
	}
	if err := json.Unmarshal(report, &doc); err != nil {
		return "", fmt.Errorf("find step: %w", err)
	}
	for _, s := range doc.Audit.Assessment.Plan {
		if s.Rule == rule && (owner == "" || s.Owner == owner) && len(s.Findings) > 0 {
			return slices.Min(s.Findings), nil
		}
	}
	return "", errors.New("find step: the plan has none of " + rule)
}
