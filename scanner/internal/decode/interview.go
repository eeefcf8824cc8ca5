package decode

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"

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
// It is strict: an unknown or repeated key, a question or answer that is not
// an identifier, another schema and another subject are each a *source.Error
// with their line. A fault in one answer does not cost the others; a fault in
// schema or subject costs all of them, since then it is not known whose
// answers they are.
func Interview(name string, data []byte, subject exposure.SubjectID) (answers []exposure.Answer, faults []error) {
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
	d := interview{name: name, subject: subject}
	d.file(doc.Content[0])
	if d.lost {
		return nil, d.faults
	}
	return d.answers, d.faults
}

type interview struct {
	name    string
	subject exposure.SubjectID
	answers []exposure.Answer
	faults  []error
	lost    bool
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
		d.faults = append(d.faults, &source.Error{Reason: source.OutsideScope, Locator: d.name, Line: who.Line, Err: errors.New("the subject is not the person who agreed to this interview")})
		d.lost = true
	}
	switch list := fields["answers"]; {
	case list == nil:
		d.fault(root, "answers are missing")
	case list.Kind != yaml.MappingNode:
		d.fault(list, "answers is not a list of question: answer")
	default:
		d.list(list)
	}
}

// Questions look like "home.alarm", answers like "always".
var (
	questionForm = regexp.MustCompile(`^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$`)
	answerForm   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)
)

func (d *interview) list(list *yaml.Node) {
	seen := map[string]bool{}
	for key, value := range pairs(list) {
		switch {
		case key.Kind != yaml.ScalarNode || len(key.Value) > 100 || !questionForm.MatchString(key.Value):
			d.fault(key, "not a question such as home.alarm")
		case seen[key.Value]:
			d.fault(key, "%q is answered twice", key.Value)
		case value.Kind != yaml.ScalarNode || len(value.Value) > 100 || !answerForm.MatchString(value.Value):
			d.fault(value, "the answer to %q is not one word such as always, yes or no", key.Value)
		default:
			seen[key.Value] = true
			d.answers = append(d.answers, exposure.Answer{Question: key.Value, Value: value.Value, Subject: d.subject, Line: key.Line})
		}
	}
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
