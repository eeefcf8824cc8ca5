package report

import (
	"cmp"
	"slices"
	"strings"

	"lampan/rules/exposure"
)

// Week is when, in a week, what a person's posts and photos tell puts that person
// somewhere else than at home.
type Week struct {
	Subject exposure.SubjectID
	Anchor  string
	Title   string // "Tuvas vecka"
	Intro   string // one sentence
	From    string // how much of it comes from posts, and from photos
	Most    string // the times that show most often; empty when none shows twice
	Adults  string // set for a child: what its guardians can do
	Caption string // what the numbers are
	Days    []WeekDay
	Parts   []WeekPart
}

// WeekDay heads a column.
type WeekDay struct{ Short, Long string }

// WeekPart is one row: some hours of the day, over the seven days from Monday.
type WeekPart struct {
	Hours string // "15–18"
	Cells []WeekCell
}

// WeekCell is some hours of one weekday. Times is how many times something shows
// then; 0 says that nothing does, not that somebody is at home. Shade goes from 0
// to 3 with it.
type WeekCell struct{ Times, Shade int }

const (
	minHours   = 3   // hours of the week below which there is no week to draw
	maxTimes   = 3   // times of the week named in a sentence
	someTimes  = 2   // from here a cell is a little darker
	oftenTimes = 4   // and from here still more: once a week in a month
	manyTimes  = 999 // more than a cell has room for
)

// partsOfDay are the rows of the grid, in hours; the end is not part of it.
func partsOfDay() [][2]int {
	return [][2]int{{0, 6}, {6, 9}, {9, 12}, {12, 15}, {15, 18}, {18, 21}, {21, 24}}
}

// drawn is what the sources tell of one person's week.
type drawn struct {
	hours         map[[2]int]bool // weekday and hour
	cells         map[[2]int]int  // weekday and part
	texts, photos int
}

// weeks draws the week of everybody whose sources tell of enough hours, the
// household first. Sources are laid together: that is what an onlooker does.
func (b *builder) weeks() []Week {
	all := map[exposure.SubjectID]*drawn{}
	for _, c := range b.a.Coverage {
		if c.Outcome == exposure.Skipped {
			continue
		}
		for _, h := range c.Week {
			texts, photos := clamp(h.Texts), clamp(h.Photos)
			part := slices.IndexFunc(partsOfDay(), func(p [2]int) bool { return p[0] <= h.Hour && h.Hour < p[1] })
			if h.Weekday < 0 || h.Weekday > 6 || part < 0 || texts+photos == 0 {
				continue // a record that somebody edited
			}
			who := cmp.Or(h.Subject, c.Subject)
			d := all[who]
			if d == nil {
				d = &drawn{hours: map[[2]int]bool{}, cells: map[[2]int]int{}}
				all[who] = d
			}
			d.hours[[2]int{h.Weekday, h.Hour}] = true
			d.cells[[2]int{h.Weekday, part}] += texts + photos
			d.texts += texts
			d.photos += photos
		}
	}
	var out []Week
	add := func(id exposure.SubjectID, anchor string) {
		if d := all[id]; d != nil && len(d.hours) >= minHours {
			out = append(out, b.week(id, anchor, d))
		}
	}
	add(exposure.Household, "vecka-hem")
	for i, p := range b.a.People {
		add(p.ID, "vecka-"+personAnchor(i))
	}
	return out
}

func clamp(n int) int { return min(max(n, 0), manyTimes) }

func (b *builder) week(id exposure.SubjectID, anchor string, d *drawn) Week {
	name := b.who(id)
	whose := b.whose(name)
	w := Week{
		Subject: id, Anchor: anchor, Title: b.c.Text("week.title", "whose", whose),
		Caption: b.c.Text("week.caption", "name", name),
	}
	posts, pictures := b.c.Plural("week.posts", d.texts), b.c.Plural("week.photos", d.photos)
	switch {
	case d.photos == 0:
		w.Intro, w.From = b.c.Text("week.read", "whose", whose), b.c.Text("week.from", "what", posts)
	case d.texts == 0:
		w.Intro, w.From = b.c.Text("week.seen", "whose", whose), b.c.Text("week.from", "what", pictures)
	default:
		w.Intro = b.c.Text("week.both", "whose", whose)
		w.From = b.c.Text("week.from", "what", b.c.Join([]string{posts, pictures}))
	}
	for day := range 7 {
		n := string(rune('0' + day))
		w.Days = append(w.Days, WeekDay{b.c.Text("week.short." + n), b.c.Text("week.day." + n)})
	}
	for i, p := range partsOfDay() {
		part := WeekPart{Hours: b.hours(p)}
		shows := false
		for day := range 7 {
			n := clamp(d.cells[[2]int{day, i}])
			shows = shows || n > 0
			part.Cells = append(part.Cells, WeekCell{n, shade(n)})
		}
		if shows || p[0] > 0 { // the night has a row only where it tells something
			w.Parts = append(w.Parts, part)
		}
	}
	w.Most = b.mostOften(d)
	if p := b.people[id]; p.Minor {
		w.Adults = b.c.Text("week.child", "adults", b.guardians(p.Guardians), "name", name)
	}
	return w
}

func (b *builder) hours(p [2]int) string {
	return b.c.Text("week.hours", "from", p[0], "to", p[1])
}

func shade(times int) int {
	switch {
	case times >= oftenTimes:
		return 3
	case times >= someTimes:
		return 2
	case times > 0:
		return 1
	}
	return 0
}

// mostOften names the times of the week that show most often, in the order of the
// week where they show equally often.
func (b *builder) mostOften(d *drawn) string {
	var cells [][2]int
	for c, n := range d.cells {
		if n >= someTimes {
			cells = append(cells, c)
		}
	}
	slices.SortFunc(cells, func(x, y [2]int) int {
		return cmp.Or(cmp.Compare(d.cells[y], d.cells[x]), slices.Compare(x[:], y[:]))
	})
	var times []string
	for _, c := range cells[:min(maxTimes, len(cells))] {
		times = append(times, b.c.Text("week.time", "days", b.c.Text("week.days."+string(rune('0'+c[0]))), "hours", b.hours(partsOfDay()[c[1]])))
	}
	if len(times) == 0 {
		return ""
	}
	return b.c.Text("week.most", "times", b.c.Join(times))
}

// guardians names those who answer for a child.
func (b *builder) guardians(ids []exposure.SubjectID) string {
	var names []string
	for _, id := range ids {
		if _, known := b.people[id]; known {
			names = append(names, b.who(id))
		}
	}
	if len(names) == 0 {
		return b.c.Text("week.adults")
	}
	return b.c.Join(names)
}

// whose is a name in the genitive: in Swedish a name that ends in a hiss has no
// ending of its own.
func (b *builder) whose(name string) string {
	if strings.HasSuffix(name, "s") || strings.HasSuffix(name, "x") || strings.HasSuffix(name, "z") {
		return b.c.Text("whose.hissing", "name", name)
	}
	return b.c.Text("whose.other", "name", name)
}
