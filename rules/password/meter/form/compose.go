//go:build !wasm

package form

import "golang.org/x/text/unicode/norm"

// compose appends b to text, in NFC.
func compose(text, b []byte) []byte { return norm.NFC.Append(text, b...) }

// Composed returns s in NFC.
func Composed(s string) string { return norm.NFC.String(s) }
