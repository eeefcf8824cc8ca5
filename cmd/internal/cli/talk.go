package cli

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"lampan/cmd/internal/ask"
	"lampan/report/message"
	"lampan/rules/exposure"
	"lampan/rules/places"
	"lampan/rules/request"
	"lampan/rules/roster"
	"lampan/scanner/lookup"
)

// talk is a conversation about what shows of one person.
type talk struct {
	*desk
	ask ask.Asker
	who own
	log *places.Log // as it is in the file
}

func (t *talk) words() *message.Catalog { return t.a.words }

func (t *talk) say(key string, args ...any) string { return t.a.t(key, args...) }

// choose finds out whom it concerns.
func (t *talk) choose(ctx context.Context, all []own) error {
	n := 0
	if len(all) > 1 {
		q := ask.Question{Text: t.say("lookup.who"), First: true}
		for _, o := range all {
			q.Options = append(q.Options, t.a.name(t.cs.Household, o.ID))
		}
		var err error
		if n, err = t.ask.One(ctx, q, -1); err != nil {
			return err
		}
	}
	t.who = all[n]
	return nil
}

// hold goes through the places: those given, or those whose time has come.
func (t *talk) hold(ctx context.Context, only []places.Place, describe bool) (err error) {
	if t.log, err = t.who.file.Read(); err != nil {
		return err
	}
	if len(only) > 0 {
		return t.through(ctx, only, 0)
	}
	fresh := t.log.Fits == nil && len(t.log.Looks) == 0
	if fresh {
		err = t.ask.Show(t.intro())
	}
	if err == nil && (fresh || describe) {
		err = t.describe(ctx)
	}
	if err == nil && !fresh {
		err = t.changed(ctx)
	}
	if err != nil {
		return err
	}
	due, looked := t.due()
	if !fresh && len(due) > 0 {
		if err := t.ask.Show(page("", t.say("lookup.again", "n", len(due)))); err != nil {
			return err
		}
	}
	if err := t.through(ctx, due, looked); err != nil {
		return err
	}
	return t.end(ctx, len(due)+looked > 0)
}

func page(title string, paragraphs ...string) ask.Page {
	p := ask.Page{Title: title}
	for _, s := range paragraphs {
		if s != "" {
			p.Lines = append(p.Lines, ask.Line{Text: s})
		}
	}
	return p
}

func (t *talk) intro() ask.Page {
	who := t.name(t.who.Person)
	p := page(t.introTitle(who), t.say("lookup.intro.what", "who", who), t.say("lookup.intro.how"), t.say("lookup.intro.saved"))
	if !t.quiet() {
		return p
	}
	key := "lookup.intro.protectedFamily"
	if t.who.Protected {
		key = "lookup.intro.protected"
	}
	for _, s := range []string{t.say(key, "who", who), t.say("lookup.intro.noAddress"), t.say("protected.ask")} {
		p.Lines = append(p.Lines, ask.Line{Text: s})
	}
	return p
}

// introTitle says who looks, and for a child, with whom.
func (t *talk) introTitle(who string) string {
	if roster.MinorAt(t.who.Born, t.day) && len(t.who.Guardians) > 0 {
		if with, ok := t.cs.Household.Person(t.who.Guardians[0]); ok {
			return t.say("lookup.intro.titleChild", "who", who, "with", t.name(with))
		}
	}
	return t.say("lookup.intro.title", "who", who)
}

// quiet says that no words of anybody's are written down: they could hold an address
// that must stand nowhere.
func (t *talk) quiet() bool { return t.cs.Household.Protected() }

