package hygiene

import (
	"cmp"
	"maps"
	"slices"

	"lampan/rules/password"
	"lampan/rules/password/meter"
	"lampan/rules/password/verdict"
)

// mostSteps is how many things a family is asked to do first: small steps get
// done.
const mostSteps = 3

// report puts together what was found.
func (a *audit) report(entries []password.Entry) verdict.Report {
	r := verdict.Report{
		Schema: verdict.Schema, Case: a.Case, Made: a.day,
		Checked: a.checked(), Accounts: []verdict.Account{}, Notes: a.notes(),
		People: a.people(entries), Steps: a.steps(func(*account) bool { return true }),
	}
	for _, x := range a.accounts {
		if x.Faults == nil {
			x.Faults = []verdict.Found{}
		}
		r.Accounts = append(r.Accounts, x.Account)
	}
	return r
}

// people counts each member's entries, in the order of their IDs.
func (a *audit) people(entries []password.Entry) []verdict.Person {
	list := []verdict.Person{}
	for i := range entries {
		id := entries[i].Person
		at, ok := slices.BinarySearchFunc(list, id, func(p verdict.Person, id string) int { return cmp.Compare(p.ID, id) })
		if !ok {
			list = slices.Insert(list, at, verdict.Person{ID: id})
		}
		list[at].Entries++
	}
	for i := range list {
		p := &list[i]
		for _, x := range a.accounts {
			switch {
			case x.Person != p.ID:
			case x.Aside != "":
				p.Aside++
			default:
				p.Looked += 1 + x.Copies
			}
		}
		p.Steps = a.steps(func(x *account) bool { return x.Person == p.ID })
	}
	return list
}

// checked says for every kind of fault whether it could be looked for.
func (a *audit) checked() []verdict.Checked {
	var dates, addresses bool
	seeds := map[string]bool{} // of each person: some entry holds a second step
	unlisted := 0
	for _, x := range a.inUse() {
		seeds[x.Person] = seeds[x.Person] || slices.ContainsFunc(x.entries, func(e password.Entry) bool { return e.TOTP || e.Passkey })
		dates = dates || !x.changed.IsZero()
		addresses = addresses || x.address.host != ""
		if x.unlisted() {
			unlisted++
		}
	}
	var without []string // the people whose exports may not carry second steps
	for _, person := range slices.Sorted(maps.Keys(seeds)) {
		if !seeds[person] {
			without = append(without, person)
		}
	}
	list := make([]verdict.Checked, 0, len(verdict.Faults()))
	for _, f := range verdict.Faults() {
		c := verdict.Checked{Fault: f}
		switch {
		case f == verdict.Leaked && !a.filter:
			c.Reason = verdict.NoFilter
		case f == verdict.Family && !a.FactsGiven:
			c.Reason = verdict.NoHousehold
		case (f == verdict.NoStep || f == verdict.Passkey) && len(without) > 0:
			c.Reason = verdict.NoSeeds
			if len(without) < len(seeds) && without[0] != "" { // somebody without a name cannot be told apart
				c.People = without
			}
		case f == verdict.Old && !dates:
			c.Reason = verdict.NoDates
		case f == verdict.Plain && !addresses:
			c.Reason = verdict.NoAddresses
		}
		c.Done = c.Reason == ""
		if f == verdict.NoStep || f == verdict.Passkey {
			c.AsOf, c.Unknown = a.sites.AsOf(), unlisted
		}
		list = append(list, c)
	}
	return list
}

// unlisted reports whether the list says nothing of the account's second steps.
func (x *account) unlisted() bool {
	return len(x.site.Offers) == 0 && x.Kind != verdict.Vault && !x.address.local
}

// notes names what the reader should know beside the faults.
func (a *audit) notes() []verdict.Note {
	said := map[verdict.Note]bool{}
	for _, x := range a.inUse() {
		said[verdict.Composition], said[verdict.Absent] = true, true
		for _, f := range x.Faults {
			switch f.Fault {
			case verdict.Old:
				said[verdict.Age] = true
			case verdict.NoStep:
				said[verdict.Unproven] = true
			default:
			}
		}
		if x.unlisted() {
			said[verdict.Unlisted] = true
		}
	}
	list := []verdict.Note{}
	for _, n := range verdict.Notes() {
		if said[n] {
			list = append(list, n)
		}
	}
	return list
}

// urgency is how soon something is done about a fault: what is wrong with the
// accounts that open others before all else, and what is leaked before what is
// only close to another. 0 for what a new password or a second step does not
// mend, or is not worth it for: a fact of the family's or the name of a site in
// a password that stands all the same.
func (x *account) urgency(f verdict.Found) int {
	vault, key, other := 0, 0, 0
	switch f.Fault {
	case verdict.Leaked:
		vault, key, other = 110, 99, 60
	case verdict.Reused:
		if vault, key, other = 106, 92, 30; f.Master {
			other = 34
		}
	case verdict.Weak:
		if vault, key, other = 104, 82, 24; x.guess.Strength() == meter.Obvious {
			key, other = 86, 28
		}
	case verdict.Variant:
		if vault, key, other = 90, 56, 20; f.Master {
			other = 26
		}
	case verdict.NoStep:
		vault, key = 35, 35
	default:
	}
	switch {
	case f.Accepted != nil:
		return 0
	case x.Kind == verdict.Vault:
		return vault
	case x.important():
		return key
	}
	return other
}

