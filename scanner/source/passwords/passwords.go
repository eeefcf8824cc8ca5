// Package passwords reads what lampan-pass wrote about one person's passwords:
// which accounts have which fault. The file holds the whole household and no
// password; a source yields its own person's accounts and no other's.
package passwords

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"os"
	"slices"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/password/verdict"
	"lampan/scanner/consent"
	"lampan/scanner/household"
	"lampan/scanner/internal/decode"
	"lampan/scanner/internal/files"
	"lampan/scanner/internal/reading"
	"lampan/scanner/source"
)

// maxBytes is what verdict.Decode takes.
const maxBytes = 64 << 20

// maxWith bounds the accounts named beside another.
const maxWith = 5

// Config says what is read. Every field but At is required.
type Config struct {
	Source household.Source
	Root   *os.Root // the case folder
	Now    func() time.Time
	Case   string // the household's; a file made for another case is refused
	// At is the day that the audit speaks about; the zero time is today.
	At time.Time
}

// Source is a file of verdicts. It is safe for concurrent use.
type Source struct{ c Config }

var _ source.Source = (*Source)(nil)

// New returns the source without reading anything.
func New(c Config) *Source { return &Source{c} }

// Info says what the source is.
func (s *Source) Info() source.Info { return reading.Info(s.c.Source) }

// Read yields one document for each of the person's accounts in use, the most
// important first, dated the day that the verdicts were made. Before them comes
// one error for each kind of fault that could not be looked for: what was not
// looked for is unknown.
func (s *Source) Read(ctx context.Context, g consent.Grant) iter.Seq2[exposure.Document, error] {
	return func(yield func(exposure.Document, error) bool) {
		at := s.c.Source.At
		if err := ctx.Err(); err != nil {
			yield(exposure.Document{}, reading.Stopped(at, err))
			return
		}
		data, err := files.Case{Root: s.c.Root, Now: s.c.Now, MaxBytes: maxBytes}.Read(g, at)
		if err != nil {
			yield(exposure.Document{}, err)
			return
		}
		r, made, err := s.decode(data)
		if err != nil {
			yield(exposure.Document{}, err)
			return
		}
		docs := s.documents(&r, made)
		for _, err := range s.open(&r, len(docs)) {
			if !yield(exposure.Document{}, err) {
				return
			}
		}
		for _, doc := range docs {
			if err := ctx.Err(); err != nil {
				yield(exposure.Document{}, reading.Stopped(at, err))
				return
			}
			if !yield(doc, nil) {
				return
			}
		}
	}
}

// decode reads the file, and refuses one that says nothing about this person
// of this household.
func (s *Source) decode(data []byte) (verdict.Report, time.Time, error) {
	refuse := func(why source.Reason, line int, err error) (verdict.Report, time.Time, error) {
		return verdict.Report{}, time.Time{}, &source.Error{Reason: why, Locator: s.c.Source.At, Line: line, Err: err}
	}
	r, err := verdict.Decode(data)
	if m, ok := errors.AsType[*verdict.Malformed](err); ok {
		switch m.Code {
		case verdict.TooLarge:
			return refuse(source.TooLarge, 0, err)
		case verdict.Newer:
			return refuse(source.Newer, m.Line, err)
		default:
			return refuse(source.NotVerdicts, m.Line, err)
		}
	}
	made, dated := time.Parse(time.DateOnly, r.Made)
	switch {
	case err != nil || dated != nil:
		return refuse(source.NotVerdicts, 0, errors.Join(err, dated))
	case made.After(s.today().AddDate(0, 0, 1)): // a day, for where the date changes earlier
		return refuse(source.NotVerdicts, 0, errors.New("made in the future"))
	case r.Case != "" && r.Case != s.c.Case:
		return refuse(source.OtherCase, 0, errors.New("made for another case"))
	case !slices.ContainsFunc(r.People, func(p verdict.Person) bool { return p.ID == string(s.c.Source.Subject) }):
		return refuse(source.NoPerson, 0, errors.New("the person is not in it"))
	}
	return r, made, nil
}

// today is the latest day that the audit knows of. One that speaks about a
// coming day takes verdicts up to that day.
func (s *Source) today() time.Time {
	if now := s.c.Now(); now.After(s.c.At) {
		return now
	}
	return s.c.At
}

// answers lists the kinds of fault that the rules ask about. The others are
// told by lampan-pass alone.
func answers() []verdict.Fault {
	return []verdict.Fault{verdict.Leaked, verdict.Reused, verdict.Variant, verdict.Weak, verdict.Family, verdict.NoStep}
}

