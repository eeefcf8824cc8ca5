package ident

import (
	"strings"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/extract/who"
)

// Distances in tokens for words about paying, which stand further from an
// account than a label does.
const (
	payBefore = 25
	payAfter  = 12
)

// ibanLengths is the length of an IBAN by country. Source: the registry of IBAN
// formats kept by SWIFT for ISO 13616.
const ibanLengths = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18" +
	"FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19" +
	"MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29" +
	"VA22VG24XK20YE30"

func ibanLength(country string) int {
	for i := 0; i < len(ibanLengths); i += 4 {
		if ibanLengths[i:i+2] == country {
			return int(ibanLengths[i+2]-'0')*10 + int(ibanLengths[i+3]-'0')
		}
	}
	return 0
}

// IBAN reads an account number of any country, with spaces or dashes or
// without, and gives it in capitals without them. It checks the length that the
// country has and the check digits (ISO 7064, mod 97).
func IBAN(s string) (string, bool) {
	s = strings.ToUpper(unspaced.Replace(s))
	if len(s) < 5 || len(s) != ibanLength(s[:2]) {
		return "", false
	}
	mod := 0
	for i := range len(s) {
		switch c := s[(i+4)%len(s)]; {
		case c >= '0' && c <= '9':
			mod = (mod*10 + int(c-'0')) % 97
		case c >= 'A' && c <= 'Z':
			mod = (mod*100 + int(c-'A') + 10) % 97
		default:
			return "", false
		}
	}
	return s, mod == 1
}

var unspaced = strings.NewReplacer(" ", "", "-", "", ".", "", "\u00a0", "")

// luhn reports whether the digits of s end in their check digit.
func luhn(s string) bool {
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return len(s) > 1 && sum%10 == 0
}

// Bankgiro reads a bankgiro number, NNN-NNNN or NNNN-NNNN, with its check digit.
// Those that begin with 90 belong to charities (Svensk insamlingskontroll) and
// are refused: they are there for everybody to pay to.
func Bankgiro(s string) (string, bool) {
	d := digits(s)
	if n := len(d); n != 7 && n != 8 || strings.IndexByte(s, '-') >= 0 && strings.IndexByte(s, '-') != n-4 {
		return "", false
	}
	return d, luhn(d) && (len(d) != 7 || !strings.HasPrefix(d, "90"))
}

// Plusgiro reads a plusgiro number: two to eight digits in pairs, a dash before
// the check digit. It refuses those of charities as Bankgiro does.
func Plusgiro(s string) (string, bool) {
	d := digits(s)
	if len(d) < 2 || len(d) > 8 {
		return "", false
	}
	return d, luhn(d) && (len(d) != 7 || !strings.HasPrefix(d, "90"))
}

// accountForm says which account numbers a range of clearing numbers has.
type accountForm struct{ from, to, least, most int }

// accountForms are the clearing numbers of Swedish banks and the lengths of
// their account numbers. Source: Bankgirot, "Bankernas kontonummer".
var accountForms = [...]accountForm{
	{1100, 2999, 7, 7},
	{3000, 3299, 7, 7},
	{3300, 3300, 10, 10}, // Nordea's personkonto: a personnummer
	{3301, 3781, 7, 7},
	{3782, 3782, 10, 10},
	{3783, 4999, 7, 7},
	{5000, 5999, 7, 7},
	{6000, 6999, 8, 9},
	{7000, 7999, 7, 7},
	{8000, 8999, 6, 10}, // a fifth digit checks the clearing number
	{9020, 9179, 7, 7},
	{9180, 9189, 10, 10},
	{9190, 9299, 7, 7},
	{9300, 9349, 10, 10},
	{9380, 9499, 7, 7},
	{9500, 9549, 7, 10},
	{9550, 9569, 7, 7},
	{9570, 9579, 10, 10},
	{9580, 9959, 7, 7},
	{9960, 9969, 7, 10},
}

func formOf(clearing int) (accountForm, bool) {
	for _, f := range accountForms {
		if clearing >= f.from && clearing <= f.to {
			return f, true
		}
	}
	return accountForm{}, false
}

