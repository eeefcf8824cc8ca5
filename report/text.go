package report

import (
	"maps"
	"slices"
	"strings"

	"lampan/report/clean"
	"lampan/rules"
	"lampan/rules/exposure"
)

// text is a rule's text with the finding's values filled in, clean.
func (b *builder) text(f exposure.Finding) rules.Text {
	r, ok := b.pack.Rule(f.Rule)
	if !ok {
		return rules.Text{
			Title: b.c.Text("finding.unknown-title", "rule", clean.Clip(string(f.Rule), maxName)),
			Why:   b.c.Text("finding.unknown-why"),
			Fix:   b.c.Text("finding.unknown-do"),
		}
	}
	t, values := r.Text[b.c.Lang()], f.Values
	if kinds := b.kinds(f); kinds != "" && !values["kind"].IsZero() {
		values = maps.Clone(values)
		values["kind"] = exposure.Word(kinds)
	}
	return rules.Text{
		Title: b.fill(t.Title, values), Detail: b.detail(t.Detail, values), Why: b.fill(t.Why, values), Ask: b.fill(t.Ask, values),
		Child: b.fill(t.Child, values), Fix: b.fill(t.Fix, values),
	}
}

// kinds lists what the accounts of a finding are for, the most important first.
func (b *builder) kinds(f exposure.Finding) string {
	var out []string
	for _, e := range f.Evidence {
		key := "value.kind." + e.Account.Kind
		if e.Certainty == exposure.Refuted || e.Account.Name == "" || !b.c.Has(key) {
			continue
		}
		if word := b.c.Text(key); !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	if len(out) > maxKinds {
		out = append(out[:maxKinds-1], b.c.Text("value.kind-more"))
	}
	return b.c.Join(out)
}

// detail is fill for a sentence that nobody misses: where a value is unknown it
// would be a riddle, so it is left out.
func (b *builder) detail(text string, values map[string]exposure.Value) string {
	if out := b.fill(text, values); !strings.Contains(out, "…") {
		return out
	}
	return ""
}

// fill puts values in the place of {name}. A value that the finding lacks
// leaves "…", so that the sentence stays a sentence.
func (b *builder) fill(text string, values map[string]exposure.Value) string {
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			out.WriteString(text)
			return clean.Line(out.String())
		}
		out.WriteString(before)
		out.WriteString(b.value(name, values[name]))
		text = after
	}
}

// value writes one value. Some have words of their own: {weekday} is "tue", {days}
// is counted, and {direction} may be unknown.
func (b *builder) value(name string, v exposure.Value) string {
	key := "value." + name
	n, number := v.AsNumber()
	if w, ok := v.AsWord(); ok && b.c.Has(key+"."+w) {
		return b.c.Text(key + "." + w)
	}
	if (v.IsZero() || number && n == 0) && b.c.Has(key+".none") {
		return b.c.Text(key + ".none")
	}
	if number && b.c.Has(key+".other") {
		return b.c.Plural(key, int(n))
	}
	if number {
		return b.c.Number(n)
	}
	if t, ok := v.AsDay(); ok {
		return b.c.Date(t)
	}
	if s, ok := v.AsWord(); ok && clean.Line(s) != "" {
		return clean.Clip(s, maxExcerpt)
	}
	return "…"
}
