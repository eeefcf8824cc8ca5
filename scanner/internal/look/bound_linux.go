package look

import "golang.org/x/sys/unix"

// What a program that reads text may take. It takes some 150 MB for a full page.
const (
	readerMemory  = 768 << 20 // bytes of writable memory of its own
	readerSeconds = 60        // of processor time
)

// bound limits a program that was just started: its memory and time, and it may
// write no file.
func bound(pid int) error {
	for what, most := range map[int]uint64{
		unix.RLIMIT_DATA: readerMemory, unix.RLIMIT_CPU: readerSeconds, unix.RLIMIT_FSIZE: 0, unix.RLIMIT_CORE: 0,
	} {
		if err := unix.Prlimit(pid, what, &unix.Rlimit{Cur: most, Max: most}, nil); err != nil {
			return err
		}
	}
	return nil
}