// Account checks a clearing number of four digits, or of five where the bank
// has such, and an account number of digits alone against what Swedish banks
// have. There is no check digit that all banks use.
func Account(clearing, number string) bool {
	if len(clearing) != 4 && (len(clearing) != 5 || clearing[0] != '8' || !luhn(clearing)) || digits(clearing) != clearing || digits(number) != number {
		return false
	}
	f, ok := formOf(int(clearing[0]-'0')*1000 + int(clearing[1]-'0')*100 + int(clearing[2]-'0')*10 + int(clearing[3]-'0'))
	return ok && len(number) >= f.least && len(number) <= f.most
}

// Card reads the number of a payment card: 13 to 19 digits in one piece or in
// groups, with the first digit of a card scheme and the check digit. The cards
// that payment systems give for tests are cards too. A card is no account to
// pay to, so this only keeps its digits from being taken for something else.
func Card(s string) (string, bool) {
	d := digits(s)
	return d, scheme(d) && luhn(d)
}

// scheme reports whether a card scheme has numbers that begin and are as long as
// d. Source: ISO/IEC 7812 issuers as the schemes publish them.
func scheme(d string) bool {
	n := len(d)
	if n < 13 || n > 19 {
		return false
	}
	switch two := d[:2]; {
	case d[0] == '4':
		return n == 13 || n == 16 || n == 19
	case two >= "51" && two <= "55", two >= "22" && two <= "27":
		return n == 16
	case two == "34", two == "37":
		return n == 15
	case two == "30", two == "36", two == "38", two == "39":
		return n == 14
	}
	return d[0] == '6' && n >= 16
}

// account is bank but for accounts of companies, associations and charities,
// which are there for everybody to pay to.
func account(r *reading.Reading, i int) (o exposure.Observation, last int, ok bool) {
	o, last, ok = bank(r, i)
	if ok && who.Firm(r, i, last) && !who.Own(r, i, last) {
		return o, last, false
	}
	return o, last, ok
}

// bank reads an account that starts at token i, or an IBAN whose country stands
// before it; like personnummer.
func bank(r *reading.Reading, i int) (o exposure.Observation, last int, ok bool) {
	if o, last, ok = ibanAt(r, i); last >= 0 {
		return o, last, ok
	}
	if length(r, i) > 15 || i > 0 && r.Joined(i) && alnum(r, i-1) || length(r, i) < 2 && !r.Speaks(i, i, 4, 0, "money.plusgiro") {
		return o, -1, false
	}
	if o, last, ok = merchant(r, i); last >= 0 {
		return o, last, ok
	}
	if last = card(r, i); last >= 0 {
		return o, last, false
	}
	if o, last, ok = giro(r, i); last >= 0 {
		return o, last, ok
	}
	return clearing(r, i)
}

// ibanAt reads an IBAN whose check digits are token i.
func ibanAt(r *reading.Reading, i int) (o exposure.Observation, last int, ok bool) {
	first := i - 1
	if i == 0 || r.Kind(first) != text.Word || length(r, first) != 2 || length(r, i) < 2 || r.Joined(first) && alnum(r, first-1) ||
		r.Tokens[i].Start-r.Tokens[first].End > 1 || !r.Joined(i) && (length(r, i) != 2 || !r.Capitals(first)) {
		return o, -1, false
	}
	want := ibanLength(strings.ToUpper(r.Word(first)))
	if want == 0 {
		return o, -1, false
	}
	got, last := length(r, first), first
	for j := i; j < len(r.Tokens) && got < want && j <= i+2*maxCode; j++ {
		k := r.Tokens[j]
		if k.Lines > 1 || k.Start-r.Tokens[j-1].End > 1 {
			break
		}
		if alnum(r, j) {
			got += length(r, j)
			last = j
		} else if !r.Is(j, "-") && !r.Is(j, ".") {
			break
		}
	}
	if got != want || r.Joined(last+1) && alnum(r, last+1) {
		if got >= 15 {
			return o, last, false // a long string of another sort
		}
		return o, -1, false
	}
	s, valid := IBAN(string(r.Folded()[r.Tokens[first].Start:r.Tokens[last].End]))
	cue := r.Speaks(first, last, payBefore, payAfter, "money.iban", "money.account", "money.bank", "money.pay", "money.swish")
	if !valid {
		return o, last, false
	}
	confidence := 0.95
	if cue {
		confidence = 0.99
	}
	return paying(r, first, last, s, "iban", cue, confidence), last, true
}

