package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"lampan/cmd/internal/config"
	"lampan/scanner"
	"lampan/scanner/audit"
	"lampan/scanner/consent"
	"lampan/scanner/household"
)

// The exit codes. `lampan help exit-codes` prints this table.
const (
	ExitOK          = 0
	ExitUnexpected  = 1
	ExitUsage       = 2
	ExitFaults      = 3 // household.yaml, a rule pack or the settings
	ExitNotAgreed   = 4
	ExitFiles       = 5 // a folder or file that cannot be read or written
	ExitNoSuch      = 6 // no such audit, consent or rule
	ExitDatabase    = 7 // from a newer lampan, or damaged
	ExitExamples    = 8 // a rule's own examples failed
	ExitInterrupted = 130
)

var exitCodes = [...]int{
	ExitOK, ExitUnexpected, ExitUsage, ExitFaults, ExitNotAgreed,
	ExitFiles, ExitNoSuch, ExitDatabase, ExitExamples, ExitInterrupted,
}

// usageError is a wrong command line.
type usageError struct {
	err     error
	command string
}

func (u usageError) Error() string { return u.err.Error() }
func (u usageError) Unwrap() error { return u.err }

// problem is a fault that the program has its own sentence for.
type problem struct {
	code int
	key  string
	args []any
	err  error // detail; may be nil
}

func (p problem) Error() string {
	if p.err != nil {
		return p.key + ": " + p.err.Error()
	}
	return p.key
}

func (p problem) Unwrap() error { return p.err }

// errInterrupted ends a command that Ctrl-C stopped.
var errInterrupted = errors.New("interrupted")

// explain turns an error into an exit code and the one sentence to print.
func (a *App) explain(ctx context.Context, err error) (int, string) {
	code, text := a.reason(ctx, err)
	if code == ExitUnexpected && ctx.Err() != nil {
		// What Ctrl-C ends says so in as many ways as there are libraries.
		return ExitInterrupted, a.t("error.interrupted")
	}
	return code, text
}

func (a *App) reason(ctx context.Context, err error) (int, string) {
	if p, ok := errors.AsType[problem](err); ok {
		return p.code, a.t(p.key, p.args...)
	}
	if u, ok := errors.AsType[usageError](err); ok {
		return ExitUsage, a.t("error.usage", "what", u.err.Error(), "command", u.command)
	}
	if n, ok := errors.AsType[*household.NotAddedError](err); ok {
		return ExitFaults, n.In(a.words.Lang())
	}
	if fs, ok := errors.AsType[household.Faults](err); ok {
		return ExitFaults, a.faultList(fs)
	}
	if fs, ok := errors.AsType[config.Faults](err); ok {
		if !slices.ContainsFunc(fs, func(f config.Fault) bool { return !strings.HasPrefix(f.Where, "--") }) {
			return ExitUsage, a.settingFaults(fs)
		}
		return ExitFaults, a.settingFaults(fs)
	}
	if r, ok := errors.AsType[*consent.Refusal](err); ok {
		if r.Code == consent.CodeLedger {
			return ExitFiles, r.In(a.words.Lang())
		}
		return ExitNotAgreed, r.In(a.words.Lang())
	}
	if s, ok := errors.AsType[*audit.StoreError](err); ok {
		return a.explainStore(s)
	}
	switch {
	case errors.Is(err, errInterrupted), ctx.Err() != nil && errors.Is(err, context.Canceled):
		return ExitInterrupted, a.t("error.interrupted")
	case errors.Is(err, scanner.ErrNoCase):
		return ExitFiles, a.t("error.noCase")
	case errors.Is(err, scanner.ErrLinked):
		return ExitFiles, a.t("error.linked", "path", pathOf(err))
	case errors.Is(err, scanner.ErrToldBefore):
		return ExitFaults, a.t("error.toldBefore")
	case errors.Is(err, audit.ErrNone):
		return ExitNoSuch, a.t("error.noAudit")
	case errors.Is(err, consent.ErrNotGranted):
		return ExitNotAgreed, err.Error()
	case errors.Is(err, consent.ErrTampered):
		return ExitDatabase, a.t("error.ledger")
	case isAny(err, syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG):
		return ExitFiles, a.t("error.full", "what", pathOf(err))
	case isAny(err, fs.ErrPermission, syscall.EROFS):
		return ExitFiles, a.t("error.permission", "what", pathOf(err))
	case errors.Is(err, fs.ErrNotExist):
		return ExitFiles, a.t("error.missing", "path", pathOf(err))
	case pathOf(err) != "", errors.Is(err, consent.ErrLedger):
		return ExitFiles, a.t("error.file", "what", cmp.Or(pathOf(err), ".lampan"))
	}
	return ExitUnexpected, a.t("error.unexpected", "what", err.Error())
}

