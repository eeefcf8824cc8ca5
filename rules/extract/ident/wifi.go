package ident

import (
	"bytes"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
)

// Distances in tokens within which a network is spoken of.
const (
	networkAround = 40
	networkLabel  = 6  // for any string that a label says
	networkMade   = 12 // for one that is made up
	publicNear    = 4  // from a library or a pub, whose network is for everybody
)

// networks appends the names and the passwords of networks. The password itself
// is kept nowhere: its observation has no value.
func networks(r *reading.Reading, out []exposure.Observation) []exposure.Observation {
	start := len(out)
	out = aerials(r, true, out)
	aired := out[start:len(out):len(out)]
	next := 0 // the first token that belongs to nothing found yet
	for _, h := range r.Topics {
		first, last := int(h.First), int(h.Last)
		form := ""
		switch r.Lists.Name(h.Topic) {
		case "network.word", "network.radio", "network.called":
			form = "name"
		case "network.password":
			form = "password"
		default:
			continue
		}
		if last < next || r.Speaks(first, last, publicNear, publicNear, "network.public") || !r.Speaks(first, last, networkAround, networkAround, "network.word", "network.radio") {
			continue
		}
		from, to, ok := told(r, last+1, form)
		if !ok || form == "name" && !names(r, first, from, to) {
			continue
		}
		next = to + 1
		if over(r, aired, from, to) != nil {
			continue
		}
		out = append(out, network(r, from, to, form))
		// "Stugan_2G / torrgran88": the password stands behind the name.
		if form == "name" {
			if from, to, ok := behind(r, to+1); ok {
				next = to + 1
				out = append(out, network(r, from, to, "password"))
			}
		}
	}
	return out
}

// names reports whether tokens from to to, told by a label at token label, name
// a network that somebody has at home: a password is spoken of as well, or the
// word is one for such a network.
func names(r *reading.Reading, label, from, to int) bool {
	if !quote(r, from-1) && !r.Capital(from) && !made(r, from, to) {
		return false
	}
	return r.Speaks(label, to, networkMade, networkMade, "network.secret") || r.Speaks(label, to, networkLabel, 2, "network.radio")
}

// aerials appends the names of networks that say by how they are made what they
// are, and the passwords that stand beside a name: "Tele2_8C41F0 / kungsgurka".
// Spoken says whether the text speaks of networks.
func aerials(r *reading.Reading, spoken bool, out []exposure.Observation) []exposure.Observation {
	for i := 0; i < len(r.Tokens); i++ {
		if r.Kind(i) != text.Word || r.Joined(i) && !quote(r, i-1) {
			continue
		}
		end := together(r, i)
		if end == i && !spoken || !made(r, i, end) {
			continue
		}
		sure := aired(r, i, end)
		from, to, beside := behind(r, end+1)
		beside = beside && (sure || made(r, from, to) && (spoken || bytes.IndexByte(r.Folded()[r.Tokens[i].Start:r.Tokens[end].End], '_') > 0 || r.Speaks(from, from, 1, 0, "network.password")))
		if sure || beside {
			out = append(out, network(r, i, end, "name"))
		}
		if beside {
			out = append(out, network(r, from, to, "password"))
			end = to
		}
		i = end
	}
	return out
}

// aired reports whether tokens first to last end or begin as the names that
// routers give themselves do: "_5G", "-2G", "Telia-", "TP-Link_".
func aired(r *reading.Reading, first, last int) bool {
	s := r.Folded()[r.Tokens[first].Start:r.Tokens[last].End]
	for _, end := range [...]string{"_2g", "_5g", "-2g", "-5g", "_2.4g", "_gast", "_guest", "_iot", "_wifi", "-wifi"} {
		if bytes.HasSuffix(s, []byte(end)) && len(s) > len(end)+2 {
			return true
		}
	}
	for _, start := range [...]string{
		"telia-", "tele2_", "tele2-", "comhem", "tp-link_", "dlink-", "d-link-", "netgear", "asus_", "linksys", "bahnhof-", "tn_24g", "tn_5g", "zyxel", "huawei-", "vodafone-", "bthub", "sky0",
	} {
		if bytes.HasPrefix(s, []byte(start)) && len(s) > len(start)+2 {
			return true
		}
	}
	return false
}

func network(r *reading.Reading, first, last int, form string) exposure.Observation {
	value := ""
	if form == "name" {
		value = string(r.Folded()[r.Tokens[first].Start:r.Tokens[last].End])
	}
	o := r.Observe(exposure.WifiAccess, first, last, value, 0.8)
	o.Attrs["form"] = exposure.Word(form)
	return o
}

// told finds what a label at the tokens before i says: a string in quotes, one
// that is made like a name of a network or like a password, or, behind "is" or a
// colon, any.
func told(r *reading.Reading, i int, form string) (first, last int, ok bool) {
	said, colon := false, false
	for j := i; j < len(r.Tokens) && j < i+networkMade && r.Tokens[j].Lines < 2; j++ {
		if quote(r, j) {
			if end := unquote(r, j); end > j+1 {
				return j + 1, end - 1, true
			}
			continue
		}
		if r.Kind(j) == text.Mark {
			switch r.Folded()[r.Tokens[j].Start] {
			case ':', '=', '>':
				said, colon = true, true
				continue
			case ',', '(', ')', '-':
				continue
			}
			return 0, 0, false
		}
		if says(r, j) {
			said = true
			continue
		}
		if form == "name" && r.Speaks(j, j, 0, 0, "network.secret", "network.password") {
			return 0, 0, false // what follows is the password, which is no name
		}
		if r.Kind(j) == text.Emoji {
			continue
		}
		end := together(r, j)
		if made(r, j, end) {
			return j, end, true
		}
		switch {
		case said && j < i+networkLabel:
			return j, end, !dull(r, j) && (form == "password" || !colon || r.Capital(j))
		case form == "name" && j == i && r.Capital(j) && !dull(r, j) && (r.Speaks(end, end, 0, 4, "network.password") || slashed(r, end+1)):
			return j, end, true
		}
	}
	return 0, 0, false
}

