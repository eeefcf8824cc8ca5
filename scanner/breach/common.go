package breach

import _ "embed"

// The commonest leaked passwords, packed by cmd/internal/breachset. Sources and
// licences are in NOTICE.
//
//go:embed common.bin
var common []byte

// Common returns the filter in the program: 334,157 passwords, each seen in
// several leaks. What it does not find is NotCovered. It needs no Close.
func Common() (*Filter, error) { return parse("common.bin", common) }
