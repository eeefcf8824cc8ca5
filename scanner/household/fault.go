package household

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lampan/rules/exposure"
)

// Fault is one thing in household.yaml, or in another file that the family writes,
// that is not right.
type Fault struct {
	File    string // "" when the fault is not about what a file says
	Line    int    // from 1; 0 when the fault is the whole file's
	Path    string // where in the file: "people[1].born"
	Code    Code
	Args    []string // what the sentence names
	Message string   // English: what is wrong
	Hint    string   // English: what to do
}

// Error is "file:line: message (hint)" in English.
func (f Fault) Error() string { return f.In(exposure.English) }

// In is "file:line: message (hint)" in the language, without a place that is not
// known; Swedish unless English is asked for.
func (f Fault) In(lang exposure.Lang) string {
	message, hint := f.words(lang)
	where := f.File
	if f.Line > 0 {
		where += ":" + strconv.Itoa(f.Line)
	}
	if where != "" {
		where += ": "
	}
	return fmt.Sprintf("%s%s (%s)", where, message, hint)
}

func (f Fault) words(lang exposure.Lang) (message, hint string) {
	t := texts[f.Code]
	if lang == exposure.English {
		return fill(t.en, f.Args), fill(t.enHint, f.Args)
	}
	return fill(t.sv, f.Args), fill(t.svHint, f.Args)
}

// fill puts args in the places {0}, {1}, … of a sentence.
func fill(s string, args []string) string {
	pairs := make([]string, 0, 2*len(args))
	for i, a := range args {
		pairs = append(pairs, "{"+strconv.Itoa(i)+"}", a)
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

// Faults are all the faults of one file, ordered by line. It is never empty
// when returned as an error.
type Faults []Fault

// Error lists the faults, one a line, in English.
func (fs Faults) Error() string { return fs.In(exposure.English) }

// In lists the faults, one a line, in the language.
func (fs Faults) In(lang exposure.Lang) string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.In(lang)
	}
	return strings.Join(lines, "\n")
}

// NewFault is one thing that is not right in a file of the family's, for packages
// that read the others: file, line and path as Fault has them.
func NewFault(file string, line int, path string, code Code, args ...string) Fault {
	for i := range args {
		args[i] = clip(args[i])
	}
	return newFault(file, line, path, code, args...)
}

func newFault(file string, line int, path string, code Code, args ...string) Fault {
	f := Fault{File: file, Line: line, Path: path, Code: code, Args: args}
	f.Message, f.Hint = f.words(exposure.English)
	return f
}

// maxFaults bounds the list; a file with more has one cause that repeats.
const maxFaults = 100

func sortFaults(fs Faults) Faults {
	slices.SortStableFunc(fs, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Path, b.Path))
	})
	return fs
}

// Words are the sentence and the hint of a code, for refusals that share them.
func Words(code Code, lang exposure.Lang, args ...string) (message, hint string) {
	return Fault{Code: code, Args: args}.words(lang)
}
