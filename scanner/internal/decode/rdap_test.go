package decode_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/scanner/internal/decode"
	"lampan/scanner/source"
)

// record is an answer with the given jCard properties of its registrant.
func record(properties string) string {
	return `{"objectClassName":"domain","ldhName":"xn--familjenbjrk-fjb.example","unicodeName":"familjenbjörk.example",
"entities":[{"roles":["technical"],"vcardArray":["vcard",[["fn",{},"text","Tekniker"]]]},
{"roles":["sponsor"],"entities":[{"roles":["Registrant"],"vcardArray":["vcard",[["version",{},"text","4.0"]` + properties + `]]}]}]}`
}

func TestRDAP(t *testing.T) {
	const domain = "familjenbjörk.example"
	for _, tc := range []struct {
		name, body string
		want       exposure.Record
	}{
		{
			"everything", record(`,["fn",{},"text","Anna Lind"],["org",{},"text","Lind AB"],["adr",{},"text",["","",["Björkstigen 12","Hus B"],"Storvik","","123 45","Sverige"]],
["email",{},"text","anna@lind.example"],["tel",{"type":["voice","fax"]},"uri","tel:+46-1"],["tel",{"type":"voice"},"uri","tel:+46.701740605;ext=1"]`),
			exposure.Record{Domain: domain, Holder: "Anna Lind", Org: "Lind AB", Street: "Björkstigen 12, Hus B", Town: "Storvik", Postal: "123 45", Email: "anna@lind.example", Phone: "+46.701740605"},
		},
		{
			"an address as a label", record(`,["adr",{"label":"Björkstigen 12\n123 45 Storvik"},"text",["","","","","","",""]]`),
			exposure.Record{Domain: domain, Street: "Björkstigen 12 123 45 Storvik"},
		},
		{"withheld", record(`,["fn",{},"text","REDACTED FOR PRIVACY"],["email",{},"text","Redacted"],["org",{},"text",""]`), exposure.Record{Domain: domain}},
		{
			"odd shapes", record(`,["fn"],[],3,["fn",{},"text",7],["org",{},"text",["A",["B"],"C"]],["adr",{},"text","x"],["tel",[],"text","070"]`),
			exposure.Record{Domain: domain, Org: "A, C", Phone: "070"},
		},
		{"no registrant", `{"objectClassName":"domain","ldhName":"lind.example"}`, exposure.Record{Domain: "lind.example"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := decode.RDAP("file", []byte(tc.body))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&tc.want, got); diff != "" {
				t.Errorf("record (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRDAPBroken(t *testing.T) {
	for _, tc := range []struct {
		name, body string
		want       source.Reason
		line       int
	}{
		{"nothing", "", source.Malformed, 1},
		{"a page", "\n<html>", source.Malformed, 2},
		{"cut off", "{\"objectClassName\":\n\"domain\",", source.Malformed, 2},
		{"a list", "[]", source.Malformed, 1},
		{"another object", `{"objectClassName":"entity"}`, source.Malformed, 0},
		{"no such domain", `{"errorCode":404,"title":"x"}`, source.Missing, 0},
		{"asked too often", `{"errorCode":429}`, source.Blocked, 0},
		{"too deep", strings.Repeat(`{"entities":[`, 100_000), source.Malformed, 1},
		{"deep card", `{"objectClassName":"domain","entities":[{"vcardArray":` + strings.Repeat("[", 100_000), source.Malformed, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := decode.RDAP("file", []byte(tc.body))
			e, ok := errors.AsType[*source.Error](err)
			if !ok || e.Reason != tc.want || e.Locator != "file" || e.Line != tc.line {
				t.Errorf("error = %v; want %s on line %d of file", err, tc.want, tc.line)
			}
		})
	}
}

func FuzzRDAP(f *testing.F) {
	f.Add([]byte(record(`,["adr",{"label":"x"},"text",["","",["a"],"b","","c",""]],["tel",{"type":"voice"},"uri","tel:1"]`)))
	f.Add([]byte(`{"errorCode":404}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := decode.RDAP("file", body)
		if err != nil {
			if _, ok := errors.AsType[*source.Error](err); !ok {
				t.Fatalf("error %v is no *source.Error", err)
			}
			return
		}
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if !utf8.Valid(b) || strings.Contains(string(b), `\u0000`) || len(b) > 6*len(body)+1000 {
			t.Errorf("record %q of %d bytes: want clean text of bounded size", b, len(body))
		}
	})
}
