package table_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"lampan/report"
	"lampan/report/compare"
	"lampan/report/reporttest"
	"lampan/report/table"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

var update = flag.Bool("update", false, "write the golden files")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s differs; read the change and run with -update (-want +got):\n%s", name, d)
	}
}

// TestStepsSayWhatTheyAreAbout at every width, also when one act takes care of
// several kinds of finding.
func TestStepsSayWhatTheyAreAbout(t *testing.T) {
	v := report.Build(reporttest.Audit(), reporttest.Pack(), reporttest.Places(), exposure.Swedish)
	v.Start[0].Each = []string{"Ta bort hemadressen.", "Ta bort telefonnumret."}
	for _, width := range []int{60, 80, 120} {
		var buf bytes.Buffer
		if err := table.Write(&buf, v, table.Options{Width: width}); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"- Ta bort hemadressen.", "- Ta bort", "Gäller: En resa", "20\u00a0juni 2026", "koket.jpg"} {
			if !strings.Contains(buf.String(), want) {
				t.Errorf("at %d columns nothing says %q", width, want)
			}
		}
	}
}

func TestWriteGolden(t *testing.T) {
	for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
		t.Run(string(lang), func(t *testing.T) {
			var buf bytes.Buffer
			v := report.Build(reporttest.Audit(), reporttest.Pack(), reporttest.Places(), lang)
			if err := table.Write(&buf, v, table.Options{Width: 80}); err != nil {
				t.Fatal(err)
			}
			golden(t, "report."+string(lang)+".txt", buf.Bytes())
		})
	}
}

func TestWriteComparisonGolden(t *testing.T) {
	after := reporttest.Audit()
	after.Number, after.At = 4, after.At.AddDate(0, 3, 0)
	after.Findings = slices.DeleteFunc(after.Findings, func(f exposure.Finding) bool { return f.ID == "k-trip" || f.ID == "k-gps" })
	c := compare.Audits(reporttest.Audit(), after, reporttest.Pack())
	for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
		var buf bytes.Buffer
		v := report.BuildComparison(c, reporttest.Pack(), reporttest.Places(), lang)
		if err := table.WriteComparison(&buf, v, false, table.Options{}); err != nil {
			t.Fatal(err)
		}
		golden(t, "comparison."+string(lang)+".txt", buf.Bytes())
	}
}

// TestComparisonBeginsWithTheMeeting: what to talk about comes first, and a long list of
// what is as it was is shortened unless all of it is wanted; what was said to be done
// stands in it all the same.
func TestComparisonBeginsWithTheMeeting(t *testing.T) {
	const all = 15
	c := compare.Audits(reporttest.Audit(), reporttest.Audit(), reporttest.Pack())
	one := c.Changes[0]
	c.Changes = nil
	for i := range all {
		one.Claimed = i == all-1
		c.Changes = append(c.Changes, one)
	}
	v := report.BuildComparison(c, reporttest.Pack(), reporttest.Places(), exposure.English)
	for _, tt := range []struct {
		all  bool
		rows int
		more bool
	}{{false, 10, true}, {true, all, false}} {
		var buf bytes.Buffer
		if err := table.WriteComparison(&buf, v, tt.all, table.Options{Width: 200}); err != nil {
			t.Fatal(err)
		}
		got := buf.String()
		agenda, list, found := strings.Cut(got, "\nStill there · 15 things\n")
		if !found || !strings.Contains(agenda, "\nThe next meeting\n") {
			t.Fatalf("the agenda does not come before what is still there:\n%s", got)
		}
		list, _, _ = strings.Cut(list, "\nThe sources\n")
		if n := strings.Count(list, "The school Ekskolan"); n != tt.rows { // the titles are wrapped
			t.Errorf("all %t: %d rows; want %d", tt.all, n, tt.rows)
		}
		if more := strings.Contains(list, "5 more are not listed here. --all"); more != tt.more {
			t.Errorf("all %t: the line about the rest: %t; want %t:\n%s", tt.all, more, tt.more, list)
		}
		if !strings.Contains(list, "said to be done, still shows") {
			t.Errorf("all %t: what was said to be done is not listed", tt.all)
		}
	}
}

// TestWriteFollowUpGolden has three visits, and something of every status.
func TestWriteFollowUpGolden(t *testing.T) {
	all := reporttest.Visits()
	f := report.FollowUp{
		Changes:  compare.Visits{Before: all[1], After: all[2], Earlier: all[:1], Plan: reporttest.Marks(), Pack: reporttest.Pack()}.Compare(),
		Trend:    compare.TrendOf(all, reporttest.Pack()),
		Consents: []report.Ending{{Subject: "erik", On: all[2].At.AddDate(0, 1, 0)}},
	}
	for _, lang := range exposure.Langs() {
		var buf bytes.Buffer
		if err := table.WriteComparison(&buf, report.BuildFollowUp(f, reporttest.Pack(), reporttest.Places(), lang), false, table.Options{}); err != nil {
			t.Fatal(err)
		}
		golden(t, "followup."+string(lang)+".txt", buf.Bytes())
	}
}

