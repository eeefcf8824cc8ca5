package ident

import (
	"strings"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
	"lampan/rules/roster"
)

// email reads the address around the "@" at token i, or around an "a" in
// brackets that stands for it.
func email(r *reading.Reading, i int) (o exposure.Observation, ok bool) {
	switch w := r.Fold(i); {
	case opening(string(w)):
		// "(a)", "[at]": the letter and its brackets, between two parts.
		if j := i + 1; closing(r.Word(i+2)) && (r.Is(j, "a") || r.Is(j, "@")) {
			return spelled(r, j, j, certain)
		}
		return o, false
	case w[0] != '@':
		return o, false
	}
	first, last := i, i
	for first > 0 && r.Joined(first) && i-first < maxParts && localPart(r, first-1) {
		first--
	}
	for first < i && r.Kind(first) == text.Mark {
		first++ // "…: .anna@" starts at the letter
	}
	for last+1 < len(r.Tokens) && r.Joined(last+1) && last-i < maxParts && hostPart(r, last+1) {
		last++
	}
	for last > i && r.Kind(last) == text.Mark {
		last-- // the full stop of the sentence
	}
	if first == i || last == i {
		return spelled(r, i, i, certain)
	}
	if first > 0 && r.Joined(first) {
		switch r.Word(first - 1) {
		case "@", "/":
			return o, false // a handle, or a name inside a URL
		}
	}
	b := r.Folded()
	local := string(b[r.Tokens[first].Start:r.Tokens[i].Start])
	host := string(b[r.Tokens[i].End:r.Tokens[last].End])
	if ending := provider(host); ending != "" && !strings.Contains(host, ".") {
		host += "." + ending // "@gmail", "@gmail,com"
	}
	return address(r, first, last, local, host, 0.95)
}

// maxParts bounds the tokens on each side of "@".
const maxParts = 24

func localPart(r *reading.Reading, i int) bool {
	switch r.Kind(i) {
	case text.Word, text.Number:
		return true
	case text.Mark:
		return strings.IndexByte("._+-", r.Folded()[r.Tokens[i].Start]) >= 0
	default:
		return false
	}
}

func hostPart(r *reading.Reading, i int) bool {
	switch r.Kind(i) {
	case text.Word, text.Number:
		return true
	case text.Mark:
		return strings.IndexByte(".-", r.Folded()[r.Tokens[i].Start]) >= 0
	default:
		return false
	}
}

// strength is how surely a word stands for "@".
type strength uint8

const (
	certain strength = iota // "snabel-a"
	common                  // "at": a common word
	host                    // no word for "@", but a mailbox provider: "kajsa_81 hos hotmail"
)

func strengthOf(value string) strength {
	switch value {
	case "weak":
		return common
	case "host":
		return host
	}
	return certain
}

// spelled reads an address whose "@" is written out at tokens at to end: "anna
// (at) example punkt se", "anna snabel-a example.se", "anna_l på gmail".
func spelled(r *reading.Reading, at, end int, sure strength) (o exposure.Observation, ok bool) {
	before, after := at-1, end+1
	switch {
	case sure == host:
		switch string(r.Fold(before)) {
		case "pa", "hos", "at":
		default:
			return o, false
		}
		before, after = before-1, at
	case before >= 0 && after < len(r.Tokens) && opening(r.Word(before)) && closing(r.Word(after)):
		before, after = before-1, after+1
		sure = certain
	default:
		quoted := quote(r, before) && quote(r, after)
		before, after = overTick(r, before, before+1, -1), overTick(r, after, after, 1)
		if quoted {
			sure = certain
		}
	}
	if sure == certain {
		before, after = overFillers(r, before, -1), overFillers(r, after, 1)
	}
	n, first := localBefore(r, before)
	if n.name == "" {
		return o, false
	}
	h := hostAfter(r, after, sure == certain)
	if h.name == "" {
		return o, false
	}
	switch {
	case h.completed:
		// A provider without its ending: "anna.l snabel-a gmail".
		ok = n.marked || sure == certain && r.Tokens[at].Kind == text.Word
	case sure == certain:
		// A mention such as "hej @anna.se" has a space before it alone.
		ok = r.Tokens[at].Kind == text.Word || n.marked || !r.Joined(at+1) || provider(h.name) != ""
	case h.written > 0:
		// "at" is an English word: a dot must be written out as well, and the
		// ending be a common one.
		ok = commonEnding(h.name)
	default:
		// "mejla pia at …": a word for mail comes first.
		mail := r.Near(first, first, mailNear, 0, lexicon.CueEmail) && commonEnding(h.name)
		ok = (n.marked || mail) && n.letters && (commonEnding(h.name) || provider(h.name) != "")
	}
	if !ok {
		return o, false
	}
	return address(r, first, h.last, n.name, h.name, 0.85)
}

