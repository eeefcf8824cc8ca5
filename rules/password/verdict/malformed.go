package verdict

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// Code names what is wrong with a verdicts file. Its words in each language
// stand with the program that shows it.
type Code string

// What can be wrong.
const (
	TooLarge   Code = "file.large"
	Encoding   Code = "file.encoding"
	Syntax     Code = "file.json"
	Newer      Code = "schema.newer"
	NotSchema  Code = "schema.unknown"
	KeyUnknown Code = "key.unknown"
	KeyTwice   Code = "key.twice"
	KeyMissing Code = "key.missing"
	WrongType  Code = "value.type"
	WrongWord  Code = "value.word"
	WrongDate  Code = "value.date"
	WrongText  Code = "value.text"
	WrongRange Code = "value.range"
	Twice      Code = "value.twice"
	Nobody     Code = "value.person"
	Nowhere    Code = "value.account"
	Contrary   Code = "value.contrary"
)

// sentence is what an error says of a code, and what to do about it.
func (c Code) sentence() string {
	const again = "; make it again with lampan-pass audit --verdicts"
	switch c {
	case TooLarge:
		return "the file is larger than a verdicts file can be" + again
	case Encoding:
		return "the text is not UTF-8" + again
	case Syntax:
		return "this is not the JSON of a verdicts file, or it ends too early" + again
	case Newer:
		return "the file comes from a newer lampan-pass; use a lampan of the same version"
	case NotSchema:
		return "the schema is not one that lampan knows" + again
	case KeyUnknown:
		return "the key is unknown" + again
	case KeyTwice:
		return "the key stands twice" + again
	case KeyMissing:
		return "a key is missing" + again
	case WrongType:
		return "the value is of the wrong kind" + again
	case WrongWord:
		return "the word is unknown" + again
	case WrongDate:
		return "the date is not one of the form YYYY-MM-DD" + again
	case WrongText:
		return "the text is empty, too long or holds signs that cannot be shown" + again
	case WrongRange:
		return "the number is out of range" + again
	case Twice:
		return "the value stands twice" + again
	case Nobody:
		return "the person is not in the list of people" + again
	case Nowhere:
		return "the account is not in the list of accounts" + again
	case Contrary:
		return "the value contradicts another beside it" + again
	}
	return string(c)
}

// Malformed is the first fault of a verdicts file. It holds no text of the file.
type Malformed struct { //nolint:errname // it says what the file is, as a Fault does in other packages
	Line, Column int    // from 1; columns in characters
	Path         string // keys and positions; empty for the file as a whole
	Code         Code
}

// Error says where, what and what to do.
func (m *Malformed) Error() string {
	where := fmt.Sprintf("line %d, column %d", m.Line, m.Column)
	if m.Path != "" {
		where += ", " + m.Path
	}
	return where + ": " + m.Code.sentence()
}

func fault(data []byte, at int, path string, c Code) *Malformed {
	before := data[:min(max(at, 0), len(data))]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return &Malformed{
		Line: 1 + bytes.Count(before, []byte{'\n'}), Column: 1 + utf8.RuneCount(line), Path: path, Code: c,
	}
}
