package household

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // a household has a zone on machines that know none
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"lampan/rules/exposure"
	"lampan/rules/roster"
)

// The bounds of what a household may hold.
const (
	maxText  = 200  // characters of a name or address line
	maxList  = 200  // entries of one list
	minBorn  = 1900 // nobody living was born earlier
	maxBorn  = 2200 // a guard against slips; Household.At knows the day
	maxPages = 1000 // pages of one section
)

// usualZone is where a household that names no zone is.
const usualZone = "Europe/Stockholm"

// maxConsent is how long a consent may last: two years. One year is usual; an
// endless consent is not a consent, and a follow-up meeting renews it.
const maxConsentYears = 2

// detectorAll is the word for every area of rules.
const detectorAll = "all"

// Detectors lists the areas that a consent can name, "all" first.
func Detectors() []string {
	return []string{detectorAll, "travel", "home", "registration", "routine", "child", "accounts", "photo", "work", "ready"}
}

// idPattern is the form of every ID in household.yaml.
var idPattern = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// valueAt names a key of the entry that starts on a line.
type valueAt struct {
	line int
	key  string
}

type parser struct {
	file   string
	faults Faults
	// values says where the value of a key stands, by the line of its entry.
	values map[valueAt]int
}

func (p *parser) fault(line int, path string, code Code, args ...string) {
	if len(p.faults) == maxFaults {
		p.faults = append(p.faults, newFault(p.file, 0, "", CodeMore))
	}
	if len(p.faults) < maxFaults {
		p.faults = append(p.faults, newFault(p.file, line, path, code, args...))
	}
}

func (p *parser) sorted() Faults {
	if n := len(p.faults) - 1; n == maxFaults { // the last one says that there are more
		return append(sortFaults(p.faults[:n]), p.faults[n])
	}
	return sortFaults(p.faults)
}

// document finds the one mapping of the file; nil after a fault.
func (p *parser) document(data []byte) *yaml.Node {
	data = cutBOM(data)
	switch {
	case len(data) > maxFile:
		p.fault(0, "", CodeTooLarge)
		return nil
	case !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0:
		p.fault(0, "", CodeEncoding)
		return nil
	}
	l, err := yaml.NewLoader(bytes.NewReader(data), yaml.WithUniqueKeys(false))
	if err != nil {
		p.fault(0, "", CodeYAML)
		return nil
	}
	var doc, next yaml.Node
	err = l.Load(&doc)
	if err == nil {
		if more := l.Load(&next); more == nil {
			p.fault(next.Line, "", CodeTwoDocs)
			return nil
		} else if !errors.Is(more, io.EOF) {
			err = more
		}
	}
	switch {
	case errors.Is(err, io.EOF):
		p.fault(0, "", CodeEmpty)
		return nil
	case err != nil:
		p.syntax(data, err)
		return nil
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 || doc.Content[0].ShortTag() == "!!null" {
		p.fault(0, "", CodeEmpty)
		return nil
	}
	return doc.Content[0]
}

// syntax names the line that the YAML reader stopped at, and the commonest
// cause.
func (p *parser) syntax(data []byte, err error) {
	line := 0
	if e, ok := errors.AsType[*yaml.LoadError](err); ok {
		line = e.Mark.Line
	}
	for i, l := range bytes.Split(data, []byte("\n")) {
		if indent := l[:len(l)-len(bytes.TrimLeft(l, " \t"))]; bytes.IndexByte(indent, '\t') >= 0 && len(bytes.TrimSpace(l)) > 0 {
			p.fault(i+1, "", CodeTab)
			return
		}
	}
	p.fault(line, "", CodeYAML)
}

// field is one key that a mapping may have.
type field struct {
	key  string
	need bool
	read func(n *yaml.Node, path string)
}

// mapping hands every value to its field and reports keys that are unknown,
// repeated or missing. It reports whether n is a mapping at all.
func (p *parser) mapping(n *yaml.Node, path string, fields ...field) bool {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		p.fault(n.Line, path, CodeAlias)
		return false
	}
	if n.Kind != yaml.MappingNode {
		p.fault(n.Line, path, CodeNotGroup, label(path))
		return false
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		at := join(path, k.Value)
		if k.Kind != yaml.ScalarNode || k.Anchor != "" {
			p.fault(k.Line, path, CodeAlias)
			continue
		}
		if line, ok := seen[k.Value]; ok {
			p.fault(k.Line, at, CodeTwiceKey, clip(k.Value), strconv.Itoa(line))
			continue
		}
		seen[k.Value] = k.Line
		p.values[valueAt{n.Line, k.Value}] = v.Line
		j := slices.IndexFunc(fields, func(f field) bool { return f.key == k.Value })
		if j < 0 {
			p.unknown(k, at, fields)
			continue
		}
		fields[j].read(v, at)
	}
	for _, f := range fields {
		if _, ok := seen[f.key]; f.need && !ok {
			p.fault(n.Line, join(path, f.key), CodeMissingKey, f.key)
		}
	}
	return true
}

