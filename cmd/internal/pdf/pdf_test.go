package pdf_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lampan/cmd/internal/pdf"
	"lampan/report"
	"lampan/report/html"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
)

// browser gives the path of Chromium, or skips the test where there is none.
func browser(t *testing.T) string {
	t.Helper()
	path, err := pdf.Find()
	if err != nil {
		t.Skip("no Chromium on PATH: nothing was printed")
	}
	return path
}

// TestPrintsTagged prints the report of the invented family and reads the result:
// tagged, with an outline and the language, and with the report's words in it.
func TestPrintsTagged(t *testing.T) {
	exe := browser(t)
	temp := private(t)
	var page bytes.Buffer
	if err := html.Write(&page, report.Build(reporttest.Audit(), reporttest.Pack(), reporttest.Places(), exposure.Swedish)); err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	t.Cleanup(server.Close)
	// Without the page's own policy, and with what asks for something: the way the
	// browser is started has to hold alone.
	open := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`).ReplaceAllString(page.String(), "")
	open = strings.Replace(open, "<main>", fmt.Sprintf(`<main><img src="%s/i.png"><link rel=stylesheet href="http://localhost:%s/s.css">`,
		server.URL, server.URL[strings.LastIndex(server.URL, ":")+1:]), 1)
	out, err := pdf.Print(t.Context(), exe, []byte(open))
	if err != nil {
		t.Fatal(err)
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("the browser asked for %d things", n)
	}
	all := read(t, out)
	for what, want := range map[string]string{
		"marked": `/MarkInfo\s*<<[^>]*/Marked\s+true`, "a structure": `/StructTreeRoot\s+\d`, "an outline": `/Outlines\s+\d`,
		"a language": `/Lang\s*\(sv\)`, "headings": `/S\s*/H1`, "lists": `/S\s*/LI\b`,
		"a title": `/Title\s*(\(|<)`,
	} {
		if !regexp.MustCompile(want).Match(all) {
			t.Errorf("the PDF lacks %s: nothing matches %s", what, want)
		}
	}
	if bytes.Contains(all, []byte("Linux")) || bytes.Contains(all, []byte("HeadlessChrome")) {
		t.Error("the PDF tells on what computer it was made")
	}
	if left, _ := os.ReadDir(temp); len(left) > 0 {
		t.Errorf("%d things are left in the folder for temporary files, the first %s", len(left), left[0].Name())
	}
	pages := bytes.Count(all, []byte("/Type /Page\n")) + bytes.Count(all, []byte("/Type /Page/")) + bytes.Count(all, []byte("/Type /Page "))
	if pages < 2 {
		t.Errorf("%d pages; want several", pages)
	}
	words(t, out)
}

// read returns a PDF with its compressed parts opened.
func read(t *testing.T, file []byte) []byte {
	t.Helper()
	all := slices.Clone(file)
	for _, m := range regexp.MustCompile(`(?s)stream\r?\n(.*?)endstream`).FindAllSubmatch(file, -1) {
		z, err := zlib.NewReader(bytes.NewReader(m[1]))
		if err != nil {
			continue
		}
		part, _ := io.ReadAll(z)
		all = append(all, part...)
	}
	return all
}

// words looks for the report's text with pdftotext, where that is installed.
// Otherwise the outline, whose strings are not in a font's own code, has to do.
func words(t *testing.T, out []byte) {
	t.Helper()
	text := ""
	if exe, err := exec.LookPath("pdftotext"); err == nil {
		cmd := exec.CommandContext(t.Context(), exe, "-", "-")
		cmd.Stdin = bytes.NewReader(out)
		said, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		text = string(said)
	} else {
		text = titles(read(t, out))
	}
	for _, want := range []string{"Läget nu", "Börja här", "Det vi hittade"} {
		if !strings.Contains(text, want) {
			t.Errorf("the PDF does not say %q", want)
		}
	}
}

// titles are the strings of the outline, which stand in UTF-16 or in Latin 1.
func titles(all []byte) string {
	var out strings.Builder
	for _, m := range regexp.MustCompile(`(?s)/Title\s*(?:\((.*?)\)|<([0-9A-Fa-f]+)>)`).FindAllSubmatch(all, -1) {
		if len(m[2]) > 0 {
			var units []byte
			if _, err := fmt.Sscanf(string(m[2]), "%x", &units); err == nil {
				for i := 2; i+1 < len(units); i += 2 {
					out.WriteRune(rune(units[i])<<8 | rune(units[i+1]))
				}
			}
		} else {
			for _, c := range m[1] {
				out.WriteRune(rune(c))
			}
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// private gives the test a folder of its own for temporary files.
func private(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), strings.Repeat("long", 20)) // longer than the name of a socket may be
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", dir)
	return dir
}

// script makes a program that stands in for a browser.
func script(t *testing.T, text string) string {
	t.Helper()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no sh on PATH")
	}
	path := filepath.Join(t.TempDir(), "browser")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text), 0o700); err != nil { //nolint:gosec // it is run
		t.Fatal(err)
	}
	return path
}

// TestFails shows that what a browser does wrong is told, and leaves nothing.
func TestFails(t *testing.T) {
	for _, c := range []struct{ name, does string }{
		{"ends with a fault", "exit 3"},
		{"prints nothing", "exit 0"},
		{"prints something else", `for a; do case $a in --print-to-pdf=*) echo hello >"${a#*=}";; esac; done`},
		{"leaves something behind that writes on", `(sleep .2; mkdir -p "$HOME"/profile) & exit 1`},
	} {
		t.Run(c.name, func(t *testing.T) {
			temp := private(t)
			if _, err := pdf.Print(t.Context(), script(t, c.does), []byte("x")); !errors.Is(err, pdf.ErrFailed) {
				t.Errorf("err = %v; want ErrFailed", err)
			}
			if strings.Contains(c.does, "sleep") {
				time.Sleep(400 * time.Millisecond)
			}
			if left, _ := os.ReadDir(temp); len(left) > 0 {
				t.Errorf("%s is left", left[0].Name())
			}
		})
	}
}

// TestPrivate looks at what the browser gets: folders and files for the user
// alone, and nothing of the environment.
func TestPrivate(t *testing.T) {
	temp := private(t)
	seen := filepath.Join(t.TempDir(), "seen")
	t.Setenv("LAMPAN_SECRET", "of the user")
	_, err := pdf.Print(t.Context(), script(t, `{ stat -c '%a %n' "$HOME" "$HOME"/page.html; env; for a; do echo "$a"; done; } >'`+seen+`'; exit 1`), []byte("x"))
	if !errors.Is(err, pdf.ErrFailed) {
		t.Fatal(err)
	}
	out, err := os.ReadFile(seen)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"700 " + temp, "600 " + temp, "HOME=" + temp, "--user-data-dir=" + temp, "~NOTFOUND", "--proxy-server=socks5://127.0.0.1:9"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the browser does not see %q in\n%s", want, out)
		}
	}
	if strings.Contains(string(out), "LAMPAN_SECRET") {
		t.Error("the browser sees the user's environment")
	}
}

// TestCancelEndsAll stops printing in the middle: what the browser started ends
// with it, and its folder goes.
func TestCancelEndsAll(t *testing.T) {
	temp := private(t)
	alive := filepath.Join(t.TempDir(), "alive")
	ctx, cancel := context.WithCancel(t.Context())
	exe := script(t, `(while true; do date +%N >'`+alive+`'; sleep 0.02; done) & wait`)
	done := make(chan error)
	go func() {
		_, err := pdf.Print(ctx, exe, []byte("x"))
		done <- err
	}()
	for {
		if _, err := os.Stat(alive); err == nil {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v; want context.Canceled", err)
	}
	if err := os.Remove(alive); err != nil {
		t.Fatal(err)
	}
	time.Sleep(200 * time.Millisecond)
	if _, err := os.Stat(alive); err == nil {
		t.Error("what the browser started runs on")
	}
	if left, _ := os.ReadDir(temp); len(left) > 0 {
		t.Errorf("%s is left", left[0].Name())
	}
}

func TestFindsNone(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if path, err := pdf.Find(); !errors.Is(err, pdf.ErrNoBrowser) {
		t.Errorf("Find() = %q, %v; want ErrNoBrowser", path, err)
	}
}
