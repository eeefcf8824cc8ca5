package extract_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/rules/extract"
	"lampan/rules/roster"
)

// family is invented; its numbers come from official test lists.
func family() *roster.Roster {
	return &roster.Roster{
		People: []roster.Person{
			{ID: "anna", Name: "Anna Lind", Aliases: []string{"annalind84"}, Born: 1984, Phones: []string{"070-174 06 05"}, Emails: []string{"anna@lind.example"}},
			{ID: "erik", Name: "Erik Lind", Born: 1990},
			{ID: "elsa", Name: "Elsa Lind", Born: 2015, Minor: true},
		},
		Places: []roster.Place{
			{ID: "hemma", Kind: roster.Home, Street: "Björkstigen 12", Postal: "12345", Town: "Storvik", Lat: 60.58, Lon: 16.53, Located: true},
			{ID: "skola", Kind: roster.School, Name: "Ekskolan", Street: "Skolvägen 3", Town: "Storvik", People: []exposure.SubjectID{"elsa"}},
		},
		Vehicles: []roster.Vehicle{{Plate: "ABC123", Owner: "erik"}},
		Domains:  []string{"familjenlind.example"},
		Clubs:    []roster.Club{{Name: "Storviks IF F15", Person: "elsa"}},
		Pets:     []string{"Bosse"},
	}
}

// day reads a day in the tests' zone.
func day(s string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, s, time.FixedZone("CEST", 2*60*60))
	if err != nil {
		panic(err)
	}
	return t.Add(9 * time.Hour)
}

// write gives observations as "kind value {attr:word …} "span"", without the
// kinds that only describe the sentence unless asked for.
func write(doc *exposure.Document, obs []exposure.Observation, kinds ...exposure.Kind) []string {
	var out []string
	for _, o := range obs {
		want := len(kinds) == 0
		for _, k := range kinds {
			want = want || o.Kind == k
		}
		if !want {
			continue
		}
		var b strings.Builder
		b.WriteString(string(o.Kind))
		if o.Value != "" {
			b.WriteString(" " + o.Value)
		}
		for _, a := range exposure.SortedKeys(o.Attrs) {
			b.WriteString(" " + a + ":" + o.Attrs[a].String())
		}
		if o.Subject != "" {
			b.WriteString(" of:" + string(o.Subject))
		}
		if o.Sentence >= 0 {
			b.WriteString(" «" + doc.Text[o.Span.Start:o.Span.End] + "»")
		}
		out = append(out, b.String())
	}
	return out
}

