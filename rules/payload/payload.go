// Package payload says what the text of a code is, and what of it may be shown.
//
// A password, a one-time-password seed and a whole account number never leave
// this package: Payload holds only what may be stored and printed.
package payload

import (
	"net/url"
	"strings"
	"time"
	"unicode"

	"lampan/rules/boarding"
)

// Kind is what a text is.
type Kind string

// The kinds. What a family should know of each stands with its rule.
const (
	Boarding Kind = "boarding" // opens the booking; says when the home is empty
	WiFi     Kind = "wifi"     // opens the home's network
	Contact  Kind = "contact"  // vCard or MECARD: name, telephone, address
	OTP      Kind = "otp"      // lets another make one's login codes
	Payment  Kind = "payment"  // EPC (SEPA) or Swish: account, or telephone number
	Ticket   Kind = "ticket"   // lets another use the ticket first
	Phone    Kind = "phone"
	Place    Kind = "place" // a position
	Link     Kind = "link"
	Unknown  Kind = "unknown"
)

// Payload is what may be stored and shown of a text.
type Payload struct {
	Kind   Kind
	Masked string // a short value for showing; empty when nothing may be shown
	// Secret says that the text held a password or a seed. It is not here.
	Secret bool
}

// Of says what a text is. The date near decides the year of a boarding pass's
// flights; see boarding.Parse.
func Of(text string, near time.Time) Payload {
	if p, err := boarding.Parse(text, near); err == nil {
		return Payload{Kind: Boarding, Masked: p.String()}
	}
	text = strings.TrimSpace(text)
	low := strings.ToLower(text)
	has := func(prefix string) bool { return strings.HasPrefix(low, prefix) }
	switch {
	case has("wifi:"):
		f := fields(text[len("wifi:"):])
		// The network's name is what a family knows it by.
		return Payload{Kind: WiFi, Masked: clean(f["S"]), Secret: f["P"] != ""}
	case has("otpauth:"), has("otpauth-migration:"):
		// The label beside the seed names an account: nothing of it is shown.
		return Payload{Kind: OTP, Secret: true}
	case has("begin:vcard"), has("mecard:"):
		return Payload{Kind: Contact}
	case has("bcd\n"), has("bcd\r\n"), has("swish://"), swish(low):
		return Payload{Kind: Payment}
	case has("tel:"), has("sms:"), has("smsto:"):
		return Payload{Kind: Phone, Masked: lastTwo(text)}
	case has("geo:"):
		// A coordinate points at a door.
		return Payload{Kind: Place}
	case has("http://"), has("https://"):
		return link(text)
	case strings.HasPrefix(text, "#UT"), has("ticket"), has("biljett"):
		// #UT is the railways' ticket, UIC 918.3.
		return Payload{Kind: Ticket}
	}
	return Payload{Kind: Unknown}
}

// link shows only the host: the rest may be a ticket, or open an account.
func link(text string) Payload {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" {
		return Payload{Kind: Unknown}
	}
	p := Payload{Kind: Link, Masked: clean(u.Hostname()), Secret: u.User != nil}
	for part := range strings.SplitSeq(strings.ToLower(u.Hostname()+u.Path), "/") {
		if strings.Contains(part, "ticket") || strings.Contains(part, "biljett") {
			p.Kind = Ticket
		}
	}
	return p
}

// swish is the app's own code: C, the payee's number, amount, message, lock.
func swish(low string) bool {
	number, rest, ok := strings.Cut(strings.TrimPrefix(low, "c"), ";")
	return ok && low[0] == 'c' && strings.Count(rest, ";") >= 2 && len(number) >= 9 && digits(number) == len(strings.TrimPrefix(number, "+"))
}

func digits(s string) int {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// fields reads KEY:value; pairs, where a backslash takes the meaning from the
// character after it. The first of two equal keys holds.
func fields(s string) map[string]string {
	out := map[string]string{}
	var key, value strings.Builder
	in := &key
	end := func() {
		if k := strings.ToUpper(key.String()); out[k] == "" {
			out[k] = value.String()
		}
		key.Reset()
		value.Reset()
		in = &key
	}
	escaped := false
	for _, r := range s {
		switch {
		case escaped:
			in.WriteRune(r)
			escaped = false
		case r == '\\':
			escaped = true
		case r == ';':
			end()
		case r == ':' && in == &key:
			in = &value
		default:
			in.WriteRune(r)
		}
	}
	end()
	return out
}

// longest is the longest value shown, in characters: a network's name has 32.
const longest = 64

// clean keeps what can be printed, at most longest characters.
func clean(s string) string {
	var out []rune
	for _, r := range s {
		if len(out) == longest {
			break
		}
		if unicode.IsPrint(r) && r != unicode.ReplacementChar {
			out = append(out, r)
		}
	}
	return string(out)
}

// lastTwo keeps the last two digits of a telephone number.
func lastTwo(s string) string {
	_, number, _ := strings.Cut(s, ":")
	number, _, _ = strings.Cut(number, ":")
	var d []byte
	for i := range len(number) {
		if number[i] >= '0' && number[i] <= '9' {
			d = append(d, number[i])
		}
	}
	if len(d) < 5 || len(d) > 15 {
		return ""
	}
	return strings.Repeat("*", len(d)-2) + string(d[len(d)-2:])
}
