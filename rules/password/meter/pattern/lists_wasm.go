package pattern

import _ "embed" // the lists

// The family's page must stay small.
//
//go:embed data/small.bin
var packed []byte
