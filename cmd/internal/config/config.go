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
	"regexp"
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

// maxContact bounds the contact in bytes: it goes out with every request.
const maxContact = 200

// minGap keeps a mistyped setting from turning lampan into a burden on a host.
const minGap = 50 * time.Millisecond

// Fault is one thing that is wrong with the settings.
type Fault struct {
	Kind  FaultKind
	Name  string // the setting; "" for BadFile
	Value string // only for BadValue
	Where string // the flag, the variable or the file; "file:line" where a line is known
	Want  string // what can stand there, in no language: "1s–10m", "sv, en"
	Err   error  // detail for BadFile; may be nil
}

// FaultKind says what is wrong.
type FaultKind string

// The kinds of fault.
const (
	BadValue FaultKind = "value"   // a setting that cannot have this value
	Unknown  FaultKind = "unknown" // a key of the file that is no setting
	BadFile  FaultKind = "file"    // a file that cannot be read, or is not YAML
)

func (f Fault) Error() string {
	switch f.Kind {
	case Unknown:
		return fmt.Sprintf("%s: unknown setting %q; the settings are %s", f.Where, f.Name, f.Want)
	case BadFile:
		return fmt.Sprintf("read settings %s: %v", f.Where, f.Err)
	default: // BadValue
		return fmt.Sprintf("setting %s = %q (%s): want %s", f.Name, f.Value, f.Where, f.Want)
	}
}

// Unwrap gives the cause of a BadFile.
func (f Fault) Unwrap() error { return f.Err }

// Faults is everything that is wrong with the settings, in their order.
type Faults []Fault

func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// Config is every setting, checked.
type Config struct {
	Lang     exposure.Lang // language of texts for people
	Contact  string        // address that hosts can write to; part of the user agent
	Gap      time.Duration // least time between two requests to one host
	Timeout  time.Duration // longest time for one request
	MaxBytes int64         // largest body, in bytes
	MaxPages int           // most pages of one section
	// PhotoLook says whether an audit looks at the pixels of pictures.
	PhotoLook bool
	// PhotoTime is how long an audit looks thoroughly at pixels; then it hurries.
	PhotoTime time.Duration
	// PhotoText says whether the text of documents in pictures is read as well,
	// where tesseract is installed.
	PhotoText bool
	Log       string // off, debug, info, warn or error
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
		{"photo-look", true, "flag.photo-look"},
		{"photo-text", true, "flag.photo-text"},
		{"photo-time", 10 * time.Minute, "flag.photo-time"},
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
		case bool:
			f.Bool(s.name, v, usage(s.usage))
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

// Load reads the settings. Flags count only where they were given; an empty
// variable counts as none. The error is Faults. Of the settings that are right,
// Lang is given even then, so that the faults can be told in it.
func (l Loader) Load(f *pflag.FlagSet) (Config, []Setting, error) {
	v := viper.NewWithOptions(viper.KeyDelimiter("::"))
	all := settings(l.systemLang())
	known := make([]string, len(all))
	for i, s := range all {
		v.SetDefault(s.name, s.value)
		known[i] = s.name
	}
	faults := l.readFile(v, known)
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
		shown = append(shown, Setting{Name: s.name, Value: fmt.Sprint(v.Get(s.name)), Origin: origin, Detail: detail})
	}
	var raw struct {
		Lang      string        `mapstructure:"lang"`
		Contact   string        `mapstructure:"contact"`
		Gap       time.Duration `mapstructure:"gap"`
		Timeout   time.Duration `mapstructure:"timeout"`
		MaxBytes  int64         `mapstructure:"max-bytes"`
		MaxPages  int           `mapstructure:"max-pages"`
		PhotoLook bool          `mapstructure:"photo-look"`
		PhotoText bool          `mapstructure:"photo-text"`
		PhotoTime time.Duration `mapstructure:"photo-time"`
		Log       string        `mapstructure:"log"`
	}
	if len(faults) > 0 {
		return Config{Lang: exposure.Lang(v.GetString("lang"))}, nil, faults
	}
	if err := v.UnmarshalExact(&raw); err != nil {
		// The library says which key it could not read, and in which words of
		// its own; the reader needs the key and what can stand there.
		for _, s := range shown {
			if strings.Contains(err.Error(), "'"+s.Name+"'") {
				faults = append(faults, s.fault())
			}
		}
		if len(faults) == 0 {
			faults = Faults{{Kind: BadFile, Where: l.Path(), Err: err}}
		}
		return Config{Lang: exposure.Lang(v.GetString("lang"))}, nil, faults
	}
	c := Config{
		Lang: exposure.Lang(raw.Lang), Contact: raw.Contact, Gap: raw.Gap, Timeout: raw.Timeout,
		MaxBytes: raw.MaxBytes, MaxPages: raw.MaxPages, PhotoLook: raw.PhotoLook, PhotoText: raw.PhotoText, PhotoTime: raw.PhotoTime, Log: raw.Log,
	}
	for i, s := range shown {
		if !c.allows(s.Name) {
			faults = append(faults, s.fault())
		}
		if s.Name == "gap" || s.Name == "timeout" || s.Name == "photo-time" { // a file may say 90s, or 1m30s
			shown[i].Value = v.GetDuration(s.Name).String()
		}
	}
	if len(faults) > 0 {
		return c, nil, faults
	}
	return c, shown, nil
}

