package report

import (
	"slices"
	"strings"
	"time"

	"lampan/report/clean"
	"lampan/rules/exposure"
	"lampan/rules/places"
	"lampan/scanner/audit"
)

// Registers is how the directories and registers stand for one person who looked
// them up.
type Registers struct {
	Subject exposure.SubjectID
	Anchor  string
	Title   string // "Anna i upplysningssajter och register"
	Intro   string // how many were looked up, and in how many something showed
	Shows   []Register
	// Public are the places where the law makes it so: they are told apart, since
	// nobody can hide there.
	PublicIntro string // empty when there are none
	Public      []Register
	Gone        string // where it showed once and does no more
	Hidden      string // where it was looked for and did not show
	Unknown     string // where nobody knows
	Skipped     string // what was left out by choice
	NextIntro   string // empty when nothing is to be looked at again
	Next        []string
}

// Register is one place that shows something of a person.
type Register struct {
	Name, Link string
	Shows      string // what, and when somebody saw it
	Progress   string // how far the hiding has come; may be empty
	Back       bool   // it was gone, and shows again
	Steps      []string
	Notes      []string // what the steps give, how long it lasts, what is not sure
}

const (
	maxNames = 8 // places named in one sentence
	maxNext  = 6 // places to look at again that are written out
)

// registers tells of every person who looked themselves up, in the household's
// order.
func (b *builder) registers() []Registers {
	var out []Registers
	for i, p := range b.a.People {
		for _, c := range b.a.Coverage {
			if c.Subject == p.ID && len(c.Listings) > 0 && c.Outcome != exposure.Skipped {
				out = append(out, b.register(p, personAnchor(i)+"-register", c.Listings))
			}
		}
	}
	return out
}

func (b *builder) register(p audit.Person, anchor string, listings []audit.Listing) Registers {
	r := Registers{Subject: p.ID, Anchor: anchor, Title: b.c.Text("registers.title", "name", b.who(p.ID))}
	var gone, hidden, unknown, skipped []string
	shows := 0
	for _, l := range listings {
		pl, name := b.entry(l.Place)
		switch {
		case len(l.Shows) > 0:
			shows++
			if b.public(&pl) {
				r.Public = append(r.Public, b.showing(l, &pl, name))
			} else {
				r.Shows = append(r.Shows, b.showing(l, &pl, name))
			}
			if !l.Known {
				unknown = append(unknown, name)
			}
		case l.Seen == places.Skipped:
			skipped = append(skipped, name)
		case !l.Known:
			unknown = append(unknown, name)
		case l.Progress == exposure.Gone:
			gone = append(gone, b.c.Text("registers.since", "place", name, "day", l.On))
		default:
			hidden = append(hidden, name)
		}
	}
	r.Intro = b.c.Plural("registers.looked", lookedUp(listings), "shows", shows, "all", len(listings))
	if len(r.Public) > 0 {
		r.PublicIntro = b.c.Text("registers.public")
	}
	r.Gone, r.Hidden, r.Unknown = b.named("registers.gone", gone), b.named("registers.hidden", hidden), b.named("registers.unknown", unknown)
	r.Skipped = b.named("registers.skipped", skipped)
	if r.Next = b.next(listings); len(r.Next) > 0 {
		r.NextIntro = b.c.Text("registers.next")
	}
	return r
}

// lookedUp counts the places that somebody has looked at.
func lookedUp(listings []audit.Listing) int {
	n := 0
	for _, l := range listings {
		if !l.Looked.IsZero() && l.Seen != places.Skipped {
			n++
		}
	}
	return n
}

// named puts names into a sentence; empty without any.
func (b *builder) named(key string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	shown := strings.Join(names[:min(maxNames, len(names))], "; ") // some names have a comma of their own
	if rest := len(names) - maxNames; rest > 0 {
		shown += "; " + b.c.Plural("registers.more", rest)
	}
	return b.c.Plural(key, len(names), "places", shown)
}

// entry is the place that an ID stands for, and what it is called. An ID that the
// catalogue lacks, as one of another version may, is called by itself.
func (b *builder) entry(id places.ID) (places.Place, string) {
	if b.catalogue != nil {
		if p, ok := b.catalogue.Place(id); ok {
			return p, clean.Clip(p.Text[b.c.Lang()].Name, maxName)
		}
	}
	return places.Place{ID: id}, clean.Clip(string(id), maxName)
}

// public reports whether the law makes a place public: not of a household with
// protected personal data, whose protection goes with them into such registers.
func (b *builder) public(p *places.Place) bool { return p.Baseline && !b.a.Protected }

func (b *builder) showing(l audit.Listing, p *places.Place, name string) Register {
	r := Register{Name: name, Link: link(p.Link), Back: l.Progress == exposure.CameBack}
	var details []string
	for _, d := range l.Shows {
		details = append(details, b.word("place.detail", string(d)))
	}
	r.Shows = b.c.Text("registers.shows", "details", b.c.Join(details), "day", l.Since)
	if key := "registers.progress." + string(l.Progress); b.c.Has(key) {
		r.Progress = b.c.Text(key, "day", l.On, "next", b.when(l.Next))
	}
	if b.public(p) {
		return r // what the law makes public has no way to hide
	}
	if p.Baseline {
		r.Notes = append(r.Notes, b.c.Text("registers.sheltered"))
	}
	t := p.Text[b.c.Lang()]
	for _, s := range t.Steps {
		r.Steps = append(r.Steps, clean.Line(s))
	}
	if p.Hide.BankID == places.Yes {
		r.Notes = append(r.Notes, b.c.Text("registers.bankid"))
	}
	if t.Result != "" {
		r.Notes = append(r.Notes, b.c.Text("registers.gives", "what", clean.Line(t.Result)))
	}
	if t.Lasts != "" {
		r.Notes = append(r.Notes, b.c.Text("registers.lasts", "what", clean.Line(t.Lasts)))
	}
	if t.Warning != "" {
		r.Notes = append(r.Notes, clean.Line(t.Warning))
	}
	return r
}

