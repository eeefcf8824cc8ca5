package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lampan/report/clean"
	"lampan/report/table"
	"lampan/rules"
	"lampan/rules/pack"
	"lampan/rules/places"
	"lampan/rules/request"
)

func (a *App) placesCommand() *cobra.Command {
	c := a.command("places [ID]", "places")
	for _, f := range places.Fits() {
		if f != places.Everyone {
			c.Long += fmt.Sprintf("\n  %-11s %s", f, a.t("place.fit."+string(f)))
		}
	}
	c.Args = a.atMostOne
	c.ValidArgsFunction = placeIDs
	fits := c.Flags().StringSlice("fits", nil, a.t("flag.fits"))
	format := c.Flags().String("format", "table", a.t("flag.format", "formats", "table, json"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		if err := a.checkFormat(*format, "table", "json"); err != nil {
			return err
		}
		all, err := pack.Places()
		if err != nil {
			return err
		}
		list := all.All()
		if len(args) == 1 {
			p, err := a.place(all, args[0])
			if err != nil {
				return err
			}
			list = []places.Place{p}
		} else if len(*fits) > 0 {
			described, err := a.fits(*fits)
			if err != nil {
				return err
			}
			list = all.For(described...)
		}
		switch {
		case *format == "json":
			return a.placesJSON(all, list)
		case len(args) == 1:
			return table.WriteParts(a.out, a.onePlace(all, &list[0]), a.tableOptions())
		}
		return table.WriteParts(a.out, a.placeList(list), a.tableOptions())
	}
	c.AddCommand(a.placesCheck())
	return c
}

// placeIDs completes the ID of a place.
func placeIDs(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	all, err := pack.Places()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return ids(all), cobra.ShellCompDirectiveNoFileComp
}

func ids(all *places.Catalogue) []string {
	out := make([]string, 0, all.Len())
	for _, p := range all.All() {
		out = append(out, string(p.ID))
	}
	return out
}

// place finds a place, and otherwise says which one may have been meant.
func (a *App) place(all *places.Catalogue, id string) (places.Place, error) {
	if p, ok := all.Place(places.ID(id)); ok {
		return p, nil
	}
	if near, ok := rules.Nearest(strings.ToLower(id), ids(all)); ok {
		return places.Place{}, problem{code: ExitNoSuch, key: "error.nearPlace", args: []any{"id", id, "near", near}}
	}
	return places.Place{}, problem{code: ExitNoSuch, key: "error.noPlace", args: []any{"id", id}}
}

// fits reads the words that describe somebody.
func (a *App) fits(described []string) ([]places.Fit, error) {
	known := places.Fits()
	out := make([]places.Fit, len(described))
	for i, w := range described {
		out[i] = places.Fit(strings.TrimSpace(w))
		if !slices.Contains(known, out[i]) {
			return nil, problem{code: ExitUsage, key: "error.fit", args: []any{"value", w, "known", strings.Join(words(known), ", ")}}
		}
	}
	return out, nil
}

// words are identifiers as plain strings.
func words[T ~string](of []T) []string {
	out := make([]string, len(of))
	for i, w := range of {
		out[i] = string(w)
	}
	return out
}

// placesJSON writes places with their texts in both languages, and what their
// legal bases mean in the chosen one.
func (a *App) placesJSON(all *places.Catalogue, list []places.Place) error {
	legal := map[places.Basis]string{}
	for _, p := range list {
		if p.Basis != "" {
			legal[p.Basis] = all.Legal(p.Basis, a.cfg.Lang)
		}
	}
	e := json.NewEncoder(a.out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(struct {
		Places []places.Place          `json:"places"`
		Legal  map[places.Basis]string `json:"legal"`
	}{list, legal})
}

// placeList is the catalogue in the order that works, each order with a sentence on
// why it stands there.
func (a *App) placeList(list []places.Place) []table.Part {
	parts := []table.Part{{
		Strong: a.words.Plural("places.title", len(list)),
		Text:   []string{a.t("places.intro")},
	}}
	var order places.Order
	for i := range list {
		p := &list[i]
		if p.Order != order {
			order = p.Order
			parts = append(parts, table.Part{Heading: a.t("place.order." + string(order)), Text: []string{a.t("places.why." + string(order))}})
		}
		t := p.Text[a.cfg.Lang]
		parts = append(parts, table.Part{Strong: t.Name + " · " + string(p.ID), Text: []string{
			"  " + t.Shows,
			"  " + strings.Join([]string{a.can(p), a.t("places.bankid." + string(p.Hide.BankID)), a.sure(p)}, " · "),
		}})
	}
	return append(parts, table.Part{Heading: a.t("places.last"), Text: []string{a.t("places.after"), a.t("places.more")}})
}

// can says what can be done with what a place shows.
func (a *App) can(p *places.Place) string {
	switch {
	case p.Hide.Way != places.None:
		return a.t("places.can." + string(p.Hide.Way))
	case p.Baseline:
		return a.t("places.public")
	case len(p.Shows) == 0:
		return a.t("places.hidesNothing")
	}
	return a.t("places.can.none")
}

// sure says how sure a place's texts are; never more than its source.
func (a *App) sure(p *places.Place) string {
	switch {
	case !p.Confirmed:
		return a.t("places.unsure", "asOf", a.asOf(p.AsOf))
	case p.Doubt:
		return a.t("places.partly", "asOf", a.asOf(p.AsOf))
	}
	return a.t("places.sure", "asOf", a.asOf(p.AsOf))
}

func (a *App) asOf(of places.AsOf) string {
	if of == "" {
		return a.t("places.undated")
	}
	if date, ok := strings.CutPrefix(string(of), "before "); ok {
		return a.t("places.before", "date", date)
	}
	return string(of)
}

// onePlace is all that is known of a place, and how sure that is before all.
func (a *App) onePlace(all *places.Catalogue, p *places.Place) []table.Part {
	t := p.Text[a.cfg.Lang]
	top := table.Part{Strong: t.Name, Text: []string{string(p.ID) + " · " + a.t("place.kind."+string(p.Kind)) + " · " + a.t("place.order."+string(p.Order))}}
	if !p.Confirmed {
		top.Text = append(top.Text, "", a.t("places.one.unsure")+" "+t.Warning)
	} else if p.Doubt {
		top.Text = append(top.Text, "", a.t("places.one.partly")+" "+t.Warning)
	}
	after := table.Part{Link: a.open(p), Text: []string{a.t("places.one.bankid." + string(p.Hide.BankID))}}
	if len(request.For(p)) > 0 {
		after.Text = append(after.Text, a.t("places.one.request", "id", string(p.ID)))
	}
	parts := []table.Part{
		top,
		{Heading: a.t("places.one.shows"), Text: []string{t.Shows, a.whom(p)}},
	}
	if look := a.look(p, false); look != "" {
		parts = append(parts, table.Part{Heading: a.t("places.one.look"), Text: []string{look}})
	}
	parts = append(parts, table.Part{Heading: a.t("places.one.steps"), Steps: t.Steps}, after)
	if gives := a.gives(p); len(gives) > 0 {
		parts = append(parts, table.Part{Heading: a.t("places.one.gives"), Text: gives})
	}
	law := all.Legal(p.Basis, a.cfg.Lang)
	if p.Baseline {
		parts = append(parts, table.Part{Heading: a.t("places.public"), Text: []string{a.t("places.one.public"), law}})
	} else if law != "" {
		parts = append(parts, table.Part{Heading: a.t("places.one.law"), Text: []string{law}})
	}
	sure := table.Part{Heading: a.t("places.one.sure"), Text: []string{a.confirmed(p)}}
	for _, s := range p.Sources {
		sure.Items = append(sure.Items, s.In(a.cfg.Lang))
	}
	return append(parts, sure)
}

// look says how to see what a place shows, which is seldom on the page about hiding
// it. It is empty where nothing shows. Quietly, nobody is told to search for a town.
func (a *App) look(p *places.Place, quiet bool) string {
	t := p.Text[a.cfg.Lang]
	if len(p.Shows) == 0 || t.Look != "" {
		return t.Look
	}
	key := "places.look." + string(p.Kind)
	if !a.words.Has(key) || quiet && p.Show(places.Name) {
		key = "places.look.other"
	}
	return a.t(key, "place", t.Name)
}

// open is the line with a place's address; empty when none is known.
func (a *App) open(p *places.Place) string {
	if p.Link == "" {
		return ""
	}
	return a.t("places.one.open", "link", p.Link)
}

// whom says whom a place concerns.
func (a *App) whom(p *places.Place) string {
	if p.Fit() {
		return a.t("places.one.fitsAll")
	}
	described := make([]string, len(p.Fits))
	for i, f := range p.Fits {
		described[i] = a.t("place.fit." + string(f))
	}
	return a.t("places.one.fits", "fit", strings.Join(described, " "+a.t("places.one.or")+" "))
}

// gives says what a place grants, for how long, and when to look again.
func (a *App) gives(p *places.Place) []string {
	t := p.Text[a.cfg.Lang]
	var out []string
	hides := p.Hide.Way != places.None && p.Hide.Way != places.Block
	if t.Result != "" {
		out = append(out, t.Result)
	} else if hides {
		out = append(out, a.can(p)+".")
	}
	if t.Lasts != "" {
		out = append(out, a.t("places.one.lasts", "lasts", t.Lasts))
	} else if hides {
		out = append(out, a.t("places.one.lastsUnknown"))
	}
	if hides && (p.Hide.Returns != places.Unknown || p.Order == places.Directory) {
		out = append(out, a.t("places.one.returns."+string(p.Hide.Returns)))
	}
	if p.Recheck > 0 {
		out = append(out, a.words.Plural("places.one.again", p.Recheck))
	}
	for _, e := range p.Again {
		out = append(out, a.t("places.one.event."+string(e)))
	}
	return out
}

func (a *App) confirmed(p *places.Place) string {
	key := "places.one.unconfirmed"
	if p.Confirmed {
		key = "places.one.confirmed"
	}
	if p.AsOf == "" {
		key += "Undated"
	}
	said := a.t(key, "asOf", a.asOf(p.AsOf))
	if len(p.Sources) == 0 {
		said += " " + a.t("places.one.noSource")
	}
	return said
}

func (a *App) placesCheck() *cobra.Command {
	c := a.command("check [DIR]", "placesCheck")
	c.Args = a.atMostOne
	at := c.Flags().String("at", "", a.t("flag.placesAt"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		day := a.today(time.UTC)
		if *at != "" {
			var err error
			if day, err = namedDay(*at); err != nil {
				return err
			}
		}
		all, err := a.catalogue(args)
		if err != nil {
			return err
		}
		return a.checkPlaces(all, day)
	}
	return c
}

// catalogue loads the catalogue in a folder, or the one that ships with lampan.
func (a *App) catalogue(args []string) (*places.Catalogue, error) {
	if len(args) == 0 {
		return pack.Places()
	}
	if _, err := os.Stat(args[0]); err != nil {
		return nil, err
	}
	all, err := places.Load(os.DirFS(args[0]))
	if err != nil {
		return nil, problem{code: ExitFaults, key: "error.places", args: []any{"dir", args[0], "what", err.Error()}, err: err}
	}
	return all, nil
}

// checkPlaces lists what is old, which is for somebody to look into, and what is
// wrong, which is a fault.
func (a *App) checkPlaces(all *places.Catalogue, day time.Time) error {
	faults, _ := places.Lint(all, day)
	old := table.Part{Text: []string{a.t("places.check.none", "day", day)}}
	for _, p := range all.All() {
		if p.Old(day) {
			old.Items = append(old.Items, string(p.ID)+": "+a.sure(&p))
		}
	}
	if n := len(old.Items); n > 0 {
		old.Text = []string{a.words.Plural("places.check.old", n, "day", day)}
	}
	parts := []table.Part{old}
	if len(faults) == 0 {
		return table.WriteParts(a.out, append(parts, table.Part{Text: []string{a.words.Plural("places.check.clean", all.Len())}}), a.tableOptions())
	}
	wrong := table.Part{Text: []string{a.t("places.check.faults")}}
	for _, f := range faults {
		wrong.Items = append(wrong.Items, clean.Line(f.Error()))
	}
	if err := table.WriteParts(a.out, append(parts, wrong), a.tableOptions()); err != nil {
		return err
	}
	return problem{code: ExitFaults, key: "error.placeFaults", args: []any{"n", len(faults)}}
}
