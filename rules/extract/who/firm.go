package who

import (
	"strings"

	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

// Distances in tokens within which a text says whose a number is. What a number
// is of stands before it, as a rule.
const (
	whoseBefore = 24
	whoseAfter  = 14
)

// around calls f with the tokens near first to last, in the same paragraph,
// until f returns true.
func around(r *reading.Reading, first, last int, f func(i int) bool) bool {
	for i := first - 1; i >= max(0, first-whoseBefore) && r.Tokens[i+1].Lines < 2; i-- {
		if f(i) {
			return true
		}
	}
	for i := last + 1; i < len(r.Tokens) && i <= last+whoseAfter && r.Tokens[i].Lines < 2; i++ {
		if f(i) {
			return true
		}
	}
	return false
}

// Firm reports whether the words near tokens first to last name a company, an
// association, an authority or a charity, so that a number there is theirs. Who
// trades under their own name is a person.
func Firm(r *reading.Reading, first, last int) bool {
	return around(r, first, last, func(i int) bool { return firm(r, i) }) && !around(r, first, last, func(i int) bool { return sole(r, i) })
}

// slack is how much nearer, in tokens, an organisation must be named than a person.
const slack = 2

// Theirs reports whether a number at tokens first to last is an organisation's
// rather than a person's: of the words around that tell, those of an organisation
// stand nearer. Desk is how far off another word for one is, as Far counts.
func Theirs(r *reading.Reading, first, last, desk int) bool {
	if Home(r, first) || labelled(r, first, ofWork) {
		return !Home(r, first)
	}
	them := min(desk, nearest(r, first, last, firm))
	if them == Nowhere {
		return false
	}
	return them+slack < nearest(r, first, last, personal) && !(Bearer(r, first) && !Spoken(r, first))
}

// Home reports whether a label right before token i says that it is of a home:
// "Tel hem: ".
func Home(r *reading.Reading, i int) bool { return labelled(r, i, ofHome) }

// labelled reports whether one of some words stands right before token i.
func labelled(r *reading.Reading, i int, words map[string]bool) bool {
	for j := i - 1; j >= max(0, i-labelNear) && r.Tokens[j+1].Lines == 0; j-- {
		if words[r.Word(j)] {
			return true
		}
		if r.Kind(j) != text.Mark && !r.Is(j, "nr") && !r.Is(j, "tel") && !r.Is(j, "tfn") {
			return false
		}
	}
	return false
}

// labelNear is how many tokens before a number its label stands.
const labelNear = 4

// Spoken reports whether an organisation is named before token i, in its
// sentence and line; a person named after it speaks for it.
func Spoken(r *reading.Reading, i int) bool {
	for j := i - 1; j >= max(0, i-whoseBefore) && r.Tokens[j+1].Lines == 0 && r.SentenceOf(j) == r.SentenceOf(i); j-- {
		if firm(r, j) {
			return true
		}
	}
	return false
}

// Bearer reports whether a person is named right before token i: "Moa (", "Anna
// Lind, ", "Tuva H., ", "Stig: ".
func Bearer(r *reading.Reading, i int) bool {
	for j := i - 1; j >= max(0, i-bearerNear) && r.Tokens[j+1].Lines == 0; j-- {
		if r.Kind(j) == text.Mark {
			continue
		}
		if !r.Capital(j) {
			return false
		}
		if name, word := lexicon.Given(r.Word(j)); name && (!word || j+1 < i) {
			return true
		}
	}
	return false
}

// bearerNear is how many tokens before a number its bearer's name begins.
const bearerNear = 5

// Nowhere is the distance of what does not stand near.
const Nowhere = 1 << 16

// nearest is how far the nearest token that f tells of is from tokens first to
// last; Nowhere where there is none near.
func nearest(r *reading.Reading, first, last int, f func(r *reading.Reading, i int) bool) int {
	d := Nowhere
	around(r, first, last, func(i int) bool {
		if n := Far(r, first, last, i); n < d && f(r, i) {
			d = n
		}
		return false
	})
	return d
}

// Far is how far off token i is from tokens first to last, for what it says of
// them: what stands after a number tells less of it, and so does what stands in
// another line or sentence.
func Far(r *reading.Reading, first, last, i int) int {
	from, to, d := i, first, first-i
	if i > last {
		from, to, d = last, i, 2*(i-last)
	}
	for j := from + 1; j <= to; j++ {
		if r.Tokens[j].Lines > 0 {
			d += lineEnd
		}
	}
	if r.SentenceOf(from) != r.SentenceOf(to) {
		d += lineEnd
	}
	return d
}

// lineEnd is how many tokens the end of a line or a sentence is worth.
const lineEnd = 6

// firm reports whether token i says that an organisation is spoken of.
func firm(r *reading.Reading, i int) bool {
	if r.Is(i, "&") {
		return trading(r, i)
	}
	if r.Kind(i) != text.Word {
		return false
	}
	w := r.Word(i)
	if forms[w] {
		// "Garnhuset AB", "AB Volvo": the form of a company beside its name. A
		// club's is short for what it plays.
		return r.Capitals(i) && (r.Capital(i-1) && !r.Joined(i) || r.Capital(i+1) && !r.Joined(i+1))
	}
	if r.Is(i-1, "the") && besides[r.Word(i-2)] || besides[r.Word(i-1)] {
		return false // "utanför skolan" is where something happens
	}
	stem := strings.TrimSuffix(w, "s")
	for _, end := range bodies {
		if strings.HasSuffix(w, end) || strings.HasSuffix(stem, end) {
			return true
		}
	}
	return gifts[stem] || w == "radda" && r.Is(i+1, "barnen")
}

// trading reports whether token i joins two words as the names of firms do: "Kaffe
// & Bröd". Two people are joined so as well.
func trading(r *reading.Reading, i int) bool {
	if !r.Capital(i-1) || !r.Capital(i+1) || r.Tokens[i+1].Lines > 0 {
		return false
	}
	a, _ := lexicon.Given(r.Word(i - 1))
	b, _ := lexicon.Given(r.Word(i + 1))
	return !a && !b
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

var (
	// forms are short for kinds of companies and clubs.
	forms = set("ifk aik hsb ab hb kb inc ltd llc plc gmbh asa aps oy oyj ik if bk fk sk hk ff gk gf ks brf ok ck rk tk")

	// besides stand before a place that something is beside.
	besides = set("utanfor vid nara bakom framfor bredvid intill mittemot forbi mot outside near behind beside opposite past towards")

	// ofHome and ofWork are labels of the number that follows.
	ofHome = set("hem hemma bost bostad bostaden hemnr hemnummer hemtel home hjem hjemme")
	ofWork = set("arb arbete arbetet jobb jobbet tjanst vx vxl kontor exp work office")

	// bodies are how words for organisations end, without the "s" of a genitive.
	bodies = strings.Fields("forening foreningen klubb klubben scoutkar scoutkaren brandkar brandkaren studentkar studentkaren forsamling forsamlingen samfallighet samfalligheten namnd namnden " +
		"kommun kommunen sallskap sallskapet stiftelse stiftelsen aktiebolag aktiebolaget museum museet forbund forbundet byalag byalaget " +
		"pastorat pastoratet teater teatern orkester orkestern gille gillet fonden centralen byra byran fabrik fabriken butik butiken verkstaden " +
		"hemtjanst hemtjansten ambulans ambulansen djurambulans kiosk kiosken showroom formedling formedlingen avdelning avdelningen personalrummet press sales support varden rektorn ordforanden lagledaren klubbtelefon tryckeri tryckeriet bageri bageriet konditori salong salongen studio studion lokalen polisen " +
		"firma firman bolaget bilhuset varuhuset kulturhuset kommunhuset stadshuset skola forskola forskolan kontoret saljaren saljarna taxi jour jouren kundtjanst kundservice vaxel vaxeln hotline office helpdesk skoterskan vaktmastaren skotaren " +
		"affar affaren tandvard tandvarden forvaltning forvaltningen expedition expeditionen kansli kansliet apotek apoteket akeri akeriet handlaren handlarn autohall autohallen agentur agenturen gymnasium gymnasiet " +
		"jobbmobil jobbmobilen tjanstemobil tjanstemobilen arbetsmobil kontaktmobil foretagsmobil jourmobil tjanstetelefon jobbtelefon jobbmejl jobbmail " +
		"frisor frisoren maklare maklaren tandlakare tandlakaren veterinar veterinaren pizzeria pizzerian kafe kafeet cafe cafeet krog krogen optiker optikern galleri galleriet vandrarhem vandrarhemmet campingen sjukhus sjukhuset lasarett lasarettet badhuset ishallen sporthallen idrottshallen bygdegard bygdegarden hembygdsgard hembygdsgarden forsamlingshem forsamlingshemmet vardcentral handelstradgard snickeri snickeriet maleri akericentral entreprenad advokat advokaten revisor revisorn banken regionen " +
		"rormokaren elektrikern snickaren sotaren hantverkaren malaren lassmeden fastighetsskotaren forvaltaren hyresvarden plumber's electrician's locksmith's builder's vet's dentist's landlord's gallery hospital hostel library theatre restaurant hotel " +
		"dealer dealers dealership shop store clinic surgery school university workshop agency bakery " +
		"restaurang restaurangen hotell hotellet klinik kliniken mottagning mottagningen tidningen forlag forlaget kyrka kyrkan biblioteket myndighet myndigheten skolan verket sektionen styrelsen kassoren foretaget leverantoren " +
		"club association society charity council foundation church museum company committee parish")

	// gifts are words for what is given to charities.
	gifts = set("insamling insamlingen gava gavor gavan skank skanker donation donationer donera donate charity bistand korset unicef amnesty greenpeace stadsmissionen fralsningsarmen wwf bris")
)

// Own reports whether the words near tokens first to last say that a person or a
// household is spoken of: somebody says "jag" or "mitt", or names a relative or
// a person, or says that they trade under their own name.
func Own(r *reading.Reading, first, last int) bool {
	return around(r, first, last, func(i int) bool { return own(r, i) || sole(r, i) })
}

func own(r *reading.Reading, i int) bool {
	if r.Kind(i) != text.Word {
		return false
	}
	for _, h := range r.Starting(i) {
		switch h.Concept {
		case lexicon.ActorSelf:
			if h.Value != "letter" || english(r, i) {
				return true
			}
		case lexicon.ActorHousehold, lexicon.ActorMember, lexicon.ActorRelative:
			return true
		default:
		}
	}
	w := strings.TrimSuffix(r.Word(i), "'s")
	if mine[w] || relatives[strings.TrimSuffix(w, "s")] {
		return true
	}
	if !r.Capital(i) {
		return false
	}
	name, word := lexicon.Given(w)
	return name && (!word || r.Capital(i+1))
}

// Called reports whether a person's whole name stands right before token i:
// "Anna Lind (", "Anna Lind, född ".
func Called(r *reading.Reading, i int) bool {
	for j := max(1, i-calledNear); j < i; j++ {
		if r.Capital(j) && r.Capital(j-1) && r.Tokens[j].Lines == 0 {
			if name, _ := lexicon.Given(r.Word(j - 1)); name {
				return true
			}
		}
	}
	return false
}

// calledNear is how many tokens before a number its bearer's surname stands.
const calledNear = 3

// Self reports whether somebody near tokens first to last speaks of themselves or
// of a relative, or trades under their own name.
func Self(r *reading.Reading, first, last int) bool {
	return around(r, first, last, func(i int) bool { return personal(r, i) })
}

// personal reports whether token i is a word of somebody who speaks of themselves
// or of a relative, or trades under their own name.
func personal(r *reading.Reading, i int) bool {
	if sole(r, i) || relatives[strings.TrimSuffix(strings.TrimSuffix(r.Word(i), "s"), "'")] {
		return true
	}
	h, ok := r.At(i, lexicon.ActorSelf, lexicon.ActorMember)
	return ok && (h.Value != "letter" || english(r, i))
}

// sole reports whether token i says that somebody trades under their own name,
// or for their family.
func sole(r *reading.Reading, i int) bool {
	switch w := r.Word(i); w {
	case "enskild", "enskilda", "sole", "private", "kontohavare", "family", "family's":
		return true
	default:
		return strings.HasPrefix(w, "familj") || strings.HasPrefix(w, "privat")
	}
}

var (
	// mine are words of who owns something, or of who lives somewhere.
	mine = set("mine own egen eget egna hemma namn name mottagare holder")

	// relatives are told apart by family members, as they stand in a genitive.
	relatives = set("mamma pappa mormor morfar farmor farfar moster faster farbror morbror farsan morsan syrran brorsan syster bror syrra brorsa son dotter barnen sambo make maka fru " +
		"mum mom dad grandma grandpa granny aunt auntie uncle sister brother son daughter husband wife landlady")
)
