package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/spf13/pflag"

	"lampan/cmd/internal/config"
	"lampan/rules/exposure"
)

// load reads settings from a file with the text ("" for none), the variables
// and the flags.
func load(t testing.TB, file string, env map[string]string, args ...string) (config.Config, []config.Setting, error) {
	t.Helper()
	l := config.Loader{Dir: t.TempDir(), LookupEnv: func(name string) (string, bool) {
		v, ok := env[name]
		return v, ok
	}}
	if file != "" {
		if err := os.WriteFile(l.Path(), []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f := pflag.NewFlagSet("test", pflag.ContinueOnError)
	l.AddFlags(f, func(key string) string { return key })
	if err := f.Parse(args); err != nil {
		t.Fatal(err)
	}
	return l.Load(f)
}

func defaults() config.Config {
	return config.Config{Lang: "sv", Gap: time.Second, Timeout: 20 * time.Second, MaxBytes: 8 << 20, MaxPages: 200, PhotoLook: true, PhotoText: true, PhotoTime: 10 * time.Minute, Log: "off"}
}

// Every setting can be given in every way; the strongest way wins, and says so.
func TestPrecedence(t *testing.T) {
	tests := []struct {
		name, env, key    string
		file, envV, flagV string // three different right values
		want              func(config.Config) string
		def               string
	}{
		{"lang", "LAMPAN_LANG", "lang", "en", "sv", "en", func(c config.Config) string { return string(c.Lang) }, "sv"},
		{"contact", "LAMPAN_CONTACT", "contact", "a@a.example", "b@b.example", "c@c.example", func(c config.Config) string { return c.Contact }, ""},
		{"gap", "LAMPAN_GAP", "gap", "2s", "3s", "4s", func(c config.Config) string { return c.Gap.String() }, "1s"},
		{"timeout", "LAMPAN_TIMEOUT", "timeout", "30s", "40s", "50s", func(c config.Config) string { return c.Timeout.String() }, "20s"},
		{"max-bytes", "LAMPAN_MAX_BYTES", "max-bytes", "2000", "3000", "4000", func(c config.Config) string { return strconv.FormatInt(c.MaxBytes, 10) }, "8388608"},
		{"max-pages", "LAMPAN_MAX_PAGES", "max-pages", "20", "30", "40", func(c config.Config) string { return strconv.Itoa(c.MaxPages) }, "200"},
		{"photo-look", "LAMPAN_PHOTO_LOOK", "photo-look", "false", "true", "false", func(c config.Config) string { return strconv.FormatBool(c.PhotoLook) }, "true"},
		{"photo-text", "LAMPAN_PHOTO_TEXT", "photo-text", "false", "true", "false", func(c config.Config) string { return strconv.FormatBool(c.PhotoText) }, "true"},
		{"photo-time", "LAMPAN_PHOTO_TIME", "photo-time", "20s", "30s", "40s", func(c config.Config) string { return c.PhotoTime.String() }, "10m0s"},
		{"log", "LAMPAN_LOG", "log", "debug", "info", "warn", func(c config.Config) string { return c.Log }, "off"},
	}
	_, shown, err := load(t, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(shown) != len(tests) {
		t.Fatalf("%d settings; this test knows %d", len(shown), len(tests))
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := tt.key + ": " + tt.file + "\n"
			env := map[string]string{tt.env: tt.envV}
			for _, step := range []struct {
				file   string
				env    map[string]string
				args   []string
				value  string
				origin config.Origin
				detail string
			}{
				{"", nil, nil, tt.def, config.Default, ""},
				{file, nil, nil, tt.file, config.File, config.FileName},
				{file, env, nil, tt.envV, config.Environment, tt.env},
				{file, env, []string{"--" + tt.name + "=" + tt.flagV}, tt.flagV, config.Flag, "--" + tt.name},
				{"", env, nil, tt.envV, config.Environment, tt.env},
				{file, map[string]string{tt.env: ""}, nil, tt.file, config.File, config.FileName},
				// A flag that repeats the default is given all the same.
				{file, nil, []string{"--" + tt.name + "=" + tt.def}, tt.def, config.Flag, "--" + tt.name},
			} {
				c, shown, err := load(t, step.file, step.env, step.args...)
				if err != nil {
					t.Fatal(err)
				}
				if got := tt.want(c); got != step.value {
					t.Errorf("from %s: %q; want %q", step.origin, got, step.value)
				}
				for _, s := range shown {
					want := config.Setting{Name: s.Name, Value: s.Value, Origin: config.Default}
					if s.Name == tt.name {
						want = config.Setting{Name: tt.name, Value: step.value, Origin: step.origin, Detail: step.detail}
					}
					s.Detail = strings.TrimPrefix(s.Detail, filepath.Dir(s.Detail)+string(filepath.Separator))
					if d := cmp.Diff(want, s); d != "" {
						t.Errorf("shown (-want +got):\n%s", d)
					}
				}
			}
		})
	}
}

func TestFileForms(t *testing.T) {
	tests := []struct {
		name, file string
		want       func(*config.Config)
	}{
		{"empty", "# inget än\n", func(*config.Config) {}},
		{"capitals in a key", "Lang: en\nMAX-pages: 7\n", func(c *config.Config) { c.Lang, c.MaxPages = "en", 7 }},
		{"off is a word, not a truth value", "log: off\n", func(*config.Config) {}},
		{"a minute and a half", "timeout: 1m30s\n", func(c *config.Config) { c.Timeout = 90 * time.Second }},
		{"quoted number", "max-pages: \"7\"\n", func(c *config.Config) { c.MaxPages = 7 }},
		{"dots and colons in a value", "contact: https://a.example/b.c\n", func(c *config.Config) { c.Contact = "https://a.example/b.c" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := defaults()
			tt.want(&want)
			got, _, err := load(t, tt.file, nil)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("settings (-want +got):\n%s", d)
			}
		})
	}
}

