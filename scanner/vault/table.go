package vault

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"lampan/rules/password"
)

// errNoTable says that text does not begin with headings.
var errNoTable = errors.New("no table")

// table reads separated values. It takes what encoding/csv takes with lazy
// quotes, and hands out pieces of the text itself. Only a cell with a quotation
// mark in it is copied, to a buffer that is wiped.
type table struct {
	r         *reader
	data      []byte
	pos       int
	line      int // of what comes next, from 1
	comma     byte
	backslash bool // \" and \\ instead of ""; KeePass 1 writes so
	cells     [][]byte
	buf       []byte // cells that had to be copied
}

// next returns the cells of the next line that has any, and the line it begins
// on; nil at the end. The cells are good until the next call.
func (t *table) next() ([][]byte, int, error) {
	for t.pos < len(t.data) && (t.data[t.pos] == '\n' || t.data[t.pos] == '\r') {
		if t.data[t.pos] == '\n' {
			t.line++
		}
		t.pos++
	}
	if t.pos == len(t.data) {
		return nil, t.line, nil
	}
	begins := t.line
	t.cells, t.buf = t.cells[:0], t.buf[:0]
	for {
		cell, more, err := t.cell(begins)
		if err != nil {
			return nil, begins, err
		}
		t.cells = append(t.cells, cell)
		if !more {
			return t.cells, begins, nil
		}
	}
}

// cell reads one cell and says whether another follows on the line.
func (t *table) cell(begins int) ([]byte, bool, error) {
	var cell []byte
	if t.pos < len(t.data) && t.data[t.pos] == '"' {
		var err error
		if cell, err = t.quoted(begins); err != nil {
			return nil, false, err
		}
	} else {
		start := t.pos
		for t.pos < len(t.data) && t.data[t.pos] != t.comma && t.data[t.pos] != '\n' {
			t.pos++
		}
		cell = t.data[start:t.pos]
		if t.pos == len(t.data) || t.data[t.pos] == '\n' {
			cell = bytes.TrimSuffix(cell, []byte("\r"))
		}
	}
	if t.pos == len(t.data) {
		return cell, false, nil
	}
	if t.data[t.pos] == '\n' {
		t.line++
		t.pos++
		return cell, false, nil
	}
	t.pos++
	return cell, true, nil
}

// quoted reads a cell in quotation marks and stops after the second of them, at
// a separator, a line's end or the end of everything.
func (t *table) quoted(begins int) ([]byte, error) {
	t.pos++
	start, copied := t.pos, false
	from := len(t.buf)
	for ; t.pos < len(t.data); t.pos++ {
		c := t.data[t.pos]
		if c == '\n' {
			t.line++
		}
		escaped := t.backslash && c == '\\' && t.pos+1 < len(t.data) && (t.data[t.pos+1] == '"' || t.data[t.pos+1] == '\\') ||
			!t.backslash && c == '"' && t.pos+1 < len(t.data) && t.data[t.pos+1] == '"'
		switch {
		case escaped:
			t.append(t.data[start:t.pos])
			t.pos++
			start, copied = t.pos, true // the second of the two is part of the cell
		case c == '"':
			cell := t.data[start:t.pos]
			if copied {
				t.append(cell)
				cell = t.buf[from:]
			}
			t.pos++
			if bytes.HasPrefix(t.data[t.pos:], []byte("\r\n")) || bytes.Equal(t.data[t.pos:], []byte("\r")) {
				t.pos++
			}
			if t.pos < len(t.data) && t.data[t.pos] != t.comma && t.data[t.pos] != '\n' {
				return nil, bad{what: TableQuote, line: t.line}
			}
			return cell, nil
		}
	}
	return nil, bad{what: TableQuote, line: begins}
}

// append adds to the copied cells. Cells of the same line stay where they are
// when the buffer grows: they point into the old one, which is wiped only with
// the reader.
func (t *table) append(b []byte) {
	if len(t.buf)+len(b) > cap(t.buf) {
		grown := t.r.keep(make([]byte, len(t.buf), 2*cap(t.buf)+len(b)+4096))
		copy(grown, t.buf)
		t.buf = grown
	}
	t.buf = append(t.buf, b...)
}

