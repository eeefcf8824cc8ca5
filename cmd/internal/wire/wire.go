// Package wire puts lampan together: the one explicit list of sources, the
// rule pack, the store, the fetch guard and the engine. Nothing registers
// itself anywhere; what is not named here does not exist.
package wire

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"lampan/cmd/internal/config"
	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/pack"
	"lampan/rules/places"
	"lampan/scanner"
	"lampan/scanner/audit"
	"lampan/scanner/consent"
	"lampan/scanner/household"
	"lampan/scanner/source"
	"lampan/scanner/source/feed"
	"lampan/scanner/source/interview"
	"lampan/scanner/source/lookup"
	"lampan/scanner/source/page"
	"lampan/scanner/source/passwords"
	"lampan/scanner/source/photo"
	"lampan/scanner/source/posts"
	"lampan/scanner/source/register"
	"lampan/scanner/store/sqlite"
	"lampan/scanner/withhold"
)

// Config is what one audit needs. Private may be empty, Progress nil.
type Config struct {
	Case     *scanner.Case
	At       time.Time
	Now      func() time.Time
	Version  string
	Lang     exposure.Lang
	Settings config.Config
	Look     scanner.LookerConfig // without a Path nobody looks at pixels
	Offline  bool
	Private  []netip.AddrPort // addresses opened for this run only
	Progress func(scanner.Progress)
	Logger   *slog.Logger
}

// Rig is everything that an audit holds open.
type Rig struct {
	Engine *scanner.Engine
	Store  scanner.Store
	Pack   *rules.Pack
	Places *places.Catalogue

	close []func() error
}

// Close gives everything back, in reverse order.
func (r *Rig) Close() error {
	var errs []error
	for _, give := range slices.Backward(r.close) {
		errs = append(errs, give())
	}
	return errors.Join(errs...)
}

// Pack gives the rules that ship with lampan. They are read once: a command needs them
// in several places, and reading takes longer than most of what a command does.
func Pack() (*rules.Pack, error) { return core() }

var core = sync.OnceValues(pack.Core)

// Places loads the catalogue of directories and registers that ships with lampan.
func Places() (*places.Catalogue, error) { return catalogue() }

var catalogue = sync.OnceValues(pack.Places)

// OpenHistory opens the audits of a case for reading. It makes nothing and
// changes nothing, so it works in a folder that cannot be written to; the error
// wraps audit.ErrNone when there is no audit yet.
func OpenHistory(ctx context.Context, c *scanner.Case) (scanner.Store, error) {
	return sqlite.Open(ctx, c.StorePath(), sqlite.Config{ReadOnly: true})
}

// Open puts together what an audit needs. On an error everything that was
// opened is closed again.
func Open(ctx context.Context, c Config) (rig *Rig, err error) {
	rig = &Rig{}
	defer func() {
		if err != nil {
			err = errors.Join(err, rig.Close())
		}
	}()
	if rig.Pack, err = Pack(); err != nil {
		return rig, err
	}
	if rig.Places, err = Places(); err != nil {
		return rig, err
	}
	if err := Shielded(ctx, c.Case); err != nil {
		return rig, err
	}
	said, err := Plan(c.Case)
	if err != nil {
		return rig, err
	}
	if err := c.Case.Prepare(); err != nil {
		return rig, err
	}
	key, err := c.Case.Key()
	if err != nil {
		return rig, err
	}
	// What the stored audits noted of the ledger must still be in it: a ledger
	// that was cut or thrown away no longer knows who took their word back.
	noted, err := heads(ctx, c.Case)
	if err != nil {
		return rig, err
	}
	if err := present(c.Case, noted); err != nil {
		return rig, err
	}
	// The store is opened before anything is read: an audit that cannot be
	// kept is not worth a family's time.
	if rig.Store, err = sqlite.Open(ctx, c.Case.StorePath(), sqlite.Config{}); err != nil {
		return rig, err
	}
	rig.close = append(rig.close, rig.Store.Close)
	ledger, err := consent.OpenLedger(c.Case.LedgerPath())
	if err != nil {
		return rig, err
	}
	rig.close = append(rig.close, ledger.Close)
	if err := ledger.Verify(noted...); err != nil {
		return rig, err
	}
	checker, err := consent.NewChecker(consent.Config{Path: c.Case.HouseholdPath(), Ledger: ledger, Now: c.Now})
	if err != nil {
		return rig, err
	}
	root, err := os.OpenRoot(c.Case.Dir)
	if err != nil {
		return rig, fmt.Errorf("open case: %w", err)
	}
	rig.close = append(rig.close, root.Close)
	var guard *scanner.Guard
	if !c.Offline {
		if guard, err = scanner.OpenGuard(scanner.GuardConfig{
			UserAgent: "lampan/" + c.Version, Contact: c.Settings.Contact, PrivateAddresses: c.Private,
			MaxBytes: c.Settings.MaxBytes, Timeout: c.Settings.Timeout, Gap: c.Settings.Gap, Now: c.Now, Logger: c.Logger,
		}); err != nil {
			return rig, err
		}
		rig.close = append(rig.close, func() error { guard.Close(); return nil })
	}
	var look source.Looker
	if c.Look.Path != "" {
		c.Look.At = c.At
		looker := scanner.OpenLooker(c.Look)
		rig.close = append(rig.close, looker.Close)
		look = looker
	}
	sources := make([]source.Source, 0, len(c.Case.Household.Sources))
	for _, s := range c.Case.Household.Sources {
		src, err := newSource(s, guard, look, root, rig, c)
		if err != nil {
			return rig, err
		}
		sources = append(sources, src)
	}
	rig.Engine = scanner.New(scanner.Config{
		Household: c.Case.Household, Pack: rig.Pack, Places: rig.Places, Todo: said, Checker: checker, Ledger: ledger, Sources: sources, Key: key,
		At: c.At, Now: c.Now, Tool: c.Version, Lang: c.Lang, Offline: c.Offline, Progress: c.Progress, Logger: c.Logger,
	})
	return rig, nil
}

