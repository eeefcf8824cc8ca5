package report

import (
	"cmp"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"lampan/report/clean"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/places"
	"lampan/scanner/audit"
)

func (b *builder) groups() []Group {
	about := map[exposure.SubjectID][]Finding{}
	var strangers []Finding
	for _, f := range b.a.Findings {
		if _, shown := b.found[f.ID]; !shown {
			continue
		}
		if _, known := b.people[f.Subject]; known || f.Subject == exposure.Household {
			about[f.Subject] = append(about[f.Subject], b.finding(f))
		} else {
			strangers = append(strangers, b.finding(f))
		}
	}
	results := map[exposure.SubjectID]assess.PersonResult{}
	for _, r := range b.a.Assessment.People {
		results[r.Person] = r
	}
	home := Group{
		ID: exposure.Household, Anchor: "hem", Title: b.c.Text("found.household"),
		Findings: about[exposure.Household],
	}
	switch {
	case !b.anyRead() && len(home.Findings) == 0:
		home.None = b.c.Text("found.unread")
	case len(home.Findings) == 0:
		home.None = b.c.Text("found.none-household")
	}
	out := []Group{home}
	for i, p := range b.a.People {
		out = append(out, b.person(p, personAnchor(i), about[p.ID], results[p.ID]))
	}
	if len(strangers) > 0 {
		out = append(out, Group{Anchor: "ovrigt", Title: b.c.Text("found.other"), Findings: strangers})
	}
	for i := range out {
		found := out[i].Findings
		if n := len(found); n > 0 {
			out[i].Count = b.c.Plural("found.count", n)
		}
		slices.SortStableFunc(found, func(f, g Finding) int { return cmp.Compare(b.points[g.ID], b.points[f.ID]) })
	}
	return out
}

// personAnchor names the place of person i in a document.
func personAnchor(i int) string { return "p" + strconv.Itoa(i+1) }

func (b *builder) person(p audit.Person, anchor string, findings []Finding, r assess.PersonResult) Group {
	name := b.who(p.ID)
	g := Group{ID: p.ID, Anchor: anchor, Title: b.c.Text("found.person", "name", name), Findings: findings}
	switch {
	case len(findings) == 0 && !b.anyRead():
		g.None = b.c.Text("found.unread")
	case len(findings) == 0 && !b.ownRead(p.ID):
		g.None = b.c.Text("found.none-own", "name", name)
	case len(findings) == 0:
		g.None = b.c.Text("found.none", "name", name)
	case p.Minor:
		g.Intro = b.c.Text("found.child-intro", "name", name)
	default:
		g.Score = b.c.Text("found.about-score", "name", name, "score", r.About.Score)
	}
	for _, id := range r.Shows {
		if f, ok := b.found[id]; ok {
			g.Mine = append(g.Mine, b.ref(f))
		}
	}
	if len(g.Mine) > 0 {
		g.MineTitle = b.c.Text("found.mine", "name", name)
		g.MineIntro = b.c.Text("found.mine-intro")
	}
	rest := 0
	for _, s := range b.a.Suggestions {
		switch {
		case s.Subject != p.ID || b.read[s.Value]:
		case len(g.Suggestions) < maxSuggestions:
			g.Suggestions = append(g.Suggestions, Suggestion{
				Kind: b.word("suggestion", s.Kind), Value: clean.Clip(s.Value, maxLocator),
			})
		default:
			rest++
		}
	}
	if rest > 0 {
		g.SuggestionsMore = b.c.Plural("suggestions.more", rest)
	}
	return g
}

// ownRead reports whether something of what is the person's own was read.
func (b *builder) ownRead(id exposure.SubjectID) bool {
	return slices.ContainsFunc(b.a.Coverage, func(c audit.Coverage) bool {
		return c.Subject == id && (c.Documents > 0 || lookedUp(c.Listings) > 0)
	})
}

func (b *builder) finding(f exposure.Finding) Finding {
	text := b.text(f)
	out := Finding{
		ID: f.ID, Anchor: b.anchors[f.ID],
		Title: text.Title, Detail: text.Detail, Why: text.Why, Do: text.Fix, Ask: text.Ask,
		Certainty: b.word("certainty", string(f.Certainty())),
		Who:       b.who(f.Subject), Owner: b.owner(f.Fix.Owner),
		Minutes: b.minutes(f.Fix.Minutes), Proof: b.proof(f.Fix.Proof),
	}
	if f.Certainty() == exposure.Possible {
		out.Possible = b.c.Text("finding.possible")
	}
	if n := b.points[f.ID]; n > 0 {
		out.Points = b.c.Plural("finding.points", n)
	}
	if f.Evidence[0].Place != "" { // the step says, for all of its places
		out.Minutes = ""
	}
	if lawful(f) { // there is nothing to do, and nobody to do it
		out.Public = b.c.Text("finding.public")
		out.Owner, out.Minutes, out.Proof = "", "", ""
	}
	for _, id := range []exposure.SubjectID{f.Subject, f.Fix.Owner} {
		if p, ok := b.people[id]; ok && p.Minor {
			out.Child = text.Child
			out.ChildTo = b.c.Text("finding.child", "name", b.who(id))
			break
		}
	}
	rest, most := 0, maxShown
	if f.Evidence[0].Account.Name != "" || b.sheltering(f) {
		most = maxAccounts
	}
	for _, e := range f.Evidence {
		switch {
		case e.Certainty == exposure.Refuted:
		case len(out.Shown) < most:
			out.Shown = append(out.Shown, b.shown(f, e))
		default:
			rest++
		}
	}
	if rest > 0 {
		key := "finding.more"
		if f.Evidence[0].Account.Name != "" {
			key = "finding.more-accounts"
		}
		out.More = b.c.Plural(key, rest)
	}
	if others := len(out.Shown) + rest - 1; others > 0 {
		out.Others = b.c.Plural("finding.others", others)
	}
	return out
}

