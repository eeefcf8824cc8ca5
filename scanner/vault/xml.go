package vault

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"unicode/utf8"
)

// xmlReader walks over the XML of KeePass. It knows elements, attributes, text,
// CDATA, comments and the five entities, and refuses document types, which can
// define entities that grow without end.
type xmlReader struct {
	data   []byte
	pos    int
	depth  int
	stream keystream // decrypts what is protected; nil in a file that is not
}

// keystream continues from one protected value to the next, in the order of the
// document.
type keystream interface {
	XORKeyStream(dst, src []byte)
}

// element is a start tag. Whoever gets one reads on to its end, with children,
// bytes or skip.
type element struct {
	name  string
	attrs []byte
	empty bool // has no end tag
}

func (x *xmlReader) bad() error {
	if x.pos >= len(x.data) {
		return bad{what: CutOff, pos: len(x.data) + 1}
	}
	return bad{what: XMLSyntax, pos: x.pos + 1}
}

// past moves behind the next mark.
func (x *xmlReader) past(mark string) error {
	i := bytes.Index(x.data[x.pos:], []byte(mark))
	if i < 0 {
		x.pos = len(x.data)
		return x.bad()
	}
	x.pos += i + len(mark)
	return nil
}

// open reads the start tag of the document's outermost element.
func (x *xmlReader) open() (element, error) {
	e, err := x.next()
	if err == nil && e == nil {
		return element{}, x.bad()
	}
	if err != nil {
		return element{}, err
	}
	return *e, nil
}

// next moves to the next tag and reads it, past text and comments; nil for an
// end tag.
func (x *xmlReader) next() (*element, error) {
	for {
		if err := x.past("<"); err != nil {
			return nil, err
		}
		rest := x.data[x.pos:]
		var err error
		switch {
		case bytes.HasPrefix(rest, []byte("!--")):
			x.pos += 3
			err = x.past("-->")
		case bytes.HasPrefix(rest, []byte("?")):
			err = x.past("?>")
		case bytes.HasPrefix(rest, []byte("![CDATA[")):
			err = x.past("]]>")
		case bytes.HasPrefix(rest, []byte("/")):
			return nil, x.past(">")
		default:
			return x.start()
		}
		if err != nil {
			return nil, err
		}
	}
}

// start reads a start tag after its bracket.
func (x *xmlReader) start() (*element, error) {
	begin := x.pos
	for x.pos < len(x.data) && !bytes.ContainsRune([]byte(" \t\r\n/>"), rune(x.data[x.pos])) {
		if c := x.data[x.pos]; c >= utf8.RuneSelf || c == '<' || c == '!' || c == '&' || c == '"' {
			return nil, x.bad()
		}
		x.pos++
	}
	e := &element{name: string(x.data[begin:min(x.pos, begin+maxDepth)])}
	if x.pos == begin {
		return nil, x.bad()
	}
	attrs := x.pos
	for ; x.pos < len(x.data); x.pos++ {
		switch c := x.data[x.pos]; c {
		case '>':
			e.attrs = x.data[attrs:x.pos]
			e.empty = bytes.HasSuffix(e.attrs, []byte("/"))
			x.pos++
			return e, nil
		case '"', '\'':
			x.pos++
			if err := x.past(string(c)); err != nil {
				return nil, err
			}
			x.pos--
		case '<':
			return nil, x.bad()
		}
	}
	return nil, x.bad()
}

// attr returns an attribute's value as it stands there.
func (e element) attr(name string) string {
	_, after, ok := bytes.Cut(e.attrs, []byte(" "+name+"="))
	if !ok || len(after) < 2 {
		return ""
	}
	value, _, _ := bytes.Cut(after[1:], after[:1])
	return string(value)
}

// children calls f for each element inside e; f reads to its end.
func (x *xmlReader) children(e element, f func(element) error) error {
	if e.empty {
		return nil
	}
	if x.depth++; x.depth > maxDepth {
		return bad{what: TooDeep, pos: x.pos + 1}
	}
	for {
		child, err := x.next()
		if err != nil {
			return err
		}
		if child == nil {
			x.depth--
			return nil
		}
		if err := f(*child); err != nil {
			return err
		}
	}
}

