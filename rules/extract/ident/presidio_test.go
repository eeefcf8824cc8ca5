package ident_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"lampan/rules/exposure"
	"lampan/rules/extract"
)

// Presidio's recognisers that look for what lampan looks for.
var presidioKinds = map[string]exposure.Kind{
	"email":                   exposure.ContactEmail,
	"phone":                   exposure.ContactPhone,
	"se_personnummer":         exposure.IDPersonnummer,
	"iban":                    exposure.BankAccount,
	"uk_vehicle_registration": exposure.VehiclePlate,
}

// Presidio's recognisers whose cases say nothing about this package, and why.
var presidioOthers = map[string]string{
	"se_organisationsnummer":    "a company's number is public; TestPresidioOrganisations holds that none is taken for a person's",
	"credit_card":               "a card's number is refused, never told: it belongs to no category",
	"date":                      "a date alone gives nothing away; rules/extract/when reads dates, against Duckling's cases",
	"de_fuehrerschein":          "a document's number needs a word that announces it, and most of these cases have none",
	"de_id_card":                "as de_fuehrerschein",
	"de_passport":               "as de_fuehrerschein",
	"uk_driving_licence":        "as de_fuehrerschein",
	"uk_passport":               "as de_fuehrerschein",
	"us_passport":               "as de_fuehrerschein",
	"de_kfz":                    "a German plate without a word for it is any capitals and digits",
	"de_plz":                    "a postcode is no identifier of a person",
	"uk_postcode":               "as de_plz",
	"fi_personal_identity_code": "lampan reads Swedish numbers",
	"uk_nino":                   "as fi_personal_identity_code",
	"us_ssn":                    "as fi_personal_identity_code",
	"ip":                        "no category",
	"mac":                       "no category",
	"url":                       "no category",
}

// presidioDeviations are the cases in which lampan means to differ, and why.
var presidioDeviations = map[string]string{
	"My Japanese number is 090-1234-5678":                                         "a foreign number without its country code is read for the neighbours, Britain, Germany and America",
	"My CN number is 13812345678":                                                 "as the Japanese number",
	"My US number is (415) 555-0132, and my international one is 91-415-555-0132": "no number begins with a country code that has neither plus nor zeros",
	"9201232387":                         "one string of ten digits in 130 passes every check: without a word it says nothing",
	"My swedish id code is199003052397.": "as the number glued to a word",
	"LV80 bANK 0000 4351 9500 1":         "people write an IBAN in small letters too; its check digits are right",
	"aa02 aaa":                           "small letters without a word for a plate are words",
}

// presidioLeftOut are cases of what lampan does not look for.
var presidioLeftOut = map[string]string{
	"A123 BCD": "a British plate from before 2001", "K1 ABC": "likewise", "M456DEF": "likewise", "ABC 123D": "likewise", "ABC 1D": "likewise", "DEF456G": "likewise",
}

type presidioCase struct {
	Recognizer, Text string
	Want             int
	At               [][2]int
	Leniency         *int
}

func presidioCases(t *testing.T) []presidioCase {
	t.Helper()
	f, err := os.Open("testdata/presidio.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	var out []presidioCase
	s := bufio.NewScanner(f)
	for s.Scan() {
		var c presidioCase
		if err := json.Unmarshal(s.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}
	return out
}

// Presidio's offsets count characters; ours count bytes.
func (c presidioCase) spans() (out []exposure.Span) {
	runes := []rune(c.Text)
	for _, at := range c.At {
		start := len(string(runes[:at[0]]))
		out = append(out, exposure.Span{Start: start, End: start + len(string(runes[at[0]:at[1]]))})
	}
	return out
}

func TestPresidio(t *testing.T) {
	e := extract.New(nil)
	right, all := 0, 0
	used := map[string]bool{}
	for _, c := range presidioCases(t) {
		kind, ours := presidioKinds[c.Recognizer]
		if !ours {
			if presidioOthers[c.Recognizer] == "" {
				t.Errorf("recogniser %q is neither ours nor left out with a reason", c.Recognizer)
			}
			continue
		}
		if presidioLeftOut[c.Text] != "" || c.Leniency != nil && *c.Leniency != 1 {
			continue // leniency is a setting of libphonenumber's; 1 is Presidio's own
		}
		var got []exposure.Span
		for _, o := range e.All(&exposure.Document{Text: c.Text, Published: now}) {
			if o.Kind == kind {
				got = append(got, o.Span)
			}
		}
		all++
		same := len(got) == c.Want && slices.Equal(got, c.spans())
		if reason := presidioDeviations[c.Text]; reason != "" {
			used[c.Text] = true
			if same {
				t.Errorf("%s %q is as Presidio has it; it is no deviation", c.Recognizer, c.Text)
			}
			continue
		}
		if same {
			right++
		} else {
			t.Errorf("%s %q gives %v; want %d at %v", c.Recognizer, c.Text, got, c.Want, c.spans())
		}
	}
	for text := range presidioDeviations {
		if !used[text] {
			t.Errorf("deviation %q is no case", text)
		}
	}
	t.Logf("%d of %d cases as Presidio has them (%.1f %%)", right, all, 100*float64(right)/float64(all))
	if float64(right) < 0.97*float64(all) {
		t.Error("want 97 %")
	}
}

func TestPresidioOrganisations(t *testing.T) {
	e := extract.New(nil)
	for _, c := range presidioCases(t) {
		if c.Recognizer != "se_organisationsnummer" {
			continue
		}
		for _, o := range e.All(&exposure.Document{Text: c.Text, Published: now}) {
			if o.Kind == exposure.IDPersonnummer || o.Kind == exposure.ContactPhone {
				t.Errorf("Observe(%q) gives %s", c.Text, o.Kind)
			}
		}
	}
}
