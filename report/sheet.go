package report

import (
	"slices"

	"lampan/rules/exposure"
)

// sheet makes of a view the sheet of one member. It says nothing of the household, and
// gives a child no number.
func (b *builder) sheet(v *View) {
	p := b.people[b.a.Only]
	name := b.who(b.a.Only)
	v.Intro = b.c.Text("sheet.intro", "name", name)
	v.Fine, v.Enough = "", nil // that is said of a household
	v.Groups = slices.DeleteFunc(v.Groups, func(g Group) bool { return g.ID == exposure.Household && len(g.Findings) == 0 })
	for i := range v.Groups {
		if v.Groups[i].ID == exposure.Household {
			v.Groups[i].Title = b.c.Text("sheet.others", "name", name)
		}
	}
	if !p.Minor {
		return
	}
	v.Headline = Headline{Coverage: v.Headline.Coverage, BandWords: b.c.Text("sheet.child"), BandLong: b.c.Text("sheet.child-long", "name", name)}
	v.AfterPlan, v.About = "", nil
	for _, steps := range [][]Step{v.Start, v.Rest} {
		for i := range steps {
			steps[i].Saves, steps[i].SavesWords = "", ""
		}
	}
	for _, g := range v.Groups {
		for i := range g.Findings {
			g.Findings[i].Points = ""
		}
	}
}
