package consent

import (
	"slices"
	"time"

	"lampan/rules/exposure"
	"lampan/scanner/household"
)

// Terms are what a person agreed to, as far as a later change could make it
// more than that. The ledger keeps them from the first use on.
type Terms struct {
	Consent   string               `json:"consent"`
	Case      string               `json:"case"`
	Subject   exposure.SubjectID   `json:"subject"`
	Born      int                  `json:"born"`
	GivenBy   []exposure.SubjectID `json:"givenBy"`
	Method    household.Method     `json:"method"`
	Sources   []SourceTerms        `json:"sources"`
	Detectors []string             `json:"detectors"`
	Purpose   household.Purpose    `json:"purpose"`
	Granted   string               `json:"granted"`
	Expires   string               `json:"expires"`
	// Revoked is the day from which a withdrawal counts. Once it is set, it
	// stays.
	Revoked string `json:"revoked,omitempty"`
	// Ended are the other consents that were there when this one was withdrawn;
	// for the sources named here they ended with it.
	Ended  []string `json:"ended,omitempty"`
	Assent bool     `json:"assent"`
}

// SourceTerms are the terms of one source: moving a source to another address
// is not what the person agreed to.
type SourceTerms struct {
	ID      exposure.SourceID   `json:"id"`
	Kind    exposure.SourceKind `json:"kind"`
	At      string              `json:"at"`
	Via     string              `json:"via,omitempty"`
	Section bool                `json:"section,omitempty"`
}

func termsOf(h *household.Household, k household.Consent) Terms {
	t := Terms{
		Consent: k.ID, Case: k.Case, Subject: k.Subject, GivenBy: slices.Sorted(slices.Values(k.GivenBy)),
		Method: k.Method, Detectors: slices.Sorted(slices.Values(k.Detectors)), Purpose: k.Purpose,
		Granted: k.Granted.Format(time.DateOnly), Expires: k.Expires.Format(time.DateOnly), Assent: k.Assent,
	}
	if !k.Revoked.IsZero() {
		t.Revoked = k.Revoked.Format(time.DateOnly)
	}
	if p, ok := h.Person(k.Subject); ok {
		t.Born = p.Born
	}
	for _, id := range slices.Sorted(slices.Values(k.Sources)) {
		if s, ok := h.Source(id); ok {
			t.Sources = append(t.Sources, SourceTerms{ID: id, Kind: s.Kind, At: s.At, Via: s.Via, Section: s.Section})
		}
	}
	return t
}

// source finds the terms of one source.
func (t Terms) source(id exposure.SourceID) (SourceTerms, bool) {
	i := slices.IndexFunc(t.Sources, func(s SourceTerms) bool { return s.ID == id })
	if i < 0 {
		return SourceTerms{}, false
	}
	return t.Sources[i], true
}

// within reports whether s asks for no more than old: it is the same, or a page
// instead of its section.
func (s SourceTerms) within(old SourceTerms) bool {
	return s == old || old.Section && s == SourceTerms{ID: old.ID, Kind: old.Kind, At: old.At}
}

// within reports whether t, its sources aside, asks for no more than old: it
// ends earlier or has fewer detectors, and all else is the same.
func (t Terms) within(old Terms) bool {
	if t.Consent != old.Consent || t.Case != old.Case || t.Subject != old.Subject || t.Born != old.Born ||
		!slices.Equal(t.GivenBy, old.GivenBy) || t.Method != old.Method || t.Purpose != old.Purpose ||
		t.Granted != old.Granted || t.Assent != old.Assent || t.Expires > old.Expires {
		return false
	}
	return slices.Contains(old.Detectors, "all") || !slices.ContainsFunc(t.Detectors, func(d string) bool {
		return !slices.Contains(old.Detectors, d)
	})
}

// narrow is what is agreed when old has become t, which is within it: of old's
// sources those that t still names. One that was changed into something else
// keeps its old terms, so that it counts again when the change is undone; one
// that was added since is not agreed.
func (t Terms) narrow(old Terms) Terms {
	var left []SourceTerms
	for _, o := range old.Sources {
		s, ok := t.source(o.ID)
		switch {
		case !ok:
		case s.within(o):
			left = append(left, s)
		default:
			left = append(left, o)
		}
	}
	t.Sources = left
	return t
}

// same reports whether nothing that is pinned differs.
func (t Terms) same(old Terms) bool {
	return t.within(old) && old.within(t) && slices.Equal(t.Sources, old.Sources)
}
