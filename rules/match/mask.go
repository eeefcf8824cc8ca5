package match

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"lampan/rules/exposure"
	"lampan/rules/extract/text"
	"lampan/rules/roster"
)

const (
	maxExcerpt = 200 // characters
	around     = 240 // bytes to each side of the anchor that are looked at
	dot        = "•"
)

// mask hides what a value need not show for its owner to recognise it.
func mask(how string, v exposure.Value) exposure.Value {
	if v.IsZero() {
		return v
	}
	if w, ok := v.AsWord(); how == "plain" && (!ok || !strings.ContainsFunc(w, unicode.IsNumber)) {
		return v
	}
	if metres, ok := v.AsNumber(); ok && how == "distance" {
		return exposure.Word(distance(metres))
	}
	return exposure.Word(maskText(how, v.String()))
}

// distance writes metres so that they tell how near, and no longer where: to ten
// metres below a hundred, to fifty below a kilometre, to a hundred below two, to the
// kilometre below a hundred, then to ten. Whole numbers read alike in every language.
// Nothing is nearer than ten metres, which is about what a phone knows.
func distance(metres float64) string {
	metres = max(metres, 10)
	step := 10_000.0
	for _, s := range [...]struct{ below, to float64 }{{95, 10}, {975, 50}, {1950, 100}, {99_500, 1000}} {
		if metres < s.below {
			step = s.to
			break
		}
	}
	metres = math.Round(metres/step) * step
	if step < 1000 {
		return strconv.FormatFloat(metres, 'f', -1, 64) + " m"
	}
	return strconv.FormatFloat(metres/1000, 'f', -1, 64) + " km"
}

func maskText(how, s string) string {
	switch how {
	case "plain": // but for a long number that got into a name
		var t text.Text
		t.Parse(s)
		return replace(s, tidy(secrets(&t, nil)))
	case "phone":
		return maskPhone(s)
	case "email":
		local, domain, ok := strings.Cut(s, "@")
		if !ok {
			return dot + dot + dot
		}
		if count(domain) > shortCode {
			domain = hideDigits(domain) // a number pasted onto an @
		}
		return first(local) + dot + dot + dot + "@" + domain
	case "user": // of an account: an e-mail address, a number or a name
		if s == "" {
			return ""
		}
		// What stands behind one address may be another's.
		if _, domain, ok := strings.Cut(s, "@"); ok && !strings.ContainsFunc(domain, notHost) {
			return maskText("email", s)
		}
		return first(s) + dot + dot + dot
	case "personnummer":
		// The year tells a family whose it is.
		d := digits(s)
		if len(d) != 12 || d[:2] < "18" || d[:2] > "20" {
			return dot + dot + dot + dot + dot + dot + "-" + dot + dot + dot + dot
		}
		return d[:4] + strings.Repeat(dot, 4) + "-" + strings.Repeat(dot, 4)
	case "plate":
		letters := strings.TrimRightFunc(s, func(r rune) bool { return !unicode.IsDigit(r) })
		if i := strings.IndexFunc(letters, unicode.IsDigit); i >= 0 {
			letters = letters[:i]
		}
		return strings.TrimSpace(letters) + " " + strings.Repeat(dot, 3)
	case "initial":
		var out []string
		for w := range strings.FieldsSeq(s) {
			out = append(out, first(w)+".")
		}
		return strings.Join(out, " ")
	case "hidden":
		return hideWhole(s)
	}
	return hideDigits(s) // "street", and whatever else holds digits
}

// notHost reports what no name of a host has.
func notHost(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '-'
}

// replace puts pieces in their places.
func replace(s string, pieces []piece) string {
	var b strings.Builder
	pos := 0
	for _, p := range pieces {
		b.WriteString(s[pos:p.Start])
		b.WriteString(p.text)
		pos = p.End
	}
	return b.String() + s[pos:]
}

