package scanner_test

import (
	"context"
	"fmt"
	"iter"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lampan/rules/exposure"
	"lampan/rules/pack"
	"lampan/rules/places"
	"lampan/scanner"
	"lampan/scanner/audit"
	"lampan/scanner/consent"
	"lampan/scanner/consent/consenttest"
	"lampan/scanner/household"
	"lampan/scanner/source"
	"lampan/scanner/source/lookup"
)

// Rules on what was looked up.
const (
	address  exposure.RuleID = "listing.address"
	schedule exposure.RuleID = "listing.schedule"
)

// lookups is a case in which Anna has agreed to show what she looks up.
type lookups struct {
	*rig
	places *places.Catalogue
	read   func() // called once all of it was read; may be nil
	stop   func() // ends the audit that runs
}

func newLookups(t testing.TB) *lookups {
	t.Helper()
	p, err := core()
	if err != nil {
		t.Fatal(err)
	}
	c, err := pack.Places()
	if err != nil {
		t.Fatal(err)
	}
	annas := household.Source{ID: "annas-uppslag", Subject: "anna", Kind: exposure.Lookup, At: "uppslag/anna.yaml", Visibility: exposure.Open}
	on := consenttest.NewCase(t, today, annas)
	on.Edit("sources:\n", "places:\n  - {id: hem, kind: home, street: Testgatan 3, postal: \"123 45\", town: Storvik}\nsources:\n")
	return &lookups{&rig{on, scanner.Config{
		Pack: p, Places: c, Checker: on.Checker, Ledger: on.Ledger, Key: make([]byte, 32), At: today,
		Now: on.Now, Tool: "test", Lang: exposure.Swedish,
	}}, c, nil, nil}
}

