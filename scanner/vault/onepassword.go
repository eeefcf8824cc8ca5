package vault

import (
	"strconv"
	"time"

	"lampan/rules/password"
)

// onePassword reads the accounts of export.data in a 1PUX file. The layout is
// the one at support.1password.com/1pux-format, and
// onepassword-1pux-importer-types.ts in bitwarden/clients.
//
// A login's password is the login field with the designation "password"; an
// item of the category Password has it in details. Passwords in other sections,
// such as PINs and recovery codes, are no passwords of an account.
func (r *reader) onePassword(j *jsonReader) error {
	r.info.Format = "1Password"
	n := 0
	return j.array(func() error {
		return j.object(func(key []byte) error {
			if string(key) != "vaults" {
				return j.skip()
			}
			return j.array(func() error { return r.onePasswordVault(j, &n) })
		})
	})
}

func (r *reader) onePasswordVault(j *jsonReader, n *int) error {
	name := ""
	begin := len(r.entries)
	err := j.object(func(key []byte) error {
		switch string(key) {
		case "attrs":
			return j.object(func(key []byte) (err error) {
				if string(key) != "name" {
					return j.skip()
				}
				name, err = j.text()
				return err
			})
		case "items":
			return j.array(func() error {
				*n++
				return r.onePasswordItem(j, *n)
			})
		}
		return j.skip()
	})
	for i := range r.entries[begin:] {
		r.entries[begin+i].Group = name
	}
	return err
}

func (r *reader) onePasswordItem(j *jsonReader, n int) error {
	e := password.Entry{Line: n}
	var created, replaced int64
	var main password.Secret // of an item that is a password alone
	category := ""
	err := j.object(func(key []byte) (err error) {
		switch string(key) {
		case "categoryUuid":
			category, err = j.text()
		case "createdAt":
			created, err = j.number()
		case "state":
			var state string
			state, err = j.text()
			e.Deleted = state == "archived" || state == "trashed" || state == "deleted"
		case "overview":
			err = onePasswordOverview(j, &e)
		case "details":
			replaced, err = onePasswordDetails(j, &e, &main)
		default:
			err = j.skip()
		}
		return err
	})
	if e.Secret.Empty() {
		e.Secret, main = main, password.Secret{}
	}
	main.Wipe()
	switch {
	case err != nil:
		e.Wipe()
		return err
	case category != "" && category != "001" && category != "005": // neither a login nor a password
		e.Wipe()
		r.info.Skipped++
		return nil
	}
	// The newest of the earlier passwords says when it was replaced.
	if replaced == 0 && len(e.History) == 0 {
		replaced = created
	}
	if replaced > 0 && replaced < latest.Unix() {
		e.Changed = time.Unix(replaced, 0).UTC()
	}
	return r.add(e)
}

func onePasswordOverview(j *jsonReader, e *password.Entry) error {
	var main string
	var others []string
	err := j.object(func(key []byte) (err error) {
		switch string(key) {
		case "title":
			e.Title, err = j.text()
		case "url":
			main, err = j.text()
		case "urls":
			err = j.array(func() error {
				return j.object(func(key []byte) error {
					if string(key) != "url" {
						return j.skip()
					}
					one, err := j.text()
					others = append(others, one)
					return err
				})
			})
		default:
			err = j.skip()
		}
		return err
	})
	addresses(e, append([]string{main}, others...)...)
	return err
}

func onePasswordDetails(j *jsonReader, e *password.Entry, main *password.Secret) (replaced int64, err error) {
	err = j.object(func(key []byte) (err error) {
		switch string(key) {
		case "password":
			main.Wipe()
			*main, err = j.secret()
		case "loginFields":
			err = j.array(func() error { return onePasswordField(j, e) })
		case "passwordHistory":
			last := ""
			last, err = history(j, e, "value", "time")
			replaced, _ = strconv.ParseInt(last, 10, 64) // 0 when it says nothing
		case "passkey":
			e.Passkey, err = j.some()
		case "sections":
			err = j.array(func() error {
				return j.object(func(key []byte) error {
					if string(key) != "fields" {
						return j.skip()
					}
					return j.array(func() error { return onePasswordMore(j, e) })
				})
			})
		default:
			err = j.skip()
		}
		return err
	})
	return replaced, err
}

// onePasswordField reads one field of the form a login was saved from. What the
// value is shows only in the designation, which comes after it.
func onePasswordField(j *jsonReader, e *password.Entry) error {
	var value password.Secret
	designation := ""
	err := j.object(func(key []byte) (err error) {
		switch string(key) {
		case "value":
			value.Wipe()
			value, err = j.secret()
		case "designation":
			designation, err = j.text()
		default:
			err = j.skip()
		}
		return err
	})
	switch {
	case err == nil && designation == "password" && e.Secret.Empty():
		e.Secret = value
		return nil
	case err == nil && designation == "username" && e.User == "":
		value.Use(func(b []byte) { e.User = string(b) })
	}
	value.Wipe()
	return err
}

// onePasswordMore looks at one of the other fields: whether it makes one-time
// passwords or is a passkey.
func onePasswordMore(j *jsonReader, e *password.Entry) error {
	return j.object(func(key []byte) error {
		if string(key) != "value" {
			return j.skip()
		}
		return j.object(func(key []byte) error {
			there, err := j.some()
			switch string(key) {
			case "totp":
				e.TOTP = e.TOTP || there
			case "passkey":
				e.Passkey = e.Passkey || there
			}
			return err
		})
	})
}
