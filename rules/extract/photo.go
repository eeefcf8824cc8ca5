package extract

import (
	"strings"
	"unicode"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/repeat"
	"lampan/rules/extract/text"
	"lampan/rules/extract/where"
)

// photo gives what one picture says about itself, and what was seen in it. What
// pictures say together is told by rules/album.
func (e *Extractor) photo(doc *exposure.Document, p *exposure.Photo) []exposure.Observation {
	out := e.positions(doc, p)
	if p.Owner != "" {
		o := fact(doc, exposure.PhotoOwner, text.Fold(p.Owner))
		o.Attrs["name"] = exposure.Word(p.Owner)
		id := e.member(p.Owner)
		o.Subject = id
		o.Attrs["own"] = reading.Own(id != "", len(e.roster.People) > 0)
		out = append(out, o)
	}
	if p.Serial != "" {
		out = append(out, fact(doc, exposure.PhotoSerial, text.Fold(p.Serial)))
	}
	for _, name := range p.People {
		out = append(out, e.pictured(doc, name))
	}
	for _, name := range p.Places {
		o := fact(doc, exposure.PhotoPlace, text.Fold(name))
		o.Attrs["name"] = exposure.Word(name)
		out = append(out, o)
	}
	for _, part := range p.Parts {
		out = append(out, formed(doc, exposure.PhotoPart, part, part))
	}
	if p.Seen != nil {
		out = append(out, seen(doc, p.Seen)...)
	}
	return out
}

func (e *Extractor) positions(doc *exposure.Document, p *exposure.Photo) []exposure.Observation {
	var out []exposure.Observation
	for _, pos := range p.Positions {
		if pos.Lat == 0 && pos.Lon == 0 {
			continue // what a camera writes that found no satellite
		}
		near := where.Nearest(e.roster, pos.Lat, pos.Lon)
		o := fact(doc, exposure.PhotoPosition, where.Cell(pos.Lat, pos.Lon))
		o.Attrs["lat"] = exposure.Number(pos.Lat)
		o.Attrs["lon"] = exposure.Number(pos.Lon)
		o.Attrs["near"] = exposure.Word(near.Kind)
		if near.Known {
			o.Attrs["metres"] = exposure.Number(near.Metres)
		}
		if pos.Layer != "" {
			o.Attrs["layer"] = exposure.Word(pos.Layer)
		}
		out = append(out, o)
		if t, ok := repeat.Photo(doc, o.Value, near.Kind); ok {
			out = append(out, t)
		}
	}
	return out
}

// pictured is a person named in a picture file. Whoever names a face writes a first
// name, so one that a single member has is taken for that member's, less surely
// than a whole name.
func (e *Extractor) pictured(doc *exposure.Document, name string) exposure.Observation {
	o := fact(doc, exposure.PhotoPerson, text.Fold(name))
	own := exposure.Word("unknown")
	id := e.member(name)
	if id != "" {
		own = exposure.Word("yes")
	} else if id = e.firstName(name); id == "" {
		own = reading.Own(false, len(e.roster.People) > 0)
	}
	if id != "" {
		o.Subject, o.Value = id, string(id)
	}
	o.Attrs["name"] = exposure.Word(name)
	o.Attrs["own"] = own
	o.Attrs["minor"] = exposure.Word(yesNo(e.roster.Minor(id)))
	return o
}

// firstName finds the only member with a first name, whatever its case.
func (e *Extractor) firstName(s string) (id exposure.SubjectID) {
	f := text.Fold(s)
	for _, p := range e.roster.People {
		if first, _, _ := strings.Cut(text.Fold(p.Name), " "); first != f {
			continue
		}
		if id != "" {
			return ""
		}
		id = p.ID
	}
	return id
}

// wordsInText is how many words a picture must show before it is of a text: a sign
// in the background has fewer.
const wordsInText = 12

// seen gives what a picture's own pixels show.
func seen(doc *exposure.Document, s *exposure.Seen) []exposure.Observation {
	var out []exposure.Observation
	switch s.Thumb {
	case "more":
		o := formed(doc, exposure.PhotoThumbnail, "", s.Thumb)
		o.Attrs["cut"] = exposure.Number(s.Cut)
		out = append(out, o)
	case "differs":
		out = append(out, formed(doc, exposure.PhotoThumbnail, "", s.Thumb))
	}
	for _, c := range s.Codes {
		if c.Kind == "link" || c.Kind == "unknown" {
			continue // an address on a poster says nothing about a family
		}
		o := formed(doc, exposure.PhotoCode, c.Shown, c.Kind)
		o.Attrs["secret"] = exposure.Word(yesNo(c.Secret))
		if c.Shown != "" {
			o.Attrs["shown"] = exposure.Word(c.Shown)
		}
		out = append(out, o)
	}
	if n := countWords(s.Words); n >= wordsInText {
		o := fact(doc, exposure.PhotoWords, "")
		o.Attrs["words"] = exposure.Number(float64(n))
		out = append(out, o)
	}
	return out
}

func formed(doc *exposure.Document, kind exposure.Kind, value, form string) exposure.Observation {
	o := fact(doc, kind, value)
	o.Attrs["form"] = exposure.Word(form)
	return o
}

// countWords counts what has two letters or more: text that was read in a pattern
// is single signs.
func countWords(s string) int {
	n := 0
	for w := range strings.FieldsSeq(s) {
		letters := 0
		for _, r := range w {
			if unicode.IsLetter(r) {
				letters++
			}
		}
		if letters > 1 {
			n++
		}
	}
	return n
}
