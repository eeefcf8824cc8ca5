package pattern

// key is where a key lies: each row of letters is half a key to the right of the
// one above, and columns are counted along them.
type key struct{ row, column int8 }

// layout says where each character lies; some lie on several keys, because å and
// ä are read as a, and ö as o. The first is the plainest.
type layout [128]struct {
	count uint8
	at    [4]key
}

const (
	layouts = 4
	// shortestWalk is the fewest keys of a walk.
	shortestWalk = 3
	// longestWalk bounds how far one is followed.
	longestWalk = 40
)

// keyboards builds the layouts: Nordic, US, German and the number pad. The Nordic
// ones differ in where æ, ä, ø and ö lie, which folding makes one.
func keyboards() *[layouts]layout {
	var all [layouts]layout
	for i, rows := range [layouts][]string{
		{"1234567890+", "qwertyuiopa", "asdfghjkloa'", "zxcvbnm,.-", "!\"#¤%&/()=?", "", "         ao", "       ;:_"},
		{"1234567890-=", "qwertyuiop[]\\", "asdfghjkl;'", "zxcvbnm,./", "!@#$%^&*()_+", "          {}|", "         :\"", "       <>?"},
		{"1234567890", "qwertzuiopu+", "asdfghjkloa#", "yxcvbnm,.-", "!\"§$%&/()=?", "", "", "       ;:_"},
		{"789", "456", "123", "0"},
	} {
		for r, row := range rows {
			column := int8(0)
			for _, c := range row {
				if c != ' ' && c < 128 {
					if k := &all[i][c]; int(k.count) < len(k.at) {
						k.at[k.count] = key{int8(r % 4), column}
						k.count++
					}
				}
				column++
			}
		}
	}
	return &all
}

// spots lists where a character lies.
func (l *layout) spots(r rune) []key {
	if r >= 128 {
		return nil
	}
	k := &l[r]
	return k.at[:k.count]
}

// step says whether two keys touch, or lie in one row with one between.
func step(a, b key, pad bool) (way key, bits float32, ok bool) {
	way = key{b.row - a.row, b.column - a.column}
	switch way {
	case key{0, 1}, key{0, -1}, key{1, 0}, key{1, -1}, key{-1, 0}, key{-1, 1}:
		return way, 0, true
	case key{0, 2}, key{0, -2}:
		return way, 1.5, true
	case key{1, 1}, key{-1, -1}:
		return way, 0, pad
	}
	return way, 0, false
}

// What a walk costs: where it starts, how long it is, and each turn.
const (
	startBits  = 3.8
	cornerBits = 1.2 // start where many do: q, a, z or 1
	turnBits   = 2.3
)

// walks finds keys that lie beside each other: qwerty, asdf, 1qaz.
func (s *scratch) walks() {
	for l := range s.keys {
		keys, pad := &s.keys[l], l == layouts-1
		for i := 0; i+shortestWalk-1 <= s.n; i++ {
			for _, from := range keys.spots(s.folded[i]) {
				s.walk(keys, pad, i, from)
			}
		}
	}
}

// walk follows one walk and notes it at each of its turns and at its end.
func (s *scratch) walk(keys *layout, pad bool, i int, at key) {
	bits := float32(startBits)
	switch s.folded[i] {
	case 'q', 'a', 'z', '1', 'y', '7':
		bits = cornerBits
	}
	way := key{9, 9}
	for j := i + 1; j <= min(s.n, i+longestWalk); j++ {
		var next, turn key
		var more float32
		found := false
		// A key struck twice is no step, though å and ä, read as a, lie together.
		if j < s.n && s.folded[j] != s.folded[j-1] {
			for _, to := range keys.spots(s.folded[j]) {
				w, b, ok := step(at, to, pad)
				if !ok || found && w != way {
					continue
				}
				next, turn, more, found = to, w, b, true
				if w == way {
					break
				}
			}
		}
		if turned := !found || turn != way; turned && j-i >= shortestWalk {
			s.add(i, j, false, edge{bits: bits + log2(j-i) + s.capitals(i, j, false), class: again, clues: Keyboard})
		} else if j-i == shortestWalk-1 && j == s.n {
			// The beginning of one, so that its last key does not make it much easier.
			s.add(i, j, false, edge{bits: bits + nearlyBits + s.capitals(i, j, false), class: again})
		}
		if !found {
			return
		}
		switch {
		case turn == way:
		case j == i+1 && turn == key{0, 1}:
			bits++ // along the row is the usual first way
		default:
			bits += turnBits + more
		}
		at, way = next, turn
	}
}

// sequences finds steps along the alphabet or the digits: abcd, 4321, 2468, and
// åäö after z.
func (s *scratch) sequences() {
	if i := s.n - 2; i >= 0 && follows(s.folded[i], s.folded[i+1], 1) {
		s.add(i, s.n, false, edge{bits: cornerBits + 1 + nearlyBits + s.capitals(i, s.n, false), class: again})
	}
	for i := 0; i+3 <= s.n; {
		d := place(s.folded[i+1]) - place(s.folded[i])
		j := i + 1
		for j < s.n && follows(s.folded[j-1], s.folded[j], d) {
			j++
		}
		if j-i >= 3 && d != 0 && -4 < d && d < 4 {
			bits := float32(startBits)
			switch s.folded[i] {
			case 'a', '1', '0', 'z', '9':
				bits = cornerBits
			}
			if d != 1 {
				bits += 1.5
			}
			s.add(i, j, false, edge{bits: bits + log2(j-i) + s.capitals(i, j, false), class: again, clues: Sequence})
			i = j - 2
		}
		i++
	}
}

// place is where a letter or digit comes in its order; others are far from all.
func place(r rune) int {
	switch {
	case isDigit(r):
		return int(r - '0')
	case 'a' <= r && r <= 'z':
		return int(r-'a') + 100
	}
	return int(r) + 1000
}

// follows also takes 9 to 0 and the end of the Swedish alphabet, whose å, ä and ö
// are read as a, a and o, and from there a again.
func follows(a, b rune, d int) bool {
	if place(b)-place(a) == d {
		return true
	}
	switch d {
	case 1:
		return a == '9' && b == '0' || a == 'z' && b == 'a' || a == 'a' && (b == 'a' || b == 'o') || a == 'o' && b == 'a'
	case -1:
		return a == '0' && b == '9' || a == 'a' && (b == 'z' || b == 'a') || a == 'o' && b == 'a'
	}
	return false
}
