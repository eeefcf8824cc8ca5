package picture

import (
	"encoding/base64"
	"encoding/binary"
	"html"
	"strconv"
	"strings"
	"time"
)

// xmp reads a packet of XMP (ISO 16684-1). It is a reader of tags, not of XML: a
// packet that was cut or damaged still tells what stands before and after.
type xmp struct {
	w     *work
	layer string
	names map[string]string // the file's prefixes, as the ones we know
	open  []*node
	make  string
	model string
}

// node is an element, or an object of JSON or CBOR, that is not closed yet.
type node struct {
	name   string
	text   string
	nested bool

	lat, lon, latRef, lonRef, alt, altRef, measured string
	toLat, toLon, toLatRef, toLonRef                string
	face, faceKind                                  string
	area                                            [4]string
	make, model, action, agent                      string
}

// spaces are the namespaces that we know, by the prefix that is usual for them.
var spaces = map[string]string{
	"http://ns.adobe.com/exif/1.0/":                        "exif",
	"http://ns.adobe.com/exif/1.0/aux/":                    "aux",
	"http://cipa.jp/exif/1.0/":                             "exifEX",
	"http://ns.adobe.com/tiff/1.0/":                        "tiff",
	"http://ns.adobe.com/xap/1.0/":                         "xmp",
	"http://ns.adobe.com/xap/1.0/mm/":                      "xmpMM",
	"http://ns.adobe.com/xap/1.0/sType/ResourceEvent#":     "stEvt",
	"http://ns.adobe.com/xmp/sType/Area#":                  "stArea",
	"http://purl.org/dc/elements/1.1/":                     "dc",
	"http://ns.adobe.com/photoshop/1.0/":                   "photoshop",
	"http://ns.adobe.com/lightroom/1.0/":                   "lr",
	"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/":          "Iptc4xmpCore",
	"http://iptc.org/std/Iptc4xmpExt/2008-02-29/":          "Iptc4xmpExt",
	"http://www.metadataworkinggroup.com/schemas/regions/": "mwg-rs",
	"http://ns.microsoft.com/photo/1.2/t/Region#":          "MPReg",
	"http://www.w3.org/1999/02/22-rdf-syntax-ns#":          "rdf",
	"http://www.w3.org/2003/01/geo/wgs84_pos#":             "geo",
	"http://ns.google.com/photos/1.0/camera/":              "GCamera",
	"http://ns.google.com/photos/1.0/container/item/":      "Item",
	"http://www.digikam.org/ns/1.0/":                       "digiKam",
	"http://ns.adobe.com/xap/1.0/g/img/":                   "xmpGImg",
	"http://www.dji.com/drone-dji/1.0/":                    "drone-dji",
}

// means says which text a property is.
var means = map[string]string{
	"exifEX:CameraOwnerName": "owner", "aux:OwnerName": "owner", "xmpRights:Owner": "owner",
	"dc:creator": "author", "dc:rights": "author", "dc:contributor": "author", "tiff:Artist": "author",
	"tiff:Copyright": "author", "photoshop:Credit": "author", "photoshop:CaptionWriter": "author",
	"Iptc4xmpCore:CiEmailWork": "author", "Iptc4xmpCore:CiTelWork": "author",
	"Iptc4xmpCore:CiAdrExtadr": "author", "Iptc4xmpCore:CiAdrCity": "author", "Iptc4xmpCore:CiUrlWork": "author",
	"dc:title": "caption", "dc:description": "caption", "tiff:ImageDescription": "caption",
	"exif:UserComment": "caption", "photoshop:Headline": "caption", "photoshop:Instructions": "caption",
	"xmp:Label": "caption", "Iptc4xmpExt:Event": "caption", "Iptc4xmpCore:AltTextAccessibility": "caption",
	"dc:subject": "keyword", "lr:hierarchicalSubject": "keyword", "digiKam:TagsList": "keyword",
	"Iptc4xmpExt:PersonInImage": "person", "Iptc4xmpExt:PersonName": "person",
	"MPReg:PersonDisplayName": "person", "MPReg:PersonEmailDigest": "person",
	"photoshop:City": "place", "photoshop:State": "place", "photoshop:Country": "place",
	"Iptc4xmpCore:Location": "place", "Iptc4xmpCore:CountryCode": "place",
	"Iptc4xmpExt:City": "place", "Iptc4xmpExt:Sublocation": "place", "Iptc4xmpExt:ProvinceState": "place",
	"Iptc4xmpExt:CountryName": "place", "Iptc4xmpExt:CountryCode": "place", "Iptc4xmpExt:LocationName": "place",
	"Iptc4xmpExt:WorldRegion": "place", "exif:GPSAreaInformation": "place",
	"aux:SerialNumber": "serial", "aux:LensSerialNumber": "serial", "exifEX:BodySerialNumber": "serial",
	"exifEX:LensSerialNumber": "serial", "drone-dji:DroneSerialNumber": "serial", "drone-dji:CameraSerialNumber": "serial",
	"aux:Lens": "lens", "exifEX:LensModel": "lens", "exifEX:LensMake": "lens",
	"xmp:CreatorTool": "software", "tiff:Software": "software", "claim_generator": "software",
	"photoshop:History": "history", "xmpMM:DocumentID": "id", "xmpMM:OriginalDocumentID": "id",
	"xmpMM:InstanceID": "id", "exif:ImageUniqueID": "id", "Iptc4xmpExt:DigImageGUID": "id",
	"MPReg:Rectangle": "face",
}

