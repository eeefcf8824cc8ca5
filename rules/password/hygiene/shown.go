package hygiene

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"lampan/rules/password/verdict"
)

// longestName is how many characters of a name or user name are shown.
const longestName = 60

// hidden stands where a name was, because a password stands in it.
const hidden = "•••"

// clean makes text from a vault fit to show: one line, without control
// characters, signs that change the direction of writing or that cannot be seen,
// and not long.
func clean(s string) string {
	var b strings.Builder
	space := false
	n := 0
	for _, r := range s {
		if unicode.IsSpace(r) {
			space = n > 0
			continue
		}
		if r == utf8.RuneError || !verdict.Shown(string(r)) {
			continue
		}
		if n == longestName {
			b.WriteRune('…')
			break
		}
		if space && n < longestName-1 {
			b.WriteByte(' ')
			n++
		}
		space = false
		b.WriteRune(r)
		n++
	}
	return b.String()
}
