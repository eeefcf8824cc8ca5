package breach

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/bits"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/FastFilter/xorfilter"
)

const (
	// shardEntries is how many keys a shard holds when there are many. A power of
	// two fills its segments, for 18.0 bits an entry, and building a shard of a
	// million takes 50 MB, however long the list is. Small shards take more bits,
	// so the last one has up to twice as many keys.
	shardEntries = 1 << 20
	// tick is how many lines pass between two looks at the context.
	tick = 1 << 17
	// dense is the fewest hashes in a range, on average, for it to be taken as a
	// piece of the official list, which had 300 in its first edition.
	dense = 16
)

// Options are how a filter is built.
type Options struct {
	Created time.Time // written into the filter; required
	// Partial accepts a list that is not the whole official one: some of its
	// ranges, or a list of one's own. The filter then says Absent only in ranges
	// that were taken whole from the official list, and NotCovered elsewhere.
	Partial bool
	// Progress is called now and then, by the goroutine that builds; nil is
	// allowed.
	Progress func(Progress)
}

// Progress says how far a build has come.
type Progress struct {
	Entries     int64
	Read, Total int64 // bytes of the files
}

// Stats says what was built.
type Stats struct {
	Entries int64 // different hashes
	Shards  int
	Bytes   int64 // of the filter
	Covered int   // ranges of Prefixes that the list was found to hold whole
}

// Build makes the filter out of lists of SHA-1 hashes, "HASH:COUNT" a line,
// each ordered by hash. An input is a file, which may be gzipped, or a folder of
// them; they may come in any order but must not overlap. A file whose name is
// the first five digits, as 00A1F.txt, may hold the other 35 alone.
//
// The list is read once, in memory that does not depend on its length. The
// filter replaces out when it is whole and on disk; until then, and after an
// error, out is as it was and nothing else is left. What is wrong with a list
// is a *Fault.
func Build(ctx context.Context, inputs []string, out string, o Options) (_ Stats, err error) {
	if len(inputs) == 0 {
		return Stats{}, errors.New("build filter: no list")
	}
	files, err := lists(inputs)
	if err != nil {
		return Stats{}, err
	}
	if err := apart(files, out); err != nil {
		return Stats{}, err
	}
	// CreateTemp makes the file readable by its owner alone.
	temp, err := os.CreateTemp(filepath.Dir(out), ".breach-*.tmp")
	if err != nil {
		return Stats{}, fmt.Errorf("build filter: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, ignore(temp.Close(), os.ErrClosed), os.Remove(temp.Name()))
		}
	}()
	w, err := newWriter(temp)
	if err != nil {
		return Stats{}, err
	}
	b := &builder{writer: w, options: o, covered: make([]uint64, Prefixes/64), at: noPrefix}
	for _, f := range files {
		b.progress.Total += f.size
	}
	for _, f := range files {
		if err := b.read(ctx, f); err != nil {
			return Stats{}, err
		}
	}
	stats, err := b.finish(inputs[0])
	if err != nil {
		return Stats{}, err
	}
	if err := temp.Close(); err != nil {
		return Stats{}, fmt.Errorf("build filter: %w", err)
	}
	if err := os.Rename(temp.Name(), out); err != nil {
		return Stats{}, fmt.Errorf("build filter: %w", err)
	}
	// The filter stands; only a crash of the whole machine could undo it, and not
	// every system lets a folder be synced.
	if dir, err := os.Open(filepath.Dir(out)); err == nil {
		_ = dir.Sync()
		dir.Close()
	}
	return stats, nil
}

// apart refuses to replace a list by its filter: the list took days to fetch.
func apart(files []list, out string) error {
	there, err := os.Stat(out)
	if err != nil {
		return ignore(err, os.ErrNotExist)
	}
	for _, f := range files {
		info, err := os.Stat(f.path)
		if err != nil {
			return fmt.Errorf("read list: %w", err)
		}
		if os.SameFile(there, info) {
			return &Fault{File: f.path, What: SameFile}
		}
	}
	return nil
}

func ignore(err, harmless error) error {
	if errors.Is(err, harmless) {
		return nil
	}
	return err
}

