package decode

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/scanner/source"
)

// InterviewSchema is the version of the answers file that is read.
const InterviewSchema = "1"

// Interview decodes a file of answers:
//
//	schema: 1
//	subject: anna
//	answers: {home.alarm: always}
//
// It is strict: an unknown or repeated key, a question that is not one of
// questions, an answer that the question does not know, another schema and
// another subject are each a *source.Error with their line. An answer in any of
// a question's words comes back as its value. A fault in one answer does not
// cost the others; a fault in schema or subject costs all of them, since then
// it is not known whose answers they are.
func Interview(name string, data []byte, subject exposure.SubjectID, questions rules.Questions) (answers []exposure.Answer, faults []error) {
	var err error
	defer func() {
		if err != nil {
			answers, faults = nil, append(faults, err)
		}
	}()
	defer recovered(name, &err)
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, []error{malformed(name, min(yamlLine(err), 1+bytes.Count(data, []byte("\n"))), "not YAML that can be read")}
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, []error{malformed(name, max(doc.Line, 1), "not a list of answers: schema, subject and answers are needed")}
	}
	d := interview{name: name, subject: subject, questions: questions}
	d.file(doc.Content[0])
	if d.lost {
		return nil, d.faults
	}
	return d.answers, d.faults
}

type interview struct {
	name      string
	subject   exposure.SubjectID
	questions rules.Questions
	answers   []exposure.Answer
	faults    []error
	lost      bool
}

func (d *interview) fault(n *yaml.Node, format string, args ...any) {
	d.faults = append(d.faults, malformed(d.name, n.Line, format, args...))
}

func (d *interview) file(root *yaml.Node) {
	fields := map[string]*yaml.Node{}
	for key, value := range pairs(root) {
		switch key.Value {
		case "schema", "subject", "answers":
			if fields[key.Value] != nil {
				d.fault(key, "%q stands twice", key.Value)
				continue
			}
			fields[key.Value] = value
		default:
			d.fault(key, "unknown key: only schema, subject and answers are known")
		}
	}
	switch schema := fields["schema"]; {
	case schema == nil:
		d.fault(root, "schema is missing: write schema: 1")
		d.lost = true
	case schema.Kind != yaml.ScalarNode || schema.Value != InterviewSchema:
		d.fault(schema, "schema is not 1")
		d.lost = true
	}
	switch who := fields["subject"]; {
	case who == nil:
		d.fault(root, "subject is missing: whose answers are these?")
		d.lost = true
	case who.Kind != yaml.ScalarNode || who.Value != string(d.subject):
		d.fault(who, "the subject is not the person whose source this is in household.yaml")
		d.lost = true
	}
	switch list := fields["answers"]; {
	case list == nil:
		d.fault(root, "answers are missing")
	case list.ShortTag() == "!!null": // every question is still commented out
	case list.Kind != yaml.MappingNode:
		d.fault(list, "answers is not a list of question: answer")
	default:
		d.list(list)
	}
}

func (d *interview) list(list *yaml.Node) {
	seen := map[string]bool{}
	for key, value := range pairs(list) {
		q, known := d.questions.Find(key.Value)
		switch {
		case key.Kind != yaml.ScalarNode || !known:
			d.refuse(key, source.UnknownQuestion, "", "no such question; the questions are %s", strings.Join(d.ids(), ", "))
			continue
		case seen[q.ID]:
			d.fault(key, "%q is answered twice", q.ID)
			continue
		}
		// The text as it is written: what YAML would make of a bare no or true
		// plays no part.
		answer, ok := q.Value(value.Value)
		if value.Kind != yaml.ScalarNode || !ok {
			d.refuse(value, source.UnknownAnswer, q.ID, "no such answer to %s; write one of %s (%s)", q.ID,
				strings.Join(q.Words(exposure.Swedish), ", "), strings.Join(q.Words(exposure.English), ", "))
			continue
		}
		seen[q.ID] = true
		d.answers = append(d.answers, exposure.Answer{Question: q.ID, Value: answer, Subject: d.subject, Line: key.Line})
	}
}

func (d *interview) refuse(n *yaml.Node, reason source.Reason, question, format string, args ...any) {
	d.faults = append(d.faults, &source.Error{Reason: reason, Locator: d.name, Line: n.Line, Question: question, Err: fmt.Errorf(format, args...)})
}

func (d *interview) ids() []string {
	ids := make([]string, 0, len(d.questions))
	for _, q := range d.questions {
		ids = append(ids, q.ID)
	}
	return ids
}

// pairs ranges over the keys and values of a mapping, in order.
func pairs(n *yaml.Node) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}

// yamlLine is the line of a YAML error, or 0.
func yamlLine(err error) int {
	if e, ok := errors.AsType[*yaml.LoadError](err); ok {
		return e.Mark.Line
	}
	var line int
	if _, rest, ok := strings.Cut(err.Error(), "line "); ok {
		if _, err := fmt.Sscanf(rest, "%d", &line); err != nil {
			return 0
		}
	}
	return line
}
