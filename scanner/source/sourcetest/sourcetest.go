// Package sourcetest is the suite that every source passes: it reads nothing
// that was not agreed to, stops when told, gives the same documents each time,
// and says so when it could not read.
package sourcetest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/scanner/consent"
	"lampan/scanner/consent/consenttest"
	"lampan/scanner/household"
	"lampan/scanner/source"
)

// Now is the time at which the suite runs.
func Now() time.Time { return time.Date(2027, 5, 1, 12, 0, 0, 0, time.UTC) }

// Case describes one source to the suite.
type Case struct {
	Source household.Source
	Files  map[string][]byte // what the case folder holds
	Pages  map[string]Page   // what the web holds, by address
	New    func(Env) source.Source

	Documents int             // how many documents a whole reading yields; at least 1
	Faults    []source.Reason // the faults of a whole reading, in order

	// Broken, when set, replaces every file and page; reading it must yield a
	// fault and no document.
	Broken []byte
	// Limited, when set, makes the source with limits too small for what is
	// there; reading it must yield a fault with reason Limit or TooLarge.
	Limited func(Env) source.Source
}

// Env is what a source is made with.
type Env struct {
	Source household.Source
	Root   *os.Root
	Get    source.Getter
	Now    func() time.Time
}

// Bench is one household with what it may read, for tests of one source.
type Bench struct {
	Env
	Case *consenttest.Case
	Site *Site
}