// visit audits the case on a day.
func (l *lookups) visit(t testing.TB, at time.Time) *audit.Audit {
	t.Helper()
	l.SetNow(today.AddDate(0, 0, 30)) // by which all of it was told
	h, err := household.Load(l.Path)
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(l.Dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	l.c.At = at
	l.c.Sources = []source.Source{&hooked{lookup.New(lookup.Config{
		Source: h.Sources[0], Root: root, Now: l.Now, Zone: h.Zone, Household: h, Places: l.places, At: at,
	}), l.read}}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	l.stop = stop
	a, err := l.run(t, ctx)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// hooked calls read once a source was read to its end.
type hooked struct {
	*lookup.Source
	read func()
}

func (h *hooked) Read(ctx context.Context, g consent.Grant) iter.Seq2[exposure.Document, error] {
	return func(yield func(exposure.Document, error) bool) {
		for doc, err := range h.Source.Read(ctx, g) {
			if !yield(doc, err) {
				return
			}
		}
		if h.read != nil {
			h.read()
		}
	}
}

// tell writes the file: the looks, then what was done.
func (l *lookups) tell(t testing.TB, looks, done []string) {
	t.Helper()
	var text strings.Builder
	text.WriteString("schema: 1\nperson: anna\nfits: [phone]\n")
	for _, list := range []struct {
		key   string
		lines []string
	}{{"looks", looks}, {"done", done}} {
		text.WriteString(list.key + ":\n")
		for _, line := range list.lines {
			text.WriteString("  - {" + line + "}\n")
		}
	}
	path := filepath.Join(l.Dir, "uppslag", "anna.yaml")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// round is a look at every place, all of them hidden but for those told of.
func (l *lookups) round(on time.Time, but map[places.ID]string) []string {
	var out []string
	for _, p := range l.places.For(places.HasPhone) {
		seen := "on: " + on.Format(time.DateOnly) + ", seen: hidden"
		if told, ok := but[p.ID]; ok {
			seen = told
		}
		if len(p.Shows) > 0 && seen != "" {
			out = append(out, fmt.Sprintf("place: %s, %s", p.ID, seen))
		}
	}
	return out
}

// places finds how one place stands.
func listing(t testing.TB, a *audit.Audit, id places.ID) audit.Listing {
	t.Helper()
	for _, l := range coverage(t, a, "annas-uppslag").Listings {
		if l.Place == id {
			return l
		}
	}
	t.Fatalf("no listing of %q", id)
	return audit.Listing{}
}

// TestLookupCoverage: what nobody has looked at, could not see, or is to look at
// again is unknown; what was left out by choice does not count.
func TestLookupCoverage(t *testing.T) {
	l := newLookups(t)
	all := len(l.round(today, nil))
	part := func(known int) float64 { return float64(known) / float64(all) }
	skipped := map[places.ID]string{}
	for _, p := range l.places.All() {
		skipped[p.ID] = "on: 2027-06-14, seen: skipped"
	}
	for _, tt := range []struct {
		name    string
		looks   []string
		outcome exposure.Outcome
		reason  source.Reason
		share   float64
		of      audit.RuleOutcome // address
	}{
		{"nobody has looked", nil, exposure.Unknown, source.NotLookedUp, 0, audit.RuleOutcome{Outcome: exposure.Unknown, Reason: "not-looked-up"}},
		{"all hidden", l.round(today, nil), exposure.Clear, "", 1, audit.RuleOutcome{Outcome: exposure.Clear}},
		{
			"one visible", l.round(today, map[places.ID]string{"hitta": "on: 2027-06-14, seen: visible, shows: [address]"}),
			exposure.Clear, "", 1,
			audit.RuleOutcome{Outcome: exposure.Exposed},
		},
		{
			"one not looked at", l.round(today, map[places.ID]string{"hitta": ""}),
			exposure.Unknown, source.NotLookedUp, part(all - 1),
			audit.RuleOutcome{Outcome: exposure.Unknown, Reason: "not-looked-up"},
		},
		{
			"one could not be seen", l.round(today, map[places.ID]string{"hitta": "on: 2027-06-14, seen: unclear"}),
			exposure.Unknown, source.CouldNotSee, part(all - 1),
			audit.RuleOutcome{Outcome: exposure.Unknown, Reason: "could-not-see"},
		},
		{
			"one is due again", l.round(today, map[places.ID]string{"mrkoll": "on: 2027-05-10, seen: hidden"}),
			exposure.Unknown, source.LookAgain, part(all - 1),
			audit.RuleOutcome{Outcome: exposure.Unknown, Reason: "look-again"},
		},
		{
			"one that never shows an address", l.round(today, map[places.ID]string{"tellows": ""}),
			exposure.Unknown, source.NotLookedUp, part(all - 1),
			audit.RuleOutcome{Outcome: exposure.Clear},
		},
		{"one skipped", l.round(today, map[places.ID]string{"hitta": "on: 2027-06-14, seen: skipped"}), exposure.Clear, "", 1, audit.RuleOutcome{Outcome: exposure.Unknown, Reason: "not-looked-up"}},
		{"all skipped", l.round(today, skipped), exposure.Unknown, source.Empty, 0, audit.RuleOutcome{Outcome: exposure.Unknown, Reason: "not-looked-up"}},
		{"a fault", []string{"place: ingenstans, on: 2027-06-14, seen: hidden"}, exposure.Unknown, source.NotLookups, 0, audit.RuleOutcome{Outcome: exposure.Unknown, Reason: "not-lookups"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l.tell(t, tt.looks, nil)
			a := l.visit(t, today)
			c := coverage(t, a, "annas-uppslag")
			if c.Outcome != tt.outcome || c.Reason != string(tt.reason) || math.Abs(c.Share()-tt.share) > 1e-9 {
				t.Errorf("%v, %q, share %v; want %v, %q, %v", c.Outcome, c.Reason, c.Share(), tt.outcome, tt.reason, tt.share)
			}
			if want := all; tt.reason != source.NotLookups && len(c.Listings) != want {
				t.Errorf("%d listings; want %d", len(c.Listings), want)
			}
			tt.of.Rule = address
			if diff := cmp.Diff(tt.of, outcome(t, a, address)); diff != "" {
				t.Errorf("outcome (-want +got):\n%s", diff)
			}
			// Anna is in no club: no place that she goes through could show when it meets.
			if o := outcome(t, a, schedule); o.Outcome == exposure.Clear || o.Outcome == exposure.Exposed {
				t.Errorf("outcome of the schedule is %v; nobody looked for one", o.Outcome)
			}
		})
	}
}

// TestThreeVisits follows one place from the first look until it is back, with what
// the record says each time.
func TestThreeVisits(t *testing.T) {
	l := newLookups(t)
	day := func(n int) string { return "on: " + today.AddDate(0, 0, n).Format(time.DateOnly) }
	first := l.round(today, map[places.ID]string{"hitta": day(0) + ", seen: visible, shows: [address, name]"})
	done := []string{"place: hitta, " + day(1) + ", what: asked", "place: hitta, " + day(5) + ", what: done"}
	hidden, back := "place: hitta, "+day(20)+", seen: hidden", "place: hitta, "+day(25)+", seen: visible, shows: [address]"
	scores := map[string]int{}
	for _, tt := range []struct {
		name        string
		at          int
		looks, done []string
		evidence    []exposure.Evidence // of the address
		outcome     exposure.Outcome
		want        audit.Listing
	}{
		{
			"first", 0, first, nil,
			[]exposure.Evidence{{Place: "hitta", Published: today.Truncate(24 * time.Hour)}},
			exposure.Exposed,
			audit.Listing{Seen: places.Visible, Why: places.Interval, Known: true},
		},
		{
			"asked", 2, first, done,
			[]exposure.Evidence{{Place: "hitta", Progress: exposure.Asked}},
			exposure.Exposed,
			audit.Listing{Seen: places.Visible, Progress: exposure.Asked, Why: places.Verify, Known: true},
		},
		{
			"said done", 6, first, done,
			[]exposure.Evidence{{Place: "hitta", Progress: exposure.SaidDone, Mitigated: 0.5}},
			exposure.Exposed,
			audit.Listing{Seen: places.Visible, Progress: exposure.SaidDone, Why: places.Verify, Known: true},
		},
		{
			"gone", 21, append(slices.Clone(first), hidden), done, nil, exposure.Clear,
			audit.Listing{Seen: places.Hidden, Progress: exposure.Gone, Why: places.Interval, Known: true},
		},
		{
			"back", 26, append(slices.Clone(first), hidden, back), done,
			[]exposure.Evidence{{Place: "hitta", Progress: exposure.CameBack}},
			exposure.Exposed,
			audit.Listing{Seen: places.Visible, Progress: exposure.CameBack, Why: places.Interval, Known: true},
		},
		{
			// Told in the end of the beginning: what came later has not happened yet.
			"first again", 0, append(slices.Clone(first), hidden, back), done,
			[]exposure.Evidence{{Place: "hitta"}},
			exposure.Exposed,
			audit.Listing{Seen: places.Visible, Why: places.Interval, Known: true},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l.tell(t, tt.looks, tt.done)
			a := l.visit(t, today.AddDate(0, 0, tt.at))
			var got []exposure.Evidence
			for _, f := range a.Findings {
				if f.Rule == address {
					got = append(got, f.Evidence...)
				}
			}
			if diff := cmp.Diff(tt.evidence, got, cmpopts.IgnoreFields(exposure.Evidence{},
				"Document", "Source", "Kind", "Shower", "Locator", "Excerpt", "Certainty", "Visibility", "Timeliness", "Published")); diff != "" {
				t.Errorf("evidence (-want +got):\n%s", diff)
			}
			for _, e := range got {
				if e.Locator != "uppslag/anna.yaml#hitta" || e.Visibility != exposure.Members || e.Published.After(l.c.At) || e.Published.IsZero() {
					t.Errorf("evidence at %q, visibility %v, of %v", e.Locator, e.Visibility, e.Published)
				}
			}
			if o := outcome(t, a, address); o.Outcome != tt.outcome {
				t.Errorf("outcome %v; want %v", o.Outcome, tt.outcome)
			}
			tt.want.Place = "hitta"
			if diff := cmp.Diff(tt.want, listing(t, a, "hitta"), cmpopts.IgnoreFields(audit.Listing{}, "Looked", "Shows", "Since", "On", "Next")); diff != "" {
				t.Errorf("listing (-want +got):\n%s", diff)
			}
			scores[tt.name] = a.Assessment.Household.Score
		})
	}
	if s := scores; s["asked"] != s["first"] || s["said done"] >= s["asked"] || s["gone"] >= s["said done"] || s["back"] <= s["gone"] || s["first again"] != s["first"] {
		t.Errorf("scores %v; want them to fall until it is gone, and to rise when it is back", s)
	}
}

// TestLookupFileThatIsGone: without the file nothing is known, whatever it said.
func TestLookupFileThatIsGone(t *testing.T) {
	l := newLookups(t)
	c := coverage(t, l.visit(t, today), "annas-uppslag")
	if c.Outcome != exposure.Unknown || c.Reason != string(source.Missing) || c.Listings != nil || c.Share() != 0 {
		t.Errorf("%v, %q, %v, share %v; want unknown, missing", c.Outcome, c.Reason, c.Listings, c.Share())
	}
}

// TestLookupsAreForgotten: nothing of how the places stand is left when the consent
// ends, before, during or after the audit, or no longer lets it be told.
func TestLookupsAreForgotten(t *testing.T) {
	told := func(t *testing.T) *lookups {
		l := newLookups(t)
		l.tell(t, l.round(today, map[places.ID]string{"hitta": "on: 2027-06-14, seen: visible, shows: [address]"}), nil)
		return l
	}
	whole := func(t *testing.T) (*lookups, *audit.Audit) {
		l := told(t)
		a := l.visit(t, today)
		if len(coverage(t, a, "annas-uppslag").Listings) == 0 || !found(a, address) {
			t.Fatal("there is nothing to forget")
		}
		return l, a
	}
	t.Run("withdrawn while it was read", func(t *testing.T) {
		l := told(t)
		l.read = func() { l.Revoke("annas-uppslag") }
		a := l.visit(t, today)
		noTrace(t, a, "annas-uppslag")
		noTrace(t, a, "hitta")
	})
	t.Run("withdrawn afterwards", func(t *testing.T) {
		l, a := whole(t)
		l.Revoke("annas-uppslag")
		b := l.without(t, a)
		noTrace(t, b, "annas-uppslag")
		noTrace(t, b, "hitta")
	})
	t.Run("stopped while it was read", func(t *testing.T) {
		l := told(t)
		l.read = func() { l.stop() }
		if c := coverage(t, l.visit(t, today), "annas-uppslag"); c.Outcome != exposure.Unknown || c.Listings != nil || c.Share() != 0 {
			t.Errorf("%v, listings = %v, share %v; want unknown, and none", c.Outcome, c.Listings, c.Share())
		}
	})
	t.Run("narrowed before", func(t *testing.T) {
		l := told(t)
		l.narrow("annas-uppslag", "home")
		if c := coverage(t, l.visit(t, today), "annas-uppslag"); c.Listings != nil || c.Share() != 0 {
			t.Errorf("listings = %v, share %v; want none", c.Listings, c.Share())
		}
	})
	t.Run("narrowed afterwards", func(t *testing.T) {
		l, a := whole(t)
		l.narrow("annas-uppslag", "home")
		b := l.without(t, a)
		if c := coverage(t, b, "annas-uppslag"); c.Listings != nil || found(b, address) || c.Share() != 0 {
			t.Errorf("listings = %v, share %v, findings = %v; want none", c.Listings, c.Share(), b.Findings)
		}
		nothing := *a
		nothing.Findings = nil
		if c := coverage(t, l.without(t, &nothing), "annas-uppslag"); c.Listings != nil {
			t.Errorf("listings = %v where nothing showed; want none", c.Listings)
		}
		if len(coverage(t, a, "annas-uppslag").Listings) == 0 {
			t.Error("the audit itself was changed")
		}
	})
}

// TestNoteIsNotKept: what somebody wrote for themselves stays in their file.
func TestNoteIsNotKept(t *testing.T) {
	l := newLookups(t)
	l.tell(t, l.round(today, map[places.ID]string{"hitta": `on: 2027-06-14, seen: visible, shows: [address], note: "hemligord"`}), nil)
	noTrace(t, l.visit(t, today), "hemligord")
	if strings.Contains(fmt.Sprint(l.visit(t, today)), "Testgatan") {
		t.Error("the record holds the street")
	}
}
