package html_test

import (
	"bytes"
	"strings"
	"testing"

	"lampan/report"
	"lampan/report/compare"
	"lampan/report/html"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

// renderFollowUp is the page of three visits, with something of every status.
func renderFollowUp(t testing.TB, lang exposure.Lang) []byte {
	t.Helper()
	all, pack := reporttest.Visits(), reporttest.Pack()
	v := report.BuildFollowUp(report.FollowUp{
		Changes:  compare.Visits{Before: all[1], After: all[2], Earlier: all[:1], Plan: reporttest.Marks(), Pack: pack}.Compare(),
		Trend:    compare.TrendOf(all, pack),
		Consents: []report.Ending{{Subject: "erik", On: all[2].At.AddDate(0, 1, 0)}},
	}, pack, reporttest.Places(), lang)
	var buf bytes.Buffer
	if err := html.WriteComparison(&buf, v); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func renderMeeting(t testing.TB, a *audit.Audit, lang exposure.Lang) []byte {
	t.Helper()
	var buf bytes.Buffer
	v := report.BuildMeeting(report.Meeting{Audit: a, Followed: true}, reporttest.Pack(), reporttest.Places(), lang)
	if err := html.WriteMeeting(&buf, v); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// TestMeetingHasRoomToWrite: each topic is one to write on, and the sheet begins with
// what is good and ends with what to do if something does not feel right.
func TestMeetingHasRoomToWrite(t *testing.T) {
	doc := string(renderMeeting(t, reporttest.Audit(), exposure.Swedish))
	if n, lines := strings.Count(doc, `<li class="topic">`), strings.Count(doc, ` class="rule">`)-1; n != 5 || lines != 2*n {
		t.Errorf("%d topics with %d lines to write on", n, lines)
	}
	at := -1
	for _, id := range []string{"before", "good", "talk", "child-1", "unknown", "next", "care"} {
		if i := strings.Index(doc, `<h2 id="`+id+`"`); i <= at {
			t.Errorf("%q does not come where it should", id)
		} else {
			at = i
		}
	}
}

// TestWriteFollowUpGolden leaves out the head, which all pages share.
func TestWriteFollowUpGolden(t *testing.T) {
	for _, lang := range exposure.Langs() {
		for name, doc := range map[string][]byte{"comparison": renderFollowUp(t, lang), "meeting": renderMeeting(t, reporttest.Audit(), lang)} {
			_, body, _ := bytes.Cut(doc, []byte("<body>"))
			golden(t, name+"."+string(lang)+".html", body)
		}
	}
}

// TestMeetingStaysInItsCards: at no width does anything of a topic, or the room to write,
// reach outside of its card.
func TestMeetingStaysInItsCards(t *testing.T) {
	b := browse(t)
	b.open(t, renderMeeting(t, reporttest.Audit(), exposure.Swedish), "")
	for _, width := range []int64{320, 400, 470, 490, 500, 560, 630, 650, 760, 1280} {
		b.still(t, "light", width, 900)
		got := b.eval(t, `[...document.querySelectorAll(".topic")].flatMap(card=>{
			const edge=card.getBoundingClientRect().right-parseFloat(getComputedStyle(card).paddingRight);
			return [...card.querySelectorAll("*")].filter(e=>e.getBoundingClientRect().right>edge+1||e.matches(".pair .rule")&&e.getBoundingClientRect().width<60)
			}).slice(0,3).map(e=>e.tagName+"."+e.className+" "+e.textContent).join(", ")`)
		if got != "" {
			t.Errorf("at %d pixels these do not fit their card: %s", width, got)
		}
	}
}
