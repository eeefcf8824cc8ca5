package decode_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
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
"entities":[{"roles":["registrar"],"vcardArray":["vcard",[["fn",{},"text","Webbhotellet"]]]},
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
			exposure.Record{Domain: domain, Street: "Björkstigen 12", Postal: "123 45", Town: "Storvik"},
		},
		{
			"an address as one text", record(`,["adr",{},"text","c/o Lind, Björkstigen 12, SE-123 45 Storvik, Sverige"]`),
			exposure.Record{Domain: domain, Street: "Björkstigen 12", Postal: "123 45", Town: "Storvik"},
		},
		{"an address without a postal code", record(`,["adr",{},"text","Björkstigen 12 Storvik"]`), exposure.Record{Domain: domain, Street: "Björkstigen 12 Storvik"}},
		{"a postal code as a number", record(`,["adr",{},"text",["","","Björkstigen 12","Storvik","",12345,""]]`), exposure.Record{Domain: domain, Street: "Björkstigen 12", Postal: "12345", Town: "Storvik"}},
		{
			"several ways to reach one person", record(`,["email",{},"text","anna@lind.example"],["email",{},"text","MAILTO:erik@lind.example"],["email",{},"text","anna@lind.example"],["tel",{},"uri","tel:+46701740605"],["tel",{},"text","070-174 06 06"]`),
			exposure.Record{Domain: domain, Email: "anna@lind.example", Phone: "+46701740605", Contacts: []exposure.Contact{
				{Role: "registrant", Email: "erik@lind.example"}, {Role: "registrant", Phone: "070-174 06 06"},
			}},
		},
		{"withheld", record(`,["fn",{},"text","REDACTED FOR PRIVACY"],["email",{},"text","Redacted"],["org",{},"text",""]`), exposure.Record{Domain: domain, Withheld: true}},
		{"withheld in part", record(`,["fn",{},"text","GDPR Masked"],["email",{},"text","anna@lind.example"]`), exposure.Record{Domain: domain, Email: "anna@lind.example"}},
		{"a sentence for an address", record(`,["email",{},"text","Please query the RDDS service of the registrar"],["tel",{},"text","none"]`), exposure.Record{Domain: domain, Withheld: true}},
		{
			"odd shapes", record(`,["fn"],[],3,["fn",{},"text",7],["org",{},"text",["A",["B"],"C"]],["adr",{},"text",{}],["tel",[],"text","070"]`),
			exposure.Record{Domain: domain, Holder: "7", Org: "A, C", Phone: "070"},
		},
		{"no registrant", `{"objectClassName":"domain","ldhName":"lind.example"}`, exposure.Record{Domain: "lind.example", Withheld: true}},
		{"no contacts", `{"objectClassName":"domain","ldhName":"lind.example","entities":null}`, exposure.Record{Domain: "lind.example", Withheld: true}},
		{
			"a role that is no list", `{"objectClassName":"domain","ldhName":"lind.example","entities":[{"roles":"registrant","vcardArray":["vcard",[["fn",{},"text","Anna Lind"]]]}]}`,
			exposure.Record{Domain: "lind.example", Holder: "Anna Lind"},
		},
		{
			"other types elsewhere", `{"objectClassName":"domain","ldhName":"lind.example","handle":{},"status":"active","events":7,"notices":{"title":1},"entities":[{"handle":4,"roles":["registrant"],"vcardArray":["vcard",[["fn",{},"text","Anna Lind"]]]}]}`,
			exposure.Record{Domain: "lind.example", Holder: "Anna Lind"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := decode.RDAP("file", []byte(tc.body))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(decode.Registration{Record: &tc.want}, got); diff != "" {
				t.Errorf("registration (-want +got):\n%s", diff)
			}
		})
	}
}

