package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/scanner/audit"
	"lampan/scanner/store/sqlite"
	"lampan/scanner/store/storetest"
)

// The test binary starts itself again as a child that can be killed, starved
// of disk or stripped of its rights. childEnv holds the child's part.
const childEnv = "LAMPAN_STORE_CHILD"

func TestMain(m *testing.M) {
	parts := map[string]func(ctx context.Context, path string) error{
		"save-for-ever": saveForEver, "save-until-full": saveUntilFull, "fill-disk": fillDisk,
		"open": openOnly, "read": readOnly, "save-one": saveOne,
	}
	if part, ok := parts[os.Getenv(childEnv)]; ok {
		if err := part(context.Background(), os.Args[1]); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child is this test binary as another process. It runs a copy in a folder
// that every user may read, so that the process may be another user's.
func child(t *testing.T, part, path string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, path)
	cmd.Env = append(os.Environ(), childEnv+"="+part)
	return cmd
}

func saveForEver(ctx context.Context, path string) error {
	s, err := sqlite.Open(ctx, path, sqlite.Config{})
	if err != nil {
		return err
	}
	for {
		n, err := s.Save(ctx, storetest.Sample(int(time.Now().UnixNano())))
		if err != nil {
			return err
		}
		fmt.Println(n) // the acknowledgement
	}
}

func saveUntilFull(ctx context.Context, path string) error {
	// A limit on the size of a file stands in for a full disk wherever a disk
	// cannot be made; without this the limit would end the process.
	signal.Ignore(syscall.SIGXFSZ)
	kb, err := strconv.Atoi(os.Getenv("LAMPAN_STORE_LIMIT"))
	if err != nil {
		return err
	}
	limit := syscall.Rlimit{Cur: uint64(kb) << 10, Max: uint64(kb) << 10} //nolint:gosec // a small number of the test's own
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	s, err := sqlite.Open(ctx, path, sqlite.Config{})
	if err != nil {
		return err
	}
	saved, err := saveAll(ctx, s)
	for n := range saved { // what was saved is still readable while full
		if _, rerr := s.Audit(ctx, n+1); rerr != nil {
			return fmt.Errorf("unreadable while full: %w", rerr)
		}
	}
	return errors.Join(err, s.Close())
}

// saveAll saves until it cannot, and says how many it saved.
func saveAll(ctx context.Context, s *sqlite.Store) (int, error) {
	for i := 0; ; i++ {
		if _, err := s.Save(ctx, storetest.Sample(i)); err != nil {
			return i, err
		}
		fmt.Println(i + 1)
	}
}

func openOnly(ctx context.Context, path string) error {
	s, err := sqlite.Open(ctx, path, sqlite.Config{})
	if err != nil {
		return err
	}
	return s.Close()
}

func saveOne(ctx context.Context, path string) error {
	s, err := sqlite.Open(ctx, path, sqlite.Config{})
	if err != nil {
		return err
	}
	if _, err = s.Save(ctx, storetest.Sample(1)); err != nil {
		return err
	}
	return filepath.WalkDir(filepath.Dir(path), func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		fmt.Println(info.Mode(), filepath.Base(p))
		return err
	})
}

func readOnly(ctx context.Context, path string) error {
	s, err := sqlite.Open(ctx, path, sqlite.Config{ReadOnly: true})
	if err != nil {
		return err
	}
	a, err := s.Latest(ctx)
	if err != nil {
		return err
	}
	fmt.Println("number", a.Number)
	return s.Close()
}

