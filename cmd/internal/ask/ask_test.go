package ask_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lampan/cmd/internal/ask"
	"lampan/report/message"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
)

var sv, en = message.For(exposure.Swedish), message.For(exposure.English)

var fruit = ask.Question{Text: "Vilken frukt?", Options: []string{"äpple", "päron", "plommon"}}

func plain(in string, words *message.Catalog) (ask.Asker, *bytes.Buffer) {
	out := new(bytes.Buffer)
	return ask.Plain(ask.Config{In: strings.NewReader(in), Out: out, Words: words, Echo: true}), out
}

func keys(in io.Reader) (ask.Asker, *bytes.Buffer) {
	out := new(bytes.Buffer)
	return ask.Keys(ask.Config{In: in, Out: out, Words: sv, Width: 40}), out
}

func TestPlainOne(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		words    *message.Catalog
		at       int
		want     int
		err      error
		says     string
	}{
		{"a number", "2\n", sv, -1, 1, nil, "3. plommon"},
		{"a number with spaces and CR", " 2 \r\n", sv, -1, 1, nil, ""},
		{"what is proposed", "\n", sv, 2, 2, nil, "Enter för 3"},
		{"nothing proposed", "\n3\n", sv, -1, 2, nil, "Svara med ett nummer från 1 till 3."},
		{"too large, then right", "4\n1\n", sv, -1, 0, nil, "Svara med ett nummer från 1 till 3."},
		{"a word", "päron\n1\n", sv, -1, 0, nil, "Svara med ett nummer"},
		{"the last line has no end", "3", sv, -1, 2, nil, ""},
		{"back by letter", "t\n", sv, -1, -1, ask.ErrBack, "t tillbaka"},
		{"back by word", "TILLBAKA\n", sv, -1, -1, ask.ErrBack, ""},
		{"stop by letter", "q\n", sv, -1, -1, ask.ErrStop, "q sluta"},
		{"back in English", "b\n", en, -1, -1, ask.ErrBack, "b back"},
		{"stop in English", "quit\n", en, -1, -1, ask.ErrStop, "q quit"},
		{"the input ends", "", sv, -1, -1, ask.ErrEnded, ""},
		{"invalid UTF-8", "\xff\xfe\n1\n", sv, -1, 0, nil, "Svara med ett nummer"},
		{"control characters", "\x1b[2J\x071\n1\n", sv, -1, 0, nil, "Svara med ett nummer"},
		{"a very long line", strings.Repeat("1", 1<<20) + "\n", sv, -1, -1, ask.ErrLost, ""},
		{"never a number", strings.Repeat("nej\n", 50), sv, -1, -1, ask.ErrLost, ""},
		{"a huge number", "99999999999999999999\n1\n", sv, -1, 0, nil, "Svara med ett nummer"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, out := plain(tt.in, tt.words)
			got, err := a.One(t.Context(), fruit, tt.at)
			if !errors.Is(err, tt.err) || err == nil && got != tt.want {
				t.Errorf("One = %d, %v; want %d, %v", got, err, tt.want, tt.err)
			}
			if !strings.Contains(out.String(), tt.says) {
				t.Errorf("it says %q; want %q in it", out, tt.says)
			}
			if out.Len() > 4000 {
				t.Errorf("it says %d bytes", out.Len())
			}
			calm(t, out.String())
		})
	}
}

func TestFirstQuestionHasNoBack(t *testing.T) {
	a, out := plain("t\n1\n", sv)
	q := fruit
	q.First = true
	if got, err := a.One(t.Context(), q, -1); got != 0 || err != nil {
		t.Errorf("One = %d, %v; want 0", got, err)
	}
	if strings.Contains(out.String(), "tillbaka") {
		t.Errorf("it offers to go back: %s", out)
	}
	a, out = keys(strings.NewReader("\x1b[D\r"))
	if got, err := a.One(t.Context(), q, -1); got != 0 || err != nil {
		t.Errorf("with keys One = %d, %v; want 0", got, err)
	}
	if strings.Contains(out.String(), "tillbaka") {
		t.Errorf("it offers to go back: %s", out)
	}
}