// Answers as registers and registrars give them, with invented people.
func TestRDAPAnswers(t *testing.T) {
	registrar := []string{"https://rdap.registrar.example/rdap/domain/familjenlind.com.example"}
	for _, tc := range []struct {
		file string
		want decode.Registration
	}{
		{"se", decode.Registration{Record: &exposure.Record{
			Domain: "familjenlind.se.example", Holder: "Anna Lind", Street: "Björkstigen 12", Town: "Storvik", Postal: "123 45",
			Email: "anna@familjenlind.example", Phone: "+46.701740605",
		}}},
		{"nu", decode.Registration{Record: &exposure.Record{
			Domain: "familjenlind.nu.example", Holder: "Erik Lind", Street: "Björkstigen 12", Town: "STORVIK", Postal: "12345",
			Email: "erik@familjenlind.example", Phone: "070-174 06 06",
			Contacts: []exposure.Contact{{Role: "registrant", Email: "erik2@familjenlind.example"}},
		}}},
		{"nu-hidden", decode.Registration{Record: &exposure.Record{Domain: "familjenlind.nu.example", Withheld: true}}},
		{"com-thin", decode.Registration{
			Record:    &exposure.Record{Domain: "FAMILJENLIND.COM.EXAMPLE"},
			Elsewhere: []string{"https://rdap.registrar.example/rdap/domain/FAMILJENLIND.COM.EXAMPLE"}, Partly: source.Refers,
		}},
		{"com-redacted", decode.Registration{Record: &exposure.Record{Domain: "familjenlind.com.example", Withheld: true}, Elsewhere: registrar}},
		{"com-removed", decode.Registration{Record: &exposure.Record{Domain: "familjenlind.com.example", Withheld: true}, Elsewhere: registrar}},
		{"com-proxy", decode.Registration{Record: &exposure.Record{
			Domain: "familjenlind.com.example", Withheld: true,
			Contacts: []exposure.Contact{
				{Role: "administrative", Name: "Anna Lind", Email: "anna@familjenlind.example", Phone: "+46.701740605"},
				{Role: "administrative", Phone: "+46.701740606"},
			},
		}}},
	} {
		t.Run(tc.file, func(t *testing.T) {
			got, err := decode.RDAP("file", answer(t, tc.file))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("registration (-want +got):\n%s", diff)
			}
		})
	}
}

