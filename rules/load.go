package rules

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"lampan/rules/exposure"
	"lampan/rules/score"
)

// Load reads a pack from a directory:
//
//	pack.yaml        its name, version, score model, and kinds of fact
//	rules/*.yaml     the rules, one or several YAML documents a file
//	scenarios.yaml   chains over facts (optional)
//	controls.yaml    measures that make a chain less likely (optional)
//	questions.yaml   what the family is asked (needed by whatever rests on an answer),
//	                 and forms: answers that several questions have
//	questions/*.yaml more questions, in the order of their names
//
// Reading is strict. An error joins every fault of every file, each a *Fault
// that names file and line.
func Load(fsys fs.FS) (*Pack, error) {
	l := loader{fsys: fsys, pack: &Pack{Facts: map[string]string{}}, forms: map[string][]Choice{}}
	names := l.names()
	all := make([][]byte, len(names))
	files := make([]parsed, len(names))
	var wg sync.WaitGroup // most of the time goes into the YAML, of which each file is its own
	for i, name := range names {
		data, fault := Read(fsys, name)
		if fault != nil {
			l.add(fault)
			continue
		}
		all[i] = data
		wg.Go(func() { files[i] = parse(name, data) })
	}
	wg.Wait()
	for _, f := range files {
		if f.name != "" {
			l.file(f)
		}
	}
	if !slices.Contains(names, "pack.yaml") {
		l.add(&Fault{File: "pack.yaml", Message: "the file is missing", Hint: "a pack starts with pack.yaml"})
	}
	p := l.pack
	for i := range p.Questions {
		if q := &p.Questions[i]; len(q.Answers) == 0 {
			q.Answers = l.forms[q.form]
		}
	}
	p.Hash = hash(names, all)
	for i := range p.Rules {
		p.Rules[i].Fact.Category = p.Facts[p.Rules[i].Fact.Kind]
	}
	slices.SortStableFunc(p.Rules, func(a, b Rule) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(p.Scenarios, func(a, b Scenario) int { return cmp.Compare(a.ID, b.ID) })
	for _, s := range p.Scenarios {
		m := score.Scenario{ID: s.ID, Amplify: s.Amplify, Base: s.Base, Gain: s.Gain}
		for _, leg := range s.Legs {
			m.Legs = append(m.Legs, leg.Kinds)
		}
		p.Model.Scenarios = append(p.Model.Scenarios, m)
	}
	// Rules that were left out because of their shape would make the pack look
	// wrong in other places, too; what follows is said once the shape is right.
	if len(l.faults) == 0 {
		l.faults = append(l.faults, check(p)...)
	} else {
		for i := range p.Rules {
			l.faults = append(l.faults, checkRule(&p.Rules[i])...)
		}
	}
	if len(l.faults) > 0 {
		return nil, joined(l.faults)
	}
	return p, nil
}

// Sum is the Hash that a pack with these files has. The error is that of the first file
// that cannot be read.
func Sum(fsys fs.FS) (string, error) {
	l := loader{fsys: fsys}
	names := l.names()
	all := make([][]byte, len(names))
	for i, name := range names {
		data, fault := Read(fsys, name)
		if fault != nil {
			return "", fault
		}
		all[i] = data
	}
	if len(l.faults) > 0 {
		return "", l.faults[0]
	}
	return hash(names, all), nil
}

// hash is over the names and bytes of files in order; nil stands for one that could not
// be read.
func hash(names []string, all [][]byte) string {
	sum := sha256.New()
	for i, data := range all {
		if data != nil {
			fmt.Fprintf(sum, "%s %d\n", names[i], len(data))
			sum.Write(data)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func joined(faults []*Fault) error {
	slices.SortStableFunc(faults, func(a, b *Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Message, b.Message))
	})
	errs := make([]error, len(faults))
	for i, f := range faults {
		errs[i] = f
	}
	return errors.Join(errs...)
}

type loader struct {
	fsys   fs.FS
	pack   *Pack
	docs   int // read so far, good or bad
	forms  map[string][]Choice
	faults []*Fault
}

func (l *loader) add(f *Fault) { l.faults = append(l.faults, f) }

// names lists the pack's files, ordered.
func (l *loader) names() []string {
	var out []string
	for _, name := range []string{"controls.yaml", "pack.yaml", "questions.yaml", "scenarios.yaml"} {
		if _, err := fs.Stat(l.fsys, name); err == nil {
			out = append(out, name)
		}
	}
	for _, dir := range []string{"questions", "rules"} {
		entries, err := fs.ReadDir(l.fsys, dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			l.add(&Fault{File: dir, Message: "the folder cannot be read", Hint: "check that it is readable"})
		}
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), ".yaml") && !e.IsDir() {
				out = append(out, path.Join(dir, e.Name()))
			}
		}
	}
	slices.Sort(out)
	if len(out) > maxFiles {
		l.add(&Fault{File: out[maxFiles], Message: fmt.Sprintf("the pack has %d files", len(out)), Hint: "at most " + strconv.Itoa(maxFiles)})
		out = out[:maxFiles]
	}
	return out
}

