package vault

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"lampan/rules/password"
)

// keepass reads KeePass's XML, inside a KDBX file or as KeePass and
// keepassxc-cli export it. The elements are those of KdbxXmlReader.cpp in
// KeePassXC and of keepass.info/help/kb/kdbx.html.
type keepass struct {
	r       *reader
	x       *xmlReader
	bin     string // UUID of the group that is the bin; empty when none is used
	entries []*item
	byID    map[string]*item // UUIDs in capital hexadecimal digits
	copied  int              // bytes of passwords that references stand for
}

// item is an entry that may point to others.
type item struct {
	password.Entry
	id       string
	modified time.Time
	versions []*item // earlier ones
}

// xml reads an XML file.
func (r *reader) xml(text []byte) error {
	return located(r.keepass(&xmlReader{data: text}), text)
}

func (r *reader) keepass(x *xmlReader) (err error) {
	k := &keepass{r: r, x: x, byID: map[string]*item{}}
	defer func() {
		if err != nil {
			for _, e := range k.entries {
				e.wipe()
			}
		}
	}()
	root, err := x.open()
	if err != nil {
		return err
	}
	if root.name != "KeePassFile" {
		return bad{what: UnknownFormat}
	}
	r.info.Format = "KeePass"
	err = x.children(root, func(e element) error {
		switch e.name {
		case "Meta":
			return k.meta(e)
		case "Root":
			return x.children(e, func(e element) error {
				if e.name != "Group" {
					return x.skip(e)
				}
				return k.group(e, "", false)
			})
		}
		return x.skip(e)
	})
	if err != nil {
		return err
	}
	return k.finish()
}

func (i *item) wipe() {
	i.Wipe()
	for _, v := range i.versions {
		v.wipe()
	}
}

func (k *keepass) meta(e element) error {
	enabled := true
	err := k.x.children(e, func(e element) (err error) {
		text := ""
		switch e.name {
		case "RecycleBinEnabled":
			text, err = k.x.text(e)
			enabled = !strings.EqualFold(text, "False")
		case "RecycleBinUUID":
			k.bin, err = k.x.text(e)
		default:
			err = k.x.skip(e)
		}
		return err
	})
	if !enabled || k.bin == noUUID {
		k.bin = ""
	}
	return err
}

// noUUID is sixteen zero bytes.
const noUUID = "AAAAAAAAAAAAAAAAAAAAAA=="

// group reads a group and what is below it. path is the groups above.
func (k *keepass) group(e element, path string, deleted bool) error {
	return k.x.children(e, func(e element) (err error) {
		text := ""
		switch e.name {
		case "UUID":
			text, err = k.x.text(e)
			deleted = deleted || text != "" && text == k.bin
		case "Name":
			text, err = k.x.text(e)
			if path != "" {
				path += "/"
			}
			if path += text; len(path) > maxPath { // each group and entry below has it
				err = bad{what: FieldTooLong}
			}
		case "Entry":
			var i *item
			if i, err = k.entry(e); err != nil {
				return err
			}
			i.Group, i.Deleted, i.Line = path, deleted, len(k.entries)+1
			k.entries = append(k.entries, i)
			if len(k.entries) > maxEntries {
				return bad{what: TooManyEntries}
			}
			k.byID[i.id] = i
		case "Group":
			err = k.group(e, path, deleted)
		default:
			err = k.x.skip(e)
		}
		return err
	})
}

// entry reads an entry or an earlier version of one.
func (k *keepass) entry(e element) (*item, error) {
	i := &item{}
	var links []string
	err := k.x.children(e, func(e element) (err error) {
		switch e.name {
		case "UUID":
			var id string
			id, err = k.x.text(e)
			if b, bad := base64.StdEncoding.DecodeString(id); bad == nil {
				i.id = strings.ToUpper(hex.EncodeToString(b))
			}
		case "Times":
			err = k.times(e, i)
		case "String":
			err = k.field(e, i, &links)
		case "History":
			err = k.x.children(e, func(e element) error {
				if e.name != "Entry" {
					return k.x.skip(e)
				}
				old, err := k.entry(e)
				if old != nil {
					i.versions = append(i.versions, old)
				}
				return err
			})
		default:
			err = k.x.skip(e)
		}
		return err
	})
	if err != nil {
		i.wipe()
		return nil, err
	}
	addresses(&i.Entry, links...)
	return i, nil
}

