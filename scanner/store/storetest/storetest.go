// Package storetest is the conformance suite that every store of audits
// passes: what is saved comes back equal, numbers run from 1 without gaps, and
// a save that fails leaves nothing behind.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

// Store is what the suite tests; scanner.Store asks for the same.
type Store interface {
	Save(ctx context.Context, a *audit.Audit) (int, error)
	Audit(ctx context.Context, number int) (*audit.Audit, error)
	Latest(ctx context.Context) (*audit.Audit, error)
	List(ctx context.Context) ([]audit.Summary, error)
	Close() error
}

// Run runs the suite. Open opens the store whose data lies in dir, making it
// when it is new; the suite opens one dir several times, also at once.
func Run(t *testing.T, open func(t *testing.T, dir string) Store) {
	t.Helper()
	tests := []struct {
		name string
		test func(t *testing.T, open func() Store)
	}{
		{"an empty store has no audits", testEmpty},
		{"what is saved comes back equal", testRoundTrip},
		{"numbers run from 1 without gaps", testNumbers},
		{"the audit given is not changed", testUnchanged},
		{"a saved audit is there after reopening", testReopen},
		{"saving at once gives every audit its own number", testConcurrent},
		{"two stores on one case share a history", testTwoStores},
		{"a save under an ended context stores nothing", testCancelled},
		{"an audit that cannot be encoded stores nothing", testInvalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			tt.test(t, func() Store {
				s := open(t, dir)
				t.Cleanup(func() { _ = s.Close() })
				return s
			})
		})
	}
}

// Sample returns an audit that uses every part of the record, different for
// each n. The people in it are invented.
func Sample(n int) *audit.Audit {
	stockholm := time.FixedZone("CEST", 2*60*60)
	day := time.Date(2027, 6, 1+n%28, 0, 0, 0, 0, stockholm)
	return &audit.Audit{
		Schema: audit.Schema, Case: "k7f3a9c2", Name: "Familjen Lind",
		At: day, Ran: day.Add(9*time.Hour + 30*time.Minute + 123456789*time.Nanosecond), Tool: "0.1.0",
		Pack: audit.Pack{ID: "core", Version: "1.0.0", Hash: "00ff"}, Lang: exposure.Swedish, Complete: n%5 != 0,
		People: []audit.Person{
			{ID: "anna", Name: "Anna Lind"},
			{ID: "elsa", Name: "Elsa Lind", Minor: true, Age: 12, Guardians: []exposure.SubjectID{"anna"}},
		},
		Coverage: []audit.Coverage{
			{
				Source: "annas-blogg", Subject: "anna", Kind: exposure.Page, At: "https://blogg.example/", Consent: "c-anna-1",
				Outcome: exposure.Unknown, Reason: "robots", Documents: 3,
				Faults: []audit.Fault{{Locator: "https://blogg.example/x", Line: 2, Reason: "robots"}},
			},
			{Source: "bilder", Subject: "elsa", Kind: exposure.Photos, At: "bilder", Outcome: exposure.Clear, Documents: n},
		},
		Outcomes: []audit.RuleOutcome{{Rule: "travel.plan", Outcome: exposure.Exposed}},
		Assessment: assess.Assessment{
			Household: assess.Result{Score: n % 101, High: 80, Band: assess.BandFew, Exact: 31.415926},
		},
		Findings: []exposure.Finding{{
			ID: exposure.FindingID(fmt.Sprintf("f-%d", n)), Rule: "travel.plan", Subject: exposure.Household, Severity: exposure.High,
			Fact: exposure.Fact{Kind: "travel", Key: "travel:ab12"},
			Evidence: []exposure.Evidence{{
				Document: "d1", Source: "annas-blogg", Kind: exposure.Page, Shower: "anna", Locator: "https://blogg.example/",
				Span: exposure.Span{Start: 4, End: 19}, Excerpt: "vi åker <b>fredag</b> ' \" \u0000 📷", Published: day,
				Certainty: exposure.Likely, Visibility: exposure.Open, Timeliness: 1,
			}},
			Values: map[string]exposure.Value{
				"from": exposure.Day(day), "metres": exposure.Number(37.5), "place": exposure.Word("Gotland"),
			},
			Fix: exposure.Fix{Owner: "anna", Minutes: 5, Proof: exposure.Recheck},
		}},
		Controls:    []string{"alarm"},
		Suggestions: []audit.Suggestion{{Subject: "anna", Source: "annas-blogg", Kind: "link", Value: "https://forum.example/"}},
		LedgerHead:  "c0ffee",
	}
}

