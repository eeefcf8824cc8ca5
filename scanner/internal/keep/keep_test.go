package keep_test

import (
	"os"
	"path/filepath"
	"testing"

	"lampan/scanner/internal/keep"
)

// TestReplaceLeavesNothingBehind: after a failure what was there is there, and nothing
// else is.
func TestReplaceLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := os.MkdirAll(filepath.Join(dir, "fil", "i"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := keep.Replace(root, "fil", []byte("text")); err == nil {
		t.Error("a folder was replaced")
	}
	if err := keep.Replace(root, "../fil", []byte("text")); err == nil {
		t.Error("a file outside was written")
	}
	for _, text := range []string{"ett", "två"} {
		if err := keep.Replace(root, "annan", []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join(dir, "annan")); string(got) != text {
			t.Errorf("it says %q, %v; want %q", got, err, text)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("the folder holds %v, %v; want two entries", entries, err)
	}
}
