package verdict

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// deepest is how far values may lie inside each other: a Report needs 7.
const deepest = 16

// node is one value of a JSON text, with its place. Package json tells neither
// where a wrong value stands nor that a key stands twice.
type node struct {
	at    int    // offset of its last byte, or of the brace that opens it
	path  string // accounts[3].faults[0].fault
	value any    // string, json.Number, bool, nil, []*node or []member
}

type member struct {
	key   string
	value *node
}

// parse reads one JSON value and nothing after it.
func parse(data []byte) (*node, error) {
	if !utf8.Valid(data) {
		return nil, fault(data, invalidAt(data), "", Encoding)
	}
	p := parser{data: data, d: json.NewDecoder(bytes.NewReader(data))}
	p.d.UseNumber()
	n, err := p.value("", 0)
	if err != nil {
		return nil, err
	}
	if _, err := p.d.Token(); !errors.Is(err, io.EOF) {
		return nil, fault(data, p.at(), "", Syntax)
	}
	return n, nil
}

func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(data)
}

type parser struct {
	data []byte
	d    *json.Decoder
}

// at is the offset of the last byte that was read.
func (p *parser) at() int { return max(0, int(p.d.InputOffset())-1) }

func (p *parser) token(path string) (json.Token, error) {
	t, err := p.d.Token()
	if err == nil {
		return t, nil
	}
	at := len(p.data)
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = int(s.Offset) - 1
	}
	return nil, fault(p.data, at, path, Syntax)
}

func (p *parser) value(path string, depth int) (*node, error) {
	t, err := p.token(path)
	if err != nil {
		return nil, err
	}
	n := &node{at: p.at(), path: path, value: t}
	if depth == deepest {
		return nil, fault(p.data, n.at, path, Syntax)
	}
	switch t {
	case json.Delim('['):
		n.value, err = p.list(path, depth)
	case json.Delim('{'):
		n.value, err = p.members(path, depth)
	}
	return n, err
}

func (p *parser) list(path string, depth int) ([]*node, error) {
	list := []*node{}
	for p.d.More() {
		item, err := p.value(path+"["+strconv.Itoa(len(list))+"]", depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	_, err := p.token(path)
	return list, err
}

func (p *parser) members(path string, depth int) ([]member, error) {
	list := []member{}
	seen := map[string]bool{}
	for p.d.More() {
		t, err := p.token(path)
		if err != nil {
			return nil, err
		}
		key, ok := t.(string)
		if !ok {
			return nil, fault(p.data, p.at(), path, Syntax)
		}
		if seen[key] {
			return nil, fault(p.data, p.at(), path, KeyTwice)
		}
		seen[key] = true
		// A key from outside may be anything; only one of ours enters a path.
		inside := path
		if known(key) {
			inside = key
			if path != "" {
				inside = path + "." + key
			}
		}
		v, err := p.value(inside, depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, member{key, v})
	}
	_, err := p.token(path)
	return list, err
}
