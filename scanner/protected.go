package scanner

import "errors"

// ErrToldBefore says that a case keeps what was read before somebody in it had
// protected personal data: audits, or a ledger with addresses of pages. It may tell
// where they live, so nothing of it is shown and nothing is added to it.
var ErrToldBefore = errors.New("read before somebody had protected personal data")