// yamlLine finds the line in the YAML library's words for a fault; it gives it
// in no other way.
var yamlLine = regexp.MustCompile(`\bline (\d+)`)

// readFile merges the settings file, where there is one.
func (l Loader) readFile(v *viper.Viper, known []string) Faults {
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
		where := path
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			where += ":" + m[1]
		}
		return Faults{{Kind: BadFile, Where: where, Err: err}}
	}
	var faults Faults
	keys := v.AllKeys()
	slices.Sort(keys)
	for _, k := range keys {
		if !slices.Contains(known, k) {
			// A nested key is named by its first part, which stands in the file.
			name, _, _ := strings.Cut(k, "::")
			if slices.Contains(known, name) {
				continue // its value is no list or group; told as such
			}
			faults = append(faults, Fault{Kind: Unknown, Name: name, Where: path, Want: strings.Join(known, ", ")})
		}
	}
	return faults
}

// fault says that the setting cannot have the value it has.
func (s Setting) fault() Fault {
	where := s.Detail
	if where == "" {
		where = string(s.Origin)
	}
	return Fault{Kind: BadValue, Name: s.Name, Value: s.Value, Where: where, Want: wanted(s.Name)}
}

// wanted says what a setting can be. The words are of no language.
func wanted(name string) string {
	switch name {
	case "lang":
		return "sv, en"
	case "contact":
		return "https://example.se, post@example.se"
	case "gap":
		return "50ms–1h"
	case "timeout":
		return "1s–10m"
	case "max-bytes":
		return "1024–268435456"
	case "max-pages":
		return "1–10000"
	case "photo-look", "photo-text":
		return "true, false"
	case "photo-time":
		return "1s–24h"
	}
	return strings.Join(levels(), ", ")
}

func levels() []string { return []string{"off", "debug", "info", "warn", "error"} }

// allows reports whether a setting lies within its bounds.
func (c Config) allows(name string) bool {
	switch name {
	case "lang":
		return c.Lang == exposure.Swedish || c.Lang == exposure.English
	case "contact":
		return len(c.Contact) <= maxContact && !strings.ContainsFunc(c.Contact, func(r rune) bool {
			return r < ' ' || r > '~' || r == '(' || r == ')'
		})
	case "gap":
		return c.Gap >= minGap && c.Gap <= time.Hour
	case "timeout":
		return c.Timeout >= time.Second && c.Timeout <= 10*time.Minute
	case "max-bytes":
		return c.MaxBytes >= 1<<10 && c.MaxBytes <= 256<<20
	case "max-pages":
		return c.MaxPages >= 1 && c.MaxPages <= 10000
	case "photo-look", "photo-text":
		return true
	case "photo-time":
		return c.PhotoTime >= time.Second && c.PhotoTime <= 24*time.Hour
	}
	return slices.Contains(levels(), c.Log)
}
