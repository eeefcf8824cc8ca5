package sandbox

import (
	"fmt"

	"golang.org/x/sys/unix"
)

func undumpable() error {
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return fmt.Errorf("make the process undumpable: %w", err)
	}
	return nil
}

func keepOutOfDumps(b []byte) { _ = unix.Madvise(b, unix.MADV_DONTDUMP) }