// mailNear is how many tokens before a name a word for mail stands.
const mailNear = 3

// overTick goes over a hyphen or a quote at token i that is glued to a word
// which stands for a mark: "-at-", "'dot'". The join is the token after which
// there would be a space.
func overTick(r *reading.Reading, i, join, step int) int {
	if r.Joined(join) && (r.Is(i, "-") || r.Is(i, "'") || r.Is(i, "\"") || r.Is(i, "*")) {
		return i + step
	}
	return i
}

// overFillers goes over a comma and words such as "och sen" that stand beside a
// written-out "@".
func overFillers(r *reading.Reading, i, step int) int {
	for range 3 {
		if i < 0 || i >= len(r.Tokens) {
			return i
		}
		switch string(r.Fold(i)) {
		case ",", "sedan", "sen", "darefter", "then", "foljt", "av", "t", ":":
			i += step
		case "och", "and", "sa":
			if step > 0 {
				return i
			}
			i += step
		default:
			return i
		}
	}
	return i
}

// local is the part of an address before "@".
type local struct {
	name    string
	marked  bool // it holds a dot, a digit or a line: it is no common word
	letters bool
}

// localBefore reads the name that ends at token i: one word, words joined by
// marks, and what written-out marks join to it.
func localBefore(r *reading.Reading, i int) (n local, first int) {
	last := i
	for parts := range 6 {
		if k := r.Kind(i); k != text.Word && k != text.Number || r.Tokens[i].Lines > 1 {
			break
		}
		first = i
		for first > 0 && i-first < maxParts && r.Joined(first) && localPart(r, first-1) {
			first--
		}
		for first < i && r.Kind(first) == text.Mark {
			first++
		}
		chunk := string(r.Folded()[r.Tokens[first].Start:r.Tokens[i].End])
		if parts == 0 && i-first == 0 && len(chunk) <= 2 {
			if s, f, ok := letterByLetter(r, i); ok {
				chunk, first = s, f
			}
		}
		n.name = spelledDots.Replace(chunk) + n.name
		mark, at := markBefore(r, first-1)
		if mark == "" {
			break
		}
		if k := r.Kind(at); k != text.Word && k != text.Number {
			break
		}
		n.name = mark + n.name
		i = at
	}
	if n.name == "" || last < 0 {
		return local{}, 0
	}
	n.marked = strings.ContainsAny(n.name, "._-+0123456789")
	n.letters = strings.ContainsFunc(n.name, func(c rune) bool { return c >= 'a' && c <= 'z' || c > 127 })
	return n, first
}

// spelledDots turns dots that are written out between hyphens into dots.
var spelledDots = strings.NewReplacer("-dot-", ".", "-punkt-", ".")

// letterByLetter reads letters with spaces between them, backwards from token
// i: "b e t t y 4 6". A "d o t" among them is a dot.
func letterByLetter(r *reading.Reading, i int) (name string, first int, ok bool) {
	first = i + 1
	for first > 0 && i-first < 40 && r.Tokens[first-1].End-r.Tokens[first-1].Start == 1 && (r.Kind(first-1) == text.Word || r.Kind(first-1) == text.Number) {
		first--
	}
	if i-first < 4 {
		return "", 0, false
	}
	var b strings.Builder
	for j := first; j <= i; j++ {
		b.WriteString(r.Word(j))
	}
	return strings.ReplaceAll(strings.ReplaceAll(b.String(), "punkt", "."), "dot", "."), first, true
}

