// Package withhold keeps what each member of a household has chosen not to show the
// others: findings, by their IDs. The list lies with what lampan keeps of the case, for
// its owner's eyes only. Nothing else tells that it is there.
package withhold

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"lampan/rules/exposure"
	"lampan/scanner/audit"
	"lampan/scanner/internal/keep"
)

// File is the name of the list in the folder of what lampan keeps.
const File = "share.json"

const (
	schema  = 1
	maxFile = 1 << 20
)

// List is what each member has chosen not to show. The zero List hides nothing.
type List struct {
	Schema int                                         `json:"schema"`
	Hidden map[exposure.SubjectID][]exposure.FindingID `json:"hidden"` // without repeats, ordered
}

// Hides reports whether a member has chosen not to show a finding.
func (l *List) Hides(who exposure.SubjectID, id exposure.FindingID) bool {
	return slices.Contains(l.Hidden[who], id)
}

// Piece reports whether a piece of evidence is kept from whoever reads: somebody else
// has withheld its finding, and shows it or is whom it is about. Reads is empty for
// what all of the household read.
func (l *List) Piece(reads exposure.SubjectID, f *exposure.Finding, e *exposure.Evidence) bool {
	return e.Shower != reads && l.Hides(e.Shower, f.ID) || f.Subject != reads && l.Hides(f.Subject, f.ID)
}

// set puts a finding on a member's list, or takes it off.
func (l *List) set(who exposure.SubjectID, id exposure.FindingID, hide bool) {
	of := slices.DeleteFunc(slices.Clone(l.Hidden[who]), func(o exposure.FindingID) bool { return o == id })
	if hide {
		of = append(of, id)
		slices.Sort(of)
	}
	if l.Hidden == nil {
		l.Hidden = map[exposure.SubjectID][]exposure.FindingID{}
	}
	if l.Hidden[who] = of; len(of) == 0 {
		delete(l.Hidden, who)
	}
}

// Load reads the list in a folder; without a file it is empty. The error is an
// *audit.StoreError with audit.ErrDamaged where the file is not as it was written:
// what somebody withholds must not show because of it.
func Load(dir string) (*List, error) {
	path := filepath.Join(dir, File)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &List{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read what is withheld: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read what is withheld: %w", err)
	}
	l, err := Parse(data)
	if err != nil {
		return nil, &audit.StoreError{Op: "read what is withheld", File: path, Fault: audit.ErrDamaged, Err: err}
	}
	return l, nil
}

// idPattern is the form of the IDs of members and findings.
var idPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,127}$`)

// Parse reads the text of a list.
func Parse(data []byte) (*List, error) {
	if len(data) > maxFile {
		return nil, errors.New("the list is larger than 1 MB")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	var l List
	if err := d.Decode(&l); err != nil {
		return nil, fmt.Errorf("decode list: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("the list has more than one value")
	}
	if l.Schema != schema {
		return nil, fmt.Errorf("schema %d is not %d", l.Schema, schema)
	}
	for who, of := range l.Hidden {
		for _, id := range of {
			if !idPattern.MatchString(string(who)) || !idPattern.MatchString(string(id)) {
				return nil, fmt.Errorf("%q of %q is no ID", id, who)
			}
		}
	}
	return &l, nil
}

// Change puts findings on a member's list, and takes others off, with the file to
// itself. The folder must be there.
func Change(dir string, who exposure.SubjectID, hide, show []exposure.FindingID) (err error) {
	unlock, err := keep.Lock(filepath.Join(dir, File+".lock"))
	if err != nil {
		return fmt.Errorf("write what is withheld: %w", err)
	}
	defer unlock()
	l, err := Load(dir)
	if err != nil {
		return err
	}
	for _, id := range hide {
		l.set(who, id, true)
	}
	for _, id := range show {
		l.set(who, id, false)
	}
	l.Schema = schema
	data, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("write what is withheld: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err == nil {
		err = errors.Join(keep.Replace(root, File, append(data, '\n')), root.Close())
	}
	if err != nil {
		return fmt.Errorf("write what is withheld: %w", err)
	}
	return nil
}
