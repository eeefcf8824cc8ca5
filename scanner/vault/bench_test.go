package vault_test

import (
	"bytes"
	"fmt"
	"testing"

	"lampan/scanner/vault"
)

func BenchmarkRead(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		var table, json, xml bytes.Buffer
		table.WriteString("name,url,username,password,note\n")
		json.WriteString(`{"encrypted":false,"folders":[],"items":[`)
		xml.WriteString("<KeePassFile><Root><Group>")
		for i := range n {
			fmt.Fprintf(&table, "Sida %d,https://%d.example.se/login,anna%d@example.se,\"losen\"\"%d\",anteckning\n", i, i, i, i)
			if i > 0 {
				json.WriteString(",")
			}
			fmt.Fprintf(&json, `{"id":"%d","folderId":null,"type":1,"name":"Sida %d","notes":null,"login":{"uris":[{"match":null,"uri":"https://%d.example.se/login"}],"username":"anna%d@example.se","password":"losen\"%d","totp":null,"fido2Credentials":[]},"passwordHistory":[{"lastUsedDate":"2020-01-02T03:04:05.000Z","password":"gammalt%d"}],"creationDate":"2020-01-02T03:04:05.000Z"}`, i, i, i, i, i, i)
			fmt.Fprintf(&xml, "<Entry><Times><LastModificationTime>2020-01-02T03:04:05Z</LastModificationTime></Times><String><Key>Title</Key><Value>Sida %d</Value></String><String><Key>UserName</Key><Value>anna%d@example.se</Value></String><String><Key>Password</Key><Value>losen&quot;%d</Value></String><String><Key>URL</Key><Value>https://%d.example.se</Value></String></Entry>", i, i, i, i)
		}
		json.WriteString("]}")
		xml.WriteString("</Group></Root></KeePassFile>")
		for name, data := range map[string][]byte{
			"table": table.Bytes(), "json": json.Bytes(), "xml": xml.Bytes(),
			"1pux": archive(b, member{"data.json", json.Bytes()}),
		} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(len(data)))
				for b.Loop() {
					got, _, err := vault.Read("fil", data, opened("", nil))
					if err != nil || len(got) != n {
						b.Fatalf("%d entries, %v", len(got), err)
					}
				}
			})
		}
	}
}
