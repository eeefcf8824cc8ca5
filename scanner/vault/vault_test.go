package vault_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/password"
	"lampan/scanner/vault"
)

// filePassword opens the encrypted fixtures, and is the password of their first
// entry.
const filePassword = "Kanariefagel-8Zq"

func at() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }

// opened are options with a password and a key file; neither when empty.
func opened(pw string, key []byte) vault.Options {
	o := vault.Options{KeyFile: key, At: at()}
	if pw != "" {
		o.Password = password.NewSecret([]byte(pw))
	}
	return o
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// flat is an entry as a test can compare it.
type flat struct {
	Line                         int
	Title, URLs, User, Group, PW string
	History, Changed, Signs      string
}

func flatten(entries []password.Entry) []flat {
	var out []flat
	for _, e := range entries {
		f := flat{Line: e.Line, Title: e.Title, URLs: strings.Join(e.URLs, " "), User: e.User, Group: e.Group}
		e.Secret.Use(func(b []byte) { f.PW = string(b) })
		for _, s := range e.History {
			s.Use(func(b []byte) { f.History += string(b) + " " })
		}
		if !e.Changed.IsZero() {
			f.Changed = e.Changed.Format(time.DateOnly)
		}
		for _, s := range []struct {
			on   bool
			name string
		}{{e.Expired, "expired"}, {e.Deleted, "deleted"}, {e.Linked, "linked"}, {e.TOTP, "totp"}, {e.Passkey, "passkey"}, {e.Master, "master"}} {
			if s.on {
				f.Signs += s.name + " "
			}
		}
		f.History, f.Signs = strings.TrimSpace(f.History), strings.TrimSpace(f.Signs)
		out = append(out, f)
	}
	return out
}

// member is a file of an archive.
type member struct {
	name string
	data []byte
}

func archive(t testing.TB, members ...member) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, m := range members {
		w, err := z.Create(m.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(m.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// keepass is what is in vault.xml, from which all KeePass fixtures were made.
func keepass() []flat {
	return []flat{
		{Line: 1, Title: "Banken & c:o <åäö>", URLs: "https://bank.example.se https://m.bank.example.se", User: "anna.exempel@example.se", Group: "Familjen", PW: filePassword, History: "gammalt-Losen1", Changed: "2022-03-04", Signs: "totp"},
		{Line: 2, Title: "Utgånget", URLs: "http://forum.example.org", User: "anna", Group: "Familjen", PW: `"blå", kömma`, Changed: "2020-01-02", Signs: "expired"},
		{Line: 3, Title: "Samma som banken", URLs: "https://kort.example.se", User: "anna.exempel@example.se", Group: "Familjen", PW: filePassword, Signs: "linked"},
		{Line: 4, Title: "Med nyckel", URLs: "https://nyckel.example.se", User: "anna", Group: "Familjen", PW: "sommar-2019-Abc", Changed: "2020-01-02", Signs: "passkey"},
		{Line: 6, Title: "Routern", URLs: "192.168.1.1", User: "admin", Group: "Familjen/Hemma", PW: "router-Losen4", Changed: "2020-01-02"},
		{Line: 7, Title: "Slängd", User: "anna", Group: "Familjen/Papperskorg", PW: "slangd-Losen2", Changed: "2020-01-02", Signs: "deleted"},
	}
}

// kdbx is the same behind a password, which comes first.
func kdbx() []flat {
	return append([]flat{{PW: filePassword, Signs: "master"}}, keepass()...)
}

// web is the same as kdbxweb writes it, with groups before entries.
func web() []flat {
	k := keepass()
	k = []flat{k[4], k[5], k[0], k[1], k[2], k[3]}
	for i := range k {
		k[i].Line = i + 1
	}
	return append([]flat{{PW: filePassword, Signs: "master"}}, k...)
}

func bitwarden() []flat {
	return []flat{
		{Line: 1, Title: "Banken", URLs: "https://bank.example.se androidapp://se.example.bank", User: "anna.exempel@example.se", Group: "Ekonomi/Viktigt", PW: filePassword, History: "gammalt-Losen1", Changed: "2023-03-04", Signs: "totp"},
		{Line: 2, Title: `Forum "Å, Ä & Ö"`, URLs: "http://forum.example.org/a,b?c", User: "ånna", PW: "blå\"citat\", kömma\nrad", Changed: "2020-01-02"},
	}
}

// The comment says where a fixture comes from: "real" was written by the
// program itself or its own library, "layout" by hand after what is published.
func TestRead(t *testing.T) {
	both := opened(filePassword, fixture(t, "nyckel-2.keyx"))
	onePassword := []flat{
		{Line: 1, Title: "Banken", URLs: "https://bank.example.se https://m.bank.example.se", User: "anna.exempel@example.se", Group: "Privat", PW: filePassword, History: "gammalt-Losen1 aldre-Losen0", Changed: "2020-09-13", Signs: "totp"},
		{Line: 2, Title: "Arkiverad", Group: "Privat", PW: "arkiverat-Losen3", Changed: "2020-01-02", Signs: "deleted"},
		{Line: 3, Title: "Bara lösenord", URLs: "https://forum.example.org", Group: "Privat", PW: `blå"citat", kömma 😀`, Changed: "2020-01-02"},
	}
	proton := []flat{
		{Line: 1, Title: "Banken", URLs: "https://bank.example.se https://m.bank.example.se", User: "anna.exempel@example.se", Group: "Privat", PW: filePassword, Signs: "totp"},
		{Line: 2, Title: "Slängd", URLs: "https://bank.example.se", User: "anna.exempel@example.se", Group: "Privat", PW: "slangd-Losen2", Signs: "deleted"},
		{Line: 3, Title: "Med nyckel", URLs: "https://bank.example.se", User: "anna", Group: "Privat", PW: "sommar-2019-Abc", Signs: "passkey"},
	}
	dashlane := []flat{
		{Line: 2, Title: "Banken", URLs: "https://bank.example.se", User: "anna.exempel@example.se", Group: "Ekonomi", PW: filePassword, Signs: "totp"},
		{Line: 3, Title: "Forum", URLs: "forum.example.org", User: "anna2", PW: "sommar-2019-Abc"},
	}
	tests := []struct {
		name    string
		data    []byte
		options vault.Options
		info    vault.Info
		want    []flat
	}{
		{ // real: Bitwarden's exporter; passkey, deleted and archived by hand
			"Bitwarden JSON", fixture(t, "bitwarden.json"), opened("", nil),
			vault.Info{Format: "Bitwarden", Skipped: 3},
			append(bitwarden(),
				flat{Line: 6, Title: "Med nyckel", URLs: "https://bank.example.se androidapp://se.example.bank", User: "anna.exempel@example.se", PW: "sommar-2019-Abc", Changed: "2020-01-02", Signs: "passkey"},
				flat{Line: 7, Title: "Slängd", URLs: "https://bank.example.se androidapp://se.example.bank", User: "anna.exempel@example.se", PW: "slangd-Losen2", Changed: "2020-01-02", Signs: "deleted"},
				flat{Line: 8, Title: "Arkiverad", URLs: "https://bank.example.se androidapp://se.example.bank", User: "anna.exempel@example.se", PW: "arkiverat-Losen3", Changed: "2020-01-02", Signs: "deleted"}),
		},
		{"Bitwarden with a password, PBKDF2", fixture(t, "bitwarden-pbkdf2.json"), opened(filePassword, nil), vault.Info{Format: "Bitwarden", Skipped: 3}, bitwarden()},   // real
		{"Bitwarden with a password, Argon2id", fixture(t, "bitwarden-argon2.json"), opened(filePassword, nil), vault.Info{Format: "Bitwarden", Skipped: 3}, bitwarden()}, // real
		{ // layout: the archive that Bitwarden writes when there are attachments
			"Bitwarden with attachments", archive(t, member{"data.json", fixture(t, "bitwarden.json")}, member{"attachments/x/bild.png", []byte("x")}), opened("", nil), vault.Info{Format: "Bitwarden", Skipped: 3}, nil,
		},
		{ // real
			"Bitwarden CSV", fixture(t, "bitwarden.csv"), opened("", nil),
			vault.Info{Format: "Bitwarden", Lines: true, Skipped: 2},
			[]flat{
				{Line: 2, Title: "Banken", URLs: "https://bank.example.se androidapp://se.example.bank", User: "anna.exempel@example.se", Group: "Ekonomi/Viktigt", PW: filePassword, Signs: "totp"},
				{Line: 3, Title: `Forum "Å, Ä & Ö"`, URLs: "http://forum.example.org/a,b?c", User: "ånna", PW: "blå\"citat\", kömma\nrad"},
			},
		},
		{"1Password 1PUX", archive(t, member{"export.attributes", []byte(`{"version":3}`)}, member{"export.data", fixture(t, "export.data")}, member{"files/x", nil}), opened("", nil), vault.Info{Format: "1Password", Skipped: 2}, onePassword}, // layout
		{"1Password export.data alone", fixture(t, "export.data"), opened("", nil), vault.Info{Format: "1Password", Skipped: 2}, onePassword},                                                                                                     // layout
		{ // layout
			"1Password CSV", fixture(t, "onepassword.csv"), opened("", nil),
			vault.Info{Format: "1Password", Lines: true},
			[]flat{
				{Line: 2, Title: "Banken", URLs: "https://bank.example.se", User: "anna.exempel@example.se", Group: "Ekonomi", PW: filePassword, Signs: "totp"},
				{Line: 3, Title: "Forum", URLs: "https://forum.example.org", User: "anna", PW: "arkiverat-Losen3", Signs: "deleted"},
			},
		},
		{ // layout
			"1Password CSV with full headings", fixture(t, "onepassword-full.csv"), opened("", nil),
			vault.Info{Format: "1Password", Lines: true},
			[]flat{{Line: 2, Title: "Banken", URLs: "https://bank.example.se", User: "anna.exempel@example.se", PW: filePassword}},
		},
		{"KDBX 3.1 by KeePassXC", fixture(t, "xc-31.kdbx"), opened(filePassword, nil), vault.Info{Format: "KeePass", Skipped: 1}, kdbx()},                     // real
		{"KDBX 4 by KeePassXC", fixture(t, "xc-4.kdbx"), opened(filePassword, nil), vault.Info{Format: "KeePass", Skipped: 1}, kdbx()},                        // real, with an attachment
		{"KDBX 3.1 by KeeWeb", fixture(t, "web-31-aes.kdbx"), opened(filePassword, nil), vault.Info{Format: "KeePass", Skipped: 1}, web()},                    // real
		{"KDBX 4 with AES-KDF", fixture(t, "web-4-aes.kdbx"), opened(filePassword, nil), vault.Info{Format: "KeePass", Skipped: 1}, web()},                    // real
		{"KDBX 4 with Argon2d", fixture(t, "web-4-argon2d.kdbx"), opened(filePassword, nil), vault.Info{Format: "KeePass", Skipped: 1}, web()},                // real
		{"KDBX 4 with Argon2id and ChaCha20", fixture(t, "web-4-argon2id.kdbx"), opened(filePassword, nil), vault.Info{Format: "KeePass", Skipped: 1}, web()}, // real
		{"KDBX with a key file alone", fixture(t, "web-31-key.kdbx"), opened("", fixture(t, "nyckel-1.key")), vault.Info{Format: "KeePass", Skipped: 1}, web()[1:]},
		{"KDBX with a password and a key file", fixture(t, "web-4-both.kdbx"), both, vault.Info{Format: "KeePass", Skipped: 1}, web()},
		{"KeePass XML", fixture(t, "keepassxc.xml"), opened("", nil), vault.Info{Format: "KeePass", Skipped: 1}, keepass()}, // real
		{ // real; references are not resolved in it
			"KeePassXC CSV", fixture(t, "keepassxc.csv"), opened("", nil),
			vault.Info{Format: "KeePassXC", Lines: true, Skipped: 2},
			[]flat{
				{Line: 2, Title: "Banken & c:o <åäö>", URLs: "https://bank.example.se", User: "anna.exempel@example.se", Group: "Familjen", PW: filePassword, Signs: "totp"},
				{Line: 3, Title: "Utgånget", URLs: "http://forum.example.org", User: "anna", Group: "Familjen", PW: `"blå", kömma`},
				{Line: 5, Title: "Med nyckel", URLs: "https://nyckel.example.se", User: "anna", Group: "Familjen", PW: "sommar-2019-Abc"},
				{Line: 7, Title: "Routern", URLs: "192.168.1.1", User: "admin", Group: "Familjen/Hemma", PW: "router-Losen4"},
				{Line: 8, Title: "Slängd", User: "anna", Group: "Familjen/Papperskorg", PW: "slangd-Losen2", Signs: "deleted"},
			},
		},
		{ // layout
			"KeePass 1 CSV", fixture(t, "keepass1.csv"), opened("", nil),
			vault.Info{Format: "KeePass", Lines: true},
			[]flat{
				{Line: 2, Title: "Banken", URLs: "https://bank.example.se", User: "anna.exempel@example.se", PW: filePassword},
				{Line: 3, Title: "Forum", URLs: "http://forum.example.org", User: "anna", PW: `blå"citat", k\mma`},
			},
		},
		{ // layout
			"Chrome and Edge", fixture(t, "chrome.csv"), opened("", nil),
			vault.Info{Format: "Chrome / Edge", Lines: true, Skipped: 1},
			[]flat{
				{Line: 2, Title: "bank.example.se", URLs: "https://bank.example.se/login", User: "anna.exempel@example.se", PW: filePassword},
				{Line: 3, Title: "Exempelmusik", URLs: "androidapp://com.example.music", User: "anna", PW: `blå"citat", kömma`},
				{Line: 4, Title: "forum.example.org", URLs: "http://forum.example.org/", User: "anna", PW: "sommar-2019-Abc"},
			},
		},
		{ // layout
			"Firefox", fixture(t, "firefox.csv"), opened("", nil),
			vault.Info{Format: "Firefox", Lines: true},
			[]flat{
				{Line: 2, URLs: "https://bank.example.se", User: "anna.exempel@example.se", PW: filePassword, Changed: "2020-05-16"},
				{Line: 3, URLs: "http://forum.example.org", User: "anna", PW: `blå"citat", kömma`},
			},
		},
		{ // layout
			"Safari", fixture(t, "safari.csv"), opened("", nil),
			vault.Info{Format: "Safari", Lines: true},
			[]flat{
				{Line: 2, Title: "bank.example.se (anna.exempel@example.se)", URLs: "https://bank.example.se/", User: "anna.exempel@example.se", PW: filePassword, Signs: "totp"},
				{Line: 3, Title: "forum.example.org (anna)", URLs: "https://forum.example.org/", User: "anna", PW: `blå"citat", kömma`},
			},
		},
		{ // layout: what Safari packs when it exports everything; names are localised
			"Safari's archive", archive(t, member{"Bokmärken.html", []byte("<html>")}, member{"Lösenord.csv", fixture(t, "safari.csv")}, member{"Historik.json", []byte("{}")}), opened("", nil), vault.Info{Format: "Safari", Lines: true}, nil,
		},
		{ // layout
			"Proton CSV", fixture(t, "proton.csv"), opened("", nil),
			vault.Info{Format: "Proton Pass", Lines: true, Skipped: 2},
			[]flat{
				{Line: 2, Title: "Banken", URLs: "https://bank.example.se https://m.bank.example.se https://exakt.example.se", User: "anna.exempel@example.se", Group: "Privat", PW: filePassword, Signs: "totp"},
				{Line: 5, Title: "Forum", URLs: "https://forum.example.org", User: "anna", Group: "Privat", PW: `blå"citat", kömma`},
			},
		},
		{"Proton archive", archive(t, member{"Proton Pass/data.json", fixture(t, "proton.json")}), opened("", nil), vault.Info{Format: "Proton Pass", Skipped: 2}, proton}, // layout
		{"Dashlane CSV", fixture(t, "dashlane.csv"), opened("", nil), vault.Info{Format: "Dashlane", Lines: true}, dashlane},                                               // layout
		{ // layout
			"Dashlane archive", archive(t, member{"ids.csv", fixture(t, "dashlane-ids.csv")}, member{"credentials.csv", fixture(t, "dashlane.csv")}, member{"payments.csv", fixture(t, "dashlane-payments.csv")}, member{"securenotes.csv", []byte("title,note\n")}), opened("", nil),
			vault.Info{Format: "Dashlane", Lines: true},
			dashlane,
		},
		{ // layout, and the entities of bitwarden/web issue 40
			"LastPass", fixture(t, "lastpass.csv"), opened("", nil),
			vault.Info{Format: "LastPass", Lines: true, Skipped: 1},
			[]flat{
				{Line: 2, Title: "Banken", URLs: "https://bank.example.se", User: "anna.exempel@example.se", Group: "Ekonomi", PW: filePassword, Signs: "totp"},
				{Line: 3, Title: "Forum", URLs: "https://forum.example.org", User: "anna", PW: "R&D<3, kömma"},
			},
		},
		{
			"a list", fixture(t, "lista.txt"), opened("", nil),
			vault.Info{Lines: true},
			[]flat{{Line: 1, PW: filePassword}, {Line: 2, PW: "sommar-2019-Abc"}, {Line: 4, PW: "en lång lösenfras, med komma"}},
		},
	}
	same := map[string][]flat{} // what is nil above is the same as the test of this format before
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := bytes.Clone(tt.data)
			got, info, err := vault.Read("fil", tt.data, tt.options)
			if err != nil {
				t.Fatalf("Read: %v", err)
			}
			want := tt.want
			if want == nil {
				want = same[tt.info.Format]
			} else if same[tt.info.Format] == nil {
				same[tt.info.Format] = want
			}
			if diff := cmp.Diff(want, flatten(got)); diff != "" {
				t.Errorf("entries (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.info, info); diff != "" {
				t.Errorf("info (-want +got):\n%s", diff)
			}
			for _, e := range got {
				if e.Vault != "fil" || len(e.URLs) > 0 && e.URL != e.URLs[0] {
					t.Errorf("entry %d: vault %q, address %q", e.Line, e.Vault, e.URL)
				}
				e.Secret.Use(func(b []byte) {
					if cap(b) != len(b) {
						t.Errorf("entry %d: %d bytes of room for %d", e.Line, cap(b), len(b))
					}
				})
			}
			if !bytes.Equal(before, tt.data) {
				t.Error("Read changed its data")
			}
		})
	}
}

// utf16Of encodes text as Windows programs do.
func utf16Of(text string, order binary.AppendByteOrder) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, u)
	}
	return out
}