func (p *parser) unknown(k *yaml.Node, at string, fields []field) {
	var keys []string
	for _, f := range fields {
		keys = append(keys, f.key)
	}
	if near := nearest(k.Value, keys); near != "" {
		p.fault(k.Line, at, CodeMaybeKey, clip(k.Value), near)
		return
	}
	p.fault(k.Line, at, CodeUnknownKey, clip(k.Value), strings.Join(keys, ", "))
}

// list hands every entry to item; an empty value is an empty list.
func (p *parser) list(n *yaml.Node, path string, item func(n *yaml.Node, path string)) {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		p.fault(n.Line, path, CodeAlias)
	case n.ShortTag() == "!!null":
	case n.Kind != yaml.SequenceNode:
		p.fault(n.Line, path, CodeNotList, label(path))
	case len(n.Content) > maxList:
		p.fault(n.Line, path, CodeTooMany, label(path), strconv.Itoa(maxList))
	default:
		for i, c := range n.Content {
			item(c, fmt.Sprintf("%s[%d]", path, i))
		}
	}
}

// scalar returns the text of a plain value as it is written.
func (p *parser) scalar(n *yaml.Node, path string) (string, bool) {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		p.fault(n.Line, path, CodeAlias)
	case n.Kind != yaml.ScalarNode || n.Style&yaml.TaggedStyle != 0:
		p.fault(n.Line, path, CodeNotText, label(path))
	case n.ShortTag() == "!!null":
		p.fault(n.Line, path, CodeNoValue, label(path))
	case strings.ContainsFunc(n.Value, Invisible):
		p.fault(n.Line, path, CodeControl, label(path))
	default:
		return strings.TrimSpace(n.Value), true
	}
	return "", false
}

// Invisible matches control characters and the marks that reorder text; a file
// that is printed on a terminal and in a report should hold neither.
func Invisible(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError
}

func (p *parser) text(to *string) func(*yaml.Node, string) {
	return p.bounded(to, maxText, false)
}

func (p *parser) bounded(to *string, limit int, empty bool) func(*yaml.Node, string) {
	return func(n *yaml.Node, path string) {
		s, ok := p.scalar(n, path)
		switch {
		case !ok:
		case n.ShortTag() == "!!bool":
			p.fault(n.Line, path, CodeNotText, label(path))
		case s == "" && !empty:
			p.fault(n.Line, path, CodeNoValue, label(path))
		case utf8.RuneCountInString(s) > limit:
			p.fault(n.Line, path, CodeTooLong, label(path), strconv.Itoa(limit))
		default:
			*to = s
		}
	}
}

func (p *parser) texts(to *[]string) func(*yaml.Node, string) {
	return func(n *yaml.Node, path string) {
		p.list(n, path, func(n *yaml.Node, path string) {
			var s string
			if p.text(&s)(n, path); s != "" {
				*to = append(*to, s)
			}
		})
	}
}

// matching reads a list of texts that must pass a test.
func (p *parser) matching(to *[]string, code Code, ok func(string) bool) func(*yaml.Node, string) {
	return func(n *yaml.Node, path string) {
		p.list(n, path, func(n *yaml.Node, path string) {
			var s string
			if p.text(&s)(n, path); s == "" {
				return
			}
			if !ok(s) {
				p.fault(n.Line, path, code, clip(s))
				return
			}
			*to = append(*to, s)
		})
	}
}

