//go:build !wasm

package ranks

import _ "embed" // the table

//go:embed data/full.bin
var packed []byte
