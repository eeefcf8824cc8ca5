package boarding_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/boarding"
)

const one = "M1EXEMPEL/EVA         EABC123 ARNLHRSK 0533 195Y012A0043 100"

func TestParse(t *testing.T) {
	near := time.Date(2026, time.August, 1, 12, 0, 0, 0, time.UTC)
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	london := boarding.Leg{PNR: "ABC123", From: "ARN", To: "LHR", Carrier: "SK", Flight: "533", Day: day(2026, time.July, 14), Class: "Y", Seat: "12A"}
	york := boarding.Leg{PNR: "QRS456", From: "LHR", To: "JFK", Carrier: "BA", Flight: "117", Day: day(2026, time.July, 15), Class: "J", Seat: "2K"}
	for _, c := range []struct {
		name, text string
		near       time.Time
		want       []boarding.Leg
	}{
		{"sixty columns", one, near, []boarding.Leg{london}},
		{"optional fields", one[:58] + "0A>50AAAAAAAA", near, []boarding.Leg{london}},
		{"two legs", "M2" + one[2:58] + "03XYZ" + "QRS456 LHRJFKBA 0117 196J002K0012 100", near, []boarding.Leg{london, york}},
		{
			"the last days of the year, read in January", strings.Replace(one, " 195Y", " 364Y", 1), day(2027, time.January, 3),
			[]boarding.Leg{{PNR: "ABC123", From: "ARN", To: "LHR", Carrier: "SK", Flight: "533", Day: day(2026, time.December, 30), Class: "Y", Seat: "12A"}},
		},
		{
			"the 366th day", strings.Replace(one, " 195Y", " 366Y", 1), near,
			[]boarding.Leg{{PNR: "ABC123", From: "ARN", To: "LHR", Carrier: "SK", Flight: "533", Day: day(2024, time.December, 31), Class: "Y", Seat: "12A"}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := boarding.Parse(c.text, c.near)
			if err != nil {
				t.Fatalf("Parse = %v", err)
			}
			if diff := cmp.Diff(boarding.Pass{Name: "EXEMPEL/EVA", Legs: c.want}, got); diff != "" {
				t.Errorf("Parse (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":                "",
		"cut":                    one[:59],
		"no legs":                "M0" + one[2:],
		"a leg that is missing":  "M2" + one[2:],
		"a size beyond the end":  one[:58] + "FFx",
		"no airport":             strings.Replace(one, "ARN", "A1N", 1),
		"day 0":                  strings.Replace(one, " 195Y", " 000Y", 1),
		"day 367":                strings.Replace(one, " 195Y", " 367Y", 1),
		"a sentence of a letter": "M1 is where we meet; bring the tickets and be there at eight o'clock sharp",
	} {
		if p, err := boarding.Parse(text, time.Time{}); !errors.Is(err, boarding.ErrNotBoardingPass) {
			t.Errorf("%s: Parse = %v, %v; want it refused", name, p, err)
		}
	}
}

func TestPrintingIsMasked(t *testing.T) {
	p, err := boarding.Parse(one, time.Date(2026, time.July, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	const want = "E******/E** AB**** ARN-LHR SK533 2026-07-14"
	for _, f := range []string{"%v", "%+v", "%#v", "%s"} {
		if got := fmt.Sprintf(f, p); got != want {
			t.Errorf("%s = %q; want %q", f, got, want)
		}
	}
}

// FuzzParse reads texts from outside: what is accepted has one to four legs with
// airports, and shows neither name nor booking.
func FuzzParse(f *testing.F) {
	f.Add(one)
	f.Add("M2" + one[2:58] + "03XYZ" + "QRS456 LHRJFKBA 0117 196J002K0012 100")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := boarding.Parse(text, time.Date(2026, time.July, 1, 0, 0, 0, 0, time.UTC))
		if err != nil {
			return
		}
		if len(p.Legs) < 1 || len(p.Legs) > 4 {
			t.Errorf("%d legs", len(p.Legs))
		}
		for _, l := range p.Legs {
			if len(l.From) != 3 || len(l.To) != 3 || len(l.MaskedPNR()) != len(l.PNR) {
				t.Errorf("a leg %v", l)
			}
		}
	})
}