// whens says which time a property is.
var whens = map[string]string{
	"exif:DateTimeOriginal": "taken", "photoshop:DateCreated": "taken", "drone-dji:CreateDate": "taken",
	"xmp:CreateDate": "digitized", "exif:DateTimeDigitized": "digitized",
	"xmp:ModifyDate": "changed", "tiff:DateTime": "changed", "xmp:MetadataDate": "changed",
	"exif:GPSTimeStamp": "gps", "exif:GPSDateTime": "gps",
}

// packet reads XMP, in UTF-8 or UTF-16.
func (w *work) packet(s span, layer string) {
	if !w.once(s.offset(0)) {
		return
	}
	b := s.upTo(0, maxBlock)
	if s.size > maxBlock {
		w.fault(layer, "packet is too long", s.offset(0))
	}
	text := string(b)
	if len(b) > 3 {
		switch {
		case b[0] == 0xff && b[1] == 0xfe || b[0] == '<' && b[1] == 0:
			text = widest(b, binary.LittleEndian)
		case b[0] == 0xfe && b[1] == 0xff || b[0] == 0 && b[1] == '<':
			text = widest(b, binary.BigEndian)
		}
	}
	x := &xmp{w: w, layer: layer, names: map[string]string{}}
	found := len(w.p.Positions)
	w.deeper(layer, s.offset(0), func() { x.scan(text) })
	if len(w.p.Positions) == found && !w.spent && strings.Contains(text, "GPSL") {
		w.loose(text, layer)
		if len(w.p.Positions) > found {
			w.fault(layer, "position was found by its look", s.offset(0))
		}
	}
}

// widest reads a whole packet of UTF-16.
func widest(b []byte, order binary.ByteOrder) string {
	var out strings.Builder
	for part := b; len(part) > 1; {
		n := min(len(part), maxText)
		out.WriteString(wide(part[:n], order))
		part = part[n:]
	}
	return out.String()
}

// scan goes from tag to tag.
func (x *xmp) scan(s string) {
	x.push("")
	for x.w.item() {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			break
		}
		x.say(s[:i])
		s = s[i:]
		var end int
		switch {
		case strings.HasPrefix(s, "<!--"):
			end = after(s, "-->")
		case strings.HasPrefix(s, "<![CDATA["):
			end = after(s, "]]>")
			x.say(strings.TrimSuffix(s[len("<![CDATA["):max(end, len("<![CDATA["))], "]]>"))
		case strings.HasPrefix(s, "<?"):
			end = after(s, "?>")
		case strings.HasPrefix(s, "</"):
			end = after(s, ">")
			x.close(x.name(strings.TrimSpace(strings.TrimSuffix(s[2:end], ">"))))
		default:
			end = x.tag(s)
		}
		s = s[end:]
	}
	for len(x.open) > 0 {
		x.pop()
	}
	x.done()
}

// after is where s goes on behind mark, or its end.
func after(s, mark string) int {
	if i := strings.Index(s, mark); i >= 0 {
		return i + len(mark)
	}
	return len(s)
}

