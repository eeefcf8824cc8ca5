package scanner

import (
	"slices"

	"lampan/rules/exposure"
	"lampan/scanner/audit"
	"lampan/scanner/household"
)

// maxSuggestions is how many a person is shown: a longer list nobody reads.
const maxSuggestions = 20

// unknownTo keeps what the household has not declared itself, each address once
// a person and at most maxSuggestions a person, in the order given.
func unknownTo(h *household.Household, all []audit.Suggestion) []audit.Suggestion {
	type key struct {
		subject exposure.SubjectID
		value   string
	}
	seen, shown := map[key]bool{}, map[exposure.SubjectID]int{}
	var out []audit.Suggestion
	for _, s := range all {
		k := key{s.Subject, s.Value}
		declared := slices.ContainsFunc(h.Sources, func(src household.Source) bool { return src.Covers(s.Value) })
		if declared || seen[k] || shown[s.Subject] == maxSuggestions {
			continue
		}
		seen[k] = true
		shown[s.Subject]++
		out = append(out, s)
	}
	return out
}
