package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"lampan/scanner/photo"
)

// private are the names of tags that tell of a person, a place, a time or a device.
var private = regexp.MustCompile(`GPS|Latitude|Longitude|Location|City|Country|State$|Date|Artist|Author|Creator$|Owner|Copyright|By-line|Credit|` +
	`Make$|Model$|Serial|Lens|Software|History|Caption|Description|Title$|Keywords|Subject$|Person|Region|Comment|ThumbnailImage|PreviewImage|UniqueID|DocumentID`)

// cleaned counts what became of copies.
type cleaned struct {
	files, unsupported, empty, written, proved, private int
	took                                                time.Duration
	notes                                               []string
}

// cleaner makes clean copies of the files of both sets. A copy is proved when what
// shows the picture is byte for byte the same, small ones decode the same, and our
// own reader finds nothing in it.
func (b *bench) cleaner(ctx context.Context) ([]row, error) {
	var rows []row
	for _, set := range []struct {
		name    string
		samples []sample
	}{{"shared photos", b.shared}, {"synthetic layers", b.synthetic}} {
		c, err := b.clean(ctx, set.samples)
		if err != nil {
			return nil, err
		}
		could := c.files - c.unsupported - c.empty
		rows = append(rows,
			row{"clean copies of " + set.name + ": written", "98 %", share(c.written, could), ""},
			row{"clean copies: other files, which cannot be cleaned", "", fmt.Sprint(c.unsupported), ""},
			row{"clean copies: other files, which hold no picture, video or sound", "", fmt.Sprint(c.empty), ""},
			row{"clean copies: proved identical and empty", "100 %", share(c.proved, c.written), ""},
			row{"clean copies: with private tags, by ExifTool", "0", fmt.Sprint(c.private), ""},
			row{"clean copies: a file takes", "", fmt.Sprintf("%.1f ms", c.took.Seconds()*1000/float64(max(1, could))), ""})
		if b.missed {
			fmt.Fprintf(b.out, "clean copies of %s:\n  %s\n", set.name, strings.Join(c.notes, "\n  "))
		}
	}
	return rows, nil
}

func (b *bench) clean(ctx context.Context, samples []sample) (cleaned, error) {
	dir, err := os.MkdirTemp("", "photoeval")
	if err != nil {
		return cleaned{}, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a folder of this run's own
	var c cleaned
	var copies []string
	note := func(name string, what any) { c.notes = append(c.notes, fmt.Sprintf("%s: %v", name, what)) }
	for _, s := range samples {
		data, err := s.read()
		if err != nil {
			return c, err
		}
		c.files++
		var out bytes.Buffer
		keep := photo.Keep{Orientation: true, Colour: true}
		size := int64(len(data))
		start := time.Now()
		_, err = photo.Clean(&out, bytes.NewReader(data), size, keep)
		if errors.Is(err, photo.ErrUnsupported) {
			c.unsupported++
			continue
		}
		if err == nil {
			err = photo.Check(bytes.NewReader(data), size, bytes.NewReader(out.Bytes()), int64(out.Len()), keep)
		}
		c.took += time.Since(start)
		if err != nil {
			note(s.name, err)
		}
		if errors.Is(err, photo.ErrEmpty) {
			c.empty++
		}
		if errors.Is(err, photo.ErrDamaged) {
			continue
		}
		c.written++
		if err == nil {
			c.proved++
		}
		path := filepath.Join(dir, s.name)
		if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
			return c, err
		}
		copies = append(copies, path)
	}
	if b.exiftool == nil {
		return c, nil
	}
	all, err := b.exiftool.tags(ctx, copies)
	if err != nil {
		return c, err
	}
	for _, path := range copies {
		if left := privateTags(all[path]); len(left) > 0 {
			c.private++
			note(filepath.Base(path), left)
		}
	}
	return c, nil
}

// privateTags names the tags of a file that tell something. What ExifTool says of
// the file system and of its own arithmetic, and dates of zero, tell nothing.
func privateTags(tags map[string]any) []string {
	var left []string
	for key, value := range tags {
		group, name := "", key
		if i := strings.LastIndexByte(key, ':'); i >= 0 {
			group, name = key[:i], key[i+1:]
		}
		if strings.Contains(group, "System") || strings.Contains(group, "Composite") || strings.HasPrefix(group, "ICC") || !private.MatchString(name) {
			continue
		}
		if v := text(value); v == "" || strings.HasPrefix(v, "0000:00:00") || v == "0" {
			continue
		}
		left = append(left, key)
	}
	slices.Sort(left)
	return left
}
