package vault

import (
	"strings"
	"time"

	"lampan/rules/password"
)

// json finds out which program wrote a JSON file and reads it. It is walked
// once before anything is kept, so that a damaged one yields nothing.
func (r *reader) json(text []byte) error {
	top := map[string]int{}
	j := &jsonReader{data: text}
	err := j.object(func(key []byte) error {
		j.peek()
		if len(key) <= len("encKeyValidation_DO_NOT_EDIT") {
			top[string(key)] = j.pos
		}
		return j.skip()
	})
	if err == nil && j.peek() != 0 {
		err = j.bad()
	}
	if err == nil {
		err = r.known(text, top)
	}
	return located(err, text)
}

// known reads a JSON file whose members are at the places in top.
func (r *reader) known(text []byte, top map[string]int) error {
	has := func(keys ...string) bool {
		for _, k := range keys {
			if top[k] == 0 {
				return false
			}
		}
		return true
	}
	at := func(key string) *jsonReader { return &jsonReader{data: text, pos: top[key]} }
	encrypted := has("encrypted") && at("encrypted").peek() == 't'
	switch {
	case encrypted && has("passwordProtected", "salt", "data"):
		return r.bitwardenProtected(text, top)
	case encrypted && has("vaults"):
		return bad{what: EncryptedProton}
	case encrypted:
		return bad{what: EncryptedBitwarden}
	case has("items") && (has("encrypted") || has("folders") || has("collections")):
		return r.bitwarden(at, has)
	case has("vaults"):
		return r.proton(at("vaults"))
	case has("accounts"):
		return r.onePassword(at("accounts"))
	case has("logins", "nextId"): // Firefox's logins.json, encrypted with key4.db
		return bad{what: ProgramFile}
	}
	return bad{what: UnknownFormat}
}

// bitwardenLogin is the type of an item with a password; the others are notes,
// cards, identities and keys.
const bitwardenLogin = 1

// bitwarden reads an export of one person's vault or of an organisation's. The
// layout is that of CipherWithIdExport and its parts in bitwarden/clients
// (libs/common/src/models/export).
func (r *reader) bitwarden(at func(string) *jsonReader, has func(...string) bool) error {
	r.info.Format = "Bitwarden"
	groups := map[string]string{}
	for _, key := range []string{"folders", "collections"} {
		if !has(key) {
			continue
		}
		j := at(key)
		err := j.array(func() error {
			var id, name string
			err := j.object(func(key []byte) (err error) {
				switch string(key) {
				case "id":
					id, err = j.text()
				case "name":
					name, err = j.text()
				default:
					err = j.skip()
				}
				return err
			})
			if len(groups) < maxEntries {
				groups[id] = name
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	j := at("items")
	n := 0
	return j.array(func() error {
		n++
		return r.bitwardenItem(j, n, groups)
	})
}

func (r *reader) bitwardenItem(j *jsonReader, n int, groups map[string]string) error {
	e := password.Entry{Line: n}
	var sort int64
	var created, revised, replaced, folder string
	err := j.object(func(key []byte) (err error) {
		switch string(key) {
		case "type":
			sort, err = j.number()
		case "name":
			e.Title, err = j.text()
		case "folderId":
			folder, err = j.text()
		case "collectionIds":
			err = j.array(func() error {
				id, err := j.text()
				if folder == "" {
					folder = id
				}
				return err
			})
		case "creationDate":
			created, err = j.text()
		case "deletedDate", "archivedDate":
			var there bool
			there, err = j.some()
			e.Deleted = e.Deleted || there
		case "passwordHistory":
			replaced, err = history(j, &e, "password", "lastUsedDate")
		case "login":
			revised, err = bitwardenSecrets(j, &e)
		default:
			err = j.skip()
		}
		return err
	})
	if err != nil {
		e.Wipe()
		return err
	}
	if sort != bitwardenLogin {
		e.Wipe()
		r.info.Skipped++
		return nil
	}
	e.Group = groups[folder]
	// A password that was never changed has no date of its own. One that was
	// replaced an earlier one on the day that was last used; Bitwarden's newer
	// exporter says only that.
	for _, date := range []string{revised, replaced, created} {
		if e.Changed = instant(date); !e.Changed.IsZero() {
			break
		}
	}
	return r.add(e)
}

func bitwardenSecrets(j *jsonReader, e *password.Entry) (revised string, err error) {
	err = j.object(func(key []byte) (err error) {
		switch string(key) {
		case "username":
			e.User, err = j.text()
		case "password":
			e.Secret.Wipe()
			e.Secret, err = j.secret()
		case "passwordRevisionDate":
			revised, err = j.text()
		case "totp":
			e.TOTP, err = j.some()
		case "fido2Credentials":
			e.Passkey, err = j.some()
		case "uris":
			err = j.array(func() error {
				return j.object(func(key []byte) error {
					if string(key) != "uri" {
						return j.skip()
					}
					one, err := j.text()
					addresses(e, one)
					return err
				})
			})
		default:
			err = j.skip()
		}
		return err
	})
	return revised, err
}

// history reads earlier passwords, which stand under key in each element, and
// returns the last of the times under when, as they stand there.
func history(j *jsonReader, e *password.Entry, key, when string) (last string, err error) {
	err = j.array(func() error {
		return j.object(func(k []byte) error {
			switch string(k) {
			case key:
				old, err := j.secret()
				if old.Empty() || len(e.History) == maxHistory {
					old.Wipe()
					return err
				}
				e.History = append(e.History, old)
				return err
			case when:
				j.peek()
				begin := j.pos
				if err := j.skip(); err != nil {
					return err
				}
				// Times are written with as many digits each, so that the later
				// one is the greater text.
				if t := strings.Trim(string(j.data[begin:min(j.pos, begin+40)]), `"`); t != "null" {
					last = max(last, t)
				}
				return nil
			}
			return j.skip()
		})
	})
	return last, err
}

// instant reads a time as JavaScript writes it; zero for anything else.
func instant(s string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, strings.TrimSpace(s))
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}
