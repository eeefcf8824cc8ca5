package rules

import "strconv"

// Fault is one thing wrong in a rule pack. Load and Validate join all that
// they find, so that one run shows everything there is to mend.
type Fault struct {
	File    string // path inside the pack
	Line    int    // from 1; 0 when the fault is of the file as a whole
	Message string
	Hint    string // what to do; may be empty
}

// Error is "file:line: message (hint)".
func (f *Fault) Error() string {
	s := f.File
	if f.Line > 0 {
		s += ":" + strconv.Itoa(f.Line)
	}
	s += ": " + f.Message
	if f.Hint != "" {
		s += " (" + f.Hint + ")"
	}
	return s
}
