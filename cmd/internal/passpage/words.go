package passpage

// words are what the page says in one language. Their names are those of the
// script and of page.html.
type words map[string]string

// promises and limits name the lines of the two lists at the end of the page.
func promises() []string { return []string{"promise.sends", "promise.keeps", "promise.wipes"} }

func limits() []string {
	return []string{"limit.leaked", "limit.browser", "limit.file", "limit.memory", "limit.program"}
}

func swedish() words {
	return words{
		"title":         "Hur lätt är lösenordet att gissa?",
		"intro":         "Skriv ett lösenord, så ser du svaret medan du skriver. Sidan fungerar utan nät: koppla gärna från det först.",
		"noscript":      "Sidan räknar i webbläsaren och behöver JavaScript. Slå på det, eller använd programmet lampan-pass.",
		"label":         "Lösenord att pröva",
		"show":          "Visa lösenordet",
		"clear":         "Töm fältet",
		"state.loading": "Mätaren gör sig klar …",
		"state.failed":  "Mätaren fungerar inte här. Ladda om sidan, uppdatera webbläsaren eller använd lampan-pass.",
		"step":          "steg {0} av 4",

		"verdict.none":     "Svaret visas här.",
		"strength.obvious": "Mycket lätt att gissa.",
		"strength.weak":    "Lätt att gissa.",
		"strength.fair":    "Ganska bra.",
		"strength.strong":  "Starkt.",

		"why.title":   "Varför",
		"help.title":  "Det som hjälper mest",
		"tries.title": "Så länge står det emot",
		"tries":       "Det går att gissa på ungefär {0} försök.",
		"online":      "På en inloggningssida som släpper fram 100 försök i timmen: {0}.",
		"offline":     "Om tjänstens lösenord har stulits, med 10 miljarder försök i sekunden: {0}.",

		"many.0": "ett", "many.1": "tio", "many.2": "hundra", "many.3": "tusen", "many.4": "tiotusen", "many.5": "hundratusen",
		"many.6": "en miljon", "many.7": "tio miljoner", "many.8": "hundra miljoner",
		"many.9": "en miljard", "many.10": "tio miljarder", "many.11": "hundra miljarder",
		"many.12": "tusen miljarder", "many.13": "tiotusen miljarder", "many.14": "hundratusen miljarder",
		"many.more": "en miljon miljarder eller fler",

		"long.moment": "under en sekund", "long.seconds": "under en minut", "long.minutes": "under en timme",
		"long.hours": "under ett dygn", "long.days": "under en månad", "long.months": "under ett år",
		"long.years": "under hundra år", "long.endless": "mer än hundra år",

		"hint.known":     "Det står på listor över vanliga lösenord, och de provas först.",
		"hint.other":     "Det liknar ett annat lösenord som du använder.",
		"hint.family":    "Det innehåller något om familjen, och sådant provas först av den som känner er.",
		"hint.site":      "Det innehåller namnet på tjänsten.",
		"hint.user":      "Det innehåller användarnamnet.",
		"hint.personnum": "Det ser ut som ett personnummer.",
		"hint.phone":     "Det ser ut som ett telefonnummer.",
		"hint.date":      "Det innehåller ett datum, och födelsedagar provas tidigt.",
		"hint.name":      "Det innehåller ett namn.",
		"hint.place":     "Det innehåller ett ortnamn.",
		"hint.part":      "En del av det är ett vanligt lösenord.",
		"hint.word":      "Det innehåller ett vanligt ord.",
		"hint.keyboard":  "Det följer tangenter som ligger bredvid varandra.",
		"hint.sequence":  "Det innehåller en följd, som abc eller 123.",
		"hint.repeat":    "Något i det upprepas.",
		"hint.year":      "Det innehåller ett årtal.",
		"hint.swaps":     "Tecken i stället för bokstäver, som 0 för o, hjälper bara lite.",
		"hint.reversed":  "Ett ord baklänges hjälper bara lite.",
		"hint.usual":     "Det är byggt som många lösenord är byggda.",
		"hint.short":     "Det är kort.",

		"help.known":    "Välj ett helt annat. Fem slumpade ord i rad är långa att gissa och lätta att minnas.",
		"help.personal": "Välj något som inte har med er att göra. Fem slumpade ord i rad passar bra.",
		"help.short":    "Gör det längre. Fem slumpade ord i rad går att minnas.",
		"help.other":    "Låt slumpen välja. Fem slumpade ord i rad är bättre än ett ord med siffror och tecken.",
		"help.fair":     "Slå på tvåstegsinloggning där du använder det, eller lägg till ett par slumpade ord.",
		"help.strong":   "Behåll det, och använd det på ett enda ställe. Byt bara om det läcker.",

		"make.title": "Ett förslag",
		"make.intro": "Slumpen väljer fem vanliga ord ur en lista med 2 048. Skriv av dem, eller spara dem i en lösenordshanterare.",
		"make":       "Slumpa fem ord",
		"make.worth": "Det finns 36 miljoner miljarder sådana rader, alla lika troliga (55 bitar). Orden går att skriva på alla tangentbord.",

		"promise.title": "Det här lovar sidan",
		"promise.sends": "Den skickar inget. Allt räknas i webbläsaren, och sidan förbjuder sig själv varje anslutning.",
		"promise.keeps": "Den sparar inget: ingen historik, inga kakor, inget formulär.",
		"promise.wipes": "Mätaren skriver över lösenordet efter varje svar. Fältet töms när du lämnar sidan, och efter två minuter.",

		"limits.title":  "Det här kan den inte lova",
		"limit.leaked":  "Den vet inte om just ditt lösenord har läckt. Ett starkt svar betyder inte att det är hemligt.",
		"limit.browser": "Den kan inte hindra tillägg i webbläsaren från att läsa det du skriver.",
		"limit.file":    "Den kan inte veta om någon har ändrat filen. Ta den från någon du litar på.",
		"limit.memory":  "Det du skriver i en webbläsare kan ligga kvar i datorns minne tills den stängs.",
		"limit.program": "Vill du vara säkrare, dra ur nätet eller använd programmet lampan-pass, som saknar nätverkskod.",

		"footer": "Sidan är gjord av lampan och är en enda fil. Den får kopieras vidare. Sist i filen står vem som har gjort delarna.",
	}
}

