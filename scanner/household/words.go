package household

import "lampan/rules/exposure"

type subjectID = exposure.SubjectID

// Code names a kind of fault. It is stable, so that programs can tell faults
// apart whatever language they are printed in.
type Code string

// The faults of the file as such.
const (
	CodeNotFile  Code = "file.kind"
	CodeTooLarge Code = "file.large"
	CodeEncoding Code = "file.encoding"
	CodeYAML     Code = "file.yaml"
	CodeTab      Code = "file.tab"
	CodeEmpty    Code = "file.empty"
	CodeTwoDocs  Code = "file.documents"
	CodeMore     Code = "file.more"
)

// The faults of keys and values.
const (
	CodeUnknownKey Code = "key.unknown"
	CodeMaybeKey   Code = "key.near"
	CodeTwiceKey   Code = "key.twice"
	CodeMissingKey Code = "key.missing"
	CodeAlias      Code = "value.alias"
	CodeNoValue    Code = "value.empty"
	CodeNotText    Code = "value.text"
	CodeNotList    Code = "value.list"
	CodeNotGroup   Code = "value.group"
	CodeNotNumber  Code = "value.number"
	CodeNotBool    Code = "value.bool"
	CodeNotDay     Code = "value.day"
	CodeTooLong    Code = "value.long"
	CodeTooMany    Code = "value.many"
	CodeControl    Code = "value.control"
	CodeNotOne     Code = "value.choice"
	CodeTwice      Code = "value.twice"
	CodeBadID      Code = "value.id"
	CodeReserved   Code = "value.reserved"
	CodeRange      Code = "value.range"
	CodePostal     Code = "value.postal"
	CodePlate      Code = "value.plate"
	CodeDomain     Code = "value.domain"
	CodeEmail      Code = "value.email"
	CodePhone      Code = "value.phone"
	CodeZone       Code = "value.zone"
)

// The faults of what the file says as a whole.
const (
	CodeSchema         Code = "schema"
	CodeTooManyPeople  Code = "people.many"
	CodeNoPeople       Code = "people.none"
	CodeUnknownPerson  Code = "person.unknown"
	CodeSelfGuardian   Code = "guardian.self"
	CodeOlderChild     Code = "guardian.younger"
	CodeBornLater      Code = "person.future"
	CodeChildAlone     Code = "person.guardian"
	CodeChildGuardian  Code = "guardian.child"
	CodeProtectedPlace Code = "protected.place"
	CodeProtectedText  Code = "protected.text"
	CodePersonalNumber Code = "personal.number"
	CodeUnknownSource  Code = "source.unknown"
	CodeNeedsURL       Code = "source.url"
	CodeNeedsFile      Code = "source.file"
	CodeVia            Code = "source.via"
	CodeBadURL         Code = "source.address"
	CodeScheme         Code = "source.scheme"
	CodeUserinfo       Code = "source.userinfo"
	CodeFragment       Code = "source.fragment"
	CodeURLPath        Code = "source.urlpath"
	CodeFileOutside    Code = "source.outside"
	CodeFileOwn        Code = "source.own"
	CodeFilePlain      Code = "source.path"
	CodeSectionKind    Code = "source.section"
	CodeSectionQuery   Code = "source.sectionquery"
	CodePagesSection   Code = "source.pages"
	CodeNoVisibility   Code = "source.visibility"
	CodeOtherCase      Code = "consent.case"
	CodeOtherSubject   Code = "consent.subject"
	CodeNoSources      Code = "consent.sources"
	CodeNoDetectors    Code = "consent.detectors"
	CodeNoGiver        Code = "consent.givers"
	CodeExpiresFirst   Code = "consent.order"
	CodeTooLongConsent Code = "consent.long"
	CodeNoConsent      Code = "consent.unknown"
	CodeByHand         Code = "consent.byhand"
	CodeUsedID         Code = "consent.used"
)

// The faults of plan.yaml; see package todo.
const (
	CodeBadFinding Code = "plan.finding"
	CodeNotWith    Code = "plan.with"
)