func (k *keepass) times(e element, i *item) error {
	var ends time.Time
	expires := false
	err := k.x.children(e, func(e element) error {
		if e.name != "LastModificationTime" && e.name != "ExpiryTime" && e.name != "Expires" {
			return k.x.skip(e)
		}
		text, err := k.x.text(e)
		switch e.name {
		case "LastModificationTime":
			i.modified = moment(text)
		case "ExpiryTime":
			ends = moment(text)
		case "Expires":
			expires = strings.EqualFold(text, "True")
		}
		return err
	})
	at := k.r.options.At
	i.Expired = expires && !ends.IsZero() && !at.IsZero() && !ends.After(at)
	return err
}

// moment reads a time: text in KDBX 3.1 and XML, in KDBX 4 the seconds since the
// year 1 as base64.
func moment(s string) time.Time {
	if t := instant(s); !t.IsZero() {
		return t
	}
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil || len(b) != 8 {
		return time.Time{}
	}
	// The zero time of Go is the year 1 as well.
	if n := binary.LittleEndian.Uint64(b); n < 1<<40 {
		if t := time.Unix(int64(n)+(time.Time{}).Unix(), 0).UTC(); t.Before(latest) {
			return t
		}
	}
	return time.Time{}
}

// field reads one named text of an entry.
func (k *keepass) field(e element, i *item, links *[]string) error {
	key := ""
	return k.x.children(e, func(e element) error {
		if e.name == "Key" {
			name, err := k.x.text(e)
			key = name
			return err
		}
		if e.name != "Value" {
			return k.x.skip(e)
		}
		if !wanted(key) {
			begin := k.x.pos
			if err := k.x.skip(e); err != nil {
				return err
			}
			there := !e.empty && k.x.pos > begin+len("</Value>")
			i.TOTP = i.TOTP || there && oneTimeKey(key)
			i.Passkey = i.Passkey || there && strings.HasPrefix(key, "KPEX_PASSKEY_")
			return nil
		}
		b, err := k.x.bytes(e)
		if err != nil {
			return err
		}
		if key == "Password" && len(b) > 0 {
			i.Secret.Wipe()
			i.Secret = password.NewSecret(b)
			return nil
		}
		switch text := string(b); {
		case key == "Title":
			i.Title = text
		case key == "UserName":
			i.User = text
		case key == "URL":
			*links = append([]string{text}, *links...)
		case strings.HasPrefix(key, "AndroidApp") && text != "":
			*links = append(*links, "androidapp://"+strings.TrimPrefix(text, "androidapp://"))
		default:
			*links = append(*links, text)
		}
		return nil
	})
}

// wanted reports whether a field is read: all others may hold secrets that
// nobody asked for. KP2A_URL is where KeePassXC and Keepass2Android keep more
// addresses, AndroidApp where KeePassDX keeps apps.
func wanted(key string) bool {
	switch key {
	case "Title", "UserName", "Password", "URL":
		return true
	}
	return strings.HasPrefix(key, "KP2A_URL") || strings.HasPrefix(key, "AndroidApp")
}

// oneTimeKey reports whether a field is the seed of one-time passwords, as
// KeePassXC (otp), KeePass 2.47 and newer, and plug-ins name it.
func oneTimeKey(key string) bool {
	return key == "otp" || key == "TOTP Seed" || strings.HasPrefix(key, "TimeOtp-Secret") || strings.HasPrefix(key, "HmacOtp-Secret")
}

