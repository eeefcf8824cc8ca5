// Command measure audits real material that nobody wrote for lampan, as one
// case, and prints what it took and what was found: findings by rule, what
// could not be read, time and memory. It is a tool for those who work on
// lampan; nothing it makes is kept in the repository.
//
//	go run ./cmd/internal/measure -photos DIR -posts FILE -posts FILE -site DIR -site DIR
//
// With -speed it measures the text engine alone, on posts of 2 kB: megabytes a
// second and core, the slowest posts, start and memory.
//
//	go run ./cmd/internal/measure -speed FILE -speed FILE
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"lampan/cmd/internal/demosite"
	"lampan/scanner/audit"
)

type list []string

func (l *list) String() string     { return strings.Join(*l, ",") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context) (err error) {
	var photos, posts, sites, fast list
	flag.Var(&photos, "photos", "folder of pictures; may be given several times")
	flag.Var(&posts, "posts", "text file, one post a line; may be given several times")
	flag.Var(&sites, "site", "folder of HTML, served on loopback and read as a section; may be given several times")
	flag.Var(&fast, "speed", "text file, one sentence a line, to measure the text engine alone with; may be given several times")
	bin := flag.String("lampan", filepath.Join("bin", "lampan"), "the program to measure")
	pages := flag.Int("pages", 500, "most pages read from one site")
	excerpts := flag.Int("excerpts", 10, "excerpts printed for each rule")
	offline := flag.Bool("offline", false, "read the photos and posts only")
	flag.Parse()
	if len(fast) > 0 {
		return speed(fast)
	}

	dir, err := os.MkdirTemp("", "lampan-measure-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	var sources []string
	add := func(kind, at string, lines ...string) {
		id := fmt.Sprintf("s%02d-%s", len(sources)+1, kind)
		var s strings.Builder
		fmt.Fprintf(&s, "  - id: %s\n    subject: anna\n    kind: %s\n    at: %q\n    visibility: open\n", id, kind, at)
		for _, l := range lines {
			fmt.Fprintf(&s, "    %s\n", l)
		}
		sources = append(sources, s.String())
	}
	for i, p := range photos {
		name := fmt.Sprintf("photos-%d", i+1)
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(p)); err != nil {
			return err
		}
		add("photo", name)
	}
	for i, p := range posts {
		name := fmt.Sprintf("posts-%d.jsonl", i+1)
		if err := linesToPosts(p, filepath.Join(dir, name)); err != nil {
			return err
		}
		add("text", name)
	}
	args := []string{"audit", dir, "--at", demosite.Day, "--format", "json", "--gap", "50ms", "--lang", "en"}
	for _, p := range sites {
		s, serr := demosite.Serve(ctx, p, "127.0.0.1:0")
		if serr != nil {
			return serr
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		add("page", "http://"+s.Addr+"/", "section: true", fmt.Sprintf("max_pages: %d", *pages))
		args = append(args, "--private-address", s.Addr)
	}
	if *offline {
		args = append(args, "--offline")
	}
	if err := os.WriteFile(filepath.Join(dir, "household.yaml"), []byte(household(sources, time.Now())), 0o600); err != nil {
		return err
	}

	c := exec.CommandContext(ctx, *bin, args...)
	c.Stderr = os.Stderr
	start := time.Now()
	out, err := c.Output()
	took := time.Since(start)
	if err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	var doc struct {
		Audit audit.Audit `json:"audit"`
	}
	if err := json.Unmarshal(out, &doc); err != nil {
		return fmt.Errorf("read report: %w", err)
	}
	usage, _ := c.ProcessState.SysUsage().(*syscall.Rusage)
	fmt.Printf("time %.1f s, CPU %.1f s", took.Seconds(), (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds())
	if usage != nil {
		fmt.Printf(", most memory %d MB", usage.Maxrss/1024)
	}
	fmt.Printf(", report %d kB\n", len(out)/1024)
	show(&doc.Audit, *excerpts)
	return nil
}

// show lists coverage, then findings by rule.
func show(a *audit.Audit, excerpts int) {
	fmt.Printf("score %d, coverage %d %%\n\n", a.Assessment.Household.Score, a.Percent())
	for _, c := range a.Coverage {
		fmt.Printf("%-10s %-8s %6d documents, %d faults %s\n", c.Source, c.Outcome, c.Documents, len(c.Faults)+c.More, c.Reason)
		for _, f := range c.Faults[:min(5, len(c.Faults))] {
			fmt.Printf("           %s: %s\n", f.Reason, f.Locator)
		}
	}
	rules := map[string][]int{}
	for i, f := range a.Findings {
		rules[string(f.Rule)] = append(rules[string(f.Rule)], i)
	}
	names := make([]string, 0, len(rules))
	for n := range rules {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		shown := 0
		for _, i := range rules[n] {
			shown += len(a.Findings[i].Evidence)
		}
		fmt.Printf("\n%s: %d findings, %d places\n", n, len(rules[n]), shown)
		left := excerpts
		for _, i := range rules[n] {
			for _, e := range a.Findings[i].Evidence {
				if left--; left < 0 {
					break
				}
				fmt.Printf("    [%s] %s: %s\n", e.Certainty, e.Locator, e.Excerpt)
			}
		}
	}
}

// linesToPosts writes a text as JSON lines, one post for each of its lines.
func linesToPosts(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	e := json.NewEncoder(f)
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if err := e.Encode(map[string]string{"date": "2027-06-01", "text": line}); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	return f.Close()
}

func household(sources []string, now time.Time) string {
	ids := make([]string, len(sources))
	for i, s := range sources {
		id, _, _ := strings.Cut(strings.TrimPrefix(s, "  - id: "), "\n")
		ids[i] = id
	}
	return fmt.Sprintf(`schema: 1
case: kmeasure1
lang: en
people:
  - {id: anna, name: Anna Lind, born: 1984}
places:
  - {id: home, kind: home, street: Björkstigen 12, postal: "123 45", town: Storvik, position: {lat: 60.58, lon: 16.53}}
sources:
%sconsents:
  - id: c-anna-1
    case: kmeasure1
    subject: anna
    given_by: [anna]
    method: self
    sources: [%s]
    detectors: [all]
    purpose: exposure-review
    granted: %s
    expires: %s
`, strings.Join(sources, ""), strings.Join(ids, ", "), now.AddDate(0, 0, -1).Format(time.DateOnly), now.AddDate(0, 11, 0).Format(time.DateOnly))
}
