// Package message holds the words of the program in Swedish and English: plain,
// short and calm. Words about a rule stand in the rule; words that lampan
// recognises stand in rules/lexicon.
//
// The texts are YAML files under sv and en, merged by language. A key is the
// path of names down to the text, joined by dots. Both languages hold the same
// keys with the same placeholders, and no text scares, blames or shouts; the
// tests keep all of that.
package message

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v4"

	"lampan/rules/exposure"
)

//go:embed sv/*.yaml en/*.yaml
var files embed.FS

// Catalog is the words of one language. It is immutable and safe for
// concurrent use.
type Catalog struct {
	lang  exposure.Lang
	texts map[string]string
}

// load parses the embedded files once. They are part of the program, so a
// fault in them is a fault of the build, which the tests catch.
var load = sync.OnceValue(func() map[exposure.Lang]*Catalog {
	all := map[exposure.Lang]*Catalog{}
	for _, lang := range exposure.Langs() {
		c, err := parse(files, lang)
		if err != nil {
			panic(err)
		}
		all[lang] = c
	}
	return all
})

// For returns the catalogue of a language, and the Swedish one for a language
// that lampan does not write.
func For(lang exposure.Lang) *Catalog {
	if c, ok := load()[lang]; ok {
		return c
	}
	return load()[exposure.Swedish]
}

// Lang is the language of the catalogue.
func (c *Catalog) Lang() exposure.Lang { return c.lang }

// Keys lists every key in order.
func (c *Catalog) Keys() []string { return exposure.SortedKeys(c.texts) }

// Has reports whether the catalogue knows the key. It is for keys that come
// from data, such as a reason stored by a newer version.
func (c *Catalog) Has(key string) bool {
	_, ok := c.texts[key]
	return ok
}

// Text returns the text of a key with its {name} placeholders filled from
// pairs of name and value. Numbers and dates are written as the language does.
// A value is never searched for placeholders. An unknown key gives the key
// itself: a report with an odd word in it helps more than no report.
func (c *Catalog) Text(key string, args ...any) string {
	text, ok := c.texts[key]
	if !ok {
		return key
	}
	if len(args) == 0 {
		return text
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		name, _ := args[i].(string)
		pairs = append(pairs, "{"+name+"}", c.format(args[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// Plural returns the text of key.one or key.other, as n asks for, with {n}
// filled in.
func (c *Catalog) Plural(key string, n int, args ...any) string {
	form := ".other"
	if n == 1 {
		form = ".one"
	}
	return c.Text(key+form, append([]any{"n", n}, args...)...)
}

// Date writes a day: "12 juli 2026", "12 July 2026". The zone of t is kept.
func (c *Catalog) Date(t time.Time) string {
	y, m, d := t.Date()
	return fmt.Sprintf("%d\u00a0%s %d", d, c.Text("month."+strconv.Itoa(int(m))), y)
}

// Number writes a number with the language's decimal sign and groups of
// thousands, with at most two decimals.
func (c *Catalog) Number(f float64) string {
	s := strconv.FormatFloat(f, 'f', 2, 64)
	whole, decimals, _ := strings.Cut(s, ".")
	decimals = strings.TrimRight(decimals, "0")
	digits, minus := strings.CutPrefix(whole, "-")
	out := c.group(digits)
	if decimals != "" {
		out += c.Text("number.decimal") + decimals
	}
	if minus && out != "0" {
		out = "\u2212" + out
	}
	return out
}

// Join writes a list: "Anna, Erik och Elsa".
func (c *Catalog) Join(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " " + c.Text("list.and") + " " + items[last]
}

func (c *Catalog) group(digits string) string {
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(c.Text("number.thousands"))
		}
		b.WriteRune(d)
	}
	return b.String()
}

func (c *Catalog) format(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return c.Number(float64(v))
	case int64:
		return c.Number(float64(v))
	case float64:
		return c.Number(v)
	case time.Time:
		return c.Date(v)
	}
	return fmt.Sprint(v)
}

// parse merges the files of one language.
func parse(fsys fs.FS, lang exposure.Lang) (*Catalog, error) {
	names, err := fs.Glob(fsys, path.Join(string(lang), "*.yaml"))
	if err != nil {
		return nil, fmt.Errorf("list texts: %w", err)
	}
	c := &Catalog{lang: lang, texts: map[string]string{}}
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read texts: %w", err)
		}
		var root map[string]any
		if err := yaml.Unmarshal(data, &root); err != nil {
			return nil, fmt.Errorf("read texts %s: %w", name, err)
		}
		if err := c.add("", root); err != nil {
			return nil, fmt.Errorf("read texts %s: %w", name, err)
		}
	}
	return c, nil
}

func (c *Catalog) add(prefix string, node map[string]any) error {
	for _, name := range exposure.SortedKeys(node) {
		key := prefix + name
		switch v := node[name].(type) {
		case string:
			if c.Has(key) {
				return fmt.Errorf("key %q stands twice", key)
			}
			c.texts[key] = strings.TrimRight(v, "\n")
		case map[string]any:
			if err := c.add(key+".", v); err != nil {
				return err
			}
		default:
			return fmt.Errorf("key %q: %v is not a text; put it in quotes", key, v)
		}
	}
	return nil
}
