package match

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lampan/rules/exposure"
	"lampan/rules/extract/text"
)

// What is hidden although nobody recognised it. All of this looks at the folded
// text, where full-width digits are digits and nothing invisible stands
// between them.

// secrets lists the numbers, codes, addresses of mail and parts of URLs in a
// text that must not show. dated are the spans of dates that were recognised, in
// order and disjoint.
func secrets(t *text.Text, dated []exposure.Span) []piece {
	b := t.Folded()
	holds := func(words ...string) bool { // a quick look before a slow one
		return slices.ContainsFunc(words, func(s string) bool { return bytes.Contains(b, []byte(s)) })
	}
	var out []piece
	add := func(start, end int, show func(string) string) {
		if s := t.Span(start, end); s.Len() > 0 {
			out = append(out, piece{s, show(t.Original()[s.Start:s.End])})
		}
	}
	runs := runsOf(b)
	for _, r := range runs {
		if r.digits >= longNumber && !innocent(t, r, dated) {
			add(r.start, r.end, hideDigits)
		}
	}
	var codes, passwords, positions, mails, links [][]int
	if len(runs) > 0 {
		positions = position.FindAllSubmatchIndex(b, -1)
		if holds("kod", "pin", "larm", "port", "code", "alarm", "losen", "pass", "cv", "sista", "last") {
			codes = codeWord.FindAllIndex(b, -1)
		}
	}
	if holds("losen", "pass", "pw") {
		passwords = passWord.FindAllSubmatchIndex(b, -1)
	}
	if holds("@", " at ", "at)", "at]", "at}", "at>", "snabel", "a)", "a]") {
		mails = mailAddress.FindAllIndex(b, -1)
	}
	if holds("/", "?", "#") {
		links = link.FindAllSubmatchIndex(b, -1)
	}
	for _, at := range codes {
		n, _ := slices.BinarySearchFunc(runs, at[0]-beforeCode, func(r run, from int) int { return cmp.Compare(r.end, from) })
		for _, r := range runs[n:] {
			if r.start > at[1]+afterCode {
				break
			}
			if r.digits >= shortCode && !plainTime.Match(b[r.start:r.end]) {
				add(r.start, r.end, hideDigits)
			}
		}
	}
	for _, m := range passwords {
		// "Password: x" gives one away; "the password is secret" does not.
		token := strings.TrimRight(string(b[m[4]:m[5]]), ".,!?)")
		if strings.ContainsAny(string(b[m[2]:m[3]]), ":=") || strings.ContainsFunc(token, notLetter) {
			add(m[4], m[5], hideWhole)
		}
	}
	for _, m := range positions {
		if !times.Match(b[m[2]:m[3]]) {
			add(m[2], m[3], hideDigits)
		}
	}
	for _, m := range mails {
		add(m[0], m[1], func(s string) string { return maskText("email", s) })
	}
	for _, m := range links {
		from := m[4] // what follows the host
		if strings.Contains(string(b[m[2]:m[3]]), "@") {
			from = m[2]
		}
		if m[5]-from > 1 {
			add(from, m[5], func(s string) string { return s[:len(s)-len(strings.TrimLeft(s, "/"))] + hideWhole(s) })
		}
	}
	for _, m := range mixed(b) {
		add(m[0], m[1], hideWhole)
	}
	return out
}

const (
	// longNumber is the number of digits from which a number is hidden even
	// though nobody recognised it: shorter than any phone number.
	longNumber = 6
	// shortCode is the number of digits from which a number near a word for
	// codes is one; beforeCode and afterCode are how many bytes near is.
	shortCode  = 3
	beforeCode = 24
	afterCode  = 40
	// maxGap is how many separators may stand between two digits of a number.
	maxGap = 8
	// longestItem is more bytes than a date or a sum takes.
	longestItem = 32
)

