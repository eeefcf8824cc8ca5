package decode

import (
	"cmp"
	"encoding/json"
	"strings"

	"lampan/rules/exposure"
	"lampan/scanner/source"
)

// RDAP decodes a registration record (RFC 9083) of a domain: the registrant as
// its jCard (RFC 7095) shows it. Values that the register withholds are empty.
// The error is a *source.Error; Missing when the register says that it has no
// such domain.
//
// The JSON is read here rather than with github.com/openrdap/rdap: that module
// is one package, whose decoder comes with an HTTP client, a bootstrap service
// and a command line, and this needs six fields of one entity.
func RDAP(name string, body []byte) (r *exposure.Record, err error) {
	defer recovered(name, &err)
	var answer struct {
		Class    string       `json:"objectClassName"`
		Error    int          `json:"errorCode"`
		LDH      string       `json:"ldhName"`
		Unicode  string       `json:"unicodeName"`
		Entities []rdapEntity `json:"entities"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, malformed(name, jsonLine(body, err), "not a registration record in JSON")
	}
	switch {
	case answer.Error == 404:
		return nil, &source.Error{Reason: source.Missing, Locator: name}
	case answer.Error != 0:
		return nil, &source.Error{Reason: source.Blocked, Locator: name}
	case answer.Class != "domain":
		return nil, malformed(name, 0, "not the record of a domain")
	}
	r = &exposure.Record{Domain: field(cmp.Or(answer.Unicode, answer.LDH))}
	if e, ok := registrant(answer.Entities, 0); ok {
		e.fill(r)
	}
	return r, nil
}

type rdapEntity struct {
	Roles    []string     `json:"roles"`
	Card     []any        `json:"vcardArray"`
	Entities []rdapEntity `json:"entities"`
}

// registrant finds the first entity with that role, outermost first.
func registrant(list []rdapEntity, depth int) (rdapEntity, bool) {
	for _, e := range list {
		for _, role := range e.Roles {
			if strings.EqualFold(role, "registrant") {
				return e, true
			}
		}
	}
	if depth < 4 {
		for _, e := range list {
			if r, ok := registrant(e.Entities, depth+1); ok {
				return r, true
			}
		}
	}
	return rdapEntity{}, false
}

// fill copies the first value of each property: ["vcard", [[name, {}, type,
// value], …]].
func (e rdapEntity) fill(r *exposure.Record) {
	if len(e.Card) < 2 {
		return
	}
	properties, _ := e.Card[1].([]any)
	for _, p := range properties {
		prop, _ := p.([]any)
		if len(prop) < 4 {
			continue
		}
		name, _ := prop[0].(string)
		switch strings.ToLower(name) {
		case "fn":
			r.Holder = cmp.Or(r.Holder, text(prop[3]))
		case "org":
			r.Org = cmp.Or(r.Org, text(prop[3]))
		case "email":
			r.Email = cmp.Or(r.Email, text(prop[3]))
		case "tel":
			params, _ := prop[1].(map[string]any)
			if kind, _ := json.Marshal(params["type"]); !strings.Contains(strings.ToLower(string(kind)), "fax") {
				number, _ := cutPrefixFold(text(prop[3]), "tel:")
				number, _, _ = strings.Cut(number, ";")
				r.Phone = cmp.Or(r.Phone, number)
			}
		case "adr":
			address(r, prop)
		}
	}
}

// address reads the seven parts of a structured address (post box, extension,
// street, town, region, postal code, country), or the label that stands in for
// them.
func address(r *exposure.Record, prop []any) {
	if parts, _ := prop[3].([]any); len(parts) >= 6 {
		street, town, postal := text(parts[2]), text(parts[3]), text(parts[5])
		if street+town+postal != "" {
			r.Street, r.Town, r.Postal = cmp.Or(r.Street, street), cmp.Or(r.Town, town), cmp.Or(r.Postal, postal)
			return
		}
	}
	params, _ := prop[1].(map[string]any)
	if label, _ := params["label"].(string); label != "" {
		r.Street = cmp.Or(r.Street, field(label))
	}
}

// text is a value as one line; a list is joined.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return field(v)
	case []any:
		var parts []string
		for _, e := range v {
			if s, ok := e.(string); ok && field(s) != "" {
				parts = append(parts, field(s))
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
	lower := strings.ToLower(s)
	for _, word := range []string{"redacted", "not disclosed", "data protected", "gdpr masked", "withheld", "privacy service", "whois privacy"} {
		if strings.Contains(lower, word) {
			return ""
		}
	}
	return s
}

// jsonLine is the line of a JSON error, or 0.
func jsonLine(body []byte, err error) int {
	offset := int64(-1)
	switch e := err.(type) { //nolint:errorlint // encoding/json returns these unwrapped
	case *json.SyntaxError:
		offset = e.Offset
	case *json.UnmarshalTypeError:
		offset = e.Offset
	}
	if offset < 0 || offset > int64(len(body)) {
		return 0
	}
	return 1 + strings.Count(string(body[:offset]), "\n")
}