// role is what a column holds.
type role int

const (
	_ role = iota
	title
	address
	moreAddresses // of Proton: JSON with all of them
	user
	user2
	email
	secret
	oneTime
	group
	kind
	changed // milliseconds since 1970
	archived
	passkey
	notes
)

// columns are the headings that are known, folded. They were checked in
// November 2026 against:
//   - Chrome, Edge, Firefox, Safari, 1Password 8, Dashlane, Proton Pass and
//     Bitwarden: the importers and exporters in bitwarden/clients and
//     ProtonMail/WebClients, Firefox's own test of LoginExport.sys.mjs
//     (mozilla-central), and Apple's "Importing data exported from Safari"
//   - 1Password with full headings ("One-time password", "Archived status"),
//     LastPass and KeePass 1: public importers that name them
//   - KeePassXC: what keepassxc-cli 2.7.4 writes, and CsvExporter.cpp
//
// None of these programs was found to translate its headings. The Nordic ones
// are for tables that people keep themselves or have renamed.
var columns = map[string]role{
	"name": title, "title": title, "account": title, "itemname": title, "site": title,
	"titel": title, "namn": title, "navn": title, "tjanst": title, "konto": title, "service": title, "tittel": title,
	"url": address, "loginuri": address, "website": address, "websites": address, "urls": address,
	"webplats": address, "webbplats": address, "webbadress": address, "adress": address, "lank": address, "hemsida": address, "link": address,
	"autofillurls": moreAddresses,
	"username":     user, "user": user, "loginusername": user, "loginname": user, "login": user,
	"anvandarnamn": user, "anvandare": user, "inloggning": user, "brugernavn": user, "brukernavn": user,
	"username2": user2, "username3": user2,
	"email": email, "epost": email, "mail": email, "epostadress": email,
	"password": secret, "loginpassword": secret, "losenord": secret, "losen": secret, "adgangskode": secret, "passord": secret,
	"otpauth": oneTime, "totp": oneTime, "logintotp": oneTime, "otpsecret": oneTime, "otpurl": oneTime, "onetimepassword": oneTime, "otp": oneTime,
	"group": group, "folder": group, "grouping": group, "category": group, "collections": group, "vault": group, "tags": group,
	"grupp": group, "mapp": group, "kategori": group,
	"type":                kind,
	"timepasswordchanged": changed,
	"archived":            archived, "archivedstatus": archived, "archiveddate": archived,
	"passkey": passkey,
	"note":    notes, "notes": notes, "extra": notes, "comments": notes, "comment": notes, "loginnote": notes,
	"anteckningar": notes, "anteckning": notes, "kommentar": notes, "kommentarer": notes,
}

// layouts tell the programs apart by headings that only they have. The first
// whose headings are all there is the one; any other table with passwords is
// "CSV".
var layouts = []struct {
	format string
	signs  []string
}{
	{"Bitwarden", []string{"loginpassword"}},
	{"Firefox", []string{"httprealm", "timepasswordchanged"}},
	{"LastPass", []string{"grouping", "extra"}},
	{"Dashlane", []string{"username2", "password"}},
	{"Proton Pass", []string{"createtime", "modifytime", "password"}},
	{"KeePass", []string{"loginname", "website", "account"}},
	{"1Password", []string{"title", "username", "password", "favorite"}},
	{"1Password", []string{"title", "username", "password", "favoritestatus"}},
	{"KeePassXC", []string{"group", "title", "username", "password", "url"}},
	{"Safari", []string{"title", "url", "username", "password"}},
	{"Chrome / Edge", []string{"name", "url", "username", "password"}},
}

// folded is a heading in small letters without accents, spaces and signs,
// whether its accents stand alone (NFD) or not.
func folded(heading []byte) string {
	var b strings.Builder
	for _, c := range strings.ToLower(string(bytes.ToValidUTF8(heading, nil))) {
		switch c {
		case 'å', 'ä', 'æ':
			c = 'a'
		case 'ö', 'ø':
			c = 'o'
		}
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b.WriteRune(c)
		}
	}
	return b.String()
}

