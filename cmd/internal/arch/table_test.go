package arch_test

// table is the architecture in lines. Paths are inside the module; a path that
// ends in "/..." means everything below it too.
type table struct {
	packages  []line
	libraries []library
	closed    []closure
	testOnly  []string
}

// line says what one package may import of the module. Its tests may import
// more: what the rooms below allow.
type line struct {
	path string
	may  []string
}

// library names the only packages whose program code may import a package
// from outside the module; tests may import it freely. With a path ending in
// "/..." it stands for the packages below it as well.
type library struct {
	path      string
	importers []string
}

// closure is a tree from which nothing in "not" may be reached, over any
// number of imports.
type closure struct {
	tree string
	not  []string
}

// room says what the tests of a tree may import.
type room struct {
	tree  string
	tests []string
}

func rooms() []room {
	return []room{
		{"rules/...", []string{"rules/..."}},
		{"scanner/...", []string{"rules/...", "scanner/..."}},
		{"report/...", []string{"rules/...", "report/...", "scanner/audit", "scanner/household"}},
		{"cmd/...", []string{"..."}},
	}
}

func architecture() table {
	return table{
		packages: []line{
			// rules thinks. It knows nothing outside itself.
			{"rules", []string{"rules/exposure", "rules/score"}},
			{"rules/album", []string{"rules/exposure", "rules/extract/text", "rules/likeness", "rules/place", "rules/roster"}},
			{"rules/assess", []string{"rules", "rules/exposure", "rules/score"}},
			{"rules/boarding", nil},
			{"rules/evaluate", []string{"rules", "rules/exposure", "rules/extract", "rules/extract/text", "rules/match", "rules/roster"}},
			{"rules/exposure", nil},
			{"rules/extract", []string{"rules/exposure", "rules/roster", "rules/lexicon", "rules/extract/..."}},
			{"rules/extract/access", recogniser()},
			{"rules/extract/ident", recogniser()},
			{"rules/extract/intent", recogniser()},
			{"rules/extract/linear", nil},
			{"rules/extract/reading", []string{"rules/exposure", "rules/roster", "rules/lexicon", "rules/extract/text"}},
			{"rules/extract/repeat", recogniser()},
			{"rules/extract/routine", recogniser()},
			{"rules/extract/sense", recogniser()},
			{"rules/extract/text", []string{"rules/exposure"}},
			{"rules/extract/valuable", recogniser()},
			{"rules/extract/when", recogniser()},
			{"rules/extract/where", recogniser()},
			{"rules/extract/who", recogniser()},
			{"rules/interview", []string{"rules", "rules/exposure"}},
			{"rules/lexicon", []string{"rules/extract/text"}},
			{"rules/likeness", nil},
			{"rules/likeness/trial", nil},
			{"rules/match", []string{"rules", "rules/exposure", "rules/extract/text", "rules/lexicon", "rules/redact", "rules/roster"}},
			{"rules/pack", []string{"rules", "rules/places", "rules/request"}},
			{"rules/password", nil},
			{"rules/password/hygiene", []string{
				"rules/password", "rules/password/meter", "rules/password/meter/tweak",
				"rules/password/sites", "rules/password/verdict",
			}},
			{"rules/password/meter", []string{"rules/password/meter/..."}},
			{"rules/password/meter/form", []string{"rules/password/wordset"}},
			{"rules/password/meter/letters", []string{"rules/password/wordset"}},
			{"rules/password/meter/pattern", []string{"rules/password/meter/form", "rules/password/wordset"}},
			{"rules/password/meter/ranks", []string{"rules/password/wordset"}},
			{"rules/password/meter/tweak", []string{"rules/password/meter/form", "rules/password/wordset"}},
			{"rules/password/phrase", nil},
			{"rules/password/second", []string{"rules/password/second/opinion", "rules/password/wordset"}},
			{"rules/password/second/opinion", nil},
			{"rules/password/sites", []string{"rules/password/verdict"}},
			{"rules/password/verdict", nil},
			{"rules/password/wordset", nil},
			{"rules/place", nil},
			{"rules/places", []string{"rules", "rules/exposure", "rules/tone"}},
			{"rules/payload", []string{"rules/boarding"}},
			{"rules/redact", []string{"rules/exposure", "rules/extract/text"}},
			{"rules/request", []string{"rules", "rules/exposure", "rules/places"}},
			{"rules/roster", []string{"rules/exposure"}},
			{"rules/ruletest", []string{"rules", "rules/album", "rules/exposure", "rules/likeness", "rules/match", "rules/roster", "rules/tone"}},
			{"rules/score", []string{"rules/exposure"}},
			{"rules/tone", []string{"rules/exposure"}},
			{"rules/todo", []string{"rules/assess", "rules/exposure"}},
			{"rules/week", []string{"rules/exposure"}},

			// scanner acts. It knows rules, and never how a result is shown.
			{"scanner", []string{
				"rules", "rules/album", "rules/assess", "rules/exposure", "rules/extract", "rules/interview", "rules/match", "rules/places", "rules/redact", "rules/roster", "rules/todo", "rules/week",
				"scanner/answers", "scanner/audit", "scanner/consent", "scanner/household", "scanner/internal/fetch", "scanner/internal/look", "scanner/source",
			}},
			{"scanner/answers", []string{"rules", "rules/exposure", "rules/interview", "rules/roster", "scanner/household", "scanner/internal/sheet"}},
			{"scanner/audit", []string{"rules/assess", "rules/exposure", "rules/places", "rules/week"}},
			{"scanner/breach", nil},
			{"scanner/consent", []string{"rules/exposure", "scanner/household"}},
			{"scanner/consent/consenttest", []string{"rules/exposure", "scanner/consent", "scanner/household"}},
			{"scanner/household", []string{"rules/exposure", "rules/redact", "rules/roster", "scanner/internal/keep"}},
			{"scanner/internal/decode", []string{"rules/exposure", "scanner/household", "scanner/internal/picture", "scanner/source"}},
			{"scanner/internal/fetch", []string{"scanner/consent", "scanner/source"}},
			{"scanner/internal/files", []string{"scanner/consent", "scanner/internal/reading", "scanner/source"}},
			{"scanner/internal/keep", nil},
			{"scanner/internal/look", []string{"rules/exposure", "rules/likeness", "rules/payload", "scanner/internal/picture", "scanner/internal/picture/code", "scanner/source"}},
			{"scanner/internal/picture/code", []string{"scanner/internal/picture/code/aztec", "scanner/internal/picture/code/pdf417", "scanner/internal/picture/code/solomon"}},
			{"scanner/internal/picture/code/aztec", []string{"scanner/internal/picture/code/solomon"}},
			{"scanner/internal/picture/code/pdf417", []string{"scanner/internal/picture/code/solomon"}},
			{"scanner/internal/picture/code/solomon", nil},
			{"scanner/internal/picture", nil},
			{"scanner/internal/picture/clean", nil},
			{"scanner/internal/reading", []string{"scanner/audit", "scanner/consent", "scanner/household", "scanner/source"}},
			{"scanner/internal/sheet", []string{"scanner/household", "scanner/internal/keep"}},
			{"scanner/lookup", []string{"rules/exposure", "rules/places", "rules/redact", "rules/roster", "scanner/household", "scanner/internal/sheet"}},
			{"scanner/photo", []string{"scanner/internal/picture", "scanner/internal/picture/clean", "scanner/internal/picture/code"}},
			{"scanner/photo/phototest", nil},
			{"scanner/source", []string{"rules/exposure", "scanner/consent"}},
			{"scanner/source/feed", reader("scanner/audit")},
			{"scanner/source/interview", reader("rules", "scanner/answers", "scanner/internal/files")},
			{"scanner/source/lookup", reader("rules/places", "scanner/audit", "scanner/internal/files", "scanner/lookup")},
			{"scanner/source/page", reader("scanner/audit")},
			{"scanner/source/passwords", reader("rules/password/verdict", "scanner/internal/files")},
			{"scanner/source/photo", reader("scanner/internal/files")},
			{"scanner/source/posts", reader("scanner/internal/files")},
			{"scanner/source/register", reader("scanner/audit", "scanner/internal/files")},
			{"scanner/source/sourcetest", []string{"rules/exposure", "scanner/consent", "scanner/consent/consenttest", "scanner/household", "scanner/source"}},
			{"scanner/store/sqlite", []string{"scanner/audit"}},
			{"scanner/store/storetest", []string{"rules/assess", "rules/exposure", "scanner/audit"}},
			{"scanner/todo", []string{"rules/exposure", "rules/redact", "rules/todo", "scanner/household", "scanner/internal/sheet"}},
			{"scanner/vault", []string{"rules/password"}},
			{"scanner/withhold", []string{"rules/exposure", "scanner/audit", "scanner/internal/keep"}},

			// report shows. It knows findings and records, and reads nothing.
			{"report", []string{"report/clean", "report/compare", "report/message", "rules", "rules/assess", "rules/exposure", "rules/places", "rules/todo", "scanner/audit"}},
			{"report/clean", nil},
			{"report/compare", []string{"rules", "rules/assess", "rules/exposure", "rules/todo", "scanner/audit"}},
			{"report/csv", renderer()},
			{"report/html", renderer()},
			{"report/ics", renderer()},
			{"report/json", renderer()},
			{"report/markdown", renderer()},
			{"report/mask", []string{"report/message", "rules", "rules/assess", "rules/exposure", "rules/extract/text", "rules/roster", "rules/week", "scanner/audit"}},
			{"report/message", []string{"rules/exposure"}},
			{"report/reporttest", []string{"rules", "rules/assess", "rules/exposure", "rules/places", "rules/score", "rules/todo", "rules/week", "scanner/audit"}},
			{"report/table", renderer()},

			// cmd wires.
			{"cmd/internal/arch", nil},
			{"cmd/internal/ask", []string{"report/clean", "report/message", "report/table"}},
			{"cmd/internal/breachset", []string{"scanner/breach"}},
			{"cmd/internal/cli", []string{"cmd/internal/ask", "cmd/internal/config", "cmd/internal/pdf", "cmd/internal/sandbox", "cmd/internal/wire", "report/...", "rules/...", "scanner", "scanner/answers", "scanner/audit", "scanner/consent", "scanner/household", "scanner/lookup", "scanner/photo", "scanner/todo"}},
			{"cmd/internal/config", []string{"rules/exposure"}},
			{"cmd/internal/demo", []string{"cmd/internal/demosite"}},
			{"cmd/internal/demophotos", []string{"scanner/photo/phototest"}},
			{"cmd/internal/demosite", []string{"scanner/household"}},
			{"cmd/internal/likeeval", []string{"cmd/internal/reuse", "rules/likeness/..."}},
			{"cmd/internal/measure", []string{"cmd/internal/demosite", "rules/exposure", "rules/extract", "scanner/audit"}},
			{"cmd/internal/passeval", []string{"cmd/internal/passtables/...", "rules/password/meter", "rules/password/second", "rules/password/wordset"}},
			{"cmd/internal/passpage", []string{"rules/password/meter"}},
			{"cmd/internal/passpage/build", nil},
			{"cmd/internal/passtables", []string{"cmd/internal/passtables/...", "rules/password/meter/letters", "rules/password/meter/ranks"}},
			{"cmd/internal/passtables/lists", nil},
			{"cmd/internal/passtables/teacher", nil},
			{"cmd/internal/pdf", nil},
			{"cmd/internal/photocodes", nil},
			{"cmd/internal/photoeval", []string{"cmd/internal/reuse", "rules/likeness", "scanner/photo", "scanner/photo/phototest"}},
			{"cmd/internal/photomake", []string{"scanner/photo/phototest"}},
			{"cmd/internal/placemake", []string{"rules/place"}},
			{"cmd/internal/reuse", []string{"rules/likeness/..."}},
			{"cmd/internal/sandbox", nil},
			{"cmd/internal/sensetrain", []string{"rules", "rules/exposure", "rules/extract", "rules/extract/sense", "rules/pack", "rules/ruletest"}},
			{"cmd/internal/wire", []string{"cmd/internal/config", "rules/...", "report/...", "scanner/..."}},
			{"cmd/internal/wordsets", []string{"rules/password/meter/form", "rules/password/meter/pattern", "rules/password/wordset"}},
			{"cmd/lampan", []string{"cmd/internal/cli", "cmd/internal/config"}},
			{"cmd/lampan-pass", []string{"cmd/internal/passpage", "cmd/internal/sandbox", "rules/exposure", "rules/password/...", "rules/roster", "scanner/breach", "scanner/household", "scanner/vault"}},
			{"cmd/lampan-zxcvbn", []string{"cmd/internal/sandbox", "rules/password/second/..."}},
		},

		libraries: []library{
			// The one way to the network, and the demo's own web server.
			{"net/http", []string{"scanner/internal/fetch", "cmd/internal/demosite"}},
			{"net", []string{"scanner/internal/fetch", "cmd/internal/demosite"}},
			{"github.com/gocolly/colly/v2", []string{"scanner/internal/fetch"}},
			{"code.dny.dev/ssrf", []string{"scanner/internal/fetch"}},
			{"github.com/jimsmart/grobotstxt", []string{"scanner/internal/fetch"}},

			// What starts programs: the demo, the measuring, what looks at pixels in a
			// process of its own and has text read by tesseract, and what has Chromium
			// print a page.
			{"os/exec", []string{"cmd/internal/demo", "cmd/internal/measure", "cmd/internal/passeval", "cmd/internal/passpage/build", "cmd/internal/pdf", "cmd/internal/photocodes", "cmd/internal/photoeval", "scanner/internal/look"}},
			{"plugin", nil},
			{"unsafe", nil},
			{"C", nil},

			// Bytes from outside are decoded in one place.
			{"github.com/andybalholm/brotli", []string{"scanner/internal/picture", "scanner/photo/phototest"}},
			{"github.com/makiuchi-d/gozxing/...", []string{"scanner/internal/picture/code"}},
			{"golang.org/x/image/...", []string{"scanner/internal/look", "scanner/internal/picture/clean", "scanner/photo/phototest"}},
			{"github.com/mmcdole/gofeed/...", []string{"scanner/internal/decode"}},
			{"github.com/openrdap/rdap/...", []string{"scanner/internal/decode"}},
			{"golang.org/x/net/html/...", []string{"scanner/internal/decode"}},
			{"golang.org/x/net/idna", []string{"scanner/household", "rules/password/sites"}},
			{"go.yaml.in/yaml/v4", []string{"rules", "rules/places", "rules/request", "report/message", "scanner/answers", "scanner/household", "scanner/internal/sheet", "scanner/lookup", "scanner/todo"}},

			// What opens other programs' files of passwords.
			{"github.com/tobischo/argon2", []string{"scanner/vault"}},
			{"golang.org/x/crypto/...", []string{"scanner/vault"}},

			// Storage.
			{"database/sql/...", []string{"scanner/store/sqlite"}},
			{"github.com/ncruces/go-sqlite3/...", []string{"scanner/store/sqlite"}},
			{"github.com/rogpeppe/go-internal/lockedfile", []string{"scanner/consent", "scanner/internal/keep"}},
			{"github.com/edsrzf/mmap-go", []string{"scanner/breach"}},
			{"github.com/FastFilter/xorfilter", []string{"scanner/breach"}},

			// Thinking.
			{"github.com/nbutton23/zxcvbn-go/...", []string{"rules/password/second"}},
			{"golang.org/x/text/unicode/norm", []string{"rules/extract/text", "rules/lexicon", "rules/password/meter/form", "rules/password/second", "scanner/breach", "cmd/internal/passtables/lists", "cmd/internal/wordsets"}},
			{"golang.org/x/sync/errgroup", []string{"scanner"}},

			// Showing. html/template is what keeps text from outside from running.
			{"html/template", []string{"report/html"}},
			{"text/template/...", nil},
			{"github.com/olekukonko/tablewriter/...", []string{"report/table"}},
			{"golang.org/x/text/width", []string{"report/table"}},

			// The command line.
			{"github.com/spf13/cobra", []string{"cmd/internal/cli"}},
			{"github.com/spf13/pflag", []string{"cmd/internal/cli", "cmd/internal/config"}},
			{"github.com/spf13/viper", []string{"cmd/internal/config"}},
			{"github.com/elastic/go-seccomp-bpf/...", []string{"cmd/internal/sandbox"}},
			{"golang.org/x/sys/unix", []string{"cmd/internal/sandbox", "rules/extract/linear", "scanner/internal/look"}},
			{"golang.org/x/term", []string{"cmd/internal/ask", "cmd/lampan", "cmd/lampan-pass"}},

			// Conformance suites are packages, but only tests import them.
			{"testing/...", suites()},
			{"github.com/google/go-cmp/...", suites()},

			// One logger, handed down; no global one.
			{"log", nil},
		},

		closed: []closure{
			{"rules/...", []string{"net", "os/exec", "plugin"}},
			{"cmd/lampan-pass", []string{"net", "os/exec", "plugin", "github.com/nbutton23/zxcvbn-go"}},
			{"cmd/lampan-zxcvbn", []string{"net", "os/exec", "plugin"}},
			{"scanner/breach", []string{"net", "os/exec", "plugin"}},
			{"scanner/store/...", []string{"net", "os/exec", "plugin"}},
			{"scanner/vault", []string{"net", "os/exec", "plugin"}},
			// lampan reads verdicts and never meets a password.
			{"cmd/lampan", []string{
				"lampan/rules/password", "lampan/rules/password/meter", "lampan/rules/password/meter/letters",
				"lampan/rules/password/meter/pattern", "lampan/rules/password/second",
				// Photos made for tests stay in tests.
				"lampan/scanner/photo/phototest",
			}},
		},

		// A grant made for a test must never reach the program.
		testOnly: suites(),
	}
}

// reader is what a package that reads one kind of source may import.
func reader(more ...string) []string {
	return append([]string{
		"rules/exposure", "scanner/consent", "scanner/household",
		"scanner/internal/decode", "scanner/internal/reading", "scanner/source",
	}, more...)
}

// recogniser is what a family of recognisers may import.
func recogniser() []string {
	return []string{"rules/exposure", "rules/roster", "rules/lexicon", "rules/place", "rules/extract/..."}
}

// renderer is what a form of the report may import.
func renderer() []string {
	return []string{"report", "report/clean", "report/compare", "report/message", "rules/exposure", "scanner/audit"}
}

func suites() []string {
	return []string{"report/reporttest", "rules/extract/linear", "scanner/consent/consenttest", "scanner/source/sourcetest", "scanner/store/storetest"}
}
