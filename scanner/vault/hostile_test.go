package vault_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/scanner/vault"
)

// keepassXML is a KeePass file with what is inside its outermost group.
func keepassXML(inside string) []byte {
	return []byte("<KeePassFile><Root><Group>" + inside + "</Group></Root></KeePassFile>")
}

// Text may be in as many pieces as a file has room for: reading them must not
// go one level deeper for each.
func TestTextInPieces(t *testing.T) {
	pieces := "a<![CDATA[<b>]]><!-- not text -->&amp;" + strings.Repeat("<![CDATA[]]>", 3_000_000) + "c<![CDATA[d]]>"
	data := keepassXML("<Entry><String><Key>Password</Key><Value>" + pieces + "</Value></String></Entry>")
	got, _, err := vault.Read("x", data, opened("", nil))
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	if diff := cmp.Diff([]flat{{Line: 1, PW: "a<b>&cd"}}, flatten(got)); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

// What takes time or memory for each one more is kept to what people have.
func TestFewAreKept(t *testing.T) {
	var links, uris, old, versions strings.Builder
	for i := range 3_000 {
		fmt.Fprintf(&links, "%d.example ", i)
		fmt.Fprintf(&uris, `{"uri":"%d.example"},`, i)
		fmt.Fprintf(&old, `{"password":"gammalt%d"},`, i)
		fmt.Fprintf(&versions, "<Entry><String><Key>Password</Key><Value>gammalt%d</Value></String></Entry>", i)
	}
	for name, data := range map[string][]byte{
		"table": []byte("url,username,password\n\"" + strings.ReplaceAll(links.String(), " ", ",") + "\",a,b\n"),
		"JSON": []byte(`{"folders":[],"items":[{"type":1,"login":{"password":"b","uris":[` + uris.String() +
			`{}]},"passwordHistory":[` + old.String() + `{}]}]}`),
		"XML": keepassXML("<Entry><String><Key>Password</Key><Value>b</Value></String><History>" + versions.String() + "</History></Entry>"),
	} {
		got, _, err := vault.Read(name, data, opened("", nil))
		if err != nil || len(got) != 1 {
			t.Fatalf("%s: %d entries, %v", name, len(got), err)
		}
		if e := got[0]; len(e.URLs) > 100 || len(e.History) > 100 || len(e.URLs)+len(e.History) == 0 {
			t.Errorf("%s: %d addresses, %d earlier passwords", name, len(e.URLs), len(e.History))
		}
	}
}

// Small files that stand for far more than they hold.
func TestBombs(t *testing.T) {
	long := strings.Repeat("x", 60_000)
	linked := "<Entry><UUID>AAAAAAAAAAAAAAAAAAAAEA==</UUID><String><Key>Password</Key><Value>" + long + "</Value></String></Entry>" +
		strings.Repeat("<Entry><String><Key>Password</Key><Value>{REF:P@I:00000000000000000000000000000010}</Value></String></Entry>", 5_000)
	var many bytes.Buffer
	z := zip.NewWriter(&many)
	for i := range 2 {
		_, err := z.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf("%d.csv", i), Method: zip.Deflate, CompressedSize64: 2 << 20, UncompressedSize64: 200 << 20})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		data []byte
		want vault.What
	}{
		{"references to a long password", keepassXML(linked), vault.Bomb},
		{"a long name above many groups", keepassXML("<Name>" + long + "</Name>"), vault.FieldTooLong},
		{"several tables", many.Bytes(), vault.Bomb},
		{"a list of too many members", append(archive(t, member{"export.data", []byte("{}")}), bytes.Repeat([]byte("PK\x01\x02"), 100_001)...), vault.TooManyEntries},
	} {
		_, _, err := vault.Read(tt.name, tt.data, opened("", nil))
		if f, ok := errors.AsType[*vault.Fault](err); !ok || f.What != tt.want {
			t.Errorf("%s: %v; want %s", tt.name, err, tt.want)
		}
	}
}

// Excel leaves out separators at the end of lines whose last cells are empty.
// A line that ends before the password, or with the file, is damaged as ever.
func TestExcelLeavesSeparatorsOut(t *testing.T) {
	const head = "name;url;username;password;note\r\n"
	got, _, err := vault.Read("x", []byte(head+"Banken;bank.example;anna;blå\r\nForum;forum.example;anna;grön;\r\n"), opened("", nil))
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	want := []flat{
		{Line: 2, Title: "Banken", URLs: "bank.example", User: "anna", PW: "blå"},
		{Line: 3, Title: "Forum", URLs: "forum.example", User: "anna", PW: "grön"},
	}
	if diff := cmp.Diff(want, flatten(got)); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	for _, data := range []string{
		head + "Banken;bank.example;anna\r\n",
		head + "Banken;bank.example;anna;bl",
		strings.ReplaceAll(head, ";", ",") + "Banken,bank.example,anna,blå\r\n",
	} {
		_, _, err := vault.Read("x", []byte(data), opened("", nil))
		if f, ok := errors.AsType[*vault.Fault](err); !ok || f.What != vault.TableCells {
			t.Errorf("%q: %v; want %s", data, err, vault.TableCells)
		}
	}
}
