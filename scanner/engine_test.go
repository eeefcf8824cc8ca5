package scanner_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"lampan/rules/exposure"
	"lampan/rules/pack"
	"lampan/scanner"
	"lampan/scanner/audit"
	"lampan/scanner/consent"
	"lampan/scanner/consent/consenttest"
	"lampan/scanner/household"
	"lampan/scanner/source"
)

// today is the day of every audit here.
var today = time.Date(2027, 6, 14, 12, 0, 0, 0, time.UTC)

// trip is a post that the core rules find something in; quiet is not.
const (
	trip  = "På lördag åker vi till Rom, hela familjen! Hem igen onsdagen efter."
	quiet = "Fint väder i dag."
)

// step is one thing a fake source does: yield a document or an error, or run
// do first.
type step struct {
	text  string
	photo *exposure.Photo
	rec   *exposure.Record
	err   error
	do    func(ctx context.Context)
}

// fake is a source whose steps a test writes. Like every source it asks its
// grant before each document and notes what it read.
type fake struct {
	household.Source
	network     bool
	steps       []step
	suggestions []audit.Suggestion
	opened      *atomic.Int32 // nil, or counts calls of Read
}

var _ source.Source = (*fake)(nil)

func (f *fake) Info() source.Info {
	return source.Info{ID: f.ID, Subject: f.Subject, Kind: f.Kind, At: f.At, Network: f.network}
}

func (f *fake) Suggestions() []audit.Suggestion { return f.suggestions }

func (f *fake) Read(ctx context.Context, g consent.Grant) iter.Seq2[exposure.Document, error] {
	return func(yield func(exposure.Document, error) bool) {
		if f.opened != nil {
			f.opened.Add(1)
		}
		for i, s := range f.steps {
			if s.do != nil {
				s.do(ctx)
			}
			if err := errors.Join(ctx.Err(), g.Covers(f.At, today)); err != nil {
				yield(exposure.Document{}, err)
				return
			}
			if s.err != nil {
				if !yield(exposure.Document{}, s.err) {
					return
				}
				continue
			}
			locator := fmt.Sprintf("%s#%d", f.At, i+1)
			if err := g.Record(consent.Event{Locator: locator, Outcome: consent.OutcomeRead, Bytes: int64(len(s.text))}); err != nil {
				yield(exposure.Document{}, err)
				return
			}
			if s.text == "" && s.photo == nil && s.rec == nil {
				continue
			}
			doc := exposure.Document{
				ID: exposure.DocumentID(locator), Source: f.ID, Subject: f.Subject, Kind: f.Kind,
				Visibility: f.Visibility, Locator: locator, Text: s.text, Photo: s.photo, Record: s.rec, Published: today.AddDate(0, 0, -1),
			}
			if !yield(doc, nil) {
				return
			}
		}
	}
}

// posts is a fake file of posts with the texts.
func posts(id string, texts ...string) *fake {
	f := &fake{Source: household.Source{
		ID: exposure.SourceID(id), Subject: "anna", Kind: exposure.Posts, At: id + ".txt", Visibility: exposure.Open,
	}}
	for _, t := range texts {
		f.steps = append(f.steps, step{text: t})
	}
	return f
}

// core loads the rules that ship with lampan, once: it takes longer than most
// runs here.
var core = sync.OnceValues(pack.Core)

// rig is an engine's surroundings over a case that agreed to all of the
// sources; change may alter the case on disk and the configuration.
type rig struct {
	*consenttest.Case
	c scanner.Config
}

func newRig(t testing.TB, fakes ...*fake) *rig {
	t.Helper()
	var agreed []household.Source
	var sources []source.Source
	for _, f := range fakes {
		agreed, sources = append(agreed, f.Source), append(sources, f)
	}
	p, err := core()
	if err != nil {
		t.Fatal(err)
	}
	c := consenttest.NewCase(t, today, agreed...)
	return &rig{c, scanner.Config{
		Pack: p, Checker: c.Checker, Ledger: c.Ledger, Sources: sources, Key: make([]byte, 32), At: today,
		Now: func() time.Time { return today }, Tool: "test", Lang: exposure.Swedish,
	}}
}

