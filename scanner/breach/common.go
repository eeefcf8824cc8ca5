package breach

import _ "embed"

// The commonest leaked passwords, packed by cmd/internal/breachset. Sources and
// licences are in NOTICE.
//
//go:embed common.bin
var common []byte

// Common returns the filter in the program: 334,157 passwords, each seen in
// several leaks. What it does not find is NotCovered. It needs no Close.
func Common() (*Filter, error) {
	f := &Filter{name: "common.bin"}
	if _, err := f.begin(common[:min(len(common), headerSize)], int64(len(common))); err != nil {
		return nil, err
	}
	f.data = common[headerSize : headerSize+f.head.data]
	if err := f.finish(common[headerSize+f.head.data:]); err != nil {
		return nil, err
	}
	return f, nil
}