func readID[T ~string](p *parser, to *T) func(*yaml.Node, string) {
	return func(n *yaml.Node, path string) {
		var s string
		if p.text(&s)(n, path); s == "" {
			return
		}
		switch {
		case !idPattern.MatchString(s):
			p.fault(n.Line, path, CodeBadID, clip(s))
		case s == string(exposure.Household):
			p.fault(n.Line, path, CodeReserved, s)
		default:
			*to = T(s)
		}
	}
}

func readIDs[T ~string](p *parser, to *[]T) func(*yaml.Node, string) {
	return func(n *yaml.Node, path string) {
		seen := map[T]int{}
		p.list(n, path, func(n *yaml.Node, path string) {
			var id T
			if readID(p, &id)(n, path); id == "" {
				return
			}
			if line, ok := seen[id]; ok {
				p.fault(n.Line, path, CodeTwice, string(id), strconv.Itoa(line))
				return
			}
			seen[id] = n.Line
			*to = append(*to, id)
		})
	}
}

func readChoice[T ~string](p *parser, to *T, among ...T) func(*yaml.Node, string) {
	return func(n *yaml.Node, path string) {
		s, ok := p.scalar(n, path)
		if !ok {
			return
		}
		if !slices.Contains(among, T(s)) {
			var names []string
			for _, a := range among {
				names = append(names, string(a))
			}
			p.fault(n.Line, path, CodeNotOne, label(path), clip(s), strings.Join(names, ", "))
			return
		}
		*to = T(s)
	}
}

func (p *parser) integer(to *int, low, high int) func(*yaml.Node, string) {
	return func(n *yaml.Node, path string) {
		s, ok := p.scalar(n, path)
		if !ok {
			return
		}
		i, err := strconv.Atoi(s)
		switch {
		case err != nil || n.ShortTag() != "!!int":
			p.fault(n.Line, path, CodeNotNumber, label(path), clip(s))
		case i < low || i > high:
			p.fault(n.Line, path, CodeRange, label(path), clip(s), strconv.Itoa(low), strconv.Itoa(high))
		default:
			*to = i
		}
	}
}

func (p *parser) degrees(to *float64, limit float64) func(*yaml.Node, string) {
	return func(n *yaml.Node, path string) {
		s, ok := p.scalar(n, path)
		if !ok {
			return
		}
		f, err := strconv.ParseFloat(s, 64)
		tag := n.ShortTag()
		switch {
		case err != nil || tag != "!!float" && tag != "!!int":
			p.fault(n.Line, path, CodeNotNumber, label(path), clip(s))
		case !(f >= -limit && f <= limit): // also not a number
			p.fault(n.Line, path, CodeRange, label(path), clip(s), fmt.Sprint(-limit), fmt.Sprint(limit))
		default:
			*to = f
		}
	}
}

func (p *parser) boolean(to *bool) func(*yaml.Node, string) {
	return func(n *yaml.Node, path string) {
		s, ok := p.scalar(n, path)
		if !ok {
			return
		}
		if n.ShortTag() != "!!bool" || s != "true" && s != "false" {
			p.fault(n.Line, path, CodeNotBool, label(path), clip(s))
			return
		}
		*to = s == "true"
	}
}

func (p *parser) day(to *time.Time) func(*yaml.Node, string) {
	return func(n *yaml.Node, path string) {
		s, ok := p.scalar(n, path)
		if !ok {
			return
		}
		t, err := time.Parse(time.DateOnly, s)
		if err != nil || t.Year() < minBorn || t.Year() > maxBorn {
			p.fault(n.Line, path, CodeNotDay, label(path), clip(s))
			return
		}
		*to = t
	}
}

