//go:build unix && !linux

package sandbox

// undumpable has nothing to do where prctl does not exist; the limit on core
// dumps stands.
func undumpable() error { return nil }

func keepOutOfDumps([]byte) {}
