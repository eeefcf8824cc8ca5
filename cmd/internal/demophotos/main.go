// Demophotos draws the pictures of the invented family in testdata/demo, with what
// cameras, phones and services write into them:
//
//	go run ./cmd/internal/demophotos [-out testdata/demo]
//
// Everything is painted here, with whole numbers and fixed seeds, and comes out the
// same every time. The four photographs that testdata/demo/README.md lists are not
// made here, and stay as they are. Run testdata/demo/site-src/build.sh afterwards:
// one of the pictures shows on the site.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	out := flag.String("out", filepath.Join("testdata", "demo"), "the folder of the demo")
	flag.Parse()
	if err := run(*out); err != nil {
		fmt.Fprintln(os.Stderr, "demophotos:", err)
		os.Exit(1)
	}
}

func run(out string) error {
	for _, f := range everything() {
		to := filepath.Join(out, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil { //nolint:gosec // folders of the repository
			return err
		}
		if err := os.WriteFile(to, f.data, 0o644); err != nil { //nolint:gosec // files of the repository
			return err
		}
	}
	return nil
}
