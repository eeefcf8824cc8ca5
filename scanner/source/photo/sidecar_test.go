package photo_test

import (
	"archive/zip"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/scanner/source"
	"lampan/scanner/source/sourcetest"
)

// takeout is a sidecar of Google Takeout, with a person to know it by.
func takeout(title, person string) []byte {
	return fmt.Appendf(nil, `{"title":%q,"photoTakenTime":{"timestamp":"1780304400"},"creationTime":{"timestamp":"1780308000"},
		"geoData":{"latitude":60.5,"longitude":16.5},"geoDataExif":{"latitude":0.0,"longitude":0.0},"people":[{"name":%q}]}`, title, person)
}

func xmp(creator string) []byte {
	return fmt.Appendf(nil, `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" exif:GPSLatitude="60,30N" exif:GPSLongitude="16,30E"><dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>`, creator)
}

// bare is a picture that says nothing itself.
func bare() []byte { return sourcetest.Picture{}.JPEG() }

// say tells what the documents say of people and owners, by locator, and the
// faults in brackets.
func say(r sourcetest.Result) map[string]string {
	out := map[string]string{}
	for _, d := range r.Documents {
		out[strings.TrimPrefix(d.Locator, "bilder/")] = strings.Join(append(slices.Clone(d.Photo.People), d.Photo.Owner), "")
	}
	for _, reason := range r.Reasons() {
		out["["+string(reason)+"]"] = ""
	}
	return out
}

// Names that Google Takeout and others give to sidecars and to pictures.
func TestSidecarNames(t *testing.T) {
	const long = "En_mycket_lang_rubrik_pa_en_bild_fran_semestern_i_fjallen.jpg"
	for name, tc := range map[string]struct {
		files []string // a sidecar tells its own name
		want  map[string]string
	}{
		"Takeout":                   {[]string{"IMG_1.jpg", "IMG_1.jpg.json", "IMG_2.jpg"}, map[string]string{"IMG_1.jpg": "IMG_1.jpg.json", "IMG_2.jpg": ""}},
		"since 2024":                {[]string{"IMG_1.jpg", "IMG_1.jpg.supplemental-metadata.json"}, map[string]string{"IMG_1.jpg": "IMG_1.jpg.supplemental-metadata.json"}},
		"cut":                       {[]string{"IMG_1.jpg", "IMG_1.jpg.supplemental-metad.json"}, map[string]string{"IMG_1.jpg": "IMG_1.jpg.supplemental-metad.json"}},
		"cut to one letter":         {[]string{"IMG_1.jpg", "IMG_1.jpg.s.json"}, map[string]string{"IMG_1.jpg": "IMG_1.jpg.s.json"}},
		"cut to none":               {[]string{"IMG_1.jpg", "IMG_1.jpg..json"}, map[string]string{"IMG_1.jpg": "IMG_1.jpg..json"}},
		"numbered":                  {[]string{"IMG_1.jpg", "IMG_1(1).jpg", "IMG_1.jpg.json", "IMG_1.jpg(1).json"}, map[string]string{"IMG_1.jpg": "IMG_1.jpg.json", "IMG_1(1).jpg": "IMG_1.jpg(1).json"}},
		"numbered since 2024":       {[]string{"IMG_1.jpg", "IMG_1(1).jpg", "IMG_1.jpg.suppl(1).json"}, map[string]string{"IMG_1.jpg": "", "IMG_1(1).jpg": "IMG_1.jpg.suppl(1).json"}},
		"numbered within":           {[]string{"IMG_1(1).jpg", "IMG_1(1).jpg.json"}, map[string]string{"IMG_1(1).jpg": "IMG_1(1).jpg.json"}},
		"a long name, cut":          {[]string{long, long[:46] + ".json", "En_annan.jpg"}, map[string]string{long: long[:46] + ".json", "En_annan.jpg": ""}},
		"edited":                    {[]string{"IMG_1.jpg", "IMG_1-redigerad.jpg", "IMG_1.jpg.json"}, map[string]string{"IMG_1.jpg": "IMG_1.jpg.json", "IMG_1-redigerad.jpg": "IMG_1.jpg.json"}},
		"another case":              {[]string{"IMG_1.JPG", "IMG_1.jpg.JSON"}, map[string]string{"IMG_1.JPG": "IMG_1.jpg.JSON"}},
		"without an ending":         {[]string{"IMG_1.jpg", "IMG_1.json"}, map[string]string{"IMG_1.jpg": "IMG_1.json"}},
		"in another folder":         {[]string{"a/IMG_1.jpg", "b/IMG_1.jpg.json"}, map[string]string{"a/IMG_1.jpg": "", "b/IMG_1.jpg.json": "b/IMG_1.jpg.json"}},
		"XMP with the ending":       {[]string{"IMG_1.jpg", "IMG_1.png", "IMG_1.jpg.xmp"}, map[string]string{"IMG_1.jpg": "IMG_1.jpg.xmp", "IMG_1.png": ""}},
		"XMP without it":            {[]string{"IMG_1.jpg", "IMG_1.xmp"}, map[string]string{"IMG_1.jpg": "IMG_1.xmp"}},
		"XMP beside two":            {[]string{"IMG_1.jpg", "IMG_1.dng", "IMG_1.xmp"}, map[string]string{"IMG_1.jpg": "", "IMG_1.dng": "", "IMG_1.xmp": "IMG_1.xmp"}},
		"both":                      {[]string{"IMG_1.jpg", "IMG_1.jpg.json", "IMG_1.xmp"}, map[string]string{"IMG_1.jpg": "IMG_1.jpg.jsonIMG_1.xmp"}},
		"without its picture":       {[]string{"borta.jpg.json", "borta.xmp"}, map[string]string{"borta.jpg.json": "borta.jpg.json", "borta.xmp": "borta.xmp"}},
		"a sidecar by its sidecars": {[]string{"a.json.json", "a.json"}, map[string]string{"a.json.json": "a.json.json", "a.json": "a.json"}},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string][]byte{}
			var members []packed
			for _, f := range tc.files {
				body := bare()
				switch {
				case strings.HasSuffix(strings.ToLower(f), ".json"):
					body = takeout("", f)
				case strings.HasSuffix(f, ".xmp"):
					body = xmp(f)
				}
				files["bilder/"+f] = body
				members = append(members, packed{f, body, nil})
			}
			if diff := cmp.Diff(tc.want, say(read(t, files))); diff != "" {
				t.Errorf("in a folder (-want +got):\n%s", diff)
			}
			inside := map[string]string{}
			for k, v := range tc.want {
				inside["a.zip#"+k] = v
			}
			if diff := cmp.Diff(inside, say(read(t, map[string][]byte{"bilder/a.zip": archive(t, zip.Deflate, members...)}))); diff != "" {
				t.Errorf("in a zip file (-want +got):\n%s", diff)
			}
		})
	}
}

