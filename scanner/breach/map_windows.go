package breach

import (
	"io"
	"os"
)

// mapFile reads the first size bytes of a file. The library that maps files rests
// on golang.org/x/sys/windows, which imports net, and that a program for
// passwords has no network code is worth more than the memory this takes. It has
// been compiled but never run on Windows.
func mapFile(file *os.File, size int) (data []byte, unmap func() error, err error) {
	data = make([]byte, size)
	_, err = io.ReadFull(file, data)
	return data, func() error { return nil }, err
}