func TestPlainMany(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		chosen   []int
		least    int
		want     []int
		says     string
	}{
		{"several in any order, once each", "3, 1 3\n", nil, 0, []int{0, 2}, ""},
		{"as one says it", "1, 2 och 3\n", nil, 0, []int{0, 1, 2}, ""},
		{"as one says it in English", "1 and 3\n", nil, 0, []int{0, 2}, ""},
		{"none", "0\n", []int{1}, 0, nil, "2. päron (vald)"},
		{"what was chosen", "\n", []int{0, 2}, 0, []int{0, 2}, "Enter för 1 och 3"},
		{"at least one", "0\n\n2\n", nil, 1, []int{1}, "Välj minst ett."},
		{"0 among others", "0 2\n2\n", nil, 0, []int{1}, "eller 0 för inget."},
		{"only commas", ",,\n2\n", nil, 0, []int{1}, "eller 0 för inget."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, out := plain(tt.in, sv)
			got, err := a.Many(t.Context(), fruit, tt.chosen, tt.least)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("Many (-want +got):\n%s", d)
			}
			if !strings.Contains(out.String(), tt.says) {
				t.Errorf("it says %q; want %q in it", out, tt.says)
			}
		})
	}
}

func TestText(t *testing.T) {
	no := func(s string) string {
		if strings.Contains(s, "hemligt") {
			return "Skriv inte det."
		}
		return ""
	}
	for _, tt := range []struct {
		name, lines, keys, now, want, says string
	}{
		{"words", " två  ord \n", " två  ord \r", "", "två ord", ""},
		{"nothing", "\n", "\r", "", "", ""},
		{"kept", "\n", "\r", "som förut", "som förut", "som förut"},
		{"removed", "-\n", "\x7f\x7f\x7f\r", "abc", "", ""},
		{"refused, then right", "hemligt\nöppet\n", "hemligt\r" + strings.Repeat("\x7f", 7) + "öppet\r", "", "öppet", "Skriv inte det."},
		{"too long", "123456789012345678901\nkort\n", "123456789012345678901\r" + strings.Repeat("\b", 21) + "kort\r", "", "kort", "Skriv högst 20 tecken."},
		{"control characters", "a\x07b\nok\n", "a\x07b\rok\r", "", "", "gå"},
		{"invalid UTF-8", "a\xffb\nok\n", "a\xff\r\x7fok\r", "", "", "Det finns tecken"},
		{"what only steers is left out", "a\u202eb\u200b\n", "a\u202eb\u200b\r", "", "ab", ""},
		{"a tab is a space", "a\tb\n", "a b\r", "", "a b", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for name, a := range map[string]func() (ask.Asker, *bytes.Buffer){
				"lines": func() (ask.Asker, *bytes.Buffer) { return plain(tt.lines, sv) },
				"keys":  func() (ask.Asker, *bytes.Buffer) { return keys(strings.NewReader(tt.keys)) },
			} {
				a, out := a()
				got, err := a.Text(t.Context(), ask.Question{Text: "Något mer?"}, ask.Text{Now: tt.now, Max: 20, Refuse: no})
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if tt.want != "" && got != tt.want || !utf8.ValidString(got) || strings.ContainsFunc(got, unicode.IsControl) {
					t.Errorf("%s: Text = %q; want %q", name, got, tt.want)
				}
				if name == "lines" && !strings.Contains(out.String(), tt.says) && tt.says != "gå" {
					t.Errorf("%s: it says %q; want %q in it", name, out, tt.says)
				}
			}
		})
	}
}

