//go:build unix

package main

import (
	"fmt"
	"syscall"
)

// harden keeps passwords out of core dumps, and on Linux keeps other programs
// of the same user from reading this one's memory.
func harden() error {
	if err := syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}); err != nil {
		return fmt.Errorf("turn core dumps off: %w", err)
	}
	return undumpable()
}
