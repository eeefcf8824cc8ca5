package cli

import (
	"github.com/spf13/cobra"

	"lampan/cmd/internal/sandbox"
	"lampan/scanner"
)

// lookInside is the command with which an audit starts lampan once more, to look at
// the pixels of pictures. It is nothing for people, so no help names it.
const lookInside = "look-inside"

func (a *App) lookCommand() *cobra.Command {
	return &cobra.Command{
		Use: lookInside, Hidden: true, Args: a.none, DisableFlagsInUseLine: true,
		// It reads no settings: they are a family's, and it needs none.
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		RunE: func(*cobra.Command, []string) error {
			if err := sandbox.Harden(); err != nil {
				return err
			}
			if err := sandbox.Enter(); err != nil {
				return err
			}
			return scanner.LookInside(a.In, a.out)
		},
	}
}

// looker says how an audit looks at pixels; its Path is empty where it does not.
func (a *App) looker() scanner.LookerConfig {
	if a.Program == "" || !a.cfg.PhotoLook {
		return scanner.LookerConfig{}
	}
	c := scanner.LookerConfig{Path: a.Program, Args: []string{a.Name, lookInside}, At: a.Now(), All: a.cfg.PhotoTime, Now: a.Now}
	if a.cfg.PhotoText {
		c.Tesseract = scanner.FindTesseract()
	}
	return c
}
