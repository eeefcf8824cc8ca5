package decode_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/scanner/household"
	"lampan/scanner/internal/decode"
	"lampan/scanner/source"
)

// takeout is as Google Takeout writes it, with invented values.
const takeout = `{
  "title": "IMG_1.jpg", "description": "Nya altanen\nhemma", "imageViews": "3",
  "creationTime": {"timestamp": "1780308000", "formatted": "1 juni 2026 10:00:00 UTC"},
  "photoTakenTime": {"timestamp": "1780304400", "formatted": "1 juni 2026 09:00:00 UTC"},
  "geoData": {"latitude": 60.5881, "longitude": 16.5301, "altitude": 0.0, "latitudeSpan": 0.0, "longitudeSpan": 0.0},
  "geoDataExif": {"latitude": 60.5882, "longitude": 16.5302, "altitude": 12.0, "latitudeSpan": 0.0, "longitudeSpan": 0.0},
  "people": [{"name": "Anna Lind"}, {"name": "Elsa Lind"}],
  "url": "https://photos.example/photo/1",
  "googlePhotosOrigin": {"mobileUpload": {"deviceType": "ANDROID_PHONE"}}
}`

// facebook has an album's title, a post around the picture and its place beside it.
const facebook = `[{
  "timestamp": 1780308000,
  "attachments": [
    {"data": [{"media": {
      "uri": "your_facebook_activity/posts/media/Mobil_1/1.jpg", "creation_timestamp": 1780308001,
      "media_metadata": {"photo_metadata": {"exif_data": [{"upload_ip": "192.0.2.1", "taken_timestamp": 1780304400, "camera_make": "Acme", "camera_model": "K1"}]}},
      "title": "Mobile Uploads", "description": "P\u00c3\u00a5 altanen"}}]},
    {"data": [{"place": {"name": "\u00c3\u0096rebro", "coordinate": {"latitude": 59.27, "longitude": 15.21}}}]}
  ],
  "data": [{"post": "P\u00c3\u00a5 altanen"}, {"update_timestamp": 1780308000}],
  "title": "Anna Lind added a new photo."
}, {
  "timestamp": 1780309000,
  "attachments": [{"data": [{"external_context": {"url": "https://nyheter.example/"}}]}],
  "data": [{"post": "Bara text"}]
}]`

const instagram = `[
  {"media": [{"uri": "media/posts/202606/a.jpg", "creation_timestamp": 1780308000,
     "media_metadata": {"photo_metadata": {"exif_data": [{"latitude": 60.5881, "longitude": 16.5301}, {"device_id": "x", "date_time_original": "20260601T090000.000Z"}]}, "camera_metadata": {"has_camera_metadata": true}},
     "title": "Midsommar hos mormor \u00f0\u009f\u008c\u00bc", "cross_post_source": {"source_app": "FB"}}]},
  {"media": [
     {"uri": "media/posts/202606/b.jpg", "creation_timestamp": 1780308100, "title": ""},
     {"uri": "media/posts/202606/c.mp4", "creation_timestamp": 1780308100, "title": "",
      "media_metadata": {"video_metadata": {"exif_data": [{"latitude": 0.0, "longitude": 0.0}]}, "subtitles": {"uri": "media/posts/202606/c.srt"}}}],
   "title": "Tv\u00c3\u00a5 bilder", "creation_timestamp": 1780308101}
]`

// Those from before 2020.
const oldInstagram = `{
  "photos": [{"caption": "Hemma", "taken_at": "2019-06-01T10:00:00", "location": "Sundsvall, Sweden", "path": "photos/201906/a.jpg"}],
  "videos": [{"caption": "", "taken_at": "2019-06-02T10:00:00", "path": "videos/201906/b.mp4"}]
}`

func at(lat, lon float64) exposure.Position {
	return exposure.Position{Lat: lat, Lon: lon, Layer: "sidecar"}
}

