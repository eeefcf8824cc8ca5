package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"lampan/scanner/photo"
)

// speed times JPEGs of the shared photos, over and over, on one core. Ours runs in a
// process of its own, whose memory is its own.
func (b *bench) speed(ctx context.Context) ([]row, error) {
	var photos []string
	for _, s := range b.shared {
		if strings.HasSuffix(s.name, ".jpg") {
			photos = append(photos, s.path)
		}
	}
	if len(photos) == 0 {
		return nil, nil
	}
	names := cycle(photos, b.photos)
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	said, took, err := batch(ctx, names, self, "-batch")
	if err != nil {
		return nil, err
	}
	var memory float64
	if _, err := fmt.Sscan(string(said), &memory); err != nil {
		return nil, fmt.Errorf("read what the batch says: %w", err)
	}
	rate := float64(len(names)) / took.Seconds()
	rows := []row{
		{fmt.Sprintf("%d JPEGs in one batch: photos a second of one core", len(names)), "2,000", fmt.Sprintf("%.0f", rate), ""},
		{"the same: most memory", "64 MB", fmt.Sprintf("%.0f MB", memory), ""},
	}
	if b.exiftool != nil {
		theirs, err := b.exiftool.speed(ctx, cycle(photos, min(b.photos, 500)))
		if err != nil {
			return nil, err
		}
		rows[0].theirs = fmt.Sprintf("%.0f", theirs)
		rows = append(rows, row{"the same: times faster than ExifTool", "20", fmt.Sprintf("%.0f", rate/theirs), "1"})
	}
	return rows, nil
}

// cycle repeats names until there are n.
func cycle(names []string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = names[i%len(names)]
	}
	return out
}

// runBatch reads the files named on in and says the most memory it took, in megabytes.
func runBatch(in io.Reader, out io.Writer) error {
	for names := bufio.NewScanner(in); names.Scan(); {
		if err := readFile(names.Text()); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(out, peak())
	return err
}

func readFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	photo.Inspect(f, info.Size())
	return nil
}

// peak is the most memory this process ever held, in megabytes; 0 where the system
// does not say.
func peak() float64 {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	var kb float64
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			if _, err := fmt.Sscan(rest, &kb); err != nil {
				return 0
			}
		}
	}
	return kb * 1024 / 1e6
}
