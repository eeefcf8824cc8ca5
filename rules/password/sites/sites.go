// Package sites knows what a service is for and what its sign-in offers: a list
// that needs no network, Swedish services first. What the list does not know is
// Unknown, and never claimed.
package sites

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"lampan/rules/password/verdict"
)

// Site is one service with one sign-in.
type Site struct {
	ID      string // its first domain
	Domains []string
	Mail    []string // domains of its e-mail addresses
	Kind    verdict.Kind
	// Resets says that people sign in to other services with the account, or
	// that it moves their mail elsewhere.
	Resets bool
	Names  []string // what people call it

	// Offers are the second steps that can be had beside a password; none when
	// that is not known. The list says of no service that it has none.
	Offers []verdict.Offer
	// Passkey says that one can sign in with a passkey; false when not known.
	Passkey bool

	// Read is the day on which the source of Offers and Passkey was read,
	// YYYY-MM-DD, and Source names it; both are empty when nothing is known.
	Read   string
	Source string
}

// List is what is known. It is immutable and safe for concurrent use.
type List struct {
	sites    []Site
	byDomain map[string]int
	byName   map[string]int
	suffixes map[string]bool
	asOf     string
}

//go:embed sites.txt
var table string

//go:embed suffixes.txt
var suffixes string

// Open returns the list in the program. It panics when the program was built
// from a faulty one, which the tests of this package rule out.
func Open() *List {
	l, err := Parse(table, suffixes)
	if err != nil {
		panic(err)
	}
	return l
}

// columns of a line of the table: domains, kind, names, two-step, passkey, read,
// source.
const columns = 7

// Parse reads a table of services and one of public suffixes. All faults of the
// table come back together, each with its line.
func Parse(table, suffixes string) (*List, error) {
	l := &List{byDomain: map[string]int{}, byName: map[string]int{}, suffixes: map[string]bool{}}
	for line := range strings.Lines(suffixes) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			l.suffixes[line] = true
		}
	}
	var faults []error
	n := 0
	for line := range strings.Lines(table) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		s, err := l.read(line)
		if err == nil {
			err = l.add(s)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("sites, line %d: %w", n, err))
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return l, nil
}

func (l *List) read(line string) (s Site, err error) {
	cells := strings.Split(line, "|")
	if len(cells) != columns {
		return s, fmt.Errorf("%d columns instead of %d", len(cells), columns)
	}
	for i, c := range cells {
		cells[i] = strings.TrimSpace(c)
	}
	for d := range strings.FieldsSeq(cells[0]) {
		mail := strings.HasPrefix(d, "@")
		d = strings.TrimPrefix(d, "@")
		if r := l.Registrable(d); r != d {
			return s, fmt.Errorf("%q is not a domain that somebody can register", d)
		}
		s.Domains = append(s.Domains, d)
		if mail {
			s.Mail = append(s.Mail, d)
		}
	}
	if len(s.Domains) == 0 {
		return s, errors.New("no domain")
	}
	s.ID = s.Domains[0]
	kind, more, _ := strings.Cut(cells[1], " ")
	s.Kind, s.Resets = verdict.Kind(kind), more == "resets"
	if !slices.Contains(verdict.Kinds(), s.Kind) || more != "" && !s.Resets {
		return s, fmt.Errorf("unknown kind %q", cells[1])
	}
	for name := range strings.SplitSeq(cells[2], ",") {
		if name = strings.TrimSpace(name); name == "" {
			return s, errors.New("an empty name")
		}
		s.Names = append(s.Names, name)
	}
	return s, s.offers(cells[3], cells[4], cells[5], cells[6])
}

// unknown stands in a cell about which there is no source.
const unknown = "?"

// offers reads what the service offers, and since when that is known.
func (s *Site) offers(second, passkey, read, source string) error {
	if second == "" {
		return errors.New("an empty second step; write ? for unknown")
	}
	if second != unknown {
		for o := range strings.FieldsSeq(second) {
			if !slices.Contains(verdict.Offers(), verdict.Offer(o)) || slices.Contains(s.Offers, verdict.Offer(o)) {
				return fmt.Errorf("unknown second step %q", second)
			}
			s.Offers = append(s.Offers, verdict.Offer(o))
		}
	}
	if s.Passkey = passkey == "yes"; !s.Passkey && passkey != unknown {
		return fmt.Errorf("unknown state of passkeys %q", passkey)
	}
	if second == unknown && passkey == unknown {
		if read != "" || source != "" {
			return errors.New("a date or source for what is unknown")
		}
		return nil
	}
	if _, err := time.Parse(time.DateOnly, read); err != nil {
		return errors.New("no date of the form YYYY-MM-DD")
	}
	if source == "" {
		return errors.New("no source")
	}
	s.Read, s.Source = read, source
	return nil
}

func (l *List) add(s Site) error {
	at := len(l.sites)
	for _, d := range s.Domains {
		if _, twice := l.byDomain[d]; twice {
			return fmt.Errorf("%q stands twice", d)
		}
		l.byDomain[d] = at
	}
	for _, name := range s.Names {
		if _, twice := l.byName[plain(name)]; twice {
			return fmt.Errorf("the name %q stands twice", name)
		}
		l.byName[plain(name)] = at
	}
	if s.Read != "" && (l.asOf == "" || s.Read < l.asOf) {
		l.asOf = s.Read
	}
	l.sites = append(l.sites, s)
	return nil
}

// plain is how names are compared.
func plain(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return r == ' ' || r == '-' || r == '.' || r == '_'
	}), "")
}

// All lists the services in the order of the table.
func (l *List) All() []Site { return slices.Clone(l.sites) }

// AsOf is the day of the oldest statement in the list, YYYY-MM-DD.
func (l *List) AsOf() string { return l.asOf }

// At returns the service at a host.
func (l *List) At(host string) (Site, bool) {
	i, ok := l.byDomain[l.Registrable(host)]
	if !ok {
		return Site{}, false
	}
	return l.sites[i], true
}

// Named returns the service that people call so, whatever the case. A domain is
// a name, too.
func (l *List) Named(name string) (Site, bool) {
	if i, ok := l.byName[plain(name)]; ok {
		return l.sites[i], true
	}
	return l.At(strings.TrimSpace(name))
}

// Readable returns a host with its international letters as people read them.
func Readable(host string) string {
	if shown, err := idna.Display.ToUnicode(host); err == nil {
		return shown
	}
	return host
}

// Registrable returns the part of a host that somebody has registered, in lower
// case and ASCII: example.se of www.example.se. An address of numbers, a single
// label, a public suffix and what is no host come back whole.
func (l *List) Registrable(host string) string {
	host = strings.TrimRight(strings.ToLower(host), ".")
	if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		host = ascii
	}
	if strings.HasPrefix(host, ".") || strings.Contains(host, "..") {
		return host
	}
	if last := host[strings.LastIndexByte(host, '.')+1:]; last == "" || last[0] >= '0' && last[0] <= '9' || strings.Contains(host, ":") {
		return host
	}
	// The longest suffix decides: rules are looked up from the left.
	for rest := host; ; {
		_, after, dotted := strings.Cut(rest, ".")
		if l.suffixes["!"+rest] {
			return rest
		}
		if !dotted || l.suffixes[rest] || l.suffixes["*."+after] {
			before := host[:len(host)-len(rest)]
			if before == "" {
				return host
			}
			return host[strings.LastIndexByte(before[:len(before)-1], '.')+1:]
		}
		rest = after
	}
}
