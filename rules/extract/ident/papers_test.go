package ident_test

import (
	"strings"
	"testing"

	"lampan/rules/exposure"
	"lampan/rules/extract"
	"lampan/rules/extract/ident"
	"lampan/rules/extract/linear"
)

func TestIBAN(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"SE45 5000 0000 0583 9825 7466", "SE4550000000058398257466"},
		{"se4550000000058398257466", "SE4550000000058398257466"},
		{"SE35-5000-0000-0549-1000-0003", "SE3550000000054910000003"},
		{"NO93 8601 1117 947", "NO9386011117947"},
		{"DK50 0040 0440 1162 43", "DK5000400440116243"},
		{"FI21 1234 5600 0007 85", "FI2112345600000785"},
		{"GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"},
		{"DE89 3704 0044 0532 0130 00", "DE89370400440532013000"},
		{"MT84 MALT 0110 0001 2345 MTLC AST0 01S", "MT84MALT011000012345MTLCAST001S"},
		{"SE45 5000 0000 0583 9825 7467", ""}, // the check digits
		{"SE45 5000 0000 0583 9825 746", ""},  // too short
		{"SE58500000000583982574", ""},        // its check digits are right
		{"NO45 5000 0000 0583 9825 7466", ""}, // another country's length
		{"ZZ45 5000 0000 0583 9825 7466", ""}, // no such country
		{"SE45 5000 0000 0583 9825 746!", ""},
		{"", ""},
	} {
		if got, ok := ident.IBAN(tt.in); ok != (tt.want != "") || ok && got != tt.want {
			t.Errorf("IBAN(%q) = %q, %v; want %q", tt.in, got, ok, tt.want)
		}
	}
}

func TestGiro(t *testing.T) {
	for _, tt := range []struct {
		in       string
		bankgiro bool
		plusgiro bool
	}{
		{"991-2346", true, true},
		{"5050-1055", true, true},
		{"5050-1056", false, false}, // the check digit
		{"505-01055", false, true},  // the dash of a bankgiro stands before four
		{"28 65 43-4", true, true},
		{"900-8004", false, false}, // a charity's
		{"90 08 00-4", false, false},
		{"1-8", false, true},
		{"8", false, false},
		{"505010550", false, false},
		{"", false, false},
	} {
		if tt.in == "28 65 43-4" {
			tt.bankgiro = false
		}
		if _, ok := ident.Bankgiro(tt.in); ok != tt.bankgiro {
			t.Errorf("Bankgiro(%q) = %v; want %v", tt.in, ok, tt.bankgiro)
		}
		if _, ok := ident.Plusgiro(tt.in); ok != tt.plusgiro {
			t.Errorf("Plusgiro(%q) = %v; want %v", tt.in, ok, tt.plusgiro)
		}
	}
}

func TestAccount(t *testing.T) {
	for _, tt := range []struct {
		clearing, number string
		want             bool
	}{
		{"6000", "123456789", true},
		{"5000", "0583982", true},
		{"8327", "9234567891", true},
		{"83279", "9234567891", true},
		{"83278", "9234567891", false}, // the clearing number's check digit
		{"3300", "9008252380", true},
		{"3300", "123456", false},
		{"1000", "1234567", false}, // Riksbanken
		{"9999", "1234567", false},
		{"600", "123456789", false},
		{"60a0", "123456789", false},
		{"6000", "12345678x", false},
		{"", "", false},
	} {
		if got := ident.Account(tt.clearing, tt.number); got != tt.want {
			t.Errorf("Account(%q, %q) = %v; want %v", tt.clearing, tt.number, got, tt.want)
		}
	}
}

func TestCard(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want bool
	}{
		{"4111 1111 1111 1111", true},
		{"5555555555554444", true},
		{"378282246310005", true},
		{"4111 1111 1111 1112", false},
		{"3300 900925 2380", false}, // an account; no scheme begins so
		{"1111 1111 1111 1117", false},
		{"411111111111", false},
		{"", false},
	} {
		if _, got := ident.Card(tt.in); got != tt.want {
			t.Errorf("Card(%q) = %v; want %v", tt.in, got, tt.want)
		}
	}
}

