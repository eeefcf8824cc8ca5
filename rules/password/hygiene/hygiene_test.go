package hygiene_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/password"
	"lampan/rules/password/hygiene"
	"lampan/rules/password/meter"
	"lampan/rules/password/verdict"
)

func TestAudit(t *testing.T) {
	const anna = "anna@exempel.se"
	facts := func(c *hygiene.Config) {
		c.FactsGiven = true
		c.Meter = c.Meter.Knowing([]meter.Fact{{Kind: meter.FactPet, Text: "Tassemaja"}, {Kind: meter.FactStreet, Text: "Hövdingagatan"}})
	}
	for _, c := range []struct {
		name    string
		entries []password.Entry
		change  func(*hygiene.Config)
		want    string
	}{
		{
			name: "the same in two places, also of two people", entries: []password.Entry{
				entry("P1", 1, "https://a.example.se", anna, shared), entry("P1", 2, "https://b.example.org", anna, shared),
				entry("P2", 1, "https://c.example.net", "bo", shared), entry("P2", 2, "https://d.example.com", "bo", strong1),
			}, want: `P1 a.example.se other; reused [P1 b.example.org] [P2 c.example.net] people P2
P1 b.example.org other; reused [P1 a.example.se] [P2 c.example.net] people P2
P2 c.example.net other; reused [P1 a.example.se] [P1 b.example.org] people P1
P2 d.example.com other
`,
		},
		{
			name: "one account in two exports", entries: []password.Entry{
				entry("P1", 1, "https://www.example.se/login", anna, shared, in("chrome.csv")),
				entry("P1", 7, "https://www.example.se", "Anna@Exempel.se ", shared, in("bitwarden.json"), title("Exempel")),
			}, want: "P1 example.se other ×2\n",
		},
		{
			name: "the addresses of the large e-mail services", entries: []password.Entry{
				entry("P1", 1, "https://www.gmail.com", "anna", strong1), entry("P2", 1, "https://accounts.google.com", "bo", shared),
			}, want: "P1 gmail.com email; no-step sms code app key; passkey\nP2 accounts.google.com phone; no-step sms code app key; passkey\n",
		},
		{
			name: "an app and its site", entries: []password.Entry{
				entry("P1", 1, "https://www.exempel.se", anna, shared), entry("P1", 2, "android://aGFzaA==@se.exempel.mobil/", anna, shared),
				entry("P1", 3, "https://m.exempel.se", anna, shared), entry("P1", 4, "iosapp://se.exempel.app", anna, shared),
			}, want: "P1 exempel.se other ×4 also m.exempel.se\n",
		},
		{
			name: "hosts that lend out names are not one service", entries: []password.Entry{
				entry("P1", 1, "https://anna.github.io", anna, shared), entry("P1", 2, "https://bo.github.io", anna, shared),
			}, want: `P1 anna.github.io other; reused [P1 bo.github.io]
P1 bo.github.io other; reused [P1 anna.github.io]
`,
		},
		{
			name: "one sign-in for several services", entries: []password.Entry{
				entry("P1", 1, "https://accounts.google.com", "anna@gmail.com", strong1, passkey), entry("P1", 2, "https://youtube.com", "anna@gmail.com", strong1),
				entry("P1", 3, "https://amazon.se", anna, strong2, passkey), entry("P1", 4, "https://www.amazon.de", anna, strong2),
			}, want: "P1 accounts.google.com email ×2 also youtube.com\nP1 amazon.de shop ×2 also amazon.se\n",
		},
		{
			name: "two accounts at one service", entries: []password.Entry{
				entry("P1", 1, "https://example.se", "anna", shared), entry("P1", 2, "https://example.se", "jobbet", shared),
			}, want: `P1 example.se other; reused [P1 example.se]
P1 example.se other; reused [P1 example.se]
`,
		},
		{
			name: "one account in two people's vaults", entries: []password.Entry{
				entry("P1", 1, "https://www.netflix.com", anna, shared), entry("P2", 1, "https://netflix.com/login", anna, shared),
				entry("P1", 2, "http://192.168.1.1", "admin", strong2), entry("P2", 2, "http://192.168.1.1", "admin", strong2),
			}, want: "P1 192.168.1.1 home\nP2 192.168.1.1 home\nP1 netflix.com other\nP2 netflix.com other\n",
		},
		{
			name: "history, references and what is set aside", entries: []password.Entry{
				entry("P1", 1, "https://a.example.se", anna, strong1, func(e *password.Entry) {
					e.History = []password.Secret{password.NewSecret([]byte(shared))}
				}),
				entry("P1", 2, "https://b.example.org", anna, shared),
				entry("P1", 3, "https://c.example.net", anna, shared, linked), entry("P1", 4, "https://d.example.com", anna, shared, deleted),
				entry("P1", 5, "https://e.example.com", anna, shared, expired), entry("P1", 6, "https://f.example.com", anna, ""),
			}, want: `P1 a.example.se other
P1 b.example.org other
P1 c.example.net other (linked)
P1 d.example.com other (deleted)
P1 e.example.com other (expired)
P1 f.example.com other (empty)
`,
		},
		{
			name: "a year, a season and a sign", entries: []password.Entry{
				entry("P1", 1, "https://a.example.se", anna, stem+" sommar 2024"), entry("P1", 2, "https://b.example.org", anna, stem+" sommar 2025"),
				entry("P2", 3, "https://c.example.net", "bo", stem+" vinter 2024"), entry("P1", 4, "https://d.example.com", anna, strong1),
			}, want: `P1 a.example.se other; variant [P1 b.example.org] [P2 c.example.net] people P2
P1 b.example.org other; variant [P1 a.example.se] [P2 c.example.net] people P2
P2 c.example.net other; variant [P1 a.example.se] [P1 b.example.org] people P1
P1 d.example.com other
`,
		},
		{
			name: "an old copy of the same account is no variant", entries: []password.Entry{
				entry("P1", 1, "https://a.example.se", anna, stem+" 2024", in("gammal.csv")), entry("P1", 1, "https://a.example.se", anna, stem+" 2025"),
			}, want: "P1 a.example.se other\nP1 a.example.se other\n",
		},
		{
			name: "a variant of what opens or resets the others", entries: []password.Entry{
				entry("P1", 1, "", "", stem+" 2024", title("Valvet"), master), entry("P1", 2, "https://b.example.org", anna, stem+" 2025"),
				entry("P2", 1, "https://mail.example.se", "bo", shared+"?"), entry("P2", 2, "https://c.example.net", "bo", shared+"!"),
			}, want: `P1 Valvet vault; variant [P1 b.example.org]
P2 mail.example.se email; variant [P2 c.example.net]
P1 b.example.org other; variant [P1 Valvet] master
P2 c.example.net other; variant [P2 mail.example.se] master
`,
		},
		{
			name: "facts of the family", change: facts, entries: []password.Entry{
				entry("P1", 1, "https://a.example.se", anna, "T4ssemaja-kvarg-Hövdingagatan-7-lyktan"), entry("P1", 2, "https://b.example.org", anna, strong1),
			}, want: "P1 a.example.se other; family pet street\nP1 b.example.org other\n",
		},
		{
			name: "the names of site and user", entries: []password.Entry{
				entry("P1", 1, "https://www.bokmalen.example.se", anna, "kvast-Example-lyktan-grottan-77"), entry("P1", 2, "https://b.exempel.org", "kallekanin", "lyktan-kallekanin-kvast-grottan-31"),
				entry("P1", 3, "https://c.exempel.net", anna, strong1),
			}, want: "P1 b.exempel.org other; user\nP1 bokmalen.example.se other; site\nP1 c.exempel.net other\n",
		},
		{
			name: "leaked", change: func(c *hygiene.Config) {
				c.Leaked = func(b []byte) (bool, bool) { return string(b) == strong1, true }
			}, entries: []password.Entry{
				entry("P1", 1, "https://a.example.se", anna, strong1), entry("P1", 2, "https://b.example.org", anna, strong2),
			}, want: "P1 a.example.se other; leaked\nP1 b.example.org other\n",
		},
		{
			name: "http", entries: []password.Entry{
				entry("P1", 1, "http://a.example.se", anna, strong1), entry("P1", 2, "http://192.168.0.7:8080/x", anna, strong2),
				entry("P1", 3, "http://nas.local", anna, strong3), entry("P1", 4, "http://[fe80::1]/", anna, shared), entry("P1", 5, "b.example.se", anna, stem+"en"),
				entry("P1", 6, "http://172.33.1.1", anna, strong4),
			}, want: `P1 192.168.0.7:8080 home
P1 [fe80::1] home
P1 nas.local home
P1 172.33.1.1 other; plain
P1 a.example.se other; plain
P1 b.example.se other
`,
		},
		{
			name: "second steps and passkeys", entries: []password.Entry{
				entry("P1", 1, "https://facebook.com", anna, strong1), entry("P1", 2, "https://www.snapchat.com", anna, strong2, seed),
				entry("P1", 3, "https://github.com", anna, strong3, passkey), entry("P1", 4, "https://swedbank.se", anna, shared),
				entry("P1", 5, "https://netflix.com", anna, stem+" ii"),
			}, want: `P1 swedbank.se bank
P1 facebook.com social; no-step sms code key; passkey
P1 github.com work
P1 snapchat.com social; passkey
P1 netflix.com other
`,
		},
		{
			name: "age", entries: []password.Entry{
				entry("P1", 1, "https://a.example.se", anna, strong1, func(e *password.Entry) { e.Changed = day.AddDate(-5, 0, -1) }),
				entry("P1", 2, "https://b.example.org", anna, strong2, func(e *password.Entry) { e.Changed = day.AddDate(-5, 0, 1) }),
			}, want: "P1 a.example.se other; old\nP1 b.example.org other\n",
		},
		{
			name: "what an account is for", entries: []password.Entry{
				entry("P1", 1, "", "", strong1, title("BankID")), entry("P1", 2, "", anna, strong2, title("gmail")), entry("P1", 3, "", "", strong3, title("Wifi hemma")),
				entry("P1", 4, "https://intranet.exempel.se", anna, shared, group("Privat/Jobbet")), entry("P1", 5, "https://sparbanken-exempel.se", anna, stem+"en"),
				entry("P1", 6, "https://login.live.com", "anna@hotmail.com", strong4, passkey), entry("P1", 7, "https://login.live.com", "anna@exempel.se", strong5, passkey),
			}, want: `P1 login.live.com email
P1 BankID eid
P1 sparbanken-exempel.se bank
P1 gmail phone; no-step sms code app key; passkey
P1 login.live.com phone
P1 intranet.exempel.se work
P1 Wifi hemma home
`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			change := []func(*hygiene.Config){}
			if c.change != nil {
				change = append(change, c.change)
			}
			r := audit(t, c.entries, change...)
			if d := cmp.Diff(c.want, lines(r)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestWeak(t *testing.T) {
	r := audit(t, []password.Entry{entry("P1", 1, "https://a.example.se", "anna", "sommar2024"), entry("P1", 2, "https://b.example.se", "anna", strong1)})
	for _, a := range r.Accounts {
		weak := len(a.Faults) == 1 && a.Faults[0].Fault == verdict.Weak && len(a.Faults[0].Hints) > 0
		if want := a.Name == "a.example.se"; weak != want || (a.Strength == "strong") == want {
			t.Errorf("%s: %+v", a.Name, a)
		}
	}
}

// A variant makes a password easier to guess for whoever knows the other, and is
// not called weak for it: the fault says what it is.
func TestVariantIsNotWeak(t *testing.T) {
	r := audit(t, []password.Entry{entry("P1", 1, "https://a.example.se", "anna", strong1+"7"), entry("P1", 2, "https://b.example.org", "anna", strong1+"8")})
	for _, a := range r.Accounts {
		if len(a.Faults) != 1 || a.Faults[0].Fault != verdict.Variant || a.Strength != "strong" || a.Faults[0].Log10 > 4 {
			t.Errorf("%s: %+v", a.Name, a.Faults)
		}
	}
}

func TestChecked(t *testing.T) {
	none := audit(t, []password.Entry{entry("P1", 1, "", "anna", strong1, title("x"))})
	want := []verdict.Checked{
		{Fault: verdict.Leaked, Reason: verdict.NoFilter},
		{Fault: verdict.Reused, Done: true},
		{Fault: verdict.Variant, Done: true},
		{Fault: verdict.Weak, Done: true},
		{Fault: verdict.Family, Reason: verdict.NoHousehold},
		{Fault: verdict.Site, Done: true},
		{Fault: verdict.User, Done: true},
		{Fault: verdict.Plain, Reason: verdict.NoAddresses},
		{Fault: verdict.NoStep, Reason: verdict.NoSeeds, AsOf: "2026-11-22", Unknown: 1},
		{Fault: verdict.Passkey, Reason: verdict.NoSeeds, AsOf: "2026-11-22", Unknown: 1},
		{Fault: verdict.Old, Reason: verdict.NoDates},
	}
	if d := cmp.Diff(want[:7], none.Checked[:7]); d != "" {
		t.Error(d)
	}
	all := audit(t, []password.Entry{
		entry("P1", 1, "https://swedbank.se", "anna", strong1, seed, func(e *password.Entry) { e.Changed = day }),
	}, func(c *hygiene.Config) {
		c.FactsGiven, c.Leaked = true, func([]byte) (bool, bool) { return false, true }
	})
	// One member's export without second steps says nothing of the others'.
	both := audit(t, []password.Entry{
		entry("P1", 1, "https://swedbank.se", "anna", strong1, seed),
		entry("P2", 1, "https://swedbank.se", "bo", strong2),
	})
	for _, c := range both.Checked {
		if c.Fault == verdict.NoStep || c.Fault == verdict.Passkey {
			if c.Done || c.DoneFor("P2") || !c.DoneFor("P1") {
				t.Errorf("one of two without second steps: %+v; want done for P1 alone", c)
			}
		} else if c.Done != c.DoneFor("P1") {
			t.Errorf("%+v is done for P1: %v; want as for all", c, c.DoneFor("P1"))
		}
	}
	for _, c := range all.Checked {
		if !c.Done || c.Unknown != 0 {
			t.Errorf("%+v; want all done", c)
		}
	}
	// For the household as a whole it is then unknown.
	two := audit(t, []password.Entry{entry("P1", 1, "https://swedbank.se", "anna", strong1, seed), entry("P2", 1, "https://swedbank.se", "bo", strong2)})
	// An incomplete list finds, and proves nothing by not finding.
	small := audit(t, []password.Entry{entry("P1", 1, "https://swedbank.se", "anna", strong1)}, func(c *hygiene.Config) {
		c.Leaked = func([]byte) (bool, bool) { return true, false }
	})
	if f := small.Accounts[0].Faults; len(f) != 1 || f[0].Fault != verdict.Leaked {
		t.Errorf("a small list found %+v", f)
	}
	for _, c := range append(two.Checked, small.Checked...) {
		if c.Fault == verdict.NoStep && c.Done {
			t.Errorf("%+v; want not done", c)
		}
	}
	if c := small.Checked[0]; c.Done || c.Reason != verdict.NoFilter {
		t.Errorf("%+v; want not done", c)
	}
}

func TestAccepted(t *testing.T) {
	entries := []password.Entry{entry("P1", 1, "https://a.example.se", "anna", shared), entry("P1", 2, "https://b.example.org", "anna", shared)}
	plain := audit(t, entries)
	id := plain.Accounts[0].ID
	for until, want := range map[string]string{
		"2026-11-22": "P1 b.example.org other; reused [P1 a.example.se]\nP1 a.example.se other; reused [P1 b.example.org] accepted 2026-11-22 byts snart\n",
		"2026-11-21": "P1 a.example.se other; reused [P1 b.example.org]\nP1 b.example.org other; reused [P1 a.example.se]\n",
	} {
		last, _ := time.Parse(time.DateOnly, until)
		r := audit(t, entries, func(c *hygiene.Config) {
			c.Accepted = []hygiene.Acceptance{{Account: id, Fault: verdict.Reused, Until: last, Reason: "byts snart"}, {Account: id, Fault: verdict.Weak, Until: last, Reason: "x"}}
		})
		if d := cmp.Diff(want, lines(r)); d != "" {
			t.Errorf("until %s: %s", until, d)
		}
		if want, got := 1, len(r.Steps); got != want {
			t.Errorf("%d steps; want %d", got, want)
		}
	}
}

func TestHousehold(t *testing.T) {
	r := audit(t, household())
	want := `P1 Valvet vault; variant [P1 facebook.com]
P1 mail.google.com email ×2 also youtube.com; reused [P1 ica.se] [P2 netflix.com] people P2; no-step sms code app key; passkey
P2 internetbanken.swedbank.se bank; weak
P1 facebook.com social; variant [P1 Valvet] master; no-step sms code key; passkey
P3 discord.com social; weak
P1 192.168.1.1 home
P1 ica.se shop; reused [P1 mail.google.com] [P2 netflix.com] people P2 master
P2 netflix.com other ×2; reused [P1 mail.google.com] [P1 ica.se] people P1 master
P1 forum.exempel.se other; plain
P1 gammal.exempel.se other (deleted)
`
	if d := cmp.Diff(want, lines(r)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(`part reused: [P1 mail.google.com] [P1 ica.se] [P2 netflix.com]
renew variant: [P1 Valvet]
renew weak: [P2 internetbanken.swedbank.se]
`, steps(r, r.Steps)); d != "" {
		t.Error(d)
	}
	var people []verdict.Person
	var own []string
	for _, p := range r.People {
		own = append(own, steps(r, p.Steps))
		people = append(people, verdict.Person{ID: p.ID, Entries: p.Entries, Looked: p.Looked, Aside: p.Aside})
	}
	if d := cmp.Diff([]verdict.Person{{ID: "P1", Entries: 8, Looked: 7, Aside: 1}, {ID: "P2", Entries: 3, Looked: 3}, {ID: "P3", Entries: 1, Looked: 1}}, people); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(`part reused: [P1 mail.google.com] [P1 ica.se]
renew variant: [P1 Valvet]
second-step no-step: [P1 mail.google.com] [P1 facebook.com]
-
renew weak: [P2 internetbanken.swedbank.se]
renew reused: [P2 netflix.com]
-
renew weak: [P3 discord.com]
`, strings.Join(own, "-\n")); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]verdict.Note{verdict.Composition, verdict.Absent, verdict.Unproven, verdict.Unlisted}, r.Notes); d != "" {
		t.Error(d)
	}
}

// The same in a hundred places and more: a hundred are named, the rest counted.
func TestMany(t *testing.T) {
	r := audit(t, same(150))
	for _, a := range r.Accounts {
		if f := a.Faults[0]; f.Fault != verdict.Reused || len(f.With) != 100 || f.More != 49 {
			t.Fatalf("%s: %s, %d named, %d more", a.Name, f.Fault, len(f.With), f.More)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		name, url, title, want string
	}{
		{"a host", "https://user:pw@WWW.Example.SE:443/a?b#c", "Exempel", "example.se"},
		{"a port", "https://example.se:8443", "", "example.se:8443"},
		{"international letters", "https://www.xn--rksmrgs-5wao1o.se/", "", "räksmörgås.se"},
		{"a title", "", "  Min\tbank\n ", "Min bank"},
		{"a title instead of a bad address", "not an address", "Bank", "Bank"},
		{"control and direction", "", "Ba\x1b[31mnk\u202e\u200b\x00", "Ba[31mnk"},
		{"not UTF-8", "", "Ba\xffnk", "Bank"},
		{"a long title", "", strings.Repeat("å", 100), strings.Repeat("å", 60) + "…"},
		{"nothing", "", "", "P1.csv:3"},
		{"an app", "android://x@com.example.app/", "", "example.com"},
		{"an address without a host", "file:///etc/x", "", "P1.csv:3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := audit(t, []password.Entry{entry("P1", 3, c.url, "anna", strong1, title(c.title))})
			if got := r.Accounts[0].Name; got != c.want {
				t.Errorf("Name %q; want %q", got, c.want)
			}
		})
	}
}

func TestMask(t *testing.T) {
	old := func(e *password.Entry) { e.History = []password.Secret{password.NewSecret([]byte("Förr i tiden 9"))} }
	for _, c := range []struct {
		name       string
		entry      password.Entry
		shown, usr string
	}{
		{"in the title", entry("P1", 1, "", "anna", strong1, title("wifi "+strong1)), "•••", "anna"},
		{"in the title, in capitals", entry("P1", 1, "", "anna", strong1, title("wifi "+strings.ToUpper(strong1))), "•••", "anna"},
		{"as the user name", entry("P1", 1, "https://a.example.se", strong1, strong1), "a.example.se", "•••"},
		{"as the host", entry("P1", 1, "gQ7.vm2LpXw9Rt4z", "anna", "gQ7.vm2LpXw9Rt4z"), "•••", "anna"},
		{"begun in the host", entry("P1", 1, "gQ7.vm2L/pXw9Rt4z", "anna", "gQ7.vm2L/pXw9Rt4z"), "•••", "anna"},
		{"as a part of the host", entry("P1", 1, "https://hejhej123.example/", "anna", "Hejhej123"), "•••.example", "anna"},
		{"as two parts of the host", entry("P1", 1, "https://www.x.hejhej.123.example:8443", "anna", "hejhej.123"), "x.•••.example:8443", "anna"},
		{"as a part that is too long to show", entry("P1", 1, "https://"+strings.Repeat("kvast9", 11)+".example", "anna", strings.Repeat("kvast9", 11)), "•••.example", "anna"},
		{"as the title, a host", entry("P1", 1, "", "anna", "hejhej123", title("hejhej123.example")), "•••", "anna"},
		{"the sign that hides", entry("P1", 1, "https://•••.example", "anna", "•••"), "•••.example", "anna"},
		{"within a part of the host", entry("P1", 1, "https://spelhejhej.example", "anna", "hejhej"), "spelhejhej.example", "anna"},
		{"a known host", entry("P1", 1, "https://facebook.com", "anna", "facebook.com"), "facebook.com", "anna"},
		{"an earlier one", entry("P1", 1, "", "anna", strong1, title("förr i tiden 9"), old), "•••", "anna"},
		{"an easy one as the title of a known service", entry("P1", 1, "", "anna", "netflix", title("Netflix")), "netflix.com", "anna"},
		{"beyond where the title is cut", entry("P1", 1, "", "anna", strong1, title(strings.Repeat("x", 55)+strong1)), "•••", "anna"},
		{"another's in the title", entry("P1", 1, "", "anna", strong1, title("som "+strong3)), "•••", "anna"},
		{"another's that is set aside", entry("P1", 1, "", "anna", strong1, title("förut "+strong4)), "•••", "anna"},
		{"another's that is easy stands there by chance", entry("P1", 1, "", "sommar@exempel.se", strong1, title("sommarstugan")), "sommarstugan", "sommar@exempel.se"},
		{"a short one", entry("P1", 1, "", "anna", "ab", title("abc")), "abc", "anna"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := audit(t, []password.Entry{c.entry, entry("P2", 1, "https://x.example.se", "bo", strong3), entry("P2", 2, "https://y.example.se", "bo", "sommar"), entry("P2", 3, "https://z.example.se", "bo", strong4, deleted)})
			for _, a := range r.Accounts {
				if a.Person == "P1" && (a.Name != c.shown || a.User != c.usr) {
					t.Errorf("shown as %q, %q; want %q, %q", a.Name, a.User, c.shown, c.usr)
				}
			}
		})
	}
}

// Every copy of a password is overwritten, and the vault's own stay.
func TestWipe(t *testing.T) {
	var seen [][]byte
	entries := household()
	audit(t, entries, func(c *hygiene.Config) {
		c.Leaked = func(b []byte) (bool, bool) {
			seen = append(seen, b) // against the rules, to look at it later
			return false, true
		}
	})
	if len(seen) == 0 {
		t.Fatal("nothing was looked up")
	}
	for _, b := range seen {
		for _, c := range b[:cap(b)] {
			if c != 0 {
				t.Fatal("a copy was left behind")
			}
		}
	}
	for _, e := range entries {
		if e.Secret.Empty() {
			t.Error("an entry lost its password")
		}
	}
}
