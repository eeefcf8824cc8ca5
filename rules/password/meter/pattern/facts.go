package pattern

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"lampan/rules/password/meter/form"
	"lampan/rules/password/wordset"
)

// fact is one form of what is known.
type fact struct {
	hash  uint64
	bits  float32
	clues Clues
	kinds Kinds
	class class
	// alone says that it is so short that it counts only where no character of
	// the same sort stands beside it.
	alone bool
}

// table finds facts by their hash. A bit of seen for each hash answers most asks,
// one of starts for the hash of how each begins.
type table struct {
	seen, starts [16]uint64
	facts        []fact // ordered by hash, the cheaper first
}

func (t *table) reset() {
	clear(t.facts)
	t.facts = t.facts[:0]
	t.seen, t.starts = [16]uint64{}, [16]uint64{}
}

func (t *table) put(f fact) {
	t.seen[f.hash>>6&15] |= 1 << (f.hash & 63)
	t.facts = append(t.facts, f)
}

// may says quickly whether the table could hold a word.
func (t *table) may(h wordset.Hash) bool {
	if len(t.facts) == 0 {
		return false
	}
	x := h.Mix()
	return t.seen[x>>6&15]>>(x&63)&1 == 1
}

// begin notes how a fact begins, as wordset.Set.May asks for it.
func (t *table) begin(h wordset.Hash) {
	x := h.Mix()
	t.starts[x>>6&15] |= 1 << (x & 63)
}

// begins says quickly whether a fact could begin so.
func (t *table) begins(h wordset.Hash) bool {
	x := h.Mix()
	return t.starts[x>>6&15]>>(x&63)&1 == 1
}

// sort makes ready for find; of the same words the cheapest stays, with the
// kinds of all.
func (t *table) sort() {
	slices.SortFunc(t.facts, func(a, b fact) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.bits, b.bits)) })
	kept := t.facts[:0]
	for _, f := range t.facts {
		if n := len(kept); n > 0 && kept[n-1].hash == f.hash {
			kept[n-1].kinds |= f.kinds
			kept[n-1].clues |= f.clues
			continue
		}
		kept = append(kept, f)
	}
	t.facts = kept
}

func (t *table) find(h wordset.Hash) *fact {
	x := h.Mix()
	i, ok := slices.BinarySearchFunc(t.facts, x, func(f fact, x uint64) int { return cmp.Compare(f.hash, x) })
	if !ok {
		return nil
	}
	return &t.facts[i]
}

// toldClues are the clues that rest on what somebody knows of these people.
const toldClues = Family | Site | User

// lookTold notes what is known of the characters from i to j.
func (s *scratch) lookTold(i, j int, backwards bool, h wordset.Hash, disguise float32, clues Clues) {
	for _, t := range [...]*table{&s.facts.known, &s.given} {
		if !t.may(h) {
			continue
		}
		f := t.find(h)
		if f == nil || f.alone && (clues != 0 || backwards || !s.alone(i, j)) {
			continue
		}
		s.told = true
		s.add(i, j, backwards, edge{
			bits: f.bits + disguise + s.capitals(i, j, backwards), class: f.class, clues: clues | f.clues, kinds: f.kinds,
		})
	}
}

// alone says whether another sort of character, or none, stands on both sides.
func (s *scratch) alone(i, j int) bool {
	return (i == 0 || sort(s.folded[i-1]) != sort(s.folded[i])) && (j == s.n || sort(s.folded[j]) != sort(s.folded[j-1]))
}

func sort(r rune) int {
	switch {
	case isLetter(r):
		return 1
	case isDigit(r):
		return 2
	}
	return 3
}

// Facts are a family's facts, ready for guessing. Nil holds none. They are
// immutable and safe for concurrent use.
type Facts struct{ known table }

