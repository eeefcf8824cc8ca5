// Package sheet reads and changes the small YAML files of a case that lampan writes
// and people write in too.
//
// It promises that a file it cannot take as it stands is told of with every fault and
// its line, that a link is not followed, and that a file is changed by one at a time
// and never left half written.
package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v4"

	"lampan/scanner/household"
	"lampan/scanner/internal/keep"
)

// File is one file of a case. Every field is required.
type File struct {
	Dir      string // the case folder
	At       string // the file in it, with forward slashes
	What     string // what it holds, for errors: "look-ups"
	Lock     string // the name of the lock that its kind of file shares
	MaxBytes int    // the largest that is read
}

// Read returns the bytes of the file, nil where there is none yet, and one byte more
// than MaxBytes of one that is too large. The error is household.Faults when what
// stands there is no file.
func (f File) Read() ([]byte, error) {
	root, err := os.OpenRoot(f.Dir)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", f.What, err)
	}
	defer root.Close()
	return f.read(root)
}

// Change puts in place of the file what change makes of its bytes, which are nil where
// there is none. The file and its folder are made when they are missing, and closed to
// other users. Nothing is written on an error.
func (f File) Change(change func(old []byte) ([]byte, error)) error {
	unlock, err := keep.Lock(filepath.Join(f.Dir, household.StateDir, f.Lock))
	if err != nil {
		return fmt.Errorf("write %s: %w", f.What, err)
	}
	defer unlock()
	root, err := os.OpenRoot(f.Dir)
	if err != nil {
		return fmt.Errorf("write %s: %w", f.What, err)
	}
	defer root.Close()
	old, err := f.read(root)
	if err != nil {
		return err
	}
	data, err := change(old)
	if err != nil {
		return err
	}
	if err := root.MkdirAll(path.Dir(f.At), 0o700); err != nil {
		return fmt.Errorf("write %s: %w", f.What, err)
	}
	if err := keep.Replace(root, f.At, data); err != nil {
		return fmt.Errorf("write %s: %w", f.What, err)
	}
	return nil
}

func (f File) read(root *os.Root) ([]byte, error) {
	switch info, err := f.stat(root); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", f.What, err)
	case !info.Mode().IsRegular():
		return nil, household.Faults{household.NewFault(f.At, 0, "", household.CodeNotFile)}
	}
	r, err := root.Open(f.At)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", f.What, err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, int64(f.MaxBytes)+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", f.What, err)
	}
	return data, nil
}

// stat looks at the file and the folders above it, and stops at a link: people
// agreed to a path, and a link leads to another.
func (f File) stat(root *os.Root) (info fs.FileInfo, err error) {
	parts := strings.Split(f.At, "/")
	for i := range parts {
		info, err = root.Lstat(strings.Join(parts[:i+1], "/"))
		if err != nil || info.Mode()&fs.ModeSymlink != 0 {
			break
		}
	}
	return info, err
}

// Edit changes the one mapping of a text, and gives the text that it makes: comments
// stay with what they stand by.
func Edit(old []byte, change func(root *yaml.Node)) ([]byte, error) {
	var doc yaml.Node
	// The reader of YAML keeps the other half of a Windows line end in comments.
	old = bytes.ReplaceAll(old, []byte("\r\n"), []byte("\n"))
	if err := yaml.Load(old, &doc); err != nil {
		return nil, err
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, errors.New("not a mapping")
	}
	change(doc.Content[0])
	return yaml.Dump(&doc, yaml.WithIndent(2), yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(-1), yaml.WithUnicode())
}

// Flow reads one value written on a line. A text that cannot be read gives an empty
// value, which reading back finds out.
func Flow(text string) *yaml.Node {
	var doc yaml.Node
	if err := yaml.Load([]byte(text), &doc); err != nil || len(doc.Content) == 0 {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"}
	}
	return doc.Content[0]
}

// Value is the value of a key in a mapping; nil where there is none.
func Value(mapping *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	return nil
}

// Set gives a key of a mapping a value, at the end where it is new.
func Set(mapping *yaml.Node, key string, v *yaml.Node) {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			mapping.Content[i+1] = v
			return
		}
	}
	mapping.Content = append(mapping.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, v)
}

// Entries makes a list of a mapping say what is wanted, and keeps those entries, with
// their comments, that said it before. Was is what the list says as it stands; text is
// how an entry is written on one line.
func Entries[T any](mapping *yaml.Node, key string, was, want []T, text func(T) string) {
	list := Value(mapping, key)
	if list == nil || list.Kind != yaml.SequenceNode {
		if len(want) == 0 {
			return
		}
		list = &yaml.Node{Kind: yaml.SequenceNode}
		Set(mapping, key, list)
	}
	old := map[string][]*yaml.Node{} // several may say the same
	for i, e := range was {
		old[text(e)] = append(old[text(e)], list.Content[i])
	}
	list.Content = nil
	for _, e := range want {
		t := text(e)
		if nodes := old[t]; len(nodes) > 0 {
			list.Content, old[t] = append(list.Content, nodes[0]), nodes[1:]
			continue
		}
		list.Content = append(list.Content, Flow(t))
	}
	list.Style &^= yaml.FlowStyle // one entry a line
}