// Each fault names its setting, its value, the place it came from and what can
// stand there instead, and all of them come at once.
func TestFaults(t *testing.T) {
	long := strings.Repeat("a", 201)
	value := func(name, value, want string) config.Faults {
		return config.Faults{{Kind: config.BadValue, Name: name, Value: value, Want: want}}
	}
	names := "lang, contact, gap, timeout, max-bytes, max-pages, photo-look, photo-text, photo-time, log"
	tests := []struct {
		name, file string
		want       config.Faults
		line       string // of a file that is not right as a whole
	}{
		{"unknown key", "timeuot: 30s\n", config.Faults{{Kind: config.Unknown, Name: "timeuot", Want: names}}, ""},
		{"unknown group", "net:\n  gap: 2s\n", config.Faults{{Kind: config.Unknown, Name: "net", Want: names}}, ""},
		{"key with a dot", "max.pages: 3\n", config.Faults{{Kind: config.Unknown, Name: "max.pages", Want: names}}, ""},
		{"two unknown keys", "a: 1\nb: 2\n", config.Faults{{Kind: config.Unknown, Name: "a", Want: names}, {Kind: config.Unknown, Name: "b", Want: names}}, ""},
		{"word for a number", "max-pages: many\n", value("max-pages", "many", "1–10000"), ""},
		{"list for a number", "max-pages: [1, 2]\n", value("max-pages", "[1 2]", "1–10000"), ""},
		{"group for a number", "max-pages:\n  a: 1\n", value("max-pages", "map[a:1]", "1–10000"), ""},
		{"word for a time", "gap: soon\n", value("gap", "soon", "50ms–1h"), ""},
		{"time without a unit", "gap: 5\n", value("gap", "5", "50ms–1h"), ""},
		{"other language", "lang: fi\n", value("lang", "fi", "sv, en"), ""},
		{"other level", "log: loud\n", value("log", "loud", "off, debug, info, warn, error"), ""},
		{"gap too short", "gap: 49ms\n", value("gap", "49ms", "50ms–1h"), ""},
		{"gap too long", "gap: 61m\n", value("gap", "61m", "50ms–1h"), ""},
		{"gap below nothing", "gap: -1s\n", value("gap", "-1s", "50ms–1h"), ""},
		{"timeout too short", "timeout: 999ms\n", value("timeout", "999ms", "1s–10m"), ""},
		{"timeout too long", "timeout: 601s\n", value("timeout", "601s", "1s–10m"), ""},
		{"body too small", "max-bytes: 1023\n", value("max-bytes", "1023", "1024–268435456"), ""},
		{"body too large", "max-bytes: 268435457\n", value("max-bytes", "268435457", "1024–268435456"), ""},
		{"no pages", "max-pages: 0\n", value("max-pages", "0", "1–10000"), ""},
		{"too many pages", "max-pages: 10001\n", value("max-pages", "10001", "1–10000"), ""},
		{"neither yes nor no", "photo-look: sometimes\n", value("photo-look", "sometimes", "true, false"), ""},
		{"no time for pictures", "photo-time: 999ms\n", value("photo-time", "999ms", "1s–24h"), ""},
		{"days for pictures", "photo-time: 25h\n", value("photo-time", "25h", "1s–24h"), ""},
		{"contact that would break a header", "contact: \"a\\r\\nX: y\"\n", value("contact", "a\r\nX: y", "https://example.se, post@example.se"), ""},
		{"contact that is too long", "contact: " + long + "\n", value("contact", long, "https://example.se, post@example.se"), ""},
		{"two at once", "gap: 1ms\nlang: xx\n", append(value("lang", "xx", "sv, en"), value("gap", "1ms", "50ms–1h")...), ""},
		{"two of the wrong kind", "gap: soon\nmax-pages: many\n", append(value("gap", "soon", "50ms–1h"), value("max-pages", "many", "1–10000")...), ""},
		{"broken YAML", "timeout: [\n", config.Faults{{Kind: config.BadFile}}, "1"},
		{"not a list of settings", "- a\n- b\n", config.Faults{{Kind: config.BadFile}}, "1"},
		{"the same key twice", "gap: 2s\ngap: 3s\n", config.Faults{{Kind: config.BadFile}}, "2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := load(t, tt.file, nil)
			got, ok := errors.AsType[config.Faults](err)
			if !ok {
				t.Fatalf("error = %v; want Faults", err)
			}
			for i := range got {
				want := config.FileName
				if got[i].Kind == config.BadFile {
					want += ":" + tt.line
				}
				if filepath.Base(got[i].Where) != want {
					t.Errorf("where = %q; want %q", got[i].Where, want)
				}
				if strings.Contains(got[i].Error(), "mapstructure") {
					t.Errorf("a library's words: %s", got[i].Error())
				}
			}
			if d := cmp.Diff(tt.want, got, cmpopts.IgnoreFields(config.Fault{}, "Where", "Err")); d != "" {
				t.Errorf("faults (-want +got):\n%s", d)
			}
		})
	}
}

