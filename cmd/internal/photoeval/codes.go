package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	_ "image/png" // decoded here
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"lampan/scanner/photo"
)

// codes counts codes read in generated pictures, which cmd/internal/photocodes makes
// with zint, and in those of a folder with the same truth.jsonl, where -codes names
// one. Such a folder may hold ZXing's 333 photographs, which are not the project's.
func (b *bench) codes(ctx context.Context) ([]row, error) {
	const drawn, photos = "384 generated codes: read", "real photos of codes: read"
	var rows []row
	if _, err := exec.LookPath("zint"); err != nil {
		rows = append(rows, row{drawn, "330", "not measured: zint is missing (Debian: zint)", ""})
	} else {
		dir, err := os.MkdirTemp("", "photoeval")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(dir)                                                                     //nolint:errcheck // a folder of this run's own
		cmd := exec.CommandContext(ctx, "go", "run", "lampan/cmd/internal/photocodes", "-out", dir) //nolint:gosec // a program of this module
		if said, err := cmd.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("make pictures of codes: %w: %s", err, said)
		}
		more, err := b.readCodes(dir, drawn, "330")
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	if b.codesIn == "" {
		return append(rows, row{photos, "300 of 333", "not measured: -codes names no folder", ""}), nil
	}
	more, err := b.readCodes(b.codesIn, photos, "300 of 333")
	return append(rows, more...), err
}

func (b *bench) readCodes(dir, what, goal string) ([]row, error) {
	lines, err := os.ReadFile(filepath.Join(dir, "truth.jsonl"))
	if err != nil {
		return nil, err
	}
	var all, read, wrong int
	for s := bufio.NewScanner(bytes.NewReader(lines)); s.Scan(); {
		var truth struct{ File, Text string }
		if err := json.Unmarshal(s.Bytes(), &truth); err != nil {
			return nil, fmt.Errorf("read truth.jsonl: %w", err)
		}
		data, err := os.ReadFile(filepath.Join(dir, truth.File))
		if err != nil {
			return nil, err
		}
		img, _, err := image.Decode(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("decode %s: %w", truth.File, err)
		}
		all++
		found := photo.Codes(img)
		right := slices.ContainsFunc(found, func(c photo.Code) bool { return c.Text == truth.Text })
		if right {
			read++
		} else if b.missed {
			fmt.Fprintln(b.out, "code missed:", truth.File)
		}
		for _, c := range found {
			if c.Text != truth.Text {
				wrong++
			}
		}
	}
	return []row{{what, goal, share(read, all), ""}, {"the same: wrong texts", "0", fmt.Sprint(wrong), ""}}, nil
}
