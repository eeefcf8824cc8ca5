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
	ID    string   // "home.alarm"
	Topic Topic    // the part of the conversation it belongs to
	Part  string   // a heading within the topic, such as "doors"; may be empty
	Area  Detector // what it is about
	// For says who answers: "household" (one adult, for everybody), "adult" (each of
	// them), "child" (each child, a guardian beside), "person" (each of all).
	For string
	// Fits lists what must hold for the question to be asked: "child" (there is a
	// minor), "teen" (one of thirteen or more), "car", "exposed" (the person has an
	// exposed position).
	Fits []string
	// When lists answers that must have been given for it to be asked.
	When []Given

	Text map[exposure.Lang]string // the question, in words
	Look map[exposure.Lang]string // what to look at, or why it is asked; may be empty
	// Child is the question as it is put to a child; empty where Text will do.
	Child   map[exposure.Lang]string
	Answers []Choice // in the order they are offered
	// Good and Open list the answers that tell that all is as it should be, and
	// that there is something to do. The answer "unknown" says that nobody knows;
	// any other is neither, such as that there is nothing of what is asked about.
	Good, Open []string
	// Praise says what the family does well when the answer is good; may be empty.
	Praise map[exposure.Lang]string
	// ChildPraise is the same as it is put to a child; empty where children are not asked.
	ChildPraise map[exposure.Lang]string

	form string // of the file: the answers' name there
	File string
	Line int
}

// NotKnown is the answer of somebody who does not know. It answers nothing.
const NotKnown = "unknown"

// Given asks for one of the answers to another question.
type Given struct {
	Question string
	Answers  []string
	Line     int
}

// Topic is one part of the conversation.
type Topic string

// The topics, in the order they are talked about.
const (
	TravelTopic   Topic = "travel"
	RoutinesTopic Topic = "routines"
	ChildrenTopic Topic = "children"
	WorkTopic     Topic = "work"
	AccountsTopic Topic = "accounts" // and devices
	ReadyTopic    Topic = "ready"    // for threats
	HomeTopic     Topic = "home"     // the home protocol
)

// Topics lists the topics in the order they are talked about.
func Topics() []Topic {
	return []Topic{TravelTopic, RoutinesTopic, ChildrenTopic, WorkTopic, AccountsTopic, ReadyTopic, HomeTopic}
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

// twoMeanings lists the words that stand for two of the answers.
func (q *Question) twoMeanings() []*Fault {
	var out []*Fault
	meaning := map[string]string{}
	for _, c := range q.Answers {
		for _, w := range c.all() {
			if first, ok := meaning[w]; ok {
				out = append(out, &Fault{q.File, c.Line, fmt.Sprintf("question %s: %q means both %q and %q", q.ID, w, first, c.Value), "keep it with one of them"})
			}
			meaning[w] = c.Value
		}
	}
	return out
}

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
		out = append(out, q.twoMeanings()...)
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
	for i, q := range p.Questions {
		who := "question " + q.ID
		asked(q.File, q.Line, who, []string{q.ID}, slices.Concat(q.Good, q.Open))
		for _, w := range q.When {
			asked(q.File, w.Line, who, []string{w.Question}, w.Answers)
			if j := slices.Index(ids, w.Question); j >= i {
				add(q.File, w.Line, "move it after that question", "%s waits for an answer to %s, which comes later", who, w.Question)
			}
		}
		if len(q.Answers) == 0 {
			add(q.File, q.Line, "write answers, or a form of questions.yaml", "%s has no answers", who)
		}
	}
	return out
}

// Questions lists the questions whose answers a rule fires on, each once.
func (r *Rule) Questions() []string {
	var out []string
	add := func(id string) {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, c := range slices.Concat(r.When.All, r.When.Any) {
		if c.Observe != exposure.AnswerGiven {
			continue
		}
		for _, q := range c.Where["question"].In {
			add(q)
		}
		for _, v := range c.Where["value"].In {
			q, _, _ := strings.Cut(v, "=")
			add(q)
		}
	}
	return out
}

// words lists every word that a comparison names.
func words(m Match) []string { return slices.Concat(m.In, m.NotIn) }
