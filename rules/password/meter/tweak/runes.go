package tweak

import (
	"slices"
	"unicode"

	"lampan/rules/password/meter/form"
)

func isLetter(r rune) bool { return 'a' <= r && r <= 'z' || r >= 0x80 && unicode.IsLetter(r) }

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// sort tells letters, digits and the rest apart.
func sort(r rune) int {
	switch {
	case isLetter(r):
		return 1
	case isDigit(r):
		return 2
	}
	return 3
}

func upper(t *form.Text, i int) bool { return t.Plain[i] != t.Folded[i] && unicode.IsUpper(t.Plain[i]) }

func equal(a, b []rune) bool { return slices.Equal(a, b) }

func allOf(v []rune, is func(rune) bool) bool {
	for _, r := range v {
		if !is(r) {
			return false
		}
	}
	return true
}

func anyOf(v []rune, is func(rune) bool) bool { return slices.ContainsFunc(v, is) }

func is(v []rune, word string) bool {
	n := 0
	for _, r := range word {
		if n == len(v) || v[n] != r {
			return false
		}
		n++
	}
	return n == len(v)
}

func contains(v, part []rune) bool {
	for i := 0; i+len(part) <= len(v); i++ {
		if slices.Equal(v[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

func number(v []rune) (n int) {
	for _, r := range v {
		n = n*10 + int(r-'0')
	}
	return n
}

// letter reads a digit or sign as the letter it is mostly written for.
func letter(r rune) rune {
	switch r {
	case '0':
		return 'o'
	case '1', '!', '|':
		return 'i'
	case '3', '€':
		return 'e'
	case '4', '@':
		return 'a'
	case '5', '$':
		return 's'
	case '7', '+':
		return 't'
	case '8':
		return 'b'
	case '9':
		return 'g'
	}
	return r
}

// seasons are the words that people change by the calendar, folded, in order.
var seasons = [...]string{
	"apr", "april", "aug", "august", "augusti", "autumn", "dec", "december", "fall", "feb",
	"februari", "february", "fredag", "friday", "host", "hosten", "jan", "januari", "january", "jul",
	"juli", "july", "jun", "june", "juni", "lordag", "maj", "mandag", "mar", "march", "mars", "may",
	"monday", "nov", "november", "oct", "october", "okt", "oktober", "onsdag", "saturday", "sep",
	"september", "sommar", "sommaren", "sondag", "spring", "summer", "sunday", "thursday", "tisdag",
	"torsdag", "tuesday", "var", "varen", "vinter", "vintern", "wednesday", "winter",
}

// sites are the services whose names people put into passwords, in order.
var sites = [...]string{
	"adobe", "aftonbladet", "amazon", "apoteket", "apple", "avanza", "bank", "bankid", "blocket",
	"comhem", "coop", "discord", "disney", "dropbox", "ebay", "ellos", "epic", "expressen",
	"facebook", "fb", "github", "gmail", "google", "halebop", "handelsbanken", "hbo", "hemnet", "hm",
	"hotmail", "ica", "icloud", "ikea", "insta", "instagram", "jobb", "jobbet", "klarna", "linkedin",
	"mail", "mejl", "microsoft", "minecraft", "netflix", "nordea", "outlook", "paypal", "playstation",
	"roblox", "seb", "sj", "skola", "sl", "snap", "snapchat", "spotify", "steam", "svt", "swedbank",
	"tele2", "telenor", "telia", "tiktok", "tradera", "twitch", "twitter", "viaplay", "vimla",
	"willys", "xbox", "yahoo", "youtube", "zalando",
}

// find looks for the longest of the words, which are in order; n is 0 when there
// is none.
func find(v []rune, words []string) (at, n int) {
	for i, r := range v {
		if r < 'a' || r > 'z' {
			continue
		}
		// the first word with this letter, by halves
		first, end := 0, len(words)
		for first < end {
			if mid := (first + end) / 2; rune(words[mid][0]) < r {
				first = mid + 1
			} else {
				end = mid
			}
		}
		for _, w := range words[first:] {
			if rune(w[0]) != r {
				break
			}
			if len(w) > n && i+len(w) <= len(v) && is(v[i:i+len(w)], w) {
				at, n = i, len(w)
			}
		}
	}
	return at, n
}
