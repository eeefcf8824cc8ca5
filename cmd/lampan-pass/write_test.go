package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestReadText(t *testing.T) {
	path := filepath.Join(t.TempDir(), "large")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for size, want := range map[int64]error{largestText: nil, largestText + 1: errLarge} {
		if err := os.Truncate(path, size); err != nil {
			t.Fatal(err)
		}
		if _, err := readText(path); !errors.Is(err, want) {
			t.Errorf("readText of %d bytes: %v; want %v", size, err, want)
		}
	}
	if _, err := readText(filepath.Dir(path)); !errors.Is(err, errNotAFile) {
		t.Errorf("readText of a folder: %v; want %v", err, errNotAFile)
	}
}
