package cli_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/cmd/internal/cli"
)

// pair is a household of two who write, and a child of eleven and one of fourteen.
type pair struct {
	dir string
}

const (
	trip   = "2027-06-10\nPå lördag drar vi till Rom, hela familjen! Hem igen onsdagen efter.\n"
	calm   = "2027-06-10\nI dag blev det pannkakor till middag och en lugn kväll.\n"
	phone  = "\n---\n2027-06-02\nRing mig på 070-174 06 05 om du vill komma förbi.\n"
	eriks  = "2027-06-03\nVi bor på Testgatan 3 i Storvik, välkomna på grillkväll.\n\n---\n2027-06-05\nNy cykel i garaget, den kostade en förmögenhet.\n"
	majas  = "2027-06-04\nJag tränar handboll varje tisdag kl 18 i Storvik.\n"
	family = `schema: 1
case: k7f3a9c2
lang: sv
name: Familjen Lind
people:
  - {id: anna, name: Anna Lind, born: 1984, phones: [070-174 06 05]}
  - {id: erik, name: Erik Lind, born: 1982}
  - {id: maja, name: Maja Lind, born: 2013, guardians: [anna, erik]}
  - {id: elsa, name: Elsa Lind, born: 2016, guardians: [anna, erik]}
places:
  - {id: hemma, kind: home, street: Testgatan 3, town: Storvik}
sources:
  - {id: annas, subject: anna, kind: text, at: anna.txt, visibility: open}
  - {id: eriks, subject: erik, kind: text, at: erik.txt, visibility: open}
  - {id: majas, subject: maja, kind: text, at: maja.txt, visibility: open}
consents:
  - {id: c-anna, case: k7f3a9c2, subject: anna, given_by: [anna], method: self, sources: [annas], detectors: [all], purpose: exposure-review, granted: 2027-01-01, expires: 2027-12-31}
  - {id: c-erik, case: k7f3a9c2, subject: erik, given_by: [erik], method: self, sources: [eriks], detectors: [all], purpose: exposure-review, granted: 2027-01-01, expires: 2027-12-31}
  - {id: c-maja, case: k7f3a9c2, subject: maja, given_by: [anna], method: self, assent: true, sources: [majas], detectors: [all], purpose: exposure-review, granted: 2027-01-01, expires: 2027-12-31}
`
)

