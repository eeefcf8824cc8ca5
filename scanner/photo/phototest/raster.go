package phototest

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"image/png"
	"strings"
)

// chunk is a chunk of PNG.
func chunk(kind string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data))) //nolint:gosec // small
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// pngWith is a small PNG with chunks before its pixels and after them.
func pngWith(before, after []byte) []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, gradient(32, 24)) // to memory; cannot fail
	whole := b.Bytes()
	const start = 8 + 12 + 13 // signature and IHDR
	const end = 12            // IEND
	out := append([]byte{}, whole[:start]...)
	out = append(out, before...)
	out = append(out, whole[start:len(whole)-end]...)
	out = append(out, after...)
	return append(out, whole[len(whole)-end:]...)
}

func deflated(b []byte) []byte {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write(b) // to memory; cannot fail
	_ = w.Close()
	return z.Bytes()
}

// xmpText is XMP in the international text chunk that the XMP specification names.
func xmpText(compress bool, text []byte) []byte {
	b := []byte("XML:com.adobe.xmp\x00")
	if compress {
		b, text = append(b, 1, 0), deflated(text)
	} else {
		b = append(b, 0, 0)
	}
	return chunk("iTXt", append(append(b, 0, 0), text...))
}

func ztxt(key string, text []byte) []byte {
	return chunk("zTXt", append(append([]byte(key), 0, 0), deflated(text)...))
}

func text(key string, text []byte) []byte {
	return chunk("tEXt", append(append([]byte(key), 0), text...))
}

// rawProfile is ImageMagick's way to put a block into text: its name, its size and
// lines of 72 hexadecimal digits.
func rawProfile(name string, b []byte) []byte {
	var t strings.Builder
	fmt.Fprintf(&t, "\n%s\n%8d\n", name, len(b))
	for digits := hex.EncodeToString(b); digits != ""; {
		n := min(72, len(digits))
		t.WriteString(digits[:n] + "\n")
		digits = digits[n:]
	}
	return []byte(t.String())
}

func pngFiles(s *set) {
	s.add("png-exif-le.png", func(h *hidden) []byte { return pngWith(chunk("eXIf", exif(little(), here(h.point("png-exif")))), nil) })
	s.add("png-exif-be.png", func(h *hidden) []byte { return pngWith(chunk("eXIf", exif(large(), here(h.point("png-exif")))), nil) })
	s.add("png-exif-last.png", func(h *hidden) []byte { return pngWith(nil, chunk("eXIf", exif(large(), here(h.point("png-exif"))))) })
	s.add("png-exif-header.png", func(h *hidden) []byte { // some writers keep the header of JPEG
		return pngWith(chunk("eXIf", append([]byte("Exif\x00\x00"), exif(large(), here(h.point("png-exif")))...)), nil)
	})
	s.add("png-xmp.png", func(h *hidden) []byte {
		return pngWith(xmpText(false, packet(attributes(notationComma(h.point("png-xmp"))))), nil)
	})
	s.add("png-xmp-compressed.png", func(h *hidden) []byte {
		return pngWith(xmpText(true, packet(elements(notationComma(h.point("png-xmp"))))), nil)
	})
	s.add("png-xmp-last.png", func(h *hidden) []byte {
		return pngWith(nil, xmpText(false, packet(elements(notationDecimal(h.point("png-xmp"))))))
	})
	s.add("png-raw-exif-ztxt.png", func(h *hidden) []byte {
		return pngWith(ztxt("Raw profile type exif", rawProfile("exif", append([]byte("Exif\x00\x00"), exif(large(), here(h.point("png-raw")))...))), nil)
	})
	s.add("png-raw-exif-text.png", func(h *hidden) []byte {
		return pngWith(text("Raw profile type exif", rawProfile("exif", append([]byte("Exif\x00\x00"), exif(little(), here(h.point("png-raw")))...))), nil)
	})
	s.add("png-raw-app1.png", func(h *hidden) []byte {
		return pngWith(ztxt("Raw profile type APP1", rawProfile("generic profile", append([]byte("Exif\x00\x00"), exif(little(), here(h.point("png-raw")))...))), nil)
	})
	s.add("png-raw-app1-xmp.png", func(h *hidden) []byte {
		return pngWith(text("Raw profile type APP1", rawProfile("generic profile", append([]byte("http://ns.adobe.com/xap/1.0/\x00"), packet(attributes(notationComma(h.point("png-raw"))))...))), nil)
	})
	s.add("png-raw-xmp.png", func(h *hidden) []byte {
		return pngWith(ztxt("Raw profile type xmp", rawProfile("xmp", packet(attributes(notationComma(h.point("png-raw")))))), nil)
	})
	s.add("png-disagree.png", func(h *hidden) []byte {
		return pngWith(chunk("eXIf", exif(large(), here(h.point("png-exif")))), xmpText(true, packet(attributes(notationComma(h.point("png-xmp"))))))
	})
}

