package pattern

// The years that people put in passwords: of birth, of clubs, of now.
const (
	firstYear = 1850
	lastYear  = 2049
)

// numbers explains digits that mean something: ends of passwords, years, days,
// personnummer, phone numbers.
func (s *scratch) numbers(backwards bool) {
	v := s.folded
	if backwards {
		v = s.back[:s.n]
	}
	for i := range v {
		if !isDigit(v[i]) {
			if v[i] == '+' && !backwards {
				s.phone(v, i)
			}
			continue
		}
		s.days(v, i, backwards)
		if backwards {
			continue
		}
		s.phone(v, i)
		value := 0
		for j := i; j < s.n && j < i+12 && isDigit(v[j]); j++ {
			value = value*10 + int(v[j]-'0')
			bits, clues := digits(j+1-i, value, v[i:j+1])
			s.add(i, j+1, false, edge{bits: bits, class: number, clues: clues})
		}
	}
}

// digits is what a run of digits costs where people like to put one.
func digits(n, value int, v []rune) (float32, Clues) {
	flat := true
	for _, r := range v {
		flat = flat && r == v[0]
	}
	switch n {
	case 1:
		if value == 1 {
			return 1, 0
		}
		return 2.8, 0
	case 2:
		switch {
		case flat, value <= 3, value == 10, value == 12, value == 13, value == 23, value == 69:
			return 4, 0
		}
		return 5.8, 0
	case 3:
		switch {
		case value == 123:
			return 1.5, 0
		case value == 321:
			return 3, 0
		case flat, value == 7, value == 112, value == 911, value == 1, value == 100, value == 101:
			return 5, 0
		}
		return 9.3, 0
	case 4:
		switch {
		case value == 1234:
			return 2.5, 0
		case flat, value == 4321:
			return 5.5, 0
		case value >= firstYear && value <= lastYear:
			return year(value), Year
		case value/100 < 24 && value%100 < 60:
			return 11, 0
		}
		return 12.5, 0
	}
	return 3.3 * float32(n), 0
}

// year is what a year with four digits costs: the recent and the years in which
// living people were born are tried first.
func year(y int) float32 {
	switch {
	case y >= 2005 && y <= 2029:
		return 4.8
	case y >= 1950 && y < 2005:
		return 6
	case y >= 1930 && y < 2040:
		return 7
	case y >= 1880:
		return 7.5
	}
	return 8
}

// dayForms are the ways to write a day: y year, m month, d day; the commonest in
// Sweden first.
var dayForms = [...]struct {
	form string
	bits float32
}{
	{"yyyymmdd", 14.5},
	{"yymmdd", 14},
	{"ddmmyy", 14.7},
	{"ddmmyyyy", 15.2},
	{"mmddyy", 15.5},
	{"mmddyyyy", 16},
	{"yyyymm", 10.5},
	{"mmyyyy", 10.7},
	{"ddmm", 8.7},
	{"mmdd", 8.7},
}

// sepBits is what the signs between the numbers of a day cost.
const sepBits = 1.5

// days finds days from i on, with or without a sign between their numbers.
func (s *scratch) days(v []rune, i int, backwards bool) {
	run := 1
	for i+run < len(v) && run < 8 && isDigit(v[i+run]) {
		run++
	}
	parted := i+run < len(v) && isBetween(v[i+run])
	for k := range dayForms {
		f := &dayForms[k]
		for _, sep := range [...]bool{false, true} {
			if sep && !parted || !sep && run < len(f.form) {
				continue
			}
			j, fits := day(v, i, f.form, sep)
			if !fits {
				continue
			}
			bits := f.bits
			if sep {
				bits += sepBits
			}
			s.add(i, j, backwards, edge{bits: bits, class: number, clues: Date})
			if !backwards && (f.form == "yymmdd" || f.form == "yyyymmdd") && !sep {
				s.personnummer(v, i, j, bits)
			}
		}
	}
}

