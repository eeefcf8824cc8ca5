package ident_test

import (
	"testing"

	"lampan/rules/exposure"
	"lampan/rules/extract"
)

// found gives the values of one kind that an extractor without a roster finds.
func found(e *extract.Extractor, kind exposure.Kind, text string) (out []string) {
	for _, o := range e.All(&exposure.Document{Text: text, Published: now}) {
		if o.Kind == kind {
			out = append(out, o.Value)
		}
	}
	return out
}

// only reports whether values holds want and nothing else; "" wants nothing.
func only(values []string, want string) bool {
	if want == "" {
		return len(values) == 0
	}
	return len(values) == 1 && values[0] == want
}

func TestPhoneForms(t *testing.T) {
	const mobile = "+46701740605"
	e := extract.New(nil)
	for _, tt := range []struct{ name, text, want string }{
		{"plain", "070-174 06 05", mobile},
		{"dots", "070.174.06.05", mobile},
		{"pairs", "07 01 74 06 05", mobile},
		{"odd groups", "0701 740 605", mobile},
		{"dash everywhere", "070-17-40-605", mobile},
		{"slash", "070/1740605", mobile},
		{"brackets", "(070) 174 06 05", mobile},
		{"long dash", "070–174 06 05", mobile},
		{"digit by digit", "swish 0 7 0 1 7 4 0 6 0 5", mobile},
		{"country code", "+46 70 174 06 05", mobile},
		{"country code and zero", "+46 (0)70-174 06 05", mobile},
		{"zeros", "0046 70 174 06 05", mobile},
		{"emoji digits", "0️⃣7️⃣0️⃣1️⃣7️⃣4️⃣0️⃣6️⃣0️⃣5️⃣", mobile},
		{"wide digits", "０７０ １７４ ０６ ０５", mobile},
		{"letter O", "O7O-174 O6 O5", mobile},
		{"letters O and I", "070-I74 06 O5", mobile},
		{"words", "noll sju noll ett sju fyra noll sex noll fem", mobile},
		{"words and pauses", "noll sjuttio, ett sju fyra, noll sex, noll fem", mobile},
		{"words in one", "nollsjuttio etthundrasjuttiofyra nollsex nollfem", mobile},
		{"words and figures", "070 sedan ett sju fyra, sen 06 och sist 05", mobile},
		{"a word between", "070 sedan 174 06 05", mobile},
		{"tens", "noll sjuttio sjutton fyrtio sexhundrafem", mobile},
		{"slang", "nolla sju nolla, ettan sjuan fyran, nolla sexa, nolla femma", mobile},
		{"doubled", "noll sjuttio ett sju fyra noll sex dubbel trea", "+46701740633"},
		{"English", "zero seven oh, one seven four, oh six, double three", "+46701740633"},
		{"English tens", "oh seventy, one seventy-four, zero six, ninety-nine", "+46701740699"},
		{"without the zero", "sms:a 70-174 06 05 (nollan först)", mobile},
		{"emoji between", "ring 070 🙂 174 🙂 06 🙂 05", mobile},
		{"plus left out", "tel: 46701740605", mobile},
		{"two lines", "Ring!\n070-174 06 05\nhälsar Kia", mobile},
		{"end of sentence", "Mitt nummer är 070-174 06 05.", mobile},
		{"glued to a mark", "tel:070-1740605", mobile},
		{"landline", "hem 08-465 004 37", "+46846500437"},
		{"landline in words", "riktnummer åttan och så 465 004 37", "+46846500437"},
		{"landline, telephone", "fast telefon noll fyrtio, 628 noll fyra sjutton", "+46406280417"},
		{"British", "text 07700 900164", "+447700900164"},
		{"British, abroad", "+44 7700 900 164", "+447700900164"},
		{"British in words", "my mobile is oh-seven-seven-oh-oh, nine hundred, one-six-four", "+447700900164"},
		{"American", "call (212) 555-0142", "+12125550142"},
		{"American, dots", "text me 212.555.0142", "+12125550142"},
		{"Norwegian", "ring mobil 912 55 018", "+4791255018"},
		{"Danish", "min mobil er 45 21 88 03", "+4545218803"},
		{"Finnish", "puh. +358 40 1234567", "+358401234567"},
		{"German", "+49 151 12345678", "+4915112345678"},

		{"service", "0771-22 44 88", ""},
		{"toll free", "020-12 00 45", ""},
		{"company", "010-123 45 67", ""},
		{"information", "118 118", ""},
		{"British service", "0800 555 111", ""},
		{"order", "ordernummer 0701740605", ""},
		{"parcel", "kollinr 00373500489012345678", ""},
		{"OCR", "OCR 3712 1465 7400 12", ""},
		{"date", "2026-07-12 kl 08.30", ""},
		{"two clocks", "08.30-16.45", ""},
		{"chip", "chippad 977 200 008 431 205", ""},
		{"counting", "noll, ett, två, tre, fyra, fem, sex, sju", ""},
		{"match", "vi vann sju noll och ett noll", ""},
		{"results", "7-0, 1-7, 4-0, 6-0", ""},
		{"charity", "Swish 123 900 80 04", ""},
		{"money", "0,70 och 1 740 605 kr", ""},
		{"ten digits of something", "1234567890", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := found(e, exposure.ContactPhone, tt.text); !only(got, tt.want) {
				t.Errorf("All(%q) gives phones %q; want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestEmailForms(t *testing.T) {
	e := extract.New(nil)
	const kajsa = "kajsa.lind@gmail.com"
	for _, tt := range []struct{ name, text, want string }{
		{"plain", "mejla kajsa.lind@gmail.com", kajsa},
		{"capitals", "Kajsa.Lind@Gmail.com", kajsa},
		{"at and dot", "kajsa.lind at gmail dot com", kajsa},
		{"brackets", "kajsa.lind [at] gmail [dot] com", kajsa},
		{"round brackets", "kajsa.lind (at) gmail (punkt) com", kajsa},
		{"a in brackets", "kajsa.lind (a) gmail.com", kajsa},
		{"glued brackets", "kajsa(dot)lind(at)gmail.com", kajsa},
		{"snabel-a", "kajsa.lind snabel-a gmail punkt com", kajsa},
		{"snabela", "kajsa punkt lind snabela gmail punkt com", kajsa},
		{"in brackets, snabela", "kajsa.lind(snabela)gmail.com", kajsa},
		{"ät", "kajsa.lind ät gmail punkt com", kajsa},
		{"krull", "kajsa punkt lind krull gmail punkt com", kajsa},
		{"without the ending", "kajsa.lind @ gmail", kajsa},
		{"snabela without the ending", "kajsa.lind snabela gmail", kajsa},
		{"at a provider", "skriv till kajsa.lind på gmail", kajsa},
		{"with a provider", "nås på kajsa.lind hos gmail.com", kajsa},
		{"in two steps", "kajsa.lind och sen snabel-a, gmail punkt com", kajsa},
		{"round a", "kajsa.lind (the round a) gmail, dot, com", kajsa},
		{"letters apart", "k a j s a d o t l i n d at gmail dot com", kajsa},
		{"marks in words", "kajsa understreck lind snabel-a gmail punkt com", "kajsa_lind@gmail.com"},
		{"dash in words", "kajsa bindestreck lind snabela telia punkt se", "kajsa-lind@telia.se"},
		{"hyphens around words", "kajsa-dot-lind-at-gmail-dot-com", kajsa},
		{"quotes around words", "kajsa.lind 'at' gmail 'dot' com", kajsa},
		{"a comma for the dot", "mejla kajsa.lind@gmail,com", kajsa},
		{"spaces around", "kajsa.lind @ gmail.com", kajsa},
		{"end of sentence", "Skriv till kajsa.lind@gmail.com!", kajsa},
		{"own domain", "kajsa (at) lind punkt example", "kajsa@lind.example"},

		{"mention", "tack @kajsa.lind för bilden", ""},
		{"mention of a site", "hej @kajsa.se", ""},
		{"English at", "we met at gmail dot com headquarters", "met@gmail.com"},
		{"place", "see you at home", ""},
		{"site", "book at example.com", ""},
		{"no address", "jag har ingen adress på gmail", ""},
		{"price", "5 st @ 20 kr", ""},
		{"half an address", "Kansliet@ i all ära", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := found(e, exposure.ContactEmail, tt.text); !only(got, tt.want) {
				t.Errorf("All(%q) gives addresses %q; want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestPersonnummerForms(t *testing.T) {
	const number, short = "198704052383", "870405-2383"
	e := extract.New(nil)
	for _, tt := range []struct{ name, text, want string }{
		{"separated", short, number},
		{"whole", "198704052383", number},
		{"whole, separated", "19870405-2383", number},
		{"space", "pnr 870405 2383", number},
		{"long dash", "870405–2383", number},
		{"date with dashes", "1987-04-05-2383", number},
		{"date with spaces", "1987 04 05 2383", number},
		{"pairs", "87 04 05 23 83, mitt personnummer", number},
		{"pairs at the end", "870405-23 83", number},
		{"year and month first", "198704-05-2383", number},
		{"announced without separator", "pnr 8704052383", number},
		{"ten digits asked for", "10 siffror: 8704052383", number},
		{"words", "åttiosju noll fyra noll fem, tjugotre åttiotre", number},
		{"English words", "eighty-seven oh-four oh-five dash twenty-three eighty-three", number},
		{"year in words", "nittonhundraåttiosju noll fyra noll fem två tre åtta tre", number},
		{"a word for the dash", "870405 streck 2383", number},
		{"last four after", "870405, sista fyra 2383", number},
		{"last four after a while", "född 870405 i Lund, och de fyra sista är 2383", number},
		{"last four first", "de fyra sista är 2383 och jag är född 5 april 1987", number},
		{"last four in words", "född den femte april 1987, fyra sista två tre åtta tre", number},
		{"day and month", "Född 5/4 1987. Fyra sista: 2383", number},
		{"last four in pairs", "född 870405, kontrollsiffrorna är 23 83", number},
		{"ends with", "mine begins 1987-04-05 and ends 2383", number},
		{"and then", "19870405 and then 2383", number},
		{"account that is the number", "Nordea 3300 870405 2383", number},
		{"coordination number", "samordningsnummer 701063-2391", "197010632391"},
		{"hundred years", "s.nr 190672+2390", "191906722390"},
		{"interim", "000101-T220", "20000101T220"},

		{"order", "Ordernummer från köpet: 870405-2383", ""},
		{"wrong check digit", "870405-2384", ""},
		{"check digit of a split number", "född 870405, sista fyra 2384", ""},
		{"company", "org.nr 556016-0680", ""},
		{"day and clock", "870405 2383", ""},
		{"example", "skriv 121212-1212 i rutan", ""},
		{"case", "ärendenr 88-204117-06", ""},
		{"OCR", "OCR 7712045589003", ""},
		{"ten digits", "8704052383", ""},
		{"phone", "0701740605", ""},
		{"phone in words that passes every check", "noll sju noll ett sju fyra noll sex noll sju", ""},
		{"card", "4242 4242 4242 4242", ""},
		{"last four of a card", "kortets sista fyra är 2383", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := found(e, exposure.IDPersonnummer, tt.text); !only(got, tt.want) {
				t.Errorf("All(%q) gives numbers %q; want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestPlateForms(t *testing.T) {
	e := extract.New(nil)
	for _, tt := range []struct{ name, text, want string }{
		{"old", "min bil ABC 123", "ABC123"},
		{"new", "vår Volvo ABC 12D", "ABC12D"},
		{"glued", "Kia Ceed ABC12D", "ABC12D"},
		{"dash", "regnr ABC-123", "ABC123"},
		{"small letters", "regnr abc 123", "ABC123"},
		{"underscore", "bilen (ABC_12D)", "ABC12D"},
		{"spaces", "regnr ABC 12 D", "ABC12D"},
		{"small letters by the car", "vår volvo, abc12d, ska säljas", "ABC12D"},
		{"small letters, a car spoken of", "nån som backade på min bil på willys i går, abc 12d, hör av er", "ABC12D"},
		{"no word", "ABC 12D står snett", "ABC12D"},
		{"letter by letter", "plåten är A-B-C, ett, två, D", "ABC12D"},
		{"with names", "A for Alpha, B for Bravo, C for Charlie, one two three", "ABC123"},
		{"as in", "A som i Adam, B som i Bertil, C som i Cesar, 1 2 3", "ABC123"},
		{"personal", "min personliga skylt SNORRE", "SNORRE"},
		{"British", "the orange Duster LK19 ZRW", "LK19ZRW"},
		{"Norwegian", "reg AB 12345", "AB12345"},

		{"money", "SEK 100", ""},
		{"counted", "AUD 900 dollars", ""},
		{"million", "SBF 280 000", ""},
		{"small word", "skylten och 123 till", ""},
		{"small letters alone", "det 123", ""},
		{"road", "skylten säger väg 153", ""},
		{"model", "XPS 1234", ""},
		{"year", "VM 2026", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := found(e, exposure.VehiclePlate, tt.text); !only(got, tt.want) {
				t.Errorf("All(%q) gives plates %q; want %q", tt.text, got, tt.want)
			}
		})
	}
}

// What stands near tells a family's own number from the line of a desk.
func TestCue(t *testing.T) {
	e := extract.New(nil)
	for _, tt := range []struct {
		name, text string
		kind       exposure.Kind
		attr, want string
	}{
		{"announced", "ring mig på 070-174 06 05", exposure.ContactPhone, "cue", "yes"},
		{"nothing near", "070-174 06 05 /Kia", exposure.ContactPhone, "cue", "no"},
		{"customer service", "elbolagets kundtjänst, 08-465 004 21", exposure.ContactPhone, "cue", "public"},
		{"opening hours", "telefon 0142-850 00, öppet 9–16", exposure.ContactPhone, "cue", "public"},
		{"English desk", "the switchboard, phone 01632 960 221", exposure.ContactPhone, "cue", "public"},
		{"in words", "noll sju noll ett sju fyra noll sex noll fem", exposure.ContactPhone, "form", "spelled"},
		{"own mailbox", "mejla kajsa.lind@gmail.com", exposure.ContactEmail, "form", "private"},
		{"role", "mejla info@verket.example", exposure.ContactEmail, "form", "role"},
		{"role with a name", "support-lund@verket.example", exposure.ContactEmail, "form", "role"},
		{"other", "kajsa@lind.example", exposure.ContactEmail, "form", "other"},
		{"word for the plate", "regnr ABC 123", exposure.VehiclePlate, "form", "named"},
		{"word for the car", "vår Volvo ABC 123", exposure.VehiclePlate, "cue", "yes"},
		{"no word for either", "ABC 123 är en fläkt", exposure.VehiclePlate, "cue", "no"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			for _, o := range e.All(&exposure.Document{Text: tt.text, Published: now}) {
				if o.Kind == tt.kind {
					got = o.Attrs[tt.attr].String()
				}
			}
			if got != tt.want {
				t.Errorf("All(%q) gives %s %q; want %q", tt.text, tt.attr, got, tt.want)
			}
		})
	}
}
