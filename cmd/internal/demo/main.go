// Command demo runs lampan's main job on the invented family in testdata/demo:
// it looks through their vaults with lampan-pass, serves their site on loopback,
// audits the case at a fixed day, lets the family take down one post, change one
// password, clean an album and take down two pictures, audits again and compares.
// `make demo` runs it. Of what the program says the second time, it shows the end.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"lampan/cmd/internal/demosite"
)

// somethingToDo is the exit code of lampan-pass when it has found something.
const somethingToDo = 9

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
	pass := flag.String("pass", filepath.Join("bin", "lampan-pass"), "the program that looks at passwords")
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
	passProgram, err := filepath.Abs(*pass)
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
	audit := func(lines int, day, report string) error {
		return show(ctx, lines, program, "audit", dir, "--photo-text=false", "--at", day, "--lang", *lang, "--private-address", addr, "--gap", "50ms", "--out", report)
	}
	vaults := filepath.Join(*data, "vaults")
	passwords := func(lines int, jonas string) error {
		verdicts := filepath.Join(dir, "losenord.json")
		if err := os.Remove(verdicts); err != nil {
			return err
		}
		err := show(
			ctx, lines, passProgram, "audit", "--lang", *lang, "--household", filepath.Join(dir, "household.yaml"), "--verdicts", verdicts,
			"--person", "malin="+filepath.Join(vaults, "malin.json"), "--person", "jonas="+filepath.Join(jonas, "jonas.csv"),
			"--person", "tuva="+filepath.Join(vaults, "tuva.csv"),
		)
		if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == somethingToDo {
			return nil
		}
		return err
	}
	err = passwords(all, vaults)
	if err == nil {
		err = audit(all, demosite.Day, filepath.Join(dir, "report.html"))
	}
	if err := errors.Join(err, first.Close()); err != nil {
		return err
	}

	say(*lang, "Familjen byter ut albumet mot rena kopior och tar bort bilden på boardingkortet.\n"+
		"Tuva byter bild på det andra kontot, Malin tar bort inlägget om Gotland, och Jonas byter ett lösenord.",
		"The family replaces the album with clean copies and takes down the picture of the boarding pass.\n"+
			"Tuva changes the picture in her other account, Malin takes down the post about Gotland, and Jonas changes a password.")
	clean := filepath.Join(*out, "clean")
	if err := show(ctx, 1, program, "photo", "clean", filepath.Join(dir, "bilder"), "--out", clean, "--lang", *lang); err != nil {
		return err
	}
	if err := mend(dir, clean, filepath.Join(*data, "after")); err != nil {
		return err
	}
	say(*lang, "Jonas har bett tre ställen att dölja honom och tittat igen på två. Vad ska han se över framöver?",
		"Jonas has asked three places to hide him and looked at two again. What is he to look at later?")
	if err := show(ctx, all, program, "lookup", dir, "--next", "--person", "jonas", "--at", followUp, "--lang", *lang); err != nil {
		return err
	}

	// The second visit.
	second, err := demosite.Serve(ctx, later, addr)
	if err != nil {
		return err
	}
	err = passwords(2, filepath.Join(*data, "after", "vaults"))
	if err == nil {
		err = audit(1, followUp, filepath.Join(dir, "report-2.html"))
	}
	if err := errors.Join(err, second.Close()); err != nil {
		return err
	}
	if err := show(ctx, all, program, "compare", dir, "--lang", *lang); err != nil {
		return err
	}
	report, err := filepath.Abs(filepath.Join(dir, "report.html"))
	if err != nil {
		return err
	}
	fmt.Printf("\nRapporten (the report): %s\n", report)
	return nil
}

// mend does in the copy of the case what the family does with their pictures, and
// what Jonas saw when he looked himself up again.
func mend(dir, clean, after string) error {
	album := filepath.Join(dir, "bilder")
	looks, err := os.ReadFile(filepath.Join(after, "uppslag", "jonas.yaml"))
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(filepath.Join(dir, "uppslag", "jonas.yaml"), looks, 0o600),
		os.RemoveAll(album),
		os.Rename(clean, album),
		os.Remove(filepath.Join(album, "IMG_2066.jpg")),
		os.Remove(filepath.Join(dir, "tuva", "andra-kontot", "0007.jpg")),
	)
}

// say tells what happens between two commands.
func say(lang, sv, en string) {
	if lang == "en" {
		sv = en
	}
	fmt.Printf("\n%s\n", sv)
}

// all is every line of what a program says.
const all = 0

// show runs the program as a user would, command line included, and shows the last
// lines of what it says.
func show(ctx context.Context, lines int, program string, args ...string) error {
	fmt.Printf("\n$ %s", filepath.Base(program))
	for _, a := range args {
		fmt.Printf(" %s", a)
	}
	fmt.Printf("\n\n")
	c := exec.CommandContext(ctx, program, args...)
	var out bytes.Buffer
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	if lines > all {
		c.Stdout = &out
	}
	err := c.Run()
	if said := strings.Split(strings.TrimSpace(out.String()), "\n"); lines > all {
		fmt.Printf("…\n%s\n", strings.Join(said[max(0, len(said)-lines):], "\n"))
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w", filepath.Base(program), args[0], err)
	}
	return nil
}