func TestTables(t *testing.T) {
	const table = "Namn;Webbplats;Användarnamn;Lösenord;Anteckningar\r\nBanken;https://bank.example.se;anna;blå;\r\n;;;;\r\nForum;forum.example.org;anna;\"a;b\";\"två\r\nrader\";;\r\n"
	want := []flat{
		{Line: 2, Title: "Banken", URLs: "https://bank.example.se", User: "anna", PW: "blå"},
		{Line: 4, Title: "Forum", URLs: "forum.example.org", User: "anna", PW: "a;b"},
	}
	moved := slices.Clone(want)
	for i := range moved {
		moved[i].Line++
	}
	western := strings.NewReplacer("ä", "\xe4", "ö", "\xf6", "å", "\xe5").Replace(table)
	tests := []struct {
		name string
		data string
		want []flat
	}{
		{"semicolons, Swedish headings", table, want},
		{"tabs", strings.ReplaceAll(strings.ReplaceAll(table, ";", "\t"), "\"a\tb\"", "\"a;b\""), want},
		{"with a mark", "\ufeff" + table, want},
		{"UTF-16 LE", string(utf16Of("\ufeff"+table, binary.LittleEndian)), want},
		{"UTF-16 BE", string(utf16Of("\ufeff"+table, binary.BigEndian)), want},
		{"UTF-16 LE without a mark", string(utf16Of(table, binary.LittleEndian)), want},
		{"UTF-16 BE without a mark", string(utf16Of(table, binary.BigEndian)), want},
		{"Windows-1252", western, want},
		{"Excel's separator line", "sep=;\r\n" + table, moved},
		{"headings in NFD", strings.NewReplacer("Anv\u00e4nd", "Anva\u0308nd", "L\u00f6sen", "Lo\u0308sen").Replace(table), want},
		{"headings in capitals", strings.Replace(table, "Namn;Webbplats;Användarnamn;Lösenord", "NAMN;WEBBPLATS;ANVÄNDARNAMN;LÖSENORD", 1), want},
		{"empty line first", "\r\n" + table, moved},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, info, err := vault.Read("lista.csv", []byte(tt.data), opened("", nil))
			if err != nil {
				t.Fatalf("Read: %v", err)
			}
			if diff := cmp.Diff(tt.want, flatten(got)); diff != "" {
				t.Errorf("entries (-want +got):\n%s", diff)
			}
			if info.Format != "CSV" || !info.Lines {
				t.Errorf("info = %+v", info)
			}
		})
	}
}

