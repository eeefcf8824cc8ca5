package password_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"lampan/rules/password"
)

func estimator(t testing.TB) *password.Estimator {
	t.Helper()
	e, err := password.New(password.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func estimate(t testing.TB, e *password.Estimator, p string) password.Verdict {
	t.Helper()
	s := password.NewSecret([]byte(p))
	defer s.Wipe()
	return e.Estimate(s)
}

func TestEstimate(t *testing.T) {
	tests := []struct {
		name     string
		password string
		want     password.Strength
		hints    []password.Hint // these among the hints
	}{
		{"nothing", "", password.Obvious, []password.Hint{password.HintShort}},
		{"the commonest", "123456", password.Obvious, []password.Hint{password.HintKnown, password.HintShort}},
		{"common in Swedish", "hejsan", password.Obvious, []password.Hint{password.HintKnown}},
		{"common with capitals", "HejSan", password.Obvious, []password.Hint{password.HintKnown}},
		{"common with signs for letters", "P@ssw0rd", password.Obvious, []password.Hint{password.HintSwaps}},
		{"season and year", "Sommar2024!", password.Obvious, []password.Hint{password.HintYear}},
		{"name and year of birth", "elisabeth1957", password.Obvious, []password.Hint{password.HintYear}},
		{"club backwards with its year", "ybrammah1915", password.Obvious, []password.Hint{password.HintReversed, password.HintYear}},
		{"Swedish letters", "göteborg", password.Obvious, []password.Hint{password.HintKnown}},
		{"Swedish letters without accents", "goteborg", password.Obvious, []password.Hint{password.HintKnown}},
		{"one Swedish key", "åååååååå", password.Obvious, []password.Hint{password.HintRepeat}},
		{"a word twice", "hammarbyhammarby", password.Obvious, []password.Hint{password.HintRepeat}},
		{"a row of keys", "sdfghjklöä", password.Obvious, []password.Hint{password.HintKeyboard}},
		{"columns of keys", "2wsxedcrfv", password.Weak, []password.Hint{password.HintKeyboard}},
		{"the alphabet backwards", "nmlkjihgf", password.Obvious, []password.Hint{password.HintSequence}},
		{"a birthday", "19870513", password.Obvious, []password.Hint{password.HintDate}},
		{"a birthday with signs", "13.5.1987", password.Obvious, []password.Hint{password.HintDate}},
		{"the form of a personnummer", "870513-1234", password.Weak, []password.Hint{password.HintDate}},
		{"short but random", "x7K#q", password.Weak, []password.Hint{password.HintShort}},
		{"eight random letters and digits", "a8Kx2Lq9", password.Weak, []password.Hint{password.HintShort}},
		{"twelve random characters", "kJ8#mQ2!xV9z", password.Strong, nil},
		{"four words", "hund-matta-segel-frost", password.Strong, nil},
		{"four words written together", "lampalamellkartongtält", password.Strong, nil},
	}
	e := estimator(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := estimate(t, e, tt.password)
			if got.Strength != tt.want {
				t.Errorf("strength = %s; want %s (hints %v)", got.Strength, tt.want, got.Hints)
			}
			for _, h := range tt.hints {
				if !slices.Contains(got.Hints, h) {
					t.Errorf("hints = %v; want %s among them", got.Hints, h)
				}
			}
		})
	}
}

