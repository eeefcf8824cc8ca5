package household

import (
	"maps"
	"slices"
)

// Codes lists every code that has words, in order.
func Codes() []Code { return slices.Sorted(maps.Keys(texts)) }
