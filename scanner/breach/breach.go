// Package breach answers, without a network, whether a password is known to
// have leaked. It builds a filter file from the official SHA-1 list of Have I
// Been Pwned, and reads it where it lies on disk.
//
// A filter holds 16 bits of each hash, mixed so that nothing reads back: no
// password, no hash, no count. Every password of the list is found; of others
// one in 65,536 is found too. What is not found is Absent from a list that was
// whole, and otherwise NotCovered; neither means that a password is safe.
//
// A filter that cannot be trusted does not answer. Open checks the size, the
// tables and a self-test: passwords that every real list holds must be found,
// random ones must not. Each block of the file is checked when it is first
// read.
//
// Passwords are looked up by the first 64 bits of their SHA-1, because that is
// how the list is published. The list's own bytes are UTF-8 as people typed
// them, so a password is looked up as it is, and also composed (NFC) when that
// differs.
package breach

import (
	"context"
	"crypto/sha1" //nolint:gosec // the list is published as SHA-1; nothing is protected by it
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Answer is what a filter knows about a password.
type Answer int

// The answers. Zero is none of them.
const (
	Found      Answer = iota + 1 // in the list
	Absent                       // not in the list, which covers it
	NotCovered                   // not found, and the list does not cover it: not checked
)

// Filter is an open filter. It is safe for concurrent use until it is closed.
type Filter struct {
	name    string
	head    header
	shards  []shard
	runs    []run
	sums    []byte          // CRC-32C of every block of data; nil when closed
	data    []byte          // nil when it cannot be mapped, and is read from file
	checked []atomic.Uint64 // a bit for every block of the mapped data found whole
	damaged *Fault          // ready, so that a look-up allocates nothing
	unmap   func() error    // nil when nothing is mapped
	file    *os.File        // nil when nothing is read
}

// Open opens a filter file, which stays on disk and is read as needed. A file
// that is not a whole, sound filter is refused with a *Fault; one that fails
// its self-test also with ErrCanary.
func Open(path string) (*Filter, error) { return open(path, mapFile) }

// open opens a filter file, and reads it piece by piece where the system does
// not map files.
func open(path string, mapFile func(*os.File, int) ([]byte, func() error, error)) (_ *Filter, err error) {
	// A pipe would wait for ever to be opened.
	switch info, err := os.Stat(path); {
	case err != nil:
		return nil, fmt.Errorf("open filter: %w", err)
	case !info.Mode().IsRegular():
		return nil, &Fault{File: path, What: NotAFilter}
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open filter: %w", err)
	}
	f := &Filter{name: path, file: file}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close())
		}
	}()
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("open filter: %w", err)
	}
	first := make([]byte, min(headerSize, info.Size()))
	if _, err := file.ReadAt(first, 0); err != nil {
		return nil, fmt.Errorf("open filter %q: %w", path, err)
	}
	// The size is checked before the file is mapped: what is missing at the end
	// of a mapped file is not an error but a crash.
	size, err := f.begin(first, info.Size())
	if err != nil {
		return nil, err
	}
	tables := make([]byte, size-headerSize-int(f.head.data))
	if _, err := file.ReadAt(tables, int64(size-len(tables))); err != nil {
		return nil, fmt.Errorf("open filter %q: %w", path, err)
	}
	if mapped, unmap, err := mapFile(file, size); err == nil {
		f.data, f.unmap, f.file = mapped[headerSize:headerSize+f.head.data], unmap, nil
		file.Close()
	}
	if err := f.finish(tables); err != nil {
		return nil, err
	}
	return f, nil
}

