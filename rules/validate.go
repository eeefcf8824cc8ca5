package rules

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"lampan/rules/exposure"
)

// Validate checks what the shape of the files cannot show: that names agree
// with each other and with the vocabulary, that texts use only shown values,
// that examples suffice. It joins every fault, each a *Fault. Load makes the
// same checks; this is for a pack that was put together in Go.
func Validate(p *Pack) error {
	if faults := check(p); len(faults) > 0 {
		return joined(faults)
	}
	return nil
}

func check(p *Pack) []*Fault {
	var out []*Fault
	first := map[exposure.RuleID]string{}
	unique := func(id exposure.RuleID, file string, line int) {
		if at, ok := first[id]; ok {
			out = append(out, &Fault{file, line, fmt.Sprintf("id %q is taken", id), "it stands first at " + at})
			return
		}
		first[id] = fmt.Sprintf("%s:%d", file, line)
	}
	if len(p.Rules) == 0 {
		out = append(out, &Fault{File: "rules", Message: "the pack has no rules", Hint: "add a file rules/NAME.yaml"})
	}
	made := map[string]bool{}
	for i := range p.Rules {
		r := &p.Rules[i]
		unique(r.ID, r.File, r.Line)
		out = append(out, checkRule(r)...)
		if _, ok := p.Facts[r.Fact.Kind]; !ok {
			out = append(out, &Fault{r.File, r.Line, fmt.Sprintf("rule %s: fact kind %q is not in pack.yaml", r.ID, r.Fact.Kind), nearest(r.Fact.Kind, exposure.SortedKeys(p.Facts))})
		}
		made[r.Fact.Kind] = true
	}
	for i := range p.Scenarios {
		s := &p.Scenarios[i]
		unique(s.ID, s.File, s.Line)
		out = append(out, checkScenario(p, s, made)...)
	}
	controls := map[string]bool{}
	for _, c := range p.Controls {
		if controls[c.ID] {
			out = append(out, &Fault{c.File, c.Line, fmt.Sprintf("control %q stands twice", c.ID), "keep one of them"})
		}
		controls[c.ID] = true
		if _, ok := p.Scenario(c.Scenario); !ok {
			out = append(out, &Fault{c.File, c.Line, fmt.Sprintf("control %s: there is no scenario %q", c.ID, c.Scenario), "name one of scenarios.yaml"})
		}
	}
	return append(out, checkQuestions(p)...)
}

func checkScenario(p *Pack, s *Scenario, made map[string]bool) []*Fault {
	var out []*Fault
	known := func(what, kind string) {
		if _, ok := p.Facts[kind]; !ok {
			out = append(out, &Fault{s.File, s.Line, fmt.Sprintf("scenario %s: %s names the unknown fact kind %q", s.ID, what, kind), nearest(kind, exposure.SortedKeys(p.Facts))})
		}
	}
	for _, leg := range s.Legs {
		for _, k := range leg.Kinds {
			known("leg "+leg.Name, k)
		}
		if !slices.ContainsFunc(leg.Kinds, func(k string) bool { return made[k] }) {
			out = append(out, &Fault{s.File, s.Line, fmt.Sprintf("scenario %s: no rule makes a fact for leg %s", s.ID, leg.Name), "name a kind that a rule makes"})
		}
	}
	for _, k := range s.Amplify {
		known("amplify", k)
	}
	return append(out, checkTexts(s.File, s.Line, string(s.ID), s.Text, nil)...)
}

