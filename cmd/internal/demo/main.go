// Command demo runs lampan's main job on the invented family in testdata/demo:
// it serves their site on loopback, audits the case at a fixed day, lets the
// family take down one post, audits again and compares. `make demo` runs it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"

	"lampan/cmd/internal/demosite"
)

// followUp is the day of the demo's second visit.
const followUp = "2027-06-16"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	bin := flag.String("lampan", filepath.Join("bin", "lampan"), "the program to run")
	data := flag.String("data", filepath.Join("testdata", "demo"), "the invented family")
	out := flag.String("out", filepath.Join("bin", "demo"), "folder for the copy of the case; made anew each time")
	lang := flag.String("lang", "sv", "language of the summary: sv or en")
	serve := flag.Bool("serve", false, "only serve the site on "+demosite.Address+", until Ctrl-C")
	after := flag.Bool("after", false, "with -serve: as it is once the family has taken down the post")
	flag.Parse()

	site := filepath.Join(*data, "site")
	later := filepath.Join(*data, "after", "site")
	if *serve {
		if *after {
			site = later
		}
		s, err := demosite.Serve(ctx, site, demosite.Address)
		if err != nil {
			return err
		}
		fmt.Printf("http://%s/ (Ctrl-C stops)\n", s.Addr)
		return s.Wait(ctx)
	}
	program, err := filepath.Abs(*bin)
	if err != nil {
		return err
	}

	dir := filepath.Join(*out, "case")
	if err := os.RemoveAll(*out); err != nil {
		return err
	}
	first, err := demosite.Serve(ctx, site, "127.0.0.1:0")
	if err != nil {
		return err
	}
	addr := first.Addr
	if err := demosite.CopyCase(filepath.Join(*data, "case"), dir, addr, time.Now()); err != nil {
		return errors.Join(err, first.Close())
	}
	audit := func(day, report string) error {
		return show(ctx, program, "audit", dir, "--at", day, "--lang", *lang, "--private-address", addr, "--gap", "50ms", "--out", report)
	}
	err = audit(demosite.Day, filepath.Join(dir, "report.html"))
	if err := errors.Join(err, first.Close()); err != nil {
		return err
	}

	// The second visit: the family has taken down what the first step named.
	second, err := demosite.Serve(ctx, later, addr)
	if err != nil {
		return err
	}
	err = audit(followUp, filepath.Join(dir, "report-2.html"))
	if err := errors.Join(err, second.Close()); err != nil {
		return err
	}
	if err := show(ctx, program, "compare", dir, "--lang", *lang); err != nil {
		return err
	}
	report, err := filepath.Abs(filepath.Join(dir, "report.html"))
	if err != nil {
		return err
	}
	fmt.Printf("\nRapporten (the report): %s\n", report)
	return nil
}

// show runs the program as a user would, command line included.
func show(ctx context.Context, program string, args ...string) error {
	fmt.Printf("\n$ lampan")
	for _, a := range args {
		fmt.Printf(" %s", a)
	}
	fmt.Printf("\n\n")
	c := exec.CommandContext(ctx, program, args...)
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("lampan %s: %w", args[0], err)
	}
	return nil
}