// markBefore reads a written-out mark that ends at token i, and gives the token
// before it.
func markBefore(r *reading.Reading, i int) (mark string, before int) {
	if i < 1 {
		return "", 0
	}
	if dot, ok := spelledDot(r, i); ok {
		return ".", dot - 1
	}
	switch string(r.Fold(i)) {
	case "bindestreck", "streck", "dash", "hyphen", "minus":
		return "-", i - 1
	case "understreck", "underscore", "understrek", "underline":
		return "_", i - 1
	case "plus":
		return "+", i - 1
	}
	return "", 0
}

// spelledDot finds a written-out dot that ends at token i.
func spelledDot(r *reading.Reading, i int) (first int, ok bool) {
	if i < 1 {
		return 0, false
	}
	i = overTick(r, i, i+1, -1)
	if _, ok := r.At(i, lexicon.EmailDot); ok {
		return overTick(r, i-1, i, -1) + 1, true
	}
	if closing(r.Word(i)) && i >= 2 && opening(r.Word(i-2)) {
		if _, ok := r.At(i-1, lexicon.EmailDot); ok || r.Is(i-1, ".") {
			return i - 2, true
		}
	}
	return 0, false
}

// server is the part of an address after "@".
type server struct {
	name      string
	last      int // token
	written   int // dots that are written out
	completed bool
}

// hostAfter reads the name that starts at token j. Loose lets commas stand
// around a written-out dot.
func hostAfter(r *reading.Reading, j int, loose bool) (h server) {
	var b strings.Builder
	dots, end := 0, j+maxParts
	h.last = -1
	for j < len(r.Tokens) && j < end {
		if r.Kind(j) != text.Word && r.Kind(j) != text.Number || r.Tokens[j].Lines > 0 {
			break
		}
		b.WriteString(r.Word(j))
		h.last = j
		j++
		if j < len(r.Tokens) && r.Joined(j) && (r.Kind(j) == text.Word || r.Kind(j) == text.Number) {
			continue // "tele2"
		}
		_, dot := r.At(j+1, lexicon.EmailDot)
		if !dot && (r.Is(j, ".") || r.Is(j, "-")) && r.Joined(j) && r.Joined(j+1) && (r.Kind(j+1) == text.Word || r.Kind(j+1) == text.Number) {
			if r.Is(j, ".") {
				dots++
			}
			b.WriteString(r.Word(j))
			j++
			continue
		}
		next, ok := dotAfter(r, j, loose)
		if !ok {
			break
		}
		j = next
		b.WriteByte('.')
		dots++
		h.written++
	}
	h.name = strings.Trim(b.String(), ".-")
	if h.last < 0 {
		return server{}
	}
	if dots > 0 {
		return h
	}
	ending := provider(h.name)
	if ending == "" {
		return server{}
	}
	h.name += "." + ending
	h.completed = true
	return h
}

// dotAfter goes over a written-out dot that starts at token j.
func dotAfter(r *reading.Reading, j int, loose bool) (next int, ok bool) {
	if loose && r.Is(j, ",") {
		j++
	}
	open := opening(r.Word(j))
	if open {
		j++
	}
	j = overTick(r, j, j+1, 1)
	d, ok := r.At(j, lexicon.EmailDot)
	switch {
	case ok:
		j = overTick(r, d.Last+1, d.Last+1, 1)
	case open && r.Is(j, "."), loose && r.Is(j, ".") && !r.Joined(j) && !r.Joined(j+1):
		j++
	default:
		return 0, false
	}
	if open && closing(r.Word(j)) {
		j++
	}
	if loose && r.Is(j, ",") {
		j++
	}
	return j, true
}

func opening(w string) bool { return w == "(" || w == "[" || w == "{" || w == "<" }
func closing(w string) bool { return w == ")" || w == "]" || w == "}" || w == ">" }

