package household_test

import (
	"errors"
	"strings"
	"testing"

	"lampan/scanner/household"
)

// TestNext: the day of the next meeting is a day like any other, and may be left out.
func TestNext(t *testing.T) {
	with := func(line string) (*household.Household, error) {
		return household.Parse("household.yaml", []byte(strings.Replace(full, "people:\n", line+"people:\n", 1)))
	}
	for line, want := range map[string]string{"next: 2027-01-15\n": "2027-01-15", "": "0001-01-01"} {
		h, err := with(line)
		if err != nil || h.Next.Format("2006-01-02") != want {
			t.Errorf("%q: %v, %v; want %s", line, h, err, want)
		}
	}
	for _, line := range []string{"next: soon\n", "next: 2027-13-01\n", "next: [2027-01-15]\n"} {
		_, err := with(line)
		if fs, ok := errors.AsType[household.Faults](err); !ok || len(fs) != 1 || fs[0].Path != "next" {
			t.Errorf("%q: %v; want one fault of next", line, err)
		}
	}
}
