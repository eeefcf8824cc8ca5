package cli_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What somebody looked up is noted where it is looked up, too, and the command stands
// there ready to run.
func TestDoneAmongLookups(t *testing.T) {
	dir := lookupCase(t, anna+erik, "anna")
	if err := os.Mkdir(filepath.Join(dir, "uppslag"), 0o700); err != nil {
		t.Fatal(err)
	}
	const file = "schema: 1\nperson: anna\nfits: [phone]\nlooks:\n  - {place: hitta, on: 2027-06-10, seen: visible, shows: [name, address]}\n" +
		"  - {place: eniro, on: 2027-06-10, seen: visible, shows: [name, address]}\n"
	if err := os.WriteFile(filepath.Join(dir, "uppslag", "anna.yaml"), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := (program{}).run(t, "audit", dir, "--offline"); r.code != 0 {
		t.Fatal(r.err)
	}
	code := regexp.MustCompile(`lampan plan done \S+ (\w+)`).FindStringSubmatch((program{}).run(t, "plan", dir).out)
	if code == nil {
		t.Fatal("the plan names no code")
	}
	before := (program{}).run(t, "plan", dir).out
	r := (program{}).run(t, "plan", "done", dir, code[1])
	if want := "lampan lookup " + dir + " --person anna --done "; r.code != 0 || !strings.Contains(r.out, want) ||
		!strings.Contains(r.out, "hitta") || !strings.Contains(r.out, "eniro") {
		t.Fatalf("exit %d: %s%s; want %q", r.code, r.out, r.err, want)
	}
	if after := (program{}).run(t, "plan", dir).out; after == before || strings.Contains(after, code[1]) {
		t.Errorf("the plan still begins with it:\n%s", after)
	}
}

// A member who keeps something from the others marks it in a plan of their own.
func TestPlanOfWhatIsKept(t *testing.T) {
	dir := newCase(t)
	path := filepath.Join(dir, "household.yaml")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(data), "expires: 2027-12-31}", "expires: 2027-12-31, share: self}", 1)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := (program{}).run(t, "audit", dir, "--offline"); r.code != 0 {
		t.Fatal(r.err)
	}
	if r := (program{}).run(t, "plan", dir); r.code != 0 || strings.Contains(r.out, "inlägg") {
		t.Errorf("the household's plan: exit %d, %s%s", r.code, r.out, r.err)
	}
	own := (program{}).run(t, "plan", dir, "--for", "anna").out
	code := regexp.MustCompile(`lampan plan done \S+ (\w+)`).FindStringSubmatch(own)
	if code == nil {
		t.Fatalf("her own plan names no code:\n%s", own)
	}
	if r := (program{}).run(t, "plan", "done", dir, code[1]); r.code != 6 || strings.Contains(r.err, "Rom") {
		t.Errorf("marked by the others: exit %d, %s", r.code, r.err)
	}
	if r := (program{}).run(t, "plan", "done", dir, code[1], "--for", "anna"); !strings.Contains(own, code[1]+" --for anna") || r.code != 0 || strings.Contains(r.out, "av 100") {
		t.Errorf("marked by herself: exit %d, %s%s", r.code, r.out, r.err)
	}
}
