package places_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lampan/rules/exposure"
	"lampan/rules/places"
)

// first is the day that the tests count from.
var first = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

func on(n int) time.Time { return first.AddDate(0, 0, n) }

// lasting is a place that is looked at again after half a year, lapsing one whose
// hiding lasts for 30 days, and operator one that an event makes due.
func lasting() *places.Place { return &places.Place{ID: "lasting", Recheck: 180} }

func lapsing() *places.Place {
	return &places.Place{ID: "lapsing", Recheck: 180, Hide: places.Hiding{Days: 30}}
}

func operator() *places.Place {
	return &places.Place{ID: "operator", Recheck: 365, Again: []places.Event{places.NewOperator}}
}

// told is a log in which everything is about one place; steps are "visible 3",
// "done 5", "operator 7": what, and on which day.
func told(t *testing.T, id places.ID, steps ...string) *places.Log {
	t.Helper()
	l := &places.Log{Person: "anna"}
	for _, s := range steps {
		var what string
		var n int
		if _, err := fmt.Sscanf(s, "%s %d", &what, &n); err != nil {
			t.Fatal(err)
		}
		switch {
		case slices.Contains(places.Seens(), places.Seen(what)):
			k := places.Look{Place: id, On: on(n), Seen: places.Seen(what)}
			if k.Seen == places.Visible {
				k.Details = []places.Detail{places.Name, places.Address}
			}
			l.Looks = append(l.Looks, k)
		case slices.Contains(places.Events(), places.Event(what)):
			l.Changes = append(l.Changes, places.Change{Event: places.Event(what), On: on(n)})
		default:
			l.Acts = append(l.Acts, places.Act{Place: id, On: on(n), Done: exposure.Progress(what)})
		}
	}
	return l
}