// describe asks which words fit the person. That somebody is a child is known from
// the year they were born. That somebody lives under a threat is not asked for: no
// place to look at depends on it, and others in the family may read the file.
func (t *talk) describe(ctx context.Context) error {
	var fits []places.Fit
	var chosen []int
	known := t.log.Fits
	if known == nil {
		known = lookup.Words(t.cs.Household, t.who.ID, t.day)
	}
	q := ask.Question{Text: t.say("lookup.fits", "who", t.name(t.who.Person)), First: true}
	for _, f := range places.Fits() {
		if f == places.Everyone || f == places.Threatened || f == places.Child {
			continue
		}
		if slices.Contains(known, f) {
			chosen = append(chosen, len(fits))
		}
		fits = append(fits, f)
		q.Options = append(q.Options, t.words().Text("place.fit."+string(f)))
	}
	ns, err := t.ask.Many(ctx, q, chosen, 0)
	if err != nil {
		return err
	}
	return t.save(func(l *places.Log) {
		l.Fits = slices.DeleteFunc(l.Fits, func(f places.Fit) bool { return f != places.Threatened })
		if l.Fits == nil {
			l.Fits = []places.Fit{} // it is said, also where none fits
		}
		if roster.MinorAt(t.who.Born, t.day) {
			l.Fits = append(l.Fits, places.Child)
		}
		for _, n := range ns {
			l.Fits = append(l.Fits, fits[n])
		}
	})
}

// changed asks whether something has happened since somebody last looked.
func (t *talk) changed(ctx context.Context) error {
	var last time.Time
	for _, l := range t.log.Looks {
		last = latest(last, l.On)
	}
	for _, c := range t.log.Changes {
		last = latest(last, c.On)
	}
	if last.IsZero() || !last.Before(t.day) || !slices.Contains(t.log.Fits, places.HasPhone) {
		return nil
	}
	q := ask.Question{Text: t.say("lookup.changed", "day", last), First: true}
	for _, e := range places.Events() {
		q.Options = append(q.Options, t.words().Text("place.event."+string(e)))
	}
	ns, err := t.ask.Many(ctx, q, nil, 0)
	if err != nil || len(ns) == 0 {
		return err
	}
	return t.save(func(l *places.Log) {
		for _, n := range ns {
			l.Changes = append(l.Changes, places.Change{Event: places.Events()[n], On: t.day})
		}
	})
}

// due lists the places to look at now, and counts those of the round that were
// looked at today: one that could not be seen is not asked about twice a day.
func (t *talk) due() (out []places.Place, looked int) {
	for _, p := range lookup.Round(t.places, t.log, t.cs.Household, t.day) {
		switch s := t.log.Standing(&p, t.day); {
		case s.Last.On.Equal(t.day):
			looked++
		case s.Due.Now:
			out = append(out, p)
		}
	}
	return out, looked
}

// through asks about each place in turn. Back leads to the place before.
func (t *talk) through(ctx context.Context, all []places.Place, looked int) error {
	for i := 0; i < len(all); {
		title := t.text(&all[i]).Name
		if len(all)+looked > 1 {
			title = t.say("lookup.place.title", "n", looked+i+1, "of", looked+len(all),
				"order", t.words().Text("place.order."+string(all[i].Order)), "place", title)
		}
		switch err := t.visit(ctx, &all[i], title, i == 0); {
		case errors.Is(err, ask.ErrBack):
			i--
		case err != nil:
			return err
		default:
			i++
		}
	}
	return nil
}

// visit asks about one place. Back leads to its first question, and from there to
// the place before, where there is one.
func (t *talk) visit(ctx context.Context, p *places.Place, title string, first bool) error {
	for {
		if err := t.ask.Show(t.placePage(p, title)); err != nil {
			return err
		}
		if len(p.Shows) == 0 { // there is nothing to see, only to know
			return t.ask.Show(t.stepsPage(p))
		}
		seen, err := t.seen(ctx, p, first)
		if err != nil {
			return err
		}
		if seen == notNow {
			return nil
		}
		if err = t.tell(ctx, p, seen); !errors.Is(err, ask.ErrBack) {
			return err
		}
	}
}

// today is what was answered about the place today.
func (t *talk) today(id places.ID) (look places.Look, act places.Act) {
	for _, l := range t.log.Looks {
		if l.Place == id && l.On.Equal(t.day) {
			look = l
		}
	}
	for _, a := range t.log.Acts {
		if a.Place == id && a.On.Equal(t.day) {
			act = a
		}
	}
	return look, act
}

