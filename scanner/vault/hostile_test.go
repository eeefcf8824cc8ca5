package vault_test

import (
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