func answer(t testing.TB, file string) []byte {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", "rdap", file+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// An answer that does not tell all is told as such, and never as withheld.
func TestRDAPPartly(t *testing.T) {
	domain := func(more string) string { return `{"objectClassName":"domain","ldhName":"lind.example"` + more + `}` }
	for _, tc := range []struct {
		name, body string
		want       source.Reason
	}{
		{"the holder elsewhere", domain(`,"entities":[{"handle":"ANNA1","roles":["registrant"],"links":[{"href":"https://rdap.example/entity/ANNA1"}]}]`), source.Refers},
		{"the registrar has more", domain(`,"links":[{"rel":"related","type":"application/rdap+json","href":"https://rdap.example/domain/lind.example"}]`), source.Refers},
		{"a web page that has more", domain(`,"links":[{"rel":"related","type":"text/html","href":"https://rdap.example/"}]`), ""},
		{"a link that is a script", domain(`,"links":[{"rel":"related","type":"application/rdap+json","href":"javascript:x"}]`), ""},
		{"cut short under load", domain(`,"notices":[{"type":"object truncated due to excessive load"}]`), source.Busy},
		{"the holder cut short", domain(`,"entities":[{"roles":["registrant"],"remarks":[{"type":"object truncated due to unexplainable reasons"}],"vcardArray":["vcard",[["fn",{},"text",""]]]}]`), source.Busy},
		{"cut short by law", domain(`,"remarks":[{"type":"object truncated due to authorization"}]`), ""},
	} {
		got, err := decode.RDAP("file", []byte(tc.body))
		if err != nil || got.Partly != tc.want || got.Record.Withheld != (tc.want == "") {
			t.Errorf("%s: partly %q, withheld %v, error %v; want %q", tc.name, got.Partly, got.Record.Withheld, err, tc.want)
		}
	}
}

func TestRDAPBroken(t *testing.T) {
	holder := func(more string) string {
		return `{"objectClassName":"domain","ldhName":"lind.example","entities":[{"roles":["registrant"]` + more + `}]}`
	}
	for _, tc := range []struct {
		name, body string
		want       source.Reason
		line       int
	}{
		{"nothing", "", source.Malformed, 1},
		{"a page", "\n<html>", source.Malformed, 2},
		{"cut off", "{\"objectClassName\":\n\"domain\",", source.Malformed, 2},
		{"a list", "[]", source.Malformed, 1},
		{"null", "null", source.Malformed, 0},
		{"a person", `{"objectClassName":"entity","roles":["registrant"]}`, source.Malformed, 0},
		{"a name server", `{"objectClassName":"nameserver","ldhName":"ns1.lind.example"}`, source.Malformed, 0},
		{"a search", `{"domainSearchResults":[{"objectClassName":"domain","ldhName":"lind.example"}]}`, source.Malformed, 0},
		{"an object of its own", `{"objectClassName":"lampan"}`, source.Malformed, 0},
		{"an object that is a list", `{"objectClassName":["domain"]}`, source.Malformed, 0},
		{"help", `{"notices":[{"title":"Hjälp"}]}`, source.Malformed, 0},
		{"no such domain", `{"errorCode":404,"title":"x"}`, source.NoDomain, 0},
		{"no such domain, as text", `{"errorCode":"404"}`, source.NoDomain, 0},
		{"asked too often", `{"errorCode":429}`, source.Busy, 0},
		{"not allowed", `{"errorCode":403}`, source.Blocked, 0},
		{"an error without a number", `{"errorCode":{}}`, source.Blocked, 0},
		{"contacts that are no list", `{"objectClassName":"domain","entities":{"roles":["registrant"]}}`, source.Malformed, 0},
		{"a contact that is none", `{"objectClassName":"domain","entities":["Anna Lind"]}`, source.Malformed, 0},
		{"contacts in contacts that are no list", `{"objectClassName":"domain","entities":[{"roles":["sponsor"],"entities":7}]}`, source.Malformed, 0},
		{"a card that is none", holder(`,"vcardArray":{"fn":"Anna Lind"}`), source.Malformed, 0},
		{"another sort of card", holder(`,"vcardArray":["xcard",[["fn",{},"text","Anna Lind"]]]`), source.Malformed, 0},
		{"a card without a list", holder(`,"vcardArray":["vcard",{"fn":"Anna Lind"}]`), source.Malformed, 0},
		{"a card of a newer form", holder(`,"jscard":{"name":{"full":"Anna Lind"}}`), source.Malformed, 0},
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

func TestRDAPServers(t *testing.T) {
	list := string(answer(t, "dns"))
	com, se := []string{"https://rdap.com.example/com/v1/"}, []string{"https://rdap.se.example/", "http://rdap.se.example/"}
	for _, tc := range []struct {
		name, body, domain string
		want               []string
		reason             source.Reason
	}{
		{"one server", list, "familjenlind.com.example", com, ""},
		{"the encrypted one first", list, "familjenlind.nu.example", se, ""},
		{"a name below a domain", list, "www.familjenlind.se.example", se, ""},
		{"capitals and a dot", list, "FamiljenLind.COM.example.", com, ""},
		{"nobody keeps it", list, "familjenlind.org.example", nil, source.NoRegister},
		{"a server that is not named", list, "familjenlind.empty.example", nil, source.NoRegister},
		{"a part of a name", list, "familjenlind.telecom.example", nil, source.NoRegister},
		{"a server for everything", `{"services":[[[""],["https://rdap.example/"]]]}`, "lind.example", nil, source.NoRegister},
		{"an empty list", `{"services":[]}`, "lind.se.example", nil, source.Malformed},
		{"another file", `{"objectClassName":"domain"}`, "lind.se.example", nil, source.Malformed},
		{"a service of one part", `{"services":[[["se.example"]]]}`, "lind.se.example", nil, source.Malformed},
		{"a page", "<html>", "lind.se.example", nil, source.Malformed},
		{"nothing", "", "lind.se.example", nil, source.Malformed},
		{"too deep", strings.Repeat("[", 100_000), "lind.se.example", nil, source.Malformed},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := decode.RDAPServers("file", []byte(tc.body), tc.domain)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("servers (-want +got):\n%s", diff)
			}
			if e, ok := errors.AsType[*source.Error](err); tc.reason != "" && (!ok || e.Reason != tc.reason || e.Locator != "file") || tc.reason == "" && err != nil {
				t.Errorf("error = %v; want %q", err, tc.reason)
			}
		})
	}
}

func FuzzRDAPServers(f *testing.F) {
	f.Add(answer(f, "dns"), "lind.se.example")
	f.Add([]byte(`{"services":[[["se"],["%"]],[["nu"],["javascript:x","http://[::1]/"]]]}`), "lind.nu")
	f.Fuzz(func(t *testing.T, body []byte, domain string) {
		servers, err := decode.RDAPServers("file", body, domain)
		if _, ok := errors.AsType[*source.Error](err); ok == (len(servers) > 0) {
			t.Errorf("servers %q, error %v; want one or the other", servers, err)
		}
	})
}

func FuzzRDAP(f *testing.F) {
	f.Add([]byte(record(`,["adr",{"label":"x"},"text",["","",["a"],"b","","c",""]],["tel",{"type":"voice"},"uri","tel:1"]`)))
	f.Add([]byte(`{"errorCode":404}`))
	for _, file := range []string{"se", "nu", "com-thin", "com-redacted", "com-proxy"} {
		f.Add(answer(f, file))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := decode.RDAP("file", body)
		if r.Partly != "" && r.Record.Withheld {
			t.Error("what is not all told is called withheld")
		}
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
		if !utf8.Valid(b) || strings.Contains(string(b), `\u0000`) || len(b) > 30*len(body)+1000 {
			t.Errorf("record %q of %d bytes: want clean text of bounded size", b, len(body))
		}
	})
}
