package consent

import (
	"cmp"
	"slices"
	"time"

	"lampan/rules/exposure"
	"lampan/scanner/household"
)

// OutcomeRead is the outcome of an event in which something was read. Every
// other outcome of an event is why it was not.
const OutcomeRead = "read"

// Use is what was done with one source under one consent.
type Use struct {
	Source  exposure.SourceID
	Subject exposure.SubjectID
	Kind    exposure.SourceKind // "" for a source that household.yaml no longer holds
	At      string              // as household.yaml has it today
	Consent string              // "" when nothing was agreed to, or nothing asked for
	Granted int                 // checks that led to a Grant
	Refused int                 // checks that did not
	Read    int                 // things read, each time counted
	Failed  int                 // things that could not be read, or were refused on the way
	Bytes   int64               // read
	First   time.Time           // of what was read or tried; zero when nothing was
	Last    time.Time
	Items   []Item // ordered by locator
}

// Item is one thing that was read or tried.
type Item struct {
	Locator string
	Times   int
	Last    time.Time
	Outcome string // the latest
}

// History says, for each source, what was read, when, and under which consent.
// The sources come in the household's order, then those it no longer holds by
// ID; a source that was never asked for has one Use without counts. The error
// is the ledger's.
func History(l *Ledger, h *household.Household) ([]Use, error) {
	entries, err := l.Entries()
	if err != nil {
		return nil, err
	}
	type key struct {
		source  exposure.SourceID
		consent string
	}
	uses := map[key]*Use{}
	items := map[key]map[string]*Item{}
	var order []key
	at := func(k key, subject exposure.SubjectID) *Use {
		u, ok := uses[k]
		if !ok {
			u = &Use{Source: k.source, Consent: k.consent, Subject: subject}
			uses[k], items[k] = u, map[string]*Item{}
			order = append(order, k)
		}
		return u
	}
	asked := map[exposure.SourceID]bool{}
	for _, e := range entries {
		if e.Kind != KindCheck && e.Kind != KindRead {
			continue
		}
		k := key{e.Source, e.Consent}
		u := at(k, e.Subject)
		asked[e.Source] = true
		if e.Kind == KindCheck {
			if e.Outcome == OutcomeGranted {
				u.Granted++
			} else {
				u.Refused++
			}
			continue
		}
		if e.Outcome == OutcomeRead {
			u.Read++
			u.Bytes += e.Bytes
		} else {
			u.Failed++
		}
		if u.First.IsZero() {
			u.First = e.Time
		}
		u.Last = e.Time
		i, ok := items[k][e.LocatorHash]
		if !ok {
			i = &Item{Locator: e.Locator}
			items[k][e.LocatorHash] = i
		}
		i.Times++
		i.Last, i.Outcome = e.Time, e.Outcome
	}
	place := map[exposure.SourceID]int{}
	for n, s := range h.Sources {
		place[s.ID] = n
		if !asked[s.ID] {
			at(key{source: s.ID}, s.Subject)
		}
	}
	out := make([]Use, 0, len(order))
	for _, k := range order {
		u := uses[k]
		if s, ok := h.Source(k.source); ok {
			u.Kind, u.At = s.Kind, s.At
		} else {
			place[k.source] = len(h.Sources)
		}
		for _, i := range items[k] {
			u.Items = append(u.Items, *i)
		}
		slices.SortFunc(u.Items, func(a, b Item) int {
			return cmp.Or(cmp.Compare(a.Locator, b.Locator), a.Last.Compare(b.Last))
		})
		out = append(out, *u)
	}
	slices.SortStableFunc(out, func(a, b Use) int {
		if n := cmp.Compare(place[a.Source], place[b.Source]); n != 0 {
			return n
		}
		return cmp.Compare(a.Source, b.Source)
	})
	return out, nil
}
