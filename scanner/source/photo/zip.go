package photo

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"

	"lampan/scanner/internal/decode"
	"lampan/scanner/internal/reading"
	"lampan/scanner/source"
)

// What a zip file may cost. Pictures are packed already, so that their sizes hardly
// change; what grows a lot is not one of them.
const (
	maxMembers   = 100_000  // listed
	maxDirectory = 32 << 20 // bytes of the list
	maxMember    = 64 << 20 // unpacked in memory; what is stored as it is has no such limit
	maxUnpacked  = 1 << 30  // all of a small zip file
	maxGrowth    = 10       // of a large one, by its size
	maxRatio     = 200      // of one member that is not small
	smallMember  = 16 << 20 // bytes
	maxName      = 500      // bytes of a member's name
	encrypted    = 1        // a flag of a member
)

func isArchive(name string) bool { return strings.EqualFold(path.Ext(name), ".zip") }

// isOtherArchive reports whether a name promises pictures packed in a way that is not
// read; Google Takeout offers ".tgz".
func isOtherArchive(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".7z", ".bz2", ".gz", ".rar", ".tar", ".tgz", ".xz", ".zst":
		return true
	}
	return false
}

// archive reads the pictures in a zip file and reports whether reading goes on.
// The grant covers the zip file; it is asked again before each member.
func (r *reader) archive(name string) bool {
	f, err := r.archives.Open(r.grant, name)
	if err != nil {
		return r.fault(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return r.fault(&source.Error{Reason: source.Unreadable, Locator: name, Err: err})
	}
	list, err := list(f, info.Size())
	if errors.Is(err, errMembers) {
		return r.fault(&source.Error{Reason: source.Limit, Locator: name, Err: err})
	} else if err != nil {
		return r.fault(&source.Error{Reason: source.Malformed, Locator: name, Err: errors.New("not a whole zip file")})
	}
	z := &archive{reader: r, name: name, file: f, size: info.Size(), left: maxUnpacked + maxGrowth*info.Size()}
	return r.album(z.items(list), true)
}

var errMembers = errors.New("too many files in a zip file")

// list reads the list of members.
func list(r io.ReaderAt, size int64) ([]*zip.File, error) {
	d := &directory{ReaderAt: r}
	z, err := zip.NewReader(d, size)
	switch {
	case d.err != nil:
		return nil, d.err
	case err != nil && !errors.Is(err, zip.ErrInsecurePath): // names are only shown
		return nil, err
	case len(z.File) > maxMembers: // some lay across two reads
		return nil, errMembers
	}
	d.opened = true
	return z.File, nil
}

// directory stands between a zip file and the reader of its list, which makes a
// record of every member that it meets, and room for as many as the end of the file
// claims, before anybody can ask how many there are.
type directory struct {
	io.ReaderAt
	opened        bool
	read, members int
	err           error
}

func (d *directory) ReadAt(p []byte, off int64) (int, error) {
	if d.err != nil {
		return 0, d.err
	}
	n, err := d.ReaderAt.ReadAt(p, off)
	if d.opened {
		return n, err
	}
	const end64 = 56 // the record that can claim more than 65,535
	d.read += n
	d.members += bytes.Count(p[:n], []byte("PK\x01\x02"))
	claimed := n == end64 && bytes.HasPrefix(p, []byte("PK\x06\x06")) && binary.LittleEndian.Uint64(p[32:]) > maxMembers
	if claimed || d.members > maxMembers || d.read > maxDirectory {
		d.err = errMembers
		return 0, d.err
	}
	return n, err
}

// archive is an open zip file.
type archive struct {
	*reader
	name string
	file io.ReaderAt
	size int64
	left int64        // bytes that may still be unpacked
	buf  bytes.Buffer // the member that is unpacked
}

// items gives the members that may be pictures or sidecars, by path.
func (z *archive) items(list []*zip.File) []item {
	var out []item
	shared := overlapping(list)
	used := map[string]bool{}
	rest, twice := 0, 0
	for _, f := range list {
		name := shown(f.Name)
		if strings.HasSuffix(f.Name, "/") || hidden(name) {
			continue
		}
		if shared[f] {
			twice++
			continue
		}
		if len(out) == z.c.MaxFiles {
			rest++
			continue
		}
		for i := 2; used[name]; i++ { // two members of one name
			name = withNumber(shown(f.Name), fmt.Sprintf(" (%d)", i))
			if i > 20 { // nobody packs that
				break
			}
		}
		if used[name] {
			rest++
			continue
		}
		used[name] = true
		it := item{path: name, locator: z.name + "#" + name}
		it.open = func() (body, error) { return z.open(f, it.locator) }
		out = append(out, it)
	}
	slices.SortFunc(out, func(a, b item) int { return cmp.Compare(a.path, b.path) })
	if twice > 0 {
		out = append(out, item{err: &source.Error{Reason: source.Malformed, Locator: z.name, Rest: twice, Err: errors.New("members that share their bytes with others")}})
	}
	if rest > 0 {
		out = append(out, item{err: &source.Error{Reason: source.Limit, Locator: z.name, Rest: rest, Err: fmt.Errorf("more than %d files in a zip file", z.c.MaxFiles)}})
	}
	return out
}

// shown is a member's name as a path that leads nowhere: names in zip files may be
// absolute, lead upwards or hold any bytes. It is only shown and compared.
func shown(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			return -1
		case r == '\\':
			return '/'
		}
		return r
	}, decode.Clean(name))
	if ext := path.Ext(name); len(name) > maxName && len(ext) < 10 {
		name = strings.ToValidUTF8(name[:maxName], "") + ext
	} else if len(name) > maxName {
		name = strings.ToValidUTF8(name[:maxName], "")
	}
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}

