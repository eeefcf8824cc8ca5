//go:build race

package linear

// The race detector's own work grows with what was touched before.
const raced = true
