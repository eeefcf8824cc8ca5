// Package look looks at the pixels of pictures: which codes they hold, what a
// thumbnail shows more than its photo, a hash to know the photo again, and which
// text a picture of a document shows.
//
// Decoders of pictures are where hostile bytes do the most harm. So the pixels are
// decoded in a child process, which is the same program started once more: it may
// take so much memory and no more, can open no file, and is ended when a picture
// takes too long. What it says is checked before it is believed. A picture that
// breaks it is one that was not looked at; the next gets a new child.
//
// Codes hold passwords and seeds. Their texts stay in the child, which answers with
// what package payload lets out.
//
// The child cannot start programs. So the text of a document is read by tesseract,
// where it is installed, which the parent starts: with an empty environment, bounded
// memory and time, and a grey picture that the child made. The text stays in memory.
//
// It decodes JPEG, PNG, GIF and WebP, and of other formats (HEIC, AVIF, RAW, TIFF)
// the largest JPEG preview, where that is large enough.
package look

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os/exec"
	"runtime"
	"sync"
	"time"

	"lampan/rules/exposure"
	"lampan/scanner/internal/picture"
	"lampan/scanner/source"
)

// Why a picture was not looked at, as exposure.Photo.Unseen has it, or its text not
// looked for, as exposure.Seen.NoWords has it.
const (
	off         = "off"
	format      = "format"
	tooLarge    = "too-large"
	limit       = "limit"
	failed      = "failed"
	notDocument = "not-a-document"
)

// Config says which program looks, and its limits. Zero limits are the defaults.
type Config struct {
	// Path and Args start the child, as in exec.Cmd; Args begins with the program's
	// own name. It must call Confine and then Serve with its streams.
	Path string
	Args []string
	// At is the day of the audit: it decides the year of a boarding pass, which
	// says none itself, where the picture does not say when it was taken.
	At time.Time
	// Bytes is the largest picture that is sent to the child, at most 64 MB.
	Bytes int64
	// Tesseract is the path of the program that reads text; empty reads none.
	Tesseract string
	// Each picture may take this long, its text this long, and a child this long to
	// start.
	Each, Read, Start time.Duration
	// All is how long the pictures of a run may take by the clock Now, with codes
	// looked for to the end. After that they are looked for briefly, and after four
	// times that no picture is looked at. Without a clock there is no such limit.
	All time.Duration
	Now func() time.Time
	// Pictures is how many one child looks at before another takes over: memory
	// that was taken for one picture is not always given back.
	Pictures int
	// Children is how many look at once.
	Children int
}

// The defaults. A picture of 12 megapixels takes well under a second, and the text
// of a full page some three.
const (
	defaultEach     = 10 * time.Second
	defaultRead     = 20 * time.Second
	defaultStart    = 10 * time.Second
	defaultAll      = 10 * time.Minute
	defaultPictures = 200
	defaultChildren = 2
)

// maxStarts is how many times in a row a child may fail to start before no other
// is tried.
const maxStarts = 3

// Looker is a source.Looker. It is safe for concurrent use. No child runs before
// the first picture.
type Looker struct {
	c     Config
	slots chan *child // as many as children may run; nil where none runs

	asked sync.Once
	langs string // which tesseract reads; empty where it reads none

	mu     sync.Mutex
	spent  time.Duration // on pictures, by all children together
	starts int           // failed ones, in a row
	closed bool
}

var _ source.Looker = (*Looker)(nil)

// New returns a looker. The caller closes it.
func New(c Config) *Looker {
	if c.Bytes <= 0 || c.Bytes > maxBytes {
		c.Bytes = maxBytes
	}
	if c.Each <= 0 {
		c.Each = defaultEach
	}
	if c.Read <= 0 {
		c.Read = defaultRead
	}
	if c.Start <= 0 {
		c.Start = defaultStart
	}
	if c.All <= 0 {
		c.All = defaultAll
	}
	if c.Pictures <= 0 {
		c.Pictures = defaultPictures
	}
	if c.Children <= 0 {
		c.Children = min(runtime.GOMAXPROCS(0), defaultChildren)
	}
	l := &Looker{c: c, slots: make(chan *child, c.Children)}
	for range c.Children {
		l.slots <- nil
	}
	return l
}

// Close ends the children, once they are done with what they look at. Afterwards
// nothing is looked at.
func (l *Looker) Close() error {
	l.mu.Lock()
	was := l.closed
	l.closed = true
	l.mu.Unlock()
	if was {
		return nil
	}
	for range l.c.Children {
		(<-l.slots).end()
	}
	for range l.c.Children {
		l.slots <- nil
	}
	return nil
}

