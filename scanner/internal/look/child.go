package look

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"runtime/debug"
	"time"

	"golang.org/x/image/webp"

	"lampan/rules/exposure"
	"lampan/rules/likeness"
	"lampan/rules/payload"
	"lampan/scanner/internal/picture"
	"lampan/scanner/internal/picture/code"
)

// Serve answers questions until in closes. Neither what it writes nor its error
// holds a picture, a text or a secret that was in one.
func Serve(in io.Reader, out io.Writer) error {
	if _, err := io.WriteString(out, hello); err != nil {
		return err
	}
	for {
		q, body, err := readQuestion(in)
		if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := see(q, body, func(a answer) error { return writeAnswer(out, a) }); err != nil {
			return err
		}
	}
}

// see looks at a picture, and tells first what is quick to see and then all.
func see(q question, body []byte, tell func(answer) error) error {
	a, img, orientation := glance(q, body)
	if img == nil {
		return tell(a)
	}
	a.More, a.Seen.NoCodes, a.Seen.NoWords = true, limit, limit
	if err := tell(a); err != nil {
		return err
	}
	a.More, a.Seen.NoCodes, a.Seen.NoWords = false, "", ""
	a.readCodes(img, q.at, q.brief)
	a.findPage(img, orientation, q.page)
	if err := tell(a); err != nil {
		return err
	}
	if weight(img.ColorModel(), img.Bounds().Dx(), img.Bounds().Dy()) > large {
		img = nil
		debug.FreeOSMemory()
	}
	return nil
}

// large is a picture, in bytes, whose memory is given back at once.
const large = 64 << 20

// glance decodes a picture and compares it with the thumbnails in its file. The
// image is nil when there is nothing more to see. The orientation is EXIF's.
func glance(q question, body []byte) (a answer, img image.Image, orientation int) {
	defer func() {
		if recover() != nil { // a decoder that breaks on what it is given
			a, img = answer{Unseen: failed}, nil
		}
	}()
	img, why := decode(body, maxDecoded)
	if why != "" {
		return answer{Unseen: why}, nil, 0
	}
	if b := img.Bounds(); q.preview && min(b.Dx(), b.Dy()) < leastPreview {
		return answer{Unseen: format}, nil, 0
	}
	s := &exposure.Seen{}
	if h := likeness.Of(img); !h.Blank() {
		s.Likeness = h[:]
	}
	told := picture.Read(bytes.NewReader(body), int64(len(body)), picture.Limits{})
	s.Thumb, s.Cut = thumbs(img, body, told.Thumbs)
	return answer{Seen: s}, img, told.Orientation
}

// leastPreview is the shortest side, in pixels, of a preview that stands for its
// photo: on a smaller one a code would be missed.
const leastPreview = 600

// maxDecoded is the most that a picture may take in memory, in bytes: 60
// megapixels of four bytes. What a picture would take is counted before it is
// decoded.
const maxDecoded = 240 << 20

// decode gives the picture, or why there is none.
func decode(body []byte, most int64) (image.Image, string) {
	c, ok := codecOf(body)
	if !ok {
		return nil, format
	}
	conf, err := c.config(bytes.NewReader(body))
	if err != nil {
		return nil, reason(err)
	}
	size := weight(conf.ColorModel, conf.Width, conf.Height)
	if c.name == "jpeg" {
		size = jpegWeight(body, size)
	}
	if size > most {
		return nil, tooLarge
	}
	img, err := c.decode(bytes.NewReader(body))
	if err != nil {
		return nil, reason(err)
	}
	if img.Bounds().Empty() {
		return nil, failed
	}
	return img, ""
}

// reason is why a decoder gave no picture.
func reason(err error) string {
	var j jpeg.UnsupportedError
	var p png.UnsupportedError
	if errors.As(err, &j) || errors.As(err, &p) {
		return format
	}
	return failed
}

