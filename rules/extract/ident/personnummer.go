package ident

import (
	"strings"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/extract/who"
	"lampan/rules/lexicon"
)

// Personal is a Swedish personal or coordination number.
type Personal struct {
	Number       string    // twelve characters; interim numbers keep their letter
	Coordination bool      // the day is 60 higher
	Born         time.Time // zero when the number does not hold a whole date
}

// Personnummer reads a number in any written form: with or without century and
// separator ("-", "+"). It checks the calendar and the check digit.
// Where the century is missing it takes the last one that is not after now; a
// "+" takes one more hundred years away. Source: Skatteverket SKV 704, and for
// interim numbers the specification of personnummer/meta.
func Personnummer(s string, now time.Time) (Personal, bool) {
	s = strings.TrimSpace(strings.ToUpper(s))
	plus := strings.Contains(s, "+")
	body := strings.Map(func(c rune) rune {
		if c == '-' || c == '+' {
			return -1
		}
		return c
	}, s)
	if len(s)-len(body) > 1 || len(s) > len(body) && len(s) != strings.IndexAny(s, "-+")+5 {
		return Personal{}, false
	}
	if len(body) != 10 && len(body) != 12 {
		return Personal{}, false
	}
	short := body[len(body)-10:]
	sum := 0
	for i := range len(short) {
		d := int(short[i] - '0')
		if i == 6 && strings.IndexByte("TRSUWXJKLMN", short[i]) >= 0 {
			d = 1
		}
		if d < 0 || d > 9 {
			return Personal{}, false
		}
		if i%2 == 0 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	if sum%10 != 0 {
		return Personal{}, false
	}
	two := func(i int) int { return int(short[i]-'0')*10 + int(short[i+1]-'0') }
	if short[6:9] == "000" {
		return Personal{}, false // no such serial number
	}
	year, month, day := two(0), two(2), two(4)
	p := Personal{Coordination: day >= 60}
	if p.Coordination {
		day -= 60
	}
	if len(body) == 12 {
		century := body[:2]
		if century != "18" && century != "19" && century != "20" {
			return Personal{}, false
		}
		year += int(century[0]-'0')*1000 + int(century[1]-'0')*100
	} else {
		year += now.Year() / 100 * 100
		if year > now.Year() || year == now.Year() && time.Month(month) > now.Month() {
			year -= 100
		}
		if plus {
			year -= 100
		}
	}
	switch {
	case p.Coordination && month <= 12 && day <= 31:
		// Real coordination numbers hold month 00, day 60 and days that their
		// month lacks.
	case month < 1 || month > 12 || day < 1 || day > days(year, month):
		return Personal{}, false
	}
	if month >= 1 && day >= 1 && day <= days(year, month) {
		p.Born = time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		if len(body) == 12 && p.Born.After(now.AddDate(1, 0, 0)) {
			return Personal{}, false
		}
	}
	p.Number = string([]byte{'0' + byte(year/1000), '0' + byte(year/100%10)}) + short
	return p, true
}

func days(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// undated stands in for the day of publication where a source does not say. It
// only decides the century of two-digit years.
var undated = time.Date(2026, time.December, 31, 0, 0, 0, 0, time.UTC)

func published(r *reading.Reading) time.Time {
	if r.Doc.Published.IsZero() {
		return undated
	}
	return r.Doc.Published
}

// personnummer reads a number that starts at token i. It returns the last token
// used, or -1 when this is not shaped like one; ok says whether it is one.
func personnummer(r *reading.Reading, i int) (o exposure.Observation, last int, ok bool) {
	n := length(r, i)
	var separated bool
	switch {
	case n == 6 || n == 8:
		last = i
		j := i + 1
		if r.Is(j, "-") || r.Is(j, "+") {
			j++
		}
		if r.Kind(j) == text.Word && length(r, j) == 1 && length(r, j+1) == 3 && r.Joined(j+1) && r.Kind(j+1) == text.Number {
			last = j + 1 // interim number: a letter and three digits
		} else if r.Kind(j) == text.Number && length(r, j) == 4 {
			last = j
		}
		if last == i || r.Tokens[j].Lines > 0 || r.Tokens[last].End-r.Tokens[i].Start > 15 {
			return o, -1, false
		}
		separated = true
		if j == i+1 && r.Tokens[j].Space && r.Kind(last+1) == text.Number && r.Tokens[last+1].Lines == 0 {
			return o, -1, false // one group among several
		}
		if i > 0 && r.Kind(i-1) == text.Number && !r.Joined(i) && r.Tokens[i].Lines == 0 && j == i+1 && !personalAccount(r, i) {
			return o, -1, false
		}
	case n == 10 || n == 12:
		last = i
	default:
		return o, -1, false
	}
	if o, ok := taxed(r, i); ok {
		return o, i, true
	}
	if !alone(r, i, last) && !personalAccount(r, i) && !inQuery(r, i, last) {
		return o, -1, false
	}
	var b strings.Builder
	for j := i; j <= last; j++ {
		b.WriteString(r.Word(j))
	}
	p, ok := Personnummer(b.String(), published(r))
	if !ok {
		return o, -1, false
	}
	cue := cued(r, i, last, lexicon.CuePersonnummer) || ofPerson(r, i, last)
	if p.example(cue) {
		return o, -1, false
	}
	bare := !separated
	switch {
	case cue:
	case separated && r.Kind(i+1) == text.Number && !personalAccount(r, i) && !who.Own(r, i, last):
		// A day and a clock, or any two numbers, stand so.
		return o, -1, false
	case vetoed(r, i) && (bare || !membered(r, i)):
		return o, last, false
	case bare && n == 10 && !personalAccount(r, i) && !who.Called(r, i):
		// One string of ten digits in 130 passes every check, so without a
		// word that announces it this says nothing.
		return o, -1, false
	}
	confidence := 0.9
	if bare || r.Tokens[min(i+1, last)].Space {
		confidence = 0.8
	}
	written := "separated"
	if bare {
		written = "bare"
	}
	return p.observe(r, i, last, cue, written, confidence), last, true
}

// example reports whether the number only shows what one looks like, as that of
// "Tolvan Tolvansson" does. A child born a hundred years later has the same ten
// digits, and is announced.
func (p Personal) example(cue bool) bool {
	return p.Number == "191212121212" || !cue && p.Number == "201212121212"
}

// observe describes a number. Written is separated or bare.
func (p Personal) observe(r *reading.Reading, first, last int, cue bool, written string, confidence float64) exposure.Observation {
	if cue {
		confidence = 0.98
	}
	o := r.Observe(exposure.IDPersonnummer, first, last, p.Number, confidence)
	o.Attrs["form"] = exposure.Word("personnummer")
	if p.Coordination {
		o.Attrs["form"] = exposure.Word("samordningsnummer")
	}
	o.Attrs["written"] = exposure.Word(written)
	o.Attrs["cue"] = reading.YesNo(cue)
	o.Subject = bearer(r, first, p.Born)
	o.Attrs["own"] = reading.Own(o.Subject != "", false)
	return o
}

// ofPerson reports whether the words near tokens first to last speak of somebody
// who is known by such a number. One string of ten digits in 130 passes every
// check, so these words may be common ones. A company's number has another form,
// so one that is announced as a company's and is a person's belongs to a trader.
func ofPerson(r *reading.Reading, first, last int) bool {
	for i := max(0, first-personBefore); i <= last+personAfter && i < len(r.Tokens); i++ {
		if w := r.Word(i); persons[w] || strings.HasPrefix(w, "patient") {
			return true
		}
	}
	for _, h := range r.In(r.SentenceOf(first)) {
		if h.Concept == lexicon.CueOrder && h.Value == "org" && h.Last < first && h.Last >= first-cueBefore {
			return true
		}
	}
	return false
}

// Distances in tokens within which somebody is spoken of.
const (
	personBefore = 8
	personAfter  = 4
)

// persons are words for those who are known by their number, and for who knows
// them by it, folded.
var persons = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq("skatteverket folkbokford folkbokforing folkbokforingen skatt naringsidkare naringsidkaren enskild " +
		"vardtagare vardtagaren brukare deklaration deklarationen arvinge arvingen dodsbo dodsboet huvudman trader orgnr vat moms momsnr momsregnr momsreg " +
		"momsregistreringsnummer undertecknad arbetstagare hyresgast lantagare vardnadshavare") {
		m[w] = true
	}
	return m
}()

// membered reports whether the word that announces the number at token i is for a
// member or a customer, who are often known by their personal number.
func membered(r *reading.Reading, i int) bool {
	for j := max(0, i-personAfter); j < i; j++ {
		if w := r.Word(j); strings.HasPrefix(w, "medlem") || strings.HasPrefix(w, "kund") || w == "member" || w == "membership" || w == "customer" {
			return true
		}
	}
	return false
}

// inQuery reports whether tokens first to last are a value in a web address:
// "?patient=…&lang=sv".
func inQuery(r *reading.Reading, first, last int) bool {
	return r.Is(first-1, "=") && (r.Is(last+1, "&") || !clings(r, last+1, last+1, 1))
}

// taxed reads a sole trader's VAT number at token i: "SE", the personal number
// without century, "01".
func taxed(r *reading.Reading, i int) (o exposure.Observation, ok bool) {
	if length(r, i) != 12 || !r.Is(i-1, "se") || r.Tokens[i].Start-r.Tokens[i-1].End > 1 || i > 1 && r.Joined(i-1) && alnum(r, i-2) || r.Joined(i+1) && alnum(r, i+1) {
		return o, false
	}
	w := r.Word(i)
	p, ok := Personnummer(w[:10], published(r))
	if !ok || w[10:] != "01" || p.example(true) {
		return o, false
	}
	return p.observe(r, i, i, true, "bare", 0.9), true
}

// personalAccount reports whether the token before i is the clearing number of
// a bank whose private accounts are the personal number.
func personalAccount(r *reading.Reading, i int) bool {
	i--
	if r.Is(i, "-") || r.Is(i, ",") || r.Is(i, ".") {
		i--
	}
	return r.Is(i, "3300") || r.Is(i, "3782")
}

// grouping reads a number that is written in other groups than six and four, or
// in words: "1955-03-07-1770", "19 76 12 30 och sista fyra 2385", "nittioåtta
// noll två …". The run starts at token i.
func grouping(r *reading.Reading, i int) (o exposure.Observation, last int, ok bool) {
	if i > 0 && r.Kind(i-1) == text.Number && r.Joined(i) {
		return o, -1, false
	}
	var n run
	n.collect(r, i)
	if n.n < 2 || n.size(r) < 10 {
		return o, -1, false
	}
	var best Personal
	parts := 0
	asked := cued(r, i, n.last(n.n), lexicon.CuePersonnummer)
	n.readings(r, func(d []byte, k int) bool {
		if len(d) != 10 && len(d) != 12 || k < parts || len(d) == 10 && n.plain(k) && !asked && !n.dated(r, k) {
			return false
		}
		if p, ok := Personnummer(string(d), published(r)); ok && !p.example(asked) {
			best, parts = p, k
			return true
		}
		return false
	})
	if parts == 0 {
		return o, -1, false
	}
	last = n.last(parts)
	plain := n.plain(parts)
	cue := cued(r, i, last, lexicon.CuePersonnummer)
	if plain && !alone(r, i, last) || !cue && (vetoed(r, i) || plain && parts == 2 && last == i+1 && !who.Own(r, i, last)) {
		return o, -1, false
	}
	if !cue && best.short() {
		// The same digits may be a telephone number.
		if _, line, ok := Phone(best.Number[2:]); ok && line == Mobile {
			return o, -1, false
		}
	}
	confidence := 0.85
	if plain && n.parted(parts) {
		confidence = 0.7
	}
	return best.observe(r, i, last, cue, "separated", confidence), last, true
}

// short reports whether the ten last digits begin like a telephone number.
func (p Personal) short() bool { return p.Number[2] == '0' }

// dated reports whether figures are grouped as a date and four more: the date
// or the four stand by themselves.
func (n *run) dated(r *reading.Reading, k int) bool {
	return k > 1 && (length(r, n.last(k)) == 4 || length(r, n.last(1)) == 6)
}

// Reach in tokens of a number that is told in two places: the four last digits
// from the word that announces them, and the date from both.
const (
	fourNear = 5
	dateNear = 45
)

// split puts together a number that is told in two places: "de fyra sista är
// 2383, född tjugoåttonde jan 2018". The hit announces the last four.
func split(r *reading.Reading, h lexicon.Hit) (o exposure.Observation, ok bool) {
	four, first, last := fourDigits(r, h)
	if four == "" {
		return o, false
	}
	var best Personal
	from, to, far := 0, 0, dateNear+1
	for i := max(0, first-dateNear); i < len(r.Tokens) && i <= last+dateNear; i++ {
		if i >= first && i <= last {
			continue
		}
		born, end, ok := bornOn(r, i)
		if !ok {
			continue
		}
		away := max(first-end, i-last)
		if away >= far || away < 0 {
			continue
		}
		if p, ok := Personnummer(born+four, published(r)); ok {
			best, from, to, far = p, i, end, away
		}
	}
	if far > dateNear {
		return o, false
	}
	return best.observe(r, min(from, first), max(to, last), true, "separated", 0.9), true
}

// fourDigits finds the four digits that a hit announces, after it or before it.
func fourDigits(r *reading.Reading, h lexicon.Hit) (four string, first, last int) {
	at := func(i int) bool {
		switch r.Kind(i) {
		case text.Number:
			switch {
			case length(r, i) == 4 && !clings(r, i-1, i, -1):
				four, first, last = r.Word(i), i, i
			case length(r, i) == 2 && r.Kind(i+1) == text.Number && length(r, i+1) == 2 && !r.Joined(i) && !r.Joined(i+2):
				four, first, last = r.Word(i)+r.Word(i+1), i, i+1
			}
		case text.Word:
			var n run
			n.collect(r, i)
			if n.n > 1 {
				n.readings(r, func(d []byte, k int) bool {
					if len(d) == 4 && n.words > 0 {
						four, first, last = string(d), i, n.last(k)
					}
					return four != ""
				})
			}
		default:
		}
		return four != ""
	}
	for i := h.Last + 1; i <= h.Last+fourNear; i++ {
		if at(i) {
			return four, first, last
		}
	}
	for i := h.First - 1; i >= max(0, h.First-fourNear); i-- {
		if at(i) {
			return four, first, last
		}
	}
	return "", 0, 0
}

// bornOn reads a day of birth that starts at token i, as six or eight digits.
func bornOn(r *reading.Reading, i int) (digits string, last int, ok bool) {
	if r.Kind(i) == text.Number && i > 0 && r.Joined(i) && r.Kind(i-1) != text.Mark {
		return "", 0, false
	}
	if r.Kind(i) == text.Number || r.Kind(i) == text.Word {
		if d, last, ok := monthNamed(r, i); ok {
			return d, last, ok
		}
		if d, last, ok := dayFirst(r, i); ok {
			return d, last, ok
		}
	}
	var n run
	n.collect(r, i)
	if n.n == 0 {
		return "", 0, false
	}
	n.readings(r, func(d []byte, k int) bool {
		if len(d) != 6 && len(d) != 8 || len(d) == 6 && ok {
			return false
		}
		if n.plain(k) && !looksLikeDay(string(d)) {
			return false
		}
		digits, last, ok = string(d), n.last(k), true
		return len(d) == 8
	})
	return digits, last, ok
}

// looksLikeDay reports whether digits look like year, month and day.
func looksLikeDay(d string) bool {
	if len(d) == 8 {
		if d[:2] != "18" && d[:2] != "19" && d[:2] != "20" {
			return false
		}
		d = d[2:]
	}
	return d[2:4] <= "12" && (d[4:6] <= "31" || d[4:6] >= "60" && d[4:6] <= "91")
}

// monthNamed reads "28 jan 2018", "tjugoåttonde januari 2018", "January 28, 2018".
func monthNamed(r *reading.Reading, i int) (digits string, last int, ok bool) {
	month, day, at := "", -1, i
	for at <= i+4 {
		if h, found := r.At(at, lexicon.TimeMonth); found {
			month, _, _ = strings.Cut(h.Value, " ") // a word may follow
			if len(month) == 1 {
				month = "0" + month
			}
			at = h.Last + 1
			if day >= 0 {
				break
			}
			continue
		}
		d, ordinal := ordinals[r.Word(at)]
		switch {
		case r.Kind(at) == text.Number && length(r, at) <= 2 && day < 0:
			day = number2(r.Fold(at))
			at++
			for r.Is(at, ":") || r.Is(at, "e") || r.Is(at, "a") || r.Is(at, ".") || r.Is(at, "th") || r.Is(at, "st") || r.Is(at, "nd") || r.Is(at, "rd") {
				at++
			}
		case ordinal && day < 0:
			day = d
			at++
		default:
			return "", 0, false
		}
		if month != "" && day >= 0 {
			break
		}
	}
	if r.Is(at, ",") || r.Is(at, "-") || r.Is(at, "ar") {
		at++
	}
	if month == "" || day < 1 || day > 31 || r.Kind(at) != text.Number || length(r, at) != 4 && length(r, at) != 2 {
		return "", 0, false
	}
	return r.Word(at) + month + string([]byte{'0' + byte(day/10), '0' + byte(day%10)}), at, true
}

// dayFirst reads "5/4 1987" and "5/4-87": the day stands before the month.
func dayFirst(r *reading.Reading, i int) (digits string, last int, ok bool) {
	if r.Kind(i) != text.Number || !r.Is(i+1, "/") || r.Kind(i+2) != text.Number || length(r, i) > 2 || length(r, i+2) > 2 || !r.Joined(i+2) {
		return "", 0, false
	}
	at := i + 3
	if r.Is(at, "-") || r.Is(at, "/") || r.Is(at, ",") {
		at++
	}
	day, month := number2(r.Fold(i)), number2(r.Fold(i+2))
	if n := length(r, at); r.Kind(at) != text.Number || n != 2 && n != 4 || month < 1 || month > 12 || day < 1 || day > 31 {
		return "", 0, false
	}
	return r.Word(at) + string([]byte{'0' + byte(month/10), '0' + byte(month%10), '0' + byte(day/10), '0' + byte(day%10)}), at, true
}

func number2(w []byte) int {
	n := 0
	for _, c := range w {
		n = n*10 + int(c-'0')
	}
	return n
}

// ordinals are the days of a month, folded.
var ordinals = func() map[string]int {
	m := map[string]int{}
	for i, words := range []string{
		"forsta first", "andra second", "tredje third", "fjarde fourth", "femte fifth", "sjatte sixth", "sjunde seventh", "attonde eighth", "nionde ninth",
		"tionde tenth", "elfte eleventh", "tolfte twelfth", "trettonde thirteenth", "fjortonde fourteenth", "femtonde fifteenth", "sextonde sixteenth",
		"sjuttonde seventeenth", "artonde eighteenth", "nittonde nineteenth", "tjugonde twentieth", "tjugoforsta tjugoforste", "tjugoandra",
		"tjugotredje", "tjugofjarde", "tjugofemte", "tjugosjatte", "tjugosjunde", "tjugoattonde", "tjugonionde", "trettionde trettionde thirtieth", "trettioforsta",
	} {
		for w := range strings.FieldsSeq(words) {
			m[w] = i + 1
		}
	}
	return m
}()

// bearer guesses whose number it is: a member born that year whose name stands
// in the sentence, or the source's subject who says "my".
func bearer(r *reading.Reading, i int, born time.Time) exposure.SubjectID {
	if born.IsZero() {
		return ""
	}
	s := r.SentenceOf(i)
	for _, h := range r.In(s) {
		if h.Concept != lexicon.OwnName {
			continue
		}
		if p := r.Roster.People[h.Ref]; p.Born == born.Year() {
			return p.ID
		}
	}
	if p, ok := r.Roster.Person(r.Doc.Subject); ok && p.Born == born.Year() && r.Has(s, lexicon.ActorSelf) {
		return p.ID
	}
	return ""
}
