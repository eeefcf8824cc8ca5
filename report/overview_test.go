package report_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"lampan/report"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
)

func TestOverview(t *testing.T) {
	day := func(m time.Month, d int) time.Time { return time.Date(2027, m, d, 0, 0, 0, 0, time.UTC) }
	today := day(time.June, 14)
	base := report.CaseFile{Dir: "a", Name: "Familjen Lind", Visits: 2, Last: day(time.March, 1), Suggest: day(time.September, 1), Coverage: 82, Open: 3}
	with := func(change func(*report.CaseFile)) report.CaseFile {
		k := base
		change(&k)
		return k
	}
	for _, tt := range []struct {
		name string
		file report.CaseFile
		due  bool
		want string // in the row
	}{
		{"nothing is due", base, false, "1 september 2027"},
		{"half a year has passed", with(func(k *report.CaseFile) { k.Suggest = day(time.May, 1) }), true, "1 maj 2027"},
		{"half a year has passed, and a later day was agreed on", with(func(k *report.CaseFile) { k.Suggest, k.Agreed = day(time.May, 1), day(time.July, 1) }), false, "1 juli 2027, bestämt"},
		{"an agreed day before the last visit is past", with(func(k *report.CaseFile) { k.Agreed = day(time.February, 1) }), false, "1 september 2027"},
		{"the agreed day is today", with(func(k *report.CaseFile) { k.Agreed = today }), true, "14 juni 2027, bestämt"},
		{"a step is past its day", with(func(k *report.CaseFile) { k.Overdue, k.Late = 1, day(time.June, 1) }), true, "3 steg kvar, ett efter sin dag"},
		{"a consent ends within sixty days", with(func(k *report.CaseFile) { k.Ends = []time.Time{day(time.August, 13), day(time.December, 1)} }), true, "ett går ut 13 augusti 2027"},
		{"a consent ends later", with(func(k *report.CaseFile) { k.Ends = []time.Time{day(time.August, 14)} }), false, ""},
		{"a consent ended", with(func(k *report.CaseFile) { k.Ends = []time.Time{day(time.June, 13), day(time.July, 1)} }), true, "ett gick ut 13 juni 2027, ett går snart ut"},
		{"a consent ends today", with(func(k *report.CaseFile) { k.Ends = []time.Time{today} }), true, "ett går ut 14 juni 2027"},
		{"nobody has visited", report.CaseFile{Dir: "a"}, true, "dags för det första"},
		{"nobody has visited, and a day was agreed on", report.CaseFile{Dir: "a", Agreed: day(time.July, 1)}, false, "1 juli 2027, bestämt"},
		{"a later one was stopped", with(func(k *report.CaseFile) { k.Later = true }), false, "82 %, en senare avbröts"},
		{"the last was stopped", with(func(k *report.CaseFile) { k.Stopped = true }), false, "82 %, avbruten"},
	} {
		v := report.BuildOverview([]report.CaseFile{tt.file}, today, false, exposure.Swedish)
		if len(v.Rows) != 1 || v.Rows[0].Due != tt.due {
			t.Errorf("%s: rows %+v; want due %v", tt.name, v.Rows, tt.due)
			continue
		}
		if got := strings.ReplaceAll(strings.Join(texts(v.Rows[0]), "|"), "\u00a0", " "); !strings.Contains(got, tt.want) {
			t.Errorf("%s: %s; want %q", tt.name, got, tt.want)
		}
		if only := report.BuildOverview([]report.CaseFile{tt.file}, today, true, exposure.Swedish); len(only.Rows) > 0 != tt.due || (only.None == "") != tt.due {
			t.Errorf("%s: due alone shows %d rows, none %q", tt.name, len(only.Rows), only.None)
		}
	}
	bad := report.BuildOverview([]report.CaseFile{base, {Dir: "b", Fault: "fel"}}, today, true, exposure.English)
	if len(bad.Faulty) != 1 || len(bad.Rows) != 0 || bad.None != "" {
		t.Errorf("a fault beside what is not due: %+v", bad)
	}
}

// TestOverviewIsInOrder: whatever order the cases are found in, the one whose first day
// comes first stands first, and none is lost.
func TestOverviewIsInOrder(t *testing.T) {
	today := time.Date(2027, time.June, 14, 0, 0, 0, 0, time.UTC)
	days := func(t *rapid.T, what string) time.Time {
		if n := rapid.IntRange(-400, 400).Draw(t, what); n > -350 {
			return today.AddDate(0, 0, n)
		}
		return time.Time{}
	}
	rapid.Check(t, func(t *rapid.T) {
		var all []report.CaseFile
		for range rapid.IntRange(0, 12).Draw(t, "cases") {
			k := report.CaseFile{
				Dir:  rapid.SampledFrom(reporttest.TerminalPayloads()).Draw(t, "dir") + rapid.StringN(1, 8, -1).Draw(t, "more"),
				Last: days(t, "last"), Agreed: days(t, "agreed"), Late: days(t, "late"), Ends: []time.Time{days(t, "ends")}, Open: 3,
			}
			if !k.Late.IsZero() {
				k.Overdue = 1
			}
			if rapid.IntRange(0, 5).Draw(t, "fault") == 0 {
				k = report.CaseFile{Dir: k.Dir, Fault: k.Dir}
			}
			all = append(all, k)
		}
		v := report.BuildOverview(all, today, false, exposure.Swedish)
		if len(v.Rows)+len(v.Faulty) != len(all) {
			t.Errorf("%d rows and %d faults of %d cases", len(v.Rows), len(v.Faulty), len(all))
		}
		if !slices.IsSortedFunc(v.Rows, func(x, y report.OverviewRow) int { return x.Sooner.Compare(y.Sooner) }) {
			t.Error("out of order")
		}
		slices.Reverse(all)
		again := report.BuildOverview(all, today, false, exposure.Swedish)
		for i := range v.Rows {
			if !v.Rows[i].Sooner.Equal(again.Rows[i].Sooner) {
				t.Errorf("row %d depends on the order given", i)
			}
		}
		for _, s := range texts(v) {
			if strings.ContainsFunc(s, acts) || !utf8.ValidString(s) {
				t.Errorf("%q holds what acts", s)
			}
		}
	})
}
