package decode

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/openrdap/rdap"
	"github.com/openrdap/rdap/bootstrap"

	"lampan/rules/exposure"
	"lampan/scanner/source"
)

// RDAPServers reads the list of who keeps which register (RFC 9224) and returns
// the servers for a domain, at least one: those that are asked over an encrypted
// connection first, else in the list's order. The error is a *source.Error;
// NoRegister when the list has no server for the domain.
func RDAPServers(name string, body []byte, domain string) (servers []string, err error) {
	defer recovered(name, &err)
	list, err := bootstrap.NewDNSRegistry(body)
	if err != nil {
		return nil, malformed(name, jsonLine(body, err), "not a list of registers in JSON")
	}
	if len(list.File().Entries) == 0 {
		return nil, malformed(name, 0, "a list of registers without any")
	}
	answer, err := list.Lookup(&bootstrap.Question{Query: domain})
	if err != nil || answer.Entry == "" || len(answer.URLs) == 0 {
		return nil, &source.Error{Reason: source.NoRegister, Locator: name}
	}
	for _, u := range answer.URLs {
		servers = append(servers, u.String())
	}
	slices.SortStableFunc(servers, func(a, b string) int { return cmp.Compare(plain(a), plain(b)) })
	return servers, nil
}

func plain(server string) int {
	if strings.HasPrefix(server, "https:") {
		return 0
	}
	return 1
}

// Registration is what a register's answer says of one domain.
type Registration struct {
	Record *exposure.Record
	// Elsewhere are the addresses of other registers' answers about the domain
	// that this one names, such as the registrar's; at most maxElsewhere.
	Elsewhere []string
	// Partly says why the answer does not tell all that the register knows of the
	// holder: Refers or Busy; empty when it does.
	Partly source.Reason
}

// The bounds of what is taken from one answer.
const (
	maxElsewhere = 5
	maxContacts  = 50
	maxDepth     = 4 // of entities in entities
)

// RDAP decodes a register's answer about a domain (RFC 9083): the registrant and
// the other contacts as their jCards (RFC 7095) show them. Values that the
// register withholds are empty, and so is everything about a company that stands
// in for the holder. The error is a *source.Error; NoDomain when the register
// says that it has no such domain.
//
// The structure is read with github.com/openrdap/rdap, which bears with wrong
// types. It notes them and leaves them out; where that could hide the holder,
// the answer counts as malformed here. Cards are read below, because the module
// drops a whole card for one property that is not as it should be.
func RDAP(name string, body []byte) (r Registration, err error) {
	defer recovered(name, &err)
	answer, err := rdap.NewDecoder(body).Decode()
	if _, unknown := errors.AsType[rdap.DecoderError](err); err != nil && !unknown {
		return Registration{}, malformed(name, jsonLine(body, err), "not a registration record in JSON")
	}
	var d *rdap.Domain
	switch answer := answer.(type) {
	case *rdap.Error:
		reason := source.Blocked
		switch code := answer.ErrorCode; {
		case code != nil && *code == 404:
			reason = source.NoDomain
		case code != nil && *code == 429:
			reason = source.Busy
		}
		return Registration{}, &source.Error{Reason: reason, Locator: name}
	case *rdap.Domain:
		d = answer
	default:
		return Registration{}, malformed(name, 0, "not the record of a domain")
	}
	people, ok := contacts(d.DecodeData, d.Entities, 0)
	if !ok {
		return Registration{}, malformed(name, 0, "contacts that cannot be read")
	}
	r = Registration{Record: &exposure.Record{Domain: field(cmp.Or(d.UnicodeName, d.LDHName))}, Elsewhere: elsewhere(d.Links)}
	r.fill(people)
	shows := r.Record.Holder+r.Record.Street+r.Record.Town+r.Record.Postal+r.Record.Email+r.Record.Phone+r.Record.Org != ""
	bare := !slices.ContainsFunc(people, func(c contact) bool { return c.Role == registrant && c.card })
	named := slices.ContainsFunc(people, func(c contact) bool { return c.Role == registrant })
	switch {
	case cutShort(d, people):
		r.Partly = source.Busy
	case bare && !redacted(d) && (named || len(r.Elsewhere) > 0):
		r.Partly = source.Refers
	default:
		r.Record.Withheld = !shows
	}
	return r, nil
}

// registrant is the role of the holder (RFC 9083, 10.2.4).
const registrant = "registrant"

// contact is an entity that stands for a person or company behind the domain.
type contact struct {
	exposure.Contact
	org            string
	emails, phones []string
	card           bool // it has a card, whatever stands there
	remarks        []rdap.Remark
}

