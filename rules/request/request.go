// Package request writes the texts that a person sends to a place themselves: to be
// hidden, to have something corrected, erased or no longer used for advertising, to
// have a search result or photos of their home taken away. Nothing is sent from
// here.
//
// The texts are data (rules/pack/requests), with their sources. A text claims no
// right that the place's legal basis does not give, and asks for what the place
// grants: to be hidden, where that is all. It holds what the place needs to find
// the entry and no more; never a personnummer, and no address of somebody whose
// personal data are protected. What nobody but the writer knows is a blank.
package request

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/places"
)

// Kind says what a text asks for.
type Kind string

// The kinds.
const (
	Hide    Kind = "hide"    // no longer shown
	Rectify Kind = "rectify" // corrected
	Erase   Kind = "erase"   // erased, where ordinary data protection rules apply
	Object  Kind = "object"  // no longer used for direct marketing
	Delist  Kind = "delist"  // a search result no longer shown for the name
	Photos  Kind = "photos"  // photos and plan of a home taken away
)

// Kinds lists the kinds.
func Kinds() []Kind { return []Kind{Hide, Rectify, Erase, Object, Delist, Photos} }

// For lists what can be asked of a place, the best first. It is nil where there is
// nothing to write: what the law makes public, what is done by logging in or
// calling, and what only tells.
func For(p *places.Place) []Kind {
	switch way, shows := p.Hide.Way, len(p.Shows) > 0; {
	case !shows, way == places.Block, p.Kind == places.Broker:
		return nil
	case way == places.Rectify:
		return []Kind{Rectify}
	case way == places.Object:
		return []Kind{Object}
	case p.Kind == places.SearchEngine:
		return []Kind{Delist}
	case p.Kind == places.Authority: // public, or decided by an application
		return nil
	}
	// Where nothing is known to be granted, asking is still allowed.
	kinds := []Kind{Hide}
	if p.Kind == places.Housing {
		kinds = []Kind{Photos, Hide}
	}
	if p.Basis == places.DataLaw {
		kinds = append(kinds, Erase, Rectify, Object)
		if p.Hide.Way == places.Remove && p.Kind != places.Housing {
			kinds = []Kind{Erase, Hide, Rectify, Object}
		}
	}
	return kinds
}

// Field is one line of what a text is about.
type Field string

// The fields. Those after the e-mail address are always blanks.
const (
	Name    Field = "name"
	Address Field = "address"
	Phone   Field = "phone"
	Email   Field = "email"
	Link    Field = "link"
	Domain  Field = "domain"
	Reason  Field = "reason"
	Wrong   Field = "wrong"
	Right   Field = "right"
)

// Fields lists the fields.
func Fields() []Field {
	return []Field{Name, Address, Phone, Email, Link, Domain, Reason, Wrong, Right}
}

// When says in which texts a paragraph stands.
type When string

// The conditions. An empty one always holds.
const (
	IsChild     When = "child"       // a guardian writes for a child
	Certificate When = "certificate" // the place has a publishing certificate
	DataLaw     When = "gdpr"        // ordinary data protection rules apply to it
)

// Whens lists the conditions.
func Whens() []When { return []When{IsChild, Certificate, DataLaw} }

// Paragraph is a piece of a text. {about} stands for whom it is about ("me", or the
// child's name), {name} for the name and {place} for the place's.
type Paragraph struct {
	When When   `yaml:"when"`
	Text string `yaml:"text"`
}

// Wording is a text in one language.
type Wording struct {
	Subject string      `yaml:"subject"`
	Ask     []Paragraph `yaml:"ask"`  // before the fields
	More    []Paragraph `yaml:"more"` // after them; may be empty
}

// Template is a text to fill in.
type Template struct {
	Kind    Kind                      `yaml:"kind"`
	Places  []places.ID               `yaml:"places"` // those it is written for; empty for all others
	Fields  []Field                   `yaml:"fields"`
	Sources []string                  `yaml:"sources"`
	Text    map[exposure.Lang]Wording `yaml:"text"`

	File string `yaml:"-"`
}

// Frame is what every text has around it.
type Frame struct {
	To string `yaml:"to"` // holds {place}
	// Recipients are those that are not called what their place is.
	Recipients map[places.ID]string `yaml:"recipients"`
	Subject    string               `yaml:"subject"` // holds {subject}
	Greeting   string               `yaml:"greeting"`
	Self       string               `yaml:"self"`   // whom it is about, when that is the writer
	Child      string               `yaml:"child"`  // who writes, for a child; holds {name}
	Fields     string               `yaml:"fields"` // stands before the fields
	Labels     map[Field]string     `yaml:"labels"`
	Identify   string               `yaml:"identify"` // how the writer shows who they are
	Answer     string               `yaml:"answer"`
	Close      string               `yaml:"close"`
}