// giro reads a bankgiro or plusgiro number. Both have one check digit, which
// one number in ten has by chance, so a word must announce them; where only
// paying is spoken of, the whole written form must be that of a bankgiro.
func giro(r *reading.Reading, i int) (o exposure.Observation, last int, ok bool) {
	total, dash := 0, -1
	last = i
	for j := i; ; {
		total += length(r, j)
		last = j
		n := j + 1
		if r.Is(n, "-") && r.Joined(n) && r.Joined(n+1) {
			if dash >= 0 {
				return o, -1, false
			}
			dash = total
			n++
		}
		if r.Kind(n) != text.Number || r.Tokens[n].Lines > 0 || r.Tokens[n].Start-r.Tokens[n-1].End > 1 || total > 8 {
			break
		}
		j = n
	}
	if total < 4 || total > 8 || !alone(r, i, last) {
		return o, -1, false
	}
	raw := string(r.Folded()[r.Tokens[i].Start:r.Tokens[last].End])
	bg, bgOK := Bankgiro(raw)
	pg, pgOK := Plusgiro(raw)
	before := 6
	if dash == total-4 || dash == total-1 {
		before = payBefore
	}
	h, cue := r.About(i, last, before, 3, "money.bankgiro", "money.plusgiro")
	switch {
	case cue && bgOK && r.Lists.Name(h.Topic) == "money.bankgiro":
		return paying(r, i, last, bg, "bankgiro", true, 0.95), last, true
	case cue && pgOK && r.Lists.Name(h.Topic) == "money.plusgiro":
		return paying(r, i, last, pg, "plusgiro", true, 0.95), last, true
	case cue && total >= 5:
		return o, last, false // one of everybody's, or mistyped
	case bgOK && dash == total-4 && last == i+2 && r.Speaks(i, last, 10, 3, "money.pay"):
		return paying(r, i, last, bg, "bankgiro", false, 0.6), last, true
	}
	return o, -1, false
}

// clearing reads a clearing number at token i and the account number behind it.
func clearing(r *reading.Reading, i int) (o exposure.Observation, last int, ok bool) { //nolint:gocognit // one written form after the other
	n := length(r, i)
	if n < 4 || n > 15 {
		return o, -1, false
	}
	w := r.Word(i)
	form, known := formOf(int(w[0]-'0')*1000 + int(w[1]-'0')*100 + int(w[2]-'0')*10 + int(w[3]-'0'))
	if !known {
		return o, -1, false
	}
	j, split := i+1, false // the account number, and whether the clearing number stands apart
	check := false
	if n == 4 || n == 5 && w[0] == '8' {
		if n == 4 && (r.Is(j, "-") || r.Is(j, "/")) && r.Joined(j) && r.Joined(j+1) && r.Kind(j+1) == text.Number && length(r, j+1) == 1 {
			check, j = true, j+2
		}
		j = skipLabel(r, j)
		split = true
	} else if n < 11 {
		return o, -1, false
	} else {
		j = i
	}
	total, groups := 0, 0
	last = -1
	for k := j; k < len(r.Tokens) && k < j+14 && total <= 10; k++ {
		t := r.Tokens[k]
		if k > j && (t.Lines > 0 || t.Start-r.Tokens[k-1].End > 1) {
			break
		}
		if t.Kind == text.Number {
			if total+length(r, k) > 15 {
				break
			}
			total += length(r, k)
			last = k
			groups++
		} else if k == j || !(r.Is(k, "-") || r.Is(k, ",") || r.Is(k, ".")) || r.Kind(k+1) != text.Number {
			break
		}
	}
	if !split {
		total -= 4
	}
	if last < 0 || !alone(r, i, last) {
		return o, -1, false
	}
	cue := r.Speaks(i, last, 12, 4, "money.account") || r.Speaks(i, last, 4, 0, "money.bank")
	paid := r.Speaks(i, last, payBefore, payAfter, "money.pay", "money.bank", "money.collect", "money.swish")
	fits := total >= form.least && total <= form.most
	if !split && !fits || personal(r, i, last) || split && form.least < 10 && personal(r, j, last) {
		return o, -1, false
	}
	switch {
	case check && total >= 6 && total <= 10:
	case cue && total >= 6 && total <= 10:
	case fits && split && groups > 1 && (paid || groups == 3 && total == 9):
	default:
		return o, -1, false
	}
	o = paying(r, i, last, digits(string(r.Folded()[r.Tokens[i].Start:r.Tokens[last].End])), "account", cue, 0.9)
	if form.least == 10 && split {
		return o, i, true // the account number may be a personnummer as well
	}
	return o, last, true
}

