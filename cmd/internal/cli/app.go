// Package cli is lampan's command tree: one file a command, no logic of its
// own. A command opens the case, calls the engine or the store, and hands what
// comes back to a renderer.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lampan/cmd/internal/ask"
	"lampan/cmd/internal/config"
	"lampan/report/clean"
	"lampan/report/message"
	"lampan/rules/exposure"
)

// App is the program's surroundings. Nothing below cmd reads a clock, a stream
// or the environment by itself, so a test can set all of them.
type App struct {
	In       io.Reader
	Out, Err io.Writer
	// Terminal reports whether a stream is a terminal, and its width in
	// columns (0 when unknown).
	Terminal func(any) (width int, ok bool)
	Now      func() time.Time
	Settings config.Loader
	Version  string
	// Program is the file of the program, and Name the name by which it was called:
	// an audit starts it once more to look at pixels. Without them it looks at none.
	Program, Name string
	// Ask holds conversations; nil asks on In and Out.
	Ask func(ask.Config) ask.Asker

	out    *output // over Out
	cfg    config.Config
	shown  []config.Setting
	words  *message.Catalog
	logger *slog.Logger
}

// Main runs the command line and returns the exit code.
func (a *App) Main(ctx context.Context, args []string) int {
	// The language must be known before the commands are built, since their
	// help is in it. Faults in settings are reported when the command runs.
	a.words = message.For(a.peekLang(args))
	a.out = &output{w: a.Out}
	root := a.root() //nolint:contextcheck // cobra hands the context to each command: c.Context()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		// A result that did not reach its reader is no result.
		err = a.out.err
	}
	if err == nil {
		return ExitOK
	}
	code, text := a.explain(ctx, err)
	if text != "" {
		fmt.Fprintln(a.Err, text)
	}
	return code
}

// peekLang finds the language without judging the rest of the command line.
func (a *App) peekLang(args []string) exposure.Lang {
	f := pflag.NewFlagSet("peek", pflag.ContinueOnError)
	f.ParseErrorsAllowlist.UnknownFlags = true
	f.SetOutput(io.Discard)
	f.Usage = func() {}
	a.Settings.AddFlags(f, func(string) string { return "" })
	f.BoolP("help", "h", false, "")
	// Faults of the command line are reported by the real parse.
	_ = f.Parse(args)
	cfg, _, _ := a.Settings.Load(f)
	return cfg.Lang // message.For takes Swedish for what is no language
}

// output is standard output. It remembers the first write that failed, so that
// a full disk behind a redirection does not pass for success.
type output struct {
	w   io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// t gives a text of the program in the chosen language. What is put into it may
// come from anywhere, and is cleaned line by line.
func (a *App) t(key string, args ...any) string {
	args = slices.Clone(args)
	for i, v := range args {
		if s, ok := v.(string); ok {
			lines := strings.Split(s, "\n")
			for j := range lines {
				lines[j] = clean.Line(lines[j])
			}
			args[i] = strings.Join(lines, "\n")
		}
	}
	return a.words.Text(key, args...)
}

func (a *App) printf(format string, args ...any) { fmt.Fprintf(a.out, format, args...) }

// say prints a text of the program on a line of its own.
func (a *App) say(key string, args ...any) { fmt.Fprintln(a.out, a.t(key, args...)) }

func (a *App) root() *cobra.Command {
	root := a.group("lampan", "root")
	root.Version = a.Version
	root.SilenceErrors = true
	root.SilenceUsage = true
	root.SetOut(a.out)
	root.SetErr(a.Err)
	root.SetIn(a.In)
	root.CompletionOptions.HiddenDefaultCmd = false
	a.Settings.AddFlags(root.PersistentFlags(), func(key string) string { return a.t(key) })
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usageError{err: errors.New(a.flagFault(err)), command: c.CommandPath()}
	})
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error {
		var err error
		if a.cfg, a.shown, err = a.Settings.Load(c.Flags()); err != nil {
			return err
		}
		a.words = message.For(a.cfg.Lang)
		a.logger = a.newLogger()
		return nil
	}
	root.AddCommand(
		a.initCommand(), a.checkCommand(), a.consentCommand(), a.shareCommand(), a.auditCommand(),
		a.reportCommand(), a.historyCommand(), a.compareCommand(), a.meetingCommand(), a.overviewCommand(), a.planCommand(), a.rulesCommand(), a.evalCommand(), a.photoCommand(), a.placesCommand(), a.lookupCommand(), a.requestCommand(), a.interviewCommand(),
		a.eraseCommand(), a.configCommand(), a.versionCommand(), a.exitCodesTopic(), a.lookCommand(),
	)
	a.translate(root)
	return root
}

