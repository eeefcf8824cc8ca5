//go:build !wasm

package letters

import _ "embed" // the table

//go:embed data/full.bin
var packed []byte
