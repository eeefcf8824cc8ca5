package look

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// FindTesseract gives the path of tesseract, which reads text in pictures, or ""
// where it is not installed.
func FindTesseract() string {
	path, err := exec.LookPath("tesseract")
	if err != nil {
		return ""
	}
	return path
}

// Bounds of what tesseract says, in bytes, and how long it may take to say which
// languages it reads.
const (
	maxLangs  = 20 << 10
	maxTable  = 1 << 20 // some fifty bytes for each word of a text
	maxWords  = 20 << 10
	langsTime = 10 * time.Second
)

// langs gives what tesseract is to read: Swedish and English, or English alone. It
// is empty where tesseract has neither, or is not there.
func langs(ctx context.Context, path string) string {
	if path == "" {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, langsTime)
	defer cancel()
	said, err := run(ctx, path, nil, maxLangs, "--list-langs")
	if err != nil {
		return ""
	}
	has := strings.Fields(string(said))
	switch {
	case slices.Contains(has, "swe") && slices.Contains(has, "eng"):
		return "swe+eng"
	case slices.Contains(has, "eng"):
		return "eng"
	}
	return ""
}

// read reads the text of a page, one line a line. why is empty, or limit where not
// all was read, or off where the program gave no answer.
func (l *Looker) read(ctx context.Context, p *page) (text, why string) {
	ctx, cancel := context.WithTimeout(ctx, l.c.Read)
	defer cancel()
	// The picture is one that the child made of brightness alone, in a format
	// without compression: no decoder of tesseract's meets bytes from outside.
	head := fmt.Appendf(nil, "P5\n%d %d\n255\n", p.Width, p.Height)
	table, err := run(ctx, l.c.Tesseract, io.MultiReader(bytes.NewReader(head), bytes.NewReader(p.pix)), maxTable,
		"stdin", "stdout", "-l", l.langs, "--psm", "3", "-c", "tessedit_create_tsv=1")
	switch {
	case err != nil && ctx.Err() != nil:
		return "", limit
	case errors.Is(err, errMuch):
		why = limit
	case err != nil:
		return "", off
	}
	text, whole := linesOf(table)
	if !whole {
		why = limit
	}
	return text, why
}

var errMuch = errors.New("more than was asked for")

// run runs a program with nothing of our environment and bounded memory, gives it
// in, and returns at most so many bytes of what it says. Its errors say nothing of
// what was read.
func run(ctx context.Context, path string, in io.Reader, most int, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, path, args...) //nolint:gosec // tesseract, where it was found
	cmd.Env = []string{"OMP_THREAD_LIMIT=1"}       // one processor each: another child looks beside it
	cmd.WaitDelay = time.Second
	out := &first{most: most}
	cmd.Stdout = out
	to, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	err = bound(cmd.Process.Pid) // before it is given anything
	if err == nil && in != nil {
		_, err = io.Copy(to, in)
	}
	_ = to.Close()
	if err != nil {
		_ = cmd.Process.Kill()
	}
	err = errors.Join(err, cmd.Wait())
	if out.over {
		err = errMuch
	}
	return out.b, err
}

// first keeps the first bytes that are written to it.
type first struct {
	b    []byte
	most int
	over bool
}

func (f *first) Write(b []byte) (int, error) {
	n := min(len(b), f.most-len(f.b))
	f.b = append(f.b, b[:n]...)
	if n < len(b) {
		f.over = true
		return n, errMuch
	}
	return n, nil
}

// What a line must have to be told, so that a pattern is not taken for text: how
// sure tesseract is of its words on average, in percent, and a word or number of so
// many signs.
const (
	sure       = 50
	signsAWord = 3
)

// linesOf gives the lines of a text from tesseract's table of words, with an empty
// line between paragraphs. whole says whether all of the text found room.
//
// The table has a head and then a row a word, of twelve columns with tabs between
// (Tesseract's renderer.cpp): level, page, block, paragraph, line, word, left, top,
// width, height, how sure in percent, text. Words have level 5.
func linesOf(table []byte) (text string, whole bool) {
	var out strings.Builder
	var words []string
	var sum float64
	place, paragraph, last := "", "", ""
	whole = true
	end := func() {
		line := strings.Join(words, " ")
		if len(words) > 0 && sum/float64(len(words)) >= sure && telling(words) {
			gap := ""
			if out.Len() > 0 {
				gap = "\n"
				if paragraph != last {
					gap = "\n\n"
				}
			}
			if out.Len()+len(gap)+len(line) > maxWords {
				whole = false
			} else {
				out.WriteString(gap + line)
				last = paragraph
			}
		}
		words, sum = nil, 0
	}
	for row := range bytes.Lines(table) {
		cells := strings.SplitN(strings.TrimRight(string(row), "\r\n"), "\t", 12)
		if len(cells) != 12 || cells[0] != "5" {
			continue
		}
		how, err := strconv.ParseFloat(cells[10], 64)
		word := clean(cells[11])
		if err != nil || !(how >= 0 && how <= 100) || word == "" {
			continue
		}
		if at := strings.Join(cells[1:5], "/"); at != place {
			end()
			place, paragraph = at, strings.Join(cells[1:4], "/")
		}
		words, sum = append(words, word), sum+how
	}
	end()
	return out.String(), whole
}

// clean leaves what can be seen of a word.
func clean(s string) string {
	if !utf8.ValidString(s) {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == ' ' {
			return -1
		}
		return r
	}, s)
}

// telling reports whether some word has a few letters or digits side by side.
func telling(words []string) bool {
	for _, w := range words {
		run := 0
		for _, r := range w {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				run = 0
			} else if run++; run == signsAWord {
				return true
			}
		}
	}
	return false
}
