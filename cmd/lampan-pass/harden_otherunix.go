//go:build unix && !linux

package main

// undumpable has nothing to do where prctl does not exist; the limit on core
// dumps stands.
func undumpable() error { return nil }
