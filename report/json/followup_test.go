package json_test

import (
	"bytes"
	stdjson "encoding/json"
	"testing"
	"time"

	"lampan/report"
	"lampan/report/compare"
	"lampan/report/json"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
)

// TestWriteFollowUp: the visits in a line, the agenda, what was kept and what was said
// stand in the document too.
func TestWriteFollowUp(t *testing.T) {
	all, pack := reporttest.Visits(), reporttest.Pack()
	trend := compare.TrendOf(all, pack)
	v := report.BuildFollowUp(report.FollowUp{
		Changes: compare.Visits{Before: all[1], After: all[2], Earlier: all[:1], Plan: reporttest.Marks(), Pack: pack}.Compare(), Trend: trend,
	}, pack, reporttest.Places(), exposure.Swedish)
	var buf bytes.Buffer
	if err := json.WriteComparison(&buf, v); err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Findings []struct {
			Status, Finding string
			Claimed         bool
		}
		Kept   []string
		Visits struct {
			Drawn      bool
			Shared, Of int
			Points     []struct{ Number, Score, Like, Coverage int }
		}
		Texts struct {
			Agenda []struct {
				Topic string
				Lines []string
			}
		}
	}
	if err := stdjson.Unmarshal(buf.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	status := map[string]string{}
	for _, f := range doc.Findings {
		if status[f.Finding] = f.Status; f.Claimed {
			status[f.Finding] += ", claimed"
		}
	}
	for id, want := range map[string]string{
		"k-address": "gone", "k-trip": "back", "k-phone": "new", "k-two-step": "said", "k-school": "still, claimed", "k-routine": "unchecked",
	} {
		if status[id] != want {
			t.Errorf("%s is %q; want %q", id, status[id], want)
		}
	}
	if len(doc.Kept) != 1 || doc.Kept[0] != "k-gps" {
		t.Errorf("kept = %v; want the picture", doc.Kept)
	}
	if p := doc.Visits.Points; !doc.Visits.Drawn || doc.Visits.Shared != trend.Shared || doc.Visits.Of != trend.Of || len(p) != 3 || p[2].Like != trend.Points[2].Like || p[0].Score != trend.Points[0].Score {
		t.Errorf("visits = %+v; want %+v", doc.Visits, trend)
	}
	if a := doc.Texts.Agenda; len(a) < 8 || a[0].Topic != "kept" || a[len(a)-1].Topic != "next" {
		t.Errorf("agenda = %+v", a)
	}
}

func TestWriteOverview(t *testing.T) {
	day := time.Date(2027, time.June, 14, 0, 0, 0, 0, time.UTC)
	v := report.BuildOverview([]report.CaseFile{
		{Dir: "a", Name: "Familjen Lind", Visits: 2, Last: day.AddDate(0, -7, 0), Suggest: day.AddDate(0, -1, 0), Coverage: 82, Open: 3, Overdue: 1, Late: day, Ends: []time.Time{day}},
		{Dir: "b", Fault: "fel"},
	}, day, false, exposure.Swedish)
	var buf bytes.Buffer
	if err := json.WriteOverview(&buf, v); err != nil {
		t.Fatal(err)
	}
	const want = `{
  "schema": 1,
  "cases": [
    {
      "dir": "a",
      "name": "Familjen Lind",
      "visits": 2,
      "last": "2026-11-14",
      "coverage": 82,
      "next": "2027-05-14",
      "due": true,
      "open": 3,
      "overdue": 1,
      "consentsEnding": 1,
      "consentsEnded": 0,
      "firstEnd": "2027-06-14"
    },
    {
      "dir": "b",
      "name": "b",
      "visits": 0,
      "coverage": 0,
      "due": false,
      "open": 0,
      "overdue": 0,
      "consentsEnding": 0,
      "consentsEnded": 0,
      "fault": "fel"
    }
  ]
}
`
	if got := buf.String(); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}