// An NFD password stays as it is: what is right is for the meter to say.
func TestPasswordsKeepTheirForm(t *testing.T) {
	const nfd = "sma\u030aland 1"
	for name, data := range map[string]string{
		"CSV":  "url,username,password\nhttps://example.se,anna," + nfd + "\n",
		"JSON": `{"encrypted":false,"items":[{"type":1,"login":{"password":"sma\u030aland 1"}}]}`,
		"XML":  "<KeePassFile><Root><Group><Entry><String><Key>Password</Key><Value>" + nfd + "</Value></String></Entry></Group></Root></KeePassFile>",
	} {
		got, _, err := vault.Read(name, []byte(data), opened("", nil))
		if err != nil || len(got) != 1 {
			t.Fatalf("%s: %d entries, %v", name, len(got), err)
		}
		if pw := flatten(got)[0].PW; pw != nfd {
			t.Errorf("%s: %q; want %q", name, pw, nfd)
		}
	}
}

func TestFaults(t *testing.T) {
	const json = `{"encrypted":false,"folders":[],"items":[` + "\n"
	kdbx := fixture(t, "web-4-argon2d.kdbx")
	old := fixture(t, "web-31-aes.kdbx")
	deep := strings.Repeat("[", 100)
	bomb := archive(t, member{"export.data", make([]byte, 20<<20)})
	locked := archive(t, member{"export.data", fixture(t, "export.data")})
	for i := range locked { // the flag of encryption, in both headers
		if bytes.HasPrefix(locked[i:], []byte("PK\x03\x04")) {
			locked[i+6] |= 1
		} else if bytes.HasPrefix(locked[i:], []byte("PK\x01\x02")) {
			locked[i+8] |= 1
		}
	}
	torn := archive(t, member{"export.data", fixture(t, "export.data")})
	torn[200] ^= 0x55
	stored := packed(t, fixture(t, "export.data"))
	stored[bytes.Index(stored, []byte(filePassword))] ^= 0x20
	flip := func(b []byte, i int) []byte {
		b = bytes.Clone(b)
		if i < 0 {
			i += len(b)
		}
		b[i] ^= 0x55
		return b
	}
	tests := []struct {
		name    string
		data    []byte
		options vault.Options
		want    vault.Fault
		is      error
	}{
		{"nothing", nil, opened("", nil), vault.Fault{What: vault.Empty}, nil},
		{"only spaces", []byte(" \r\n\t"), opened("", nil), vault.Fault{What: vault.Empty}, nil},
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), opened("", nil), vault.Fault{What: vault.UnknownFormat}, vault.ErrFormat},
		{"prose", []byte("Kära dagbok,\ni dag hände det mycket och jag tänkte att jag skulle skriva ner det.\n"), opened("", nil), vault.Fault{What: vault.UnknownFormat}, vault.ErrFormat},
		{"notes", []byte("gmail: sommar\nbanken: vinter\n"), opened("", nil), vault.Fault{What: vault.UnknownFormat}, vault.ErrFormat},
		{"a table without headings", []byte("anna,sommar\nbosse,vinter\n"), opened("", nil), vault.Fault{What: vault.UnknownFormat}, vault.ErrFormat},
		{"one word", []byte("sommar\n"), opened("", nil), vault.Fault{What: vault.UnknownFormat}, vault.ErrFormat},
		{"addresses and passwords", []byte("anna@example.se:sommar\nbosse@example.se:vinter\n"), opened("", nil), vault.Fault{What: vault.UnknownFormat}, vault.ErrFormat},
		{"HTML", []byte("<!DOCTYPE html><html></html>"), opened("", nil), vault.Fault{What: vault.XMLSyntax, Line: 1, Column: 2}, nil},
		{"other XML", []byte("<pwlist></pwlist>"), opened("", nil), vault.Fault{What: vault.UnknownFormat}, vault.ErrFormat},
		{"other JSON", []byte(`{"a":1}`), opened("", nil), vault.Fault{What: vault.UnknownFormat}, vault.ErrFormat},
		{"a table without passwords", []byte("title,url,username\na,b,c\n"), opened("", nil), vault.Fault{What: vault.NoPasswords}, vault.ErrFormat},
		{"Dashlane's cards", fixture(t, "dashlane-payments.csv"), opened("", nil), vault.Fault{What: vault.NoPasswords}, vault.ErrFormat},
		{"a spreadsheet", archive(t, member{"[Content_Types].xml", []byte("x")}), opened("", nil), vault.Fault{What: vault.Spreadsheet}, vault.ErrFormat},
		{"another archive", archive(t, member{"x.txt", []byte("x")}), opened("", nil), vault.Fault{What: vault.MissingData}, vault.ErrFormat},
		{"Chrome's own file", []byte("SQLite format 3\x00..."), opened("", nil), vault.Fault{What: vault.ProgramFile}, vault.ErrFormat},
		{"Firefox's own file", []byte(`{"nextId":2,"logins":[{"encryptedPassword":"x"}]}`), opened("", nil), vault.Fault{What: vault.ProgramFile}, vault.ErrFormat},
		{"1Password 7", []byte("x\n***5642bee8-a5ff-11dc-8314-0800200c9a66***\n"), opened("", nil), vault.Fault{What: vault.OldFormat}, vault.ErrFormat},
		{"KeePass 1", []byte("\x03\xd9\xa2\x9a\x65\xfb\x4b\xb5\x00\x00\x00\x00"), opened(filePassword, nil), vault.Fault{What: vault.OldFormat}, vault.ErrFormat},

		{"no password for KDBX", kdbx, opened("", nil), vault.Fault{What: vault.NeedsPassword}, vault.ErrPassword},
		{"no password for Bitwarden", fixture(t, "bitwarden-pbkdf2.json"), opened("", nil), vault.Fault{What: vault.NeedsPassword}, vault.ErrPassword},
		{"wrong password for KDBX 4", kdbx, opened("kanariefagel", nil), vault.Fault{What: vault.WrongPassword}, vault.ErrWrongPassword},
		{"wrong password for KDBX 3.1", old, opened("kanariefagel", nil), vault.Fault{What: vault.WrongPassword}, vault.ErrWrongPassword},
		{"wrong password for Bitwarden", fixture(t, "bitwarden-argon2.json"), opened("kanariefagel", nil), vault.Fault{What: vault.WrongPassword}, vault.ErrWrongPassword},
		{"key file missing", fixture(t, "web-4-both.kdbx"), opened(filePassword, nil), vault.Fault{What: vault.WrongPassword}, vault.ErrWrongPassword},
		{"wrong key file", fixture(t, "web-4-both.kdbx"), opened(filePassword, []byte("x")), vault.Fault{What: vault.WrongPassword}, vault.ErrWrongPassword},
		{"damaged key file", fixture(t, "web-4-both.kdbx"), opened(filePassword, bytes.Replace(fixture(t, "nyckel-2.keyx"), []byte("Hash=\""), []byte("Hash=\"X"), 1)), vault.Fault{What: vault.BadKeyFile}, vault.ErrWrongPassword},

		{"Bitwarden for its account alone", fixture(t, "bitwarden-account.json"), opened(filePassword, nil), vault.Fault{What: vault.EncryptedBitwarden}, vault.ErrEncrypted},
		{"Proton encrypted", archive(t, member{"Proton Pass/data.pgp", []byte("x")}), opened(filePassword, nil), vault.Fault{What: vault.EncryptedProton}, vault.ErrEncrypted},
		{"an encrypted archive", locked, opened(filePassword, nil), vault.Fault{What: vault.EncryptedArchive, Inside: "export.data"}, vault.ErrEncrypted},

		{"a damaged header", flip(kdbx, bytes.Index(kdbx, []byte("\x31\xc1\xf2\xe6"))), opened(filePassword, nil), vault.Fault{What: vault.Damaged}, nil},
		{"an unknown cipher", flip(old, bytes.Index(old, []byte("\x31\xc1\xf2\xe6"))), opened(filePassword, nil), vault.Fault{What: vault.Unsupported}, nil},
		{"a damaged seed", flip(old, 50), opened(filePassword, nil), vault.Fault{What: vault.WrongPassword}, vault.ErrWrongPassword},
		{"a damaged block", flip(kdbx, -60), opened(filePassword, nil), vault.Fault{What: vault.Damaged}, nil},
		{"a damaged checksum", flip(kdbx, -20), opened(filePassword, nil), vault.Fault{What: vault.Damaged}, nil},
		{"a damaged block of 3.1", flip(old, -200), opened(filePassword, nil), vault.Fault{What: vault.Damaged}, nil},
		{"a damaged archive", torn, opened("", nil), vault.Fault{What: vault.Damaged, Inside: "export.data"}, nil},
		{"a changed letter in an archive", stored, opened("", nil), vault.Fault{What: vault.Damaged, Inside: "export.data"}, nil},
		{"another version", append([]byte("\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5\x00\x00\x05\x00"), kdbx[12:]...), opened(filePassword, nil), vault.Fault{What: vault.Unsupported}, nil},

		{"a bomb", bomb, opened("", nil), vault.Fault{What: vault.Bomb, Inside: "export.data"}, nil},
		{"JSON too deep", []byte(deep), opened("", nil), vault.Fault{What: vault.TooDeep, Line: 1, Column: 65}, nil},
		{"an object too deep", []byte(`{"items":` + deep), opened("", nil), vault.Fault{What: vault.TooDeep, Line: 1, Column: 73}, nil},
		{"XML too deep", []byte("<KeePassFile>" + strings.Repeat("<a>", 100)), opened("", nil), vault.Fault{What: vault.TooDeep, Line: 1, Column: 206}, nil},
		{"a password too long", []byte("url,username,password\nx,y,z\na,b," + strings.Repeat("x", 70_000) + "\n"), opened("", nil), vault.Fault{What: vault.FieldTooLong, Line: 3}, nil},
		{"a password too long in JSON", []byte(json + `{"type":1,"login":{"password":"` + strings.Repeat("x", 70_000) + `"}}]}`), opened("", nil), vault.Fault{What: vault.FieldTooLong, Line: 2, Column: 31}, nil},
		{"a line too long in a list", []byte("a\n" + strings.Repeat("x", 70_000)), vault.Options{List: true}, vault.Fault{What: vault.FieldTooLong, Line: 2}, nil},
		{"too many entries", []byte("url,username,password\n" + strings.Repeat("a,b,c\n", 100_001)), opened("", nil), vault.Fault{What: vault.TooManyEntries}, nil},

		{"a quotation mark never closed", []byte("url,username,password\na,b,c\na,\"b,c\n"), opened("", nil), vault.Fault{What: vault.TableQuote, Line: 3}, nil},
		{"a quotation mark closed early", []byte("url,username,password\na,b,\"c\"d\n"), opened("", nil), vault.Fault{What: vault.TableQuote, Line: 2}, nil},
		{"a cell too many", []byte("url,username,password\na,b,c,d\n"), opened("", nil), vault.Fault{What: vault.TableCells, Line: 2}, nil},
		{"a cell too few", []byte("url,username,password\na,b,c\n\na,b\n"), opened("", nil), vault.Fault{What: vault.TableCells, Line: 4}, nil},
		{"two encodings", []byte("url,username,password\na,å,c\na,\xe5,c\n"), opened("", nil), vault.Fault{What: vault.NotText, Line: 3, Column: 3}, nil},
		{"half of UTF-16", append(utf16Of("\ufeffurl,password\n", binary.LittleEndian), 'x'), opened("", nil), vault.Fault{What: vault.CutOff}, nil},
		{"JSON with a comma too many", []byte(json + "{\"type\":1,}]}"), opened("", nil), vault.Fault{What: vault.JSONSyntax, Line: 2, Column: 11}, nil},
		{"JSON cut off", []byte(json + `{"type":1`), opened("", nil), vault.Fault{What: vault.CutOff, Line: 2, Column: 10}, nil},
		{"text after JSON", []byte("{\"items\":[],\"folders\":[]}\nx"), opened("", nil), vault.Fault{What: vault.JSONSyntax, Line: 2, Column: 1}, nil},
		{"XML with an unknown entity", []byte("<KeePassFile><Root><Group><Name>\n&x;</Name></Group></Root></KeePassFile>"), opened("", nil), vault.Fault{What: vault.XMLSyntax, Line: 1, Column: 33}, nil},
		{"XML cut off", []byte("<KeePassFile><Root>"), opened("", nil), vault.Fault{What: vault.CutOff, Line: 1, Column: 20}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.File = "fil.csv"
			got, _, err := vault.Read("fil.csv", tt.data, tt.options)
			f, ok := errors.AsType[*vault.Fault](err)
			if !ok || got != nil {
				t.Fatalf("Read: %d entries, %v; want a fault", len(got), err)
			}
			if diff := cmp.Diff(tt.want, *f); diff != "" {
				t.Errorf("fault (-want +got):\n%s", diff)
			}
			for _, is := range []error{vault.ErrPassword, vault.ErrWrongPassword, vault.ErrEncrypted, vault.ErrFormat} {
				if errors.Is(err, is) != errors.Is(is, tt.is) {
					t.Errorf("errors.Is(err, %v) = %v", is, errors.Is(err, is))
				}
			}
		})
	}
}

