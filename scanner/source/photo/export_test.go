package photo

import (
	"archive/zip"
	"bytes"
)

// Unpacked is a member of a zip file as it is read.
type Unpacked struct {
	Name string
	Size int64
	Err  error
}

// Unpack reads a zip file without a case around it.
func Unpack(data []byte) ([]Unpacked, error) {
	r := bytes.NewReader(data)
	list, err := list(r, r.Size())
	if err != nil {
		return nil, err
	}
	z := &archive{reader: &reader{Source: New(Config{})}, file: r, size: r.Size(), left: maxUnpacked}
	byName := map[string]*zip.File{}
	for _, f := range list {
		byName[shown(f.Name)] = f
	}
	var out []Unpacked
	for _, it := range z.items(list) {
		u := Unpacked{Name: it.path, Err: it.err}
		if f := byName[it.path]; f != nil {
			var b body
			b, u.Err = z.member(f, it.path)
			u.Size = b.size
		}
		out = append(out, u)
	}
	return out, nil
}
