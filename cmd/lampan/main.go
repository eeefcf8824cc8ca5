// Command lampan audits what a household shows of itself, from the sources its
// members agreed to, and says what to do first.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/term"

	"lampan/cmd/internal/cli"
	"lampan/cmd/internal/config"
)

// version is set by the linker in a release; otherwise the module's own
// version is used.
var version = ""

func main() { os.Exit(run(os.Args[1:])) }

// memoryGoal is what lampan tries to live within, in bytes, so that an audit
// runs beside a family's own programs whatever a site sends it. It is a goal and
// no wall: a document that needs more gets more.
const memoryGoal = 108 << 20

func run(args []string) int {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryGoal)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// After the first Ctrl-C the default handling is back, so that a second
	// one ends the program at once.
	context.AfterFunc(ctx, stop)
	// Everything lampan writes is for its owner's eyes; the database driver
	// makes files by the process's mask.
	closeUmask()
	program, _ := os.Executable() // "" where it cannot be found
	app := &cli.App{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Terminal: terminal,
		Now:      time.Now,
		Settings: config.NewLoader(),
		Version:  ownVersion(),
		Program:  program, Name: os.Args[0],
	}
	return app.Main(ctx, args)
}

// terminal reports whether a stream is a terminal, and how wide it is.
func terminal(stream any) (int, bool) {
	f, ok := stream.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0, true
	}
	return width, true
}

func ownVersion() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	if info != nil {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 8 {
				return "dev-" + s.Value[:8]
			}
		}
	}
	return "dev"
}