func english() words {
	return words{
		"title":         "How easy is the password to guess?",
		"intro":         "Type a password, and the answer shows while you type. The page works offline: feel free to unplug first.",
		"noscript":      "The page works inside the browser and needs JavaScript. Turn it on, or use the program lampan-pass.",
		"label":         "Password to try",
		"show":          "Show the password",
		"clear":         "Empty the field",
		"state.loading": "The meter is getting ready …",
		"state.failed":  "The meter does not work here. Reload the page, update the browser or use lampan-pass.",
		"step":          "step {0} of 4",

		"verdict.none":     "The answer shows here.",
		"strength.obvious": "Very easy to guess.",
		"strength.weak":    "Easy to guess.",
		"strength.fair":    "Fairly good.",
		"strength.strong":  "Strong.",

		"why.title":   "Why",
		"help.title":  "What helps most",
		"tries.title": "How long it stands",
		"tries":       "It can be guessed in about {0} tries.",
		"online":      "On a login page that lets through 100 tries an hour: {0}.",
		"offline":     "If the service's passwords have been stolen, at 10 billion tries a second: {0}.",

		"many.0": "one", "many.1": "ten", "many.2": "a hundred", "many.3": "a thousand", "many.4": "ten thousand", "many.5": "a hundred thousand",
		"many.6": "a million", "many.7": "ten million", "many.8": "a hundred million",
		"many.9": "a billion", "many.10": "ten billion", "many.11": "a hundred billion",
		"many.12": "a trillion", "many.13": "ten trillion", "many.14": "a hundred trillion",
		"many.more": "a million billion or more",

		"long.moment": "under a second", "long.seconds": "under a minute", "long.minutes": "under an hour",
		"long.hours": "under a day", "long.days": "under a month", "long.months": "under a year",
		"long.years": "under a hundred years", "long.endless": "more than a hundred years",

		"hint.known":     "It stands in lists of common passwords, and those are tried first.",
		"hint.other":     "It is close to another password that you use.",
		"hint.family":    "It holds something about the family, and whoever knows you tries that first.",
		"hint.site":      "It holds the name of the service.",
		"hint.user":      "It holds the user name.",
		"hint.personnum": "It looks like a personal identity number.",
		"hint.phone":     "It looks like a phone number.",
		"hint.date":      "It holds a date, and birthdays are tried early.",
		"hint.name":      "It holds a name.",
		"hint.place":     "It holds the name of a place.",
		"hint.part":      "A part of it is a common password.",
		"hint.word":      "It holds a common word.",
		"hint.keyboard":  "It follows keys that lie beside each other.",
		"hint.sequence":  "It holds a sequence, such as abc or 123.",
		"hint.repeat":    "Something in it is repeated.",
		"hint.year":      "It holds a year.",
		"hint.swaps":     "Signs in place of letters, such as 0 for o, help only a little.",
		"hint.reversed":  "A word backwards helps only a little.",
		"hint.usual":     "It is built the way many passwords are built.",
		"hint.short":     "It is short.",

		"help.known":    "Choose an entirely different one. Five random words in a row are long to guess and easy to remember.",
		"help.personal": "Choose something that has nothing to do with you. Five random words in a row do well.",
		"help.short":    "Make it longer. Five random words in a row can be remembered.",
		"help.other":    "Let chance choose. Five random words in a row are better than one word with digits and signs.",
		"help.fair":     "Turn on two-step login where you use it, or add a couple of random words.",
		"help.strong":   "Keep it, and use it in one place only. Change it only if it leaks.",

		"make.title": "A suggestion",
		"make.intro": "Chance chooses five everyday words from a list of 2,048. Write them down, or keep them in a password manager.",
		"make":       "Draw five words",
		"make.worth": "There are 36 million billion such rows, all as likely (55 bits). The words can be typed on any keyboard.",

		"promise.title": "What this page promises",
		"promise.sends": "It sends nothing. All is worked out in the browser, and the page forbids itself every connection.",
		"promise.keeps": "It keeps nothing: no history, no cookies, no form.",
		"promise.wipes": "The meter overwrites the password after each answer. The field empties when you leave, and after two minutes.",

		"limits.title":  "What it cannot promise",
		"limit.leaked":  "It does not know whether your very password has leaked. A strong answer does not mean that it is secret.",
		"limit.browser": "It cannot stop extensions in the browser from reading what you type.",
		"limit.file":    "It cannot know whether somebody has changed the file. Take it from someone you trust.",
		"limit.memory":  "What you type in a browser may stay in the computer's memory until the browser is closed.",
		"limit.program": "To be safer, unplug the network or use the program lampan-pass, which has no network code.",

		"footer": "The page is made by lampan and is a single file. Feel free to pass it on. Its last lines name who made the parts.",
	}
}
