// Package csv writes a report as one table for a spreadsheet: a row a finding,
// in the order of the report, with what to do about it and who does it.
//
// The form is RFC 4180: a heading, CRLF after every row, quotes where they are
// needed. Excel takes a file without a byte order mark for another encoding than
// UTF-8, so there is one, and it splits cells where the country's list separator
// is, so Swedish rows are split by semicolons and English ones by commas unless
// told otherwise.
//
// A spreadsheet runs what looks like a formula, also in a file that somebody was
// sent. Text is therefore never left to begin with = + - @, their full-width
// forms or a control character: an apostrophe stands in front, which a
// spreadsheet takes for "this is text". The same holds after every comma and
// semicolon inside a text, since a program that splits at the other separator
// would see a new cell begin there.
package csv

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"unicode"

	"lampan/report"
	"lampan/rules/exposure"
)

// mark is the byte order mark.
const mark = "\ufeff"

// Separator is what a spreadsheet of the language splits cells at.
func Separator(lang exposure.Lang) rune {
	if lang == exposure.Swedish {
		return ';'
	}
	return ','
}

// Write writes the view's findings, split by a separator, "," or ";". The error
// is the writer's.
func Write(w io.Writer, v *report.View, separator rune) error {
	if _, err := io.WriteString(w, mark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = separator, true
	c := v.Words()
	columns := []string{"number", "about", "what", "detail", "certainty", "where", "why", "do", "who", "time", "step", "proof"}
	for i, name := range columns {
		columns[i] = c.Text("csv." + name)
	}
	if err := out.Write(columns); err != nil {
		return err
	}
	steps := planned(v)
	n := 0
	for _, g := range v.Groups {
		for _, f := range g.Findings {
			n++
			do := f.Do
			if f.Public != "" {
				do = f.Public
			}
			row := []string{
				strconv.Itoa(n), f.Who, f.Title, f.Detail, f.Certainty, where(f), f.Why, do,
				f.Owner, f.Minutes, steps[f.Anchor], f.Proof,
			}
			for i := range row {
				row[i] = Text(row[i])
			}
			if err := out.Write(row); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// planned is the number of the step that takes care of a finding, by anchor.
func planned(v *report.View) map[string]string {
	steps := map[string]string{}
	for _, list := range [][]report.Step{v.Start, v.Rest} {
		for _, s := range list {
			for _, r := range s.Covers {
				steps[r.Anchor] = strconv.Itoa(s.Number)
			}
		}
	}
	return steps
}

// where is the places where a finding shows.
func where(f report.Finding) string {
	var out []string
	for _, s := range f.Shown {
		out = append(out, s.Kind+", "+s.Whose+", "+s.Where)
	}
	if f.More != "" {
		out = append(out, f.More)
	}
	return strings.Join(out, " · ")
}

// Text returns s as a spreadsheet reads it as text, whichever of the two
// separators it splits at. Text(Text(s)) equals Text(s).
func Text(s string) string {
	var b strings.Builder
	begins := true // a cell may begin here
	for _, r := range s {
		if begins && acts(r) {
			b.WriteByte('\'')
		}
		switch {
		case r == ',' || r == ';' || unicode.IsControl(r):
			begins = true
		case begins && (unicode.IsSpace(r) || r == '"' || r == '\ufeff'): // what a program may take away
		default:
			begins = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// acts reports whether a cell that begins with r may be run, or begin another
// cell.
func acts(r rune) bool {
	return strings.ContainsRune("=+-@＝＋－＠\u2212\ufe62\ufe63\ufe66\ufe6b", r) || unicode.IsControl(r)
}