// text is household.yaml as it stands.
func (r *rig) text() string {
	b, err := os.ReadFile(r.Path)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// run runs the engine on the household as it stands on disk now.
func (r *rig) run(t testing.TB, ctx context.Context) (*audit.Audit, error) { //nolint:revive // t comes first, as in every helper of a test
	t.Helper()
	h, err := household.Load(r.Path)
	if err != nil {
		t.Fatal(err)
	}
	r.c.Household = h
	return scanner.New(r.c).Run(ctx)
}

func (r *rig) mustRun(t testing.TB) *audit.Audit {
	t.Helper()
	a, err := r.run(t, t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// coverage finds a source's coverage, without the areas that were agreed to;
// TestDetectorsAreRecorded looks at those.
func coverage(t testing.TB, a *audit.Audit, id exposure.SourceID) audit.Coverage {
	t.Helper()
	for _, c := range a.Coverage {
		if c.Source == id {
			c.Detectors = nil
			return c
		}
	}
	t.Fatalf("no coverage of %q", id)
	return audit.Coverage{}
}

// noTrace fails the test when the record names a source that nobody agreed to
// show.
func noTrace(t testing.TB, a *audit.Audit, id exposure.SourceID) {
	t.Helper()
	text, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), string(id)) {
		t.Errorf("%q is left in the record: %s", id, text)
	}
}

func TestDetectorsAreRecorded(t *testing.T) {
	r := newRig(t, posts("dagbok", trip), posts("inlagg", trip))
	before, block, _ := strings.Cut(r.text(), "  - id: c-dagbok\n")
	block, after, _ := strings.Cut(block, "  - id: ")
	r.Write(before + "  - id: c-dagbok\n" + strings.Replace(block, "[all]", "[home, travel]", 1) + "  - id: " + after)
	got := map[exposure.SourceID]int{}
	for _, c := range r.mustRun(t).Coverage {
		got[c.Source] = len(c.Detectors)
	}
	if all := len(r.c.Pack.Detectors()); got["dagbok"] != 2 || got["inlagg"] != all {
		t.Errorf("areas = %v; want 2 of dagbok and all %d of inlagg", got, all)
	}
}

func outcome(t testing.TB, a *audit.Audit, id exposure.RuleID) audit.RuleOutcome {
	t.Helper()
	for _, o := range a.Outcomes {
		if o.Rule == id {
			return o
		}
	}
	t.Fatalf("no outcome of %q", id)
	return audit.RuleOutcome{}
}

func found(a *audit.Audit, id exposure.RuleID) bool {
	return slices.ContainsFunc(a.Findings, func(f exposure.Finding) bool { return f.Rule == id })
}

// travel is the rule that finds trip; home is one that finds nothing in it.
const (
	travel exposure.RuleID = "travel.dates"
	home   exposure.RuleID = "home.address"
)

func TestSourceThatFailsStopsNoOther(t *testing.T) {
	broken := &source.Error{Reason: source.Unreachable, Locator: "borta.txt"}
	tests := []struct {
		name string
		bad  []step
		want audit.Coverage
	}{
		{
			"as a whole",
			[]step{{err: broken}},
			audit.Coverage{Reason: "unreachable", Faults: []audit.Fault{{Locator: "borta.txt", Reason: "unreachable"}}},
		},
		{
			"with an error of no kind",
			[]step{{err: errors.New("bad")}},
			audit.Coverage{Reason: "unreadable", Faults: []audit.Fault{{Locator: "borta.txt", Reason: "unreadable"}}},
		},
		{
			"half-way, and goes on",
			[]step{{text: quiet}, {err: &source.Error{Reason: source.Malformed, Locator: "borta.txt", Line: 7}}, {text: quiet}},
			audit.Coverage{Reason: "malformed", Documents: 2, Faults: []audit.Fault{{Locator: "borta.txt", Line: 7, Reason: "malformed"}}},
		},
		{
			"by holding nothing", nil,
			audit.Coverage{Reason: "empty"},
		},
		{
			"by breaking",
			[]step{{text: quiet}, {do: func(context.Context) { panic("hostile bytes") }}},
			audit.Coverage{Reason: "malformed", Documents: 1, Faults: []audit.Fault{{Locator: "borta.txt", Reason: "malformed"}}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bad := posts("borta")
			bad.steps = tt.bad
			a := newRig(t, bad, posts("inlagg", trip)).mustRun(t)
			want := tt.want
			want.Source, want.Subject, want.Kind, want.At = "borta", "anna", exposure.Posts, "borta.txt"
			want.Consent, want.Outcome = "c-borta", exposure.Unknown
			if d := cmp.Diff(want, coverage(t, a, "borta")); d != "" {
				t.Errorf("coverage (-want +got):\n%s", d)
			}
			if c := coverage(t, a, "inlagg"); c.Outcome != exposure.Clear || c.Documents != 1 {
				t.Errorf("the other source: %+v; want it read whole", c)
			}
			if !found(a, travel) {
				t.Errorf("%s was not found in the source that could be read", travel)
			}
			if !a.Complete {
				t.Error("the audit says that it was interrupted")
			}
			if o := outcome(t, a, home); o.Outcome != exposure.Unknown || o.Reason != want.Reason {
				t.Errorf("rule over both sources = %+v; want unknown, %s", o, want.Reason)
			}
		})
	}
}

func TestFaultsBeyondTheLimitAreCounted(t *testing.T) {
	f := posts("inlagg", quiet)
	for range audit.MaxFaults + 5 {
		f.steps = append(f.steps, step{err: &source.Error{Reason: source.Malformed, Locator: "inlagg.txt"}})
	}
	c := coverage(t, newRig(t, f).mustRun(t), "inlagg")
	if len(c.Faults) != audit.MaxFaults || c.More != 5 {
		t.Errorf("%d faults and %d more; want %d and 5", len(c.Faults), c.More, audit.MaxFaults)
	}
	if got, want := c.Share(), 1.0/26; got != want {
		t.Errorf("share = %v; want %v", got, want)
	}
}

func TestOffline(t *testing.T) {
	var opened atomic.Int32
	page := &fake{Source: household.Source{ID: "sida", Subject: "anna", Kind: exposure.Page, At: "https://anna.example/"}, network: true, opened: &opened}
	r := newRig(t, page, posts("inlagg", trip))
	r.c.Offline = true
	a := r.mustRun(t)
	if c := coverage(t, a, "sida"); c.Outcome != exposure.Unknown || c.Reason != string(source.Offline) {
		t.Errorf("page = %+v; want unknown, offline", c)
	}
	if opened.Load() != 0 {
		t.Error("the page was read")
	}
	if c := coverage(t, a, "inlagg"); c.Outcome != exposure.Clear {
		t.Errorf("file = %+v; want clear", c)
	}
}

// A source without a consent that stands is not opened, and says no more than
// it must.
func TestWithoutConsent(t *testing.T) {
	tests := []struct {
		name string
		edit func(*rig)
		want exposure.Outcome
		rule exposure.Outcome // of a rule that looks at posts, beside a clear source
	}{
		{"never given", func(r *rig) { r.Edit("    sources: [hemligt]\n", "    sources: [annat]\n") }, exposure.Skipped, exposure.Clear},
		{"withdrawn", func(r *rig) { r.Revoke("hemligt") }, exposure.Skipped, exposure.Clear},
		{"expired", func(r *rig) {
			r.Edit("sources: [hemligt]\n    detectors: [all]\n    purpose: exposure-review\n    granted: 2026-06-14\n    expires: 2028-05-14",
				"sources: [hemligt]\n    detectors: [all]\n    purpose: exposure-review\n    granted: 2026-06-14\n    expires: 2027-06-13")
		}, exposure.Unknown, exposure.Unknown},
		{"expired, for other rules", func(r *rig) {
			r.Edit("sources: [hemligt]\n    detectors: [all]\n    purpose: exposure-review\n    granted: 2026-06-14\n    expires: 2028-05-14",
				"sources: [hemligt]\n    detectors: [photo]\n    purpose: exposure-review\n    granted: 2026-06-14\n    expires: 2027-06-13")
		}, exposure.Unknown, exposure.Clear},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var opened atomic.Int32
			secret, other := posts("hemligt", trip), posts("annat", quiet)
			secret.opened = &opened
			r := newRig(t, secret, other)
			tt.edit(r)
			a := r.mustRun(t)
			if tt.want == exposure.Skipped {
				noTrace(t, a, "hemligt")
			} else if c := coverage(t, a, "hemligt"); c.Outcome != tt.want || c.Reason != string(source.NotGranted) || c.Consent != "" || c.Documents != 0 {
				t.Errorf("coverage = %+v; want %v, not-granted, without a consent", c, tt.want)
			}
			if opened.Load() != 0 || len(a.Findings) != 0 {
				t.Errorf("opened %d times, %d findings; want none", opened.Load(), len(a.Findings))
			}
			if o := outcome(t, a, home); o.Outcome != tt.rule {
				t.Errorf("outcome of %s = %+v; want %v", home, o, tt.rule)
			}
		})
	}
}

