// Package config reads lampan's settings once, at start: flag, then
// environment, then file, then default. Everything else gets the typed Config.
// It is the only importer of viper, which folds the case of keys and splits
// them at dots; rules and households therefore never pass through it.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"lampan/rules/exposure"
)

// FileName is the name of the settings file, in a folder named lampan below
// the user's configuration folder.
const FileName = "config.yaml"

// envPrefix comes before a setting's name in the environment: LAMPAN_LANG.
const envPrefix = "LAMPAN"

// minGap keeps a mistyped setting from turning lampan into a burden on a host.
const minGap = 50 * time.Millisecond

// ErrInvalid says that a setting has a value it cannot have.
var ErrInvalid = errors.New("setting")

// Config is every setting, checked.
type Config struct {
	Lang     exposure.Lang // language of texts for people
	Contact  string        // address that hosts can write to; part of the user agent
	Gap      time.Duration // least time between two requests to one host
	Timeout  time.Duration // longest time for one request
	MaxBytes int64         // largest body, in bytes
	MaxPages int           // most pages of one section
	Log      string        // off, debug, info, warn or error
}

// Origin says where a setting's value came from.
type Origin string

// The origins, the strongest first.
const (
	Flag        Origin = "flag"
	Environment Origin = "environment"
	File        Origin = "file"
	Default     Origin = "default"
)

// Setting is one setting as `lampan config show` prints it.
type Setting struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Origin Origin `json:"origin"`
	Detail string `json:"detail,omitempty"` // the flag, variable or file
}

type setting struct {
	name  string
	value any
	usage string // message key of the flag's help
}

// settings lists every setting with its default. Each is a flag, a variable of
// the environment and a key of the file.
func settings(system exposure.Lang) []setting {
	return []setting{
		{"lang", string(system), "flag.lang"},
		{"contact", "", "flag.contact"},
		{"gap", time.Second, "flag.gap"},
		{"timeout", 20 * time.Second, "flag.timeout"},
		{"max-bytes", int64(8 << 20), "flag.max-bytes"},
		{"max-pages", 200, "flag.max-pages"},
		{"log", "off", "flag.log"},
	}
}

// Loader reads settings. Its fields are the program's surroundings, so tests
// can set them.
type Loader struct {
	Dir       string // folder of the settings file; empty means no file
	LookupEnv func(string) (string, bool)
}

// NewLoader returns a loader for the user who runs the program.
func NewLoader() Loader {
	l := Loader{LookupEnv: os.LookupEnv}
	if d, err := os.UserConfigDir(); err == nil {
		l.Dir = filepath.Join(d, "lampan")
	}
	return l
}

// Path is where the settings file would lie; "" when there is no such place.
func (l Loader) Path() string {
	if l.Dir == "" {
		return ""
	}
	return filepath.Join(l.Dir, FileName)
}

// AddFlags declares a flag for every setting. usage gives the words of a key.
func (l Loader) AddFlags(f *pflag.FlagSet, usage func(key string) string) {
	for _, s := range settings(l.systemLang()) {
		switch v := s.value.(type) {
		case string:
			f.String(s.name, v, usage(s.usage))
		case time.Duration:
			f.Duration(s.name, v, usage(s.usage))
		case int64:
			f.Int64(s.name, v, usage(s.usage))
		case int:
			f.Int(s.name, v, usage(s.usage))
		}
	}
}

// systemLang is Swedish unless the environment asks for English.
func (l Loader) systemLang() exposure.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v, ok := l.LookupEnv(name); ok && v != "" {
			if strings.HasPrefix(v, "en") {
				return exposure.English
			}
			return exposure.Swedish
		}
	}
	return exposure.Swedish
}

