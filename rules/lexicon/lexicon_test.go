package lexicon_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

func TestCore(t *testing.T) {
	phrases, err := lexicon.Core()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lexicon.NewTable(phrases); err != nil {
		t.Fatal(err)
	}
	if len(phrases) < 5000 {
		t.Errorf("Core() = %d phrases; the lists are not all there", len(phrases))
	}
}

func TestLoadReportsEveryFault(t *testing.T) {
	_, err := lexicon.Load(fstest.MapFS{
		"sv/a.txt": {Data: []byte("åka\n[time.moon]\n[absence.go]\nåk(a|er till\nåker,, drar\n")},
		"en/b.txt": {Data: []byte("[adverb]\nnow)\n")},
	})
	want := []string{
		`en/b.txt:2: phrase "now)": ")" or "|" without "("`,
		`sv/a.txt:1: phrase "åka" stands below no [concept]`,
		`sv/a.txt:2: "[time.moon]" is not a concept that a recogniser knows`,
		`sv/a.txt:4: phrase "åk(a|er till": "(" without ")"`,
		`sv/a.txt:5: an empty phrase; is there a comma too many?`,
	}
	if err == nil {
		t.Fatal("Load accepted faulty lists")
	}
	if diff := cmp.Diff(want, strings.Split(err.Error(), "\n")); diff != "" {
		t.Errorf("Load (-want +got):\n%s", diff)
	}
}

func TestParseChoices(t *testing.T) {
	phrases, err := lexicon.Parse("test", []byte("[context.fiction]\n(film|bok) (om|där)\nsago(bok|n)\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range phrases {
		got = append(got, p.Text)
	}
	want := []string{"film om", "film där", "bok om", "bok där", "sagobok", "sagon"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Parse (-want +got):\n%s", diff)
	}
}

func TestScan(t *testing.T) {
	phrases, err := lexicon.Parse("test", []byte("[absence.go]\nåk(er|a) = present\n[absence.state]\nåker bort\ninte hemma\n[modality.negation]\ninte\n[time.weekday]\nmån! = 1\n[absence.be]\när~ borta\n[prep.to]\nbort till\n"))
	if err != nil {
		t.Fatal(err)
	}
	table, err := lexicon.NewTable(phrases)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{"longest wins", "vi åker bort", []string{"absence.state åker bort"}},
		{"shorter alone", "vi åker, aka", []string{"absence.go åker", "absence.go aka"}},
		{"contained is hidden", "inte hemma, inte här", []string{"absence.state inte hemma", "modality.negation inte"}},
		{"overlap is kept", "åker bort till", []string{"absence.state åker bort", "prep.to bort till"}},
		{"own dots", "MÅN man ma\u030an", []string{"time.weekday MÅN", "time.weekday ma\u030an"}},
		{"own dots or none", "är borta, ar borta, år borta", []string{"absence.be är borta", "absence.be ar borta"}},
		{"not across paragraphs", "åker\n\nbort", []string{"absence.go åker"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var x text.Text
			x.Parse(tt.in)
			var got []string
			for _, h := range table.Scan(&x, nil) {
				got = append(got, h.Concept.String()+" "+x.Raw(h.First, h.Last))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Scan(%q) (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestNewTableRefusesEmptyPhrase(t *testing.T) {
	if _, err := lexicon.NewTable([]lexicon.Phrase{{Concept: lexicon.Adverb, Text: " ! "}}); err == nil {
		t.Error("NewTable accepted a phrase without a word")
	}
}

func FuzzParse(f *testing.F) {
	f.Add("[adverb]\nnu, (a|b) c = d # e\n")
	f.Add("[")
	f.Add("[adverb]\n((((a|b)|c)")
	f.Fuzz(func(t *testing.T, s string) {
		phrases, err := lexicon.Parse("fuzz", []byte(s))
		if err != nil {
			return
		}
		if _, err := lexicon.NewTable(phrases); err != nil {
			t.Skip() // a phrase of signs only
		}
	})
}
