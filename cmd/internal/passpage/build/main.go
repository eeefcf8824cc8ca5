// Command build compiles the meter to WebAssembly for the page, compresses it,
// and writes it where passpage embeds it. The result depends on the source, the
// tables and the version of Go only:
//
//	go run ./cmd/internal/passpage/build [-o FILE]
package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

func main() {
	out := flag.String("o", "", "where to write; without it, where passpage embeds it")
	flag.Parse()
	if err := run(context.Background(), *out); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out string) error {
	root, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return fmt.Errorf("find the module: %w", err)
	}
	dir := strings.TrimSpace(string(root))
	if out == "" {
		out = filepath.Join(dir, "cmd", "internal", "passpage", "judge.wasm.gz")
	}
	tmp, err := os.MkdirTemp("", "lampan-page")
	if err != nil {
		return fmt.Errorf("make room: %w", err)
	}
	wasm := filepath.Join(tmp, "judge.wasm")
	err = compile(ctx, dir, wasm)
	if err == nil {
		err = compress(wasm, out)
	}
	return errors.Join(err, os.RemoveAll(tmp))
}

// compile builds judge as a library: the page calls what it exports.
func compile(ctx context.Context, dir, out string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-buildmode=c-shared", "-trimpath", "-buildvcs=false", //nolint:gosec // paths of our own
		"-gcflags=all=-l", // without inlining: slower, and smaller to carry
		"-ldflags=-s -w -buildid=", "-o", out, "./cmd/internal/passpage/judge")
	cmd.Dir = dir
	// What the person has set for other builds must not reach this one.
	cmd.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "GOWASM=", "CGO_ENABLED=0", "GOFLAGS=", "GOEXPERIMENT=")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("compile the meter: %w", err)
	}
	return nil
}

func compress(from, to string) error {
	wasm, err := os.ReadFile(from) //nolint:gosec // written just now
	if err != nil {
		return fmt.Errorf("read the meter: %w", err)
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return fmt.Errorf("compress the meter: %w", err)
	}
	z.Comment = runtime.Version() // a test compares only what the same Go built
	if _, err := z.Write(wasm); err != nil {
		return fmt.Errorf("compress the meter: %w", err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("compress the meter: %w", err)
	}
	if err := os.WriteFile(to, b.Bytes(), 0o644); err != nil { //nolint:gosec // part of the source
		return fmt.Errorf("write the meter: %w", err)
	}
	return nil
}
