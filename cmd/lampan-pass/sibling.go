package main

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"lampan/cmd/internal/sandbox"
	"lampan/rules/password/meter"
	"lampan/rules/password/second/opinion"
)

// How long zxcvbn-go may take. It needs a tenth of a second to start and less
// for most passwords; on some it would take minutes.
const (
	longestAnswer = 2 * time.Second        // for one password
	longestExtra  = 300 * time.Millisecond // for an audit, beyond the program's own work
)

// sibling is the process lampan-zxcvbn. A nil sibling was never there. It is not
// safe for concurrent use.
type sibling struct {
	process *os.Process
	ask     *os.File
	hear    *os.File
	answers chan opinion.Opinion // closed when no more will come
	gone    bool
	buf     []byte
}

// startSibling starts lampan-zxcvbn from the folder of this program, or returns
// nil when it is not there. It must be called before the sandbox closes.
func startSibling(noSandbox bool) *sibling {
	self, err := os.Executable()
	if err != nil {
		return nil
	}
	if target, err := filepath.EvalSymlinks(self); err == nil {
		self = target
	}
	path := filepath.Join(filepath.Dir(self), "lampan-zxcvbn")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	theirIn, ask, err := os.Pipe()
	if err != nil {
		return nil
	}
	defer theirIn.Close()
	hear, theirOut, err := os.Pipe()
	if err != nil {
		ask.Close()
		return nil
	}
	defer theirOut.Close()
	args := []string{"lampan-zxcvbn", "ask"}
	if noSandbox {
		args = append(args, "--no-sandbox")
	}
	// What it would say of a fault could hold a password, so it has no way to say
	// it; and it inherits no environment.
	process, err := os.StartProcess(path, args, &os.ProcAttr{
		Env: []string{}, Files: []*os.File{theirIn, theirOut, nil}, Sys: dieWithParent(),
	})
	if err != nil {
		ask.Close()
		hear.Close()
		return nil
	}
	s := &sibling{
		process: process, ask: ask, hear: hear,
		answers: make(chan opinion.Opinion), buf: sandbox.Room(opinion.Longest + 2),
	}
	go func() {
		defer close(s.answers)
		for {
			o, err := opinion.Hear(hear)
			if err != nil {
				return
			}
			s.answers <- o
		}
	}()
	return s
}

// opinion asks about one password. When the sibling does not answer within
// longestAnswer, or before the context ends, it is ended and asked no more.
func (s *sibling) opinion(ctx context.Context, b []byte) opinion.Opinion {
	if s == nil || s.gone || len(b) > opinion.Longest || ctx.Err() != nil {
		return opinion.Opinion{}
	}
	ctx, cancel := context.WithTimeout(ctx, longestAnswer)
	defer cancel()
	if err := opinion.Ask(s.ask, s.buf, b); err == nil {
		select {
		case o, ok := <-s.answers:
			if ok {
				return o
			}
		case <-ctx.Done():
		}
	}
	s.end()
	return opinion.Opinion{}
}

// why says why an opinion is not one that was asked for.
func (s *sibling) why(o opinion.Opinion) string {
	switch {
	case o.Asked:
		return ""
	case s == nil:
		return missing
	case s.gone:
		return silent
	}
	return withheld
}

// end ends the sibling, and with it every copy that it made of a password. It
// may be called again.
func (s *sibling) end() {
	if s == nil || s.gone {
		return
	}
	s.gone = true
	_ = s.process.Kill()
	_, _ = s.process.Wait()
	s.ask.Close()
	for range s.answers { // until the reader has seen the end
	}
	s.hear.Close()
	sandbox.Release(s.buf)
}

// log10 turns bits into a power of ten.
func log10(bits float64) float64 { return bits * math.Log10(2) }

// strength is what is shown of a password: what the meter says, lowered from
// Strong to Fair when zxcvbn-go holds it to be within reach of one computer.
//
// It may do no more than that. It is a port of the 2012 algorithm that calls 6 to
// 20 % of good passwords weak, so it must never be the reason why somebody is
// told to change one; but where it calls a Strong password easy, it has often
// seen a word that the meter has not. The number of guesses stays the meter's.
func strength(g meter.Guess, o opinion.Opinion) meter.Strength {
	own := g.Strength()
	if own != meter.Strong || !o.Asked || o.Bits == 0 { // 0 says nothing
		return own
	}
	theirs := meter.Guess{Log10: log10(o.Bits), Length: g.Length}.Strength()
	if theirs == meter.Obvious || theirs == meter.Weak {
		return meter.Fair
	}
	return own
}