// TestListsAreThere guards against a wrong or empty list, which would call
// everything unknown: the known must be found and the random must not.
func TestListsAreThere(t *testing.T) {
	e := estimator(t)
	for _, p := range []string{"123456", "password", "qwerty", "hejsan", "iloveyou"} {
		if !estimate(t, e, p).Known {
			t.Errorf("%q is not known", p)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		p := random(r, 12)
		if estimate(t, e, p).Known {
			t.Errorf("a random password is known")
		}
	}
}

func random(r *rand.Rand, n int) string {
	const chars = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	b := make([]byte, n)
	for i := range b {
		b[i] = chars[r.IntN(len(chars))]
	}
	return string(b)
}

// TestRandomIsNotCalledWeak counts false alarms on generated passwords.
func TestRandomIsNotCalledWeak(t *testing.T) {
	e := estimator(t)
	r := rand.New(rand.NewPCG(3, 4))
	const n = 300
	fair := 0
	for range n {
		switch v := estimate(t, e, random(r, 12)); v.Strength {
		case password.Obvious, password.Weak:
			t.Errorf("a random password of 12 characters is %s (hints %v)", v.Strength, v.Hints)
		case password.Fair:
			fair++
		}
	}
	if fair > n/20 {
		t.Errorf("%d of %d random passwords of 12 characters are only fair; want at most 5 %%", fair, n)
	}
}

func TestSpellingsAgree(t *testing.T) {
	e := estimator(t)
	for _, p := range []string{"blåbärspaj22", "Älskling1", "göteborgarn", "kärleken!", "åäöåäö"} {
		c, d := estimate(t, e, norm.NFC.String(p)), estimate(t, e, norm.NFD.String(p))
		if c.Strength != d.Strength || !slices.Equal(c.Hints, d.Hints) {
			t.Errorf("%q: %v composed, %v decomposed; want the same", p, c, d)
		}
	}
}

func TestSecondOpinion(t *testing.T) {
	tests := []struct {
		name     string
		password string
		asked    bool
	}{
		{"ordinary", "kJ8#mQ2!xV9z", true},
		{"forty characters", strings.Repeat("hejdu", 8), true},
		{"too long", strings.Repeat("hejdu", 8) + "x", false},
		{"six signs for letters", "4@8({[", true},
		{"seven signs for letters", "4@8({[<", false},
	}
	e := estimator(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := estimate(t, e, tt.password).Second.Asked; got != tt.asked {
				t.Errorf("asked = %v; want %v", got, tt.asked)
			}
		})
	}
	hurried, err := password.New(password.Config{Budget: time.Nanosecond})
	if err != nil {
		t.Fatal(err)
	}
	v := estimate(t, hurried, "4@3$1!04@3$1!04@3$1!04@3$1!04@3$1!0")
	if v.Second.Asked || v.Strength == "" {
		t.Errorf("without time: %+v; want a verdict without a second opinion", v)
	}
}

// TestLongInputEnds gives what takes zxcvbn-go minutes. There is no clock here:
// a hang fails by the test's own time limit.
func TestLongInputEnds(t *testing.T) {
	e := estimator(t)
	for name, p := range map[string]string{
		"all signs for letters": strings.Repeat("4@8({[<3691!|0$5+7%2", 500),
		"one letter":            strings.Repeat("a", 10_000),
		"dates":                 strings.Repeat("1/1/91", 2000),
		"emoji":                 strings.Repeat("👨‍👩‍👧", 1000),
		"combining marks":       "a" + strings.Repeat("\u0301", 10_000),
		"not UTF-8":             strings.Repeat("\xff\xfe", 1000),
		"NUL":                   strings.Repeat("\x00", 1000),
	} {
		t.Run(name, func(t *testing.T) {
			if v := estimate(t, e, p); v.Strength == "" {
				t.Errorf("no verdict")
			}
		})
	}
}

// canary is a password that must show nowhere.
const canary = "Kanariefågel-8Zq"

// traces are the forms in which a leak could show.
func traces() []string {
	b := []byte(canary)
	numbers := strings.Trim(fmt.Sprint(b), "[]")
	return []string{canary, "Kanarie", "8Zq", strings.ToLower(canary), "kanariefagel", numbers, fmt.Sprintf("%x", b), fmt.Sprintf("%X", b)}
}