func TestWriteHistory(t *testing.T) {
	day := time.Date(2026, time.July, 1, 0, 0, 0, 0, time.UTC)
	list := []audit.Summary{
		{Number: 1, At: day, Score: 71, Coverage: 64, Complete: true, PackVersion: "0.1.0"},
		{Number: 2, At: day.AddDate(0, 1, 0), Complete: false, PackVersion: "0.1.0"},
		{Number: 3, At: day.AddDate(0, 2, 0), Score: 23, Coverage: 100, Complete: true, PackVersion: "0.2.0\x1b[31m"},
	}
	var buf bytes.Buffer
	if err := table.WriteHistory(&buf, list, exposure.Swedish, table.Options{Width: 80}); err != nil {
		t.Fatal(err)
	}
	golden(t, "history.sv.txt", buf.Bytes())
	buf.Reset()
	if err := table.WriteHistory(&buf, nil, exposure.English, table.Options{}); err != nil {
		t.Fatal(err)
	}
	if got, want := buf.String(), "There is no review yet. Run lampan audit to make the first.\n"; got != want {
		t.Errorf("empty history = %q; want %q", got, want)
	}
}

// TestLinesFit writes every state at many widths: no line is wider than asked
// for, no text is lost, and nothing but bold headings is added in colour.
func TestLinesFit(t *testing.T) {
	audits := reporttest.States()
	audits["long names"] = reporttest.Hostile("https://exempel.invalid/" + strings.Repeat("långtnamnutanmellanslag", 8))
	audits["wide letters"] = reporttest.Hostile(strings.Repeat("漢字かな ", 20))
	for name, a := range audits {
		for width := 60; width <= 120; width += 5 {
			v := report.Build(a, reporttest.Pack(), reporttest.Places(), exposure.English)
			var plain, bold bytes.Buffer
			if err := table.Write(&plain, v, table.Options{Width: width}); err != nil {
				t.Fatal(err)
			}
			if err := table.Write(&bold, v, table.Options{Width: width, Color: true}); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(plain.String()) {
				line = strings.TrimSuffix(line, "\n")
				if n := displayed(line); n > width {
					t.Fatalf("%s at %d: %q takes %d columns", name, width, line, n)
				}
				if strings.HasSuffix(line, " ") {
					t.Errorf("%s at %d: %q ends in a space", name, width, line)
				}
			}
			if got := strings.NewReplacer("\x1b[1m", "", "\x1b[0m", "").Replace(bold.String()); got != plain.String() {
				t.Errorf("%s at %d: colour changes more than the headings", name, width)
			}
		}
	}
}

// displayed counts columns without the code under test: wide letters take two.
func displayed(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x3000 && r <= 0x9fff || r >= 0xff01 && r <= 0xff60 {
			n++
		}
	}
	return n
}

// TestNothingFromOutsideActs puts every payload in every field of everything
// that is written to a terminal.
func TestNothingFromOutsideActs(t *testing.T) {
	pack := reporttest.Pack()
	terminal := reporttest.TerminalPayloads()
	for _, payload := range reporttest.Payloads() {
		audits := map[string]*audit.Audit{"every field": reporttest.Hostile(payload)}
		if slices.Contains(terminal, payload) {
			audits["edited record"] = reporttest.Drowned(payload)
		}
		for what, a := range audits {
			var buf bytes.Buffer
			o := table.Options{Width: 80}
			if err := table.Write(&buf, report.Build(a, pack, reporttest.Places(), exposure.Swedish), o); err != nil {
				t.Fatal(err)
			}
			c := compare.Audits(reporttest.Audit(), a, pack)
			if err := table.WriteComparison(&buf, report.BuildComparison(c, pack, reporttest.Places(), exposure.English), true, o); err != nil {
				t.Fatal(err)
			}
			if err := table.WriteMeeting(&buf, report.BuildMeeting(report.Meeting{Audit: a}, pack, reporttest.Places(), exposure.English), o); err != nil {
				t.Fatal(err)
			}
			if err := table.WriteHistory(&buf, []audit.Summary{a.Summary()}, exposure.English, o); err != nil {
				t.Fatal(err)
			}
			if err := table.WriteList(&buf, []string{"a", "b"}, [][]string{{payload, payload}}, o); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(buf.String()) {
				line = strings.TrimSuffix(line, "\n")
				if i := strings.IndexFunc(line, acts); i >= 0 {
					t.Fatalf("payload %q, %s: %q holds %U", payload, what, line, []rune(line[i:])[0])
				}
			}
		}
	}
}

func acts(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestWriteReturnsTheWritersError(t *testing.T) {
	v := report.Build(reporttest.Audit(), reporttest.Pack(), reporttest.Places(), exposure.Swedish)
	if err := table.Write(broken{}, v, table.Options{}); err == nil || err.Error() != "no room" {
		t.Errorf("err = %v; want the writer's", err)
	}
}