type codec struct {
	name   string
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

// codecOf finds the decoder by the first bytes. Of a GIF it decodes the first
// picture alone.
func codecOf(head []byte) (codec, bool) {
	starts := func(s string) bool { return bytes.HasPrefix(head, []byte(s)) }
	switch {
	case starts("\xFF\xD8\xFF"):
		return codec{"jpeg", jpeg.DecodeConfig, jpeg.Decode}, true
	case starts("\x89PNG\r\n\x1a\n"):
		return codec{"png", png.DecodeConfig, png.Decode}, true
	case starts("GIF8"):
		return codec{"gif", gif.DecodeConfig, gif.Decode}, true
	case len(head) >= 12 && starts("RIFF") && string(head[8:12]) == "WEBP":
		return codec{"webp", webp.DecodeConfig, webp.Decode}, true
	}
	return codec{}, false
}

// weight is how much memory a picture takes, in bytes.
func weight(m color.Model, width, height int) int64 {
	each := int64(4)
	switch m {
	case color.GrayModel, color.AlphaModel:
		each = 1
	case color.Gray16Model, color.Alpha16Model:
		each = 2
	case color.YCbCrModel:
		each = 3
	case color.RGBA64Model, color.NRGBA64Model:
		each = 8
	default:
		if _, ok := m.(color.Palette); ok {
			each = 1
		}
	}
	pixels := int64(max(width, 0)) * int64(max(height, 0)) // each is below 2^31 in these formats
	return each * min(pixels, 1<<40)
}

// jpegWeight adds to a JPEG's weight what decoding takes: a progressive one keeps
// four bytes for each coefficient, and one of four colours is copied.
func jpegWeight(body []byte, size int64) int64 {
	for at := 2; at+10 <= len(body) && body[at] == 0xFF; {
		marker := body[at+1]
		length := int(body[at+2])<<8 | int(body[at+3])
		switch {
		case marker == 0xFF:
			at++
			continue
		case marker == 0xDA:
			return size
		case marker < 0xC0 || marker > 0xC2:
			at += 2 + length
			continue
		}
		height, width := int64(body[at+5])<<8|int64(body[at+6]), int64(body[at+7])<<8|int64(body[at+8])
		colours := int(body[at+9])
		if at+10+3*colours > len(body) {
			return size
		}
		var most, all int64
		for i := range colours {
			s := body[at+10+3*i+1]
			n := int64(s>>4) * int64(s&15)
			most, all = max(most, n), all+n
		}
		if most == 0 {
			return size
		}
		samples := width * height * all / most
		size = samples
		if colours == 4 {
			size += 4 * width * height
		}
		if marker == 0xC2 {
			size += 4 * samples
		}
		return size
	}
	return size
}

// Work on codes in one picture: thoroughly, some seconds for one full of edges, which
// ends nearly all of them; and briefly, half a second.
const (
	thorough = 768 << 20
	briefly  = 48 << 20
)

// readCodes adds what the codes in the picture are. Their texts stay here.
func (a *answer) readCodes(img image.Image, at time.Time, brief bool) {
	work := int64(thorough)
	if brief {
		work = briefly
	}
	defer func() {
		if recover() != nil {
			a.Seen.NoCodes = limit
		}
	}()
	found := code.Read(img, code.Limits{Codes: maxCodes, Work: work})
	if found.Cut {
		a.Seen.NoCodes = limit
	}
	for _, c := range found.Codes {
		p := payload.Of(c.Text, at)
		told := exposure.Code{Kind: string(p.Kind), Shown: p.Masked, Secret: p.Secret}
		if !sensible(told) {
			told.Shown = ""
		}
		a.Seen.Codes = append(a.Seen.Codes, told)
	}
}

// findPage adds the page that the picture shows, where one is wanted, and else why
// there is none. What a picture shows that is no document is not read: that takes
// seconds, and gives nonsense.
func (a *answer) findPage(img image.Image, orientation int, wanted bool) {
	defer func() {
		if recover() != nil {
			a.Page, a.Seen.NoWords = nil, limit
		}
	}()
	a.Page = pageOf(img, orientation)
	switch {
	case a.Page == nil:
		a.Seen.NoWords = notDocument
	case !wanted:
		a.Page, a.Seen.NoWords = nil, off
	}
}

// Bounds of the thumbnails in one file: how many are decoded, and what each may
// take in memory, in bytes.
const (
	maxThumbs = 6
	maxThumb  = 64 << 20
)

// thumbs compares a photo with the thumbnails and previews in its file, and gives
// what says most: one that shows more, with the share of its area that the photo
// lacks, then one that shows something else.
func thumbs(full image.Image, body []byte, in []picture.Thumb) (verdict string, cut float64) {
	var worst likeness.Verdict
	for n, t := range in {
		if n == maxThumbs {
			break
		}
		if t.Format != "jpeg" || t.Offset < 0 || t.Size <= 0 || t.Size > int64(len(body)) || t.Offset > int64(len(body))-t.Size {
			continue
		}
		small, why := decode(body[t.Offset:t.Offset+t.Size], maxThumb)
		if why != "" {
			continue
		}
		got := likeness.Thumbnail(full, small)
		if got.Verdict == likeness.Differs && !ofThePhoto(t.Layer) {
			continue
		}
		if rank(got.Verdict) > rank(worst) {
			worst = got.Verdict
		}
		if got.Verdict == likeness.ShowsMore {
			cut = max(cut, 1-(1-got.Left-got.Right)*(1-got.Top-got.Bottom))
		}
	}
	return string(worst), min(max(cut, 0), 1)
}

// ofThePhoto reports whether the pictures of a layer are small copies of the
// photo. Others are also of something else, rightly: a map of depths or of
// brightness, another picture of a burst, what a montage was made from.
func ofThePhoto(layer string) bool {
	switch layer {
	case "mpf", "trailer", "c2pa":
		return false
	}
	return true
}

func rank(v likeness.Verdict) int {
	switch v {
	case likeness.ShowsMore:
		return 4
	case likeness.Differs:
		return 3
	case likeness.Agrees:
		return 2
	case likeness.Unsure:
		return 1
	}
	return 0
}
