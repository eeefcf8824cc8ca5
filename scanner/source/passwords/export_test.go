package passwords

import "lampan/rules/exposure"

// Decode is what Read makes of the bytes of a file.
func (s *Source) Decode(data []byte) ([]exposure.Document, []error) {
	r, made, err := s.decode(data)
	if err != nil {
		return nil, []error{err}
	}
	docs := s.documents(&r, made)
	return docs, s.open(&r, len(docs))
}
