package hygiene

import (
	"cmp"
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
	seeds := map[string]bool{}
	unlisted, people := 0, map[string]bool{}
	for _, x := range a.inUse() {
		people[x.Person] = true
		dates = dates || !x.changed.IsZero()
		addresses = addresses || x.address.host != ""
		if slices.ContainsFunc(x.entries, func(e password.Entry) bool { return e.TOTP || e.Passkey }) {
			seeds[x.Person] = true
		}
		if x.Kind != verdict.Vault && (!x.listed || len(x.site.Offers) == 0) && !x.address.local {
			unlisted++
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
		case (f == verdict.NoStep || f == verdict.Passkey) && len(seeds) < len(people):
			c.Reason = verdict.NoSeeds
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
		if !x.listed || len(x.site.Offers) == 0 {
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

// steps chooses what to do first among the accounts of whom: accounts that share
// a password are one step, and so are all that lack a second one.
func (a *audit) steps(of func(*account) bool) []verdict.Step {
	type candidate struct {
		verdict.Step
		score int
		word  int
	}
	var list []candidate
	var lacking []string
	second := candidate{word: -1}
	taken := map[int]bool{}
	for _, x := range a.accounts {
		if x.Aside != "" || !of(x) {
			continue
		}
		for _, f := range x.Faults {
			if f.Fault == verdict.NoStep && f.Accepted == nil && x.important() {
				lacking = append(lacking, x.ID)
				second.score = max(second.score, x.weight()*x.harm(f))
			}
		}
		if taken[x.word] {
			continue
		}
		taken[x.word] = true
		c := candidate{Step: verdict.Step{Do: verdict.Renew}, word: x.word}
		login := ""
		for _, y := range a.used[x.word].accounts {
			if !of(y) {
				continue
			}
			for _, f := range y.Faults {
				score := y.weight() * y.harm(f)
				if !mends(f.Fault) || score == 0 {
					continue
				}
				if score > c.score {
					c.score, c.Fault = score, f.Fault
				}
				if n := len(c.Accounts); n > 0 && c.Accounts[n-1] == y.ID {
					continue
				} else if n > 0 && (y.login == "" || y.login != login) {
					c.Do = verdict.Part
				}
				c.Accounts, login = append(c.Accounts, y.ID), y.login
			}
		}
		if c.score > 0 {
			list = append(list, c)
		}
	}
	if len(lacking) > 0 {
		second.Step = verdict.Step{Do: verdict.Second, Fault: verdict.NoStep, Accounts: lacking}
		list = append(list, second)
	}
	// The accounts are in order of importance, and so are equal candidates.
	slices.SortStableFunc(list, func(x, y candidate) int { return -cmp.Compare(x.score, y.score) })
	steps := []verdict.Step{}
	chosen := map[int]bool{}
	for _, c := range list {
		// Of two that are close to each other, a new one for the first is enough.
		if c.Fault == verdict.Variant && slices.ContainsFunc(a.near[c.word], func(n int) bool { return chosen[n] }) {
			continue
		}
		if len(steps) < mostSteps {
			steps, chosen[c.word] = append(steps, c.Step), true
		}
	}
	return steps
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
