package pack_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules"
	"lampan/rules/evaluate"
	"lampan/rules/exposure"
	"lampan/rules/extract"
)

// Rules split a category by detail, and together they cover it: for a family
// that has told nothing, a post gets the categories that the recognisers sense
// in it, no more and no less.
func TestLabels(t *testing.T) {
	p := core(t)
	j, e := evaluate.New(p), extract.New(nil)
	told := map[exposure.Category]int{}
	for _, x := range texts(p) {
		got := j.Predict(evaluate.Post{Text: x.Text, Published: x.At}).Labels
		want := senses(e, x)
		for _, c := range want {
			told[c]++
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-sensed +labels):\n%s", x.Text, diff)
		}
	}
	for _, c := range exposure.Categories() {
		if !slices.ContainsFunc(p.Rules, func(r rules.Rule) bool { return r.Category == c }) {
			t.Errorf("no rule tells %s", c)
		}
		if told[c] == 0 {
			t.Errorf("%s is sensed in no example, so nothing was compared", c)
		}
	}
}

// texts gives the examples of a pack that are texts, and posts that tell several
// things or that are long.
func texts(p *rules.Pack) []rules.Example {
	out := []rules.Example{
		{Text: "Ring mig på 070-174 06 05. Kundtjänst nås på 08-123 456 78, men de svarar aldrig."},
		{Text: "Vi bor på Granvägen 7. Portkoden är 4711 och nyckeln ligger under mattan. Wifi: Granen_5G, lösen Kotte!1234."},
		{Text: "På lördag åker vi till Rom, hela familjen. Nån som kan vattna? Tränar gör vi ändå varje tisdag kl 18."},
		{Text: "Mejla anna@lind.example. Passnummer AA1234567, bokning X7K9QP, IBAN SE3550000000054910000003, pnr 19900101-2385, bilen ABC 123."},
		{Text: "Elsa börjar på Ekskolan. Vi tränar tisdagar 17.30, torsdagar 18 och söndagar 10."},
		{Text: "Reel-to-reel till salu, hämtas här. Skriv till hello dot marguerite dot finch at gmail."}, // an address that is doubted
		{Text: ""},
	}
	for i := range p.Rules {
		for _, x := range slices.Concat(p.Rules[i].Examples.Match, p.Rules[i].Examples.Clean) {
			if x.Text != "" {
				out = append(out, x)
			}
		}
	}
	long := rules.Example{}
	for i := range out {
		if len(long.Text) < 20000 {
			long.Text += out[i].Text + "\n\n"
		}
	}
	return append(out, long)
}

// senses gives the categories of the sense observations of a text.
func senses(e *extract.Extractor, x rules.Example) []exposure.Category {
	found := map[string]bool{}
	for _, o := range e.Observe(&exposure.Document{ID: "post", Kind: exposure.Posts, Text: x.Text, Published: x.At}) {
		if o.Kind == exposure.Sense {
			found[o.Value] = true
		}
	}
	out := []exposure.Category{}
	for _, c := range exposure.Categories() {
		if found[string(c)] {
			out = append(out, c)
		}
	}
	return out
}