// contacts finds the entities with a role that says something of the holder,
// outermost first. It reports false when one cannot be read.
func contacts(in *rdap.DecodeData, list []rdap.Entity, depth int) ([]contact, bool) {
	if in.Value("entities") != nil && len(in.Notes("entities")) > 0 || depth > maxDepth {
		return nil, depth > maxDepth
	}
	var out []contact
	for _, e := range list {
		role := role(e)
		if role == "" {
			continue
		}
		c, ok := read(e)
		if !ok {
			return nil, false
		}
		c.Role = role
		out = append(out, c)
	}
	for _, e := range list {
		below, ok := contacts(e.DecodeData, e.Entities, depth+1)
		if !ok {
			return nil, false
		}
		out = append(out, below...)
	}
	return out, true
}

// role is the first of an entity's that concerns the holder, registrant before
// all, or empty. Some servers write one role as a text instead of a list.
func role(e rdap.Entity) string {
	list := e.Roles
	if one, ok := e.DecodeData.Value("roles").(string); ok {
		list = []string{one}
	}
	for _, role := range []string{registrant, "administrative", "technical", "billing"} {
		if slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), role) }) {
			return role
		}
	}
	return ""
}

// read reads an entity's card: ["vcard", [[name, {}, type, value, …], …]]. It
// reports false for what is no card, or a card in a form that is not known here
// (RFC 9553): what cannot be read is not withheld.
func read(e rdap.Entity) (c contact, ok bool) {
	c.remarks = e.Remarks
	raw := e.DecodeData.Value("vcardArray")
	if raw == nil {
		return c, e.DecodeData.Value("jscard") == nil && e.DecodeData.Value("jscontact_card") == nil
	}
	card, _ := raw.([]any)
	if len(card) < 2 || card[0] != "vcard" {
		return c, false
	}
	properties, ok := card[1].([]any)
	c.card = true
	for _, p := range properties {
		if prop, _ := p.([]any); len(prop) >= 4 {
			c.property(prop)
		}
	}
	if standIn(c.Name) || standIn(c.org) {
		return contact{card: true, remarks: c.remarks}, ok
	}
	c.Name = field(c.Name)
	c.org = field(c.org)
	return c, ok
}

func (c *contact) property(prop []any) {
	name, _ := prop[0].(string)
	params, _ := prop[1].(map[string]any) // some servers write [] for none
	switch strings.ToLower(name) {
	case "fn":
		c.Name = cmp.Or(c.Name, text(prop[3]))
	case "n": // family and given name, where the full name is left out
		if parts, _ := prop[3].([]any); len(parts) >= 2 {
			c.Name = cmp.Or(c.Name, strings.TrimSpace(text(parts[1])+" "+text(parts[0])))
		}
	case "org":
		c.org = cmp.Or(c.org, text(prop[3]))
	case "email":
		for _, v := range prop[3:] {
			if address, _ := cutPrefixFold(field(text(v)), "mailto:"); strings.Contains(address, "@") {
				c.emails = appendNew(c.emails, address) // and not a sentence on where to ask
			}
		}
	case "tel":
		if kind, _ := json.Marshal(params["type"]); strings.Contains(strings.ToLower(string(kind)), "fax") {
			return
		}
		for _, v := range prop[3:] {
			number, _ := cutPrefixFold(field(text(v)), "tel:")
			number, _, _ = strings.Cut(number, ";")
			if strings.ContainsAny(number, "0123456789") {
				c.phones = appendNew(c.phones, number)
			}
		}
	case "adr":
		c.address(params, prop[3])
	}
}

// address reads the seven parts of a structured address (post box, extension,
// street, town, region, postal code, country), or the text that stands in for
// them. The first address counts.
func (c *contact) address(params map[string]any, value any) {
	if c.Street+c.Town+c.Postal != "" {
		return
	}
	if parts, _ := value.([]any); len(parts) >= 6 {
		c.Street, c.Town, c.Postal = field(text(parts[2])), field(text(parts[3])), field(text(parts[5]))
		if c.Street+c.Town+c.Postal != "" {
			return
		}
	}
	label, _ := params["label"].(string)
	if whole, ok := value.(string); ok {
		label = cmp.Or(label, whole)
	}
	if field(label) == "" {
		return
	}
	lines := strings.FieldsFunc(Clean(label), func(r rune) bool { return r == '\n' || r == ',' })
	for i, line := range lines {
		if m := postalTown.FindStringSubmatch(line); m != nil && i > 0 {
			c.Street, c.Postal, c.Town = field(lines[i-1]), field(m[1]), field(m[2])
			return
		}
	}
	c.Street = field(label)
}

