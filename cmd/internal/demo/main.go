// Command demo runs lampan's main job on the invented family in testdata/demo, over
// three visits on fixed days: it looks through their vaults with lampan-pass, serves
// their site on loopback, audits the case, writes the pages of the meeting and notes
// what the family says it has done; then it audits what they have done by the second
// visit and by the third, and compares. `make demo` runs it. Of what the program says
// at the later visits, it shows the end.
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
	lampan := func(lines int, verb string, args ...string) error {
		return show(ctx, lines, program, append([]string{verb, dir}, append(args, "--lang", *lang)...)...)
	}
	err = passwords(all, vaults)
	if err == nil {
		err = audit(all, demosite.Day, filepath.Join(dir, "report.html"))
	}
	if err := errors.Join(err, first.Close()); err != nil {
		return err
	}

	say(*lang, "Mötet: bilder att visa utan namn, ett blad till den som leder, en sida till Tuva och en till kylskåpet.",
		"The meeting: slides without names, a sheet for whoever leads it, a page for Tuva and one for the fridge.")
	promised, err := promised(ctx, program, dir)
	if err != nil {
		return err
	}
	due := append(append([]string{"plan", "due", dir}, promised...), "--on", "2027-06-28", "--at", demosite.Day, "--lang", *lang)
	if err := show(ctx, all, program, due...); err != nil {
		return err
	}
	for _, page := range [][]string{
		{"report", "--format", "slides", "--mask", "--out", filepath.Join(dir, "slides.html")},
		{"meeting", "--at", demosite.Day, "--format", "html", "--out", filepath.Join(dir, "meeting.html")},
		{"report", "--format", "child", "--person", "tuva", "--out", filepath.Join(dir, "tuva.html")},
		{"plan", "--at", demosite.Day, "--format", "html", "--out", filepath.Join(dir, "fridge.html")},
		{"plan", "--at", demosite.Day, "--format", "ics", "--out", filepath.Join(dir, "plan.ics")},
	} {
		if err := lampan(all, page[0], page[1:]...); err != nil {
			return err
		}
	}

	say(*lang, "Familjen gör sex saker: Malin tar bort inlägget om Gotland och den gömda nyckeln, Jonas byter album och ett\n"+
		"lösenord, larmet sätts på varje gång, och de ser över vilka som kan se Tuvas telefon. Tuva byter en bild.",
		"The family does six things: Malin takes down the post about Gotland and the hidden key, Jonas changes his album\n"+
			"and a password, the alarm is on every time, and they look at who can see Tuva's phone. Tuva changes a picture.")
	done := append(append([]string{"plan", "done", dir}, promised...), "--at", demosite.Day, "--lang", *lang)
	if err := show(ctx, all, program, done...); err != nil {
		return err
	}
	clean := filepath.Join(*out, "clean")
	if err := show(ctx, 1, program, "photo", "clean", filepath.Join(dir, "bilder"), "--out", clean, "--lang", *lang); err != nil {
		return err
	}
	if err := mend(dir, clean); err != nil {
		return err
	}

	// The second visit and the third.
	for _, v := range []struct {
		number int
		day    string
		sv, en string
	}{
		{2, demosite.SecondDay, "Det andra besöket. Jonas syns åter på ett ställe som hade dolt honom.", "The second visit. Jonas shows again in a place that had hidden him."},
		{3, demosite.ThirdDay, "Det tredje besöket.", "The third visit."},
	} {
		say(*lang, v.sv, v.en)
		if err := demosite.Visit(*data, dir, v.number); err != nil {
			return err
		}
		site, err := demosite.Serve(ctx, later, addr)
		if err != nil {
			return err
		}
		err = passwords(2, filepath.Join(*data, "after", "vaults"))
		if err == nil {
			err = audit(1, v.day, filepath.Join(dir, fmt.Sprintf("report-%d.html", v.number)))
		}
		if err := errors.Join(err, site.Close()); err != nil {
			return err
		}
		if err := lampan(all, "compare", "--at", v.day); err != nil {
			return err
		}
		if err := lampan(all, "compare", "--at", v.day, "--format", "html", "--out", filepath.Join(dir, fmt.Sprintf("change-%d.html", v.number))); err != nil {
			return err
		}
	}
	say(*lang, "Konsultens översikt över alla familjer:", "The consultant's overview of all families:")
	if err := show(ctx, all, program, "overview", *out, "--at", demosite.ThirdDay, "--lang", *lang); err != nil {
		return err
	}
	report, err := filepath.Abs(filepath.Join(dir, "report.html"))
	if err != nil {
		return err
	}
	fmt.Printf("\nRapporten (the report): %s\n", report)
	fmt.Printf("Bredvid den (beside it): slides.html, meeting.html, tuva.html, fridge.html, plan.ics, report-3.html, change-3.html\n")
	return nil
}

// promised lists the steps of the plan that the family will do, as lampan plan takes them.
func promised(ctx context.Context, program, dir string) ([]string, error) {
	stored, err := exec.CommandContext(ctx, program, "report", dir, "--format", "json").Output()
	if err != nil {
		return nil, fmt.Errorf("read the plan: %w", err)
	}
	var out []string
	for _, p := range demosite.Promised() {
		step, err := demosite.Step(stored, p[0], p[1])
		if err != nil {
			return nil, err
		}
		out = append(out, step[:8])
	}
	return out, nil
}

// mend does in the copy of the case what the family does with their pictures.
func mend(dir, clean string) error {
	album := filepath.Join(dir, "bilder")
	return errors.Join(
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
