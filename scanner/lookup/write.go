package lookup

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"lampan/rules/exposure"
	"lampan/rules/places"
	"lampan/scanner/internal/sheet"
)

// heads is how a new file begins, in either language: the person and the schema.
// It is read only.
var heads = map[exposure.Lang]string{
	exposure.Swedish: `# Det som %[1]s har sett om sig själv i kataloger och register. lampan lookup skriver
# filen, och den får ändras för hand.
schema: %[2]d
person: %[1]s
`,
	exposure.English: `# What %[1]s has seen of themselves in directories and registers. lampan lookup
# writes the file, and it may be changed by hand.
schema: %[2]d
person: %[1]s
`,
}

// write makes the text that says what the log says, with the comments of the old
// text. What it returns has been read back.
func (f File) write(old []byte, log *places.Log) ([]byte, error) {
	if old != nil {
		// Comments are lost only where the writer of YAML would change what is said.
		if data, err := f.edit(old, log); err == nil && f.says(data, log) == nil {
			return data, nil
		}
	}
	data, err := f.edit(fmt.Appendf(nil, heads[f.Lang], f.Person, Schema), log)
	if err != nil {
		return nil, fmt.Errorf("write look-ups: %w", err)
	}
	return data, f.says(data, log)
}

// says reports with nil that a text says what the log says, whatever line it says it
// on.
func (f File) says(data []byte, log *places.Log) error {
	got, err := f.Parse(data)
	if err == nil && !reflect.DeepEqual(lineless(got), lineless(log)) {
		return fmt.Errorf("write look-ups: %s would not say what was meant", f.At)
	}
	return err
}

func lineless(l *places.Log) *places.Log {
	c := *l
	c.Looks, c.Acts, c.Changes = slices.Concat(l.Looks), slices.Concat(l.Acts), slices.Concat(l.Changes)
	for i := range c.Looks {
		k := &c.Looks[i]
		k.Line, k.Details, k.Note = 0, slices.Concat(k.Details), strings.TrimSpace(k.Note)
	}
	for i := range c.Acts {
		c.Acts[i].Line = 0
	}
	for i := range c.Changes {
		c.Changes[i].Line = 0
	}
	return &c
}

// edit changes the parts of a text that do not say what the log says.
func (f File) edit(old []byte, log *places.Log) ([]byte, error) {
	was, err := f.Parse(old)
	if err != nil {
		return nil, err
	}
	return sheet.Edit(old, func(root *yaml.Node) {
		if !slices.Equal(was.Fits, log.Fits) || (was.Fits == nil) != (log.Fits == nil) {
			sheet.Set(root, "fits", sheet.Flow("["+sheet.Join(log.Fits)+"]"))
		}
		sheet.Entries(root, "looks", was.Looks, log.Looks, lookText)
		sheet.Entries(root, "done", was.Acts, log.Acts, func(a places.Act) string {
			return fmt.Sprintf("{place: %s, on: %s, what: %s}", a.Place, a.On.Format(time.DateOnly), a.Done)
		})
		sheet.Entries(root, "changes", was.Changes, log.Changes, func(c places.Change) string {
			return fmt.Sprintf("{event: %s, on: %s}", c.Event, c.On.Format(time.DateOnly))
		})
	})
}

func lookText(l places.Look) string {
	s := fmt.Sprintf("{place: %s, on: %s, seen: %s", l.Place, l.On.Format(time.DateOnly), l.Seen)
	if len(l.Details) > 0 {
		s += ", shows: [" + sheet.Join(l.Details) + "]"
	}
	if note := strings.TrimSpace(l.Note); note != "" {
		s += fmt.Sprintf(", note: %q", note)
	}
	return s + "}"
}
