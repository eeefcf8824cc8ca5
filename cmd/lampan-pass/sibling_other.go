//go:build !linux

package main

import "syscall"

// dieWithParent has nothing to ask for here: the end of its input tells the
// sibling.
func dieWithParent() *syscall.SysProcAttr { return nil }