// hidden reports whether a member is one that a walk of a folder leaves out, or
// what macOS packs beside every file.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || part[0] == '.' || part == "__MACOSX" {
			return true
		}
	}
	return false
}

// length is a size that a list states; a file can be no longer than the most.
func length(stated uint64) int64 {
	const most = 1 << 62
	return int64(min(stated, most)) //nolint:gosec // it fits
}

// overlapping finds the members whose bytes are those of another too, with which a
// small zip file unpacks to anything.
func overlapping(list []*zip.File) map[*zip.File]bool {
	type stretch struct {
		f        *zip.File
		from, to int64
	}
	var all []stretch
	for _, f := range list {
		if at, err := f.DataOffset(); err == nil && f.CompressedSize64 > 0 {
			all = append(all, stretch{f, at, at + length(f.CompressedSize64)})
		}
	}
	slices.SortStableFunc(all, func(a, b stretch) int { return cmp.Compare(a.from, b.from) })
	out := map[*zip.File]bool{}
	end := int64(0)
	for _, s := range all {
		if s.from < end {
			out[s.f] = true
			continue
		}
		end = s.to
	}
	return out
}

// open makes a member readable, if that is still agreed.
func (z *archive) open(f *zip.File, locator string) (body, error) {
	if err := z.ctx.Err(); err != nil {
		return body{}, reading.Stopped(locator, err)
	}
	if err := reading.Covered(z.grant, z.name, z.c.Now()); err != nil {
		return body{}, err
	}
	return z.member(f, locator)
}

// member makes a member readable: in place when it is stored as it is, else unpacked
// in memory until the next one is opened. A damaged member gives what could be
// unpacked, and an error. Whether a member is damaged that is stored as it is, its
// own format tells.
func (z *archive) member(f *zip.File, locator string) (body, error) {
	fault := func(r source.Reason, what string) (body, error) {
		return body{}, &source.Error{Reason: r, Locator: locator, Err: errors.New(what)}
	}
	taken, size := length(f.CompressedSize64), length(f.UncompressedSize64)
	switch {
	case f.Mode()&fs.ModeSymlink != 0:
		return fault(source.OutsideScope, "a link, which may lead elsewhere")
	case f.Mode()&fs.ModeType != 0:
		return fault(source.Unsupported, "not an ordinary file")
	case f.Flags&encrypted != 0:
		return fault(source.Unsupported, "encrypted")
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return fault(source.Unsupported, "packed in a way that is not known")
	}
	if f.Method == zip.Store {
		from, err := f.DataOffset()
		if err != nil || size != taken || from > z.size-size {
			return fault(source.Malformed, "it lies outside the zip file")
		}
		return body{ReaderAt: io.NewSectionReader(z.file, from, size), size: size}, nil
	}
	switch {
	case !wanted(locator) && !z.starts(f):
		return body{}, nil
	case size > maxMember:
		return fault(source.TooLarge, fmt.Sprintf("more than %d bytes unpacked", maxMember))
	case size > smallMember && size/maxRatio > taken:
		return fault(source.TooLarge, "it unpacks to far more than it takes")
	case size > z.left:
		return fault(source.Limit, "more was unpacked from the zip file than pictures need")
	}
	z.left -= size
	return z.unpack(f, size, locator)
}

// wanted reports whether a name promises something to read.
func wanted(name string) bool { return decode.Pictured(name) || decode.SidecarName(name) }

// starts reports whether a member that is not called a picture begins as one.
func (z *archive) starts(f *zip.File) bool {
	r, err := f.Open()
	if err != nil {
		return false
	}
	defer r.Close()
	head := make([]byte, 64)
	n, _ := io.ReadFull(r, head)
	return decode.Sniff(head[:n]) == "image/*"
}

func (z *archive) unpack(f *zip.File, size int64, locator string) (body, error) {
	broken := &source.Error{Reason: source.Malformed, Locator: locator, Err: errors.New("it could not be unpacked whole")}
	r, err := f.Open()
	if err != nil {
		return body{}, broken
	}
	defer r.Close()
	z.buf.Reset()
	n, err := io.Copy(&z.buf, io.LimitReader(r, size+1))
	b := body{ReaderAt: bytes.NewReader(z.buf.Bytes()), size: n}
	if err != nil || n != size {
		return b, broken
	}
	return b, nil
}
