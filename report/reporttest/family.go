// Package reporttest holds the invented family that report tests show: two
// adults, a teenager and a child, one household chain, one source that could
// not be read, and words in both languages. Every person, address and number
// in it is made up; the phone number lies in the range that the Swedish
// authority set aside for fiction.
package reporttest

import (
	"fmt"
	"slices"
	"testing/fstest"
	"time"

	"lampan/rules"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/places"
	"lampan/rules/score"
	"lampan/rules/week"
	"lampan/scanner/audit"
)

// At is the day the fixture audit speaks about.
var at = time.Date(2026, time.July, 1, 0, 0, 0, 0, time.UTC)

func both(sv, en rules.Text) map[exposure.Lang]rules.Text {
	return map[exposure.Lang]rules.Text{exposure.Swedish: sv, exposure.English: en}
}

// Pack returns a small rule pack with the words for the fixture's findings and
// the weights of the reference design.
func Pack() *rules.Pack {
	addressOrPhoto := []string{"address", "home-photo", "exif-home"}
	away := []string{"travel", "household-routine"}
	amplify := []string{"valuables", "alarm-detail"}
	p := &rules.Pack{
		ID: "test", Version: "0.1.0", Hash: "5f2a11c09be4d7730000000000000000000000000000000000000000000000000",
		Rules: rulesOfPack(),
		Scenarios: []rules.Scenario{{
			ID: "empty-home", Severity: exposure.High,
			Legs:    []rules.Leg{{Name: "where", Kinds: addressOrPhoto}, {Name: "when", Kinds: away}},
			Amplify: amplify, Base: 25, Gain: .5,
			Text: both(rules.Text{
				Title: "Det går att se var ni bor och när ni är borta",
				Why:   "Den som lägger ihop adressen med resan vet när huset står tomt.",
				Ask:   "Vem brukar titta till huset när ni är borta?",
				Child: "Det är bra att vänta med att berätta om resor tills man är hemma igen.",
				Fix:   "Ta bort eller vänta med det som visar resan. Berätta om den när ni är hemma igen.",
			}, rules.Text{
				Title: "It is possible to see where you live and when you are away",
				Why:   "Anyone who puts the address and the trip together knows when the house is empty.",
				Ask:   "Who usually looks after the house when you are away?",
				Child: "It is good to wait with telling about trips until you are home again.",
				Fix:   "Take down or wait with what shows the trip. Tell about it when you are home again.",
			}),
		}},
		Controls: []rules.Control{{ID: "home.alarm", Scenario: "empty-home", Question: "home.alarm", Answers: []string{"always"}, Effect: .3, Text: map[exposure.Lang]string{
			exposure.Swedish: "Larmet är på varje gång huset är tomt.", exposure.English: "The alarm is on every time the house is empty.",
		}}},
		Model: score.Model{
			Tau: 100, Kappa: 8, Minor: 1.25,
			Caps: map[string]float64{
				"where": 30, "when": 36, "who": 22, "what": 24, "child": 40, "accounts": 18, "secrets": 45, "home": 30,
			},
			Scenarios: []score.Scenario{{
				ID: "empty-home", Legs: [][]string{addressOrPhoto, away}, Amplify: amplify, Base: 25, Gain: .5,
			}},
		},
		Baseline: []string{"address", "phone"},
	}
	return p
}

