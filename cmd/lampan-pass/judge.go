package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"lampan/rules/password"
	"lampan/rules/password/meter"
	"lampan/rules/password/second/opinion"
)

// source gives candidates one at a time: io.EOF after the last, errInterrupted
// when the person wants to stop, errTooLong for what cannot be a password. An
// empty candidate is the last one too. A candidate is wiped before the next.
type source interface {
	next() (password.Secret, error)
	close()
}

// candidates opens what passwords are typed into: the terminal, or a pipe when
// the flag says so.
func (p *program) candidates(prompt string) (source, error) {
	switch {
	case p.set.stdin:
		return newPipe(p.in), nil
	case !isTerminal(p.in.Fd()):
		return nil, stop{exitFiles, p.say.fault.noTerminal}
	}
	t, err := openTerminal(p.in, p.errs, prompt)
	if err != nil {
		return nil, stop{exitFiles, p.say.fault.noTerminal}
	}
	// A terminal that does not echo does not mend ends of lines either.
	p.out, p.errs = lines(p.out), lines(p.errs)
	return t, nil
}

// untyped turns an error of a source into the end of the program.
func (p *program) untyped(err error) error {
	switch {
	case errors.Is(err, errInterrupted):
		return stop{code: exitInterrupted}
	case errors.Is(err, errTooLong):
		return stop{exitFiles, p.say.fault.tooLong}
	}
	return stop{exitFiles, p.say.fault.untyped}
}

// each calls f with every candidate, numbered from 1, and wipes it afterwards.
// It reports how many there were.
func (p *program) each(from source, f func(n int, b []byte)) (int, error) {
	for n := 1; ; n++ {
		candidate, err := from.next()
		empty := err == nil && candidate.Empty()
		if empty && p.set.stdin {
			n-- // in a pipe an empty line says nothing
			continue
		}
		if empty || errors.Is(err, io.EOF) {
			return n - 1, nil
		}
		if err != nil {
			return n - 1, p.untyped(err)
		}
		candidate.Use(func(b []byte) { f(n, b) })
		candidate.Wipe()
	}
}

// judge asks for candidates and says of each how soon it would be guessed.
func (p *program) judge() error {
	second := startSibling(p.set.noSandbox)
	defer second.end()
	if err := p.guard(); err != nil {
		return err
	}
	family, err := p.family()
	if err != nil {
		return err
	}
	m, err := meter.New()
	if err != nil {
		return fmt.Errorf("open the tables: %w", err)
	}
	m = m.Knowing(facts(family))
	from, err := p.candidates(p.say.judge.prompt)
	if err != nil {
		return err
	}
	defer from.close()
	if !p.set.stdin {
		p.note(p.say.judge.promise)
	}
	var all []judged
	count, err := p.each(from, func(n int, b []byte) {
		g := m.Guess(b, meter.Given{})
		o := second.opinion(context.Background(), b)
		v := newJudged(n, g, o, second.why(o))
		all = append(all, v)
		if p.set.format == "text" {
			p.tell(v, g)
		}
	})
	if err != nil {
		return err
	}
	guessable := slices.ContainsFunc(all, func(v judged) bool { return easy(v.Strength) })
	if p.set.format == "json" {
		if err := p.json(map[string]any{"candidates": slices.Concat([]judged{}, all)}); err != nil {
			return err
		}
	} else if count > 0 {
		p.line("", p.say.judge.advice)
	}
	if guessable {
		return stop{code: exitGuessable}
	}
	return nil
}

// easy reports whether a password ought to be changed.
func easy(s meter.Strength) bool { return s == meter.Obvious || s == meter.Weak }

// judged is what is said of one candidate. It holds nothing of it.
type judged struct {
	Number   int              `json:"number"`
	Strength meter.Strength   `json:"strength"`
	Score    int              `json:"score"` // 0 to 4
	Log10    float64          `json:"log10_guesses"`
	Online   rate             `json:"online"`
	Offline  rate             `json:"offline"`
	Hints    []meter.Hint     `json:"hints"`
	Facts    []meter.FactKind `json:"facts"`
	Models   []model          `json:"models"`
	Second   secondOpinion    `json:"second_opinion"`
}

type rate struct {
	PerSecond float64 `json:"guesses_per_second"`
	Seconds   float64 `json:"seconds"`
}

type model struct {
	Model string  `json:"model"`
	Log10 float64 `json:"log10_guesses"`
}