// postalTown is a line such as "123 45 Storvik" or "SE-12345 STORVIK".
var postalTown = regexp.MustCompile(`^\s*(?:SE?-)?(\d{3} ?\d{2})\s+(\pL.*?)\s*$`)

// fill puts the first registrant into the record, and what is left into its
// Contacts.
func (r *Registration) fill(people []contact) {
	at := slices.IndexFunc(people, func(c contact) bool { return c.Role == registrant })
	add := func(c exposure.Contact) {
		role := c.Role
		if c.Role = ""; c != (exposure.Contact{}) && len(r.Record.Contacts) < maxContacts {
			c.Role = role
			r.Record.Contacts = append(r.Record.Contacts, c)
		}
	}
	for i, c := range people {
		c.Email, c.emails = head(c.emails)
		c.Phone, c.phones = head(c.phones)
		if i == at {
			r.Record.Holder, r.Record.Org, r.Record.Email, r.Record.Phone = c.Name, c.org, c.Email, c.Phone
			r.Record.Street, r.Record.Town, r.Record.Postal = c.Street, c.Town, c.Postal
		} else {
			add(c.Contact)
		}
		for _, e := range c.emails {
			add(exposure.Contact{Role: c.Role, Email: e})
		}
		for _, p := range c.phones {
			add(exposure.Contact{Role: c.Role, Phone: p})
		}
	}
}

func head(list []string) (string, []string) {
	if len(list) == 0 {
		return "", nil
	}
	return list[0], list[1:]
}

func appendNew(list []string, s string) []string {
	if s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// elsewhere are the answers of other registers that the links name.
func elsewhere(links []rdap.Link) []string {
	var out []string
	for _, l := range links {
		u, err := url.Parse(Clean(l.Href))
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(out) == maxElsewhere ||
			!strings.EqualFold(l.Rel, "related") || !strings.Contains(strings.ToLower(l.Type), "rdap+json") {
			continue
		}
		out = appendNew(out, cut(u.String(), maxTitle))
	}
	return out
}

// redacted reports whether the answer lists something of the registrant among
// what it holds back (RFC 9537).
func redacted(d *rdap.Domain) bool {
	list, _ := d.DecodeData.Value("redacted").([]any)
	return slices.ContainsFunc(list, func(v any) bool {
		entry, _ := json.Marshal(v)
		return strings.Contains(strings.ToLower(string(entry)), registrant)
	})
}

// cutShort reports whether the server says that it left out something for a
// reason of its own (RFC 9083, 10.2.1), and not because it may not be shown.
func cutShort(d *rdap.Domain, people []contact) bool {
	var types []string
	for _, n := range d.Notices {
		types = append(types, n.Type)
	}
	remarks := d.Remarks
	for _, c := range people {
		remarks = append(remarks, c.remarks...)
	}
	for _, m := range remarks {
		types = append(types, m.Type)
	}
	return slices.ContainsFunc(types, func(t string) bool {
		t = strings.ToLower(t)
		return strings.Contains(t, "truncated") && (strings.Contains(t, "load") || strings.Contains(t, "unexplainable"))
	})
}

// text is a value as one line; a list is joined.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return cut(collapse(Clean(v)), maxTitle)
	case float64: // a postal code or a number without quotes
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		var parts []string
		for _, e := range v {
			if s, ok := e.(string); ok && text(s) != "" {
				parts = append(parts, text(s))
			}
		}
		return strings.Join(parts, ", ")
	}
	return ""
}

// field cleans one value and drops the words that registers write instead of
// what they withhold.
func field(s string) string {
	s = cut(collapse(Clean(s)), maxTitle)
	if contains(s,
		"redacted", "not disclosed", "data protected", "gdpr masked", "masking enabled", "withheld", "non-public data",
	) {
		return ""
	}
	return s
}

// standIn reports whether a name is that of a service that lends its own name
// and address to holders, so that nothing on the card is the holder's.
func standIn(name string) bool {
	return contains(name,
		"privacy service", "whois privacy", "contact privacy", "perfect privacy", "privacy protect", "privacyprotect", "privacyguardian",
		"withheld for privacy", "domains by proxy", "domainsbyproxy", "proxy protection", "whoisproxy", "whois proxy", "whoisguard", "whois agent",
		"identity protect", "registration private", "private registration", "private by design", "super privacy", "on behalf of",
	)
}

func contains(s string, words ...string) bool {
	s = strings.ToLower(s)
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

// jsonLine is the line of a JSON error, or 0.
func jsonLine(body []byte, err error) int {
	offset := int64(-1)
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = e.Offset
	} else if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		offset = e.Offset
	}
	if offset < 0 || offset > int64(len(body)) {
		return 0
	}
	return 1 + strings.Count(string(body[:offset]), "\n")
}
