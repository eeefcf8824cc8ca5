// Package interview says which questions concern whom, which of them are still to be
// asked, and how far each topic has come.
//
// It is pure and holds no conversation. It promises that what nobody knows is never
// counted as known: an answer of "unknown" answers nothing, and of a topic that was
// begun every question counts that applies.
package interview

import (
	"slices"
	"time"

	"lampan/rules"
	"lampan/rules/exposure"
)

// Family is what a household is, as far as it decides what is asked.
type Family struct {
	People []Person
	Car    bool // somebody has one
}

// Person is one member.
type Person struct {
	ID      exposure.SubjectID
	Minor   bool
	Teen    bool // thirteen or more, and a minor
	Exposed bool // has an exposed position
}

// Talk is what one person is asked, and has answered. It changes nothing of what it is
// given.
type Talk struct {
	Questions rules.Questions
	Family    Family
	Who       exposure.SubjectID
	Own       []exposure.Answer // of the person's file
	// Others are the answers in the other files of the household, in any order.
	Others []exposure.Answer
	// Allows says which areas the person has agreed to talk about; nil means all.
	Allows func(rules.Detector) bool
}

// Applies reports whether a question concerns the person as far as is known: it is for
// them, what it asks for is so, and the answers that it waits for have been given.
func (t *Talk) Applies(q *rules.Question) bool {
	return t.concerns(q) && !slices.ContainsFunc(q.When, func(w rules.Given) bool { return !t.given(w) })
}

// All lists the questions that apply, in the order of the topics and then of the pack.
// Without topics it lists those of every topic.
func (t *Talk) All(topics ...rules.Topic) []rules.Question {
	return t.list(topics, t.Applies)
}

func (t *Talk) list(topics []rules.Topic, is func(*rules.Question) bool) []rules.Question {
	var out []rules.Question
	for _, topic := range rules.Topics() {
		for i := range t.Questions {
			q := &t.Questions[i]
			if q.Topic == topic && (len(topics) == 0 || slices.Contains(topics, topic)) && is(q) {
				out = append(out, *q)
			}
		}
	}
	return out
}

// Paper lists the questions for a form on paper, in the same order: also those that wait
// for an answer.
func (t *Talk) Paper(topics ...rules.Topic) []rules.Question {
	return t.list(topics, t.concerns)
}

// Moot lists the person's own answers to questions that no longer apply, since another
// answer was given than they wait for.
func (t *Talk) Moot() []string {
	var out []string
	for _, a := range t.Own {
		q, ok := t.Questions.Find(a.Question)
		if ok && slices.ContainsFunc(q.When, func(w rules.Given) bool {
			value, known := t.own(w.Question)
			return known && value != rules.NotKnown && !t.given(w)
		}) {
			out = append(out, a.Question)
		}
	}
	return out
}

// Round lists those of All that are the person's to answer: not what is asked once in a
// household and another adult has answered.
func (t *Talk) Round(topics ...rules.Topic) []rules.Question {
	return t.list(topics, func(q *rules.Question) bool {
		_, own := t.own(q.ID)
		return t.Applies(q) && (own || !t.lent(q))
	})
}

// Open lists those of Round that the person has not answered.
func (t *Talk) Open(topics ...rules.Topic) []rules.Question {
	return slices.DeleteFunc(t.Round(topics...), func(q rules.Question) bool {
		_, own := t.own(q.ID)
		return own
	})
}

// Ahead lists what may still be asked, at most: what is not gone through yet and
// applies, or waits for an answer to another of those. It never grows while questions
// are gone through.
func (t *Talk) Ahead(gone func(id string) bool, topics ...rules.Topic) []rules.Question {
	var ahead func(q *rules.Question) bool
	ahead = func(q *rules.Question) bool {
		_, own := t.own(q.ID)
		return !gone(q.ID) && t.concerns(q) && (own || !t.lent(q)) &&
			!slices.ContainsFunc(q.When, func(w rules.Given) bool {
				on, ok := t.Questions.Find(w.Question)
				return !t.given(w) && (!ok || !ahead(on))
			})
	}
	return t.list(topics, ahead)
}

// Known reports whether the answer to a question is known of the person.
func (t *Talk) Known(q *rules.Question) bool {
	value, ok := t.own(q.ID)
	return ok && value != rules.NotKnown || t.lent(q)
}

// Standing is how far a topic has come.
type Standing struct {
	Topic rules.Topic
	// Questions are those that apply, Asked is how many they are, and Known to how
	// many of them the answer is known.
	Questions    []rules.Question
	Asked, Known int
	On           time.Time // the day that the file gives; zero for none
}

