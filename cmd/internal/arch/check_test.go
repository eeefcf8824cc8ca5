package arch_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "lampan"

// pkg is a package as `go list` tells it.
type pkg struct {
	ImportPath   string
	Standard     bool
	Imports      []string
	TestImports  []string
	XTestImports []string
}

type graph map[string]pkg

func TestArchitecture(t *testing.T) {
	for _, fault := range architecture().check(load(t)) {
		t.Error(fault)
	}
}

// load reads the whole module with everything that it reaches.
func load(t *testing.T) graph {
	t.Helper()
	// The list must not depend on the machine: no cgo, one system. With -e a
	// package that does not build is the compiler's to tell.
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e", "-deps", "-json=ImportPath,Standard,Imports,TestImports,XTestImports", module+"/...")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	g := graph{}
	for d := json.NewDecoder(out); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		g[p.ImportPath] = p
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("go list: %v", err)
	}
	return g
}

// check returns every fault in the graph, in order, each as a sentence that
// says what to do.
func (tab table) check(g graph) []string {
	var faults []string
	say := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }

	lines := map[string]line{}
	for _, l := range tab.packages {
		lines[l.path] = l
		if _, ok := g[abs(l.path)]; !ok {
			say("%s has a line but does not exist: remove the line", l.path)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(g)) {
		p := g[path]
		rel, own := inside(path)
		if !own {
			continue
		}
		l, ok := lines[rel]
		if !ok {
			say("%s has no line: say in table_test.go what it may import", rel)
		}
		for _, imported := range p.Imports {
			switch to, ours := inside(imported); {
			case ours && slices.Contains(tab.testOnly, to) && !slices.Contains(tab.testOnly, rel):
				say("%s imports %s, which only tests may", rel, to)
			case ours && ok && !allows(l.may, to):
				say("%s imports %s, which its line does not allow", rel, to)
			case !ours:
				if fault := tab.outside(g, rel, imported); fault != "" {
					say("%s", fault)
				}
			}
		}
		tests := slices.Concat(p.TestImports, p.XTestImports)
		slices.Sort(tests)
		for _, imported := range slices.Compact(tests) {
			if to, ours := inside(imported); ours && to != rel && !allows(roomOf(rel), to) {
				say("tests of %s import %s, which their room does not allow", rel, to)
			}
		}
	}
	for _, c := range tab.closed {
		found := false
		for _, path := range slices.Sorted(maps.Keys(g)) {
			rel, own := inside(path)
			if !own || !below(c.tree, rel) {
				continue
			}
			found = true
			for _, not := range c.not {
				if way := g.way(path, not); way != nil {
					say("%s reaches %s: %s", rel, not, strings.Join(way, " → "))
				}
			}
		}
		if !found {
			say("%s must not reach %v but does not exist: remove the line", c.tree, c.not)
		}
	}
	return faults
}

// outside judges an import from outside the module: a library needs a line, a
// part of the standard library may have one.
func (tab table) outside(g graph, rel, imported string) string {
	for _, l := range tab.libraries {
		if below(l.path, imported) {
			if slices.Contains(l.importers, rel) {
				return ""
			}
			return fmt.Sprintf("%s imports %s, which only %v may", rel, imported, l.importers)
		}
	}
	if p, ok := g[imported]; imported != "C" && (!ok || !p.Standard) {
		return fmt.Sprintf("%s imports %s, a library without a line: say in table_test.go who may", rel, imported)
	}
	return ""
}

// way finds a chain of imports, or nil.
func (g graph) way(from, to string) []string {
	came := map[string]string{from: ""}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if at == to {
			var way []string
			for ; at != ""; at = came[at] {
				way = append(way, at)
			}
			slices.Reverse(way)
			return way
		}
		for _, next := range g[at].Imports {
			if _, ok := came[next]; !ok {
				came[next] = at
				queue = append(queue, next)
			}
		}
	}
	return nil
}

func abs(rel string) string { return module + "/" + rel }

func inside(path string) (rel string, ok bool) { return strings.CutPrefix(path, module+"/") }

