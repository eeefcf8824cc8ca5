package cli

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"lampan/cmd/internal/ask"
	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/interview"
	"lampan/scanner/answers"
	"lampan/scanner/household"
)

// chat is a conversation with one person about everyday life and the home.
type chat struct {
	*interviews
	ask   ask.Asker
	file  answers.File
	who   household.Person
	child bool           // who is one
	talk  interview.Talk // with what is in the files
	again bool           // what has an answer is asked as well
	paper bool           // a form that was filled in is typed in

	done    map[string]bool // questions gone through this time, and whether they were answered
	trail   []string        // those, in order: the way back
	topic   rules.Topic     // that is talked about
	part    string          // of it
	saved   int             // how many answers were given this time
	inTopic int             // and how many of them in the topic
}

func (c *chat) say(key string, args ...any) string { return c.a.t(key, args...) }

func (c *chat) plural(key string, n int) string { return c.a.words.Plural(key, n) }

// hold goes through what is to be asked.
func (c *chat) hold(ctx context.Context) error {
	pending := c.pending()
	if len(pending) == 0 {
		text := c.say("interview.nothing", "who", c.name(c.who))
		if len(c.talk.All(c.topics...)) == 0 {
			text = c.say("interview.never", "who", c.name(c.who))
		}
		return c.ask.Show(page("", text))
	}
	if err := c.ask.Show(c.intro()); err != nil {
		return err
	}
	for q := &pending[0]; q != nil; {
		if q.Topic != c.topic {
			if err := c.turn(q.Topic); err != nil {
				return err
			}
		}
		switch err := c.put(ctx, q); {
		case errors.Is(err, ask.ErrBack):
			last := len(c.trail) - 1
			q, _ = c.questions.Find(c.trail[last])
			c.trail = c.trail[:last]
			continue
		case err != nil:
			return err
		}
		c.trail = append(c.trail, q.ID)
		q = nil
		if pending = c.pending(); len(pending) > 0 {
			q = &pending[0]
		}
	}
	if err := c.turn(""); err != nil {
		return err
	}
	return c.ask.Show(c.end())
}

// pending lists what is still to be asked this time.
func (c *chat) pending() []rules.Question {
	list := c.talk.Open
	if c.again {
		list = c.talk.Round
	}
	return slices.DeleteFunc(list(c.topics...), func(q rules.Question) bool {
		_, gone := c.done[q.ID]
		return gone
	})
}

// left is how many questions of the topics may still come this time, with the one that
// is asked now. How many do depends on the answers, so it is the most that they can be.
func (c *chat) left(now string, topics ...rules.Topic) int {
	return len(c.talk.Ahead(func(id string) bool {
		_, gone := c.done[id]
		return id != now && (gone || !c.again && c.answer(id) != "")
	}, topics...))
}

func (c *chat) intro() ask.Page {
	who := c.name(c.who)
	switch {
	case c.paper:
		p := page("", c.say("interview.paper.start"))
		if len(c.talk.Own) > 0 && !c.again {
			p.Lines = append(p.Lines, ask.Line{Text: c.say("interview.paper.open")})
		}
		return p
	case len(c.talk.Own) > 0:
		return page("", c.plural("interview.again", c.left("", c.topics...)))
	case c.child:
		p := page(c.say("interview.intro.title", "who", who),
			c.say("interview.child.what", "who", who), c.say("interview.child.skip"), c.say("interview.child.saved"))
		if len(c.who.Guardians) > 0 {
			with, _ := c.cs.Household.Person(c.who.Guardians[0])
			p.Title = c.say("interview.child.title", "who", who, "with", c.name(with))
		}
		return p
	}
	p := page(c.say("interview.intro.title", "who", who),
		c.say("interview.intro.what"), c.say("interview.intro.skip"), c.say("interview.intro.saved"))
	if len(c.cs.Household.People) > 1 {
		p.Lines = append(p.Lines, ask.Line{Text: c.say("interview.intro.household")})
	}
	return p
}

// turn ends the topic that was talked about and begins the next; none ends the last.
func (c *chat) turn(to rules.Topic) error {
	if c.inTopic > 0 {
		if err := c.finish(); err != nil {
			return err
		}
		if !c.paper {
			if err := c.ask.Show(c.topicEnd()); err != nil {
				return err
			}
		}
	}
	c.topic, c.part, c.inTopic = to, "", 0
	if to == "" || c.paper {
		return nil
	}
	return c.ask.Show(page(c.say("interview.topic."+string(to)), c.say("interview.about."+string(to)), c.plural("interview.start", c.left("", to))))
}

// finish gives a topic a new day once all of its answers were given again: one that was
// skipped is as old as it was.
func (c *chat) finish() error {
	if !c.again || slices.ContainsFunc(c.talk.Round(c.topic), func(q rules.Question) bool { return !c.done[q.ID] && c.answer(q.ID) != "" }) {
		return nil
	}
	return c.save(func(s *answers.Said) { s.On[c.topic] = c.day })
}

// put asks one question and keeps the answer. What was answered before is proposed.
func (c *chat) put(ctx context.Context, q *rules.Question) error {
	lang := c.a.cfg.Lang
	question := ask.Question{Text: q.Text[lang], First: len(c.trail) == 0}
	if c.child && q.Child[lang] != "" {
		question.Text = q.Child[lang]
	}
	at := -1
	for n, choice := range q.Answers {
		question.Options = append(question.Options, choice.Words[lang][0])
		if c.answer(q.ID) == choice.Value {
			at = n
		}
	}
	question.Options = append(question.Options, c.say("interview.later"))
	if c.paper {
		question.Text = strconv.Itoa(c.number(q.ID, c.talk.Paper(c.topics...))) + ". " + question.Text
		if !c.done[q.ID] {
			at = len(q.Answers) // nothing is ticked, whatever was answered before
		}
	} else if err := c.ask.Show(c.heading(q)); err != nil {
		return err
	}
	n, err := c.ask.One(ctx, question, at)
	if err != nil {
		return err
	}
	if c.done[q.ID] = n < len(q.Answers); !c.done[q.ID] {
		return nil
	}
	c.saved++
	c.inTopic++
	return c.save(func(s *answers.Said) { c.keep(s, q, q.Answers[n].Value) })
}

