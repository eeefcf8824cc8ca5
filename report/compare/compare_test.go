package compare_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lampan/report/compare"
	"lampan/report/reporttest"
	"lampan/rules"
	"lampan/rules/exposure"
	catalogue "lampan/rules/places"
	"lampan/scanner/audit"
)

// statuses maps every finding of a comparison to its status.
func statuses(c *compare.Comparison) map[exposure.FindingID]compare.Status {
	out := map[exposure.FindingID]compare.Status{}
	for _, ch := range c.Changes {
		out[ch.Finding.ID] = ch.Status
	}
	return out
}

// readAll is the fixture audit with every source read in full.
func readAll() *audit.Audit {
	a := reporttest.Audit()
	for i := range a.Coverage {
		c := &a.Coverage[i]
		c.Outcome, c.Reason, c.Faults = exposure.Clear, "", nil
	}
	return a
}

func without(a *audit.Audit, ids ...exposure.FindingID) *audit.Audit {
	a.Findings = slices.DeleteFunc(a.Findings, func(f exposure.Finding) bool { return slices.Contains(ids, f.ID) })
	return a
}

func unread(a *audit.Audit, id exposure.SourceID) *audit.Audit {
	for i := range a.Coverage {
		if c := &a.Coverage[i]; c.Source == id {
			c.Outcome, c.Reason, c.Listings = exposure.Unknown, "unreachable", nil
		}
	}
	return a
}

// takenDown makes the source's own address answer that there is nothing.
func takenDown(a *audit.Audit, id exposure.SourceID) *audit.Audit { return gone(a, id, "missing") }

func gone(a *audit.Audit, id exposure.SourceID, reason string) *audit.Audit {
	for i := range a.Coverage {
		if c := &a.Coverage[i]; c.Source == id {
			c.Outcome, c.Reason, c.Documents, c.Listings = exposure.Unknown, reason, 0, nil
			c.Faults = []audit.Fault{{Locator: c.At, Reason: reason}}
		}
	}
	return a
}

// narrowed leaves a source that no rule about travel may look at any longer.
func narrowed(a *audit.Audit, id exposure.SourceID) *audit.Audit {
	for i := range a.Coverage {
		if c := &a.Coverage[i]; c.Source == id {
			c.Detectors = slices.DeleteFunc(c.Detectors, func(d string) bool { return d == "travel" })
		}
	}
	return a
}

func dropped(a *audit.Audit, id exposure.SourceID) *audit.Audit {
	a.Coverage = slices.DeleteFunc(a.Coverage, func(c audit.Coverage) bool { return c.Source == id })
	return a
}

func TestAudits(t *testing.T) {
	const trip = "k-trip" // shown by eriks-inlagg
	tests := []struct {
		name          string
		before, after *audit.Audit
		want          compare.Status // of the trip
		falls         bool           // the score, like for like
	}{
		{"taken down", readAll(), without(readAll(), trip), compare.Gone, true},
		{"still there", readAll(), readAll(), compare.Still, false},
		{"put up", without(readAll(), trip), readAll(), compare.New, false},
		{"source closed", readAll(), unread(without(readAll(), trip), "eriks-inlagg"), compare.Unchecked, false},
		{"source taken down", readAll(), takenDown(without(readAll(), trip), "eriks-inlagg"), compare.Gone, true},
		{"domain given up", readAll(), gone(without(readAll(), trip), "eriks-inlagg", "no-domain"), compare.Gone, true},
		{"register that does not answer", readAll(), gone(without(readAll(), trip), "eriks-inlagg", "no-register"), compare.Unchecked, false},
		{"source never there", takenDown(without(readAll(), trip), "eriks-inlagg"), readAll(), compare.Unchecked, false},
		{"area no longer agreed to", readAll(), narrowed(without(readAll(), trip), "eriks-inlagg"), compare.Unchecked, false},
		{"source withdrawn", readAll(), dropped(without(readAll(), trip), "eriks-inlagg"), compare.Unchecked, false},
		{"source could not be read the first time", unread(without(readAll(), trip), "eriks-inlagg"), readAll(), compare.Unchecked, false},
		{"source added", dropped(without(readAll(), trip), "eriks-inlagg"), readAll(), compare.Added, false},
		{"seen both times in a source read in part", unread(readAll(), "eriks-inlagg"), unread(readAll(), "eriks-inlagg"), compare.Still, false},
		{"source moved", readAll(), moved(without(readAll(), trip), "eriks-inlagg"), compare.Unchecked, false},
		{"rule added", unasked(without(readAll(), trip), "travel.plan"), readAll(), compare.Added, false},
		{"rule dropped", readAll(), unasked(without(readAll(), trip), "travel.plan"), compare.Unchecked, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := compare.Audits(tt.before, tt.after, reporttest.Pack())
			if got := statuses(c)[trip]; got != tt.want {
				t.Errorf("status = %q; want %q", got, tt.want)
			}
			if !c.Comparable {
				t.Error("Comparable = false; want true")
			}
			if got := c.AfterScore < c.BeforeScore; got != tt.falls {
				t.Errorf("score %d → %d; falls = %v, want %v", c.BeforeScore, c.AfterScore, got, tt.falls)
			}
			if tt.want != compare.Gone && tt.want != compare.New && c.BeforeScore != c.AfterScore {
				t.Errorf("score %d → %d; want no change", c.BeforeScore, c.AfterScore)
			}
		})
	}
}

