package redact

import (
	"net/url"
	"regexp"
	"strings"

	"lampan/rules/extract/text"
)

var (
	// street is a name that ends as Nordic streets do, or begins as an English one
	// does not, with a number after it: "Testgatan 12", "testgatan-12", "testgatan12".
	street = regexp.MustCompile(`[a-z](gatan|gata|vagen|vag|grand|granden|stigen|stig|allen|alle|esplanaden|backen|slingan|kroken|kajen|svangen|promenaden|terrassen|gardet|torget|torg|platsen|plan|leden|kaj|ringen|hojden|kullen|lunden|gaten|gate|gade|veien|vegen|vej)(en)?[^a-z0-9]{0,3}(nr[^a-z0-9]{1,2})?[0-9]{1,3}([^0-9]|$)`)
	// bare is a name of two words: "Norra vägen 3".
	bare = regexp.MustCompile(`[a-z]{3,} (gata|gatan|vag|vagen|grand|stig|alle|backe|torg) ?[0-9]{1,3}([^0-9]|$)`)
	// english is a house's number before the street.
	english = regexp.MustCompile(`(^|[^0-9a-z])[0-9]{1,4}[a-z]?[ +-][a-z]{3,}[ +-](street|road|lane|avenue|drive|court|close)([^a-z]|$)`)
	// flat is "lgh 1201" and a c/o.
	flat = regexp.MustCompile(`(^|[^a-z])(lgh\.? ?[0-9]{4}|c/o )`)
	// position is a latitude and a longitude with more figures than a country needs.
	position = regexp.MustCompile(`[0-9]{1,2}[.,][0-9]{3,}[^0-9]{1,8}-?[0-9]{1,3}[.,][0-9]{3,}`)
	// postal is a postal code with the town after it.
	postal = regexp.MustCompile(`(^|[^\pL0-9 -]|[^0-9 -] |\b[Ss][Ee]?-)[0-9]{3} [0-9]{2},? +\p{Lu}\p{L}+`)
)

// Tells reports whether a line, the address of a page or the name of a file looks as
// if it told where somebody lives. It knows what has the form of an address, and no
// name of a town.
func Tells(s string) bool {
	if u, err := url.PathUnescape(s); err == nil {
		s = u
	}
	if postal.MatchString(s) {
		return true
	}
	f := strings.ReplaceAll(text.Fold(s), "_", " ")
	for _, p := range [...]*regexp.Regexp{street, bare, english, flat, position} {
		if p.MatchString(f) {
			return true
		}
	}
	return false
}

// posted reports whether a text holds a postal code with its town.
func posted(s string) bool { return postal.MatchString(s) }