func isAny(err error, targets ...error) bool {
	return slices.ContainsFunc(targets, func(t error) bool { return errors.Is(err, t) })
}

// pathOf finds the file or folder that an error is about; "" when it names
// none. Of a file that is being written in pieces, and of one that keeps others from
// writing meanwhile, it is the folder: their own names say nothing to a reader.
func pathOf(err error) string {
	path := ""
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		path = e.New
	} else if e, ok := errors.AsType[*fs.PathError](err); ok {
		path = e.Path
	}
	lock := filepath.Base(filepath.Dir(path)) == household.StateDir && filepath.Ext(path) == ".lock"
	if lock || strings.HasPrefix(filepath.Base(path), tempPrefix) {
		path = filepath.Dir(path)
	}
	return path
}

// settingFaults tells every fault of the settings on a line of its own.
func (a *App) settingFaults(fs config.Faults) string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		where := f.Where
		if f.Kind == config.BadValue && where == string(config.Default) {
			where = a.t("origin.default")
		}
		lines[i] = a.t("error.setting."+string(f.Kind),
			"name", f.Name, "value", f.Value, "where", where, "want", f.Want)
	}
	return strings.Join(lines, "\n")
}

// explainStore turns a fault of the case's database into a sentence.
func (a *App) explainStore(s *audit.StoreError) (int, string) {
	known := []struct {
		fault error
		code  int
		key   string
	}{
		{audit.ErrNone, ExitNoSuch, "error.noAudit"},
		{audit.ErrNewer, ExitDatabase, "error.newer"},
		{audit.ErrDamaged, ExitDatabase, "error.damaged"},
		{audit.ErrReadOnly, ExitFiles, "error.permission"},
		{audit.ErrFull, ExitFiles, "error.full"},
		{audit.ErrBusy, ExitFiles, "error.busy"},
	}
	for _, k := range known {
		if errors.Is(s, k.fault) {
			return k.code, a.t(k.key, "path", s.File, "what", s.File)
		}
	}
	return ExitUnexpected, a.t("error.unexpected", "what", s.Error())
}

// faultList prints every fault of household.yaml, or of files of look-ups, on a line
// of its own below its file.
func (a *App) faultList(fs household.Faults) string {
	var b strings.Builder
	for len(fs) > 0 {
		n := slices.IndexFunc(fs, func(f household.Fault) bool { return f.File != fs[0].File })
		if n < 0 {
			n = len(fs)
		}
		fmt.Fprintln(&b, a.words.Plural("check.faults", n, "file", filepath.Base(fs[0].File)))
		for _, f := range fs[:n] {
			fmt.Fprintf(&b, "  %s\n", f.In(a.words.Lang()))
		}
		fs = fs[n:]
	}
	return strings.TrimRight(b.String(), "\n")
}

// exitCodesTopic is `lampan help exit-codes`.
func (a *App) exitCodesTopic() *cobra.Command {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", a.t("cmd.exit-codes.long"))
	for _, code := range exitCodes {
		fmt.Fprintf(&b, "  %3d  %s\n", code, a.t(fmt.Sprintf("exit.%d", code)))
	}
	// A command without Run is a help topic to cobra.
	return &cobra.Command{Use: "exit-codes", Short: a.t("cmd.exit-codes.short"), Long: strings.TrimRight(b.String(), "\n")}
}