func TestKeys(t *testing.T) {
	one := func(in io.Reader) (any, error) {
		a, _ := keys(in)
		return a.One(t.Context(), fruit, -1)
	}
	many := func(in io.Reader) (any, error) {
		a, _ := keys(in)
		return a.Many(t.Context(), fruit, []int{1}, 1)
	}
	for _, tt := range []struct {
		name, in string
		ask      func(io.Reader) (any, error)
		want     any
		err      error
	}{
		{"enter", "\r", one, 0, nil},
		{"down", "\x1b[B\r", one, 1, nil},
		{"down as keypads send it", "\x1bOB\x1bOB\n", one, 2, nil},
		{"around the end", "\x1b[A\r", one, 2, nil},
		{"home and end", "\x1b[F\x1b[H\x1b[4~\r", one, 2, nil},
		{"letters", "jjk\r", one, 1, nil},
		{"an unknown sequence", "\x1b[1;5Q\x1b[200~\r", one, 0, nil},
		{"a sequence without end", "\x1b[" + strings.Repeat("1", 100) + "\r", one, 0, nil},
		{"ctrl-c", "\x03", one, nil, ask.ErrInterrupted},
		{"q", "q", one, nil, ask.ErrStop},
		{"esc and a key", "\x1bx", one, nil, ask.ErrBack},
		{"left", "\x1b[D", one, nil, ask.ErrBack},
		{"t", "t", one, nil, ask.ErrBack},
		{"the terminal goes away", "\x1b[B", one, nil, ask.ErrEnded},
		{"ctrl-d", "\x04", one, nil, ask.ErrEnded},
		{"invalid UTF-8", "\xff\xfe\xc3\r", one, 0, nil},
		{"choose", " \x1b[B\x1b[B \r", many, []int{0, 1, 2}, nil},
		{"none is too few", "\x1b[B \r \r", many, []int{1}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for name, in := range map[string]io.Reader{
				"at once":     strings.NewReader(tt.in),
				"in bytes":    iotest.OneByteReader(strings.NewReader(tt.in)),
				"with an end": iotest.DataErrReader(strings.NewReader(tt.in)),
			} {
				got, err := tt.ask(in)
				if !errors.Is(err, tt.err) || err == nil && !cmp.Equal(got, tt.want) {
					t.Errorf("%s: %v, %v; want %v, %v", name, got, err, tt.want, tt.err)
				}
			}
		})
	}
}

// TestEscapeAlone is the key itself, after which nothing comes.
func TestEscapeAlone(t *testing.T) {
	r, w := io.Pipe()
	defer w.Close()
	go func() { _, _ = w.Write([]byte("\x1b")) }()
	a, _ := keys(r)
	if _, err := a.One(t.Context(), fruit, -1); !errors.Is(err, ask.ErrBack) {
		t.Errorf("err = %v; want ErrBack", err)
	}
}

// TestPressedAhead keeps the keys that were pressed before their question came.
func TestPressedAhead(t *testing.T) {
	a, _ := keys(strings.NewReader("\x1b[B\r\x1b[B\x1b[B\rej\r"))
	first, err1 := a.One(t.Context(), fruit, -1)
	second, err2 := a.One(t.Context(), fruit, -1)
	text, err3 := a.Text(t.Context(), ask.Question{Text: "Mer?"}, ask.Text{Max: 9})
	if err := errors.Join(err1, err2, err3); first != 1 || second != 2 || text != "ej" || err != nil {
		t.Errorf("got %d, %d, %q, %v; want 1, 2, ej", first, second, text, err)
	}
}

