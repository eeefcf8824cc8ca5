package cli_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// manyCases is a folder with n cases, each audited once.
func manyCases(t testing.TB, n int) string {
	t.Helper()
	one := newCase(t)
	if r := (program{}).run(t, "audit", one, "--at", "2027-06-01"); r.code != 0 {
		t.Fatal(r.err)
	}
	dir := t.TempDir()
	for i := range n {
		if err := os.CopyFS(filepath.Join(dir, fmt.Sprintf("familj-%03d", i)), os.DirFS(one)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestOverviewFollowsNoLink: a case behind a link belongs somewhere else, and what
// cannot be opened is told of and stops none of the others.
func TestOverviewFollowsNoLink(t *testing.T) {
	dir := manyCases(t, 2)
	if err := os.Symlink(newCase(t), filepath.Join(dir, "lank")); err != nil {
		t.Skip(err)
	}
	broken := filepath.Join(dir, "familj-000", ".lampan", "case.db")
	if err := os.WriteFile(broken, []byte(strings.Repeat("not a database ", 300)), 0o600); err != nil {
		t.Fatal(err)
	}
	r := program{}.run(t, "overview", dir)
	if r.code != 0 || strings.Contains(r.out, "lank") || strings.Count(r.out, "familj-00") < 2 || !strings.Contains(r.out, "skadad") {
		t.Errorf("exit %d: %s%s", r.code, r.out, r.err)
	}
}

// BenchmarkOverview300 shows 300 cases, each with an audit.
func BenchmarkOverview300(b *testing.B) {
	dir := manyCases(b, 300)
	b.ReportAllocs()
	for b.Loop() {
		if r := (program{out: io.Discard}).run(b, "overview", dir); r.code != 0 {
			b.Fatal(r.err)
		}
	}
}
