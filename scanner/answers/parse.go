package answers

import (
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/scanner/household"
	"lampan/scanner/internal/sheet"
)

// Parse checks the bytes of the file:
//
//	schema: 1
//	subject: anna
//	on: {home: 2027-06-14}
//	answers: {home.alarm: always}
//
// An answer in any of a question's words comes back as its value, with the day of its
// topic. A fault in one answer does not cost the others; of a file that is not the
// person's, or of another schema, nothing comes back but faults. They are ordered by
// line.
func (f File) Parse(data []byte) (*Said, household.Faults) {
	p := parser{f, sheet.Reader{At: f.At}}
	said := &Said{On: map[rules.Topic]time.Time{}}
	root := p.Document(data, MaxBytes)
	if root == nil {
		return said, p.Faults()
	}
	v := p.Keys(root, "schema subject answers", "on")
	p.Schema(v["schema"], Schema)
	who := exposure.SubjectID(p.Text(v["subject"], "subject", 40))
	if who != "" && who != f.Person {
		p.Fault(v["subject"].Line, "subject", household.CodeOtherPerson, string(who), string(f.Person))
	}
	if p.notWhose() {
		return said, p.Faults()
	}
	p.Pairs(v["on"], "on", func(k, n *yaml.Node) {
		topic := sheet.Choice(&p.Reader, k, "on", rules.Topics())
		day := p.Day(n, "on."+k.Value, f.Today)
		if topic != "" && !day.IsZero() {
			said.On[topic] = day
		}
	})
	p.Pairs(v["answers"], "answers", func(k, n *yaml.Node) {
		if a, ok := p.answer(k, n); ok {
			said.Answers = append(said.Answers, a)
		}
	})
	f.date(said)
	return said, p.Faults()
}

// date gives each answer the day of its topic.
func (f File) date(said *Said) {
	for i := range said.Answers {
		if q, ok := f.Questions.Find(said.Answers[i].Question); ok {
			said.Answers[i].On = said.On[q.Topic]
		}
	}
}

type parser struct {
	file File
	sheet.Reader
}

// notWhose reports whether it is not known whose answers these are, or what they mean.
func (p *parser) notWhose() bool {
	return slices.ContainsFunc(p.Faults(), func(f household.Fault) bool {
		return f.Path == "schema" || f.Path == "subject" || f.Code == household.CodeNotGroup
	})
}

func (p *parser) answer(k, n *yaml.Node) (exposure.Answer, bool) {
	q, ok := p.file.Questions.Find(k.Value)
	if !ok {
		p.Fault(k.Line, k.Value, household.CodeUnknownQuestion, k.Value)
		return exposure.Answer{}, false
	}
	// The text as it is written: what YAML would make of a bare no or true plays no
	// part.
	value, ok := q.Value(n.Value)
	if n.Kind != yaml.ScalarNode || !ok {
		p.Fault(n.Line, q.ID, household.CodeUnknownAnswer, q.ID,
			strings.Join(q.Words(exposure.Swedish), between), strings.Join(q.Words(exposure.English), between))
		return exposure.Answer{}, false
	}
	return exposure.Answer{Question: q.ID, Value: value, Subject: p.file.Person, Line: k.Line}, true
}
