package extract_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/rules/extract"
)

// The subject is Anna, the day 2026-06-10.
func TestAbsence(t *testing.T) {
	e := extract.New(family())
	for _, tt := range []struct {
		text string
		want string // form actor tense and modality; "" for nothing
	}{
		{"Vi drar till Rom på lördag", "trip household future"},
		{"På lördag drar jag till Rom", "trip self future"},
		{"drar till rom imorgon!!", "trip self future"},
		{"Vi är bortresta till söndag", "trip household ongoing"},
		{"Nu är vi på Mallorca", "trip household ongoing"},
		{"Vi var i Rom förra veckan", "trip household past"},
		{"Hemma igen efter två veckor i Grekland", "trip self past"},
		{"Vi kommer hem på söndag", "trip household ongoing"},
		{"Huset står tomt hela juli", "empty-home self future"},
		{"Nån som kan vattna hos oss v 26?", "sitter self future"},
		{"Vi söker kattvakt 10–17 juli", "sitter household future"},
		{"10 dagar kvar till Thailand", "countdown self future"},
		{"Biljetterna är bokade!", "booking self future"},
		{"Nu är resan till Kreta bokad", "booking self future"},
		{"Incheckade på Arlanda", "checkin self ongoing"},
		{"Erik åker till Berlin på måndag", "trip household future"},
		{"Mormor åker till Spanien på fredag", "trip relative future"},
		{"We're off to Mallorca next week", "trip household future"},
		{"I'm in Rome right now", "trip self ongoing"},
		{"We were in Rome last week", "trip household past"},
		{"Can anyone water our plants 10-17 July?", "sitter household future"},
		{"Our house will be empty all July", "empty-home self future"},
		// Taken back, or somebody else.
		{"Vi åker inte till Rom i juli", "trip household future modality.negation"},
		{"Tänk om vi fick åka till Rom", "trip household future modality.wish"},
		{"Jag drömmer om att resa till Japan", "trip self future modality.wish"},
		{"Ska vi åka till Rom i juli?", "trip household future modality.question"},
		{"Resan till Rom på lördag är bokad men blev inställd", "booking self future modality.negation"},
		{"Landslaget åker till Rom på lördag", "trip other future context.public"},
		{"Till Ibiza åker många", "trip other future"},
		{"I boken åker de till Paris", "trip other future context.fiction"},
		{"Tom is flying to Boston tomorrow", "trip other future"},
		// Nothing at all.
		{"Drar igång en bokcirkel på lördag", ""},
		{"Tiden flyger", ""},
		{"Varje fredag åker vi till stugan", ""},
		{"We're going to move the sofa", ""},
		{"Jag kan inte vänta", ""},
		{"Kom tillbaka om en vecka", ""},
		{"Biografen var fullsatt", ""},
	} {
		t.Run(tt.text, func(t *testing.T) {
			got, around := "", ""
			for _, o := range e.All(&exposure.Document{Text: tt.text, Subject: "anna", Published: day("2026-06-10")}) {
				switch o.Kind {
				case exposure.AbsenceIntent:
					got += o.Attr("form").String() + " " + o.Attr("actor").String() + " " + o.Attr("tense").String()
				case exposure.ModalityNegation, exposure.ModalityWish, exposure.ModalityQuestion, exposure.ContextPublic, exposure.ContextFiction:
					around += " " + string(o.Kind)
				}
			}
			if diff := cmp.Diff(tt.want, got+around); diff != "" {
				t.Errorf("Observe(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestPlacesAndPeople(t *testing.T) {
	e := extract.New(family())
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"Vi bor på Björkstigen 12, 123 45 Storvik", []string{"address.street bjorkstigen 12|12345 actor:household class:home cue:yes form:number own:yes place:home text:Björkstigen 12, 123 45 Storvik of:household «Björkstigen 12, 123 45 Storvik»"}},
		{"Kalas på bjorkstigen 12b", []string{"address.street bjorkstigen 12|12345 actor:unknown class:home cue:yes form:number own:yes place:home text:bjorkstigen 12b of:household «bjorkstigen 12b»"}},
		{"Kungsgatan 12 är stängd", []string{"address.street kungsgatan 12| actor:unknown class:public cue:no form:number own:no place:other text:Kungsgatan 12 «Kungsgatan 12»"}},
		{"Stora Nygatan 23 A", []string{"address.street stora nygatan 23a| actor:unknown class:none cue:no form:number own:no place:other text:Stora Nygatan 23 A «Stora Nygatan 23 A»"}},
		{"We live at 12 Oak Street", []string{"address.street oak street 12| actor:household class:home cue:yes form:number own:no place:other text:12 Oak Street «12 Oak Street»"}},
		{"Vi bor på Björkstigen", []string{"address.street bjorkstigen|12345 class:home cue:yes form:street own:yes place:home text:Björkstigen of:household «Björkstigen»"}},
		{"Stadsparken 17.30 och Kungsgatan 12 000 kr och gatan 12", nil},
		{"Vi åker till Storvik", nil}, // the family's own town
		{"Vi åker till Gotland", []string{"place.away gotland name:Gotland «Gotland»"}},
		{"We fly to Rome", []string{"place.away rom name:Rome «Rome»"}},
		{"#mallorca", []string{"place.away mallorca name:mallorca «mallorca»"}},
		{"Elsa går på Ekskolan i klass 4B", []string{
			"person.child elsa form:name name:Elsa of:elsa «Elsa»",
			"school.named ekskolan form:school name:Ekskolan own:yes of:elsa «Ekskolan»",
			"school.named klass 4b form:class name:klass 4B own:unknown «klass 4B»",
		}},
		{"Förskolan Blåsippan", []string{"school.named forskolan blasippan form:preschool name:Förskolan Blåsippan own:no «Förskolan Blåsippan»"}},
		{"Högskolan och Grundskolan", nil},
		{"min dotter", []string{"person.child dotter form:relation name:min dotter «min dotter»"}},
		{"annalind84", []string{"person.adult anna name:annalind84 of:anna «annalind84»"}},
		{"anna är ett namn", nil},
		{"Elsa fyller 11 år på lördag", []string{
			"person.child elsa form:name name:Elsa of:elsa «Elsa»",
			"birth.date 06-13 actor:household minor:yes own:yes of:elsa «lördag»",
		}},
		{"Anna är född den 3 mars 1984", []string{
			"person.adult anna name:Anna of:anna «Anna»",
			"birth.date 1984-03-03 actor:self minor:no own:yes of:anna «3 mars 1984»",
		}},
		{"Heja Storviks IF F15 och Gävle IF", []string{
			"activity.named storviks if f15 name:Storviks IF F15 own:yes of:elsa «Storviks IF F15»",
			"activity.named gavle if name:Gävle IF own:no «Gävle IF»",
		}},
	} {
		t.Run(tt.text, func(t *testing.T) {
			doc := &exposure.Document{Text: tt.text, Subject: "anna", Published: day("2026-06-10")}
			got := write(doc, e.All(doc), exposure.AddressStreet, exposure.PlaceAway, exposure.PersonAdult, exposure.PersonChild,
				exposure.SchoolNamed, exposure.ActivityNamed, exposure.BirthDate)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Observe(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

// TestRoutineOfAChild: in a child's own source, or one about it, "jag" and "vi"
// are the child; only the whole family is the household.
func TestRoutineOfAChild(t *testing.T) {
	e := extract.New(family())
	for text, want := range map[string][]string{
		"Nu tränar jag tisdagar 17.30":               {"routine.weekly tue 17:30|tranar absent:no actor:self minor:yes time:17:30 weekday:tue of:elsa «tisdagar 17.30»"},
		"Vi tränar på idrottsplatsen tisdagar 17.30": {"routine.weekly tue 17:30|tranar absent:no actor:self minor:yes time:17:30 weekday:tue of:elsa «tisdagar 17.30»"},
		"På söndagar är hela familjen i simhallen":   {"routine.weekly sun |simhallen absent:yes actor:household minor:no weekday:sun of:household «söndagar»"},
	} {
		doc := &exposure.Document{Text: text, Subject: "elsa", Published: day("2026-06-10")}
		if diff := cmp.Diff(want, write(doc, e.All(doc), exposure.RoutineWeekly)); diff != "" {
			t.Errorf("Observe(%q) (-want +got):\n%s", text, diff)
		}
	}
}

func TestRoutine(t *testing.T) {
	e := extract.New(family())
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"Elsa tränar varje tisdag 17.30 i Fyrishov", []string{"routine.weekly tue 17:30|tranar absent:no actor:household minor:yes time:17:30 weekday:tue of:elsa «varje tisdag 17.30»"}},
		{"Jag går till gymmet på måndagar kl 18", []string{"routine.weekly mon 18:00|gymmet absent:yes actor:self minor:no time:18:00 weekday:mon «måndagar kl 18»"}},
		{"Every Tuesday at 6 pm I go to yoga", []string{"routine.weekly tue 18:00|yoga absent:yes actor:self minor:no time:18:00 weekday:tue «Every Tuesday at 6 pm»"}},
		{"Elsa tränar varje tisdag halv 8", []string{"routine.weekly tue 07:30|tranar absent:no actor:household minor:yes time:07:30 weekday:tue of:elsa «varje tisdag halv 8»"}},
		{"Vi åker bort varje helg", []string{"routine.weekly sat |away absent:yes actor:household minor:no weekday:sat of:household «varje helg»"}},
		{"Biblioteket har öppet på lördagar kl 10", nil},
		{"På tisdag har vi träning kl 18", nil},
		{"Elsa tränar inte på måndagar", nil},
	} {
		t.Run(tt.text, func(t *testing.T) {
			doc := &exposure.Document{Text: tt.text, Subject: "anna", Published: day("2026-06-10")}
			if diff := cmp.Diff(tt.want, write(doc, e.All(doc), exposure.RoutineWeekly)); diff != "" {
				t.Errorf("Observe(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}
