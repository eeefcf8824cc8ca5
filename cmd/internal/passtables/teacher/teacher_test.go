package teacher_test

import (
	"path/filepath"
	"strings"
	"testing"

	"lampan/cmd/internal/passtables/teacher"
)

func TestOpenWithoutFiles(t *testing.T) {
	_, err := teacher.Open(t.TempDir())
	if err == nil || !strings.Contains(err.Error(), filepath.Base("basic_3M.weights.json")) {
		t.Errorf("Open of an empty folder: %v; want the missing file's name", err)
	}
}
