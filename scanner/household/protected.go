package household

import (
	"regexp"
	"slices"
	"strings"

	"lampan/rules/redact"
)

// Protected reports whether somebody in the household has protected personal data.
// Where one lives the others live too, so it holds for all of them.
func (h *Household) Protected() bool {
	return slices.ContainsFunc(h.People, func(m Person) bool { return m.Protected })
}

var (
	// located matches the paths of faults that may quote where a place is.
	located = regexp.MustCompile(`^places\[\d+\]\.(street|postal|town|position)\b`)
	// left matches a comment in which a line of a place was left.
	left = regexp.MustCompile(`#.*\b(street|postal|town|position|lat|lon):\s*[^\s"]|#.*\b(street|postal|town):\s*"[^"]`)
)

// protected refuses what tells where a household is in which somebody has protected
// personal data: of any place, since the home is everybody's, and the school or work
// of one leads to the others; and in any other line, also in a comment. The faults
// quote nothing.
func (p *parser) protected(h *Household, data []byte) {
	if !h.Protected() {
		return
	}
	p.faults = slices.DeleteFunc(p.faults, func(f Fault) bool { return located.MatchString(f.Path) })
	told := map[int]bool{} // lines
	for _, m := range h.Places {
		for _, key := range []string{"street", "postal", "town", "position"} {
			line, ok := p.values[valueAt{m.Line, key}]
			if !ok || key == "street" && m.Street == "" || key == "town" && m.Town == "" {
				continue // not there, or the empty text of a form not filled in
			}
			told[line] = true
			p.fault(line, "places."+key, CodeProtectedPlace, key)
		}
	}
	ours := strings.Split(templateSV+"\n"+templateEN, "\n")
	for i, line := range strings.Split(string(cutBOM(data)), "\n") {
		line = strings.TrimRight(line, "\r")
		if told[i+1] || slices.Contains(ours, line) {
			continue
		}
		if redact.Tells(line) || left.MatchString(line) {
			p.fault(i+1, "", CodeProtectedText)
		}
	}
}
