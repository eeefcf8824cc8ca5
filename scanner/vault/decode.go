package vault

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// decode returns data as UTF-8 without a byte order mark: data itself when it
// is that already, else a copy that is wiped with the reader.
//
// UTF-16 is known by its mark, or by every other byte of the start being zero,
// since Windows programs write it both ways. What is not UTF-8 at all and has
// no zero bytes is taken for Windows-1252, in which a Swedish Excel saves
// "CSV (semikolonavgränsad)".
func (r *reader) decode(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return r.wide(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return r.wide(data[2:], binary.BigEndian)
	case len(data) >= 4 && data[0] != 0 && data[1] == 0 && data[2] != 0 && data[3] == 0:
		return r.wide(data, binary.LittleEndian)
	case len(data) >= 4 && data[0] == 0 && data[1] != 0 && data[2] == 0 && data[3] != 0:
		return r.wide(data, binary.BigEndian)
	}
	if bytes.Contains(data, []byte{0}) {
		return nil, bad{what: UnknownFormat}
	}
	i := broken(data)
	if i < 0 {
		return data, nil
	}
	if !utf8.FullRune(data[i:]) {
		return nil, located(bad{what: CutOff, pos: i + 1}, data)
	}
	return r.western(data, i)
}

// broken returns where data stops being UTF-8, or -1.
func broken(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		c, n := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

func (r *reader) wide(data []byte, order binary.ByteOrder) ([]byte, error) {
	if len(data)%2 != 0 {
		return nil, bad{what: CutOff}
	}
	// Two bytes become at most three; a pair of surrogates, four become four.
	out := r.keep(make([]byte, 0, len(data)/2*3))
	for i := 0; i < len(data); i += 2 {
		c := rune(order.Uint16(data[i:]))
		if utf16.IsSurrogate(c) {
			if i+4 > len(data) {
				return nil, located(bad{what: CutOff, pos: len(out) + 1}, out)
			}
			c = utf16.DecodeRune(c, rune(order.Uint16(data[i+2:])))
			i += 2
		}
		if c == 0 || c == utf8.RuneError {
			return nil, located(bad{what: NotText, pos: len(out) + 1}, out)
		}
		out = utf8.AppendRune(out, c)
	}
	return out, nil
}

// western decodes Windows-1252; first is where data is not UTF-8. A file that
// has letters of UTF-8 as well was put together from two, and nobody knows how
// its passwords are meant.
func (r *reader) western(data []byte, first int) ([]byte, error) {
	if bytes.ContainsFunc(data[:first], func(c rune) bool { return c >= utf8.RuneSelf }) {
		return nil, located(bad{what: NotText, pos: first + 1}, data)
	}
	// The euro sign and the quotation marks take three bytes.
	out := r.keep(make([]byte, 0, 3*len(data)))
	for i, b := range data {
		c := rune(b)
		if b >= 0x80 && b < 0xa0 {
			if c = windows1252[b-0x80]; c == 0 {
				return nil, located(bad{what: NotText, pos: i + 1}, data)
			}
		}
		out = utf8.AppendRune(out, c)
	}
	return out, nil
}

// windows1252 is what the bytes from 0x80 to 0x9f are, as in the WHATWG
// encoding standard, but for the five that Windows leaves undefined.
var windows1252 = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}
