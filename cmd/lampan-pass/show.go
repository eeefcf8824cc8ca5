package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lampan/rules/password/meter"
	"lampan/rules/password/verdict"
)

// mostShown is how many accounts of a person are shown without --explain. Few
// families do more than this in one go; the JSON and the verdicts hold all.
const mostShown = 20

// mostNamed is how many other accounts a line names.
const mostNamed = 3

// show prints an audit: what to do first, then each person's accounts with
// something to do, then what could not be looked at and why.
func (a *auditing) show(r verdict.Report, read []was, opinions []zxcvbn, verdicts string) {
	s := shower{auditing: a, say: a.say.audit, accounts: map[string]verdict.Account{}}
	for _, x := range r.Accounts {
		s.accounts[x.ID] = x
	}
	a.files(read)
	s.steps(s.say.first, r.Steps)
	for _, person := range r.People {
		s.person(person, r)
	}
	s.living(r)
	s.unchecked(r)
	if len(r.Notes) > 0 {
		s.heading(s.say.good)
		for _, n := range r.Notes {
			a.line("  - ", s.say.notes[n])
		}
	}
	if a.set.explain {
		s.second(opinions)
	}
	if verdicts != "" {
		fmt.Fprintln(a.out)
		a.line("", fmt.Sprintf(s.say.written, shown(verdicts)))
	}
	// A database of KeePass is no export, and stays.
	if slices.ContainsFunc(read, func(w was) bool { return w.Unread == "" && w.Format != "KeePass" }) {
		fmt.Fprintln(a.out)
		a.line("", s.say.remove)
	}
}

// files says of every file whether it was read.
func (a *auditing) files(read []was) {
	unread := 0
	for _, w := range read {
		if w.Unread != "" {
			unread++
			a.line("", fmt.Sprintf(a.say.audit.unread, w.Unread))
			continue
		}
		format := w.Format
		if format == "" {
			format = a.say.audit.plainList
		}
		a.line("", fmt.Sprintf(a.say.audit.read, w.File, format, w.Entries))
		if w.Skipped > 0 {
			a.line("  ", fmt.Sprintf(a.say.audit.skipped, w.Skipped))
		}
	}
	switch unread {
	case 0:
	case len(read):
		a.line("", a.say.audit.noneRead)
	default:
		a.line("", fmt.Sprintf(a.say.audit.someRead, unread, len(read)))
	}
}

// columns is how wide a line may be.
const columns = 80

// line prints text after a head, broken between words, with the rest below the
// text.
func (p *program) line(head, text string) { fmt.Fprintln(p.out, wrapped(head, text)) }

// note tells what is no part of the answer.
func (p *program) note(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		fmt.Fprintln(p.errs, wrapped("", line))
	}
}

// wrapped breaks text between words, with the rest below the text after the head.
func wrapped(head, text string) string {
	width := utf8.RuneCountInString(head)
	below := "\n" + strings.Repeat(" ", width)
	var b strings.Builder
	b.WriteString(head)
	at := width
	// Not strings.Fields: the space inside a number is not one to break at.
	for i, word := range strings.Split(text, " ") {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case at+1+n > columns:
			b.WriteString(below)
			at = width
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += n
	}
	return b.String()
}

// shower is one showing of an audit.
type shower struct {
	*auditing
	say      auditText
	accounts map[string]verdict.Account
}

func (s shower) heading(h string) {
	fmt.Fprintln(s.out)
	s.line("", h)
}

func (s shower) steps(heading string, steps []verdict.Step) {
	if len(steps) == 0 {
		s.heading(s.say.nothing)
		return
	}
	s.heading(heading)
	for i, step := range steps {
		s.line(fmt.Sprintf("  %d. ", i+1), fmt.Sprintf(s.say.dos[step.Do], s.named(step.Accounts, 0), s.say.because[step.Fault]))
	}
}

// name is what a member is called.
func (s shower) name(id string) string {
	if s.family != nil {
		for _, m := range s.family.People {
			if string(m.ID) == id && m.Name != "" {
				return shown(m.Name)
			}
		}
	}
	return shown(id)
}

// named lists accounts in words, with whose they are when there are several
// people. Beside them there are more that have no ID here.
func (s shower) named(ids []string, more int) string {
	names := make([]string, 0, mostNamed)
	for _, id := range ids[:min(len(ids), mostNamed)] {
		x := s.accounts[id]
		name := shown(x.Name)
		var of []string
		if x.User != "" {
			of = append(of, shown(x.User))
		}
		if x.Person != "" {
			of = append(of, s.name(x.Person))
		}
		if len(of) > 0 {
			name += " (" + strings.Join(of, "; ") + ")"
		}
		names = append(names, name)
	}
	list := strings.Join(names, ", ")
	if more += len(ids) - len(names); more > 0 {
		list += " " + fmt.Sprintf(s.say.more, more)
	}
	return list
}

func (s shower) person(person verdict.Person, r verdict.Report) {
	heading := fmt.Sprintf(s.say.entries, person.Looked)
	if person.Aside > 0 {
		heading += ", " + fmt.Sprintf(s.say.aside, person.Aside)
	}
	if person.ID != "" {
		heading = s.name(person.ID) + ": " + heading
	} else {
		first, n := utf8.DecodeRuneInString(heading)
		heading = string(unicode.ToUpper(first)) + heading[n:]
	}
	s.heading(heading)
	fine, left := 0, 0
	told := 0
	for _, x := range r.Accounts {
		switch {
		case x.Person != person.ID || x.Aside != "":
			continue
		case !slices.ContainsFunc(x.Faults, func(f verdict.Found) bool { return f.Accepted == nil && !f.Fault.Information() }):
			fine++
			if !s.set.explain || len(x.Faults) == 0 {
				continue
			}
		case told >= mostShown && !s.set.explain:
			left++
			continue
		}
		told++
		s.account(x)
	}
	if left > 0 {
		s.line("  ", fmt.Sprintf(s.say.left, left))
	}
	s.line("  ", fmt.Sprintf(s.say.fine, fine))
}