// next says where to look again, the first day first.
func (b *builder) next(listings []audit.Listing) []string {
	due := slices.DeleteFunc(slices.Clone(listings), func(l audit.Listing) bool { return l.Next.IsZero() || l.Why == places.Never })
	slices.SortStableFunc(due, func(x, y audit.Listing) int { return x.Next.Compare(y.Next) })
	var out []string
	for _, l := range due[:min(maxNext, len(due))] {
		_, name := b.entry(l.Place)
		out = append(out, b.c.Text("registers.again", "place", name, "day", b.when(l.Next), "why", b.whyAgain(l)))
	}
	if rest := len(due) - len(out); rest > 0 {
		out = append(out, b.c.Plural("registers.again-more", rest))
	}
	return out
}

// whyAgain says why it is time to look, or what will be so on the day.
func (b *builder) whyAgain(l audit.Listing) string {
	if key := "registers.later." + string(l.Why); l.Next.After(b.a.At) && b.c.Has(key) {
		return b.c.Text(key)
	}
	return b.word("place.why", string(l.Why))
}

// when is a day to come; one that has come is now. Each time's own zone has its day:
// those of places are at midnight UTC, and the audit's where the household lives.
func (b *builder) when(t time.Time) string {
	if t.Format(time.DateOnly) <= b.a.At.Format(time.DateOnly) {
		return b.c.Text("registers.now")
	}
	return b.c.Date(t)
}

// ComparedRegister is what changed for one person between two visits, place by
// place. A place may be better though what showed there still shows in another.
type ComparedRegister struct {
	Title string
	Lines []string // never empty
}

// changedRegisters tells what became of the places between two audits.
func (b *builder) changedRegisters(before *audit.Audit) []ComparedRegister {
	type of struct {
		exposure.SourceID
		exposure.SubjectID
	}
	was := map[of]map[places.ID]audit.Listing{}
	for _, c := range before.Coverage {
		own := map[places.ID]audit.Listing{}
		for _, l := range c.Listings {
			own[l.Place] = l
		}
		was[of{c.Source, c.Subject}] = own
	}
	var out []ComparedRegister
	for _, p := range b.a.People {
		for _, c := range b.a.Coverage {
			if c.Subject != p.ID {
				continue
			}
			if lines := b.changes(was[of{c.Source, c.Subject}], c.Listings); len(lines) > 0 {
				out = append(out, ComparedRegister{Title: b.c.Text("registers.title", "name", b.who(p.ID)), Lines: lines})
			}
		}
	}
	return out
}

func (b *builder) changes(was map[places.ID]audit.Listing, now []audit.Listing) []string {
	names := map[string][]string{} // by what became of them
	for _, l := range now {
		_, name := b.entry(l.Place)
		old, had := was[l.Place]
		switch {
		case !had:
		case l.Progress == old.Progress && l.On.Equal(old.On) && len(l.Shows) > 0 == (len(old.Shows) > 0): // as it was
		case l.Progress == exposure.Gone && l.Known && len(old.Shows) > 0:
			names["gone"] = append(names["gone"], b.c.Text("registers.since", "place", name, "day", l.On))
		case l.Progress == exposure.CameBack, l.Progress == exposure.Asked, l.Progress == exposure.SaidDone:
			names[string(l.Progress)] = append(names[string(l.Progress)], name)
		case len(l.Shows) > 0 && old.Known && len(old.Shows) == 0:
			names["shown"] = append(names["shown"], name)
		}
	}
	var lines []string
	for _, what := range []string{"gone", "done", "asked", "back", "shown"} {
		key := "registers.changed." + what
		if what == "gone" {
			key = "registers.gone"
		}
		if s := b.named(key, names[what]); s != "" {
			lines = append(lines, s)
		}
	}
	return lines
}

// hides is the act of rules whose findings are mended by asking to be hidden.
const hides = "hide"

// hiding reports whether a finding is mended by asking directories to hide somebody.
func (b *builder) hiding(f exposure.Finding) bool {
	r, ok := b.pack.Rule(f.Rule)
	return ok && r.Fix.Act == hides && b.catalogue != nil
}

// hide says whom to ask, in the order that works, and who has been asked: nobody is
// told to begin where nothing shows.
func (b *builder) hide(covered []exposure.Finding) string {
	if b.a.Protected {
		return b.c.Text("registers.protected") // before anybody is written to
	}
	progress := map[places.ID]exposure.Progress{}
	for _, f := range covered {
		for _, e := range f.Evidence {
			if e.Place != "" && !e.Public && e.Certainty != exposure.Refuted && b.hiding(f) {
				progress[places.ID(e.Place)] = e.Progress
			}
		}
	}
	var ask, asked []string
	for _, p := range b.catalogue.All() {
		switch done, shows := progress[p.ID]; {
		case !shows:
		case done == exposure.Asked || done == exposure.SaidDone:
			asked = append(asked, clean.Clip(p.Text[b.c.Lang()].Name, maxName))
		default:
			ask = append(ask, clean.Clip(p.Text[b.c.Lang()].Name, maxName))
		}
	}
	out := b.named("registers.ask", ask)
	if s := b.named("registers.asked", asked); s != "" {
		out = strings.TrimSpace(out + " " + s)
	}
	return out
}
