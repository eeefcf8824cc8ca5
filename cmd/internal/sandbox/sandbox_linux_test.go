package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"lampan/cmd/internal/sandbox"
)

// cheats are what a program must not be able to do after Enter. Each returns
// when it got away with it, or was refused by something other than the filter.
func cheats() map[string]func() {
	ctx := context.Background()
	dial := func(network, address string) func() {
		return func() {
			if c, err := (&net.Dialer{}).DialContext(ctx, network, address); err == nil {
				c.Close()
			}
		}
	}
	raw := func(number uintptr, args ...uintptr) func() {
		var a [6]uintptr
		copy(a[:], args)
		return func() { _, _, _ = syscall.Syscall6(number, a[0], a[1], a[2], a[3], a[4], a[5]) }
	}
	all := map[string]func(){
		"TCP":                                 dial("tcp", "127.0.0.1:9"),
		"UDP":                                 dial("udp", "127.0.0.1:9"),
		"unix socket":                         dial("unix", "/nowhere"),
		"listening":                           func() { _, _ = (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0") },
		"DNS":                                 func() { _, _ = (&net.Resolver{PreferGo: true}).LookupHost(ctx, "lampan.invalid") },
		"another program":                     func() { _ = syscall.Exec("/proc/self/exe", []string{"cheat"}, outside("nothing")) },
		"execveat":                            raw(unix.SYS_EXECVEAT),
		"io_uring":                            raw(unix.SYS_IO_URING_SETUP, 1),
		"ptrace":                              raw(unix.SYS_PTRACE, unix.PTRACE_TRACEME),
		"process_vm_readv":                    raw(unix.SYS_PROCESS_VM_READV, uintptr(os.Getppid())),
		"pidfd_getfd":                         raw(unix.SYS_PIDFD_GETFD),
		"bpf":                                 raw(unix.SYS_BPF),
		"userfaultfd":                         raw(unix.SYS_USERFAULTFD),
		"keyctl":                              raw(unix.SYS_KEYCTL),
		"shared memory":                       raw(unix.SYS_SHMGET),
		"a message queue":                     raw(unix.SYS_MQ_OPEN),
		"mount":                               raw(unix.SYS_MOUNT),
		"unshare":                             raw(unix.SYS_UNSHARE, 0),
		"typing commands":                     raw(unix.SYS_IOCTL, 0, unix.TIOCSTI),
		"typing commands, with high bits set": raw(unix.SYS_IOCTL, 0, unix.TIOCSTI|1<<40),
		"a socket from a thread that was there before": nil, // see TestMain
		"honest":                             honest,
		"nothing":                            func() {},
		"a call that is newer than the list": raw(1000),
	}
	if runtime.GOARCH == "amd64" {
		all["a socket by way of int 0x80"] = int80
	}
	return all
}

// int80 asks for a socket as a 32-bit program would.
func int80() {
	code := []byte{
		0xb8, 0x67, 0x01, 0x00, 0x00, // mov eax, 359 (socket)
		0x31, 0xdb, 0x31, 0xc9, 0x31, 0xd2, // xor ebx, ecx, edx
		0xcd, 0x80, // int 0x80
		0xc3, // ret
	}
	page, err := unix.Mmap(-1, 0, 4096, unix.PROT_READ|unix.PROT_WRITE|unix.PROT_EXEC, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return
	}
	copy(page, code)
	entry := &page[0]
	pointer := unsafe.Pointer(&entry)
	(*(*func())(unsafe.Pointer(&pointer)))()
}

// The test program is its own cheat: with one of these set it enters the
// sandbox, or does not, and cheats.
const (
	cheatName = "LAMPAN_SANDBOX_CHEAT"
	cheatFree = "LAMPAN_SANDBOX_FREE"
)

func TestMain(m *testing.M) {
	name := os.Getenv(cheatName)
	if name == "" {
		os.Exit(m.Run())
	}
	cheat := cheats()[name]
	// A thread that exists before the filter must be under it as well.
	start, done := make(chan bool), make(chan bool)
	go func() {
		runtime.LockOSThread()
		<-start
		_, _, _ = syscall.Syscall(syscall.SYS_SOCKET, syscall.AF_INET, syscall.SOCK_STREAM, 0)
		close(done)
	}()
	if os.Getenv(cheatFree) == "" {
		if err := sandbox.Enter(); err != nil {
			fmt.Println(err)
			os.Exit(3)
		}
	}
	if cheat == nil {
		close(start)
		<-done
	} else {
		cheat()
	}
	fmt.Println("got away")
	os.Exit(0)
}

// self is this test program at a place where everybody may run it.
func self(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "lampan-sandbox-") //nolint:usetesting // t.TempDir is open to its owner alone
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(dir, "cheat")
	if err := os.WriteFile(path, program, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// ending runs a cheat and says how it ended.
func ending(t *testing.T, env []string, command ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
	cmd.Env = env
	out, _ := cmd.CombinedOutput()
	state, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if !ok {
		t.Fatalf("%v did not run: %s", command, out)
	}
	if state.Signaled() {
		return state.Signal().String()
	}
	return fmt.Sprintf("exit %d: %s", state.ExitStatus(), strings.TrimSpace(string(out)))
}

func inside(name string) []string  { return []string{cheatName + "=" + name} }
func outside(name string) []string { return append(inside(name), cheatFree+"=1") }

const (
	killed  = "bad system call"
	gotAway = "exit 0: got away"
)

func TestCheatsDie(t *testing.T) {
	program := self(t)
	for name := range cheats() {
		if name == "honest" || name == "nothing" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			if got := ending(t, inside(name), program); got != killed {
				t.Errorf("ended with %q; want %q", got, killed)
			}
			// It is the filter that kills.
			if got := ending(t, outside(name), program); got != gotAway {
				t.Errorf("without a filter ended with %q; want %q", got, gotAway)
			}
		})
	}
}

// TestCheatsDieElsewhere enters the sandbox where a program has few rights.
func TestCheatsDieElsewhere(t *testing.T) {
	program := self(t)
	for where, wrap := range map[string][]string{
		"in an empty network":   {"unshare", "-rn"},
		"nobody, with no right": {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all"},
	} {
		t.Run(where, func(t *testing.T) {
			if out, err := exec.CommandContext(t.Context(), wrap[0], append(slices.Clip(wrap[1:]), "true")...).CombinedOutput(); err != nil {
				t.Skipf("%v cannot be had here: %v %s", wrap, err, out)
			}
			command := append(slices.Clip(wrap), program)
			for _, name := range []string{"TCP", "UDP", "unix socket", "DNS", "another program", "io_uring", "ptrace"} {
				if got := ending(t, inside(name), command...); got != killed {
					t.Errorf("%s ended with %q; want %q", name, got, killed)
				}
			}
			if got := ending(t, inside("honest"), command...); got != gotAway {
				t.Errorf("honest work ended with %q; want %q", got, gotAway)
			}
		})
	}
}

// Files, memory, threads and a child that is ended are what a program for
// passwords needs.
func TestHonestWorkGoesOn(t *testing.T) {
	if got := ending(t, inside("honest"), self(t)); got != gotAway {
		t.Errorf("ended with %q; want %q", got, gotAway)
	}
}

func honest() {
	var wait sync.WaitGroup
	for range 50 {
		wait.Go(func() {
			runtime.LockOSThread() // a thread each, that ends with it
			b := sandbox.Room(1 << 16)
			b[0] = 1
			sandbox.Release(b)
			runtime.GC()
		})
	}
	wait.Wait()
	f, err := os.CreateTemp("", "lampan-sandbox-")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.Remove(f.Name()) }()
	if _, err := f.WriteString("x"); err != nil {
		panic(err)
	}
	if err := errors.Join(f.Sync(), f.Chmod(0o600), f.Close(), os.Rename(f.Name(), f.Name()+"x"), os.Remove(f.Name()+"x")); err != nil {
		panic(err)
	}
}

func TestRoom(t *testing.T) {
	for _, n := range []int{0, 1, 4096, 5000, 1 << 24} {
		b := sandbox.Room(n)
		if len(b) != n {
			t.Fatalf("Room(%d) has %d bytes", n, len(b))
		}
		for i := range b {
			if b[i] != 0 {
				t.Fatalf("Room(%d) is not empty", n)
			}
			b[i] = 1
		}
		sandbox.Release(b)
	}
	ordinary := []byte("secret")
	sandbox.Release(ordinary)
	if string(ordinary) != "\x00\x00\x00\x00\x00\x00" {
		t.Error("a slice that is not a room was not wiped")
	}
}

// TestHarden changes this process for good, which harms no other test.
func TestHarden(t *testing.T) {
	if err := sandbox.Harden(); err != nil {
		t.Fatal(err)
	}
	if d, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0); err != nil || d != 0 {
		t.Errorf("dumpable = %d, %v; want 0", d, err)
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_CORE, &limit); err != nil || limit.Cur != 0 || limit.Max != 0 {
		t.Errorf("core limit = %+v, %v; want 0", limit, err)
	}
}