// lookedUp is the fixture audit with what Anna looked up as told: "hitta visible", "eniro hidden",
// "merinfo unclear". It finds the address where that is visible, and nothing else.
func lookedUp(t *testing.T, places ...string) *audit.Audit {
	t.Helper()
	a := readAll()
	for i := range a.Coverage {
		c := &a.Coverage[i]
		if c.Kind != exposure.Lookup {
			continue
		}
		c.Listings = nil
		for _, p := range places {
			id, seen, _ := strings.Cut(p, " ")
			l := audit.Listing{Place: catalogue.ID(id), Seen: catalogue.Seen(seen), Known: seen == "visible" || seen == "hidden"}
			if seen == "visible" {
				l.Shows = []catalogue.Detail{catalogue.Address}
			}
			c.Listings = append(c.Listings, l)
		}
	}
	for i := range a.Findings {
		f := &a.Findings[i]
		if f.ID != listed {
			continue
		}
		e := f.Evidence[0]
		f.Evidence = nil
		for _, p := range places {
			if id, shows := strings.CutSuffix(p, " visible"); shows {
				e.Place, e.Progress, e.Mitigated = id, "", 0
				f.Evidence = append(f.Evidence, e)
			}
		}
	}
	a.Findings = slices.DeleteFunc(a.Findings, func(f exposure.Finding) bool { return f.ID != listed || len(f.Evidence) == 0 })
	return a
}

// listed is the finding about the address that Anna's look-ups show.
const listed = "k-listing"

