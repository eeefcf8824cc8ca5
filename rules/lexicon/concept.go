package lexicon

// Concept is what a phrase stands for. The zero Concept stands for nothing.
type Concept uint8

// The concepts. A word list that names another does not load.
const (
	// CuePersonnummer, CuePhone, CueEmail, CuePlate and CueHome announce what
	// stands near them; CueOrder announces a number of another sort.
	CuePersonnummer Concept = iota + 1
	CuePhone
	CueEmail
	CuePlate
	CueHome
	CueOrder
	CueBirth
	CueAge
	EmailAt
	EmailDot

	// TimeMonth and the rest speak of time. Values: month 1–12, "en" where a
	// day may follow it, "weak" where it is a common word; weekday and weekly
	// 1–7 from Monday, "short" or "last"; day an offset in days; number a count,
	// "nordic" where it only counts nordic units; ordinal a number, -1 for the
	// last; unit day, week, month, year, weekend, fortnight, halfyear; period a
	// unit and a step; holiday a step and rules, season rules, as yearly in
	// rules/extract/when reads them; part the hour that a part of the day ends;
	// in "in", "by" or "within"; ago "ahead" where it looks ahead; for "since"
	// or "between"; next "near", last "rolling" or how many; on "article";
	// clock minutes to add to the hour, or "weak"; portion start, middle, end,
	// rest; after "before" where it looks back.
	TimeMonth
	TimeWeekday
	TimeWeekly
	TimeEvery
	TimeDay
	TimeNumber
	TimeUnit
	TimePeriod
	TimeWeek
	TimeHoliday
	TimeSeason
	TimePart
	TimeIn
	TimeAgo
	TimeFor
	TimeNext
	TimeLast
	TimeThis
	TimeOn
	TimeTo
	TimeUntil
	TimeClock
	TimeOrdinal
	TimeThird
	TimeAfter

	// AbsenceGo and the rest speak of being away. Values: the tense of a verb
	// (past, present, future, base) where it has one.
	AbsenceGo    // goes, given a place that is away
	AbsenceBe    // is somewhere, given a place
	AbsenceState // is away, in itself
	AbsenceEmpty
	AbsenceSitter
	AbsenceCountdown
	AbsenceBooking
	AbsenceCheckin
	AbsenceReturn
	AbsenceTarget // a place without a name: abroad, the mountains
	AbsenceTrip   // the noun: a trip, a holiday
	TensePast
	TenseFuture

	ActorSelf
	ActorHousehold
	ActorMember // my husband, our daughter
	ActorRelative
	ActorOther
	ActorChild // value: folded relation
	Whole

	Wish
	Negation
	Fiction
	Public
	Figure
	Adverb
	To
	At

	PlaceWorld  // value: folded Swedish or local name
	PlaceSweden //
	Street
	StreetWeak
	StreetFirst
	StreetEn
	Activity
	ActivityOut // takes an adult from home
	Errand
	ClubSuffix
	SchoolKind
	SchoolPlain
	SchoolClass

	// AloneHome says that somebody is home alone, AloneParents that the writer's
	// parents are away, values as of AbsenceGo, or "weak" where a time must stand with
	// it; AloneNot takes it back. They stand in a table of their own, so that they hide
	// no other phrase.
	AloneHome
	AloneParents
	AloneNot

	// OwnName and the rest are the family's own, added to the table by the
	// roster. Ref says whose.
	OwnName
	OwnStreet
	OwnSchool
	OwnActivity
	OwnTown
)