// slashed reports whether a slash follows within three tokens from i on.
func slashed(r *reading.Reading, i int) bool {
	return r.Is(i, "/") || r.Is(i+1, "/") || r.Is(i+2, "/")
}

// behind finds a password right behind a name and a dividing mark.
func behind(r *reading.Reading, i int) (first, last int, ok bool) {
	if r.Kind(i) == text.Number && r.Is(i+1, "g") && r.Joined(i+1) {
		i += 2 // "Solgläntan 5G / …"
	}
	if quote(r, i) {
		i++
	}
	switch {
	case r.Is(i, "/"), r.Is(i, "|"), r.Is(i, "+"), r.Is(i, "&"):
		i++
	default:
		return 0, 0, false
	}
	if quote(r, i) {
		if end := unquote(r, i); end > i+1 {
			return i + 1, end - 1, true
		}
		return 0, 0, false
	}
	if h, ok := r.About(i, i, 0, 0, "network.password"); ok && int(h.First) == i {
		i = int(h.Last) + 1
		if r.Is(i, ":") {
			i++
		}
	}
	if i >= len(r.Tokens) || r.Tokens[i].Lines > 0 || r.Kind(i) == text.Mark {
		return 0, 0, false
	}
	return i, together(r, i), true
}

// says reports whether token i is a word between a label and what it labels.
func says(r *reading.Reading, i int) bool {
	switch r.Word(i) {
	case "heter", "hette", "ar", "e", "is", "called", "named", "hedder", "er", "blir", "blev", "kallas", "namnet", "name", "named'", "name's", "lyder", "vill", "fortfarande", "fortf", "still", "numera", "now", "bara", "just":
		return true
	}
	return false
}

// dull reports whether token i is a small word, which nobody makes a password.
func dull(r *reading.Reading, i int) bool {
	if length(r, i) < 3 && r.Kind(i) == text.Word {
		return true
	}
	switch r.Word(i) {
	case "the", "det", "den", "att", "inte", "not", "for", "men", "som", "och", "and", "sa", "till", "has", "har", "kass", "kasst", "bra", "good", "bad", "slow", "segt", "dalig", "daligt",
		"nere", "down", "trasig", "trasigt", "broken", "free", "gratis", "svagt", "weak", "strong", "starkt", "langt", "longer", "svart", "hard", "samma", "same", "your", "ditt", "din", "mitt", "vara", "alltid", "always", "again", "igen", "ute", "off", "snabbt", "fast", "very", "too", "for'", "hemligt", "secret", "inga", "ingen", "inget", "min", "our", "vart", "where", "var", "what", "vad", "ett", "en":
		return true
	}
	return false
}

// together gives the last token that stands with token i without a space,
// leaving out the marks at the end.
func together(r *reading.Reading, i int) int {
	last := i
	for r.Joined(last+1) && last-i < maxCode {
		last++
	}
	for last > i && r.Kind(last) == text.Mark {
		last--
	}
	return last
}

// made reports whether tokens first to last are made up: letters with digits,
// words joined by a mark that joins no words in prose, capitals inside.
func made(r *reading.Reading, first, last int) bool {
	if r.Tokens[last].End-r.Tokens[first].Start < 5 {
		return false
	}
	letters, digits, joins := false, false, false
	for j := first; j <= last; j++ {
		switch r.Kind(j) {
		case text.Number:
			digits = true
		case text.Word:
			letters = true
		case text.Mark:
			switch c := r.Folded()[r.Tokens[j].Start]; c {
			case '_', '=', '*', '#', '@', '+', '&', '$', '%':
				joins = true
			case '!':
				joins = joins || j < last
			case '.':
				if j > first && length(r, j-1) > 2 && length(r, j+1) > 2 && !r.Capital(j+1) {
					joins = true
				}
			case ':', '/':
				return false // a clock, an address, a choice
			}
		case text.Emoji:
		}
	}
	if digits && r.Kind(last) == text.Word && r.Is(last-1, "-") && length(r, last) > 3 && !r.Capital(last) {
		return false // "90-talet", "4G-router"
	}
	return letters && (digits || joins || inner(r.Raw(first, last)))
}

// inner reports whether s has a capital behind a small letter.
func inner(s string) bool {
	small := false
	for _, c := range s {
		switch {
		case c >= 'A' && c <= 'Z' || c == 'Å' || c == 'Ä' || c == 'Ö':
			if small {
				return true
			}
		case c >= 'a' && c <= 'z':
			small = true
		}
	}
	return false
}

func quote(r *reading.Reading, i int) bool {
	return r.Is(i, `"`) || r.Is(i, "'")
}

// unquote gives the token of the quote that closes the one at token i, or -1.
func unquote(r *reading.Reading, i int) int {
	for j := i + 1; j < len(r.Tokens) && j <= i+12 && r.Tokens[j].Lines < 2; j++ {
		if r.Is(j, r.Word(i)) {
			return j
		}
	}
	return -1
}