// begin takes the header of have bytes and returns how many there must be.
func (f *Filter) begin(first []byte, have int64) (size int, err error) {
	f.damaged = &Fault{File: f.name, What: Damaged}
	head, wrong := decodeHeader(first)
	if wrong == CutFilter {
		return 0, &Fault{File: f.name, What: CutFilter, Have: have}
	}
	if wrong != "" {
		return 0, &Fault{File: f.name, What: wrong}
	}
	f.head = head
	want, ok := head.size()
	switch {
	case !ok || want > math.MaxInt || uint64(have) > want:
		return 0, f.damaged
	case uint64(have) < want:
		return 0, &Fault{File: f.name, What: CutFilter, Have: have, Want: int64(want)}
	}
	return int(want), nil
}

// finish takes the tables, which it keeps, and asks the filter about itself.
func (f *Filter) finish(tables []byte) error {
	if sha256.Sum256(tables) != f.head.tables {
		return f.damaged
	}
	offset, entries := uint64(0), uint64(0)
	f.shards = make([]shard, f.head.shards)
	for i := range f.shards {
		s := decodeShard(tables)
		if !s.sound(offset, f.head.data) || i > 0 && s.first <= f.shards[i-1].first {
			return f.damaged
		}
		f.shards[i] = s
		offset += s.bytes()
		entries += uint64(s.entries)
		tables = tables[shardSize:]
	}
	if offset != f.head.data || entries != f.head.entries || entries == 0 {
		return f.damaged
	}
	f.runs = make([]run, f.head.runs)
	for i := range f.runs {
		r := run{binary.LittleEndian.Uint32(tables), binary.LittleEndian.Uint32(tables[4:])}
		if r.from >= r.to || r.to > Prefixes || i > 0 && r.from <= f.runs[i-1].to {
			return f.damaged
		}
		f.runs[i] = r
		tables = tables[runSize:]
	}
	f.sums = tables
	f.checked = make([]atomic.Uint64, f.head.blocks()/64+1)
	return f.selfTest()
}

// onFault turns a failed read of a mapped page into an error: the file was
// shortened, or the stick it lies on was pulled out. It is deferred; before is
// the setting to go back to.
func (f *Filter) onFault(before bool, err *error) {
	debug.SetPanicOnFault(before)
	switch r := recover().(type) {
	case nil:
	case interface{ Addr() uintptr }:
		*err = f.damaged
	default:
		panic(r)
	}
}

// Close lets go of the file. The filter must not be in use.
func (f *Filter) Close() error {
	unmap, file := f.unmap, f.file
	f.sums, f.data, f.unmap, f.file = nil, nil, nil, nil
	var err error
	if unmap != nil {
		err = unmap()
	}
	if file != nil {
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		return fmt.Errorf("close filter %q: %w", f.name, err)
	}
	return nil
}

// Entries is the number of hashes in the filter.
func (f *Filter) Entries() int64 { return int64(f.head.entries) }

// Created is when the filter was built, in UTC.
func (f *Filter) Created() time.Time { return time.Unix(f.head.created, 0).UTC() }

// Partial reports whether the filter was built from something else than the
// whole official list.
func (f *Filter) Partial() bool { return f.head.flags&flagPartial != 0 }

// Covered is the number of ranges, of Prefixes, in which a password that is not
// found is Absent. It is all of them unless the filter is Partial.
func (f *Filter) Covered() int {
	n := 0
	for _, r := range f.runs {
		n += int(r.to - r.from)
	}
	return n
}

// Has reports whether the password was found. False says nothing: Look tells
// why.
func (f *Filter) Has(pw []byte) bool {
	a, err := f.Look(pw)
	return err == nil && a == Found
}

// Look looks a password up. An error means that this part of the file could not
// be read or is damaged, and that nothing is known; after Close it is
// os.ErrClosed. Look keeps nothing of pw.
func (f *Filter) Look(pw []byte) (Answer, error) {
	given, err := f.look(digest(pw))
	if err != nil || given == Found || norm.NFC.IsNormal(pw) {
		return given, err
	}
	// No text grows by more than 3 in UTF-8 when it is composed, so that the
	// buffer is never left behind for a larger one.
	composed := norm.NFC.Append(make([]byte, 0, 3*len(pw)), pw...)
	defer clear(composed[:cap(composed)])
	second, err := f.look(digest(composed))
	switch {
	case err != nil:
		return 0, err
	case second == Found:
		return Found, nil
	}
	return max(given, second), nil
}

