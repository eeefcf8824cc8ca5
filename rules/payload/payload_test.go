package payload_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/payload"
)

func near() time.Time { return time.Date(2026, time.July, 1, 0, 0, 0, 0, time.UTC) }

func TestOf(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       payload.Payload
	}{
		{"boarding pass", "M1EXEMPEL/EVA         EABC123 ARNLHRSK 0533 195Y012A0043 100", payload.Payload{Kind: payload.Boarding, Masked: "E******/E** AB**** ARN-LHR SK533 2026-07-14"}},
		{"network", "WIFI:T:WPA;S:Storstugan;P:inventedpass7;;", payload.Payload{Kind: payload.WiFi, Masked: "Storstugan", Secret: true}},
		{"network with marks in its name", `wifi:S:A\;B\:C;P:x\;y;;`, payload.Payload{Kind: payload.WiFi, Masked: "A;B:C", Secret: true}},
		{"open network", "WIFI:T:nopass;S:Gäst;;", payload.Payload{Kind: payload.WiFi, Masked: "Gäst"}},
		{"seed", "otpauth://totp/Exempel:eva?secret=JBSWY3DPEHPK3PXP", payload.Payload{Kind: payload.OTP, Secret: true}},
		{"vCard", "BEGIN:VCARD\nN:Exempel;Eva\nEND:VCARD", payload.Payload{Kind: payload.Contact}},
		{"MECARD", "MECARD:N:Exempel,Eva;;", payload.Payload{Kind: payload.Contact}},
		{"EPC", "BCD\n002\n1\nSCT\n\nExempelklubben", payload.Payload{Kind: payload.Payment}},
		{"Swish", "C0701740605;100;Lotter;0", payload.Payload{Kind: payload.Payment}},
		{"telephone", "tel:+46701740605", payload.Payload{Kind: payload.Phone, Masked: "*********05"}},
		{"message", "smsto:0701740605:hej 12", payload.Payload{Kind: payload.Phone, Masked: "********05"}},
		{"position", "geo:59.1,18.2", payload.Payload{Kind: payload.Place}},
		{"link", "https://blogg.example/a?token=12", payload.Payload{Kind: payload.Link, Masked: "blogg.example"}},
		{"link with a password", "https://eva:hemligt@blogg.example/", payload.Payload{Kind: payload.Link, Masked: "blogg.example", Secret: true}},
		{"ticket behind a link", "https://biljett.example/t/88", payload.Payload{Kind: payload.Ticket, Masked: "biljett.example"}},
		{"train ticket", "#UT01", payload.Payload{Kind: payload.Ticket}},
		{"a sentence", "Cykel; gul; blå; 3", payload.Payload{Kind: payload.Unknown}},
		{"nothing", "", payload.Payload{Kind: payload.Unknown}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, payload.Of(c.text, near())); diff != "" {
				t.Errorf("Of (-want +got):\n%s", diff)
			}
		})
	}
}

// FuzzOf looks for a secret that gets out: a password beside a network's name.
func FuzzOf(f *testing.F) {
	f.Add("WIFI:T:WPA;S:Storstugan;P:x;;")
	f.Add("C0701740605;100;Lotter;0")
	f.Add("https://biljett.example/t/88")
	f.Fuzz(func(t *testing.T, text string) {
		p := payload.Of(text, near())
		if p.Kind == "" || !utf8.ValidString(p.Masked) || strings.ContainsAny(p.Masked, "\n\x1b") {
			t.Errorf("Of(%q) = %+v", text, p)
		}
		const seed = "JBSWY3DPEHPK3PXP"
		if q := payload.Of("otpauth://totp/"+text+"?secret="+seed, near()); q.Masked != "" {
			t.Errorf("a seed is shown: %+v", q)
		}
		if q := payload.Of("WIFI:P:"+seed+";S:a;;"+text, near()); strings.Contains(q.Masked, seed) {
			t.Errorf("a password is shown: %+v", q)
		}
	})
}
