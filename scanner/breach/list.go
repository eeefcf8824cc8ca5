package breach

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha1" //nolint:gosec // the list is published as SHA-1
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const (
	hashDigits   = 40
	prefixDigits = 5
	ntlmDigits   = 32
	// longestLine is far more than a hash and a count take.
	longestLine = 4 << 10
	// readSize is how much of a list is read at once.
	readSize = 1 << 18
)

// list is one file of hashes.
type list struct {
	path   string
	size   int64
	prefix int    // that the file's name says, or noPrefix
	first  uint64 // the key it begins with, or the smallest that its prefix allows
}

const noPrefix = -1

// lists finds the files behind the inputs, in the order of their hashes. A
// folder stands for the files in it, except hidden ones.
func lists(inputs []string) ([]list, error) {
	var all []list
	for _, in := range inputs {
		info, err := os.Stat(in)
		if err != nil {
			return nil, fmt.Errorf("read list: %w", err)
		}
		if !info.IsDir() {
			l, err := newList(in, info)
			if err != nil {
				return nil, err
			}
			all = append(all, l)
			continue
		}
		entries, err := os.ReadDir(in)
		if err != nil {
			return nil, fmt.Errorf("read list: %w", err)
		}
		before := len(all)
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), ".") {
				continue
			}
			path := filepath.Join(in, e.Name())
			info, err := os.Stat(path)
			if err != nil {
				return nil, fmt.Errorf("read list: %w", err)
			}
			l, err := newList(path, info)
			if err != nil {
				return nil, err
			}
			all = append(all, l)
		}
		if len(all) == before {
			return nil, &Fault{File: in, What: Empty}
		}
	}
	slices.SortStableFunc(all, func(a, b list) int { return cmp.Compare(a.first, b.first) })
	return all, nil
}

func newList(path string, info os.FileInfo) (list, error) {
	l := list{path: path, size: info.Size(), prefix: prefixOf(path)}
	if !info.Mode().IsRegular() {
		return l, &Fault{File: path, What: NotAFile}
	}
	if l.prefix != noPrefix {
		l.first = uint64(l.prefix) << 44
		return l, nil
	}
	r, err := l.open()
	if err != nil {
		return l, err
	}
	defer r.close()
	switch h, err := r.next(); {
	case errors.Is(err, io.EOF):
		return l, &Fault{File: path, What: Empty}
	case err != nil:
		return l, err
	default:
		l.first = h.key
		return l, nil
	}
}

// prefixOf returns the prefix that a file's name is, as in 00A1F.txt.
func prefixOf(path string) int {
	name := strings.ToLower(filepath.Base(path))
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), ".txt")
	n, err := strconv.ParseUint(name, 16, 20)
	if err != nil || len(name) != prefixDigits {
		return noPrefix
	}
	return int(n)
}

// lines reads the hashes of one list.
type lines struct {
	list   list
	file   *os.File
	raw    counter // bytes of the file read so far
	text   *bufio.Reader
	packed bool
	line   int
	// last and falling tell a list ordered by count from one without order.
	last    uint64
	falling bool
}

type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

// open opens a list and refuses what is none.
func (l list) open() (*lines, error) {
	file, err := os.Open(l.path)
	if err != nil {
		return nil, fmt.Errorf("read list: %w", err)
	}
	r := &lines{list: l, file: file, raw: counter{r: file}, last: ^uint64(0), falling: true}
	if err := r.begin(); err != nil {
		file.Close()
		return nil, err
	}
	return r, nil
}

func (r *lines) begin() error {
	// The list may be a million small files.
	r.text = bufio.NewReaderSize(&r.raw, int(min(readSize, max(r.list.size+1, 2*longestLine))))
	head, err := r.peek()
	if err != nil {
		return err
	}
	if bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
		packed, err := gzip.NewReader(r.text)
		if err != nil {
			return r.failed(err)
		}
		r.packed = true
		r.text = bufio.NewReaderSize(packed, readSize)
		if head, err = r.peek(); err != nil {
			return err
		}
	}
	if what := notText(head); what != "" {
		return r.fault(what)
	}
	const mark = "\ufeff" // some editors put it first
	if bytes.HasPrefix(head, []byte(mark)) {
		_, _ = r.text.Discard(len(mark))
	}
	return nil
}

