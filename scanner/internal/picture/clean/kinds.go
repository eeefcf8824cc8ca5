package clean

import "bytes"

// signs are words that stand in metadata that is text (XMP, the items of QuickTime)
// wherever it lies, with what they tell about.
func signs() []sign {
	return []sign{
		{"GPSLatitude", Position},
		{"GPSPosition", Position},
		{"\xa9xyz", Position},
		{"location.ISO6709", Position},
		{"freeGPS", Position},
		{"photoshop:City", Place},
		{"photoshop:Country", Place},
		{"Iptc4xmpCore:Location", Place},
		{"LocationShown", Place},
		{"LocationCreated", Place},
		{"DateTimeOriginal", Date},
		{"CreateDate", Date},
		{"ModifyDate", Date},
		{"DateCreated", Date},
		{"creationdate", Date},
		{"\xa9day", Date},
		{"dc:creator", Owner},
		{"dc:rights", Owner},
		{"OwnerName", Owner},
		{"photoshop:Credit", Owner},
		{"\xa9ART", Owner},
		{"mwg-rs:", Person},
		{"PersonInImage", Person},
		{"MPReg", Person},
		{"SerialNumber", Device},
		{"tiff:Model", Device},
		{"tiff:Make", Device},
		{"quicktime.make", Device},
		{"quicktime.model", Device},
		{"\xa9mak", Device},
		{"\xa9mod", Device},
		{"CreatorTool", Software},
		{"tiff:Software", Software},
		{"quicktime.software", Software},
		{"\xa9swr", Software},
		{"dc:description", Text},
		{"dc:title", Text},
		{"dc:subject", Text},
		{"UserComment", Text},
		{"\xa9cmt", Text},
		{"\xa9des", Text},
		{"DocumentID", ID},
		{"content.identifier", ID},
		{"xmpMM:History", History},
		{"xmp:Thumbnails", Thumbnail},
		{"xmpGImg", Thumbnail},
		{"c2pa", Provenance},
		{c2paBox, Provenance},
		{"MotionPhoto_Data", MotionVideo},
		{"ftypmp4", MotionVideo},
		{"ftypisom", MotionVideo},
		{"ftypqt", MotionVideo},
		{"JFIF\x00", Preview},
		{"Exif\x00\x00", Preview},
	}
}

type sign struct {
	word string
	kind Kind
}

// c2paBox is the type that C2PA 2.1 gives its box in HEIC, AVIF and MP4.
const c2paBox = "\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81"

// look notes the kinds of what stands in bytes that go; otherwise, where no sign is
// found, the kind given if any. A file's bytes are searched up to a limit: what is said may
// be less than what was removed, never what is removed.
func (p *plan) look(off, size int64, otherwise Kind) {
	const overlap = 32 // more than the longest sign
	end := off + min(size, p.size-off)
	if off >= end || p.scanned >= maxScan {
		p.note(otherwise)
		return
	}
	found, all := false, signs()
	for off < end && p.scanned < maxScan {
		b := p.fill(off, overlap)
		b = b[:min(int64(len(b)), end-off)]
		if len(b) == 0 {
			break
		}
		for i := 0; i < len(all); i++ {
			if bytes.Contains(b, []byte(all[i].word)) {
				p.note(all[i].kind)
				found = true
				all[i] = all[len(all)-1]
				all = all[:len(all)-1]
				i--
			}
		}
		p.scanned += int64(len(b))
		if off+int64(len(b)) >= end {
			break
		}
		off += int64(max(len(b)-overlap, 1))
	}
	if !found {
		p.note(otherwise)
	}
}

// trailer notes what lies behind the end of the picture, which does not stay.
func (p *plan) trailer(off int64) {
	if off < p.size {
		p.note(Trailer)
		p.look(off, p.size-off, Trailer)
	}
}
