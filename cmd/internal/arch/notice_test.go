package arch_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// NOTICE names every module that the programs link, so that nobody who passes
// a binary on has to search for what is in it.
func TestNotice(t *testing.T) {
	notice, err := os.ReadFile(filepath.Join("..", "..", "..", "NOTICE"))
	if err != nil {
		t.Fatal(err)
	}
	named := strings.Fields(string(notice))
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}",
		module+"/cmd/lampan", module+"/cmd/lampan-pass", module+"/cmd/lampan-zxcvbn")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	linked := strings.Fields(string(out))
	slices.Sort(linked)
	for _, path := range slices.Compact(linked) {
		if path != module && !slices.Contains(named, path) {
			t.Errorf("NOTICE does not name %s: add it with its licence", path)
		}
	}
}