// tag reads an opening tag with its attributes and gives its length.
func (x *xmp) tag(s string) int {
	end := 1
	for end < len(s) && strings.IndexByte(" \t\r\n/>", s[end]) < 0 {
		end++
	}
	raw := s[1:end]
	var attributes []attribute
	for {
		a, next, more := attributeAt(s, end)
		end = next
		if !more {
			break
		}
		const most = 1000
		if a.value != "" && len(attributes) < most {
			attributes = append(attributes, a)
		}
	}
	for _, a := range attributes {
		if prefix, ok := strings.CutPrefix(a.name, "xmlns:"); ok && spaces[a.value] != "" {
			x.names[prefix] = spaces[a.value]
		}
	}
	x.push(x.name(raw))
	for _, a := range attributes {
		if !strings.HasPrefix(a.name, "xmlns") && !strings.HasPrefix(a.name, "xml:") {
			x.property(x.top(), x.name(a.name), html.UnescapeString(a.value))
		}
	}
	closed := end > 0 && s[end-1] == '/'
	if end < len(s) && s[end] == '>' {
		end++
	}
	if closed {
		x.pop()
	}
	return end
}

type attribute struct{ name, value string }

// attributeAt reads the attribute at or behind off and tells where it ends; false
// at the end of the tag. One without a value is empty.
func attributeAt(s string, off int) (a attribute, end int, more bool) {
	const blank = " \t\r\n"
	off = skip(s, off, blank+"/")
	if off >= len(s) || s[off] == '>' || s[off] == '<' {
		return a, off, false
	}
	end = off
	for end < len(s) && strings.IndexByte("="+blank+"/><", s[end]) < 0 {
		end++
	}
	a.name = s[off:end]
	end = skip(s, end, blank)
	if end >= len(s) || s[end] != '=' {
		return attribute{}, end, true
	}
	end = skip(s, end+1, blank)
	if end >= len(s) || s[end] != '"' && s[end] != '\'' {
		return attribute{}, end, true
	}
	size := strings.IndexByte(s[end+1:], s[end])
	if size < 0 {
		return attribute{}, len(s), false
	}
	a.value = s[end+1 : end+1+size]
	return a, end + size + 2, true
}

// skip gives the offset of the first byte from off that is none of set.
func skip(s string, off int, set string) int {
	for off < len(s) && strings.IndexByte(set, s[off]) >= 0 {
		off++
	}
	return off
}

// name gives a name with the prefix that we know its namespace by.
func (x *xmp) name(raw string) string {
	prefix, local, found := strings.Cut(raw, ":")
	if known := x.names[prefix]; found && known != "" && known != prefix {
		return known + ":" + local
	}
	return raw
}

func (x *xmp) top() *node { return x.open[len(x.open)-1] }

func (x *xmp) push(name string) {
	if len(x.open) > 0 {
		x.top().nested = true
	}
	const deepest = 200 // elements; real packets have about fifteen
	if len(x.open) < deepest {
		x.open = append(x.open, &node{name: name})
	}
}

func (x *xmp) say(s string) {
	if len(x.open) > 0 && !x.top().nested {
		if t := x.top(); t.text == "" {
			t.text = s
		} else if len(t.text)+len(s) < maxText {
			t.text += s
		}
	}
}

// close closes the element of that name and those left open inside it.
func (x *xmp) close(name string) {
	for i := len(x.open) - 1; i > 0 && i > len(x.open)-6; i-- {
		if x.open[i].name == name {
			for len(x.open) > i {
				x.pop()
			}
			return
		}
	}
}

func (x *xmp) pop() {
	n := x.top()
	x.open = x.open[:len(x.open)-1]
	if len(x.open) == 0 {
		x.settle(n, &node{})
		return
	}
	up := x.top()
	if !n.nested && strings.TrimSpace(n.text) != "" {
		name := n.name
		for i := len(x.open) - 1; i > 0 && strings.HasPrefix(name, "rdf:"); i-- {
			name, up = x.open[i].name, x.open[i-1]
		}
		x.property(up, name, html.UnescapeString(strings.TrimSpace(n.text)))
	}
	x.settle(n, x.top())
}

