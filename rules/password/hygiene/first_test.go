package hygiene_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/password"
	"lampan/rules/password/hygiene"
	"lampan/rules/password/meter"
	"lampan/rules/password/verdict"
)

// leaks is a complete list of leaked passwords.
func leaks(list ...string) func(*hygiene.Config) {
	return func(c *hygiene.Config) {
		c.Leaked = func(b []byte) (bool, bool) { return slices.Contains(list, string(b)), true }
	}
}

func TestFirstSteps(t *testing.T) {
	const anna, erik, tim = "anna.exempelsson@gmail.com", "erik@exempel.se", "tim"
	for _, tt := range []struct {
		name    string
		entries []password.Entry
		leaked  []string
		want    string
	}{
		{
			name: "a family", leaked: []string{strong3, strong4}, entries: []password.Entry{
				entry("P1", 1, "https://accounts.google.com", anna, shared, passkey),
				entry("P1", 2, "https://www.blocket.se", anna, shared),
				// Of the same Gmail an old copy, which another site has.
				entry("P1", 3, "https://accounts.google.com", anna, strong1, in("äldre.csv"), passkey),
				entry("P1", 4, "https://www.tradera.com", anna, strong1),
				entry("P1", 5, "https://www.telia.se", anna, stem+" 2024"),
				entry("P1", 6, "https://www.vinted.se", anna, stem+" 2025"),
				entry("P2", 1, "", "", "sommar2024", title("Familjens valv"), master),
				entry("P2", 2, "http://192.168.1.1", "admin", strong3),
				entry("P2", 3, "https://forum.exempel.se", erik, strong2),
				entry("P2", 4, "https://bio.exempel.se", erik, strong2),
				entry("P3", 1, "https://www.spel.example", tim, strong4),
				entry("P3", 2, "https://www.ritblock.example", tim, strong4),
			},
			want: `renew weak: [P2 Familjens valv]
part reused: [P1 accounts.google.com] [P1 blocket.se]
part leaked: [P3 ritblock.example] [P3 spel.example]
`,
		},
		{
			name: "everybody's key account before somebody's second, key accounts before others", leaked: []string{strong1}, entries: []password.Entry{
				entry("P1", 1, "https://spel.example", anna, strong1),
				entry("P2", 1, "https://mail.exempel.se", erik, "sommar2024"),
				entry("P3", 1, "https://swedbank.se", tim, "vinter2024"),
				entry("P3", 2, "https://mail.exempel.org", tim, strong2), entry("P3", 3, "https://bio.example.net", tim, strong2),
			},
			want: `part reused: [P3 mail.exempel.org] [P3 bio.example.net]
renew weak: [P2 mail.exempel.se]
renew weak: [P3 swedbank.se]
`,
		},
		{
			name: "a key account's variant before what is wrong with others, but for what is leaked", leaked: []string{strong1, strong3}, entries: []password.Entry{
				entry("P1", 1, "https://mail.exempel.se", anna, stem+" 2024"), entry("P1", 2, "https://bio.exempel.org", anna, stem+" 2025"),
				entry("P1", 3, "https://spel.example", anna, strong1),
				entry("P2", 1, "https://ritblock.example", tim, strong3),
				entry("P3", 1, "https://a.exempel.org", erik, shared), entry("P3", 2, "https://b.example.net", erik, shared),
			},
			want: "renew leaked: [P2 ritblock.example]\nrenew leaked: [P1 spel.example]\nrenew variant: [P1 mail.exempel.se]\n",
		},
		{
			name: "leaked before a variant", leaked: []string{strong1}, entries: []password.Entry{
				entry("P1", 1, "https://mail.exempel.se", anna, stem+" 2024"), entry("P1", 2, "https://bio.exempel.org", anna, stem+" 2025"),
				entry("P1", 3, "https://spel.example", anna, strong1),
			},
			want: "renew leaked: [P1 spel.example]\nrenew variant: [P1 mail.exempel.se]\n",
		},
		{
			name: "one account has one step", leaked: []string{strong1, strong2}, entries: []password.Entry{
				entry("P1", 1, "https://mail.exempel.se", anna, strong1),
				entry("P1", 1, "https://mail.exempel.se", anna, strong2, in("gammal.csv")),
			},
			want: "renew leaked: [P1 mail.exempel.se]\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := audit(t, tt.entries, leaks(tt.leaked...))
			if d := cmp.Diff(tt.want, steps(r, r.Steps)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

// A password that stands all the same is noted for what it holds, and is no step.
func TestFamilyIsANote(t *testing.T) {
	know := func(c *hygiene.Config) {
		c.FactsGiven = true
		c.Meter = c.Meter.Knowing([]meter.Fact{{Kind: meter.FactTown, Text: "Storvik"}})
	}
	r := audit(t, []password.Entry{
		entry("P1", 1, "https://mail.exempel.se", "anna", "vi bor i Storvik sedan länge och trivs med det"),
	}, know)
	if a := r.Accounts[0]; len(a.Faults) != 1 || a.Faults[0].Fault != verdict.Family || a.Strength == "weak" || a.Strength == "obvious" {
		t.Errorf("strength %s, faults %+v; want a family fact alone", a.Strength, a.Faults)
	}
	if len(r.Steps) != 0 || len(r.People[0].Steps) != 0 {
		t.Errorf("steps %+v; want none", r.Steps)
	}
	weak := audit(t, []password.Entry{entry("P1", 1, "https://mail.exempel.se", "anna", "Storvik12")}, know)
	if want := "renew weak: [P1 mail.exempel.se]\n"; steps(weak, weak.Steps) != want {
		t.Errorf("steps %s; want %s", steps(weak, weak.Steps), want)
	}
}

// The texts name the first of the others where that opens or resets them.
func TestMasterFirst(t *testing.T) {
	for _, name := range []string{"shared", "variant"} {
		t.Run(name, func(t *testing.T) {
			pw := func(i int) string {
				if name == "shared" {
					return shared
				}
				return stem + " 202" + string(rune('0'+i))
			}
			entries := []password.Entry{entry("P1", 1, "", "", pw(0), title("Övalvet"), master), entry("P1", 2, "https://mail.exempel.se", "anna", pw(1))}
			for i, host := range []string{"swedbank.se", "a.exempel.se", "b.exempel.org", "c.exempel.net"} {
				entries = append(entries, entry("P1", 3+i, "https://"+host, "anna", pw(2+i)))
			}
			r := audit(t, entries)
			for _, a := range r.Accounts {
				f := a.Faults[slices.IndexFunc(a.Faults, func(f verdict.Found) bool { return len(f.With) > 0 })]
				first := r.Accounts[slices.IndexFunc(r.Accounts, func(x verdict.Account) bool { return x.ID == f.With[0] })]
				if f.Master != first.Kind.Master() || !f.Master {
					t.Errorf("%s: master %v, first the %s", a.Name, f.Master, first.Kind)
				}
			}
		})
	}
}
