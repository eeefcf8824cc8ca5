// Package deps is scaffolding: it keeps module versions until their importers exist.
package deps

import (
	_ "code.dny.dev/ssrf"
	_ "github.com/bep/imagemeta"
	_ "github.com/chromedp/chromedp"
	_ "github.com/gocolly/colly/v2"
	_ "github.com/google/go-cmp/cmp"
	_ "github.com/jimsmart/grobotstxt"
	_ "github.com/mmcdole/gofeed"
	_ "github.com/nbutton23/zxcvbn-go"
	_ "github.com/ncruces/go-sqlite3/driver"
	_ "github.com/olekukonko/tablewriter"
	_ "github.com/openrdap/rdap"
	_ "github.com/rogpeppe/go-internal/testscript"
	_ "github.com/spf13/cobra"
	_ "github.com/spf13/viper"
	_ "go.yaml.in/yaml/v4"
	_ "golang.org/x/net/html"
	_ "golang.org/x/net/html/charset"
	_ "golang.org/x/sync/errgroup"
	_ "golang.org/x/term"
	_ "golang.org/x/text/unicode/norm"
	_ "pgregory.net/rapid"
)
