package lexicon

import "slices"

// Concept is what a phrase stands for.
type Concept string

// The concepts. A word list that names another does not load.
const (
	// CuePersonnummer, CuePhone, CueEmail, CuePlate and CueHome announce what
	// stands near them; CueOrder announces a number of another sort.
	CuePersonnummer Concept = "cue.personnummer"
	CuePhone        Concept = "cue.phone"
	CueEmail        Concept = "cue.email"
	CuePlate        Concept = "cue.plate"
	CueHome         Concept = "cue.home"
	CueOrder        Concept = "cue.order"
	CueBirth        Concept = "cue.birth"
	CueAge          Concept = "cue.age"
	EmailAt         Concept = "email.at"
	EmailDot        Concept = "email.dot"

	// TimeMonth and the rest speak of time. Values: month 1–12; weekday and
	// weekly 1–7 from Monday; day an offset in days; number a count; unit and
	// period day, week, month, year, weekend; holiday a name that
	// rules/extract/when knows; season winter …
	TimeMonth   Concept = "time.month"
	TimeWeekday Concept = "time.weekday"
	TimeWeekly  Concept = "time.weekly"
	TimeEvery   Concept = "time.every"
	TimeDay     Concept = "time.day"
	TimeNumber  Concept = "time.number"
	TimeUnit    Concept = "time.unit"
	TimePeriod  Concept = "time.period"
	TimeWeek    Concept = "time.week"
	TimeHoliday Concept = "time.holiday"
	TimeSeason  Concept = "time.season"
	TimePart    Concept = "time.part"
	TimeIn      Concept = "time.in"
	TimeAgo     Concept = "time.ago"
	TimeFor     Concept = "time.for"
	TimeNext    Concept = "time.next"
	TimeLast    Concept = "time.last"
	TimeThis    Concept = "time.this"
	TimeOn      Concept = "time.on"
	TimeTo      Concept = "time.to"
	TimeUntil   Concept = "time.until"
	TimeClock   Concept = "time.clock"
	TimeOrdinal Concept = "time.ordinal"
	TimeThird   Concept = "time.portion"
	TimeAfter   Concept = "time.after"

	// AbsenceGo and the rest speak of being away. Values: the tense of a verb
	// (past, present, future, base) where it has one.
	AbsenceGo        Concept = "absence.go"    // goes, given a place that is away
	AbsenceBe        Concept = "absence.be"    // is somewhere, given a place
	AbsenceState     Concept = "absence.state" // is away, in itself
	AbsenceEmpty     Concept = "absence.empty"
	AbsenceSitter    Concept = "absence.sitter"
	AbsenceCountdown Concept = "absence.countdown"
	AbsenceBooking   Concept = "absence.booking"
	AbsenceCheckin   Concept = "absence.checkin"
	AbsenceReturn    Concept = "absence.return"
	AbsenceTarget    Concept = "absence.target" // a place without a name: abroad, the mountains
	AbsenceTrip      Concept = "absence.trip"   // the noun: a trip, a holiday
	TensePast        Concept = "tense.past"
	TenseFuture      Concept = "tense.future"

	ActorSelf      Concept = "actor.self"
	ActorHousehold Concept = "actor.household"
	ActorMember    Concept = "actor.member" // my husband, our daughter
	ActorRelative  Concept = "actor.relative"
	ActorOther     Concept = "actor.other"
	ActorChild     Concept = "actor.child" // value: folded relation
	Whole          Concept = "household.whole"

	Wish     Concept = "modality.wish"
	Negation Concept = "modality.negation"
	Fiction  Concept = "context.fiction"
	Public   Concept = "context.public"
	Figure   Concept = "context.figure"
	Adverb   Concept = "adverb"
	To       Concept = "prep.to"
	At       Concept = "prep.at"

	PlaceWorld  Concept = "place.world"  // value: folded Swedish or local name
	PlaceSweden Concept = "place.sweden" //
	Street      Concept = "street.suffix"
	StreetWeak  Concept = "street.weak"
	StreetFirst Concept = "street.first"
	StreetEn    Concept = "street.english"
	Activity    Concept = "activity"
	ActivityOut Concept = "activity.out" // takes an adult from home
	Errand      Concept = "activity.errand"
	ClubSuffix  Concept = "club.suffix"
	SchoolKind  Concept = "school.kind"
	SchoolPlain Concept = "school.plain"
	SchoolClass Concept = "school.class"

	// OwnName and the rest are the family's own, added to the table by the
	// roster. Ref says whose.
	OwnName     Concept = "own.name"
	OwnStreet   Concept = "own.street"
	OwnSchool   Concept = "own.school"
	OwnActivity Concept = "own.activity"
	OwnTown     Concept = "own.town"
)

// known reports whether a word list may name the concept.
func (c Concept) known() bool {
	return slices.Contains([]Concept{
		CuePersonnummer, CuePhone, CueEmail, CuePlate, CueHome, CueOrder, CueBirth, CueAge, EmailAt, EmailDot,
		TimeMonth, TimeWeekday, TimeWeekly, TimeEvery, TimeDay, TimeNumber, TimeUnit, TimePeriod, TimeWeek, TimeHoliday,
		TimeSeason, TimePart, TimeIn, TimeAgo, TimeFor, TimeNext, TimeLast, TimeThis, TimeOn, TimeTo, TimeUntil,
		TimeClock, TimeOrdinal, TimeThird, TimeAfter,
		AbsenceGo, AbsenceBe, AbsenceState, AbsenceEmpty, AbsenceSitter, AbsenceCountdown, AbsenceBooking,
		AbsenceCheckin, AbsenceReturn, AbsenceTarget, AbsenceTrip, TensePast, TenseFuture,
		ActorSelf, ActorHousehold, ActorMember, ActorRelative, ActorOther, ActorChild, Whole,
		Wish, Negation, Fiction, Public, Figure, Adverb, To, At,
		PlaceWorld, PlaceSweden, Street, StreetWeak, StreetFirst, StreetEn, Activity, ActivityOut, Errand, ClubSuffix,
		SchoolKind, SchoolPlain, SchoolClass,
	}, c)
}