// finish resolves references and hands the entries over.
func (k *keepass) finish() error {
	for _, i := range k.entries {
		i.Title, i.User = k.resolve(i.Title), k.resolve(i.User)
		if target := k.target(i); target != nil {
			var err error
			i.Linked = true
			target.Secret.Use(func(b []byte) { err = k.linked(i, b) })
			if err != nil {
				return err
			}
		}
	}
	for n, i := range k.entries {
		i.settle()
		k.entries[n] = &item{}
		if err := k.r.add(i.Entry); err != nil {
			for _, rest := range k.entries[n+1:] {
				rest.wipe()
			}
			return err
		}
	}
	return nil
}

// linked gives i a copy of the password that it refers to; none when that is a
// reference itself, to an entry that is not there.
func (k *keepass) linked(i *item, b []byte) error {
	if reference(b, 'P') != "" {
		b = nil
	}
	if k.copied += len(b); k.copied > maxText {
		return bad{what: Bomb}
	}
	own, err := secretOf(b)
	if err == nil {
		i.Secret.Wipe()
		i.Secret = own
	}
	return err
}

// target returns the entry that i's password refers to, over several references
// if need be; nil when it is no reference.
func (k *keepass) target(i *item) *item {
	var found *item
	for range 10 { // no chain is longer, and some are circles
		id := ""
		i.Secret.Use(func(b []byte) { id = reference(b, 'P') })
		if id == "" {
			return found
		}
		if i = k.byID[id]; i == nil {
			return &item{}
		}
		found = i
	}
	return &item{}
}

// resolve resolves a reference to a title or a user name.
func (k *keepass) resolve(s string) string {
	for range 10 {
		title, user := reference([]byte(s), 'T'), reference([]byte(s), 'U')
		switch to := k.byID[title+user]; {
		case title+user == "":
			return s
		case to == nil:
			return ""
		case title != "":
			s = to.Title
		default:
			s = to.User
		}
	}
	return ""
}

// reference returns the UUID in {REF:P@I:UUID}: the password of the entry with
// this identifier. KeePass can search by other fields as well, which nobody
// does by hand, and mix references with text, which is left as it is.
func reference(b []byte, field byte) string {
	if len(b) != len("{REF:P@I:}")+32 || !bytes.EqualFold(b[:5], []byte("{REF:")) || b[len(b)-1] != '}' {
		return ""
	}
	if b[5]&^0x20 != field || !bytes.EqualFold(b[6:9], []byte("@I:")) {
		return ""
	}
	return strings.ToUpper(string(b[9 : len(b)-1]))
}

// settle makes the history of the earlier versions, and finds since when the
// password is what it is: the time of the oldest version that already had it.
// KeePass keeps ten versions, so it may be older; it is never younger.
func (i *item) settle() {
	slices.SortStableFunc(i.versions, func(a, b *item) int { return a.modified.Compare(b.modified) })
	i.Changed = i.modified
	same := true
	for _, v := range slices.Backward(i.versions) {
		if same = same && (i.Linked || equal(v.Secret, i.Secret)); same {
			if !v.modified.IsZero() {
				i.Changed = v.modified
			}
		}
		if i.Linked || v.Secret.Empty() || len(i.History) == maxHistory || equal(v.Secret, i.Secret) || slices.ContainsFunc(i.History, func(s password.Secret) bool { return equal(s, v.Secret) }) {
			v.Wipe()
			continue
		}
		var link bool
		v.Secret.Use(func(b []byte) { link = reference(b, 'P') != "" })
		if link {
			v.Wipe()
			continue
		}
		i.History = append(i.History, v.Secret)
	}
	if i.Linked {
		i.Changed = time.Time{}
	}
}

func equal(a, b password.Secret) (same bool) {
	a.Use(func(x []byte) {
		b.Use(func(y []byte) { same = bytes.Equal(x, y) })
	})
	return same
}
