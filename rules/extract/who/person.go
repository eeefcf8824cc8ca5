package who

import (
	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

// adult is the age from which a person is no child.
const adult = 18

// persons appends the people whom a sentence names and says who they are:
// "min man Erik", "Elsa 6 år", "lilla Tuva", "Lena, min syster". A name alone
// says nothing.
func persons(r *reading.Reading, cs []cue, out []exposure.Observation) []exposure.Observation {
	p := namer{r: r, cues: cs, end: -2}
	for i := 0; i < len(r.Tokens); i++ {
		if r.Kind(i) != text.Word {
			continue
		}
		n := lexicon.NameOf(r.Tokens[i].Hash)
		if n == 0 && !r.Capital(i) {
			continue
		}
		last, who, sure := p.read(i, n)
		if who == "" {
			continue
		}
		o := r.Observe(exposure.PersonNamed, i, last, text.Fold(r.Clean(i, last)), sure)
		o.Attrs["name"] = exposure.Word(r.Clean(i, last))
		o.Attrs["role"] = exposure.Word(who)
		o.Attrs["own"] = exposure.Word("unknown")
		out = append(out, o)
		p.end, p.who = last, who
		i = last
	}
	return out
}

// namer reads names from left to right.
type namer struct {
	r    *reading.Reading
	cues []cue
	next int    // the first cue that ends no more than a few tokens back
	end  int    // the last token of the person before, with the age
	who  string // the role of the person before
}

// read tells who bears the name that starts at token i: child, relative, other
// or unknown; "" when nothing does.
func (p *namer) read(i int, n lexicon.Name) (last int, who string, sure float64) {
	r := p.r
	for p.next < len(p.cues) && p.cues[p.next].first < i-maxCue {
		p.next++
	}
	kin, near := p.before(i)
	if !p.plausible(i, n, near) {
		return i, "", 0
	}
	last = p.extend(i)
	age, ended := ageAfter(r, last+1)
	if n&lexicon.NameWord != 0 && !near && (age >= 0 || r.Sentences[r.SentenceOf(i)].First == i) {
		return i, "", 0 // "Dag 6": a word that is a name too
	}
	defer func() { p.end = max(last, ended-1) }()
	if kin == 0 {
		if kin = p.after(last); kin != 0 {
			near = true
		}
	}
	switch {
	case kin == outside:
		return last, "other", 0.6
	case near && kin == small, near && kin == child && age < adult, near && kin == younger && age < adult && n&lexicon.NameOld == 0:
		return last, "child", 0.9
	case near && kin == elder && age >= 0 && age < adult:
		return last, "child", 0.8
	case near && (kin == partner || kin == elder || kin == child || kin == younger):
		return last, "relative", 0.9
	case kin == aged && age < 0:
		return last, "child", 0.85
	case n == 0:
		return last, "", 0
	case age >= adult:
		return last, "", 0 // "Hugo, 18, Kalix": anybody
	case age >= 0:
		return last, "child", 0.8
	}
	if p.joins(i) {
		return last, p.who, 0.75
	}
	if who := p.owned(i, n); who != "" {
		return last, who, 0.7
	}
	if pair(r, i, last) {
		if n&lexicon.NameOld != 0 {
			return last, "relative", 0.5
		}
		return last, "unknown", 0.5
	}
	if n&(lexicon.NameYoung|lexicon.NameWord) == lexicon.NameYoung && r.Capital(i) && p.busy(i) {
		return last, "child", 0.5
	}
	return last, "", 0
}

// maxCue is how far back in tokens a phrase that says who somebody is starts.
const maxCue = 12

// plausible reports whether token i can be a name at all. What stands beside a
// word for kin needs a capital alone; elsewhere the lists must know the name.
func (p *namer) plausible(i int, n lexicon.Name, near bool) bool {
	r := p.r
	if p.covers(i) {
		return false
	}
	if !r.Capital(i) {
		const plain = lexicon.NameCommon | lexicon.NameYoung | lexicon.NameOld
		return n&lexicon.NameWord == 0 && n&plain != 0 && r.Tokens[i].End-r.Tokens[i].Start > 2
	}
	if n != 0 {
		_, place := r.At(i, lexicon.PlaceWorld, lexicon.PlaceSweden)
		return !place || near
	}
	return near && r.Tokens[i].End-r.Tokens[i].Start > 2 && len(r.Starting(i)) == 0 && !covered(r, i) && !shouted(r, i)
}

// covers reports whether a phrase that says who somebody is holds token i.
func (p *namer) covers(i int) bool {
	for _, c := range p.cues[p.next:] {
		if c.first > i {
			break
		}
		if c.last >= i && c.role < aged {
			return true
		}
	}
	return false
}

// shouted reports whether token i is one of several words in capitals.
func shouted(r *reading.Reading, i int) bool {
	return r.Capitals(i) && (r.Capitals(i-1) || r.Capitals(i+1))
}

// before finds the word for kin that the name at token i belongs to: right
// before it, or with a sign or a word such as "heter" between. near is whether
// it makes any capitalised word a name.
func (p *namer) before(i int) (found role, near bool) {
	r := p.r
	s := r.SentenceOf(i)
	at := i - 1
	if r.Is(at, "(") || r.Is(at, ",") || r.Is(at, ":") || r.Is(at, "\"") || r.Is(at, "-") || r.Is(at, "'") {
		at--
	}
	apart := at < i-1
	best := -1
	for _, c := range p.cues[p.next:] {
		if c.first >= i {
			break
		}
		if r.SentenceOf(c.first) != s || c.role == called || c.role > aged {
			continue
		}
		gap := at - c.last
		if gap > 0 && !(gap <= 4 && p.named(c.last+1, at)) {
			continue
		}
		if gap < 0 && c.last != i-1 {
			continue
		}
		if c.last >= best {
			// Of two phrases that end there the longer one says more: it came first.
			if c.last > best || found == 0 {
				found, near = c.role, c.role != outside && c.role != aged && !genitive(r, c.last)
			}
			best = c.last
		}
	}
	if apart && found != 0 && lexicon.NameOf(r.Tokens[i].Hash) == 0 {
		near = near && r.Is(i-1, "(") // "min man, Volvo och jag" names nobody
	}
	return found, near
}

// named reports whether the tokens first to last say that a name comes.
func (p *namer) named(first, last int) bool {
	for _, c := range p.cues[p.next:] {
		if c.role == called && c.first >= first && c.last <= last && last-c.last <= 1 {
			return true
		}
	}
	return false
}

// genitive reports whether token i is a word for kin in the genitive.
func genitive(r *reading.Reading, i int) bool {
	w := r.Fold(i)
	n := len(w)
	return n > 2 && w[n-1] == 's' && !(w[n-2] == 's') && string(w) != "twins" && string(w) != "boys" && string(w) != "girls" && string(w) != "kids"
}

// after finds the word for kin that follows a name: "Lena, min syster", "Lena
// (mamma)".
func (p *namer) after(last int) role {
	r := p.r
	if !r.Is(last+1, ",") && !r.Is(last+1, "(") && !r.Is(last+1, "-") {
		return 0
	}
	at := last + 2
	owned := false
	switch string(r.Fold(at)) {
	case "min", "mitt", "my", "our", "var":
		owned = true
	}
	for _, c := range p.cues[p.next:] {
		if c.first > at+1 {
			break
		}
		starts := c.first == at || owned && c.first == at+1
		if starts && c.role <= outside && r.SentenceOf(c.first) == r.SentenceOf(last) &&
			(r.Is(last+1, "(") || owned || c.last > c.first) && !r.Is(c.last+1, "till") && !r.Is(c.last+1, "to") && !r.Is(c.last+1, "of") {
			return c.role
		}
	}
	return 0
}

// extend gives the last token of the name: "Gun-Britt", "Anna Lind".
func (p *namer) extend(i int) int {
	r := p.r
	last := i
	for range 3 {
		if r.Is(last+1, "-") && r.Joined(last+1) && r.Joined(last+2) && r.Capital(last+2) {
			last += 2
			continue
		}
		if !r.Capital(last+1) || r.Tokens[last+1].Lines > 0 || r.SentenceOf(last+1) != r.SentenceOf(i) ||
			len(r.Starting(last+1)) > 0 || p.covers(last+1) || shouted(r, last+1) {
			break
		}
		last++
	}
	return last
}

// joins reports whether the name at token i goes on a list of people.
func (p *namer) joins(i int) bool {
	r := p.r
	if p.end < 0 || p.who == "" || p.who == "other" || r.SentenceOf(i) != r.SentenceOf(p.end) {
		return false
	}
	switch i - p.end {
	case 2:
		return joint(r, i-1)
	case 3:
		return r.Is(i-2, ",") && joint(r, i-1) || r.Is(i-2, ")") && joint(r, i-1)
	}
	return false
}

func joint(r *reading.Reading, i int) bool {
	switch string(r.Fold(i)) {
	case "och", "o", "and", "&", "+", ",", "n", "samt", "og", "a":
		return true
	}
	return false
}

// owned reads "vår Alva", "lille Otto", "my Noah".
func (p *namer) owned(i int, n lexicon.Name) string {
	r := p.r
	if i == 0 || r.SentenceOf(i-1) != r.SentenceOf(i) || r.Tokens[i].Lines > 0 {
		return ""
	}
	if !r.Capital(i) && n&lexicon.NameYoung == 0 || n&lexicon.NameWord != 0 && n&lexicon.NameYoung == 0 {
		return ""
	}
	switch string(r.Fold(i - 1)) {
	case "lilla", "lille", "baby", "little", "lill", "bebis", "bebisen", "lita", "vesle", "wee":
		return "child"
	case "var", "our", "vores", "vart":
		if n&lexicon.NameOld != 0 {
			return "relative"
		}
		return "child"
	case "min", "my", "mitt", "mi":
		return generation(n)
	}
	return ""
}

// pair reads "Lars och jag", "me and Lena".
func pair(r *reading.Reading, first, last int) bool {
	self := func(i int) bool {
		switch string(r.Fold(i)) {
		case "jag", "mig", "me", "i":
			return r.SentenceOf(i) == r.SentenceOf(first)
		}
		return false
	}
	return joint(r, last+1) && !r.Is(last+1, ",") && self(last+2) || joint(r, first-1) && !r.Is(first-1, ",") && self(first-2)
}

// generation says who somebody is by the sort of name alone.
func generation(n lexicon.Name) string {
	switch {
	case n&lexicon.NameYoung != 0 && n&lexicon.NameOld == 0:
		return "child"
	case n&lexicon.NameOld != 0:
		return "relative"
	}
	return "unknown"
}

// busy reports whether the sentence of token i tells what children do.
func (p *namer) busy(i int) bool {
	r := p.r
	busy := false
	for _, c := range inSentence(r, p.cues, r.SentenceOf(i)) {
		switch c.role {
		case outside:
			return false
		case youth, daycare, schoolYear:
			busy = true
		default:
		}
	}
	return busy
}

// ageAfter reads the age that follows a name from token i on: ", 4", "(4)",
// "6 år", "som är sju", "fyller 5"; -1 when none does. end is the token after
// it.
func ageAfter(r *reading.Reading, i int) (age, end int) {
	start := i
	if i >= len(r.Tokens) || r.SentenceOf(i) != r.SentenceOf(i-1) {
		return -1, i
	}
	sign := r.Is(i, ",") || r.Is(i, "(") || r.Is(i, "-") || r.Is(i, "/")
	if sign {
		i++
	}
	verb := turns(r, i)
	for range 3 {
		switch string(r.Fold(i)) {
		case "som", "who", "who's", "nu", "now", "just", "precis", "only", "bara":
			i++
			continue
		case "is", "ar", "e", "blir", "blev", "fyller", "fyllde", "turned", "turns", "turning", "pa", "aged", "age":
			verb = true
			i++
			continue
		}
		break
	}
	if i >= len(r.Tokens) || r.SentenceOf(i) != r.SentenceOf(start) {
		return -1, start
	}
	n, last := number(r, i)
	if n < 0 || n > 110 || r.Joined(i) && !sign {
		return -1, start
	}
	end = last + 1
	if yearUnit(r, end) {
		return n, end + 1
	}
	switch string(r.Fold(end)) {
	case "manader", "manad", "man", "months", "month", "mths", "veckor", "weeks", "dagar", "days":
		if sign || verb || r.Kind(i) == text.Number {
			return 0, end + 1
		}
		return -1, start
	case "1", ":", "/", "%", "kr", "kronor", "km", "m", "st", "kl", "poang", "mot", "timmar", "minuter", "min", "gb", "kg", "cm", "ggr", "pm", "am":
		return -1, start
	}
	if _, unit := r.At(end, lexicon.TimeMonth, lexicon.TimeUnit, lexicon.TimeClock, lexicon.TimePeriod); unit {
		return -1, start
	}
	closed := end >= len(r.Tokens) || r.SentenceOf(end) != r.SentenceOf(start) || r.Kind(end) != text.Word
	digits := r.Kind(i) == text.Number
	switch {
	case end < len(r.Tokens) && r.Joined(end) && (r.Is(end, "-") || r.Is(end, ".") && r.Kind(end+1) == text.Number):
		return -1, start
	case verb && n < 100, sign && closed, digits && sign, digits && n > 0 && i == start:
		return n, end
	}
	return -1, start
}

// turns reports whether the name that ends before token i follows a verb of
// birthdays: "på onsdag blir Kofi tolv".
func turns(r *reading.Reading, i int) bool {
	switch string(r.Fold(i - 2)) {
	case "blir", "fyller", "fyllde", "blev":
		return true
	}
	return false
}
