package main

import (
	"bufio"
	"context"
	_ "embed" // zxcvbn.cjs
	"encoding/json"
	"fmt"
	"io"
	"os/exec"

	"lampan/rules/password/meter"
	"lampan/rules/password/second"
)

// scorer is a meter that takes part.
type scorer interface {
	name() string
	score(items []item) ([]answer, error)
}

type own struct{ m *meter.Meter }

func (own) name() string { return "lampan" }

func (o own) score(items []item) ([]answer, error) {
	out := make([]answer, len(items))
	for i, it := range items {
		g := o.m.Guess([]byte(it.password), meter.Given{})
		out[i] = answer{g.Log10, g.Score()}
	}
	return out, nil
}

// library is zxcvbn-go behind its guard. What it must not be shown counts as
// strong, which is what it mostly says of long passwords.
type library struct{}

func (library) name() string { return "zxcvbn-go" }

const (
	log10of2 = 0.30102999566398120
	unasked  = 30 // log10
)

func (library) score(items []item) ([]answer, error) {
	out := make([]answer, len(items))
	for i, it := range items {
		o := second.Ask([]byte(it.password))
		if !o.Asked {
			o.Score, o.Bits = 4, unasked/log10of2
		}
		out[i] = answer{o.Bits * log10of2, o.Score}
	}
	return out, nil
}

// node is npm's zxcvbn in a process of its own.
type node struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
}

//go:embed zxcvbn.cjs
var script string

// newNode starts node, or says why not.
func newNode(ctx context.Context) (n *node, why string) {
	path, err := exec.LookPath("node")
	if err != nil {
		return nil, "npm's zxcvbn: not measured, node is not installed."
	}
	n = &node{cmd: exec.CommandContext(ctx, path, "-e", script)} //nolint:gosec // node, and our own script
	in, errIn := n.cmd.StdinPipe()
	out, errOut := n.cmd.StdoutPipe()
	if errIn != nil || errOut != nil || n.cmd.Start() != nil {
		return nil, "npm's zxcvbn: not measured, node does not start."
	}
	n.in, n.out = in, bufio.NewScanner(out)
	if !n.out.Scan() || n.out.Text() != "ready" {
		n.close()
		return nil, "npm's zxcvbn: not measured. To have it: npm install --no-save zxcvbn@4.4.2"
	}
	return n, ""
}

func (*node) name() string { return "npm zxcvbn" }

func (n *node) score(items []item) ([]answer, error) {
	out := make([]answer, len(items))
	for i, it := range items {
		line, err := json.Marshal(it.password)
		if err != nil {
			return nil, err
		}
		if _, err := n.in.Write(append(line, '\n')); err != nil {
			return nil, fmt.Errorf("ask npm's zxcvbn: %w", err)
		}
		if !n.out.Scan() {
			return nil, fmt.Errorf("npm's zxcvbn gives no answer: %w", n.out.Err())
		}
		if _, err := fmt.Sscan(n.out.Text(), &out[i].log10, &out[i].score); err != nil {
			return nil, fmt.Errorf("read npm's zxcvbn: %w", err)
		}
	}
	return out, nil
}

func (n *node) close() {
	_ = n.in.Close()
	_ = n.cmd.Wait() // its exit says nothing more
}
