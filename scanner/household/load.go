package household

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"go.yaml.in/yaml/v4"
)

// maxFile is the largest household.yaml that is read, in bytes. A household of
// ten people fits many times over.
const maxFile = 1 << 20

func hasScheme(at string) bool {
	scheme, _, ok := strings.Cut(at, "://")
	return ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

// Load reads and checks the household.yaml at path. The error is Faults when
// the file was read but is not right; otherwise it wraps the file system's.
func Load(path string) (*Household, error) {
	data, info, err := read(path)
	if err != nil {
		return nil, err
	}
	h, err := Parse(path, data)
	if err != nil {
		return nil, err
	}
	h.ReadAsOf = info.ModTime()
	return h, nil
}

// Read returns the bytes of the household.yaml at path. It refuses anything
// but a regular file, and a file too large to be a household.
func Read(path string) ([]byte, error) {
	data, _, err := read(path)
	return data, err
}

func read(path string) ([]byte, fs.FileInfo, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, nil, fmt.Errorf("read household: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, nil, Faults{newFault(path, 0, "", CodeNotFile)}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("read household: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, nil, fmt.Errorf("read household: %w", err)
	}
	return data, info, nil
}

// Parse checks the bytes of a household.yaml; name stands in messages. It knows
// no clock: what depends on today's date is left to Household.At and to
// consent.Checker. The error is Faults, all of them at once, ordered by line.
func Parse(name string, data []byte) (*Household, error) {
	p := &parser{file: name, values: map[valueAt]int{}}
	root := p.document(data)
	h := &Household{File: name}
	if root != nil {
		p.household(root, h)
		p.relations(h)
		p.protected(h, data)
	}
	if len(p.faults) > 0 {
		return nil, p.sorted()
	}
	sum := sha256.Sum256(data)
	h.SourceSum = hex.EncodeToString(sum[:])
	return h, nil
}

// Draft is what can be read of a household.yaml, whatever is wrong with it. It is
// for taking something back; nothing may be read or shown by it.
func Draft(name string, data []byte) *Household {
	p := &parser{file: name, values: map[valueAt]int{}}
	h := &Household{File: name}
	if root := p.document(data); root != nil {
		p.household(root, h)
	}
	if h.Zone == nil {
		h.Zone = p.zone(usualZone, &yaml.Node{}, "zone")
	}
	return h
}

// IsFault reports whether err is about what household.yaml says, not about
// reading it.
func IsFault(err error) bool {
	_, ok := errors.AsType[Faults](err)
	return ok
}

var bom = []byte("\xef\xbb\xbf")

func cutBOM(data []byte) []byte { return bytes.TrimPrefix(data, bom) }
