package consent

import (
	"slices"

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
	Revoked   string               `json:"revoked,omitempty"`
	Assent    bool                 `json:"assent"`
}

// SourceTerms are the terms of one source: moving a source to another address
// is not what the person agreed to.
type SourceTerms struct {
	ID      exposure.SourceID   `json:"id"`
	Kind    exposure.SourceKind `json:"kind"`
	At      string              `json:"at"`
	Section bool                `json:"section,omitempty"`
}

func termsOf(h *household.Household, k household.Consent) Terms {
	const day = "2006-01-02"
	t := Terms{
		Consent: k.ID, Case: k.Case, Subject: k.Subject, GivenBy: slices.Sorted(slices.Values(k.GivenBy)),
		Method: k.Method, Detectors: slices.Sorted(slices.Values(k.Detectors)), Purpose: k.Purpose,
		Granted: k.Granted.Format(day), Expires: k.Expires.Format(day), Assent: k.Assent,
	}
	if !k.Revoked.IsZero() {
		t.Revoked = k.Revoked.Format(day)
	}
	if p, ok := h.Person(k.Subject); ok {
		t.Born = p.Born
	}
	for _, id := range slices.Sorted(slices.Values(k.Sources)) {
		if s, ok := h.Source(id); ok {
			t.Sources = append(t.Sources, SourceTerms{ID: id, Kind: s.Kind, At: s.At, Section: s.Section})
		}
	}
	return t
}

// within reports whether t asks for no more than old: withdrawn, ending
// earlier, or with fewer sources or detectors; all else must be the same.
func (t Terms) within(old Terms) bool {
	if t.Consent != old.Consent || t.Case != old.Case || t.Subject != old.Subject || t.Born != old.Born ||
		!slices.Equal(t.GivenBy, old.GivenBy) || t.Method != old.Method || t.Purpose != old.Purpose ||
		t.Granted != old.Granted || t.Assent != old.Assent {
		return false
	}
	if t.Expires > old.Expires || old.Revoked != "" && t.Revoked == "" {
		return false
	}
	if !slices.Contains(old.Detectors, "all") {
		for _, d := range t.Detectors {
			if !slices.Contains(old.Detectors, d) {
				return false
			}
		}
	}
	for _, s := range t.Sources {
		if !slices.ContainsFunc(old.Sources, func(o SourceTerms) bool {
			return s == o || o.Section && s == SourceTerms{ID: o.ID, Kind: o.Kind, At: o.At}
		}) {
			return false
		}
	}
	return true
}

// same reports whether nothing that is pinned differs.
func (t Terms) same(old Terms) bool {
	return t.within(old) && old.within(t) && t.Revoked == old.Revoked
}