func TestIdent(t *testing.T) {
	e := extract.New(family())
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"personnummer with separator", "mitt personnummer är 19900101-2385 om ni undrar", []string{"id.personnummer 199001012385 cue:yes form:personnummer own:unknown written:separated «19900101-2385»"}},
		{"bare ten digits need a word", "pnr 9001012385", []string{"id.personnummer 199001012385 cue:yes form:personnummer own:unknown written:bare «9001012385»"}},
		{"bare ten digits alone", "9001012385", nil},
		{"invoice", "fakturanr 900101-2385 betalt", nil},
		{"check digit", "pnr 19900101-2386", nil},
		{"inside an IBAN", "SE3550000000054910000003", nil},
		{"inside an IBAN in groups", "DK50 0040 0700 1162 43", nil},
		{"coordination number", "samordningsnummer 701063-2391", []string{"id.personnummer 197010632391 cue:yes form:samordningsnummer own:unknown written:separated «701063-2391»"}},
		{"a hundred years", "Pnr: 900101+9802", []string{"id.personnummer 189001019802 cue:yes form:personnummer own:unknown written:separated «900101+9802»"}},
		{"phone of the family", "Ring mig på 070-174 06 05!", []string{"contact.phone +46701740605 cue:yes form:written line:mobile own:yes of:anna «070-174 06 05»"}},
		{"phone with country code", "+46 (0)70 174 06 06", []string{"contact.phone +46701740606 cue:no form:written line:mobile own:no «+46 (0)70 174 06 06»"}},
		{"landline", "tel 08-123 45 67", []string{"contact.phone +4681234567 cue:yes form:written line:landline own:no «08-123 45 67»"}},
		{"date", "2026-07-12 och 08-12-2026", nil},
		{"order number", "order 0701740605", nil},
		{"e-mail", "Skriv till Anna@Lind.example.", []string{"contact.email anna@lind.example cue:yes form:other own:yes of:anna «Anna@Lind.example»"}},
		{"spelled e-mail", "nå oss: erik (at) familjenlind punkt example", []string{"contact.email erik@familjenlind.example cue:no form:other own:yes «erik (at) familjenlind punkt example»"}},
		{"spelled e-mail, at and dot", "anna.lind at example dot com", []string{"contact.email anna.lind@example.com cue:no form:other own:no «anna.lind at example dot com»"}},
		{"meeting at home", "we meet at home. See you at example.com", nil},
		{"picture file", "logo@2x.png", nil},
		{"handle", "@anna@mastodon.example", nil},
		{"own plate", "abc 123 står fel", []string{"vehicle.plate ABC123 cue:no form:common own:yes of:erik «abc 123»"}},
		{"plate with a word", "nya bilen WER 84A", []string{"vehicle.plate WER84A cue:yes form:common own:no «WER 84A»"}},
		{"standard", "ISO 900 och USD 100", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := &exposure.Document{Text: tt.text, Subject: "anna", Published: day("2026-06-01")}
			got := write(doc, e.All(doc), exposure.IDPersonnummer, exposure.ContactPhone, exposure.ContactEmail, exposure.VehiclePlate)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Observe(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestMetadata(t *testing.T) {
	e := extract.New(family())
	for _, tt := range []struct {
		name string
		doc  exposure.Document
		want []string
	}{
		{
			"answer",
			exposure.Document{Answers: []exposure.Answer{{Question: "home.alarm", Value: "always", Subject: "anna"}}},
			[]string{"answer.given home.alarm=always answer:always question:home.alarm of:anna"},
		},
		{
			"account",
			exposure.Document{Subject: "anna", Account: &exposure.Account{
				AccountName: exposure.AccountName{Kind: "email", Name: "post.example", User: "anna@lind.example"}, ID: "a1", Strength: "weak",
				Faults: []exposure.AccountFault{
					{Fault: "family", Fact: "pet", Accepted: day("2026-07-01")},
					{Fault: "reused", Shared: true, Group: "a0", Master: true},
				},
			}},
			[]string{
				"account.fault a0 fault:reused kind:email master:yes shared:yes strength:weak of:anna",
				"account.fault a1 accepted:2026-07-01 fact:pet fault:family kind:email master:no shared:no strength:weak of:anna",
			},
		},
		{
			"photo at home",
			exposure.Document{Photo: &exposure.Photo{Positions: []exposure.Position{{Lat: 60.5805, Lon: 16.53, Layer: "exif"}}, Owner: "Erik Lind", Serial: "X12"}},
			[]string{
				"photo.owner erik lind name:Erik Lind own:yes of:erik",
				"photo.position 60.581,16.530 lat:60.5805 layer:exif lon:16.53 metres:56 near:home",
				"photo.serial x12",
			},
		},
		{
			"photo far away",
			exposure.Document{Photo: &exposure.Photo{Positions: []exposure.Position{{Lat: 59.3293, Lon: 18.0686}}}},
			[]string{"photo.position 59.329,18.069 lat:59.3293 lon:18.0686 metres:163326 near:none"},
		},
		{
			"a camera without a satellite",
			exposure.Document{Photo: &exposure.Photo{Positions: []exposure.Position{{Layer: "exif"}}}},
			nil,
		},
		{
			"names in a photo",
			exposure.Document{Photo: &exposure.Photo{People: []string{"Elsa Lind", "anna", "Bo Ek"}, Places: []string{"Bryggan", "Granvik"}, Parts: []string{"c2pa"}}},
			[]string{
				"photo.part c2pa form:c2pa",
				"photo.person anna minor:no name:anna own:unknown of:anna",
				"photo.person bo ek minor:no name:Bo Ek own:no",
				"photo.person elsa minor:yes name:Elsa Lind own:yes of:elsa",
				"photo.place bryggan name:Bryggan",
				"photo.place granvik name:Granvik",
			},
		},
		{
			"what a photo shows",
			exposure.Document{Photo: &exposure.Photo{Seen: &exposure.Seen{
				Thumb: "more", Cut: 0.4, Words: strings.Repeat("ett brev ", 6) + "- 7 |",
				Codes: []exposure.Code{{Kind: "otp", Secret: true}, {Kind: "link", Shown: "a.example"}, {Kind: "unknown"}, {Kind: "wifi", Shown: "Granen"}},
			}}},
			[]string{
				"photo.code form:otp secret:yes",
				"photo.code Granen form:wifi secret:no shown:Granen",
				"photo.thumbnail cut:0.4 form:more",
				"photo.words words:12",
			},
		},
		{
			"little that a photo shows",
			exposure.Document{Photo: &exposure.Photo{Seen: &exposure.Seen{Thumb: "agrees", Words: strings.Repeat("ord ", 11) + "1 2 | a"}}},
			nil,
		},
		{
			"register",
			exposure.Document{Record: &exposure.Record{Domain: "x.example", Holder: "Anna Lind", Street: "Björkstigen 12", Postal: "123 45", Email: "Anna@lind.example", Phone: "+46.701740605"}},
			[]string{
				"register.contact +46701740605 own:yes what:phone of:anna",
				"register.contact anna@lind.example own:yes what:email of:anna",
				"register.holder anna lind own:yes what:name of:anna",
				"register.holder bjorkstigen 12|12345 own:yes what:address of:household",
			},
		},
		{
			"register, at another door and in capitals",
			exposure.Document{Record: &exposure.Record{Street: "BJÖRKSTIGEN 12 B"}},
			[]string{"register.holder bjorkstigen 12|12345 own:yes what:address of:household"},
		},
		{"register that withholds", exposure.Document{Record: &exposure.Record{Domain: "x.example", Withheld: true}}, nil},
		{
			"others in a register",
			exposure.Document{Record: &exposure.Record{Holder: "Bo Ek", Contacts: []exposure.Contact{
				{Role: "registrant", Email: "bo@ek.example"},
				{Role: "technical", Name: "Driften", Street: "Torggatan 1", Email: "abuse@registrar.example", Phone: "+46.701740699"},
				{Role: "administrative", Name: "Anna Lind", Phone: "070-174 06 05"},
			}}},
			[]string{
				"register.contact +46701740605 own:yes what:phone of:anna",
				"register.contact bo@ek.example own:no what:email",
				"register.holder anna lind own:yes what:name of:anna",
				"register.holder bo ek own:no what:name",
			},
		},
		{
			"what a directory showed of Anna",
			exposure.Document{Subject: "anna", Listing: &exposure.Listing{Place: "hitta", Kind: "people-search", Details: []string{"name", "address", "phone", "email", "vehicle", "age"}}},
			[]string{
				"register.listing +46701740605 kind:people-search minor:no place:hitta public:no what:phone of:anna",
				"register.listing anna kind:people-search minor:no place:hitta public:no what:name of:anna",
				"register.listing anna@lind.example kind:people-search minor:no place:hitta public:no what:email of:anna",
				"register.listing bjorkstigen 12|12345 kind:people-search minor:no place:hitta public:no what:address of:anna",
				"register.listing subject:anna kind:people-search minor:no place:hitta public:no what:vehicle of:anna",
				"register.listing subject:anna kind:people-search minor:no place:hitta public:no what:age of:anna",
			},
		},
		{
			"what the register of vehicles showed of Erik",
			exposure.Document{Subject: "erik", Listing: &exposure.Listing{Place: "transportstyrelsen", Kind: "authority", Details: []string{"phone", "vehicle"}, Public: true}},
			[]string{
				"register.listing ABC123 kind:authority minor:no place:transportstyrelsen public:yes what:vehicle of:erik",
				"register.listing subject:erik kind:authority minor:no place:transportstyrelsen public:yes what:phone of:erik",
			},
		},
		{
			"what a club showed of Elsa",
			exposure.Document{Subject: "elsa", Listing: &exposure.Listing{Place: "idrottsforening", Kind: "people-search", Details: []string{"photo", "schedule"}}},
			[]string{
				"register.listing elsa kind:people-search minor:yes place:idrottsforening public:no what:photo of:elsa",
				"register.listing subject:elsa kind:people-search minor:yes place:idrottsforening public:no what:schedule of:elsa",
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := write(&tt.doc, e.All(&tt.doc))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Observe (-want +got):\n%s", diff)
			}
		})
	}
}