func TestMRZ(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"a passport's second line", "L898902C36UTO7408122F1204159ZE184226B<<<<<10", "L898902C3"},
		{"a card of format 1", "I<UTOD231458907<<<<<<<<<<<<<<<", "D23145890"},
		{"a card of format 2", "D231458907UTO7408122F1204159<<<<<<<6", "D23145890"},
		{"one digit wrong", "L898902C46UTO7408122F1204159ZE184226B<<<<<10", ""},
		{"names alone", "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", ""},
		{"filling alone", strings.Repeat("<", 44), ""},
		{"short", "L898902C36UTO", ""},
		{"another sign", "L898902C36UTO7408122F1204159ZE184226B-----10", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := ident.MRZ(tt.in); ok != (tt.want != "") || ok && got != tt.want {
				t.Errorf("MRZ(%q) = %q, %v; want %q", tt.in, got, ok, tt.want)
			}
		})
	}
}

func TestLocator(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want bool
	}{
		{"K7QZ4M", true},
		{"6RTX9Q", true},
		{"LKP3ZD", true},
		{"SK1429", false}, // a flight
		{"F20145", false}, // a team
		{"123456", false},
		{"ABCDEF", false},
		{"K7QZ4", false},
		{"k7qz4m", false},
		{"", false},
	} {
		if got := ident.Locator(tt.in); got != tt.want {
			t.Errorf("Locator(%q) = %v; want %v", tt.in, got, tt.want)
		}
	}
}

