package look

import (
	"fmt"
	"runtime/debug"
	"syscall"
	"time"
)

// Enforced says whether this system has the limits that Confine sets.
const Enforced = true

// Confine takes from the running program, for good, what a decoder of pictures does
// not need: more memory than a large picture takes, files, and time without end.
// Standard input and output stay open. The child calls it before Serve.
//
// The limit on memory is one on writable memory of its own (RLIMIT_DATA). Address
// space is not limited: Go reserves far more of it than it uses.
func Confine() error {
	debug.SetMemoryLimit(memoryGoal)
	time.Sleep(time.Nanosecond) // the first timer of a program opens files
	for _, l := range []struct {
		name string
		what int
		most uint64
	}{
		{"memory", syscall.RLIMIT_DATA, memoryWall},
		{"processor time", syscall.RLIMIT_CPU, maxSeconds},
		{"core files", syscall.RLIMIT_CORE, 0},
		{"files", syscall.RLIMIT_FSIZE, 0},
		{"open files", syscall.RLIMIT_NOFILE, 0}, // those that are open stay so
	} {
		if err := syscall.Setrlimit(l.what, &syscall.Rlimit{Cur: l.most, Max: l.most}); err != nil {
			return fmt.Errorf("limit %s: %w", l.name, err)
		}
	}
	return nil
}
