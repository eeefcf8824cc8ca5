// Package password holds what a password is to lampan: a Secret that cannot be
// printed or encoded, and the Entry of a vault that it stands in.
//
// The packages below it think about passwords: meter says how soon one would be
// guessed, hygiene looks at a whole household's, verdict is what may be written
// down about them. None of them reads files or reaches the network.
package password

import "time"

// Entry is one line of somebody's vault. Everything in it stays in memory.
type Entry struct {
	Person string // the roster's ID, or empty when nobody was named
	Vault  string // the file it came from, as the user wrote it
	Line   int    // line or position in the file, from 1; 0 when unknown

	Title string // what the person calls it
	URL   string // the first address, as stored; may lack a scheme
	URLs  []string
	User  string // user name or e-mail
	Group string // folder, collection or group, "/" between levels

	Secret  Secret
	History []Secret // earlier passwords, which are not in use

	Changed time.Time // of the password; zero when the export does not say
	Expired bool      // its own expiry date has passed
	Deleted bool      // in the bin, archived
	Linked  bool      // a reference to another entry's password, not a copy
	TOTP    bool      // a one-time-password seed is stored with it
	Passkey bool
	Master  bool // opens the vault itself
}

// Wipe overwrites every password of the entry.
func (e *Entry) Wipe() {
	e.Secret.Wipe()
	for _, s := range e.History {
		s.Wipe()
	}
}
