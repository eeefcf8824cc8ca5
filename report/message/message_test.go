package message_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/report/message"
	"lampan/rules/exposure"
	"lampan/rules/pack"
	"lampan/rules/password/verdict"
	"lampan/rules/places"
	"lampan/rules/request"
	"lampan/rules/tone"
)

var (
	sv = message.For(exposure.Swedish)
	en = message.For(exposure.English)
)

func TestText(t *testing.T) {
	day := time.Date(2026, time.July, 12, 23, 30, 0, 0, time.FixedZone("", 2*3600))
	tests := []struct{ name, got, want string }{
		{"placeholders", sv.Text("headline.score", "score", 54), "54 av 100"},
		{"value that looks like a placeholder", en.Text("start.saves", "before", "{after}", "after", 3), "{after} → 3"},
		{"unknown key gives itself", en.Text("no.such.key", "a", 1), "no.such.key"},
		{"unknown language is Swedish", message.For("fi").Text("list.and"), "och"},
		{"one", sv.Plural("minutes", 1), "1 minut"},
		{"many", sv.Plural("minutes", 1500), "1\u00a0500 minuter"},
		{"none", en.Plural("minutes", 0), "0 minutes"},
		{"day sv", sv.Date(day), "12\u00a0juli 2026"},
		{"day en", en.Date(day), "12\u00a0July 2026"},
		{"decimal sv", sv.Number(1234.5), "1\u00a0234,5"},
		{"decimal en", en.Number(-1234567.25), "\u22121,234,567.25"},
		{"rounds to nothing", en.Number(-0.001), "0"},
		{"list of one", sv.Join([]string{"Anna"}), "Anna"},
		{"list of three", sv.Join([]string{"Anna", "Erik", "Elsa"}), "Anna, Erik och Elsa"},
		{"empty list", sv.Join(nil), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.got != tt.want {
				t.Errorf("got %q; want %q", tt.got, tt.want)
			}
		})
	}
}

func TestLanguagesHoldTheSameKeys(t *testing.T) {
	if d := cmp.Diff(sv.Keys(), en.Keys()); d != "" {
		t.Errorf("keys differ (-sv +en):\n%s", d)
	}
}

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

func placeholders(s string) []string {
	names := placeholder.FindAllString(s, -1)
	slices.Sort(names)
	return slices.Compact(names)
}

func TestLanguagesHoldTheSamePlaceholders(t *testing.T) {
	for _, key := range sv.Keys() {
		a, b := placeholders(sv.Text(key)), placeholders(en.Text(key))
		if strings.HasSuffix(key, ".one") { // "one" may write the number as a word
			a = slices.DeleteFunc(a, func(s string) bool { return s == "{n}" })
			b = slices.DeleteFunc(b, func(s string) bool { return s == "{n}" })
		}
		if d := cmp.Diff(a, b); d != "" {
			t.Errorf("%s: placeholders differ (-sv +en):\n%s", key, d)
		}
		for _, p := range a {
			if !regexp.MustCompile(`^\{[a-z][A-Za-z0-9-]*\}$`).MatchString(p) {
				t.Errorf("%s: odd placeholder %s", key, p)
			}
		}
	}
}

func TestPluralsArePairs(t *testing.T) {
	for _, key := range sv.Keys() {
		base, form := key[:max(0, strings.LastIndex(key, "."))], key[strings.LastIndex(key, ".")+1:]
		if form == "one" && !sv.Has(base+".other") {
			t.Errorf("%s has no .other", key)
		}
	}
}

// example is a line of a help text that is to be typed, not read.
var example = regexp.MustCompile(`(?m)^ {2,}lampan.*$`)