// Set is every template, and the frame. It is immutable and safe for concurrent
// use.
type Set struct {
	templates []Template // by file
	frame     map[exposure.Lang]Frame
}

// All lists the templates.
func (s *Set) All() []Template { return slices.Clone(s.templates) }

// Find gives the template for a kind at a place: the one written for the place, or
// the general one.
func (s *Set) Find(k Kind, id places.ID) (Template, bool) {
	var general Template
	for _, t := range s.templates {
		switch {
		case t.Kind != k:
		case slices.Contains(t.Places, id):
			return t, true
		case len(t.Places) == 0:
			general = t
		}
	}
	return general, general.Kind != ""
}

// Person is whom a text is about.
type Person struct {
	Name     string
	Guardian string   // who writes for a child; empty for an adult
	Homes    []string // each on one line
	Phones   []string
	Emails   []string
	// Protected says that no address may be written: of the person, or of somebody
	// who lives with them. A text that finds its entry by the name has no line for one.
	Protected bool
}

// Why says why something is left blank.
type Why string

// The reasons.
const (
	Yours     Why = "yours"     // nobody but the writer knows it
	Protected Why = "protected" // somebody's personal data are protected
	Several   Why = "several"   // there are several, and only one may show there
	Missing   Why = "missing"   // the family has not told it
)

// Blank is a line of a text that the writer fills in.
type Blank struct {
	Field Field
	Why   Why
}

// Letter is a text that is ready but for its blanks: stanzas of lines, an empty
// line between them. Lines are not wrapped; leading spaces indent one.
type Letter struct {
	Stanzas [][]string
	Blanks  []Blank
}

// blank is a line to write on.
const blank = "______________________________"

// Write fills in a template. The day is the letter's.
func (s *Set) Write(t Template, p *places.Place, who Person, day time.Time, lang exposure.Lang) Letter {
	f, w := s.frame[lang], t.Text[lang]
	child := who.Guardian != ""
	about := f.Self
	if child {
		about = who.Name
	}
	fill := strings.NewReplacer("{place}", cmp.Or(f.Recipients[p.ID], p.Text[lang].Name), "{name}", who.Name, "{about}", about)
	l := Letter{Stanzas: [][]string{
		{day.Format(time.DateOnly)},
		{fill.Replace(f.To), strings.ReplaceAll(f.Subject, "{subject}", fill.Replace(w.Subject))},
		{f.Greeting},
	}}
	say := func(of ...Paragraph) {
		for _, x := range of {
			if x.holds(p, child) {
				l.Stanzas = append(l.Stanzas, []string{fill.Replace(x.Text)})
			}
		}
	}
	say(Paragraph{IsChild, f.Child})
	say(w.Ask...)
	lines := []string{f.Fields}
	for _, x := range t.Fields {
		value, why, ok := who.field(x, p)
		if !ok {
			continue
		}
		if why != "" {
			l.Blanks = append(l.Blanks, Blank{x, why})
		}
		lines = append(lines, "  "+f.Labels[x]+": "+value)
	}
	l.Stanzas = append(l.Stanzas, lines)
	say(w.More...)
	say(Paragraph{Text: f.Identify}, Paragraph{Text: f.Answer})
	l.Stanzas = append(l.Stanzas, []string{f.Close, cmp.Or(who.Guardian, who.Name)})
	return l
}

func (x Paragraph) holds(p *places.Place, child bool) bool {
	switch x.When {
	case IsChild:
		return child
	case Certificate, DataLaw:
		return p.Basis == places.Basis(x.When)
	}
	return true
}

// field gives what stands on a line, and why it is blank when it is. It is false
// for what the place does not need to find the entry: what it does not show. Where
// it shows no name, the entry is found by the address or the number alone.
func (who Person) field(f Field, p *places.Place) (value string, why Why, ok bool) {
	search := p.Kind == places.SearchEngine
	named := search || p.Show(places.Name)
	switch f {
	case Name:
		return who.Name, "", named
	case Address:
		if !p.Show(places.Address, places.Facade, places.Interior) {
			return "", "", false
		}
		if who.Protected {
			return blank, Protected, !named
		}
		return one(who.Homes, !named)
	case Phone:
		if !p.Show(places.Telephone) {
			return "", "", false
		}
		return one(who.Phones, !named)
	case Email:
		if !p.Show(places.Email) {
			return "", "", false
		}
		return one(who.Emails, false)
	default:
		return blank, Yours, true
	}
}

// one fills in the only value there is. Of several, only one may show there, and
// the place should not be told of the others.
func one(values []string, needed bool) (string, Why, bool) {
	switch len(values) {
	case 0:
		return blank, Missing, needed
	case 1:
		return values[0], "", true
	}
	return blank, Several, true
}