// command makes a command whose texts stand in the catalogue under
// cmd.<key>.short, .long and .example.
func (a *App) command(use, key string) *cobra.Command {
	c := &cobra.Command{Use: use, Args: a.none, DisableFlagsInUseLine: true}
	c.Short = a.t("cmd." + key + ".short")
	c.Long = a.t("cmd." + key + ".long")
	return c
}

// group makes a command that only holds others. Without one of them it shows
// its help; a word that is none of them is a fault.
func (a *App) group(use, key string) *cobra.Command {
	c := a.command(use, key)
	c.Args = func(c *cobra.Command, args []string) error {
		if len(args) > 0 {
			return usageError{err: errors.New(a.t("usage.unknownCommand", "word", args[0])), command: c.CommandPath()}
		}
		return nil
	}
	c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
	return c
}

// atMostOne accepts no argument or one.
func (a *App) atMostOne(c *cobra.Command, args []string) error {
	if len(args) > 1 {
		return usageError{err: errors.New(a.t("usage.extra", "word", args[1])), command: c.CommandPath()}
	}
	return nil
}

// none accepts no argument.
func (a *App) none(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{err: errors.New(a.t("usage.extra", "word", args[0])), command: c.CommandPath()}
	}
	return nil
}

// flagFault says what is wrong with a flag, in the chosen language.
func (a *App) flagFault(err error) string {
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		dashes := "--"
		if e.GetSpecifiedShortnames() != "" {
			dashes = "-"
		}
		return a.t("usage.noFlag", "flag", dashes+e.GetSpecifiedName())
	}
	if e, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return a.t("usage.flagNeedsValue", "flag", "--"+e.GetFlag().Name)
	}
	if e, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		name, value := e.GetFlag().Name, e.GetValue()
		if _, err := strconv.Atoi(value); err == nil && e.GetFlag().Value.Type() == "duration" {
			unit := "s"
			if name == "photo-time" {
				unit = "m"
			}
			return a.t("usage.flagUnit", "flag", "--"+name, "value", value, "example", value+unit)
		}
		return a.t("usage.flagValue", "flag", "--"+name, "value", value)
	}
	return clean.Line(err.Error())
}

// translate puts the catalogue's words into cobra's own texts.
func (a *App) translate(root *cobra.Command) {
	usage := strings.NewReplacer(
		"Usage:", a.t("help.usage"),
		"Aliases:", a.t("help.aliases"),
		"Examples:", a.t("help.examples"),
		"Available Commands:", a.t("help.commands"),
		"Additional Commands:", a.t("help.commands"),
		"Global Flags:", a.t("help.globalFlags"),
		"Flags:", a.t("help.flags"),
		"{{rpad .CommandPath .CommandPathPadding}}", "{{.Root.Name}} help {{.Name}}",
		"Additional help topics:", a.t("help.topics"),
		"[command] --help", a.t("help.placeholder")+" --help",
		"{{.CommandPath}} [command]", "{{.CommandPath}} "+a.t("help.placeholder"),
		"Use \"", a.t("help.more.before")+" \"",
		"\" for more information about a command.", "\" "+a.t("help.more.after"),
	).Replace(root.UsageTemplate())
	root.SetUsageTemplate(usage)
	root.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	root.InitDefaultHelpCmd()
	root.InitDefaultHelpFlag()
	root.InitDefaultVersionFlag()
	root.InitDefaultCompletionCmd(root.Name())
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Short, c.Long = a.t("cmd.help.short"), a.t("cmd.help.long")
			c.Run, c.RunE = nil, a.help
		case "completion":
			group := a.group(c.Use, "completion")
			c.Short, c.Long, c.Args, c.RunE = group.Short, group.Long, group.Args, group.RunE
			for _, shell := range c.Commands() {
				shell.Args = a.none
				shell.Short = a.t("cmd.completion.shell", "shell", shell.Name())
				shell.Long = a.t("cmd.completion.how." + shell.Name())
				if f := shell.Flags().Lookup("no-descriptions"); f != nil {
					f.Usage = a.t("flag.no-descriptions")
				}
			}
		}
	}
	if f := root.Flags().Lookup("version"); f != nil {
		f.Usage = a.t("flag.version")
	}
	a.translateFlags(root)
}

