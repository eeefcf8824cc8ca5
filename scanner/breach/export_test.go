package breach

import (
	"errors"
	"os"
)

// OpenUnmapped opens a filter as on a system that does not map files.
func OpenUnmapped(path string) (*Filter, error) {
	return open(path, func(*os.File, int) ([]byte, func() error, error) { return nil, nil, errors.ErrUnsupported })
}
