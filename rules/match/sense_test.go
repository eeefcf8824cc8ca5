package match_test

import (
	"strings"
	"testing"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/match"
)

// sensed makes a sense of the passage from sentence first to last.
func sensed(doc *exposure.Document, c exposure.Category, sentence int, text string, first, last float64) exposure.Observation {
	o := seen(doc, exposure.Sense, sentence, text, string(c), nil)
	o.Attrs["first"], o.Attrs["last"] = exposure.Number(first), exposure.Number(last)
	return o
}

func tells(c exposure.Category) map[string]rules.Match {
	return map[string]rules.Match{"value": {In: []string{string(c)}}}
}

// A number belongs to the sense of its own passage, from whichever side it is
// asked for.
func TestNearPassage(t *testing.T) {
	doc := page("p", "Ring mig. Numret är 070-174 06 05. Annat stycke.")
	phone := seen(doc, exposure.ContactPhone, 1, "070-174 06 05", "+46701740605", nil)
	sense := rules.Condition{Observe: exposure.Sense, Near: "passage", Where: tells(exposure.PhoneNumber)}
	number := rules.Condition{Observe: exposure.ContactPhone, Near: "passage"}
	anchored := rules.Rule{ID: "a", When: rules.When{All: []rules.Condition{{Observe: exposure.ContactPhone}, sense}}}
	sensing := rules.Rule{ID: "b", When: rules.When{All: []rules.Condition{{Observe: exposure.Sense}, number}}}
	for _, tt := range []struct {
		name        string
		first, last float64
		want        int
	}{
		{"within", 0, 1, 2},
		{"at its end", 1, 1, 2},
		{"another passage", 2, 2, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := matcher(pack(anchored, sensing))
			m.Add(doc, []exposure.Observation{phone, sensed(doc, exposure.PhoneNumber, int(tt.first), "Ring", tt.first, tt.last)})
			if got := m.Findings(); len(got) != tt.want {
				t.Errorf("%d findings; want %d", len(got), tt.want)
			}
		})
	}
}

// A fact that takes its value from another observation is that observation's;
// without one it is one fact a subject.
func TestFactOf(t *testing.T) {
	r := rules.Rule{
		ID:   "child.school",
		When: rules.When{Any: []rules.Condition{{Observe: exposure.Sense, Where: tells(exposure.NamedSchool)}, {Observe: exposure.SchoolNamed, Near: "passage", Where: map[string]rules.Match{"own": {In: []string{"yes"}}}}}},
		Confidence: rules.Confidence{Base: 1, Add: []rules.Adjust{
			{Condition: rules.Condition{Observe: exposure.SchoolNamed, Near: "passage"}, By: 0.1},
		}},
		Fact: rules.Fact{Kind: "school", About: "author", Key: "value", Of: exposure.SchoolNamed, Timeliness: "static"},
	}
	m := matcher(pack(r))
	add := func(id, school, own string) {
		doc := page(id, "Hon går på Ekskolan.")
		obs := []exposure.Observation{sensed(doc, exposure.NamedSchool, 0, "går på", 0, 0)}
		if school != "" {
			obs = append(obs, seen(doc, exposure.SchoolNamed, 0, "Ekskolan", school, attrs{"own": own}))
		}
		m.Add(doc, obs)
	}
	add("1", "ekskolan", "yes")
	add("2", "ekskolan", "unknown")
	add("3", "", "")
	add("4", "", "")
	got := m.Findings()
	if len(got) != 2 {
		t.Fatalf("%d findings; want one of the school and one of none", len(got))
	}
	for _, f := range got {
		if len(f.Evidence) != 2 {
			t.Errorf("%d places show %s; want 2", len(f.Evidence), f.Fact.Key)
		}
	}
}

// What a post tells decides when a stay without days is over.
func TestSensedStays(t *testing.T) {
	for _, tt := range []struct {
		tells exposure.Category
		audit string
		want  float64
	}{
		{exposure.TravelPlan, "2026-08-15", 1},
		{exposure.TravelNow, "2026-07-08", 1},
		{exposure.TravelNow, "2026-07-09", 0.15},
		{exposure.CheckIn, "2026-07-01", 1},
		{exposure.CheckIn, "2026-07-02", 0.15},
		{exposure.TravelPast, "2026-07-01", 0.15},
	} {
		r := rules.Rule{
			ID: "r", When: rules.When{All: []rules.Condition{{Observe: exposure.Sense}}},
			Fact: rules.Fact{Kind: "travel", About: "author", Key: "interval", Timeliness: "travel"},
		}
		m := match.New(match.Config{Pack: pack(r), Key: []byte("case"), At: day(tt.audit), Roster: family(), Allows: allow})
		doc := page("p", "Borta.")
		m.Add(doc, []exposure.Observation{sensed(doc, tt.tells, 0, "Borta", 0, 0)})
		if got := m.Findings()[0].Evidence[0].Timeliness; got != tt.want {
			t.Errorf("%s, seen on %s, counts %g; want %g", tt.tells, tt.audit, got, tt.want)
		}
	}
}

// What opens a home, an account or a booking never shows in an excerpt, nor
// does the name of somebody outside the household.
func TestExcerptHidesNewKinds(t *testing.T) {
	for _, tt := range []struct {
		kind         exposure.Kind
		text, secret string
		value        string
		a            attrs
		want         string
	}{
		{exposure.WifiAccess, "Lösenordet till nätet är blåbärspaj.", "blåbärspaj", "", attrs{"form": "password"}, "Lösenordet till nätet är •••."},
		{exposure.BookingRef, "Bokningen heter QWERTZ hos dem.", "QWERTZ", "QWERTZ", nil, "Bokningen heter ••• hos dem."},
		{exposure.IDDocument, "Passet är AB12 här.", "AB12", "AB12", nil, "Passet är ••• här."},
		{exposure.BankAccount, "Kontot är 12-34.", "12-34", "1234", nil, "Kontot är ••-••."},
		{exposure.PlacePosition, "Vi bor vid ///lampa.sol.katt nu.", "lampa.sol.katt", "x", nil, "Vi bor vid ///••• nu."},
		{exposure.AccessCode, "Porten öppnas med 12 3.", "12 3", "", attrs{"form": "code"}, "Porten öppnas med •• •."},
		{exposure.AccessCode, "Nyckeln ligger i krukan.", "ligger i krukan", "", attrs{"form": "place"}, "Nyckeln •••."},
		{exposure.AccessCode, "Dörren är olåst.", "Dörren är olåst", "", attrs{"form": "open"}, "Dörren är olåst."},
		{exposure.PersonNamed, "Min faster ylva är här.", "ylva", "ylva", attrs{"role": "relative"}, "Min faster y. är här."},
		{exposure.PersonNamed, "Min man erik är här.", "erik", "erik", attrs{"role": "relative"}, "Min man erik är här."},
	} {
		doc := page("p", tt.text)
		m := matcher(pack(rules.Rule{ID: "r", When: rules.When{All: []rules.Condition{{Observe: exposure.Sense}}}}))
		m.Add(doc, []exposure.Observation{
			sensed(doc, exposure.HomeAccess, 0, strings.TrimSuffix(tt.text, "."), 0, 0),
			seen(doc, tt.kind, 0, tt.secret, tt.value, tt.a),
		})
		if got := m.Findings()[0].Evidence[0].Excerpt; got != tt.want {
			t.Errorf("%s: %q; want %q", tt.kind, got, tt.want)
		}
	}
}
