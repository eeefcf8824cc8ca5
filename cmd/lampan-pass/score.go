package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"

	"lampan/rules/password/meter"
)

// batch is how many lines a worker takes at a time.
const batch = 512

// score prints each line of a list of passwords with what the meter says of it:
// the password, the guesses as a power of ten and the score, with tabs between.
// It is how the meter is measured, on lists that are not secret, so it asks
// nobody for a second opinion and wipes nothing.
func (p *program) score(args []string) error {
	f := p.flags()
	tsv := f.Bool("tsv", false, "")
	paths, err := p.parse(f, args, func(t text) string { return t.help.judge }, 1)
	switch {
	case err != nil:
		return err
	case !*tsv || len(paths) == 0:
		return stop{exitUsage, p.say.usage.score}
	}
	if err := p.guard(); err != nil {
		return err
	}
	in := io.Reader(p.in)
	if paths[0] != "-" {
		f, err := os.Open(paths[0])
		if err != nil {
			return stop{exitFiles, p.unread(paths[0], err)}
		}
		defer f.Close()
		in = f
	}
	m, err := meter.New()
	if err != nil {
		return fmt.Errorf("open the tables: %w", err)
	}
	return scores(in, p.out, m)
}

// scores judges on every processor and keeps the order.
func scores(in io.Reader, out io.Writer, m *meter.Meter) error {
	type work struct {
		lines [][]byte
		done  chan []byte
	}
	workers := runtime.GOMAXPROCS(0)
	todo, inOrder := make(chan work, workers), make(chan work, 4*workers)
	for range workers {
		go func() {
			for w := range todo {
				w.done <- scored(w.lines, m)
			}
		}()
	}
	var readErr error
	go func() {
		defer close(inOrder)
		defer close(todo)
		r := bufio.NewReaderSize(in, 1<<16)
		for readErr == nil {
			w := work{done: make(chan []byte, 1)}
			for len(w.lines) < batch && readErr == nil {
				var line []byte
				line, readErr = r.ReadBytes('\n')
				if len(line) > 0 {
					w.lines = append(w.lines, bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r")))
				}
			}
			inOrder <- w
			todo <- w
		}
	}()
	var writeErr error
	for w := range inOrder {
		if b := <-w.done; writeErr == nil { // all are waited for
			_, writeErr = out.Write(b)
		}
	}
	if errors.Is(readErr, io.EOF) {
		readErr = nil
	}
	if err := errors.Join(readErr, writeErr); err != nil {
		return fmt.Errorf("score: %w", err)
	}
	return nil
}

func scored(lines [][]byte, m *meter.Meter) []byte {
	var b []byte
	for _, line := range lines {
		g := m.Guess(line, meter.Given{})
		b = append(append(b, line...), '\t')
		b = append(strconv.AppendFloat(b, g.Log10, 'f', 6, 64), '\t')
		b = append(strconv.AppendInt(b, int64(g.Score()), 10), '\n')
	}
	return b
}