// builder takes keys in order and makes shards of them.
type builder struct {
	writer   *writer
	options  Options
	fuse     xorfilter.BinaryFuseBuilder
	keys     []uint64 // up to two shards, so that the last is never small
	last     uint64
	some     bool // there is a last
	canaries uint64
	progress Progress

	// What the list covers.
	covered []uint64 // a bit for every prefix that looks whole
	filled  int      // prefixes with a hash
	at      int      // the last of them
	named   bool     // at was the name of a file
}

// read adds one file.
func (b *builder) read(ctx context.Context, l list) error {
	r, err := l.open()
	if err != nil {
		return err
	}
	defer r.close()
	before, read := b.progress.Entries, b.progress.Read
	for first := true; ; first = false {
		h, err := r.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if b.some && h.key <= b.last {
			switch {
			case first:
				return r.fault(Overlap)
			case h.key < b.last && r.falling:
				return r.fault(ByCount)
			case h.key < b.last:
				return r.fault(Unordered)
			}
			continue // the same hash again
		}
		if err := b.add(h.key, l.prefix != noPrefix); err != nil {
			return err
		}
		if b.progress.Entries%tick == 0 {
			b.progress.Read = read + r.raw.n
			if b.options.Progress != nil {
				b.options.Progress(b.progress)
			}
			if err := stopped(ctx); err != nil {
				return err
			}
		}
	}
	if b.progress.Entries == before {
		r.line = 0
		return r.fault(Empty)
	}
	b.progress.Read = read + l.size
	return stopped(ctx)
}

// stopped reports that the build should not go on.
func stopped(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("build filter: %w", err)
	}
	return nil
}

// add takes the next key, which is greater than the last.
func (b *builder) add(key uint64, named bool) error {
	b.last, b.some = key, true
	b.progress.Entries++
	if p := int(prefix(key)); p != b.at {
		b.cover(p, named)
	}
	if len(b.keys) == 2*shardEntries {
		if err := b.shard(b.keys[:shardEntries]); err != nil {
			return err
		}
		b.keys = b.keys[:copy(b.keys, b.keys[shardEntries:])]
	}
	b.keys = append(b.keys, key)
	return nil
}

// cover notes that the list has a hash with prefix p. Beside a gap a list may
// begin or end in the middle of a prefix, unless the prefix is a file's name.
func (b *builder) cover(p int, named bool) {
	gap := p != b.at+1
	if gap && b.at != noPrefix && !b.named {
		b.uncover(b.at)
	}
	if !gap || named {
		b.covered[p/64] |= 1 << (p % 64)
	}
	b.filled++
	b.at, b.named = p, named
}

func (b *builder) uncover(p int) { b.covered[p/64] &^= 1 << (p % 64) }

// shard builds and writes one shard.
func (b *builder) shard(keys []uint64) error {
	for i, c := range canaries() {
		if _, ok := slices.BinarySearch(keys, c); ok {
			b.canaries |= 1 << i
		}
	}
	f, err := xorfilter.BuildBinaryFuse[uint16](&b.fuse, keys)
	if err != nil {
		return fmt.Errorf("build filter: %w", err)
	}
	return b.writer.shard(shard{
		first:    keys[0],
		seed:     f.Seed,
		segment:  f.SegmentLength,
		segments: f.SegmentCount,
		entries:  uint32(len(keys)),
	}, f.Fingerprints)
}

// finish writes what is left when the last key was added. name stands for the
// list in what is said about all of it.
func (b *builder) finish(name string) (Stats, error) {
	if err := b.shard(b.keys); err != nil {
		return Stats{}, err
	}
	if b.at != Prefixes-1 && !b.named {
		b.uncover(b.at)
	}
	covered := 0
	for _, w := range b.covered {
		covered += bits.OnesCount64(w)
	}
	known := bits.OnesCount64(b.canaries)
	whole := covered == Prefixes && known == len(canaries())
	thin := b.progress.Entries < dense*int64(b.filled)
	if !whole && !b.options.Partial {
		switch {
		case covered == Prefixes:
			return Stats{}, &Fault{File: name, What: NoCanary, Have: int64(known), Want: int64(len(canaries()))}
		case thin:
			return Stats{}, &Fault{File: name, What: TooFew, Have: b.progress.Entries}
		}
		return Stats{}, &Fault{File: name, What: Gaps, Have: int64(covered), Want: Prefixes}
	}
	head := header{created: b.options.Created.Unix(), entries: uint64(b.progress.Entries), canaries: b.canaries}
	if !whole {
		head.flags = flagPartial
		// A thin list, or one without a canary that belongs in it, is no piece of
		// the official one, and its silence means nothing.
		if thin || b.canaryMissing() {
			clear(b.covered)
			covered = 0
		}
	}
	size, err := b.writer.finish(head, runs(b.covered))
	return Stats{Entries: b.progress.Entries, Shards: len(b.writer.shards), Bytes: size, Covered: covered}, err
}

