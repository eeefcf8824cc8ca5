//go:build unix

package main

import "syscall"

// closeUmask makes new files readable by their owner only.
func closeUmask() { syscall.Umask(0o077) }
