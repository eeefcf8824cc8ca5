package demosite_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lampan/cmd/internal/demosite"
	"lampan/rules/password"
	"lampan/rules/password/hygiene"
	"lampan/rules/password/meter"
	"lampan/rules/password/verdict"
	"lampan/scanner/breach"
	"lampan/scanner/household"
	"lampan/scanner/vault"
)

var update = flag.Bool("update", false, "write testdata/demo/case/losenord.json anew")

// audited looks through the family's vaults as lampan-pass does.
func audited(t *testing.T) verdict.Report {
	t.Helper()
	h, err := household.Load(filepath.Join(demo(t), "case", household.FileName))
	if err != nil {
		t.Fatal(err)
	}
	var facts []meter.Fact
	add := func(kind meter.FactKind, texts ...string) {
		for _, s := range texts {
			facts = append(facts, meter.Fact{Kind: kind, Text: s})
		}
	}
	for _, p := range h.People {
		add(meter.FactName, append(p.Aliases, p.Name)...)
		add(meter.FactBorn, time.Date(p.Born, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006"))
		add(meter.FactEmail, p.Emails...)
		add(meter.FactPhone, p.Phones...)
	}
	add(meter.FactPet, h.Pets...)
	m, err := meter.New()
	if err != nil {
		t.Fatal(err)
	}
	filter, err := breach.Common()
	if err != nil {
		t.Fatal(err)
	}
	var entries []password.Entry
	for person, file := range map[string]string{"jonas": "jonas.csv", "malin": "malin.json", "tuva": "tuva.csv"} {
		data, err := os.ReadFile(filepath.Join(demo(t), "vaults", file))
		if err != nil {
			t.Fatal(err)
		}
		list, _, err := vault.Read(file, data, vault.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range list {
			list[i].Person = person
		}
		entries = append(entries, list...)
	}
	day, err := time.Parse(time.DateOnly, demosite.Day)
	if err != nil {
		t.Fatal(err)
	}
	return hygiene.Audit(entries, hygiene.Config{
		Meter: m.Knowing(facts), FactsGiven: true, Case: h.Case, At: day,
		Leaked: func(pw []byte) (found, ok bool) { return filter.Has(pw), false },
	})
}

// The verdicts in the case are those of the vaults beside it. How many guesses
// a password takes is left out: it changes with every better meter.
func TestVerdicts(t *testing.T) {
	r := audited(t)
	file := filepath.Join(demo(t), "case", "losenord.json")
	if *update {
		data, err := verdict.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	committed, err := verdict.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	guesses := cmp.Options{
		cmpopts.IgnoreFields(verdict.Account{}, "Log10", "Strength"), cmpopts.IgnoreFields(verdict.Found{}, "Hints"), cmpopts.EquateEmpty(),
	}
	if diff := cmp.Diff(committed, r, guesses); diff != "" {
		t.Errorf("verdicts (-committed +vaults); go test -update writes them:\n%s", diff)
	}
}

// What the demo tells of the family's passwords.
func TestPasswordStory(t *testing.T) {
	r := audited(t)
	has := func(person, name string, fault verdict.Fault, more func(verdict.Found) bool) {
		t.Helper()
		for _, a := range r.Accounts {
			if a.Person == person && a.Name == name && slices.ContainsFunc(a.Faults, func(f verdict.Found) bool {
				return f.Fault == fault && (more == nil || more(f))
			}) {
				return
			}
		}
		t.Errorf("%s at %s is not %s", person, name, fault)
	}
	has("malin", "clasohlson.com", verdict.Reused, func(f verdict.Found) bool { return slices.Contains(f.People, "jonas") })
	has("jonas", "blocket.se", verdict.Reused, func(f verdict.Found) bool { return slices.Contains(f.People, "malin") })
	has("malin", "garnkorgen.example", verdict.Reused, func(f verdict.Found) bool { return len(f.People) == 0 })
	has("jonas", "snickarforum.example", verdict.Variant, func(f verdict.Found) bool { return f.Master })
	has("malin", "koren.example", verdict.Family, func(f verdict.Found) bool { return slices.Contains(f.Facts, "pet") })
	has("tuva", "roblox.com", verdict.Family, func(f verdict.Found) bool { return slices.Contains(f.Facts, "pet") })
	has("jonas", "biltema.se", verdict.Leaked, nil)
	has("jonas", "mail.google.com", verdict.NoStep, nil)
	good := 0
	for _, a := range r.Accounts {
		if !slices.ContainsFunc(a.Faults, func(f verdict.Found) bool { return !f.Fault.Information() && f.Fault != verdict.NoStep }) {
			good++
		}
	}
	if good*3 < 2*len(r.Accounts) {
		t.Errorf("%d of %d accounts are in order; want most", good, len(r.Accounts))
	}
}
