package main

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"lampan/rules/extract"
	"lampan/rules/extract/sense"
)

// rewritten gives a text as others would have written it: without capitals,
// with pictures, in haste. It is the same every time.
func rewritten(s string) []string {
	rng := rand.New(rand.NewPCG(hash(s), 3)) //nolint:gosec // the same every time
	return []string{
		strings.ToLower(s),
		pictured(rng, s),
		hasty(rng, s),
		pictured(rng, hasty(rng, strings.ToLower(s))),
	}
}

var pictures = strings.Fields("😀 😂 🥰 😎 🙌 👏 💪 🔥 ❤️ 💕 🌸 ☀️ 🌊 🍀 🎉 🤩 😅 🙈 👍 ✨ 💫 🥳 😴 🤔 🙏")

// pictured puts pictures after sentences, now and then after a word, and often
// first or last.
func pictured(rng *rand.Rand, s string) string {
	words := strings.SplitAfter(s, " ")
	out := make([]string, 0, len(words)+8)
	picture := func() string { return pictures[rng.IntN(len(pictures))] }
	if rng.IntN(2) == 0 {
		out = append(out, picture()+" ")
	}
	for _, w := range words {
		out = append(out, w)
		odds := 30
		if t := strings.TrimRight(w, " "); t != w && strings.HasSuffix(t, ".") || strings.HasSuffix(t, "!") || strings.HasSuffix(t, "?") {
			odds = 2
		}
		if strings.HasSuffix(w, " ") && rng.IntN(odds) == 0 {
			out = append(out, picture()+" ")
		}
	}
	if rng.IntN(3) > 0 {
		out = append(out, " "+picture(), picture())
	}
	return strings.Join(out, "")
}

// hasty spells one word in ten of five letters or more wrongly, at least one.
func hasty(rng *rand.Rand, s string) string {
	words := strings.SplitAfter(s, " ")
	var long []int
	for i, w := range words {
		if t := strings.TrimRight(w, " .,!?"); len([]rune(t)) >= 5 && strings.IndexFunc(t, func(r rune) bool { return !unicode.IsLetter(r) }) < 0 {
			long = append(long, i)
		}
	}
	if len(long) == 0 {
		return s
	}
	for range 1 + len(long)/10 {
		i := long[rng.IntN(len(long))]
		r := []rune(words[i])
		at := 1 + rng.IntN(3)
		switch rng.IntN(4) {
		case 0:
			r[at], r[at+1] = r[at+1], r[at]
		case 1:
			r = slices.Delete(r, at, at+1)
		case 2:
			r = slices.Insert(r, at, r[at])
		default:
			r[at] = rune('a' + rng.IntN(26)) //nolint:gosec // a letter
		}
		words[i] = string(r)
	}
	return strings.Join(words, "")
}

// takenBack adds what a short plan is when it is denied and when it is only
// wished for. Of other categories such a copy says nothing.
func (d *data) takenBack(e *extract.Extractor, it *item, date string) {
	if it.want&(1<<sense.TravelPlan) == 0 || len(it.text) > 160 || strings.Count(it.text, ".")+strings.Count(it.text, "!") > 2 {
		return
	}
	for _, s := range unsaid(it.text) {
		f := read(e, s, date)
		d.items = append(d.items, &item{
			id: it.id + "-unsaid", text: s, fold: it.fold, copied: true, teaches: 1 << sense.TravelPlan, form: f,
			others: []form{read(e, strings.ToLower(s), date)},
		})
	}
}

// verbs gives the infinitives of verbs that plans are told with.
var verbs = func() map[string]string {
	m := map[string]string{}
	for v := range strings.FieldsSeq(`åker/åka reser/resa flyger/flyga drar/dra sticker/sticka bilar/bila kör/köra far/fara
		tar/ta seglar/segla hyr/hyra är/vara blir/bli går/gå packar/packa lämnar/lämna bor/bo checkar/checka lyfter/lyfta
		stannar/stanna firar/fira beger/bege styr/styra rullar/rulla tågar/tåga cyklar/cykla vandrar/vandra
		tältar/tälta campar/campa besöker/besöka hälsar/hälsa tillbringar/tillbringa spenderar/spendera landar/landa
		tjuvstartar/tjuvstarta bryter/bryta stänger/stänga sätter/sätta rymmer/rymma möter/möta byter/byta`) {
		present, infinitive, _ := strings.Cut(v, "/")
		m[present] = infinitive
	}
	return m
}()

var persons = map[string]bool{
	"vi": true, "jag": true, "familjen": true, "man": true, "hon": true, "han": true, "de": true, "dom": true,
	"i": true, "we": true, "they": true, "she": true, "he": true, "you": true,
}

// unsaid gives a text denied and wished for; nothing when no verb is found that
// could be.
func unsaid(s string) []string {
	words := strings.SplitAfter(s, " ")
	at := func(i int) string {
		if i < 0 || i >= len(words) {
			return ""
		}
		return strings.ToLower(strings.TrimRight(words[i], " ,.!?"))
	}
	put := func(i, n int, with string) string {
		return strings.Join(words[:i], "") + with + " " + strings.Join(words[i+n:], "")
	}
	for i := range words {
		w := at(i)
		inf, verb := verbs[w]
		before, after := persons[at(i-1)], persons[at(i+1)]
		switch {
		case verb && after:
			p := strings.TrimSpace(words[i+1])
			return []string{put(i, 2, strings.TrimSpace(words[i])+" "+p+" inte"), put(i, 2, "skulle "+p+" vilja "+inf), put(i, 2, "hade "+p+" gärna velat "+inf)}
		case verb && i > 0 && before:
			return []string{put(i, 1, strings.TrimSpace(words[i])+" inte"), put(i, 1, "skulle vilja "+inf), put(i, 1, "drömmer om att "+inf)}
		case w == "ska" && before:
			return []string{put(i, 1, "ska inte"), put(i, 1, "skulle vilja"), put(i, 1, "kommer inte att")}
		case w == "ska" && after:
			p := strings.TrimSpace(words[i+1])
			return []string{put(i, 2, "ska "+p+" inte"), put(i, 2, "skulle "+p+" vilja"), put(i, 2, "skulle "+p+" önska att vi kunde")}
		case (w == "are" || w == "am" || w == "will") && before:
			return []string{put(i, 1, w+" not"), put(i, 1, "would love to be"), put(i, 1, "won't be")}
		case (w == "we're" || w == "i'm" || w == "we’re" || w == "i’m"):
			p := map[bool]string{true: "We", false: "I"}[w[0] == 'w']
			return []string{put(i, 1, strings.TrimSpace(words[i])+" not"), put(i, 1, p+" would love to be"), put(i, 1, p+" wish "+strings.ToLower(p)+" were")}
		case slices.Contains([]string{"fly", "leave", "go", "head", "drive", "travel", "move", "take", "spend", "have"}, w) && before:
			return []string{put(i, 1, "don't "+w), put(i, 1, "would love to "+w), put(i, 1, "wish we could "+w)}
		}
	}
	return nil
}
