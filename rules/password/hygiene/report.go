package hygiene

import (
	"cmp"
	"maps"
	"slices"

	"lampan/rules/password"
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

// weight is how much an account matters beside the harm of a fault.
func (x *account) weight() int {
	switch x.Kind {
	case verdict.Vault, verdict.Email:
		return 10
	case verdict.EID:
		return 9
	case verdict.Bank, verdict.Phone:
		return 8
	default:
		if x.resets {
			return 6
		}
		return 3
	}
}

// candidate is a step that could be asked for.
type candidate struct {
	verdict.Step
	score int
	word  int // the password that it renews; -1 for none
}

// steps chooses what to do first among the accounts of whom.
func (a *audit) steps(of func(*account) bool) []verdict.Step {
	list := []candidate{}
	taken := map[int]bool{}
	for _, x := range a.accounts {
		if x.Aside == "" && of(x) && !taken[x.word] {
			taken[x.word] = true
			list = append(list, a.renew(x.word, of))
		}
	}
	list = append(list, a.second(of))
	// The accounts are in order of importance, and so are equal candidates.
	slices.SortStableFunc(list, func(x, y candidate) int { return -cmp.Compare(x.score, y.score) })
	steps := []verdict.Step{}
	chosen := map[int]bool{}
	for _, c := range list {
		// Of two that are close to each other, a new one for the first is enough.
		near := func(n int) bool { return chosen[n] }
		if c.score == 0 || len(steps) == mostSteps || c.Fault == verdict.Variant && slices.ContainsFunc(a.near[c.word], near) {
			continue
		}
		steps, chosen[c.word] = append(steps, c.Step), true
	}
	return steps
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
			score := x.weight() * x.harm(f)
			if !mends(f.Fault) || score == 0 {
				continue
			}
			worst = max(worst, score)
			if score > c.score {
				c.score, c.Fault = score, f.Fault
			}
		}
		if worst == 0 {
			continue
		}
		if len(c.Accounts) > 0 && (x.login == "" || x.login != login) {
			c.Do = verdict.Part
		}
		c.Accounts, login = append(c.Accounts, x.ID), x.login
	}
	return c
}

// second is the step for all important accounts without a second one.
func (a *audit) second(of func(*account) bool) candidate {
	c := candidate{Step: verdict.Step{Do: verdict.Second, Fault: verdict.NoStep}, word: -1}
	for _, x := range a.accounts {
		for _, f := range x.Faults {
			if of(x) && x.important() && f.Fault == verdict.NoStep && f.Accepted == nil {
				c.Accounts = append(c.Accounts, x.ID)
				c.score = max(c.score, x.weight()*x.harm(f))
			}
		}
	}
	return c
}

// mends reports whether a new password takes the fault away and is worth it. A
// site's or user's name alone is not, in a password that is strong otherwise.
func mends(f verdict.Fault) bool {
	switch f {
	case verdict.Leaked, verdict.Reused, verdict.Variant, verdict.Weak, verdict.Family:
		return true
	default:
		return false
	}
}
