// Package pack holds the rules that ship with lampan, as the YAML their authors
// write. What the rules mean is described in package rules.
package pack

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"

	"lampan/rules"
)

//go:embed core
var files embed.FS

// compiled is the pack as Compile writes it. Reading it takes a tenth of the time that
// the YAML takes, and every command reads the pack.
//
//go:embed core.json.gz
var compiled []byte

// Core loads the pack that ships with lampan. An error means that the program
// was built from a faulty pack.
func Core() (*rules.Pack, error) {
	dir, err := fs.Sub(files, "core")
	if err != nil {
		return nil, fmt.Errorf("open core pack: %w", err)
	}
	// What was compiled from other files is left aside.
	if p, err := Open(compiled); err == nil {
		if sum, err := rules.Sum(dir); err == nil && sum == p.Hash {
			return p, nil
		}
	}
	p, err := rules.Load(dir)
	if err != nil {
		return nil, fmt.Errorf("load core pack: %w", err)
	}
	return p, nil
}

// Compile writes a loaded pack in the form that Core reads first.
func Compile(p *rules.Pack) ([]byte, error) {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if err := json.NewEncoder(z).Encode(p); err != nil {
		return nil, fmt.Errorf("compile pack: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("compile pack: %w", err)
	}
	return out.Bytes(), nil
}

// Open reads what Compile wrote.
func Open(data []byte) (*rules.Pack, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("open pack: %w", err)
	}
	var p rules.Pack
	all, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("open pack: %w", err)
	}
	if err := json.Unmarshal(all, &p); err != nil {
		return nil, fmt.Errorf("open pack: %w", err)
	}
	return &p, nil
}
