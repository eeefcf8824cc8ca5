package exposure

// The kinds of observation, and the attributes each may carry. A rule that
// names anything else does not load.
//
// Attributes shared by several kinds:
//   - actor: self | household | relative | other | unknown — whom a statement is about
//   - tense: past | ongoing | future — relative to the day of publication
//   - own: yes | no | unknown — whether the value matches something the family told us is theirs
//   - minor: yes | no — whether the person concerned is a child of the household
const (
	// TimeRange is a stretch of days. Attributes: from, to (days, both
	// inclusive; to may be absent), tense, precision (day|week|month|season).
	TimeRange Kind = "time.range"
	// AbsenceIntent says that somebody is, was or will be away from home.
	// Attributes: actor, tense, form (trip|empty-home|sitter|countdown|booking|checkin).
	AbsenceIntent Kind = "absence.intent"
	// AbsenceSign says that the topics of a passage together hint at somebody being
	// away, though no word says so. Attributes: tense, class (tense and weak|plain|strong).
	AbsenceSign Kind = "absence.sign"
	// AloneHome says that somebody of the household is, was or will be home alone, or
	// that a child's parents are away. Value: none. Attributes: actor (self|household),
	// form (alone|parents), minor, tense.
	AloneHome Kind = "alone.home"
	// PlaceAway is a named place that is not the family's own. Value: folded name.
	// Attributes: name (as written).
	PlaceAway Kind = "place.away"
	// HouseholdWhole says that everybody is meant ("hela familjen").
	HouseholdWhole Kind = "household.whole"
	// ModalityWish, ModalityNegation and ModalityQuestion take a statement back:
	// a dream, a cancelled plan, a question.
	ModalityWish     Kind = "modality.wish"
	ModalityNegation Kind = "modality.negation"
	ModalityQuestion Kind = "modality.question"
	// ContextFiction, ContextPublic and ContextFigure mark a sentence about a
	// book or film, an organisation or public person, a figure of speech.
	ContextFiction Kind = "context.fiction"
	ContextPublic  Kind = "context.public"
	ContextFigure  Kind = "context.figure"

	// AddressStreet is a street and number. Value: folded "street number|postal".
	// Attributes: own, place (home|holiday|school|work|other), text (as written), cue (yes|no:
	// a word such as "bor" or "hemma hos" stands near), form (number|street|village), class
	// (home|public|past|story|none: what the words around take it for), actor (household|unknown).
	AddressStreet Kind = "address.street"
	// PhotoPosition is a position in a picture file. Attributes: lat, lon (degrees),
	// near (home|holiday|school|work|none), metres (to that place), layer.
	PhotoPosition Kind = "photo.position"
	// PhotoOwner names a person in a picture file. Attributes: name, own.
	PhotoOwner Kind = "photo.owner"
	// PhotoSerial is a camera serial number. Value: the number.
	PhotoSerial Kind = "photo.serial"
	// PhotoPerson is a person named in a picture file, such as beside a face.
	// Value: SubjectID of a member, else the folded name. Attributes: name, own, minor.
	PhotoPerson Kind = "photo.person"
	// PhotoPlace is a place written by name in a picture file. Value: folded name.
	// Attributes: name.
	PhotoPlace Kind = "photo.place"
	// PhotoPart is something else that lies inside a picture file. Value: the form.
	// Attributes: form (motion-video|c2pa|history|sidecar).
	PhotoPart Kind = "photo.part"
	// PhotoThumbnail says that a picture's embedded thumbnail shows what the
	// picture does not. Value: none. Attributes: form (more|differs), cut (the share
	// of the thumbnail that the picture lacks, 0 to 1).
	PhotoThumbnail Kind = "photo.thumbnail"
	// PhotoCode is a machine-readable code in a picture. Value: what is shown of it,
	// masked. Attributes: form (boarding|wifi|contact|otp|payment|ticket|phone|place),
	// shown (masked; may be absent), secret (yes|no).
	PhotoCode Kind = "photo.code"
	// PhotoWords says that a picture is of a text, such as a letter. Value: none.
	// Attributes: words (how many were read).
	PhotoWords Kind = "photo.words"

	// What follows is told by the photos of a case together; see rules/album.

	// PhotoNear is that pictures of one person were taken at one of the family's own
	// places. Value: the place's ID. Attributes: near (home|holiday|school|work),
	// metres and direction of the nearest picture from that place, pictures (how
	// many), days (how many), mornings (how many of the days were weekdays with a
	// picture between five and nine), when (morning|day|evening|weekend|mixed).
	PhotoNear Kind = "photo.near"
	// PhotoSpot is a place that is none of those, and that one person's pictures
	// come back to. Value: its cell. Attributes: form (home|regular|return|sojourn|
	// unknown), name (the nearest town), pictures, days, weeks, when; metres and
	// direction from home, where that is known.
	PhotoSpot Kind = "photo.spot"
	// PhotoAway is that a picture from far away was shown while it was fresh. Value:
	// the folded name of the nearest town. Attributes: name, country (ISO 3166, two
	// letters), abroad (yes|no|unknown), from (the day it was taken), tense (ongoing),
	// metres (from the nearest own place).
	PhotoAway Kind = "photo.away"
	// PhotoAgain is that the same picture shows in several sources. Value: one for
	// all of them. Attributes: form (person: of two members|account: of one),
	// pictures (how many).
	PhotoAgain Kind = "photo.again"

	// ContactPhone and ContactEmail: Value is E.164, or the folded address.
	// Attributes: own, cue (yes|no|public: a word for the line of a company or an
	// authority stands near), line (mobile|landline|unknown; phone only), form (of a
	// phone written|spelled: in words; of an address private|role|other: the mailbox of
	// a provider, a desk's, any other).
	ContactPhone Kind = "contact.phone"
	ContactEmail Kind = "contact.email"
	// IDPersonnummer is a Swedish personal or coordination number. Value: twelve
	// digits. Attributes: form (personnummer|samordningsnummer), written
	// (separated|bare), cue (yes|no), own.
	IDPersonnummer Kind = "id.personnummer"
	// VehiclePlate: Value is the plate without spaces. Attributes: own, cue, form
	// (named: a word for the plate stands near | common).
	VehiclePlate Kind = "vehicle.plate"
	// RegisterHolder and RegisterContact come from a domain's record.
	// Attributes: what (name|address|phone|email), own. Value: folded value.
	RegisterHolder  Kind = "register.holder"
	RegisterContact Kind = "register.contact"
	// RegisterListing is one kind of detail that a directory or register showed of a
	// person who looked it up; one observation a detail. Value: what the family told
	// us the detail is (a home's address as AddressStreet has it, also of what shows
	// the home or its price; a phone as ContactPhone, e-mail as ContactEmail, a plate
	// as VehiclePlate, a name and a photo as PersonChild), so that it is the same fact
	// as where it shows elsewhere; OfPerson where that is not known. Attributes: what
	// (a detail, as package places names it), place (ID in the catalogue), kind
	// (the place's), public (yes|no: the law makes it so), minor.
	RegisterListing Kind = "register.listing"
	// BirthDate is a day and month of birth. Value: MM-DD, or YYYY-MM-DD.
	// Attributes: actor, own, minor.
	BirthDate Kind = "birth.date"

	// RoutineWeekly is a time that comes back every week. Value: "tue 17:30|activity".
	// Attributes: weekday (mon…sun), time (HH:MM, optional), actor, minor,
	// absent (yes|no: it takes the household from home).
	RoutineWeekly Kind = "routine.weekly"
	// RoutineHabit says that a passage hints at something that comes back in the
	// writer's life. Value: none. Attributes: form (alternate|weekly|days|shift|daily|count|usual),
	// class (strong|plain|weak), time (HH:MM, optional), actor (self|household|other|unknown).
	RoutineHabit Kind = "routine.habit"
	// RoutineTrace is a place or an activity at one moment, which is a routine where
	// it comes back. Value: "tue|venue|fyrishov". Attributes: form
	// (activity|venue|school|position), day, time (HH:MM), weekday (mon…sun).
	RoutineTrace Kind = "routine.trace"
	// HomeNew says that a passage hints at a move into a new home. Value: none.
	// Attributes: class (strong|plain|weak), actor (household|unknown).
	HomeNew Kind = "home.new"
	// ActivityNamed is a club, team or venue. Value: folded name. Attributes: own, name.
	ActivityNamed Kind = "activity.named"
	// PersonChild names or describes a child of the household. Value: SubjectID, or
	// folded name. Attributes: form (name|relation), name.
	PersonChild Kind = "person.child"
	// PersonAdult names an adult of the household. Value: SubjectID.
	PersonAdult Kind = "person.adult"
	// SchoolNamed is a named school, preschool or class. Value: folded name.
	// Attributes: own, name, form (school|preschool|class).
	SchoolNamed Kind = "school.named"

	// PersonNamed is a person whom the grammar of a sentence names, whoever that
	// is: "min man Erik", "Elsa 6 år". Value: folded name. Attributes: name, role
	// (child|relative|other|unknown), own.
	PersonNamed Kind = "person.named"
	// WorkNamed is a named employer. Value: folded name. Attributes: name, own.
	WorkNamed Kind = "work.named"
	// VenueNamed is a named place where somebody is. Value: folded name.
	// Attributes: name, form (hotel|airport|sport|food|culture|other).
	VenueNamed Kind = "venue.named"
	// PlacePosition is a position in a text. Value: its cell, or the words or the
	// code that stand for it. Attributes: lat, lon (degrees; absent for words and
	// short codes), near (home|holiday|school|work|none), form (pair|link|code|words),
	// cue (yes|no: the words around take it for a home).
	PlacePosition Kind = "place.position"

	// BankAccount is an account to pay to. Value: digits, or the IBAN without
	// spaces. Attributes: cue, form (account|iban|bankgiro|plusgiro|swish|card).
	BankAccount Kind = "bank.account"
	// IDDocument is the number of a passport, an identity card or a driving
	// licence. Value: capitals without spaces. Attributes: cue, form (passport|card|licence), sure (yes).
	IDDocument Kind = "id.document"
	// BookingRef opens a booking. Value: capitals without spaces. Attributes: cue, form
	// (airline|other).
	BookingRef Kind = "booking.ref"
	// WifiAccess is the name or the password of a network. Value: the folded name;
	// empty for a password, which is never kept. Attributes: form (name|password).
	WifiAccess Kind = "wifi.access"
	// AccessCode is what opens a home: a code, a hidden key's place, who holds one,
	// an alarm that is off, a door that is not locked. Value: none; a code is never kept.
	// Attributes: form (code|place|holder|alarm|open).
	AccessCode Kind = "access.code"

	// ValuableKept is a thing worth stealing that somebody keeps. Value: none.
	// Attributes: form (watch|jewel|silver|art|antique|instrument|bike|camera|
	// electronics|weapon|cash|collection|fashion|vehicle|tool|mixed), cue (yes: a
	// place in a home stands near).
	ValuableKept Kind = "valuable.kept"

	// Sense says that a passage tells one of the things that a careful adviser
	// would speak about. Value: the category, as rules/extract/sense names it.
	// Attributes: score (0 to 1), first, last (sentences of the passage, both included).
	Sense Kind = "sense"

	// FaultyAccount says what is wrong about the password of one account. Value: the
	// account's ID, or for shared the group's. Attributes: fault
	// (leaked|reused|variant|weak|family|site|user|no-step), kind (what the account is
	// for: vault|email|eid|bank|phone|health|social|school|work|home|shop|other),
	// strength (obvious|weak|fair|strong), shared (yes|no: with another member's
	// account), master (yes|no: the other account opens the vault or resets the
	// others), fact (the kind of family fact in the password), accepted (the last
	// day on which the family lives with it by choice).
	FaultyAccount Kind = "account.fault"
	// ProtectedWhere says that a document tells of a place where a household may be in
	// which somebody has protected personal data; see package redact. Value: none.
	ProtectedWhere Kind = "protected.where"
	// AnswerGiven is one answer of an interview. Value: "question=value".
	// Attributes: question, answer.
	AnswerGiven Kind = "answer.given"
)

