package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lampan/report/clean"
	"lampan/report/table"
	"lampan/scanner"
	"lampan/scanner/photo"
)

func (a *App) photoCommand() *cobra.Command {
	c := a.group("photo", "photo")
	c.AddCommand(a.photoInspect(), a.photoClean())
	return c
}

func (a *App) photoInspect() *cobra.Command {
	c := a.command("inspect FILE...", "photoInspect")
	c.Args = cobra.ArbitraryArgs
	format := c.Flags().String("format", "table", a.t("flag.format", "formats", "table, json, jsonl"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := a.checkFormat(*format, "table", "json", "jsonl"); err != nil {
			return err
		}
		if len(args) == 0 {
			return usageError{err: errors.New(a.t("usage.photoInspect")), command: c.CommandPath()}
		}
		return a.inspect(c.Context(), args, *format)
	}
	return c
}

// inspected is what `photo inspect` writes of one file.
type inspected struct {
	File     string        `json:"file"` // its name alone
	Path     string        `json:"path"`
	Format   string        `json:"format,omitempty"`
	Width    int           `json:"width,omitempty"`
	Height   int           `json:"height,omitempty"`
	Position []position    `json:"pos"`
	Times    []moment      `json:"times,omitempty"`
	Texts    []said        `json:"texts,omitempty"`
	Thumbs   []photo.Thumb `json:"thumbnails,omitempty"`
	Parts    []photo.Part  `json:"parts,omitempty"`
	Faults   []photo.Fault `json:"faults,omitempty"`
	Seen     *seen         `json:"seen,omitempty"`
	Unseen   string        `json:"unseen,omitempty"` // why the picture itself was not looked at
	Millis   float64       `json:"ms"`               // of reading the file, without looking at the picture
	Error    string        `json:"error,omitempty"`
}

type position struct {
	Lat   float64 `json:"lat"`
	Lon   float64 `json:"lon"`
	Layer string  `json:"layer"`
}

type moment struct {
	What  string `json:"what"`
	At    string `json:"at"` // with a zone only where the file has one
	Layer string `json:"layer"`
}

type said struct {
	What  string `json:"what"`
	Value string `json:"value"`
	Layer string `json:"layer"`
}

// seen is what the picture itself shows. What a code opens is never here.
type seen struct {
	Thumbnail string     `json:"thumbnail,omitempty"` // against the picture: more, agrees, differs, unsure
	Cut       float64    `json:"cut,omitempty"`       // share of the thumbnail that the picture lacks
	Codes     []codeSeen `json:"codes,omitempty"`
	NoCodes   string     `json:"noCodes,omitempty"` // why codes were not looked for to the end
}

type codeSeen struct {
	Kind   string `json:"kind"`
	Shown  string `json:"shown,omitempty"` // masked
	Secret bool   `json:"secret,omitempty"`
}

// inspect shows what files tell, one after the other. A file that cannot be read
// does not stop those after it.
func (a *App) inspect(ctx context.Context, paths []string, format string) (err error) {
	c := a.looker()
	c.Tesseract = "" // what a file tells beside its picture is asked for, not its text
	look := scanner.OpenLooker(c)
	defer func() { err = errors.Join(err, look.Close()) }()
	var failed error
	pictures := 0
	all := make([]inspected, 0, len(paths))
	lines := json.NewEncoder(a.out)
	for _, path := range paths {
		f := inspectFile(ctx, path, look)
		if f.Error != "" && failed == nil {
			failed = problem{code: ExitFiles, key: "error.photo", args: []any{"path", path, "why", f.Error}}
		}
		if f.Format != "" {
			pictures++
		}
		switch format {
		case "jsonl":
			if err := lines.Encode(f); err != nil {
				return err
			}
		case "json":
			all = append(all, f)
		default:
			if err := a.showPhoto(f); err != nil {
				return err
			}
		}
	}
	switch format {
	case "jsonl":
		return nil // each error is a field of its line
	case "json":
		lines.SetIndent("", "  ")
		return lines.Encode(all)
	}
	if failed == nil && pictures == 0 {
		return problem{code: ExitFiles, key: "error.noPhotos"}
	}
	return failed
}

func inspectFile(ctx context.Context, path string, look *scanner.Looker) inspected {
	out := inspected{File: filepath.Base(path), Path: path, Position: []position{}}
	start := time.Now()
	f, size, err := openFile(path)
	if err != nil {
		out.Error = err.Error()
		return out
	}
	defer f.Close()
	p := photo.Inspect(f, size)
	out.Millis = float64(time.Since(start).Microseconds()) / 1000
	out.Format, out.Width, out.Height = p.Format, p.Width, p.Height
	out.Thumbs, out.Parts, out.Faults = p.Thumbs, p.Parts, p.Faults
	for _, x := range p.Positions {
		out.Position = append(out.Position, position{x.Lat, x.Lon, x.Layer})
	}
	for _, x := range p.Times {
		out.Times = append(out.Times, moment{x.What, when(x), x.Layer})
	}
	for _, x := range p.Texts {
		out.Texts = append(out.Texts, said{x.What, x.Value, x.Layer})
	}
	if out.Format == "" {
		return out
	}
	s, unseen := look.Look(ctx, f, size)
	if out.Unseen = unseen; s == nil {
		return out
	}
	out.Seen = &seen{Thumbnail: s.Thumb, Cut: s.Cut, NoCodes: s.NoCodes}
	for _, c := range s.Codes {
		out.Seen.Codes = append(out.Seen.Codes, codeSeen{c.Kind, c.Shown, c.Secret})
	}
	return out
}

func when(t photo.Time) string {
	if t.Zoned {
		return t.At.Format(time.RFC3339)
	}
	return t.At.Format("2006-01-02T15:04:05")
}

// openFile opens an ordinary file, and says its size in bytes.
func openFile(path string) (*os.File, int64, error) {
	f, err := os.Open(path) //nolint:gosec // the file that the user named
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s: not a file", path)
	}
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, info.Size(), nil
}