// Read reads a file of rules, places or texts: UTF-8 text of at most 1 MB. The fault
// is nil when it could be read.
func Read(fsys fs.FS, name string) ([]byte, *Fault) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, &Fault{File: name, Message: "the file cannot be opened", Hint: "check that it is readable"}
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	switch {
	case err != nil:
		return nil, &Fault{File: name, Message: "the file cannot be read", Hint: "check that it is readable"}
	case len(data) > maxFile:
		return nil, &Fault{File: name, Message: "the file is larger than 1 MB", Hint: "split it"}
	case !utf8.Valid(data):
		return nil, &Fault{File: name, Message: "the file is not UTF-8 text", Hint: "save it as UTF-8"}
	}
	return data, nil
}

// parsed is one file as YAML: its documents as far as they could be read, and the
// fault that ended the reading.
type parsed struct {
	name  string
	docs  []*yaml.Node
	fault *Fault
}

func parse(name string, data []byte) parsed {
	p := parsed{name: name}
	dec, err := yaml.NewLoader(bytes.NewReader(data))
	if err != nil {
		p.fault = &Fault{File: name, Message: "the file cannot be read as YAML"}
		return p
	}
	for len(p.docs) <= maxRules {
		var doc yaml.Node
		err := dec.Load(&doc)
		switch {
		case errors.Is(err, io.EOF):
			return p
		case err != nil:
			p.fault = syntax(name, err)
			return p
		case len(doc.Content) > 0:
			p.docs = append(p.docs, doc.Content[0])
		}
	}
	return p
}

// file takes every document of one file.
func (l *loader) file(f parsed) {
	c := checker{file: f.name, faults: &l.faults}
	var want string
	switch path.Dir(f.name) {
	case "rules":
		want = "rule"
	case "questions":
		want = "questions"
	default:
		want = strings.TrimSuffix(f.name, ".yaml")
	}
	var s shape
	for _, known := range fileShapes() {
		if known.name == want {
			s = known.shape
		}
	}
	for i, n := range f.docs {
		if want != "rule" && i > 0 {
			c.fault(n, "keep one", "%s holds more than one document", f.name)
			return
		}
		if l.docs++; l.docs > maxRules {
			c.fault(n, "at most "+strconv.Itoa(maxRules), "the pack has too many rules")
			return
		}
		if c.check(n, &s, "") {
			l.take(want, f.name, n)
		}
	}
	switch {
	case f.fault != nil:
		l.add(f.fault)
	case len(f.docs) == 0:
		l.add(&Fault{File: f.name, Message: "the file is empty", Hint: "write it or remove it"})
	}
}

// syntax turns the YAML library's error into a fault with a line.
func syntax(name string, err error) *Fault {
	f := &Fault{File: name, Message: "the file is not valid YAML", Hint: "check indentation, quotation marks and brackets"}
	if e, ok := errors.AsType[*yaml.LoadError](err); ok {
		f.Line = e.Mark.Line
		f.Message += ": " + e.Message
	}
	return f
}

