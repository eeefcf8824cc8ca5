package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"lampan/cmd/internal/passpage"
)

// page writes the page for families. It replaces no file: what is there could be
// anything.
func (p *program) page(args []string) error {
	f := p.flags()
	out := f.String("o", "", "")
	_, err := p.parse(f, args, func(t text) string { return t.help.page }, 0)
	switch {
	case err != nil:
		return err
	case *out == "":
		return stop{exitUsage, p.say.usage.page}
	}
	if err := p.guard(); err != nil {
		return err
	}
	if _, err := os.Lstat(*out); !errors.Is(err, fs.ErrNotExist) {
		return stop{exitFiles, fmt.Sprintf(p.say.fault.exists, shown(*out))}
	}
	if err := write(*out, passpage.HTML(p.say.lang)); err != nil {
		return stop{exitFiles, fmt.Sprintf(p.say.fault.unwritten, shown(*out))}
	}
	p.line("", fmt.Sprintf(p.say.page, shown(*out)))
	return nil
}
