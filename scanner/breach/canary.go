package breach

import (
	"crypto/rand"
	"encoding/binary"
)

// canaries returns keys of passwords that every real list of leaked passwords
// holds. They are among the most common in three lists that others collected;
// only their hashes are here.
func canaries() []uint64 {
	return []uint64{
		0x7c4a8d09ca3762af, 0xf7c3bc1d808e0473, 0x5baa61e4c9b93f3f, 0xb1b3773a05c0ed01,
		0x7c222fb2927d828a, 0x8cb2237d0679ca88, 0x601f1889667efaeb, 0x3d4f2bf07dc1be38,
		0x7110eda4d09e062a, 0x01b307acba4f54f5, 0x20eabe5d64b0e216, 0x6367c48dd193d56e,
		0xee8d8728f435fd55, 0x40bd001563085fc3, 0xc984aed014aec762, 0x4d9012b4a77a9524,
	}
}

const (
	strangers = 256
	// mostFound is how many random keys a sound filter may take for members:
	// 256 of them give 3 or more once in 100 million openings.
	mostFound = 2
)

// selfTest asks for what must be there and for what cannot be. A filter that
// says "absent" about everything, or "found", is worse than none.
func (f *Filter) selfTest() error {
	fault := &Fault{File: f.name, What: SelfTest}
	for i, key := range canaries() {
		if f.head.canaries>>i&1 == 0 {
			if !f.Partial() {
				return fault
			}
			continue
		}
		switch ok, err := f.holds(key); {
		case err != nil:
			return err
		case !ok:
			return fault
		}
	}
	var random [8 * strangers]byte
	_, _ = rand.Read(random[:]) // never fails
	found := 0
	for i := range strangers {
		ok, err := f.holds(binary.LittleEndian.Uint64(random[8*i:]))
		if err != nil {
			return err
		}
		if ok {
			found++
		}
	}
	if found > mostFound {
		return fault
	}
	return nil
}