// A process killed with SIGKILL at any moment loses no audit whose number it
// was given, leaves none half written, and keeps the next one from nothing.
func TestKill(t *testing.T) {
	const kills = 20
	path := caseFile(t.TempDir())
	random := rand.New(rand.NewPCG(1, 2))
	acknowledged := 0
	for range kills {
		cmd := child(t, "save-for-ever", path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := random.IntN(12); n >= 0 && lines.Scan(); n-- {
			acknowledged = mustNumber(t, lines.Text())
		}
		time.Sleep(time.Duration(random.IntN(5000)) * time.Microsecond) // into the middle of a save
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() { // what it had said before it died
			acknowledged = mustNumber(t, lines.Text())
		}
		_ = cmd.Wait() // killed, as meant

		s := open(t, path, sqlite.Config{})
		list, err := s.List(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		// One more than acknowledged may be there: killed before it could say so.
		if len(list) < acknowledged || len(list) > acknowledged+1 {
			t.Fatalf("%d audits after the kill; want %d acknowledged, or one more", len(list), acknowledged)
		}
		acknowledged = len(list)
		for _, sum := range list {
			a, err := s.Audit(t.Context(), sum.Number)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(sum, a.Summary()); d != "" {
				t.Fatalf("audit %d disagrees with its line (-list +record):\n%s", sum.Number, d)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	wantIntact(t, path)
	t.Logf("%d kills, %d audits, none lost", kills, acknowledged)
}

func mustNumber(t *testing.T, line string) int {
	t.Helper()
	n, err := strconv.Atoi(line)
	if err != nil {
		t.Fatalf("child said %q; want a number", line)
	}
	return n
}

func wantIntact(t *testing.T, path string) {
	t.Helper()
	var check string
	if err := raw(t, path).QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&check); err != nil || check != "ok" {
		t.Errorf("integrity_check = %q, %v; want ok", check, err)
	}
}

// fullRun lets a child save until it cannot, and checks what it said and left.
func fullRun(t *testing.T, cmd *exec.Cmd, path string) {
	t.Helper()
	out, err := cmd.Output()
	if err == nil {
		t.Fatalf("the child filled a disk without an error: %s", out)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	last, saved := lines[len(lines)-1], len(lines)-1
	for _, say := range []string{"save audit", "the disk is full", "make room", path} {
		if !strings.Contains(last, say) {
			t.Errorf("child said %q; want it to say %q", last, say)
		}
	}
	if saved < 1 {
		t.Fatalf("nothing was saved before the disk was full: %q", out)
	}
	t.Logf("%d audits saved, then: %s", saved, last)
}

func TestFullDisk(t *testing.T) {
	t.Run("a limit on file size", func(t *testing.T) {
		path := caseFile(t.TempDir())
		cmd := child(t, "save-until-full", path)
		cmd.Env = append(cmd.Env, "LAMPAN_STORE_LIMIT=256")
		fullRun(t, cmd, path)
		s := open(t, path, sqlite.Config{})
		list, err := s.List(t.Context())
		if err != nil || len(list) == 0 {
			t.Fatalf("List() after a full disk = %v, %v", list, err)
		}
		// With room again the next audit follows the last.
		if n, err := s.Save(t.Context(), storetest.Sample(1)); n != len(list)+1 || err != nil {
			t.Errorf("Save() with room again = %d, %v; want %d", n, err, len(list)+1)
		}
		wantIntact(t, path)
	})
	t.Run("no room even to begin", func(t *testing.T) {
		path := caseFile(t.TempDir())
		cmd := child(t, "save-until-full", path)
		cmd.Env = append(cmd.Env, "LAMPAN_STORE_LIMIT=4")
		out, err := cmd.Output()
		if err == nil || !strings.Contains(string(out), "the disk is full") {
			t.Errorf("child = %v, said %q; want the disk is full", err, out)
		}
	})
}

// A folder that cannot be written to: the audit is refused in one sentence,
// what is stored can still be read, and nothing has changed.
func TestReadOnlyFolder(t *testing.T) {
	stored, fresh := filled(t), caseFile(t.TempDir())
	for _, dir := range []string{filepath.Dir(stored), filepath.Dir(filepath.Dir(fresh))} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(dir, 0o555); err != nil { //nolint:gosec // the point of the test
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(dir, 0o700) }) //nolint:gosec // so that it can be removed
	}
	if err := os.Chmod(stored, 0o444); err != nil { //nolint:gosec // the point of the test
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, path, part, want string }{
		{"an audit of a known case", stored, "open", "cannot be written to; move the case"},
		{"the first audit of a case", fresh, "open", "cannot be written to; move the case"},
		{"reading what is stored", stored, "read", "number 2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cmd := unprivileged(t, child(t, tt.part, tt.path))
			out, err := cmd.CombinedOutput()
			if !strings.Contains(string(out), tt.want) || strings.Count(string(out), "\n") != 1 {
				t.Errorf("child = %v, said %q; want one line with %q", err, out, tt.want)
			}
		})
	}
}

// unprivileged runs cmd as nobody when the tests run as root, whom no file
// mode holds back.
func unprivileged(t *testing.T, cmd *exec.Cmd) *exec.Cmd {
	t.Helper()
	if os.Geteuid() != 0 {
		return cmd
	}
	const nobody = 65534
	// The binary and the case lie in folders that only root may enter.
	b, err := os.ReadFile(cmd.Path)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cmd.Path = filepath.Join(dir, "child")
	if err := os.WriteFile(cmd.Path, b, 0o755); err != nil { //nolint:gosec // nobody must be able to run it
		t.Fatal(err)
	}
	for _, p := range []string{dir, filepath.Dir(cmd.Args[1])} {
		for ; p != os.TempDir() && p != "/"; p = filepath.Dir(p) {
			info, err := os.Stat(p)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(p, info.Mode().Perm()|0o055); err != nil { //nolint:gosec // as above
				t.Fatal(err)
			}
		}
	}
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	return cmd
}

// Nobody but the owner may read a case, also while it is open and whatever the
// umask says.
func TestModes(t *testing.T) {
	t.Run("made", func(t *testing.T) {
		path := caseFile(t.TempDir())
		wantModes(t, path)
	})
	t.Run("tightened", func(t *testing.T) {
		path := filled(t)
		for _, p := range []string{filepath.Dir(path), path} {
			if err := os.Chmod(p, 0o777); err != nil { //nolint:gosec // the point of the test
				t.Fatal(err)
			}
		}
		wantModes(t, path)
	})
}

func wantModes(t *testing.T, path string) {
	t.Helper()
	cmd := child(t, "save-one", path)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("child: %v: %s", err, out)
	}
	want := "drwx------ .lampan\n-rw------- case.db\n-rw------- case.db-shm\n-rw------- case.db-wal\n"
	if got := string(out); got != want {
		t.Errorf("modes while open:\n%swant\n%s", got, want)
	}
}

// A link laid out in the case must not make lampan touch a file elsewhere.
func TestLink(t *testing.T) {
	dir := t.TempDir()
	elsewhere := filepath.Join(dir, "elsewhere")
	if err := os.WriteFile(elsewhere, []byte("kvar"), 0o644); err != nil { //nolint:gosec // seen to stay as it is
		t.Fatal(err)
	}
	path := caseFile(dir)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, path+"-wal"); err != nil {
		t.Fatal(err)
	}
	if s, err := sqlite.Open(t.Context(), path, sqlite.Config{}); err == nil {
		s.Close()
		t.Error("Open followed a link out of its folder")
	} else if _, ok := errors.AsType[*audit.StoreError](err); !ok {
		t.Errorf("Open = %T; want an *audit.StoreError", err)
	}
	info, err := os.Stat(elsewhere)
	if err != nil || info.Mode().Perm() != 0o644 || info.Size() != 4 {
		t.Errorf("the file elsewhere = %v, %v; want it untouched", info, err)
	}
}
