// Package sense reads what a passage is about, as a careful adviser would: a
// journey to come, a routine, a key's hiding place. It weighs the words, the
// phrases of rules/lexicon and what the other recognisers found, with weights
// that cmd/internal/sensetrain learns from the invented posts in
// testdata/corpus. It judges no risk: it says what a passage tells, and how
// surely.
package sense

import "lampan/rules/exposure"

// Category is one thing that a passage may tell, numbered as
// exposure.Categories lists them.
type Category uint8

// The categories.
const (
	TravelPlan Category = iota
	TravelNow
	TravelPast
	Routine
	HomeAddress
	Phone
	Email
	NationalID
	VehiclePlate
	BankAccount
	IDDocument
	BookingRef
	BirthDate
	ChildInfo
	School
	Workplace
	Relative
	Valuables
	AccessCode
	NewHome
	LocationCheckin
	Wifi

	Count // the number of categories
)

// Names are the categories as rules and measurements write them.
var Names = func() (names [Count]string) {
	for i, c := range exposure.Categories() {
		names[i] = string(c)
	}
	return names
}()

// String is the category as rules write it.
func (c Category) String() string {
	if c >= Count {
		return ""
	}
	return Names[c]
}
