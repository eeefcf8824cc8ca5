// Package keep writes the small files of a case that people edit as well: one
// writer at a time, each file whole, and nobody else may read it.
package keep

import (
	"crypto/rand"
	"errors"
	"os"
	"path"
	"path/filepath"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// Lock waits until nobody else holds the lock file at name, and holds it until
// unlock. The file and its folder are made when they are missing.
func Lock(name string) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	return lockedfile.MutexAt(name).Lock()
}

// Replace puts data in place of the file in one step: after a crash, the old file
// or the new one is there, whole. The name has forward slashes; its folder must be
// there.
func Replace(root *os.Root, name string, data []byte) error {
	dir := path.Dir(name)
	temp := path.Join(dir, ".lampan-"+rand.Text())
	f, err := root.OpenFile(temp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = root.Remove(temp) }() // after the rename there is nothing left to remove
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := root.Rename(temp, name); err != nil {
		return err
	}
	d, err := root.Open(dir)
	if err != nil {
		return err
	}
	// Some file systems cannot flush a folder; the rename stands all the same.
	_ = d.Sync()
	return d.Close()
}