// commonEnding reports whether a host ends as those of private mailboxes do.
func commonEnding(host string) bool {
	switch host[strings.LastIndexByte(host, '.')+1:] {
	case "se", "com", "nu", "net", "org", "eu", "no", "dk", "fi", "is", "me", "io", "uk", "de", "fr", "ch", "info", "name", "example", "invalid", "test":
		return true
	}
	return false
}

// provider gives the ending of a mailbox provider's name, "" where it is none.
func provider(host string) (ending string) {
	name, _, _ := strings.Cut(host, ".")
	switch name {
	case "gmail", "googlemail", "hotmail", "outlook", "icloud", "yahoo", "aol", "msn", "gmx", "mail", "fastmail", "zoho", "yandex", "live":
		return "com"
	case "proton", "protonmail", "pm", "me", "mac":
		return "me"
	case "telia", "spray", "comhem", "bredband", "tele2", "bahnhof", "swipnet", "passagen", "glocalnet", "home", "algonet", "tiscali", "ownit", "tutanota", "hushmail":
		return "se"
	}
	return ""
}

// address checks and describes one address.
func address(r *reading.Reading, first, last int, local, host string, confidence float64) (o exposure.Observation, ok bool) {
	host = strings.Trim(host, ".-")
	dot := strings.LastIndexByte(host, '.')
	if dot <= 0 || len(local) > 64 || len(host) > 253 || strings.Contains(host, "..") {
		return o, false
	}
	local = strings.Trim(local, ".")
	if local == "" {
		return o, false
	}
	top := host[dot+1:]
	if len(top) < 2 || len(top) > 24 || strings.ContainsAny(top, "0123456789-") && !strings.HasPrefix(top, "xn--") || fileEnding(top) {
		return o, false
	}
	if local == "git" || local == "hg" {
		return o, false // an address of a repository
	}
	form := "other"
	switch {
	case role(local, host) || placeholder(local, host):
		form = "role"
		confidence = nobodys
	case provider(host) != "":
		form = "private"
	}
	value := local + "@" + host
	o = r.Observe(exposure.ContactEmail, first, last, value, confidence)
	o.Attrs["form"] = exposure.Word(form)
	o.Attrs["cue"] = announced(r, first, last, cued(r, first, last, lexicon.CueEmail))
	owner, matched, told := EmailOwner(r.Roster, value)
	if matched {
		o.Subject = owner
		o.Confidence = 1
	}
	o.Attrs["own"] = reading.Own(matched, told)
	return o, true
}

// nobodys is the confidence in an address that belongs to no one person: too
// low for a finding, but an excerpt still hides it.
const nobodys = 0.4

// EmailOwner finds whose a folded address is. An address below one of the
// family's domains is theirs even when no member has it. Told reports whether
// the family told us any address or domain.
func EmailOwner(r *roster.Roster, value string) (owner exposure.SubjectID, matched, told bool) {
	for _, p := range r.People {
		for _, own := range p.Emails {
			told = true
			if text.Fold(strings.TrimSpace(own)) == value {
				return p.ID, true, true
			}
		}
	}
	_, host, _ := strings.Cut(value, "@")
	for _, d := range r.Domains {
		told = true
		if d = text.Fold(d); host == d || strings.HasSuffix(host, "."+d) {
			matched = true
		}
	}
	return "", matched, told
}

// fileEnding reports whether a name ends like a file and not like a domain.
func fileEnding(top string) bool {
	switch top {
	case "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "css", "js", "html", "htm", "pdf", "mjs", "ts", "json":
		return true
	}
	return false
}

// role reports whether an address is a desk's or a list's and not a person's.
func role(local, host string) bool {
	for _, sep := range []string{"-", ".", "+", "_"} {
		if first, _, ok := strings.Cut(local, sep); ok && isDesk(first) {
			return true // "info-storvik@", "support+order@"
		}
	}
	for _, s := range []string{"-request", "-devel", "-users", "-announce", "-list", "-discuss", "-bounces", "-owner"} {
		if strings.HasSuffix(local, s) {
			return true
		}
	}
	switch first, _, _ := strings.Cut(host, "."); first {
	case local:
		return true // "biblioteket@biblioteket.example"
	case "lists", "list", "googlegroups", "groups", "lista", "listserv", "mailman", "lists-archive", "freelists":
		return true
	}
	return isDesk(local)
}