// showPhoto prints what one file tells, layer by layer.
func (a *App) showPhoto(f inspected) error {
	if f.Error != "" {
		return nil // told at the end
	}
	a.printf("%s\n", clean.Line(f.Path))
	if f.Format == "" {
		if strings.EqualFold(filepath.Ext(f.Path), ".zip") {
			a.say("photo.zip")
			return nil
		}
		a.say("photo.unknown")
		return nil
	}
	var rows [][]string
	add := func(what, value, layer string) {
		rows = append(rows, []string{a.t("photo.what." + what), clean.Line(value), layer})
	}
	for _, x := range f.Position {
		add("position", fmt.Sprintf("%.5f, %.5f", x.Lat, x.Lon), x.Layer)
	}
	for _, x := range f.Times {
		add(x.What, strings.Replace(x.At, "T", " ", 1), x.Layer)
	}
	for _, x := range f.Texts {
		add(x.What, x.Value, x.Layer)
	}
	for _, x := range f.Thumbs {
		add("thumbnail", a.t("photo.bytes", "n", x.Size), x.Layer)
	}
	for _, x := range f.Parts {
		rows = append(rows, []string{a.t("photo.what.part"), clean.Line(x.What), a.t("photo.bytes", "n", x.Size)})
	}
	for _, x := range f.Faults {
		add("fault", x.What, x.Layer)
	}
	picture := a.t("photo.picture")
	if s := f.Seen; s != nil {
		switch s.Thumbnail {
		case "more", "differs":
			rows = append(rows, []string{a.t("photo.what.thumbnail"), a.t("photo.thumbnail." + s.Thumbnail), picture})
		}
		for _, c := range s.Codes {
			said := []string{a.t("photo.code." + c.Kind)}
			if c.Shown != "" {
				said = append(said, clean.Line(c.Shown))
			}
			if c.Secret {
				said = append(said, a.t("photo.secret"))
			}
			rows = append(rows, []string{a.t("photo.what.code"), strings.Join(said, ", "), picture})
		}
		if s.NoCodes != "" {
			rows = append(rows, []string{a.t("photo.what.code"), a.t("photo.noCodes"), picture})
		}
	} else {
		rows = append(rows, []string{a.t("photo.what.picture"), a.t("photo.unseen", "reason", a.t("pixels."+f.Unseen)), ""})
	}
	if len(rows) == 0 {
		a.say("photo.nothing", "format", f.Format)
		return nil
	}
	return table.WriteList(a.out, []string{a.t("column.what"), a.t("column.says"), a.t("column.layer")}, rows, a.tableOptions())
}

func (a *App) photoClean() *cobra.Command {
	c := a.command("clean IN...", "photoClean")
	c.Args = cobra.ArbitraryArgs
	out := c.Flags().String("out", "", a.t("flag.cleanOut"))
	keep := c.Flags().StringSlice("keep", []string{"orientation", "colour"}, a.t("flag.keep"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) == 0 || *out == "" {
			return usageError{err: errors.New(a.t("usage.photoClean")), command: c.CommandPath()}
		}
		var k photo.Keep
		for _, s := range *keep {
			switch s {
			case "date":
				k.Date = true
			case "orientation":
				k.Orientation = true
			case "colour":
				k.Colour = true
			default:
				return problem{code: ExitUsage, key: "error.keep", args: []any{"value", s}}
			}
		}
		return a.cleanPhotos(args, *out, k)
	}
	return c
}