// names are the concepts as word lists write them.
var names = [...]string{
	CuePersonnummer:  "cue.personnummer",
	CuePhone:         "cue.phone",
	CueEmail:         "cue.email",
	CuePlate:         "cue.plate",
	CueHome:          "cue.home",
	CueOrder:         "cue.order",
	CueBirth:         "cue.birth",
	CueAge:           "cue.age",
	EmailAt:          "email.at",
	EmailDot:         "email.dot",
	TimeMonth:        "time.month",
	TimeWeekday:      "time.weekday",
	TimeWeekly:       "time.weekly",
	TimeEvery:        "time.every",
	TimeDay:          "time.day",
	TimeNumber:       "time.number",
	TimeUnit:         "time.unit",
	TimePeriod:       "time.period",
	TimeWeek:         "time.week",
	TimeHoliday:      "time.holiday",
	TimeSeason:       "time.season",
	TimePart:         "time.part",
	TimeIn:           "time.in",
	TimeAgo:          "time.ago",
	TimeFor:          "time.for",
	TimeNext:         "time.next",
	TimeLast:         "time.last",
	TimeThis:         "time.this",
	TimeOn:           "time.on",
	TimeTo:           "time.to",
	TimeUntil:        "time.until",
	TimeClock:        "time.clock",
	TimeOrdinal:      "time.ordinal",
	TimeThird:        "time.portion",
	TimeAfter:        "time.after",
	AbsenceGo:        "absence.go",
	AbsenceBe:        "absence.be",
	AbsenceState:     "absence.state",
	AbsenceEmpty:     "absence.empty",
	AbsenceSitter:    "absence.sitter",
	AbsenceCountdown: "absence.countdown",
	AbsenceBooking:   "absence.booking",
	AbsenceCheckin:   "absence.checkin",
	AbsenceReturn:    "absence.return",
	AbsenceTarget:    "absence.target",
	AbsenceTrip:      "absence.trip",
	TensePast:        "tense.past",
	TenseFuture:      "tense.future",
	ActorSelf:        "actor.self",
	ActorHousehold:   "actor.household",
	ActorMember:      "actor.member",
	ActorRelative:    "actor.relative",
	ActorOther:       "actor.other",
	ActorChild:       "actor.child",
	Whole:            "household.whole",
	Wish:             "modality.wish",
	Negation:         "modality.negation",
	Fiction:          "context.fiction",
	Public:           "context.public",
	Figure:           "context.figure",
	Adverb:           "adverb",
	To:               "prep.to",
	At:               "prep.at",
	PlaceWorld:       "place.world",
	PlaceSweden:      "place.sweden",
	Street:           "street.suffix",
	StreetWeak:       "street.weak",
	StreetFirst:      "street.first",
	StreetEn:         "street.english",
	Activity:         "activity",
	ActivityOut:      "activity.out",
	Errand:           "activity.errand",
	ClubSuffix:       "club.suffix",
	SchoolKind:       "school.kind",
	SchoolPlain:      "school.plain",
	SchoolClass:      "school.class",
	AloneHome:        "alone.home",
	AloneParents:     "alone.parents",
	AloneNot:         "alone.not",
	OwnName:          "own.name",
	OwnStreet:        "own.street",
	OwnSchool:        "own.school",
	OwnActivity:      "own.activity",
	OwnTown:          "own.town",
}

// String is the concept as word lists write it.
func (c Concept) String() string {
	if int(c) >= len(names) {
		return ""
	}
	return names[c]
}

// Time reports whether the concept is a word about time.
func (c Concept) Time() bool { return c >= TimeMonth && c <= TimeAfter }

// Absence reports whether the concept is a word about being away.
func (c Concept) Absence() bool { return c >= AbsenceGo && c <= AbsenceTrip }

// Alone reports whether the concept is a word about being home alone.
func (c Concept) Alone() bool { return c >= AloneHome && c <= AloneNot }

// Own reports whether the concept is something that the family told us.
func (c Concept) Own() bool { return c >= OwnName }

// listed finds the concept that a word list names. What the family told us is
// in no list.
func listed(name string) (Concept, bool) {
	for c := Concept(1); c < OwnName; c++ {
		if names[c] == name {
			return c, true
		}
	}
	return 0, false
}

// Set is a set of concepts.
type Set [2]uint64

// Add puts a concept into the set.
func (s *Set) Add(c Concept) { s[c>>6] |= 1 << (c & 63) }

// Has reports whether the set holds one of the concepts.
func (s *Set) Has(concepts ...Concept) bool {
	for _, c := range concepts {
		if s[c>>6]&(1<<(c&63)) != 0 {
			return true
		}
	}
	return false
}