// Standings tells how far the topics have come that the person's file has begun, in
// their order: those that it answers something of, or gives a day for. What is asked
// once in a household counts in the files that answer some of it, and in one that
// gives a topic a day and answers nothing.
func (t *Talk) Standings(on map[rules.Topic]time.Time) []Standing {
	var out []Standing
	for _, topic := range rules.Topics() {
		day, named := on[topic]
		household, answered := t.begun(topic)
		if !named && !answered {
			continue
		}
		s := Standing{Topic: topic, On: day}
		for _, q := range t.All(topic) {
			if q.For == once && answered && !household {
				continue // somebody else is asked
			}
			s.Questions = append(s.Questions, q)
			if t.Known(&q) {
				s.Known++
			}
		}
		if s.Asked = len(s.Questions); s.Asked > 0 {
			out = append(out, s)
		}
	}
	return out
}

// Differ is a question to which two adults have given different answers.
type Differ struct {
	Question rules.Question
	Own      string // the person's answer
	With     exposure.SubjectID
	Other    string // that one's answer
}

// Differences lists the questions about the household to which somebody else has given
// another answer than the person. Who does not know differs from nobody.
func (t *Talk) Differences() []Differ {
	var out []Differ
	for i := range t.Questions {
		q := &t.Questions[i]
		mine, ok := t.own(q.ID)
		if q.For != once || !ok || mine == rules.NotKnown {
			continue
		}
		for _, a := range t.Others {
			if a.Question == q.ID && a.Subject != t.Who && a.Value != mine && a.Value != rules.NotKnown {
				out = append(out, Differ{*q, mine, a.Subject, a.Value})
				break
			}
		}
	}
	return out
}

// once marks a question that one adult answers for everybody.
const once = "household"

func (t *Talk) concerns(q *rules.Question) bool {
	if t.Allows != nil && !t.Allows(q.Area) {
		return false
	}
	who := t.person(t.Who)
	switch q.For {
	case once, "adult":
		if who.Minor {
			return false
		}
	case "child":
		if !who.Minor {
			return false
		}
	}
	return !slices.ContainsFunc(q.Fits, func(fit string) bool { return !t.fits(fit, q, who) })
}

// fits reports whether a word that a question asks for is so. Of somebody young it is
// asked whether they are one; of the others whether there is one in the household.
func (t *Talk) fits(fit string, q *rules.Question, who Person) bool {
	anybody := func(is func(Person) bool) bool { return slices.ContainsFunc(t.Family.People, is) }
	minor, teen := func(p Person) bool { return p.Minor }, func(p Person) bool { return p.Teen }
	exposed := func(p Person) bool { return p.Exposed }
	switch fit {
	case "child":
		return anybody(minor)
	case "teen":
		return who.Teen || !who.Minor && anybody(teen)
	case "car":
		return t.Family.Car
	case "exposed":
		return who.Exposed || q.For == once && anybody(exposed)
	}
	return false
}

func (t *Talk) person(id exposure.SubjectID) Person {
	for _, p := range t.Family.People {
		if p.ID == id {
			return p
		}
	}
	return Person{ID: id}
}

// given reports whether one of the answers has been given that a question waits for:
// by the person, or where the household is asked once, by any adult.
func (t *Talk) given(w rules.Given) bool {
	if value, ok := t.own(w.Question); ok && slices.Contains(w.Answers, value) {
		return true
	}
	q, ok := t.Questions.Find(w.Question)
	return ok && q.For == once && slices.ContainsFunc(t.Others, func(a exposure.Answer) bool {
		return a.Question == w.Question && slices.Contains(w.Answers, a.Value) && !t.person(a.Subject).Minor
	})
}

// own is what the person has answered, in their file or else in another of theirs.
func (t *Talk) own(question string) (value string, ok bool) {
	for _, all := range [][]exposure.Answer{t.Own, t.Others} {
		for _, a := range all {
			if a.Question == question && a.Subject == t.Who {
				return a.Value, true
			}
		}
	}
	return "", false
}

// lent reports whether another adult knows the answer, for the whole household.
func (t *Talk) lent(q *rules.Question) bool {
	return q.For == once && slices.ContainsFunc(t.Others, func(a exposure.Answer) bool {
		return a.Question == q.ID && a.Subject != t.Who && a.Value != rules.NotKnown && !t.person(a.Subject).Minor
	})
}

// begun reports whether the file answers something of a topic, and whether some of
// that is asked once in a household.
func (t *Talk) begun(topic rules.Topic) (household, answered bool) {
	for _, a := range t.Own {
		if q, ok := t.Questions.Find(a.Question); ok && q.Topic == topic {
			answered = true
			household = household || q.For == once
		}
	}
	return household, answered
}
