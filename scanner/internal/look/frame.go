package look

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"lampan/rules/exposure"
	"lampan/rules/likeness"
	"lampan/rules/payload"
)

// What the two sides say to each other. The child says hello once. A question is
// a head of 17 bytes and a picture:
//
//	size     uint64  of the picture, in bytes
//	at       int64   the day of the audit, in seconds since 1970
//	wants    byte    1 where the picture is only a preview of a photo,
//	                 2 where a page is wanted of a document, 3 where both
//
// and gets one or two answers, each a uint32 with its length, a JSON object, and
// the pixels of the page that the object names, if it names one. Numbers are
// big-endian.
const hello = "lampan look 1\n"

const headSize = 17

// Bounds of what is sent. A preview is smaller than its photo, and a photo of a
// telephone with its film is some 10 MB.
const (
	maxBytes  = 64 << 20
	maxAnswer = 64 << 10
)

// question is what the child is asked about.
type question struct {
	size    int64
	at      time.Time
	preview bool
	page    bool // somebody reads text: send what looks like a document
	brief   bool // look for codes only briefly
}

func (q question) head() []byte {
	b := binary.BigEndian.AppendUint64(make([]byte, 0, headSize), uint64(q.size)) //nolint:gosec // not negative
	b = binary.BigEndian.AppendUint64(b, uint64(q.at.Unix()))                     //nolint:gosec // read back the same way
	var wants byte
	if q.preview {
		wants |= 1
	}
	if q.page {
		wants |= 2
	}
	if q.brief {
		wants |= 4
	}
	return append(b, wants)
}

// readQuestion reads a question and its picture. The error is io.EOF where the
// other side has no more.
func readQuestion(in io.Reader) (question, []byte, error) {
	var head [headSize]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return question{}, nil, err
	}
	size := binary.BigEndian.Uint64(head[:])
	if size > maxBytes {
		return question{}, nil, fmt.Errorf("a picture of %d bytes", size)
	}
	q := question{size: int64(size), at: time.Unix(int64(binary.BigEndian.Uint64(head[8:])), 0), preview: head[16]&1 != 0, page: head[16]&2 != 0, brief: head[16]&4 != 0} //nolint:gosec // any day will do
	body := make([]byte, 0, min(q.size, 1<<20))
	for int64(len(body)) < q.size {
		if len(body) == cap(body) { // more is made room for only once this much has come
			body = slices.Grow(body, int(min(q.size, 2*int64(cap(body))))-len(body))
		}
		n, err := io.ReadFull(in, body[len(body):min(int64(cap(body)), q.size)])
		body = body[:len(body)+n]
		if err != nil {
			return question{}, nil, errors.Join(io.ErrUnexpectedEOF, err)
		}
	}
	return q, body, nil
}

// answer is what the child says of a picture.
type answer struct {
	Seen   *exposure.Seen `json:"seen,omitempty"`
	Unseen string         `json:"unseen,omitempty"` // why there is no Seen
	// More says that this is what was quick to see: a whole answer follows.
	More bool `json:"more,omitempty"`
	// Page is what a document shows; Seen.NoWords says why there is none.
	Page *page `json:"page,omitempty"`
}

func writeAnswer(out io.Writer, a answer) error {
	b, err := json.Marshal(a)
	if err != nil {
		return err
	}
	b = append(binary.BigEndian.AppendUint32(nil, uint32(len(b))), b...) //nolint:gosec // some kilobytes
	if a.Page != nil {
		b = append(b, a.Page.pix...)
	}
	_, err = out.Write(b)
	return err
}

var errNonsense = errors.New("an answer that makes no sense")

// readAnswer reads an answer. The child read bytes from outside, so nothing that
// it says is taken as it stands.
func readAnswer(in io.Reader) (answer, error) {
	var head [4]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return answer{}, err
	}
	size := binary.BigEndian.Uint32(head[:])
	if size > maxAnswer {
		return answer{}, errNonsense
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(in, body); err != nil {
		return answer{}, err
	}
	var a answer
	if json.Unmarshal(body, &a) != nil || !a.makesSense() {
		return answer{}, errNonsense
	}
	if a.Page != nil {
		a.Page.pix = make([]byte, a.Page.Width*a.Page.Height) // makesSense bounds it
		if _, err := io.ReadFull(in, a.Page.pix); err != nil {
			return answer{}, err
		}
	}
	return a, nil
}

func (a answer) makesSense() bool {
	s := a.Seen
	if s == nil {
		return slices.Contains([]string{format, tooLarge, limit, failed}, a.Unseen) && !a.More && a.Page == nil
	}
	return a.Unseen == "" && s.Words == "" && a.pageMakesSense() &&
		(len(s.Likeness) == 0 || len(s.Likeness) == likeness.Size) &&
		slices.Contains([]string{"", string(likeness.ShowsMore), string(likeness.Agrees), string(likeness.Differs), string(likeness.Unsure)}, s.Thumb) &&
		s.Cut >= 0 && s.Cut <= 1 && !math.IsNaN(s.Cut) && (s.Cut == 0 || s.Thumb == string(likeness.ShowsMore)) &&
		slices.Contains([]string{"", limit}, s.NoCodes) &&
		len(s.Codes) <= maxCodes && !slices.ContainsFunc(s.Codes, func(c exposure.Code) bool { return !sensible(c) })
}

// pageMakesSense reports whether there is a page of a size that a child sends, and
// else why there is none.
func (a answer) pageMakesSense() bool {
	p, why := a.Page, a.Seen.NoWords
	if p == nil {
		return slices.Contains([]string{off, limit, notDocument}, why)
	}
	return why == "" && !a.More && p.Width > 0 && p.Height > 0 && p.Width <= maxSide && p.Height <= maxSide
}

// Bounds of what is told of codes: a page full of tickets, and a network's name.
const (
	maxCodes = 16
	maxShown = 300
)

func sensible(c exposure.Code) bool {
	kinds := []payload.Kind{
		payload.Boarding, payload.WiFi, payload.Contact, payload.OTP, payload.Payment,
		payload.Ticket, payload.Phone, payload.Place, payload.Link, payload.Unknown,
	}
	return slices.Contains(kinds, payload.Kind(c.Kind)) && len(c.Shown) <= maxShown &&
		utf8.ValidString(c.Shown) && !slices.ContainsFunc([]rune(c.Shown), func(r rune) bool { return !unicode.IsPrint(r) })
}