// KindInfo says what one kind of observation may carry.
type KindInfo struct {
	Kind  Kind
	Attrs []string // in alphabetical order
}

// Kinds lists every kind of observation with its attributes, ordered by name. The
// attribute sure is set on numbers and addresses of pages: yes where their form and
// the words beside them say that they are a person's, firm where an organisation's.
func Kinds() []KindInfo {
	return []KindInfo{
		{AbsenceIntent, []string{"actor", "form", "tense"}},
		{AbsenceSign, []string{"class", "tense"}},
		{AccessCode, []string{"form"}},
		{FaultyAccount, []string{"accepted", "fact", "fault", "kind", "master", "shared", "strength"}},
		{ActivityNamed, []string{"name", "own"}},
		{AddressStreet, []string{"actor", "class", "cue", "form", "own", "place", "sure", "text"}},
		{AloneHome, []string{"actor", "form", "minor", "tense"}},
		{AnswerGiven, []string{"answer", "question"}},
		{BankAccount, []string{"cue", "form", "sure"}},
		{BirthDate, []string{"actor", "minor", "own"}},
		{BookingRef, []string{"cue", "form", "sure"}},
		{ContactEmail, []string{"cue", "form", "own", "sure"}},
		{ContactPhone, []string{"cue", "form", "line", "own", "sure"}},
		{ContextFiction, nil},
		{ContextFigure, nil},
		{ContextPublic, nil},
		{HomeNew, []string{"actor", "class"}},
		{HouseholdWhole, nil},
		{IDDocument, []string{"cue", "form", "sure"}},
		{IDPersonnummer, []string{"cue", "form", "own", "sure", "written"}},
		{ModalityNegation, nil},
		{ModalityQuestion, nil},
		{ModalityWish, nil},
		{PersonAdult, []string{"name"}},
		{PersonChild, []string{"form", "name"}},
		{PersonNamed, []string{"name", "own", "role"}},
		{PhotoAgain, []string{"form", "pictures"}},
		{PhotoAway, []string{"abroad", "country", "from", "metres", "name", "tense"}},
		{PhotoCode, []string{"form", "secret", "shown"}},
		{PhotoNear, []string{"days", "direction", "metres", "mornings", "near", "pictures", "when"}},
		{PhotoOwner, []string{"name", "own"}},
		{PhotoPart, []string{"form"}},
		{PhotoPerson, []string{"minor", "name", "own"}},
		{PhotoPlace, []string{"name"}},
		{PhotoPosition, []string{"lat", "layer", "lon", "metres", "near"}},
		{PhotoSerial, nil},
		{PhotoSpot, []string{"days", "direction", "form", "metres", "name", "pictures", "weeks", "when"}},
		{PhotoThumbnail, []string{"cut", "form"}},
		{PhotoWords, []string{"words"}},
		{PlaceAway, []string{"name"}},
		{PlacePosition, []string{"cue", "form", "lat", "lon", "near"}},
		{ProtectedWhere, nil},
		{RegisterContact, []string{"own", "what"}},
		{RegisterHolder, []string{"own", "what"}},
		{RegisterListing, []string{"kind", "minor", "place", "public", "what"}},
		{RoutineHabit, []string{"actor", "class", "form", "time"}},
		{RoutineTrace, []string{"day", "form", "time", "weekday"}},
		{RoutineWeekly, []string{"absent", "actor", "minor", "time", "weekday"}},
		{SchoolNamed, []string{"form", "name", "own"}},
		{Sense, []string{"first", "last", "score"}},
		{TimeRange, []string{"from", "precision", "tense", "to"}},
		{ValuableKept, []string{"cue", "form"}},
		{VehiclePlate, []string{"cue", "form", "own", "sure"}},
		{VenueNamed, []string{"form", "name"}},
		{WifiAccess, []string{"form"}},
		{WorkNamed, []string{"name", "own"}},
	}
}

// NeedsPixels reports whether a kind can only be told of a picture whose pixels
// were looked at: of others it is unknown, not absent.
func (k Kind) NeedsPixels() bool {
	switch k {
	case PhotoThumbnail, PhotoCode, PhotoWords, PhotoAgain:
		return true
	}
	return false
}

// Together reports whether an observation of the kind is of several documents at
// once, so that each of them tells of the others.
func (k Kind) Together() bool { return k == PhotoNear || k == PhotoSpot || k == PhotoAgain }