func (t *talk) seen(ctx context.Context, p *places.Place, first bool) (places.Seen, error) {
	key, question := "lookup.seen.", "ask"
	switch {
	case p.Order == places.Source: // nobody looks there; others fetch from it
		key = "lookup.source."
	case p.Show(places.SearchHits), t.text(p).Look == "" && p.Show(places.Name): // it is searched by name
		question = "hits"
	}
	q := ask.Question{Text: t.say(key+question, "who", t.name(t.who.Person)), First: first}
	for _, s := range sayings {
		if s == notNow {
			q.Options = append(q.Options, t.say("lookup.seen.later"))
			continue
		}
		q.Options = append(q.Options, t.say(key+string(s)))
	}
	before, _ := t.today(p.ID)
	at := -1
	if before.Seen != "" {
		at = slices.Index(sayings, before.Seen)
	}
	n, err := t.ask.One(ctx, q, at)
	if err != nil {
		return "", err
	}
	return sayings[n], nil
}

// notNow is the answer of whoever wants to be asked another time. It is not kept.
const notNow places.Seen = ""

// sayings are what can be answered of a place, in the order they are offered.
var sayings = []places.Seen{places.Visible, places.Hidden, places.Unclear, notNow, places.Skipped}

// tell asks for the rest of a place and keeps each answer as it comes.
func (t *talk) tell(ctx context.Context, p *places.Place, seen places.Seen) error {
	look, _ := t.today(p.ID)
	look = places.Look{Place: p.ID, On: t.day, Seen: seen, Details: look.Details, Note: look.Note}
	if seen != places.Visible {
		look.Details = nil
		return t.keep(look)
	}
	var err error
	if look.Details, err = t.details(ctx, p, look.Details); err != nil {
		return err
	}
	if err := t.keep(look); err != nil {
		return err
	}
	if !t.quiet() {
		if look.Note, err = t.ask.Text(ctx, ask.Question{Text: t.say("lookup.note")}, ask.Text{Now: look.Note, Max: maxNote, Refuse: t.refuse}); err != nil {
			return err
		}
		if err := t.keep(look); err != nil {
			return err
		}
	}
	if err := t.ask.Show(t.stepsPage(p)); err != nil {
		return err
	}
	if p.Hide.Way == places.None && p.Baseline {
		return nil // there is nothing to ask for
	}
	return t.acted(ctx, p)
}

// maxNote is how long a note may be, in characters.
const maxNote = 200

// refuse says why a note cannot be kept.
func (t *talk) refuse(s string) string {
	if lookup.HoldsNumber(s) {
		return t.say("lookup.number")
	}
	return ""
}

func (t *talk) details(ctx context.Context, p *places.Place, before []places.Detail) ([]places.Detail, error) {
	if len(p.Shows) == 1 {
		return slices.Clone(p.Shows), nil
	}
	q := ask.Question{Text: t.say("lookup.details")}
	var chosen []int
	for i, d := range p.Shows {
		q.Options = append(q.Options, t.words().Text("place.detail."+string(d)))
		if slices.Contains(before, d) {
			chosen = append(chosen, i)
		}
	}
	ns, err := t.ask.Many(ctx, q, chosen, 1)
	if err != nil {
		return nil, err
	}
	out := make([]places.Detail, len(ns))
	for i, n := range ns {
		out[i] = p.Shows[n]
	}
	return out, nil
}

// acted asks whether the family has asked the place for something.
func (t *talk) acted(ctx context.Context, p *places.Place) error {
	answers := []exposure.Progress{exposure.Asked, exposure.SaidDone, ""}
	q := ask.Question{
		Text:    t.say("lookup.act.ask"),
		Options: []string{t.say("lookup.act.asked"), t.say("lookup.act.done"), t.say("lookup.act.notyet")},
	}
	_, act := t.today(p.ID)
	if s := t.log.Standing(p, t.day); act.On.IsZero() && s.Progress == exposure.Asked {
		q.Text = t.say("lookup.act.again", "day", s.On)
	}
	n, err := t.ask.One(ctx, q, slices.Index(answers, act.Done))
	if err != nil {
		return err
	}
	return t.save(func(l *places.Log) {
		l.Acts = slices.DeleteFunc(l.Acts, func(a places.Act) bool { return a.Place == p.ID && a.On.Equal(t.day) })
		if answers[n] != "" {
			l.Acts = append(l.Acts, places.Act{Place: p.ID, On: t.day, Done: answers[n]})
		}
	})
}

