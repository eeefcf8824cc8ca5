package hygiene_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lampan/rules/password"
	"lampan/rules/password/hygiene"
	"lampan/rules/password/meter"
	"lampan/rules/password/verdict"
)

// signs are characters that stand nowhere in a report by themselves.
var signs = []rune("QZJXWVÅÄÖ€§%#&=+")

// someEntries draws vaults of three people in which passwords meet: reused, in
// variants, in titles, in user names, set aside.
func someEntries(t *rapid.T) []password.Entry {
	pool := []string{"QZJX"}
	for i := range rapid.IntRange(1, 5).Draw(t, "passwords") {
		pw := string(rapid.SliceOfN(rapid.SampledFrom(signs), 4, 20).Draw(t, fmt.Sprintf("password %d", i)))
		pool = append(pool, pw, pw+"#", "X"+pw, "sommar2024"+pw)
	}
	hosts := []string{"https://mail.google.com", "https://youtube.com", "http://a.exempel.se", "a.exempel.se", "https://b.exempel.se:8443", "android://x@se.exempel.a", "http://192.168.1.1", "", "?"}
	var list []password.Entry
	for i := range rapid.IntRange(0, 14).Draw(t, "entries") {
		draw := func(what string, from []string) string {
			return rapid.SampledFrom(from).Draw(t, fmt.Sprintf("%s %d", what, i))
		}
		pw := draw("password", pool)
		e := entry(draw("person", []string{"P1", "P2", "P3"}), i+1, draw("host", hosts), draw("user", []string{"", "anna", "anna@gmail.com", pw}), pw,
			title(draw("title", []string{"", "Exempel", "wifi " + pw, "halva " + string([]rune(pw)[:4]), "\x1b[2J", pool[1]})))
		switch draw("state", []string{"", "", "", "", "deleted", "linked", "master", "seed", "old", "empty"}) {
		case "deleted":
			e.Deleted = true
		case "linked":
			e.Linked = true
		case "master":
			e.Master = true
		case "seed":
			e.TOTP = true
		case "old":
			e.Changed = day.AddDate(-9, 0, 0)
		case "empty":
			e.Secret = password.NewSecret(nil)
		}
		list = append(list, e)
	}
	return list
}

// rig is what every run of a property needs.
func rig(t testing.TB) hygiene.Config {
	t.Helper()
	return hygiene.Config{
		Meter: open(t).Knowing([]meter.Fact{{Kind: meter.FactPet, Text: "qzjx"}}), FactsGiven: true, At: day, Case: "fall",
		Leaked: func(b []byte) (bool, bool) { return len(b)%3 == 0, true },
	}
}

// No four bytes of a password stand in a report, but where they stand in a name
// that is shown; and a whole password stands in no name.
func TestNothingOfAPassword(t *testing.T) {
	c := rig(t)
	rapid.Check(t, func(t *rapid.T) {
		entries := someEntries(t)
		r := hygiene.Audit(entries, c)
		b, err := verdict.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, a := range r.Accounts {
			names = append(append(names, a.Name, a.User), a.Also...)
		}
		shown := strings.Join(names, "\n")
		for _, e := range entries {
			e.Secret.Use(func(pw []byte) {
				// What is tried first may stand in another's name by chance.
				hard := c.Meter.Guess(bytes.ToLower(pw), meter.Given{}).Strength() != meter.Obvious
				if hard && len(pw) >= 4 && strings.Contains(shown, string(pw)) {
					t.Errorf("a password stands in a name")
				}
				for i := 0; i+4 <= len(pw); i++ {
					piece := pw[i : i+4]
					if bytes.Contains(b, piece) && !strings.Contains(shown, string(piece)) {
						t.Errorf("%q of a password stands in the report", piece)
					}
				}
			})
		}
	})
}

// The order of the entries is of no account.
func TestOrder(t *testing.T) {
	c := rig(t)
	rapid.Check(t, func(t *rapid.T) {
		entries := someEntries(t)
		want := hygiene.Audit(entries, c)
		other := rapid.Permutation(entries).Draw(t, "order")
		if d := cmp.Diff(want, hygiene.Audit(other, c)); d != "" {
			t.Error(d)
		}
	})
}

// Nor is it where one password has more variants than the meter is told of.
func TestOrderOfVariants(t *testing.T) {
	c := rig(t)
	var entries []password.Entry
	for i, end := range []string{"", "!", "7", "77!", "?x", " 2024", "2025!", "9?", "Z"} {
		entries = append(entries, entry("P1", i+1, fmt.Sprintf("https://tjanst%d.example%d.se", i, i), "anna", stem+end))
	}
	want := hygiene.Audit(entries, c)
	slices.Reverse(entries)
	if d := cmp.Diff(want, hygiene.Audit(entries, c)); d != "" {
		t.Error(d)
	}
}

// An entry that has nothing to do with the others takes no fault from them.
func TestUnrelated(t *testing.T) {
	c := rig(t)
	rapid.Check(t, func(t *rapid.T) {
		entries := someEntries(t)
		before := hygiene.Audit(entries, c)
		more := append(slices.Clone(entries), entry(rapid.SampledFrom([]string{"P1", "P4"}).Draw(t, "person"), 99, "https://nytt.exempel.org", "ny", "klW3"+strong1))
		after := map[string]verdict.Account{}
		for _, a := range hygiene.Audit(more, c).Accounts {
			after[a.ID] = a
		}
		for _, a := range before.Accounts {
			if d := cmp.Diff(a, after[a.ID]); d != "" {
				t.Errorf("%s: %s", a.ID, d)
			}
		}
	})
}

