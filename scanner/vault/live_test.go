package vault_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/scanner/vault"
)

// TestKeePassXC lets keepassxc-cli write a database and export it, so that what
// is read stays what the installed version writes.
func TestKeePassXC(t *testing.T) {
	program, err := exec.LookPath("keepassxc-cli")
	if err != nil {
		t.Skip("keepassxc-cli is not installed")
	}
	db := filepath.Join(t.TempDir(), "familjen.kdbx")
	run := func(input string, args ...string) []byte {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), program, args...)
		cmd.Stdin = bytes.NewBufferString(input)
		cmd.Env = append(os.Environ(), "QT_QPA_PLATFORM=offscreen", "LC_ALL=C.UTF-8")
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("keepassxc-cli %v: %v", args, err)
		}
		return out
	}
	unlock := filePassword + "\n"
	run(unlock+unlock, "import", "-q", "-p", "-t", "100", filepath.Join("testdata", "make", "vault.xml"), db)
	run(unlock+"nytt-Losen5\n", "add", "-q", "-u", "anna", "--url", "https://ny.example.se", "-p", db, "Hemma/Ny")
	run(unlock+"router-Losen6\n", "edit", "-q", "-p", db, "Hemma/Routern")
	run(unlock, "rm", "-q", db, "Med nyckel")

	data, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	want := kdbx()
	want[4].Line, want[4].Group, want[4].Signs = 7, "Familjen/Papperskorg", "deleted passkey"
	want[5].Line, want[5].PW, want[5].History = 5, "router-Losen6", "router-Losen4"
	want[6].Line = 8
	added := flat{Line: 6, Title: "Ny", URLs: "https://ny.example.se", User: "anna", Group: "Familjen/Hemma", PW: "nytt-Losen5"}
	want = []flat{want[0], want[1], want[2], want[3], want[5], added, want[6], want[4]}
	for name, f := range map[string]struct {
		data    []byte
		options vault.Options
	}{
		"KDBX": {data, opened(filePassword, nil)},
		"XML":  {run(unlock, "export", "-q", "-f", "xml", db), opened("", nil)},
	} {
		got, _, err := vault.Read(name, f.data, f.options)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		flats := flatten(got)
		if name == "XML" {
			flats = append([]flat{want[0]}, flats...)
		}
		slices.SortFunc(flats, func(a, b flat) int { return bytes.Compare([]byte(a.Title), []byte(b.Title)) })
		slices.SortFunc(want, func(a, b flat) int { return bytes.Compare([]byte(a.Title), []byte(b.Title)) })
		for i := range flats { // numbers and today's dates are not the point
			flats[i].Line, flats[i].Changed = 0, ""
		}
		for i := range want {
			want[i].Line, want[i].Changed = 0, ""
		}
		if diff := cmp.Diff(want, flats); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	table, info, err := vault.Read("CSV", run(unlock, "export", "-q", "-f", "csv", db), opened("", nil))
	if err != nil || info.Format != "KeePassXC" || len(table) != 6 {
		t.Errorf("CSV: %d entries, %+v, %v; want 6", len(table), info, err)
	}
	if _, _, err := vault.Read("KDBX", data, opened("fel", nil)); err == nil {
		t.Error("a wrong password opened the file")
	}
}