func TestSecretShowsNowhere(t *testing.T) {
	type form struct {
		Name   string
		Secret password.Secret
		hidden password.Secret
		list   []password.Secret
		any    any
	}
	s := password.NewSecret([]byte(canary))
	defer s.Wipe()
	enclosing := form{"x", s, s, []password.Secret{s}, &s}
	shown := map[string]string{}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%p", "%c", "%U", "%t", "%!"} {
		for name, value := range map[string]any{"secret": s, "pointer": &s, "struct": enclosing, "pointer to struct": &enclosing, "map": map[string]password.Secret{"a": s}} {
			shown[name+" "+verb] = fmt.Sprintf(verb, value)
		}
	}
	for _, json := range []bool{true, false} {
		var out bytes.Buffer
		var h slog.Handler = slog.NewTextHandler(&out, nil)
		if json {
			h = slog.NewJSONHandler(&out, nil)
		}
		slog.New(h).Info("m", "secret", s, "struct", enclosing, "verdict", estimate(t, estimator(t), canary))
		shown[fmt.Sprintf("slog, JSON %v", json)] = out.String()
	}
	encoders := map[string]func(any) ([]byte, error){
		"JSON": json.Marshal, "XML": xml.Marshal, "YAML": yaml.Marshal,
		"gob": func(v any) ([]byte, error) {
			var out bytes.Buffer
			err := gob.NewEncoder(&out).Encode(v)
			return out.Bytes(), err
		},
	}
	for name, encode := range encoders {
		for what, value := range map[string]any{"secret": s, "struct": struct{ Secret password.Secret }{s}} {
			b, err := encode(value)
			shown[name+" of "+what] = string(b)
			if err == nil {
				t.Errorf("%s of %s: no error; want a refusal", name, what)
			} else {
				shown[name+" error of "+what] = err.Error()
			}
		}
	}
	if _, err := json.Marshal(s); !errors.Is(err, password.ErrSecret) {
		t.Errorf("json.Marshal: %v; want ErrSecret", err)
	}
	v := estimate(t, estimator(t), canary)
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	shown["verdict"] = fmt.Sprintf("%+v %#v %s", v, v, b)
	for where, text := range shown {
		for _, trace := range traces() {
			if strings.Contains(text, trace) {
				t.Errorf("%s shows the password", where)
			}
		}
	}
}

func TestWipe(t *testing.T) {
	b := append(make([]byte, 0, 64), canary...)
	s := password.NewSecret(b)
	other := s
	if s.Empty() {
		t.Error("a full secret is empty")
	}
	s.Wipe()
	if !bytes.Equal(b[:cap(b)], make([]byte, 64)) {
		t.Error("the bytes are still there")
	}
	if !s.Empty() || !other.Empty() {
		t.Error("a wiped secret, or a copy of it, is not empty")
	}
	var zero password.Secret
	zero.Wipe()
	if !zero.Empty() || fmt.Sprint(zero) != "[password]" {
		t.Error("the zero secret is not an empty secret")
	}
}

func TestEstimateIsDeterministic(t *testing.T) {
	e := estimator(t)
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.StringMatching(`[a-dA-D1-3å@! -]{0,20}`).Draw(t, "password")
		one := e.Estimate(password.NewSecret([]byte(p)))
		two := e.Estimate(password.NewSecret([]byte(p)))
		if fmt.Sprint(one) != fmt.Sprint(two) {
			t.Fatalf("%v and then %v", one, two)
		}
		all := password.Hints()
		at := -1
		for _, h := range one.Hints {
			next := slices.Index(all, h)
			if next <= at {
				t.Fatalf("hints %v; want each once, in the order of Hints", one.Hints)
			}
			at = next
		}
	})
}

func FuzzEstimate(f *testing.F) {
	for _, p := range []string{"", "123456", "göteborg", "13.5.1987", "\xff\x00å", "aaaa", "P@ssw0rd", canary} {
		f.Add([]byte(p))
	}
	e := estimator(f)
	f.Fuzz(func(t *testing.T, p []byte) {
		kept := bytes.Clone(p)
		s := password.NewSecret(p)
		v := e.Estimate(s)
		if !slices.Contains([]password.Strength{password.Obvious, password.Weak, password.Fair, password.Strong}, v.Strength) {
			t.Errorf("strength = %q", v.Strength)
		}
		if !bytes.Equal(kept, p) {
			t.Error("Estimate changed the secret")
		}
		if v.Known && v.Strength != password.Obvious {
			t.Errorf("a known password is %s", v.Strength)
		}
	})
}

func BenchmarkEstimate(b *testing.B) {
	e := estimator(b)
	for _, p := range []struct{ name, password string }{{"common", "123456"}, {"words", "hund-matta-segel-frost"}, {"random", "kJ8#mQ2!xV9z"}} {
		b.Run(p.name, func(b *testing.B) {
			b.ReportAllocs()
			s := password.NewSecret([]byte(p.password))
			for b.Loop() {
				e.Estimate(s)
			}
		})
	}
}