// heading says how much of the topic may be left, and tells whoever asks what to look at;
// a child is only asked.
func (c *chat) heading(q *rules.Question) ask.Page {
	title := c.plural("interview.left", c.left(q.ID, q.Topic))
	if key := "interview.part." + q.Part; q.Part != c.part && c.a.words.Has(key) {
		title = c.say(key) + ". " + title
	}
	c.part = q.Part
	p := ask.Page{Title: title}
	if look := q.Look[c.a.cfg.Lang]; look != "" && !c.child {
		p.Lines = append(p.Lines, ask.Line{Text: c.say("interview.look", "look", look)})
	}
	return p
}

// number is the place of a question in a list, from 1.
func (c *chat) number(id string, in []rules.Question) int {
	return 1 + slices.IndexFunc(in, func(q rules.Question) bool { return q.ID == id })
}

// answer is what the person has answered to a question; "" for nothing.
func (c *chat) answer(id string) string {
	for _, a := range c.talk.Own {
		if a.Question == id {
			return a.Value
		}
	}
	return ""
}

// keep writes an answer down. The day of a topic is that on which it was begun, until
// all of it has been asked again: what was answered before must not look newer than it
// is. Answers that no longer apply are taken away.
func (c *chat) keep(s *answers.Said, q *rules.Question, value string) {
	_, dated := s.On[q.Topic]
	if !dated && !slices.ContainsFunc(s.Answers, func(a exposure.Answer) bool {
		of, ok := c.questions.Find(a.Question)
		return ok && of.Topic == q.Topic
	}) {
		s.On[q.Topic] = c.day
	}
	s.Set(exposure.Answer{Question: q.ID, Value: value, Subject: c.who.ID})
	for t := c.talk; ; {
		t.Own = s.Answers
		moot := t.Moot()
		if len(moot) == 0 {
			return
		}
		s.Answers = slices.DeleteFunc(s.Answers, func(a exposure.Answer) bool { return slices.Contains(moot, a.Question) })
		for _, id := range moot {
			delete(c.done, id) // it is asked again where it applies again
		}
	}
}

func (c *chat) save(change func(*answers.Said)) error {
	if err := c.cs.Prepare(); err != nil {
		return err
	}
	return c.file.Update(func(s *answers.Said) error {
		change(s)
		c.talk.Own = s.Answers
		return nil
	})
}

// maxPraise is how many of the good things are named at the end of a topic.
const maxPraise = 5

// topicEnd says first what is good already, and then how much there is to talk about.
// It gives no number that could be taken for a grade.
func (c *chat) topicEnd() ask.Page {
	p := ask.Page{Title: c.say("interview.done.title", "topic", c.say("interview.topic."+string(c.topic)))}
	add := func(mark, s string) { p.Lines = append(p.Lines, ask.Line{Mark: mark, Text: s}) }
	var good []string
	talk, left := 0, 0
	for _, q := range c.talk.Round(c.topic) {
		switch value := c.answer(q.ID); {
		case value == "":
			left++
		case slices.Contains(q.Good, value) && q.Praise[c.a.cfg.Lang] != "":
			good = append(good, q.Praise[c.a.cfg.Lang])
		case slices.Contains(q.Open, value):
			talk++
		}
	}
	if len(good) > 0 {
		add("", c.say("interview.done.good"))
		for _, s := range good[:min(len(good), maxPraise)] {
			add("- ", s)
		}
		if more := len(good) - maxPraise; more > 0 {
			add("", c.plural("interview.done.more", more))
		}
	}
	if talk > 0 {
		add("", c.plural("interview.done.talk", talk))
	} else {
		add("", c.say("interview.done.nothing"))
	}
	if left > 0 {
		add("", c.plural("interview.done.left", left))
	}
	return p
}

// end says what is left, and how to go on.
func (c *chat) end() ask.Page {
	if c.paper {
		return page("", c.plural("interview.paper.end", c.saved), c.say("interview.end.audit", "dir", c.cs.Dir))
	}
	p := ask.Page{Title: c.say("interview.end.title", "who", c.name(c.who))}
	add := func(s string) { p.Lines = append(p.Lines, ask.Line{Text: s}) }
	open := 0
	begun := map[rules.Topic]bool{}
	for _, s := range c.talk.Standings(map[rules.Topic]time.Time{}) {
		open += s.Asked - s.Known
		begun[s.Topic] = true
	}
	if open > 0 {
		add(c.plural("interview.end.left", open))
	} else {
		add(c.say("interview.end.all"))
	}
	var others []string
	for _, topic := range rules.Topics() {
		if !begun[topic] && len(c.talk.Open(topic)) > 0 {
			others = append(others, c.say("interview.topic."+string(topic)))
		}
	}
	if len(others) > 0 && len(c.topics) == 0 {
		add(c.say("interview.end.others", "topics", c.a.words.Join(others)))
	}
	for _, d := range c.talk.Differences() {
		with, _ := c.cs.Household.Person(d.With)
		add(c.say("interview.end.differ", "with", c.name(with), "question", d.Question.Text[c.a.cfg.Lang]))
	}
	add(c.say("interview.end.audit", "dir", c.cs.Dir))
	return p
}
