package main

import (
	"lampan/rules/password/hygiene"
	"lampan/rules/password/meter"
	"lampan/rules/password/verdict"
	"lampan/scanner/breach"
	"lampan/scanner/vault"
)

func swedish() text {
	return text{
		lang: "sv",
		help: helpText{
			judge: `lampan-pass: hur lätt är lösenordet att gissa?

Kör programmet utan något mer. Det frågar efter ett lösenord i taget, som inte
syns när du skriver. En tom rad avslutar.

  lampan-pass audit FIL…      går igenom exporter från lösenordshanterare
  lampan-pass generate        hittar på ett lösenord
  lampan-pass breach build    gör ett filter av en lista över läckta lösenord
  lampan-pass breach check    slår upp lösenord i ett sådant filter
  lampan-pass page -o FIL     skriver en sida där familjen kan prova lösenord

  --household FIL    familjens household.yaml, så att namn och födelseår räknas
  --explain          visar hur vi räknade och vad zxcvbn-go säger
  --format text|json svar för människor eller för andra program
  --stdin            läser lösenorden från ett rör, ett på varje rad
  --lang sv|en       språk
  --no-sandbox       kör utan sandlåda, om datorn inte klarar den

lampan-pass KOMMANDO --help säger mer om ett kommando.

Tiderna gäller 100 försök i timmen mot en inloggningssida som bromsar, och 10
miljarder i sekunden mot en läckt lista. Det är samma mått som zxcvbn använder.
En tjänst som skyddar sina lösenord väl är svårare att knäcka än så.

Slutkoder: 0 inget behöver göras, 1 oväntat fel, 2 fel på kommandoraden, 3 fel i
household.yaml eller i listan över det ni accepterat, 5 något kunde inte läsas
eller skrivas, 9 minst ett lösenord bör bytas, 10 sandlådan gick inte att slå
på, 130 avbrutet.
`,
			audit: `lampan-pass audit: vilka lösenord bör familjen byta, och i vilken ordning?

  lampan-pass audit FIL…
  lampan-pass audit --person anna=FIL --person bo=FIL --household household.yaml

Läser exporter från Bitwarden, 1Password, KeePass, KeePassXC, Chrome, Edge,
Firefox, Safari, Proton Pass, Dashlane och LastPass, och enkla listor. Har filen
ett lösenord frågar programmet efter det. Allt sker i minnet. Ta bort exporten
när du är klar: den innehåller alla lösenord i klartext.

  --person anna=FIL  vems filen är; anna är personens id i household.yaml
  --household FIL    familjens household.yaml
  --verdicts FIL     skriver vad som hittades, utan lösenord, för lampan audit
  --filter FIL       filter från lampan-pass breach build
  --accepted FIL     det som familjen har valt att leva med, se nedan
  --key FIL          nyckelfil till en KeePass-databas
  --list             filerna är enkla listor med ett lösenord på varje rad
  --explain          visar alla konton, deras id och vad zxcvbn-go säger
  --format text|json svar för människor eller för andra program
  --stdin            läser filernas lösenord från ett rör, ett på varje rad
  --lang sv|en       språk
  --no-sandbox       kör utan sandlåda, om datorn inte klarar den

Filen efter --accepted har en rad för varje val: konto, fel, sista dag och
varför. Kontots id och felets namn visas med --explain. Felen heter leaked
(läckt), reused (samma på flera), variant (byggt på samma sätt), weak (lätt att
gissa), family (om familjen), site (tjänstens namn), user (användarnamnet),
plain (okrypterad adress), no-step (utan tvåstegsinloggning), passkey (nyckel
kan fås) och old (gammalt).

  3f9a02c41b77  reused  2027-06-30  byts i sommar

Slutkoder: 0 inget lösenord behöver bytas, 1 oväntat fel, 2 fel på
kommandoraden, 3 fel i household.yaml eller i listan över det ni accepterat, 5
en fil kunde inte läsas eller skrivas (de andra gicks igenom ändå), 9 minst ett
lösenord bör bytas, 10 sandlådan gick inte att slå på, 130 avbrutet.
`,
			generate: `lampan-pass generate: hittar på lösenord.

  --words N      så många slumpade ord, 4 till 20 (5 om inget sägs)
  --length N     i stället så många slumpade tecken, 12 till 128
  --count N      så många lösenord, högst 100
  --explain      visar också värdet i bitar
  --lang sv|en   språk, också för orden
  --no-sandbox   kör utan sandlåda, om datorn inte klarar den

Lösenorden skrivs på standardutmatningen och syns därför på skärmen. Spara dem i
en lösenordshanterare och rensa fönstret.

Slutkoder: 0 det gick bra, 1 oväntat fel, 2 fel på kommandoraden, 5 svaret gick
inte att skriva, 10 sandlådan gick inte att slå på.
`,
			breach: `lampan-pass breach: slår upp lösenord bland läckta, utan internet.

  lampan-pass breach build LISTA… -o FILTER
  lampan-pass breach check [--filter FILTER]

build läser listan från Have I Been Pwned: SHA-1, ordnad efter kontrollsumma,
gärna packad med gzip, i en fil eller flera. check frågar efter lösenord som
inte syns när du skriver. Utan --filter används en liten lista som finns i
programmet.

  --partial      listan är bara en del, eller er egen
  --stdin        läser lösenorden från ett rör, ett på varje rad
  --lang sv|en   språk
  --no-sandbox   kör utan sandlåda, om datorn inte klarar den

Slutkoder: 0 inget hittades, 1 oväntat fel, 2 fel på kommandoraden, 5 något
kunde inte läsas eller skrivas, 9 minst ett lösenord har läckt, 10 sandlådan
gick inte att slå på, 130 avbrutet.
`,
			page: `lampan-pass page: en sida där familjen kan prova lösenord.

  lampan-pass page -o sida.html

Sidan är en enda fil som öppnas i webbläsaren. Den hämtar och skickar ingenting.

  --lang sv|en   språk
  --no-sandbox   kör utan sandlåda, om datorn inte klarar den

Slutkoder: 0 sidan är skriven, 1 oväntat fel, 2 fel på kommandoraden, 5 filen
finns redan eller gick inte att skriva, 10 sandlådan gick inte att slå på.
`,
		},
		holdsLinux: `Skydd på den här datorn: programmet saknar nätverkskod, och en sandlåda i Linux
stänger nätverk och andra program innan första lösenordet läses. Minnet sparas
inte vid programfel, och låses där datorn tillåter det.
`,
		holdsElsewhere: `Skydd på den här datorn: programmet saknar nätverkskod. Sandlådan som stänger
nätverk och andra program finns bara i Linux. Här vilar löftet på att koden
saknas, inte på att systemet vaktar. Dra ur nätet om du vill vara säker.
Systemet kan också skriva delar av minnet till disk medan programmet kör.
`,
		usage: usageText{
			badFlag:       "Det finns en flagga som lampan-pass inte känner till, eller ett värde som inte passar. Kör med --help för att se dem som finns.",
			flagLike:      "En flagga är felskriven. Menade du --%s? Kör med --help för att se dem som finns.",
			badValue:      "Värdet efter --%s passar inte, eller saknas. Kör med --help för att se hur den skrivs.",
			commandLike:   "Det kommandot finns inte. Menade du lampan-pass %s?",
			badLang:       "Språket är inte sv eller en. Skriv --lang sv eller --lang en.",
			badFormat:     "Formatet är inte text eller json. Skriv --format text eller --format json.",
			noArguments:   "Skriv inga lösenord på kommandoraden: andra program på datorn kan läsa den. Kör lampan-pass --help, och byt lösenordet om du skrev ett riktigt.",
			noFiles:       "Säg vilken fil som ska gås igenom: lampan-pass audit FIL. Kör lampan-pass audit --help för mer.",
			somePersons:   "Några filer har en person och andra inte. Skriv --person anna=FIL för alla, eller för ingen.",
			noPersons:     "lampan behöver veta vems kontona är för att använda --verdicts. Skriv --person anna=FIL i stället för bara FIL.",
			strangePerson: "En person efter --person finns inte i household.yaml. Skriv personens id som det står där.",
			wordsOrLength: "Välj --words eller --length, inte båda.",
			words:         "Ett lösenord av ord har %d till %d ord. Skriv till exempel --words 5.",
			length:        "Ett lösenord av tecken har %d till %d tecken. Skriv till exempel --length 20.",
			count:         "Programmet gör 1 till %d lösenord på en gång. Skriv till exempel --count 5.",
			breach:        "Skriv lampan-pass breach build eller lampan-pass breach check.",
			build:         "Säg vilken lista som ska läsas och var filtret ska ligga: lampan-pass breach build LISTA -o FILTER.",
			page:          "Säg var sidan ska ligga: lampan-pass page -o sida.html.",
			score:         "Skriv lampan-pass score --tsv FIL, eller - för standardinmatningen.",
		},
		fault: faultText{
			unexpected:  "Något oväntat gick fel: %v.",
			panicked:    "Något oväntat gick fel i programmet (%s), så det slutar här. Inget har sparats. Berätta gärna för den som gav dig programmet.",
			notHardened: "Det gick inte att hindra att minnet sparas vid ett programfel, så programmet slutar här.",
			noSandbox:   "Sandlådan gick inte att slå på, så programmet slutar innan något lösenord har lästs. Det behöver Linux 5.7 eller nyare med seccomp; --no-sandbox kör ändå.",
			open:        "OBS: SANDLÅDAN ÄR AV (--no-sandbox). Inget hindrar att ett fel i programmet når nätet eller andra program.",
			missing:     "Filen %s finns inte. Kontrollera namnet och mappen.",
			forbidden:   "Filen %s får inte läsas av dig. Ändra rättigheterna eller kör som filens ägare.",
			unread:      "Filen %s gick inte att läsa. Kontrollera att det är en vanlig fil och försök igen.",
			unwritten:   "Filen %s gick inte att skriva. Kontrollera att mappen finns, att du får skriva där och att disken inte är full.",
			exists:      "Filen %s finns redan och skrivs inte över. Ta bort den eller välj ett annat namn.",
			notVerdicts: "Filen %s finns redan och är inte gjord av lampan-pass audit, så den skrivs inte över. Välj ett annat namn.",
			otherCase:   "Filen %s hör till en annan familj och skrivs inte över. Välj ett annat namn efter --verdicts.",
			wouldDrop:   "I filen %s finns också %s, och de skulle försvinna, så den skrivs inte över. Ta med deras filer, eller välj ett annat namn.",
			large:       "Filen %s är för stor för att vara rätt fil. Kontrollera namnet.",
			unsaid:      "Svaret gick inte att skriva. Är disken full?",
			noTerminal:  "Lösenord läses från en terminal. Kör programmet i ett terminalfönster, eller lägg till --stdin för att läsa från ett rör.",
			tooLong:     "En rad är längre än 4096 tecken. Det är för långt för ett lösenord; dela upp eller korta den.",
			noneTyped:   "inget lösenord skrevs, så filen öppnades inte. Kör igen och skriv det.",
			untyped:     "Det gick inte att läsa lösenordet. Försök igen.",
		},
		judge: judgeText{
			promise:   "Det du skriver syns inte, sparas inte och lämnar inte datorn. En tom rad avslutar.",
			prompt:    "Lösenord: ",
			candidate: "Lösenord",
			advice:    "Ett eget lösenord för varje konto är det som hjälper mest. En lösenordshanterare hittar på dem och minns dem.",
			tries:     "Det gissas efter %s försök.",
			online:    "på en inloggningssida, 100 försök i timmen:",
			offline:   "ur en dåligt skyddad läckt lista, 10 miljarder försök i sekunden:",
			why:       "Därför:",
			power:     "Så räknade vi fram 10 upphöjt till %s försök. Varje sätt att gissa för sig, innan talet stämdes av mot läckta listor:",
			way:       "%s: %s försök",
			models: map[string]string{
				"pattern": "ord, namn, årtal och andra mönster", "letters": "bokstav för bokstav", "list": "listor över vanliga lösenord",
				"family": "uppgifter om familjen", "site": "tjänstens namn och användarnamnet", "other": "ändringar av ett annat lösenord",
			},
			second:         "Andra omdömet, zxcvbn-go: %s bitar, betyg %d av 4.",
			lowered:        "Det andra omdömet är lågt, så vi säger ganska bra i stället för starkt.",
			secondMissing:  "Andra omdömet: inte frågat, för programmet lampan-zxcvbn ligger inte bredvid lampan-pass.",
			secondWithheld: "Andra omdömet: inte frågat, för lösenordet är för långt för zxcvbn-go eller tar för lång tid.",
			secondSilent:   "Andra omdömet: lampan-zxcvbn svarade inte, så det är inte med.",
			strengths: map[meter.Strength]string{
				meter.Obvious: "mycket lätt att gissa.",
				meter.Weak:    "lätt att gissa.",
				meter.Fair:    "ganska bra.",
				meter.Strong:  "starkt.",
			},
			helps: helps{
				nothing:    "Du behöver inte göra något, så länge det bara används på ett ställe.",
				longer:     "Det hjälper mest: gör det längre, med två slumpade ord till. Slå på tvåstegsinloggning där det används.",
				random:     "Det hjälper mest: byt det mot fem slumpade ord överallt där det används. lampan-pass generate hittar på dem.",
				impersonal: "Det hjälper mest: byt det mot något som inte handlar om dig. lampan-pass generate hittar på slumpade ord.",
				apart:      "Det hjälper mest: byt det mot ett som inte liknar något annat du har. lampan-pass generate hittar på slumpade ord.",
			},
		},
		number: numberText{
			about: "ungefär %s", mark: "\u00a0", comma: ",",
			million: "en miljon", millions: "miljoner", milliard: "en miljard", milliards: "miljarder",
			endless: "mer än en miljard miljarder", instant: "mindre än en sekund", lifetime: "mer än hundra år",
			one:  [6]string{"ett år", "en månad", "ett dygn", "en timme", "en minut", "en sekund"},
			many: [6]string{"år", "månader", "dygn", "timmar", "minuter", "sekunder"},
		},
		audit: auditText{ //nolint:gosec // prompts, no password
			vaultPrompt:   "Lösenordet till %s: ",
			wrongPassword: "Det lösenordet öppnar inte filen. Försök igen.",
			line:          "rad eller post %d",
			read:          "Läst: %s, %s, poster: %d.",
			plainList:     "enkel lista, ett lösenord per rad",
			skipped:       "Poster utan lösenord, som anteckningar och kort, hoppades över: %d.",
			aside:         "vid sidan om, för att de är borttagna, utgångna eller utan eget lösenord: %d",
			noneRead:      "Ingen fil kunde läsas, så inget är känt om lösenorden.",
			someRead:      "Filer som inte kunde läsas: %d av %d. Det som står här gäller bara de andra.",
			remove:        "Ta bort exporterna när ni är klara, också ur papperskorgen. De innehåller alla lösenord i klartext.",
			living:        "Det här har ni valt att leva med:",
			past:          "Rad %d: dagen har gått, så felet räknas igen.",
			noAccount:     "Rad %d: kontot finns inte bland de här filerna, så raden gör inget.",
			noFault:       "Rad %d: kontot har inte det felet, så raden kan tas bort.",
			unread:        "Inte läst: %s",
			written:       "Utan lösenord skrivet till %s.",
			first:         "Gör det här först:",
			nothing:       "Inget behöver göras först.",
			entries:       "lösenord i bruk: %d",
			fine:          "Konton utan något att göra: %d.",
			left:          "Och %d konton till; kör med --explain för att se alla.",
			more:          "och %d till",
			master:        "Det finns ett konto där som öppnar eller återställer andra, så börja med det.",
			accepted:      "Ni lever med det till %s: %s.",
			knowing:       "Den som kan något av dem behöver %s försök.",
			noSeedsOf:     "Tvåstegsinloggning: exporten från %s visar ingen alls, så den kanske inte följer med.",
			badAccepted: map[hygiene.AcceptedWhat]string{
				hygiene.AcceptedNotText: "raden är inte UTF-8. Spara filen som UTF-8.",
				hygiene.AcceptedParts:   "raden behöver fyra delar: konto, fel, sista dag och varför. Se lampan-pass audit --help.",
				hygiene.AcceptedAccount: "kontot är inget id från genomgången. Kopiera det från --explain.",
				hygiene.AcceptedUnknown: "felet är okänt. Skriv det som --explain kallar det, till exempel reused.",
				hygiene.AcceptedDay:     "sista dagen är ingen dag skriven som 2027-06-30.",
				hygiene.AcceptedReason:  "anledningen är för lång eller har tecken som inte kan visas. Skriv högst 200 vanliga tecken.",
				hygiene.AcceptedTwice:   "samma konto och fel står två gånger. Behåll en av raderna.",
			},
			unchecked:     "Det här kunde inte kontrolleras:",
			partFilter:    "Alla läckta lösenord: filtret är byggt av en del av listan. Det som inte hittades är inte kontrollerat.",
			damagedFilter: "Filtret är skadat, så lösenordet kunde inte slås upp. Bygg eller kopiera filtret igen.",
			good:          "Bra att veta:",
			second:        "Andra omdömet: zxcvbn-go fick se %d av %d lösenord och kallar %d av dem svaga.",
			dos: map[verdict.Do]string{
				verdict.Renew:  "Byt lösenord på %s. %s",
				verdict.Part:   "Ge de här kontona var sitt lösenord: %s. %s",
				verdict.Second: "Slå på tvåstegsinloggning, eller se efter att den är på: %s. %s",
			},
			because: map[verdict.Fault]string{
				verdict.Leaked:  "Lösenordet har läckt, och läckta provas först.",
				verdict.Reused:  "Den som får tag i det ena kommer in på alla.",
				verdict.Variant: "Lösenorden är byggda på samma sätt, så det ena avslöjar det andra.",
				verdict.Weak:    "Det är lätt att gissa.",
				verdict.Family:  "Det innehåller något om familjen.",
				verdict.Site:    "Det innehåller tjänstens namn.",
				verdict.User:    "Det innehåller användarnamnet.",
				verdict.Plain:   "Adressen är inte krypterad.",
				verdict.NoStep:  "Då räcker inte lösenordet för den som kommer över det.",
				verdict.Passkey: "Tjänsten tar emot en nyckel (passkey) i stället.",
				verdict.Old:     "Det har några år på nacken.",
			},
			faults: map[verdict.Fault]string{
				verdict.Leaked:  "Läckt: lösenordet står på en lista över läckta.",
				verdict.Reused:  "Samma lösenord som på",
				verdict.Variant: "Byggt på samma sätt som lösenordet på",
				verdict.Weak:    "Lätt att gissa.",
				verdict.Family:  "Innehåller något om familjen:",
				verdict.Site:    "Innehåller tjänstens namn.",
				verdict.User:    "Innehåller användarnamnet.",
				verdict.Plain:   "Adressen börjar med http, så det som skickas kan läsas på vägen.",
				verdict.NoStep:  "Tvåstegsinloggning finns, och ingen är sparad här.",
				verdict.Passkey: "Kan få en nyckel (passkey) i stället för lösenord.",
				verdict.Old:     "Har inte bytts på fem år. Det är ingen anledning i sig att byta.",
			},
			kinds: map[verdict.Kind]string{
				verdict.Vault: "lösenordshanterare", verdict.Email: "e-post", verdict.EID: "e-legitimation eller myndighet",
				verdict.Bank: "bank och betalning", verdict.Phone: "telefon och dator", verdict.Health: "vård", verdict.Social: "sociala medier",
				verdict.School: "skola", verdict.Work: "arbete", verdict.Home: "hemmet", verdict.Shop: "affär", verdict.Other: "annat",
			},
			facts: map[meter.FactKind]string{
				meter.FactName: "ett namn", meter.FactBorn: "ett födelseår", meter.FactPet: "ett husdjur", meter.FactStreet: "en gata",
				meter.FactTown: "en ort", meter.FactClub: "en förening, skola eller arbetsplats", meter.FactPlate: "ett registreringsnummer",
				meter.FactPhone: "ett telefonnummer", meter.FactEmail: "en e-postadress", meter.FactDomain: "en webbadress",
			},
			reasons: map[verdict.Reason]string{
				verdict.NoFilter:    "Alla läckta lösenord: bara de %s vanligaste finns i programmet. lampan-pass breach build gör ett filter av hela listan.",
				verdict.NoHousehold: "Familjens egna uppgifter: säg --household med er household.yaml.",
				verdict.NoSeeds:     "Tvåstegsinloggning: någons export visar ingen alls, så den kanske inte följer med.",
				verdict.NoDates:     "Ålder: exporten säger inte när lösenorden byttes.",
				verdict.NoAddresses: "Okrypterade adresser: exporten har inga adresser.",
			},
			notes: map[verdict.Note]string{
				verdict.Composition: "Vi ger inget för stora bokstäver, siffror och tecken. Svenska myndigheter råder till dem; NIST har slutat kräva dem, för längd hjälper mer.",
				verdict.Age:         "Byt ett lösenord när det finns en anledning. Ålder är ingen.",
				verdict.Unproven:    "Att ingen tvåstegsinloggning är sparad visar inte att den är av. Se efter på kontot.",
				verdict.Unlisted:    "Om några konton vet vår lista inget om tvåstegsinloggning. Se efter där.",
				verdict.Absent:      "Ett lösenord som inte står på en lista över läckta kan ha läckt ändå.",
			},
		},
		breach: breachText{
			progress:    "%d procent läst, %s lösenord ",
			built:       "Klart: %s, %s lösenord, %s MB.",
			partial:     "Filtret täcker inte hela den officiella listan. Det som inte hittas är då inte kontrollerat.",
			interrupted: "Avbrutet. Inget filter skrevs.",
			common:      "Slår upp i den lista som programmet har med sig: %s vanliga läckta lösenord. Det som inte hittas där är inte kontrollerat.",
			whole:       "Slår upp i filtret: %s läckta lösenord.",
			answers: map[breach.Answer]string{
				breach.Found:      "har läckt. Byt det överallt där det används.",
				breach.Absent:     "står inte på listan. Det betyder inte att det är säkert.",
				breach.NotCovered: "hittades inte, och listan är inte hel. Det är alltså inte kontrollerat.",
			},
		},
		worth: worthText{
			words:      "Ur en dåligt skyddad läckt lista tar det i snitt %s att gissa ett sådant lösenord. Det gäller även om någon vet vilka ord vi drar ur.",
			characters: "Ur en dåligt skyddad läckt lista tar det i snitt %s att gissa ett sådant lösenord. Det gäller även om någon vet vilka tecken vi drar ur.",
			bits:       "Ett sådant lösenord är värt %s bitar.",
		},
		page: "Sidan är skriven till %s. Öppna den i en webbläsare.",
		hints: map[meter.Hint]string{
			meter.HintKnown:     "Det står på listor över vanliga lösenord, och de provas först.",
			meter.HintPart:      "En del av det är ett vanligt lösenord.",
			meter.HintWord:      "Det innehåller ett vanligt ord.",
			meter.HintName:      "Det innehåller ett namn.",
			meter.HintPlace:     "Det innehåller ett ortnamn.",
			meter.HintYear:      "Det innehåller ett årtal.",
			meter.HintDate:      "Det innehåller ett datum, och födelsedagar provas tidigt.",
			meter.HintRepeat:    "Något i det upprepas.",
			meter.HintSequence:  "Det innehåller en följd, som abc eller 123.",
			meter.HintKeyboard:  "Det följer tangenter som ligger bredvid varandra.",
			meter.HintSwaps:     "Tecken i stället för bokstäver, som 0 för o, hjälper bara lite.",
			meter.HintReversed:  "Ett ord baklänges hjälper bara lite.",
			meter.HintOther:     "Det liknar ett annat lösenord som du använder.",
			meter.HintFamily:    "Det innehåller något om familjen, och sådant provas först av den som känner er.",
			meter.HintSite:      "Det innehåller namnet på tjänsten.",
			meter.HintUser:      "Det innehåller användarnamnet.",
			meter.HintPersonnum: "Det ser ut som ett personnummer.",
			meter.HintPhone:     "Det ser ut som ett telefonnummer.",
			meter.HintUsual:     "Det är byggt som många lösenord är byggda.",
			meter.HintShort:     "Det är kort. Fem slumpade ord i rad är långt och går att minnas.",
		},
		vault: map[vault.What]string{
			vault.UnknownFormat:      "filen liknar ingen export som lampan-pass känner till. Exportera igen som CSV eller JSON, eller lägg till --list för en enkel lista.",
			vault.Empty:              "filen är tom. Exportera igen.",
			vault.NoPasswords:        "tabellen har ingen kolumn med lösenord. Exportera igen från lösenordshanteraren.",
			vault.OldFormat:          "formatet är för gammalt. Öppna och spara det i en nyare version av programmet.",
			vault.ProgramFile:        "det är webbläsarens egen fil. Exportera lösenorden från webbläsarens inställningar i stället.",
			vault.Spreadsheet:        "det är ett kalkylblad. Exportera igen som CSV.",
			vault.NeedsPassword:      "filen har ett lösenord. Kör i ett terminalfönster och skriv det när programmet frågar.",
			vault.WrongPassword:      "lösenordet eller nyckelfilen passar inte. Försök igen, med --key om databasen har en nyckelfil.",
			vault.BadKeyFile:         "nyckelfilen är skadad. Hämta den från din säkerhetskopia.",
			vault.EncryptedBitwarden: "exporten öppnas bara av kontot som gjorde den. Exportera igen som JSON, eller som krypterad JSON med eget lösenord.",
			vault.EncryptedProton:    "exporten är krypterad. Exportera igen utan lösenord, som JSON eller CSV.",
			vault.EncryptedArchive:   "arkivet har ett lösenord. Packa upp det först, eller exportera utan.",
			vault.TooLarge:           "filen är större än någon export. Kontrollera att det är rätt fil.",
			vault.TooManyEntries:     "filen har fler än 100 000 poster. Dela upp den.",
			vault.FieldTooLong:       "ett fält är längre än 64 kB. Kontrollera att det är rätt fil.",
			vault.TooDeep:            "filen är byggd på ett sätt som ingen export är. Exportera igen.",
			vault.Bomb:               "arkivet packas upp till mycket mer än en export. Kontrollera var det kommer ifrån.",
			vault.TooCostly:          "databasen kräver mer minne eller tid än rimligt. Sänk kraven i KeePass och spara igen.",
			vault.CutOff:             "filen slutar för tidigt. Exportera eller kopiera den igen.",
			vault.Damaged:            "filen är skadad. Exportera eller kopiera den igen.",
			vault.Unsupported:        "filen har en version eller ett krypto som lampan-pass inte kan. Exportera som CSV i stället.",
			vault.NotText:            "texten har en okänd teckenkodning. Spara filen som UTF-8.",
			vault.TableQuote:         "ett citattecken stängs aldrig, eller för tidigt. Exportera igen.",
			vault.TableCells:         "raden har fler eller färre celler än rubrikerna. Exportera igen.",
			vault.JSONSyntax:         "det är inte rätt JSON där. Exportera igen.",
			vault.XMLSyntax:          "det är inte rätt XML där. Exportera igen.",
			vault.MissingData:        "arkivet saknar filen med lösenorden. Exportera igen.",
		},
		filter: map[breach.What]string{
			breach.NotAFile:     "det är ingen vanlig fil. Säg namnet på listan eller på mappen med listor.",
			breach.Empty:        "filen är tom. Hämta den igen.",
			breach.WebPage:      "det är en webbsida och inte listan. Hämta listan igen.",
			breach.Archive:      "filen är packad. Packa upp den först; bara gzip läses direkt.",
			breach.Gzip:         "gzip-filen är skadad eller slutar för tidigt. Hämta den igen.",
			breach.Binary:       "filen är ingen text. Säg namnet på listan från Have I Been Pwned.",
			breach.IsFilter:     "det är redan ett färdigt filter. Använd det med --filter.",
			breach.NotHashes:    "raden är inte en kontrollsumma och ett antal. Använd listan från Have I Been Pwned.",
			breach.NTLM:         "det är listan med NTLM. Hämta den med SHA-1.",
			breach.CutLine:      "sista raden är avklippt. Hämta filen igen.",
			breach.NoPrefix:     "raderna saknar sina fem första tecken. Låt filen heta som dem, till exempel 00A1F.txt.",
			breach.WrongPrefix:  "raden hör inte till den här filens namn. Hämta filen igen.",
			breach.ByCount:      "listan är ordnad efter antal. Hämta den som är ordnad efter kontrollsumma.",
			breach.Unordered:    "listan är inte i ordning. Hämta den igen, ordnad efter kontrollsumma.",
			breach.Overlap:      "filen börjar före slutet på en tidigare, eller är med två gånger. Ta bort den ena.",
			breach.SameFile:     "filtret skulle skriva över listan. Välj ett annat namn efter -o.",
			breach.TooFew:       "listan är för kort för att vara hela. Lägg till --partial om den är er egen eller en del.",
			breach.Gaps:         "delar av listan saknas. Hämta resten, eller lägg till --partial.",
			breach.NoCanary:     "listan saknar kända läckta lösenord, så det är inte rätt lista. Hämta listan från Have I Been Pwned.",
			breach.NotAFilter:   "det är inget filter. Gör ett med lampan-pass breach build.",
			breach.OtherVersion: "filtret är gjort av en annan version av lampan-pass. Bygg det igen.",
			breach.CutFilter:    "filtret är avklippt. Kopiera eller bygg det igen.",
			breach.Damaged:      "filtret är skadat. Kopiera eller bygg det igen.",
			breach.SelfTest:     "filtret klarar inte sitt självtest, så det får inte svara. Bygg det igen.",
		},
	}
}
