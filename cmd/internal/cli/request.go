package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lampan/cmd/internal/wire"
	"lampan/report/table"
	"lampan/rules/exposure"
	"lampan/rules/pack"
	"lampan/rules/places"
	"lampan/rules/request"
	"lampan/rules/roster"
	"lampan/scanner"
	"lampan/scanner/household"
)

// letterWidth is the longest line of a text, in columns: what a mail and a printed
// page show whole.
const letterWidth = 72

// requestCommand writes a text that a person sends to a place themselves. It needs
// no consent: it reads no source, and puts the person's own details from
// household.yaml into the person's own text on the family's own computer.
func (a *App) requestCommand() *cobra.Command {
	c := a.command("request DIR", "request")
	c.Args = a.oneDir
	f := c.Flags()
	placeID := f.String("place", "", a.t("flag.request.place"))
	person := f.String("person", "", a.t("flag.request.person"))
	kinds := make([]string, len(request.Kinds()))
	for i, k := range request.Kinds() {
		kinds[i] = string(k) + " (" + a.t("request.kind."+string(k)) + ")"
	}
	kind := f.String("kind", "", a.t("flag.request.kind", "kinds", strings.Join(kinds, ", ")))
	out := f.StringP("out", "o", "", a.t("flag.outFile"))
	// A flag that is not there completes to nothing.
	_ = c.RegisterFlagCompletionFunc("place", placeIDs)
	_ = c.RegisterFlagCompletionFunc("kind", cobra.FixedCompletions(words(request.Kinds()), cobra.ShellCompDirectiveNoFileComp))
	c.RunE = func(c *cobra.Command, args []string) error {
		for _, f := range []struct{ key, value string }{{"usage.request.place", *placeID}, {"usage.request.person", *person}} {
			if f.value == "" {
				return usageError{err: errors.New(a.t(f.key)), command: c.CommandPath()}
			}
		}
		all, err := pack.Places()
		if err != nil {
			return err
		}
		p, err := a.place(all, *placeID)
		if err != nil {
			return err
		}
		k, err := a.requestKind(&p, request.Kind(*kind))
		if err != nil {
			return err
		}
		cs, err := a.openCase(args[0])
		if err != nil {
			return err
		}
		day := a.today(cs.Household.Zone)
		who, err := sender(cs.Household, exposure.SubjectID(*person), day)
		if err != nil {
			return err
		}
		texts, err := pack.Requests()
		if err != nil {
			return err
		}
		t, ok := texts.Find(k, p.ID)
		if !ok {
			return fmt.Errorf("no text for %s at %s", k, p.ID)
		}
		letter := texts.Write(t, &p, who, day, a.cfg.Lang)
		if err := a.writeLetter(letter, *out); err != nil {
			return err
		}
		if *out == "" {
			fmt.Fprintln(a.Err) // parts the text from what is said about it
		}
		record, err := a.record(cs, &p, exposure.SubjectID(*person), args[0])
		if err != nil {
			return err
		}
		return table.WriteParts(a.Err, a.howToSend(&p, letter, who.Protected, record), a.tableOptions())
	}
	return c
}

// requestKind is the kind that was asked for, or the one that suits the place.
func (a *App) requestKind(p *places.Place, k request.Kind) (request.Kind, error) {
	kinds := request.For(p)
	name := p.Text[a.cfg.Lang].Name
	switch {
	case k != "" && !slices.Contains(request.Kinds(), k):
		return "", problem{code: ExitUsage, key: "error.request.kind", args: []any{"value", string(k), "known", strings.Join(words(request.Kinds()), ", ")}}
	case len(kinds) == 0 && p.Baseline:
		return "", problem{code: ExitUsage, key: "error.request.public", args: []any{"place", name, "id", string(p.ID)}}
	case len(kinds) == 0:
		return "", problem{code: ExitUsage, key: "error.request.nothing", args: []any{"place", name, "id", string(p.ID)}}
	case k == "":
		return kinds[0], nil
	case !slices.Contains(kinds, k):
		key := "error.request.notGranted"
		if k == request.Erase {
			key = "error.request.notErase"
		}
		return "", problem{code: ExitUsage, key: key, args: []any{"place", name, "kind", string(k), "kinds", strings.Join(words(kinds), ", ")}}
	}
	return k, nil
}