var (
	codeWord = regexp.MustCompile(`kod|\bpin\b|\bpin(?:en|s)\b|larm|\bport(?:en)?\b|\bcodes?\b|alarm|losen|pass ?word|passcode|passphrase|\bcv[cv]\b|fyra sista|sista fyra|last four`)
	passWord = regexp.MustCompile(`(?:losen(?:ord(?:et|en)?)?|pass ?words?|passphrase|passcode|\bpwd?)((?: (?:till|for|to|pa) [^\n.:=]{1,30}?)?\s?(?:[:=]|\bar\b|\bis\b)\s*["']?)([^\s"']+)`)

	plainTime = regexp.MustCompile(`^(?:[01]?\d|2[0-3]):[0-5]\d$`)
	clockTime = `(?:[01]?\d|2[0-3])[.:][0-5]\d`
	times     = regexp.MustCompile(`^` + clockTime + `[,;/ ]\s*` + clockTime + `$`)

	// position is a decimal that is exact to some ten metres, a pair of
	// decimals, or degrees with minutes.
	position = regexp.MustCompile(`(?:^|[^\d.,/])(\d{1,3}[.,]\d{4,}|\d{1,3}\.\d{2,}\s*°?\s*[nsew]?\s*[,;/ ]\s*-?\d{1,3}\.\d{2,}|\d{1,3}\s*°\s*\d{1,2}(?:[.,]\d+)?\s*['′](?:\s*\d{1,2}(?:[.,]\d+)?\s*(?:["″]|'')?)?)`)

	// mailAddress is one as machines or as cautious people write it. With
	// spaces about the "@" its dots must have them too or have none.
	mailAddress = regexp.MustCompile(`[\pL\pN._%+-]+(?:@|\s+@\s+|\s*[(\[{<]\s*(?:at|a|snabel-?a|@)\s*[)\]}>]\s*|\s+(?:at|snabel-?a)\s+)[\pL\pN-]+(?:(?:\.|\s+\.\s+|\s*[(\[{<]\s*(?:dot|punkt|\.)\s*[)\]}>]\s*|\s+(?:dot|punkt)\s+)[\pL\pN-]+)+`)

	// link is a URL, in its host and the rest.
	link = regexp.MustCompile(`(?:\bhttps?://|\bwww\.|\b)([\pL\pN@:%._-]+\.\pL{2,}(?::\d+)?)([/?#][^\s<>"]*)`)

	fullDate     = regexp.MustCompile(`^(?:(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:[12]\d|3[01]|0?[1-9])|(?:[12]\d|3[01]|0?[1-9])[-./](?:1[0-2]|0?[1-9])[-./](?:19|20)\d\d)`)
	clockColon   = regexp.MustCompile(`^(?:[01]?\d|2[0-3]):[0-5]\d(?: ?- ?(?:[01]?\d|2[0-3]):[0-5]\d)?`)
	ordinary     = regexp.MustCompile(`^(?:` + clockTime + `(?: ?- ?(?:` + clockTime + `|[01]?\d|2[0-3]))?|[0-3]?\d/(?:1[0-2]|0?[1-9])(?: ?- ?[0-3]?\d/(?:1[0-2]|0?[1-9]))?|(?:19|20)\d\d(?:/\d\d)?)`)
	small        = regexp.MustCompile(`^\d{1,2}`)
	between      = regexp.MustCompile(`^(?:\.[ \n]|[ \n,;()!?"'-])[ \n,;()!?"'-]*`)
	grouped      = regexp.MustCompile(`^[1-9]\d{0,2}(?:[ .,]\d{3}){1,2}$|^[1-9]\d{5,6}$`)
	currencyNext = regexp.MustCompile(`^\s?(?::-|kr\b|kronor|sek\b|mkr\b|€|eur|usd\b|dollar|\$|nok\b|dkk\b)`)
)

// run is a row of digits with separators between them, in folded offsets.
type run struct{ start, end, digits int }

// runsOf finds the rows of digits. Whatever stands between two digits
// separates and does not end a row, but for two letters or more.
func runsOf(b []byte) []run {
	var out []run
	open := false
	gap := 0
	for i := 0; i < len(b); {
		c, n := rune(b[i]), 1
		if c >= utf8.RuneSelf {
			c, n = utf8.DecodeRune(b[i:])
		}
		switch {
		case unicode.IsNumber(c):
			if !open {
				out = append(out, run{start: i})
			}
			last := &out[len(out)-1]
			last.end, last.digits = i+n, last.digits+1
			open, gap = true, 0
		case !open:
		case unicode.IsLetter(c):
			// "3M02" is one number; "3 m 02" is not.
			tight := gap == 0 && i+n < len(b) && b[i+n] >= '0' && b[i+n] <= '9'
			open = tight
		default:
			gap++
			open = gap <= maxGap
		}
		i += n
	}
	return out
}