// keep writes down a look in place of what was said of the place the same day.
func (t *talk) keep(look places.Look) error {
	return t.save(func(l *places.Log) {
		l.Looks = slices.DeleteFunc(l.Looks, func(k places.Look) bool { return k.Place == look.Place && k.On.Equal(t.day) })
		l.Looks = append(l.Looks, look)
	})
}

func (t *talk) save(change func(*places.Log)) error {
	return t.update(t.who.file, func(l *places.Log) {
		change(l)
		t.log = l
	})
}

// placePage is what a place shows, how sure that is, and where it is.
func (t *talk) placePage(p *places.Place, title string) ask.Page {
	text := t.text(p)
	out := ask.Page{Title: title}
	add := func(key, s string) {
		out.Lines = append(out.Lines, ask.Line{Text: strings.TrimSpace(t.say(key) + " " + s)})
	}
	out.Lines = append(out.Lines, ask.Line{Text: text.Shows})
	if s := t.log.Standing(p, t.day); !s.Last.On.IsZero() && s.Last.On.Before(t.day) {
		what := t.words().Text("place.seen." + string(s.Last.Seen))
		if len(s.Last.Details) > 0 {
			what += " (" + t.detailNames(s.Last.Details) + ")"
		}
		add("lookup.place.last", t.words().Date(s.Last.On)+": "+what+".")
		if s.Due.Now {
			add("lookup.place.due", t.why(&s)+".")
		}
	}
	switch when := t.words().Text("lookup.place.before", "day", strings.TrimPrefix(string(p.AsOf), "before ")); {
	case !p.Confirmed:
		add("lookup.place.unsure", text.Warning)
	case p.Doubt:
		add("lookup.place.partly", text.Warning)
	case p.AsOf == "":
		add("lookup.place.sureUndated", "")
	case strings.HasPrefix(string(p.AsOf), "before "):
		add("lookup.place.sure", when+".")
	default:
		add("lookup.place.sure", string(p.AsOf)+".")
	}
	switch public := p.Baseline || p.Kind == places.Authority && len(p.Shows) > 0; {
	case public && t.who.Protected:
		add("lookup.place.shielded", t.say("protected.ask"))
	case p.Baseline && !t.quiet():
		add("lookup.place.public", "")
	}
	if look := t.a.look(p, t.quiet()); look != "" {
		out.Lines = append(out.Lines, ask.Line{Text: look})
		if t.quiet() && p.Order != places.Source {
			add("lookup.intro.noAddress", "")
		}
	}
	return out
}

func (t *talk) detailNames(ds []places.Detail) string {
	names := make([]string, len(ds))
	for i, d := range ds {
		names[i] = t.words().Text("place.detail." + string(d))
	}
	return t.words().Join(names)
}

// stepsPage is what to do about a place. What nobody has confirmed is told as said
// by others.
func (t *talk) stepsPage(p *places.Place) ask.Page {
	text := t.text(p)
	key := "lookup.steps.title"
	switch {
	case p.Hide.Way == places.None:
		key = "lookup.steps.titleSelf"
	case !p.Confirmed:
		key = "lookup.steps.titleUnsure"
	}
	out := ask.Page{Title: t.say(key, "place", text.Name)}
	add := func(s string) { out.Lines = append(out.Lines, ask.Line{Text: s}) }
	for i, s := range text.Steps {
		out.Lines = append(out.Lines, ask.Line{Mark: strconv.Itoa(i+1) + ". ", Text: s})
	}
	if p.Link != "" {
		add(t.say("lookup.steps.link"))
		out.Lines = append(out.Lines, ask.Line{Mark: "  ", Text: p.Link, Whole: true})
	} else if len(p.Shows) > 0 {
		add(t.say("lookup.steps.noLink"))
	}
	if p.Hide.Way == places.None {
		if len(p.Shows) > 0 {
			add(t.say("lookup.steps.noWay"))
		}
	} else if p.Hide.Way == places.Object {
		add(t.say("lookup.steps.object"))
	} else {
		add(t.say("lookup.steps.most", "way", t.words().Text("place.way."+string(p.Hide.Way))))
	}
	if text.Result != "" {
		add(t.say("lookup.steps.result") + " " + text.Result)
	}
	if p.Hide.Way != places.None || p.Hide.BankID == places.Yes {
		add(t.words().Text("lookup.steps.bankid." + string(p.Hide.BankID)))
	}
	switch lasts := t.say("lookup.steps.lasts") + " "; {
	case text.Lasts != "":
		add(lasts + text.Lasts)
	case p.Hide.Days > 0:
		add(lasts + t.say("lookup.steps.days", "n", p.Hide.Days))
	case p.Hide.Way != places.None:
		add(lasts + t.say("lookup.steps.lastsUnknown"))
	}
	switch {
	case !p.Confirmed:
		add(t.say("lookup.steps.check"))
	case p.Doubt:
		add(t.say("lookup.steps.checkPartly"))
	}
	if len(request.For(p)) > 0 && len(p.Shows) > 0 {
		add(t.say("lookup.steps.request"))
		out.Lines = append(out.Lines, ask.Line{
			Mark: "  ", Text: "lampan request " + t.cs.Dir + " --place " + string(p.ID) + " --person " + string(t.who.ID), Whole: true,
		})
	}
	return out
}