// sender is whom a text is about and, for a child, who writes it.
func sender(h *household.Household, id exposure.SubjectID, day time.Time) (request.Person, error) {
	m, ok := h.Person(id)
	if !ok {
		var known []string
		for _, p := range h.People {
			known = append(known, string(p.ID))
		}
		return request.Person{}, problem{code: ExitNoSuch, key: "error.request.person", args: []any{"id", string(id), "known", strings.Join(known, ", ")}}
	}
	who := request.Person{Name: m.Name, Phones: m.Phones, Emails: m.Emails, Protected: h.Roster(day).Protected()}
	if who.Name == "" || household.Placeholder(who.Name) {
		return who, problem{code: ExitFaults, key: "error.request.name", args: []any{"id", string(id)}}
	}
	for _, p := range h.Places {
		if p.Kind == roster.Home && (len(p.People) == 0 || slices.Contains(p.People, id)) && p.Street != "" {
			who.Homes = append(who.Homes, home(p))
		}
	}
	if !roster.MinorAt(m.Born, day) || day.Year()-m.Born == 18 {
		return who, nil // an adult, or in the year of coming of age
	}
	for _, g := range m.Guardians {
		if g, ok := h.Person(g); ok && g.Name != "" && g.Born != 0 && !roster.MinorAt(g.Born, day) {
			who.Guardian = g.Name
			return who, nil
		}
	}
	return who, problem{code: ExitFaults, key: "error.request.guardian", args: []any{"id", string(id)}}
}

// home is an address on one line.
func home(p household.Place) string {
	out := p.Street
	if p.Postal != "" || p.Town != "" {
		postal := p.Postal
		if len(postal) == 5 {
			postal = postal[:3] + " " + postal[3:]
		}
		out += ", " + strings.TrimSpace(postal+" "+p.Town)
	}
	return out
}

// writeLetter writes a text to a new file, or to standard output.
func (a *App) writeLetter(l request.Letter, path string) error {
	if path != "" {
		if _, err := os.Lstat(path); err == nil {
			return problem{code: ExitFiles, key: "error.fileExists", args: []any{"path", path}}
		}
	}
	parts := make([]table.Part, len(l.Stanzas))
	for i, lines := range l.Stanzas {
		parts[i].Text = lines
	}
	o := table.Options{Width: letterWidth}
	if path == "" {
		if width, ok := a.Terminal(a.Out); ok && width > 0 {
			o.Width = min(width, letterWidth)
		}
	}
	return a.output(path, func(w io.Writer) error { return table.WriteParts(w, parts, o) })
}

// record says how to write down that a text was sent: with a command that is refused
// without a consent, so without one it says that.
func (a *App) record(cs *scanner.Case, p *places.Place, id exposure.SubjectID, dir string) (string, error) {
	standing, err := wire.Standing(cs, a.Now)
	if err != nil {
		return "", err
	}
	key := "request.recordNoConsent"
	if slices.ContainsFunc(standing, func(s wire.Agreement) bool {
		return s.Source.Kind == exposure.Lookup && s.Source.Subject == id && s.Refusal == nil
	}) {
		key = "request.record"
	}
	return a.t(key, "dir", dir, "person", string(id), "id", string(p.ID)), nil
}

// howToSend says that nothing is sent, what to fill in, and the place's own steps.
// It goes beside the text and not into it.
func (a *App) howToSend(p *places.Place, l request.Letter, protected bool, record string) []table.Part {
	t := p.Text[a.cfg.Lang]
	fill := table.Part{Heading: a.t("request.before")}
	if protected {
		key := "request.protected"
		if slices.ContainsFunc(l.Blanks, func(b request.Blank) bool { return b.Field == request.Link }) {
			key = "request.protectedLink"
		}
		fill.Items = []string{a.t(key), a.t("protected.ask")}
	}
	for _, b := range l.Blanks {
		key := "request.blank." + string(b.Field)
		if b.Why == request.Protected { // nobody is to learn where they live from the text
			key = "request.blank.shielded"
		}
		s := a.t(key, "why", a.t("request.why."+string(b.Why)))
		if !slices.Contains(fill.Items, s) {
			fill.Items = append(fill.Items, s)
		}
	}
	fill.Items = append(fill.Items, a.t("request.less"))
	send := table.Part{Heading: a.t("request.send", "place", t.Name), Steps: t.Steps}
	after := table.Part{Link: a.open(p), Text: []string{t.Warning, record}}
	return []table.Part{{Strong: a.t("request.nothingSent")}, fill, send, after}
}