// The faults of who gave a consent. Household.Giver returns these.
const (
	CodeAgeUnknown    Code = "giver.age"
	CodeNotOwn        Code = "giver.own"
	CodeNoGuardian    Code = "giver.noguardian"
	CodeNotGuardian   Code = "giver.guardian"
	CodeYoungGuardian Code = "giver.young"
	CodeNoAssent      Code = "giver.assent"
	CodeTurning18     Code = "giver.turning18"
	CodeGrownUp       Code = "giver.grownup"
	CodeTooYoung      Code = "giver.young13"
)

// The faults of a file of look-ups; see package lookup.
const (
	CodeUnknownPlace Code = "lookup.place"
	CodeFutureDay    Code = "lookup.future"
	CodeOtherPerson  Code = "lookup.person"
	CodeNothingShows Code = "lookup.nothing"
	CodeShowsUnseen  Code = "lookup.unseen"
)

// The faults of a file of answers; see package answers.
const (
	CodeUnknownQuestion Code = "answers.question"
	CodeUnknownAnswer   Code = "answers.answer"
)

type words struct{ sv, svHint, en, enHint string }

// texts holds the sentence and the hint of every code. {0} and {1} stand for
// the fault's Args. It is read only.
var texts = map[Code]words{
	CodeNotFile: {
		"det är inte en vanlig fil", "lägg själva filen i ärendets mapp, inte en länk",
		"it is not a regular file", "put the file itself in the case folder, not a link",
	},
	CodeTooLarge: {
		"filen är större än 1 MB", "den brukar vara några sidor lång; kontrollera att det är rätt fil",
		"the file is larger than 1 MB", "it is usually a few pages long; check that it is the right file",
	},
	CodeEncoding: {
		"filen är inte text i UTF-8", "spara den som UTF-8 i textredigeraren",
		"the file is not text in UTF-8", "save it as UTF-8 in the text editor",
	},
	CodeYAML: {
		"raden går inte att läsa som YAML", "jämför indrag och kolon med raderna runt omkring; sätt citattecken runt text som innehåller : eller #",
		"the line cannot be read as YAML", "compare indentation and colons with the lines around it; put quotation marks around text that contains : or #",
	},
	CodeTab: {
		"raden är indragen med tabb", "använd mellanslag",
		"the line is indented with a tab", "use spaces",
	},
	CodeEmpty: {
		"filen är tom", "börja från mallen som lampan init skriver",
		"the file is empty", "start from the template that lampan init writes",
	},
	CodeTwoDocs: {
		"filen innehåller mer än ett dokument", "ta bort raden ---; en fil är ett dokument",
		"the file holds more than one document", "remove the line ---; a file is one document",
	},
	CodeMore: {
		"det finns fler fel än de som visas", "rätta felen ovan och försök igen",
		"there are more faults than are shown", "mend the ones above and try again",
	},
	CodeUnknownKey: {
		"nyckeln {0} finns inte här", "ta bort den; här kan stå: {1}",
		"there is no key {0} here", "remove it; possible keys: {1}",
	},
	CodeMaybeKey: {
		"nyckeln {0} finns inte här", "menades {1}?",
		"there is no key {0} here", "did you mean {1}?",
	},
	CodeTwiceKey: {
		"nyckeln {0} står redan på rad {1}", "behåll en av dem",
		"the key {0} already stands on line {1}", "keep one of them",
	},
	CodeMissingKey: {
		"nyckeln {0} saknas", "lägg till den",
		"the key {0} is missing", "add it",
	},
	CodeAlias: {
		"* och & (alias) används inte här", "skriv ut värdet",
		"* and & (aliases) are not used here", "write the value out",
	},
	CodeNoValue: {
		"{0} saknar värde", "fyll i det eller ta bort raden",
		"{0} has no value", "fill it in or remove the line",
	},
	CodeNotText: {
		"{0} ska vara text", "skriv texten på samma rad, med citattecken om den är ett ord som true",
		"{0} should be text", "write the text on the same line, in quotation marks if it is a word such as true",
	},
	CodeNotList: {
		"{0} ska vara en lista", "skriv inom hakparentes: [a, b]",
		"{0} should be a list", "write it in brackets: [a, b]",
	},
	CodeNotGroup: {
		"{0} ska bestå av nycklar med värden", "skriv nyckel: värde på egna rader, med indrag",
		"{0} should consist of keys with values", "write key: value on lines of their own, indented",
	},
	CodeNotNumber: {
		"{0} ska vara ett tal, inte {1}", "skriv bara siffror",
		"{0} should be a number, not {1}", "write digits only",
	},
	CodeNotBool: {
		"{0} ska vara true eller false, inte {1}", "skriv true för ja, false för nej",
		"{0} should be true or false, not {1}", "write true for yes, false for no",
	},
	CodeNotDay: {
		"{0} är inte ett datum: {1}", "skriv år-månad-dag, till exempel 2026-09-01",
		"{0} is not a date: {1}", "write year-month-day, for example 2026-09-01",
	},
	CodeTooLong: {
		"{0} är för lång", "skriv högst {1} tecken",
		"{0} is too long", "write at most {1} characters",
	},
	CodeTooMany: {
		"{0} har för många rader", "behåll högst {1}",
		"{0} has too many entries", "keep at most {1}",
	},
	CodeControl: {
		"{0} innehåller ett osynligt tecken", "skriv om texten för hand",
		"{0} contains an invisible character", "type the text again by hand",
	},
	CodeNotOne: {
		"{0} kan inte vara {1}", "välj bland: {2}",
		"{0} cannot be {1}", "choose from: {2}",
	},
	CodeTwice: {
		"{0} används redan på rad {1}", "ge dem olika namn, eller ta bort den ena",
		"{0} is already used on line {1}", "give them different names, or remove one",
	},
	CodeBadID: {
		"{0} kan inte vara ett id", "använd små bokstäver a–z, siffror och bindestreck, och börja med en bokstav",
		"{0} cannot be an id", "use small letters a–z, digits and hyphens, and begin with a letter",
	},
	CodeReserved: {
		"id:t {0} är upptaget", "det betyder hela hushållet; välj ett annat",
		"the id {0} is taken", "it means the whole household; choose another",
	},
	CodeRange: {
		"{0} kan inte vara {1}", "skriv ett tal mellan {2} och {3}",
		"{0} cannot be {1}", "write a number from {2} to {3}",
	},
	CodePostal: {
		"{0} är inte ett postnummer", "skriv fem siffror, till exempel \"123 45\"",
		"{0} is not a postal code", "write five digits, for example \"123 45\"",
	},
	CodePlate: {
		"{0} är inte ett registreringsnummer", "skriv 2 till 7 bokstäver och siffror, till exempel ABC 123",
		"{0} is not a number plate", "write 2 to 7 letters and digits, for example ABC 123",
	},
	CodeDomain: {
		"{0} är inte ett domännamn", "skriv bara namnet, till exempel familjen.example",
		"{0} is not a domain name", "write only the name, for example family.example",
	},
	CodeEmail: {
		"{0} är inte en e-postadress", "skriv den som namn@exempel.example",
		"{0} is not an e-mail address", "write it as name@example.example",
	},
	CodePhone: {
		"{0} är inte ett telefonnummer", "skriv 5 till 15 siffror, till exempel 070-174 06 05",
		"{0} is not a phone number", "write 5 to 15 digits, for example 070-174 06 05",
	},
	CodeZone: {
		"tidszonen {0} är okänd", "skriv till exempel Europe/Stockholm",
		"the time zone {0} is unknown", "write for example Europe/Stockholm",
	},
	CodeSchema: {
		"schema {0} kan inte läsas av den här versionen", "skriv schema: 1, eller använd en nyare lampan",
		"schema {0} cannot be read by this version", "write schema: 1, or use a newer lampan",
	},
	CodeTooManyPeople: {
		"hushållet har {0} personer", "ett ärende rymmer högst {1}",
		"the household has {0} people", "a case holds at most {1}",
	},
	CodeNoPeople: {
		"hushållet har ingen person", "lägg till minst en under people",
		"the household has no people", "add at least one under people",
	},
	CodeUnknownPerson: {
		"{0} finns inte bland people", "lägg till personen, rätta id:t, eller ta bort det om personen inte är med längre",
		"{0} is not among the people", "add the person, mend the id, or take it away if the person has left",
	},
	CodeSelfGuardian: {
		"{0} står som sin egen vårdnadshavare", "ta bort id:t under guardians",
		"{0} is named as their own guardian", "remove the id under guardians",
	},
	CodeOlderChild: {
		"vårdnadshavaren {0} är inte äldre än {1}", "kontrollera födelseåren och guardians",
		"the guardian {0} is not older than {1}", "check the years of birth and guardians",
	},
	CodeBornLater: {
		"{0} är född i framtiden", "kontrollera året under born",
		"{0} is born in the future", "check the year under born",
	},
	CodeChildAlone: {
		"{0} är under 18 och saknar vårdnadshavare", "lägg till guardians med minst en vuxen i hushållet",
		"{0} is under 18 and has no guardian", "add guardians with at least one adult of the household",
	},
	CodeChildGuardian: {
		"vårdnadshavaren {0} är under 18, eller saknar födelseår", "ange en vuxen under guardians, med födelseår under born",
		"the guardian {0} is under 18, or has no year of birth", "name an adult under guardians, with a year under born",
	},
	CodeProtectedPlace: {
		"{0} får inte stå här, för någon i hushållet har skyddade personuppgifter", "ta bort det, så att ingen kan läsa i ärendet var ni finns",
		"{0} must not stand here, because somebody in the household has protected personal data", "remove it, so that nobody can read in the case where you are",
	},
	CodePersonalNumber: {
		"raden har något som ser ut som ett personnummer, och det ska inte sparas här", "ta bort numret från raden, också om den börjar med #",
		"the line holds what looks like a personnummer, which is not to be kept here", "remove the number from the line, even if the line begins with #",
	},
	CodeProtectedText: {
		"raden ser ut att säga var ni finns, och någon i hushållet har skyddade personuppgifter", "ta bort det från raden, också om den börjar med #",
		"the line looks as if it says where you are, and somebody in the household has protected personal data", "remove it from the line, even if the line begins with #",
	},
	CodeUnknownSource: {
		"{0} finns inte bland sources", "lägg till källan, eller rätta id:t",
		"{0} is not among the sources", "add the source, or mend the id",
	},
	CodeNeedsURL: {
		"en källa av slaget {0} behöver en webbadress", "skriv adressen med http:// eller https:// först",
		"a source of kind {0} needs a web address", "write the address with http:// or https:// in front",
	},
	CodeNeedsFile: {
		"en källa av slaget {0} behöver en fil i ärendets mapp", "lägg filen i mappen och skriv dess namn",
		"a source of kind {0} needs a file in the case folder", "put the file in the folder and write its name",
	},
	CodeVia: {
		"via hör bara till en domän", "ta bort via, eller skriv källan som kind: register med at: domain:familjen.example",
		"via belongs only to a domain", "remove via, or write the source as kind: register with at: domain:family.example",
	},
	CodeBadURL: {
		"adressen går inte att läsa", "skriv den som https://exempel.example/sida, utan mellanslag",
		"the address cannot be read", "write it as https://example.example/page, without spaces",
	},
	CodeScheme: {
		"adressen börjar inte med http:// eller https://", "bara webbsidor och filer i ärendets mapp kan läsas",
		"the address does not begin with http:// or https://", "only web pages and files in the case folder can be read",
	},
	CodeUserinfo: {
		"adressen innehåller namn eller lösenord", "ta bort allt före @; lampan loggar aldrig in",
		"the address contains a name or password", "remove everything before @; lampan never logs in",
	},
	CodeFragment: {
		"adressen innehåller #", "ta bort # och det som följer",
		"the address contains #", "remove # and what follows",
	},
	CodeURLPath: {
		"adressens sökväg kan läsas på två sätt", "skriv den utan .., //, och kodade tecken som %2f",
		"the path of the address can be read in two ways", "write it without .., //, and encoded characters such as %2f",
	},
	CodeFileOutside: {
		"filen ligger utanför ärendets mapp", "lägg den i mappen och skriv sökvägen därifrån, utan .. och utan / först",
		"the file lies outside the case folder", "put it in the folder and write the path from there, without .. and without a leading /",
	},
	CodeFileOwn: {
		"filen är en av ärendets egna", "välj en fil som familjen har lagt i mappen",
		"the file is one of the case's own", "choose a file that the family put in the folder",
	},
	CodeFilePlain: {
		"sökvägen går inte att läsa", "skriv den som mapp/fil med vanliga snedstreck",
		"the path cannot be read", "write it as folder/file with ordinary slashes",
	},
	CodeSectionKind: {
		"section kan bara stå för en page", "ta bort section",
		"section can only stand for a page", "remove section",
	},
	CodeSectionQuery: {
		"en section kan inte ha ? i adressen", "ta bort ? och det som följer",
		"a section cannot have ? in its address", "remove ? and what follows",
	},
	CodePagesSection: {
		"max_pages har betydelse bara för en section", "ta bort max_pages, eller lägg till section: true",
		"max_pages has a meaning only for a section", "remove max_pages, or add section: true",
	},
	CodeNoVisibility: {
		"visibility saknas för en källa av slaget {0}", "skriv vem som kan se det: open, link, members, friends eller private",
		"visibility is missing for a source of kind {0}", "write who can see it: open, link, members, friends or private",
	},
	CodeOtherCase: {
		"samtycket {0} hör till ett annat ärende", "ett samtycke kan inte flyttas; fråga personen och skriv ett nytt",
		"the consent {0} belongs to another case", "a consent cannot be moved; ask the person and write a new one",
	},
	CodeOtherSubject: {
		"källan {0} tillhör {1}, inte personen som samtycket gäller", "skriv ett eget samtycke för varje person",
		"the source {0} belongs to {1}, not to the person of the consent", "write a consent of its own for every person",
	},
	CodeNoSources: {
		"samtycket nämner ingen källa", "skriv källornas id under sources",
		"the consent names no source", "write the ids of the sources under sources",
	},
	CodeNoDetectors: {
		"samtycket nämner inget område", "skriv detectors: [all] eller de områden som personen har sagt ja till",
		"the consent names no area", "write detectors: [all] or the areas that the person agreed to",
	},
	CodeNoGiver: {
		"samtycket säger inte vem som gav det", "skriv personens id under given_by",
		"the consent does not say who gave it", "write the person's id under given_by",
	},
	CodeExpiresFirst: {
		"samtycket slutar innan det börjar", "kontrollera granted och expires",
		"the consent ends before it begins", "check granted and expires",
	},
	CodeTooLongConsent: {
		"samtycket gäller längre än två år", "välj ett tidigare datum under expires; ett år är vanligt",
		"the consent lasts longer than two years", "choose an earlier date under expires; one year is usual",
	},
	CodeNoConsent: {
		"samtycket {0} finns inte", "kör lampan consent list för att se vilka som finns",
		"there is no consent {0}", "run lampan consent list to see which there are",
	},
	CodeByHand: {
		"listan consents är skriven så att den inte kan ändras här", "skriv ändringen för hand, med ett samtycke per punkt i listan",
		"the list consents is written in a way that cannot be changed here", "make the change by hand, with one consent to each entry of the list",
	},
	CodeUsedID: {
		"id:t {0} har redan använts i ärendet", "välj ett annat",
		"the id {0} has been used in this case", "choose another",
	},
	CodeUnknownPlace: {
		"{0} finns inte bland platserna", "kör lampan places för att se vad de heter",
		"{0} is not among the places", "run lampan places to see what they are called",
	},
	CodeFutureDay: {
		"{0} har inte varit än", "skriv dagen då det hände",
		"{0} has not been yet", "write the day it happened",
	},
	CodeOtherPerson: {
		"filen handlar om {0}, inte om {1}", "ge var och en en egen fil, och skriv dess namn under at",
		"the file is about {0}, not {1}", "give each person a file of their own, and write its name under at",
	},
	CodeUnknownQuestion: {
		"det finns ingen fråga {0}", "kör lampan interview med --print --format yaml för att se vilka frågor det finns",
		"there is no question {0}", "run lampan interview with --print --format yaml to see which questions there are",
	},
	CodeUnknownAnswer: {
		"{0} har inte det svaret", "svaren är {1}",
		"{0} has no such answer", "the answers are {2}",
	},
	CodeNothingShows: {
		"det står inte vad som syntes", "skriv det under shows, till exempel shows: [name, address]; syntes inget, skriv seen: hidden",
		"it does not say what showed", "write it under shows, for example shows: [name, address]; if nothing did, write seen: hidden",
	},
	CodeShowsUnseen: {
		"något står under shows, fast seen är {0}", "skriv seen: visible om det syntes, eller ta bort shows",
		"something stands under shows, though seen is {0}", "write seen: visible if it showed, or remove shows",
	},
	CodeBadFinding: {
		"{0} kan inte vara ett fynds id", "kopiera id:t från lampan plan --format json",
		"{0} cannot be the id of a finding", "copy the id from lampan plan --format json",
	},
	CodeNotWith: {
		"{0} hör inte ihop med what: {1}", "ta bort {0}, eller ändra what",
		"{0} does not go with what: {1}", "remove {0}, or change what",
	},
	CodeAgeUnknown: {
		"födelseåret saknas för {0}", "skriv året under born; utan det går det inte att veta vem som kan säga ja",
		"the year of birth of {0} is missing", "write the year under born; without it nobody can tell who may agree",
	},
	CodeNotOwn: {
		"{0} är vuxen och har inte själv sagt ja", "fråga personen, och skriv {0} under given_by om svaret är ja",
		"{0} is an adult and has not agreed in person", "ask the person, and write {0} under given_by if the answer is yes",
	},
	CodeNoGuardian: {
		"{0} är under 18 och saknar vårdnadshavare", "lägg till guardians för {0}, och vårdnadshavaren under given_by",
		"{0} is under 18 and has no guardian", "add guardians for {0}, and the guardian under given_by",
	},
	CodeNotGuardian: {
		"ingen av barnets vårdnadshavare har sagt ja för {0}", "fråga en vårdnadshavare, och skriv dennes id under given_by",
		"none of the guardians of {0} has agreed", "ask a guardian, and write their id under given_by",
	},
	CodeYoungGuardian: {
		"den som har sagt ja för {0} är inte en vuxen vårdnadshavare", "fråga en vuxen vårdnadshavare",
		"whoever agreed for {0} is not an adult guardian", "ask a guardian who is an adult",
	},
	CodeNoAssent: {
		"{0} fyller 13 eller mer i år och har inte själv sagt ja", "fråga barnet, och skriv assent: true om svaret är ja",
		"{0} turns 13 or more this year and has not agreed too", "ask the child, and write assent: true if the answer is yes",
	},
	CodeTurning18: {
		"{0} fyller 18 i år, så både {0} och en vårdnadshavare behöver säga ja", "fråga {0}, och skriv ett nytt samtycke med båda under given_by",
		"{0} turns 18 this year, so both {0} and a guardian need to agree", "ask {0}, and write a new consent with both under given_by",
	},
	CodeGrownUp: {
		"{0} har blivit vuxen, så vårdnadshavarens samtycke gäller inte längre", "fråga {0}, och skriv ett nytt samtycke med {0} under given_by",
		"{0} has come of age, so the guardian's consent no longer counts", "ask {0}, and write a new consent with {0} under given_by",
	},
	CodeTooYoung: {
		"{0} är under 13, så vårdnadshavarna ser allt om {0}", "ta bort raden share",
		"{0} is under 13, so the guardians see all about {0}", "remove the line share",
	},
}
