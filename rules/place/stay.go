package place

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Sighting is a position that somebody was at: that of a photo, or of a post.
type Sighting struct {
	Position
	// At is when, on the clock of the place: its year, day, weekday and hour are
	// read as At shows them, so a time in UTC must be moved to the place's zone
	// first. Zero when unknown.
	At time.Time
}

// Kind says what the sightings at a spot tell about it.
type Kind string

// The kinds of spot.
const (
	// Unknown: no sighting there has a time.
	Unknown Kind = "unknown"
	// Visit: on one day.
	Visit Kind = "visit"
	// Sojourn: on several days in one stretch, as a hotel.
	Sojourn Kind = "sojourn"
	// Return: again and again, too seldom or too evenly to say more.
	Return Kind = "return"
	// Regular: again and again, in the daytime: a school, a workplace, a club.
	Regular Kind = "regular"
	// Home: again and again, in mornings, evenings and nights: somebody lives
	// there, always or in the holidays, or somebody near to them.
	Home Kind = "home"
)

// Week counts by [time.Weekday] and hour. It counts days, not photos: how many
// days had a sighting in that hour, so that a hundred pictures of one party are
// one.
type Week [7][24]int

// Spot is one place that sightings lie close together at.
type Spot struct {
	Position            // the middle of its densest part
	Radius      float64 // metres from the middle that nine in ten sightings lie within
	Members     []int   // indices into the sightings, ascending
	Kind        Kind
	Days        int       // different days with a sighting
	HomeDays    int       // those with one at home hours: when people are at home
	Weeks       int       // different ISO weeks with a sighting
	First, Last time.Time // zero when Unknown
	Week        Week
}

// Reach is how many metres apart sightings at one spot may lie, with nothing
// between: a phone indoors errs by some tens of metres.
const Reach = 100

// Nearby is how many metres from a place a picture of it may say that it lies. A
// phone errs by some tens of metres, indoors and among high houses by a few hundred,
// and what a family tells of a place is often one corner of it.
const Nearby = 500

// What makes a spot more than a visit: a home shows itself over weeks, at hours
// when nothing else is open, on many days of the week; a fortnight in a hotel,
// a training session every Tuesday night and a school must not.
const (
	longestStretch = 28 // days from first to last that one journey may take
	weeksLeast     = 3  // different weeks
	homeDaysLeast  = 4  // days with a sighting at home hours
	weekdaysLeast  = 3  // different weekdays among them
	homeShare      = 0.25
	regularLeast   = 4    // days
	regularShare   = 0.75 // of the days: without home hours, or on the same two weekdays
)

// homeHour reports whether people are at home at an hour: until seven and from
// seven at night; until nine on Saturdays and Sundays.
func homeHour(day time.Weekday, hour int) bool {
	const morning, late, night = 7, 9, 19
	weekend := day == time.Saturday || day == time.Sunday
	return hour < morning || hour >= night || weekend && hour < late
}

// Spots gathers sightings that lie close together. Each sighting is drawn to
// the densest spot within Reach, that one to the densest within its own, until
// there is none denser or the way is too long (quick shift, Vedaldi and Soatto
// 2008, on cells of a quarter of Reach): a home and the school beside it stay
// apart, and a walk is not one place, as they are when neighbours are merely
// joined. Impossible positions are left out.
//
// The result stands by days, then sightings, most first, and then by the index
// of the first member; it depends on the order of the sightings only there. The
// work grows as n log n, wherever the sightings lie.
func Spots(sightings []Sighting) []Spot {
	cells := divide(sightings)
	roots := draw(cells)
	var spots []Spot
	at := make(map[int]int) // root → index into spots
	for c := range cells {
		n, ok := at[roots[c]]
		if !ok {
			n = len(spots)
			at[roots[c]] = n
			spots = append(spots, Spot{Position: cells[roots[c]].middle})
		}
		spots[n].Members = append(spots[n].Members, cells[c].members...)
	}
	for n := range spots {
		spots[n].describe(sightings)
	}
	slices.SortFunc(spots, func(a, b Spot) int {
		return cmp.Or(cmp.Compare(b.Days, a.Days), cmp.Compare(len(b.Members), len(a.Members)), cmp.Compare(a.Members[0], b.Members[0]))
	})
	return spots
}

// cell is a small piece of the earth with sightings.
type cell struct {
	key     key
	members []int
	middle  Position // of its sightings; after draw, of those around it
	density int      // sightings within half of Reach
}

// key names a cell: rows from the south pole, columns from the date line. Every
// row has as many columns as make its cells about square.
type key struct{ row, column int }

const (
	widest   = 3 * Reach // metres that a sighting may lie from the middle
	perReach = 4         // cells in Reach
	rows     = 800_604   // half the earth's girth in cells
)

// columnsOf is how many columns a row has.
func columnsOf(row int) int {
	lat := (float64(row)+0.5)/float64(rows)*math.Pi - math.Pi/2
	return max(1, int(2*float64(rows)*math.Cos(lat)))
}

func rowOf(lat float64) int { return min(int((lat+90)/180*float64(rows)), rows-1) }

func columnOf(lon float64, columns int) int {
	return min(int((lon+180)/360*float64(columns)), columns-1)
}

// divide puts sightings into cells, in the order of their keys.
func divide(sightings []Sighting) []cell {
	in := make(map[key][]int)
	for n, s := range sightings {
		if s.Valid() {
			row := rowOf(s.Lat)
			k := key{row, columnOf(s.Lon, columnsOf(row))}
			in[k] = append(in[k], n)
		}
	}
	cells := make([]cell, 0, len(in))
	for k, members := range in {
		at := sightings[members[0]].Position
		var dLat, dLon float64
		for _, m := range members {
			dLat += sightings[m].Lat - at.Lat
			dLon += sightings[m].Lon - at.Lon
		}
		at.Lat += dLat / float64(len(members))
		at.Lon += dLon / float64(len(members))
		cells = append(cells, cell{key: k, members: members, middle: at})
	}
	slices.SortFunc(cells, func(a, b cell) int {
		return cmp.Or(cmp.Compare(a.key.row, b.key.row), cmp.Compare(a.key.column, b.key.column))
	})
	return cells
}

