package reporttest

import (
	"html"
	"slices"
	"strings"
)

// Prose is the text that a page shows, in its order, a line for each block. What the
// family itself wrote (in blockquote), what is to be typed (in code), and what only the
// browser reads are left out. The page is one of our own: its tags are closed, and its
// attributes hold no ">".
func Prose(page string) string {
	var out strings.Builder
	for {
		text, rest, ok := strings.Cut(page, "<")
		out.WriteString(html.UnescapeString(text))
		if !ok {
			break
		}
		tag, after, _ := strings.Cut(rest, ">")
		name, _, _ := strings.Cut(strings.Join(strings.Fields(strings.Trim(tag, "/")), " "), " ")
		switch {
		case slices.Contains([]string{"head", "style", "script", "blockquote", "code", "pre"}, name) && !strings.HasPrefix(tag, "/"):
			_, after, _ = strings.Cut(after, "</"+name+">")
		case !slices.Contains([]string{"a", "abbr", "b", "bdi", "em", "i", "small", "span", "strong", "time"}, name):
			out.WriteString("\n")
		}
		page = after
	}
	var lines []string
	for line := range strings.Lines(out.String()) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