// Whatever stands in a vault, the report can be written, and shows no password.
func FuzzAudit(f *testing.F) {
	f.Add("https://example.se/", "Exempel", "anna@exempel.se", "Jobb", []byte("Vintersol-Kastrull-88"))
	f.Add("android://x@com.example/", "\x1b[2J", "\u202e", "/", []byte("\xff\xfe\x00abc"))
	f.Add("http://[::1", "[]", "@", "a/b", []byte("[::1"))
	f.Add("xn--a.se:99999", "", "", "", []byte{})
	m := open(f)
	f.Fuzz(func(t *testing.T, url, name, user, folder string, pw []byte) {
		entries := []password.Entry{
			entry("P1", 1, url, user, string(pw), title(name), group(folder)),
			entry("P1", 2, "https://b.exempel.se", "bo", string(pw)+"1", title(name)),
		}
		r := hygiene.Audit(entries, hygiene.Config{Meter: m, At: day})
		if _, err := verdict.Encode(r); err != nil {
			t.Fatalf("%v\n%+v", err, r)
		}
		for _, a := range r.Accounts {
			if len(pw) >= 4 && strings.Contains(a.User, string(pw)) {
				t.Errorf("the user name %q shows the password", a.User)
			}
			if a.Name == clean(name) && len(pw) >= 4 && strings.Contains(a.Name, string(pw)) && !strings.Contains(url, ".") {
				t.Errorf("the title %q shows the password", a.Name)
			}
		}
	})
}

// clean is what a plain title looks like.
func clean(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestParseAccepted(t *testing.T) {
	got, err := hygiene.ParseAccepted([]byte("\ufeff# konto fel till varför\r\n\r\n3f9a02c41b77  reused\t2027-06-30   delas med  grannen \r\n0c5512ab90de-2 no-step 2027-01-31 väntar på ny telefon"))
	if err != nil {
		t.Fatal(err)
	}
	want := []hygiene.Acceptance{
		{Account: "3f9a02c41b77", Fault: verdict.Reused, Until: time.Date(2027, 6, 30, 0, 0, 0, 0, time.UTC), Reason: "delas med grannen", Line: 3},
		{Account: "0c5512ab90de-2", Fault: verdict.NoStep, Until: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC), Reason: "väntar på ny telefon", Line: 4},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestParseAcceptedFaults(t *testing.T) {
	for _, c := range []struct {
		name, line string
		want       hygiene.AcceptedWhat
	}{
		{"no reason", "3f9a weak 2027-06-30", hygiene.AcceptedParts},
		{"a title for an ID", "Netflix weak 2027-06-30 x", hygiene.AcceptedAccount},
		{"an unknown fault", "3f9a bad 2027-06-30 x", hygiene.AcceptedUnknown},
		{"no end", "3f9a weak aldrig x", hygiene.AcceptedDay},
		{"a bad day", "3f9a weak 2027-02-30 x", hygiene.AcceptedDay},
		{"twice", "3f9a weak 2027-06-30 x\n3f9a weak 2028-06-30 y", hygiene.AcceptedTwice},
		{"a long reason", "3f9a weak 2027-06-30 " + strings.Repeat("x", 201), hygiene.AcceptedReason},
		{"control signs", "3f9a weak 2027-06-30 a\x1b[2J", hygiene.AcceptedReason},
		{"not UTF-8", "3f9a weak 2027-06-30 a\xff", hygiene.AcceptedNotText},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := hygiene.ParseAccepted([]byte("# x\n" + c.line))
			faults, _ := errors.AsType[hygiene.AcceptedErrors](err)
			last := 1 + strings.Count("# x\n"+c.line, "\n")
			if d := cmp.Diff(hygiene.AcceptedErrors{{Line: last, What: c.want}}, faults); d != "" {
				t.Error(d)
			}
			if err != nil && (strings.Contains(err.Error(), "Netflix") || strings.Contains(err.Error(), "aldrig")) {
				t.Errorf("the error holds text of the file: %v", err)
			}
		})
	}
	_, err := hygiene.ParseAccepted([]byte("a\nb"))
	faults, _ := errors.AsType[hygiene.AcceptedErrors](err)
	if d := cmp.Diff(hygiene.AcceptedErrors{{Line: 1, What: hygiene.AcceptedParts}, {Line: 2, What: hygiene.AcceptedParts}}, faults); d != "" {
		t.Errorf("both faults: %s", d)
	}
}

func FuzzParseAccepted(f *testing.F) {
	f.Add([]byte("3f9a02c41b77 reused 2027-06-30 delas\n# x\n"))
	f.Add([]byte("\ufeff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := hygiene.ParseAccepted(data)
		if err == nil {
			for _, a := range list {
				if a.Until.IsZero() || a.Reason == "" || !verdict.Shown(a.Reason) {
					t.Errorf("%+v", a)
				}
			}
		}
	})
}
