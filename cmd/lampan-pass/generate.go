package main

import (
	"crypto/rand"
	"errors"
	"flag"
	"fmt"

	"lampan/rules/password/phrase"
)

// mostCount is how many passwords are made at once.
const mostCount = 100

// generate makes passphrases, or passwords of random characters. They go to
// standard output, and what they are worth to standard error.
func (p *program) generate(args []string) error {
	f := p.flags()
	words := f.Int("words", phrase.UsualWords, "")
	length := f.Int("length", phrase.UsualLength, "")
	count := f.Int("count", 1, "")
	f.BoolVar(&p.set.explain, "explain", false, "")
	if _, err := p.parse(f, args, func(t text) string { return t.help.generate }, 0); err != nil {
		return err
	}
	given := map[string]bool{}
	f.Visit(func(f *flag.Flag) { given[f.Name] = true })
	switch {
	case given["words"] && given["length"]:
		return stop{exitUsage, p.say.usage.wordsOrLength}
	case *count < 1 || *count > mostCount:
		return stop{exitUsage, fmt.Sprintf(p.say.usage.count, mostCount)}
	}
	if err := p.guard(); err != nil {
		return err
	}
	worth := 0.0
	for range *count {
		var made []byte
		var err error
		if given["length"] {
			made, worth, err = phrase.Random(rand.Reader, *length)
		} else {
			made, worth, err = phrase.Generate(rand.Reader, p.say.lang, *words)
		}
		switch {
		case errors.Is(err, phrase.ErrWords):
			return stop{exitUsage, fmt.Sprintf(p.say.usage.words, phrase.FewestWords, phrase.MostWords)}
		case errors.Is(err, phrase.ErrLength):
			return stop{exitUsage, fmt.Sprintf(p.say.usage.length, phrase.FewestCharacters, phrase.MostCharacters)}
		case err != nil:
			return fmt.Errorf("make a password: %w", err)
		}
		_, err = p.out.Write(made)
		fmt.Fprintln(p.out)
		clear(made)
		if err != nil {
			return fmt.Errorf("write a password: %w", err)
		}
	}
	// Half of all are tried, on average, before the right one.
	say := p.say.worth.words
	if given["length"] {
		say = p.say.worth.characters
	}
	p.note(fmt.Sprintf(say, p.say.lasts(log10(worth-1), offlinePerSecond)))
	if p.set.explain {
		p.note(fmt.Sprintf(p.say.worth.bits, p.say.decimal(worth)))
	}
	return nil
}
