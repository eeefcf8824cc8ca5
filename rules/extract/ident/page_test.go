package ident_test

import (
	"testing"

	"lampan/rules/exposure"
	"lampan/rules/extract"
)

// TestPage holds what a page says of a number to what stands beside it: that it
// is a person's (yes), an organisation's (firm), an example or a number of
// another sort (no), or neither ("").
func TestPage(t *testing.T) {
	const none = "none" // no number of the kind is seen at all
	e := extract.New(nil)
	for _, tt := range []struct {
		text string
		kind exposure.Kind
		want string
	}{
		{"Säljes: husbil, reg.nr. ABD 12P, nybesiktad.", exposure.VehiclePlate, "yes"},
		{"Reg. nr: ABD 12P", exposure.VehiclePlate, "yes"},
		{"Parkeringsanmärkning: ABD 123, Testgatan.", exposure.VehiclePlate, "yes"},
		{"På bilens skylt står det LILLAN.", exposure.VehiclePlate, "yes"},
		{"Vår Volvo med STORA 1 på skylten är såld.", exposure.VehiclePlate, "yes"},
		{"Registreringsnumret på en bil ser ut som ABD 123.", exposure.VehiclePlate, "no"},
		{"Bilens färgkod heter LRC 902.", exposure.VehiclePlate, "no"},
		{"Bilen stannade vid skylten STOPP.", exposure.VehiclePlate, none},
		{"I filmen kör han en Saab med skylten ABD 123.", exposure.VehiclePlate, ""},
		{"Mopeden ABD 123 stals utanför skolan.", exposure.VehiclePlate, "yes"},
		{"Klubbens minibuss, reg.nr ABD 123, är såld.", exposure.VehiclePlate, ""},
		{"Nyinkommet i bilhallen: Volvo V70, ABD 123.", exposure.VehiclePlate, "no"},
		{"Nya Ford WRC 123 är snabb.", exposure.VehiclePlate, "no"},

		{"Mitt bankgiro är 5204-7719.", exposure.BankAccount, "yes"},
		{"Garnhuset AB, bankgiro 5204-7719", exposure.BankAccount, none},
		{"Samfällighetens bankgiro: 5204-7719", exposure.BankAccount, none},
		{"Mormors plusgirokonto: 48 90 26-5", exposure.BankAccount, "yes"},
		{"mitt pg 8 51 3-4", exposure.BankAccount, "yes"},
		{"Ägg från familjen Lind, swish 123 118 40 27.", exposure.BankAccount, "yes"},
		{"Jag har enskild firma, swish 1231184027.", exposure.BankAccount, "yes"},
		{"Norrby IF säljer fika, swish 123 118 40 27.", exposure.BankAccount, none},
		{"Fika 20 kr, swish 123 118 40 27.", exposure.BankAccount, none},
		{"Kontohavare Anna Lind, SE35 5000 0000 0549 1000 0003", exposure.BankAccount, "yes"},
		{"Kaffe & Bröd, IBAN SE35 5000 0000 0549 1000 0003", exposure.BankAccount, none},

		{"Momsreg.nr SE900101238501", exposure.IDPersonnummer, "yes"},
		{"Enskild firma, org.nr 9001012385", exposure.IDPersonnummer, "yes"},
		{"https://vard.example/?patient=9001012385&lang=sv", exposure.IDPersonnummer, "yes"},
		{"Medlemsnummer 900101-2385", exposure.IDPersonnummer, "yes"},
		{"Ordernummer 900101-2385", exposure.IDPersonnummer, none},
		{"SE556016068001", exposure.IDPersonnummer, none},
		{"Mötet är 900101 2385 personer kom", exposure.IDPersonnummer, none},

		{"Ring mig på 070-174 06 05.", exposure.ContactPhone, "yes"},
		{"Kundtjänst 070-174 06 05", exposure.ContactPhone, "firm"},
		{"Garnhuset AB, 070-174 06 05", exposure.ContactPhone, "firm"},
		{"Frågor om hemtjänsten: ring hellre mamma på 070-174 06 05.", exposure.ContactPhone, "yes"},
		{"Jag mejlade Garnhuset AB, deras mobil är 070-174 06 05.", exposure.ContactPhone, "firm"},
		{"Moa (070-174 06 05), kansliet har stängt.", exposure.ContactPhone, "yes"},
		{"Tel hem: 08-465 004 05", exposure.ContactPhone, "yes"},
		{"Tel arb: 070-174 06 05, privat mobil saknas", exposure.ContactPhone, "firm"},
		{"Ref. 070174.0605, s. 46.", exposure.ContactPhone, none},

		{"Svara till erik.lind@hem.example", exposure.ContactEmail, "yes"},
		{"mejla pia at hem.example", exposure.ContactEmail, "yes"},
		{"Garnhuset AB, erik@garnhuset.example", exposure.ContactEmail, ""},
		{"Nå mig på moa.lind@hem.example, inte på föreningen.", exposure.ContactEmail, "yes"},
		{"Ring mig, eller skriv till info@hem.example", exposure.ContactEmail, "firm"},

		{"Boknings-ID H7K22P, Hotell Skansen.", exposure.BookingRef, "yes"},
		{"Exempel: bokningsnummer H7K22P.", exposure.BookingRef, "no"},
		{"Bokningen gäller rum K2041.", exposure.BookingRef, "no"},

		{"Min biljett. Fordon: bil ABD 123", exposure.BookingRef, none},

		{"Passnummer AB1234567", exposure.IDDocument, ""},
		{"Mitt passnummer är AB1234567", exposure.IDDocument, "yes"},
		{"Liftkort 8 dagar, id-nummer 87120446", exposure.IDDocument, none},
		{"Försäkringsnr 87120446 gäller med körkort.", exposure.IDDocument, none},
		{"Körkort B, 857064-5849", exposure.IDDocument, none},
		{"Hundens pass, nummer för hunden: 87120446", exposure.IDDocument, none},
		{"Ansökan om pass: ärendenummer 87120446.", exposure.IDDocument, none},
	} {
		got := none
		for _, o := range e.All(&exposure.Document{Kind: exposure.Page, Text: tt.text}) {
			if o.Kind == tt.kind {
				got, _ = o.Attrs["sure"].AsWord()
			}
		}
		if got != tt.want {
			t.Errorf("%q: %s is %q; want %q", tt.text, tt.kind, got, tt.want)
		}
	}
}

// What stands in a post is weighed with all of it.
func TestPost(t *testing.T) {
	for _, o := range extract.New(nil).All(&exposure.Document{Kind: exposure.Posts, Text: "Min bil har regnr ABD 123, ring 070-174 06 05."}) {
		if v, ok := o.Attrs["sure"]; ok {
			t.Errorf("%s is sure %v in a post", o.Kind, v)
		}
	}
}

// What is shaped like a number is read, whatever the words around say.
func TestShaped(t *testing.T) {
	e := extract.New(nil)
	for _, tt := range []struct {
		text string
		want bool
	}{
		{"900101-2385", true},
		{"8 51 3-4 då", true},
		{"moa@hem.example", true},
		{"ABD 123", true},
		{"H7K22P", true},
		{"Skylten TANTEN", true},
		{"2026-06-10", false},
		{"12 000 000", false},
		{"Det regnar.", false},
	} {
		got := len(e.Observe(&exposure.Document{Kind: exposure.Page, Text: tt.text})) > 0
		if all := len(e.All(&exposure.Document{Kind: exposure.Page, Text: tt.text})) > 0; all && got != tt.want {
			t.Errorf("Observe(%q) finds something: %v; want %v", tt.text, got, tt.want)
		}
	}
}