// longestHeadings is how much of a file is looked at for its headings.
const longestHeadings = 4096

// table reads text as separated values; errNoTable when it does not begin with
// headings.
func (r *reader) table(text []byte) error {
	t := &table{r: r, data: text, line: 1}
	if line, rest, _ := bytes.Cut(text, []byte("\n")); bytes.HasPrefix(line, []byte("sep=")) && len(line) > 4 {
		t.data, t.line = rest, 2 // Excel's own way to name the separator
	}
	headings := t.headings()
	if headings == nil {
		return errNoTable
	}
	known := 0
	for _, h := range headings {
		if columns[h] != 0 {
			known++
		}
	}
	at := slices.IndexFunc(headings, func(h string) bool { return columns[h] == secret })
	switch {
	case at < 0 && (known >= 2 || knownEmpty(headings)):
		return bad{what: NoPasswords}
	case at < 0, known < 2:
		return errNoTable
	}
	format := "CSV"
	for _, l := range layouts {
		if !slices.ContainsFunc(l.signs, func(s string) bool { return !slices.Contains(headings, s) }) {
			format = l.format
			break
		}
	}
	if r.info.Format == "" {
		r.info.Format = format
	}
	r.info.Lines = true
	return r.rows(t, format, headings)
}

// knownEmpty recognises the parts of a Dashlane export that hold no passwords.
func knownEmpty(headings []string) bool {
	return slices.Contains(headings, "type") && (slices.Contains(headings, "number") || slices.Contains(headings, "ccnumber") || slices.Contains(headings, "firstname"))
}

// headings reads the first line with the separator that finds the most known
// headings, and sets it. Nil when there are none.
func (t *table) headings() []string {
	start := *t
	if len(t.data) > longestHeadings {
		start.data = t.data[:longestHeadings]
	}
	var best []string
	most := 0
	for _, comma := range []byte{',', ';', '\t'} {
		try := start
		try.comma, try.cells, try.buf = comma, nil, nil
		cells, _, err := try.next()
		if err != nil {
			continue
		}
		var headings []string
		known := 0
		for _, c := range cells {
			h := folded(c)
			headings = append(headings, h)
			if columns[h] != 0 {
				known++
			}
		}
		if known > most || best == nil && knownEmpty(headings) {
			best, most = headings, known
			t.comma, t.pos, t.line = comma, try.pos, try.line
		}
	}
	t.backslash = slices.Equal(best, []string{"account", "loginname", "password", "website", "comments"})
	return best
}

// rows reads the lines below the headings.
func (r *reader) rows(t *table, format string, headings []string) error {
	for {
		cells, line, err := t.next()
		if err != nil || cells == nil {
			return err
		}
		if blank(cells) {
			continue
		}
		// Excel adds empty cells at the end; anything else means that a
		// separator or a quotation mark is missing, and that the password may
		// stand in another column.
		for len(cells) > len(headings) && len(cells[len(cells)-1]) == 0 {
			cells = cells[:len(cells)-1]
		}
		if t.shortened(len(cells), headings) {
			cells = append(cells, make([][]byte, len(headings)-len(cells))...)
		}
		if len(cells) != len(headings) {
			return bad{what: TableCells, line: line}
		}
		if err := r.row(cells, line, format, headings); err != nil {
			return err
		}
	}
}

// shortened reports whether the line just read lacks only empty cells at its
// end. Excel leaves their separators out where sixteen lines have none, and it
// is Excel that separates with other signs than commas.
func (t *table) shortened(cells int, headings []string) bool {
	at := slices.IndexFunc(headings, func(h string) bool { return columns[h] == secret })
	return t.comma != ',' && cells > at && cells < len(headings) && t.data[t.pos-1] == '\n'
}

func blank(cells [][]byte) bool {
	return !slices.ContainsFunc(cells, func(c []byte) bool { return len(bytes.TrimSpace(c)) > 0 })
}

