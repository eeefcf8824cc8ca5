package hygiene_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lampan/rules/password"
	"lampan/rules/password/hygiene"
	"lampan/rules/password/meter"
	"lampan/rules/password/verdict"
)

// day is when the tests audit.
var day = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// Passwords of invented people. The strong ones have nothing in common.
const (
	strong1 = "gQ7#vm2LpXw9Rt4z"
	strong2 = "7hKd-pQ2x-Mn5v-Zt8c"
	strong3 = "ub8!Wc3&yHs6%Jf1"
	strong4 = "Rd9(xkT2^vEq5Bz="
	strong5 = "jY4&cNn8~aUs3Gm?"
	shared  = "Vintersol-Kastrull-88"
	stem    = "bryggan vid sjön"
)

// entry makes an entry of an invented person. Line tells entries apart.
func entry(person string, line int, url, user, pw string, change ...func(*password.Entry)) password.Entry {
	e := password.Entry{
		Person: person, Vault: "valv/" + person + ".csv", Line: line, URL: url, User: user,
		Secret: password.NewSecret([]byte(pw)),
	}
	for _, f := range change {
		f(&e)
	}
	return e
}

func title(s string) func(*password.Entry) { return func(e *password.Entry) { e.Title = s } }
func in(vault string) func(*password.Entry) {
	return func(e *password.Entry) { e.Vault = vault }
}
func group(s string) func(*password.Entry) { return func(e *password.Entry) { e.Group = s } }
func master(e *password.Entry)             { e.Master = true }
func deleted(e *password.Entry)            { e.Deleted = true }
func expired(e *password.Entry)            { e.Expired = true }
func linked(e *password.Entry)             { e.Linked = true }
func seed(e *password.Entry)               { e.TOTP = true }
func passkey(e *password.Entry)            { e.Passkey = true }

// household is an invented family: two adults and a teenager.
func household() []password.Entry {
	return []password.Entry{
		entry("P1", 1, "", "", stem+" 2024", title("Valvet"), master),
		entry("P1", 2, "https://mail.google.com/", "anna.exempelsson@gmail.com", shared),
		entry("P1", 3, "https://www.ica.se/logga-in", "anna.exempelsson@gmail.com", shared),
		entry("P1", 4, "https://www.facebook.com/", "anna.exempelsson@gmail.com", stem+" 2025"),
		entry("P1", 5, "https://www.youtube.com/", "anna.exempelsson@gmail.com", shared),
		entry("P1", 6, "http://forum.exempel.se/login", "anna", strong1),
		entry("P1", 7, "http://192.168.1.1/", "admin", strong2),
		entry("P1", 8, "https://gammal.exempel.se", "anna", shared, deleted),
		entry("P2", 1, "https://www.netflix.com/se/login", "bo@exempel.se", shared),
		entry("P2", 2, "android://c2lnbmF0dXI=@com.netflix.mediaclient/", "bo@exempel.se", shared),
		entry("P2", 3, "https://internetbanken.swedbank.se", "bo", "sommar2024"),
		entry("P3", 1, "https://discord.com/login", "cilla", "password123", passkey),
	}
}

func open(t testing.TB) *meter.Meter {
	t.Helper()
	m, err := meter.New()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func audit(t testing.TB, entries []password.Entry, change ...func(*hygiene.Config)) verdict.Report {
	t.Helper()
	c := hygiene.Config{Meter: open(t), At: day}
	for _, f := range change {
		f(&c)
	}
	r := hygiene.Audit(entries, c)
	if _, err := verdict.Encode(r); err != nil {
		t.Fatalf("the report cannot be written: %v", err)
	}
	return r
}

// lines says a report in words, one account a line, with names in place of IDs.
func lines(r verdict.Report) string {
	names := map[string]string{}
	for _, a := range r.Accounts {
		names[a.ID] = strings.TrimSpace(a.Person + " " + a.Name)
	}
	var b strings.Builder
	for _, a := range r.Accounts {
		fmt.Fprintf(&b, "%s %s", names[a.ID], a.Kind)
		if a.Copies > 0 {
			fmt.Fprintf(&b, " ×%d", 1+a.Copies)
		}
		if len(a.Also) > 0 {
			fmt.Fprintf(&b, " also %s", strings.Join(a.Also, ", "))
		}
		if a.Aside != "" {
			fmt.Fprintf(&b, " (%s)", a.Aside)
		}
		for _, f := range a.Faults {
			fmt.Fprintf(&b, "; %s", f.Fault)
			for _, id := range f.With {
				fmt.Fprintf(&b, " [%s]", names[id])
			}
			if len(f.People) > 0 {
				fmt.Fprintf(&b, " people %s", strings.Join(f.People, " "))
			}
			for _, k := range f.Facts {
				fmt.Fprintf(&b, " %s", k)
			}
			for _, o := range f.Offers {
				fmt.Fprintf(&b, " %s", o)
			}
			if f.Master {
				b.WriteString(" master")
			}
			if f.Accepted != nil {
				fmt.Fprintf(&b, " accepted %s %s", f.Accepted.Until, f.Accepted.Reason)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// steps says steps in words.
func steps(r verdict.Report, list []verdict.Step) string {
	names := map[string]string{}
	for _, a := range r.Accounts {
		names[a.ID] = a.Person + " " + a.Name
	}
	var b strings.Builder
	for _, s := range list {
		fmt.Fprintf(&b, "%s %s:", s.Do, s.Fault)
		for _, id := range s.Accounts {
			fmt.Fprintf(&b, " [%s]", names[id])
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// However many forms a password has, each is told that it has several.
func TestManyForms(t *testing.T) {
	const many = 1600 // so many that few of each can be compared
	lonely := 0
	for _, x := range audit(t, forms(many)).Accounts {
		if !slices.ContainsFunc(x.Faults, func(f verdict.Found) bool { return f.Fault == verdict.Variant && len(f.With) >= 4 }) {
			lonely++
		}
	}
	if lonely > 0 {
		t.Errorf("%d of %d forms of one password are called variants of fewer than four", lonely, many)
	}
}
