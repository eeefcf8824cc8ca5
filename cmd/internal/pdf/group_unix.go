//go:build unix

package pdf

import (
	"os/exec"
	"syscall"
)

// group puts the browser and all that it starts into one group, which is ended
// as a whole: its parts would otherwise outlive it.
func group(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

// end ends what of the group has outlived the browser, and would write on.
func end(cmd *exec.Cmd) {
	if cmd.Process != nil {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // there is seldom anything left
	}
}
