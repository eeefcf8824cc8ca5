package hygiene_test

import (
	"testing"
	"time"

	"lampan/rules/password"
	"lampan/rules/password/hygiene"
	"lampan/rules/password/meter"
	"lampan/rules/password/verdict"
)

// day is when the tests audit.
var day = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// entry makes an entry of an invented person. Line tells entries apart.
func entry(person string, line int, url, user, pw string, change ...func(*password.Entry)) password.Entry {
	e := password.Entry{
		Person: person, Vault: person + ".csv", Line: line, URL: url, User: user,
		Secret: password.NewSecret([]byte(pw)),
	}
	for _, f := range change {
		f(&e)
	}
	return e
}

func title(s string) func(*password.Entry) { return func(e *password.Entry) { e.Title = s } }

// household is an invented family: two adults and a teenager.
func household() []password.Entry {
	const shared, strong, stem = "Vintersol-Kastrull-88", "gQ7#vm2LpXw9Rt4z", "bryggan vid sjön"
	return []password.Entry{
		entry("P1", 1, "", "", stem+" 2024", title("Valvet"), func(e *password.Entry) { e.Master = true }),
		entry("P1", 2, "https://mail.google.com/", "anna.exempelsson@gmail.com", shared),
		entry("P1", 3, "https://www.ica.se/logga-in", "anna.exempelsson@gmail.com", shared),
		entry("P1", 4, "https://www.facebook.com/", "anna.exempelsson@gmail.com", stem+" 2025"),
		entry("P1", 5, "https://www.youtube.com/", "anna.exempelsson@gmail.com", shared),
		entry("P1", 6, "http://forum.exempel.se/login", "anna", strong),
		entry("P1", 7, "http://192.168.1.1/", "admin", "7hKd-pQ2x-Mn5v-Zt8c"),
		entry("P1", 8, "https://gammal.exempel.se", "anna", shared, func(e *password.Entry) { e.Deleted = true }),
		entry("P2", 1, "https://www.netflix.com/se/login", "bo@exempel.se", shared),
		entry("P2", 2, "android://c2lnbmF0dXI=@com.netflix.mediaclient/", "bo@exempel.se", shared),
		entry("P2", 3, "https://internetbanken.swedbank.se", "bo", "sommar2024"),
		entry("P3", 1, "https://discord.com/login", "cilla", "password123"),
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
	return hygiene.Audit(entries, c)
}

func TestHousehold(t *testing.T) {
	r := audit(t, household())
	b, err := verdict.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s", b)
}