// secondOpinion is zxcvbn-go's.
type secondOpinion struct {
	opinion.Opinion
	Reason  string `json:"reason,omitempty"` // why it was not asked: missing, silent, withheld
	Lowered bool   `json:"lowered"`          // the strength is one step below the meter's
}

// Why zxcvbn-go was not asked.
const (
	missing  = "missing"  // the program lampan-zxcvbn is not there
	silent   = "silent"   // it gave no answer in time, now or before
	withheld = "withheld" // too long or slow for it
)

func newJudged(n int, g meter.Guess, o opinion.Opinion, unasked string) judged {
	v := judged{
		Number: n, Strength: strength(g, o), Score: g.Score(), Log10: tenth(g.Log10),
		Online:  newRate(g.Log10, onlinePerHour/hour),
		Offline: newRate(g.Log10, offlinePerSecond),
		Hints:   slices.Concat([]meter.Hint{}, g.Hints), Facts: slices.Concat([]meter.FactKind{}, g.Facts),
		Models: []model{},
		Second: secondOpinion{Opinion: o, Reason: unasked},
	}
	v.Second.Bits = tenth(o.Bits)
	for _, part := range g.Parts {
		v.Models = append(v.Models, model{part.Model, tenth(part.Log10)})
	}
	if v.Strength != g.Strength() {
		v.Second.Lowered = true
		v.Score--
	}
	return v
}

func newRate(log10, perSecond float64) rate {
	return rate{perSecond, math.Pow(10, min(log10, 300)) / perSecond}
}

// tenth rounds to one decimal. More would say more about the password than
// anybody needs to know.
func tenth(x float64) float64 { return math.Round(x*10) / 10 }

// mostHints is how many reasons are told: enough to act on.
const mostHints = 3

// tell says in words what is known of one candidate.
func (p *program) tell(v judged, g meter.Guess) {
	say := p.say.judge
	p.line("", fmt.Sprintf("%s %d: %s", say.candidate, v.Number, say.strengths[v.Strength]))
	p.line("  ", fmt.Sprintf(say.tries, p.say.tries(g.Log10)))
	p.line("    ", say.online+" "+p.say.lasts(g.Log10, onlinePerHour/hour))
	p.line("    ", say.offline+" "+p.say.lasts(g.Log10, offlinePerSecond))
	if v.Strength != meter.Strong && len(v.Hints) > 0 {
		p.line("  ", say.why)
		for _, h := range v.Hints[:min(len(v.Hints), mostHints)] {
			p.line("  - ", p.say.hints[h])
		}
	}
	p.line("  ", p.mostHelp(v))
	if p.set.explain {
		p.explain(v)
	}
}

// mostHelp is the one thing that would help most.
func (p *program) mostHelp(v judged) string {
	help := p.say.judge.helps
	if v.Strength == meter.Strong {
		return help.nothing
	}
	for _, h := range v.Hints {
		switch h {
		case meter.HintOther:
			return help.apart
		case meter.HintFamily, meter.HintSite, meter.HintUser, meter.HintPersonnum, meter.HintPhone, meter.HintDate, meter.HintName:
			return help.impersonal
		case meter.HintShort:
			if v.Strength == meter.Fair {
				return help.longer
			}
		default:
		}
	}
	if v.Strength == meter.Fair {
		return help.longer
	}
	return help.random
}

// explain shows how many tries each way of guessing needs and what zxcvbn-go said.
func (p *program) explain(v judged) {
	say := p.say.judge
	p.line("  ", fmt.Sprintf(say.power, p.say.decimal(v.Log10)))
	for _, m := range v.Models {
		p.line("    ", fmt.Sprintf(say.way, say.models[m.Model], p.say.tries(m.Log10)))
	}
	switch {
	case v.Second.Asked:
		p.line("  ", fmt.Sprintf(say.second, p.say.decimal(v.Second.Bits), v.Second.Score))
		if v.Second.Lowered {
			p.line("  ", say.lowered)
		}
	case v.Second.Reason == missing:
		p.line("  ", say.secondMissing)
	case v.Second.Reason == silent:
		p.line("  ", say.secondSilent)
	default:
		p.line("  ", say.secondWithheld)
	}
}

// json prints a value for other programs.
func (p *program) json(v any) error {
	e := json.NewEncoder(p.out)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}
