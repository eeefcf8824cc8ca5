package hygiene

import (
	"slices"
	"strings"

	"lampan/rules/password/sites"
)

// address is where an entry is used.
type address struct {
	host  string // lower case, with a port when one is given; empty when there is none
	plain bool   // over http://, and not in the home
	local bool   // in the home: a private number, a name without a dot
	app   bool   // of an app; host is its name backwards
}

// read takes an address as a vault stores it: with or without a scheme, also of
// an app (android://…@com.example.app/, androidapp://, iosapp://), whose host is
// then its name backwards: app.example.com.
func read(stored string) (a address) {
	rest := strings.ToLower(strings.TrimSpace(stored))
	scheme, after, found := strings.Cut(rest, "://")
	if found {
		rest = after
	} else {
		scheme = ""
	}
	if end := strings.IndexAny(rest, "/?#\\"); end >= 0 {
		rest = rest[:end]
	}
	rest = rest[strings.LastIndexByte(rest, '@')+1:]
	switch scheme {
	case "android", "androidapp", "iosapp", "ios":
		labels := strings.Split(rest, ".")
		slices.Reverse(labels)
		rest = strings.Join(labels, ".")
		a.app = true
	case "http":
		a.plain = true
		rest = strings.TrimSuffix(rest, ":80")
	case "https":
		rest = strings.TrimSuffix(rest, ":443")
	}
	if strings.HasPrefix(rest, "[") && !strings.ContainsAny(rest, " \t\"'<>") {
		return address{host: rest, local: true}
	}
	name, port, _ := strings.Cut(rest, ":")
	name = strings.TrimSuffix(name, ".")
	if name == "" || strings.ContainsAny(rest, " \t\"'<>") || scheme == "" && !strings.Contains(name, ".") {
		return address{}
	}
	a.host, a.local = sites.Readable(name), local(name)
	a.plain = a.plain && !a.local
	if port != "" {
		a.host += ":" + port
	}
	return a
}

// local reports whether a host is one in the home, where http:// is usual and
// nobody between can read along.
func local(name string) bool {
	for _, end := range [...]string{".local", ".lan", ".home", ".home.arpa", ".internal", ".localdomain"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	for _, start := range [...]string{"10.", "127.", "192.168.", "169.254."} {
		if strings.HasPrefix(name, start) && number(name) {
			return true
		}
	}
	if rest, ok := strings.CutPrefix(name, "172."); ok && number(name) {
		second, _, _ := strings.Cut(rest, ".")
		return len(second) == 2 && second >= "16" && second <= "31"
	}
	return !strings.Contains(name, ".")
}

// number reports whether a host is an address of numbers.
func number(name string) bool {
	return strings.Count(name, ".") == 3 && strings.Trim(name, "0123456789.") == ""
}
