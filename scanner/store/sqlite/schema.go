package sqlite

import (
	"context"
	"fmt"
)

// applicationID marks a file as lampan's in SQLite's header: "lamp" in ASCII.
const applicationID = 0x6c616d70

// migrations lists the steps from an empty file to the current format. The
// file's user_version counts the steps it has taken, so a step is never
// changed once released; the next one is added below it.
func migrations() []string {
	return []string{
		// 1: the record is the audit; the columns beside it are what a list
		// shows. Findings are a view into the records, so that they cannot
		// disagree with them.
		`CREATE TABLE audits (
			number   INTEGER PRIMARY KEY,
			at       TEXT NOT NULL,
			ran      TEXT NOT NULL,
			score    INTEGER NOT NULL,
			coverage INTEGER NOT NULL,
			complete INTEGER NOT NULL,
			pack     TEXT NOT NULL,
			record   TEXT NOT NULL
		) STRICT;
		CREATE VIEW findings AS
			SELECT a.number AS audit, f.value ->> 'id' AS id, f.value ->> 'rule' AS rule, f.value ->> 'subject' AS subject
			FROM audits AS a, json_each(a.record, '$.findings') AS f;`,
	}
}

// migrate takes the next step, if another process has not taken it meanwhile,
// and returns the format the file has then. A step is taken whole or not at
// all.
func (s *Store) migrate(ctx context.Context) (int, error) {
	tx, err := s.begin(ctx)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback() //nolint:errcheck // no effect after Commit; before it, the first error is the one to tell
	version, err := s.version(ctx, tx)
	if err != nil || version == len(migrations()) {
		return version, err
	}
	step := fmt.Sprintf("%s\nPRAGMA application_id = %d; PRAGMA user_version = %d;",
		migrations()[version], applicationID, version+1)
	if _, err := tx.ExecContext(ctx, step); err != nil {
		return 0, fmt.Errorf("migrate to format %d: %w", version+1, err)
	}
	return version + 1, tx.Commit()
}
