package rules

import (
	"fmt"
	"slices"
	"strings"

	"lampan/rules/exposure"
)

// Question is one thing that a family is asked at the meeting, with the answers
// it may give. Rules and controls that rest on an answer name both.
type Question struct {
	ID      string                   // "home.alarm"
	Area    Detector                 // what it is about
	Text    map[exposure.Lang]string // the question, in words
	Answers []Choice                 // in the order they are offered
	File    string
	Line    int
}

// Choice is one answer to a question. Value is what rules compare with; Words
// are what a family may write for it, in both languages, the first of each the
// one to show.
type Choice struct {
	Value string
	Words map[exposure.Lang][]string
	Line  int
}

// Questions are the questions of a pack, in the order to ask them.
type Questions []Question

// Find returns the question with the given ID.
func (qs Questions) Find(id string) (*Question, bool) {
	i := slices.IndexFunc(qs, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return nil, false
	}
	return &qs[i], true
}

// Value is the answer that a word stands for: one of its words in either
// language, or the value itself. Case and space do not matter.
func (q *Question) Value(word string) (value string, ok bool) {
	word = plainWord(word)
	for _, c := range q.Answers {
		if word != "" && slices.Contains(c.all(), word) {
			return c.Value, true
		}
	}
	return "", false
}

// Words lists the answers as they are shown in a language.
func (q *Question) Words(lang exposure.Lang) []string {
	out := make([]string, 0, len(q.Answers))
	for _, c := range q.Answers {
		if words := c.Words[lang]; len(words) > 0 {
			out = append(out, words[0])
		}
	}
	return out
}

// all lists everything that may be written for a choice, in plain form.
func (c *Choice) all() []string {
	out := []string{plainWord(c.Value)}
	for _, w := range slices.Concat(c.Words[exposure.Swedish], c.Words[exposure.English]) {
		if w = plainWord(w); !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

func plainWord(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// checkQuestions checks that no question stands twice, that no word has two
// meanings, and that rules and controls name only questions and answers that
// there are.
func checkQuestions(p *Pack) []*Fault {
	var out []*Fault
	add := func(file string, line int, hint, format string, args ...any) {
		out = append(out, &Fault{file, line, fmt.Sprintf(format, args...), hint})
	}
	ids := make([]string, 0, len(p.Questions))
	for i := range p.Questions {
		q := &p.Questions[i]
		if slices.Contains(ids, q.ID) {
			add(q.File, q.Line, "keep one of them", "question %q stands twice", q.ID)
		}
		ids = append(ids, q.ID)
		meaning := map[string]string{}
		for _, c := range q.Answers {
			for _, w := range c.all() {
				if first, ok := meaning[w]; ok {
					add(q.File, c.Line, "keep it with one of them", "question %s: %q means both %q and %q", q.ID, w, first, c.Value)
				}
				meaning[w] = c.Value
			}
		}
	}
	// asked checks one use: questions as named, answers each to one of them.
	asked := func(file string, line int, who string, questions, answers []string) {
		known := p.Questions
		if len(questions) > 0 {
			known = nil
		}
		for _, id := range questions {
			q, ok := p.Questions.Find(id)
			if !ok {
				add(file, line, nearest(id, ids), "%s: there is no question %q in questions.yaml", who, id)
				return
			}
			known = append(known, *q)
		}
		var values []string
		for _, q := range known {
			for _, c := range q.Answers {
				values = append(values, c.Value)
			}
		}
		for _, a := range answers {
			if !slices.Contains(values, a) {
				add(file, line, nearest(a, values), "%s: %q is no answer to %s", who, a, strings.Join(questions, ", "))
			}
		}
	}
	for i := range p.Rules {
		r := &p.Rules[i]
		for _, c := range r.conditions() {
			if c.Observe != exposure.AnswerGiven {
				continue
			}
			who := "rule " + string(r.ID)
			asked(r.File, c.Line, who, words(c.Where["question"]), words(c.Where["answer"]))
			for _, v := range words(c.Where["value"]) {
				question, answer, _ := strings.Cut(v, "=")
				asked(r.File, c.Line, who, []string{question}, []string{answer})
			}
		}
	}
	for _, c := range p.Controls {
		asked(c.File, c.Line, "control "+c.ID, []string{c.Question}, c.Answers)
	}
	return out
}

// words lists every word that a comparison names.
func words(m Match) []string { return slices.Concat(m.In, m.NotIn) }