// newSource picks the reader of a source: the one list of them.
func newSource(s household.Source, get source.Getter, look source.Looker, root *os.Root, rig *Rig, c Config) (source.Source, error) {
	if s.MaxPages == 0 {
		s.MaxPages = c.Settings.MaxPages
	}
	zone := c.Case.Household.Zone
	switch s.Kind {
	case exposure.Page:
		return page.New(page.Config{Source: s, Get: get, Look: look, Now: c.Now, Zone: zone}), nil
	case exposure.Feed:
		return feed.New(feed.Config{Source: s, Get: get, Now: c.Now, Zone: zone}), nil
	case exposure.Posts:
		return posts.New(posts.Config{Source: s, Root: root, Now: c.Now, Zone: zone}), nil
	case exposure.Photos:
		return photo.New(photo.Config{Source: s, Root: root, Look: look, Now: c.Now, Zone: zone}), nil
	case exposure.Register:
		return register.New(register.Config{Source: s, Get: get, Root: root, Now: c.Now}), nil
	case exposure.Interview:
		return interview.New(interview.Config{Source: s, Root: root, Now: c.Now, Zone: zone, Questions: rig.Pack.Questions, At: c.At}), nil
	case exposure.Passwords:
		return passwords.New(passwords.Config{Source: s, Root: root, Now: c.Now, Case: c.Case.Household.Case, At: c.At}), nil
	case exposure.Lookup:
		return lookup.New(lookup.Config{
			Source: s, Root: root, Now: c.Now, Zone: zone, Household: c.Case.Household, Places: rig.Places, At: c.At,
		}), nil
	}
	return nil, fmt.Errorf("source %q: kind %q has no reader", s.ID, s.Kind)
}

// Agreement is what stands for one source now.
type Agreement struct {
	Source  household.Source
	Consent string           // the consent that covers it; "" when none does
	Refusal *consent.Refusal // why none does; nil when one does
	Missing bool             // a file that is not in the case yet
}

// Shows tells what of the stored audits may be shown now.
func Shows(c *scanner.Case, now func() time.Time) (scanner.Shows, error) {
	ledger, err := consent.ReadLedger(c.LedgerPath())
	if err != nil {
		return nil, err
	}
	checker, err := consent.NewChecker(consent.Config{Path: c.HouseholdPath(), Ledger: ledger, Now: now})
	if err != nil {
		return nil, err
	}
	type question struct {
		source   exposure.SourceID
		detector string
	}
	asked := map[question]bool{} // an audit asks the same for every finding
	return func(source exposure.SourceID, detector string) bool {
		q := question{source, detector}
		if _, ok := asked[q]; !ok {
			asked[q] = checker.Shows(source, detector)
		}
		return asked[q]
	}, nil
}

// Kept tells what is kept from whoever reads: what other members have chosen not to
// show. An empty ID asks for what all of the household read.
func Kept(c *scanner.Case) (func(reads exposure.SubjectID) scanner.Withheld, error) {
	list, err := withhold.Load(filepath.Join(c.Dir, household.StateDir))
	if err != nil {
		return nil, err
	}
	return func(reads exposure.SubjectID) scanner.Withheld {
		return scanner.Withheld{
			Source: func(id exposure.SourceID) bool {
				s, ok := c.Household.Source(id)
				return ok && s.Subject != reads && c.Household.Private(id)
			},
			Piece: func(f *exposure.Finding, e *exposure.Evidence) bool { return list.Piece(reads, f, e) },
		}
	}, nil
}

// Withhold keeps findings of a member from the others, and shows others of them again.
func Withhold(c *scanner.Case, who exposure.SubjectID, hide, show []exposure.FindingID) error {
	if err := c.Prepare(); err != nil {
		return err
	}
	return withhold.Change(filepath.Join(c.Dir, household.StateDir), who, hide, show)
}