// TestTextsAreCalmAndPlain reads every text with the eyes of rules/tone, by itself
// and together with the others of its group.
func TestTextsAreCalmAndPlain(t *testing.T) {
	for _, c := range []*message.Catalog{sv, en} {
		groups := map[string][]string{}
		for _, key := range c.Keys() {
			text := c.Text(key)
			if text == "" {
				t.Errorf("%s %s: empty", c.Lang(), key)
			}
			text = example.ReplaceAllString(text, "")
			for _, fault := range tone.Lint(c.Lang(), text) {
				t.Errorf("%s %s: %v", c.Lang(), key, fault)
			}
			group, _, _ := strings.Cut(key, ".")
			groups[group] = append(groups[group], text)
		}
		for _, group := range exposure.SortedKeys(groups) {
			for _, fault := range tone.Lint(c.Lang(), strings.Join(groups[group], "\n")) {
				if fault.Rule == tone.Heavy && group != "month" { // names, as they are
					t.Errorf("%s %s: %v", c.Lang(), group, fault)
				}
			}
		}
	}
}

func TestRulePackHasItsWords(t *testing.T) {
	p, err := pack.Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range p.Rules {
		if key := "detector." + string(r.Detector); !sv.Has(key) {
			t.Errorf("%s: no text for %q", r.ID, key)
		}
	}
	for _, s := range p.Scenarios {
		for _, l := range s.Legs {
			if key := "leg." + l.Name; !sv.Has(key) {
				t.Errorf("%s: no text for %q", s.ID, key)
			}
		}
	}
}

// TestKeysInCodeExist finds every key that stands as a constant in a call to
// Text or Plural anywhere in the program, with the names of its values.
func TestKeysInCodeExist(t *testing.T) {
	root := filepath.Join("..", "..")
	calls := 0
	for _, dir := range []string{"report", "cmd"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go"):
				return err
			case strings.HasSuffix(path, ".go"):
				calls += checkFile(t, path)
			case strings.HasSuffix(path, ".tmpl"):
				calls += checkTemplate(t, path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if calls < 50 {
		t.Errorf("found %d calls; want at least 50: does the test still look in the right place?", calls)
	}
}

var templateKey = regexp.MustCompile(`\.(Text|Plural) "([^"]+)"`)

func checkTemplate(t *testing.T, path string) (calls int) {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range templateKey.FindAllSubmatch(src, -1) {
		key := string(m[2])
		if string(m[1]) == "Plural" {
			key += ".other"
		}
		calls++
		if !sv.Has(key) {
			t.Errorf("%s: no text for %q", path, key)
		}
	}
	return calls
}

func checkFile(t *testing.T, path string) (calls int) {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, src, parser.SkipObjectResolution)
	if err != nil {
		return 0 // the compiler says it better
	}
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return true
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || sel.Sel.Name != "Text" && sel.Sel.Name != "Plural" {
			return true
		}
		key, ok := constant(call.Args[0])
		if !ok || !strings.Contains(key, ".") && !sv.Has(key) {
			return true
		}
		calls++
		first, known := 1, []string{}
		if sel.Sel.Name == "Plural" {
			key, first, known = key+".other", 2, []string{"{n}"}
		}
		if !sv.Has(key) {
			t.Errorf("%s: no text for %q", fset.Position(call.Pos()), key)
			return true
		}
		for i := first; i < len(call.Args); i += 2 {
			if name, ok := constant(call.Args[i]); ok {
				known = append(known, "{"+name+"}")
			} else {
				return true // pairs built elsewhere
			}
		}
		for _, p := range placeholders(sv.Text(key)) {
			if !slices.Contains(known, p) {
				t.Errorf("%s: %q leaves %s unfilled", fset.Position(call.Pos()), key, p)
			}
		}
		return true
	})
	return calls
}

