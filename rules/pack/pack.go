// Package pack holds the rules that ship with lampan, as the YAML their authors
// write. What the rules mean is described in package rules.
package pack

import (
	"embed"
	"fmt"
	"io/fs"

	"lampan/rules"
)

//go:embed core
var files embed.FS

// Core loads the pack that ships with lampan. An error means that the program
// was built from a faulty pack.
func Core() (*rules.Pack, error) {
	dir, err := fs.Sub(files, "core")
	if err != nil {
		return nil, fmt.Errorf("open core pack: %w", err)
	}
	p, err := rules.Load(dir)
	if err != nil {
		return nil, fmt.Errorf("load core pack: %w", err)
	}
	return p, nil
}