// innocent reports whether a long row of digits is nothing but dates, years,
// times, a sum of money or a round number. A date with more digits right after
// it is a personnummer.
func innocent(t *text.Text, r run, dated []exposure.Span) bool {
	b := t.Folded()
	s := b[r.start:r.end]
	if len(s) <= longestItem && grouped.Match(s) && (currencyNext.Match(b[r.end:min(r.end+longestItem, len(b))]) || strings.HasSuffix(string(s), "000")) {
		return true
	}
	full, smalls := false, 0
	for pos := 0; pos < len(s); {
		n := wholeDate(t, r, pos, dated)
		if n == 0 {
			n = matched(fullDate, s[pos:])
		}
		switch {
		case n > 0:
			full = true
		case full:
			n = matched(clockColon, s[pos:])
		default:
			if n = matched(ordinary, s[pos:]); n == 0 {
				n = matched(small, s[pos:])
				smalls++
			}
		}
		if n == 0 || smalls > 1 {
			return false
		}
		pos += n
		if pos == len(s) {
			return true
		}
		if n = matched(between, s[pos:]); n == 0 {
			return false
		}
		pos += n
	}
	return true
}

// matched is the length of a match that does not end within a number.
func matched(re *regexp.Regexp, s []byte) int {
	at := re.FindIndex(s[:min(len(s), longestItem)])
	if at == nil || at[1] < len(s) && s[at[1]-1] >= '0' && s[at[1]-1] <= '9' && s[at[1]] >= '0' && s[at[1]] <= '9' {
		return 0
	}
	return at[1]
}

// wholeDate is the length of a recognised date with day, month and year that
// stands at an offset of a row; 0 when there is none.
func wholeDate(t *text.Text, r run, pos int, dated []exposure.Span) int {
	at := r.start + pos
	here := t.Span(at, at+1).Start
	d, ok := holding(dated, exposure.Span{Start: here, End: here + 1})
	end, digits := at, 0
	for i := at; ok && i < r.end && t.Span(i, i+1).End <= d.End; i++ {
		if b := t.Folded()[i]; b >= '0' && b <= '9' {
			end, digits = i+1, digits+1
		}
	}
	if digits < longNumber {
		return 0
	}
	return end - at
}

// disjoint joins spans that overlap. They come in order of their starts.
func disjoint(spans []exposure.Span) []exposure.Span {
	out := spans[:0]
	for _, s := range spans {
		if n := len(out) - 1; n >= 0 && s.Start < out[n].End {
			out[n].End = max(out[n].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

// holding finds the span that holds s, among spans in order that do not
// overlap.
func holding(spans []exposure.Span, s exposure.Span) (exposure.Span, bool) {
	n, _ := slices.BinarySearchFunc(spans, s.Start+1, func(o exposure.Span, at int) int { return cmp.Compare(o.End, at) })
	if n == len(spans) || spans[n].Start > s.Start || spans[n].End < s.End {
		return exposure.Span{}, false
	}
	return spans[n], true
}

// mixed finds words in which letters and many digits alternate, such as keys
// and account numbers, and the filled lines of passports.
func mixed(b []byte) [][2]int {
	const long, many = 8, 4
	var out [][2]int
	for i := 0; i < len(b); {
		start := i
		for i < len(b) && b[i] != ' ' && b[i] != '\n' {
			i++
		}
		w := b[start:i]
		i++
		if len(w) < long {
			continue
		}
		if strings.Contains(string(w), "<<") {
			out = append(out, [2]int{start, start + len(w)})
			continue
		}
		digits, letter, inside := 0, false, false
		for _, c := range w {
			switch {
			case c >= '0' && c <= '9':
				inside = inside || letter && digits > 0
				digits++
				letter = false
			case c >= 'a' && c <= 'z':
				letter = true
			}
		}
		if inside && digits >= many {
			out = append(out, [2]int{start, start + len(w)})
		}
	}
	return out
}

func hideDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsNumber(r) {
			return '•'
		}
		return r
	}, s)
}

func hideWhole(string) string { return dot + dot + dot }

func notLetter(r rune) bool { return !unicode.IsLetter(r) }
