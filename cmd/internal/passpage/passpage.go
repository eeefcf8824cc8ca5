// Package passpage writes the page for families: one HTML file that says how
// easy a password is to guess, in the browser of whoever opens it. It holds the
// meter of lampan-pass as WebAssembly with smaller tables, both languages, and
// nothing that reaches out: its own policy forbids every connection, and the
// script that may run is named by its checksum.
//
// What it cannot do it says on the page: an extension of the browser can read
// what is typed, and a changed file can promise anything.
package passpage

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"html"
	"strconv"
	"strings"

	"lampan/rules/password/meter"
)

// packed is judge as WebAssembly, built and compressed by build.
//
//go:generate go run ./build
//go:embed judge.wasm.gz
var packed []byte

//go:embed page.html
var page string

// licences are those of the parts, which must go where the page goes.
//
//go:embed licences.txt
var licences string

//go:embed page.css
var style string

//go:embed page.js
var script string

// Tries a second of the two attackers that the page reckons with.
const (
	// online is a login page that slows its callers down: 100 an hour.
	online = "(100 / 3600)"
	// offline is one computer with a stolen list that was badly kept.
	offline = "1e10"
)

// HTML returns the whole page as UTF-8, showing first the language lang, "sv"
// or "en"; any other counts as "sv". The caller owns it.
func HTML(lang string) []byte {
	say := swedish()
	if lang == "en" {
		say = english()
	} else {
		lang = "sv"
	}
	run := strings.NewReplacer(
		"WORDS", asJSON(map[string]words{"sv": swedish(), "en": english()}),
		"HINTS", asJSON(meter.Hints()), "RATE_ONLINE", online, "RATE_OFFLINE", offline,
	).Replace(script)
	fill := []string{
		"{lang}", lang, "{sv}", pressed(lang == "sv"), "{en}", pressed(lang == "en"),
		"{style}", style, "{licences}", licences, "{script}", run, "{policy}", policy(style, run), "{meter}", encode(packed), "{bytes}", strconv.Itoa(len(packed)),
		"{promises}", list(say, promises()), "{limits}", list(say, limits()),
	}
	for key, text := range say {
		fill = append(fill, "{"+key+"}", html.EscapeString(text))
	}
	return []byte(strings.NewReplacer(fill...).Replace(page))
}

// policy is the content security policy: nothing may load or connect, and of
// scripts and styles only those with these checksums may act. Pictures may come
// from the page itself, which is how the empty icon keeps browsers from asking.
func policy(style, script string) string {
	return "default-src 'none'; script-src " + sum(script) + " 'wasm-unsafe-eval'; style-src " + sum(style) +
		"; connect-src 'none'; img-src data:; form-action 'none'; base-uri 'none'"
}

func sum(text string) string {
	s := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(s[:]) + "'"
}

func pressed(on bool) string {
	if on {
		return "true"
	}
	return "false"
}

func list(say words, keys []string) string {
	var b strings.Builder
	for _, key := range keys {
		b.WriteString(`<li data-t="` + key + `">` + html.EscapeString(say[key]) + "</li>\n")
	}
	return b.String()
}

// asJSON writes a constant of the program into its script. Signs that could end
// a script are escaped by the encoder.
func asJSON(v any) string {
	out, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and maps of strings always have a form
	}
	return string(out)
}

// The characters that a page would change or read as markup, and the letters
// that stand for them.
const (
	unfit   = "\x00\n\r<"
	instead = "ÀÁÂÃ"
)

// encode writes bytes as text, 7 bits in each character: almost an eighth
// shorter than base64, which would not leave room for the tables.
func encode(data []byte) string {
	var out strings.Builder
	out.Grow(len(data) * 6 / 5)
	held, bits := uint32(0), 0
	put := func(v uint32) {
		r := rune(v & 127)
		if i := strings.IndexRune(unfit, r); i >= 0 {
			r = []rune(instead)[i]
		}
		out.WriteRune(r)
	}
	for _, b := range data {
		held = held<<8 | uint32(b)
		for bits += 8; bits >= 7; {
			bits -= 7
			put(held >> bits)
		}
	}
	if bits > 0 {
		put(held << (7 - bits))
	}
	return out.String()
}