func TestConsentThatEndsMidRunLeavesNothing(t *testing.T) {
	tests := []struct {
		name string
		end  func(*rig)
		want exposure.Outcome
	}{
		{"withdrawn", func(r *rig) { r.Revoke("dagbok") }, exposure.Skipped},
		{"removed from household.yaml", func(r *rig) {
			_, block, _ := strings.Cut(r.text(), "  - id: c-dagbok\n")
			block, _, _ = strings.Cut(block, "  - id: ")
			r.Edit("  - id: c-dagbok\n"+block, "")
		}, exposure.Skipped},
		{"exchanged for another source", func(r *rig) { r.Edit("    sources: [dagbok]\n", "    sources: [inlagg]\n") }, exposure.Skipped},
		{"changed", func(r *rig) {
			terms := "sources: [dagbok]\n    detectors: [all]\n    purpose: exposure-review\n    granted: 2026-06-14\n    expires: 2028-05-"
			r.Edit(terms+"14", terms+"15")
		}, exposure.Unknown},
		{"source moved", func(r *rig) { r.Edit("dagbok.txt", "brev.txt") }, exposure.Unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var r *rig
			diary := posts("dagbok", trip, "Ring mig på 070-174 06 05.", quiet)
			diary.suggestions = []audit.Suggestion{{Subject: "anna", Source: "dagbok", Kind: "link", Value: "https://x.example/"}}
			// The consent ends after two documents were read and judged worth
			// keeping.
			diary.steps[2].do = func(context.Context) { tt.end(r) }
			r = newRig(t, diary, posts("inlagg", quiet))
			a := r.mustRun(t)
			want := audit.Coverage{
				Source: "dagbok", Subject: "anna", Kind: exposure.Posts, At: "dagbok.txt",
				Outcome: tt.want, Reason: string(source.NotGranted),
			}
			if tt.want == exposure.Skipped {
				noTrace(t, a, "dagbok")
			} else if d := cmp.Diff(want, coverage(t, a, "dagbok")); d != "" {
				t.Errorf("coverage (-want +got):\n%s", d)
			}
			if len(a.Findings) != 0 || len(a.Suggestions) != 0 {
				t.Errorf("findings %v, suggestions %v; want none", a.Findings, a.Suggestions)
			}
			if c := coverage(t, a, "inlagg"); c.Outcome != exposure.Clear {
				t.Errorf("the other source = %+v; want clear", c)
			}
		})
	}
}

func TestInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	first := posts("a-klar", trip)
	second := posts("b-halv", quiet, quiet, quiet)
	second.steps[1].do = func(context.Context) { <-done; stop() }
	r := newRig(t, first, second, posts("c-kvar", quiet))
	r.c.Progress = func(p scanner.Progress) {
		if p.Source == "a-klar" && p.Done {
			close(done)
		}
	}
	// One after the other, as far as a source can: the third waits for the end
	// of the context.
	r.c.Sources[2].(*fake).steps[0].do = func(ctx context.Context) { <-ctx.Done() }
	a, err := r.run(t, ctx)
	if err != nil {
		t.Fatal(err)
	}
	if a.Complete {
		t.Error("the audit says that it is complete")
	}
	type state struct {
		Outcome   exposure.Outcome
		Reason    string
		Documents int
	}
	got := map[exposure.SourceID]state{}
	for _, c := range a.Coverage {
		got[c.Source] = state{c.Outcome, c.Reason, c.Documents}
	}
	want := map[exposure.SourceID]state{
		"a-klar": {exposure.Clear, "", 1},
		"b-halv": {exposure.Unknown, "interrupted", 1},
		"c-kvar": {exposure.Unknown, "interrupted", 0},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("coverage (-want +got):\n%s", d)
	}
	if !found(a, travel) {
		t.Error("what was finished before the end was not kept")
	}
}