// maskPhone keeps a Swedish number's prefix and every number's last two digits.
func maskPhone(s string) string {
	d := digits(s)
	if len(d) < 6 {
		return dot + dot + dot
	}
	prefix := ""
	switch {
	case strings.HasPrefix(strings.TrimSpace(s), "+46"):
		prefix = "0" + d[2:4] + "-"
	case d[0] == '0' && !strings.HasPrefix(d, "00"):
		prefix = d[:3] + "-"
	}
	return prefix + dot + dot + dot + " " + dot + dot + " " + d[len(d)-2:]
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// count is the number of digits of any script in s.
func count(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsNumber(r) {
			n++
		}
	}
	return n
}

func first(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}

// sensitive maps the kinds of observation that an excerpt never shows in the
// clear to their masks.
func sensitive(o *exposure.Observation, r *roster.Roster) string {
	switch o.Kind {
	case exposure.ContactPhone:
		return "phone"
	case exposure.ContactEmail:
		return "email"
	case exposure.IDPersonnummer:
		return "personnummer"
	case exposure.VehiclePlate:
		return "plate"
	case exposure.AddressStreet, exposure.BirthDate, exposure.PhotoSerial,
		exposure.RegisterHolder, exposure.RegisterContact, exposure.BankAccount:
		return "street"
	case exposure.IDDocument, exposure.BookingRef, exposure.WifiAccess, exposure.PlacePosition:
		return "hidden" // letters count as much as digits
	case exposure.AccessCode:
		switch form, _ := o.Attr("form").AsWord(); form {
		case "code":
			return "street"
		case "place":
			return "hidden" // what is stored must not lead to the key
		}
	case exposure.PersonNamed:
		if !ownName(o.Value, r) {
			return "initial"
		}
	case exposure.PersonChild, exposure.PersonAdult, exposure.PhotoOwner, exposure.PhotoPerson:
		// A name outside the household belongs to somebody who agreed to nothing.
		form, _ := o.Attr("form").AsWord()
		if _, ok := r.Person(o.Subject); !ok && form != "relation" {
			return "initial"
		}
	}
	return ""
}

// piece is a part of the text that is hidden.
type piece struct {
	exposure.Span
	text string
}

// excerpt is the sentence around the anchor, at most 200 characters, with
// everything sensitive in it masked: what a recogniser marked, and any long
// number or mail address that none did.
func (v *view) excerpt(anchor *exposure.Observation, r *roster.Roster) string {
	text := v.doc.Text
	span := anchor.Span
	if span.Len() <= 0 || span.Start < 0 || span.End > len(text) {
		return ""
	}
	from, to := bounds(text, span)
	if !v.masked {
		v.pieces, v.masked = v.hide(r), true
	}
	pieces := v.pieces
	// Everything that ends before the excerpt is skipped at once.
	n, _ := slices.BinarySearchFunc(pieces, from, func(p piece, at int) int { return cmp.Compare(p.End, at) })
	pieces = pieces[n:]
	var before, middle, after strings.Builder
	part := func(pos int) *strings.Builder {
		switch {
		case pos < span.Start:
			return &before
		case pos < span.End:
			return &middle
		}
		return &after
	}
	// What is hidden is written whole, even where a border cuts through it.
	pos := from
	for _, p := range pieces {
		if p.End <= from {
			continue
		}
		if p.Start >= to {
			break
		}
		plain(text, pos, p.Start, span, part)
		part(p.Start).WriteString(short(p.text))
		pos = p.End
	}
	plain(text, pos, to, span, part)
	return fit(clean(before.String()), clean(middle.String()), clean(after.String()))
}

// short cuts what stands for something hidden that is longer than an excerpt can
// be: a page of digits is one account number.
func short(s string) string {
	if len(s) <= 2*around {
		return s
	}
	end := 2 * around
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}

// plain copies text[from:to] to the parts before, in and after the anchor.
func plain(text string, from, to int, span exposure.Span, part func(int) *strings.Builder) {
	for from < to {
		end := to
		switch {
		case from < span.Start:
			end = min(end, span.Start)
		case from < span.End:
			end = min(end, span.End)
		}
		part(from).WriteString(text[from:end])
		from = end
	}
}

// bounds finds the sentence around a span, or as much of it as is looked at.
func bounds(text string, span exposure.Span) (from, to int) {
	from, to = max(0, span.Start-around), min(len(text), span.End+around)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	if i := lastBreak(text[from:span.Start]); i >= 0 {
		from += i
	}
	if i := strings.IndexAny(text[span.End:to], "\n"); i >= 0 {
		to = span.End + i
	}
	if i := firstBreak(text[span.End:to]); i >= 0 {
		to = span.End + i
	}
	return from, to
}

