package sqlite

import "context"

// Synchronous reads the connection's setting, which no outside reader can see:
// 2 is FULL.
func (s *Store) Synchronous(ctx context.Context) (int, error) {
	var n int
	err := s.db.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&n)
	return n, err
}
