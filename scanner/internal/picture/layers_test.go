package picture_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lampan/scanner/internal/picture"
)

// sample is a file and the places that it gives away.
type sample struct {
	name   string
	file   []byte
	format string
	want   []place
}

func layers() []sample {
	home := func(layer string) []place { return []place{{layer, 59.32933, 18.07}} }
	film := func(parts ...[]byte) []byte { return append(ftyp("mp42"), box("moov", parts...)...) }
	iso := "+59.32933+018.07000+027.5/"
	motion := film(box("udta", quick("\xa9xyz", iso)))
	prefixed := append(u32(6), append([]byte("Exif\x00\x00"), located()...)...)
	app1 := append([]byte("Exif\x00\x00"), located()...)
	halves := [][]byte{segment(0xe1, app1[:60]), segment(0xe1, append([]byte("Exif\x00\x00"), app1[60:]...))}
	seven := xmp("", `<dc:subject><rdf:Bag><rdf:li>geo:lat=59.32933</rdf:li><rdf:li>geo:lon=18.07</rdf:li></rdf:Bag></dc:subject>`)
	described := xmp(`xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"`,
		`<e:LocationCreated><rdf:Bag><rdf:li rdf:parseType="Resource"><exif:GPSLatitude>59,19.76N</exif:GPSLatitude><exif:GPSLongitude>18,4.2E</exif:GPSLongitude></rdf:li></rdf:Bag></e:LocationCreated>`+
			`<e:LocationShown><rdf:Bag><rdf:li exif:GPSLatitude="57,42N" exif:GPSLongitude="11,58E"/></rdf:Bag></e:LocationShown>`)
	inner := base64.StdEncoding.EncodeToString(jpeg(segment(0xe1, app1)))

	return []sample{
		{"exif in two segments", jpeg(halves...), "jpeg", home("exif")},
		{"exif without its signature", jpeg(segment(0xe1, append([]byte("Exxf\x00\x00"), located()...))), "jpeg", home("exif")},
		{"exif behind a segment of the wrong length", jpeg([]byte{0xff, 0xe0, 0, 9, 1, 2, 3}, segment(0xe1, app1)), "jpeg", home("exif")},
		{"thumbnail", thumbnailed(), "jpeg", home("thumbnail-exif")},
		{"second picture", multi(jpeg(segment(0xe1, app1))), "jpeg", home("thumbnail-exif")},
		{"xmp", jpeg(app1XMP(xmpAt("59,19.76N", "18,4.2E"))), "jpeg", home("xmp")},
		{"xmp in UTF-16", jpeg(segment(0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00"+utf16(xmpAt("59,19.76N", "18,4.2E"))))), "jpeg", home("xmp")},
		{"extended xmp", jpeg(extended(xmpAt("59,19.76N", "18,4.2E"))...), "jpeg", home("xmp-extended")},
		{"picture inside xmp", jpeg(app1XMP(xmp("", `<xmp:Thumbnails xmlns:g="http://ns.adobe.com/xap/1.0/g/img/"><g:image>`+inner+`</g:image></xmp:Thumbnails>`))), "jpeg", home("thumbnail-exif")},
		{"places created and shown", jpeg(app1XMP(described)), "jpeg", []place{{"xmp", 59.32933, 18.07}, {"xmp", 57.7, 11.96667}}},
		{"keywords", jpeg(app1XMP(seven)), "jpeg", home("xmp")},
		{"iptc", jpeg(segment(0xed, append([]byte("Photoshop 3.0\x00"), resource(0x404, append(dataset(25, "geo:lat=59.32933"), dataset(25, "geo:long=18.07")...))...))), "jpeg", home("iptc")},
		{"iptc of a place", jpeg(segment(0xed, append([]byte("Photoshop 3.0\x00"), resource(0x404, dataset(92, "59.32933, 18.07000"))...))), "jpeg", home("iptc")},
		{"motion photo", append(jpeg(), motion...), "jpeg", home("motion-video")},
		{"motion photo behind a mark", append(append(jpeg(), "MotionPhoto_Data"...), motion...), "jpeg", home("motion-video")},
		{"picture behind the picture", append(append(jpeg(), 0, 0), jpeg(segment(0xe1, app1))...), "jpeg", home("trailer-exif")},
		{"manifest", jpeg(app11(manifest())...), "jpeg", []place{{"c2pa", 59.32933, 18.07}, {"c2pa", -33.45, -70.65}}},
		{"GoPro's segment", jpeg(segment(0xe6, append([]byte("GoPro\x00"), gpmf(59.32933, 18.07)...))), "jpeg", home("gopro")},

		{"png", png(pngChunk("eXIf", located())), "png", home("png-exif")},
		{"png with a profile", png(pngChunk("zTXt", append([]byte("Raw profile type exif\x00\x00"), packed(profile("exif", app1))...))), "png", home("png-exif")},
		{"png with xmp", png(pngChunk("iTXt", []byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00"+xmpAt("59.32933", "18.07")))), "png", home("xmp")},
		{"png with packed xmp", png(pngChunk("iTXt", append([]byte("XML:com.adobe.xmp\x00\x01\x00\x00\x00"), packed([]byte(xmpAt("59.32933", "18.07")))...))), "png", home("xmp")},
		{"png with texts", png(pngChunk("tEXt", []byte("exif:GPSLatitude\x0059/1, 19/1, 456/10")), pngChunk("tEXt", []byte("exif:GPSLongitude\x0018/1, 4/1, 12/1"))), "png", home("png-text")},
		{"png with a manifest", png(pngChunk("caBX", manifest())), "png", []place{{"c2pa", 59.32933, 18.07}, {"c2pa", -33.45, -70.65}}},
		{"png with a film behind it", append(png(), motion...), "png", home("motion-video")},
		{"webp", webp(riff("VP8X", []byte{0, 0, 0, 0, 127, 2, 0, 223, 1, 0}), riff("EXIF", located())), "webp", home("exif")},
		{"webp with xmp", webp(riff("XMP ", []byte(xmpAt("59.32933", "18.07")))), "webp", home("xmp")},
		{"gif", gif(gifXMP(xmpAt("59.32933", "18.07"))), "gif", home("xmp")},
		{"psd", psd(append(resource(0x422, located()), resource(0x424, []byte(xmpAt("57,42N", "11,58E")))...)), "psd", []place{{"exif", 59.32933, 18.07}, {"xmp", 57.7, 11.96667}}},
		{"tiff", tiff(binary.LittleEndian, dir{{0x100, uint16(640)}, {0x101, uint16(480)}, {0x8825, at()}}), "tiff", home("exif")},
		{"raw", tiff(binary.LittleEndian, dir{{0x106, uint16(32803)}, {0x8825, at()}}), "raw", home("exif")},
		{"tiff with xmp", tiff(binary.LittleEndian, dir{{0x2bc, []byte(xmpAt("59.32933", "18.07"))}}), "tiff", home("xmp")},
		{"raf", raf(jpeg(segment(0xe1, app1))), "raw", home("exif")},

		{"heic", heif("heic", []string{"Exif", "mime"}, prefixed, []byte(xmpAt("57,42N", "11,58E"))), "heic", []place{{"exif", 59.32933, 18.07}, {"xmp", 57.7, 11.96667}}},
		{"avif", heif("avif", []string{"Exif"}, append(u32(0), located()...)), "avif", home("exif")},
		{"heic with a film", append(heif("heic", nil), box("mpvd", motion)...), "heic", home("motion-video")},
		{"jxl", bytes.Join([][]byte{box("JXL ", []byte("\r\n\x87\n")), ftyp("jxl "), box("Exif", u32(0), located())}, nil), "jxl", home("exif")},
		{"jxl with xmp", bytes.Join([][]byte{box("JXL ", []byte("\r\n\x87\n")), ftyp("jxl "), box("xml ", []byte(xmpAt("59.32933", "18.07")))}, nil), "jxl", home("xmp")},
		{"jxl with a manifest", bytes.Join([][]byte{box("JXL ", []byte("\r\n\x87\n")), ftyp("jxl "), manifest()}, nil), "jxl", []place{{"c2pa", 59.32933, 18.07}, {"c2pa", -33.45, -70.65}}},
		{"cr3", append(ftyp("crx "), box("moov", box("uuid", []byte("\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48"), box("CMT4", tiff(binary.LittleEndian, at()))))...), "raw", home("exif")},
		{"quicktime", motion, "mp4", home("quicktime")},
		{"keys", film(keyed("com.apple.quicktime.location.ISO6709", iso)), "mp4", home("keys")},
		{"loci", film(box("udta", loci(59.32933, 18.07))), "mp4", []place{{"loci", 59.32933, 18.07001}}},
		{"film with xmp", append(ftyp("qt  "), box("uuid", []byte("\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac"), []byte(xmpAt("59.32933", "18.07")))...), "mov", home("xmp")},
		{"film with a manifest", append(ftyp("mp42"), box("uuid", []byte("\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81\x00\x00\x00\x00manifest\x00\x00\x00\x00\x00\x00\x00\x00\x00"), manifest())...), "mp4", []place{{"c2pa", 59.32933, 18.07}, {"c2pa", -33.45, -70.65}}},
		{"camera motion track", tracked(box("camm"), camm(59.32933, 18.07), camm(57.7, 11.96667)), "mp4", []place{{"track", 59.32933, 18.07}, {"track", 57.7, 11.96667}}},
		{"GoPro's track", tracked(box("gpmd"), gpmf(59.32933, 18.07)), "mp4", home("track")},
		{"Apple's track", tracked(mebx(), box("\x00\x00\x00\x01", []byte(iso))), "mp4", home("track")},
		{"a drone's subtitles", tracked(box("tx3g"), append(u16(44), "[latitude: 59.32933] [longitude: 18.07000]"...)), "mp4", home("track")},

		{"a receiver's sentences", tracked(box("text"), append(u16(70), "$GPRMC,080509.00,A,5919.76,N,01804.20,E,0.0,0.0,140526,,,A*5C"...)), "mp4", home("track")},
		{"tiff with a manifest", tiff(binary.LittleEndian, dir{{0xcd41, manifest()}}), "tiff", []place{{"c2pa", 59.32933, 18.07}, {"c2pa", -33.45, -70.65}}},
		{"tiff of two pages", tiff(binary.LittleEndian, dir{{0x8825, at()}}, dir{{0x8825, dir{{1, "N"}, {2, ratios{{57, 1}, {42, 1}, {0, 1}}}, {3, "E"}, {4, ratios{{12, 1}, {0, 1}, {0, 1}}}}}}), "tiff", []place{{"exif", 59.32933, 18.07}, {"exif", 57.7, 12}}},
		{"large photo with another behind it", append(large(), jpeg(segment(0xe1, app1))...), "jpeg", home("trailer-exif")},
		{"exif with bytes lost", jpeg(segment(0xe1, lost())), "jpeg", home("exif")},

		{"sidecar", []byte(xmpAt("59,19.76N", "18,4.2E")), "xmp", home("sidecar")},
		{"a platform's sidecar", []byte(`{"title":"a.jpg","geoData":{"latitude":59.32933,"longitude":18.07,"altitude":0.0},"people":[{"name":"Anna Lind"}]}`), "json", home("sidecar")},
		{"Apple's sidecar, south and west", []byte(xmp("", "<exif:GPSLatitude>33.45</exif:GPSLatitude><exif:GPSLatitudeRef>S</exif:GPSLatitudeRef><exif:GPSLongitudeRef>W</exif:GPSLongitudeRef><exif:GPSLongitude>70.65</exif:GPSLongitude>")), "xmp", []place{{"sidecar", -33.45, -70.65}}},
		{"nowhere", jpeg(app1XMP(xmpAt("0,0N", "0,0E"))), "jpeg", nil},
		{"off the globe", jpeg(app1XMP(xmpAt("91,0N", "18,0E"))), "jpeg", nil},
	}
}

// large is a photo of two megabytes.
func large() []byte {
	b := jpeg()
	return append(append(b[:len(b)-2], make([]byte, 2<<20)...), 0xff, 0xd9)
}

// lost is a block of EXIF that lost four bytes of the maker's name, ahead of the
// directory of the place.
func lost() []byte {
	b := append([]byte("Exif\x00\x00"), tiff(binary.BigEndian, dir{{0x10f, "Ljus och mer ljus"}, {0x8825, at()}})...)
	i := bytes.Index(b, []byte("och "))
	return slices.Delete(b, i, i+4)
}

func utf16(s string) string {
	var out strings.Builder
	out.WriteString("\xff\xfe")
	for _, r := range s {
		out.WriteByte(byte(r))
		out.WriteByte(0)
	}
	return out.String()
}

func raf(jpeg []byte) []byte {
	b := append([]byte("FUJIFILMCCD-RAW 0201FF"), make([]byte, 84-22)...)
	return append(append(append(b, u32(92)...), u32(len(jpeg))...), jpeg...)
}

func TestLayers(t *testing.T) {
	for _, tt := range layers() {
		t.Run(tt.name, func(t *testing.T) {
			p := read(t, tt.file)
			if p.Format != tt.format {
				t.Errorf("format %q; want %q", p.Format, tt.format)
			}
			if diff := cmp.Diff(tt.want, places(p)); diff != "" {
				t.Errorf("%s\nfaults %v", diff, p.Faults)
			}
		})
	}
}

func TestNotations(t *testing.T) {
	for _, tt := range []struct{ lat, lon string }{
		{"59,19.76N", "18,4.2E"},
		{"59,19,45.6N", "18,4,12E"},
		{"59.329333", "18.07"},
		{"59,329333", "18,07"},
		{"N 59° 19' 45.6&quot;", "E 18° 4' 12&quot;"},
		{"59° 19,76' N", "18° 4,2' E"},
		{"59.329333N", "18.07E"},
		{"59/1,19/1,456/10", "18/1,4/1,12/1"},
		{"+59.329333", "+18.07"},
		{"59 19 45.6", "18 4 12"},
	} {
		p := read(t, []byte(xmpAt(tt.lat, tt.lon)))
		if diff := cmp.Diff([]place{{"sidecar", 59.32933, 18.07}}, places(p)); diff != "" {
			t.Errorf("%s %s: %s", tt.lat, tt.lon, diff)
		}
	}
}

func TestISO6709(t *testing.T) {
	for _, s := range []string{"+59.32933+018.07000/", "+5919.76+01804.2/", "+591945.6+0180412.0+27.5/", "+59.32933+018.07+027.5CRSWGS_84/"} {
		p := read(t, append(ftyp("qt  "), box("moov", box("udta", quick("\xa9xyz", s)))...))
		if diff := cmp.Diff([]place{{"quicktime", 59.32933, 18.07}}, places(p)); diff != "" {
			t.Errorf("%s: %s", s, diff)
		}
	}
}

func TestTexts(t *testing.T) {
	packet := xmp(`xmlns:m="http://www.metadataworkinggroup.com/schemas/regions/" xmlns:a="http://ns.adobe.com/xmp/sType/Area#" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" aux:SerialNumber="Z9"`,
		`<dc:creator><rdf:Seq><rdf:li>Anna Lind</rdf:li></rdf:Seq></dc:creator>`+
			`<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Sj&#xF6; &amp; strand</rdf:li></rdf:Alt></dc:description>`+
			`<m:Regions rdf:parseType="Resource"><m:RegionList><rdf:Bag>`+
			`<rdf:li><rdf:Description m:Name="Elsa" m:Type="Face"><m:Area a:x="0.5" a:y="0.25" a:w="0.1" a:h="0.2"/></rdf:Description></rdf:li>`+
			`<rdf:li><rdf:Description m:Name="Misse" m:Type="Pet"><m:Area a:x="0.1" a:y="0.2" a:w="0.1" a:h="0.2"/></rdf:Description></rdf:li>`+
			`</rdf:Bag></m:RegionList></m:Regions>`)
	got := read(t, jpeg(app1XMP(packet), segment(0xed, append([]byte("Photoshop 3.0\x00"), resource(0x404, append(dataset(80, "Anna Lind"), dataset(90, "Bollnäs")...))...)))).Texts
	want := []picture.Text{
		{"serial", "Z9", "xmp"},
		{"author", "Anna Lind", "xmp"},
		{"caption", "Sjö & strand", "xmp"},
		{"person", "Elsa", "xmp"},
		{"face", "0.5 0.25 0.1 0.2", "xmp"},
		{"author", "Anna Lind", "iptc"},
		{"place", "Bollnäs", "iptc"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTextsAreClean(t *testing.T) {
	got := read(t, jpeg(segment(0xfe, []byte("Hej\x1b[31m\u202e på\ndig\x00resten")))).Texts
	if diff := cmp.Diff([]picture.Text{{"caption", "Hej[31m på dig", "comment"}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestLongPacket(t *testing.T) {
	p := read(t, []byte(xmpAt("59,19.76N", "18,4.2E")+strings.Repeat(" ", 9<<20)))
	if len(p.Positions) != 1 || len(p.Faults) != 1 {
		t.Errorf("a packet of 9 MB gave %v, faults %v", p.Positions, p.Faults)
	}
}

func BenchmarkRead(b *testing.B) {
	file := jpeg(exif(binary.BigEndian, dir{{0x8825, at()}}), app1XMP(xmpAt("59,19.76N", "18,4.2E")))
	photo := append(append(file[:len(file)-2:len(file)-2], make([]byte, 3<<20)...), 0xff, 0xd9)
	b.ReportAllocs()
	for b.Loop() {
		picture.Read(bytes.NewReader(photo), int64(len(photo)), picture.Limits{})
	}
}

func TestMakerNotes(t *testing.T) {
	serial := tiff(binary.LittleEndian, dir{{0x1d, "N123456"}})
	nikon := append([]byte("Nikon\x00\x02\x10\x00\x00"), serial...)
	got := read(t, jpeg(exif(binary.BigEndian, dir{{0x8769, dir{{0x927c, nikon}}}}))).Texts
	if diff := cmp.Diff([]picture.Text{{"serial", "N123456", "maker-note"}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestLimits(t *testing.T) {
	b := jpeg(app1XMP(xmpAt("59,19.76N", "18,4.2E")))
	p := picture.Read(bytes.NewReader(b), int64(len(b)), picture.Limits{Reads: 1, Items: 2})
	if len(p.Faults) == 0 || p.Positions != nil {
		t.Errorf("two items gave %v, faults %v", p.Positions, p.Faults)
	}
	// A hundred boxes, each in the one before.
	deep := []byte{}
	for range 100 {
		deep = box("moov", deep)
	}
	if p := read(t, deep); len(p.Faults) == 0 {
		t.Error("boxes without end gave no fault")
	}
}

func TestBomb(t *testing.T) {
	bomb := pngChunk("zTXt", append([]byte("Comment\x00\x00"), packed(make([]byte, 6<<20))...))
	p := read(t, png(bomb, bomb, bomb, bomb))
	if len(p.Faults) != 4 {
		t.Errorf("four texts of 6 MB each: faults %v", p.Faults)
	}
}

// counted is a file that counts what is read of it.
type counted struct {
	*bytes.Reader
	bytes int
}

func (c *counted) ReadAt(b []byte, off int64) (int, error) {
	n, err := c.Reader.ReadAt(b, off)
	c.bytes += n
	return n, err
}

func TestReadsLittle(t *testing.T) {
	b := jpeg(exif(binary.BigEndian, dir{{0x8825, at()}}))
	photo := append(append(b[:len(b)-2:len(b)-2], make([]byte, 5<<20)...), 0xff, 0xd9)
	c := &counted{Reader: bytes.NewReader(photo)}
	if p := picture.Read(c, int64(len(photo)), picture.Limits{}); len(p.Positions) != 1 || c.bytes > 512<<10 {
		t.Errorf("read %d bytes for %v", c.bytes, p.Positions)
	}
}

// honest tells what no file may make untrue.
func honest(t *testing.T, b []byte) {
	t.Helper()
	p := read(t, b)
	for _, q := range p.Positions {
		if !(q.Lat >= -90 && q.Lat <= 90 && q.Lon >= -180 && q.Lon <= 180) || q.Lat == 0 && q.Lon == 0 || q.Layer == "" {
			t.Errorf("position %v", q)
		}
	}
	for _, x := range p.Texts {
		if x.Value == "" || !utf8.ValidString(x.Value) || strings.ContainsAny(x.Value, "\x00\x1b\u202e") {
			t.Errorf("text %q", x)
		}
	}
	for _, x := range p.Thumbs {
		if x.Offset < 0 || x.Size <= 0 || x.Offset+x.Size > int64(len(b)) {
			t.Errorf("thumbnail %v of %d bytes", x, len(b))
		}
	}
	for _, x := range p.Parts {
		if x.Size < 0 || x.Offset >= 0 && x.Offset+x.Size > int64(len(b)) {
			t.Errorf("part %v of %d bytes", x, len(b))
		}
	}
	if p.Orientation < 0 || p.Orientation > 8 || p.Width < 0 || p.Height < 0 {
		t.Errorf("%d × %d turned %d", p.Width, p.Height, p.Orientation)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range layers() {
		f.Add(s.file)
	}
	f.Fuzz(honest)
}

func FuzzJPEG(f *testing.F) {
	f.Add(byte(0xe1), append([]byte("Exif\x00\x00"), located()...), []byte{})
	f.Add(byte(0xed), append([]byte("Photoshop 3.0\x00"), resource(0x404, dataset(25, "geo:lat=1"))...), ftyp("mp42"))
	f.Add(byte(0xeb), append([]byte("JP\x00\x01\x00\x00\x00\x01"), manifest()...), jpeg())
	f.Fuzz(func(t *testing.T, marker byte, body, behind []byte) {
		honest(t, append(jpeg(segment(marker, body[:min(len(body), 65533)])), behind...))
	})
}

func FuzzEXIF(f *testing.F) {
	f.Add(located())
	f.Fuzz(func(t *testing.T, b []byte) {
		honest(t, b)
		honest(t, webp(riff("EXIF", b)))
	})
}

func FuzzPNG(f *testing.F) {
	f.Add("eXIf", located())
	f.Add("zTXt", append([]byte("Raw profile type exif\x00\x00"), packed(profile("exif", located()))...))
	f.Add("iTXt", []byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00"+xmpAt("59.3", "18.1")))
	f.Fuzz(func(t *testing.T, kind string, b []byte) { honest(t, png(pngChunk(kind, b))) })
}

func FuzzWebP(f *testing.F) {
	f.Add("XMP ", []byte(xmpAt("59.3", "18.1")))
	f.Fuzz(func(t *testing.T, kind string, b []byte) { honest(t, webp(riff(kind, b))) })
}

func FuzzGIF(f *testing.F) {
	f.Add(gifXMP(xmpAt("59.3", "18.1")))
	f.Fuzz(func(t *testing.T, b []byte) { honest(t, gif(b)) })
}

func FuzzPSD(f *testing.F) {
	f.Add(resource(0x422, located()))
	f.Fuzz(func(t *testing.T, b []byte) { honest(t, psd(b)) })
}

func FuzzHEIF(f *testing.F) {
	f.Add(heif("heic", []string{"Exif"}, append(u32(0), located()...))[20:])
	f.Fuzz(func(t *testing.T, b []byte) { honest(t, append(ftyp("heic"), b...)) })
}

func FuzzFilm(f *testing.F) {
	f.Add(box("moov", keyed("com.apple.quicktime.location.ISO6709", "+59.3+018.0/"), box("udta", loci(59, 18))))
	f.Add(tracked(box("camm"), camm(59.3, 18.1))[20:])
	f.Add(tracked(mebx(), box("\x00\x00\x00\x01", []byte("+59.3+018.0/")))[20:])
	f.Fuzz(func(t *testing.T, b []byte) { honest(t, append(ftyp("mp42"), b...)) })
}

func FuzzXMP(f *testing.F) {
	f.Add(xmpAt("59,19.76N", "18,4.2E"))
	f.Fuzz(func(t *testing.T, s string) { honest(t, []byte("<x:xmpmeta><rdf:RDF>"+s)) })
}

func FuzzManifest(f *testing.F) {
	f.Add(manifest())
	f.Fuzz(func(t *testing.T, b []byte) {
		honest(t, append(append(box("JXL ", []byte("\r\n\x87\n")), ftyp("jxl ")...), jumbf("c2pa", box("cbor", b), box("json", b))...))
	})
}

// TestSerials reads notes of makers that stand outside the usual layouts.
func TestSerials(t *testing.T) {
	serial := func(d dir, at int) []byte { return directories(binary.LittleEndian, at, d) }
	for _, tt := range []struct {
		name, make, want string
		note             []byte
	}{
		{"Pentax", "PENTAX", "4215879", append([]byte("PENTAX \x00II"), serial(dir{{0x0229, "4215879"}}, 10)...)},
		{"Ricoh GR", "RICOH IMAGING COMPANY, LTD.", "7004412", append([]byte("RICOH\x00II"), serial(dir{{0x0229, "7004412"}}, 8)...)},
		{"Pentax by the TIFF", "PENTAX Corporation", "abc", append([]byte("AOC\x00II"), serial(dir{{0x0229, []byte("abc\x00")}}, 6)...)},
		{"Ricoh, counted", "RICOH", "0102ff04", append([]byte("RICOH\x00\x00\x00"), serial(dir{{0x0005, []byte{1, 2, 255, 4}}}, 8)...)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := jpeg(exif(binary.LittleEndian, dir{{0x10f, tt.make}, {0x8769, dir{{0x927c, tt.note}}}}))
			if diff := cmp.Diff([]string{tt.want}, texts(read(t, b), "serial")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestCR3Note reads the owner and the number of a camera from Canon's box.
func TestCR3Note(t *testing.T) {
	const canon = "\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48"
	note := box("CMT3", tiff(binary.LittleEndian, dir{{0x0009, "Eva Exempel"}, {0x000c, uint32(4711)}}))
	b := append(box("ftyp", []byte("crx \x00\x00\x00\x01crx ")), box("moov", box("uuid", []byte(canon), note))...)
	p := read(t, b)
	if diff := cmp.Diff([]string{"Eva Exempel"}, texts(p, "owner")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"4711"}, texts(p, "serial")); diff != "" {
		t.Error(diff)
	}
}

// TestPackedBoxes holds a packed box to what may be unpacked.
func TestPackedBoxes(t *testing.T) {
	// A stream that says a window of 16 MB, and one that a box repeats.
	wide := box("brob", []byte("Exif\x0f\x00\x00\x00"))
	b := append([]byte("\x00\x00\x00\x0cJXL \r\n\x87\n"), wide...)
	if p := read(t, b); !slices.ContainsFunc(p.Faults, func(f picture.Fault) bool { return f.What == "packed box is not readable" }) {
		t.Errorf("a window of 16 MB: faults %v", p.Faults)
	}
	for range 10 {
		b = append(b, box("brob", []byte("Exif\x06\x00\x00\x00"))...)
	}
	if p := read(t, b); !slices.ContainsFunc(p.Faults, func(f picture.Fault) bool { return f.What == "too many packed boxes" }) {
		t.Errorf("11 packed boxes: faults %v", p.Faults)
	}
}

func texts(p *picture.Picture, what string) []string {
	var out []string
	for _, x := range p.Texts {
		if x.What == what {
			out = append(out, x.Value)
		}
	}
	return out
}