// day reads one form of a day at i and returns where it ends. With signs between
// the numbers, days and months may have one digit: 3/7. Days of
// samordningsnummer have 60 added.
func day(v []rune, i int, form string, sep bool) (end int, ok bool) {
	var between rune
	for k := 0; k < len(form); {
		field, width := form[k], 1
		for k+width < len(form) && form[k+width] == field {
			width++
		}
		if sep && k > 0 {
			if i >= len(v) || !isBetween(v[i]) || between != 0 && v[i] != between && between != '/' {
				return 0, false
			}
			between = v[i]
			i++
		}
		k += width
		value, fits := digitsAt(v, i, width)
		if sep && field != 'y' && (!fits || value > 31) {
			width = 1
			value, fits = digitsAt(v, i, width)
		}
		if !fits {
			return 0, false
		}
		switch {
		case field == 'm' && (value < 1 || value > 12),
			field == 'd' && (value < 1 || value > 31) && (sep || form != "yymmdd" && form != "yyyymmdd" || value < 61 || value > 91),
			field == 'y' && width == 4 && (value < firstYear || value > lastYear):
			return 0, false
		}
		i += width
	}
	return i, true
}

func isBetween(r rune) bool {
	return r == '-' || r == '/' || r == '.' || r == ' ' || r == '_' || r == ':'
}

// digitsAt reads n digits.
func digitsAt(v []rune, i, n int) (value int, ok bool) {
	if i+n > len(v) {
		return 0, false
	}
	for _, r := range v[i : i+n] {
		if !isDigit(r) {
			return 0, false
		}
		value = value*10 + int(r-'0')
	}
	return value, true
}

// personnummer notes a day with four digits after it. The last is the check
// digit when it fits.
func (s *scratch) personnummer(v []rune, i, j int, bits float32) {
	k := j
	if k < len(v) && (v[k] == '-' || v[k] == '+') {
		k++
	}
	if _, ok := digitsAt(v, k, 4); !ok {
		return
	}
	last, double := 0, true
	for at := j - 6; at < k+4; at++ {
		if at == j {
			at = k
		}
		d := int(v[at] - '0')
		if double {
			d *= 2
			d = d/10 + d%10
		}
		double = !double
		last += d
	}
	if last%10 == 0 {
		s.add(i, k+4, false, edge{bits: bits + 10, class: number, clues: Personnum})
		return
	}
	s.add(i, k+4, false, edge{bits: bits + 13, class: number, clues: Date})
}

// phoneBits is what a Swedish mobile number costs: seven digits after one of few
// beginnings.
const phoneBits = 25.5

// phone finds mobile numbers: 07x and seven digits, also as +46 or 0046, with
// single signs between.
func (s *scratch) phone(v []rune, i int) {
	j := i
	for _, start := range [...]string{"+467", "+46 7", "+46-7", "00467", "0046 7", "467", "07"} {
		if hasPrefix(v[i:], start) {
			j = i + len(start)
			break
		}
	}
	if j == i {
		return
	}
	left := 8
	for ; j < len(v) && left > 0; j++ {
		switch {
		case isDigit(v[j]):
			left--
		case (v[j] == '-' || v[j] == ' ') && isDigit(v[j-1]):
		default:
			return
		}
	}
	if left == 0 {
		s.add(i, j, false, edge{bits: phoneBits, class: number, clues: Phone})
	}
}

func hasPrefix(v []rune, start string) bool {
	if len(v) < len(start) {
		return false
	}
	for i := range len(start) {
		if v[i] != rune(start[i]) {
			return false
		}
	}
	return true
}

// signs explains the signs that people put between words and at their ends.
func (s *scratch) signs() {
	for i := 0; i < s.n; i++ {
		bits, ok := signCost(s.folded[i])
		if !ok {
			continue
		}
		s.add(i, i+1, false, edge{bits: bits, class: sign})
		j := i + 1
		for j < s.n && s.folded[j] == s.folded[i] {
			j++
		}
		if j > i+1 {
			s.add(i, j, false, edge{bits: bits + 1 + log2(j-i), class: sign})
		}
	}
}