// A sidecar that is named after no picture may tell its name.
func TestSidecarTitle(t *testing.T) {
	files := map[string][]byte{"bilder/a_b.jpg": bare(), "bilder/0.json": takeout("A&b.jpg", "Anna"), "bilder/c/a_b.jpg": bare()}
	want := map[string]string{"a_b.jpg": "Anna", "c/a_b.jpg": ""}
	if diff := cmp.Diff(want, say(read(t, files))); diff != "" {
		t.Errorf("documents (-want +got):\n%s", diff)
	}
}

func TestSidecarMerged(t *testing.T) {
	r := read(t, map[string][]byte{"bilder/a.jpg": home(), "bilder/a.jpg.json": takeout("a.jpg", "Elsa Lind")})
	if len(r.Documents) != 1 || len(r.Faults) > 0 {
		t.Fatalf("documents %q, faults %v", r.Locators(), r.Faults)
	}
	d := r.Documents[0]
	var layers []string
	for _, p := range d.Photo.Positions {
		layers = append(layers, p.Layer)
	}
	if diff := cmp.Diff([]string{"exif", "sidecar"}, layers); diff != "" {
		t.Errorf("layers (-want +got):\n%s", diff)
	}
	if !slices.Contains(d.Photo.Parts, "sidecar") || !d.Published.Equal(time.Unix(1780308000, 0)) || d.Photo.Taken.Hour() != 12 {
		t.Errorf("parts %q, published %v, taken %v", d.Photo.Parts, d.Published, d.Photo.Taken)
	}
}

