package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lampan/report/table"
	"lampan/rules/exposure"
	"lampan/rules/pack"
	"lampan/rules/places"
	"lampan/scanner/household"
	"lampan/scanner/lookup"
)

type lookupFlags struct {
	person, at, place, changed string
	asked, done                []string
	accessible, next, fits     bool
}

func (a *App) lookupCommand() *cobra.Command {
	c := a.command("lookup DIR", "lookup")
	c.Args = a.oneDir
	var o lookupFlags
	f := c.Flags()
	f.StringVar(&o.person, "person", "", a.t("flag.lookup.person"))
	f.BoolVar(&o.accessible, "accessible", false, a.t("flag.lookup.accessible"))
	f.BoolVar(&o.next, "next", false, a.t("flag.lookup.next"))
	f.StringVar(&o.at, "at", "", a.t("flag.lookup.at"))
	f.StringVar(&o.place, "place", "", a.t("flag.lookup.place"))
	f.StringSliceVar(&o.asked, "asked", nil, a.t("flag.lookup.asked"))
	f.StringSliceVar(&o.done, "done", nil, a.t("flag.lookup.done"))
	f.StringVar(&o.changed, "changed", "", a.t("flag.lookup.changed"))
	f.BoolVar(&o.fits, "fits", false, a.t("flag.lookup.fits"))
	for _, flag := range []string{"place", "asked", "done"} {
		_ = c.RegisterFlagCompletionFunc(flag, placeIDs) // a flag that is not there completes to nothing
	}
	_ = c.RegisterFlagCompletionFunc("changed", cobra.FixedCompletions(words(places.Events()), cobra.ShellCompDirectiveNoFileComp))
	c.RunE = func(c *cobra.Command, args []string) error {
		if o.modes() > 1 {
			return usageError{err: errors.New(a.t("lookup.error.alone")), command: c.CommandPath()}
		}
		d, err := a.openLookups(c.Context(), args[0], o.at)
		if err != nil {
			return err
		}
		if o.next {
			return d.next(exposure.SubjectID(o.person))
		}
		if today := plainDay(a.today(d.cs.Household.Zone)); d.day.After(today) {
			return problem{code: ExitUsage, key: "lookup.error.future", args: []any{"day", d.day}}
		}
		if len(o.asked)+len(o.done) > 0 || o.changed != "" {
			return d.note(o)
		}
		return d.converse(c.Context(), o)
	}
	return c
}

// modes counts the things that were asked for and cannot be done together.
func (o *lookupFlags) modes() int {
	n := 0
	for _, is := range []bool{o.next, o.place != "", len(o.asked)+len(o.done) > 0, o.changed != "", o.fits} {
		if is {
			n++
		}
	}
	return n
}

// own is a person's own file of look-ups.
type own struct {
	household.Person
	file lookup.File
}

// openLookups opens a case to look people up in.
func (a *App) openLookups(ctx context.Context, dir, at string) (*desk, error) {
	d, err := a.openDesk(ctx, dir, at)
	if err != nil {
		return nil, err
	}
	d.places, err = pack.Places()
	return d, err
}