// NewBench writes the household of a source, its files and its pages.
func NewBench(t testing.TB, src household.Source, files map[string][]byte, pages map[string]Page) *Bench {
	t.Helper()
	other := household.Source{ID: "annan-kalla", Subject: "erik", Kind: exposure.Posts, At: "annan/kalla.txt", Visibility: exposure.Private}
	h := consenttest.NewCase(t, Now(), src, other)
	for name, data := range files {
		p := filepath.Join(h.Dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(h.Dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	site := &Site{Pages: pages, Now: Now}
	return &Bench{Env: Env{Source: src, Root: root, Get: site, Now: Now}, Case: h, Site: site}
}

// Grant is the grant for the bench's source.
func (b *Bench) Grant() consent.Grant { return b.Case.Grant(b.Source.ID) }

// Reads counts what the ledger says was read.
func (b *Bench) Reads(t testing.TB) int {
	t.Helper()
	entries, err := b.Case.Ledger.Entries()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range entries {
		if e.Kind == consent.KindRead && e.Outcome == "read" {
			n++
		}
	}
	return n
}

// Result is what one reading gave.
type Result struct {
	Documents []exposure.Document
	Faults    []error
}

// Collect reads a source to its end.
func Collect(ctx context.Context, s source.Source, g consent.Grant) Result {
	var r Result
	for doc, err := range s.Read(ctx, g) {
		if err != nil {
			r.Faults = append(r.Faults, err)
			continue
		}
		r.Documents = append(r.Documents, doc)
	}
	return r
}

// Reasons are the reasons of the faults, in order.
func (r Result) Reasons() []source.Reason {
	var list []source.Reason
	for _, err := range r.Faults {
		list = append(list, source.ReasonOf(err))
	}
	return list
}

// Locators are those of the documents, in order.
func (r Result) Locators() []string {
	var list []string
	for _, d := range r.Documents {
		list = append(list, d.Locator)
	}
	return list
}

// Run holds a source against the suite.
func Run(t *testing.T, c Case) {
	t.Helper()
	if c.Documents < 1 {
		t.Fatal("the case must have a document")
	}
	bench := func(t *testing.T) *Bench { t.Helper(); return NewBench(t, c.Source, c.Files, c.Pages) }

	t.Run("says what it is", func(t *testing.T) {
		want := source.Info{ID: c.Source.ID, Subject: c.Source.Subject, Kind: c.Source.Kind, At: c.Source.At, Network: c.Source.Remote()}
		if diff := cmp.Diff(want, c.New(bench(t).Env).Info()); diff != "" {
			t.Errorf("Info (-want +got):\n%s", diff)
		}
	})
	t.Run("reads", func(t *testing.T) {
		b := bench(t)
		r := Collect(t.Context(), c.New(b.Env), b.Grant())
		if len(r.Documents) != c.Documents {
			t.Errorf("%d documents %q; want %d", len(r.Documents), r.Locators(), c.Documents)
		}
		if diff := cmp.Diff(c.Faults, r.Reasons()); diff != "" {
			t.Errorf("faults (-want +got):\n%s\n%v", diff, r.Faults)
		}
		checkDocuments(t, c.Source, r.Documents)
		checkFaults(t, r.Faults)
		if b.Reads(t) == 0 {
			t.Error("the ledger holds no reading")
		}
	})
	t.Run("gives the same each time", func(t *testing.T) {
		b := bench(t)
		s := c.New(b.Env)
		first := Collect(t.Context(), s, b.Grant())
		for _, again := range []source.Source{s, c.New(b.Env)} {
			if diff := cmp.Diff(first.Documents, Collect(t.Context(), again, b.Grant()).Documents); diff != "" {
				t.Errorf("second reading (-first +second):\n%s", diff)
			}
		}
	})
	t.Run("reads nothing without a grant", func(t *testing.T) {
		b := bench(t)
		refused(t, b, c.New(b.Env), consent.Grant{})
	})
	t.Run("reads nothing with the grant of another source", func(t *testing.T) {
		b := bench(t)
		refused(t, b, c.New(b.Env), b.Case.Grant("annan-kalla"))
	})
	t.Run("reads nothing after the consent was withdrawn", func(t *testing.T) {
		b := bench(t)
		g := b.Grant()
		b.Case.Revoke(c.Source.ID)
		refused(t, b, c.New(b.Env), g)
	})
	t.Run("reads nothing when the consent has ended", func(t *testing.T) {
		b := bench(t)
		g := b.Grant()
		b.Env.Now = func() time.Time { return Now().AddDate(2, 0, 0) }
		refused(t, b, c.New(b.Env), g)
	})
	t.Run("stops reading when the consent is withdrawn midway", func(t *testing.T) {
		b := bench(t)
		g := b.Grant()
		withdrawn, reads, refusals := false, 0, 0
		for _, err := range c.New(b.Env).Read(t.Context(), g) {
			if !withdrawn {
				withdrawn = true
				b.Case.Revoke(c.Source.ID)
				reads = b.Reads(t)
				continue
			}
			if errors.Is(err, consent.ErrNotGranted) {
				refusals++
			} else if err != nil && len(c.Faults) == 0 {
				t.Errorf("error after the withdrawal: %v; want ErrNotGranted", err)
			}
		}
		if refusals > 1 {
			t.Errorf("%d refusals after the withdrawal; want at most one, and the end", refusals)
		}
		if !withdrawn {
			t.Fatal("nothing was read to begin with")
		}
		if got := b.Reads(t); got != reads {
			t.Errorf("%d reads after the withdrawal; want none", got-reads)
		}
	})
	t.Run("reads nothing when stopped before", func(t *testing.T) {
		b := bench(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		r := Collect(ctx, c.New(b.Env), b.Grant())
		if len(r.Documents) != 0 || len(r.Faults) != 1 || source.ReasonOf(r.Faults[0]) != source.Interrupted {
			t.Errorf("documents %q, faults %v; want one fault: interrupted", r.Locators(), r.Faults)
		}
		if n := b.Reads(t); n != 0 {
			t.Errorf("%d reads; want none", n)
		}
	})
	t.Run("stops at once when stopped midway", func(t *testing.T) {
		b := bench(t)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		yields, reads := 0, 0
		for _, err := range c.New(b.Env).Read(ctx, b.Grant()) {
			yields++
			switch yields {
			case 1:
				cancel()
				reads = b.Reads(t)
			case 2:
				if source.ReasonOf(err) != source.Interrupted && len(c.Faults) == 0 {
					t.Errorf("after the stop: %v; want interrupted", err)
				}
			}
		}
		if got := b.Reads(t); got != reads {
			t.Errorf("%d reads after the stop; want none", got-reads)
		}
		if yields > 2+len(c.Faults) {
			t.Errorf("%d more after the stop; want at most one", yields-1)
		}
	})
	t.Run("lets the reader leave", func(t *testing.T) {
		b := bench(t)
		for range c.New(b.Env).Read(t.Context(), b.Grant()) {
			break // a source that goes on panics here
		}
	})
	t.Run("leaves no goroutine behind", func(t *testing.T) {
		b := bench(t)
		before := runtime.NumGoroutine()
		for range 20 {
			Collect(t.Context(), c.New(b.Env), b.Grant())
		}
		for range 100 {
			if runtime.NumGoroutine() <= before {
				return
			}
			runtime.Gosched()
			time.Sleep(time.Millisecond)
		}
		t.Errorf("%d goroutines after; %d before", runtime.NumGoroutine(), before)
	})
	t.Run("says when there is nothing", func(t *testing.T) {
		b := NewBench(t, c.Source, nil, nil)
		r := Collect(t.Context(), c.New(b.Env), b.Grant())
		if diff := cmp.Diff([]source.Reason{source.Missing}, r.Reasons()); diff != "" || len(r.Documents) != 0 {
			t.Errorf("documents %q, faults (-want +got):\n%s", r.Locators(), diff)
		}
		checkFaults(t, r.Faults)
	})
	if c.Source.Remote() {
		t.Run("says when the web does not answer", func(t *testing.T) {
			b := bench(t)
			b.Site.Down = &source.Error{Reason: source.Unreachable, Locator: c.Source.At}
			r := Collect(t.Context(), c.New(b.Env), b.Grant())
			if diff := cmp.Diff([]source.Reason{source.Unreachable}, r.Reasons()); diff != "" || len(r.Documents) != 0 {
				t.Errorf("documents %q, faults (-want +got):\n%s", r.Locators(), diff)
			}
		})
	}
	if c.Broken != nil {
		t.Run("says when it is broken", func(t *testing.T) {
			files, pages := map[string][]byte{}, map[string]Page{}
			for name := range c.Files {
				files[name] = c.Broken
			}
			for address, p := range c.Pages {
				pages[address] = Page{Type: p.Type, Body: c.Broken}
			}
			b := NewBench(t, c.Source, files, pages)
			r := Collect(t.Context(), c.New(b.Env), b.Grant())
			if len(r.Documents) != 0 || len(r.Faults) == 0 {
				t.Errorf("documents %q, faults %v; want only faults", r.Locators(), r.Faults)
			}
			checkFaults(t, r.Faults)
		})
	}
	if c.Limited != nil {
		t.Run("says when there is too much", func(t *testing.T) {
			b := bench(t)
			r := Collect(t.Context(), c.Limited(b.Env), b.Grant())
			found := false
			for _, reason := range r.Reasons() {
				found = found || reason == source.Limit || reason == source.TooLarge
			}
			if !found || len(r.Documents) >= c.Documents {
				t.Errorf("%d documents, faults %v; want fewer than %d, and a limit", len(r.Documents), r.Faults, c.Documents)
			}
		})
	}
}

// refused reads with a grant that does not cover the source.
func refused(t *testing.T, b *Bench, s source.Source, g consent.Grant) {
	t.Helper()
	r := Collect(t.Context(), s, g)
	if len(r.Documents) != 0 || len(r.Faults) != 1 || !errors.Is(r.Faults[0], consent.ErrNotGranted) {
		t.Errorf("documents %q, faults %v; want one fault that wraps ErrNotGranted", r.Locators(), r.Faults)
	}
	if n := len(b.Site.Log()); n != 0 {
		t.Errorf("the getter was called %d times; want never", n)
	}
	if n := b.Reads(t); n != 0 {
		t.Errorf("%d reads in the ledger; want none", n)
	}
}

func checkDocuments(t *testing.T, src household.Source, docs []exposure.Document) {
	t.Helper()
	seen := map[exposure.DocumentID]bool{}
	for _, d := range docs {
		if len(d.ID) != 64 || seen[d.ID] {
			t.Errorf("%s: ID %q is no hash, or stands twice", d.Locator, d.ID)
		}
		seen[d.ID] = true
		kind := src.Kind
		if d.Photo != nil {
			kind = exposure.Photos
		}
		visibility := src.Visibility
		if d.Listing != nil { // as the place has it, of which the source is a record
			visibility = d.Visibility
		}
		if d.Source != src.ID || d.Kind != kind || d.Subject != src.Subject || d.Visibility != visibility || d.Visibility <= 0 {
			t.Errorf("%s: source %q, kind %q, subject %q, visibility %v; want those of %+v, kind %q", d.Locator, d.Source, d.Kind, d.Subject, d.Visibility, src, kind)
		}
		for _, s := range []string{d.Locator, d.Title, d.Text, d.Lang} {
			if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
				t.Errorf("%s: %q is not clean text", d.Locator, s)
			}
		}
		if at, _, _ := strings.Cut(d.Locator, "#"); !src.Covers(at) {
			t.Errorf("locator %q lies outside %q", d.Locator, src.At)
		}
		n := 0
		for _, set := range []bool{d.Photo != nil, d.Record != nil, d.Answers != nil, d.Account != nil, d.Listing != nil} {
			if set {
				n++
			}
		}
		if n > 1 {
			t.Errorf("%s: more than one of Photo, Record, Answers, Account and Listing", d.Locator)
		}
	}
}

func checkFaults(t *testing.T, faults []error) {
	t.Helper()
	for _, err := range faults {
		if e, ok := errors.AsType[*source.Error](err); !ok || e.Reason == "" || e.Locator == "" || !utf8.ValidString(err.Error()) {
			t.Errorf("fault %v is no *source.Error with reason and locator", err)
		}
	}
}
