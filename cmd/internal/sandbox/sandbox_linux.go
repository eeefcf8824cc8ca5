package sandbox

import (
	"fmt"
	"maps"
	"runtime"
	"slices"

	"github.com/elastic/go-seccomp-bpf"
	"github.com/elastic/go-seccomp-bpf/arch"
	"golang.org/x/sys/unix"
)

// Enforced says whether Enter takes anything away on this system.
const Enforced = true

// denied lists the system calls that Enter takes away. Names that an
// architecture lacks are passed over there.
func denied() []string {
	return []string{
		// The network, and sockets to programs on the same computer.
		"socket", "socketpair", "socketcall", "connect", "bind", "listen", "accept", "accept4",
		"sendto", "sendmsg", "sendmmsg", "send", "recvfrom", "recvmsg", "recvmmsg", "recv",
		"getsockopt", "setsockopt", "getsockname", "getpeername", "shutdown",
		// A second way to make every call above, unseen by a filter.
		"io_uring_setup", "io_uring_enter", "io_uring_register",
		// Memory, queues and locks shared with other programs.
		"shmget", "shmat", "shmctl", "msgget", "msgsnd", "msgrcv", "msgctl", "semget", "semop", "semtimedop", "semctl",
		"mq_open", "mq_timedsend", "mq_timedsend_time64", "mq_timedreceive", "mq_timedreceive_time64", "mq_notify", "ipc",
		// Other programs: starting one, reading one, taking its open files.
		"execve", "execveat", "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise",
		"pidfd_getfd", "kcmp", "perf_event_open",
		// Parts of the kernel that have been used to get around all this.
		"bpf", "userfaultfd", "keyctl", "add_key", "request_key", "fanotify_init", "open_by_handle_at",
		"init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "modify_ldt",
		// Another view of the file system, the network or the machine.
		"mount", "umount", "umount2", "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount", "fspick",
		"mount_setattr", "pivot_root", "chroot", "setns", "unshare", "reboot", "swapon", "swapoff",
		"sethostname", "setdomainname", "settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "acct", "quotactl",
		"ioperm", "iopl",
	}
}

// tsyncFails makes the kernel refuse when it cannot put every thread under the
// filter, where it would otherwise only tell so in a return value: linux 5.7.
const tsyncFails = seccomp.FilterFlag(unix.SECCOMP_FILTER_FLAG_TSYNC_ESRCH)

// Enter loads the filter for all threads of the process, now and later. An
// error means that nothing may be trusted to be taken away.
func Enter() error {
	policy, err := policy()
	if err != nil {
		return fmt.Errorf("make the filter: %w", err)
	}
	// no_new_privs is set for one thread, and the filter must be loaded by the
	// same one, which then carries both to the others.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err = seccomp.LoadFilter(seccomp.Filter{
		NoNewPrivs: true,
		Flag:       seccomp.FilterFlagTSync | tsyncFails,
		Policy:     policy,
	})
	if err != nil {
		return fmt.Errorf("load the filter: %w", err)
	}
	mode, err := unix.PrctlRetInt(unix.PR_GET_SECCOMP, 0, 0, 0, 0)
	if err != nil || mode != unix.SECCOMP_MODE_FILTER {
		return fmt.Errorf("load the filter: the kernel says mode %d (%w)", mode, err)
	}
	return nil
}

// policy kills by default and allows by name every call that is known and not
// denied. The other way round, calls of another architecture (int 0x80) and
// calls that are newer than this list would pass.
func policy() (seccomp.Policy, error) {
	a, err := arch.GetInfo("")
	if err != nil {
		return seccomp.Policy{}, err
	}
	if len(a.SyscallNames) == 0 {
		return seccomp.Policy{}, fmt.Errorf("the calls of %s are not known", a.Name)
	}
	no := map[string]bool{"ioctl": true} // allowed below, for some requests
	for _, name := range denied() {
		no[name] = true
	}
	allow := seccomp.SyscallGroup{Action: seccomp.ActionAllow}
	for _, name := range slices.Sorted(maps.Keys(a.SyscallNames)) {
		if !no[name] {
			allow.Names = append(allow.Names, name)
		}
	}
	// Of a terminal only its state and size: TIOCSTI would type commands for the
	// shell to run afterwards.
	for _, request := range []uint64{unix.TCGETS, unix.TCSETS, unix.TIOCGWINSZ} {
		allow.NamesWithCondtions = append(allow.NamesWithCondtions, seccomp.NameWithConditions{
			Name:       "ioctl",
			Conditions: seccomp.ArgumentConditions{{Argument: 1, Operation: seccomp.Equal, Value: request}},
		})
	}
	return seccomp.Policy{DefaultAction: seccomp.ActionKillProcess, Syscalls: []seccomp.SyscallGroup{allow}}, nil
}
