package phototest

import (
	"crypto/md5" //nolint:gosec // XMP part 3 names extended XMP by its MD5
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"unicode/utf16"
)

// namespaces are declared on every description of the packets here.
const namespaces = ` xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"` +
	` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpNote="http://ns.adobe.com/xmp/note/"` +
	` xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/"` +
	` xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" xmlns:Container="http://ns.google.com/photos/1.0/container/"` +
	` xmlns:Item="http://ns.google.com/photos/1.0/container/item/"`

// description is an rdf:Description with attributes and elements.
func description(attrs, elements string) string {
	return "<rdf:Description rdf:about=\"\"" + namespaces + " " + attrs + ">" + elements + "</rdf:Description>"
}

// rdf wraps descriptions in the elements of every packet.
func rdf(descriptions ...string) string {
	return `<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Lampan"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		strings.Join(descriptions, "\n") + `</rdf:RDF></x:xmpmeta>`
}

// packet is a whole XMP packet, with the padding that editors leave.
func packet(descriptions ...string) []byte {
	return []byte("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>" + rdf(descriptions...) +
		strings.Repeat(" ", 200) + "\n<?xpacket end=\"w\"?>")
}

// notation is a latitude and a longitude as text.
type notation struct{ lat, lon string }

// notationComma is that of the XMP specification: "57,26.502000N".
func notationComma(p Point) notation {
	one := func(v float64, ref string) string {
		d, m, s := split(v)
		return fmt.Sprintf("%.0f,%.6f%s", d, m+s/60, ref)
	}
	return notation{one(p.Lat, latRef(p.Lat)), one(p.Lon, lonRef(p.Lon))}
}

// notationSeconds is the other one of the specification: whole seconds would be too
// coarse, so the seconds carry decimals, as some writers do.
func notationSeconds(p Point) notation {
	one := func(v float64, ref string) string {
		d, m, s := split(v)
		return fmt.Sprintf("%.0f,%.0f,%.4f%s", d, m, s, ref)
	}
	return notation{one(p.Lat, latRef(p.Lat)), one(p.Lon, lonRef(p.Lon))}
}

func notationDecimal(p Point) notation {
	return notation{fmt.Sprintf("%.6f", p.Lat), fmt.Sprintf("%.6f", p.Lon)}
}

func notationDecimalRef(p Point) notation {
	return notation{fmt.Sprintf("%.6f%s", math.Abs(p.Lat), latRef(p.Lat)), fmt.Sprintf("%.6f%s", math.Abs(p.Lon), lonRef(p.Lon))}
}

// notationDecimalComma is decimal degrees as a Swedish program writes them.
func notationDecimalComma(p Point) notation {
	n := notationDecimal(p)
	return notation{strings.Replace(n.lat, ".", ",", 1), strings.Replace(n.lon, ".", ",", 1)}
}

func notationDegrees(p Point) notation {
	one := func(v float64, ref string) string {
		d, m, s := split(v)
		return fmt.Sprintf("%.0f° %.0f' %.4f&quot; %s", d, m, s, ref)
	}
	return notation{one(p.Lat, latRef(p.Lat)), one(p.Lon, lonRef(p.Lon))}
}

func notationDeg(p Point) notation {
	one := func(v float64, ref string) string {
		d, m, s := split(v)
		return fmt.Sprintf("%.0f deg %.0f' %.4f&quot; %s", d, m, s, ref)
	}
	return notation{one(p.Lat, latRef(p.Lat)), one(p.Lon, lonRef(p.Lon))}
}

// attributes and elements are the two ways RDF has to state a property.
func attributes(n notation) string {
	return description(`exif:GPSLatitude="`+n.lat+`" exif:GPSLongitude="`+n.lon+`"`, "")
}

func elements(n notation) string {
	return description("", coordinates(n))
}

func coordinates(n notation) string {
	return "<exif:GPSLatitude>" + n.lat + "</exif:GPSLatitude>\n<exif:GPSLongitude>" + n.lon + "</exif:GPSLongitude>"
}

// xmpFiles are JPEGs whose XMP hides a position.
func xmpFiles(s *set) {
	for _, n := range []struct {
		name string
		of   func(Point) notation
	}{
		{"comma", notationComma},
		{"seconds", notationSeconds},
		{"decimal", notationDecimal},
		{"decimal-ref", notationDecimalRef},
		{"decimal-comma", notationDecimalComma},
		{"degree-sign", notationDegrees},
		{"deg", notationDeg},
	} {
		s.add("jpeg-xmp-"+n.name+"-attribute.jpg", func(h *hidden) []byte {
			return jpegWith(xmpSegment(packet(attributes(n.of(h.point("xmp"))))))
		})
		s.add("jpeg-xmp-"+n.name+"-element.jpg", func(h *hidden) []byte {
			return jpegWith(xmpSegment(packet(elements(n.of(h.point("xmp"))))))
		})
	}
	of := func(name string, build func(h *hidden) string) {
		s.add("jpeg-xmp-"+name+".jpg", func(h *hidden) []byte { return jpegWith(xmpSegment(packet(build(h)))) })
	}
	of("prefix", func(h *hidden) string { // the prefix of a namespace may be any
		t := strings.ReplaceAll(attributes(notationComma(h.point("xmp"))), "exif:", "e:")
		return strings.Replace(t, "xmlns:exif=", "xmlns:e=", 1)
	})
	of("single-quotes", func(h *hidden) string {
		return strings.ReplaceAll(attributes(notationComma(h.point("xmp"))), `"`, `'`)
	})
	of("entities", func(h *hidden) string { // digits and commas as character references
		t := elements(notationComma(h.point("xmp")))
		at := strings.Index(t, "<exif:GPS")
		return t[:at] + strings.NewReplacer(",", "&#44;", ".", "&#x2E;").Replace(t[at:])
	})
	of("cdata", func(h *hidden) string {
		n := notationComma(h.point("xmp"))
		return elements(notation{"<![CDATA[" + n.lat + "]]>", "<![CDATA[" + n.lon + "]]>"})
	})
	of("white-space", func(h *hidden) string {
		n := notationComma(h.point("xmp"))
		return elements(notation{"\n\t  " + n.lat + "  \n", "\n\t  " + n.lon + "  \n"})
	})
	of("qualified", func(h *hidden) string { // a value with a qualifier hides in rdf:value
		n := notationComma(h.point("xmp"))
		q := func(v string) string {
			return `<rdf:Description><rdf:value>` + v + `</rdf:value><xmp:Label>x</xmp:Label></rdf:Description>`
		}
		return elements(notation{q(n.lat), q(n.lon)})
	})
	of("two-descriptions", func(h *hidden) string {
		n := notationComma(h.point("xmp"))
		return description(`exif:GPSLatitude="`+n.lat+`"`, "") + description(`exif:GPSLongitude="`+n.lon+`"`, "")
	})
	of("mixed", func(h *hidden) string { // one as an attribute, the other as an element
		n := notationComma(h.point("xmp"))
		return description(`exif:GPSLatitude="`+n.lat+`"`, "<exif:GPSLongitude>"+n.lon+"</exif:GPSLongitude>")
	})
	of("drone", func(h *hidden) string {
		n := notationDecimal(h.point("xmp"))
		return description(`drone-dji:GpsLatitude="`+n.lat+`" drone-dji:GpsLongitude="`+n.lon+`"`, "")
	})
	of("drone-misspelt", func(h *hidden) string { // what the maker's early models wrote
		n := notationDecimal(h.point("xmp"))
		return description(`drone-dji:GpsLatitude="`+n.lat+`" drone-dji:GpsLongtitude="`+n.lon+`"`, "")
	})
	// IPTC's structures for the place of the camera and the places shown.
	of("location-created", func(h *hidden) string {
		return description("", `<Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li rdf:parseType="Resource"><Iptc4xmpExt:City>Påhittad</Iptc4xmpExt:City>`+
			coordinates(notationComma(h.point("iptc")))+`</rdf:li></rdf:Bag></Iptc4xmpExt:LocationCreated>`)
	})
	of("location-created-attributes", func(h *hidden) string {
		n := notationComma(h.point("iptc"))
		return description("", `<Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li><rdf:Description Iptc4xmpExt:City="Påhittad" exif:GPSLatitude="`+
			n.lat+`" exif:GPSLongitude="`+n.lon+`"/></rdf:li></rdf:Bag></Iptc4xmpExt:LocationCreated>`)
	})
	of("location-shown", func(h *hidden) string {
		li := func(p Point) string {
			return `<rdf:li rdf:parseType="Resource">` + coordinates(notationComma(p)) + `</rdf:li>`
		}
		return description("", `<Iptc4xmpExt:LocationShown><rdf:Bag>`+li(h.point("iptc-shown-1"))+li(h.point("iptc-shown-2"))+`</rdf:Bag></Iptc4xmpExt:LocationShown>`)
	})
	of("location-both", func(h *hidden) string {
		n := notationComma(h.point("xmp"))
		return description(`exif:GPSLatitude="`+n.lat+`" exif:GPSLongitude="`+n.lon+`"`,
			`<Iptc4xmpExt:LocationCreated rdf:parseType="Resource">`+coordinates(notationDecimal(h.point("iptc")))+`</Iptc4xmpExt:LocationCreated>`)
	})
	extendedFiles(s)
}