// Standing says for each source whether an audit would read it now, and if not,
// why. It asks what an audit asks, reads no source and writes nothing. The error
// is the ledger's or household.yaml's.
func Standing(c *scanner.Case, now func() time.Time) ([]Agreement, error) {
	ledger, err := consent.ReadLedger(c.LedgerPath())
	if err != nil {
		return nil, err
	}
	checker, err := consent.NewChecker(consent.Config{Path: c.HouseholdPath(), Ledger: ledger, Now: now})
	if err != nil {
		return nil, err
	}
	out := make([]Agreement, 0, len(c.Household.Sources))
	for _, s := range c.Household.Sources {
		a := Agreement{Source: s}
		a.Consent, a.Refusal = checker.Preview(s.ID, household.ExposureReview)
		if !s.Remote() {
			_, err := os.Stat(filepath.Join(c.Dir, filepath.FromSlash(s.At)))
			a.Missing = errors.Is(err, os.ErrNotExist)
		}
		out = append(out, a)
	}
	return out, nil
}

// History says what was read in a case, source by source, as its ledger has
// it. The ledger is held against what the stored audits noted of it: the error
// wraps consent.ErrTampered when it was changed or cut, and what it still says
// comes back with the error, when it can be read at all.
func History(ctx context.Context, c *scanner.Case) (uses []consent.Use, err error) {
	noted, err := heads(ctx, c)
	if err != nil {
		return nil, err
	}
	if err := present(c, noted); err != nil {
		return nil, err
	}
	if _, err := os.Stat(c.LedgerPath()); errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	ledger, err := consent.OpenLedger(c.LedgerPath())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, ledger.Close()) }()
	if uses, err = consent.History(ledger, c.Household); err != nil {
		return nil, err
	}
	return uses, ledger.Verify(noted...)
}

// Shielded reports, with nil, that a case keeps nothing from before somebody in it
// had protected personal data. The error is scanner.ErrToldBefore, the store's or the
// ledger's.
func Shielded(ctx context.Context, c *scanner.Case) (err error) {
	if !c.Household.Protected() {
		return nil
	}
	ledger, err := consent.ReadLedger(c.LedgerPath())
	if err != nil {
		return err
	}
	if ledger.Located() {
		return scanner.ErrToldBefore
	}
	store, err := OpenHistory(ctx, c)
	if errors.Is(err, audit.ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	list, err := store.List(ctx)
	if err != nil {
		return err
	}
	for _, s := range list {
		a, err := store.Audit(ctx, s.Number)
		if err != nil {
			return err
		}
		if !a.Protected {
			return scanner.ErrToldBefore
		}
	}
	return nil
}

// present reports a ledger that is gone although audits were stored with it.
func present(c *scanner.Case, noted []string) error {
	if _, err := os.Stat(c.LedgerPath()); errors.Is(err, os.ErrNotExist) && len(noted) > 0 {
		return fmt.Errorf("%w: it is missing", consent.ErrTampered)
	}
	return nil
}

// heads lists what the stored audits noted of the ledger, in their order.
func heads(ctx context.Context, c *scanner.Case) (out []string, err error) {
	store, err := OpenHistory(ctx, c)
	if errors.Is(err, audit.ErrNone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	list, err := store.List(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range list {
		a, err := store.Audit(ctx, s.Number)
		if err != nil {
			return nil, err
		}
		out = append(out, a.LedgerHead)
	}
	return out, nil
}

// Agree writes a consent into household.yaml and returns its ID; see
// consent.Checker.Add.
func Agree(c *scanner.Case, k household.Consent, now func() time.Time) (id string, err error) {
	err = withChecker(c, now, func(checker *consent.Checker) error {
		id, err = checker.Add(k)
		return err
	})
	return id, err
}

// Withdraw takes a consent back in the case in dir, in household.yaml and in the
// ledger; its errors are consent.Withdraw's. The case need not be right: a ledger
// that cannot be opened does not keep the mark from being made.
func Withdraw(dir, id string, now func() time.Time) (unmarked, err error) {
	c := &scanner.Case{Dir: dir}
	if err := c.Prepare(); err != nil {
		return err, err
	}
	ledger, damage := consent.OpenLedger(c.LedgerPath())
	unmarked, err = consent.Withdraw(consent.Config{Path: c.HouseholdPath(), Ledger: ledger, Now: now}, id)
	if damage == nil {
		damage = ledger.Close()
	}
	return unmarked, errors.Join(err, damage)
}

func withChecker(c *scanner.Case, now func() time.Time, do func(*consent.Checker) error) error {
	if err := c.Prepare(); err != nil {
		return err
	}
	ledger, err := consent.OpenLedger(c.LedgerPath())
	if err != nil {
		return err
	}
	checker, err := consent.NewChecker(consent.Config{Path: c.HouseholdPath(), Ledger: ledger, Now: now})
	if err == nil {
		err = do(checker)
	}
	return errors.Join(err, ledger.Close())
}
