package consent

import (
	"maps"
	"slices"
	"time"

	"lampan/rules/exposure"
	"lampan/scanner/household"
)

// record is what is known of the consents of a case, beside what household.yaml
// says today: the latest terms of each, by ID.
type record map[string]Terms

// memory keeps a record.
type memory interface {
	// keep asks what is to be noted, given what is known, and notes it. It may
	// ask more than once.
	keep(at time.Time, caseID string, notes func(record) []Terms) error
}

// sketch is a memory for one question; nothing of it is written down.
type sketch record

func (s sketch) keep(_ time.Time, _ string, notes func(record) []Terms) error {
	for _, t := range notes(record(s)) {
		s[t.Consent] = t
	}
	return nil
}

// judge holds one consent against the day, the source, the purpose, what it
// said when it was first used, and every withdrawal. It also returns what is to
// be noted: withdrawals that were made in the file, and the consent's terms at
// its first use or when they have become narrower.
func (r record) judge(h *household.Household, k household.Consent, s household.Source, purpose household.Purpose, at time.Time) ([]Terms, *Refusal) {
	notes := r.withdrawals(h, at)
	if len(notes) > 0 {
		r = maps.Clone(r)
		for _, t := range notes {
			r[t.Consent] = t
		}
	}
	if r.over(k, s.ID) {
		return notes, refuse(CodeRevoked, h, k, s.ID)
	}
	if refusal := Standing(h, k, s.ID, at); refusal != nil {
		return notes, refusal
	}
	t := termsOf(h, k)
	agreed := t
	if old, ok := r[k.ID]; ok {
		if !t.within(old) {
			return notes, refuse(CodeEdited, h, k, s.ID)
		}
		agreed = t.narrow(old)
		if !agreed.same(old) {
			notes = append(notes, agreed)
		}
	} else {
		notes = append(notes, t)
	}
	asked, ok := t.source(s.ID)
	switch {
	case k.Purpose != purpose:
		return notes, refuse(CodePurpose, h, k, s.ID)
	case !ok:
		return notes, refuse(CodeNone, h, k, s.ID)
	}
	was, ok := agreed.source(s.ID)
	switch {
	case !ok:
		return notes, refuse(CodeEdited, h, k, s.ID).because(addedLater)
	case asked.At != was.At:
		return notes, refuse(CodeEdited, h, k, s.ID).because(moved)
	case !asked.within(was):
		return notes, refuse(CodeEdited, h, k, s.ID).because(altered)
	}
	return notes, nil
}

// over reports whether a withdrawal has ended the consent for the source: its
// own, or another's that it was there for, or that it claims to be older than.
func (r record) over(k household.Consent, id exposure.SourceID) bool {
	if r[k.ID].Revoked != "" {
		return true
	}
	granted := k.Granted.Format(time.DateOnly)
	for _, w := range r {
		if w.Revoked == "" || !slices.Contains(w.Ended, k.ID) && granted >= w.Revoked {
			continue
		}
		if _, ok := w.source(id); ok {
			return true
		}
	}
	return false
}

// withdrawals are the marks in the file that are not on record yet. When a mark
// was made is known only by its date, so it ends every consent that is there
// and was given on that day or before, or before the marked one. Any date counts
// at once. A withdrawal that was noted while household.yaml could not be read is
// completed by what the file says of it now.
func (r record) withdrawals(h *household.Household, at time.Time) []Terms {
	var notes []Terms
	for _, k := range h.Consents {
		noted := r[k.ID]
		blind := noted.Revoked != "" && len(noted.Sources) == 0 && len(k.Sources) > 0
		switch {
		case blind:
			t := r.withdraw(h, k, func(granted string) bool { return granted <= noted.Revoked })
			t.Revoked = noted.Revoked
			notes = append(notes, t)
			continue
		case k.Revoked.IsZero(), noted.Revoked != "":
			continue
		}
		last := max(k.Revoked.Format(time.DateOnly), k.Granted.Format(time.DateOnly))
		t := r.withdraw(h, k, func(granted string) bool { return granted <= last })
		t.Revoked = min(last, dayIn(h, at).Format(time.DateOnly))
		notes = append(notes, t)
	}
	return notes
}

// withdraw makes the note of a withdrawal: which sources it is about, and which
// other consents it ends for them, of those that ends picks by the day they were
// given.
func (r record) withdraw(h *household.Household, k household.Consent, ends func(granted string) bool) Terms {
	now := termsOf(h, k)
	t, ok := r[k.ID]
	if !ok {
		t = now
	}
	t.Sources = slices.Clone(t.Sources)
	for _, id := range k.Sources {
		if _, ok := t.source(id); ok {
			continue
		}
		s, ok := now.source(id)
		if !ok {
			s.ID = id // household.yaml says nothing of it that can be read
		}
		t.Sources = append(t.Sources, s)
	}
	ended := map[string]bool{}
	note := func(o Terms) {
		shared := slices.ContainsFunc(o.Sources, func(s SourceTerms) bool { _, ok := t.source(s.ID); return ok })
		if o.Consent != k.ID && shared && ends(o.Granted) {
			ended[o.Consent] = true
		}
	}
	for _, o := range h.Consents {
		note(termsOf(h, o))
	}
	for _, o := range r {
		note(o)
	}
	t.Ended = slices.Sorted(maps.Keys(ended))
	return t
}

// dayIn is the day of at in the household's zone, as days are kept.
func dayIn(h *household.Household, at time.Time) time.Time {
	y, m, d := at.In(h.Zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