const (
	// shortestFact is the fewest letters of a fact; aloneFact the most that
	// count only by themselves.
	shortestFact = 2
	aloneFact    = 3
	// shortestNumber is the fewest digits of a fact. What is shorter, such as a
	// house number, stands in passwords by chance.
	shortestNumber = 4
	// shortestPiece is the fewest letters of a piece of a longer fact, such as a
	// street, that counts without the rest.
	shortestPiece = 4
	// mostOrdinary is the most letters of a street's beginning that counts only by
	// itself.
	mostOrdinary = 5
	// shortestInitials is the fewest initials that count without a year.
	shortestInitials = 3
	// mostNames bounds how many names are joined two and two.
	mostNames = 30
	// kindBits is what it costs to think of a kind of fact.
	kindBits = 1.5
	// derivedBits is what a form made from a fact costs beside it.
	derivedBits = 1.5
)

// Compile prepares facts, once for a household. What one costs follows from how
// many there are of its kind: somebody who knows the family goes through them all.
func Compile(facts []Fact) *Facts {
	count := map[Kinds]int{}
	for _, f := range facts {
		count[f.Kind]++
	}
	var c compiler
	for _, f := range facts {
		c.bits = kindBits + log2(count[f.Kind])
		c.fact(f)
	}
	c.bits = kindBits + log2(count[FactName])
	c.pairs()
	c.table.sort()
	return &Facts{known: c.table}
}

// compiler gathers the forms of facts.
type compiler struct {
	table    table
	bits     float32
	names    []string // single names, folded
	initials []string
	years    []string
	days     []string
}

// put notes one form, a word or a number.
func (c *compiler) put(kind Kinds, form string, more float32) {
	c.note(kind, form, more, utf8.RuneCountInString(form) <= aloneFact)
}

// note notes one form, which may count only by itself.
func (c *compiler) note(kind Kinds, form string, more float32, alone bool) {
	n := utf8.RuneCountInString(form)
	if n < shortestFact || n > longestWord || n < shortestNumber && keep(form, isDigit) == form {
		return
	}
	f := fact{
		hash: wordset.HashOf(form).Mix(), bits: c.bits + more, clues: Family, kinds: kind, class: word, alone: alone,
	}
	if isDigit(rune(form[len(form)-1])) && isDigit(rune(form[0])) {
		f.class = number
	}
	c.table.put(f)
	h := wordset.Start
	for i, r := range []rune(form) {
		h = h.Add(wordset.Fold(r))
		if i+1 == wordset.Beginning {
			c.table.begin(h)
		}
	}
}

func (c *compiler) fact(f Fact) {
	text := form.Composed(f.Text)
	if read := c.readers()[f.Kind]; read != nil {
		read(text)
		return
	}
	pieces := fields(text)
	c.put(f.Kind, strings.Join(pieces, ""), 0)
	named := f.Kind == FactName || f.Kind == FactPet
	for i, p := range pieces {
		if isDigit(rune(p[0])) {
			c.put(f.Kind, p, 1)
			continue
		}
		if named || len(pieces) == 1 || utf8.RuneCountInString(p) >= shortestPiece && !slices.Contains(ways(), p) {
			c.put(f.Kind, p, 0)
		}
		switch {
		case named:
			c.names = append(c.names, p)
			if f.Kind == FactName && i == 0 {
				c.nicknames(p)
			}
		case f.Kind == FactStreet:
			c.street(p, pieces[i+1:])
		case f.Kind == FactClub:
			if town, ok := strings.CutSuffix(p, "s"); ok && utf8.RuneCountInString(town) > shortestPiece {
				c.put(f.Kind, town, derivedBits)
			}
		}
	}
	for _, sep := range []string{" ", ".", "-", "_"} {
		if len(pieces) > 1 {
			c.put(f.Kind, strings.Join(pieces, sep), 1)
		}
	}
	if n := len(pieces); n > 2 {
		c.put(f.Kind, pieces[0]+pieces[n-1], 1)
	}
	if f.Kind == FactName || f.Kind == FactClub {
		if short := initials(pieces, f.Kind == FactClub); len(short) > 1 {
			c.initials = append(c.initials, short)
			if utf8.RuneCountInString(short) >= shortestInitials {
				c.put(f.Kind, short, derivedBits)
			}
		}
	}
	if f.Kind == FactPlate {
		c.plate(pieces)
	}
}

