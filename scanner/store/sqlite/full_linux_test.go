package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"lampan/scanner/audit"
	"lampan/scanner/store/sqlite"
	"lampan/scanner/store/storetest"
)

// A disk that is really full: a memory disk of half a megabyte, in a mount
// namespace of the child's own.
func TestFullTmpfs(t *testing.T) {
	path := caseFile(t.TempDir())
	cmd := child(t, "fill-disk", path)
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if errors.Is(err, syscall.EPERM) || strings.Contains(string(out), "error: mount") {
		t.Skipf("this machine lets nobody make a namespace: %v %s", err, out)
	}
	if err != nil {
		t.Fatalf("child: %v\n%s", err, out)
	}
	t.Logf("%s", out)
}

// fillDisk is the child of TestFullTmpfs. It checks everything itself, for the
// disk is gone when it ends.
func fillDisk(ctx context.Context, path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=512k"); err != nil {
		return fmt.Errorf("mount: %w", err)
	}
	filler := filepath.Join(dir, "filler")
	if err := os.WriteFile(filler, make([]byte, 64<<10), 0o600); err != nil {
		return err
	}
	s, err := sqlite.Open(ctx, path, sqlite.Config{})
	if err != nil {
		return err
	}
	saved, err := saveAll(ctx, s)
	if !errors.Is(err, audit.ErrFull) || saved == 0 {
		return fmt.Errorf("saved %d, then %w; want audit.ErrFull", saved, err)
	}
	fmt.Println(err)
	if _, err := s.Save(ctx, storetest.Sample(1)); !errors.Is(err, audit.ErrFull) {
		return fmt.Errorf("second try on a full disk: %w; want audit.ErrFull", err)
	}
	for n := range saved {
		if _, err := s.Audit(ctx, n+1); err != nil {
			return fmt.Errorf("while full: %w", err)
		}
	}
	if err := os.Remove(filler); err != nil {
		return err
	}
	if n, err := s.Save(ctx, storetest.Sample(1)); err != nil || n != saved+1 {
		return fmt.Errorf("with room again: number %d, %w; want %d", n, err, saved+1)
	}
	if err := s.Close(); err != nil {
		return err
	}
	if s, err = sqlite.Open(ctx, path, sqlite.Config{}); err != nil {
		return err
	}
	list, err := s.List(ctx)
	if err != nil || len(list) != saved+1 {
		return fmt.Errorf("after reopening: %d audits, %w; want %d", len(list), err, saved+1)
	}
	return s.Close()
}