// plainDay is the day as files of look-ups have it.
func plainDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// agreed lists the people who agreed to a source of look-ups, as agreements does.
func (d *desk) agreed(only exposure.SubjectID) ([]own, error) {
	all, err := d.agreements(exposure.Lookup, only)
	if err != nil {
		return nil, err
	}
	h := d.cs.Household
	out := make([]own, len(all))
	for i, s := range all {
		p, _ := h.Person(s.Source.Subject)
		out[i] = own{p, lookup.File{
			Dir: d.cs.Dir, At: s.Source.At, Person: p.ID, Places: d.places, Lang: d.a.cfg.Lang,
			Today: latest(d.day, plainDay(d.a.today(h.Zone))), Protected: h.Protected(),
		}}
	}
	return out, nil
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// one is the person meant by a command that holds no conversation.
func (d *desk) one(person string) (own, error) {
	all, err := d.agreed(exposure.SubjectID(person))
	if err != nil {
		return own{}, err
	}
	if len(all) > 1 {
		var who []exposure.SubjectID
		for _, o := range all {
			who = append(who, o.ID)
		}
		return own{}, problem{code: ExitUsage, key: "lookup.error.choose", args: []any{"people", strings.Join(words(who), ", ")}}
	}
	return all[0], nil
}

// note writes down what happened between two looks.
func (d *desk) note(o lookupFlags) error {
	who, err := d.one(o.person)
	if err != nil {
		return err
	}
	if o.changed != "" {
		return d.noteChange(who, places.Event(o.changed))
	}
	log, err := who.file.Read()
	if err != nil {
		return err
	}
	type noted struct {
		key, name string
		act       places.Act
	}
	var acts []noted
	for _, act := range []struct {
		key   string
		done  exposure.Progress
		names []string
	}{{"lookup.noted.asked", exposure.Asked, o.asked}, {"lookup.noted.done", exposure.SaidDone, o.done}} {
		for _, name := range act.names {
			p, err := d.a.place(d.places, name)
			if err != nil {
				return err
			}
			done := places.Act{Place: p.ID, On: d.day, Done: act.done}
			if err := d.pointless(who, log, &p, done); err != nil {
				return err
			}
			acts = append(acts, noted{act.key, d.text(&p).Name, done})
		}
	}
	if err := d.update(who.file, func(l *places.Log) {
		for _, n := range acts {
			l.Acts = append(l.Acts, n.act)
		}
	}); err != nil {
		return err
	}
	for _, n := range acts {
		d.a.say(n.key, "who", d.name(who.Person), "place", n.name, "day", d.day)
	}
	return nil
}

// pointless says why an act about a place would change nothing: nothing shows there
// that could be asked about. It is nil for all others, also where nobody has looked.
func (d *desk) pointless(who own, log *places.Log, p *places.Place, act places.Act) error {
	args := []any{"who", d.name(who.Person), "place", d.text(p).Name, "command", d.command(who.ID) + " --place " + string(p.ID)}
	if len(p.Shows) == 0 {
		return problem{code: ExitNoSuch, key: "lookup.error.showsNothing", args: args}
	}
	with := *log
	with.Acts = append(slices.Clone(log.Acts), act)
	if s := with.Standing(p, d.day); s.Progress != act.Done || !s.On.Equal(act.On) {
		return problem{code: ExitNoSuch, key: "lookup.error.hidden", args: append(args, "day", d.hiddenOn(log, p.ID))}
	}
	return nil
}

// hiddenOn is the day of the latest look that saw nothing of a place.
func (d *desk) hiddenOn(log *places.Log, id places.ID) (on time.Time) {
	for _, l := range log.Looks {
		if l.Place == id && l.Seen == places.Hidden && !l.On.After(d.day) {
			on = latest(on, l.On)
		}
	}
	return on
}

func (d *desk) noteChange(who own, e places.Event) error {
	if !slices.Contains(places.Events(), e) {
		return problem{code: ExitUsage, key: "lookup.error.event", args: []any{"value", string(e)}}
	}
	var log *places.Log
	if err := d.update(who.file, func(l *places.Log) {
		l.Changes = append(l.Changes, places.Change{Event: e, On: d.day})
		log = l
	}); err != nil {
		return err
	}
	d.a.say("lookup.noted.changed", "event", d.a.words.Text("place.event."+string(e)), "who", d.name(who.Person), "day", d.day)
	var again []string
	for _, p := range lookup.Round(d.places, log, d.cs.Household, d.day) {
		if slices.Contains(p.Again, e) && log.Standing(&p, d.day).Due.Why == places.Changed {
			again = append(again, d.text(&p).Name)
		}
	}
	if len(again) == 0 {
		d.a.say("lookup.noted.nothingNew")
		return nil
	}
	d.a.say("lookup.noted.again", "places", d.a.words.Join(again), "command", d.command(who.ID))
	return nil
}

func (d *desk) update(f lookup.File, change func(*places.Log)) error {
	if err := d.cs.Prepare(); err != nil {
		return err
	}
	return f.Update(func(l *places.Log) error { change(l); return nil })
}

// next lists what is due to be looked at, for whom and why.
func (d *desk) next(only exposure.SubjectID) error {
	all, err := d.agreed(only)
	if err != nil {
		return err
	}
	var rows [][]string
	var later upcoming
	for _, who := range all {
		log, err := who.file.Read()
		if err != nil {
			return err
		}
		var never []places.Place
		first := len(rows)
		for _, p := range lookup.Round(d.places, log, d.cs.Household, d.day) {
			switch s := log.Standing(&p, d.day); {
			case !s.Due.Now:
				d.upcoming(&later, p, &s, d.name(who.Person))
			case s.Due.Why == places.Never && !s.Waits():
				never = append(never, p)
			default:
				rows = append(rows, []string{d.since(s.Due.On), d.name(who.Person), d.text(&p).Name, d.why(&s)})
			}
		}
		if len(never) > 0 {
			rows = slices.Insert(rows, first, []string{
				d.since(d.day), d.name(who.Person), d.some(never), d.why(&places.Standing{Due: places.Due{Why: places.Never}}),
			})
		}
	}
	if len(rows) == 0 {
		d.a.say("lookup.next.nothing", "day", d.day)
		later.say(d)
		return nil
	}
	d.a.say("lookup.next.title", "day", d.day)
	fmt.Fprintln(d.a.out)
	header := []string{d.a.t("lookup.next.when"), d.a.t("column.person"), d.a.t("lookup.next.place"), d.a.t("lookup.next.why")}
	if err := table.WriteList(d.a.out, header, rows, d.a.tableOptions()); err != nil {
		return err
	}
	fmt.Fprintln(d.a.out)
	later.say(d)
	d.a.say("lookup.next.go", "command", d.command(all[0].ID))
	return nil
}

// some names the first of several places and says how many there are.
func (d *desk) some(all []places.Place) string {
	if len(all) == 1 {
		return d.text(&all[0]).Name
	}
	return d.a.t("lookup.next.many", "n", len(all), "place", d.text(&all[0]).Name)
}

func (d *desk) since(on time.Time) string {
	if on.Before(d.day) {
		return d.a.t("lookup.next.since", "day", on)
	}
	return d.a.t("lookup.next.now")
}

// why says the reason to look. What the family has done, and nobody has looked at
// since, says more than the days that have passed.
func (d *desk) why(s *places.Standing) string {
	if s.Waits() && s.Due.Why != places.Changed && s.Due.Why != places.Unseen {
		return d.a.t("lookup.next.waits."+string(s.Progress), "day", s.On)
	}
	return d.a.words.Text("place.why." + string(s.Due.Why))
}

func (d *desk) text(p *places.Place) places.Text { return p.Text[d.a.cfg.Lang] }

// command is how the conversation goes on.
func (d *desk) command(id exposure.SubjectID) string {
	return "lampan lookup " + d.cs.Dir + " --person " + string(id)
}

// upcoming is what comes due first after today.
type upcoming struct {
	on    time.Time
	place places.Place
	who   string
	why   string // in words of the day to come
}

func (d *desk) upcoming(u *upcoming, p places.Place, s *places.Standing, who string) {
	if on := s.Due.On; !on.IsZero() && (u.on.IsZero() || on.Before(u.on)) {
		why := string(s.Due.Why)
		if s.Waits() {
			why = string(places.Verify)
		}
		*u = upcoming{on, p, who, d.a.t("lookup.next.then." + why)}
	}
}

func (u *upcoming) say(d *desk) {
	if !u.on.IsZero() {
		d.a.say("lookup.next.upcoming", "day", u.on, "place", d.text(&u.place).Name, "who", u.who, "why", u.why)
	}
}

// converse finds out whom it concerns and holds the conversation. However it ends,
// what was answered is kept, and is said to be.
func (d *desk) converse(ctx context.Context, o lookupFlags) error {
	only := []places.Place{}
	if o.place != "" {
		p, err := d.a.place(d.places, o.place)
		if err != nil {
			return err
		}
		only = append(only, p)
	}
	all, err := d.agreed(exposure.SubjectID(o.person))
	if err != nil {
		return err
	}
	t := &talk{desk: d, ask: d.a.asker(o.accessible)}
	if err = t.choose(ctx, all); err == nil {
		err = t.hold(ctx, only, o.fits)
	}
	command := "lampan lookup " + d.cs.Dir
	if t.who.ID != "" {
		command = d.command(t.who.ID)
	}
	return d.ended(err, t.ask, command)
}
