// Package evaluate measures a rule pack on posts that somebody has labelled,
// and on ordinary text that should raise nothing. It runs the pack as an audit
// does, for a family that has told nothing about itself.
package evaluate

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/extract"
	"lampan/rules/match"
	"lampan/rules/roster"
)

// Post is one public text by one member of a family.
type Post struct {
	ID        string
	Published time.Time // zero when unknown
	Text      string
	Labels    []exposure.Category // in their fixed order
	Labelled  bool                // whether anybody has labelled it
}

// Prediction is what the rules say about one post.
type Prediction struct {
	ID     string              `json:"id"`
	Labels []exposure.Category `json:"labels"` // in their fixed order; never null
}

// LineError is a line of a file of posts that cannot be used.
type LineError struct {
	Line int // from 1
	What string
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.What) }

// maxLine is the longest line read, in bytes.
const maxLine = 16 << 20

// Read gives the posts of a JSON Lines file: {"id":"…","date":"2026-06-01",
// "text":"…","labels":["…"]} a line. The date may be left out or hold a time
// (RFC 3339); labels may be left out; other keys are ignored, as are empty
// lines. The first line that cannot be used is a *LineError, and what f returns
// is returned.
func Read(r io.Reader, f func(Post) error) error { return readLines(r, parse, f) }

// readLines gives what parse makes of each line of a JSON Lines file that is not
// empty. What parse refuses becomes a *LineError.
func readLines[T any](r io.Reader, parse func([]byte) (T, error), f func(T) error) error {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, 64<<10), maxLine)
	line := 0
	for s.Scan() {
		line++
		b := s.Bytes()
		if line == 1 {
			b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
		}
		if len(bytes.TrimSpace(b)) == 0 {
			continue
		}
		x, err := parse(b)
		if err != nil {
			return &LineError{line, err.Error()}
		}
		if err := f(x); err != nil {
			return err
		}
	}
	if errors.Is(s.Err(), bufio.ErrTooLong) {
		return &LineError{line + 1, fmt.Sprintf("it is longer than %d MB", maxLine>>20)}
	}
	return s.Err()
}

// decode reads one JSON object into raw, which holds what the line may say.
func decode(b []byte, raw any) error {
	if !utf8.Valid(b) {
		return errors.New("it is not UTF-8 text")
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(raw); err != nil {
		if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && e.Field != "" {
			return fmt.Errorf("%q is %s", e.Field, e.Value)
		}
		return errors.New("it is not a JSON object")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the JSON object")
	}
	return nil
}

// identity gives the ID of a line, which is text or a number.
func identity(id any) (string, error) {
	switch id := id.(type) {
	case string:
		return id, nil
	case json.Number:
		return id.String(), nil
	}
	return "", errors.New(`"id" is missing or no text`)
}

func parse(b []byte) (Post, error) {
	var raw struct {
		ID     any       `json:"id"`
		Date   string    `json:"date"`
		Text   *string   `json:"text"`
		Labels *[]string `json:"labels"`
	}
	var p Post
	err := decode(b, &raw)
	if err != nil {
		return p, err
	}
	if p.ID, err = identity(raw.ID); err != nil {
		return p, err
	}
	if raw.Text == nil {
		return p, errors.New(`"text" is missing`)
	}
	p.Text = *raw.Text
	if raw.Date != "" {
		if p.Published, err = time.Parse(time.DateOnly, raw.Date); err != nil {
			if p.Published, err = time.Parse(time.RFC3339, raw.Date); err != nil {
				return p, fmt.Errorf(`"date" is %q; write it as 2026-06-01`, raw.Date)
			}
		}
	}
	if raw.Labels == nil {
		return p, nil
	}
	p.Labelled = true
	all := exposure.Categories()
	for _, l := range *raw.Labels {
		if !slices.Contains(all, exposure.Category(l)) {
			return p, fmt.Errorf("%q is not a category", l)
		}
		p.Labels = append(p.Labels, exposure.Category(l))
	}
	p.Labels = ordered(p.Labels)
	return p, nil
}

// ordered puts categories into their fixed order, each once.
func ordered(list []exposure.Category) []exposure.Category {
	out := make([]exposure.Category, 0, len(list))
	for _, c := range exposure.Categories() {
		if slices.Contains(list, c) {
			out = append(out, c)
		}
	}
	return out
}

// Judge runs a pack over texts. It is safe for concurrent use.
type Judge struct {
	pack *rules.Pack
	e    *extract.Extractor
	r    *roster.Roster
}

// New returns a Judge of a pack.
func New(p *rules.Pack) *Judge {
	r := &roster.Roster{}
	return &Judge{p, extract.New(r), r}
}

// Predict says what a post tells.
func (j *Judge) Predict(p Post) Prediction {
	out := Prediction{p.ID, []exposure.Category{}}
	var told []exposure.Category
	for _, id := range j.Fired(p) {
		if r, ok := j.pack.Rule(id); ok && r.Category != "" {
			told = append(told, r.Category)
		}
	}
	out.Labels = append(out.Labels, ordered(told)...)
	return out
}

// Fired gives the rules that make a finding of a post, each once, in order.
func (j *Judge) Fired(p Post) []exposure.RuleID {
	var out []exposure.RuleID
	_, found := j.judge(exposure.Posts, p)
	for _, f := range found {
		out = append(out, f.Rule)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// judge gives what is observed and found in a post that a source of some kind
// shows.
func (j *Judge) judge(kind exposure.SourceKind, p Post) ([]exposure.Observation, []exposure.Finding) {
	doc := &exposure.Document{
		ID: "post", Source: "posts", Kind: kind, Subject: "author", Locator: "post",
		Text: strings.ToValidUTF8(p.Text, "\uFFFD"), Published: p.Published, Visibility: exposure.Open,
	}
	obs := j.e.Observe(doc)
	if len(obs) == 0 {
		return nil, nil
	}
	day := p.Published
	if day.IsZero() {
		day = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC) // any day: nothing in the post is dated either
	}
	m := match.New(match.Config{
		Pack: j.pack, Key: []byte("evaluate"), At: day, Roster: j.r,
		Allows: func(*exposure.Document, rules.Detector) bool { return true },
	})
	m.Add(doc, obs)
	return obs, m.Findings()
}
