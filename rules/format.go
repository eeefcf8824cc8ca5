package rules

import (
	"regexp"

	"lampan/rules/exposure"
)

// Limits of a pack. They are far above what a careful author needs, and keep a
// broken or hostile pack from costing time or memory.
const (
	maxFile     = 1 << 20 // bytes in one file
	maxFiles    = 500
	maxRules    = 2000
	maxExamples = 200 // a rule, of each sort
	maxWord     = 64  // characters of an identifier
	maxKeys     = 256 // keys of a free mapping
	maxTitle    = 120 // characters; a line
	maxText     = 600 // characters; a short paragraph
	maxQuestion = 200 // characters; a question to be read aloud
	maxExample  = 4000
	maxPhotos   = 50 // of an example
	maxWords    = 16 // that mean the same answer, in one language
	maxPoints   = 40 // no single fact may outweigh a category of the model
)

// Examples a rule must bring, of each sort in each language. A rule that rests
// on an answer can match only one way, and brings that one.
const (
	minExamples = 3
	minAnswers  = 1
)

var (
	ruleID   = regexp.MustCompile(`^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$`)
	plainID  = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	answerID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)
	version  = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+(-[0-9a-z.]+)?$`)
	dayRef   = regexp.MustCompile(`^(published|audit|[0-9]{4}-[0-9]{2}-[0-9]{2})$`)
)

// Words that the format gives a meaning to.
func categories() []string {
	var out []string
	for _, c := range exposure.Categories() {
		out = append(out, string(c))
	}
	return out
}

func detectors() []string {
	return []string{"travel", "home", "registration", "routine", "child", "accounts", "photo", "work", "ready"}
}

func nears() []string  { return []string{"anchor", "sentence", "sentence+1", "passage", "document"} }
func abouts() []string { return []string{"subject", "author", "household", "child"} }
func factKeys() []string {
	return []string{"value", "interval", "one", "person", "shared", "sources", "repeat"}
}
func timelinesses() []string { return []string{"static", "travel", "routine"} }
func owners() []string       { return []string{"author", "subject", "child", "guardian", "household"} }

func masks() []string {
	return []string{"plain", "phone", "email", "personnummer", "plate", "initial", "street", "distance", "hidden"}
}

func proofs() []string {
	return []string{string(exposure.Recheck), string(exposure.Told), string(exposure.LookedAt), string(exposure.LookedUp), string(exposure.Remeasured)}
}

func severities() []string {
	var out []string
	for s := exposure.Low; s.Valid(); s++ {
		out = append(out, s.String())
	}
	return out
}

func sourceKinds() []string {
	var out []string
	for _, k := range exposure.SourceKinds() {
		out = append(out, string(k))
	}
	return out
}

func kinds() []string {
	var out []string
	for _, k := range exposure.Kinds() {
		out = append(out, string(k.Kind))
	}
	return out
}

// attrType says how an attribute is compared.
type attrType uint8

const (
	attrWord   attrType = iota // a word from a closed list, or any text
	attrDay                    // a calendar day
	attrNumber                 // degrees or metres
)

// attrInfo is what the comments of exposure/kinds.go say of an attribute, in a
// form that can be checked. words is empty where any text may stand.
func attrInfo(k exposure.Kind, attr string) (attrType, []string) {
	switch attr {
	case "from", "to", "accepted", "day":
		return attrDay, nil
	case "lat", "lon", "metres", "score", "first", "last", "pictures", "days", "weeks", "mornings", "cut", "words":
		return attrNumber, nil
	case "actor":
		return attrWord, []string{"self", "household", "relative", "other", "unknown"}
	case "tense":
		return attrWord, []string{"past", "ongoing", "future"}
	case "own":
		return attrWord, []string{"yes", "no", "unknown"}
	case "cue":
		return attrWord, []string{"yes", "no", "public"}
	case "minor", "absent", "shared", "master", "secret", "public":
		return attrWord, []string{"yes", "no"}
	case "precision":
		return attrWord, []string{"day", "week", "month", "season"}
	case "place":
		if k == exposure.RegisterListing {
			return attrWord, nil // of the catalogue
		}
		return attrWord, []string{"home", "holiday", "school", "work", "other"}
	case "near":
		return attrWord, []string{"home", "holiday", "school", "work", "none"}
	case "line":
		return attrWord, []string{"mobile", "landline", "unknown"}
	case "written":
		return attrWord, []string{"separated", "bare"}
	case "what":
		if k == exposure.RegisterListing {
			return attrWord, []string{
				"name", "address", "phone", "age", "birthday", "household", "vehicle", "property", "company", "income", "email",
				"court", "debt", "photo", "facade", "interior", "price", "schedule", "document", "comments", "hits",
			}
		}
		return attrWord, []string{"name", "address", "phone", "email"}
	case "fault":
		return attrWord, []string{"leaked", "reused", "variant", "weak", "family", "site", "user", "no-step"}
	case "kind":
		if k == exposure.RegisterListing {
			return attrWord, []string{
				"people-search", "vehicle", "company", "court", "housing", "phone", "maps", "search-engine", "authority",
				"credit", "mail", "id-security", "broker",
			}
		}
		return attrWord, []string{"vault", "email", "eid", "bank", "phone", "health", "social", "school", "work", "home", "shop", "other"}
	case "fact":
		return attrWord, []string{"name", "born", "pet", "street", "town", "club", "plate", "phone", "email", "domain"}
	case "strength":
		return attrWord, []string{"obvious", "weak", "fair", "strong"}
	case "weekday":
		return attrWord, []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	case "direction":
		return attrWord, []string{"N", "NE", "E", "SE", "S", "SW", "W", "NW"}
	case "when":
		return attrWord, []string{"morning", "day", "evening", "weekend", "mixed"}
	case "abroad":
		return attrWord, []string{"yes", "no", "unknown"}
	case "form":
		switch k {
		case exposure.PhotoAgain:
			return attrWord, []string{"person", "account"}
		case exposure.PhotoCode:
			return attrWord, []string{"boarding", "wifi", "contact", "otp", "payment", "ticket", "phone", "place"}
		case exposure.PhotoPart:
			return attrWord, []string{"motion-video", "c2pa", "history", "sidecar"}
		case exposure.PhotoSpot:
			return attrWord, []string{"home", "regular", "return", "sojourn", "unknown"}
		case exposure.PhotoThumbnail:
			return attrWord, []string{"more", "differs"}
		case exposure.AbsenceIntent:
			return attrWord, []string{"trip", "empty-home", "sitter", "countdown", "booking", "checkin"}
		case exposure.IDPersonnummer:
			return attrWord, []string{"personnummer", "samordningsnummer"}
		case exposure.PersonChild:
			return attrWord, []string{"name", "relation"}
		case exposure.SchoolNamed:
			return attrWord, []string{"school", "preschool", "class"}
		}
	}
	return attrWord, nil
}

// accountWords lists what an attribute of an account can be.
func accountWords(attr string) []string {
	_, words := attrInfo(exposure.FaultyAccount, attr)
	return words
}

// listingWords lists what an attribute of a listing can be.
func listingWords(attr string) []string {
	_, words := attrInfo(exposure.RegisterListing, attr)
	return words
}

// fileShape is one of the files of a pack.
type fileShape struct {
	name  string
	shape shape
}

// fileShapes describes the files of a pack.
func fileShapes() []fileShape {
	return []fileShape{
		{"pack", packShape()},
		{"rule", ruleShape()},
		{"scenarios", scenariosShape()},
		{"controls", controlsShape()},
		{"questions", questionsShape()},
	}
}

func schemaShape() shape { return integer(Schema, Schema) }

func packShape() shape {
	return object(
		need("schema", schemaShape()),
		need("id", pattern(plainID)),
		need("version", pattern(version)),
		need("model", object(
			need("tau", number(1, 1000)),
			need("kappa", number(0.1, 100)),
			need("minor", number(1, 5)),
			need("caps", mapping(plainID, number(0.1, 200))),
		)),
		need("facts", mapping(plainID, pattern(plainID))), // kind of fact: category
		need("baseline", list(pattern(plainID), 0, maxKeys)),
	)
}

func ruleShape() shape {
	conditions := list(conditionShape(), 1, 32)
	adjusts := list(conditionShape(need("by", number(0.01, 1))), 1, 32)
	examples := list(exampleShape(), minAnswers, maxExamples)
	show := object(
		may("of", word(kinds()...)),
		need("attr", pattern(plainID)),
		need("mask", word(masks()...)),
	)
	return object(
		need("schema", schemaShape()),
		need("id", pattern(ruleID)),
		need("detector", word(detectors()...)),
		may("category", word(categories()...)),
		need("severity", word(severities()...)),
		need("needs", list(word(sourceKinds()...), 1, 16)),
		need("when", object(may("all", conditions), may("any", conditions), may("none", conditions))),
		need("confidence", object(need("base", number(0, 1)), may("add", adjusts), may("sub", adjusts))),
		need("fact", object(
			need("kind", pattern(plainID)),
			need("points", number(0.1, maxPoints)),
			need("about", word(abouts()...)),
			need("key", word(factKeys()...)),
			need("timeliness", word(timelinesses()...)),
			may("of", word(kinds()...)),
			may("visibility", number(0, 1)),
			may("show", mapping(plainID, show)),
		)),
		need("text", textsShape()),
		need("fix", object(
			need("owner", word(owners()...)),
			need("minutes", integer(1, 600)),
			need("proof", word(proofs()...)),
			may("order", word("first")),
			may("act", pattern(plainID)),
		)),
		need("examples", object(need("match", examples), need("clean", examples))),
		need("sources", list(text(maxTitle), 1, 16)),
	)
}

func textsShape() shape {
	words := object(
		need("title", text(maxTitle)), may("detail", text(maxText)), need("why", text(maxText)), need("ask", text(maxText)),
		need("child", text(maxText)), need("fix", text(maxText)),
	)
	return object(need("sv", words), need("en", words))
}

func conditionShape(more ...field) shape {
	one := scalarWord()
	many := list(scalarWord(), 1, maxKeys)
	compare := object(
		may("not", list(scalarWord(), 1, maxKeys)),
		may("after", pattern(dayRef)), may("before", pattern(dayRef)), may("days", integer(-400, 400)),
		may("min", number(-1e6, 1e6)), may("max", number(-1e6, 1e6)),
	)
	return object(append([]field{
		need("observe", word(kinds()...)),
		may("near", word(nears()...)),
		may("where", mapping(plainID, choice(&one, &many, &compare))),
	}, more...)...)
}

// scalarWord is a word that an attribute is compared with.
func scalarWord() shape { return text(maxWord * 2) }

func exampleShape() shape {
	return object(
		may("lang", word(string(exposure.Swedish), string(exposure.English))),
		may("at", date()),
		may("text", text(maxExample)),
		may("values", mapping(plainID, scalar())),
		may("why", text(maxTitle)),
		may("photo", photoShape()),
		may("photos", list(photoShape(
			may("source", pattern(plainID)), may("subject", word(exampleFamily()...)), may("published", moment()),
		), 1, maxPhotos)),
		may("record", object(
			need("domain", text(maxTitle)), may("holder", text(maxTitle)), may("street", text(maxTitle)),
			may("town", text(maxTitle)), may("postal", text(maxWord)), may("email", text(maxTitle)),
			may("phone", text(maxWord)), may("org", text(maxTitle)),
		)),
		may("answer", object(need("question", text(maxWord)), need("value", text(maxWord)))),
		may("account", object(
			need("fault", word(accountWords("fault")...)),
			need("kind", word(accountWords("kind")...)),
			may("strength", word(accountWords("strength")...)),
			may("shared", word("yes", "no")), may("master", word("yes", "no")),
			may("fact", word(accountWords("fact")...)), may("accepted", date()),
		)),
		may("listing", object(
			need("place", pattern(answerID)),
			need("kind", word(listingWords("kind")...)),
			need("details", list(word(listingWords("what")...), 0, 32)),
			may("public", word("yes", "no")),
			may("progress", word(string(exposure.Asked), string(exposure.SaidDone), string(exposure.Gone), string(exposure.CameBack))),
			may("person", word(exampleFamily()...)),
		)),
	)
}

// photoShape is what a picture says and shows, as exposure.Photo has it, and more.
func photoShape(more ...field) shape {
	names := list(text(maxTitle), 1, 16)
	return object(append([]field{
		may("positions", list(object(
			need("lat", number(-90, 90)), need("lon", number(-180, 180)), may("layer", text(maxWord)),
		), 1, 8)),
		may("taken", moment()), may("owner", text(maxTitle)), may("camera", text(maxTitle)), may("serial", text(maxWord)),
		may("people", names), may("places", names), may("caption", text(maxText)),
		may("parts", list(word(formWords(exposure.PhotoPart)...), 1, 8)),
		may("seen", object(
			may("likeness", pattern(plainID)), // a name: pictures of one name are the same picture
			may("thumb", word("more", "agrees", "differs", "unsure")), may("cut", number(0, 1)),
			may("codes", list(object(
				need("kind", word(append(formWords(exposure.PhotoCode), "link", "unknown")...)),
				may("shown", text(maxTitle)), may("secret", word("yes", "no")),
			), 1, 8)),
			may("words", text(maxExample)),
		)),
	}, more...)...)
}

// exampleFamily are the members of ruletest.Family, by whom examples are told.
func exampleFamily() []string { return []string{"anna", "erik", "maja", "elsa"} }

// formWords lists the forms that a kind of observation has.
func formWords(k exposure.Kind) []string {
	_, words := attrInfo(k, "form")
	return words
}

func scenariosShape() shape {
	return object(
		need("schema", schemaShape()),
		need("scenarios", list(object(
			need("id", pattern(ruleID)),
			need("severity", word(severities()...)),
			need("base", number(0.1, 100)),
			may("gain", number(0, 2)),
			need("legs", list(object(
				need("name", pattern(plainID)),
				need("kinds", list(pattern(plainID), 1, maxKeys)),
			), 2, 4)),
			may("amplify", list(pattern(plainID), 1, maxKeys)),
			need("text", textsShape()),
			need("sources", list(text(maxTitle), 1, 16)),
		), 0, 100)),
	)
}

func controlsShape() shape {
	return object(
		need("schema", schemaShape()),
		need("controls", list(object(
			need("id", pattern(ruleID)),
			need("scenario", pattern(ruleID)),
			need("question", text(maxWord)),
			need("answers", list(text(maxWord), 1, 16)),
			need("effect", number(0.01, 0.9)),
			need("text", object(need("sv", text(maxText)), need("en", text(maxText)))),
		), 0, 100)),
	)
}

func questionsShape() shape {
	words := list(text(maxWord), 1, maxWords)
	answers := list(object(
		need("value", pattern(answerID)),
		need("words", object(need("sv", words), need("en", words))),
	), 2, 16)
	values := list(pattern(answerID), 1, 16)
	said := func(limit float64) shape { return object(need("sv", text(limit)), need("en", text(limit))) }
	return object(
		need("schema", schemaShape()),
		may("forms", mapping(plainID, answers)), // answers that several questions have
		need("questions", list(object(
			need("id", pattern(ruleID)),
			need("topic", word(topics()...)),
			may("part", word(parts()...)),
			need("area", word(detectors()...)),
			need("for", word("household", "adult", "child", "person")),
			may("fits", list(word("child", "teen", "car", "exposed"), 1, 4)),
			may("when", list(object(need("question", pattern(ruleID)), need("answers", values)), 1, 8)),
			need("text", said(maxQuestion)),
			may("look", said(maxText)),
			may("child", said(maxQuestion)),
			may("answers", answers),
			may("form", pattern(plainID)),
			may("good", values),
			may("open", values),
			may("praise", said(maxQuestion)),
			may("child-praise", said(maxQuestion)),
		), 0, 100)),
	)
}

func topics() []string {
	var out []string
	for _, t := range Topics() {
		out = append(out, string(t))
	}
	return out
}

// parts are the headings within a topic; their words stand in report/message.
func parts() []string {
	return []string{
		"doors", "windows", "light", "alarm", "keys", "post", "garage", "garden", "visible", "cameras", "papers", "insurance", "fire", "people",
		"before", "away", "abroad", "posts", "school", "net", "safety", "sharing", "job", "public", "passwords", "sign-in", "phone", "devices", "money", "identity", "numbers", "talk",
	}
}