func TestRuleOutcomes(t *testing.T) {
	r := newRig(t, posts("inlagg", trip))
	a := r.mustRun(t)
	for _, tt := range []struct {
		rule exposure.RuleID
		want exposure.Outcome
	}{
		{travel, exposure.Exposed},
		{home, exposure.Clear},
		{"accounts.two-step", exposure.Skipped}, // needs an interview
	} {
		if got := outcome(t, a, tt.rule).Outcome; got != tt.want {
			t.Errorf("%s = %v; want %v", tt.rule, got, tt.want)
		}
	}
	if len(a.Outcomes) != len(r.c.Pack.Rules) {
		t.Errorf("%d outcomes of %d rules", len(a.Outcomes), len(r.c.Pack.Rules))
	}
}

// A rule that found something is exposed even where other sources could not be
// read; one that found nothing is then not called clear.
func TestUnknownIsNeverClear(t *testing.T) {
	bad := posts("borta")
	bad.steps = []step{{err: &source.Error{Reason: source.Missing, Locator: "borta.txt"}}}
	// The order of IDs must not matter: one broken source before and one after.
	late := posts("z-borta")
	late.steps = bad.steps
	for _, broken := range []*fake{bad, late} {
		a := newRig(t, broken, posts("inlagg", trip)).mustRun(t)
		for _, o := range a.Outcomes {
			if o.Outcome == exposure.Clear {
				t.Errorf("%s is clear although %s could not be read", o.Rule, broken.ID)
			}
		}
		if o := outcome(t, a, travel); o.Outcome != exposure.Exposed || o.Reason != "" {
			t.Errorf("%s = %+v; want exposed", travel, o)
		}
	}
}

func TestDetectorsNotAgreedAreNotJudged(t *testing.T) {
	r := newRig(t, posts("inlagg", trip, "Ring mig på 070-174 06 05."))
	all := r.mustRun(t)
	if !found(all, travel) || !found(all, "reg.phone") {
		t.Fatalf("with all detectors: %v; want a trip and a telephone number", all.Findings)
	}
	r = newRig(t, posts("inlagg", trip, "Ring mig på 070-174 06 05."))
	r.Edit("detectors: [all]", "detectors: [registration]")
	a := r.mustRun(t)
	if found(a, travel) || !found(a, "reg.phone") {
		t.Errorf("findings = %v; want the telephone number only", a.Findings)
	}
	if o := outcome(t, a, travel); o.Outcome != exposure.Skipped || o.Reason != string(source.NotGranted) {
		t.Errorf("%s = %+v; want skipped, not-granted", travel, o)
	}
}

func TestOrderOfSourcesDoesNotMatter(t *testing.T) {
	make3 := func() []*fake {
		bad := posts("c", quiet)
		bad.steps = append(bad.steps, step{err: &source.Error{Reason: source.Malformed, Locator: "c.txt", Line: 2}})
		bad.suggestions = []audit.Suggestion{{Subject: "anna", Source: "c", Kind: "link", Value: "https://x.example/"}}
		return []*fake{posts("a", trip, quiet), posts("b", trip, "Ring mig på 070-174 06 05."), bad}
	}
	// The ledger's head follows the order in which sources asked.
	head := cmpopts.IgnoreFields(audit.Audit{}, "LedgerHead")
	var want *audit.Audit
	for _, order := range [][3]int{{0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {2, 0, 1}} {
		fs := make3()
		r := newRig(t, fs...)
		r.c.Sources = []source.Source{fs[order[0]], fs[order[1]], fs[order[2]]}
		got := r.mustRun(t)
		if want == nil {
			want = got
			continue
		}
		if d := cmp.Diff(want, got, head); d != "" {
			t.Errorf("order %v gives another record (-first +this):\n%s", order, d)
		}
	}
}

func TestProgress(t *testing.T) {
	var fs []*fake
	for i := range 12 {
		fs = append(fs, posts(fmt.Sprintf("s%02d", i), quiet, quiet, quiet))
	}
	r := newRig(t, fs...)
	var busy atomic.Bool
	var mu sync.Mutex
	done := map[exposure.SourceID]int{}
	r.c.Progress = func(p scanner.Progress) {
		if !busy.CompareAndSwap(false, true) {
			t.Error("called twice at once")
		}
		defer busy.Store(false)
		mu.Lock()
		defer mu.Unlock()
		if p.Total != 12 || p.Number < 1 || p.Number > 12 {
			t.Errorf("source %d of %d; want 1 to 12 of 12", p.Number, p.Total)
		}
		if p.Done {
			done[p.Source]++
			if p.Documents != 3 {
				t.Errorf("%s done with %d documents; want 3", p.Source, p.Documents)
			}
		}
		time.Sleep(100 * time.Microsecond) // long enough for another to come in
	}
	r.mustRun(t)
	if len(done) != 12 {
		t.Errorf("%d sources were told as done; want 12", len(done))
	}
	for id, n := range done {
		if n != 1 {
			t.Errorf("%s was told as done %d times", id, n)
		}
	}
}

// What cannot be written down must not be read: the run ends, and nothing of
// it passes for an audit.
func TestLedgerThatBreaksEndsTheRun(t *testing.T) {
	tests := []struct {
		name  string
		shrug bool // the source keeps the ledger's error to itself
	}{{"the source says so", false}, {"the source goes on as if nothing was", true}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var r *rig
			f := posts("inlagg", trip, quiet, quiet)
			f.steps[1].do = func(context.Context) {
				if err := os.Remove(filepath.Join(r.Dir, filepath.FromSlash(consent.LedgerName))); err != nil {
					t.Error(err)
				}
			}
			r = newRig(t, f)
			if tt.shrug {
				r.c.Sources[0] = deaf{f}
			}
			a, err := r.run(t, t.Context())
			if err == nil {
				t.Fatalf("no error; the record has %d findings and coverage %+v", len(a.Findings), a.Coverage)
			}
			if r, ok := errors.AsType[*consent.Refusal](err); !errors.Is(err, consent.ErrLedger) && !(ok && r.Code == consent.CodeLedger) {
				t.Errorf("error = %v; want one of the ledger", err)
			}
		})
	}
}

