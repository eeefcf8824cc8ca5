package lookup

import "regexp"

// personal is how a personnummer or samordningsnummer is written: a date and four
// characters, in their usual groups, and no part of a longer number or a date.
var personal = regexp.MustCompile(`(?i)(?:^|[^0-9])(?:1[89]|20)?[0-9]{2}[ ./-]?(?:0[1-9]|1[0-2])[ ./-]?` +
	`(?:[06][1-9]|[1278][0-9]|[39][01]) ?[-+‐-―−]? ?[0-9TRSUWXJKLMN][0-9] ?[0-9]{2}(?:$|[^0-9-]|-(?:$|[^0-9]))`)

// HoldsNumber reports whether a text holds what is, or only looks like, a
// personnummer or samordningsnummer, whatever its check digit: too much is refused
// rather than too little.
func HoldsNumber(s string) bool { return personal.MatchString(s) }