// The bounds themselves are allowed.
func TestBounds(t *testing.T) {
	for _, arg := range []string{
		"--gap=50ms", "--gap=1h", "--timeout=1s", "--timeout=10m", "--max-bytes=1024", "--max-bytes=268435456",
		"--max-pages=1", "--max-pages=10000", "--photo-look=false", "--photo-text=false", "--photo-time=1s", "--photo-time=24h", "--contact=" + strings.Repeat("a", 200), "--log=error",
	} {
		if _, _, err := load(t, "", nil, arg); err != nil {
			t.Errorf("%s: %v", arg, err)
		}
	}
}

// A fault says which of the ways the value came by.
func TestFaultNamesItsOrigin(t *testing.T) {
	file, env := "max-pages: 0\n", map[string]string{"LAMPAN_MAX_PAGES": "-1"}
	for _, tt := range []struct {
		where string
		env   map[string]string
		args  []string
	}{{config.FileName, nil, nil}, {"LAMPAN_MAX_PAGES", env, nil}, {"--max-pages", env, []string{"--max-pages=-2"}}} {
		_, _, err := load(t, file, tt.env, tt.args...)
		got, ok := errors.AsType[config.Faults](err)
		if !ok || len(got) != 1 || filepath.Base(got[0].Where) != tt.where {
			t.Errorf("faults = %v; want one of %s", err, tt.where)
		}
	}
}

// A fault elsewhere does not hide the language that was asked for.
func TestLanguageBesideAFault(t *testing.T) {
	for _, file := range []string{"a: 1\n", "gap: soon\n", "gap: 1ms\n", "x: [\n"} {
		c, _, err := load(t, file, nil, "--lang=en")
		if err == nil || c.Lang != exposure.English {
			t.Errorf("%q: language %q, %v; want en and a fault", file, c.Lang, err)
		}
	}
}

func TestSystemLanguage(t *testing.T) {
	for _, tt := range []struct {
		env  map[string]string
		want exposure.Lang
	}{
		{nil, "sv"},
		{map[string]string{"LANG": "en_GB.UTF-8"}, "en"},
		{map[string]string{"LANG": "C"}, "sv"},
		{map[string]string{"LANG": "fi_FI.UTF-8"}, "sv"},
		{map[string]string{"LANG": "en_GB.UTF-8", "LC_MESSAGES": "sv_SE"}, "sv"},
		{map[string]string{"LANG": "en_GB", "LC_MESSAGES": "en_US", "LC_ALL": "sv_SE"}, "sv"},
		{map[string]string{"LC_ALL": "", "LANG": "en_GB"}, "en"},
		{map[string]string{"LANG": "sv_SE", "LAMPAN_LANG": "en"}, "en"},
	} {
		if c, _, err := load(t, "", tt.env); err != nil || c.Lang != tt.want {
			t.Errorf("%v: %q, %v; want %q", tt.env, c.Lang, err, tt.want)
		}
	}
}

// A folder in the file's place is told, not passed over.
func TestFileThatCannotBeRead(t *testing.T) {
	l := config.Loader{Dir: t.TempDir(), LookupEnv: func(string) (string, bool) { return "", false }}
	if err := os.Mkdir(l.Path(), 0o700); err != nil {
		t.Fatal(err)
	}
	_, _, err := l.Load(pflag.NewFlagSet("test", pflag.ContinueOnError))
	if fs, ok := errors.AsType[config.Faults](err); !ok || fs[0].Kind != config.BadFile || fs[0].Where != l.Path() {
		t.Errorf("error = %v; want the file's fault", err)
	}
}