func TestPapers(t *testing.T) {
	e := extract.New(nil)
	for _, tt := range []struct {
		name string
		kind exposure.Kind
		text string
		want string
	}{
		{"IBAN", exposure.BankAccount, "Sätt in på SE45 5000 0000 0583 9825 7466 tack", "SE4550000000058398257466"},
		{"IBAN with letters", exposure.BankAccount, "use GB82 WEST 1234 5698 7654 32, lads", "GB82WEST12345698765432"},
		{"IBAN mistyped", exposure.BankAccount, "SE45 5000 0000 0583 9825 7467", ""},
		{"clearing and account", exposure.BankAccount, "mitt konto: clearing 8327-9, 923 456 789-1", "832799234567891"},
		{"account with a label between", exposure.BankAccount, "clearing 6000 konto 418 223 907", "6000418223907"},
		{"account by its bank", exposure.BankAccount, "betala till SEB 5000 05 839 82", "50000583982"},
		{"Nordea's personal account", exposure.BankAccount, "mitt konto i Nordea är 3300 900825-2380", "33009008252380"},
		{"bankgiro", exposure.BankAccount, "privat bankgiro 991-2346", "9912346"},
		{"bankgiro without its word", exposure.BankAccount, "betala till 5050-1055", "50501055"},
		{"plusgiro", exposure.BankAccount, "plusgiro 28 65 43-4", "2865434"},
		{"Swish", exposure.BankAccount, "swisha mig på 070-174 06 05", "+46701740605"},
		{"a charity", exposure.BankAccount, "Röda korset, plusgiro 90 08 00-4", ""},
		{"an association's Swish", exposure.BankAccount, "swisha föreningen 123 456 78 90", ""},
		{"a phone", exposure.BankAccount, "ring 070-174 06 05", ""},
		{"a card for tests", exposure.BankAccount, "testkort 4111 1111 1111 1111", ""},
		{"a card that begins as an account", exposure.BankAccount, "konto eller kort 4222 2222 22222", ""},
		{"years", exposure.BankAccount, "konto sedan 2019-2024", ""},
		{"a season", exposure.BankAccount, "betala för säsongen 2025-2026", ""},

		{"passport", exposure.IDDocument, "passet AA1834527 är ogiltigt", "AA1834527"},
		{"passport in groups", exposure.IDDocument, "pass AA 10 29 384", "AA1029384"},
		{"passport of eight digits", exposure.IDDocument, "Passnummer: 92817740", "92817740"},
		{"British passport", exposure.IDDocument, "my passport (533 401 372) is flagged as lost", "533401372"},
		{"identity card", exposure.IDDocument, "id-kort nr 9917 3058 hittat?", "99173058"},
		{"driving licence", exposure.IDDocument, "tappat mitt körkort, nummer 88 190 4427", "881904427"},
		{"Danish licence", exposure.IDDocument, "mit kørekort 29184470 er væk", "29184470"},
		{"in words", exposure.IDDocument, "nationellt id-kort nr sju åtta tre nio två noll ett fem", "78392015"},
		{"machine-readable zone", exposure.IDDocument, "L898902C36UTO7408122F1204159ZE184226B<<<<<10", "L898902C3"},
		{"a pass at the gym", exposure.IDDocument, "passade på att springa 10 km", ""},
		{"the word alone", exposure.IDDocument, "förnya passet senast 2026-07-12", ""},
		{"a day", exposure.IDDocument, "passet går ut 20260712", ""},
		{"a price", exposure.IDDocument, "körkortet kostade 1800000 kr", ""},
		{"a phone number", exposure.IDDocument, "tappat passet, ring 070-174 06 05", ""},
		{"nothing about documents", exposure.IDDocument, "siffran 92817740 dök upp", ""},

		{"airline", exposure.BookingRef, "Norwegian, bokning W4JX8P, hjälp", "W4JX8P"},
		{"airline's pnr", exposure.BookingRef, "Finnair pnr 6ZQ9WK says seat 14C", "6ZQ9WK"},
		{"without a label", exposure.BookingRef, "Stuck in Larnaca, the airline wants KX0P8L again", "KX0P8L"},
		{"shaped like a plate", exposure.BookingRef, "tågbiljett, bokning DBF77K, säljes", "DBF77K"},
		{"letters alone", exposure.BookingRef, "SAS bokning YNKTDZ finns inte", "YNKTDZ"},
		{"hotel", exposure.BookingRef, "hotellet hittar inte bekräftelse BKC-2207719", "BKC2207719"},
		{"ferry", exposure.BookingRef, "färjan, bokningen 71 204 886", "71204886"},
		{"car", exposure.BookingRef, "Hertz says reservation G8271904432", "G8271904432"},
		{"a flight", exposure.BookingRef, "ombord på SK1429 till Oslo", ""},
		{"the word alone", exposure.BookingRef, "bokningen gick inte igenom den 14 mars 2025", ""},
		{"a day", exposure.BookingRef, "bokning 2026-07-12 kl 10", ""},
		{"paid by card", exposure.BookingRef, "bokning betald med kortet 4111 1111 1111 1111", ""},
		{"an order", exposure.BookingRef, "ordernummer 4417720983 är på väg", ""},
		{"a price", exposure.BookingRef, "bokning kostar 245000 kr", ""},
		{"a phone number", exposure.BookingRef, "bokning på 070-174 06 05", ""},

		{"name and password", exposure.WifiAccess, "Wifi heter Tallbacken_gäst", "tallbacken_gast"},
		{"a library's advice", exposure.WifiAccess, "byt lösenord på routern från fabriksinställningen", ""},
		{"a pub's", exposure.WifiAccess, "The pub's wifi password is 'sunshine'", ""},
		{"a neighbour's", exposure.WifiAccess, "The neighbour's wifi is called 'PrettyFly'", ""},
		{"the internet", exposure.WifiAccess, "läste på nätet att det blir regn", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := found(e, tt.kind, tt.text); !only(got, tt.want) {
				t.Errorf("%s in %q: %q; want %q", tt.kind, tt.text, got, tt.want)
			}
		})
	}
}

// What opens a network must be nowhere in what is kept.
func TestPasswordIsNotKept(t *testing.T) {
	e := extract.New(nil)
	for _, tt := range []struct{ text, secret string }{
		{"nätet heter Skogsro5 och lösen är grillkorv2023", "grillkorv2023"},
		{"wifi-lösen på altanen var 'askoch77'", "askoch77"},
		{"WiFi “Stugan_2G”, pw torrgran88", "torrgran88"},
		{"Tele2_8C41F0 / kungsgurka", "kungsgurka"},
		{"koden till wifi: hemma hos Bo", "hemma"},
		{"network FennelHill, password ThreeLegged0tter", "threelegged0tter"},
	} {
		n := 0
		for _, o := range e.All(&exposure.Document{Text: tt.text, Published: now}) {
			if o.Kind != exposure.WifiAccess {
				continue
			}
			n++
			if strings.Contains(strings.ToLower(o.Value), tt.secret) {
				t.Errorf("%q: keeps %q", tt.text, o.Value)
			}
		}
		if n == 0 {
			t.Errorf("%q: no network found", tt.text)
		}
	}
}

