package answers

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"go.yaml.in/yaml/v4"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/scanner/internal/sheet"
)

// heads is how a new file begins, in either language: the person and the schema. It is
// read only.
var heads = map[exposure.Lang]string{
	exposure.Swedish: `# Det som %[1]s har svarat på frågorna i samtalet. lampan interview skriver filen,
# och den får ändras för hand.
schema: %[2]d
subject: %[1]s
on: {}
answers: {}
`,
	exposure.English: `# What %[1]s has answered to the questions of the conversation. lampan interview
# writes the file, and it may be changed by hand.
schema: %[2]d
subject: %[1]s
on: {}
answers: {}
`,
}

// write makes the text that says what is to be said, with the comments of the old
// text. What it returns has been read back.
func (f File) write(old []byte, said *Said) ([]byte, error) {
	if old != nil {
		// Comments are lost only where the writer of YAML would change what is said.
		if data, err := f.edit(old, said); err == nil && f.says(data, said) == nil {
			return data, nil
		}
	}
	data, err := f.edit(fmt.Appendf(nil, heads[f.Lang], f.Person, Schema), said)
	if err != nil {
		return nil, fmt.Errorf("write answers: %w", err)
	}
	return data, f.says(data, said)
}

// says reports with nil that a text says what is to be said, in whatever order.
func (f File) says(data []byte, want *Said) error {
	got, faults := f.Parse(data)
	if len(faults) > 0 {
		return faults
	}
	same := func(a, b exposure.Answer) bool { return a.Value == b.Value && a.Subject == b.Subject }
	if !maps.EqualFunc(got.On, want.On, time.Time.Equal) || len(got.Answers) != len(want.Answers) || !maps.EqualFunc(byQuestion(got), byQuestion(want), same) {
		return fmt.Errorf("write answers: %s would not say what was meant", f.At)
	}
	return nil
}

func byQuestion(s *Said) map[string]exposure.Answer {
	out := make(map[string]exposure.Answer, len(s.Answers))
	for _, a := range s.Answers {
		out[a.Question] = a
	}
	return out
}

// edit changes the parts of a text that do not say what is to be said.
func (f File) edit(old []byte, said *Said) ([]byte, error) {
	was, faults := f.Parse(old)
	if len(faults) > 0 {
		return nil, faults
	}
	return sheet.Edit(old, func(root *yaml.Node) {
		want := map[string]string{}
		for topic, day := range said.On {
			want[string(topic)] = day.Format(time.DateOnly)
		}
		var topics []string
		for _, t := range rules.Topics() {
			topics = append(topics, string(t))
		}
		pairs(under(root, "on", len(want) > 0), topics, want, func(key, text string) bool {
			return was.On[rules.Topic(key)].Format(time.DateOnly) == text
		})
		before, now := byQuestion(was), map[string]string{}
		for _, a := range said.Answers {
			now[a.Question] = f.word(a)
		}
		var questions []string
		for _, q := range f.Questions {
			questions = append(questions, q.ID)
		}
		pairs(under(root, "answers", true), questions, now, func(key, text string) bool {
			a, ok := before[key]
			return ok && f.word(a) == text
		})
	})
}

// word is an answer in the words that are shown; one that is none stays as it is, and
// is found out when it is read back.
func (f File) word(a exposure.Answer) string {
	if q, ok := f.Questions.Find(a.Question); ok {
		for _, c := range q.Answers {
			if words := c.Words[f.Lang]; c.Value == a.Value && len(words) > 0 {
				return words[0]
			}
		}
	}
	return a.Value
}

// under is the mapping below a key, one pair on each line; it is made where it is
// missing and needed, on before answers.
func under(root *yaml.Node, key string, needed bool) *yaml.Node {
	m := sheet.Value(root, key)
	if m == nil && !needed {
		return &yaml.Node{Kind: yaml.MappingNode}
	}
	switch {
	case m == nil:
		m = &yaml.Node{Kind: yaml.MappingNode}
		at := len(root.Content)
		for i := 0; i < len(root.Content); i += 2 {
			if root.Content[i].Value == "answers" {
				at = i
			}
		}
		root.Content = slices.Insert(root.Content, at, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, m)
	case m.Kind != yaml.MappingNode: // nothing stands there
		*m = yaml.Node{Kind: yaml.MappingNode, HeadComment: m.HeadComment, LineComment: m.LineComment, FootComment: m.FootComment}
	}
	return m
}

// pairs makes a mapping say what is wanted, and keeps those pairs, with their
// comments, that said it before. New ones come in the given order of keys.
func pairs(m *yaml.Node, order []string, want map[string]string, said func(key, text string) bool) {
	var kept []*yaml.Node
	for i := 0; i+1 < len(m.Content); i += 2 {
		k, v := m.Content[i], m.Content[i+1]
		text, ok := want[k.Value]
		switch {
		case !ok:
			continue
		case !said(k.Value, text):
			v.Kind, v.Tag, v.Style, v.Value, v.Content = yaml.ScalarNode, "", 0, text, nil
		}
		kept = append(kept, k, v)
	}
	m.Content = kept
	for at, key := range order {
		text, ok := want[key]
		if !ok || sheet.Value(m, key) != nil {
			continue
		}
		place := len(m.Content)
		for i := 0; i < len(m.Content); i += 2 {
			if slices.Index(order, m.Content[i].Value) > at {
				place = i
				break
			}
		}
		m.Content = slices.Insert(m.Content, place, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, &yaml.Node{Kind: yaml.ScalarNode, Value: text})
	}
	if len(m.Content) > 0 {
		m.Style &^= yaml.FlowStyle // one pair a line
	}
}
