package pack_test

import (
	"testing"
	"time"

	"lampan/rules/pack"
	"lampan/rules/places"
)

// TestPlacesSayNoMoreThanTheirSources runs the linter over the catalogue that
// ships. The day only decides what is old.
func TestPlacesSayNoMoreThanTheirSources(t *testing.T) {
	c, err := pack.Places()
	if err != nil {
		t.Fatal(err)
	}
	faults, notes := places.Lint(c, time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC))
	for _, f := range faults {
		t.Error(f)
	}
	confirmed := 0
	for _, p := range c.All() {
		if p.Confirmed {
			confirmed++
		}
	}
	t.Logf("%d places, %d confirmed, %d undated or old", c.Len(), confirmed, len(notes))
}

// fact is one entry of the facts that were gathered about where a Swedish family
// shows (facts/optouts.yaml, 2026-11-22): how sure it is, whether BankID is needed,
// and when its newest evidence is from.
type fact struct {
	id        places.ID
	confirmed bool
	bankID    places.Answer
	asOf      places.AsOf
}

// facts are the gathered entries, with "-" for "_" in their ids. Two of the 56 are
// left out, for they are no place where a family shows:
//
//   - intl_datenanfragen is a database of companies' addresses, for programs;
//   - intl_whatsmyname looks user names up on sites: lampan searches for nobody.
func facts() []fact {
	return []fact{
		{"operator-hemligt-nummer", true, "unknown", ""},
		{"hitta", true, "unknown", "2026-08-17"},
		{"eniro", true, "unknown", ""},
		{"ratsit", true, "yes", "2026-08-17"},
		{"merinfo", false, "yes", "2024-09-04"},
		{"mrkoll", false, "yes", "2026-08-17"},
		{"birthday", true, "no", "2026-08-17"},
		{"upplysning", false, "no", "2023-03-10"},
		{"checkbiz", false, "unknown", "2023-03-10"},
		{"vemringde", false, "no", "2024-09-04"},
		{"tellows", true, "no", "2026-07-21"},
		{"118100", false, "unknown", ""},
		{"telefonkatalogen", false, "unknown", ""},
		{"krafman", false, "unknown", ""},
		{"biluppgifter", false, "unknown", ""},
		{"car-info", false, "unknown", ""},
		{"transportstyrelsen", true, "unknown", ""},
		{"allabolag", false, "unknown", ""},
		{"proff", false, "unknown", ""},
		{"bolagsfakta", false, "unknown", ""},
		{"bolagsverket", true, "unknown", "before 2018-05"},
		{"lexbase", true, "no", "2025-04"},
		{"krimfup", false, "no", ""},
		{"imy-klagomal", true, "unknown", "2024-05-14"},
		{"hemnet", true, "no", "2024-04-08"},
		{"booli", false, "unknown", ""},
		{"maklare", true, "no", "2024-03-21"},
		{"google-delisting-eu", true, "no", ""},
		{"google-personal-contact-info", false, "no", "2026-07-26"},
		{"bing-delisting", true, "no", ""},
		{"google-streetview", true, "no", ""},
		{"apple-lookaround", false, "no", "2022"},
		{"gatubild-hitta-eniro-bing", false, "unknown", ""},
		{"spar-reklamsparr", true, "yes", "2022-03"},
		{"spar-registerutdrag", true, "yes", ""},
		{"nix-telefon", true, "no", ""},
		{"nix-adresserat", false, "unknown", ""},
		{"skatteverket-adressparr", true, "yes", ""},
		{"adresslaset", false, "yes", ""},
		{"skatteverket-nagon-pa-min-adress", true, "yes", "2025"},
		{"skyddade-personuppgifter", true, "no", "2024"},
		{"kreditupplysning-bedragerisparr", true, "unknown", ""},
		{"kredit-frivillig-sparr", false, "unknown", ""},
		{"kredit-egen-koll", false, "unknown", ""},
		{"svensk-handel-sparr", false, "unknown", "2017-04"},
		{"kronofogden", true, "yes", "2022-02-28"},
		{"bankid", true, "yes", ""},
		{"borttappad-id", true, "no", ""},
		{"lantmateriet", false, "yes", "2019-07-15"},
		{"se-domain", true, "no", ""},
		{"idrottsforening", true, "no", "2023-11-09"},
		{"nextdoor", true, "no", "2026-07-21"},
		{"intl-badbool", true, "no", "2026-07-26"},
		{"intl-justdeleteme", true, "no", "2026-08-22"},
	}
}

func TestPlacesHoldEveryFact(t *testing.T) {
	c, err := pack.Places()
	if err != nil {
		t.Fatal(err)
	}
	known := map[places.ID]bool{}
	for _, f := range facts() {
		known[f.id] = true
		p, ok := c.Place(f.id)
		switch {
		case !ok:
			t.Errorf("%s is missing", f.id)
		case p.Confirmed != f.confirmed || p.Hide.BankID != f.bankID || p.AsOf != f.asOf:
			t.Errorf("%s: confirmed %v, BankID %s, as of %q; want %v, %s, %q", f.id, p.Confirmed, p.Hide.BankID, p.AsOf, f.confirmed, f.bankID, f.asOf)
		}
	}
	if len(known) < 45 {
		t.Errorf("%d facts; want at least 45", len(known))
	}
	for _, p := range c.All() {
		if !known[p.ID] {
			t.Errorf("%s has no fact behind it", p.ID)
		}
	}
}
