package clean

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"reflect"

	"golang.org/x/image/webp"
)

// ErrDiffers is returned when a copy does not show what its original shows.
var ErrDiffers = errors.New("copy differs from its original")

// maxDecode is the number of pixels up to which Verify also decodes. Larger pictures
// would need more memory than all the rest; there equal coded bytes are the proof.
const maxDecode = 4 << 20

// Verify proves that a copy made by Clean shows what its original shows: the coded
// pixels and sound, and what says how to decode them, are byte for byte the same, and
// where offsets point to them they lie in the same place. Small JPEG, PNG, GIF and WebP
// files are decoded as well, and their pixels compared. Sizes are in bytes.
func Verify(original io.ReaderAt, size int64, duplicate io.ReaderAt, duplicateSize int64) error {
	all := Keep{Date: true, Orientation: true, Colour: true}
	a, err := read(original, size, all)
	if err != nil {
		return fmt.Errorf("read original: %w", err)
	}
	b, err := read(duplicate, duplicateSize, all)
	if err != nil {
		return fmt.Errorf("%w: read copy: %w", ErrDiffers, err)
	}
	if a.format != b.format {
		return fmt.Errorf("%w: format %q became %q", ErrDiffers, a.format, b.format)
	}
	if a.inPlace && !samePlaces(a.shown(), b.shown()) {
		return fmt.Errorf("%w: pixels were moved", ErrDiffers)
	}
	if err := sameBytes(a, b); err != nil {
		return err
	}
	return sameImage(a, b)
}

// shown gives the pieces that show or sound.
func (p *plan) shown() []piece {
	var out []piece
	for _, q := range p.pieces {
		if q.pixels {
			out = append(out, q)
		}
	}
	return out
}

func samePlaces(a, b []piece) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].off != b[i].off || a[i].size != b[i].size {
			return false
		}
	}
	return true
}

// pixelReader reads the pieces that show, one after the other.
type pixelReader struct {
	p    *plan
	left []piece
	now  io.Reader
}

func (r *pixelReader) Read(b []byte) (int, error) {
	for {
		if r.now == nil {
			if len(r.left) == 0 {
				return 0, io.EOF
			}
			r.now, r.left = r.p.open(r.left[0]), r.left[1:]
		}
		n, err := r.now.Read(b)
		if errors.Is(err, io.EOF) {
			r.now, err = nil, nil
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

func sameBytes(a, b *plan) error {
	ra, rb := &pixelReader{p: a, left: a.shown()}, &pixelReader{p: b, left: b.shown()}
	ba, bb := make([]byte, window), make([]byte, window)
	for {
		na, errA := io.ReadFull(ra, ba)
		nb, errB := io.ReadFull(rb, bb)
		if !bytes.Equal(ba[:na], bb[:nb]) {
			return fmt.Errorf("%w: coded pixels", ErrDiffers)
		}
		if errA != nil || errB != nil {
			return errors.Join(notEnd(errA), notEnd(errB))
		}
	}
}

// notEnd gives an error that is not the end of a file.
func notEnd(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

// sameImage compares what Go's decoders make of both files.
func sameImage(a, b *plan) error {
	size := func(c image.Config) bool { return c.Width*c.Height <= maxDecode }
	switch a.format {
	case "jpeg":
		if c, err := jpeg.DecodeConfig(a.reader()); err == nil && size(c) {
			return sameDecoded(a, b, jpeg.Decode)
		}
	case "png":
		if c, err := png.DecodeConfig(a.reader()); err == nil && size(c) {
			return sameDecoded(a, b, png.Decode)
		}
	case "gif":
		if c, err := gif.DecodeConfig(a.reader()); err == nil && size(c) {
			return sameDecoded(a, b, gif.Decode) // the first picture; the bytes prove the rest
		}
	case "webp":
		if c, err := webp.DecodeConfig(a.reader()); err == nil && size(c) {
			return sameDecoded(a, b, webp.Decode) // pictures that stand still
		}
	}
	return nil
}

func (p *plan) reader() io.Reader { return io.NewSectionReader(p.r, 0, p.size) }

func sameDecoded(a, b *plan, decode func(io.Reader) (image.Image, error)) error {
	before, err := decode(a.reader())
	if err != nil {
		return nil //nolint:nilerr // a picture that no decoder reads shows as little in both files
	}
	after, err := decode(b.reader())
	if err != nil {
		return fmt.Errorf("%w: decode copy: %w", ErrDiffers, err)
	}
	if !reflect.DeepEqual(before, after) {
		return fmt.Errorf("%w: decoded pixels", ErrDiffers)
	}
	return nil
}