// end says how it stands, when to look next, and what else is good to know.
func (t *talk) end(ctx context.Context, worked bool) error {
	var shows, gone, rest int
	asked := false
	var later upcoming
	for _, p := range lookup.Round(t.places, t.log, t.cs.Household, t.day) {
		s := t.log.Standing(&p, t.day)
		switch {
		case s.Known && s.Last.Seen == places.Visible:
			shows++
		case s.Known:
			gone++
		case s.Last.Seen != places.Skipped:
			rest++
		}
		asked = asked || s.Progress == exposure.Asked && s.On.Equal(t.day)
		if !s.Due.Now {
			t.upcoming(&later, p, &s, "")
		}
	}
	who := t.name(t.who.Person)
	var p ask.Page
	if worked {
		p = page(t.say("lookup.end.title"), t.say("lookup.end.count", "who", who, "visible", shows, "hidden", gone, "rest", rest))
	} else {
		p = page("", t.say("lookup.end.nothing", "who", who))
	}
	if asked {
		p.Lines = append(p.Lines, ask.Line{Text: t.say("lookup.end.asked")})
	}
	next := t.say("lookup.end.never")
	if !later.on.IsZero() {
		next = t.say("lookup.end.upcoming", "day", later.on, "place", t.text(&later.place).Name, "why", later.why)
	}
	p.Lines = append(p.Lines, ask.Line{Text: next})
	if worked {
		p.Lines = append(p.Lines, ask.Line{Text: t.say("lookup.end.audit", "dir", t.cs.Dir)})
	}
	if err := t.ask.Show(p); err != nil || !worked {
		return err
	}
	advice := t.advice()
	if yes, err := ask.Confirm(ctx, t.ask, t.words(), ask.Question{Text: t.say("lookup.end.advice"), First: true}, false); err != nil || !yes {
		return err
	}
	return t.ask.Show(advice)
}

// advice lists the places that show nothing and are good to know of. Where to turn
// when a place says no is among them once one has not done what it was asked.
func (t *talk) advice() ask.Page {
	words := t.log.Fits
	if words == nil {
		words = lookup.Words(t.cs.Household, t.who.ID, t.day)
	}
	out := ask.Page{Title: t.say("lookup.end.adviceTitle")}
	for _, p := range t.places.For(words...) {
		if len(p.Shows) > 0 || p.Order == places.Appeal && !t.waiting() {
			continue
		}
		text := t.text(&p)
		out.Lines = append(out.Lines, ask.Line{Mark: "- ", Text: strings.TrimSpace(text.Name + ". " + text.Shows + " " + text.Warning)})
	}
	out.Lines = append(out.Lines, ask.Line{Text: t.say("lookup.end.more")})
	return out
}

// waiting reports whether something still shows at a look after it was asked about.
func (t *talk) waiting() bool {
	return slices.ContainsFunc(t.places.All(), func(p places.Place) bool {
		return slices.ContainsFunc(t.log.Acts, func(a places.Act) bool {
			s := t.log.Standing(&p, t.day)
			return a.Place == p.ID && s.Last.Seen == places.Visible && s.Last.On.After(a.On)
		})
	})
}