// A KDBX header is written by whoever sends the file. Each of these would take
// minutes, or more memory than there is.
func TestCostlyKeys(t *testing.T) {
	aes3 := fixture(t, "web-31-aes.kdbx")
	set := func(data []byte, before string, value []byte) []byte {
		data = bytes.Clone(data)
		i := bytes.Index(data, []byte(before))
		if i < 0 {
			t.Fatalf("no %q in the header", before)
		}
		copy(data[i+len(before):], value)
		return data
	}
	u64 := func(n uint64) []byte { return binary.LittleEndian.AppendUint64(nil, n) }
	argon := fixture(t, "web-4-argon2d.kdbx")
	bitwarden := string(fixture(t, "bitwarden-argon2.json"))
	pbkdf2 := string(fixture(t, "bitwarden-pbkdf2.json"))
	for name, data := range map[string][]byte{
		"rounds of 3.1":      set(aes3, "\x06\x08\x00", u64(1<<60)),
		"rounds of 4":        set(fixture(t, "web-4-aes.kdbx"), "R\x04\x00\x00\x00", []byte{0xff, 0xff, 0xff, 0xff}),
		"memory":             set(argon, "M\x08\x00\x00\x00", u64(4<<30)),
		"memory overflowing": set(argon, "M\x08\x00\x00\x00", u64(1<<63)),
		"passes":             set(argon, "I\x08\x00\x00\x00", u64(1<<60)),
		"work":               set(set(argon, "M\x08\x00\x00\x00", u64(1<<30)), "I\x08\x00\x00\x00", u64(100)),
		"work of many lanes": set(set(set(argon, "M\x08\x00\x00\x00", u64(8<<10)), "I\x08\x00\x00\x00", u64(1<<20)), "P\x04\x00\x00\x00", []byte{255}),
		"Bitwarden memory":   []byte(strings.Replace(bitwarden, `"kdfMemory": 16`, `"kdfMemory": 4096`, 1)),
		"Bitwarden passes":   []byte(strings.Replace(bitwarden, `"kdfIterations": 2`, `"kdfIterations": 1000`, 1)),
		"Bitwarden rounds":   []byte(strings.Replace(pbkdf2, `"kdfIterations": 5000`, `"kdfIterations": 1e15`, 1)),
		"Bitwarden negative": []byte(strings.Replace(pbkdf2, `"kdfIterations": 5000`, `"kdfIterations": -5`, 1)),
	} {
		_, _, err := vault.Read(name, data, opened(filePassword, nil))
		if f, ok := errors.AsType[*vault.Fault](err); !ok || f.What != vault.TooCostly {
			t.Errorf("%s: %v; want %s", name, err, vault.TooCostly)
		}
	}
}

