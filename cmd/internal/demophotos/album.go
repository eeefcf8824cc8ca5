package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"path"
	"time"

	"lampan/scanner/photo/phototest"
)

// home is where the family lives, as household.yaml has it. The summer house lies
// in the middle of a lake, where nobody lives.
var (
	home       = phototest.Point{Lat: 60.7312, Lon: 14.1184}
	summerLake = phototest.Point{Lat: 60.573, Lon: 16.722}
	bergen     = phototest.Point{Lat: 60.39299, Lon: 5.32415}
)

// beside is so many metres north and east of a point in these parts of the world.
func beside(p phototest.Point, north, east float64) *phototest.Point {
	const metres = 111_195 // in a degree of latitude; of longitude, about half
	return &phototest.Point{Lat: p.Lat + north/metres, Lon: p.Lon + east/metres/0.49}
}

// at reads a time.
func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err) // a constant below
	}
	return t
}

// file is one file of the demo, by its path below testdata/demo.
type file struct {
	name string
	data []byte
}

// photo is a picture as a camera saves it.
func photo(c *canvas, width int, seed uint64, n phototest.Notes) []byte {
	n.Make, n.Model = "Kamerafabriken", "Demo 1"
	return n.Into(jpg(c.shot(c.all(), width, 3, seed), 78))
}

// everything paints all files. The same files come out every time.
func everything() []file {
	var all []file
	for _, part := range [][]file{mornings(), summers(), indoors(), drawings(), cloudCopy()} {
		all = append(all, part...)
	}
	all = append(all, file{"site-src/content/malin/bergen/hamnen.jpg", photo(harbour(), 480, 80, phototest.Notes{
		At: &bergen, Taken: at("2027-06-05T17:12:40+02:00"),
	})})
	return all
}

// mornings are the house, on the way to school.
func mornings() []file {
	var out []file
	for i, m := range []struct {
		name, taken string
		season      season
		extras      []extra
		serial      string
	}{
		{"IMG_1771", "2026-08-19T07:52:11+02:00", summer(), []extra{bags, pole}, ""},
		{"IMG_1846", "2026-09-15T07:38:02+02:00", autumn(), []extra{bike}, ""},
		{"IMG_1931", "2026-10-08T07:44:50+02:00", autumn(), []extra{bags}, ""},
		{"IMG_2009", "2026-12-02T07:35:27+01:00", winter(), []extra{star, shovel}, ""},
		{"IMG_2019", "2027-01-26T07:46:09+01:00", winter(), []extra{shovel}, ""},
		{"IMG_2036", "2027-04-21T07:51:33+02:00", spring(), []extra{kick}, ""},
		{"IMG_2052", "2027-05-20T07:36:58+02:00", spring(), []extra{bags, lilac}, "KD1-000417"},
	} {
		away := beside(home, 28+float64(i%3), 21+float64(i%2))                                                                                   // 35 metres, the nearest
		out = append(out, file{"case/bilder/" + m.name + ".jpg", photo(house(m.season, uint64(i), m.extras...), 420, uint64(i), phototest.Notes{ //nolint:gosec // a few
			At: away, Taken: at(m.taken), Serial: m.serial,
		})})
	}
	return out
}

// summers are a place by a lake that household.yaml does not name.
func summers() []file {
	var out []file
	for i, m := range []struct {
		name, taken string
		hour        hour
		shift       int
		things      []thing
	}{
		{"IMG_0412", "2025-06-27T20:48:30+02:00", evening(), -40, []thing{cabin, fire}},
		{"IMG_0418", "2025-06-28T08:12:04+02:00", morning(), 60, []thing{jetty, coffee}},
		{"IMG_0433", "2025-07-14T21:30:45+02:00", evening(), 80, []thing{jetty, rod}},
		{"IMG_0439", "2025-07-16T13:20:18+02:00", day(), 0, []thing{boat, cabin, jetty}},
		{"IMG_0447", "2025-07-20T06:50:52+02:00", morning(), -90, []thing{boat}},
		{"IMG_0502", "2025-08-16T22:15:09+02:00", night(), 0, []thing{cabin, lanterns}},
		{"IMG_0611", "2026-02-28T08:20:37+01:00", frost(), 20, []thing{cabin, tracks}},
		{"IMG_1534", "2026-05-15T20:10:22+02:00", evening(), 30, []thing{boat, cabin}},
		{"IMG_1640", "2026-06-20T23:05:41+02:00", night(), -60, []thing{jetty, boat}},
		{"IMG_1702", "2026-07-13T07:30:16+02:00", morning(), 10, []thing{cabin, jetty}},
		{"IMG_1758", "2026-08-09T08:40:55+02:00", morning(), -20, []thing{cabin, coffee}},
		{"IMG_1925", "2026-10-04T18:30:14+02:00", evening(), 100, []thing{cabin, fire, lanterns}},
	} {
		n := uint64(20 + i) //nolint:gosec // a few
		out = append(out, file{"case/bilder/" + m.name + ".jpg", photo(lake(m.hour, n, m.shift, m.things...), 400, n, phototest.Notes{
			At: beside(summerLake, float64(i*7%31-15), float64(i*11%37-18)), Taken: at(m.taken),
		})})
	}
	return out
}