// help shows the help of the command that the words lead to.
func (a *App) help(c *cobra.Command, args []string) error {
	about, rest, err := c.Root().Find(args)
	if err != nil || about == nil || len(rest) > 0 {
		word := strings.Join(args, " ")
		return usageError{err: errors.New(a.t("usage.unknownCommand", "word", word)), command: c.Root().CommandPath()}
	}
	return about.Help()
}

// translateFlags puts the catalogue's words into the flags' help.
func (a *App) translateFlags(c *cobra.Command) {
	c.DisableFlagsInUseLine = true
	c.InitDefaultHelpFlag()
	if f := c.Flags().Lookup("help"); f != nil {
		f.Usage = a.t("flag.help")
	}
	// The library would write "(default …)", in English. It writes nothing for
	// a default that is none, and uses DefValue for nothing else.
	none := map[string]string{"string": "", "duration": "0s", "int": "0", "int64": "0", "bool": "false", "stringSlice": "[]"}
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if zero, ok := none[f.Value.Type()]; ok && f.DefValue != zero {
			f.Usage += " " + a.t("help.default", "value", strings.Trim(f.DefValue, "[]"))
			f.DefValue = zero
		}
	})
	for _, sub := range c.Commands() {
		a.translateFlags(sub)
	}
}

func (a *App) newLogger() *slog.Logger {
	if a.cfg.Log == "off" {
		return slog.New(slog.DiscardHandler)
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(a.cfg.Log)); err != nil {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(a.Err, &slog.HandlerOptions{Level: level}))
}

// oneDir accepts exactly one argument: the folder of the case.
func (a *App) oneDir(c *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usageError{err: errors.New(a.t("usage.oneDir")), command: c.CommandPath()}
	}
	return nil
}

// today is the day the audit speaks about unless --at says otherwise.
func (a *App) today(zone *time.Location) time.Time {
	n := a.Now().In(zone)
	return time.Date(n.Year(), n.Month(), n.Day(), 0, 0, 0, 0, zone)
}

// tempPrefix begins the name of a file that is being written. It is in the
// folder of the file it becomes.
const tempPrefix = ".lampan-"

// replaceable reports, before any work is done, why writeFile could not write
// at path: its folder takes no files, or something stands there that is not a
// file, such as a folder or a device.
func replaceable(path string) error {
	info, err := os.Lstat(path)
	if err == nil && !info.Mode().IsRegular() {
		return problem{code: ExitFiles, key: "error.notAFile", args: []any{"path", path}}
	}
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, tempPrefix+"*")
	if errors.Is(err, fs.ErrNotExist) && isFolder(dir) { // some folders of the system's own say this
		err = &fs.PathError{Op: "open", Path: dir, Err: fs.ErrPermission}
	}
	if err != nil {
		return fmt.Errorf("write %q: %w", path, err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// writeFile writes a file that is either whole or not there, for the owner's
// eyes only. What stood there before stays until the new file is whole.
func writeFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), tempPrefix+"*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err := write(f); err != nil {
		return errors.Join(err, f.Close())
	}
	// CreateTemp makes the file 0600 already.
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