// TestMoreThanFits keeps what is pointed at on the screen, and says that there is more.
func TestMoreThanFits(t *testing.T) {
	q := ask.Question{Text: "Vilken?"}
	for n := range 60 {
		q.Options = append(q.Options, strings.Repeat(fmt.Sprintf("val%d ", n), 1+n%12))
	}
	for _, down := range []int{0, 1, 17, 30, 58, 59} {
		a, out := keys(strings.NewReader(strings.Repeat("j", down) + "\r"))
		if got, err := a.One(t.Context(), q, -1); got != down || err != nil {
			t.Fatalf("One = %d, %v; want %d", got, err, down)
		}
		drawn := strings.Split(out.String(), "\x1b[J")
		last := drawn[len(drawn)-2] // before the answer took its place
		rows := strings.Split(last, "\r\n")
		if len(rows) > 23 {
			t.Errorf("at %d it draws %d rows of 24", down, len(rows))
		}
		if !strings.Contains(last, fmt.Sprintf("> val%d ", down)) && !strings.Contains(last, fmt.Sprintf("> val%d\r", down)) {
			t.Errorf("at %d what is pointed at is not drawn: %q", down, last)
		}
		if above, below := rows[1] == "  …", slices.Contains(rows[2:], "  …"); above != (down > 5) && down != 0 || below != (down < 59) {
			t.Errorf("at %d more above %t, below %t:\n%s", down, above, below, strings.Join(rows, "\n"))
		}
	}
}

func TestCancelled(t *testing.T) {
	r, w := io.Pipe()
	defer w.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for name, a := range map[string]ask.Asker{
		"lines": ask.Plain(ask.Config{In: r, Out: io.Discard, Words: sv}),
		"keys":  ask.Keys(ask.Config{In: r, Out: io.Discard, Words: sv}),
	} {
		go cancel()
		if _, err := a.One(ctx, fruit, -1); !errors.Is(err, ask.ErrInterrupted) {
			t.Errorf("%s: err = %v; want ErrInterrupted", name, err)
		}
	}
}

func TestConfirm(t *testing.T) {
	for in, want := range map[string]bool{"1\n": true, "2\n": false, "\n": false} {
		a, _ := plain(in, sv)
		if got, err := ask.Confirm(t.Context(), a, sv, ask.Question{Text: "Ja?"}, false); got != want || err != nil {
			t.Errorf("Confirm(%q) = %t, %v; want %t", in, got, err, want)
		}
	}
}

func TestShow(t *testing.T) {
	p := ask.Page{Title: "En rubrik", Lines: []ask.Line{
		{Text: "Ett stycke som är längre än raden är bred."},
		{Mark: "1. ", Text: "Ett steg som är längre än raden är bred."},
		{Text: "https://exempel.example/en/adress/som/inte/bryts", Whole: true},
	}}
	for _, tt := range []struct {
		name  string
		width int
		want  string
	}{
		{"as it is", 0, "\nEn rubrik\nEtt stycke som är längre än raden är bred.\n1. Ett steg som är längre än raden är bred.\nhttps://exempel.example/en/adress/som/inte/bryts\n"},
		{"broken", 26, "\nEn rubrik\nEtt stycke som är längre\nän raden är bred.\n1. Ett steg som är längre\n   än raden är bred.\nhttps://exempel.example/en/adress/som/inte/bryts\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := ask.Plain(ask.Config{In: strings.NewReader(""), Out: &out, Words: sv, Width: tt.width}).Show(p); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, out.String()); d != "" {
				t.Errorf("Show (-want +got):\n%s", d)
			}
		})
	}
}

// TestNothingFromOutsideActs shows and asks with texts that steer a terminal.
func TestNothingFromOutsideActs(t *testing.T) {
	for _, payload := range reporttest.TerminalPayloads() {
		a, out := plain("1\n1\n\n", sv)
		q := ask.Question{Text: payload, Options: []string{payload}}
		_ = a.Show(ask.Page{Title: payload, Lines: []ask.Line{{Text: payload}, {Text: payload, Whole: true}}})
		_, err1 := a.One(t.Context(), q, 0)
		_, err2 := a.Many(t.Context(), q, []int{0}, 0)
		_, err3 := a.Text(t.Context(), q, ask.Text{Max: 1000})
		if err := errors.Join(err1, err2, err3); err != nil {
			t.Fatal(err)
		}
		calm(t, out.String())

		a, out = keys(strings.NewReader("\r\r\r"))
		_ = a.Show(ask.Page{Title: payload, Lines: []ask.Line{{Text: payload, Whole: true}}})
		_, err1 = a.One(t.Context(), q, 0)
		_, err2 = a.Many(t.Context(), q, []int{0}, 0)
		_, err3 = a.Text(t.Context(), q, ask.Text{Max: 1000})
		if err := errors.Join(err1, err2, err3); err != nil {
			t.Fatal(err)
		}
		calm(t, own.Replace(out.String()))
	}
}

