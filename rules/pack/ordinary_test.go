package pack_test

import (
	"os"
	"testing"

	"lampan/rules/evaluate"
)

// The budget of false alarms in testdata/ordinary.txt: sentences of news, help
// texts, books and small talk, written for this test, in which nobody tells
// anything of a family. `lampan eval --benign` counts whole corpora; this keeps
// a single rule from going wrong unseen.
const (
	alarmsARule = 1
	alarmsInAll = 2
)

func TestOrdinaryText(t *testing.T) {
	f, err := os.Open("testdata/ordinary.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var a evaluate.Alarms
	if err := evaluate.New(core(t)).Benign(f, 3, &a); err != nil {
		t.Fatal(err)
	}
	for id, alarm := range a.Rules {
		t.Logf("%s: %d: %v", id, alarm.Count, alarm.Samples)
		if alarm.Count > alarmsARule {
			t.Errorf("%s fires on %d ordinary sentences; want at most %d", id, alarm.Count, alarmsARule)
		}
	}
	if a.Sentences < 200 || a.Total > alarmsInAll {
		t.Errorf("%d alarms in %d sentences; want at most %d in 200 or more", a.Total, a.Sentences, alarmsInAll)
	}
}
