package hygiene

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"lampan/rules/password"
	"lampan/rules/password/meter"
	"lampan/rules/password/verdict"
)

// mostOthers is how many close passwords the meter is told of; the closest one
// decides.
const mostOthers = 4

// measure asks the meter how soon each password would be guessed.
func (a *audit) measure() {
	for _, x := range a.inUse() {
		b := a.words.bytes[x.word]
		given := meter.Given{Site: x.siteName(), User: x.entries[0].User}
		x.guess = a.Meter.Guess(b, given)
		x.Strength = string(x.guess.Strength())
		x.Log10 = tenth(x.guess.Log10)
		if near := a.near[x.word]; len(near) > 0 {
			for _, n := range near[:min(len(near), mostOthers)] {
				given.Others = append(given.Others, a.words.bytes[n])
			}
			x.told = tenth(a.Meter.Guess(b, given).Log10)
		}
	}
}

// tenth cuts guesses to one decimal.
func tenth(log10 float64) float64 { return math.Floor(max(0, log10)*10) / 10 }

// siteName is the host or title that somebody would build a password from.
func (x *account) siteName() string {
	if x.address.host != "" {
		host, _, _ := strings.Cut(x.address.host, ":")
		return host
	}
	return x.entries[0].Title
}

// identify gives every account its ID: of what is shown of it and nothing else,
// so that it is the same in the next run and says nothing of the password.
func (a *audit) identify() {
	slices.SortStableFunc(a.accounts, byName)
	seen := map[string]int{}
	for _, x := range a.accounts {
		sum := sha256.Sum256([]byte(strings.Join([]string{x.Person, x.Name, strings.ToLower(x.User)}, "\x00")))
		id := hex.EncodeToString(sum[:6])
		seen[id]++
		if n := seen[id]; n > 1 {
			id += "-" + strconv.Itoa(n)
		}
		x.ID = id
	}
}

// judge finds the faults.
func (a *audit) judge() {
	inUse := a.inUse()
	slices.SortFunc(inUse, byRank)
	leaked := a.leaked()
	a.use(inUse)
	for _, x := range inUse {
		if leaked[x.word] {
			x.add(verdict.Found{Fault: verdict.Leaked})
		}
		a.others(x, verdict.Reused, x.word)
		a.others(x, verdict.Variant, a.near[x.word]...)
		x.content()
		if x.address.plain {
			x.add(verdict.Found{Fault: verdict.Plain})
		}
		x.second()
		if !x.changed.IsZero() && x.changed.AddDate(oldAfter, 0, 0).Before(a.At) {
			x.add(verdict.Found{Fault: verdict.Old})
		}
	}
	for _, x := range a.accounts {
		x.accept(a.Accepted, a.day)
		slices.SortStableFunc(x.Faults, func(f, g verdict.Found) int { return -cmp.Compare(x.harm(f), x.harm(g)) })
	}
	slices.SortFunc(a.accounts, byImportance)
}

// usage is where a password is used.
type usage struct {
	accounts []*account // by rank
	logins   map[string]int
	people   []string
}

// use notes where each password is used.
func (a *audit) use(byRank []*account) {
	a.used = make([]usage, len(a.words.bytes))
	for _, x := range byRank {
		u := &a.used[x.word]
		u.accounts = append(u.accounts, x)
		if u.logins == nil {
			u.logins = map[string]int{}
		}
		u.logins[x.login]++
		if !slices.Contains(u.people, x.Person) {
			u.people = append(u.people, x.Person)
		}
	}
}

// leaked looks every password up once.
func (a *audit) leaked() []bool {
	list := make([]bool, len(a.words.bytes))
	a.filter = a.Leaked != nil
	if a.Leaked == nil {
		return list
	}
	for n, b := range a.words.bytes {
		found, ok := a.Leaked(b)
		list[n] = found
		a.filter = a.filter && ok
	}
	return list
}

func (x *account) add(f verdict.Found) { x.Faults = append(x.Faults, f) }

