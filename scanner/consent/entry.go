package consent

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// seal sets the entry's hash and returns its line, with the line break.
func (e *Entry) seal() ([]byte, error) {
	e.Hash = ""
	content, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(content)
	e.Hash = hex.EncodeToString(sum[:])
	line, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	return append(line, '\n'), nil
}

// parseEntries verifies whole lines that follow the entry numbered seq with
// the hash head. Rest is what stands after the last line break.
func parseEntries(data []byte, seq int, head string) (entries []Entry, rest []byte, err error) {
	for {
		line, after, ok := bytes.Cut(data, []byte("\n"))
		if !ok {
			return entries, data, nil
		}
		var e Entry
		if json.Unmarshal(line, &e) != nil || e.Seq != seq+1 || e.Prev != head {
			return entries, nil, fmt.Errorf("%w: line %d", ErrTampered, seq+1)
		}
		// Sealing again must give the very bytes that stand here.
		again := e
		if sealed, err := again.seal(); err != nil || !bytes.Equal(bytes.TrimSuffix(sealed, []byte("\n")), line) {
			return entries, nil, fmt.Errorf("%w: line %d", ErrTampered, seq+1)
		}
		entries = append(entries, e)
		seq, head, data = e.Seq, e.Hash, after
	}
}
