// Photocodes makes pictures of codes to measure the reader of codes on: 24 codes
// of invented people, each in 16 conditions, 384 pictures in all. Debian's zint
// draws the codes; what a camera does to them is done here, with fixed seeds, so
// that every run makes the same pictures.
//
//	go run ./cmd/internal/photocodes -out DIR
//	go test ./scanner/internal/picture/code -run TestMeasured -v -args -codes DIR
//
// DIR gets one PNG or JPEG a picture, and truth.jsonl: a line a picture with
// "file", "kind", "condition" and "text". Another -seed makes pictures that nobody
// tuned the reader on: other chance, and other angles, sizes and strengths of what
// the conditions do.
//
//	go run ./cmd/internal/photocodes -symbols scanner/internal/picture/code/pdf417/symbols.bin
//
// works out how PDF417 draws its codewords, for the reader.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
)

func main() {
	out := flag.String("out", "", "the folder that gets the pictures; it is made")
	seed := flag.Uint64("seed", 0, "other pictures; 0 is the set to work on")
	table := flag.String("symbols", "", "a file that gets how PDF417 draws its codewords, instead of pictures")
	flag.Parse()
	var n int
	var err error
	switch {
	case *table != "":
		err = writeSymbols(context.Background(), *table)
	case *out != "":
		n, err = run(context.Background(), *out, *seed)
	default:
		fmt.Fprintln(os.Stderr, "photocodes: -out says where the pictures go")
		os.Exit(2)
	}
	switch {
	case errors.Is(err, exec.ErrNotFound):
		fmt.Println("photocodes: skipped, zint is not on PATH (Debian: apt-get install zint)")
	case err != nil:
		fmt.Fprintln(os.Stderr, "photocodes:", err)
		os.Exit(1)
	case *table != "":
		fmt.Println("photocodes: PDF417's symbols in", *table)
	default:
		fmt.Printf("photocodes: %d pictures in %s\n", n, *out)
	}
}

// truth is what a picture holds.
type truth struct {
	File      string `json:"file"`
	Kind      string `json:"kind"`
	Condition string `json:"condition"`
	Text      string `json:"text"`
}

func writeSymbols(ctx context.Context, file string) error {
	zint, err := exec.LookPath("zint")
	if err != nil {
		return fmt.Errorf("find zint: %w", err)
	}
	data, err := symbols(ctx, zint)
	if err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o600)
}

func run(ctx context.Context, out string, set uint64) (int, error) {
	zint, err := exec.LookPath("zint")
	if err != nil {
		return 0, fmt.Errorf("find zint: %w", err)
	}
	if err := os.MkdirAll(out, 0o700); err != nil {
		return 0, err
	}
	var lines bytes.Buffer
	enc := json.NewEncoder(&lines)
	n := 0
	for i, c := range codes(set) {
		grid, err := draw(ctx, zint, c)
		if err != nil {
			return n, err
		}
		for j, cond := range conditions() {
			name := fmt.Sprintf("%02d-%s-%02d-%s.%s", i, c.kind, j, cond.name, cond.format())
			seed := set*10_000 + uint64(i*100+j) //nolint:gosec // both are small and not negative
			if set > 0 {
				cond = cond.varied(seed)
			}
			if err := save(filepath.Join(out, name), cond.render(grid, seed), cond.quality); err != nil {
				return n, err
			}
			if err := enc.Encode(truth{File: name, Kind: c.kind, Condition: cond.name, Text: c.text}); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, os.WriteFile(filepath.Join(out, "truth.jsonl"), lines.Bytes(), 0o600)
}

// draw asks zint for a code and gives its modules: true is dark.
func draw(ctx context.Context, zint string, c code) (grid, error) {
	dir, err := os.MkdirTemp("", "photocodes")
	if err != nil {
		return grid{}, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a folder of temporary files
	file := filepath.Join(dir, "code.png")
	// Scale 0.5 draws a module as one pixel.
	args := append([]string{"-b", c.symbology(), "--scale=0.5", "-o", file, "-d", c.text}, c.more...)
	cmd := exec.CommandContext(ctx, zint, args...) //nolint:gosec // zint, with texts of our own
	if said, err := cmd.CombinedOutput(); err != nil {
		return grid{}, fmt.Errorf("draw %s with zint: %w: %s", c.kind, err, said)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return grid{}, err
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return grid{}, fmt.Errorf("decode what zint drew: %w", err)
	}
	b := img.Bounds()
	g := grid{w: b.Dx(), h: b.Dy(), dark: make([]bool, b.Dx()*b.Dy())}
	for y := range g.h {
		for x := range g.w {
			g.dark[y*g.w+x] = color.GrayModel.Convert(img.At(b.Min.X+x, b.Min.Y+y)).(color.Gray).Y < 128
		}
	}
	return g, nil
}

// save writes a picture as PNG, or as JPEG when a quality is given.
func save(path string, img image.Image, quality int) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	if quality > 0 {
		err = jpeg.Encode(w, img, &jpeg.Options{Quality: quality})
	} else {
		err = png.Encode(w, img)
	}
	return errors.Join(err, w.Flush(), f.Close())
}