// TestPlaceByPlace: what somebody looked up is compared where they looked both times,
// whatever else they did or did not look at.
func TestPlaceByPlace(t *testing.T) {
	visits := func(places ...string) []string { return places }
	for _, tt := range []struct {
		name          string
		before, after []string // nil for a file that is gone
		want          compare.Status
		source        compare.SourceStatus
		falls, rises  bool
		less          bool
	}{
		{"still visible", visits("hitta visible"), visits("hitta visible"), compare.Still, compare.Both, false, false, false},
		{"gone", visits("hitta visible"), visits("hitta hidden"), compare.Gone, compare.Both, true, false, false},
		{"gone, and more places looked at", visits("hitta visible"), visits("hitta hidden", "eniro hidden", "mrkoll hidden"), compare.Gone, compare.Partly, true, false, false},
		{"came back", visits("hitta hidden"), visits("hitta visible"), compare.New, compare.Both, false, true, false},
		{"gone from one of two", visits("hitta visible", "eniro visible"), visits("hitta hidden", "eniro visible"), compare.Still, compare.Both, false, false, true},
		{"gone from one, and nobody looked at the other", visits("hitta visible", "eniro visible"), visits("hitta hidden"), compare.Unchecked, compare.Partly, true, false, false},
		{"could not see", visits("hitta visible"), visits("hitta unclear"), compare.Unchecked, compare.Partly, false, false, false},
		{"could not see before", visits("hitta unclear"), visits("hitta visible"), compare.Unchecked, compare.Partly, false, false, false},
		{"a place nobody had looked at", visits("hitta hidden"), visits("hitta hidden", "eniro visible"), compare.Added, compare.Partly, false, false, false},
		{"one more place", visits("hitta visible"), visits("hitta visible", "eniro visible"), compare.Still, compare.Partly, false, false, false},
		{"the file is gone", visits("hitta visible"), nil, compare.Unchecked, compare.Partly, false, false, false},
		{"the file is back", nil, visits("hitta visible"), compare.Unchecked, compare.Partly, false, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			made := func(places []string) *audit.Audit {
				if places == nil {
					return takenDown(lookedUp(t), "annas-uppslag")
				}
				return lookedUp(t, places...)
			}
			c := compare.Audits(made(tt.before), made(tt.after), reporttest.Pack())
			for _, s := range c.Sources {
				if s.Coverage.Source == "annas-uppslag" && s.Status != tt.source {
					t.Errorf("source is %q; want %q", s.Status, tt.source)
				}
			}
			for _, ch := range c.Changes {
				if ch.Finding.ID == listed && (ch.Status != tt.want || ch.Less != tt.less) {
					t.Errorf("address is %q, less %v; want %q, %v", ch.Status, ch.Less, tt.want, tt.less)
				}
			}
			if falls, rises := c.AfterScore < c.BeforeScore, c.AfterScore > c.BeforeScore; falls != tt.falls || rises != tt.rises {
				t.Errorf("score %d → %d; falls %v, rises %v", c.BeforeScore, c.AfterScore, tt.falls, tt.rises)
			}
		})
	}
}

// TestLookedUpAlone: with nothing but a look-up, two visits can be compared as soon as
// one place was looked at both times.
func TestLookedUpAlone(t *testing.T) {
	only := func(places ...string) *audit.Audit {
		a := lookedUp(t, places...)
		a.Coverage = slices.DeleteFunc(a.Coverage, func(c audit.Coverage) bool { return c.Kind != exposure.Lookup })
		return a
	}
	if c := compare.Audits(only("hitta visible"), only("hitta hidden", "eniro visible"), reporttest.Pack()); !c.Comparable {
		t.Error("not comparable, with one place in common")
	}
	if c := compare.Audits(only("hitta visible"), only("eniro visible"), reporttest.Pack()); c.Comparable {
		t.Error("comparable, with no place in common")
	}
}

// TestLookedUpByAnother: what one person does not find of themselves says nothing about
// what showed of another, though the source goes by the same name.
func TestLookedUpByAnother(t *testing.T) {
	after := lookedUp(t, "hitta hidden")
	for i := range after.Coverage {
		if after.Coverage[i].Kind == exposure.Lookup {
			after.Coverage[i].Subject = "erik"
		}
	}
	if got := statuses(compare.Audits(lookedUp(t, "hitta visible"), after, reporttest.Pack()))[listed]; got != compare.Unchecked {
		t.Errorf("Anna's address is %q after Erik has looked; want unchecked", got)
	}
}

