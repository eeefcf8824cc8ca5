package consent_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"

	"lampan/scanner/consent"
)

// A full disk is imitated by a limit on the size of files: the write that
// crosses it is cut off by the system, as on a disk without space. The limit
// binds a whole process, so the test runs in one of its own.
func TestLedgerDiskFull(t *testing.T) {
	const inside = "LAMPAN_TEST_DISK_FULL"
	if os.Getenv(inside) == "" {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), self, "-test.run=^TestLedgerDiskFull$", "-test.v")
		cmd.Env = append(os.Environ(), inside+"=1")
		out, err := cmd.CombinedOutput()
		if err != nil || !bytes.Contains(out, []byte("--- PASS: TestLedgerDiskFull")) {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	r := newReader(t, term{})
	if err := r.open("annas-blogg"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(r.c.Dir, consent.LedgerName)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	signal.Ignore(syscall.SIGXFSZ)
	small := limit
	small.Cur = uint64(len(before) + 50)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &small); err != nil {
		t.Fatal(err)
	}
	record := r.g.Record(consent.Event{Locator: blog, Outcome: consent.OutcomeRead})
	again := r.read(blog)
	_, check := r.c.Checker.Check("annas-blogg", "exposure-review")
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	if !errors.Is(record, consent.ErrLedger) {
		t.Errorf("Record = %v; want ErrLedger", record)
	}
	if refusalCode(again) != consent.CodeLedger || r.reads != 0 {
		t.Errorf("read after it = %v, %d reads; want %s and none", again, r.reads, consent.CodeLedger)
	}
	if check == nil {
		t.Error("Check after it = nil; want an error")
	}
	after, err := os.ReadFile(path)
	if err != nil || string(after) != string(before) {
		t.Errorf("the ledger holds %d bytes, %v; want the %d from before", len(after), err, len(before))
	}
	l, err := consent.OpenLedger(path)
	if err != nil {
		t.Fatalf("OpenLedger with space again = %v; want nil", err)
	}
	l.Close()
}
