//go:build !unix

package pdf

import "os/exec"

// group does nothing where there are no groups: Chromium's parts end with it.
func group(*exec.Cmd) {}

func end(*exec.Cmd) {}
