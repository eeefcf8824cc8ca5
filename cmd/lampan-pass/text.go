package main

import "lampan/rules/password/meter"

// text is everything the program says, in one language.
type text struct {
	help        string
	promise     string
	prompt      string
	candidate   string
	advice      string
	change      string
	noTerminal  string
	noArguments string
	badFlag     string
	badLang     string
	tooLong     string
	unread      string
	notHardened string
	strengths   map[meter.Strength]string
	hints       map[meter.Hint]string
}

func swedish() text {
	return text{
		help: `lampan-pass: hur lätt är lösenordet att gissa?

Kör programmet utan något mer. Det frågar efter ett lösenord i taget, som inte
syns när du skriver. En tom rad avslutar.

  --lang sv|en   språk
  --stdin        läs lösenorden från ett rör, ett på varje rad

Lösenordet sparas inte och lämnar inte datorn: programmet saknar nätverkskod.
Därför kan det inte heller slå upp om ett lösenord har läckt.

Slutkoder: 0 inget var lätt att gissa, 1 oväntat fel, 2 fel på kommandoraden,
5 lösenorden kunde inte läsas, 9 något var lätt att gissa, 130 avbrutet.
`,
		promise:     "Det du skriver syns inte, sparas inte och lämnar inte datorn. En tom rad avslutar.",
		prompt:      "Lösenord: ",
		candidate:   "Lösenord",
		advice:      "Ett eget lösenord för varje konto är det som hjälper mest. En lösenordshanterare hittar på dem och minns dem. Slå på tvåstegsinloggning, först för e-posten.",
		change:      "Byt ett lösenord som är lätt att gissa överallt där det används.",
		noTerminal:  "Lösenord läses från en terminal. Kör programmet i ett terminalfönster, eller lägg till --stdin för att läsa från ett rör.",
		noArguments: "Skriv inga lösenord på kommandoraden: andra program på datorn kan läsa den. Kör lampan-pass utan något mer, och byt lösenordet om du skrev ett riktigt.",
		badFlag:     "Det finns en flagga som lampan-pass inte känner till. Kör lampan-pass --help för att se dem som finns.",
		badLang:     "Språket är inte sv eller en. Skriv --lang sv eller --lang en.",
		tooLong:     "En rad är längre än 4096 tecken. Det är för långt för ett lösenord; dela upp eller korta den.",
		unread:      "Det gick inte att läsa lösenordet. Försök igen.",
		notHardened: "Det gick inte att hindra att minnet sparas vid ett programfel, så programmet slutar här.",
		strengths: map[meter.Strength]string{
			meter.Obvious: "mycket lätt att gissa.",
			meter.Weak:    "lätt att gissa.",
			meter.Fair:    "ganska bra.",
			meter.Strong:  "starkt.",
		},
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
			meter.HintShort:     "Det är kort. Fyra slumpade ord i rad är långt och går att minnas.",
		},
	}
}

func english() text {
	return text{
		help: `lampan-pass: how easy is the password to guess?

Run the program with nothing more. It asks for one password at a time, which
does not show while you type. An empty line ends.

  --lang sv|en   language
  --stdin        read the passwords from a pipe, one a line

The password is not kept and does not leave the computer: the program has no
network code. So it cannot look up whether a password has leaked, either.

Exit codes: 0 none was easy to guess, 1 unexpected fault, 2 wrong command line,
5 the passwords could not be read, 9 one was easy to guess, 130 interrupted.
`,
		promise:     "What you type does not show, is not kept and does not leave the computer. An empty line ends.",
		prompt:      "Password: ",
		candidate:   "Password",
		advice:      "A password of its own for each account is what helps most. A password manager makes them up and remembers them. Turn two-step login on, for e-mail first.",
		change:      "Change a password that is easy to guess everywhere it is used.",
		noTerminal:  "Passwords are read from a terminal. Run the program in a terminal window, or add --stdin to read from a pipe.",
		noArguments: "Do not write passwords on the command line: other programs on the computer can read it. Run lampan-pass with nothing more, and change the password if you wrote a real one.",
		badFlag:     "There is a flag that lampan-pass does not know. Run lampan-pass --help to see those it has.",
		badLang:     "The language is not sv or en. Write --lang sv or --lang en.",
		tooLong:     "A line is longer than 4096 characters. That is too long for a password; split it or shorten it.",
		unread:      "The password could not be read. Try again.",
		notHardened: "Memory could not be kept out of crash files, so the program stops here.",
		strengths: map[meter.Strength]string{
			meter.Obvious: "very easy to guess.",
			meter.Weak:    "easy to guess.",
			meter.Fair:    "fairly good.",
			meter.Strong:  "strong.",
		},
		hints: map[meter.Hint]string{
			meter.HintKnown:     "It stands in lists of common passwords, and those are tried first.",
			meter.HintPart:      "A part of it is a common meter.",
			meter.HintWord:      "It holds a common word.",
			meter.HintName:      "It holds a name.",
			meter.HintPlace:     "It holds the name of a place.",
			meter.HintYear:      "It holds a year.",
			meter.HintDate:      "It holds a date, and birthdays are tried early.",
			meter.HintRepeat:    "Something in it is repeated.",
			meter.HintSequence:  "It holds a sequence, such as abc or 123.",
			meter.HintKeyboard:  "It follows keys that lie beside each other.",
			meter.HintSwaps:     "Signs in place of letters, such as 0 for o, help only a little.",
			meter.HintReversed:  "A word backwards helps only a little.",
			meter.HintOther:     "It is close to another password that you use.",
			meter.HintFamily:    "It holds something about the family, and whoever knows you tries that first.",
			meter.HintSite:      "It holds the name of the service.",
			meter.HintUser:      "It holds the user name.",
			meter.HintPersonnum: "It looks like a personal identity number.",
			meter.HintPhone:     "It looks like a phone number.",
			meter.HintUsual:     "It is built the way many passwords are built.",
			meter.HintShort:     "It is short. Four random words in a row are long and can be remembered.",
		},
	}
}