// Look looks at one picture of size bytes. When ctx ends, so does the look.
func (l *Looker) Look(ctx context.Context, r io.ReaderAt, size int64) (*exposure.Seen, string) {
	q, body, why := l.question(r, size)
	if why != "" {
		return nil, why
	}
	l.asked.Do(func() { l.langs = langs(context.WithoutCancel(ctx), l.c.Tesseract) }) // for all pictures
	q.page = l.langs != ""
	var k *child
	select {
	case k = <-l.slots:
	case <-ctx.Done():
		return nil, limit
	}
	defer func() { l.slots <- k }()
	if l.c.Now != nil {
		began := l.c.Now()
		defer func() { l.spend(l.c.Now().Sub(began)) }()
		switch used := l.spend(0); {
		case used > 4*l.c.All:
			return nil, limit
		case used > l.c.All:
			q.brief = true
		}
	}
	for {
		used := k != nil
		if !used {
			if k = l.start(); k == nil { //nolint:contextcheck // a child outlives the picture that it was started for
				return nil, off
			}
		}
		a, err := k.ask(ctx, q, body, l.c.Each)
		k.asked++
		if err != nil || k.asked >= l.c.Pictures {
			k.end()
			k = nil
		}
		switch {
		case a.Seen != nil: // with an error, what was quick to see
			if a.Page != nil {
				a.Seen.Words, a.Seen.NoWords = l.read(ctx, a.Page)
			}
			return a.Seen, ""
		case a.Unseen != "":
			return nil, a.Unseen
		case errors.Is(err, errTime) || ctx.Err() != nil:
			return nil, limit
		case !used || errors.Is(err, errRead):
			return nil, failed
		}
		// It may have died of what it looked at before: a new one tries.
	}
}

// spend adds to what pictures have taken, and gives it.
func (l *Looker) spend(t time.Duration) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.spent += t
	return l.spent
}

// question says what is sent of a file: all of it, or its largest preview.
func (l *Looker) question(r io.ReaderAt, size int64) (question, *io.SectionReader, string) {
	head := make([]byte, 12)
	n, _ := r.ReadAt(head, 0)
	q, from := question{size: size, at: l.c.At}, int64(0)
	if _, ok := codecOf(head[:n]); !ok {
		q.preview, q.size = true, 0
		for _, t := range picture.Read(r, size, picture.Limits{}).Thumbs {
			if t.Format == "jpeg" && t.Offset >= 0 && t.Size > q.size && t.Size <= size && t.Offset <= size-t.Size {
				from, q.size = t.Offset, t.Size
			}
		}
		if q.size == 0 {
			return q, nil, format
		}
	}
	if q.size > l.c.Bytes {
		return q, nil, tooLarge
	}
	return q, io.NewSectionReader(r, from, q.size), ""
}

// start gives a new child, or nil when there will be none.
func (l *Looker) start() *child {
	for {
		l.mu.Lock()
		over := l.closed || l.starts >= maxStarts
		l.mu.Unlock()
		if over {
			return nil
		}
		k, err := startChild(l.c)
		l.mu.Lock()
		if err == nil {
			l.starts = 0
		} else {
			l.starts++
		}
		l.mu.Unlock()
		if err == nil {
			return k
		}
	}
}

// child is a process that looks at pictures.
type child struct {
	cmd   *exec.Cmd
	kill  context.CancelFunc
	in    io.WriteCloser
	out   *bufio.Reader
	asked int
}

// startChild starts a process and waits until it says hello.
func startChild(c Config) (*child, error) {
	ctx, kill := context.WithCancel(context.Background())
	k := &child{cmd: exec.CommandContext(ctx, c.Path), kill: kill} //nolint:gosec // the program itself
	k.cmd.Args = c.Args
	k.cmd.Env = []string{} // what the family's environment holds is no business of a decoder
	in, err := k.cmd.StdinPipe()
	if err != nil {
		kill()
		return nil, err
	}
	out, err := k.cmd.StdoutPipe()
	if err != nil {
		kill()
		return nil, err
	}
	if err := k.cmd.Start(); err != nil {
		kill()
		return nil, err
	}
	k.in, k.out = in, bufio.NewReader(out)
	late := time.AfterFunc(c.Start, kill)
	said := make([]byte, len(hello))
	_, err = io.ReadFull(k.out, said)
	if !late.Stop() || err != nil || string(said) != hello {
		k.end()
		return nil, errors.Join(errors.New("the program that looks at pictures does not start"), err)
	}
	return k, nil
}

// end ends the process; nil has none.
func (k *child) end() {
	if k == nil {
		return
	}
	k.kill()
	_ = k.in.Close()
	_ = k.cmd.Wait() // it was killed
}

var (
	errTime = errors.New("the picture took too long")
	errRead = errors.New("the picture could not be read")
)

// ask sends a picture and waits for the answer. With an error the process is of no
// more use; an answer that came before it still counts.
func (k *child) ask(ctx context.Context, q question, body *io.SectionReader, each time.Duration) (a answer, err error) {
	late := time.AfterFunc(each, k.kill)
	stop := context.AfterFunc(ctx, k.kill)
	defer func() {
		stop()
		if !late.Stop() {
			err = errTime
		}
	}()
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		return answer{}, errors.Join(errRead, err)
	}
	if _, err := k.in.Write(q.head()); err != nil {
		return answer{}, err
	}
	buf := make([]byte, 64<<10)
	for left := q.size; left > 0; {
		n, err := body.Read(buf)
		if n == 0 && err != nil {
			return answer{}, errors.Join(errRead, err)
		}
		if _, err := k.in.Write(buf[:n]); err != nil {
			return answer{}, err
		}
		left -= int64(n)
	}
	for {
		next, err := readAnswer(k.out)
		if err != nil {
			return a, err
		}
		if a = next; !a.More {
			return a, nil
		}
	}
}
