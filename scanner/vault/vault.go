// Package vault reads what password managers and browsers export, and hands
// over password.Entry. What a file is shows in its content, never in its name.
//
// It promises that everything stays in memory, that no password becomes a
// string, and that every buffer in which it unpacked, decrypted or decoded a
// password is overwritten before Read returns, whether it went well or not.
// What it hands over are copies of exactly the right size, which the caller
// wipes; so does the caller with the file. Titles, addresses and user names
// are strings. One-time-password seeds, passkeys, notes, cards and attachments
// are not kept at all.
//
// It reads with walkers of its own over bytes, because encoding/csv,
// encoding/json and encoding/xml make strings of what they read, and with its
// own reader of KDBX, because the libraries for it do too, reserve whatever
// memory a header asks for and panic on damaged files. The cryptography is the
// standard library's, golang.org/x/crypto's and tobischo/argon2's. What they
// keep for themselves is keys and hashes, with one exception: the window of a
// decompressor, which is rinsed.
//
// Faults say what and where, never what the file holds.
package vault

import (
	"bytes"
	"errors"
	"slices"
	"time"

	"lampan/rules/password"
)

// The kinds of faults that callers tell apart. Every error of Read is a *Fault
// and is one of these or none.
var (
	ErrPassword      = errors.New("the file has a password")
	ErrWrongPassword = errors.New("the password or the key file does not fit")
	ErrEncrypted     = errors.New("the export can be opened only where it was made")
	ErrFormat        = errors.New("no export that is known")
)

// Options say how to read. The zero Options read whatever needs no password.
type Options struct {
	Password password.Secret // opens the file; neither kept nor wiped
	KeyFile  []byte          // content of a KeePass key file; nil when there is none
	List     bool            // the file is a plain list, one password a line
	At       time.Time       // decides what has expired; zero: nothing has
}

// Info says what was read.
type Info struct {
	Format  string // for people: the program that wrote the file
	Lines   bool   // Entry.Line is a line; otherwise the entry's number in the file
	Skipped int    // entries without a password: notes, cards, passkeys alone
}

// What a vault may be at most. A file is refused rather than read in part.
const (
	maxFile    = 512 << 20 // bytes as they are stored, attachments and all
	maxText    = 256 << 20 // bytes once unpacked
	maxEntries = 100_000
	maxField   = 64 << 10 // bytes of a password, title, address or user name
	maxDepth   = 64       // levels of JSON, XML or groups
	maxPath    = 4 << 10  // bytes of a group's name with all above it
)

// What is kept of an entry at most; the rest is passed over. Both are looked
// through for each one more.
const (
	maxAddresses = 100
	maxHistory   = 100
)

// Read returns the entries of the export in data, in its order. name is the
// file as the user wrote it; it becomes Entry.Vault and Fault.File. Whatever
// Info counts as skipped holds no password.
//
// A KeePass database that a password opened begins with an entry of its own
// for that password, which is marked Master.
//
// On an error, which is always a *Fault, nothing is returned and everything
// read so far is wiped. Read keeps nothing of data and does not change it.
func Read(name string, data []byte, o Options) ([]password.Entry, Info, error) {
	r := &reader{name: name, options: o}
	defer r.wipe()
	if err := r.file(data); err != nil {
		for i := range r.entries {
			r.entries[i].Wipe()
		}
		return nil, Info{}, r.fault(err)
	}
	return r.entries, r.info, nil
}

// reader is one call of Read.
type reader struct {
	name    string
	options Options
	info    Info
	entries []password.Entry
	inside  string   // the member of an archive that is being read
	scratch [][]byte // every buffer that may hold a password
}

// keep notes a buffer that is overwritten when the reading is over.
func (r *reader) keep(b []byte) []byte {
	if cap(b) > 0 {
		r.scratch = append(r.scratch, b[:cap(b)])
	}
	return b
}

func (r *reader) wipe() {
	for _, b := range r.scratch {
		clear(b)
	}
}

// add takes over an entry, with its secrets, or skips it when it has no
// password.
func (r *reader) add(e password.Entry) error {
	if e.Secret.Empty() {
		e.Wipe()
		r.info.Skipped++
		return nil
	}
	if len(r.entries) == maxEntries {
		e.Wipe()
		return bad{what: TooManyEntries}
	}
	e.Vault = r.name
	r.entries = append(r.entries, e)
	return nil
}

func (r *reader) file(data []byte) error {
	switch {
	case len(data) == 0:
		return bad{what: Empty}
	case len(data) > maxFile:
		return bad{what: TooLarge}
	case r.options.List:
		return r.forced(data)
	case bytes.HasPrefix(data, []byte(keepassMagic)):
		return r.kdbx(data)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return r.archive(data)
	case bytes.HasPrefix(data, []byte("SQLite format 3\x00")):
		return bad{what: ProgramFile}
	}
	return r.text(data)
}

// text reads what is written in letters.
func (r *reader) text(data []byte) error {
	if len(data) > maxText {
		return bad{what: TooLarge}
	}
	text, err := r.decode(data)
	if err != nil {
		return err
	}
	start := bytes.TrimLeft(text, " \t\r\n")
	switch {
	case len(start) == 0:
		return bad{what: Empty}
	case start[0] == '{' || start[0] == '[':
		return r.json(text)
	case start[0] == '<':
		return r.xml(text)
	case bytes.Contains(text, []byte(onePifMark)):
		return bad{what: OldFormat}
	}
	err = r.table(text)
	if !errors.Is(err, errNoTable) {
		return located(err, text)
	}
	if plainList(text) {
		return r.list(text)
	}
	return bad{what: UnknownFormat}
}

// onePifMark stands between the items of an export from 1Password 7 and older.
const onePifMark = "***5642bee8-a5ff-11dc-8314-0800200c9a66***"

// forced reads a list because the caller says that it is one.
func (r *reader) forced(data []byte) error {
	if len(data) > maxText {
		return bad{what: TooLarge}
	}
	text, err := r.decode(data)
	if err != nil {
		return err
	}
	return r.list(text)
}

// secretOf copies b into a Secret of exactly its size.
func secretOf(b []byte) (password.Secret, error) {
	if len(b) > maxField {
		return password.Secret{}, bad{what: FieldTooLong}
	}
	if len(b) == 0 {
		return password.Secret{}, nil
	}
	own := make([]byte, len(b))
	copy(own, b)
	return password.NewSecret(own), nil
}

// addresses takes a login's addresses into e, the first one first. Repeated and
// empty ones are dropped, and so is what no person has so many of.
func addresses(e *password.Entry, all ...string) {
	for _, a := range all {
		a = shown(a)
		if a == "" || len(e.URLs) == maxAddresses || slices.Contains(e.URLs, a) {
			continue
		}
		if e.URL == "" {
			e.URL = a
		}
		e.URLs = append(e.URLs, a)
	}
}