// extendedFiles are JPEGs with XMP that did not fit into one segment.
func extendedFiles(s *set) {
	for _, v := range []struct {
		name   string
		chunks int
		order  func(parts [][]byte) [][]byte
	}{
		{"one", 1, nil},
		{"three", 3, nil},
		{"out-of-order", 3, func(p [][]byte) [][]byte { return [][]byte{p[2], p[0], p[1]} }},
		{"apart", 2, func(p [][]byte) [][]byte { return [][]byte{p[0], segment(com, []byte("between")), p[1]} }},
	} {
		s.add("jpeg-xmp-extended-"+v.name+".jpg", func(h *hidden) []byte {
			filler := `<dc:description>` + strings.Repeat("påhittad text ", 400*v.chunks) + `</dc:description>`
			// The position straddles chunks wherever there are several.
			whole := rdf(description("", filler+coordinates(notationComma(h.point("xmp-extended")))+filler))
			guid, parts := extended([]byte(whole), v.chunks)
			if v.order != nil {
				parts = v.order(parts)
			}
			main := packet(description(`xmpNote:HasExtendedXMP="`+guid+`"`, ""))
			return jpegWith(append([][]byte{xmpSegment(main)}, parts...)...)
		})
	}
	s.add("jpeg-xmp-extended-disagree.jpg", func(h *hidden) []byte {
		guid, parts := extended([]byte(rdf(attributes(notationComma(h.point("xmp-extended"))))), 1)
		n := notationComma(h.point("xmp"))
		main := packet(description(`xmpNote:HasExtendedXMP="`+guid+`" exif:GPSLatitude="`+n.lat+`" exif:GPSLongitude="`+n.lon+`"`, ""))
		return jpegWith(append([][]byte{xmpSegment(main)}, parts...)...)
	})
}