// deaf is a source that drops its errors.
type deaf struct{ *fake }

func (d deaf) Read(ctx context.Context, g consent.Grant) iter.Seq2[exposure.Document, error] {
	return func(yield func(exposure.Document, error) bool) {
		for doc, err := range d.fake.Read(ctx, g) {
			if err == nil && !yield(doc, nil) {
				return
			}
		}
	}
}

// A source that could not be read changes the coverage and nothing else of the
// assessment: it neither helps nor harms.
func TestUnknownSourcesNeverChangeTheScore(t *testing.T) {
	texts := []string{trip, quiet, "Ring mig på 070-174 06 05.", "Vi bor på Björkstigen 12 i Storvik.", "Varje tisdag klockan 18 tränar jag."}
	reasons := []source.Reason{source.Unreachable, source.Missing, source.Malformed, source.Robots, source.TooLarge}
	plains := map[string]*audit.Audit{}
	rapid.Check(t, func(rt *rapid.T) {
		held := rapid.SliceOfN(rapid.SampledFrom(texts), 1, 2).Draw(rt, "texts")
		good, key := posts("inlagg", held...), strings.Join(held, "\n")
		if plains[key] == nil {
			plains[key] = newRig(t, good).mustRun(t)
		}
		plain := plains[key]
		all := []*fake{good}
		for i := range rapid.IntRange(1, 4).Draw(rt, "broken") {
			bad := posts(fmt.Sprintf("%s-borta-%d", rapid.SampledFrom([]string{"a", "z"}).Draw(rt, "name"), i))
			bad.steps = []step{{err: &source.Error{Reason: rapid.SampledFrom(reasons).Draw(rt, "reason"), Locator: bad.At}}}
			all = append(all, bad)
		}
		got := newRig(t, all...).mustRun(t)
		if got.Assessment.Household.Score != plain.Assessment.Household.Score {
			rt.Errorf("score %d with unknown sources; %d without", got.Assessment.Household.Score, plain.Assessment.Household.Score)
		}
		if d := cmp.Diff(plain.Findings, got.Findings); d != "" {
			rt.Errorf("findings (-without +with):\n%s", d)
		}
		if got.Percent() >= plain.Percent() {
			rt.Errorf("coverage %d%% with unknown sources; %d%% without", got.Percent(), plain.Percent())
		}
	})
}

func BenchmarkEngine(b *testing.B) {
	const documents = 1000
	f := posts("inlagg")
	for i := range documents {
		text := strings.Repeat(quiet+" Solen skiner och vi har ätit frukost i lugn och ro. ", 8)
		if i%50 == 0 {
			text += trip
		}
		f.steps = append(f.steps, step{text: text})
	}
	r := newRig(b, f)
	b.ReportAllocs()
	b.SetBytes(int64(documents * len(f.steps[1].text)))
	for b.Loop() {
		r.mustRun(b)
	}
}
