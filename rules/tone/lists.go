package tone

import (
	"embed"
	"regexp"
	"slices"
	"strings"
	"sync"

	"lampan/rules/exposure"
)

//go:embed words
var files embed.FS

// list is the words of one language.
type list struct {
	words  map[Rule]*regexp.Regexp // the word is the first group
	honest *regexp.Regexp
}

// listed are the rules that are lists of words, with what to do instead.
func listed() []struct {
	rule    Rule
	instead string
} {
	return []struct {
		rule    Rule
		instead string
	}{
		{Fear, "say what can be done, calmly"},
		{Blame, "say what to do now"},
		{Sell, "say what helps, and sell nothing"},
		{Promise, "say what it does, and promise no more"},
		{Jargon, "use a word from everyday life"},
	}
}

var lists = sync.OnceValue(func() map[exposure.Lang]list {
	out := map[exposure.Lang]list{}
	for _, lang := range exposure.Langs() {
		data, err := files.ReadFile("words/" + string(lang) + ".txt")
		if err != nil {
			panic("tone: " + err.Error()) // built without its own files
		}
		out[lang] = read(string(data))
	}
	return out
})

// read takes a file of words: a blank line ends a group, whose first line names it.
func read(data string) list {
	groups := map[string][]string{}
	for group := range strings.SplitSeq(data, "\n\n") {
		var phrases []string
		for line := range strings.Lines(group) {
			phrase, _, _ := strings.Cut(line, "#")
			if phrase = strings.TrimSpace(phrase); phrase != "" {
				phrases = append(phrases, phrase)
			}
		}
		if len(phrases) > 1 {
			groups[phrases[0]] = phrases[1:]
		}
	}
	l := list{words: map[Rule]*regexp.Regexp{}, honest: pattern(groups["honest"])}
	for _, r := range listed() {
		l.words[r.rule] = pattern(groups[string(r.rule)])
	}
	return l
}

// pattern matches any of the phrases as whole words. Go's \b knows the letters of
// English only.
func pattern(phrases []string) *regexp.Regexp {
	// Among those that begin alike the longest is said.
	slices.SortFunc(phrases, func(a, b string) int { return len(b) - len(a) })
	alts := make([]string, len(phrases))
	for i, p := range phrases {
		p, stem := strings.CutSuffix(p, "*")
		p = strings.Join(strings.Fields(regexp.QuoteMeta(p)), `[\s\x{a0}]+`)
		if stem {
			p += `\pL*`
		}
		alts[i] = p
	}
	return regexp.MustCompile(`(?i)(?:^|[^\pL\d])(` + strings.Join(alts, "|") + `)(?:$|[^\pL])`)
}
