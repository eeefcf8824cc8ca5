package cli_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"lampan/cmd/internal/cli"
	"lampan/cmd/internal/config"
	"lampan/scanner"
)

const lookInside = "look-inside"

// TestMain lets the test program be the one that looks at pixels.
func TestMain(m *testing.M) {
	if len(os.Args) != 2 || os.Args[1] != lookInside {
		os.Exit(m.Run())
	}
	app := &cli.App{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Now: time.Now, Version: "0",
		Terminal: func(any) (int, bool) { return 0, false },
		Settings: config.Loader{LookupEnv: os.LookupEnv},
	}
	code := app.Main(context.Background(), os.Args[1:])
	os.Exit(code)
}

func TestLooks(t *testing.T) {
	l := scanner.OpenLooker(scanner.LookerConfig{Path: os.Args[0], Args: []string{os.Args[0], lookInside}, Each: time.Minute})
	defer l.Close()
	img := image.NewGray(image.Rect(0, 0, 64, 64))
	for i := range 64 {
		img.SetGray(i, i/2, color.Gray{Y: 255})
	}
	var body bytes.Buffer
	if err := png.Encode(&body, img); err != nil {
		t.Fatal(err)
	}
	if s, why := l.Look(t.Context(), bytes.NewReader(body.Bytes()), int64(body.Len())); s == nil {
		t.Errorf("not looked at: %s", why)
	}
}

// What looks at pixels has given up the network, other programs, files and memory
// before it reads a byte.
func TestLooksConfined(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("this system has neither the filter nor the limits")
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], lookInside)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, len("lampan look 1\n"))); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string][]string{
		"status": {"Seccomp:\t2", "NoNewPrivs:\t1"},
		"limits": {"Max open files            0", "Max file size             0", "Max core file size        0", "Max data size             805306368"},
	} {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", cmd.Process.Pid, file))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(string(text), w) {
				t.Errorf("%s does not say %q:\n%s", file, w, text)
			}
		}
	}
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it does not end well: %v", err)
	}
}

// No help tells of it.
func TestLookIsHidden(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"help"}, {"__complete", ""}} {
		var out bytes.Buffer
		app := &cli.App{
			In: strings.NewReader(""), Out: &out, Err: io.Discard, Now: time.Now, Version: "0",
			Terminal: func(any) (int, bool) { return 0, false },
			Settings: config.Loader{LookupEnv: func(string) (string, bool) { return "", false }},
		}
		app.Main(t.Context(), args)
		if out.Len() == 0 || strings.Contains(out.String(), lookInside) {
			t.Errorf("%v: %s", args, out.String())
		}
	}
}
