//go:build !wasm

package pattern

import _ "embed" // the lists

//go:embed data/full.bin
var packed []byte
