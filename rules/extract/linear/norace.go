//go:build !race

package linear

const raced = false
