package ident

import (
	"strings"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
	"lampan/rules/roster"
)

// email reads the address around the "@" at token i.
func email(r *reading.Reading, i int) (o exposure.Observation, ok bool) {
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
		return o, false
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

// spelled reads an address whose "@" is written out: "anna (at) example punkt
// se", "anna snabel-a example.se".
func spelled(r *reading.Reading, h lexicon.Hit) (o exposure.Observation, ok bool) {
	before, after := h.First-1, h.Last+1
	bracketed := false
	if before >= 0 && after < len(r.Tokens) && opening(r.Word(before)) && closing(r.Word(after)) {
		bracketed = true
		before, after = before-1, after+1
	}
	// One word, or words joined by dots, on each side.
	first := before
	if r.Kind(first) != text.Word && r.Kind(first) != text.Number {
		return o, false
	}
	for first > 0 && before-first < maxParts && (r.Joined(first) && localPart(r, first-1)) {
		first--
	}
	for first < before && r.Kind(first) == text.Mark {
		first++
	}
	local := string(r.Folded()[r.Tokens[first].Start:r.Tokens[before].End])
	if dot, ok := spelledDot(r, first-1); ok {
		if k := r.Kind(dot - 1); k == text.Word {
			local = r.Word(dot-1) + "." + local
			first = dot - 1
		}
	}
	var host strings.Builder
	last, dots, written := -1, 0, 0
	for j := after; j < len(r.Tokens) && j < after+maxParts; {
		if r.Kind(j) != text.Word && r.Kind(j) != text.Number || r.Tokens[j].Lines > 0 {
			break
		}
		host.WriteString(r.Word(j))
		last = j
		j++
		if (r.Is(j, ".") || r.Is(j, "-")) && r.Joined(j) && j+1 < len(r.Tokens) && r.Joined(j+1) {
			if r.Is(j, ".") {
				dots++
			}
			host.WriteString(r.Word(j))
			j++
			continue
		}
		open := j < len(r.Tokens) && opening(r.Word(j))
		if open {
			j++
		}
		d, ok := r.At(j, lexicon.EmailDot)
		if !ok {
			break
		}
		j = d.Last + 1
		if open && j < len(r.Tokens) && closing(r.Word(j)) {
			j++
		}
		host.WriteByte('.')
		dots++
		written++
	}
	if last < 0 || dots == 0 {
		return o, false
	}
	if h.Value == "weak" && !bracketed {
		// "at" alone is an English word: a dot must be written out as well, and
		// the ending be a common one.
		if written == 0 {
			return o, false
		}
		switch s := host.String(); s[strings.LastIndexByte(s, '.')+1:] {
		case "se", "com", "nu", "net", "org", "eu", "no", "dk", "fi", "example", "invalid":
		default:
			return o, false
		}
	}
	return address(r, first, last, local, host.String(), 0.85)
}

// spelledDot finds a written-out dot that ends at token i.
func spelledDot(r *reading.Reading, i int) (first int, ok bool) {
	if i < 1 {
		return 0, false
	}
	if _, ok := r.At(i, lexicon.EmailDot); ok && r.Word(i) != "." {
		return i, true
	}
	if closing(r.Word(i)) && i >= 2 && opening(r.Word(i-2)) {
		if _, ok := r.At(i-1, lexicon.EmailDot); ok {
			return i - 2, true
		}
	}
	return 0, false
}

func opening(w string) bool { return w == "(" || w == "[" || w == "{" || w == "<" }
func closing(w string) bool { return w == ")" || w == "]" || w == "}" || w == ">" }

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
	if len(top) < 2 || len(top) > 24 || strings.ContainsAny(top, "0123456789-") || fileEnding(top) {
		return o, false
	}
	if local == "git" || local == "hg" {
		return o, false // an address of a repository
	}
	if public(local, host) || placeholder(local, host) {
		confidence = nobodys
	}
	value := local + "@" + host
	o = r.Observe(exposure.ContactEmail, first, last, value, confidence)
	o.Attrs["cue"] = reading.YesNo(cued(r, first, last, lexicon.CueEmail))
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

// public reports whether an address is a role's or a list's and not a person's.
func public(local, host string) bool {
	for _, sep := range []string{"-", ".", "+", "_"} {
		if first, _, ok := strings.Cut(local, sep); ok && role(first) {
			return true // "info-storvik@", "support+order@"
		}
	}
	for _, s := range []string{"-request", "-devel", "-users", "-announce", "-list", "-discuss", "-bounces", "-owner"} {
		if strings.HasSuffix(local, s) {
			return true
		}
	}
	switch first, _, _ := strings.Cut(host, "."); first {
	case "lists", "list", "googlegroups", "groups", "lista", "listserv", "mailman", "lists-archive", "freelists":
		return true
	}
	return role(local)
}

// role reports whether a name is that of a desk.
func role(name string) bool {
	switch name {
	case "info", "information", "kontakt", "contact", "support", "kundtjanst", "kundservice", "service", "noreply", "no-reply", "admin", "administrator",
		"hello", "hej", "post", "mail", "mejl", "epost", "webmaster", "webb", "web", "press", "media", "pr", "kansli", "kansliet", "registrator", "order",
		"sales", "salj", "office", "kontoret", "abuse", "postmaster", "hostmaster", "security", "privacy", "gdpr", "dpo", "dataskydd", "bokning", "booking",
		"reservation", "reception", "redaktion", "redaktionen", "newsroom", "editor", "tips", "insandare", "debatt", "styrelsen", "styrelse", "ordforande",
		"kassor", "sekreterare", "medlem", "medlemskap", "members", "anmalan", "help", "helpdesk", "feedback", "enquiries", "enquiry", "inquiries", "jobs",
		"jobb", "careers", "hr", "marketing", "newsletter", "nyhetsbrev", "prenumeration", "billing", "invoice", "faktura", "ekonomi", "team", "root",
		"users", "dev", "devel", "announce", "bugs", "list", "everyone", "all", "alla", "events", "shop", "butik", "butiken", "biblioteket", "skolan":
		return true
	}
	return false
}

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
	case "example", "exempel", "yourdomain", "your-domain", "mydomain", "domain", "doman", "dindoman", "din-doman", "yourcompany", "yoursite", "yourserver", "foo", "foobar", "bar":
		return true
	}
	return top == "xx" || top == "tld" || top == "localdomain"
}