// others adds a fault that concerns the accounts with any of some passwords, but
// for those by the same login: the same service and user is the same account, also
// in two people's vaults, and with two passwords one of them is out of date.
func (a *audit) others(x *account, fault verdict.Fault, words ...int) {
	var list []*account
	people := map[string]bool{}
	total := 0
	for _, n := range words {
		use := a.used[n]
		if len(words) == 1 {
			list = use.accounts
		} else {
			list = append(list, use.accounts...)
		}
		total += len(use.accounts)
		if x.login != "" {
			total -= use.logins[x.login]
		} else if n == x.word {
			total--
		}
		for _, p := range use.people {
			people[p] = p != x.Person && p != ""
		}
	}
	if total == 0 {
		return
	}
	if len(words) > 1 {
		slices.SortFunc(list, byRank)
	}
	f := verdict.Found{Fault: fault}
	if fault == verdict.Variant {
		f.Log10 = x.told
	}
	unseen := 0
	for _, other := range people {
		if other {
			unseen++
		}
	}
	for _, y := range list {
		if y == x || y.login != "" && y.login == x.login {
			continue
		}
		// The masters come first, so whoever names enough has met one.
		if len(f.With) < mostNamed {
			f.With = append(f.With, y.ID)
			f.Master = f.Master || y.Kind.Master()
		} else if unseen == 0 {
			break
		}
		if people[y.Person] {
			people[y.Person] = false
			unseen--
			f.People = append(f.People, y.Person)
		}
	}
	f.More = total - len(f.With)
	slices.Sort(f.People)
	x.add(f)
}

// content adds what the meter saw in the password itself.
func (x *account) content() {
	g := x.guess
	if s := g.Strength(); s == meter.Obvious || s == meter.Weak {
		f := verdict.Found{Fault: verdict.Weak}
		for _, h := range g.Hints {
			f.Hints = append(f.Hints, string(h))
		}
		x.add(f)
	}
	if len(g.Facts) > 0 {
		f := verdict.Found{Fault: verdict.Family}
		for _, k := range g.Facts {
			f.Facts = append(f.Facts, string(k))
		}
		x.add(f)
	}
	if slices.Contains(g.Hints, meter.HintSite) {
		x.add(verdict.Found{Fault: verdict.Site})
	}
	if slices.Contains(g.Hints, meter.HintUser) {
		x.add(verdict.Found{Fault: verdict.User})
	}
}

// second adds what the sign-in could have and does not. That nothing is stored
// does not prove that nothing is on.
func (x *account) second() {
	if !x.listed || slices.ContainsFunc(x.entries, func(e password.Entry) bool { return e.Passkey }) {
		return
	}
	seed := slices.ContainsFunc(x.entries, func(e password.Entry) bool { return e.TOTP })
	storable := slices.ContainsFunc(x.site.Offers, func(o verdict.Offer) bool { return o != verdict.OfferEID })
	if storable && !seed {
		x.add(verdict.Found{Fault: verdict.NoStep, Offers: x.site.Offers})
	}
	if x.site.Passkey {
		x.add(verdict.Found{Fault: verdict.Passkey})
	}
}

// accept marks the faults that the family lives with today.
func (x *account) accept(list []Acceptance, day string) {
	for i, f := range x.Faults {
		for _, ok := range list {
			until := ok.Until.Format(time.DateOnly)
			if ok.Account == x.ID && ok.Fault == f.Fault && day <= until {
				x.Faults[i].Accepted = &verdict.Accepted{Reason: ok.Reason, Until: until}
			}
		}
	}
}

// harm is how bad a fault is, for the order; 0 when the family lives with it.
func (x *account) harm(f verdict.Found) int {
	if f.Accepted != nil {
		return 0
	}
	switch f.Fault {
	case verdict.Leaked:
		return 100
	case verdict.Reused:
		if f.Master || x.important() {
			return 90
		}
		return 70
	case verdict.Variant:
		if f.Master {
			return 80
		}
		return 60
	case verdict.Weak:
		if x.guess.Strength() == meter.Obvious {
			return 65
		}
		return 50
	case verdict.NoStep:
		if x.important() {
			return 45
		}
		return 15
	case verdict.Family:
		if s := x.guess.Strength(); s == meter.Fair || s == meter.Strong {
			return 5 // it stands all the same
		}
		return 40
	case verdict.User:
		return 35
	case verdict.Site:
		return 30
	case verdict.Plain:
		return 20
	case verdict.Passkey:
		return 2
	case verdict.Old:
		return 1
	}
	return 0
}

// worst is the harm of the worst fault.
func (x *account) worst() int {
	w := 0
	for _, f := range x.Faults {
		w = max(w, x.harm(f))
	}
	return w
}