func TestSidecar(t *testing.T) {
	stockholm, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	unix := func(s int64) time.Time { return time.Unix(s, 0).In(stockholm) }
	for _, tc := range []struct {
		name, file, body string
		want             []decode.Beside
	}{
		{"Google Takeout", "IMG_1.jpg.json", takeout, []decode.Beside{{
			Title: "IMG_1.jpg", Published: unix(1780308000),
			Photo: exposure.Photo{
				Positions: []exposure.Position{at(60.5881, 16.5301), at(60.5882, 16.5302)}, Taken: unix(1780304400),
				People: []string{"Anna Lind", "Elsa Lind"}, Caption: "Nya altanen\nhemma",
			},
		}}},
		{"nowhere is no place", "a.json", `{"title":"a.jpg","photoTakenTime":{"timestamp":"0"},"geoData":{"latitude":0.0,"longitude":0.0},"geoDataExif":{"latitude":0,"longitude":0}}`, []decode.Beside{{Title: "a.jpg"}}},
		{"before 1970", "a.json", `{"photoTakenTime":{"timestamp":"-86400"}}`, []decode.Beside{{Photo: exposure.Photo{Taken: unix(-86400)}}}},
		{"wrong types", "a.json", `{"title":7,"description":["x"],"photoTakenTime":"nej","creationTime":{"timestamp":{}},"geoData":[1,2],"geoDataExif":{"latitude":"60.5","longitude":"16.5"},"people":[1,{"name":2},{"name":"Elsa"},null]}`, []decode.Beside{{
			Photo: exposure.Photo{Positions: []exposure.Position{at(60.5, 16.5)}, People: []string{"Elsa"}},
		}}},
		{"off the globe", "a.json", `{"photoTakenTime":{"timestamp":"1e300"},"geoData":{"latitude":91,"longitude":1},"geoDataExif":{"latitude":"NaN","longitude":"Inf"}}`, []decode.Beside{{}}},
		{"an album of Google Photos", "metadata.json", `{"title":"Sommar","description":"","geoData":{"latitude":60.5,"longitude":16.5},"date":{"timestamp":"1"}}`, nil},
		{"Facebook", "your_posts_1.json", facebook, []decode.Beside{{
			Path: "your_facebook_activity/posts/media/Mobil_1/1.jpg", Published: unix(1780308001),
			Photo: exposure.Photo{
				Positions: []exposure.Position{at(59.27, 15.21)}, Taken: unix(1780304400), Camera: "Acme K1",
				Places: []string{"Örebro"}, Caption: "På altanen",
			},
		}}},
		{"Instagram", "posts_1.json", instagram, []decode.Beside{
			{
				Path: "media/posts/202606/a.jpg", Published: unix(1780308000),
				Photo: exposure.Photo{Positions: []exposure.Position{at(60.5881, 16.5301)}, Taken: time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC), Caption: "Midsommar hos mormor 🌼"},
			},
			{Path: "media/posts/202606/b.jpg", Published: unix(1780308100), Photo: exposure.Photo{Caption: "Två bilder"}},
			{Path: "media/posts/202606/c.mp4", Published: unix(1780308100), Photo: exposure.Photo{Caption: "Två bilder"}},
		}},
		{"an old Instagram", "media.json", oldInstagram, []decode.Beside{
			{
				Path: "photos/201906/a.jpg", Published: time.Date(2019, 6, 1, 10, 0, 0, 0, stockholm),
				Photo: exposure.Photo{Places: []string{"Sundsvall, Sweden"}, Caption: "Hemma"},
			},
			{Path: "videos/201906/b.mp4", Published: time.Date(2019, 6, 2, 10, 0, 0, 0, stockholm)},
		}},
		{"a picture under its post and its album", "a.json", `[{"media":[{"uri":"m/a.jpg","title":"En"}]},{"photos":[{"uri":"m/a.jpg","description":"Två","creation_timestamp":1780308000}]}]`, []decode.Beside{
			{Path: "m/a.jpg", Published: unix(1780308000), Photo: exposure.Photo{Caption: "En\nTvå"}},
		}},
		{"paths that lead elsewhere", "a.json", `[{"uri":"../../../a.jpg"},{"uri":"/etc/b.jpg"},{"uri":"https://bilder.example/c.jpg"},{"uri":"d.txt"},{"uri":7}]`, []decode.Beside{{Path: "a.jpg"}, {Path: "etc/b.jpg"}}},
		{"Latin that is not mended", "a.json", `[{"media":[{"uri":"a.jpg","title":"På Åland"},{"uri":"b.jpg","title":"Ã ☕"}]}]`, []decode.Beside{
			{Path: "a.jpg", Photo: exposure.Photo{Caption: "På Åland"}}, {Path: "b.jpg", Photo: exposure.Photo{Caption: "Ã ☕"}},
		}},
		{"other JSON", "a.json", `{"name":"lampan","list":[1,2,{"latitude":60,"longitude":16}]}`, nil},
		{"a number", "a.json", `7`, nil},
		{"a byte-order mark", "a.json", "\xEF\xBB\xBF" + `{"photoTakenTime":{},"description":"Hej"}`, []decode.Beside{{Photo: exposure.Photo{Caption: "Hej"}}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := decode.Sidecar(tc.file, []byte(tc.body), stockholm)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("Sidecar (-want +got):\n%s", diff)
			}
		})
	}
}

