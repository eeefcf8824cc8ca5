// Package phototest makes photos whose positions are known, for tests and for
// measuring. Every file is written from the specification of its format, by writers
// of this package's own and not by the reader that is measured on them: EXIF 2.32,
// TIFF 6.0, BigTIFF, XMP parts 1 and 3, IPTC Photo Metadata 2022, PNG 3, WebP, GIF89a,
// ISO/IEC 14496-12, 23008-12 and 18181-2, QuickTime File Format, 3GPP TS 26.244,
// Photoshop File Formats, C2PA 2.1 and RFC 7932.
//
// Everything is invented and follows from a name or a seed: the same call gives the
// same bytes. Nothing of lampan's programs may import this package.
package phototest

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
)

// Point is a position in degrees of WGS 84; south and west are negative.
type Point struct{ Lat, Lon float64 }

// File is a photo or video with what is hidden in it.
type File struct {
	Name      string
	Data      []byte
	Positions map[string]Point // by the layer that hides them
	Damaged   bool             // broken on purpose: the picture itself need not decode
}

// Files returns every file of the set, sorted by name.
func Files() []File {
	var s set
	for _, group := range []func(*set){
		exifFiles, exifDamage, xmpFiles, thumbnailFiles, resourceFiles,
		pngFiles, webpFiles, gifFiles, tiffFiles, rawFiles, heifFiles, jxlFiles,
		videoFiles, trackFiles, fragmentFiles, dashcamFiles, thermalFiles, motionFiles, psdFiles, sidecarFiles, c2paFiles,
	} {
		group(&s)
	}
	slices.SortFunc(s.files, func(a, b File) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return s.files
}

// set collects files.
type set struct{ files []File }

// add makes one file. What build asks of the hidden positions is the truth.
func (s *set) add(name string, build func(h *hidden) []byte) {
	h := &hidden{rng: random(name), at: map[string]Point{}}
	s.files = append(s.files, File{Name: name, Data: build(h), Positions: h.at, Damaged: h.damaged})
}

// hidden draws the positions of one file and remembers them.
type hidden struct {
	rng     *rand.Rand
	at      map[string]Point
	damaged bool
}

// point draws a position for a layer, to the millionth of a degree. It lies away
// from the equator, the meridians of 0 and 180, and the poles, so that a lost sign or
// a lost part of the number is a miss.
func (h *hidden) point(layer string) Point { return h.grid(layer, 1e6) }

// grid draws a position for a layer on a grid of so many steps a degree.
func (h *hidden) grid(layer string, steps float64) Point {
	draw := func(low, high float64) float64 {
		v := math.Round((low+h.rng.Float64()*(high-low))*steps) / steps
		if h.rng.IntN(2) == 0 {
			return -v
		}
		return v
	}
	return h.put(layer, Point{draw(5, 75), draw(5, 175)})
}

// north draws a position for a layer that is north and east, for notations that say
// no hemisphere.
func (h *hidden) north(layer string) Point {
	p := h.point(layer)
	return h.put(layer, Point{math.Abs(p.Lat), math.Abs(p.Lon)})
}

func (h *hidden) put(layer string, p Point) Point {
	h.at[layer] = p
	return p
}

// noise gives n bytes that say nothing.
func (h *hidden) noise(n int) []byte { return noise(h.rng, n) }

func noise(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// random is the source of chance of one name.
func random(name string) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprint(h, name)
	return seeded(h.Sum64())
}

func seeded(seed uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, 0x6c616d70616e)) //nolint:gosec // repeatable on purpose: test files, no secrets
}
