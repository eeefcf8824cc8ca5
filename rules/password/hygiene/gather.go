package hygiene

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"lampan/rules/password"
	"lampan/rules/password/sites"
	"lampan/rules/password/verdict"
)

// gather makes accounts of entries.
func (a *audit) gather(entries []password.Entry) {
	entries = slices.Clone(entries)
	slices.SortStableFunc(entries, func(x, y password.Entry) int { return byPlace(&x, &y) })
	type same struct {
		person, login string
		word          int
	}
	seen := map[same]*account{}
	for _, e := range entries {
		x := a.describe(e)
		key := same{x.Person, x.login, x.word}
		if first := seen[key]; first != nil && x.Aside == "" && x.service != "" {
			first.merge(x)
			continue
		}
		if x.Aside == "" {
			seen[key] = x
		}
		a.accounts = append(a.accounts, x)
	}
}

// describe says what one entry is.
func (a *audit) describe(e password.Entry) *account {
	x := &account{entries: []password.Entry{e}, word: -1, changed: e.Changed}
	x.Person, x.User = e.Person, clean(e.User)
	switch {
	case e.Deleted:
		x.Aside = verdict.Deleted
	case e.Expired:
		x.Aside = verdict.Expired
	case e.Linked:
		x.Aside = verdict.Linked
	case e.Secret.Empty():
		x.Aside = verdict.Empty
	default:
		x.word = a.words.number(e.Secret)
	}

	x.address = read(e.URL)
	for _, u := range e.URLs {
		if x.address.host == "" {
			x.address = read(u)
		}
	}
	host := x.address.host
	switch {
	case e.Master:
		x.service = "master\x00" + e.Vault
	case x.address.local:
		x.service = host
	case host != "":
		name, _, _ := strings.Cut(host, ":")
		if x.service = a.sites.Registrable(name); x.address.app {
			x.address.host = x.service
		}
		x.site, x.listed = a.sites.At(name)
	case strings.TrimSpace(e.Title) != "":
		x.service = "title\x00" + strings.ToLower(strings.TrimSpace(e.Title))
		x.site, x.listed = a.sites.Named(e.Title)
	}
	if x.listed {
		x.service = x.site.ID
		x.resets = x.site.Resets
	}
	if x.service != "" {
		x.login = x.service + "\x00" + strings.ToLower(strings.TrimSpace(e.User))
	}
	x.Kind = kind(&e, x.address, x.site, x.listed)
	x.name()
	return x
}

// merge adds an entry that is the same account. The one that matters most, then
// the first by name, gives the name.
func (a *account) merge(b *account) {
	if byImportance(b, a) < 0 {
		*a, *b = *b, *a
	}
	a.Also = append(a.Also, b.Name)
	a.Also = append(a.Also, b.Also...)
	slices.Sort(a.Also)
	a.Also = slices.DeleteFunc(slices.Compact(a.Also), func(n string) bool { return n == a.Name })
	a.entries = append(a.entries, b.entries...)
	a.Copies += b.Copies + 1
	a.address.plain = a.address.plain || b.address.plain
	if b.changed.After(a.changed) {
		a.changed = b.changed
	}
}

// name gives the account the name that is shown: the host, else the title, else
// the place in the file.
func (a *account) name() {
	switch e := &a.entries[0]; {
	case a.address.host != "" && !e.Master:
		a.Name = clean(strings.TrimPrefix(a.address.host, "www."))
		a.named = a.Name != ""
	default:
		a.Name = clean(e.Title)
	}
	if a.Name == "" {
		a.Name, a.named = a.place(), true
	}
}

// place says where the entry stands: its file, without folders, and line.
func (a *account) place() string {
	e := &a.entries[0]
	file := clean(path.Base(strings.ReplaceAll(e.Vault, `\`, "/")))
	if e.Line == 0 {
		return file
	}
	return file + ":" + strconv.Itoa(e.Line)
}

// folders are names of groups that say what is in them.
func folders() map[string]verdict.Kind {
	return map[string]verdict.Kind{
		"jobb": verdict.Work, "jobbet": verdict.Work, "arbete": verdict.Work, "work": verdict.Work,
		"skola": verdict.School, "skolan": verdict.School, "school": verdict.School,
		"bank": verdict.Bank, "banker": verdict.Bank, "ekonomi": verdict.Bank, "banking": verdict.Bank,
		"e-post": verdict.Email, "epost": verdict.Email, "mejl": verdict.Email, "email": verdict.Email,
		"vård": verdict.Health, "hälsa": verdict.Health, "health": verdict.Health,
	}
}

// parts are pieces of hosts and titles that say what a service is for, where the
// list of services does not know it. The first that fits counts.
func parts() []struct {
	part string
	kind verdict.Kind
} {
	return []struct {
		part string
		kind verdict.Kind
	}{
		{"bankid", verdict.EID},
		{"webmail", verdict.Email},
		{"e-post", verdict.Email},
		{"epost", verdict.Email},
		{"mejl", verdict.Email},
		{"bank", verdict.Bank},
		{"försäkring", verdict.Bank},
		{"vårdcentral", verdict.Health},
		{"skola", verdict.School},
		{"gymnasi", verdict.School},
		{"wifi", verdict.Home},
		{"wi-fi", verdict.Home},
		{"router", verdict.Home},
	}
}

// kind says what an entry is for.
func kind(e *password.Entry, at address, s sites.Site, listed bool) verdict.Kind {
	host := strings.ToLower(at.host)
	switch {
	case e.Master:
		return verdict.Vault
	case listed:
		_, domain, _ := strings.Cut(strings.ToLower(e.User), "@")
		if slices.Contains(s.Mail, strings.TrimSpace(domain)) || slices.Contains(s.Mail, strings.TrimPrefix(host, "www.")) ||
			len(s.Mail) > 0 && strings.HasPrefix(host, "mail.") {
			return verdict.Email
		}
		return s.Kind
	case at.local:
		return verdict.Home
	case strings.HasPrefix(host, "mail."), strings.HasPrefix(host, "imap."), strings.HasPrefix(host, "smtp."):
		return verdict.Email
	}
	in := host
	if in == "" {
		in = strings.ToLower(e.Title)
	}
	for _, p := range parts() {
		if strings.Contains(in, p.part) {
			return p.kind
		}
	}
	group := strings.ToLower(strings.TrimSpace(e.Group))
	if k, ok := folders()[group[strings.LastIndexByte(group, '/')+1:]]; ok {
		return k
	}
	return verdict.Other
}