// xmp is as Apple Photos and others write it beside a picture.
const xmp = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" exif:GPSLatitude="60,34.8N" exif:GPSLongitude="16,31.8E"><dc:creator><rdf:Seq><rdf:li>Anna Lind</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>`

func TestSidecarXMP(t *testing.T) {
	got, err := decode.Sidecar("IMG_1.XMP", []byte(xmp), time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 {
		t.Fatalf("%d sidecars; want one", len(got))
	}
	if diff := cmp.Diff([]exposure.Position{at(60.58, 16.53)}, got[0].Photo.Positions, near); diff != "" || got[0].Photo.Owner != "Anna Lind" {
		t.Errorf("%+v (-want +got):\n%s", got[0], diff)
	}
}

func TestSidecarBroken(t *testing.T) {
	for name, body := range map[string]string{
		"a.json": `{"photoTakenTime":`, "b.json": "", "c.json": strings.Repeat("[", 5000) + strings.Repeat("]", 5000),
		"d.xmp": "hej", "e.xmp": takeout, "f.json": "\xFF\xD8\xFF",
	} {
		list, err := decode.Sidecar(name, []byte(body), time.UTC)
		e, ok := errors.AsType[*source.Error](err)
		if !ok || e.Reason != source.Malformed || len(list) > 0 {
			t.Errorf("Sidecar(%s) = %v, %v; want malformed", name, list, err)
		}
		if err != nil && strings.Contains(err.Error(), "hej") {
			t.Errorf("the error %q carries text of the file", err)
		}
	}
}

// What the picture says itself stays; places that differ stand side by side.
func TestMerge(t *testing.T) {
	home := exposure.Position{Lat: 60.58, Lon: 16.53, Layer: "exif"}
	p := exposure.Photo{Positions: []exposure.Position{home}, Owner: "Anna Lind", Caption: "Hej", Parts: []string{"c2pa"}}
	b := decode.Beside{Photo: exposure.Photo{
		Positions: []exposure.Position{at(60.58, 16.53)}, Owner: "Erik", Camera: "Acme", Taken: time.Unix(1780304400, 0), Caption: "Hej\nDu", People: []string{"Elsa"},
	}}
	b.Merge(&p)
	b.Merge(&p)
	want := exposure.Photo{
		Positions: []exposure.Position{home, at(60.58, 16.53)}, Owner: "Anna Lind", Camera: "Acme", Taken: time.Unix(1780304400, 0),
		Caption: "Hej\nDu", People: []string{"Elsa"}, Parts: []string{"c2pa", "sidecar"},
	}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Errorf("merged (-want +got):\n%s", diff)
	}
}

// An export lists as much as it likes: it costs time in proportion, and no more is
// kept than a person would have written.
func TestSidecarMuch(t *testing.T) {
	var apart strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&apart, `{"uri":"a.jpg","description":"rad %d","latitude":1.%d,"longitude":2},`, i, i)
	}
	for name, body := range map[string]string{
		"one picture of many": `[` + apart.String() + `1]`,
		"one picture often":   `[` + strings.Repeat(`{"uri":"a.jpg","description":"x","latitude":1.5,"longitude":2},`, 20_000) + `1]`,
		"a post of many":      `{"timestamp":1780308000,"l":[` + strings.Repeat(`{"post":"x","description":"y","latitude":1.5,"longitude":2},`, 20_000) + `{"uri":"a.jpg"}]}`,
		"posts around a post": strings.Repeat(`{"timestamp":1780308000,"x":`, 30) + `[` + strings.Repeat(`{"uri":"a.jpg"},`, 20_000) + `1]` + strings.Repeat(`}`, 30),
	} {
		list, err := decode.Sidecar("a.json", []byte(body), time.UTC)
		if err != nil || len(list) != 1 {
			t.Errorf("%s: %d pictures, %v; want one", name, len(list), err)
			continue
		}
		if p := list[0].Photo; len(p.Caption) > 20<<10 || len(p.Positions) > 100 {
			t.Errorf("%s: %d bytes of captions, %d positions", name, len(p.Caption), len(p.Positions))
		}
	}
}

