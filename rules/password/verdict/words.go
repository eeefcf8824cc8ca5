package verdict

// Faults lists every fault, the most telling first.
func Faults() []Fault {
	return []Fault{Leaked, Reused, Variant, Weak, Family, Site, User, Plain, NoStep, Passkey, Old}
}

// Information reports whether the fault is something to know, and not by itself
// something to mend.
func (f Fault) Information() bool { return f == Passkey || f == Old }

// Kinds lists every kind of account, in the order in which they matter.
func Kinds() []Kind {
	return []Kind{Vault, Email, EID, Bank, Phone, Health, Social, School, Work, Home, Shop, Other}
}

// Master reports whether such an account opens or resets the others.
func (k Kind) Master() bool { return k == Vault || k == Email }

// Strengths lists every strength, weakest first. They are those of
// rules/password/meter.
func Strengths() []string { return []string{"obvious", "weak", "fair", "strong"} }

// Reasons lists every reason.
func Reasons() []Reason { return []Reason{NoFilter, NoHousehold, NoSeeds, NoDates, NoAddresses} }

// Dos lists everything a Step can ask for.
func Dos() []Do { return []Do{Renew, Part, Second} }

// Notes lists every note, in the order in which a Report gives them.
func Notes() []Note { return []Note{Composition, Age, Absent, Unproven, Unlisted} }

// Asides lists every reason to set an entry aside.
func Asides() []Aside { return []Aside{Deleted, Expired, Linked, Empty} }

// Offers lists every kind of second step.
func Offers() []Offer { return []Offer{OfferSMS, OfferMail, OfferCode, OfferApp, OfferKey, OfferEID} }

// known reports whether a key is one of a Report's.
func known(key string) bool {
	switch key {
	case "schema", "case", "made", "checked", "people", "accounts", "steps", "notes",
		"fault", "done", "reason", "as_of", "unknown",
		"id", "entries", "looked", "aside", "do",
		"person", "name", "user", "kind", "strength", "log10", "faults", "copies", "also",
		"with", "more", "facts", "hints", "offers", "master", "accepted", "until":
		return true
	}
	return false
}