func rulesOfPack() []rules.Rule {
	rule := func(id exposure.RuleID, d rules.Detector, s exposure.Severity, kind, category string, points float64, minutes int, sv, en rules.Text) rules.Rule {
		return rules.Rule{
			ID: id, Detector: d, Severity: s,
			Needs: []exposure.SourceKind{exposure.Page, exposure.Posts, exposure.Photos, exposure.Interview},
			Fact:  rules.Fact{Kind: kind, Category: category, Points: points},
			Fix:   rules.Fix{Owner: "author", Minutes: minutes, Proof: exposure.Recheck},
			Text:  both(sv, en),
		}
	}
	out := []rules.Rule{
		rule("travel.plan", "travel", exposure.High, "travel", "when", 18, 5, rules.Text{
			Title: "En resa {from} till {to} syns i förväg",
			Why:   "Den som ser datumen vet när ingen är hemma.",
			Ask:   "Går det att berätta om resan när ni är hemma igen?",
			Child: "Vänta gärna med att berätta om resor tills ni är hemma igen.",
			Fix:   "Ta bort inlägget nu och lägg upp det igen efter resan.",
		}, rules.Text{
			Title: "A trip from {from} to {to} shows in advance",
			Why:   "Anyone who sees the dates knows when nobody is at home.",
			Ask:   "Could you tell about the trip when you are home again?",
			Child: "Do wait with telling about trips until you are home again.",
			Fix:   "Take the post down now and put it up again after the trip.",
		}),
		rule("home.address", "home", exposure.Medium, "address", "where", 12, 10, rules.Text{
			Title: "Er hemadress står på en öppen sida",
			Why:   "Adressen går att hitta ändå, men här står den bredvid annat om er.",
			Ask:   "Behöver adressen stå där?",
			Child: "Hemadressen är något man berättar för dem man känner.",
			Fix:   "Ta bort gatan från sidan. Orten räcker.",
		}, rules.Text{
			Title: "Your home address stands on an open page",
			Why:   "The address can be found anyway, but here it stands beside other things about you.",
			Ask:   "Does the address need to stand there?",
			Child: "A home address is for people you know.",
			Fix:   "Take the street off the page. The town is enough.",
		}),
		rule("photo.home", "photo", exposure.High, "exif-home", "where", 14, 15, rules.Text{
			Title: "En bild bär med sig platsen där ni bor", Detail: "Bilden är tagen {distance} från er adress.",
			Why:   "Bilden talar om var den är tagen, på några meter när.",
			Ask:   "Vet ni hur platsen stängs av i kameran?",
			Child: "En bild kan berätta var den är tagen. Det går att stänga av.",
			Fix:   "Byt ut bilden mot en utan plats, och stäng av platsen i kameran.",
		}, rules.Text{
			Title: "A picture carries the place where you live", Detail: "The picture was taken {distance} from your address.",
			Why:   "The picture tells where it was taken, to within a few metres.",
			Ask:   "Do you know how to switch the place off in the camera?",
			Child: "A picture can tell where it was taken. That can be switched off.",
			Fix:   "Replace the picture with one without a place, and switch the place off in the camera.",
		}),
		rule("child.school", "child", exposure.High, "school", "child", 12, 10, rules.Text{
			Title: "Skolan {school} nämns tillsammans med ett barn",
			Why:   "Den som vet skolan vet var barnet är på dagarna.",
			Ask:   "Kan texten säga skolan utan att säga vilken?",
			Child: "Vilken skola du går i är bra att bara säga till dem du känner.",
			Fix:   "Skriv om inlägget så att skolan inte går att känna igen.",
		}, rules.Text{
			Title: "The school {school} is mentioned together with a child",
			Why:   "Anyone who knows the school knows where the child is by day.",
			Ask:   "Could the text say school without saying which?",
			Child: "Which school you go to is for people you know.",
			Fix:   "Rewrite the post so that the school cannot be recognised.",
		}),
		rule("routine.weekly", "routine", exposure.Medium, "routine", "when", 12, 5, rules.Text{
			Title: "En träning som återkommer varje vecka syns",
			Why:   "En tid som alltid är densamma går att räkna ut i förväg.",
			Ask:   "Kan laget visa schemat bara för medlemmar?",
			Child: "Det är roligt med träning. Tiderna räcker att laget vet.",
			Fix:   "Fråga föreningen om schemat kan visas bara för medlemmar.",
		}, rules.Text{
			Title: "A training session that comes back every week shows",
			Why:   "A time that never changes can be worked out in advance.",
			Ask:   "Could the team show the schedule to members only?",
			Child: "Training is fun. It is enough that the team knows the times.",
			Fix:   "Ask the club whether the schedule can be shown to members only.",
		}),
		rule("registration.phone", "registration", exposure.Low, "phone", "who", 5, 5, rules.Text{
			Title: "Telefonnumret {phone} syns",
			Why:   "Ett nummer gör det lättare att låtsas vara någon ni känner.",
			Ask:   "Får ni många samtal från okända?",
			Child: "Telefonnummer är för dem man känner.",
			Fix:   "Ta bort numret från sidan, eller byt till ett kontaktformulär.",
		}, rules.Text{
			Title: "The phone number {phone} shows",
			Why:   "A number makes it easier to pretend to be someone you know.",
			Ask:   "Do you get many calls from strangers?",
			Child: "Phone numbers are for people you know.",
			Fix:   "Take the number off the page, or use a contact form instead.",
		}),
		rule("photo.valuables", "photo", exposure.Low, "valuables", "what", 10, 5, rules.Text{
			Title: "En bild visar saker som är värda mycket",
			Why:   "Tillsammans med adressen kan det göra huset mer intressant.",
			Ask:   "Behöver bilden vara öppen för alla?",
			Child: "Bilder hemifrån kan visa mer än man tänkt.",
			Fix:   "Visa bilden bara för vänner, eller beskär den.",
		}, rules.Text{
			Title: "A picture shows things that are worth a lot",
			Why:   "Together with the address it can make the house more interesting.",
			Ask:   "Does the picture need to be open to all?",
			Child: "Pictures from home can show more than you meant.",
			Fix:   "Show the picture to friends only, or crop it.",
		}),
		rule("accounts.two-step", "accounts", exposure.Medium, "no-2fa", "secrets", 10, 15, rules.Text{
			Title: "Den viktigaste e-posten saknar tvåstegsinloggning",
			Why:   "Den som tar över e-posten kan byta lösenord på det mesta annat.",
			Ask:   "Ska vi ställa in det tillsammans nu?",
			Child: "Två steg är som två lås på dörren.",
			Fix:   "Slå på tvåstegsinloggning och spara reservkoderna på papper.",
		}, rules.Text{
			Title: "The most important e-mail lacks two-step sign-in",
			Why:   "Anyone who takes over the e-mail can change the password of most other things.",
			Ask:   "Shall we set it up together now?",
			Child: "Two steps are like two locks on the door.",
			Fix:   "Switch on two-step sign-in and keep the backup codes on paper.",
		}),
	}
	listing := func(id exposure.RuleID, kind, category string, points float64, sv, en rules.Text) {
		r := rule(id, "registration", exposure.Medium, kind, category, points, 20, sv, en)
		r.Needs, r.Fix.Proof = []exposure.SourceKind{exposure.Lookup}, exposure.LookedUp
		out = append(out, r)
	}
	listing("listing.address", "address", "where", 12, rules.Text{
		Title: "Adressen går att slå upp på namnet",
		Why:   "Den som har ett namn hittar hem till er.",
		Ask:   "Har ni bett om att bli dolda någon gång?",
		Child: "Det finns sajter där man kan slå upp var folk bor.",
		Fix:   "Be ställena att dölja er, och börja med operatören.",
	}, rules.Text{
		Title: "The address can be looked up by name",
		Why:   "Anyone with a name finds the way to your home.",
		Ask:   "Have you ever asked to be hidden?",
		Child: "There are sites where people look up where others live.",
		Fix:   "Ask the places to hide you, and begin with the operator.",
	})
	listing("listing.vehicle", "plate", "who", 5, rules.Text{
		Title: "Vem som äger bilen går att slå upp",
		Why:   "Fordonsägare är offentliga uppgifter.",
		Ask:   "Syns skylten på några bilder?",
		Child: "Skylten på bilen leder till ett namn.",
		Fix:   "Tänk på var skylten syns.",
	}, rules.Text{
		Title: "Who owns the car can be looked up",
		Why:   "The owners of vehicles are public.",
		Ask:   "Does the plate show in any pictures?",
		Child: "The plate of the car leads to a name.",
		Fix:   "Think of where the plate shows.",
	})
	slices.SortFunc(out, func(a, b rules.Rule) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return out
}

func evidence(source exposure.SourceID, kind exposure.SourceKind, shower exposure.SubjectID, locator, excerpt string, day int, c exposure.Certainty, v exposure.Visibility) exposure.Evidence {
	return exposure.Evidence{
		Document: exposure.DocumentID("d-" + locator), Source: source, Kind: kind, Shower: shower,
		Locator: locator, Excerpt: excerpt, Published: time.Date(2026, time.June, day, 0, 0, 0, 0, time.UTC),
		Certainty: c, Visibility: v, Timeliness: 1,
	}
}

// picture says that evidence shows in a picture.
func picture(e exposure.Evidence) exposure.Evidence {
	e.Photo = true
	return e
}

// listed is evidence that somebody looked up.
func listed(place, locator string, c exposure.Progress) exposure.Evidence {
	e := evidence("annas-uppslag", exposure.Lookup, "anna", locator+"#"+place, "", 3, exposure.Confirmed, exposure.Members)
	e.Place, e.Progress, e.Mitigated, e.Public = place, c, c.Mitigated(), place == "transportstyrelsen"
	return e
}

// Findings returns the fixture's findings in an audit's order.
func Findings() []exposure.Finding {
	blog, posts := "https://blogg.annalind.example/", "inlagg/erik.txt"
	day := func(m time.Month, d int) exposure.Value {
		return exposure.Day(time.Date(2026, m, d, 0, 0, 0, 0, time.UTC))
	}
	return []exposure.Finding{
		{
			ID: "k-school", Rule: "child.school", Subject: "elsa", Severity: exposure.High,
			Fact: exposure.Fact{Kind: "school", Key: "school:77", Minor: true},
			Evidence: []exposure.Evidence{picture(evidence("annas-blogg", exposure.Page, "anna", blog+"skolavslutning/klass.jpg",
				"… i dag var det avslutning för E. på Ekskolan …", 11, exposure.Likely, exposure.Open))},
			Values: map[string]exposure.Value{"school": exposure.Word("Ekskolan")},
			Fix:    exposure.Fix{Owner: "anna", Minutes: 10, Proof: exposure.Recheck},
		},
		{
			ID: "k-gps", Rule: "photo.home", Subject: exposure.Household, Severity: exposure.High,
			Fact: exposure.Fact{Kind: "exif-home", Key: "exif-home:20"},
			Evidence: []exposure.Evidence{picture(evidence("eriks-bilder", exposure.Photos, "erik", "bilder/koket.jpg",
				"", 2, exposure.Confirmed, exposure.Link))},
			Values: map[string]exposure.Value{"distance": exposure.Word("20 m")},
			Fix:    exposure.Fix{Owner: "erik", Minutes: 15, Proof: exposure.Recheck},
		},
		{
			ID: "k-trip", Rule: "travel.plan", Subject: exposure.Household, Severity: exposure.High,
			Fact: exposure.Fact{Kind: "travel", Key: "travel:11"},
			Evidence: []exposure.Evidence{
				evidence("eriks-inlagg", exposure.Posts, "erik", posts+"#3",
					"… hela familjen åker till Kreta 12–26 juli, äntligen semester …", 20, exposure.Likely, exposure.Open),
				evidence("eriks-inlagg", exposure.Posts, "erik", posts+"#5",
					"… tre veckor kvar till Kreta …", 22, exposure.Likely, exposure.Open),
			},
			Values: map[string]exposure.Value{"from": day(time.July, 12), "to": day(time.July, 26)},
			Fix:    exposure.Fix{Owner: "erik", Minutes: 5, Proof: exposure.Recheck},
		},
		{
			ID: "k-two-step", Rule: "accounts.two-step", Subject: "anna", Severity: exposure.Medium,
			Fact: exposure.Fact{Kind: "no-2fa", Key: "no-2fa:5"},
			Evidence: []exposure.Evidence{evidence("annas-svar", exposure.Interview, "anna", "svar/anna.yaml#accounts.two-step",
				"", 28, exposure.Confirmed, .6)},
			Fix: exposure.Fix{Owner: "anna", Minutes: 15, Proof: exposure.Told},
		},
		{
			ID: "k-address", Rule: "home.address", Subject: exposure.Household, Severity: exposure.Medium,
			Fact: exposure.Fact{Kind: "address", Key: "address:10"},
			Evidence: []exposure.Evidence{evidence("annas-blogg", exposure.Page, "anna", blog+"om/",
				"… bor på Björkstigen ●● i Storvik …", 1, exposure.Confirmed, exposure.Open)},
			Fix: exposure.Fix{Owner: "anna", Minutes: 10, Proof: exposure.Recheck},
		},
		{
			ID: "k-listing", Rule: "listing.address", Subject: exposure.Household, Severity: exposure.Medium,
			Fact: exposure.Fact{Kind: "address", Key: "address:10"},
			Evidence: []exposure.Evidence{
				listed("hitta", "uppslag/anna.yaml", exposure.SaidDone), listed("ratsit", "uppslag/anna.yaml", ""),
			},
			Fix: exposure.Fix{Owner: "anna", Minutes: 20, Proof: exposure.LookedUp},
		},
		{
			ID: "k-vehicle", Rule: "listing.vehicle", Subject: "anna", Severity: exposure.Medium,
			Fact:     exposure.Fact{Kind: "plate", Key: "plate:44"},
			Evidence: []exposure.Evidence{listed("transportstyrelsen", "uppslag/anna.yaml", "")},
			Fix:      exposure.Fix{Owner: "anna", Minutes: 20, Proof: exposure.LookedUp},
		},
		{
			ID: "k-routine", Rule: "routine.weekly", Subject: "maja", Severity: exposure.Medium,
			Fact: exposure.Fact{Kind: "routine", Key: "routine:61", Minor: true},
			Evidence: []exposure.Evidence{evidence("lagets-sida", exposure.Page, "maja", "https://lag.storviksif.example/f15/schema",
				"… tisdagar 17.30, samling vid planen …", 5, exposure.Likely, exposure.Open)},
			Fix: exposure.Fix{Owner: "maja", Minutes: 5, Proof: exposure.Recheck},
		},
		{
			ID: "k-valuables", Rule: "photo.valuables", Subject: exposure.Household, Severity: exposure.Low,
			Fact: exposure.Fact{Kind: "valuables", Key: "valuables:40"},
			Evidence: []exposure.Evidence{picture(evidence("eriks-bilder", exposure.Photos, "erik", "bilder/koket.jpg",
				"", 2, exposure.Possible, exposure.Link))},
			Fix: exposure.Fix{Owner: "erik", Minutes: 5, Proof: exposure.Recheck},
		},
		{
			ID: "k-phone", Rule: "registration.phone", Subject: "anna", Severity: exposure.Low,
			Fact: exposure.Fact{Kind: "phone", Key: "phone:30"},
			Evidence: []exposure.Evidence{evidence("annas-blogg", exposure.Page, "anna", blog+"kontakt/",
				"… ring mig på 070-174 ●● ●● …", 1, exposure.Confirmed, exposure.Open)},
			Values: map[string]exposure.Value{"phone": exposure.Word("070-174 ●● ●●")},
			Fix:    exposure.Fix{Owner: "anna", Minutes: 5, Proof: exposure.Recheck},
		},
	}
}

// Members returns the family as assess wants it.
func Members() []assess.Member {
	return []assess.Member{{ID: "anna"}, {ID: "erik"}, {ID: "maja", Minor: true}, {ID: "elsa", Minor: true}}
}

// Audit returns the fixture audit: a family of four, one chain that needs two
// of them, one site that asked not to be read. Each call returns a new one.
func Audit() *audit.Audit {
	findings := Findings()
	cov := func(source exposure.SourceID, who exposure.SubjectID, kind exposure.SourceKind, at string, n int) audit.Coverage {
		return audit.Coverage{
			Source: source, Subject: who, Kind: kind, At: at, Consent: "c-" + string(who) + "-1",
			Outcome: exposure.Clear, Documents: n,
		}
	}
	robots := cov("lagets-blogg", "maja", exposure.Page, "https://blogg.storviksif.example/", 0)
	robots.Outcome, robots.Reason = exposure.Unknown, "robots"
	robots.Faults = []audit.Fault{{Locator: robots.At, Reason: "robots"}}
	photos := cov("eriks-bilder", "erik", exposure.Photos, "bilder", 12)
	photos.Outcome, photos.Reason = exposure.Unknown, "malformed"
	photos.Faults = []audit.Fault{{Locator: "bilder/trasig.jpg", Reason: "malformed"}}
	photos.Pictures, photos.Unseen, photos.Pixels = 12, 3, "format"
	photos.Week = []week.Hour{
		{Weekday: 1, Hour: 17, Photos: 1}, {Weekday: 3, Hour: 18, Photos: 4}, {Weekday: 5, Hour: 10, Photos: 2}, {Weekday: 6, Hour: 11, Photos: 1},
	}
	blog := cov("annas-blogg", "anna", exposure.Page, "https://blogg.annalind.example/", 18)
	blog.Pictures = 2
	blog.Week = []week.Hour{{Weekday: 2, Hour: 19, Texts: 1}, {Subject: "maja", Weekday: 5, Hour: 9, Texts: 1, Photos: 1}}
	posts := cov("eriks-inlagg", "erik", exposure.Posts, "inlagg/erik.txt", 9)
	posts.Week = []week.Hour{{Weekday: 3, Hour: 18, Texts: 1}, {Weekday: 4, Hour: 5, Texts: 1}}
	team := cov("lagets-sida", "maja", exposure.Page, "https://lag.storviksif.example/f15/schema", 1)
	team.Week = []week.Hour{{Weekday: 1, Hour: 17, Texts: 3}, {Weekday: 3, Hour: 17, Texts: 3}}
	a := &audit.Audit{
		Schema: audit.Schema, Number: 3, Case: "k7f3a9c2", Name: "Familjen Lind",
		At: at, Ran: time.Date(2026, time.July, 1, 18, 30, 0, 0, time.UTC), Tool: "lampan 0.1.0",
		Pack: audit.Pack{ID: "test", Version: "0.1.0", Hash: Pack().Hash}, Lang: exposure.Swedish, Complete: true,
		People: []audit.Person{
			{ID: "anna", Name: "Anna Lind", Age: 42},
			{ID: "erik", Name: "Erik Lind", Age: 44},
			{ID: "maja", Name: "Maja Lind", Minor: true, Age: 14, Guardians: []exposure.SubjectID{"anna", "erik"}},
			{ID: "elsa", Name: "Elsa Lind", Minor: true, Age: 11, Guardians: []exposure.SubjectID{"anna", "erik"}},
		},
		Coverage: []audit.Coverage{
			blog,
			cov("annas-svar", "anna", exposure.Interview, "svar/anna.yaml", 1),
			lookups(cov("annas-uppslag", "anna", exposure.Lookup, "uppslag/anna.yaml", 3)),
			photos,
			posts,
			robots,
			team,
		},
		Findings: findings, Controls: []string{"home.alarm"},
		Suggestions: []audit.Suggestion{
			{Subject: "anna", Source: "annas-blogg", Kind: "link", Value: "https://foto.annalind.example/album"},
			{Subject: "anna", Source: "annas-blogg", Kind: "account", Value: "annalind84"},
		},
		LedgerHead: "9c41e07f22ab5d180000000000000000000000000000000000000000000000000",
	}
	for i := range a.Coverage {
		for _, d := range Pack().Detectors() {
			a.Coverage[i].Detectors = append(a.Coverage[i].Detectors, string(d))
		}
	}
	for _, r := range Pack().Rules {
		o := audit.RuleOutcome{Rule: r.ID, Outcome: exposure.Clear}
		if slices.ContainsFunc(findings, func(f exposure.Finding) bool { return f.Rule == r.ID }) {
			o.Outcome = exposure.Exposed
		}
		a.Outcomes = append(a.Outcomes, o)
	}
	reassess(a)
	return a
}

// lookups is how the places stand that Anna looked up.
func lookups(c audit.Coverage) audit.Coverage {
	day := func(m time.Month, d int) time.Time { return time.Date(2026, m, d, 0, 0, 0, 0, time.UTC) }
	looked := day(time.June, 3)
	c.Outcome, c.Reason = exposure.Unknown, "not-looked"
	c.Listings = []audit.Listing{
		{Place: "operator-hemligt-nummer"},
		{
			Place: "hitta", Seen: places.Visible, Looked: looked, Shows: []places.Detail{places.Name, places.Address, places.Telephone}, Since: looked,
			Progress: exposure.SaidDone, On: day(time.June, 10), Next: day(time.July, 10), Why: places.Verify, Known: true,
		},
		{Place: "eniro", Seen: places.Hidden, Looked: looked, Next: day(time.November, 30), Why: places.Interval, Known: true},
		{
			Place: "ratsit", Seen: places.Visible, Looked: looked, Shows: []places.Detail{places.Address, places.Age}, Since: looked,
			Progress: exposure.CameBack, On: looked, Next: day(time.November, 30), Why: places.Interval, Known: true,
		},
		{Place: "merinfo", Seen: places.Unclear, Looked: looked, Next: looked, Why: places.Unseen},
		{Place: "mrkoll", Seen: places.Hidden, Looked: looked, Progress: exposure.Gone, On: looked, Next: day(time.July, 3), Why: places.Lapses, Known: true},
		{
			Place: "transportstyrelsen", Seen: places.Visible, Looked: looked, Shows: []places.Detail{places.Car}, Since: looked,
			Next: day(time.November, 30), Why: places.Interval, Known: true,
		},
		{Place: "lexbase", Seen: places.Skipped, Looked: looked},
		{Place: "okand-plats", Seen: places.Hidden, Looked: looked, Known: true},
	}
	return c
}

// Places returns the catalogue that the fixture's look-ups are of.
func Places() *places.Catalogue {
	c, err := places.Load(fstest.MapFS{"source.yaml": {Data: []byte(sources)}, "directory.yaml": {Data: []byte(directories)}})
	if err != nil {
		panic(err) // the fixture is part of the program
	}
	return c
}

const sources = `order: source
places:
  - id: operator-hemligt-nummer
    kind: phone
    applies: [everyone]
    shows: [phone]
    link: https://operator-hemligt-nummer.example/
    hide: {way: hide, bankid: 'yes', returns: unknown}
    recheck: 180
    confirmed: false
    text:
      sv: {name: Operatören, shows: Sidan visar uppgifter., steps: [Öppna sidan., Be att bli dold.], result: Du döljs i sökningen., warning: Kontrollera själv.}
      en: {name: The operator, shows: The page shows details., steps: [Open the page., Ask to be hidden.], result: You are hidden in the search., warning: Check yourself.}
  - id: transportstyrelsen
    kind: authority
    applies: [everyone]
    shows: [vehicle]
    link: https://transportstyrelsen.example/
    hide: {way: none, bankid: 'yes', returns: unknown}
    recheck: 180
    confirmed: false
    baseline: true
    text:
      sv: {name: Transportstyrelsen, shows: Sidan visar uppgifter., steps: [Öppna sidan., Be att bli dold.], result: Du döljs i sökningen., warning: Kontrollera själv.}
      en: {name: Transportstyrelsen, shows: The page shows details., steps: [Open the page., Ask to be hidden.], result: You are hidden in the search., warning: Check yourself.}
`

const directories = `order: directory
places:
  - id: hitta
    kind: people-search
    applies: [everyone]
    shows: [name, address, phone, age]
    link: https://hitta.example/
    hide: {way: hide, bankid: 'yes', returns: unknown}
    recheck: 180
    confirmed: false
    text:
      sv: {name: hitta.se, shows: Sidan visar uppgifter., steps: [Öppna sidan., Be att bli dold.], result: Du döljs i sökningen., warning: Kontrollera själv.}
      en: {name: hitta.se, shows: The page shows details., steps: [Open the page., Ask to be hidden.], result: You are hidden in the search., warning: Check yourself.}
  - id: eniro
    kind: people-search
    applies: [everyone]
    shows: [name, address, phone, age]
    link: https://eniro.example/
    hide: {way: hide, bankid: 'yes', returns: unknown}
    recheck: 180
    confirmed: false
    text:
      sv: {name: eniro.se, shows: Sidan visar uppgifter., steps: [Öppna sidan., Be att bli dold.], result: Du döljs i sökningen., warning: Kontrollera själv.}
      en: {name: eniro.se, shows: The page shows details., steps: [Open the page., Ask to be hidden.], result: You are hidden in the search., warning: Check yourself.}
  - id: ratsit
    kind: people-search
    applies: [everyone]
    shows: [name, address, phone, age]
    link: https://ratsit.example/
    hide: {way: hide, bankid: 'yes', returns: unknown}
    recheck: 180
    confirmed: false
    text:
      sv: {name: ratsit.se, shows: Sidan visar uppgifter., steps: [Öppna sidan., Be att bli dold.], result: Du döljs i sökningen., warning: Kontrollera själv.}
      en: {name: ratsit.se, shows: The page shows details., steps: [Open the page., Ask to be hidden.], result: You are hidden in the search., warning: Check yourself.}
  - id: merinfo
    kind: people-search
    applies: [everyone]
    shows: [name, address, phone, age]
    link: https://merinfo.example/
    hide: {way: hide, bankid: 'yes', returns: unknown}
    recheck: 180
    confirmed: false
    text:
      sv: {name: merinfo.se, shows: Sidan visar uppgifter., steps: [Öppna sidan., Be att bli dold.], result: Du döljs i sökningen., warning: Kontrollera själv.}
      en: {name: merinfo.se, shows: The page shows details., steps: [Open the page., Ask to be hidden.], result: You are hidden in the search., warning: Check yourself.}
  - id: mrkoll
    kind: people-search
    applies: [everyone]
    shows: [name, address, phone, age]
    link: https://mrkoll.example/
    hide: {way: hide, bankid: 'yes', returns: unknown}
    recheck: 180
    confirmed: false
    text:
      sv: {name: mrkoll.se, shows: Sidan visar uppgifter., steps: [Öppna sidan., Be att bli dold.], result: Du döljs i sökningen., warning: Kontrollera själv.}
      en: {name: mrkoll.se, shows: The page shows details., steps: [Open the page., Ask to be hidden.], result: You are hidden in the search., warning: Check yourself.}
  - id: lexbase
    kind: people-search
    applies: [everyone]
    shows: [name, address, phone, age]
    link: https://lexbase.example/
    hide: {way: hide, bankid: 'yes', returns: unknown}
    recheck: 180
    confirmed: false
    text:
      sv: {name: lexbase.se, shows: Sidan visar uppgifter., steps: [Öppna sidan., Be att bli dold.], result: Du döljs i sökningen., warning: Kontrollera själv.}
      en: {name: lexbase.se, shows: The page shows details., steps: [Open the page., Ask to be hidden.], result: You are hidden in the search., warning: Check yourself.}
`

// Many returns the fixture audit with n findings, for benchmarks and limits.
func Many(n int) *audit.Audit {
	a := Audit()
	base := a.Findings
	a.Findings = make([]exposure.Finding, n)
	for i := range n {
		f := base[i%len(base)]
		f.ID = exposure.FindingID(fmt.Sprintf("k-%05d", i))
		f.Fact.Key = fmt.Sprintf("%s:%05d", f.Fact.Kind, i)
		a.Findings[i] = f
	}
	reassess(a)
	return a
}