// fixtures are all files that can be read, with what opens them.
func fixtures(t testing.TB) map[string]struct {
	data    []byte
	options vault.Options
} {
	t.Helper()
	type file = struct {
		data    []byte
		options vault.Options
	}
	all := map[string]file{
		"1pux":     {archive(t, member{"export.data", fixture(t, "export.data")}), opened("", nil)},
		"proton":   {archive(t, member{"Proton Pass/data.json", fixture(t, "proton.json")}), opened("", nil)},
		"dashlane": {archive(t, member{"credentials.csv", fixture(t, "dashlane.csv")}), opened("", nil)},
	}
	names, err := filepath.Glob("testdata/*.*")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range names {
		name := filepath.Base(path)
		o := opened(filePassword, nil)
		switch name {
		case "web-31-key.kdbx":
			o = opened("", fixture(t, "nyckel-1.key"))
		case "web-4-both.kdbx":
			o = opened(filePassword, fixture(t, "nyckel-2.keyx"))
		case "nyckel-1.key", "nyckel-2.keyx", "dashlane-ids.csv", "dashlane-payments.csv", "bitwarden-account.json":
			continue
		}
		all[name] = file{fixture(t, name), o}
	}
	return all
}

// A file that ends too early is never read as if it were whole, except where
// its layout has no end: a table that stops between two lines, or inside the
// last cell of one, is a shorter table, and so is a list.
func TestEveryPrefix(t *testing.T) {
	for name, f := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			whole, _, err := vault.Read(name, f.data, f.options)
			if err != nil {
				t.Fatalf("Read: %v", err)
			}
			open := strings.HasSuffix(name, ".csv") || strings.HasSuffix(name, ".txt")
			// Behind the header of a KDBX file every prefix costs a derived key.
			step, header := 1, len(f.data)
			switch {
			case strings.HasPrefix(name, "xc-"):
				step, header = 499, 0 // with as many rounds as people have
			case strings.HasSuffix(name, ".kdbx"):
				step, header = 61, 300
			}
			for n := 0; n < len(f.data); n++ {
				if n > header && n%step != 0 && n < len(f.data)-2 {
					continue
				}
				entries, _, err := vault.Read(name, f.data[:n], f.options)
				if _, ok := errors.AsType[*vault.Fault](err); err != nil && !ok {
					t.Fatalf("first %d bytes: %T; want a fault", n, err)
				}
				if err != nil && (strings.Contains(err.Error(), filePassword) || strings.Contains(err.Error(), "Banken")) {
					t.Fatalf("first %d bytes: the fault shows what the file holds", n)
				}
				ended := len(bytes.TrimSpace(f.data[n:])) == 0
				if err == nil && !open && !ended {
					t.Errorf("first %d of %d bytes: read as %d entries", n, len(f.data), len(entries))
				}
				if len(entries) > len(whole) {
					t.Errorf("first %d bytes: %d entries of %d", n, len(entries), len(whole))
				}
			}
		})
	}
}