// own are the sequences that drawing needs.
var own = strings.NewReplacer(
	"\x1b[?25l", "", "\x1b[?25h", "", "\x1b[J", "", "\r\n", "\n", "\r", "",
	"\x1b[1A", "", "\x1b[2A", "", "\x1b[3A", "", "\x1b[4A", "", "\x1b[5A", "", "\x1b[6A", "", "\x1b[7A", "", "\x1b[8A", "", "\x1b[9A", "",
	"\x1b[10A", "", "\x1b[11A", "", "\x1b[12A", "",
)

// calm reports what a terminal would obey.
func calm(t *testing.T, s string) {
	t.Helper()
	for _, r := range s {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			t.Fatalf("it says %q, which holds %U", s, r)
		}
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestWritersErrorIsReturned(t *testing.T) {
	for name, a := range map[string]ask.Asker{
		"lines": ask.Plain(ask.Config{In: strings.NewReader("1\n"), Out: broken{}, Words: sv}),
		"keys":  ask.Keys(ask.Config{In: strings.NewReader("\r"), Out: broken{}, Words: sv}),
	} {
		if _, err := a.One(t.Context(), fruit, 0); err == nil || !strings.Contains(err.Error(), "no room") {
			t.Errorf("%s: err = %v; want the writer's", name, err)
		}
	}
}

// FuzzAnswers answers with anything: every question ends, with an answer that can be
// one or with one of the errors.
func FuzzAnswers(f *testing.F) {
	for _, s := range []string{"1\n2 3\nord\n", "\x1b[B\r \rord\r", "q", "\x03", "\xff\x1b[\x1bO", "t\nt\nt\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		for _, of := range []func(ask.Config) ask.Asker{ask.Plain, ask.Keys} {
			var out bytes.Buffer
			a := of(ask.Config{In: bytes.NewReader(in), Out: &out, Words: sv, Width: 30, Echo: true})
			for {
				n, err := a.One(t.Context(), fruit, -1)
				if err == nil && (n < 0 || n >= len(fruit.Options)) {
					t.Fatalf("One = %d", n)
				}
				if !known(err) {
					t.Fatalf("One: %v", err)
				}
				ns, err2 := a.Many(t.Context(), fruit, nil, 0)
				for _, n := range ns {
					if n < 0 || n >= len(fruit.Options) {
						t.Fatalf("Many = %v", ns)
					}
				}
				s, err3 := a.Text(t.Context(), fruit, ask.Text{Max: 20})
				if !known(err2) || !known(err3) {
					t.Fatalf("Many: %v, Text: %v", err2, err3)
				}
				if err3 == nil && (!utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) || utf8.RuneCountInString(s) > 20) {
					t.Fatalf("Text = %q", s)
				}
				if errors.Is(err3, ask.ErrEnded) || errors.Is(err3, ask.ErrLost) {
					break
				}
			}
			if !utf8.Valid(out.Bytes()) {
				t.Fatalf("it says %q", out.Bytes())
			}
		}
	})
}

func known(err error) bool {
	for _, k := range []error{ask.ErrBack, ask.ErrStop, ask.ErrInterrupted, ask.ErrEnded, ask.ErrLost} {
		if errors.Is(err, k) {
			return true
		}
	}
	return err == nil
}
