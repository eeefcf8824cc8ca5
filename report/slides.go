package report

import (
	"slices"
	"strconv"
	"strings"
)

// Limits of what a slide holds: it is read from three metres.
const (
	maxGood    = 6 // things that the family does already
	maxStories = 4 // chains told as stories
	maxUnseen  = 5 // things that could not be looked at
)

// SlideKind says what a slide is about.
type SlideKind string

// The kinds, in the order of the meeting. There is one of each, but of stories as
// many as there are chains to tell, and of the score one only where there is a
// number and it is wanted.
const (
	SlideWelcome SlideKind = "welcome"
	SlideGood    SlideKind = "good"
	SlideScore   SlideKind = "score"
	SlideEnough  SlideKind = "enough" // "you do not need us"
	SlideStory   SlideKind = "story"
	SlideFirst   SlideKind = "first"
	SlideUnseen  SlideKind = "unseen"
	SlideAgreed  SlideKind = "agreed"
	SlideNext    SlideKind = "next"
)

// Slide is one thing at a time of a view, for a screen that all look at. It never
// holds an address, a file, an excerpt or anything meant for the consultant alone.
type Slide struct {
	Kind   SlideKind
	Anchor string // unique among the slides, [a-z0-9-] only
	Over   string // small, above the title; may be empty
	Title  string
	Body   []string
	Points []string
	Story  []Scene // told one after the other
	Steps  []Step  // the first things to do; where Blank is set, those that are agreed on
	Blank  string  // what is written in by hand; empty when nothing is
}

// Scene is one part of a story, or a thing that could not be seen.
type Scene struct {
	Label  string
	Link   bool // it is a link of the chain: what shows, and who shows it
	Pieces []Ref
	Texts  []string
}

// BuildSlides makes the slides of a view. Without score there is no number on any
// of them: some families should not see one first.
func BuildSlides(v *View, score bool) []Slide {
	c := v.Words()
	text := func(key string) string { return c.Text("slides." + key) }
	out := []Slide{
		{Kind: SlideWelcome, Over: v.Occasion, Title: text("welcome"), Body: []string{text("welcome-intro")}, Points: agreed(v)},
		{Kind: SlideGood, Title: c.Text("section.kept"), Points: v.Kept[:min(maxGood, len(v.Kept))]},
	}
	if rest := len(v.Kept) - maxGood; rest > 0 {
		out[1].Points = append(slices.Clone(out[1].Points), c.Plural("slides.more", rest))
	}
	if len(v.Kept) == 0 {
		out[1].Title, out[1].Body = text("good"), []string{text("good-none")}
	}
	if score && v.Headline.Known {
		out = append(out, Slide{Kind: SlideScore, Title: c.Text("section.headline")})
	}
	if v.Fine != "" {
		enough := Slide{Kind: SlideEnough, Title: c.Text("fine.title"), Body: []string{v.Fine}}
		if len(v.Enough.Unseen) > 0 { // what it does not rest on is told with it
			enough.Body = append(enough.Body, c.Text("enough.left")+":")
			enough.Points = v.Enough.Unseen
		}
		out = append(out, enough)
	}
	stories := v.Chains[:min(maxStories, len(v.Chains))]
	for i, ch := range stories {
		out = append(out, story(v, ch, c.Text("slides.story", "n", i+1, "all", len(stories))))
	}
	if rest := len(v.Chains) - len(stories); rest > 0 {
		last := &out[len(out)-1]
		last.Body = append(last.Body, c.Plural("slides.story-more", rest))
	}
	first := Slide{Kind: SlideFirst, Title: c.Text("section.start"), Steps: v.Start}
	if !score {
		first.Steps = unscored(v.Start)
	}
	if v.Together != "" {
		first.Points = []string{v.Together}
	}
	if len(v.Start) == 0 {
		first.Body = []string{v.Idle}
	}
	out = append(out, first, unseen(v))
	if len(v.Start) > 0 {
		out = append(out, Slide{
			Kind: SlideAgreed, Title: text("agreed"), Body: []string{text("agreed-intro")}, Steps: v.Start, Blank: text("agreed-blank"),
		})
	}
	out = append(out, Slide{Kind: SlideNext, Title: text("next"), Body: []string{text("next-intro")}, Blank: text("next-blank")})
	count := map[SlideKind]int{}
	for i := range out {
		kind := out[i].Kind
		count[kind]++
		out[i].Anchor = string(kind)
		if kind == SlideStory {
			out[i].Anchor += "-" + strconv.Itoa(count[kind])
		}
	}
	return out
}

// agreed lists what the family agreed to have looked at, person by person: what of
// it was read, and what could not be.
func agreed(v *View) []string {
	var people []string
	kinds := map[string][]string{}
	add := func(kind, whose string) {
		if !slices.Contains(people, whose) {
			people = append(people, whose)
		}
		if !slices.Contains(kinds[whose], kind) {
			kinds[whose] = append(kinds[whose], kind)
		}
	}
	for _, l := range v.Looked {
		add(l.Kind, l.Whose)
	}
	for _, g := range v.Gaps {
		add(g.Kind, g.Whose)
	}
	out := make([]string, len(people))
	for i, name := range people {
		out[i] = name + ": " + strings.Join(kinds[name], ", ")
	}
	return out
}

// story tells a chain: each link, what they say together, the question that
// lights the lamp, and what helps.
func story(v *View, ch Chain, over string) Slide {
	c := v.Words()
	s := Slide{Kind: SlideStory, Over: over, Title: ch.Title}
	for _, l := range ch.Legs {
		scene := Scene{Label: l.Name, Link: true, Pieces: l.Pieces}
		if l.More != "" {
			scene.Texts = []string{l.More}
		}
		s.Story = append(s.Story, scene)
	}
	add := func(label string, texts ...string) {
		scene := Scene{Label: c.Text("slides." + label)}
		for _, text := range texts {
			if text != "" {
				scene.Texts = append(scene.Texts, text)
			}
		}
		if len(scene.Texts) > 0 {
			s.Story = append(s.Story, scene)
		}
	}
	add("together", ch.Why)
	add("ask", ch.Ask)
	add("helps", ch.Do, ch.Break)
	return s
}

// unscored is the steps without what they do to the number.
func unscored(steps []Step) []Step {
	out := make([]Step, len(steps))
	for i, s := range steps {
		s.Saves, s.SavesWords = "", ""
		out[i] = s
	}
	return out
}

// unseen tells what could not be looked at, and why. What to do about it is told in the
// report, to the one who runs the program.
func unseen(v *View) Slide {
	c := v.Words()
	s := Slide{Kind: SlideUnseen, Title: c.Text("section.gaps")}
	for _, g := range v.Gaps[:min(maxUnseen, len(v.Gaps))] {
		s.Story = append(s.Story, Scene{Label: g.Kind + ", " + g.Whose, Texts: []string{sentence(g.Reason)}})
	}
	if rest := len(v.Gaps) - len(s.Story); rest > 0 {
		s.Points = append(s.Points, c.Plural("slides.more", rest))
	}
	switch {
	case v.GapPixels != "":
		s.Body = []string{v.GapPixels}
	case len(v.Gaps) == 0:
		s.Body = []string{c.Text("gaps.none")}
	}
	return s
}