func (f *Filter) look(key uint64) (Answer, error) {
	switch ok, err := f.holds(key); {
	case err != nil:
		return 0, err
	case ok:
		return Found, nil
	case f.covers(prefix(key)):
		return Absent, nil
	}
	return NotCovered, nil
}

// covers reports whether the list held the whole range of a prefix.
func (f *Filter) covers(p uint32) bool {
	i, n := 0, len(f.runs)
	for i < n {
		if mid := (i + n) / 2; f.runs[mid].to <= p {
			i = mid + 1
		} else {
			n = mid
		}
	}
	return i < len(f.runs) && f.runs[i].from <= p
}

// holds asks the shard of a key.
func (f *Filter) holds(key uint64) (ok bool, err error) {
	if f.sums == nil {
		return false, os.ErrClosed
	}
	defer f.onFault(debug.SetPanicOnFault(true), &err)
	i, n := 0, len(f.shards)
	for i < n {
		if mid := (i + n) / 2; f.shards[mid].first <= key {
			i = mid + 1
		} else {
			n = mid
		}
	}
	if i == 0 {
		return false, nil
	}
	s := &f.shards[i-1]
	at, want := s.places(key)
	for _, p := range at {
		fingerprint, whole := f.fingerprint(s.offset + 2*uint64(p))
		if !whole {
			return false, f.damaged
		}
		want ^= fingerprint
	}
	return want == 0, nil
}

// fingerprint reads one of them, at an offset in the data, out of a block that
// is as it was written. The block of mapped data is verified the first time
// only.
func (f *Filter) fingerprint(offset uint64) (v uint16, whole bool) {
	block := offset / blockSize
	if f.data == nil {
		b, whole := f.block(block)
		if !whole {
			return 0, false
		}
		return binary.LittleEndian.Uint16(b[offset%blockSize:]), true
	}
	bit := uint64(1) << (block % 64)
	if f.checked[block/64].Load()&bit == 0 {
		if _, whole := f.block(block); !whole {
			return 0, false
		}
		f.checked[block/64].Or(bit)
	}
	return binary.LittleEndian.Uint16(f.data[offset:]), true
}

// block returns a block of the data, if it is as it was written.
func (f *Filter) block(i uint64) (b []byte, whole bool) {
	from, to := i*blockSize, min((i+1)*blockSize, f.head.data)
	if f.data != nil {
		b = f.data[from:to]
	} else {
		b = make([]byte, to-from)
		if _, err := f.file.ReadAt(b, int64(headerSize+from)); err != nil {
			return nil, false
		}
	}
	sum := crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli))
	return b, sum == binary.LittleEndian.Uint32(f.sums[sumSize*i:])
}

// Check reads the whole filter and returns a *Fault when any of it is damaged,
// or the error of ctx when that ends first.
func (f *Filter) Check(ctx context.Context) (err error) {
	if f.sums == nil {
		return os.ErrClosed
	}
	defer f.onFault(debug.SetPanicOnFault(true), &err)
	for block := range f.head.blocks() {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("check filter %q: %w", f.name, err)
		}
		if _, whole := f.block(block); !whole {
			return f.damaged
		}
	}
	return nil
}

// digest returns the key of a password. The standard library's SHA-1 copies the
// password to the stack, so the stack is overwritten.
func digest(pw []byte) uint64 {
	scrub()             // first, so that the stack need not grow, and be copied, in between
	sum := sha1.Sum(pw) //nolint:gosec // see the import
	scrub()
	return binary.BigEndian.Uint64(sum[:])
}

// scrub overwrites the part of the stack that SHA-1 uses: at most 1.7 kB.
//
//go:noinline
func scrub() {
	var b [2048]byte
	runtime.KeepAlive(&b)
}
