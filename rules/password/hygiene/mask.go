package hygiene

import (
	"bytes"
	"cmp"
	"hash/maphash"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lampan/rules/password"
	"lampan/rules/password/meter"
)

// shortestHidden is how many bytes a password must have for a name that holds it
// to be hidden. What is shorter says nothing by standing in a name.
const shortestHidden = 4

// mask hides every title and user name in which a password stands: the account's
// own, one that it had, or one of another account, unless that is so easy to
// guess that it stands in names by chance. Hosts stay: they are public, and a
// fault says that a password holds one. But of a host that the list of services
// does not know, what is the account's own password from dot to dot is hidden;
// it may have been pasted into the wrong field.
func (a *audit) mask() {
	others := a.hiders()
	for _, x := range a.accounts {
		own := x.secrets()
		hide := func(s string) bool {
			low := lower([]byte(s))
			defer clear(low)
			return slices.ContainsFunc(own, func(b []byte) bool { return bytes.Contains(low, b) }) || others.in(low)
		}
		if x.User != "" && (hide(x.User) || hide(x.entries[0].User)) {
			x.User = hidden
		}
		if x.named && !x.listed {
			x.hideHost(own)
		}
		if !x.named && (hide(x.Name) || hide(x.entries[0].Title)) {
			if x.Name = hidden; x.listed {
				x.Name = x.site.ID
			}
		}
		x.Also = slices.DeleteFunc(x.Also, hide)
		for _, b := range own {
			clear(b)
		}
	}
	others.wipe()
}

// hideHost hides what of the name is a password from dot to dot, and all of it
// where the address as it was stored is one.
func (x *account) hideHost(own [][]byte) {
	stored := lower([]byte(x.entries[0].URL))
	defer clear(stored)
	name := []byte(cmp.Or(strings.TrimPrefix(x.address.host, "www."), strings.ToLower(x.Name)))
	border := func(i int) bool { return i < 0 || i == len(name) || name[i] == '.' || name[i] == ':' }
	found := false
	for _, b := range own {
		if bytes.Equal(b, stored) {
			x.Name = hidden
			return
		}
		for i := 0; i < len(name); i++ {
			if border(i-1) && bytes.HasPrefix(name[i:], b) && border(i+len(b)) {
				name = slices.Concat(name[:i], []byte(hidden), name[i+len(b):])
				i += len(hidden)
				found = true
			}
		}
	}
	if found {
		x.Name = clean(string(name))
	}
}

// secrets copies the account's passwords, also those it had, in lower case. The
// caller wipes them.
func (x *account) secrets() (list [][]byte) {
	for _, e := range x.entries {
		for _, s := range append([]password.Secret{e.Secret}, e.History...) {
			s.Use(func(b []byte) {
				if len(b) >= shortestHidden {
					list = append(list, lower(b))
				}
			})
		}
	}
	return list
}

// lower copies b in lower case, into room for all of it, so that growing leaves
// no part of it behind.
func lower(b []byte) []byte {
	low := make([]byte, 0, utf8.UTFMax*len(b))
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError {
			low = append(low, b[:n]...)
		} else {
			low = utf8.AppendRune(low, unicode.ToLower(r))
		}
		b = b[n:]
	}
	return low
}

// hiders finds in a name any of many passwords, by a hash of every piece of the
// name that is as long as one of them.
type hiders struct {
	meter   *meter.Meter
	seed    maphash.Seed
	words   map[uint64][][]byte
	lengths []int
}

// hiders gathers all passwords: those in use, those set aside and earlier ones.
func (a *audit) hiders() *hiders {
	h := &hiders{meter: a.Meter, seed: maphash.MakeSeed(), words: map[uint64][][]byte{}}
	for _, x := range a.accounts {
		for _, low := range x.secrets() {
			sum := maphash.Bytes(h.seed, low)
			if slices.ContainsFunc(h.words[sum], func(b []byte) bool { return bytes.Equal(b, low) }) {
				clear(low)
				continue
			}
			h.words[sum] = append(h.words[sum], low)
			if !slices.Contains(h.lengths, len(low)) {
				h.lengths = append(h.lengths, len(low))
			}
		}
	}
	return h
}

// in reports whether one of the passwords, but for those that are tried first,
// stands in low, which is in lower case.
func (h *hiders) in(low []byte) bool {
	for _, n := range h.lengths {
		for i := 0; i+n <= len(low); i++ {
			piece := low[i : i+n]
			for _, w := range h.words[maphash.Bytes(h.seed, piece)] {
				if bytes.Equal(w, piece) && h.meter.Guess(piece, meter.Given{}).Strength() != meter.Obvious {
					return true
				}
			}
		}
	}
	return false
}

func (h *hiders) wipe() {
	for _, list := range h.words {
		for _, b := range list {
			clear(b)
		}
	}
}
