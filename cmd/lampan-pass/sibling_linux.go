package main

import "syscall"

// dieWithParent has the kernel end the sibling should this program be killed
// before it can do so itself. Elsewhere the end of its input tells it.
func dieWithParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