// skip passes over e with all that is inside. What is protected is decrypted
// all the same, since the keystream goes on behind it.
func (x *xmlReader) skip(e element) error {
	if x.stream != nil && e.attr("Protected") == "True" {
		b, err := x.plain(e)
		clear(b)
		return err
	}
	return x.children(e, x.skip)
}

// bytes returns an own copy of the text of e, decrypted if it is protected.
func (x *xmlReader) bytes(e element) ([]byte, error) {
	begin := x.pos
	b, err := x.plain(e)
	if err == nil && len(b) > maxField {
		clear(b)
		return nil, bad{what: FieldTooLong, pos: begin + 1}
	}
	return b, err
}

// text returns the text of e, which is no secret.
func (x *xmlReader) text(e element) (string, error) {
	b, err := x.bytes(e)
	return string(b), err
}

func (x *xmlReader) plain(e element) ([]byte, error) {
	if e.empty {
		return nil, nil
	}
	begin, n := x.pos, 0
	if err := x.content(func(b []byte) { n += len(b) }); err != nil {
		return nil, err
	}
	tag := x.pos
	if child, err := x.next(); err != nil {
		return nil, err
	} else if child != nil {
		return nil, bad{what: XMLSyntax, pos: tag + 1}
	}
	if n == 0 {
		return nil, nil
	}
	b := make([]byte, 0, n)
	again := &xmlReader{data: x.data, pos: begin}
	if err := again.content(func(part []byte) { b = append(b, part...) }); err != nil {
		clear(b)
		return nil, err
	}
	if x.stream == nil || e.attr("Protected") != "True" {
		return b, nil
	}
	defer clear(b)
	size, err := base64.StdEncoding.Decode(b, b)
	if err != nil {
		return nil, bad{what: Damaged, pos: begin + 1}
	}
	x.stream.XORKeyStream(b[:size], b[:size])
	own := make([]byte, size)
	copy(own, b)
	return own, nil
}

// content calls f with the parts of an element's text, and moves to the tag
// behind it. KeePass writes no CDATA and no comments there; others may.
func (x *xmlReader) content(f func([]byte)) error {
	for {
		begin := x.pos
		size := bytes.IndexByte(x.data[begin:], '<')
		if size < 0 {
			x.pos = len(x.data)
			return x.bad()
		}
		if !resolved(x.data[begin:begin+size], f) {
			return bad{what: XMLSyntax, pos: begin + 1}
		}
		x.pos += size
		switch rest := x.data[x.pos:]; {
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			from := x.pos + len("<![CDATA[")
			if err := x.past("]]>"); err != nil {
				return err
			}
			f(x.data[from : x.pos-len("]]>")])
		case bytes.HasPrefix(rest, []byte("<!--")):
			if err := x.past("-->"); err != nil {
				return err
			}
		default:
			return nil
		}
	}
}

// resolved calls f with the parts that a text stands for.
func resolved(raw []byte, f func([]byte)) bool {
	var buf [utf8.UTFMax]byte
	defer clear(buf[:])
	for {
		i := bytes.IndexByte(raw, '&')
		if i < 0 {
			f(raw)
			return true
		}
		f(raw[:i])
		name, _, ok := bytes.Cut(raw[i+1:min(len(raw), i+12)], []byte(";"))
		c, known := entity(string(name))
		if !ok || !known {
			return false
		}
		f(buf[:utf8.EncodeRune(buf[:], c)])
		raw = raw[i+1+len(name)+1:]
	}
}

func entity(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	base, digits := 10, name[1:]
	if digits[0] == 'x' {
		base, digits = 16, digits[1:]
	}
	n, err := strconv.ParseInt(digits, base, 32)
	return rune(n), err == nil && n >= 0 && n <= utf8.MaxRune
}