// firstBreak is the index after the first end of a sentence, or -1.
func firstBreak(s string) int {
	for i := 0; i+1 < len(s); i++ {
		if (s[i] == '.' || s[i] == '!' || s[i] == '?') && (s[i+1] == ' ' || s[i+1] == '\n') {
			return i + 1
		}
	}
	return -1
}

// lastBreak is the index after the last end of a sentence, or -1.
func lastBreak(s string) int {
	for i := len(s) - 1; i > 0; i-- {
		if s[i] == '\n' || (s[i] == ' ' && (s[i-1] == '.' || s[i-1] == '!' || s[i-1] == '?')) {
			return i + 1
		}
	}
	return -1
}

// hide lists what must be hidden in a text, in order and without overlap.
func (v *view) hide(r *roster.Roster) []piece {
	t := &v.text
	t.Parse(v.doc.Text)
	var out []piece
	var dated, shown []exposure.Span
	for i := range v.obs {
		o := &v.obs[i]
		if o.Span.Len() <= 0 || o.Span.Start < 0 || o.Span.End > len(v.doc.Text) {
			continue
		}
		switch o.Kind {
		case exposure.TimeRange:
			dated, shown = append(dated, o.Span), append(shown, o.Span)
		case exposure.PlaceAway, exposure.AddressStreet, exposure.ActivityNamed, exposure.SchoolNamed,
			exposure.VenueNamed, exposure.WorkNamed:
			shown = append(shown, o.Span)
		}
		if how := sensitive(o, r); how != "" {
			out = append(out, piece{o.Span, maskText(how, v.doc.Text[o.Span.Start:o.Span.End])})
		}
	}
	out = append(out, secrets(t, disjoint(dated))...)
	out = append(out, strangers(t, disjoint(shown), r)...)
	return tidy(out)
}

// tidy puts pieces in order and joins those that overlap.
func tidy(out []piece) []piece {
	slices.SortStableFunc(out, func(a, b piece) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	kept := out[:0]
	for _, p := range out {
		n := len(kept) - 1
		if n < 0 || p.Start >= kept[n].End {
			kept = append(kept, p)
			continue
		}
		if p.End > kept[n].End {
			// Overlapping secrets: hide the rest of the second one whole.
			kept[n].text += strings.Repeat(dot, 3)
			kept[n].End = p.End
		}
	}
	return kept
}

// clean drops control and formatting characters and makes white space single.
func clean(s string) string {
	space := false
	return strings.Map(func(r rune) rune {
		switch {
		case r > ' ' && r < 0x7F || r >= 0xC0 && r < 0x250:
			// The letters and signs that most text is made of.
		case unicode.IsSpace(r):
			if space {
				return -1
			}
			space = true
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError:
			return -1
		}
		space = false
		return r
	}, s)
}

// fit joins the parts and cuts both ends until the whole holds 200 characters.
func fit(before, middle, after string) string {
	before = strings.TrimLeft(before, " ")
	after = strings.TrimRight(after, " ")
	if utf8.RuneCountInString(before)+utf8.RuneCountInString(middle)+utf8.RuneCountInString(after) <= maxExcerpt {
		return strings.TrimSpace(before + middle + after)
	}
	b, m, a := []rune(before), []rune(middle), []rune(after)
	room := maxExcerpt - len(m)
	if room < 0 {
		return string(m[:maxExcerpt-1]) + "…"
	}
	if len(b)+len(a) > room {
		left := min(len(b), max(room/2, room-len(a)))
		right := room - left
		if left < len(b) {
			b = append([]rune("…"), b[len(b)-max(left-1, 0):]...)
			if left == 0 {
				b = nil
			}
		}
		if right < len(a) {
			a = append(a[:max(right-1, 0):max(right-1, 0)], '…')
			if right == 0 {
				a = nil
			}
		}
	}
	return strings.TrimSpace(string(b) + string(m) + string(a))
}