// below reports whether path is tree, or lies below it when tree ends in "...".
func below(tree, path string) bool {
	root, open := strings.CutSuffix(tree, "...")
	if !open {
		return tree == path
	}
	return strings.HasPrefix(path+"/", root)
}

func allows(trees []string, path string) bool {
	return slices.ContainsFunc(trees, func(t string) bool { return below(t, path) })
}

func roomOf(rel string) []string {
	for _, r := range rooms() {
		if below(r.tree, rel) {
			return r.tests
		}
	}
	return nil
}

// Each line is shown to bite: a violation planted into the real graph must be
// told, by name, and nothing else with it.
func TestLinesBite(t *testing.T) {
	g := load(t)
	tab := architecture()
	before := tab.check(g)
	bites := func(t *testing.T, planted graph, want ...string) {
		t.Helper()
		for _, fault := range tab.check(planted) {
			if slices.Contains(before, fault) {
				continue
			}
			hit := true
			for _, w := range want {
				hit = hit && strings.Contains(fault, w)
			}
			if hit {
				return
			}
		}
		t.Errorf("a planted violation was not told: want %q", want)
	}
	for _, l := range tab.packages {
		t.Run("package "+l.path, func(t *testing.T) {
			// cmd/internal/arch is imported by nobody, so no line allows it.
			bites(t, g.plant(abs(l.path), abs("cmd/internal/arch")), l.path+" imports cmd/internal/arch", "does not allow")
		})
	}
	for _, l := range tab.libraries {
		t.Run("library "+l.path, func(t *testing.T) {
			path := strings.TrimSuffix(l.path, "/...")
			bites(t, g.plant(abs("rules/exposure"), path), "rules/exposure imports "+path, "which only")
			if path != l.path {
				bites(t, g.plant(abs("rules/exposure"), path+"/sub"), "rules/exposure imports "+path+"/sub", "which only")
			}
		})
	}
	for _, c := range tab.closed {
		for _, not := range c.not {
			t.Run("closed "+c.tree+" to "+not, func(t *testing.T) {
				for path := range g {
					rel, own := inside(path)
					if !own || !below(c.tree, rel) {
						continue
					}
					// Through a library, so that only the closure can tell.
					planted := g.plant(path, "example.com/innocent")
					planted["example.com/innocent"] = pkg{ImportPath: "example.com/innocent", Imports: []string{not}}
					bites(t, planted, rel+" reaches "+not, "innocent → "+not)
				}
			})
		}
	}
	for _, suite := range tab.testOnly {
		t.Run("tests only "+suite, func(t *testing.T) {
			bites(t, g.plant(abs("cmd/internal/wire"), abs(suite)), "cmd/internal/wire imports "+suite, "only tests")
		})
	}
	for _, r := range rooms() {
		if slices.Contains(r.tests, "...") {
			continue // cmd's tests may import everything
		}
		t.Run("room "+r.tree, func(t *testing.T) {
			root := strings.TrimSuffix(r.tree, "/...")
			planted := maps.Clone(g)
			p := planted[abs(root)]
			p.XTestImports = append(slices.Clone(p.XTestImports), abs("cmd/internal/wire"))
			planted[abs(root)] = p
			bites(t, planted, "tests of "+root+" import cmd/internal/wire")
		})
	}
	t.Run("a new package", func(t *testing.T) {
		planted := maps.Clone(g)
		planted[abs("rules/util")] = pkg{ImportPath: abs("rules/util")}
		bites(t, planted, "rules/util has no line")
	})
	t.Run("a new library", func(t *testing.T) {
		bites(t, g.plant(abs("rules/exposure"), "example.com/new"), "example.com/new", "a library without a line")
	})
	t.Run("a line for a package that is gone", func(t *testing.T) {
		planted := maps.Clone(g)
		delete(planted, abs("rules/score"))
		bites(t, planted, "rules/score has a line but does not exist")
	})
}

// plant returns a copy of the graph in which one package imports one more.
func (g graph) plant(from, to string) graph {
	out := maps.Clone(g)
	p := out[from]
	p.ImportPath = from
	p.Imports = append(slices.Clone(p.Imports), to)
	out[from] = p
	return out
}
