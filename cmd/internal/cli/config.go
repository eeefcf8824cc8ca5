package cli

import (
	"runtime"

	"github.com/spf13/cobra"

	"lampan/cmd/internal/config"
	"lampan/cmd/internal/wire"
	"lampan/report/table"
)

func (a *App) configCommand() *cobra.Command {
	c := a.group("config", "config")
	show := a.command("show", "configShow")
	show.RunE = func(*cobra.Command, []string) error {
		rows := make([][]string, 0, len(a.shown))
		for _, s := range a.shown {
			from := a.t("origin." + string(s.Origin))
			if s.Detail != "" && s.Origin != config.File { // the file is named below
				from += " (" + s.Detail + ")"
			}
			rows = append(rows, []string{s.Name, s.Value, from})
		}
		header := []string{a.t("column.setting"), a.t("column.value"), a.t("column.from")}
		if err := table.WriteList(a.out, header, rows, a.tableOptions()); err != nil {
			return err
		}
		a.say("config.file", "path", a.Settings.Path())
		return nil
	}
	c.AddCommand(show)
	return c
}

func (a *App) versionCommand() *cobra.Command {
	c := a.command("version", "version")
	c.RunE = func(*cobra.Command, []string) error {
		p, err := wire.Pack()
		if err != nil {
			return err
		}
		a.printf("lampan %s\n", a.Version)
		a.say("version.pack", "id", p.ID, "version", p.Version, "hash", p.Hash[:12])
		a.printf("%s %s/%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
		return nil
	}
	return c
}
