package lookup

import (
	"go.yaml.in/yaml/v4"

	"lampan/rules/exposure"
	"lampan/rules/places"
	"lampan/rules/redact"
	"lampan/scanner/household"
	"lampan/scanner/internal/sheet"
)

// maxNote is how long a note may be, in characters.
const maxNote = 200

// Parse checks the bytes of the file. The error is household.Faults, all of them at
// once, ordered by line.
func (f File) Parse(data []byte) (*places.Log, error) {
	p := parser{f, sheet.Reader{At: f.At}}
	log := &places.Log{}
	if root := p.Document(data, MaxBytes); root != nil {
		p.log(root, log)
	}
	p.Refuse(data, household.CodePersonalNumber, HoldsNumber)
	if f.Protected {
		p.Refuse(data, household.CodeProtectedText, redact.Tells)
	}
	if fs := p.Faults(); len(fs) > 0 {
		return nil, fs
	}
	return log, nil
}

type parser struct {
	file File
	sheet.Reader
}

func (p *parser) log(root *yaml.Node, log *places.Log) {
	v := p.Keys(root, "schema person", "fits looks done changes")
	p.Schema(v["schema"], Schema)
	log.Person = exposure.SubjectID(p.Text(v["person"], "person", 40))
	if log.Person != "" && log.Person != p.file.Person {
		p.Fault(v["person"].Line, "person", household.CodeOtherPerson, string(log.Person), string(p.file.Person))
	}
	var fits []places.Fit
	for _, f := range places.Fits() {
		if f != places.Everyone {
			fits = append(fits, f)
		}
	}
	log.Fits = sheet.Words(&p.Reader, v["fits"], "fits", fits)
	for _, n := range p.List(v["looks"], "looks") {
		log.Looks = append(log.Looks, p.look(n))
	}
	for _, n := range p.List(v["done"], "done") {
		e := p.Keys(n, "place on what", "")
		log.Acts = append(log.Acts, places.Act{
			Place: p.place(e["place"]), On: p.Day(e["on"], "on", p.file.Today),
			Done: sheet.Choice(&p.Reader, e["what"], "what", []exposure.Progress{exposure.Asked, exposure.SaidDone}), Line: n.Line,
		})
	}
	for _, n := range p.List(v["changes"], "changes") {
		e := p.Keys(n, "event on", "")
		log.Changes = append(log.Changes, places.Change{
			Event: sheet.Choice(&p.Reader, e["event"], "event", places.Events()), On: p.Day(e["on"], "on", p.file.Today), Line: n.Line,
		})
	}
}

func (p *parser) look(n *yaml.Node) places.Look {
	e := p.Keys(n, "place on seen", "shows note")
	l := places.Look{
		Place: p.place(e["place"]), On: p.Day(e["on"], "on", p.file.Today),
		Seen: sheet.Choice(&p.Reader, e["seen"], "seen", places.Seens()), Line: n.Line,
	}
	before := p.Noted()
	l.Details = sheet.Words(&p.Reader, e["shows"], "shows", places.Details())
	faulty := p.Noted() > before
	l.Note = p.Text(e["note"], "note", maxNote)
	if n := e["note"]; n != nil && p.file.Protected {
		p.Fault(n.Line, "note", household.CodeProtectedPlace, "note")
	}
	if HoldsNumber(l.Note) { // also where it is written with escapes, or over two lines
		p.Fault(e["note"].Line, "note", household.CodePersonalNumber)
	}
	switch {
	case l.Seen == places.Visible && len(l.Details) == 0 && !faulty:
		p.Fault(n.Line, "shows", household.CodeNothingShows)
	case l.Seen != places.Visible && l.Seen != "" && len(l.Details) > 0:
		p.Fault(e["shows"].Line, "shows", household.CodeShowsUnseen, string(l.Seen))
	}
	return l
}

func (p *parser) place(n *yaml.Node) places.ID {
	id := places.ID(p.Word(n, "place"))
	if _, ok := p.file.Places.Place(id); !ok && id != "" {
		p.Fault(n.Line, "place", household.CodeUnknownPlace, string(id))
	}
	return id
}
