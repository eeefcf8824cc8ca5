package main

import (
	"flag"
	"fmt"
	"regexp"
	"strings"
)

// commandNames are the commands that people are told of.
func commandNames() []string {
	return []string{"audit", "breach", "generate", "help", "page", "version"}
}

// commandFault tells of a word that is no command. It may be a password, unless
// it is plainly a command that was misspelled.
func (p *program) commandFault(word string) error {
	say := words(p.lang()).usage
	if like := nearest(word, commandNames()); like != "" {
		return stop{exitUsage, fmt.Sprintf(say.commandLike, like)}
	}
	return stop{exitUsage, say.noArguments}
}

// flagFault tells of a flag that is not known or has a value that does not fit.
// Nothing that was typed is repeated: it could be a password.
func (p *program) flagFault(f *flag.FlagSet, err error) error {
	say := words(p.lang()).usage
	if m := regexp.MustCompile(`^flag provided but not defined: -([a-z-]+)$`).FindStringSubmatch(err.Error()); m != nil {
		var names []string
		f.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
		if like := nearest(strings.TrimPrefix(m[1], "-"), names); like != "" {
			return stop{exitUsage, fmt.Sprintf(say.flagLike, like)}
		}
		return stop{exitUsage, say.badFlag}
	}
	m := regexp.MustCompile(`(?: for (?:flag )?-|^flag needs an argument: -)([a-z-]+)(?:$|: [^"]*$)`).FindStringSubmatch(err.Error())
	if m != nil && f.Lookup(m[1]) != nil {
		return stop{exitUsage, fmt.Sprintf(say.badValue, m[1])}
	}
	return stop{exitUsage, say.badFlag}
}

// longestName is how many letters a misspelled name may have.
const longestName = 12

// nearest is the name that a word is a misspelling of: one letter wrong, or two
// in a long one. It is empty when the word is anything but letters or like none.
func nearest(word string, names []string) string {
	if len(word) > longestName || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz-") != "" {
		return ""
	}
	best, least := "", 3
	for _, name := range names {
		if d := distance(word, name); d < least && d <= max(1, len(name)/4) {
			best, least = name, d
		}
	}
	return best
}

// distance counts the letters to add, take away, change or swap with the next.
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range b {
		rows[0][j+1] = j + 1
	}
	for i := range a {
		for j := range b {
			change := rows[i][j]
			if a[i] != b[j] {
				change++
			}
			d := min(change, rows[i][j+1]+1, rows[i+1][j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, rows[i-1][j-1]+1)
			}
			rows[i+1][j+1] = d
		}
	}
	return rows[len(a)][len(b)]
}