func (s shower) account(x verdict.Account) {
	head := shown(x.Name)
	if x.User != "" {
		head += " (" + shown(x.User) + ")"
	}
	s.line("  ", head+": "+s.say.kinds[x.Kind])
	for _, f := range x.Faults {
		if f.Fault.Information() && !s.set.explain {
			continue
		}
		s.line("    - ", s.fault(x, f))
	}
	if s.set.explain {
		s.line("      ", fmt.Sprintf("ID %s: %s", x.ID, s.program.say.judge.strengths[meter.Strength(x.Strength)]))
	}
}

// repeats reports whether a hint says what another fault of the account says.
func repeats(x verdict.Account, h string) bool {
	says := map[meter.Hint]verdict.Fault{meter.HintFamily: verdict.Family, meter.HintSite: verdict.Site, meter.HintUser: verdict.User}
	fault, ok := says[meter.Hint(h)]
	return ok && slices.ContainsFunc(x.Faults, func(f verdict.Found) bool { return f.Fault == fault })
}

// fault says one fault of an account in words.
func (s shower) fault(x verdict.Account, f verdict.Found) string {
	said := s.say.faults[f.Fault]
	switch {
	case len(f.With) > 0:
		said += " " + s.named(f.With, f.More) + "."
		if f.Fault == verdict.Variant && s.set.explain {
			said += " " + fmt.Sprintf(s.say.knowing, s.program.say.tries(f.Log10))
		}
	case f.Fault == verdict.Family && len(f.Facts) > 0:
		kinds := make([]string, 0, len(f.Facts))
		for _, k := range f.Facts {
			kinds = append(kinds, s.say.facts[meter.FactKind(k)])
		}
		said += " " + strings.Join(kinds, ", ") + "."
	case f.Fault == verdict.Weak && len(f.Hints) > 0 && !repeats(x, f.Hints[0]):
		said += " " + s.program.say.hints[meter.Hint(f.Hints[0])]
	}
	if f.Master {
		said += " " + s.say.master
	}
	if f.Accepted != nil {
		said += " " + fmt.Sprintf(s.say.accepted, shown(f.Accepted.Until), shown(f.Accepted.Reason))
	}
	if s.set.explain {
		said += " (" + string(f.Fault) + ")" // what the file of what is accepted calls it
	}
	return said
}

// living lists what the family has chosen to live with, and which lines of its
// file say nothing any longer.
func (s shower) living(r verdict.Report) {
	if len(s.auditing.accepted) == 0 {
		return
	}
	s.heading(s.say.living)
	for _, a := range s.auditing.accepted {
		x, ok := s.accounts[a.Account]
		at := slices.IndexFunc(x.Faults, func(f verdict.Found) bool { return f.Fault == a.Fault })
		switch {
		case r.Made > a.Until.Format(time.DateOnly):
			s.line("  - ", fmt.Sprintf(s.say.past, a.Line))
		case !ok:
			s.line("  - ", fmt.Sprintf(s.say.noAccount, a.Line))
		case at < 0:
			s.line("  - ", fmt.Sprintf(s.say.noFault, a.Line))
		default:
			s.line("  - ", s.named([]string{x.ID}, 0)+": "+s.fault(x, x.Faults[at]))
		}
	}
}

// unchecked says what could not be looked for. It is unknown, never clear.
func (s shower) unchecked(r verdict.Report) {
	headed := false
	say := func(what string) {
		if !headed {
			s.heading(s.say.unchecked)
			headed = true
		}
		s.line("  - ", what)
	}
	done := map[verdict.Reason]bool{}
	for _, c := range r.Checked {
		if c.Done || done[c.Reason] {
			continue
		}
		done[c.Reason] = true
		switch {
		case c.Reason == verdict.NoSeeds && len(c.People) > 0:
			names := make([]string, 0, len(c.People))
			for _, id := range c.People {
				names = append(names, s.name(id))
			}
			say(fmt.Sprintf(s.say.noSeedsOf, strings.Join(names, ", ")))
		case c.Reason != verdict.NoFilter:
			say(s.say.reasons[c.Reason])
		case s.own:
			say(s.say.partFilter)
		default:
			say(fmt.Sprintf(s.say.reasons[verdict.NoFilter], s.program.say.count(int(s.filter.entries()))))
		}
	}
	if s.damaged {
		say(s.say.damagedFilter)
	}
}

// second says in one line what zxcvbn-go said.
func (s shower) second(opinions []zxcvbn) {
	if s.auditing.second == nil {
		fmt.Fprintln(s.out)
		s.line("", s.program.say.judge.secondMissing)
		return
	}
	asked, weak := 0, 0
	for _, o := range opinions {
		if o.Asked {
			asked++
			if o.Score <= 1 {
				weak++
			}
		}
	}
	fmt.Fprintln(s.out)
	s.line("", fmt.Sprintf(s.say.second, asked, len(opinions), weak))
}
