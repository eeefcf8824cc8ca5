package verdict

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Encode writes a report as JSON, indented, with a line break at the end. It
// refuses a report that Decode would refuse.
func Encode(r Report) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		return nil, fmt.Errorf("encode verdicts: %w", err)
	}
	if _, err := Decode(out.Bytes()); err != nil {
		return nil, fmt.Errorf("encode verdicts: %w", err)
	}
	return out.Bytes(), nil
}
