package lexicon

import (
	_ "embed" // for the lists of names
	"strings"
	"sync"
)

//go:embed names/given.txt
var given string

//go:embed names/more.txt
var moreGiven string

//go:embed names/young.txt
var youngNames string

//go:embed names/old.txt
var oldNames string

//go:embed names/thing.txt
var things string

// Name is what the lists know of a word as a given name; 0 when it is none.
type Name uint8

// What a given name may be.
const (
	NameKnown  Name = 1 << iota // a given name
	NameCommon                  // borne by hundreds in Sweden
	NameWord                    // an ordinary word or a place as well
	NameYoung                   // borne by children more than by adults
	NameOld                     // borne by adults, seldom by children
	nameThing                   // no name of a person at all, but of a thing
)

// NameOf finds a given name by the hash of its token.
func NameOf(hash uint64) Name { return nameSet().find(hash) &^ nameThing }

// Given reports whether a folded word is a common given name, and whether it
// is an ordinary word as well.
func Given(folded string) (name, word bool) {
	n := nameSet().find(hashOf(folded))
	return n&NameCommon != 0, n&(NameCommon|NameWord) == NameCommon|NameWord
}

// Thing reports whether a folded word, in a row of capitalised ones, makes the
// row the name of something and not of a person: "Grand Hotel".
func Thing(folded string) bool { return nameSet().find(hashOf(folded))&nameThing != 0 }

// nameTable is a set of words by hash: open addressing, a power of two. A key is
// the upper half of a hash, and 0 an empty slot.
type nameTable struct {
	keys  []uint32
	marks []Name
}

// nameSet compiles the lists the first time they are asked.
var nameSet = sync.OnceValue(func() *nameTable {
	s := &nameTable{make([]uint32, nameSlots), make([]Name, nameSlots)}
	s.addAll(given, NameKnown|NameCommon)
	s.addAll(moreGiven, NameKnown)
	s.addAll(youngNames, NameKnown|NameYoung)
	s.addAll(oldNames, NameKnown|NameOld)
	s.addAll(things, nameThing)
	return s
})

// nameSlots is some three times the number of names, so that most words that
// are none meet an empty slot at once.
const nameSlots = 1 << 16

func (s *nameTable) addAll(list string, mark Name) {
	for line := range strings.SplitSeq(list, "\n") {
		line, _, _ = strings.Cut(line, "#")
		for w := range strings.FieldsSeq(line) {
			m := mark
			if plain, ok := strings.CutSuffix(w, "!"); ok {
				w, m = plain, m|NameWord
			}
			h := hashOf(w)
			i := h % nameSlots
			for s.keys[i] != 0 && s.keys[i] != uint32(h>>32) {
				i = (i + 1) % nameSlots
			}
			s.keys[i] = uint32(h >> 32)
			s.marks[i] |= m
		}
	}
}

func (s *nameTable) find(hash uint64) Name {
	for i := hash % nameSlots; s.keys[i] != 0; i = (i + 1) % nameSlots {
		if s.keys[i] == uint32(hash>>32) {
			return s.marks[i]
		}
	}
	return 0
}

// hashOf is the hash that a token of this folded word has.
func hashOf(folded string) uint64 {
	h := uint64(offset64)
	for i := range len(folded) {
		h = (h ^ uint64(folded[i])) * prime64
	}
	return h
}
