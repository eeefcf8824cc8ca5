// Photomake writes the synthetic photos of scanner/photo/phototest to a folder:
//
//	go run ./cmd/internal/photomake -out FOLDER                         every layer, and truth.json
//	go run ./cmd/internal/photomake -out FOLDER -thumbnails 200         cropped and whole photos, and thumbnails.json
//	go run ./cmd/internal/photomake -out FOLDER -mutate FOLDER -n 2000  broken copies of the files of a folder
//
// The same flags give the same bytes.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"lampan/scanner/photo/phototest"
)

func main() {
	out := flag.String("out", "", "the folder to write to (needed)")
	thumbnails := flag.Int("thumbnails", 0, "write so many photos with a thumbnail, half of them cropped")
	mutate := flag.String("mutate", "", "write broken copies of the files of this folder")
	n := flag.Int("n", 2000, "how many broken copies")
	seed := flag.Uint64("seed", 1, "which broken copies")
	flag.Parse()
	if err := run(*out, *thumbnails, *mutate, *n, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "photomake:", err)
		os.Exit(1)
	}
}

func run(out string, thumbnails int, mutate string, n int, seed uint64) error {
	if out == "" {
		return fmt.Errorf("-out is missing: the folder to write to")
	}
	if err := os.MkdirAll(out, 0o750); err != nil {
		return err
	}
	switch {
	case thumbnails > 0:
		return writeThumbnails(out, thumbnails)
	case mutate != "":
		return writeMutations(out, mutate, n, seed)
	}
	return writeLayers(out)
}

func writeLayers(out string) error {
	files := phototest.Files()
	for _, f := range files {
		if err := write(out, f.Name, f.Data); err != nil {
			return err
		}
	}
	truth, err := phototest.TruthJSON(files)
	if err != nil {
		return err
	}
	return write(out, "truth.json", truth)
}

func writeThumbnails(out string, n int) error {
	cropped := map[string]bool{}
	for i := range n {
		t := phototest.Thumbnail(i)
		if err := write(out, t.Name, t.Data); err != nil {
			return err
		}
		cropped[t.Name] = t.Cropped
	}
	b, err := json.MarshalIndent(cropped, "", " ")
	if err != nil {
		return err
	}
	return write(out, "thumbnails.json", b)
}

func writeMutations(out, from string, n int, seed uint64) error {
	names, err := filepath.Glob(filepath.Join(from, "*"))
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return fmt.Errorf("%s holds no files", from)
	}
	for i := range n {
		name := names[i%len(names)]
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		m, _ := phototest.Mutate(b, seed+uint64(i)) //nolint:gosec // never negative
		if err := write(out, fmt.Sprintf("%06d-%s", i, filepath.Base(name)), m); err != nil {
			return err
		}
	}
	return nil
}

func write(dir, name string, b []byte) error {
	return os.WriteFile(filepath.Join(dir, name), b, 0o600)
}
