package markdown_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"lampan/report"
	"lampan/report/clean"
	"lampan/report/markdown"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

var update = flag.Bool("update", false, "write the golden files")

func render(t testing.TB, a *audit.Audit, lang exposure.Lang) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := markdown.Write(&buf, report.Build(a, reporttest.Pack(), reporttest.Places(), lang)); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestGolden(t *testing.T) {
	for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
		got := render(t, reporttest.Audit(), lang)
		path := filepath.Join("testdata", "report."+string(lang)+".md")
		if *update {
			if err := os.WriteFile(path, got, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), string(got)); d != "" {
			t.Errorf("%s differs; read the change and run with -update (-want +got):\n%s", path, d)
		}
	}
}

// tree reads Markdown as the most eager of readers does, and lists the kinds of
// its parts without those that are only text. A code span is text too.
func tree(t *testing.T, source []byte) (kinds []string, content string) {
	t.Helper()
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList))
	var out strings.Builder
	err := ast.Walk(md.Parser().Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.CodeSpan:
		case *ast.Text:
			if entering {
				value := string(n.Value(source))
				if n.Parent().Kind() != ast.KindCodeSpan {
					value = unescape(value)
				}
				out.WriteString(value)
			}
		case *ast.String:
			if entering {
				out.WriteString(string(n.Value))
			}
		default:
			if entering {
				kinds = append(kinds, n.Kind().String())
			}
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return kinds, out.String()
}

// unescape takes away the backslashes in front of punctuation.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", s[i+1]) >= 0 {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// TestEscape shows that a hostile text is a paragraph of text, and all of it.
func TestEscape(t *testing.T) {
	for _, payload := range reporttest.Payloads() {
		want := clean.Line(payload)
		if want == "" {
			continue
		}
		kinds, content := tree(t, []byte(markdown.Escape(payload)+"\n"))
		if d := cmp.Diff([]string{"Document", "Paragraph"}, kinds); d != "" {
			t.Errorf("%q as %q is more than text (-want +got):\n%s", payload, markdown.Escape(payload), d)
		}
		if content != want {
			t.Errorf("%q reads as %q; want %q", payload, content, want)
		}
		kinds, content = tree(t, []byte(markdown.Code(payload)+"\n"))
		if d := cmp.Diff([]string{"Document", "Paragraph"}, kinds); d != "" || content != want {
			t.Errorf("Code(%q) reads as %q %v", payload, content, kinds)
		}
	}
}

// TestNothingActs puts every hostile text into every field: the document has the
// same parts as with a harmless one.
func TestNothingActs(t *testing.T) {
	want, _ := tree(t, render(t, reporttest.Hostile("x"), exposure.Swedish))
	for _, payload := range reporttest.Payloads() {
		if clean.Line(payload) == "" {
			continue
		}
		got, _ := tree(t, render(t, reporttest.Hostile(payload), exposure.Swedish))
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q changes the document (-want +got):\n%s", payload, d)
		}
	}
}

func FuzzEscape(f *testing.F) {
	for _, p := range reporttest.Payloads() {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := clean.Line(s)
		if want == "" {
			return
		}
		kinds, content := tree(t, []byte(markdown.Escape(s)+"\n"))
		if d := cmp.Diff([]string{"Document", "Paragraph"}, kinds); d != "" || content != want {
			t.Errorf("%q as %q reads as %q %v", s, markdown.Escape(s), content, kinds)
		}
	})
}