// behind is how much less urgent a step is for people who already have one, but
// for a vault's: of what is as urgent, everybody's first comes before somebody's
// second. It moves nothing leaked, reused or weak on a key account behind what
// is wrong with the others.
const behind = 20

// candidate is a step that could be asked for.
type candidate struct {
	verdict.Step
	urgency int
	word    int      // the password that it renews; -1 for none
	people  []string // whose step it is
	vault   bool     // it renews a vault's
}

// steps chooses what to do first among the accounts of whom.
func (a *audit) steps(of func(*account) bool) []verdict.Step {
	var words []int // the accounts' order is that of equal candidates
	seen := map[int]bool{}
	for _, x := range a.accounts {
		if x.Aside == "" && of(x) && !seen[x.word] {
			seen[x.word] = true
			words = append(words, x.word)
		}
	}
	steps := []verdict.Step{}
	done := done{words: map[int]bool{}, logins: map[string]bool{}, people: map[string]bool{}}
	for range mostSteps {
		var first candidate
		for _, c := range append(a.renewals(words, of, &done), a.second(of, &done)) {
			if c.urgency > first.urgency {
				first = c
			}
		}
		if len(first.Accounts) == 0 {
			break
		}
		steps = append(steps, first.Step)
		a.mark(first, &done)
	}
	return steps
}

// done is what the steps chosen so far see to.
type done struct {
	words  map[int]bool    // passwords that are renewed
	logins map[string]bool // accounts that get a new password, also if two are stored for them
	people map[string]bool // who has a step
}

func (a *audit) mark(c candidate, d *done) {
	d.words[c.word] = true
	for _, p := range c.people {
		d.people[p] = true
	}
	if c.word < 0 {
		return
	}
	for _, x := range a.used[c.word].accounts {
		if x.login != "" && slices.Contains(c.Accounts, x.ID) {
			d.logins[x.login] = true
		}
	}
}

// renewals are the steps for passwords that no step sees to yet.
func (a *audit) renewals(words []int, of func(*account) bool, d *done) []candidate {
	list := make([]candidate, 0, len(words)+1)
	for _, n := range words {
		if d.words[n] {
			continue
		}
		c := a.renew(n, func(x *account) bool { return of(x) && !d.logins[x.login] })
		// Of two that are close to each other, a new one for the first is enough.
		if c.Fault == verdict.Variant && slices.ContainsFunc(a.near[n], func(n int) bool { return d.words[n] }) {
			continue
		}
		list = append(list, c.after(d))
	}
	return list
}

// after is the step when those who have one already stand behind.
func (c candidate) after(d *done) candidate {
	if !c.vault && !slices.ContainsFunc(c.people, func(p string) bool { return !d.people[p] }) {
		c.urgency = max(min(c.urgency, 1), c.urgency-behind)
	}
	return c
}

// add adds an account with its most urgent fault.
func (c *candidate) add(x *account, urgency int) {
	c.Accounts = append(c.Accounts, x.ID)
	c.vault = c.vault || x.Kind == verdict.Vault && c.word >= 0
	// Accounts come in order of importance: the first one's people, and those
	// with others as important.
	if len(c.people) == 0 || x.important() && !slices.Contains(c.people, x.Person) {
		c.people = append(c.people, x.Person)
	}
	c.urgency = max(c.urgency, urgency)
}

// renew is the step for a password: a new one, or one for each account if more
// than one has it.
func (a *audit) renew(word int, of func(*account) bool) candidate {
	c := candidate{Step: verdict.Step{Do: verdict.Renew}, word: word}
	login := ""
	for _, x := range a.used[word].accounts {
		if !of(x) {
			continue
		}
		worst := 0
		for _, f := range x.Faults {
			if f.Fault == verdict.NoStep {
				continue
			}
			if u := x.urgency(f); u > worst {
				if worst = u; u > c.urgency {
					c.Fault = f.Fault
				}
			}
		}
		if worst == 0 {
			continue
		}
		if len(c.Accounts) > 0 && (x.login == "" || x.login != login) {
			c.Do = verdict.Part
		}
		c.add(x, worst)
		login = x.login
	}
	return c
}

// second is the step for all important accounts without a second one.
func (a *audit) second(of func(*account) bool, d *done) candidate {
	c := candidate{Step: verdict.Step{Do: verdict.Second, Fault: verdict.NoStep}, word: -1}
	if d.words[c.word] {
		return c
	}
	for _, x := range a.accounts {
		for _, f := range x.Faults {
			if u := x.urgency(f); of(x) && f.Fault == verdict.NoStep && u > 0 {
				c.add(x, u)
			}
		}
	}
	return c.after(d)
}