func (r *lines) peek() ([]byte, error) {
	const enough = 512
	head, err := r.text.Peek(enough)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, r.failed(err)
	}
	if len(head) == 0 {
		return nil, r.fault(Empty)
	}
	return head, nil
}

// notText says what a file is that begins so and is no text.
func notText(head []byte) What {
	for _, begin := range []string{"PK\x03\x04", "PK\x05\x06", "7z\xbc\xaf\x27\x1c", "\xfd7zXZ\x00", "BZh", "\x28\xb5\x2f\xfd", "Rar!"} {
		if bytes.HasPrefix(head, []byte(begin)) {
			return Archive
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte(magic)):
		return IsFilter
	case bytes.HasPrefix(bytes.TrimLeft(head, "\ufeff \t\r\n"), []byte("<")):
		return WebPage
	case bytes.ContainsFunc(head, func(r rune) bool { return r < ' ' && r != '\t' && r != '\r' && r != '\n' }):
		return Binary
	}
	return ""
}

func (r *lines) close() { r.file.Close() }

func (r *lines) fault(w What) error { return &Fault{File: r.list.path, Line: r.line, What: w} }

// failed is what a failed read means.
func (r *lines) failed(err error) error {
	// The operating system's own errors are not about the content.
	if _, ok := errors.AsType[*os.PathError](err); ok {
		return fmt.Errorf("read list: %w", err)
	}
	r.line = 0
	return r.fault(Gzip)
}

// hash is one line of a list.
type hash struct {
	key   uint64 // its first 64 bits
	count uint64 // 1 when the line has none
}

// next returns the next hash, or io.EOF after the last.
func (r *lines) next() (hash, error) {
	for {
		r.line++
		line, err := r.text.ReadSlice('\n')
		last := errors.Is(err, io.EOF)
		switch {
		case errors.Is(err, bufio.ErrBufferFull), len(line) > longestLine:
			return hash{}, r.fault(NotHashes)
		case last && len(line) == 0:
			return hash{}, io.EOF
		case err != nil && !last:
			return hash{}, r.failed(err)
		}
		line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
		if len(line) == 0 {
			continue
		}
		h, what := parseLine(line, r.list.prefix)
		if last && r.line > 1 && (what == NotHashes || what == NTLM) {
			what = CutLine
		}
		if what != "" {
			return hash{}, r.fault(what)
		}
		// The service can fill its answers up with invented lines, which it
		// marks with a count of 0.
		if h.count == 0 {
			continue
		}
		r.falling = r.falling && h.count <= r.last
		r.last = h.count
		return h, nil
	}
}

// parseLine reads HASH:COUNT, or the last 35 digits of a hash when the file's
// name is the prefix. It says what is wrong, or nothing.
func parseLine(line []byte, prefix int) (hash, What) {
	digits, count, counted := bytes.Cut(line, []byte(":"))
	h := hash{count: 1}
	if counted {
		n, err := strconv.ParseUint(string(bytes.TrimSpace(count)), 10, 64)
		if err != nil {
			return hash{}, NotHashes
		}
		h.count = n
	}
	var sum [sha1.Size]byte
	switch len(digits) {
	case hashDigits:
		if _, err := hex.Decode(sum[:], digits); err != nil {
			return hash{}, NotHashes
		}
		h.key = binary.BigEndian.Uint64(sum[:])
		if prefix != noPrefix && h.key>>44 != uint64(prefix) {
			return hash{}, WrongPrefix
		}
	case hashDigits - prefixDigits:
		var full [hashDigits]byte
		copy(full[:], "00000")
		copy(full[prefixDigits:], digits)
		switch _, err := hex.Decode(sum[:], full[:]); {
		case err != nil:
			return hash{}, NotHashes
		case prefix == noPrefix:
			return hash{}, NoPrefix
		}
		h.key = uint64(prefix)<<44 | binary.BigEndian.Uint64(sum[:])
	case ntlmDigits, ntlmDigits - prefixDigits:
		if !allHex(digits) {
			return hash{}, NotHashes
		}
		return hash{}, NTLM
	default:
		return hash{}, NotHashes
	}
	return h, ""
}

func allHex(b []byte) bool {
	return !bytes.ContainsFunc(b, func(r rune) bool { return !strings.ContainsRune("0123456789ABCDEFabcdef", r) })
}