// newPair lays out a household, with the key of another so that findings have the same
// IDs; files replace those that it has.
func newPair(t *testing.T, like *pair, files map[string]string) *pair {
	t.Helper()
	p := &pair{filepath.Join(t.TempDir(), "fam")}
	all := map[string]string{"household.yaml": family, "anna.txt": trip + phone, "erik.txt": eriks, "maja.txt": majas}
	maps.Copy(all, files)
	if like != nil {
		key, err := os.ReadFile(filepath.Join(like.dir, ".lampan", "key"))
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Join(".lampan", "key")] = string(key)
	}
	for name, text := range all {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(p.dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(p.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// must runs a command and gives what it prints.
func (p *pair) must(t *testing.T, args ...string) string {
	t.Helper()
	r := program{}.run(t, p.args(args)...)
	if r.code != 0 {
		t.Fatalf("lampan %s: exit %d, %s", strings.Join(args, " "), r.code, r.err)
	}
	return r.out
}

// args puts the household in the place of DIR.
func (p *pair) args(args []string) []string {
	out := make([]string, len(args))
	for i, s := range args {
		out[i] = strings.ReplaceAll(s, "DIR", p.dir)
	}
	return out
}

// hashes are what differs between two households that are alike: of the ledger, and of
// what documents hold.
var hashes = regexp.MustCompile(`\b[0-9a-f]{12,64}\b`)

// outputs is what a household is shown, command by command: all of it, or what holds
// most.
func (p *pair) outputs(t *testing.T, all bool) map[string]string {
	t.Helper()
	out := map[string]string{}
	commands := []string{"report DIR --format json", "history DIR --format json", "compare DIR --format json"}
	if all {
		commands = append(commands, "report DIR --format csv", "report DIR --format slides", "report DIR --audit 1", "report DIR --for erik",
			"report DIR --format child --person maja", "compare DIR --format html",
			"plan DIR --format json", "plan DIR --for erik", "meeting DIR", "overview DIR/..", "share DIR --person erik")
	}
	for _, args := range commands {
		r := program{}.run(t, p.args(strings.Fields(args))...)
		if r.code == cli.ExitUsage {
			t.Errorf("lampan %s: %s", args, r.err)
		}
		out[args] = p.same(r.out + r.err)
	}
	out["report.html"] = p.page(t)
	return out
}

// page is the report that lies in the case.
func (p *pair) page(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(p.dir, "report.html"))
	if err != nil {
		t.Fatal(err)
	}
	return p.same(string(page))
}

// same leaves out what two households cannot have in common.
func (p *pair) same(s string) string {
	return hashes.ReplaceAllString(strings.ReplaceAll(s, filepath.Dir(p.dir), "DIR"), "HASH")
}

// code is how a finding of a member is called.
func (p *pair) code(t *testing.T, person, title string) string {
	t.Helper()
	for line := range strings.Lines(p.must(t, "share", "DIR", "--person", person)) {
		if code, rest, ok := strings.Cut(strings.TrimSpace(line), "  "); ok && strings.Contains(rest, title) {
			return code
		}
	}
	t.Fatalf("%s has nothing called %q", person, title)
	return ""
}

func (p *pair) audited(t *testing.T) string {
	t.Helper()
	return p.same(p.must(t, "audit", "DIR", "--at", "2027-06-12") + p.must(t, "audit", "DIR", "--at", "2027-06-14"))
}

// TestShareLeavesNoTrace hides what one member shows, in each way there is, and holds
// everything that the household is shown against a household where it never was.
func TestShareLeavesNoTrace(t *testing.T) {
	private := strings.Replace(family, "sources: [annas], detectors: [all],", "sources: [annas], detectors: [all], share: self,", 1)
	without := func(person string) string {
		var out []string
		for line := range strings.Lines(family) {
			if !strings.Contains(line, "subject: "+person) {
				out = append(out, line)
			}
		}
		return strings.Join(out, "")
	}
	for _, tt := range []struct {
		name          string
		all           bool
		files, never  map[string]string
		hide          map[string][]string // by person, the titles
		before, trace string              // what the household is shown before, and in its source after
	}{
		{
			name: "a trip", all: true, hide: map[string][]string{"anna": {"dagar ni är borta"}},
			never: map[string]string{"anna.txt": calm + phone}, before: "Rom", trace: "Rom",
		},
		{
			name: "a consent for herself", files: map[string]string{"household.yaml": private},
			never: map[string]string{"household.yaml": without("anna")}, trace: "annas",
		},
		{
			name: "what a teen does", hide: map[string][]string{"maja": {""}},
			never: map[string]string{"maja.txt": calm}, before: "tisdag", trace: "tisdag",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newPair(t, nil, tt.files)
			first := p.audited(t)
			if tt.before != "" && !strings.Contains(p.must(t, "report", "DIR", "--format", "json"), tt.before) {
				t.Fatalf("nothing of %q shows before it is hidden", tt.before)
			}
			for person, titles := range tt.hide {
				for _, title := range titles {
					p.must(t, "share", "DIR", "--person", person, "--hide", p.code(t, person, title))
				}
			}
			never := newPair(t, p, tt.never)
			if second := never.audited(t); tt.hide == nil {
				if d := cmp.Diff(second, first); d != "" {
					t.Errorf("audit prints otherwise (-never there +hidden):\n%s", d)
				}
			}
			want, got := never.outputs(t, tt.all), p.outputs(t, tt.all)
			for args := range want {
				if d := cmp.Diff(want[args], got[args]); d != "" {
					t.Errorf("%s (-never there +hidden):\n%s", args, d)
				}
				if strings.Contains(got[args], tt.trace) {
					t.Errorf("%s tells of %q", args, tt.trace)
				}
			}
			// The next audit prints and writes what the household may see, too.
			next := p.same(p.must(t, "audit", "DIR", "--at", "2027-06-14"))
			if d := cmp.Diff(never.same(never.must(t, "audit", "DIR", "--at", "2027-06-14")), next); d != "" {
				t.Errorf("the next audit (-never there +hidden):\n%s", d)
			}
			if want, got := never.page(t), p.page(t); want != got {
				t.Error("the next audit writes another report.html")
			}
			for person := range tt.hide {
				if own := p.must(t, "report", "DIR", "--for", person, "--format", "json"); !strings.Contains(own, tt.trace) {
					t.Errorf("%s's own sheet has nothing of %q", person, tt.trace)
				}
			}
		})
	}
}

// TestShareBackAgain shows again what was hidden: then all is as it was.
func TestShareBackAgain(t *testing.T) {
	t.Parallel()
	p := newPair(t, nil, nil)
	p.audited(t)
	want := p.outputs(t, false)
	code := p.code(t, "anna", "dagar ni är borta")
	if got := p.must(t, "share", "DIR", "--person", "anna", "--hide", code); !strings.Contains(got, "Bara Anna Lind ser det nu") {
		t.Errorf("share --hide says %q", got)
	}
	list := p.must(t, "share", "DIR", "--person", "anna", "--list")
	if !regexp.MustCompile(code + `.*bara Anna Lind ser det`).MatchString(list) {
		t.Errorf("share --list says\n%s", list)
	}
	if got := p.outputs(t, false); got["report DIR --format json"] == want["report DIR --format json"] {
		t.Error("nothing changed")
	}
	p.must(t, "share", "DIR", "--person", "anna", "--show", code)
	if d := cmp.Diff(want, p.outputs(t, false)); d != "" {
		t.Errorf("after showing it again (-before +after):\n%s", d)
	}
}

func TestShareRefuses(t *testing.T) {
	t.Parallel()
	p := newPair(t, nil, nil)
	p.audited(t)
	trip := p.code(t, "anna", "dagar ni är borta")
	for _, tt := range []struct {
		args string
		code int
		want string
	}{
		{"share DIR", cli.ExitUsage, "--person"},
		{"share DIR --person anna --list --hide " + trip, cli.ExitUsage, "--list"},
		{"share DIR --person anna --hide " + trip + " --show " + trip, cli.ExitUsage, "både"},
		{"share DIR --person anna --hide zzzz", cli.ExitNoSuch, "zzzz"},
		{"share DIR --person anna --hide " + trip[:3], cli.ExitUsage, "fyra tecken"},
		{"share DIR --person erik --hide " + trip, cli.ExitNoSuch, trip}, // hers, not his
		{"share DIR --person grannen", cli.ExitNoSuch, "De som finns"},
		{"share DIR --person elsa", cli.ExitFaults, "Elsa är under 13 år. "},
		{"share DIR/no --person anna", cli.ExitFiles, ""},
	} {
		r := program{}.run(t, p.args(strings.Fields(tt.args))...)
		if r.code != tt.code || !strings.Contains(r.err, tt.want) || r.out != "" {
			t.Errorf("lampan %s: exit %d, %q, %q; want %d and %q", tt.args, r.code, r.out, r.err, tt.code, tt.want)
		}
	}
	if _, err := os.Stat(filepath.Join(p.dir, ".lampan", "share.json")); err == nil {
		t.Error("a refusal wrote a list")
	}
}

// TestShareFailsClosed: where the list cannot be read, nothing is shown rather than
// what somebody withholds.
func TestShareFailsClosed(t *testing.T) {
	t.Parallel()
	p := newPair(t, nil, nil)
	p.audited(t)
	p.must(t, "share", "DIR", "--person", "anna", "--hide", p.code(t, "anna", "dagar ni är borta"))
	file := filepath.Join(p.dir, ".lampan", "share.json")
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v; want a file closed to others", info, err)
	}
	if err := os.WriteFile(file, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range []string{"report DIR", "history DIR", "audit DIR", "compare DIR", "report DIR --for anna", "share DIR --person anna"} {
		r := program{}.run(t, p.args(strings.Fields(args))...)
		if r.code != cli.ExitDatabase || strings.Contains(r.out, "dagar") {
			t.Errorf("lampan %s: exit %d, %q, %q; want it refused", args, r.code, r.out, r.err)
		}
	}
}

// TestConsentOnlyMe writes who sees what is read.
func TestConsentOnlyMe(t *testing.T) {
	t.Parallel()
	p := newPair(t, nil, nil)
	p.must(t, "consent", "add", "DIR", "--subject", "anna", "--source", "annas", "--only-me")
	text, err := os.ReadFile(filepath.Join(p.dir, "household.yaml"))
	if err != nil || strings.Count(string(text), "share: self") != 1 {
		t.Errorf("household.yaml says, %v:\n%s", err, text)
	}
	p.audited(t)
	if got := p.must(t, "report", "DIR", "--format", "json"); strings.Contains(got, "annas") {
		t.Error("the household sees what only Anna is to see")
	}
	if got := p.must(t, "report", "DIR", "--for", "anna", "--format", "json"); !strings.Contains(got, "annas") {
		t.Error("Anna does not see her own")
	}
	r := program{}.run(t, "consent", "add", p.dir, "--subject", "elsa", "--by", "anna", "--source", "annas", "--only-me")
	if r.code == 0 {
		t.Error(fmt.Sprint("a guardian withheld for a child: ", r.out))
	}
}