// isDesk reports whether a name is that of a desk.
func isDesk(name string) bool { return desks[name] }

// desks are the names of mailboxes that no one person has.
var desks = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`
		offert offerter bug bugs issue issues annons annonser reklam dataskyddsombud ordf kassan kassa sekr vd ceo bestallning bestall leverans lager frakt teknik it
		itsupport service medlemsservice tidning tidningen klass skolskoterska studievagledning syv kurator vard mottagning mottagningen receptet apotek
		trana tranare kansliet kyrkan fritids hemtjanst projekt styrgruppen arkiv arkivet
		info information kontakt contact support kundtjanst kundservice kund service noreply no-reply donotreply admin administrator
		hello hej hei hi post mail mejl epost webmaster webb web press media pr kansli kansliet registrator order orders ordrar
		sales salj forsaljning office kontor kontoret abuse postmaster hostmaster security privacy gdpr dpo dataskydd bokning bokningar booking
		bookings boka reservation reservations reception receptionen redaktion redaktionen newsroom editor tips nyhetstips insandare debatt
		styrelsen styrelse ordforande kassor kassoren sekreterare medlem medlemskap medlemmar members anmalan anmalningar help helpdesk hjalp
		feedback enquiries enquiry inquiries jobs jobb careers rekrytering hr marketing marknad newsletter nyhetsbrev prenumeration
		billing invoice invoices faktura fakturor ekonomi team root users dev devel announce bugs list everyone all alla events event shop
		store butik butiken biblioteket bibliotek skolan rektor forskolan expedition expeditionen kommun kommunen vaxel vaxeln uthyrning hyr
		hyra felanmalan jour drift verkstad verkstaden bygg care customercare customerservice customer kundvard kurs kurser kursanmalan
		forening foreningen klubben klubb lag laget tavling tavlingar biljett biljetter tickets box boxoffice museum museet kyrkan forsamling
		forsamlingen diakoni valberedning valberedningen insamling givare donation donations returns retur returer garanti reklamation
		matlag matlaget festkommitte festkommitten kommitte kommitten arbetsgrupp arbetsgruppen valborg foraldrar foraldraforening foraldraradet klassforaldrar ledare ledarna utskick lista maillista mejllista listan
		husvard vaktmastare fastighet fastigheter forvaltning forvaltningen brf samfallighet vicevard hyresgast webbredaktor tavlingsledning sportchef kanslist kassorer vattenprov miljo trafik personal personalen lon loner
		inkop logistik kvalitet ansokan stipendium program skribent cv praktik elever elevhalsa lararna chef platschef projektledare medlemsregister register loppis cafeteria catering
		volunteers volunteer committee secretary treasurer chair chairman president membership admissions accounts accounting payroll purchasing facilities clerk council school library theatre reservations
		partner partners investor ir legal juridik arende arenden nattvandringen turistbyran visit hotell hotel frontdesk hall lokal lokalen conference konferens restaurang restaurangen cafe kafe kok`) {
		m[w] = true
	}
	return m
}()

// placeholder reports whether an address only shows what one looks like.
func placeholder(local, host string) bool {
	switch local {
	case "name", "namn", "user", "username", "you", "your", "yourname", "your.name", "your-name", "your_name", "youremail", "email", "me", "someone", "somebody", "foo",
		"bar", "john.doe", "jane.doe", "johndoe", "fornamn.efternamn", "firstname.lastname", "first.last", "ditt.namn", "dittnamn", "din.adress", "test", "example", "exempel":
		return true
	}
	dot := strings.LastIndexByte(host, '.')
	top, name := host[dot+1:], host[:dot]
	name = name[strings.LastIndexByte(name, '.')+1:]
	switch name {
	case "yourdomain", "your-domain", "mydomain", "domain", "doman", "dindoman", "din-doman", "yourcompany", "yoursite", "yourserver", "foo", "foobar", "bar":
		return true
	}
	return top == "xx" || top == "tld" || top == "localdomain"
}