// initials are the first letters of words: AL. A club's IF and the like stay
// whole: SIF, MFF.
func initials(pieces []string, club bool) string {
	var b strings.Builder
	for i, p := range pieces {
		switch {
		case isDigit(rune(p[0])):
		case club && i > 0 && len(p) == 2:
			b.WriteString(p)
		default:
			b.WriteString(firstRunes(p, 1))
		}
	}
	return b.String()
}

// readers are for the kinds that are more than words.
func (c *compiler) readers() map[Kinds]func(text string) {
	return map[Kinds]func(string){
		FactBorn: c.born, FactPhone: c.phone, FactEmail: c.email,
		FactDomain: func(text string) { c.host(FactDomain, text) },
	}
}

// nicknames notes the short forms of a first name: Joh, Joha, Johis. They count
// only by themselves, since they begin many other words.
func (c *compiler) nicknames(p string) {
	if utf8.RuneCountInString(p) < 5 {
		return
	}
	// Most are a beginning of the name, and then what the language adds.
	short := firstRunes(p, 3)
	c.note(FactName, short, derivedBits, true)
	c.note(FactName, firstRunes(p, 4), derivedBits, true)
	for _, end := range []string{"is", "an", "ie", "sa", "e", "a", "i"} {
		c.note(FactName, short+end, derivedBits+2, true)
	}
}

// ways are what streets end in, which say nothing of one of them.
func ways() []string {
	return []string{"gatan", "vagen", "grand", "stigen", "backen", "torget", "allen", "plan"}
}

// street notes a street without its ending, with and without what follows.
func (c *compiler) street(p string, rest []string) {
	for _, end := range ways() {
		short, ok := strings.CutSuffix(p, end)
		if !ok {
			continue
		}
		for _, short := range []string{short, strings.TrimSuffix(short, "s")} {
			if utf8.RuneCountInString(short) >= shortestPiece {
				// A short one begins many words: björk, stor.
				c.note(FactStreet, short, derivedBits, utf8.RuneCountInString(short) <= mostOrdinary)
				c.put(FactStreet, short+strings.Join(rest, ""), derivedBits)
			}
		}
	}
}

func firstRunes(p string, n int) string {
	for i := range p {
		if n == 0 {
			return p[:i]
		}
		n--
	}
	return p
}

// plate notes ABC123 with something between.
func (c *compiler) plate(pieces []string) {
	all := strings.Join(pieces, "")
	if len(all) == 6 {
		c.put(FactPlate, all[:3]+" "+all[3:], 1)
		c.put(FactPlate, all[:3]+"-"+all[3:], 1)
	}
}

// born notes a year, a day or both in all orders.
func (c *compiler) born(text string) {
	digits := keep(text, isDigit)
	var year, month, day string
	switch len(digits) {
	case 4:
		if strings.Contains(text, "-") {
			month, day = digits[:2], digits[2:]
		} else {
			year = digits
		}
	case 6:
		year, month = digits[:4], digits[4:]
	case 8:
		year, month, day = digits[:4], digits[4:6], digits[6:]
	default:
		return
	}
	put := func(more float32, parts ...string) {
		c.put(FactBorn, strings.Join(parts, ""), more)
		for _, sep := range []string{"-", "/", "."} {
			c.put(FactBorn, strings.Join(parts, sep), more+1)
		}
	}
	if year != "" {
		c.put(FactBorn, year, 0)
		c.years = append(c.years, year, year[2:])
	}
	if day != "" {
		put(1, month, day)
		put(1, day, month)
		c.days = append(c.days, day, month+day, day+month)
		bare := strings.TrimPrefix(day, "0") + "/" + strings.TrimPrefix(month, "0")
		c.put(FactBorn, bare, 1.5)
		if year != "" {
			c.put(FactBorn, bare+"-"+year[2:], 2)
			c.put(FactBorn, bare+"-"+year, 2)
		}
	}
	if year != "" && day != "" {
		for _, y := range []string{year, year[2:]} {
			put(0, y, month, day)
			put(0.5, day, month, y)
			put(1.5, month, day, y)
		}
	}
}