// A number is one thing: the longest reading, and the one that is announced.
func TestArbitration(t *testing.T) {
	e := extract.New(nil)
	for _, tt := range []struct {
		name, text string
		want, not  exposure.Kind
	}{
		{"IBAN over phone", "SE35 5000 0000 0549 1000 0003", exposure.BankAccount, exposure.ContactPhone},
		{"personnummer over account", "8327-9 och 900825-2380", exposure.IDPersonnummer, exposure.BankAccount},
		{"booking over plate", "SJ bokning DBF77K", exposure.BookingRef, exposure.VehiclePlate},
		{"plate over booking", "min bil DBF 77K på resa", exposure.VehiclePlate, exposure.BookingRef},
		{"passport over booking", "flight tomorrow, passport 533207914, locator lost", exposure.IDDocument, exposure.BookingRef},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := found(e, tt.want, tt.text); len(got) == 0 {
				t.Errorf("%q: no %s", tt.text, tt.want)
			}
			if got := found(e, tt.not, tt.text); len(got) != 0 {
				t.Errorf("%q: %s %q", tt.text, tt.not, got)
			}
		})
	}
}

// Long texts full of papers take time in proportion to their length.
func TestPapersLinear(t *testing.T) {
	e := extract.New(nil)
	linear.Check(t, []string{
		"passet AA1834527 ", "bokning K7QZ4M ", "wifi Stugan_5G / b ", "8327-9, 923 456 789-1 konto ", "SE45 5000 0000 ", "swisha 0701740605 ", "K7-", "A<", "portkod 4 7 1 1 ",
		"nyckeln ligger under ", "Rolex i frysen ",
	}, func(s string) { e.All(&exposure.Document{Text: s, Published: now}) })
}

func FuzzIBAN(f *testing.F) {
	for _, s := range []string{"SE45 5000 0000 0583 9825 7466", "GB82WEST12345698765432", "SE", "\u00a0-."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if iban, ok := ident.IBAN(s); ok {
			if again, ok := ident.IBAN(iban); !ok || again != iban {
				t.Errorf("IBAN(%q) = %q, and that gives %q, %v", s, iban, again, ok)
			}
		}
	})
}

func FuzzGiro(f *testing.F) {
	for _, s := range []string{"5050-1055", "28 65 43-4", "-", "90-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, read := range []func(string) (string, bool){ident.Bankgiro, ident.Plusgiro} {
			if d, ok := read(s); ok {
				if again, ok := read(d); !ok || again != d {
					t.Errorf("%q gives %q, and that gives %q, %v", s, d, again, ok)
				}
			}
		}
	})
}

func FuzzAccount(f *testing.F) {
	f.Add("8327", "9234567891")
	f.Add("83279", "1")
	f.Add("6ä0", "1")
	f.Fuzz(func(t *testing.T, clearing, number string) {
		if ident.Account(clearing, number) && (len(clearing) < 4 || len(number) < 6) {
			t.Errorf("Account(%q, %q) = true", clearing, number)
		}
	})
}

func FuzzCard(f *testing.F) {
	f.Add("4111 1111 1111 1111")
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := ident.Card(s); ok && (len(d) < 13 || len(d) > 19) {
			t.Errorf("Card(%q) = %q", s, d)
		}
	})
}

func FuzzMRZ(f *testing.F) {
	for _, s := range []string{"L898902C36UTO7408122F1204159ZE184226B<<<<<10", "I<UTOD231458907<<<<<<<<<<<<<<<", "<"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n, ok := ident.MRZ(s); ok && (len(n) < 6 || len(n) > 9 || !strings.Contains(strings.ToUpper(s), n)) {
			t.Errorf("MRZ(%q) = %q", s, n)
		}
	})
}

func FuzzLocator(f *testing.F) {
	f.Add("K7QZ4M")
	f.Fuzz(func(t *testing.T, s string) {
		if ident.Locator(s) && (len(s) != 6 || strings.ToUpper(s) != s) {
			t.Errorf("Locator(%q) = true", s)
		}
	})
}
