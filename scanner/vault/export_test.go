package vault

// Cost is how many rounds or bytes the key of a KDBX file takes.
func Cost(data []byte) uint64 {
	if len(data) < 12 {
		return 0
	}
	h, _, err := readHeader(data)
	if err != nil {
		return 0
	}
	d, err := h.derivation()
	if err != nil {
		return 0
	}
	return max(1, d.rounds) * max(1, d.memory)
}

// Scratch reads data as Read does and returns the buffers that were noted to be
// wiped.
func Scratch(name string, data []byte, o Options) ([][]byte, error) {
	r := &reader{name: name, options: o}
	err := r.file(data)
	for i := range r.entries {
		r.entries[i].Wipe()
	}
	r.wipe()
	return r.scratch, err
}