// The lists of an export tell of pictures in other folders; each belongs to the
// export it lies in.
func TestExport(t *testing.T) {
	post := func(uri, text string) []byte {
		return fmt.Appendf(nil, `[{"media":[{"uri":%q,"creation_timestamp":1780308000,"title":%q,"media_metadata":{"photo_metadata":{"exif_data":[{"latitude":60.5,"longitude":16.5}]}}}]}]`, uri, text)
	}
	files := map[string][]byte{
		"bilder/insta/media/posts/202606/a.jpg":                        bare(),
		"bilder/insta/your_instagram_activity/content/posts_1.json":    post("media/posts/202606/a.jpg", "P\u00c3\u00a5 altanen"),
		"bilder/andra/media/posts/202606/a.jpg":                        bare(),
		"bilder/andra/your_instagram_activity/content/posts_1.json":    post("media/posts/202606/a.jpg", "Andra"),
		"bilder/insta/your_instagram_activity/content/archived.json":   post("media/posts/202606/borta.jpg", "Borta"),
		"bilder/insta/your_instagram_activity/content/utan_platser.js": []byte("hej"),
	}
	want := map[string]string{
		"bilder/insta/media/posts/202606/a.jpg":                                                   "På altanen",
		"bilder/andra/media/posts/202606/a.jpg":                                                   "Andra",
		"bilder/insta/your_instagram_activity/content/archived.json#media/posts/202606/borta.jpg": "Borta",
	}
	var members []packed
	inside := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		members = append(members, packed{name, files[name], nil})
	}
	for k, v := range want {
		inside["bilder/a.zip#"+k] = v
	}
	for _, tc := range []struct {
		files map[string][]byte
		want  map[string]string
	}{{files, want}, {map[string][]byte{"bilder/a.zip": archive(t, zip.Deflate, members...)}, inside}} {
		r := read(t, tc.files)
		got := map[string]string{}
		for _, d := range r.Documents {
			got[d.Locator] = d.Text
			if len(d.Photo.Positions) != 1 || d.Photo.Positions[0].Layer != "sidecar" || d.Published.IsZero() || d.Kind != exposure.Photos {
				t.Errorf("%s: %+v, published %v", d.Locator, d.Photo, d.Published)
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" || len(r.Faults) > 0 {
			t.Errorf("faults %v, texts (-want +got):\n%s", r.Faults, diff)
		}
	}
}

// A sidecar that cannot be read is a fault, and its picture is read all the same.
func TestSidecarFaults(t *testing.T) {
	for name, tc := range map[string]struct {
		file string
		body []byte
		want source.Reason
	}{
		"broken beside a picture": {"a.jpg.json", []byte(`{"photoTakenTime":`), source.Malformed},
		"broken by itself":        {"b.json", []byte(`[`), source.Malformed},
		"no XMP":                  {"a.xmp", []byte("hej"), source.Malformed},
		"too large":               {"a.jpg.json", []byte(strings.Repeat(" ", 16<<20) + "{}"), source.TooLarge},
	} {
		r := read(t, map[string][]byte{"bilder/a.jpg": home(), "bilder/" + tc.file: tc.body, "bilder/z.jpg": home()})
		if diff := cmp.Diff([]source.Reason{tc.want}, r.Reasons()); diff != "" || len(r.Documents) != 2 {
			t.Errorf("%s: %d documents, faults (-want +got):\n%s", name, len(r.Documents), diff)
		}
		for _, err := range r.Faults {
			if !strings.Contains(err.Error(), "bilder/"+tc.file) {
				t.Errorf("%s: fault %v does not name the file", name, err)
			}
		}
	}
}

func TestSidecarSource(t *testing.T) {
	sourcetest.Run(t, sourcetest.Case{
		Source: declared(), New: newSource, Documents: 3,
		Files: map[string][]byte{
			"bilder/a.jpg": bare(), "bilder/a.jpg.json": takeout("a.jpg", "Anna"), "bilder/b.jpg": home(), "bilder/borta.jpg.json": takeout("borta.jpg", "Elsa"),
			"bilder/tal.json": []byte("[1,2]"),
		},
	})
}

// A folder of pictures, and one in which each has a sidecar.
func BenchmarkFolder(b *testing.B) {
	for _, sidecars := range []bool{false, true} {
		b.Run(fmt.Sprintf("sidecars=%v", sidecars), func(b *testing.B) {
			files := map[string][]byte{}
			for i := range 2000 {
				name := fmt.Sprintf("bilder/%d/IMG_%04d.jpg", i/500, i)
				files[name] = home()
				if sidecars {
					files[name+".json"] = takeout("", "Anna")
				}
			}
			bench := sourcetest.NewBench(b, declared(), files, nil)
			s, g := newSource(bench.Env), bench.Grant()
			b.ReportAllocs()
			for b.Loop() {
				if r := sourcetest.Collect(b.Context(), s, g); len(r.Documents) != 2000 {
					b.Fatal(len(r.Documents), r.Faults)
				}
			}
		})
	}
}

// A sidecar whose cut name may be that of any of very many pictures is of none.
func TestSidecarOfTooMany(t *testing.T) {
	stem := strings.Repeat("a", 46)
	members := []packed{{stem + ".json", takeout("", "Anna"), nil}, {stem + "z.jpg", bare(), nil}}
	for i := range 1001 {
		members = append(members, packed{fmt.Sprintf("%s%d(1).jpg", stem, i), bare(), nil})
	}
	said := say(read(t, map[string][]byte{"bilder/a.zip": archive(t, zip.Store, members...)}))
	if who := said["a.zip#"+stem+"z.jpg"]; who != "" {
		t.Errorf("the sidecar is taken for that of a picture of %s", who)
	}
}