func constant(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// TestWordsForIdentifiers holds the words that are looked up by an identifier
// from data.
func TestWordsForIdentifiers(t *testing.T) {
	var keys []string
	for _, k := range exposure.SourceKinds() {
		keys = append(keys, "kind."+string(k), "read."+string(k)+".one", "read."+string(k)+".other")
	}
	for _, c := range []exposure.Certainty{exposure.Confirmed, exposure.Likely, exposure.Possible, exposure.Refuted} {
		keys = append(keys, "certainty."+string(c))
	}
	for _, p := range []exposure.Proof{exposure.Recheck, exposure.Told, exposure.LookedAt, exposure.LookedUp, exposure.Remeasured} {
		keys = append(keys, "proof."+string(p))
	}
	for _, b := range []string{"good", "few", "worth", "together", "steps"} {
		keys = append(keys, "band."+b, "band-long."+b)
	}
	for _, v := range []string{"open", "link", "members", "friends", "private"} {
		keys = append(keys, "visibility."+v)
	}
	for _, d := range []string{"travel", "home", "registration", "routine", "child", "accounts", "photo"} {
		keys = append(keys, "detector."+d)
	}
	for _, r := range reasons(t) {
		keys = append(keys, "reason."+r)
	}
	for _, k := range verdict.Kinds() {
		keys = append(keys, "account."+string(k), "value.kind."+string(k))
	}
	for _, f := range []verdict.Fault{verdict.Leaked, verdict.Reused, verdict.Variant, verdict.Weak, verdict.Family, verdict.NoStep} {
		keys = append(keys, "check."+string(f))
	}
	for _, r := range []verdict.Reason{verdict.NoFilter, verdict.NoHousehold, verdict.NoSeeds} {
		keys = append(keys, "reason."+string(r))
	}
	for _, f := range []string{"name", "born", "pet", "street", "town", "club", "plate", "phone", "email", "domain"} {
		keys = append(keys, "value.fact."+f)
	}
	keys = append(keys, placeWords()...)
	for _, key := range keys {
		if !sv.Has(key) {
			t.Errorf("no text for %q", key)
		}
	}
}

// placeWords are the keys of everything that the catalogue of places can say.
func placeWords() []string {
	keys := []string{"place.seen.none"}
	keys = append(keys, under("detail", places.Details())...)
	keys = append(keys, under("kind", places.Kinds())...)
	keys = append(keys, under("order", places.Orders())...)
	keys = append(keys, under("fit", places.Fits())...)
	keys = append(keys, under("way", places.Ways())...)
	keys = append(keys, under("answer", places.Answers())...)
	keys = append(keys, under("seen", places.Seens())...)
	keys = append(keys, under("event", places.Events())...)
	keys = append(keys, under("why", places.Whys())...)
	for _, w := range places.Ways() {
		keys = append(keys, "places.can."+string(w))
	}
	for _, o := range places.Orders() {
		keys = append(keys, "places.why."+string(o))
	}
	for _, a := range places.Answers() {
		keys = append(keys, "places.bankid."+string(a), "places.one.bankid."+string(a), "places.one.returns."+string(a))
	}
	for _, e := range places.Events() {
		keys = append(keys, "places.one.event."+string(e))
	}
	for _, f := range request.Fields() {
		if f != request.Name { // never blank
			keys = append(keys, "request.blank."+string(f))
		}
	}
	for _, w := range []request.Why{request.Yours, request.Protected, request.Several, request.Missing} {
		keys = append(keys, "request.why."+string(w))
	}
	return append(keys, under("progress", []exposure.Progress{exposure.Asked, exposure.SaidDone, exposure.Gone, exposure.CameBack})...)
}

func under[W ~string](group string, words []W) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = "place." + group + "." + string(w)
	}
	return out
}

// reasons reads the identifiers out of scanner/source, which reports may not
// import.
func reasons(t *testing.T) []string {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("..", "..", "scanner", "source", "source.go"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range regexp.MustCompile(`\bReason += "([a-z-]+)"`).FindAllSubmatch(src, -1) {
		out = append(out, string(m[1]))
	}
	if len(out) < 15 {
		t.Fatalf("found %d reasons; want at least 15", len(out))
	}
	return out
}
