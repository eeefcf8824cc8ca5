package vault

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"hash/crc32"
	"io"
	"path"
	"slices"
	"strings"
)

const (
	maxMembers = 100_000 // attachments are members too

	// An archive of text becomes about a tenth. What claims to unpack to more
	// than two hundred times its size, and is not tiny, is a trap.
	maxRatio   = 200
	smallPiece = 16 << 20

	encryptedFlag = 1 // in the header of a member
)

// archive reads a ZIP: 1Password's 1PUX (export.data), Proton Pass
// (Proton Pass/data.json) and Bitwarden with attachments (data.json), or tables
// as Dashlane and Safari pack them, under names in any language.
func (r *reader) archive(data []byte) error {
	// The reader makes a record of each before it can be asked how many there are.
	if bytes.Count(data, []byte("PK\x01\x02")) > maxMembers {
		return bad{what: TooManyEntries}
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	switch {
	case errors.Is(err, zip.ErrFormat):
		return bad{what: CutOff} // the list of members stands at the end
	case err != nil:
		return bad{what: Damaged}
	}
	var tables []*zip.File
	for _, f := range z.File {
		name := path.Base(f.Name)
		switch {
		case f.Name == "[Content_Types].xml", f.Name == "mimetype":
			return bad{what: Spreadsheet}
		case name == "data.pgp":
			return bad{what: EncryptedProton}
		case f.Name == "export.data", name == "data.json":
			return r.member(data, f, r.text)
		case strings.EqualFold(path.Ext(name), ".csv") && !strings.HasPrefix(f.Name, "__MACOSX/"):
			tables = append(tables, f)
		}
	}
	if len(tables) == 0 {
		return bad{what: MissingData}
	}
	slices.SortFunc(tables, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	// Several can be unpacked from the same bytes, each for itself no bomb.
	left := uint64(maxText)
	for _, f := range tables {
		if f.UncompressedSize64 > left {
			return bad{what: Bomb}
		}
		left -= f.UncompressedSize64
	}
	empty := true
	for _, f := range tables {
		err := r.member(data, f, r.text)
		switch b, _ := errors.AsType[bad](err); {
		case err == nil:
			empty = false
		case b.what == NoPasswords || b.what == Empty || b.what == UnknownFormat:
			// Cards, notes and personal data lie beside the passwords.
			r.inside = ""
		default:
			return err
		}
	}
	if empty {
		return bad{what: MissingData}
	}
	return nil
}

// member unpacks one member and reads it.
func (r *reader) member(data []byte, f *zip.File, read func([]byte) error) error {
	r.inside = path.Base(f.Name)
	b, err := r.unpack(data, f)
	if err != nil {
		return err
	}
	if err := read(b); err != nil {
		return err
	}
	r.inside = ""
	return nil
}

// unpack reads from data itself: readers in between would keep buffers of what
// they read.
func (r *reader) unpack(data []byte, f *zip.File) ([]byte, error) {
	packed, size := f.CompressedSize64, f.UncompressedSize64
	switch {
	case f.Flags&encryptedFlag != 0:
		return nil, bad{what: EncryptedArchive}
	case size > maxText, size > smallPiece && size/maxRatio > packed:
		return nil, bad{what: Bomb}
	case size == 0:
		return nil, bad{what: Empty}
	case f.Method == zip.Store && packed != size:
		return nil, bad{what: Damaged}
	}
	start, err := f.DataOffset()
	if err != nil || start < 0 || start > int64(len(data)) || packed > uint64(len(data[start:])) {
		return nil, bad{what: Damaged}
	}
	var raw io.Reader = bytes.NewReader(data[start:][:packed])
	switch f.Method {
	case zip.Store:
	case zip.Deflate:
		raw = flate.NewReader(raw)
		defer rinse(raw)
	default:
		return nil, bad{what: Unsupported}
	}
	out := r.keep(make([]byte, size))
	if _, err := io.ReadFull(raw, out); err != nil {
		return nil, bad{what: Damaged}
	}
	var more [1]byte
	if n, _ := raw.Read(more[:]); n > 0 || crc32.ChecksumIEEE(out) != f.CRC32 {
		return nil, bad{what: Damaged}
	}
	return out, nil
}

// rinse overwrites the window in which a decompressor keeps the last 32 kB of
// what it unpacked, by letting it unpack zeros. It is a flate.Resetter, as all
// that flate.NewReader returns are.
func rinse(inflate io.Reader) {
	again, ok := inflate.(flate.Resetter)
	if !ok {
		return
	}
	if err := again.Reset(bytes.NewReader(zeros(nil)), nil); err == nil {
		_, _ = io.CopyN(io.Discard, inflate, window)
	}
}

// window is how many bytes zeros unpacks to: more than DEFLATE looks back.
const window = 0xffff

// zeros appends a stream of zeros in DEFLATE, as one stored block.
func zeros(b []byte) []byte {
	b = append(b, 1, 0xff, 0xff, 0, 0)
	return append(b, make([]byte, window)...)
}
