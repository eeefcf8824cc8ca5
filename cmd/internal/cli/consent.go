package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lampan/cmd/internal/wire"
	"lampan/report"
	"lampan/report/clean"
	"lampan/report/html"
	"lampan/report/table"
	"lampan/rules/exposure"
	"lampan/scanner"
	"lampan/scanner/consent"
	"lampan/scanner/household"
)

// consentYear is how long a new consent lasts unless --expires says otherwise:
// to the meeting a year from now, where it is renewed or ends.
const consentYear = 1

func (a *App) consentCommand() *cobra.Command {
	c := a.group("consent", "consent")
	c.AddCommand(a.consentList(), a.consentAdd(), a.consentRevoke())
	return c
}

func (a *App) consentList() *cobra.Command {
	c := a.command("list DIR", "consentList")
	c.Args = a.oneDir
	c.RunE = func(c *cobra.Command, args []string) error {
		cs, err := a.openCase(args[0])
		if err != nil {
			return err
		}
		h := cs.Household
		if len(h.Consents) == 0 {
			a.say("consent.none", "dir", cs.Dir)
			return a.consentHistory(c.Context(), cs) // of consents that were taken out since
		}
		rows := make([][]string, 0, len(h.Consents))
		for _, k := range h.Consents {
			var sources []string
			for _, s := range k.Sources {
				sources = append(sources, string(s))
			}
			rows = append(rows, []string{
				k.ID, a.name(h, k.Subject), a.names(h, k.GivenBy), strings.Join(sources, ", "), a.consentState(k),
			})
		}
		header := []string{a.t("column.consent"), a.t("column.person"), a.t("column.givenBy"), a.t("column.sources"), a.t("column.state")}
		if err := table.WriteList(a.out, header, rows, a.tableOptions()); err != nil {
			return err
		}
		for _, s := range h.Sources {
			if slices.ContainsFunc(h.Consents, func(k household.Consent) bool { return slices.Contains(k.Sources, s.ID) }) {
				a.sayDomain(s)
			}
		}
		return a.consentHistory(c.Context(), cs)
	}
	return c
}

// consentHistory says in plain words what was read, when, under which consent.
// A ledger that was changed is told after what is left of it.
func (a *App) consentHistory(ctx context.Context, cs *scanner.Case) error {
	past, damage := wire.History(ctx, cs)
	if damage != nil && !errors.Is(damage, consent.ErrTampered) {
		return damage
	}
	past = slices.DeleteFunc(past, func(u consent.Use) bool { return u.Read+u.Failed == 0 })
	fmt.Fprintln(a.out)
	if len(past) == 0 {
		if damage == nil {
			a.say("consent.nothingRead")
		}
		return damage
	}
	a.say("consent.read")
	zone := cs.Household.Zone
	for _, u := range past {
		if u.Read == 0 {
			a.printf("  %s\n", a.t("consent.triedLine",
				"source", string(u.Source), "consent", u.Consent, "last", u.Last.In(zone)))
			continue
		}
		a.printf("  %s\n", a.words.Plural("consent.readLine", u.Read,
			"source", clean.Line(string(u.Source)), "consent", clean.Line(u.Consent),
			"first", u.First.In(zone), "last", u.Last.In(zone)))
		if cs.Household.Protected() {
			continue // what was read may say where they live
		}
		for _, i := range u.Items {
			a.printf("    %s\n", clean.Clip(i.Locator, maxLocator))
		}
	}
	return damage
}

// maxLocator is how much of an address is shown, in characters.
const maxLocator = 120

func (a *App) consentState(k household.Consent) string {
	today := a.Now()
	switch {
	case !k.Revoked.IsZero():
		return a.t("consent.revoked", "day", k.Revoked)
	case today.After(k.Expires.AddDate(0, 0, 1)):
		return a.t("consent.ended", "day", k.Expires)
	case today.Before(k.Granted):
		return a.t("consent.starts", "day", k.Granted)
	}
	return a.t("consent.stands", "day", k.Expires)
}

func (a *App) consentAdd() *cobra.Command {
	c := a.command("add DIR", "consentAdd")
	c.Args = a.oneDir
	f := c.Flags()
	subject := f.String("subject", "", a.t("flag.subject"))
	by := f.StringSlice("by", nil, a.t("flag.by"))
	sources := f.StringSlice("source", nil, a.t("flag.source"))
	detectors := f.StringSlice("detector", []string{"all"}, a.t("flag.detector"))
	method := f.String("method", string(household.Meeting), a.t("flag.method"))
	expires := f.String("expires", "", a.t("flag.expires"))
	assent := f.Bool("assent", false, a.t("flag.assent"))
	onlyMe := f.Bool("only-me", false, a.t("flag.only-me"))
	id := f.String("id", "", a.t("flag.id"))
	c.RunE = func(c *cobra.Command, args []string) error {
		cs, err := a.openCase(args[0])
		if err != nil {
			return err
		}
		if *subject == "" || len(*sources) == 0 {
			return usageError{err: errors.New(a.t("usage.consentAdd")), command: c.CommandPath()}
		}
		today := a.today(cs.Household.Zone)
		k := household.Consent{
			ID: *id, Case: cs.Household.Case, Subject: exposure.SubjectID(*subject), Method: household.Method(*method),
			Detectors: *detectors, Purpose: household.ExposureReview, Granted: today,
			Expires: today.AddDate(consentYear, 0, 0), Assent: *assent,
		}
		if *onlyMe {
			k.Share = household.ShareSelf
		}
		for _, s := range *sources {
			k.Sources = append(k.Sources, exposure.SourceID(s))
		}
		for _, s := range *by {
			k.GivenBy = append(k.GivenBy, exposure.SubjectID(s))
		}
		if len(k.GivenBy) == 0 {
			k.GivenBy = []exposure.SubjectID{k.Subject}
		}
		if *expires != "" {
			if k.Expires, err = time.ParseInLocation(time.DateOnly, *expires, cs.Household.Zone); err != nil {
				return problem{code: ExitUsage, key: "error.date", args: []any{"value", *expires}}
			}
		}
		if k.ID, err = wire.Agree(cs, k, a.Now); err != nil {
			return err
		}
		a.say("consent.added", "id", k.ID, "person", a.name(cs.Household, k.Subject), "day", k.Expires)
		return nil
	}
	return c
}

