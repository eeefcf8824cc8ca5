package breach_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"lampan/scanner/breach"
)

// FuzzBuild builds from whatever text, under a name that is a prefix or is not.
// Either a fault is told that lies within the text and nothing is left, or
// every hash of the text is found.
func FuzzBuild(f *testing.F) {
	hashes := text(sums("hej", "hemligt", "lösenord"))
	f.Add(hashes, "list.txt")
	f.Add(bytes.ToLower(bytes.ReplaceAll(hashes, []byte("\r"), nil)), "list.txt")
	f.Add(suffixes(sums("hej")), "C412B.txt")
	f.Add(suffixes(sums("hej")), "c412b")
	f.Add(packed(f, hashes), "list.gz")
	f.Add([]byte("<html>"), "a")
	f.Add(byCount(sums("hej", "hemligt", "lösenord")), "a")
	line := regexp.MustCompile(`(?m)^(?:\x{feff})?([0-9A-Fa-f]{40})(?::[ \t]*0*[1-9][0-9]*[ \t]*)?\r?$`)
	f.Fuzz(func(t *testing.T, b []byte, name string) {
		dir, to := t.TempDir(), t.TempDir()
		if name == "" || len(name) > 100 || filepath.Base(name) != name || os.WriteFile(filepath.Join(dir, name), b, 0o600) != nil {
			t.Skip("not a name for a file")
		}
		out := filepath.Join(to, "filter")
		stats, err := breach.Build(t.Context(), []string{filepath.Join(dir, name)}, out, breach.Options{Created: day(), Partial: true})
		if err != nil {
			fault, ok := errors.AsType[*breach.Fault](err)
			if !ok {
				t.Fatalf("Build() = %v; want a Fault", err)
			}
			// A packed text has lines that cannot be counted here.
			if most := bytes.Count(b, []byte("\n")) + 1; fault.Line > most && !bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
				t.Fatalf("line %d of %d", fault.Line, most)
			}
			nothingIn(t, to)
			return
		}
		filter, err := breach.Open(out)
		if err != nil {
			t.Fatal(err)
		}
		defer filter.Close()
		distinct := map[string]bool{}
		for _, m := range line.FindAllSubmatch(b, -1) {
			distinct[string(bytes.ToUpper(m[1][:16]))] = true
		}
		if len(distinct) > 0 && int64(len(distinct)) > stats.Entries {
			t.Fatalf("%d hashes in the text, %d in the filter", len(distinct), stats.Entries)
		}
		for _, p := range []string{"hej", "hemligt", "lösenord"} {
			h := sum(p)
			if distinct[string(text([]hash{h})[:16])] && !filter.Has([]byte(p)) {
				t.Fatalf("%q was in the text and is not found", p)
			}
		}
	})
}