func TestStanding(t *testing.T) {
	for _, tt := range []struct {
		name     string
		place    *places.Place
		steps    []string
		at       int
		shows    bool
		progress exposure.Progress
		known    bool
		due      int // day; -1 for never
		why      places.Why
	}{
		{"nobody has looked", lasting(), nil, 3, false, "", false, 3, places.Never},
		{"visible", lasting(), []string{"visible 0"}, 1, true, "", true, 180, places.Interval},
		{"visible, long ago", lasting(), []string{"visible 0"}, 181, true, "", true, 180, places.Interval},
		{"asked", lasting(), []string{"visible 0", "asked 2"}, 3, true, exposure.Asked, true, 32, places.Verify},
		{"asked before anybody looked", lasting(), []string{"asked 0"}, 3, false, exposure.Asked, false, 3, places.Never},
		{"asked before anybody looked, and visible", lasting(), []string{"asked 0", "visible 2"}, 3, true, exposure.Asked, true, 30, places.Verify},
		{"asked before anybody looked, and hidden", lasting(), []string{"asked 0", "hidden 2"}, 3, false, "", true, 182, places.Interval},
		{"said done", lasting(), []string{"visible 0", "asked 1", "done 2"}, 3, true, exposure.SaidDone, true, 32, places.Verify},
		{"said done, and nobody looked for a month", lasting(), []string{"visible 0", "done 2"}, 40, true, exposure.SaidDone, true, 32, places.Verify},
		{"said done and still visible", lasting(), []string{"visible 0", "done 2", "visible 5"}, 6, true, "", true, 185, places.Interval},
		{"asked and still visible", lasting(), []string{"visible 0", "asked 2", "visible 5"}, 6, true, exposure.Asked, true, 32, places.Verify},
		{"asked, and still visible after a month", lasting(), []string{"visible 0", "asked 2", "visible 33"}, 34, true, exposure.Asked, true, 213, places.Interval},
		{"gone", lasting(), []string{"visible 0", "done 2", "hidden 5"}, 6, false, exposure.Gone, true, 185, places.Interval},
		{"gone without a word", lasting(), []string{"visible 0", "hidden 5"}, 6, false, exposure.Gone, true, 185, places.Interval},
		{"gone, and asked once more", lasting(), []string{"visible 0", "hidden 5", "asked 6"}, 7, false, exposure.Gone, true, 185, places.Interval},
		{"gone, half a year ago", lasting(), []string{"visible 0", "hidden 5"}, 185, false, exposure.Gone, false, 185, places.Interval},
		{"came back", lasting(), []string{"visible 0", "hidden 5", "visible 9"}, 9, true, exposure.CameBack, true, 189, places.Interval},
		{"came back, and asked", lasting(), []string{"visible 0", "hidden 5", "visible 9", "asked 9"}, 9, true, exposure.Asked, true, 39, places.Verify},
		{"came back, and gone again", lasting(), []string{"visible 0", "hidden 5", "visible 9", "hidden 12"}, 12, false, exposure.Gone, true, 192, places.Interval},
		{"never there", lasting(), []string{"hidden 0", "hidden 4"}, 5, false, "", true, 184, places.Interval},
		{"appeared", lasting(), []string{"hidden 0", "visible 4"}, 5, true, "", true, 184, places.Interval},
		{"could not see", lasting(), []string{"unclear 2"}, 5, false, "", false, 2, places.Unseen},
		{"showed, then could not see", lasting(), []string{"visible 0", "unclear 2"}, 5, true, "", false, 2, places.Unseen},
		{"said done, then could not see", lasting(), []string{"visible 0", "done 1", "unclear 2"}, 5, true, exposure.SaidDone, false, 2, places.Unseen},
		{"gone, could not see, came back", lasting(), []string{"visible 0", "hidden 1", "unclear 2", "visible 3"}, 5, true, exposure.CameBack, true, 183, places.Interval},
		{"skipped", lasting(), []string{"skipped 2"}, 500, false, "", false, -1, ""},
		{"hidden, then skipped", lasting(), []string{"hidden 0", "skipped 2"}, 5, false, "", false, -1, ""},
		{"showed, then skipped", lasting(), []string{"visible 0", "skipped 2"}, 5, true, "", true, -1, ""},
		{"the later of one day counts", lasting(), []string{"visible 2", "hidden 2"}, 2, false, exposure.Gone, true, 182, places.Interval},
		{"looked and asked on one day", lasting(), []string{"asked 2", "visible 2"}, 2, true, exposure.Asked, true, 32, places.Verify},
		{"told in another order", lasting(), []string{"hidden 5", "visible 0"}, 6, false, exposure.Gone, true, 185, places.Interval},
		{"not yet", lasting(), []string{"visible 0", "hidden 5"}, 4, true, "", true, 180, places.Interval},

		{"hidden for 30 days, on the 29th", lapsing(), []string{"hidden 0"}, 29, false, "", true, 30, places.Lapses},
		{"hidden for 30 days, on the 31st", lapsing(), []string{"hidden 0"}, 31, false, "", false, 30, places.Lapses},
		{"visible where hiding lapses", lapsing(), []string{"visible 0"}, 31, true, "", true, 180, places.Interval},
		{"counted from when it was hidden", lapsing(), []string{"visible 0", "done 1", "hidden 20"}, 21, false, exposure.Gone, true, 31, places.Lapses},
		{"the last hiding counts", lapsing(), []string{"visible 0", "done 1", "visible 9", "done 10", "hidden 20"}, 21, false, exposure.Gone, true, 40, places.Lapses},
		{"the last hiding counts, told in another order", lapsing(), []string{"visible 0", "done 10", "done 1", "hidden 20"}, 21, false, exposure.Gone, true, 40, places.Lapses},
		{"hidden when its days were over", lapsing(), []string{"visible 0", "done 1", "hidden 33"}, 34, false, exposure.Gone, true, 63, places.Lapses},

		{"another operator", operator(), []string{"hidden 0", "operator 3"}, 3, false, "", false, 3, places.Changed},
		{"another operator tomorrow", operator(), []string{"hidden 0", "operator 3"}, 2, false, "", true, 365, places.Interval},
		{"another operator before the look", operator(), []string{"hidden 3", "operator 1"}, 4, false, "", true, 368, places.Interval},
		{"another number, which changes nothing there", operator(), []string{"hidden 0", "number 3"}, 4, false, "", true, 365, places.Interval},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := told(t, tt.place.ID, tt.steps...).Standing(tt.place, on(tt.at).Add(20*time.Hour))
			if shows := len(got.Shows) > 0; shows != tt.shows || got.Progress != tt.progress || got.Known != tt.known {
				t.Errorf("Standing: shows %v, progress %q, known %v; want %v, %q, %v", shows, got.Progress, got.Known, tt.shows, tt.progress, tt.known)
			}
			want := places.Due{Why: tt.why}
			if tt.due >= 0 {
				want.On, want.Now = on(tt.due), tt.due <= tt.at
			}
			if diff := cmp.Diff(want, got.Due); diff != "" {
				t.Errorf("due (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStandingNamesItsDays(t *testing.T) {
	l := told(t, "lasting", "visible 0", "visible 3", "done 4")
	got := l.Standing(lasting(), on(9))
	want := places.Standing{
		Place: "lasting", Last: l.Looks[1], Shows: l.Looks[1].Details, Since: on(3), Progress: exposure.SaidDone, On: on(4),
		Due: places.Due{On: on(34), Why: places.Verify}, Known: true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Standing (-want +got):\n%s", diff)
	}
}

// steps draws what somebody may tell of two places over a year.
func steps(t *rapid.T) *places.Log {
	id := rapid.SampledFrom([]places.ID{"lapsing", "other"})
	when := rapid.Custom(func(t *rapid.T) time.Time { return on(rapid.IntRange(0, 365).Draw(t, "day")) })
	return &places.Log{
		Looks: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) places.Look {
			k := places.Look{Place: id.Draw(t, "place"), On: when.Draw(t, "on"), Seen: rapid.SampledFrom(places.Seens()).Draw(t, "seen")}
			if k.Seen == places.Visible {
				k.Details = []places.Detail{rapid.SampledFrom(places.Details()).Draw(t, "detail")}
			}
			return k
		}), 0, 8).Draw(t, "looks"),
		Acts: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) places.Act {
			return places.Act{Place: id.Draw(t, "place"), On: when.Draw(t, "on"), Done: rapid.SampledFrom([]exposure.Progress{exposure.Asked, exposure.SaidDone}).Draw(t, "done")}
		}), 0, 5).Draw(t, "acts"),
		Changes: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) places.Change {
			return places.Change{Event: rapid.SampledFrom(places.Events()).Draw(t, "event"), On: when.Draw(t, "on")}
		}), 0, 2).Draw(t, "changes"),
	}
}

func TestStandingProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, p := steps(t), lapsing()
		p.Again = []places.Event{places.NewOperator}
		at := on(rapid.IntRange(0, 400).Draw(t, "at"))
		s := l.Standing(p, at)
		switch shows := len(s.Shows) > 0; {
		case s.Progress == exposure.Gone && shows:
			t.Error("gone, and showing")
		case s.Progress.Mitigated() > 0 && s.On.IsZero():
			t.Error("a fix counts, and rests on no day")
		case s.Known && s.Last.Seen == "":
			t.Error("known without a look")
		case s.Known && !shows && s.Due.Now:
			t.Error("known to be hidden, and due")
		case s.Last.Seen == places.Hidden && shows, s.Last.Seen == places.Visible && !shows:
			t.Error("the last look says otherwise")
		case s.Last.On.After(at), s.On.After(at), s.Since.After(at):
			t.Error("it rests on a day to come")
		case s.Due.Now == (s.Due.On.IsZero() || s.Due.On.After(at)):
			t.Errorf("due %v, now %v", s.Due.On, s.Due.Now)
		}

		// What is of another place, or of a day to come, changes nothing.
		less := *l
		other := func(id places.ID, on time.Time) bool { return id != p.ID || on.After(at) }
		less.Looks = slices.DeleteFunc(slices.Clone(l.Looks), func(k places.Look) bool { return other(k.Place, k.On) })
		less.Acts = slices.DeleteFunc(slices.Clone(l.Acts), func(a places.Act) bool { return other(a.Place, a.On) })
		less.Changes = slices.DeleteFunc(slices.Clone(l.Changes), func(c places.Change) bool { return c.On.After(at) })
		if diff := cmp.Diff(s, less.Standing(p, at)); diff != "" {
			t.Errorf("what is elsewhere or later matters (-with +without):\n%s", diff)
		}

		// A look today is never due again today, whatever came before.
		less.Looks = append(less.Looks, places.Look{Place: p.ID, On: at, Seen: places.Hidden})
		less.Acts = slices.DeleteFunc(less.Acts, func(a places.Act) bool { return a.On.Equal(at) })
		if s := less.Standing(p, at); !s.Known || s.Due.Now || len(s.Shows) > 0 {
			t.Errorf("seen hidden today: %+v", s)
		}
	})
}
