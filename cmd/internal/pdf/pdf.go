// Package pdf prints a page to PDF with a Chromium that is installed: tagged, so
// that a screen reader finds headings, lists and tables, and with an outline.
//
// The page is one that lampan wrote and needs nothing from anywhere. Chromium is
// nevertheless started so that it could reach nothing: no name is resolved, and
// every address leads to a proxy that does not exist. It gets a home, a profile
// and an environment of its own, in a folder that only the user may enter and
// that is removed afterwards.
package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Of what went wrong.
var (
	ErrNoBrowser = errors.New("no Chromium is installed")
	ErrFailed    = errors.New("the browser did not print the page")
	ErrTooSlow   = errors.New("the browser took too long")
)

// patience is how long printing may take. A report of some hundred pages takes
// seconds, and a cold start of Chromium on a slow disk some ten.
const patience = 90 * time.Second

// Find gives the path of Chromium or a browser made from it, or ErrNoBrowser.
func Find() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoBrowser
}

// Print makes a PDF of an HTML page with the browser at a path. It returns
// ErrFailed or ErrTooSlow where the browser makes none, the context's error when
// that ends first, and else faults of files. Whichever way it ends, nothing that
// it started runs on, and nothing that it wrote stays.
func Print(ctx context.Context, browser string, page []byte) (out []byte, err error) {
	dir, err := os.MkdirTemp("", "lampan-pdf-") // 0700
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, remove(dir)) }()
	source, target := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(source, page, 0o600); err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(limited, browser, arguments(dir, source, target)...) //nolint:gosec // Chromium, where it was found
	cmd.Dir = dir
	cmd.Env = environment(dir)
	group(cmd)
	cmd.WaitDelay = time.Second
	err = cmd.Run()
	end(cmd)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case limited.Err() != nil:
		return nil, ErrTooSlow
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrFailed, err)
	}
	out, err = os.ReadFile(target)
	if err != nil || !bytes.HasPrefix(out, []byte("%PDF-")) {
		return nil, ErrFailed
	}
	return out, nil
}

func arguments(dir, source, target string) []string {
	args := []string{
		"--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check",
		"--user-data-dir=" + filepath.Join(dir, "profile"),
		// Nothing is reached.
		"--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=socks5://127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
		"--disable-default-apps", "--disable-domain-reliability", "--disable-breakpad", "--disable-crash-reporter",
		"--no-pings", "--password-store=basic", "--use-mock-keychain", "--disable-dev-shm-usage",
		// What is printed.
		"--user-agent=lampan", // stands in the file
		"--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline", "--print-to-pdf=" + target,
	}
	if os.Geteuid() == 0 { // Chromium refuses to confine itself as root, and a page of ours needs no confining
		args = append(args, "--no-sandbox")
	}
	return append(args, (&url.URL{Scheme: "file", Path: filepath.ToSlash(source)}).String())
}

// environment is what a browser needs to start, with every folder that it might
// write to inside dir.
func environment(dir string) []string {
	env := []string{
		"HOME=" + dir, "TMPDIR=.", // from dir: the name of a socket in it may be no longer than some hundred bytes
		"XDG_CONFIG_HOME=" + dir, "XDG_CACHE_HOME=" + dir, "XDG_DATA_HOME=" + dir, "XDG_RUNTIME_DIR=" + dir,
	}
	for _, name := range []string{"PATH", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "SystemRoot"} {
		if v := os.Getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// remove removes the folder. A part of the browser that is just ending may still
// write into it, so it is tried a few times.
func remove(dir string) (err error) {
	for range 20 {
		if err = os.RemoveAll(dir); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return err
}
