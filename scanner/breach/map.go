//go:build !windows

package breach

import (
	"os"

	"github.com/edsrzf/mmap-go"
)

// mapFile maps the first size bytes of a file and returns what lets go of them.
func mapFile(file *os.File, size int) (data []byte, unmap func() error, err error) {
	m, err := mmap.MapRegion(file, size, mmap.RDONLY, 0, 0)
	return m, m.Unmap, err
}
