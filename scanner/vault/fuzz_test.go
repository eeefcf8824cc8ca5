package vault_test

import (
	"bytes"
	"errors"
	"testing"

	"lampan/rules/password"
	"lampan/scanner/vault"
)

// check reads data and tests what holds for every file: an error is a fault and
// comes alone, secrets fit exactly, and the same file gives the same entries.
func check(t *testing.T, data []byte, o vault.Options) {
	t.Helper()
	before := bytes.Clone(data)
	entries, info, err := vault.Read("fil", data, o)
	if !bytes.Equal(before, data) {
		t.Error("Read changed its data")
	}
	if err != nil {
		if _, ok := errors.AsType[*vault.Fault](err); !ok || entries != nil || info != (vault.Info{}) {
			t.Errorf("Read: %d entries, %+v, %T; want a fault alone", len(entries), info, err)
		}
		return
	}
	for _, e := range entries {
		for _, s := range append([]password.Secret{e.Secret}, e.History...) {
			s.Use(func(b []byte) {
				if len(b) == 0 || len(b) != cap(b) || len(b) > 64<<10 {
					t.Errorf("a secret of %d bytes with room for %d", len(b), cap(b))
				}
			})
		}
		if e.Vault != "fil" || e.Line < 1 && !e.Master {
			t.Errorf("entry at line %d of %q", e.Line, e.Vault)
		}
	}
	again, _, err := vault.Read("fil", data, o)
	if err != nil || len(again) != len(entries) {
		t.Errorf("the second time: %d entries, %v; want %d", len(again), err, len(entries))
	}
	for i := range again {
		entries[i].Wipe()
		again[i].Wipe()
	}
}

func FuzzTable(f *testing.F) {
	for _, name := range []string{"chrome.csv", "firefox.csv", "safari.csv", "bitwarden.csv", "keepassxc.csv", "keepass1.csv", "proton.csv", "lastpass.csv", "dashlane.csv", "lista.txt"} {
		f.Add(fixture(f, name))
	}
	f.Add([]byte("\xff\xfeu\x00r\x00l\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		check(t, data, opened("", nil))
		list := opened("", nil)
		list.List = true
		check(t, data, list)
	})
}

func FuzzJSON(f *testing.F) {
	for _, name := range []string{"bitwarden.json", "export.data", "proton.json", "bitwarden-account.json"} {
		f.Add(fixture(f, name))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		check(t, data, opened("", nil))
	})
}

func FuzzProtected(f *testing.F) {
	f.Add(fixture(f, "bitwarden-pbkdf2.json"))
	f.Add(fixture(f, "bitwarden-argon2.json"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if costly(data) {
			t.Skip("allowed, and too slow to fuzz")
		}
		check(t, data, opened(filePassword, nil))
	})
}

// costly reports whether a number that may be a cost is more than a test has
// time for.
func costly(data []byte) bool {
	for _, key := range []string{`"kdfIterations": `, `"kdfMemory": `} {
		_, after, _ := bytes.Cut(data, []byte(key))
		n := bytes.IndexFunc(after, func(c rune) bool { return c < '0' || c > '9' })
		if n < 0 || n > 4 {
			return true
		}
	}
	return false
}

func FuzzXML(f *testing.F) {
	f.Add(fixture(f, "keepassxc.xml"))
	f.Add([]byte("<KeePassFile><Root><Group><Entry><String><Key>Password</Key><Value>a<![CDATA[b]]>c&#x1F600;</Value></String></Entry></Group></Root></KeePassFile>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		check(t, data, opened("", nil))
	})
}

func FuzzArchive(f *testing.F) {
	f.Add(archive(f, member{"export.data", fixture(f, "export.data")}))
	f.Add(archive(f, member{"Proton Pass/data.json", fixture(f, "proton.json")}))
	f.Add(archive(f, member{"credentials.csv", fixture(f, "dashlane.csv")}))
	f.Fuzz(func(t *testing.T, data []byte) {
		check(t, data, opened("", nil))
	})
}

// FuzzKDBX changes a small file. What is inside is authenticated, so FuzzXML
// does for that; the header and the key file are what anybody can write.
func FuzzKDBX(f *testing.F) {
	f.Add(fixture(f, "web-31-aes.kdbx")[:300], []byte("x"))
	f.Add(fixture(f, "web-31-aes.kdbx"), []byte(nil))
	f.Add(fixture(f, "web-4-aes.kdbx"), fixture(f, "nyckel-1.key"))
	f.Add(fixture(f, "web-4-argon2d.kdbx"), fixture(f, "nyckel-2.keyx"))
	f.Fuzz(func(t *testing.T, data, key []byte) {
		if vault.Cost(data) > 1<<24 {
			t.Skip("allowed, and too slow to fuzz")
		}
		check(t, data, opened(filePassword, key))
	})
}