// Load reads the settings. Flags count only where they were given. The error
// wraps ErrInvalid and names the setting and where its value came from.
func (l Loader) Load(f *pflag.FlagSet) (Config, []Setting, error) {
	v := viper.NewWithOptions(viper.KeyDelimiter("::"))
	all := settings(l.systemLang())
	known := make([]string, len(all))
	for i, s := range all {
		v.SetDefault(s.name, s.value)
		known[i] = s.name
	}
	if err := l.readFile(v, known); err != nil {
		return Config{}, nil, err
	}
	shown := make([]Setting, 0, len(all))
	for _, s := range all {
		origin, detail := Default, ""
		if v.InConfig(s.name) {
			origin, detail = File, l.Path()
		}
		env := envPrefix + "_" + strings.ToUpper(strings.ReplaceAll(s.name, "-", "_"))
		if value, ok := l.LookupEnv(env); ok && value != "" {
			v.Set(s.name, value)
			origin, detail = Environment, env
		}
		if flag := f.Lookup(s.name); flag != nil && flag.Changed {
			v.Set(s.name, flag.Value.String())
			origin, detail = Flag, "--"+s.name
		}
		shown = append(shown, Setting{Name: s.name, Value: v.GetString(s.name), Origin: origin, Detail: detail})
	}
	var raw struct {
		Lang     string        `mapstructure:"lang"`
		Contact  string        `mapstructure:"contact"`
		Gap      time.Duration `mapstructure:"gap"`
		Timeout  time.Duration `mapstructure:"timeout"`
		MaxBytes int64         `mapstructure:"max-bytes"`
		MaxPages int           `mapstructure:"max-pages"`
		Log      string        `mapstructure:"log"`
	}
	if err := v.UnmarshalExact(&raw); err != nil {
		return Config{}, nil, fmt.Errorf("%w: %v", ErrInvalid, firstLine(err))
	}
	c := Config{
		Lang: exposure.Lang(raw.Lang), Contact: raw.Contact, Gap: raw.Gap, Timeout: raw.Timeout,
		MaxBytes: raw.MaxBytes, MaxPages: raw.MaxPages, Log: raw.Log,
	}
	return c, shown, c.validate(shown)
}

// readFile merges the settings file, where there is one.
func (l Loader) readFile(v *viper.Viper, known []string) error {
	path := l.Path()
	if path == "" {
		return nil
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	v.SetConfigFile(path)
	v.SetConfigType("yaml")
	if err := v.ReadInConfig(); err != nil {
		return fmt.Errorf("%w: %s: %v", ErrInvalid, path, firstLine(err))
	}
	for _, k := range v.AllKeys() {
		if !slices.Contains(known, k) {
			return fmt.Errorf("%w: %s: unknown setting %q; the settings are %s", ErrInvalid, path, k, strings.Join(known, ", "))
		}
	}
	return nil
}

func (c Config) validate(shown []Setting) error {
	var errs []error
	bad := func(name, want string) {
		for _, s := range shown {
			if s.Name == name {
				where := string(s.Origin)
				if s.Detail != "" {
					where = s.Detail
				}
				errs = append(errs, fmt.Errorf("%w %s = %q (%s): want %s", ErrInvalid, name, s.Value, where, want))
			}
		}
	}
	if c.Lang != exposure.Swedish && c.Lang != exposure.English {
		bad("lang", "sv or en")
	}
	if c.Gap < minGap || c.Gap > time.Hour {
		bad("gap", "50ms to 1h")
	}
	if c.Timeout < time.Second || c.Timeout > 10*time.Minute {
		bad("timeout", "1s to 10m")
	}
	if c.MaxBytes < 1<<10 || c.MaxBytes > 256<<20 {
		bad("max-bytes", "1024 to 268435456 bytes")
	}
	if c.MaxPages < 1 || c.MaxPages > 10000 {
		bad("max-pages", "1 to 10000")
	}
	if !slices.Contains([]string{"off", "debug", "info", "warn", "error"}, c.Log) {
		bad("log", "off, debug, info, warn or error")
	}
	if strings.ContainsFunc(c.Contact, func(r rune) bool { return r < ' ' || r > '~' || r == '(' || r == ')' }) || len(c.Contact) > 200 {
		bad("contact", "a web or e-mail address in plain ASCII, at most 200 characters")
	}
	return errors.Join(errs...)
}

// firstLine keeps the part of a library's error that a reader needs.
func firstLine(err error) string {
	s := strings.TrimSpace(err.Error())
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		s = strings.TrimSpace(strings.ReplaceAll(s[i:], "\n", " "))
	}
	return s
}