// indoors are a selfie that was cropped, with the thumbnail from before, and a
// boarding pass.
func indoors() []file {
	self := selfie()
	face := self.shot(image.Rect(faceX0, faceY0, faceX1, faceY1), 400, 3, 50)
	crop := phototest.Notes{
		Make: "Kamerafabriken", Model: "Demo 1", Taken: at("2027-04-02T18:24:10+02:00"),
		Thumbnail: jpg(self.shot(self.all(), 320, 0, 50), 72),
	}
	return []file{
		{"case/bilder/IMG_2033.jpg", crop.Into(jpg(face, 78))},
		{"case/bilder/IMG_2066.jpg", photo(pass(), 640, 51, phototest.Notes{Taken: at("2027-06-03T21:40:36+02:00")})},
	}
}

// drawings are what Tuva shows in two accounts. One of them shows in both: smaller,
// cropped and compressed again.
func drawings() []file {
	d := drawing()
	again := d.shot(image.Rect(50, 20, 690, 522), 360, 0, 60)
	other, sixten := castle(), cat()
	return []file{
		{"case/tuva/tuvaritar/drake.jpg", jpg(d.shot(d.all(), 480, 3, 60), 84)},
		{"case/tuva/tuvaritar/sixten.jpg", jpg(sixten.shot(sixten.all(), 420, 3, 62), 80)},
		{"case/tuva/andra-kontot/0007.jpg", jpg(again, 58)},
		{"case/tuva/andra-kontot/0011.jpg", jpg(other.shot(other.all(), 360, 2, 63), 62)},
	}
}

// cloudCopy is what Malin fetched home from a photo service: the service keeps the
// position beside the picture.
func cloudCopy() []file {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	made := time.Date(2027, 6, 10, 8, 0, 0, 0, time.UTC)
	put := func(name string, data []byte) {
		// Stored, not deflated: that is the same with every Go.
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: made})
		if err == nil {
			_, err = f.Write(data)
		}
		if err != nil {
			panic(err) // to memory; cannot fail
		}
	}
	const folder = "Takeout/Google Foto/Gotland 2025"
	for i, p := range []struct {
		name, taken string
		picture     *canvas
		at          phototest.Point
	}{
		{"IMG_20250730_111502.jpg", "2025-07-30T11:15:02+02:00", stacks(), phototest.Point{Lat: 57.9, Lon: 19.1}},
		{"IMG_20250730_154410.jpg", "2025-07-30T15:44:10+02:00", berries(), phototest.Point{}},
	} {
		// The phone took a short film with the second.
		picture := phototest.Notes{Film: i == 1}.Into(jpg(p.picture.shot(p.picture.all(), 420, 3, uint64(70+i)), 76)) //nolint:gosec // two
		put(path.Join(folder, p.name), picture)
		taken := at(p.taken)
		put(path.Join(folder, p.name+".supplemental-metadata.json"), fmt.Appendf(nil, `{
  "title": %q,
  "photoTakenTime": {"timestamp": "%d", "formatted": %q},
  "geoData": {"latitude": %.4f, "longitude": %.4f, "altitude": 0.0, "latitudeSpan": 0.0, "longitudeSpan": 0.0}
}
`, p.name, taken.Unix(), taken.UTC().Format("2 Jan 2006 15:04:05 UTC"), p.at.Lat, p.at.Lon))
	}
	if err := w.Close(); err != nil {
		panic(err) // to memory; cannot fail
	}
	return []file{{"case/moln/takeout.zip", b.Bytes()}}
}
