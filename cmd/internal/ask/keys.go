package ask

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"charm.land/lipgloss/v2"

	"lampan/report/clean"
)

// keys asks on a terminal, where answers are picked with the keys. A question
// goes away when it is answered; it and the answer are left as one line.
type keys struct {
	c Config
}

// Keys asks on a terminal.
func Keys(c Config) Asker { return &keys{c} }

func (k *keys) Show(p Page) error {
	// lipgloss leaves out what the terminal, or NO_COLOR, does not want.
	_, err := lipgloss.Fprint(k.c.Out, p.render(k.c.Width, func(s string) string { return lipgloss.NewStyle().Bold(true).Render(s) }))
	return err
}

func (k *keys) One(ctx context.Context, q Question, at int) (int, error) {
	n := max(at, 0)
	field := huh.NewSelect[int]().Title(clean.Line(q.Text)).Options(options(q)...).Value(&n)
	if err := k.run(ctx, q, field, "ask.keys.pick"); err != nil {
		return -1, err
	}
	return n, k.left(q.Text, q.Options[n])
}

func (k *keys) Many(ctx context.Context, q Question, chosen []int, least int) ([]int, error) {
	ns := slices.Clone(chosen)
	field := huh.NewMultiSelect[int]().Title(clean.Line(q.Text)).Options(options(q)...).Value(&ns).Filterable(false).
		Validate(func(ns []int) error {
			if len(ns) < least {
				return errors.New(k.c.Words.Text("ask.least"))
			}
			return nil
		})
	if err := k.run(ctx, q, field, "ask.keys.many"); err != nil {
		return nil, err
	}
	slices.Sort(ns)
	said := make([]string, len(ns))
	for i, n := range ns {
		said[i] = q.Options[n]
	}
	if len(said) == 0 {
		said = []string{k.c.Words.Text("ask.none")}
	}
	return ns, k.left(q.Text, strings.Join(said, ", "))
}

func (k *keys) Text(ctx context.Context, q Question, t Text) (string, error) {
	s := t.Now
	field := huh.NewInput().Title(clean.Line(q.Text)).Value(&s).Validate(func(s string) error {
		if fault := t.fault(k.c.Words, s); fault != "" {
			return errors.New(fault)
		}
		return nil
	})
	if err := k.run(ctx, q, field, "ask.keys.text"); err != nil {
		return "", err
	}
	if s = clean.Line(s); s == "" {
		return "", nil
	}
	return s, k.left(q.Text, s)
}

// left is the line that stays of a question.
func (k *keys) left(question, answer string) error {
	_, err := io.WriteString(k.c.Out, Page{Lines: []Line{{Text: question + " " + answer}}}.render(k.c.Width, plain))
	return err
}

func options(q Question) []huh.Option[int] {
	out := make([]huh.Option[int], len(q.Options))
	for i, o := range q.Options {
		out[i] = huh.NewOption(clean.Line(o), i)
	}
	return out
}

// run asks one question. Which key ended it is seen before the form sees it: to
// the form all of them are the one that quits.
func (k *keys) run(ctx context.Context, q Question, field huh.Field, help string) error {
	words := k.c.Words
	free := help == "ask.keys.text"
	back, stop := []string{"esc"}, []string{"ctrl+c"}
	if !free { // where nobody writes, letters are commands
		back, stop = append(back, "left", words.Text("ask.back.key")), append(stop, words.Text("ask.stop.key"))
	}
	quit := slices.Clone(stop)
	text := words.Text(help)
	if !q.First {
		quit = append(quit, back...)
		text += " · " + words.Text("ask.keys.back")
	}
	if free {
		text += " · " + words.Text("ask.keys.stopText")
	} else {
		text += " · " + words.Text("ask.keys.stop")
	}
	ended := ErrInterrupted // also by a signal, which is no key
	watch := func(_ tea.Model, m tea.Msg) tea.Msg {
		if p, ok := m.(tea.KeyPressMsg); ok {
			switch s := p.String(); {
			case slices.Contains(back, s):
				ended = ErrBack
			case s == "ctrl+c":
				ended = ErrInterrupted
			case slices.Contains(stop, s):
				ended = ErrStop
			}
		}
		return m
	}
	form := huh.NewForm(huh.NewGroup(field)).
		WithInput(k.c.In).WithOutput(k.c.Out).WithTheme(huh.ThemeFunc(theme)).WithKeyMap(keymap(quit)).
		WithShowHelp(false).WithWidth(min(max(k.c.Width, narrow), wide)).
		WithProgramOptions(tea.WithFilter(watch)).
		WithViewHook(func(v tea.View) tea.View {
			if v.Content != "" {
				v.ReportFocus = false
				v.Content += "\n\n" + lipgloss.NewStyle().Faint(true).Render(strings.Join(wrap(text, k.c.Width), "\n"))
			}
			return v
		})
	if _, err := fmt.Fprintln(k.c.Out); err != nil {
		return err
	}
	err := form.RunWithContext(ctx)
	switch {
	case ctx.Err() != nil:
		return ErrInterrupted
	case errors.Is(err, huh.ErrUserAborted):
		return ended
	case errors.Is(err, io.EOF):
		return ErrEnded
	}
	return err
}

// keymap holds the few keys that are told, and those that people try.
func keymap(quit []string) *huh.KeyMap {
	bind := func(keys ...string) key.Binding { return key.NewBinding(key.WithKeys(keys...)) }
	off := key.NewBinding(key.WithDisabled())
	enter, up, down, top, bottom := bind("enter"), bind("up", "k"), bind("down", "j", "tab"), bind("home"), bind("end")
	return &huh.KeyMap{
		Quit:  bind(quit...),
		Input: huh.InputKeyMap{Submit: enter, Next: enter, Prev: off, AcceptSuggestion: off},
		Select: huh.SelectKeyMap{
			Submit: enter, Next: enter, Prev: off, Up: up, Down: down, GotoTop: top, GotoBottom: bottom,
			HalfPageUp: bind("pgup"), HalfPageDown: bind("pgdown"),
			Left: off, Right: off, Filter: off, SetFilter: off, ClearFilter: off,
		},
		MultiSelect: huh.MultiSelectKeyMap{
			Submit: enter, Next: enter, Prev: off, Up: up, Down: down, GotoTop: top, GotoBottom: bottom,
			HalfPageUp: bind("pgup"), HalfPageDown: bind("pgdown"), Toggle: bind("space", "x"),
			Filter: off, SetFilter: off, ClearFilter: off, SelectAll: off, SelectNone: off,
		},
	}
}

// theme is plain: bold for the question and what is picked, and no colours, which
// would have to be readable on every background.
func theme(bool) *huh.Styles {
	t := huh.ThemeBase(false)
	f := huh.FieldStyles{
		Title:               lipgloss.NewStyle().Bold(true),
		SelectSelector:      lipgloss.NewStyle().SetString("> "),
		MultiSelectSelector: lipgloss.NewStyle().SetString("> "),
		SelectedOption:      lipgloss.NewStyle().Bold(true),
		SelectedPrefix:      lipgloss.NewStyle().SetString("[x] "),
		UnselectedPrefix:    lipgloss.NewStyle().SetString("[ ] "),
	}
	t.Focused, t.Blurred = f, f
	return t
}
