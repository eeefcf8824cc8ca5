// Package where recognises places: streets with numbers, the family's own
// among them, towns and countries that are away, positions in pictures. It
// judges nothing.
package where

import (
	"strings"

	"lampan/rules/extract/text"
	"lampan/rules/roster"
)

// Key is the canonical form of an address: folded street and number, a bar, and
// the postal code's digits. Shortened endings are written out.
func Key(street, postal string) string {
	return streetKey(street) + "|" + onlyDigits(postal)
}

// streetKey folds "Björkst. 12 B" to "bjorkstigen 12b".
func streetKey(s string) string {
	s = strings.Join(strings.Fields(text.Fold(s)), " ")
	name, number := SplitStreet(s)
	if number == "" {
		return name
	}
	return name + " " + strings.ReplaceAll(number, " ", "")
}

// SplitStreet parts a street from its number: "Björkstigen 12 B" is
// "Björkstigen" and "12 B". The number is empty when there is none.
func SplitStreet(s string) (name, number string) {
	s = strings.TrimSpace(s)
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' && i > 0 && s[i-1] == ' ' {
			return strings.TrimRight(s[:i], " ,"), s[i:]
		}
	}
	return s, ""
}

func onlyDigits(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, s)
}

// Match finds the family's place at an address. Postal codes must agree where
// both have one.
func Match(r *roster.Roster, street, postal string) (roster.Place, bool) {
	key, code := streetKey(street), onlyDigits(postal)
	for _, p := range r.Places {
		own := streetKey(p.Street)
		// The family's "12" is also "12 B": the same house, another door.
		door := len(key) == len(own)+1 && strings.HasPrefix(key, own) && key[len(key)-1] >= 'a' && own != "" && own[len(own)-1] <= '9'
		if p.Street == "" || own != key && !door {
			continue
		}
		if own := onlyDigits(p.Postal); own == "" || code == "" || own == code {
			return p, true
		}
	}
	return roster.Place{}, false
}

// Told reports whether the family told us any address.
func Told(r *roster.Roster) bool {
	for _, p := range r.Places {
		if p.Street != "" {
			return true
		}
	}
	return false
}