// A post of many lines says them of each of its pictures, and a list of more than an
// export holds is one that was not read whole.
func TestSidecarTooMuch(t *testing.T) {
	var lines, media strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&lines, `%x\n`, i)
	}
	for i := range 100_001 {
		fmt.Fprintf(&media, `{"uri":"%d.jpg","title":"b"},`, i)
	}
	pictures := `"l":[` + media.String() + `1]}`
	for name, tt := range map[string]struct {
		body  string
		total int // bytes of captions, at most
	}{
		"pictures": {`{` + pictures, 100_000},
		"words":    {`{"timestamp":1780308000,"description":"` + lines.String() + `",` + pictures, 17 << 20},
	} {
		list, err := decode.Sidecar("a.json", []byte(tt.body), time.UTC)
		if source.ReasonOf(err) != source.Limit || len(list) != 100_000 {
			t.Errorf("%s: %d pictures, %v; want 100000 and the limit", name, len(list), err)
		}
		total, most := 0, 0
		for _, b := range list {
			total += len(b.Photo.Caption)
			most = max(most, strings.Count(b.Photo.Caption, "\n"))
		}
		if total > tt.total || most > 200 {
			t.Errorf("%s: %d bytes of captions, the longest of %d lines", name, total, most)
		}
	}
}

// Captions and the words read in a picture are its text; the words are no part of
// its ID, since they depend on whether there was time to look.
func TestPhotoText(t *testing.T) {
	album := household.Source{ID: "bilder", Kind: exposure.Photos}
	p := exposure.Photo{Caption: "Hej"}
	first := decode.Stamp(album, exposure.Document{Locator: "a.jpg", Photo: &p})
	p.Seen = &exposure.Seen{Words: "Kallelse\u0000 till"}
	second := decode.Stamp(album, exposure.Document{Locator: "a.jpg", Photo: &p})
	if first.Text != "Hej" || second.Text != "Hej\n\nKallelse till" {
		t.Errorf("texts %q and %q", first.Text, second.Text)
	}
	if first.ID != second.ID {
		t.Error("the ID depends on what was seen")
	}
	p.Caption = "Hopp"
	if decode.Stamp(album, exposure.Document{Locator: "a.jpg", Photo: &p}).ID == first.ID {
		t.Error("the ID does not depend on the caption")
	}
}

func FuzzSidecar(f *testing.F) {
	for _, s := range []string{takeout, facebook, instagram, oldInstagram, `{"photoTakenTime":{}}`, "[[[", "7"} {
		f.Add("a.json", []byte(s))
	}
	f.Add("a.xmp", []byte(xmp))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		list, err := decode.Sidecar(name, data, time.UTC)
		if err != nil {
			if e, ok := errors.AsType[*source.Error](err); !ok || e.Reason != source.Malformed && e.Reason != source.Limit {
				t.Fatalf("error %v; want malformed or limit", err)
			}
		}
		for _, b := range list {
			p := b.Alone()
			for _, at := range p.Positions {
				if !(at.Lat >= -90 && at.Lat <= 90 && at.Lon >= -180 && at.Lon <= 180) || at.Lat == 0 && at.Lon == 0 {
					t.Fatalf("position %v is nowhere", at)
				}
			}
			for _, s := range append(append([]string{b.Title, b.Path, p.Caption, p.Camera}, p.People...), p.Places...) {
				if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
					t.Fatalf("%q is not clean text", s)
				}
			}
			if strings.HasPrefix(b.Path, "/") || strings.HasPrefix(b.Path, "../") {
				t.Fatalf("path %q leads elsewhere", b.Path)
			}
		}
	})
}
