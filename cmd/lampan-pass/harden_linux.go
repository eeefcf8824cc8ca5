package main

import (
	"fmt"
	"syscall"
)

// The numbers of prctl(2) that package syscall lacks.
const (
	prGetDumpable = 3
	prSetDumpable = 4
)

func undumpable() error {
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, prSetDumpable, 0, 0); errno != 0 {
		return fmt.Errorf("make the process undumpable: %w", errno)
	}
	return nil
}

// dumpable reports what undumpable changed.
func dumpable() bool {
	r, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, prGetDumpable, 0, 0)
	return errno != 0 || r != 0
}