// take adds a document whose shape is right.
func (l *loader) take(want, name string, n *yaml.Node) {
	switch want {
	case "rule":
		l.pack.Rules = append(l.pack.Rules, takeRule(name, n))
	case "pack":
		l.takePack(n)
	case "scenarios":
		for _, e := range elems(n, "scenarios") {
			l.pack.Scenarios = append(l.pack.Scenarios, takeScenario(name, e))
		}
	case "controls":
		for _, e := range elems(n, "controls") {
			l.pack.Controls = append(l.pack.Controls, Control{
				ID: str(e, "id"), Scenario: exposure.RuleID(str(e, "scenario")), Question: str(e, "question"),
				Answers: strs(e, "answers"), Effect: num(e, "effect"),
				Text: inBoth(e, "text", str),
				File: name, Line: e.Line,
			})
		}
	case "questions":
		for _, e := range elems(n, "questions") {
			l.pack.Questions = append(l.pack.Questions, takeQuestion(name, e))
		}
		for form, n := range pairs(n, "forms") {
			l.forms[form] = choices(n.Content)
		}
	}
}

func (l *loader) takePack(n *yaml.Node) {
	p, m := l.pack, at(n, "model")
	p.ID, p.Version, p.Baseline = str(n, "id"), str(n, "version"), strs(n, "baseline")
	p.Model = score.Model{Tau: num(m, "tau"), Kappa: num(m, "kappa"), Minor: num(m, "minor"), Caps: map[string]float64{}}
	for k, v := range pairs(m, "caps") {
		p.Model.Caps[k] = float(v)
	}
	for k, v := range pairs(n, "facts") {
		p.Facts[k] = v.Value
		if _, ok := p.Model.Caps[v.Value]; !ok {
			l.add(&Fault{File: "pack.yaml", Line: v.Line, Message: fmt.Sprintf("facts.%s: %q has no cap", k, v.Value), Hint: nearest(v.Value, exposure.SortedKeys(p.Model.Caps))})
		}
	}
	for _, b := range elems(n, "baseline") {
		if _, ok := p.Facts[b.Value]; !ok {
			l.add(&Fault{File: "pack.yaml", Line: b.Line, Message: fmt.Sprintf("baseline: %q is not one of facts", b.Value), Hint: nearest(b.Value, exposure.SortedKeys(p.Facts))})
		}
	}
}

func takeRule(name string, n *yaml.Node) Rule {
	r := Rule{
		ID: exposure.RuleID(str(n, "id")), Detector: Detector(str(n, "detector")), Category: exposure.Category(str(n, "category")), Severity: severity(n),
		When:     When{All: conditions(at(n, "when"), "all"), Any: conditions(at(n, "when"), "any"), None: conditions(at(n, "when"), "none")},
		Fact:     takeFact(at(n, "fact")),
		Text:     texts(n),
		Examples: Examples{Match: examples(at(n, "examples"), "match"), Clean: examples(at(n, "examples"), "clean")},
		Sources:  strs(n, "sources"), File: name, Line: n.Line,
	}
	for _, k := range strs(n, "needs") {
		r.Needs = append(r.Needs, exposure.SourceKind(k))
	}
	c := at(n, "confidence")
	r.Confidence = Confidence{Base: num(c, "base"), Add: adjusts(c, "add"), Sub: adjusts(c, "sub")}
	f := at(n, "fix")
	r.Fix = Fix{Owner: str(f, "owner"), Minutes: int(num(f, "minutes")), Proof: exposure.Proof(str(f, "proof")), First: str(f, "order") == "first", Act: str(f, "act")}
	return r
}

func takeFact(n *yaml.Node) Fact {
	f := Fact{
		Kind: str(n, "kind"), Points: num(n, "points"), About: str(n, "about"),
		Key: str(n, "key"), Of: exposure.Kind(str(n, "of")), Timeliness: str(n, "timeliness"),
	}
	if v := at(n, "visibility"); v != nil {
		x := exposure.Visibility(float(v))
		f.Visibility = &x
	}
	shown := pairs(n, "show")
	for _, k := range exposure.SortedKeys(shown) {
		s := shown[k]
		f.Show = append(f.Show, Show{Name: k, Kind: exposure.Kind(str(s, "of")), Attr: str(s, "attr"), Mask: str(s, "mask")})
	}
	return f
}

func takeScenario(name string, n *yaml.Node) Scenario {
	s := Scenario{
		ID: exposure.RuleID(str(n, "id")), Severity: severity(n), Amplify: strs(n, "amplify"),
		Base: num(n, "base"), Gain: num(n, "gain"), Text: texts(n), Sources: strs(n, "sources"), File: name, Line: n.Line,
	}
	for _, e := range elems(n, "legs") {
		s.Legs = append(s.Legs, Leg{Name: str(e, "name"), Kinds: strs(e, "kinds")})
	}
	return s
}