// TestTheSameHoles: a photo that is broken both times does not keep the other
// photos from being compared; one that broke in between does.
func TestTheSameHoles(t *testing.T) {
	holes := func(a *audit.Audit, reason string, locators ...string) *audit.Audit {
		for i := range a.Coverage {
			if c := &a.Coverage[i]; c.Source == "eriks-bilder" {
				c.Outcome, c.Reason, c.Faults = exposure.Unknown, reason, nil
				for _, l := range locators {
					c.Faults = append(c.Faults, audit.Fault{Locator: l, Reason: reason})
				}
			}
		}
		return a
	}
	const gps = "k-gps" // in bilder/koket.jpg
	tests := []struct {
		name          string
		before, after *audit.Audit
		want          compare.Status
	}{
		{"same broken photo", holes(readAll(), "malformed", "bilder/x.jpg"), holes(without(readAll(), gps), "malformed", "bilder/x.jpg"), compare.Gone},
		{"another broken photo", holes(readAll(), "malformed", "bilder/x.jpg"), holes(without(readAll(), gps), "malformed", "bilder/koket.jpg"), compare.Unchecked},
		{"one more broken photo", holes(readAll(), "malformed", "bilder/x.jpg"), holes(without(readAll(), gps), "malformed", "bilder/x.jpg", "bilder/koket.jpg"), compare.Unchecked},
		{"stopped at the limit both times", holes(readAll(), "limit", "bilder/x.jpg"), holes(without(readAll(), gps), "limit", "bilder/x.jpg"), compare.Unchecked},
		{"the folder itself", holes(readAll(), "missing", "bilder"), holes(without(readAll(), gps), "missing", "bilder"), compare.Unchecked},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := statuses(compare.Audits(tt.before, tt.after, reporttest.Pack()))[gps]; got != tt.want {
				t.Errorf("status = %q; want %q", got, tt.want)
			}
		})
	}
}

func moved(a *audit.Audit, id exposure.SourceID) *audit.Audit {
	for i := range a.Coverage {
		if a.Coverage[i].Source == id {
			a.Coverage[i].At += "/elsewhere"
		}
	}
	return a
}

func unasked(a *audit.Audit, id exposure.RuleID) *audit.Audit {
	a.Outcomes = slices.DeleteFunc(a.Outcomes, func(o audit.RuleOutcome) bool { return o.Rule == id })
	return a
}

// The only picture of a page was taken down: what it said is gone with it. That
// the rule is not to be asked any longer is another matter.
func TestNoPictureLeft(t *testing.T) {
	const gps = "k-gps"
	for reason, want := range map[string]compare.Status{"empty": compare.Gone, "not-granted": compare.Unchecked} {
		after := unasked(without(readAll(), gps), "photo.home")
		after.Outcomes = append(after.Outcomes, audit.RuleOutcome{Rule: "photo.home", Outcome: exposure.Skipped, Reason: reason})
		if got := statuses(compare.Audits(readAll(), after, reporttest.Pack()))[gps]; got != want {
			t.Errorf("%s: status = %q; want %q", reason, got, want)
		}
	}
}

// What pixels tell is neither gone nor new where fewer pictures were looked at one of
// the times, and is where there are fewer pictures.
func TestPixelsNotLookedAt(t *testing.T) {
	const gps = "k-gps"
	pack := reporttest.Pack()
	rule, _ := pack.Rule("photo.home")
	rule.When = rules.When{All: []rules.Condition{{Observe: exposure.PhotoCode}}}
	seen := func(a *audit.Audit, pictures, unseen, uncoded int) *audit.Audit {
		for i := range a.Coverage {
			if c := &a.Coverage[i]; c.Source == "eriks-bilder" {
				c.Pictures, c.Unseen, c.Uncoded = pictures, unseen, uncoded
			}
		}
		return a
	}
	full := func() *audit.Audit { return seen(readAll(), 12, 3, 0) }
	for name, tt := range map[string]struct {
		before, after *audit.Audit
		want          compare.Status
	}{
		"equally":                      {full(), without(full(), gps), compare.Gone},
		"switched off":                 {full(), without(seen(full(), 12, 12, 0), gps), compare.Unchecked},
		"no time to look for codes":    {full(), without(seen(full(), 12, 3, 1), gps), compare.Unchecked},
		"one that nobody could, gone":  {full(), without(seen(full(), 11, 2, 0), gps), compare.Gone},
		"switched off the first time":  {without(seen(full(), 12, 12, 0), gps), full(), compare.Unchecked},
		"one more, and it tells of it": {without(seen(full(), 11, 3, 0), gps), full(), compare.New},
	} {
		c := compare.Audits(tt.before, tt.after, pack)
		if got := statuses(c)[gps]; got != tt.want {
			t.Errorf("%s: status = %q; want %q", name, got, tt.want)
		}
		if tt.want == compare.Unchecked && c.BeforeScore != c.AfterScore {
			t.Errorf("%s: the score goes from %d to %d", name, c.BeforeScore, c.AfterScore)
		}
	}
}