// household reads the whole file.
func (p *parser) household(n *yaml.Node, h *Household) {
	var zone string
	lang := exposure.Lang("")
	p.mapping(n, "",
		field{"schema", true, p.schema(h)},
		field{"case", true, readID(p, &h.Case)},
		field{"lang", true, readChoice(p, &lang, exposure.Swedish, exposure.English)},
		field{"name", false, p.bounded(&h.Name, maxText, true)},
		field{"zone", false, func(n *yaml.Node, path string) {
			if p.text(&zone)(n, path); zone != "" {
				h.Zone = p.zone(zone, n, path)
			}
		}},
		field{"next", false, p.day(&h.Next)},
		field{"people", true, func(n *yaml.Node, path string) { p.people(n, path, h) }},
		field{"places", false, func(n *yaml.Node, path string) {
			p.list(n, path, func(n *yaml.Node, path string) { p.place(n, path, h) })
		}},
		field{"vehicles", false, func(n *yaml.Node, path string) {
			p.list(n, path, func(n *yaml.Node, path string) { p.vehicle(n, path, h) })
		}},
		field{"domains", false, p.matching(&h.Domains, CodeDomain, isDomain)},
		field{"pets", false, p.texts(&h.Pets)},
		field{"clubs", false, func(n *yaml.Node, path string) {
			p.list(n, path, func(n *yaml.Node, path string) { p.club(n, path, h) })
		}},
		field{"sources", false, func(n *yaml.Node, path string) {
			p.list(n, path, func(n *yaml.Node, path string) { p.source(n, path, h) })
		}},
		field{"consents", false, func(n *yaml.Node, path string) {
			p.list(n, path, func(n *yaml.Node, path string) { p.consent(n, path, h) })
		}},
	)
	h.Lang = lang
	if h.Zone == nil && zone == "" {
		h.Zone = p.zone(usualZone, n, "zone")
	}
}

func (p *parser) schema(h *Household) func(*yaml.Node, string) {
	return func(n *yaml.Node, path string) {
		s, ok := p.scalar(n, path)
		if !ok {
			return
		}
		if s != strconv.Itoa(Schema) || n.ShortTag() != "!!int" {
			p.fault(n.Line, path, CodeSchema, clip(s))
			return
		}
		h.Schema = Schema
	}
}

func (p *parser) zone(name string, n *yaml.Node, path string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		p.fault(n.Line, path, CodeZone, clip(name))
		return nil
	}
	return z
}

func (p *parser) people(n *yaml.Node, path string, h *Household) {
	if n.Kind == yaml.SequenceNode && len(n.Content) > MaxPeople {
		p.fault(n.Line, path, CodeTooManyPeople, strconv.Itoa(len(n.Content)), strconv.Itoa(MaxPeople))
	}
	p.list(n, path, func(n *yaml.Node, path string) {
		m := Person{Line: n.Line}
		if p.mapping(n, path,
			field{"id", true, readID(p, &m.ID)},
			field{"name", true, p.text(&m.Name)},
			field{"aliases", false, p.texts(&m.Aliases)},
			field{"born", false, p.integer(&m.Born, minBorn, maxBorn)},
			field{"guardians", false, readIDs(p, &m.Guardians)},
			field{"exposed", false, p.bounded(&m.Exposed, maxText, true)},
			field{"protected", false, p.boolean(&m.Protected)},
			field{"phones", false, p.matching(&m.Phones, CodePhone, isPhone)},
			field{"emails", false, p.matching(&m.Emails, CodeEmail, isEmail)},
		) {
			h.People = append(h.People, m)
		}
	})
	if n.ShortTag() == "!!null" || n.Kind == yaml.SequenceNode && len(n.Content) == 0 {
		p.fault(n.Line, path, CodeNoPeople)
	}
}

func (p *parser) place(n *yaml.Node, path string, h *Household) {
	m := Place{Line: n.Line}
	if p.mapping(n, path,
		field{"id", true, readID(p, &m.ID)},
		field{"kind", true, readChoice(p, &m.Kind, roster.Home, roster.Holiday, roster.School, roster.Work)},
		field{"name", false, p.bounded(&m.Name, maxText, true)},
		field{"street", false, p.bounded(&m.Street, maxText, true)},
		field{"postal", false, func(n *yaml.Node, path string) {
			var s string
			if p.text(&s)(n, path); s == "" {
				return
			}
			digits := strings.ReplaceAll(s, " ", "")
			if len(digits) != 5 || strings.ContainsFunc(digits, notDigit) {
				p.fault(n.Line, path, CodePostal, clip(s))
				return
			}
			m.Postal = digits
		}},
		field{"town", false, p.bounded(&m.Town, maxText, true)},
		field{"position", false, func(n *yaml.Node, path string) {
			m.Located = p.mapping(n, path,
				field{"lat", true, p.degrees(&m.Lat, 90)},
				field{"lon", true, p.degrees(&m.Lon, 180)},
			)
		}},
		field{"people", false, readIDs(p, &m.People)},
	) {
		h.Places = append(h.Places, m)
	}
}