func takeQuestion(name string, n *yaml.Node) Question {
	q := Question{
		ID: str(n, "id"), Topic: Topic(str(n, "topic")), Part: str(n, "part"), Area: Detector(str(n, "area")),
		For: str(n, "for"), Fits: strs(n, "fits"),
		Text: inBoth(n, "text", str), Look: inBoth(n, "look", str), Child: inBoth(n, "child", str),
		Answers: choices(elems(n, "answers")), Good: strs(n, "good"), Open: strs(n, "open"), Praise: inBoth(n, "praise", str), ChildPraise: inBoth(n, "child-praise", str),
		form: str(n, "form"), File: name, Line: n.Line,
	}
	for _, e := range elems(n, "when") {
		q.When = append(q.When, Given{Question: str(e, "question"), Answers: strs(e, "answers"), Line: e.Line})
	}
	return q
}

func choices(elems []*yaml.Node) []Choice {
	var out []Choice
	for _, e := range elems {
		out = append(out, Choice{Value: str(e, "value"), Words: inBoth(e, "words", strs), Line: e.Line})
	}
	return out
}

// inBoth reads what stands under sv and en below a key.
func inBoth[T any](n *yaml.Node, key string, read func(*yaml.Node, string) T) map[exposure.Lang]T {
	out := map[exposure.Lang]T{}
	for _, lang := range exposure.Langs() {
		out[lang] = read(at(n, key), string(lang))
	}
	return out
}

func conditions(n *yaml.Node, key string) []Condition {
	var out []Condition
	for _, e := range elems(n, key) {
		out = append(out, condition(e))
	}
	return out
}

func adjusts(n *yaml.Node, key string) []Adjust {
	var out []Adjust
	for _, e := range elems(n, key) {
		out = append(out, Adjust{Condition: condition(e), By: num(e, "by")})
	}
	return out
}

func condition(n *yaml.Node) Condition {
	c := Condition{Observe: exposure.Kind(str(n, "observe")), Near: str(n, "near"), Line: n.Line}
	for k, v := range pairs(n, "where") {
		if c.Where == nil {
			c.Where = map[string]Match{}
		}
		var m Match
		switch v.Kind {
		case yaml.ScalarNode:
			m.In = []string{v.Value}
		case yaml.SequenceNode:
			m.In = values(v)
		default:
			m = Match{NotIn: strs(v, "not"), After: str(v, "after"), Before: str(v, "before"), Days: int(num(v, "days"))}
			m.Min, m.Max = bound(v, "min"), bound(v, "max")
		}
		c.Where[k] = m
	}
	return c
}

func texts(n *yaml.Node) map[exposure.Lang]Text {
	out := map[exposure.Lang]Text{}
	for _, lang := range exposure.Langs() {
		t := at(at(n, "text"), string(lang))
		out[lang] = Text{
			Title: str(t, "title"), Detail: str(t, "detail"), Why: str(t, "why"), Ask: str(t, "ask"), Child: str(t, "child"), Fix: str(t, "fix"),
		}
	}
	return out
}