func testEmpty(t *testing.T, open func() Store) {
	s := open()
	if got, err := s.Latest(t.Context()); !errors.Is(err, audit.ErrNone) {
		t.Errorf("Latest() = %v, %v; want audit.ErrNone", got, err)
	}
	for _, n := range []int{-1, 0, 1} {
		if got, err := s.Audit(t.Context(), n); !errors.Is(err, audit.ErrNone) {
			t.Errorf("Audit(%d) = %v, %v; want audit.ErrNone", n, got, err)
		}
	}
	if got, err := s.List(t.Context()); len(got) != 0 || err != nil {
		t.Errorf("List() = %v, %v; want none", got, err)
	}
}

func testRoundTrip(t *testing.T, open func() Store) {
	s := open()
	save(t, s, Sample(3))
	want := Sample(3)
	want.Number = 1
	got, err := s.Audit(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("Audit(1) (-want +got):\n%s", d)
	}
}

func testNumbers(t *testing.T, open func() Store) {
	s := open()
	var want []audit.Summary
	for i := range 5 {
		a := Sample(i)
		if got := save(t, s, a); got != i+1 {
			t.Errorf("Save() = %d; want %d", got, i+1)
		}
		a.Number = i + 1
		want = append(want, a.Summary())
	}
	got, err := s.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("List() (-want +got):\n%s", d)
	}
	latest, err := s.Latest(t.Context())
	if err != nil || latest.Number != 5 || latest.Findings[0].ID != "f-4" {
		t.Errorf("Latest() = %v, %v; want number 5 with f-4", latest, err)
	}
	save(t, s, Sample(5)) // which was interrupted
	if latest, err := s.Latest(t.Context()); err != nil || latest.Number != 5 {
		t.Errorf("Latest() after one that was interrupted = %v, %v; want number 5", latest, err)
	}
}

func testUnchanged(t *testing.T, open func() Store) {
	s := open()
	a := Sample(1)
	save(t, s, a)
	if d := cmp.Diff(Sample(1), a); d != "" {
		t.Errorf("Save() changed its argument (-before +after):\n%s", d)
	}
}

func testReopen(t *testing.T, open func() Store) {
	s := open()
	save(t, s, Sample(1))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open()
	if got, err := s.Audit(t.Context(), 1); err != nil || got.Findings[0].ID != "f-1" {
		t.Errorf("Audit(1) after reopening = %v, %v; want f-1", got, err)
	}
	if got := save(t, s, Sample(2)); got != 2 {
		t.Errorf("Save() after reopening = %d; want 2", got)
	}
}

func testConcurrent(t *testing.T, open func() Store) {
	const savers, each = 4, 10
	s := open()
	var wg sync.WaitGroup
	for range savers {
		wg.Go(func() {
			for i := range each {
				if _, err := s.Save(t.Context(), Sample(i)); err != nil {
					t.Errorf("Save(): %v", err)
				}
			}
		})
	}
	wg.Wait()
	wantNumbers(t, s, savers*each)
}

func testTwoStores(t *testing.T, open func() Store) {
	one, two := open(), open()
	for i := range 6 {
		s := one
		if i%2 == 1 {
			s = two
		}
		if got := save(t, s, Sample(i)); got != i+1 {
			t.Errorf("Save() = %d; want %d", got, i+1)
		}
	}
	wantNumbers(t, one, 6)
	wantNumbers(t, two, 6)

	const each = 25
	var wg sync.WaitGroup
	for _, s := range []Store{one, two} {
		wg.Go(func() {
			for i := range each {
				if _, err := s.Save(t.Context(), Sample(i)); err != nil {
					t.Errorf("Save() beside another store: %v", err)
				}
			}
		})
	}
	wg.Wait()
	wantNumbers(t, one, 6+2*each)
}

func testCancelled(t *testing.T, open func() Store) {
	s := open()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if n, err := s.Save(ctx, Sample(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("Save() under an ended context = %d, %v; want context.Canceled", n, err)
	}
	wantNumbers(t, s, 0)
	save(t, s, Sample(1)) // and the store still works
}

func testInvalid(t *testing.T, open func() Store) {
	s := open()
	a := Sample(1)
	a.Outcomes[0].Outcome = 0 // invalid: a forgotten outcome
	if n, err := s.Save(t.Context(), a); err == nil {
		t.Errorf("Save() of an invalid audit = %d; want an error", n)
	}
	wantNumbers(t, s, 0)
	if got := save(t, s, Sample(1)); got != 1 {
		t.Errorf("Save() after a failed one = %d; want 1", got)
	}
}

func save(t *testing.T, s Store, a *audit.Audit) int {
	t.Helper()
	n, err := s.Save(t.Context(), a)
	if err != nil {
		t.Fatalf("Save(): %v", err)
	}
	return n
}

// wantNumbers checks that the history is exactly 1 to n.
func wantNumbers(t *testing.T, s Store, n int) {
	t.Helper()
	list, err := s.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got, want []int
	for i, sum := range list {
		got, want = append(got, sum.Number), append(want, i+1)
	}
	if len(got) != n || !slices.Equal(want, got) {
		t.Errorf("List() numbers = %v; want 1 to %d", got, n)
	}
}