// phone notes a number with and without its beginning, and its last digits.
func (c *compiler) phone(text string) {
	d := keep(text, isDigit)
	d = strings.TrimPrefix(d, "00")
	if rest, ok := strings.CutPrefix(d, "46"); ok && len(d) > 9 {
		d = rest
	}
	d = strings.TrimPrefix(d, "0")
	if len(d) < 6 {
		return
	}
	for _, start := range []string{"0", "", "46", "+46", "0046"} {
		c.put(FactPhone, start+d, 0)
	}
	for _, n := range []int{4, 5, 6, 7} {
		if n < len(d) {
			c.put(FactPhone, d[len(d)-n:], 1)
		}
	}
	c.put(FactPhone, "0"+d[:2]+"-"+d[2:], 0.5)
	c.put(FactPhone, "0"+d[:2]+" "+d[2:], 0.5)
}

func (c *compiler) email(text string) {
	local, host, _ := strings.Cut(text, "@")
	c.put(FactEmail, text, 0)
	c.put(FactEmail, local, 0)
	pieces := fields(local)
	c.put(FactEmail, strings.Join(pieces, ""), 0)
	c.put(FactEmail, strings.TrimRight(local, "0123456789"), 0.5)
	for _, p := range pieces {
		c.put(FactEmail, p, 0.5)
	}
	if !isPublicMail(host) {
		c.host(FactEmail, host)
	}
}

// isPublicMail says that a host of e-mail says nothing of who uses it.
func isPublicMail(host string) bool {
	name, _, _ := strings.Cut(host, ".")
	switch strings.ToLower(name) {
	case "gmail", "hotmail", "outlook", "live", "telia", "yahoo", "icloud", "msn", "bredband", "comhem", "home", "proton", "protonmail", "me":
		return true
	}
	return false
}

func (c *compiler) host(kind Kinds, host string) {
	for _, label := range labels(host) {
		c.put(kind, label, 0)
		for _, p := range fields(label) {
			c.put(kind, p, 0.5)
		}
	}
	c.put(kind, host, 0.5)
}

// pairs joins names two and two, and initials with years.
func (c *compiler) pairs() {
	names := c.names[:min(len(c.names), mostNames)]
	more := c.bits // the second name is as hard to find as the first
	for i, a := range names {
		for j, b := range names {
			if i != j {
				c.put(FactName, a+b, more)
			}
		}
		if r, _ := utf8.DecodeRuneInString(a); r != utf8.RuneError {
			for _, y := range c.years {
				c.put(FactName|FactBorn, string(r)+y, more+derivedBits)
			}
		}
	}
	for _, a := range c.initials[:min(len(c.initials), mostNames)] {
		for _, y := range c.years {
			c.put(FactName|FactBorn, a+y, more)
		}
	}
	// Days of birth of two children, one after the other: 1517.
	for i, a := range c.days[:min(len(c.days), mostNames)] {
		for j, b := range c.days[:min(len(c.days), mostNames)] {
			if i != j && len(a)+len(b) == 4 {
				c.put(FactBorn, a+b, more)
			}
		}
	}
}

// fields splits at everything that is neither a letter nor a digit, and between
// the two, and folds.
func fields(text string) []string {
	var out []string
	var b strings.Builder
	last := 3
	for _, r := range text {
		r = wordset.Fold(r)
		at := sort(r)
		if at != last && b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
		if at != 3 {
			b.WriteRune(r)
		}
		last = at
	}
	if b.Len() > 0 {
		out = append(out, b.String())
	}
	return out
}

func keep(text string, f func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		if f(r) {
			return r
		}
		return -1
	}, text)
}

// labels are the parts of a host's name that tell it from others: not www, not
// the top domain.
func labels(host string) []string {
	if _, rest, ok := strings.Cut(host, "://"); ok {
		host = rest
	}
	host, _, _ = strings.Cut(host, "/")
	host, _, _ = strings.Cut(host, ":")
	host = strings.TrimPrefix(strings.ToLower(host), "www.")
	all := strings.Split(host, ".")
	if len(all) > 1 {
		all = all[:len(all)-1]
	}
	return all
}
