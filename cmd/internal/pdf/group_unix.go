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
