package passpage_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"html"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"lampan/cmd/internal/passpage"
	"lampan/rules/password/meter"
)

// most is how large the page may be, in bytes: it should fit in a letter.
const most = 1_500_000

func TestIsOneSmallFile(t *testing.T) {
	for _, lang := range []string{"sv", "en"} {
		doc := passpage.HTML(lang)
		if len(doc) >= most {
			t.Errorf("%s: %d bytes; want under %d", lang, len(doc), most)
		}
		if !strings.Contains(string(doc), `<html lang="`+lang+`">`) {
			t.Errorf("%s: the page does not say its language", lang)
		}
		for _, outside := range []string{"http:", "https:", "src=", "@import", "url("} {
			if strings.Contains(string(doc), outside) {
				t.Errorf("%s: the page holds %q", lang, outside)
			}
		}
		if left := regexp.MustCompile(`>\{[a-z.]+\}|"\{[a-z]+\}"|WORDS|HINTS|RATE_`).FindString(visible(doc)); left != "" {
			t.Errorf("%s: %q was not filled in", lang, left)
		}
	}
	for _, owner := range []string{"The Go Authors", "Ata Hakçıl", "Daniel Gustafsson", "Permission is hereby granted"} {
		if !strings.Contains(string(passpage.HTML("sv")), owner) {
			t.Errorf("the page does not name %s", owner)
		}
	}
	if !bytes.Equal(passpage.HTML("de"), passpage.HTML("sv")) {
		t.Error("a language that is not there does not give the Swedish page")
	}
}

// visible is the page without the packed meter.
func visible(doc []byte) string {
	return regexp.MustCompile(`(?s)<script type="text/plain".*?</script>`).ReplaceAllString(string(doc), "")
}

// TestWords looks at what the page says: the same things in both languages, a
// reason for every hint, and calm, short sentences.
func TestWords(t *testing.T) {
	doc := visible(passpage.HTML("sv"))
	m := regexp.MustCompile(`const words = (\{.*\});`).FindStringSubmatch(doc)
	if m == nil {
		t.Fatal("no words in the page")
	}
	var words map[string]map[string]string
	if err := json.Unmarshal([]byte(m[1]), &words); err != nil {
		t.Fatal(err)
	}
	var used []string
	for _, k := range regexp.MustCompile(`(?:data-t="|say\(")([a-z.]+[a-z])"`).FindAllStringSubmatch(doc, -1) {
		used = append(used, k[1])
	}
	for _, h := range meter.Hints() {
		used = append(used, "hint."+string(h))
	}
	for _, s := range []meter.Strength{meter.Obvious, meter.Weak, meter.Fair, meter.Strong} {
		used = append(used, "strength."+string(s))
	}
	for _, lang := range []string{"sv", "en"} {
		for _, key := range used {
			if words[lang][key] == "" {
				t.Errorf("%s: no words for %s", lang, key)
			}
		}
		for key, text := range words[lang] {
			if _, ok := words["sv"][key]; !ok {
				t.Errorf("%s is said in %s only", key, lang)
			}
			if strings.Contains(text, "!") {
				t.Errorf("%s %s shouts: %q", lang, key, text)
			}
			for sentence := range strings.SplitSeq(text, ". ") {
				if n := len(strings.Fields(sentence)); n > 24 {
					t.Errorf("%s %s: a sentence of %d words; want at most 24: %q", lang, key, n, sentence)
				}
			}
		}
	}
	if len(words["sv"]) != len(words["en"]) {
		t.Errorf("%d texts in Swedish and %d in English", len(words["sv"]), len(words["en"]))
	}
	if !strings.Contains(doc, html.EscapeString(words["sv"]["limit.browser"])) {
		t.Error("the page does not say what it cannot promise")
	}
}

// TestMeterIsOfThisSource builds the meter again: the page must not carry an
// older one. It is compared with what the same version of Go builds.
func TestMeterIsOfThisSource(t *testing.T) {
	had, err := os.ReadFile("judge.wasm.gz")
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(had))
	if err != nil {
		t.Fatal(err)
	}
	builder := func(args ...string) ([]byte, error) {
		c := exec.CommandContext(t.Context(), "go", args...)
		if z.Comment != runtime.Version() {
			c.Env = append(os.Environ(), "GOTOOLCHAIN="+z.Comment)
		}
		return c.CombinedOutput()
	}
	if out, err := builder("version"); err != nil {
		t.Skipf("the meter was built by %s, which cannot be had here: %v %s", z.Comment, err, out)
	}
	file := filepath.Join(t.TempDir(), "judge.wasm.gz")
	if out, err := builder("run", "./build", "-o", file); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	built, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(had, built) {
		t.Error("the meter or its tables have changed since the page was built; run: go run ./cmd/internal/passpage/build")
	}
	if _, err := io.Copy(io.Discard, z); err != nil {
		t.Errorf("the packed meter does not unpack: %v", err)
	}
}

// TestMeterIsSmall lists what is linked into the page. None of this may be: it
// is large, or it is a way out.
func TestMeterIsSmall(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "./judge")
	cmd.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	linked := strings.Fields(string(out))
	if !slices.Contains(linked, "lampan/rules/password/meter") {
		t.Fatal("the meter is not in the page")
	}
	for _, not := range []string{
		"net", "os", "os/exec", "plugin", "fmt", "encoding/json", "golang.org/x/text/unicode/norm",
		"github.com/nbutton23/zxcvbn-go",
	} {
		if slices.Contains(linked, not) {
			t.Errorf("the page links %s", not)
		}
	}
}