// settle tells what a closed element says as a whole; halves go to the element
// around it, since one resource may be described in several.
func (x *xmp) settle(n, up *node) {
	if n.lat != "" && n.lon != "" {
		x.position(n.lat, n.latRef, n.lon, n.lonRef, n, x.layer)
	} else {
		keep(&up.lat, n.lat)
		keep(&up.lon, n.lon)
		keep(&up.latRef, n.latRef)
		keep(&up.lonRef, n.lonRef)
		keep(&up.alt, n.alt)
		keep(&up.altRef, n.altRef)
		keep(&up.measured, n.measured)
	}
	if n.toLat != "" && n.toLon != "" {
		x.position(n.toLat, n.toLatRef, n.toLon, n.toLonRef, &node{}, x.layer+"-destination")
	} else {
		keep(&up.toLat, n.toLat)
		keep(&up.toLon, n.toLon)
	}
	switch {
	case n.area[0] != "" && (n.face != "" || n.faceKind != "" || n.name == "mwg-rs:Area" && up.area[0] != ""):
		x.region(n)
	case n.area[0] != "" && n.name != "":
		up.area = n.area
		keep(&up.face, n.face)
		keep(&up.faceKind, n.faceKind)
	case n.face != "":
		if up.name == "rdf:li" || strings.HasPrefix(up.name, "mwg-rs:") {
			keep(&up.face, n.face)
			keep(&up.faceKind, n.faceKind)
		} else {
			x.region(n)
		}
	case n.faceKind != "":
		keep(&up.faceKind, n.faceKind)
	}
	if n.action != "" || n.agent != "" {
		x.w.text("history", strings.TrimSpace(n.action+" "+n.agent), x.layer)
	}
	if n.make != "" {
		x.make = n.make
	}
	if n.model != "" {
		x.model = n.model
	}
}

func keep(to *string, s string) {
	if *to == "" {
		*to = s
	}
}

// region tells a marked face, and whose it is.
func (x *xmp) region(n *node) {
	switch strings.ToLower(n.faceKind) {
	case "", "face":
	default: // a pet, a point of focus, a bar code
		return
	}
	x.w.text("person", n.face, x.layer)
	if n.area[0] != "" {
		x.w.text("face", strings.TrimSpace(strings.Join(n.area[:], " ")), x.layer)
	}
}

func (x *xmp) position(lat, latRef, lon, lonRef string, n *node, layer string) {
	p := Position{Layer: layer}
	var okLat, okLon bool
	p.Lat, okLat = coordinate(lat, latRef)
	p.Lon, okLon = coordinate(lon, lonRef)
	if !okLat || !okLon {
		x.w.fault(layer, "position is not readable", 0)
		return
	}
	if alt := listed(n.alt); len(alt) > 0 {
		p.Altitude, p.HasAltitude = alt[0], true
		if strings.TrimSpace(n.altRef) == "1" {
			p.Altitude = -p.Altitude
		}
	}
	if at, zoned := stamp(n.measured, ""); zoned {
		p.At = at
	}
	x.w.position(p)
}

// done tells what the packet says as a whole.
func (x *xmp) done() {
	device := strings.TrimSpace(x.make)
	if strings.HasPrefix(x.model, device) {
		device = ""
	}
	x.w.text("device", device+" "+x.model, x.layer)
}

// property takes in one property of n.
func (x *xmp) property(n *node, name, value string) {
	if value == "" {
		return
	}
	w := x.w
	if strings.HasPrefix(value, "/9j/") {
		x.image(value)
		return
	}
	if what := means[name]; what != "" {
		w.text(what, value, x.layer)
		return
	}
	if what := whens[name]; what != "" {
		at, zoned := stamp(value, "")
		w.time(Time{At: at, Zoned: zoned, What: what, Layer: x.layer})
		if what == "gps" {
			n.measured = value
		}
		return
	}
	prefix, local, found := strings.Cut(name, ":")
	if !found {
		prefix, local = "", prefix
	}
	switch name {
	case "tiff:Make":
		n.make = value
	case "tiff:Model":
		n.model = value
	case "tiff:Orientation":
		if o, err := strconv.Atoi(value); err == nil && o >= 1 && o <= 8 && w.inside == "" && w.p.Orientation == 0 {
			w.p.Orientation = o
		}
	case "mwg-rs:Name":
		n.face = value
	case "mwg-rs:Type":
		n.faceKind = value
	case "stEvt:action", "action":
		n.action = value
	case "stEvt:softwareAgent", "softwareAgent":
		n.agent = value
	case "GCamera:MicroVideoOffset", "Item:Length":
		if back, err := strconv.ParseInt(value, 10, 64); err == nil && len(w.hints) < 16 {
			w.hints = append(w.hints, back)
		}
	case "stArea:x":
		n.area[0] = value
	case "stArea:y":
		n.area[1] = value
	case "stArea:w":
		n.area[2] = value
	case "stArea:h":
		n.area[3] = value
	default:
		if prefix != "crs" {
			n.place(strings.ToLower(local), value)
		}
	}
}