// checkRule checks one rule by itself.
func checkRule(r *Rule) []*Fault {
	var out []*Fault
	add := func(line int, hint, format string, args ...any) {
		if line == 0 {
			line = r.Line
		}
		out = append(out, &Fault{r.File, line, "rule " + string(r.ID) + ": " + fmt.Sprintf(format, args...), hint})
	}
	if len(r.When.All) == 0 && len(r.When.Any) == 0 {
		add(0, "start with all:", "when names nothing to observe")
	}
	sure := map[exposure.Kind]bool{} // kinds that a match surely has
	met := map[exposure.Kind]bool{}  // kinds that some condition names
	for _, c := range r.When.All {
		sure[c.Observe], met[c.Observe] = true, true
	}
	for _, c := range r.When.Any {
		met[c.Observe] = true
	}
	for _, a := range r.Confidence.Add {
		met[a.Observe] = true
	}
	for _, c := range r.conditions() {
		for _, attr := range exposure.SortedKeys(c.Where) {
			if hint, msg := checkMatch(c.Observe, attr, c.Where[attr]); msg != "" {
				add(c.Line, hint, "%s", msg)
			}
		}
		if !slices.Contains(kinds(), string(c.Observe)) {
			add(c.Line, nearest(string(c.Observe), kinds()), "unknown observation kind %q", c.Observe)
		}
	}
	shown := map[string]bool{} // by name: sure to have a value
	for _, s := range r.Fact.Show {
		shown[s.Name] = s.Kind == "" || sure[s.Kind]
		of := []exposure.Kind{s.Kind}
		switch {
		case s.Kind == "":
			of = r.anchors()
		case !met[s.Kind]:
			add(0, "name it in all, any or add", "show.%s takes %q, which no condition looks for", s.Name, s.Kind)
		}
		for _, k := range of {
			if !slices.Contains(attrs(k), s.Attr) {
				add(0, nearest(s.Attr, attrs(k)), "show.%s: %q has no attribute %q", s.Name, k, s.Attr)
			}
		}
	}
	for _, c := range r.conditions() {
		if c.Near == "passage" && c.Observe != exposure.Sense && slices.ContainsFunc(r.anchors(), func(k exposure.Kind) bool { return k != exposure.Sense }) && len(r.When.All) > 0 {
			add(c.Line, "start with a sense, or look for one", "near: passage needs a sense at one end")
		}
	}
	if of := r.Fact.Of; of != "" && (r.Fact.Key != "value" && r.Fact.Key != "person" || !met[of]) {
		add(0, "it takes key: value or person, and a condition of that kind in all, any or add", "fact.of takes the value of %q", of)
	}
	out = append(out, checkTexts(r.File, r.Line, string(r.ID), r.Text, shown)...)
	return append(out, checkExamples(r)...)
}

// conditions lists every condition of a rule.
func (r *Rule) conditions() []Condition {
	out := slices.Concat(r.When.All, r.When.Any, r.When.None)
	for _, a := range r.Confidence.Add {
		out = append(out, a.Condition)
	}
	for _, a := range r.Confidence.Sub {
		out = append(out, a.Condition)
	}
	return out
}

// anchors lists the kinds of observation a rule may be anchored at.
func (r *Rule) anchors() []exposure.Kind {
	if len(r.When.All) > 0 {
		return []exposure.Kind{r.When.All[0].Observe}
	}
	var out []exposure.Kind
	for _, c := range r.When.Any {
		out = append(out, c.Observe)
	}
	return out
}

// attrs lists what may be asked of a kind of observation: its attributes and
// "value".
func attrs(k exposure.Kind) []string {
	for _, info := range exposure.Kinds() {
		if info.Kind == k {
			return append([]string{"value"}, info.Attrs...)
		}
	}
	return nil
}

func checkMatch(k exposure.Kind, attr string, m Match) (hint, message string) {
	if all := attrs(k); !slices.Contains(all, attr) {
		return nearest(attr, all), fmt.Sprintf("%q has no attribute %q", k, attr)
	}
	groups := 0
	for _, set := range []bool{len(m.In) > 0, len(m.NotIn) > 0, m.After != "" || m.Before != "", m.Min != nil || m.Max != nil} {
		if set {
			groups++
		}
	}
	if groups != 1 {
		return "write one of: words, not, after or before, min or max", fmt.Sprintf("%s.%s must be compared in one way", k, attr)
	}
	typ, words := attrInfo(k, attr)
	days, numbers := m.After != "" || m.Before != "", m.Min != nil || m.Max != nil
	switch {
	case (typ == attrDay) != days:
		return "", fmt.Sprintf("%s.%s: after and before are for days, and days need one of them", k, attr)
	case (typ == attrNumber) != numbers:
		return "", fmt.Sprintf("%s.%s: min and max are for numbers, and numbers need one of them", k, attr)
	case m.Days != 0 && !days:
		return "", fmt.Sprintf("%s.%s: days shifts only after or before", k, attr)
	case m.Min != nil && m.Max != nil && *m.Min > *m.Max:
		return "swap them", fmt.Sprintf("%s.%s: min is above max", k, attr)
	}
	for _, ref := range []string{m.After, m.Before} {
		if _, err := time.Parse(time.DateOnly, ref); err != nil && ref != "" && ref != "published" && ref != "audit" {
			return "write published, audit or a date", fmt.Sprintf("%s.%s: %q is not a day", k, attr, ref)
		}
	}
	for _, w := range slices.Concat(m.In, m.NotIn) {
		if len(words) > 0 && !slices.Contains(words, w) {
			return nearest(w, words), fmt.Sprintf("%s.%s is never %q", k, attr, w)
		}
	}
	return "", ""
}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// checkTexts checks that both languages say everything, and that they use only
// values that are shown. shown tells which of them every match has.
func checkTexts(file string, line int, id string, texts map[exposure.Lang]Text, shown map[string]bool) []*Fault {
	var out []*Fault
	for _, lang := range exposure.Langs() {
		t := texts[lang]
		for _, part := range []struct{ name, text string }{
			{"title", t.Title}, {"detail", t.Detail}, {"why", t.Why}, {"ask", t.Ask}, {"child", t.Child}, {"fix", t.Fix},
		} {
			at := fmt.Sprintf("%s: text.%s.%s", id, lang, part.name)
			if part.name != "detail" && strings.TrimSpace(part.text) == "" {
				out = append(out, &Fault{file, line, at + " is missing", "write it"})
			}
			if strings.Contains(part.text, "!") {
				out = append(out, &Fault{file, line, at + " has an exclamation mark", "say it calmly"})
			}
			for _, m := range placeholder.FindAllStringSubmatch(part.text, -1) {
				sure, ok := shown[m[1]]
				switch {
				case !ok:
					out = append(out, &Fault{file, line, fmt.Sprintf("%s uses {%s}, which is not shown", at, m[1]), "add it to fact.show, or say it without"})
				case !sure:
					out = append(out, &Fault{file, line, fmt.Sprintf("%s uses {%s}, which some matches lack", at, m[1]), "take it from the anchor or from a condition of all"})
				}
			}
			if rest := placeholder.ReplaceAllString(part.text, ""); strings.ContainsAny(rest, "{}") {
				out = append(out, &Fault{file, line, at + " has a brace without its other half", "write {name}"})
			}
		}
	}
	return out
}

