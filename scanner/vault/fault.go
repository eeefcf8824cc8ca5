package vault

import (
	"bytes"
	"errors"
	"fmt"
)

// What names a fault, so that a caller can say it in any language together
// with what to do.
type What string

// The faults. The comment is what there is to say to a person.
const (
	UnknownFormat What = "unknown-format" // none of the exports this program knows
	Empty         What = "empty"          // nothing in the file
	NoPasswords   What = "no-passwords"   // a table, but none of its columns holds passwords
	OldFormat     What = "old-format"     // KeePass 1, 1Password 7: save or export with the newer program
	ProgramFile   What = "program-file"   // a browser's own file: export from the browser instead
	Spreadsheet   What = "spreadsheet"    // save as CSV, or better: export again

	NeedsPassword      What = "needs-password"      // say which password opens the file
	WrongPassword      What = "wrong-password"      // the password, the key file or both do not fit
	BadKeyFile         What = "bad-key-file"        // the key file is damaged
	EncryptedBitwarden What = "encrypted-bitwarden" // export again: JSON, or encrypted JSON with a file password
	EncryptedProton    What = "encrypted-proton"    // export again without a password: JSON or CSV
	EncryptedArchive   What = "encrypted-archive"   // unpack it with its password, or export without

	TooLarge       What = "too-large"        // more than 512 MB, or 256 MB of text
	TooManyEntries What = "too-many-entries" // more than 100,000
	FieldTooLong   What = "field-too-long"   // a field of more than 64 kB
	TooDeep        What = "too-deep"         // nested as no export is
	Bomb           What = "bomb"             // an archive that unpacks to far more than an export would
	TooCostly      What = "too-costly"       // the key derivation asks for more memory or time than is sensible

	CutOff      What = "cut-off"      // the file ends too early: export or copy it again
	Damaged     What = "damaged"      // a checksum does not fit: export or copy it again
	Unsupported What = "unsupported"  // a version or cipher this program does not know
	NotText     What = "not-text"     // letters in no encoding that is known: save as UTF-8
	TableQuote  What = "table-quote"  // a quotation mark is never closed, or closed too early
	TableCells  What = "table-cells"  // a line has more or fewer cells than the headings
	JSONSyntax  What = "json-syntax"  // not JSON at that place
	XMLSyntax   What = "xml-syntax"   // not XML at that place
	MissingData What = "missing-data" // an archive without the file that holds the passwords
)

// Fault is an error of Read: what, and where. It holds nothing of what the file
// says.
type Fault struct {
	File   string // as the user wrote it
	Inside string // the file inside an archive; empty otherwise
	Line   int    // from 1; 0 when the fault has no place
	Column int    // in bytes, from 1; 0 when the line says enough
	What   What
}

// Error is for logs and for programmers. A person gets a sentence made from
// What.
func (f *Fault) Error() string {
	where := fmt.Sprintf("%q", f.File)
	if f.Inside != "" {
		where += fmt.Sprintf(", %q", f.Inside)
	}
	if f.Line > 0 {
		where += fmt.Sprintf(", line %d", f.Line)
	}
	if f.Column > 0 {
		where += fmt.Sprintf(", column %d", f.Column)
	}
	return fmt.Sprintf("read %s: %s", where, f.What)
}

// Unwrap returns the sentinel that the fault belongs to, or nil.
func (f *Fault) Unwrap() error {
	switch f.What {
	case NeedsPassword:
		return ErrPassword
	case WrongPassword, BadKeyFile:
		return ErrWrongPassword
	case EncryptedBitwarden, EncryptedProton, EncryptedArchive:
		return ErrEncrypted
	case UnknownFormat, NoPasswords, OldFormat, ProgramFile, Spreadsheet, MissingData:
		return ErrFormat
	default:
		return nil
	}
}

// bad is a fault on its way up. It knows a place in the text that was read, or
// none when pos is not set.
type bad struct {
	what   What
	pos    int // bytes into the text, from 1
	line   int // set by located, or by who knows the line
	column int
}

func (b bad) Error() string { return string(b.what) }

// located turns the position of a fault into a line and a column of text.
func located(err error, text []byte) error {
	b, ok := errors.AsType[bad](err)
	if !ok || b.pos == 0 || b.line > 0 {
		return err
	}
	before := text[:min(b.pos-1, len(text))]
	b.line = 1 + bytes.Count(before, []byte("\n"))
	b.column = len(before) - bytes.LastIndexByte(before, '\n')
	return b
}

// fault makes what Read returns of an error on its way up.
func (r *reader) fault(err error) error {
	b, ok := errors.AsType[bad](err)
	if !ok {
		b = bad{what: Damaged}
	}
	return &Fault{File: r.name, Inside: r.inside, Line: b.line, Column: b.column, What: b.what}
}
