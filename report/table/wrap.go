package table

// Wrap breaks a text into lines of at most n columns, between words where it can
// and inside a word where it must.
func Wrap(s string, n int) []string { return wrap(s, n) }