func (r *reader) row(cells [][]byte, line int, format string, headings []string) error {
	e := password.Entry{Line: line}
	var links []string
	var what, mail, other string
	var hidden []byte
	for i, h := range headings {
		cell := cells[i]
		role := columns[h]
		if len(cell) > maxField && role != 0 && role != notes {
			return bad{what: FieldTooLong, line: line}
		}
		switch role {
		case title:
			first(&e.Title, cell)
		case user:
			first(&e.User, cell)
		case user2:
			first(&other, cell)
		case email:
			first(&mail, cell)
		case group:
			first(&e.Group, cell)
		case kind:
			first(&what, cell)
		case secret:
			if hidden == nil {
				hidden = cell
			}
		case address:
			links = append(links, split(string(cell))...)
		case moreAddresses:
			links = append(links, autofill(cell)...)
		case oneTime:
			e.TOTP = e.TOTP || len(cell) > 0
		case passkey:
			e.Passkey = e.Passkey || len(cell) > 0
		case archived:
			e.Deleted = e.Deleted || truth(cell)
		case changed:
			e.Changed = millis(cell)
		case notes:
			// Known, so that it counts as a heading, and not read.
		}
	}
	if e.User == "" {
		e.User = mail
	}
	if e.User == "" {
		e.User = other
	}
	addresses(&e, links...)
	switch {
	case what != "" && !strings.EqualFold(what, "login") && (format == "Bitwarden" || format == "Proton Pass"),
		format == "LastPass" && e.URL == "http://sn": // a note
		r.info.Skipped++
		return nil
	case format == "KeePassXC":
		e.Deleted = inBin(e.Group)
	}
	switch {
	case format == "LastPass":
		hidden = r.plain(hidden)
	case reference(hidden, 'P') != "": // KeePassXC does not resolve them in CSV
		hidden = nil
	}
	if reference([]byte(e.User), 'U') != "" {
		e.User = ""
	}
	own, err := secretOf(hidden)
	if err != nil {
		return bad{what: FieldTooLong, line: line}
	}
	e.Secret = own
	return r.add(e)
}

// plain undoes the HTML entities in which LastPass's extension has written its
// CSV (bitwarden/web issue 40). No real password is likely to hold one.
func (r *reader) plain(cell []byte) []byte {
	if !bytes.Contains(cell, []byte("&")) {
		return cell
	}
	out := r.keep(make([]byte, 0, len(cell)))
	for len(cell) > 0 {
		c, n := cell[0], 1
		for entity, means := range map[string]byte{"&amp;": '&', "&lt;": '<', "&gt;": '>', "&quot;": '"', "&#39;": '\''} {
			if bytes.HasPrefix(cell, []byte(entity)) {
				c, n = means, len(entity)
			}
		}
		out, cell = append(out, c), cell[n:]
	}
	return out
}

// inBin reports whether a path of KeePassXC's CSV lies in the bin, which is a
// group below the first with a name in the program's language.
func inBin(path string) bool {
	parts := strings.Split(path, "/")
	return len(parts) > 1 && slices.Contains([]string{"Recycle Bin", "Papperskorg", "Papperskorgen", "Papirkurv", "Roskakori"}, parts[1])
}

// first takes the first of several cells for one thing that says anything.
func first(to *string, cell []byte) {
	if *to == "" {
		*to = string(bytes.TrimSpace(cell))
	}
}

// truth reads a yes or no, or a date that stands for yes.
func truth(cell []byte) bool {
	switch strings.ToLower(string(bytes.TrimSpace(cell))) {
	case "", "0", "false", "no", "nej", "null":
		return false
	}
	return true
}

// millis reads milliseconds since 1970. Zero and negative ones say nothing.
func millis(cell []byte) time.Time {
	ms, err := strconv.ParseInt(string(bytes.TrimSpace(cell)), 10, 64)
	if err != nil || ms <= 0 || ms > latest.UnixMilli() {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// latest is beyond every date that an export means.
var latest = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
