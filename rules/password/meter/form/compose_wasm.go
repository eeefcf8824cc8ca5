package form

// In the family's browser the page composes what is typed before it hands it
// over, with the browser's own tables. Go's would make the page a tenth larger.

// compose appends b to text. Both are in NFC.
func compose(text, b []byte) []byte { return append(text, b...) }

// Composed returns s, which is in NFC.
func Composed(s string) string { return s }
