package todo

import (
	"slices"
	"time"

	"lampan/rules/exposure"
)

// Judged is for an audit that has just looked, on the day at: it returns the findings
// as they count once the family's words are heard. The findings given are not changed.
//
// What rests on somebody's own words, given no later than they said it was done, has
// not been asked again: it counts half, as SaidDone. People look first and then do, so
// an answer of the same day was given before. What the audit looked at itself it saw
// as it is now, so it counts whole; that it was said to be done stands there too, as
// StillThere. What was looked up in directories answers to its own log (see package
// places).
//
// A question asked again settles it: a good answer leaves no finding, and the other
// one counts whole. There is no step between, such as a habit that counts by a third:
// the answer of the next interview is what says whether a habit holds.
func (l *List) Judged(findings []exposure.Finding, at time.Time) []exposure.Finding {
	return l.count(findings, at, func(e *exposure.Evidence, s Standing) bool {
		return e.Kind.Told() && !Day(e.Published).After(s.Done)
	})
}

// Since is for an audit that looked on the day looked and is read on the day at: it
// returns the findings with what the family has said by then, in place of what it had
// said when the audit ran. What was done no earlier than the audit, which saw nothing
// of it, counts half; of what was looked up it is the day of the look that decides.
// The findings given are not changed.
func (l *List) Since(findings []exposure.Finding, looked, at time.Time) []exposure.Finding {
	return l.count(findings, at, func(e *exposure.Evidence, s Standing) bool {
		if e.Kind.Told() || e.Kind == exposure.Lookup {
			return !Day(e.Published).After(s.Done)
		}
		// Of a mark on the day of the audit, the audit itself says whether it was
		// there before: it called it StillThere then, unless that was an older mark.
		return Day(looked).Before(s.Done) ||
			Day(looked).Equal(s.Done) && (e.Progress != exposure.StillThere || s.again)
	})
}

// count applies what is said to be done; unseen reports whether nobody has looked at a
// piece of evidence since the day that its fix was done.
func (l *List) count(findings []exposure.Finding, at time.Time, unseen func(*exposure.Evidence, Standing) bool) []exposure.Finding {
	const half = exposure.SaidDone
	out := slices.Clone(findings)
	for i := range out {
		f := &out[i]
		s := l.Standing(f.ID, at)
		f.Evidence = slices.Clone(f.Evidence)
		for j := range f.Evidence {
			e := &f.Evidence[j]
			mended := !s.Done.IsZero() && !e.Public // nobody mends what the law makes public
			believed := mended && unseen(e, s)
			// What was said before goes; that of a look-up stands in its own log.
			if e.Kind != exposure.Lookup {
				e.Progress, e.Mitigated = "", 0
			} else if e.Progress == exposure.StillThere {
				e.Progress = ""
			}
			switch {
			case believed && e.Mitigated < half.Mitigated():
				e.Progress, e.Mitigated = half, half.Mitigated()
			case mended && !believed && e.Progress == "" && (e.Kind != exposure.Lookup || Day(e.Published).After(s.Done)):
				e.Progress = exposure.StillThere
			}
		}
	}
	return out
}
