package breach

import (
	"errors"
	"fmt"
)

// ErrCanary is returned when a filter fails its self-test: it does not know
// passwords that every real list holds, or it knows random ones.
var ErrCanary = errors.New("the filter fails its self-test")

// What names one thing that can be wrong with a list or a filter. The program
// that talks to people has a sentence for each.
type What string

// What is wrong with a list that should become a filter.
const (
	NotAFile    What = "not a file"      // a pipe, a device, a folder in a folder
	Empty       What = "empty"           // no line in the file
	WebPage     What = "web page"        // an error page instead of the list
	Archive     What = "archive"         // zip, 7z, xz and the like: unpack first
	Gzip        What = "gzip"            // ends early or is damaged: fetch again
	Binary      What = "binary"          // not text
	IsFilter    What = "is a filter"     // a finished filter, not a list
	NotHashes   What = "not hashes"      // a line that is not HASH:COUNT
	NTLM        What = "ntlm"            // hashes of the other kind offered
	CutLine     What = "cut line"        // the last line ends in the middle
	NoPrefix    What = "no prefix"       // 35 digits in a line, and the file's name is not the first 5
	WrongPrefix What = "wrong prefix"    // 40 digits in a line, not those of the file's name
	ByCount     What = "by count"        // ordered by count; the list ordered by hash is needed
	Unordered   What = "unordered"       // not ordered by hash
	Overlap     What = "overlap"         // begins before the end of an earlier file, or is given twice
	SameFile    What = "same file"       // the filter would replace the list
	TooFew      What = "too few"         // Have hashes: a list of one's own, or a piece
	Gaps        What = "gaps"            // Have of Want prefixes: part of the list
	NoCanary    What = "no known leaked" // Have of Want well-known leaked passwords: another list
)

// What is wrong with a file that should be a filter.
const (
	NotAFilter   What = "not a filter"
	OtherVersion What = "other version" // made by another version of the program
	CutFilter    What = "cut filter"    // Have of Want bytes remain
	Damaged      What = "damaged"       // build or copy it again
	SelfTest     What = "self-test"     // Unwrap gives ErrCanary
)

// Whats returns every What, so that a test can ask for a sentence for each.
func Whats() []What {
	return []What{
		NotAFile, Empty, WebPage, Archive, Gzip, Binary, IsFilter, NotHashes, NTLM, CutLine, NoPrefix, WrongPrefix,
		ByCount, Unordered, Overlap, SameFile, TooFew, Gaps, NoCanary,
		NotAFilter, OtherVersion, CutFilter, Damaged, SelfTest,
	}
}

// Fault says what is wrong with a file, and where. It never holds text from the
// file.
type Fault struct {
	File string // as the user wrote it, or inside the folder the user named
	Line int    // from 1; 0 when the fault is in no one line
	What What
	// Have and Want are numbers that belong to some faults: see What.
	Have, Want int64
}

func (f *Fault) Error() string {
	text := fmt.Sprintf("%q", f.File)
	if f.Line > 0 {
		text += fmt.Sprintf(", line %d", f.Line)
	}
	text += ": " + string(f.What)
	switch {
	case f.Want > 0:
		text += fmt.Sprintf(" (%d of %d)", f.Have, f.Want)
	case f.Have > 0:
		text += fmt.Sprintf(" (%d)", f.Have)
	}
	return text
}

// Unwrap returns ErrCanary for a failed self-test.
func (f *Fault) Unwrap() error {
	if f.What == SelfTest {
		return ErrCanary
	}
	return nil
}
