package vault

import (
	"lampan/rules/password"
)

// protonTrashed is the state of an item in the bin; 1 is an active one.
const protonTrashed = 2

// proton reads the vaults of data.json in Proton Pass's archive. The layout is
// that of ExportData in ProtonMail/WebClients (packages/pass/lib/export) and of
// KeePassXC's ProtonPassReader.cpp. Times are those of the item, not of the
// password, so none is kept. Earlier passwords are not part of the export.
func (r *reader) proton(j *jsonReader) error {
	r.info.Format = "Proton Pass"
	n := 0
	vault := func() error {
		name := ""
		begin := len(r.entries)
		err := j.object(func(key []byte) (err error) {
			switch string(key) {
			case "name":
				name, err = j.text()
			case "items":
				err = j.array(func() error {
					n++
					return r.protonItem(j, n)
				})
			default:
				err = j.skip()
			}
			return err
		})
		for i := range r.entries[begin:] {
			r.entries[begin+i].Group = name
		}
		return err
	}
	if j.peek() == '[' { // as third-party tools write it
		return j.array(vault)
	}
	return j.object(func([]byte) error { return vault() })
}

func (r *reader) protonItem(j *jsonReader, n int) error {
	e := password.Entry{Line: n}
	sort, mail := "", ""
	err := j.object(func(key []byte) (err error) {
		switch string(key) {
		case "state":
			var state int64
			state, err = j.number()
			e.Deleted = state == protonTrashed
		case "data":
			sort, mail, err = protonData(j, &e)
		default:
			err = j.skip()
		}
		return err
	})
	if err != nil {
		e.Wipe()
		return err
	}
	if sort != "login" {
		e.Wipe()
		r.info.Skipped++
		return nil
	}
	if e.User == "" {
		e.User = mail
	}
	return r.add(e)
}

func protonData(j *jsonReader, e *password.Entry) (sort, mail string, err error) {
	err = j.object(func(key []byte) (err error) {
		switch string(key) {
		case "type":
			sort, err = j.text()
		case "metadata":
			err = j.object(func(key []byte) (err error) {
				if string(key) != "name" {
					return j.skip()
				}
				e.Title, err = j.text()
				return err
			})
		case "content":
			mail, err = protonContent(j, e)
		default:
			err = j.skip()
		}
		return err
	})
	return sort, mail, err
}

func protonContent(j *jsonReader, e *password.Entry) (mail string, err error) {
	err = j.object(func(key []byte) (err error) {
		switch string(key) {
		case "password":
			e.Secret.Wipe()
			e.Secret, err = j.secret()
		case "itemUsername", "username": // the latter in older exports
			var name string
			if name, err = j.text(); name != "" {
				e.User = name
			}
		case "itemEmail":
			mail, err = j.text()
		case "totpUri":
			e.TOTP, err = j.some()
		case "passkeys":
			e.Passkey, err = j.some()
		case "urls", "autofillUrls": // texts, or objects with a url
			err = j.array(func() error {
				if j.peek() == '"' {
					one, err := j.text()
					addresses(e, one)
					return err
				}
				return j.object(func(key []byte) error {
					if string(key) != "url" {
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
	return mail, err
}