// canaryMissing reports whether a covered range lacks a canary.
func (b *builder) canaryMissing() bool {
	for i, c := range canaries() {
		p := prefix(c)
		if b.covered[p/64]>>(p%64)&1 == 1 && b.canaries>>i&1 == 0 {
			return true
		}
	}
	return false
}

// runs returns the ranges of the bits that are set.
func runs(set []uint64) []run {
	var all []run
	for p := range uint32(len(set) * 64) {
		switch {
		case set[p/64]>>(p%64)&1 == 0:
		case len(all) > 0 && all[len(all)-1].to == p:
			all[len(all)-1].to++
		default:
			all = append(all, run{p, p + 1})
		}
	}
	return all
}

// writer writes the parts of a filter file in their order.
type writer struct {
	file   *os.File
	data   *bufio.Writer
	head   header
	shards []shard
	sums   []byte
	sum    uint32 // of the block being written
	room   int    // bytes left in it
}

func newWriter(file *os.File) (*writer, error) {
	w := &writer{file: file, data: bufio.NewWriterSize(file, blockSize), room: blockSize}
	// The place of the header, which is written last.
	_, err := w.data.Write(make([]byte, headerSize))
	return w, wrote(err)
}

func wrote(err error) error {
	if err != nil {
		return fmt.Errorf("write filter: %w", err)
	}
	return nil
}

func (w *writer) shard(s shard, fingerprints []uint16) error {
	s.offset = w.head.data
	w.shards = append(w.shards, s)
	w.head.data += s.bytes()
	var chunk [blockSize]byte
	for part := range slices.Chunk(fingerprints, blockSize/2) {
		for i, f := range part {
			binary.LittleEndian.PutUint16(chunk[2*i:], f)
		}
		if err := w.write(chunk[:2*len(part)]); err != nil {
			return err
		}
	}
	return nil
}

// write writes data and sums it block by block.
func (w *writer) write(b []byte) error {
	for len(b) > 0 {
		n := min(w.room, len(b))
		w.sum = crc32.Update(w.sum, crc32.MakeTable(crc32.Castagnoli), b[:n])
		if _, err := w.data.Write(b[:n]); err != nil {
			return wrote(err)
		}
		b = b[n:]
		if w.room -= n; w.room == 0 {
			w.endBlock()
		}
	}
	return nil
}

func (w *writer) endBlock() {
	w.sums = binary.LittleEndian.AppendUint32(w.sums, w.sum)
	w.sum, w.room = 0, blockSize
}

// finish writes the tables and, last, the header, and waits for the disk.
func (w *writer) finish(head header, covered []run) (size int64, err error) {
	if w.room < blockSize {
		w.endBlock()
	}
	var tables []byte
	for _, s := range w.shards {
		tables = s.append(tables)
	}
	for _, r := range covered {
		tables = binary.LittleEndian.AppendUint32(tables, r.from)
		tables = binary.LittleEndian.AppendUint32(tables, r.to)
	}
	tables = append(tables, w.sums...)
	head.data = w.head.data
	head.shards, head.runs = uint32(len(w.shards)), uint32(len(covered))
	head.tables = sha256.Sum256(tables)
	if _, err := w.data.Write(tables); err != nil {
		return 0, wrote(err)
	}
	if err := w.data.Flush(); err != nil {
		return 0, wrote(err)
	}
	if _, err := w.file.WriteAt(head.encode(), 0); err != nil {
		return 0, wrote(err)
	}
	n, _ := head.size()
	return int64(n), wrote(w.file.Sync())
}
