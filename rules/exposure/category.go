package exposure

// Category is what a careful adviser would speak about when a post tells it.
// The names are fixed: files of labelled posts use them.
type Category string

// The categories.
const (
	TravelPlan      Category = "travel-plan"      // the household will be away
	TravelNow       Category = "travel-now"       // away while posting
	TravelPast      Category = "travel-past"      // back within about 30 days
	RoutineCategory Category = "routine"          // a person's recurring time or place
	HomeAddress     Category = "home-address"     // of the own home or cottage
	PhoneNumber     Category = "phone"            // a private person's
	EmailAddress    Category = "email"            // a private person's
	NationalID      Category = "national-id"      // personnummer, samordningsnummer
	OwnPlate        Category = "vehicle-plate"    // of the own vehicle
	OwnAccount      Category = "bank-account"     // also IBAN, private giro, Swish
	DocumentNumber  Category = "id-document"      // passport, identity card, licence
	BookingNumber   Category = "booking-ref"      // what opens a booking
	BirthDay        Category = "birth-date"       // day and month
	ChildInfo       Category = "child-info"       // a minor's name, or age with detail
	NamedSchool     Category = "school"           // also preschool and class
	NamedWorkplace  Category = "workplace"        // current, of author or family
	NamedRelative   Category = "relative"         // a named adult relative
	Valuables       Category = "valuables"        // at home
	HomeAccess      Category = "access-code"      // codes, keys, alarm off, unlocked
	NewHome         Category = "new-home"         // got the keys, moving, just moved
	CheckIn         Category = "location-checkin" // a named place where the author is now
	OwnNetwork      Category = "wifi"             // name or password of the own network
)

// Tier is a group of categories that are measured together.
type Tier struct {
	Name       string
	Categories []Category
}

// Tiers lists every category once, by tier.
func Tiers() []Tier {
	return []Tier{
		{"identifiers", []Category{NationalID, PhoneNumber, EmailAddress, OwnAccount, OwnPlate, DocumentNumber, BookingNumber, OwnNetwork}},
		{"home and access", []Category{HomeAddress, NewHome, HomeAccess, CheckIn}},
		{"absence", []Category{TravelPlan, TravelNow, TravelPast, RoutineCategory}},
		{"people and things", []Category{BirthDay, ChildInfo, NamedSchool, NamedWorkplace, NamedRelative, Valuables}},
	}
}

// Categories lists every category in its fixed order.
func Categories() []Category {
	return []Category{
		TravelPlan, TravelNow, TravelPast, RoutineCategory, HomeAddress, PhoneNumber, EmailAddress, NationalID, OwnPlate,
		OwnAccount, DocumentNumber, BookingNumber, BirthDay, ChildInfo, NamedSchool, NamedWorkplace, NamedRelative, Valuables,
		HomeAccess, NewHome, CheckIn, OwnNetwork,
	}
}