func TestNothingReadBothTimes(t *testing.T) {
	before, after := readAll(), readAll()
	for _, c := range after.Coverage {
		unread(after, c.Source)
	}
	if c := compare.Audits(before, after, reporttest.Pack()); c.Comparable || c.BeforeScore != 0 || c.AfterScore != 0 {
		t.Errorf("comparable %v, score %d → %d; want no score", c.Comparable, c.BeforeScore, c.AfterScore)
	}
}

// A source that could not be read either time was not read "unequally far".
func TestSourceReadNeitherTime(t *testing.T) {
	nothing := func() *audit.Audit {
		a := unread(readAll(), "annas-blogg")
		a.Coverage[0].Documents = 0
		return a
	}
	tests := []struct {
		name          string
		before, after *audit.Audit
		want          compare.SourceStatus
	}{
		{"neither time", nothing(), nothing(), compare.Unread},
		{"only the first time", readAll(), nothing(), compare.Partly},
		{"only the second time", nothing(), readAll(), compare.Partly},
		{"in part the first time", unread(readAll(), "annas-blogg"), nothing(), compare.Partly},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := compare.Audits(tt.before, tt.after, reporttest.Pack())
			if got := c.Sources[0]; got.Coverage.Source != "annas-blogg" || got.Status != tt.want {
				t.Errorf("%s is %q; want %q", got.Coverage.Source, got.Status, tt.want)
			}
		})
	}
}

func TestControlsCountOnlyWhenKnownBothTimes(t *testing.T) {
	// The alarm was told of in the interview. That the second interview was not
	// held says nothing of the alarm, so it must not raise the score.
	before, after := readAll(), unread(readAll(), "annas-svar")
	after.Controls = nil
	c := compare.Audits(before, after, reporttest.Pack())
	if c.BeforeScore != c.AfterScore {
		t.Errorf("score %d → %d; want no change", c.BeforeScore, c.AfterScore)
	}
	after = readAll()
	after.Controls = nil
	if c := compare.Audits(before, after, reporttest.Pack()); c.AfterScore <= c.BeforeScore {
		t.Errorf("score %d → %d; want higher without the alarm", c.BeforeScore, c.AfterScore)
	}
}

func TestRefutedFindingsAreLeftOut(t *testing.T) {
	after := readAll()
	for i := range after.Findings {
		for j := range after.Findings[i].Evidence {
			after.Findings[i].Evidence[j].Certainty = exposure.Refuted
		}
	}
	for id, s := range statuses(compare.Audits(after, after, reporttest.Pack())) {
		t.Errorf("%s is %q; want it left out", id, s)
	}
}

// someAudit is the fixture with findings taken away and sources unread.
func someAudit(t *rapid.T, label string) *audit.Audit {
	a := readAll()
	for _, f := range reporttest.Findings() {
		if rapid.Bool().Draw(t, label+" lacks "+string(f.ID)) {
			without(a, f.ID)
		}
	}
	for _, c := range readAll().Coverage {
		switch rapid.IntRange(0, 4).Draw(t, label+" source "+string(c.Source)) {
		case 0:
			unread(a, c.Source)
		case 1:
			dropped(a, c.Source)
		}
	}
	return a
}

// TestNoChangeMeansNoDifference is invariant I16 of the score.
func TestNoChangeMeansNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := someAudit(t, "audit")
		c := compare.Audits(a, a, reporttest.Pack())
		if c.BeforeScore != c.AfterScore {
			t.Errorf("score %d → %d", c.BeforeScore, c.AfterScore)
		}
		for id, s := range statuses(c) {
			if s != compare.Still {
				t.Errorf("%s is %q", id, s)
			}
		}
	})
}

