package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"lampan/cmd/internal/sandbox"
)

// write puts a file in place whole, for its owner alone.
func write(path string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".lampan-pass-*") // 0600
	if err != nil {
		return fmt.Errorf("write a file: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write a file: %w", err)
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("write a file: %w", err)
	}
	return nil
}

// errNotAFile is returned for what is no ordinary file: a pipe or a device would
// be read without end.
var errNotAFile = errors.New("not an ordinary file")

// largestText is how many bytes a file without passwords may have, as verdicts
// and what is accepted.
const largestText = 16 << 20

// readText reads a file without passwords.
func readText(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("read a file: %w", err)
	case !info.Mode().IsRegular():
		return nil, errNotAFile
	case info.Size() > largestText:
		return nil, errLarge
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read a file: %w", err)
	}
	return data, nil
}

// errLarge is returned for a file that no export is as large as.
var errLarge = errors.New("file too large")

// largest is how many bytes are read of a file with passwords: one more than
// package vault takes.
const largest = 512<<20 + 1

// readRoom reads a file with passwords into a room of its own, which the caller
// releases. It may be a pipe.
func readRoom(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	size := 64 << 10
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		size = int(min(info.Size(), largest)) + 1 // the end is seen in the last byte
	}
	room := sandbox.Room(size)
	for n := 0; ; {
		m, err := f.Read(room[n:])
		n += m
		switch {
		case errors.Is(err, io.EOF):
			return room[:n], nil
		case err != nil:
			sandbox.Release(room)
			return nil, err
		case n >= largest:
			sandbox.Release(room)
			return nil, errLarge
		case n == len(room):
			wider := sandbox.Room(2 * n)
			copy(wider, room)
			sandbox.Release(room)
			room = wider
		}
	}
}
