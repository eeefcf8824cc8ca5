package ranks

import _ "embed" // the table

// The family's page must stay small.
//
//go:embed data/small.bin
var packed []byte