// TestComparisonIsHonest holds what must be true of any two audits: every
// finding appears once; turning the two around turns new into gone; and a
// source that is not read in full cannot move the score.
func TestComparisonIsHonest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := someAudit(t, "before"), someAudit(t, "after")
		c, back := compare.Audits(a, b, reporttest.Pack()), compare.Audits(b, a, reporttest.Pack())
		ids := map[exposure.FindingID]bool{}
		for _, f := range slices.Concat(a.Findings, b.Findings) {
			ids[f.ID] = true
		}
		if len(c.Changes) != len(ids) {
			t.Errorf("%d changes; want %d", len(c.Changes), len(ids))
		}
		if c.BeforeScore != back.AfterScore || c.AfterScore != back.BeforeScore {
			t.Errorf("score %d → %d one way, %d → %d the other", c.BeforeScore, c.AfterScore, back.BeforeScore, back.AfterScore)
		}
		there, here := statuses(c), statuses(back)
		for id, s := range there {
			switch s {
			case compare.New:
				if here[id] != compare.Gone {
					t.Errorf("%s is new one way and %q the other", id, here[id])
				}
			case compare.Still:
				if here[id] != compare.Still {
					t.Errorf("%s is there both times one way and %q the other", id, here[id])
				}
			}
		}
		closed := readAll().Coverage[rapid.IntRange(0, 5).Draw(t, "closed")].Source
		unread(a, closed)
		unread(b, closed)
		first := compare.Audits(a, b, reporttest.Pack())
		for i := range b.Findings {
			b.Findings[i].Evidence = slices.DeleteFunc(slices.Clone(b.Findings[i].Evidence), func(e exposure.Evidence) bool { return e.Source == closed })
		}
		b.Findings = slices.DeleteFunc(b.Findings, func(f exposure.Finding) bool { return len(f.Evidence) == 0 })
		second := compare.Audits(a, b, reporttest.Pack())
		if first.BeforeScore != second.BeforeScore || first.AfterScore != second.AfterScore {
			t.Errorf("what an unread source held moved the score: %d → %d, then %d → %d",
				first.BeforeScore, first.AfterScore, second.BeforeScore, second.AfterScore)
		}
	})
}

func TestOrderIsFixed(t *testing.T) {
	var first []compare.Change
	for range 20 {
		c := compare.Audits(without(readAll(), "k-trip", "k-phone"), without(readAll(), "k-school"), reporttest.Pack())
		if first == nil {
			first = c.Changes
		}
		if d := cmp.Diff(first, c.Changes); d != "" {
			t.Fatalf("order differs between runs:\n%s", d)
		}
	}
}

// What lampan-pass said is compared like for like: a fault that a new file no
// longer has is gone, one whose file is missing or looked for less is not.
func TestPasswords(t *testing.T) {
	const weak, source = "k-weak", "annas-losenord"
	open := func(a *audit.Audit, checks ...string) *audit.Audit {
		c := &a.Coverage[len(a.Coverage)-1]
		for _, check := range checks {
			c.Outcome, c.Reason = exposure.Unknown, "no-filter"
			c.Faults = append(c.Faults, audit.Fault{Locator: c.At + "#" + check, Reason: "no-filter"})
		}
		return a
	}
	measured := func(checks ...string) *audit.Audit {
		a := readAll()
		a.Coverage = append(a.Coverage, audit.Coverage{
			Source: source, Subject: "anna", Kind: exposure.Passwords, At: "losenord.json", Consent: "c-anna-1", Outcome: exposure.Clear, Documents: 9,
			Detectors: a.Coverage[0].Detectors,
		})
		a.Findings = append(a.Findings, exposure.Finding{
			ID: weak, Rule: "accounts.two-step", Subject: "anna", Severity: exposure.Medium, Fact: exposure.Fact{Kind: "no-2fa", Key: "no-2fa:6"},
			Evidence: []exposure.Evidence{{Document: "d", Source: source, Kind: exposure.Passwords, Shower: "anna", Locator: "losenord.json#00001", Certainty: exposure.Confirmed, Visibility: .6, Timeliness: 1}},
		})
		return open(a, checks...)
	}
	for _, tt := range []struct {
		name          string
		before, after *audit.Audit
		want          compare.Status
	}{
		{"mended", measured(), without(measured(), weak), compare.Gone},
		{"mended, with one thing unchecked both times", measured("leaked"), without(measured("leaked"), weak), compare.Gone},
		{"less was looked for", measured(), without(measured("leaked"), weak), compare.Unchecked},
		{"more was looked for", without(measured("leaked"), weak), measured(), compare.Unchecked},
		{"the file is missing", measured(), takenDown(without(measured(), weak), source), compare.Unchecked},
		{"the same file", measured(), measured(), compare.Still},
	} {
		if got := statuses(compare.Audits(tt.before, tt.after, reporttest.Pack()))[weak]; got != tt.want {
			t.Errorf("%s: status = %q; want %q", tt.name, got, tt.want)
		}
	}
}

