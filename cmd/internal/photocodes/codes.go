package main

import "fmt"

// code is one code to draw, and how zint is to draw it.
type code struct {
	kind string // "qr", "aztec", "datamatrix" or "pdf417"
	text string
	more []string // further arguments for zint
}

// symbology is zint's number of a kind.
func (c code) symbology() string {
	return map[string]string{"qr": "58", "aztec": "92", "datamatrix": "71", "pdf417": "55"}[c.kind]
}

// codes gives six codes of every kind, as they are in a set of pictures: 0 is the
// first. Every person, booking, network and number in them is invented; the
// telephone numbers are from the series for fiction.
func codes(set uint64) []code {
	const (
		boarding = "M1EXEMPEL/EVA         EABC123 ARNLHRSK 0533 195Y012A0043 100"
		twoLegs  = "M2EXEMPEL/ADAM        EXYZ789 GOTARNSK 0142 200Y003C0007 100QRS456 ARNJFKSK 0903 200Y031K0007 100"
		wifi     = "WIFI:T:WPA;S:Storstugan;P:inventedpass7;;"
		vcard    = "BEGIN:VCARD\nVERSION:3.0\nN:Exempel;Eva\nTEL:+46701740605\nEMAIL:eva@exempel.example\nEND:VCARD"
		otp      = "otpauth://totp/Exempel:eva?secret=JBSWY3DPEHPK3PXP&issuer=Exempel"
		url      = "https://biljett.example/t/8842-1177"
		ticket   = "TICKET 8842117 SEAT 14B ROW 3 2026-08-14"
		payment  = "BCD\n002\n1\nSCT\n\nExempelklubben\nSE4550000000058398257466\nEUR25\n\n\nLotter"
		phone    = "tel:+46701740606"
		number   = "00123456789012345678901234567890123456789012"
		swedish  = "Hälsningar från Östersund: Åsa och Märta"
		mecard   = "MECARD:N:Exempel,Adam;TEL:0701740607;EMAIL:adam@exempel.example;;"
	)
	all := []code{
		{"qr", boarding, nil},
		{"qr", wifi, []string{"--secure=3"}},
		{"qr", vcard, nil},
		{"qr", otp, []string{"--secure=2"}},
		{"qr", url, nil},
		{"qr", swedish, []string{"--vers=10"}},
		{"aztec", boarding, nil},
		{"aztec", twoLegs, nil},
		{"aztec", wifi, nil},
		{"aztec", ticket, nil},
		{"aztec", number, nil},
		{"aztec", url, nil},
		{"datamatrix", url, nil},
		{"datamatrix", wifi, []string{"--square"}},
		{"datamatrix", ticket, []string{"--square"}},
		{"datamatrix", number, []string{"--square"}},
		{"datamatrix", mecard, []string{"--square"}},
		{"datamatrix", phone, []string{"--square"}},
		{"pdf417", boarding, nil},
		{"pdf417", twoLegs, nil},
		{"pdf417", payment, []string{"--cols=4"}},
		{"pdf417", number, nil},
		{"pdf417", vcard, []string{"--secure=4"}},
		{"pdf417", ticket, []string{"--cols=3"}},
	}
	if set > 0 {
		for i := range all {
			// Digits, so that what is only digits stays so.
			all[i].text += fmt.Sprintf("%06d", (set*999_983+uint64(i)*7_919)%1_000_000) //nolint:gosec // not negative
		}
	}
	return all
}