// cleanPhotos writes clean copies into a folder. One file that fails does not stop
// the others.
func (a *App) cleanPhotos(paths []string, dir string, keep photo.Keep) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	copies, err := os.Stat(dir)
	if err != nil {
		return err
	}
	written, left := 0, 0
	for _, in := range paths {
		err := filepath.WalkDir(in, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				left++
				a.say("error.photo", "path", path)
				return nil //nolint:nilerr // told, and the others go on
			}
			if d.IsDir() {
				if here, err := d.Info(); err == nil && os.SameFile(here, copies) {
					return filepath.SkipDir // copies of copies help nobody
				}
				return nil
			}
			name := filepath.Base(path)
			if rel, err := filepath.Rel(in, path); err == nil && rel != "." {
				name = rel
			}
			target := filepath.Join(dir, name)
			report, err := copyClean(path, target, keep)
			if err != nil {
				if report.Format == "" && errors.Is(err, photo.ErrUnsupported) && path != in {
					return nil // something else in the folder
				}
				left++
				a.notCleaned(path, target, report, err)
				return nil
			}
			written++
			a.printf("%s\n  %s\n", clean.Line(target), a.removed(report))
			return nil
		})
		if err != nil {
			return err
		}
	}
	a.say("photo.cleaned", "n", written, "left", left)
	if left > 0 {
		return problem{code: ExitFiles, key: "error.notCleaned"}
	}
	return nil
}

// notCleaned says in a sentence why there is no clean copy.
func (a *App) notCleaned(path, target string, report photo.Cleaned, err error) {
	key := "photo.failed"
	switch {
	case errors.Is(err, photo.ErrUnsupported) && report.Format == "":
		key = "photo.noPicture"
	case errors.Is(err, photo.ErrUnsupported) && report.Format == "xmp":
		key = "photo.sidecar"
	case errors.Is(err, photo.ErrUnsupported):
		key = "photo.unsupported"
	case errors.Is(err, photo.ErrDamaged):
		key = "photo.damaged"
	case errors.Is(err, photo.ErrDiffers), errors.Is(err, photo.ErrLeft):
		key = "photo.unproved"
	case errors.Is(err, fs.ErrExist):
		key = "photo.exists"
	}
	a.say(key, "path", clean.Line(path), "target", clean.Line(target), "format", strings.ToUpper(report.Format))
	a.logger.Debug("photo not cleaned", slog.String("path", path), slog.Any("error", err))
}

// removed lists what a copy lacks.
func (a *App) removed(report photo.Cleaned) string {
	if len(report.Removed) == 0 {
		return a.t("photo.nothingRemoved")
	}
	var names []string
	for _, k := range report.Removed {
		names = append(names, strings.ToLower(a.t("photo.what."+string(k))))
	}
	slices.Sort(names)
	return a.t("photo.removed", "what", strings.Join(slices.Compact(names), ", "))
}

// copyClean writes a clean copy and proves it before it gets its name. A file that
// has the name already is left as it is.
func copyClean(path, target string, keep photo.Keep) (report photo.Cleaned, err error) {
	in, size, err := openFile(path)
	if err != nil {
		return report, err
	}
	defer in.Close()
	if _, err := os.Lstat(target); err == nil {
		return report, fmt.Errorf("%s: %w", target, fs.ErrExist)
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return report, err
	}
	out, err := os.CreateTemp(filepath.Dir(target), tempPrefix+"*") // 0600 already
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, out.Close(), os.Remove(out.Name())) }()
	if report, err = photo.Clean(out, in, size, keep); err != nil {
		return report, err
	}
	if err := photo.Check(in, size, out, report.Written, keep); err != nil {
		return report, err
	}
	if err := out.Sync(); err != nil {
		return report, err
	}
	return report, place(out, target)
}

// place gives a finished file its name, unless another has it. A link is refused
// where the name is taken; where the disk knows no links, the bytes are copied.
func place(out *os.File, target string) error {
	err := os.Link(out.Name(), target)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	f, err := os.OpenFile(target, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // in the folder that the user named
	if err != nil {
		return err
	}
	if _, err = out.Seek(0, io.SeekStart); err == nil {
		_, err = io.Copy(f, out)
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(target))
	}
	return nil
}
