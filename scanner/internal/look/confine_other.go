//go:build !linux

package look

import "runtime/debug"

// Enforced says whether this system has the limits that Confine sets.
const Enforced = false

// Confine sets a goal for memory. This system has no limits that a program can set
// for itself; what a picture would take is counted before it is decoded.
func Confine() error {
	debug.SetMemoryLimit(memoryGoal)
	return nil
}