// place takes in a part of a position, whatever schema it is in.
func (n *node) place(local, value string) {
	switch local {
	case "gpslatitude", "latitude", "lat", "gpslat":
		n.lat = value
	case "gpslongitude", "gpslongtitude", "longitude", "long", "lon", "lng", "gpslon":
		n.lon = value
	case "gpslatituderef":
		n.latRef = value
	case "gpslongituderef":
		n.lonRef = value
	case "gpsaltitude", "absolutealtitude", "alt", "altitude":
		n.alt = value
	case "gpsaltituderef":
		n.altRef = value
	case "gpsdestlatitude":
		n.toLat = value
	case "gpsdestlongitude":
		n.toLon = value
	case "gpsdestlatituderef":
		n.toLatRef = value
	case "gpsdestlongituderef":
		n.toLonRef = value
	default: // a letter may be damaged
		if nearly(local, "gpslatitude") {
			n.lat = value
		} else if nearly(local, "gpslongitude") {
			n.lon = value
		}
	}
}

// nearly tells whether one letter of word is another.
func nearly(word, want string) bool {
	if len(word) != len(want) {
		return false
	}
	wrong := 0
	for i := range len(word) {
		if word[i] != want[i] {
			wrong++
		}
	}
	return wrong == 1
}

// image reads a picture that stands as text inside the packet.
func (x *xmp) image(value string) {
	b, err := base64.StdEncoding.DecodeString(strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n", r) {
			return -1
		}
		return r
	}, value))
	if len(b) < 4 || err != nil && len(b) < 100 {
		return
	}
	x.w.part("preview", -1, int64(len(b)))
	x.w.within("thumbnail", -1, func() { x.w.jpeg(x.w.memory(b)) })
}

// coordinate reads degrees in any notation: "59,19.76N" (XMP), "59,19,45N",
// "59.3293", "-59.3293", "59°19'45\"N", "59/1,19/1,456/10", "59,3293".
func coordinate(s, ref string) (float64, bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if len(s) > 60 {
		return 0, false
	}
	for _, letter := range []string{"N", "S", "E", "W"} {
		if strings.HasSuffix(s, letter) || strings.HasPrefix(s, letter) {
			ref, s = letter, strings.Trim(s, letter+" ")
			break
		}
	}
	commas := strings.Count(s, ",")
	if decimalComma(s, ref, commas) {
		s = strings.ReplaceAll(s, ",", ".")
	}
	negative := strings.HasPrefix(s, "-")
	parts := listed(strings.TrimPrefix(s, "-"))
	if len(parts) == 0 || len(parts) > 4 {
		return 0, false
	}
	if negative {
		// The sign says it already: a letter beside it repeats it.
		v, ok := degrees(parts, "")
		return -v, ok
	}
	return degrees(parts, ref)
}

// decimalComma tells whether the comma is a decimal one, not XMP's between degrees
// and minutes.
func decimalComma(s, ref string, commas int) bool {
	if commas == 0 || strings.ContainsAny(s, "./") {
		return false
	}
	if strings.ContainsAny(s, "°:'\" ") {
		return true
	}
	_, rest, _ := strings.Cut(s, ",")
	if commas > 1 {
		return false
	}
	n, err := strconv.Atoi(strings.TrimSpace(rest))
	return err == nil && (len(rest) > 2 || n >= 60 || ref == "")
}