// What several share is still there when some of them have a new password, though
// what is left of it has another name: once, and as less than before.
func TestSharedIsFollowed(t *testing.T) {
	share := func(id exposure.FindingID, rule exposure.RuleID, names ...string) *audit.Audit {
		a := readAll()
		f := exposure.Finding{ID: id, Rule: rule, Subject: exposure.Household, Fact: exposure.Fact{Kind: "no-2fa", Key: "no-2fa:" + string(id)}}
		for _, name := range names {
			f.Evidence = append(f.Evidence, exposure.Evidence{
				Document: exposure.DocumentID(name), Source: a.Coverage[0].Source, Kind: exposure.Passwords, Shower: "anna",
				Certainty: exposure.Confirmed, Visibility: .6, Timeliness: 1, Account: exposure.AccountName{Kind: "shop", Name: name},
			})
		}
		a.Findings = append(a.Findings, f)
		return a
	}
	const rule = "accounts.two-step"
	for _, tt := range []struct {
		name  string
		after *audit.Audit
		still bool
		less  bool
	}{
		{"some left", share("k-b", rule, "b.example", "c.example"), true, true},
		{"one more", share("k-b", rule, "a.example", "b.example", "c.example", "d.example"), true, false},
		{"others", share("k-b", rule, "x.example", "y.example"), false, false},
		{"another rule", share("k-b", "accounts.other", "b.example", "c.example"), false, false},
		{"the same name and fewer", share("k-a", rule, "a.example", "b.example"), true, true},
	} {
		c := compare.Audits(share("k-a", rule, "a.example", "b.example", "c.example"), tt.after, reporttest.Pack())
		var got []compare.Change
		for _, ch := range c.Changes {
			if ch.Finding.ID == "k-a" || ch.Finding.ID == "k-b" {
				got = append(got, ch)
			}
		}
		if still := len(got) == 1 && got[0].Status == compare.Still; still != tt.still || still && got[0].Less != tt.less {
			t.Errorf("%s: %+v; want still %v, less %v", tt.name, got, tt.still, tt.less)
		}
	}
}

// A rule that says more or less of the same fact says nothing new, and nothing is
// gone. Rules on one fact that tell of different things do.
func TestMoreOfTheSameFact(t *testing.T) {
	with := func(rule exposure.RuleID) *audit.Audit {
		a := readAll()
		a.Findings = append(a.Findings, exposure.Finding{
			ID: exposure.FindingID("f-" + rule), Rule: rule, Subject: exposure.Household, Fact: exposure.Fact{Kind: "exif-home", Key: "exif-home:1"},
			Evidence: []exposure.Evidence{{
				Document: "d", Source: a.Coverage[0].Source, Kind: exposure.Photos, Shower: "anna",
				Certainty: exposure.Confirmed, Visibility: .6, Timeliness: 1,
			}},
		})
		return a
	}
	for _, tt := range []struct {
		before, after exposure.RuleID
		still         bool
	}{
		{"photo.home", "photo.home-mornings", true},
		{"photo.home-mornings", "photo.home", true},
		{"photo.home", "photo.homes", false},
		{"travel.plan", "travel.now", false},
	} {
		c := compare.Audits(with(tt.before), with(tt.after), reporttest.Pack())
		var got []compare.Status
		for _, ch := range c.Changes {
			if strings.HasPrefix(string(ch.Finding.ID), "f-") {
				got = append(got, ch.Status)
			}
		}
		if still := len(got) == 1 && got[0] == compare.Still; still != tt.still {
			t.Errorf("%s, then %s: %v; want still there %v", tt.before, tt.after, got, tt.still)
		}
	}
}
