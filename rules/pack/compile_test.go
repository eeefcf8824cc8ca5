package pack_test

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lampan/rules"
	"lampan/rules/pack"
)

var update = flag.Bool("update", false, "compile the pack again")

// TestCompiled: what every command reads is what the YAML says.
func TestCompiled(t *testing.T) {
	want, err := rules.Load(os.DirFS("core"))
	if err != nil {
		t.Fatal(err)
	}
	data, err := pack.Compile(want)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("core.json.gz", data, 0o644); err != nil { //nolint:gosec // part of the source
			t.Fatal(err)
		}
		t.Log("compiled; run the test again")
		return
	}
	stored, err := os.ReadFile("core.json.gz")
	if err != nil {
		t.Fatal(err)
	}
	got, err := pack.Open(stored)
	if err != nil {
		t.Fatalf("%v; run: go test ./rules/pack -run Compiled -update", err)
	}
	if got.Hash != want.Hash {
		t.Fatal("the YAML has changed; run: go test ./rules/pack -run Compiled -update")
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(rules.Question{})); diff != "" {
		t.Errorf("Open(Compile(pack)) (-want +got):\n%s", diff)
	}
}