// extended cuts XMP into so many APP1 segments and says its name.
func extended(whole []byte, chunks int) (guid string, parts [][]byte) {
	guid = fmt.Sprintf("%X", md5.Sum(whole)) //nolint:gosec // a name, as the specification has it
	size := (len(whole) + chunks - 1) / chunks
	for at := 0; at < len(whole); at += size {
		b := append([]byte("http://ns.adobe.com/xmp/extension/\x00"), guid...)
		b = binary.BigEndian.AppendUint32(b, uint32(len(whole))) //nolint:gosec // small
		b = binary.BigEndian.AppendUint32(b, uint32(at))         //nolint:gosec // small
		parts = append(parts, segment(app1, b, whole[at:min(at+size, len(whole))]))
	}
	return guid, parts
}

// sidecarFiles are .xmp files that lie beside a photo.
func sidecarFiles(s *set) {
	for _, n := range []struct {
		name string
		of   func(Point) notation
	}{{"comma", notationComma}, {"decimal", notationDecimal}, {"degree-sign", notationDegrees}} {
		s.add("sidecar-"+n.name+"-attribute.xmp", func(h *hidden) []byte {
			return []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + rdf(attributes(n.of(h.point("sidecar")))))
		})
		s.add("sidecar-"+n.name+"-element.xmp", func(h *hidden) []byte { return packet(elements(n.of(h.point("sidecar")))) })
	}
	s.add("sidecar-bom.xmp", func(h *hidden) []byte {
		return []byte("\ufeff" + rdf(elements(notationComma(h.point("sidecar")))))
	})
	s.add("sidecar-bare-rdf.xmp", func(h *hidden) []byte { // without the xmpmeta around it
		t := rdf(elements(notationComma(h.point("sidecar"))))
		return []byte(t[strings.Index(t, "<rdf:RDF") : len(t)-len("</x:xmpmeta>")])
	})
	for _, o := range []struct {
		name  string
		order byteOrder
	}{{"le", binary.LittleEndian}, {"be", binary.BigEndian}} {
		s.add("sidecar-utf16-"+o.name+".xmp", func(h *hidden) []byte {
			var b []byte
			for _, u := range utf16.Encode([]rune("\ufeff" + rdf(attributes(notationComma(h.point("sidecar")))))) {
				b = o.order.AppendUint16(b, u)
			}
			return b
		})
	}
}