func examples(n *yaml.Node, key string) []Example {
	var out []Example
	for _, e := range elems(n, key) {
		x := Example{
			Lang: exposure.Lang(str(e, "lang")), At: day(e, "at"), Text: str(e, "text"), Why: str(e, "why"), Line: e.Line,
		}
		for k, v := range pairs(e, "values") {
			if x.Values == nil {
				x.Values = map[string]string{}
			}
			x.Values[k] = v.Value
		}
		if p := at(e, "photo"); p != nil {
			x.Photo = takePhoto(p)
		}
		for _, p := range elems(e, "photos") {
			x.Photos = append(x.Photos, Shot{
				Photo: takePhoto(p), Source: exposure.SourceID(str(p, "source")),
				Subject: exposure.SubjectID(str(p, "subject")), Published: parseMoment(str(p, "published")),
			})
		}
		if p := at(e, "record"); p != nil {
			x.Record = &exposure.Record{
				Domain: str(p, "domain"), Holder: str(p, "holder"), Street: str(p, "street"), Town: str(p, "town"),
				Postal: str(p, "postal"), Email: str(p, "email"), Phone: str(p, "phone"), Org: str(p, "org"),
			}
		}
		if p := at(e, "answer"); p != nil {
			x.Answer = &exposure.Answer{Question: str(p, "question"), Value: str(p, "value"), Line: p.Line}
		}
		if p := at(e, "listing"); p != nil {
			x.Subject = exposure.SubjectID(str(p, "person"))
			x.Listing = &exposure.Listing{
				Place: str(p, "place"), Kind: str(p, "kind"), Details: strs(p, "details"),
				Public: str(p, "public") == "yes", Progress: exposure.Progress(str(p, "progress")),
			}
		}
		if p := at(e, "account"); p != nil {
			x.Account = &exposure.Account{
				AccountName: exposure.AccountName{Kind: str(p, "kind"), Name: "exempel.example"}, ID: "example", Strength: str(p, "strength"),
				Faults: []exposure.AccountFault{{
					Fault: str(p, "fault"), Shared: str(p, "shared") == "yes", Group: "example", Fact: str(p, "fact"),
					Master: str(p, "master") == "yes", Accepted: day(p, "accepted"),
				}},
			}
		}
		out = append(out, x)
	}
	return out
}

func takePhoto(n *yaml.Node) *exposure.Photo {
	p := &exposure.Photo{
		Taken: parseMoment(str(n, "taken")), Owner: str(n, "owner"), Camera: str(n, "camera"), Serial: str(n, "serial"),
		People: strs(n, "people"), Places: strs(n, "places"), Parts: strs(n, "parts"), Caption: str(n, "caption"),
	}
	for _, q := range elems(n, "positions") {
		p.Positions = append(p.Positions, exposure.Position{Lat: num(q, "lat"), Lon: num(q, "lon"), Layer: cmp.Or(str(q, "layer"), "exif")})
	}
	if s := at(n, "seen"); s != nil {
		p.Seen = &exposure.Seen{Likeness: []byte(str(s, "likeness")), Thumb: str(s, "thumb"), Cut: num(s, "cut"), Words: str(s, "words")}
		for _, c := range elems(s, "codes") {
			p.Seen.Codes = append(p.Seen.Codes, exposure.Code{Kind: str(c, "kind"), Shown: str(c, "shown"), Secret: str(c, "secret") == "yes"})
		}
	}
	return p
}

// The accessors below read nodes whose shape has been checked; a key that is
// not there reads as the zero value.

func at(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

func str(n *yaml.Node, key string) string {
	if v := at(n, key); v != nil {
		return v.Value
	}
	return ""
}

func num(n *yaml.Node, key string) float64 {
	if v := at(n, key); v != nil {
		return float(v)
	}
	return 0
}

func float(n *yaml.Node) float64 {
	x, _ := strconv.ParseFloat(n.Value, 64)
	return x
}

func bound(n *yaml.Node, key string) *float64 {
	v := at(n, key)
	if v == nil {
		return nil
	}
	x := float(v)
	return &x
}

func day(n *yaml.Node, key string) time.Time {
	t, _ := time.Parse(time.DateOnly, str(n, key))
	return t
}

func severity(n *yaml.Node) exposure.Severity {
	var s exposure.Severity
	_ = s.UnmarshalText([]byte(str(n, "severity"))) // the shape allows only its words
	return s
}

func elems(n *yaml.Node, key string) []*yaml.Node {
	if v := at(n, key); v != nil {
		return v.Content
	}
	return nil
}

func strs(n *yaml.Node, key string) []string {
	if v := at(n, key); v != nil {
		return values(v)
	}
	return nil
}

func values(n *yaml.Node) []string {
	out := make([]string, 0, len(n.Content))
	for _, e := range n.Content {
		out = append(out, e.Value)
	}
	return out
}

func pairs(n *yaml.Node, key string) map[string]*yaml.Node {
	v := at(n, key)
	if v == nil {
		return nil
	}
	out := map[string]*yaml.Node{}
	for i := 0; i+1 < len(v.Content); i += 2 {
		out[v.Content[i].Value] = v.Content[i+1]
	}
	return out
}