func TestListIsAskedFor(t *testing.T) {
	const notes = "gmail: sommar\r\n\r\n  vinter\n"
	o := opened("", nil)
	o.List = true
	got, info, err := vault.Read("lista", []byte(notes), o)
	if err != nil || !info.Lines {
		t.Fatalf("Read: %+v, %v", info, err)
	}
	want := []flat{{Line: 1, PW: "gmail: sommar"}, {Line: 3, PW: "  vinter"}}
	if diff := cmp.Diff(want, flatten(got)); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

func TestReferences(t *testing.T) {
	entry := func(id, pw string) string {
		return fmt.Sprintf("<Entry><UUID>%s</UUID><String><Key>Password</Key><Value>%s</Value></String></Entry>", id, pw)
	}
	const a, b = "AAAAAAAAAAAAAAAAAAAAEA==", "AAAAAAAAAAAAAAAAAAAAEQ=="
	to := func(last string) string { return "{REF:P@I:000000000000000000000000000000" + last + "}" }
	tests := []struct {
		name    string
		entries string
		want    []flat
	}{
		{"before its target", entry(a, to("11")) + entry(b, "sommar"), []flat{{Line: 1, PW: "sommar", Signs: "linked"}, {Line: 2, PW: "sommar"}}},
		{"in small letters", entry(a, "sommar") + entry(b, strings.ToLower(to("10"))), []flat{{Line: 1, PW: "sommar"}, {Line: 2, PW: "sommar", Signs: "linked"}}},
		{"to nothing", entry(a, to("99")) + entry(b, "sommar"), []flat{{Line: 2, PW: "sommar"}}},
		{"to itself", entry(a, to("10")) + entry(b, "sommar"), []flat{{Line: 2, PW: "sommar"}}},
		{"in a circle", entry(a, to("11")) + entry(b, to("10")), nil},
		{"a password that only looks like one", entry(a, "{REF:P@I:x}"), []flat{{Line: 1, PW: "{REF:P@I:x}"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data := "<KeePassFile><Root><Group>" + tt.entries + "</Group></Root></KeePassFile>"
			got, _, err := vault.Read("x", []byte(data), opened("", nil))
			if err != nil {
				t.Fatalf("Read: %v", err)
			}
			if diff := cmp.Diff(tt.want, flatten(got)); diff != "" {
				t.Errorf("entries (-want +got):\n%s", diff)
			}
		})
	}
}