func (p *parser) vehicle(n *yaml.Node, path string, h *Household) {
	m := Vehicle{Line: n.Line}
	if p.mapping(n, path,
		field{"plate", true, func(n *yaml.Node, path string) {
			var s string
			if p.text(&s)(n, path); s == "" {
				return
			}
			plate := strings.ToUpper(strings.ReplaceAll(s, " ", ""))
			if l := utf8.RuneCountInString(plate); l < 2 || l > 7 || strings.ContainsFunc(plate, func(r rune) bool {
				return notDigit(r) && !('A' <= r && r <= 'Z') && !strings.ContainsRune("ÅÄÖ", r)
			}) {
				p.fault(n.Line, path, CodePlate, clip(s))
				return
			}
			m.Plate = plate
		}},
		field{"owner", false, readID(p, &m.Owner)},
	) {
		h.Vehicles = append(h.Vehicles, m)
	}
}

func (p *parser) club(n *yaml.Node, path string, h *Household) {
	m := Club{Line: n.Line}
	if p.mapping(n, path,
		field{"name", true, p.text(&m.Name)},
		field{"person", false, readID(p, &m.Person)},
	) {
		h.Clubs = append(h.Clubs, m)
	}
}

func (p *parser) source(n *yaml.Node, path string, h *Household) {
	s := Source{Line: n.Line}
	var pages bool
	var visibility string
	if !p.mapping(n, path,
		field{"id", true, readID(p, &s.ID)},
		field{"subject", true, readID(p, &s.Subject)},
		field{"kind", true, readChoice(p, &s.Kind, exposure.SourceKinds()...)},
		field{"at", true, p.bounded(&s.At, maxLocator, false)},
		field{"via", false, p.bounded(&s.Via, maxLocator, false)},
		field{"section", false, p.boolean(&s.Section)},
		field{"max_pages", false, func(n *yaml.Node, path string) {
			pages = true
			p.integer(&s.MaxPages, 1, maxPages)(n, path)
		}},
		field{"visibility", false, readChoice(p, &visibility, "open", "link", "members", "friends", "private")},
	) {
		return
	}
	if s.Kind != "" && s.At != "" {
		p.at(n, path, s)
	}
	switch {
	case s.Section && s.Kind != "" && s.Kind != exposure.Page:
		p.fault(n.Line, path, CodeSectionKind)
	case pages && !s.Section:
		p.fault(n.Line, path, CodePagesSection)
	}
	switch {
	case visibility != "":
		s.Visibility, _ = exposure.ParseVisibility(visibility)
	case s.Kind == exposure.Posts || s.Kind == exposure.Photos:
		p.fault(n.Line, path, CodeNoVisibility, string(s.Kind))
	case s.Kind.Told():
		s.Visibility = exposure.Private
	default:
		s.Visibility = exposure.Open
	}
	h.Sources = append(h.Sources, s)
}

// at checks a source's address, domain or path, and where a domain's register
// is looked up.
func (p *parser) at(n *yaml.Node, path string, s Source) {
	on := func(key string) func(Code, ...string) {
		return func(c Code, args ...string) { p.fault(p.values[valueAt{n.Line, key}], path+"."+key, c, args...) }
	}
	fault := on("at")
	if domain, ok := strings.CutPrefix(s.At, domainPrefix); ok && s.Kind == exposure.Register {
		if s.Domain() == "" {
			fault(CodeDomain, clip(domain))
		}
		if s.Via != "" {
			checkAddress(s.Via, false, on("via"))
		}
		return
	}
	if s.Via != "" {
		on("via")(CodeVia)
	}
	remote := s.Kind == exposure.Page || s.Kind == exposure.Feed
	switch {
	case !s.Remote() && strings.Contains(s.At, "://"):
		fault(CodeScheme)
		return
	case remote && !s.Remote():
		fault(CodeNeedsURL, string(s.Kind))
		return
	case s.Remote() && !remote && s.Kind != exposure.Register:
		fault(CodeNeedsFile, string(s.Kind))
		return
	case s.Remote():
		checkAddress(s.At, s.Section, fault)
		return
	}
	switch err := errFile(s.At); {
	case errors.Is(err, errFileOutside):
		fault(CodeFileOutside)
	case errors.Is(err, errFileOwn):
		fault(CodeFileOwn)
	case err != nil:
		fault(CodeFilePlain)
	}
}