// lawful reports whether the law makes all of it public.
func lawful(f exposure.Finding) bool {
	return !slices.ContainsFunc(f.Evidence, func(e exposure.Evidence) bool { return !e.Public && e.Certainty != exposure.Refuted })
}

func (b *builder) shown(f exposure.Finding, e exposure.Evidence) Shown {
	s := Shown{
		Excerpt: clean.Clip(e.Excerpt, maxExcerpt),
		Kind:    b.kind(e.Kind), Whose: b.who(e.Shower),
		Where: clean.Clip(e.Locator, maxLocator), Link: link(e.Locator),
		When: day(b.c, e.Published),
		Seen: b.seen(e),
	}
	if e.Account.Name != "" {
		s.Where, s.Link = b.alike(f, e), ""
	}
	if e.Place != "" {
		p, name := b.entry(places.ID(e.Place))
		s.Where, s.Link = name, link(p.Link)
		if key := "place.progress." + string(e.Progress); b.c.Has(key) {
			s.Progress = b.c.Text(key)
		}
	}
	if key := "plan.progress." + string(e.Progress); s.Progress == "" && b.c.Has(key) {
		s.Progress = b.c.Text(key)
	}
	return s
}

// alike names an account, and beside it those that have its password or nearly
// that one, unless the finding lists them already.
func (b *builder) alike(f exposure.Finding, e exposure.Evidence) string {
	var others []string
	rest := 0
	for _, a := range e.Alike {
		listed := slices.ContainsFunc(f.Evidence, func(o exposure.Evidence) bool {
			return o.Certainty != exposure.Refuted && o.Shower == e.Shower && o.Account == a
		})
		switch {
		case listed:
		case len(others) < maxAlike:
			others = append(others, b.account(a))
		default:
			rest++
		}
	}
	if len(others) == 0 {
		return b.account(e.Account)
	}
	list := strings.Join(others, "; ")
	if rest > 0 {
		list += " " + b.c.Plural("finding.others", rest)
	}
	return b.c.Text("account.alike", "account", b.account(e.Account), "others", list)
}

// account names an account: "exempel.se (m•••@lind.example), e-post". Devices
// at home have no name but their address.
func (b *builder) account(a exposure.AccountName) string {
	name, user := clean.Clip(a.Name, maxName), clean.Clip(a.User, maxName)
	if ip, err := netip.ParseAddr(name); err == nil && ip.IsPrivate() {
		if last := ip.AsSlice()[len(ip.AsSlice())-1]; last == 1 || last == 254 {
			return b.c.Text("account.router", "address", name)
		}
		return b.c.Text("account.device", "address", name)
	}
	key := "account.at"
	if user != "" {
		key = "account.at-user"
	}
	return b.c.Text(key, "kind", b.word("account", a.Kind), "name", name, "user", user)
}

// link returns the locator when it is an ordinary web address that says where
// it leads: no user part in front of the host, nothing that cleaning changes.
func link(locator string) string {
	u, err := url.Parse(locator)
	if err != nil || u.Host == "" || u.User != nil || clean.Line(locator) != locator {
		return ""
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// seen says who can see a place. What people tell of themselves is published
// nowhere: its visibility only says how much the habit behind it weighs.
func (b *builder) seen(e exposure.Evidence) string {
	switch {
	case e.Kind.Told():
		return ""
	case e.Public:
		return b.c.Text("visibility.public")
	case e.Place != "" && e.Visibility < exposure.Open:
		return b.c.Text("visibility.search")
	}
	return b.c.Text("visibility." + visibilityWord(e.Visibility))
}

// visibilityWord names the step that v reaches.
func visibilityWord(v exposure.Visibility) string {
	switch {
	case v >= exposure.Open:
		return "open"
	case v >= exposure.Link:
		return "link"
	case v >= exposure.Members:
		return "members"
	case v >= exposure.Friends:
		return "friends"
	}
	return "private"
}

// ref points at a finding, with whom it concerns.
func (b *builder) ref(f exposure.Finding) Ref {
	who := b.c.Text("found.concerns-household")
	if f.Subject != exposure.Household {
		who = b.c.Text("found.concerns", "name", b.who(f.Subject))
	}
	return Ref{Title: b.text(f).Title, Who: who, Anchor: b.anchors[f.ID]}
}
