package main

import (
	"lampan/rules/password/hygiene"
	"lampan/rules/password/meter"
	"lampan/rules/password/verdict"
	"lampan/scanner/breach"
	"lampan/scanner/vault"
)

func english() text {
	return text{
		lang: "en",
		help: helpText{
			judge: `lampan-pass: how easy is the password to guess?

Run the program with nothing more. It asks for one password at a time, which
does not show while you type. An empty line ends.

  lampan-pass audit FILE…     goes through exports from password managers
  lampan-pass generate        makes up a password
  lampan-pass breach build    makes a filter of a list of leaked passwords
  lampan-pass breach check    looks passwords up in such a filter
  lampan-pass page -o FILE    writes a page where the family can try passwords

  --household FILE   the family's household.yaml, so that names and years count
  --explain          shows how we counted and what zxcvbn-go says
  --format text|json an answer for people or for other programs
  --stdin            read the passwords from a pipe, one a line
  --lang sv|en       language
  --no-sandbox       run without the sandbox, if the computer cannot set it

lampan-pass COMMAND --help says more about a command.

The times are for 100 tries an hour against a login page that slows them down,
and 10 billion a second against a leaked list. Those are the rates of zxcvbn. A
service that protects its passwords well is harder to crack than that.

Exit codes: 0 nothing needs doing, 1 unexpected fault, 2 wrong command line, 3
fault in household.yaml or in the list of what you accepted, 5 something could
not be read or written, 9 at least one password ought to be changed, 10 the
sandbox could not be set, 130 interrupted.
`,
			audit: `lampan-pass audit: which passwords should the family change, in which order?

  lampan-pass audit FILE…
  lampan-pass audit --person anna=FILE --person bo=FILE --household FILE

Reads exports from Bitwarden, 1Password, KeePass, KeePassXC, Chrome, Edge,
Firefox, Safari, Proton Pass, Dashlane and LastPass, and plain lists. If the
file has a password, the program asks for it. Everything stays in memory. Remove
the export when you are done: it holds every password in plain text.

  --person anna=FILE whose file it is; anna is the person's id in household.yaml
  --household FILE   the family's household.yaml
  --verdicts FILE    writes what was found, without passwords, for lampan audit
  --filter FILE      a filter from lampan-pass breach build
  --accepted FILE    what the family has chosen to live with, see below
  --key FILE         the key file of a KeePass database
  --list             the files are plain lists with one password a line
  --explain          shows every account, its id and what zxcvbn-go says
  --format text|json an answer for people or for other programs
  --stdin            read the passwords of the files from a pipe, one a line
  --lang sv|en       language
  --no-sandbox       run without the sandbox, if the computer cannot set it

The file after --accepted has a line for each choice: account, fault, last day
and why. --explain shows the account's id and the fault's name. The faults are
leaked, reused, variant (built the same way), weak (easy to guess), family
(about the family), site (name of the service), user (user name), plain
(unencrypted address), no-step (no two-step login), passkey (one can be had) and
old.

  3f9a02c41b77  reused  2027-06-30  changed this summer

Exit codes: 0 no password needs changing, 1 unexpected fault, 2 wrong command
line, 3 fault in household.yaml or in the list of what you accepted, 5 a file
could not be read or written (the others were gone through all the same), 9 at
least one password ought to be changed, 10 the sandbox could not be set, 130
interrupted.
`,
			generate: `lampan-pass generate: makes up passwords.

  --words N      so many random words, 4 to 20 (5 if nothing is said)
  --length N     so many random characters instead, 12 to 128
  --count N      so many passwords, at most 100
  --explain      also shows what they are worth in bits
  --lang sv|en   language, also of the words
  --no-sandbox   run without the sandbox, if the computer cannot set it

The passwords go to standard output and so show on the screen. Store them in a
password manager and clear the window.

Exit codes: 0 all went well, 1 unexpected fault, 2 wrong command line, 5 the
answer could not be written, 10 the sandbox could not be set.
`,
			breach: `lampan-pass breach: looks passwords up among leaked ones, without internet.

  lampan-pass breach build LIST… -o FILTER
  lampan-pass breach check [--filter FILTER]

build reads the list of Have I Been Pwned: SHA-1, ordered by hash, packed with
gzip if you like, in one file or several. check asks for passwords that do not
show while you type. Without --filter it uses a small list in the program.

  --partial      the list is only a part, or your own
  --stdin        read the passwords from a pipe, one a line
  --lang sv|en   language
  --no-sandbox   run without the sandbox, if the computer cannot set it

Exit codes: 0 none was found, 1 unexpected fault, 2 wrong command line, 5
something could not be read or written, 9 at least one password has leaked, 10
the sandbox could not be set, 130 interrupted.
`,
			page: `lampan-pass page: a page where the family can try passwords.

  lampan-pass page -o page.html

The page is a single file that opens in the browser. It fetches and sends
nothing.

  --lang sv|en   language
  --no-sandbox   run without the sandbox, if the computer cannot set it

Exit codes: 0 the page is written, 1 unexpected fault, 2 wrong command line, 5
the file exists or could not be written, 10 the sandbox could not be set.
`,
		},
		holdsLinux: `Protection on this computer: the program has no network code, and a sandbox in
Linux closes the network and other programs before the first password is read.
Memory is not saved when a program fails, and is locked where that is allowed.
`,
		holdsElsewhere: `Protection on this computer: the program has no network code. The sandbox that
closes the network and other programs exists in Linux alone. Here the promise
rests on the missing code, not on a guard. Unplug the network to be sure. The
system may also write parts of memory to disk while the program runs.
`,
		usage: usageText{
			badFlag:       "There is a flag that lampan-pass does not know, or a value that does not fit. Run with --help to see those it has.",
			flagLike:      "A flag is misspelled. Did you mean --%s? Run with --help to see those there are.",
			badValue:      "The value after --%s does not fit, or is missing. Run with --help to see how it is written.",
			commandLike:   "There is no such command. Did you mean lampan-pass %s?",
			badLang:       "The language is not sv or en. Write --lang sv or --lang en.",
			badFormat:     "The format is not text or json. Write --format text or --format json.",
			noArguments:   "Do not write passwords on the command line: other programs on the computer can read it. Run lampan-pass --help, and change the password if you wrote a real one.",
			noFiles:       "Say which file to go through: lampan-pass audit FILE. Run lampan-pass audit --help for more.",
			somePersons:   "Some files have a person and others do not. Write --person anna=FILE for all of them, or for none.",
			noPersons:     "lampan must know whose the accounts are to use --verdicts. Write --person anna=FILE instead of FILE alone.",
			strangePerson: "A person after --person is not in household.yaml. Write the person's id as it stands there.",
			wordsOrLength: "Choose --words or --length, not both.",
			words:         "A password of words has %d to %d words. Write for example --words 5.",
			length:        "A password of characters has %d to %d characters. Write for example --length 20.",
			count:         "The program makes 1 to %d passwords at a time. Write for example --count 5.",
			breach:        "Write lampan-pass breach build or lampan-pass breach check.",
			build:         "Say which list to read and where the filter goes: lampan-pass breach build LIST -o FILTER.",
			page:          "Say where the page goes: lampan-pass page -o page.html.",
			score:         "Write lampan-pass score --tsv FILE, or - for standard input.",
		},
		fault: faultText{
			unexpected:  "Something unexpected went wrong: %v.",
			panicked:    "Something unexpected went wrong in the program (%s), so it stops here. Nothing was kept. Please tell whoever gave you the program.",
			notHardened: "Memory could not be kept out of crash files, so the program stops here.",
			noSandbox:   "The sandbox could not be set, so the program stops before any password is read. It needs Linux 5.7 or newer with seccomp; --no-sandbox runs anyway.",
			open:        "NOTE: THE SANDBOX IS OFF (--no-sandbox). Nothing keeps a fault in the program from reaching the network or other programs.",
			missing:     "There is no file %s. Check the name and the folder.",
			forbidden:   "You may not read the file %s. Change its permissions or run as its owner.",
			unread:      "The file %s could not be read. Check that it is an ordinary file and try again.",
			unwritten:   "The file %s could not be written. Check that the folder exists, that you may write there and that the disk is not full.",
			exists:      "The file %s already exists and is not overwritten. Remove it or choose another name.",
			notVerdicts: "The file %s exists and was not made by lampan-pass audit, so it is not overwritten. Choose another name.",
			otherCase:   "The file %s belongs to another family and is not overwritten. Choose another name after --verdicts.",
			wouldDrop:   "The file %s also holds %s, who would disappear, so it is not overwritten. Add their files, or choose another name.",
			large:       "The file %s is too large to be the right one. Check the name.",
			unsaid:      "The answer could not be written. Is the disk full?",
			noTerminal:  "Passwords are read from a terminal. Run the program in a terminal window, or add --stdin to read from a pipe.",
			tooLong:     "A line is longer than 4096 characters. That is too long for a password; split it or shorten it.",
			noneTyped:   "no password was typed, so the file was not opened. Run again and type it.",
			untyped:     "The password could not be read. Try again.",
		},
		judge: judgeText{
			promise:   "What you type does not show, is not kept and does not leave the computer. An empty line ends.",
			prompt:    "Password: ",
			candidate: "Password",
			advice:    "A password of its own for each account is what helps most. A password manager makes them up and remembers them.",
			tries:     "It would be guessed after %s tries.",
			online:    "on a login page, 100 tries an hour:",
			offline:   "from a leaked list that was poorly protected, 10 billion tries a second:",
			why:       "Why:",
			power:     "How we came to 10 to the power of %s tries. Each way of guessing by itself, before the number was matched to leaked lists:",
			way:       "%s: %s tries",
			models: map[string]string{
				"pattern": "words, names, years and other patterns", "letters": "letter by letter", "list": "lists of common passwords",
				"family": "facts about the family", "site": "the names of service and user", "other": "changes of another password",
			},
			second:         "Second opinion, zxcvbn-go: %s bits, score %d of 4.",
			lowered:        "The second opinion is low, so we say fairly good instead of strong.",
			secondMissing:  "Second opinion: not asked, because the program lampan-zxcvbn does not lie beside lampan-pass.",
			secondWithheld: "Second opinion: not asked, because the password is too long or takes too much time for zxcvbn-go.",
			secondSilent:   "Second opinion: lampan-zxcvbn did not answer, so it is not included.",
			strengths: map[meter.Strength]string{
				meter.Obvious: "very easy to guess.",
				meter.Weak:    "easy to guess.",
				meter.Fair:    "fairly good.",
				meter.Strong:  "strong.",
			},
			helps: helps{
				nothing:    "You need not do anything, as long as it is used in one place only.",
				longer:     "What helps most: make it longer, with two more random words. Turn two-step login on where it is used.",
				random:     "What helps most: change it to five random words everywhere it is used. lampan-pass generate makes them up.",
				impersonal: "What helps most: change it to something that is not about you. lampan-pass generate makes up random words.",
				apart:      "What helps most: change it to one that is like no other you have. lampan-pass generate makes up random words.",
			},
		},
		number: numberText{
			about: "about %s", mark: ",", comma: ".",
			million: "a million", millions: "million", milliard: "a billion", milliards: "billion",
			endless: "more than a billion billion", instant: "less than a second", lifetime: "more than a hundred years",
			one:  [6]string{"a year", "a month", "a day", "an hour", "a minute", "a second"},
			many: [6]string{"years", "months", "days", "hours", "minutes", "seconds"},
		},
		audit: auditText{
			vaultPrompt:   "Password of %s: ",
			wrongPassword: "That password does not open the file. Try again.",
			line:          "line or entry %d",
			read:          "Read: %s, %s, entries: %d.",
			plainList:     "plain list, one password a line",
			skipped:       "Entries without a password, such as notes and cards, were skipped: %d.",
			aside:         "not counted, because deleted, expired or without a password of their own: %d",
			noneRead:      "No file could be read, so nothing is known about the passwords.",
			someRead:      "Files that could not be read: %d of %d. What stands here is about the others alone.",
			remove:        "Delete the exports when you are done, from the bin too. They hold every password in plain text.",
			living:        "This is what you have chosen to live with:",
			past:          "Line %d: the day has passed, so the fault counts again.",
			noAccount:     "Line %d: the account is not in these files, so the line does nothing.",
			noFault:       "Line %d: the account does not have that fault, so the line can go.",
			unread:        "Not read: %s",
			written:       "Written without passwords to %s.",
			first:         "Do this first:",
			nothing:       "Nothing needs doing first.",
			entries:       "passwords in use: %d",
			fine:          "Accounts with nothing to do: %d.",
			left:          "And %d accounts more; run with --explain to see them all.",
			more:          "and %d more",
			master:        "One account there opens or resets others, so begin with it.",
			accepted:      "You live with it until %s: %s.",
			knowing:       "Whoever knows one of them needs %s tries.",
			noSeedsOf:     "Two-step login: the export of %s shows none at all, so it may not carry it.",
			badAccepted: map[hygiene.AcceptedWhat]string{
				hygiene.AcceptedNotText: "the line is not UTF-8. Save the file as UTF-8.",
				hygiene.AcceptedParts:   "the line needs four parts: account, fault, last day and why. See lampan-pass audit --help.",
				hygiene.AcceptedAccount: "the account is not an id of the audit. Copy it from --explain.",
				hygiene.AcceptedUnknown: "the fault is unknown. Write it as --explain calls it, for example reused.",
				hygiene.AcceptedDay:     "the last day is not a day written like 2027-06-30.",
				hygiene.AcceptedReason:  "the reason is too long or has signs that cannot be shown. Write at most 200 plain characters.",
				hygiene.AcceptedTwice:   "the same account and fault stand twice. Keep one of the lines.",
			},
			unchecked:     "This could not be checked:",
			partFilter:    "All leaked passwords: the filter was built from a part of the list. What was not found is not checked.",
			damagedFilter: "The filter is damaged, so the password could not be looked up. Build or copy the filter again.",
			good:          "Good to know:",
			second:        "Second opinion: zxcvbn-go was shown %d of %d passwords and calls %d of them weak.",
			dos: map[verdict.Do]string{
				verdict.Renew:  "Change the password of %s. %s",
				verdict.Part:   "Give each of these accounts a password of its own: %s. %s",
				verdict.Second: "Turn two-step login on, or look whether it is on: %s. %s",
			},
			because: map[verdict.Fault]string{
				verdict.Leaked:  "The password has leaked, and leaked ones are tried first.",
				verdict.Reused:  "Whoever gets hold of one gets into all.",
				verdict.Variant: "The passwords are built the same way, so one gives the other away.",
				verdict.Weak:    "It is easy to guess.",
				verdict.Family:  "It contains something about the family.",
				verdict.Site:    "It contains the name of the service.",
				verdict.User:    "It contains the user name.",
				verdict.Plain:   "The address is not encrypted.",
				verdict.NoStep:  "Then the password is not enough for whoever gets hold of it.",
				verdict.Passkey: "The service takes a passkey instead.",
				verdict.Old:     "It is some years old.",
			},
			faults: map[verdict.Fault]string{
				verdict.Leaked:  "Leaked: the password is on a list of leaked ones.",
				verdict.Reused:  "The same password as on",
				verdict.Variant: "Built the same way as the password on",
				verdict.Weak:    "Easy to guess.",
				verdict.Family:  "Contains something about the family:",
				verdict.Site:    "Contains the name of the service.",
				verdict.User:    "Contains the user name.",
				verdict.Plain:   "The address begins with http, so what is sent can be read on the way.",
				verdict.NoStep:  "Two-step login can be had, and none is stored here.",
				verdict.Passkey: "Can have a passkey instead of a password.",
				verdict.Old:     "Has not been changed in five years. That is no reason in itself to change it.",
			},
			kinds: map[verdict.Kind]string{
				verdict.Vault: "password manager", verdict.Email: "e-mail", verdict.EID: "e-identification or authority",
				verdict.Bank: "bank and payment", verdict.Phone: "phone and computer", verdict.Health: "health care", verdict.Social: "social media",
				verdict.School: "school", verdict.Work: "work", verdict.Home: "the home", verdict.Shop: "shop", verdict.Other: "other",
			},
			facts: map[meter.FactKind]string{
				meter.FactName: "a name", meter.FactBorn: "a year of birth", meter.FactPet: "a pet", meter.FactStreet: "a street",
				meter.FactTown: "a town", meter.FactClub: "a club, school or workplace", meter.FactPlate: "a number plate",
				meter.FactPhone: "a phone number", meter.FactEmail: "an e-mail address", meter.FactDomain: "a web address",
			},
			reasons: map[verdict.Reason]string{
				verdict.NoFilter:    "All leaked passwords: only the %s most common are in the program. lampan-pass breach build makes a filter of the whole list.",
				verdict.NoHousehold: "The family's own facts: say --household with your household.yaml.",
				verdict.NoSeeds:     "Two-step login: somebody's export shows none at all, so it may not carry it.",
				verdict.NoDates:     "Age: the export does not say when passwords were changed.",
				verdict.NoAddresses: "Unencrypted addresses: the export has no addresses.",
			},
			notes: map[verdict.Note]string{
				verdict.Composition: "We give nothing for capitals, digits and signs. Swedish authorities advise them; NIST no longer asks for them, because length helps more.",
				verdict.Age:         "Change a password when there is a reason. Age is none.",
				verdict.Unproven:    "That no two-step login is stored does not show that it is off. Look at the account.",
				verdict.Unlisted:    "Of some accounts our list does not know whether they have two-step login. Look there.",
				verdict.Absent:      "A password that is on no list of leaked ones may have leaked all the same.",
			},
		},
		breach: breachText{
			progress:    "%d per cent read, %s passwords ",
			built:       "Done: %s, %s passwords, %s MB.",
			partial:     "The filter does not cover the whole official list. What is not found is then not checked.",
			interrupted: "Interrupted. No filter was written.",
			common:      "Looking in the program's own list: %s common leaked passwords. What is not found there is not checked.",
			whole:       "Looking in the filter: %s leaked passwords.",
			answers: map[breach.Answer]string{
				breach.Found:      "has leaked. Change it everywhere it is used.",
				breach.Absent:     "is not in the list. That does not mean that it is safe.",
				breach.NotCovered: "was not found, and the list is not whole. So it is not checked.",
			},
		},
		worth: worthText{
			words:      "From a poorly protected leaked list it takes %s on average to guess such a password. That holds even if somebody knows the words we draw from.",
			characters: "From a poorly protected leaked list it takes %s on average to guess such a password. That holds even if somebody knows the characters we draw from.",
			bits:       "Such a password is worth %s bits.",
		},
		page: "The page is written to %s. Open it in a browser.",
		hints: map[meter.Hint]string{
			meter.HintKnown:     "It stands in lists of common passwords, and those are tried first.",
			meter.HintPart:      "A part of it is a common password.",
			meter.HintWord:      "It contains a common word.",
			meter.HintName:      "It contains a name.",
			meter.HintPlace:     "It contains the name of a place.",
			meter.HintYear:      "It contains a year.",
			meter.HintDate:      "It contains a date, and birthdays are tried early.",
			meter.HintRepeat:    "Something in it is repeated.",
			meter.HintSequence:  "It contains a sequence, such as abc or 123.",
			meter.HintKeyboard:  "It follows keys that lie beside each other.",
			meter.HintSwaps:     "Signs in place of letters, such as 0 for o, help only a little.",
			meter.HintReversed:  "A word backwards helps only a little.",
			meter.HintOther:     "It is close to another password that you use.",
			meter.HintFamily:    "It contains something about the family, and whoever knows you tries that first.",
			meter.HintSite:      "It contains the name of the service.",
			meter.HintUser:      "It contains the user name.",
			meter.HintPersonnum: "It looks like a personal identity number.",
			meter.HintPhone:     "It looks like a phone number.",
			meter.HintUsual:     "It is built the way many passwords are built.",
			meter.HintShort:     "It is short. Five random words in a row are long and can be remembered.",
		},
		vault: map[vault.What]string{
			vault.UnknownFormat:      "the file is like no export that lampan-pass knows. Export again as CSV or JSON, or add --list for a plain list.",
			vault.Empty:              "the file is empty. Export again.",
			vault.NoPasswords:        "the table has no column of passwords. Export again from the password manager.",
			vault.OldFormat:          "the format is too old. Open and save it in a newer version of the program.",
			vault.ProgramFile:        "it is the browser's own file. Export the passwords from the browser's settings instead.",
			vault.Spreadsheet:        "it is a spreadsheet. Export again as CSV.",
			vault.NeedsPassword:      "the file has a password. Run in a terminal window and type it when the program asks.",
			vault.WrongPassword:      "the password or the key file does not fit. Try again, with --key if the database has a key file.",
			vault.BadKeyFile:         "the key file is damaged. Take it from your backup.",
			vault.EncryptedBitwarden: "only the account that made the export opens it. Export again as JSON, or as encrypted JSON with a password of its own.",
			vault.EncryptedProton:    "the export is encrypted. Export again without a password, as JSON or CSV.",
			vault.EncryptedArchive:   "the archive has a password. Unpack it first, or export without one.",
			vault.TooLarge:           "the file is larger than any export. Check that it is the right file.",
			vault.TooManyEntries:     "the file has more than 100,000 entries. Split it.",
			vault.FieldTooLong:       "a field is longer than 64 kB. Check that it is the right file.",
			vault.TooDeep:            "the file is built as no export is. Export again.",
			vault.Bomb:               "the archive unpacks to far more than an export. Check where it comes from.",
			vault.TooCostly:          "the database asks for more memory or time than is sensible. Lower its settings in KeePass and save again.",
			vault.CutOff:             "the file ends too early. Export or copy it again.",
			vault.Damaged:            "the file is damaged. Export or copy it again.",
			vault.Unsupported:        "the file has a version or cipher that lampan-pass does not know. Export as CSV instead.",
			vault.NotText:            "the text has an unknown encoding. Save the file as UTF-8.",
			vault.TableQuote:         "a quotation mark is never closed, or closed too early. Export again.",
			vault.TableCells:         "the line has more or fewer cells than the headings. Export again.",
			vault.JSONSyntax:         "it is not correct JSON there. Export again.",
			vault.XMLSyntax:          "it is not correct XML there. Export again.",
			vault.MissingData:        "the archive lacks the file with the passwords. Export again.",
		},
		filter: map[breach.What]string{
			breach.NotAFile:     "it is not an ordinary file. Name the list, or the folder of lists.",
			breach.Empty:        "the file is empty. Fetch it again.",
			breach.WebPage:      "it is a web page and not the list. Fetch the list again.",
			breach.Archive:      "the file is packed. Unpack it first; only gzip is read as it is.",
			breach.Gzip:         "the gzip file is damaged or ends too early. Fetch it again.",
			breach.Binary:       "the file is not text. Name the list of Have I Been Pwned.",
			breach.IsFilter:     "it is a finished filter already. Use it with --filter.",
			breach.NotHashes:    "the line is not a hash and a count. Use the list of Have I Been Pwned.",
			breach.NTLM:         "it is the list of NTLM. Fetch the one of SHA-1.",
			breach.CutLine:      "the last line is cut off. Fetch the file again.",
			breach.NoPrefix:     "the lines lack their first five characters. Name the file after them, for example 00A1F.txt.",
			breach.WrongPrefix:  "the line does not belong to the name of this file. Fetch the file again.",
			breach.ByCount:      "the list is ordered by count. Fetch the one that is ordered by hash.",
			breach.Unordered:    "the list is not in order. Fetch it again, ordered by hash.",
			breach.Overlap:      "the file begins before the end of an earlier one, or is given twice. Take one away.",
			breach.SameFile:     "the filter would overwrite the list. Choose another name after -o.",
			breach.TooFew:       "the list is too short to be whole. Add --partial if it is your own or a part.",
			breach.Gaps:         "parts of the list are missing. Fetch the rest, or add --partial.",
			breach.NoCanary:     "the list lacks well-known leaked passwords, so it is not the right one. Fetch the list of Have I Been Pwned.",
			breach.NotAFilter:   "it is not a filter. Make one with lampan-pass breach build.",
			breach.OtherVersion: "the filter was made by another version of lampan-pass. Build it again.",
			breach.CutFilter:    "the filter is cut off. Copy or build it again.",
			breach.Damaged:      "the filter is damaged. Copy or build it again.",
			breach.SelfTest:     "the filter fails its self-test, so it may not answer. Build it again.",
		},
	}
}