// onePixel is a lossless WebP of one pixel: the smallest VP8L stream there is.
const onePixel = "LwAAABAHEBERiIj+BwA="

// riff is one chunk of RIFF, padded to an even size.
func riff(kind string, data []byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(data))) //nolint:gosec // small
	b = append(b, data...)
	if len(data)%2 == 1 {
		b = append(b, 0)
	}
	return b
}

// webpWith is a WebP of one pixel with chunks before the pixel and after it.
func webpWith(before, after []byte) []byte {
	const hasMeta = 0x0c // EXIF and XMP may be there
	pixel, _ := base64.StdEncoding.DecodeString(onePixel)
	body := append([]byte("WEBP"), riff("VP8X", []byte{hasMeta, 0, 0, 0, 0, 0, 0, 0, 0, 0})...)
	body = append(body, before...)
	body = append(body, riff("VP8L", pixel)...)
	return riff("RIFF", append(body, after...))
}

func webpFiles(s *set) {
	s.add("webp-exif-le.webp", func(h *hidden) []byte { return webpWith(nil, riff("EXIF", exif(little(), here(h.point("webp-exif"))))) })
	s.add("webp-exif-be.webp", func(h *hidden) []byte { return webpWith(nil, riff("EXIF", exif(large(), here(h.point("webp-exif"))))) })
	s.add("webp-exif-header.webp", func(h *hidden) []byte {
		return webpWith(nil, riff("EXIF", append([]byte("Exif\x00\x00"), exif(large(), here(h.point("webp-exif")))...)))
	})
	s.add("webp-exif-first.webp", func(h *hidden) []byte { return webpWith(riff("EXIF", exif(little(), here(h.point("webp-exif")))), nil) })
	s.add("webp-odd.webp", func(h *hidden) []byte { // an odd chunk in front asks for padding
		return webpWith(riff("ABCD", []byte{1, 2, 3}), riff("EXIF", exif(little(), here(h.point("webp-exif")))))
	})
	s.add("webp-xmp.webp", func(h *hidden) []byte {
		return webpWith(nil, riff("XMP ", packet(attributes(notationComma(h.point("webp-xmp"))))))
	})
	s.add("webp-disagree.webp", func(h *hidden) []byte {
		return webpWith(nil, append(riff("EXIF", exif(large(), here(h.point("webp-exif")))), riff("XMP ", packet(elements(notationDecimal(h.point("webp-xmp")))))...))
	})
	s.add("webp-plain.webp", func(h *hidden) []byte { // no VP8X says that there is metadata
		pixel, _ := base64.StdEncoding.DecodeString(onePixel)
		return riff("RIFF", bytes.Join([][]byte{[]byte("WEBP"), riff("VP8L", pixel), riff("EXIF", exif(large(), here(h.point("webp-exif"))))}, nil))
	})
}

// gifWith is a GIF of one pixel with extensions in front of it.
func gifWith(extensions ...[]byte) []byte {
	b := []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00")
	for _, e := range extensions {
		b = append(b, e...)
	}
	return append(b, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b)
}

// gifXMP is the application extension of XMP: the packet as it is, and the 258 bytes
// that lead a reader who takes it for sub-blocks to its end.
func gifXMP(p []byte) []byte {
	b := append([]byte("\x21\xff\x0bXMP DataXMP"), p...)
	b = append(b, 1)
	for i := 0xff; i >= 0; i-- {
		b = append(b, byte(i))
	}
	return append(b, 0)
}

func gifFiles(s *set) {
	s.add("gif-xmp-attribute.gif", func(h *hidden) []byte { return gifWith(gifXMP(packet(attributes(notationComma(h.point("gif-xmp")))))) })
	s.add("gif-xmp-element.gif", func(h *hidden) []byte { return gifWith(gifXMP(packet(elements(notationDecimal(h.point("gif-xmp")))))) })
	s.add("gif-xmp-after-comment.gif", func(h *hidden) []byte {
		loop := []byte("\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00")
		return gifWith(loop, []byte("\x21\xfe\x08Invented\x00"), gifXMP(packet(elements(notationComma(h.point("gif-xmp"))))))
	})
}
