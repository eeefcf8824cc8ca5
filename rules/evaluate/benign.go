package evaluate

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/extract/text"
)

// Alarms counts what ordinary text raised.
type Alarms struct {
	Sentences int
	Total     int
	Rules     map[exposure.RuleID]*Alarm
}

// Alarm is what one rule raised.
type Alarm struct {
	Count   int
	Samples []Sample // the first few
}

// Sample is one line that raised something.
type Sample struct {
	Line int // from 1
	Text string
}

// Per10000 is a count for every 10,000 sentences.
func (a *Alarms) Per10000(count int) float64 { return share(count, a.Sentences) * 10000 }

// benignDay is when ordinary text is taken to be published: text without a day
// could tell of no trip at all.
func benignDay() time.Time { return time.Date(2026, time.May, 5, 0, 0, 0, 0, time.UTC) }

// Benign reads ordinary text, one post a line, and adds what it raises to a. At
// most samples lines a rule are kept.
func (j *Judge) Benign(r io.Reader, samples int, a *Alarms) error {
	if a.Rules == nil {
		a.Rules = map[exposure.RuleID]*Alarm{}
	}
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, 64<<10), maxLine)
	var x text.Text
	line := 0
	for s.Scan() {
		line++
		t := s.Text()
		x.Parse(t)
		a.Sentences += len(x.Sentences)
		for _, id := range j.Fired(Post{Text: t, Published: benignDay()}) {
			a.Total++
			if a.Rules[id] == nil {
				a.Rules[id] = &Alarm{}
			}
			alarm := a.Rules[id]
			alarm.Count++
			if len(alarm.Samples) < samples {
				alarm.Samples = append(alarm.Samples, Sample{line, t})
			}
		}
	}
	if errors.Is(s.Err(), bufio.ErrTooLong) {
		return &LineError{line + 1, fmt.Sprintf("it is longer than %d MB", maxLine>>20)}
	}
	return s.Err()
}

// Add adds what another text raised.
func (a *Alarms) Add(b Alarms, samples int) {
	a.Sentences += b.Sentences
	a.Total += b.Total
	for id, alarm := range b.Rules {
		if a.Rules[id] == nil {
			a.Rules[id] = &Alarm{}
		}
		sum := a.Rules[id]
		sum.Count += alarm.Count
		sum.Samples = append(sum.Samples, alarm.Samples...)
		sum.Samples = sum.Samples[:min(samples, len(sum.Samples))]
	}
}