// personal reports whether tokens first to last are a personal number.
func personal(r *reading.Reading, first, last int) bool {
	_, ok := Personnummer(string(r.Folded()[r.Tokens[first].Start:r.Tokens[last].End]), published(r))
	return ok
}

// skipLabel steps over what people write between a clearing number and its
// account number: a comma, "konto", "with account".
func skipLabel(r *reading.Reading, j int) int {
	for n := 0; n < 4 && j < len(r.Tokens) && r.Tokens[j].Lines == 0; n++ {
		h, label := r.About(j, j, 0, 0, "money.account")
		switch {
		case r.Is(j, ",") || r.Is(j, ":") || r.Is(j, "-") || r.Is(j, "/") || r.Is(j, "och") || r.Is(j, "and") || r.Is(j, "with") || r.Is(j, "nr"):
			j++
		case label:
			j = int(h.Last) + 1
		default:
			return j
		}
	}
	return j
}

func paying(r *reading.Reading, first, last int, value, form string, cue bool, confidence float64) exposure.Observation {
	o := r.Observe(exposure.BankAccount, first, last, value, confidence)
	o.Attrs["form"] = exposure.Word(form)
	o.Attrs["cue"] = reading.YesNo(cue)
	return o
}

// card gives the last token of a payment card's number that starts at token i,
// or -1.
func card(r *reading.Reading, i int) int {
	total, last := 0, i
	for j := i; j < len(r.Tokens) && total < 19; j++ {
		if j > i && (r.Tokens[j].Lines > 0 || r.Tokens[j].Start-r.Tokens[j-1].End > 1) {
			break
		}
		if r.Kind(j) == text.Number {
			total += length(r, j)
			last = j
		} else if !r.Is(j, "-") {
			break
		}
	}
	if total < 13 || total > 19 {
		return -1
	}
	if _, ok := Card(string(r.Folded()[r.Tokens[i].Start:r.Tokens[last].End])); !ok {
		return -1
	}
	return last
}

// merchant reads a Swish number of the sort that companies, associations and sole
// traders have: 123 and seven digits. It is a household's where somebody says so.
func merchant(r *reading.Reading, i int) (o exposure.Observation, last int, ok bool) {
	if !strings.HasPrefix(r.Word(i), "123") {
		return o, -1, false
	}
	total := 0
	for j := i; ; {
		total, last = total+length(r, j), j
		j++
		if r.Is(j, "-") && r.Joined(j) && r.Joined(j+1) {
			j++
		}
		if r.Kind(j) != text.Number || r.Tokens[j].Lines > 0 || r.Tokens[j].Start-r.Tokens[j-1].End > 1 || total >= 10 {
			break
		}
	}
	if total != 10 || !alone(r, i, last) || !r.Speaks(i, last, 6, 4, "money.swish") {
		return o, -1, false
	}
	if who.Firm(r, i, last) || !who.Own(r, i, last) {
		return o, last, false
	}
	return paying(r, i, last, digits(string(r.Folded()[r.Tokens[i].Start:r.Tokens[last].End])), "swish", true, 0.9), last, true
}

// swish appends an account for every mobile number in known that is announced
// as one to pay to. Numbers that begin with 123 belong to associations and
// companies, and are no mobile numbers.
func swish(r *reading.Reading, known, out []exposure.Observation) []exposure.Observation {
	for i := range known {
		o := &known[i]
		if o.Kind != exposure.ContactPhone || o.Span.Len() == 0 {
			continue
		}
		if line, _ := o.Attrs["line"].AsWord(); line != string(Mobile) {
			continue
		}
		first, last := r.TokensOf(o.Span)
		if !r.Speaks(first, last, payBefore, payAfter, "money.swish") {
			continue
		}
		near := r.Speaks(first, last, 6, 4, "money.swish")
		out = append(out, paying(r, first, last, o.Value, "swish", near, 0.9))
	}
	return out
}
