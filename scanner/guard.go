package scanner

import "lampan/scanner/internal/fetch"

// Guard is the only way to the network. It satisfies source.Getter. The
// implementation is internal, so that nothing outside scanner can reach colly
// or an HTTP client by another road.
type Guard = fetch.Client

// GuardConfig is what a guard needs.
type GuardConfig = fetch.Config

// OpenGuard returns a guard. The caller closes it.
func OpenGuard(c GuardConfig) (*Guard, error) { return fetch.New(c) }
