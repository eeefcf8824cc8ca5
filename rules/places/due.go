package places

import (
	"slices"
	"time"
)

// Why says why it is time to look at a place.
type Why string

// The reasons to look. Place.Due gives all but the last two, Log.Standing those too.
const (
	Never    Why = "never"    // nobody has looked yet
	Lapses   Why = "lapses"   // what was hidden is shown again after some days
	Returns  Why = "returns"  // the place fetches its details again
	Interval Why = "interval" // it is long since the last look
	Changed  Why = "changed"  // something happened in the family
	Verify   Why = "verify"   // something was asked for or done, and nobody has looked since
	Unseen   Why = "unseen"   // it could not be seen the last time
)

// Whys lists the reasons to look.
func Whys() []Why { return []Why{Never, Lapses, Returns, Interval, Changed, Verify, Unseen} }

// Due says when to look at a place next, and why. The zero value means never.
type Due struct {
	On  time.Time // midnight UTC
	Why Why
	Now bool // the day has come
}

// Due says when to look again. Last is the day of the last answer, zero when there
// is none; events are those that have happened since. Only the days count, as each
// time's own zone has them.
func (p *Place) Due(last, today time.Time, events ...Event) Due {
	today = day(today)
	if last.IsZero() {
		return Due{today, Never, true}
	}
	if slices.ContainsFunc(p.Again, func(e Event) bool { return slices.Contains(events, e) }) {
		return Due{today, Changed, true}
	}
	d := Due{}
	switch days := p.Hide.Days; {
	case days > 0 && (p.Recheck == 0 || days <= p.Recheck):
		d = Due{On: day(last).AddDate(0, 0, days), Why: Lapses}
	case p.Recheck == 0:
		return d
	case p.Hide.Returns == Yes:
		d = Due{On: day(last).AddDate(0, 0, p.Recheck), Why: Returns}
	default:
		d = Due{On: day(last).AddDate(0, 0, p.Recheck), Why: Interval}
	}
	d.Now = !today.Before(d.On)
	return d
}

func day(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