func checkExamples(r *Rule) []*Fault {
	var out []*Fault
	count := func(what string, examples []Example) {
		n := map[exposure.Lang]int{}
		least := minExamples
		if what == "match" && !slices.ContainsFunc(r.anchors(), func(k exposure.Kind) bool { return k != exposure.AnswerGiven }) {
			least = minAnswers
		}
		for i, e := range examples {
			problem := checkExample(e)
			if problem == "" && what == "clean" && e.Why == "" {
				problem = "it does not say why it is clean"
			}
			if problem == "" && what == "clean" && len(e.Values) > 0 {
				problem = "a clean example has no values"
			}
			if slices.ContainsFunc(examples[:i], func(o Example) bool { return sameInput(o, e) }) {
				problem = "it stands twice"
			}
			for _, name := range exposure.SortedKeys(e.Values) {
				if !slices.ContainsFunc(r.Fact.Show, func(s Show) bool { return s.Name == name }) {
					problem = fmt.Sprintf("value %q is not shown by the rule", name)
				}
			}
			if problem != "" {
				out = append(out, &Fault{r.File, e.Line, fmt.Sprintf("rule %s: %s example: %s", r.ID, what, problem), "see lampan rules schema"})
			}
			if e.Lang == "" {
				n[exposure.Swedish]++
				n[exposure.English]++
			} else {
				n[e.Lang]++
			}
		}
		for _, lang := range exposure.Langs() {
			if n[lang] < least {
				out = append(out, &Fault{r.File, r.Line, fmt.Sprintf("rule %s: %d %s examples in %s", r.ID, n[lang], what, lang), fmt.Sprintf("write at least %d", least)})
			}
		}
	}
	count("match", r.Examples.Match)
	count("clean", r.Examples.Clean)
	return out
}

func checkExample(e Example) string {
	n := 0
	for _, set := range []bool{e.Text != "", e.Photo != nil, len(e.Photos) > 0, e.Record != nil, e.Answer != nil, e.Account != nil, e.Listing != nil} {
		if set {
			n++
		}
	}
	switch {
	case n != 1:
		return "it must hold one of text, photo, photos, record, answer, account, listing"
	case e.Text != "" && e.Lang != exposure.Swedish && e.Lang != exposure.English:
		return "a text needs lang: sv or en"
	case e.Text == "" && e.Lang != "":
		return "only a text has a language"
	}
	return ""
}

// sameInput reports whether two examples try the same thing.
func sameInput(a, b Example) bool {
	return a.Lang == b.Lang && a.At.Equal(b.At) && a.Text == b.Text &&
		reflect.DeepEqual(a.Photo, b.Photo) && reflect.DeepEqual(a.Photos, b.Photos) && reflect.DeepEqual(a.Record, b.Record) && sameAnswer(a.Answer, b.Answer) &&
		reflect.DeepEqual(a.Account, b.Account) && reflect.DeepEqual(a.Listing, b.Listing) && a.Subject == b.Subject
}

func sameAnswer(a, b *exposure.Answer) bool {
	return a == b || (a != nil && b != nil && a.Question == b.Question && a.Value == b.Value)
}