// open lists the kinds of fault that could not be looked for. Together they
// leave as large a part unread as they are of all kinds.
func (s *Source) open(r *verdict.Report, accounts int) []error {
	reasons := map[verdict.Fault]verdict.Reason{}
	for _, f := range answers() {
		i := slices.IndexFunc(r.Checked, func(c verdict.Checked) bool { return c.Fault == f })
		switch {
		case i < 0:
			reasons[f] = verdict.Reason(source.NotLooked)
		case !r.Checked[i].DoneFor(string(s.c.Source.Subject)):
			reasons[f] = r.Checked[i].Reason
		}
	}
	rest := 0
	if done := len(answers()) - len(reasons); done > 0 {
		part := float64(accounts*len(reasons)) / float64(done)
		rest = max(0, int(math.Round(part))-len(reasons))
	}
	var out []error
	for _, f := range answers() {
		if reason, ok := reasons[f]; ok {
			out = append(out, &source.Error{
				Reason: source.Reason(reason), Locator: s.c.Source.At + "#" + string(f), Rest: rest,
				Err: errors.New("not looked for"),
			})
			rest = 0
		}
	}
	return out
}

// documents makes a document of each account in use. Their locators keep the
// file's order, which is by importance.
func (s *Source) documents(r *verdict.Report, made time.Time) []exposure.Document {
	alike := newAlike(r)
	var out []exposure.Document
	for i := range r.Accounts {
		a := &r.Accounts[i]
		if a.Person != string(s.c.Source.Subject) || a.Aside != "" {
			continue
		}
		out = append(out, decode.Stamp(s.c.Source, exposure.Document{
			Locator:   fmt.Sprintf("%s#%05d", s.c.Source.At, i+1),
			Published: made,
			Account: &exposure.Account{
				AccountName: accountName(a),
				ID:          a.ID, Strength: a.Strength, Faults: alike.faults(a),
			},
		}))
	}
	return out
}

func accountName(a *verdict.Account) exposure.AccountName {
	return exposure.AccountName{Kind: string(a.Kind), Name: decode.Clean(a.Name), User: decode.Clean(a.User)}
}

// alike knows which accounts have the same password, or nearly the same.
type alike struct {
	whose map[string]string               // person by account
	names map[string]exposure.AccountName // of accounts in use
	group map[string]string               // an account with the same password, towards the group's name
	keys  map[string]bool                 // accounts that open the vault or reset the others
}

// newAlike joins accounts into groups. A fault does not name every account of
// its group: two members' entries for one sign-in do not name each other.
func newAlike(r *verdict.Report) alike {
	a := alike{whose: make(map[string]string, len(r.Accounts)), group: map[string]string{}, keys: map[string]bool{}, names: map[string]exposure.AccountName{}}
	for i := range r.Accounts {
		x := &r.Accounts[i]
		a.whose[x.ID] = x.Person
		a.keys[x.ID] = x.Kind.Master()
		if x.Aside == "" {
			a.names[x.ID] = accountName(x)
		}
		for _, f := range x.Faults {
			for _, other := range f.With {
				one, two := a.root(x.ID), a.root(other)
				if one != two { // named after the least, whatever the order
					a.group[max(one, two)] = min(one, two)
				}
			}
		}
	}
	return a
}

// root is the name of an account's group.
func (a alike) root(id string) string {
	for a.group[id] != "" {
		if next := a.group[a.group[id]]; next != "" {
			a.group[id] = next // shorten the way
		}
		id = a.group[id]
	}
	return id
}

// faults lists what is wrong with an account. A password that stands both with
// another account of the person and with another member's is two faults, since
// the person mends the one alone.
func (a alike) faults(x *verdict.Account) []exposure.AccountFault {
	var out []exposure.AccountFault
	for _, f := range x.Faults {
		one := exposure.AccountFault{Fault: string(f.Fault), Master: f.Master}
		if len(f.Facts) > 0 {
			// A name or a pet says more than the year behind it.
			one.Fact = f.Facts[max(0, slices.IndexFunc(f.Facts, func(fact string) bool { return fact != "born" }))]
		}
		if f.Accepted != nil {
			one.Accepted, _ = time.Parse(time.DateOnly, f.Accepted.Until) // Decode has seen to it
		}
		if f.Fault != verdict.Reused && f.Fault != verdict.Variant {
			out = append(out, one)
			continue
		}
		own := func(id string) bool { return a.whose[id] == x.Person }
		// Whether the other account is a key is said of its own half: Anna's findings
		// do not tell which of Erik's accounts has her password.
		key := func(id string) bool { return f.Master && a.keys[id] }
		if slices.ContainsFunc(f.With, own) {
			one.Master = slices.ContainsFunc(f.With, func(id string) bool { return own(id) && key(id) })
			part := one
			for _, id := range f.With {
				if name, used := a.names[id]; used && own(id) && len(part.With) < maxWith {
					part.With = append(part.With, name)
				}
			}
			out = append(out, part)
		}
		if slices.ContainsFunc(f.With, func(id string) bool { return !own(id) }) {
			one.Shared, one.Group = true, a.root(x.ID)
			one.Master = slices.ContainsFunc(f.With, func(id string) bool { return !own(id) && key(id) })
			out = append(out, one)
		}
	}
	return out
}