func checkAddress(at string, section bool, fault func(Code, ...string)) {
	u, err := url.Parse(at)
	if err == nil && (u.Fragment != "" || strings.Contains(at, "#")) {
		fault(CodeFragment)
	}
	if err == nil && section && (u.RawQuery != "" || u.ForceQuery) {
		fault(CodeSectionQuery)
	}
	switch _, err := parseAddress(at); {
	case errors.Is(err, errUserinfo):
		fault(CodeUserinfo)
	case errors.Is(err, errPath):
		fault(CodeURLPath)
	case err != nil:
		fault(CodeBadURL)
	}
}

func (p *parser) consent(n *yaml.Node, path string, h *Household) {
	c := Consent{Line: n.Line}
	var detectors []string
	if !p.mapping(n, path,
		field{"id", true, readID(p, &c.ID)},
		field{"case", true, readID(p, &c.Case)},
		field{"subject", true, readID(p, &c.Subject)},
		field{"given_by", true, readIDs(p, &c.GivenBy)},
		field{"method", true, readChoice(p, &c.Method, Paper, Meeting, Self)},
		field{"sources", true, readIDs(p, &c.Sources)},
		field{"detectors", true, func(n *yaml.Node, path string) {
			p.list(n, path, func(n *yaml.Node, path string) {
				var s string
				if readChoice(p, &s, Detectors()...)(n, path); s != "" {
					detectors = append(detectors, s)
				}
			})
		}},
		field{"purpose", true, readChoice(p, &c.Purpose, ExposureReview)},
		field{"granted", true, p.day(&c.Granted)},
		field{"expires", true, p.day(&c.Expires)},
		field{"assent", false, p.boolean(&c.Assent)},
		field{"share", false, readChoice(p, &c.Share, ShareAll, ShareSelf)},
		field{"revoked", false, p.day(&c.Revoked)},
	) {
		return
	}
	c.Detectors = detectors
	h.Consents = append(h.Consents, c)
}

func notDigit(r rune) bool { return r < '0' || r > '9' }

func isDomain(s string) bool {
	host, err := foldHost(s)
	return err == nil && strings.Contains(host, ".") && !strings.ContainsAny(s, "/:@ ")
}

func isEmail(s string) bool {
	name, host, ok := strings.Cut(s, "@")
	return ok && name != "" && !strings.ContainsAny(name, " <>,;") && isDomain(host)
}

func isPhone(s string) bool {
	digits := 0
	for i, r := range s {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case r == '+' && i == 0, strings.ContainsRune(" -()/.", r):
		default:
			return false
		}
	}
	return digits >= 5 && digits <= 15
}

func join(path, key string) string {
	if path == "" {
		return clip(key)
	}
	return path + "." + clip(key)
}

// label is the last part of a path: what a sentence calls the value.
func label(path string) string {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[i+1:]
	}
	if path == "" {
		return FileName
	}
	return path
}

// clip shortens what a message quotes and drops what a terminal would obey.
func clip(s string) string {
	s = strings.Map(func(r rune) rune {
		if Invisible(r) {
			return -1
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// nearest finds the word that differs least, by at most a third of its letters.
func nearest(s string, among []string) string {
	best, least := "", 1<<30
	for _, w := range among {
		if d := distance(strings.ToLower(s), w); d < least {
			best, least = w, d
		}
	}
	if best == "" || least > max(1, len(best)/3) {
		return ""
	}
	return best
}

// distance is Levenshtein's.
func distance(a, b string) int {
	if len(a) > 40 {
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		left, diag := i+1, i
		for j := range len(b) {
			cost := diag
			if a[i] != b[j] {
				cost = 1 + min(diag, left, row[j+1])
			}
			diag, row[j] = row[j+1], left
			left = cost
		}
		row[len(b)] = left
	}
	return row[len(b)]
}