func (a *App) consentRevoke() *cobra.Command {
	c := a.command("revoke DIR CONSENT", "consentRevoke")
	c.Args = func(c *cobra.Command, args []string) error {
		if len(args) != 2 {
			return usageError{err: errors.New(a.t("usage.consentRevoke")), command: c.CommandPath()}
		}
		return nil
	}
	c.RunE = func(c *cobra.Command, args []string) error { return a.withdraw(c.Context(), args[0], args[1]) }
	return c
}

// withdraw takes a consent back. Nothing that is wrong in the case stops it: what is
// withdrawn is no longer read and no longer in the case's report, and then what is
// left to mend is told.
func (a *App) withdraw(ctx context.Context, dir, id string) error {
	if _, err := os.Stat(filepath.Join(dir, household.FileName)); errors.Is(err, fs.ErrNotExist) {
		return problem{code: ExitFiles, key: "error.noCaseAt", args: []any{"dir", dir}, err: err}
	}
	unmarked, err := wire.Withdraw(dir, id, a.Now)
	if f, ok := errors.AsType[household.Faults](err); ok && f[0].Code == household.CodeNoConsent {
		return problem{code: ExitNoSuch, key: "error.noConsent", args: []any{"id", id, "dir", dir}}
	}
	if err != nil && unmarked != nil {
		return errors.Join(err, unmarked)
	}
	a.say("consent.withdrawn", "id", id)
	cs, left := scanner.OpenCase(dir)
	if left == nil {
		a.lookupsLeft(cs, id)
		left = a.rewriteReport(ctx, cs)
	}
	if left != nil {
		if err := a.dropReport(dir); err != nil {
			return err
		}
	}
	if unmarked != nil {
		a.say("consent.unmarked", "path", filepath.Join(dir, household.FileName))
	}
	if err != nil {
		return err
	}
	if left = cmp.Or(left, unmarked); left != nil {
		_, text := a.explain(ctx, left)
		fmt.Fprintln(a.Err, text)
	}
	return nil
}

// lookupsLeft tells of the files of look-ups that a consent was about. Other files
// are the family's own, and not written by lampan.
func (a *App) lookupsLeft(cs *scanner.Case, id string) {
	for _, k := range cs.Household.Consents {
		for _, s := range cs.Household.Sources {
			_, err := os.Stat(filepath.Join(cs.Dir, filepath.FromSlash(s.At)))
			if k.ID == id && s.Kind == exposure.Lookup && err == nil && slices.Contains(k.Sources, s.ID) {
				a.say("consent.lookupsLeft", "file", clean.Line(s.At))
			}
		}
	}
}

// rewriteReport brings the case's own report.html up to what may be shown now.
// Of reports that were written or printed elsewhere lampan knows nothing, and
// says so.
func (a *App) rewriteReport(ctx context.Context, cs *scanner.Case) error {
	path := cs.ReportPath()
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	err := a.withStore(ctx, cs.Dir, func(ctx context.Context, h *history) error {
		record, err := h.audit(ctx, 0)
		if err != nil {
			return err
		}
		view := report.Build(record, h.pack, h.places, a.cfg.Lang)
		if view.Trend, err = h.trend(ctx, record, a.cfg.Lang); err != nil { // as lampan audit writes it
			return err
		}
		return writeFile(path, func(w io.Writer) error { return html.Write(w, view) })
	})
	if p, ok := errors.AsType[problem](err); ok && p.code == ExitNoSuch {
		return nil // no audit, so the file is not one of ours
	}
	if err != nil {
		return err
	}
	a.say("consent.rewritten", "path", path)
	return nil
}

// dropReport removes the case's own report.html, which cannot be brought up to what
// may be shown now. Where nothing was audited, and where it is no ordinary file, it is
// not one of ours.
func (a *App) dropReport(dir string) error {
	cs := &scanner.Case{Dir: dir}
	info, err := os.Lstat(cs.ReportPath())
	if err != nil || !info.Mode().IsRegular() {
		return nil //nolint:nilerr // no report, so nothing of it to show
	}
	if _, err := os.Lstat(cs.StorePath()); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := os.Remove(cs.ReportPath()); err != nil {
		return err
	}
	a.say("consent.dropped", "path", cs.ReportPath(), "dir", dir)
	return nil
}

func (a *App) names(h *household.Household, ids []exposure.SubjectID) string {
	var out []string
	for _, id := range ids {
		out = append(out, a.name(h, id))
	}
	return a.words.Join(out)
}
