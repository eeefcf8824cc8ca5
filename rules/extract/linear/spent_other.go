//go:build !linux

package linear

import "time"

var start = time.Now()

// spent is the clock, where a thread's own time cannot be had.
func spent() time.Duration { return time.Since(start) }