// draw gives the densest cell that each cell is drawn to, and moves the middles
// of cells to those of the sightings around them.
func draw(cells []cell) (roots []int) {
	at := make(map[key]int, len(cells))
	for c := range cells {
		at[cells[c].key] = c
	}
	near := make([][]int, len(cells))
	middles := make([]Position, len(cells))
	for c := range cells {
		here := cells[c].middle
		var dLat, dLon float64
		for _, n := range around(cells[c].key, here.Lon) {
			o, ok := at[n]
			if !ok {
				continue
			}
			d := Distance(here, cells[o].middle)
			if d > Reach {
				continue
			}
			near[c] = append(near[c], o)
			if d > Reach/2 {
				continue
			}
			weight := len(cells[o].members)
			cells[c].density += weight
			dLat += float64(weight) * (cells[o].middle.Lat - here.Lat)
			dLon += float64(weight) * turn(cells[o].middle.Lon-here.Lon)
		}
		weight := float64(cells[c].density)
		middles[c] = Position{here.Lat + dLat/weight, turn(here.Lon + dLon/weight)}
	}
	roots = make([]int, len(cells))
	order := make([]int, len(cells))
	for c := range order {
		order[c] = c
	}
	denser := func(a, b int) int {
		return cmp.Or(cmp.Compare(cells[b].density, cells[a].density), cmp.Compare(a, b))
	}
	slices.SortFunc(order, denser)
	for _, c := range order { // the denser come first, so their roots are known
		to := c
		for _, o := range near[c] {
			if denser(o, to) < 0 {
				to = o
			}
		}
		roots[c] = c
		if root := roots[to]; to != c && Distance(cells[c].middle, cells[root].middle) <= widest {
			roots[c] = root
		}
	}
	for c := range cells {
		cells[c].middle = middles[c]
	}
	return roots
}

// turn brings a difference or a longitude to within 180 degrees.
func turn(degrees float64) float64 {
	switch {
	case degrees > 180:
		return degrees - 360
	case degrees < -180:
		return degrees + 360
	}
	return degrees
}

// around gives the keys of the cells that may lie within Reach of k.
func around(k key, lon float64) []key {
	out := make([]key, 0, (2*perReach+3)*(2*perReach+3))
	const span = perReach + 1 // middles lie anywhere in their cells
	for row := max(0, k.row-span); row <= min(rows-1, k.row+span); row++ {
		columns := columnsOf(row)
		if columns <= 2*span+1 { // at a pole: all of them
			for column := range columns {
				out = append(out, key{row, column})
			}
			continue
		}
		middle := columnOf(lon, columns)
		for d := -span; d <= span; d++ {
			out = append(out, key{row, (middle + d + columns) % columns})
		}
	}
	return out
}

// describe counts what the members tell.
func (s *Spot) describe(sightings []Sighting) {
	slices.Sort(s.Members)
	lengths := make([]float64, 0, len(s.Members))
	for _, m := range s.Members {
		lengths = append(lengths, Distance(s.Position, sightings[m].Position))
	}
	slices.Sort(lengths)
	s.Radius = lengths[(len(lengths)*9-1)/10]

	type date struct{ year, day int }
	type week struct{ year, week int }
	type hour struct {
		date
		hour int
	}
	days, home := make(map[date]time.Weekday), make(map[date]time.Weekday)
	weeks, hours := make(map[week]bool), make(map[hour]bool)
	for _, m := range s.Members {
		at := sightings[m].At
		if at.IsZero() {
			continue
		}
		if s.First.IsZero() || at.Before(s.First) {
			s.First = at
		}
		if at.After(s.Last) {
			s.Last = at
		}
		d, weekday := date{at.Year(), at.YearDay()}, at.Weekday()
		days[d] = weekday
		if homeHour(weekday, at.Hour()) {
			home[d] = weekday
		}
		if h := (hour{d, at.Hour()}); !hours[h] {
			hours[h] = true
			s.Week[weekday][h.hour]++
		}
		year, n := at.ISOWeek()
		weeks[week{year, n}] = true
	}
	s.Days, s.HomeDays, s.Weeks = len(days), len(home), len(weeks)
	s.Kind = s.kind(weekdays(days), weekdays(home))
}

// weekdays gives how many of the days fall on each weekday, most first.
func weekdays[K comparable](days map[K]time.Weekday) (counts [7]int) {
	for _, d := range days {
		counts[d]++
	}
	slices.SortFunc(counts[:], func(a, b int) int { return cmp.Compare(b, a) })
	return counts
}

// kind judges what was counted; all and home are the days by weekday, most first.
func (s *Spot) kind(all, home [7]int) Kind {
	const day = 24 * time.Hour
	share := func(days int) float64 { return float64(days) / float64(s.Days) }
	switch {
	case s.Days == 0:
		return Unknown
	case s.Days == 1:
		return Visit
	case s.Last.Sub(s.First) < longestStretch*day:
		return Sojourn
	case s.Weeks < weeksLeast || s.Days < regularLeast:
		return Return
	case share(all[0]+all[1]) >= regularShare:
		return Regular
	case s.HomeDays >= homeDaysLeast && home[weekdaysLeast-1] > 0 && share(s.HomeDays) >= homeShare:
		return Home
	case share(s.Days-s.HomeDays) >= regularShare:
		return Regular
	}
	return Return
}
