package report

import (
	"slices"
	"strings"

	"lampan/report/message"
	"lampan/rules"
	"lampan/rules/exposure"
)

// Form is the questions of the conversation on paper, to fill in by hand.
type Form struct {
	Words  *message.Catalog
	Title  string
	Intro  []string
	Topics []FormTopic
}

// Lang is the language of the form.
func (f *Form) Lang() exposure.Lang { return f.Words.Lang() }

// FormTopic is one topic, with room for notes at its end.
type FormTopic struct {
	Title     string
	Questions []FormQuestion
}

// FormQuestion is one question with its boxes.
type FormQuestion struct {
	Number int    // through the whole form, from 1
	Part   string // the heading that begins with it; may be empty
	Text   string
	Look   string // for whoever asks, may be empty
	Only   string // when to skip it; may be empty
	// Household says that one adult answers for everybody.
	Household bool
	Answers   []string
}

// FormConfig says what a form is made of. Every field but Child is required.
type FormConfig struct {
	Who       string // what the person is called
	Child     bool   // the form is for a child
	Questions []rules.Question
	Command   string // with which the form is typed in
}

// NewForm makes a form of the questions, in their order.
func NewForm(words *message.Catalog, c FormConfig) *Form {
	f := &Form{Words: words, Title: words.Text("interview.form.title", "who", c.Who)}
	if c.Child {
		f.Intro = []string{words.Text("interview.form.child"), words.Text("interview.form.secret")}
	} else {
		f.Intro = []string{words.Text("interview.form.how"), words.Text("interview.form.secret")}
		if slices.ContainsFunc(c.Questions, forHousehold) {
			f.Intro = append(f.Intro, words.Text("interview.form.household"))
		}
	}
	f.Intro = append(f.Intro, words.Text("interview.form.typed", "command", c.Command))
	lang := words.Lang()
	var topic rules.Topic
	part := ""
	for i, q := range c.Questions {
		if q.Topic != topic {
			topic, part = q.Topic, ""
			f.Topics = append(f.Topics, FormTopic{Title: words.Text("interview.topic." + string(topic))})
		}
		out := FormQuestion{Number: i + 1, Text: q.Text[lang], Household: forHousehold(q), Answers: q.Words(lang)}
		if look := q.Look[lang]; look != "" && !c.Child {
			out.Look = words.Text("interview.look", "look", look)
		}
		if c.Child && q.Child[lang] != "" {
			out.Text = q.Child[lang]
		}
		if key := "interview.part." + q.Part; q.Part != part && words.Has(key) {
			out.Part = words.Text(key)
		}
		part = q.Part
		out.Only = only(words, q, c.Questions)
		t := &f.Topics[len(f.Topics)-1]
		t.Questions = append(t.Questions, out)
	}
	return f
}

func forHousehold(q rules.Question) bool { return q.For == "household" }

// only says when to skip a question that waits for answers to others.
func only(words *message.Catalog, q rules.Question, all []rules.Question) string {
	var out []string
	for _, w := range q.When {
		i := slices.IndexFunc(all, func(o rules.Question) bool { return o.ID == w.Question })
		if i < 0 {
			return words.Text("interview.form.onlyOther")
		}
		var given []string
		for _, c := range all[i].Answers {
			if slices.Contains(w.Answers, c.Value) && len(c.Words[words.Lang()]) > 0 {
				given = append(given, c.Words[words.Lang()][0])
			}
		}
		out = append(out, words.Text("interview.form.only", "n", i+1, "answers", strings.Join(given, " / ")))
	}
	return strings.Join(out, " ")
}