// pair reads a position that stands as text: "59.3293, 18.0686", "geo:59.3,18.1".
func pair(s string) (lat, lon float64, ok bool) {
	s = strings.TrimPrefix(strings.TrimSpace(s), "geo:")
	s, _, _ = strings.Cut(s, "?")
	fields := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == ' ' })
	if len(s) > 60 || len(fields) != 2 {
		return 0, 0, false
	}
	for _, f := range fields {
		if _, frac, _ := strings.Cut(f, "."); len(frac) < 3 {
			return 0, 0, false
		}
	}
	lat, err1 := strconv.ParseFloat(fields[0], 64)
	lon, err2 := strconv.ParseFloat(fields[1], 64)
	return lat, lon, err1 == nil && err2 == nil
}

// machine keeps the halves of positions written as keywords: "geo:lat=59.3293".
type machine struct{ lat, lon string }

// written finds positions in texts that people and programs write as words.
func (w *work) written(what, value, layer string) {
	switch what {
	case "keyword", "place", "caption":
	default:
		return
	}
	if lat, lon, ok := pair(value); ok {
		w.position(Position{Lat: lat, Lon: lon, Layer: layer})
		return
	}
	lower := strings.ToLower(value)
	if v, ok := strings.CutPrefix(lower, "geo:lat="); ok {
		w.tags.lat = v
	} else if v, ok := strings.CutPrefix(lower, "geo:lon="); ok {
		w.tags.lon = v
	} else if v, ok := strings.CutPrefix(lower, "geo:long="); ok {
		w.tags.lon = v
	} else {
		return
	}
	if w.tags.lat != "" && w.tags.lon != "" {
		lat, okLat := coordinate(w.tags.lat, "")
		lon, okLon := coordinate(w.tags.lon, "")
		if okLat && okLon {
			w.position(Position{Lat: lat, Lon: lon, Layer: layer})
		}
		w.tags = machine{}
	}
}

// iso6709 reads "+59.3293+018.0686+027.5/", "+5919.76+01804.12/" and
// "+591945.6+0180407.0/" (ISO 6709, annex H).
func iso6709(s string) (p Position, ok bool) {
	s = strings.TrimSpace(s)
	if end := strings.IndexAny(s, "/C"); end >= 0 {
		s = s[:end]
	}
	var parts []string
	for i := 0; i < len(s); {
		if s[i] != '+' && s[i] != '-' {
			break
		}
		j := i + 1
		for j < len(s) && (s[j] >= '0' && s[j] <= '9' || s[j] == '.' || s[j] == ',') {
			j++
		}
		parts = append(parts, strings.ReplaceAll(s[i:j], ",", "."))
		i = j
	}
	if len(parts) < 2 {
		return p, false
	}
	var okLat, okLon bool
	p.Lat, okLat = sexagesimal(parts[0], 2)
	p.Lon, okLon = sexagesimal(parts[1], 3)
	if len(parts) > 2 {
		if alt, err := strconv.ParseFloat(parts[2], 64); err == nil {
			p.Altitude, p.HasAltitude = alt, true
		}
	}
	return p, okLat && okLon
}

// sexagesimal reads ±DD.D, ±DDMM.M or ±DDMMSS.S, with digits of degrees.
func sexagesimal(s string, digits int) (float64, bool) {
	whole, frac, _ := strings.Cut(s[1:], ".")
	sign := 1.0
	if s[0] == '-' {
		sign = -1
	}
	parse := func(s string) float64 {
		n, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return 1000
		}
		return n
	}
	var v float64
	switch n := len(whole); {
	case n <= digits:
		v = parse(whole + "." + frac)
	case n == digits+2:
		v = parse(whole[:digits]) + parse(whole[digits:]+"."+frac)/60
	case n == digits+4:
		v = parse(whole[:digits]) + parse(whole[digits:digits+2])/60 + parse(whole[digits+2:]+"."+frac)/3600
	default:
		return 0, false
	}
	return sign * v, v <= 180
}

// epoch gives a time counted in seconds since 1904, as QuickTime counts.
func epoch(secs int64) time.Time {
	const year1904 = -2082844800 // Unix seconds
	if secs <= 0 || secs > 1<<34 {
		return time.Time{}
	}
	return time.Unix(secs+year1904, 0).UTC()
}
