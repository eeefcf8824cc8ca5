package sense

import "lampan/rules/exposure"

// gates are the categories that a passage's observations let through, a bit
// each. A number is told only where a recogniser found one.
type gates uint32

func (g gates) open(c Category) bool { return g&(1<<c) != 0 }

// needs gives the kinds of observation without which a category is not told;
// a category that is not listed needs none.
var needs = map[Category][]exposure.Kind{
	Phone:        {exposure.ContactPhone},
	Email:        {exposure.ContactEmail},
	NationalID:   {exposure.IDPersonnummer},
	VehiclePlate: {exposure.VehiclePlate},
	BankAccount:  {exposure.BankAccount},
	IDDocument:   {exposure.IDDocument},
	BookingRef:   {exposure.BookingRef},
}

// Needs gives the kinds of observation without which category c is not told; nil
// when it needs none.
func Needs(c Category) []exposure.Kind { return needs[c] }

// opens gives the categories that a kind of observation lets through.
var opens = func() map[exposure.Kind]gates {
	m := map[exposure.Kind]gates{}
	for c, kinds := range needs {
		for _, k := range kinds {
			m[k] |= 1 << c
		}
	}
	return m
}()

// free are the categories that need nothing.
var free = func() gates {
	g := gates(1<<Count - 1)
	for c := range needs {
		g &^= 1 << c
	}
	return g
}()

func gatesOf(p *Passage) gates {
	g := free
	for i := range p.Observations {
		if o := &p.Observations[i]; o.Sentence >= p.First && o.Sentence <= p.Last {
			g |= opens[o.Kind]
		}
	}
	return g
}

// Open reports whether a passage can tell category c at all.
func Open(p *Passage, c Category) bool { return gatesOf(p).open(c) }
