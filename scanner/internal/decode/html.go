package decode

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// Page is what a reader sees of one HTML page.
type Page struct {
	Title string
	Lang  string // as the page declares it; often empty
	// Text is what stands outside Articles: all of it, unless the page is a
	// list of dated articles.
	Text      string
	Published time.Time // zero when the page does not say
	// Articles are the dated articles of a page that lists at least two of
	// them, in document order, so that every post keeps its own date.
	Articles []Article
	Images   []Image  // in document order, each address once
	Links    []string // absolute, in document order, each once: a, area, frame, iframe, refresh
	Feeds    []string // absolute; what the page names as its feeds
	Profiles []string // absolute; links marked rel=me
}

// Article is one dated article of a page.
type Article struct {
	ID        string // the element's id; may be empty
	Title     string
	Text      string
	Published time.Time
}

// Image is one picture that a page shows.
type Image struct {
	URL string // absolute
	Alt string
	// Larger is the largest of the sizes that the page offers to a browser, or the
	// picture that it links to; empty when that is URL itself, or none.
	Larger string
	// Published is of the article that shows it, else of the page; zero when neither
	// says.
	Published time.Time
}

// MaxLinks bounds the links, images and feeds kept of one page, each.
const MaxLinks = 5000

// HTML decodes a page. contentType is the header as it was sent; base is the
// page's own address, which relative links start from; zone is where a date
// without a zone is read. The error is a *source.Error.
//
// x/net/html gives up at 512 open elements. Such a page is read again token
// by token, without articles, so that deep nesting hides nothing.
func HTML(name string, body []byte, contentType, base string, zone *time.Location) (p *Page, err error) {
	defer recovered(name, &err)
	text := toUTF8(body, contentType)
	at, err := url.Parse(base)
	if err != nil {
		return nil, malformed(name, 0, "the address of the page cannot be read")
	}
	r := &reader{base: at, zone: zone, page: &Page{}}
	if doc, err := html.Parse(strings.NewReader(text)); err == nil {
		r.tree(doc)
	} else {
		r.tokens(text)
	}
	return r.finish(), nil
}

// Fragment is the text of a piece of HTML, as feeds carry it.
func Fragment(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return strings.TrimSpace(s)
	}
	r := &reader{base: &url.URL{}, zone: time.UTC, page: &Page{}}
	if doc, err := html.Parse(strings.NewReader(s)); err == nil {
		r.out = &r.rest
		r.node(doc)
	} else {
		r.tokens(s)
	}
	return r.rest.String()
}

// toUTF8 finds the character set by byte-order mark, header and meta element,
// as browsers do, with two corrections for pages that declare a wrong one,
// which old club pages often do: bytes that are valid UTF-8 beyond ASCII are
// UTF-8 whatever was declared single-byte, and bytes that are not are not.
func toUTF8(body []byte, contentType string) string {
	enc, label, certain := charset.DetermineEncoding(body, contentType)
	switch label {
	case "utf-8", "windows-1252", "iso-8859-15", "iso-8859-2", "windows-1250":
		if utf8.Valid(body) {
			return string(bytes.TrimPrefix(body, []byte("\xEF\xBB\xBF")))
		}
		if label == "utf-8" && !hasMultibyte(body) {
			enc, label, _ = charset.DetermineEncoding(body, "") // what the page itself says
			if label == "utf-8" {
				enc, _ = charset.Lookup("windows-1252")
			}
		}
	default:
		if !certain && utf8.Valid(body) {
			return string(body)
		}
	}
	out, err := enc.NewDecoder().Bytes(body)
	if err != nil {
		out = body
	}
	return strings.ToValidUTF8(strings.TrimPrefix(string(out), "\uFEFF"), "\uFFFD")
}

// hasMultibyte reports whether b holds a valid UTF-8 sequence beyond ASCII:
// then it is UTF-8 with a damaged byte, and not another character set.
func hasMultibyte(b []byte) bool {
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r != utf8.RuneError {
			return true
		}
		i += n
	}
	return false
}

// reader gathers a page. out is where text goes at the moment.
type reader struct {
	base *url.URL
	zone *time.Location
	page *Page

	out      *writer
	rest     writer
	articles map[*html.Node]bool // the elements that become Articles
	dates    dates
	seen     map[string]bool // addresses kept, with the kind in front
	heading  string
}

// dates holds the candidates for the page's date, best first. Those in lists
// and tables are often of other pages, so they count only when they agree.
type dates struct {
	linked, marked, meta, plain, listed time.Time
	disagree                            bool // of those in lists
}

func (d *dates) add(t time.Time, marked, listed bool) {
	slot := &d.plain
	switch {
	case marked:
		slot = &d.marked
	case listed:
		slot = &d.listed
		d.disagree = d.disagree || !d.listed.IsZero() && !d.listed.Equal(t)
	}
	if slot.IsZero() {
		*slot = t
	}
}

func (d *dates) best() time.Time {
	if d.disagree {
		d.listed = time.Time{}
	}
	for _, t := range []time.Time{d.linked, d.marked, d.meta, d.plain, d.listed} {
		if !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

func (r *reader) finish() *Page {
	p := r.page
	p.Text = r.rest.String()
	p.Title = Clean(cmp.Or(p.Title, r.heading))
	p.Published = r.dates.best()
	for i := range p.Images {
		if p.Images[i].Published.IsZero() {
			p.Images[i].Published = p.Published
		}
	}
	return p
}

// tree reads a parsed page.
func (r *reader) tree(doc *html.Node) {
	r.articles = datedArticles(doc, r.zone)
	r.out = &r.rest
	r.setBase(doc)
	r.node(doc)
}

// setBase honours the first base element before any link is read.
func (r *reader) setBase(doc *html.Node) {
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Base && n.Type == html.ElementNode {
			if href, ok := attr(n, "href"); ok {
				if u, err := r.base.Parse(href); err == nil {
					r.base = u
				}
				return
			}
		}
	}
}

// datedArticles finds the outermost article elements that carry a date of
// their own, when there are at least two of them.
func datedArticles(doc *html.Node, zone *time.Location) map[*html.Node]bool {
	found := map[*html.Node]bool{}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && isArticle(n) {
			if !hidden(n) && !articleDate(n, zone).IsZero() {
				found[n] = true
			}
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
	if len(found) < 2 {
		return nil
	}
	return found
}

// isArticle reports whether an element is an article, or is marked as a post
// in one of the two vocabularies that site generators use.
func isArticle(n *html.Node) bool {
	if n.DataAtom == atom.Article || hasWord(n, "class", "h-entry") || hasWord(n, "class", "hentry") {
		return true
	}
	kind, _ := attr(n, "itemtype")
	return strings.HasSuffix(kind, "schema.org/BlogPosting")
}

// articleDate is the date an article gives itself: its first marked time
// element or date property, else its first time element.
func articleDate(article *html.Node, zone *time.Location) time.Time {
	var plain time.Time
	for n := range article.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		t, marked, ok := timeOf(n, zone)
		switch {
		case !ok:
		case marked:
			return t
		case plain.IsZero():
			plain = t
		}
	}
	return plain
}

// timeOf reads the date that an element states, and whether the element says
// that it is a date of publication.
func timeOf(n *html.Node, zone *time.Location) (t time.Time, marked, ok bool) {
	published := hasWord(n, "itemprop", "datePublished")
	if n.DataAtom != atom.Time && !published {
		return time.Time{}, false, false
	}
	if hasWord(n, "itemprop", "startDate") || hasWord(n, "itemprop", "endDate") || hasWord(n, "itemprop", "dateModified") || hasWord(n, "class", "updated") && !hasWord(n, "class", "published") {
		return time.Time{}, false, false
	}
	value, found := attr(n, "datetime")
	if !found {
		value, found = attr(n, "content")
	}
	if !found && n.FirstChild != nil && n.FirstChild.Type == html.TextNode {
		value = n.FirstChild.Data
	}
	t, ok = date(value, zone)
	_, pubdate := attr(n, "pubdate")
	marked = published || pubdate || hasWord(n, "class", "published") || hasWord(n, "class", "dt-published") || hasWord(n, "class", "entry-date")
	return t, marked, ok
}

func (r *reader) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		r.out.text(n.Data, n.Parent != nil && preformatted(n.Parent))
		return
	case html.DocumentNode:
		r.children(n)
		return
	case html.ElementNode:
	default:
		return
	}
	if r.articles[n] {
		r.article(n)
		return
	}
	r.element(n)
}

func (r *reader) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.node(c)
	}
}

// article reads one article into a document of its own.
func (r *reader) article(n *html.Node) {
	outer, heading, dated, shown := r.out, r.heading, r.dates, len(r.page.Images)
	var w writer
	r.out, r.heading = &w, ""
	r.element(n)
	a := Article{Text: w.String(), Title: r.heading, Published: articleDate(n, r.zone)}
	a.ID, _ = attr(n, "id")
	a.ID, a.Title = cut(Clean(a.ID), 100), Clean(a.Title)
	r.out, r.heading, r.dates = outer, heading, dated
	for i := range r.page.Images[shown:] {
		r.page.Images[shown+i].Published = a.Published
	}
	if a.Text != "" || a.Title != "" {
		r.page.Articles = append(r.page.Articles, a)
	}
}

func (r *reader) element(n *html.Node) {
	r.facts(n)
	if silent(n.DataAtom) || hidden(n) {
		return
	}
	sep := separation(n.DataAtom)
	r.out.breakLine(sep)
	if n.DataAtom == atom.H1 || n.DataAtom == atom.H2 || n.DataAtom == atom.H3 {
		if r.heading == "" {
			r.heading = cut(collapse(innerText(n)), maxTitle)
		}
	}
	start := r.out.b.Len()
	if n.DataAtom == atom.Td || n.DataAtom == atom.Th {
		r.out.space = true
	}
	r.children(n)
	r.contact(n, start)
	r.out.breakLine(sep)
}

// maxTitle bounds a title; a longer one is not a title.
const maxTitle = 500

// contact writes the number or address behind a mailto: or tel: link when the
// text of the link does not show it: a program that reads the page sees it.
func (r *reader) contact(n *html.Node, start int) {
	if n.DataAtom != atom.A {
		return
	}
	href, _ := attr(n, "href")
	value, ok := cutPrefixFold(strings.TrimSpace(href), "mailto:")
	if !ok {
		value, ok = cutPrefixFold(strings.TrimSpace(href), "tel:")
	}
	if !ok {
		return
	}
	value, _, _ = strings.Cut(value, "?")
	if v, err := url.PathUnescape(value); err == nil {
		value = v
	}
	value = collapse(strings.ToValidUTF8(value, ""))
	if value == "" || len(value) > 200 || strings.Contains(r.out.b.String()[start:], value) {
		return
	}
	r.out.text(" "+value, false)
}

// facts reads what an element says besides its text.
func (r *reader) facts(n *html.Node) {
	if t, marked, ok := timeOf(n, r.zone); ok && !inside(n, atom.Nav, atom.Footer, atom.Aside) {
		r.dates.add(t, marked, inside(n, atom.Li, atom.Tr, atom.Dd, atom.Dt))
	}
	switch n.DataAtom {
	case atom.Html:
		r.page.Lang, _ = attr(n, "lang")
		r.page.Lang = cut(strings.TrimSpace(r.page.Lang), 35)
	case atom.Title:
		if r.page.Title == "" && n.Namespace == "" {
			r.page.Title = cut(collapse(innerText(n)), maxTitle)
		}
	case atom.Meta:
		r.meta(n)
	case atom.Script:
		if kind, _ := attr(n, "type"); strings.EqualFold(strings.TrimSpace(kind), "application/ld+json") && n.FirstChild != nil {
			if t, ok := linkedDate(n.FirstChild.Data, r.zone); ok && r.dates.linked.IsZero() {
				r.dates.linked = t
			}
		}
	case atom.Link:
		kind, _ := attr(n, "type")
		if hasWord(n, "rel", "alternate") && (strings.Contains(kind, "rss") || strings.Contains(kind, "atom") || strings.Contains(kind, "feed+json")) {
			r.keep("feed", &r.page.Feeds, n, "href")
		}
		if hasWord(n, "rel", "me") {
			r.keep("me", &r.page.Profiles, n, "href")
		}
	case atom.A, atom.Area:
		if hasWord(n, "rel", "me") {
			r.keep("me", &r.page.Profiles, n, "href")
		}
		r.keep("link", &r.page.Links, n, "href")
	case atom.Frame, atom.Iframe:
		r.keep("link", &r.page.Links, n, "src")
	case atom.Img:
		alt, _ := attr(n, "alt")
		alt = cut(collapse(alt), maxTitle)
		if u, ok := r.resolve(n, "src"); ok && len(r.page.Images) < MaxLinks && r.first("image", u) {
			r.page.Images = append(r.page.Images, Image{URL: u, Alt: alt, Larger: r.larger(n, u)})
		}
		if r.out != nil && alt != "" && !hidden(n) {
			r.out.breakLine(1)
			r.out.text(alt, false)
			r.out.breakLine(1)
		}
	}
}

// larger finds the original behind a picture: what a link around it leads to, else
// the largest size that it, or the picture element around it, offers.
func (r *reader) larger(n *html.Node, shown string) string {
	best, most := "", 0.0
	offer := func(n *html.Node) {
		set, _ := attr(n, "srcset")
		for _, c := range candidates(set) {
			if u, ok := r.address(c.address); ok && c.size > most {
				best, most = u, c.size
			}
		}
	}
	offer(n)
	for p := n.Parent; p != nil; p = p.Parent {
		switch p.DataAtom {
		case atom.Picture:
			for c := range p.ChildNodes() {
				if c.DataAtom == atom.Source {
					offer(c)
				}
			}
			continue
		case atom.A:
			if u, ok := r.resolve(p, "href"); ok && PictureName(addressPath(u)) {
				best = u
			}
		case atom.Span, atom.Figure, atom.Div:
			continue
		}
		break
	}
	if best == shown {
		return ""
	}
	return best
}

func addressPath(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Path
}

// candidate is one size of a picture: its width in pixels, or how many of its pixels
// there are to one of the screen.
type candidate struct {
	address string
	size    float64
}

// maxCandidates is more sizes than a page offers of one picture.
const maxCandidates = 50

// candidates splits a srcset: "a.jpg 400w, b.jpg 800w" or "a.jpg, b.jpg 2x". An
// address may hold commas, but does not end with one.
func candidates(set string) []candidate {
	var list []candidate
	for len(list) < maxCandidates {
		set = strings.TrimLeft(set, ", \t\r\n\f")
		if set == "" {
			break
		}
		address, rest := set, ""
		if i := strings.IndexAny(set, " \t\r\n\f"); i >= 0 {
			address, rest = set[:i], set[i:]
		}
		c := candidate{address: strings.TrimRight(address, ","), size: 1}
		if c.address == address {
			var size string
			size, rest, _ = strings.Cut(rest, ",")
			if n, err := strconv.ParseFloat(strings.TrimRight(strings.TrimSpace(size), "wx"), 64); err == nil {
				c.size = n
			}
		}
		list = append(list, c)
		set = rest
	}
	return list
}

func (r *reader) meta(n *html.Node) {
	content, _ := attr(n, "content")
	if equiv, _ := attr(n, "http-equiv"); strings.EqualFold(equiv, "refresh") {
		if _, to, ok := strings.Cut(strings.ToLower(content), "url="); ok {
			to = strings.Trim(content[len(content)-len(to):], " '\"")
			if u, ok := r.address(to); ok && len(r.page.Links) < MaxLinks && r.first("link", u) {
				r.page.Links = append(r.page.Links, u)
			}
		}
		return
	}
	key, _ := attr(n, "property")
	if key == "" {
		key, _ = attr(n, "name")
	}
	if key == "" {
		key, _ = attr(n, "itemprop")
	}
	switch strings.ToLower(strings.TrimSpace(key)) {
	case "article:published_time", "og:article:published_time", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created", "dcterms.issued", "datepublished", "date", "publish-date", "pubdate":
		if t, ok := date(content, r.zone); ok && r.dates.meta.IsZero() {
			r.dates.meta = t
		}
	}
}

// keep adds the address in an attribute to a list, once.
func (r *reader) keep(kind string, list *[]string, n *html.Node, key string) {
	if u, ok := r.resolve(n, key); ok && len(*list) < MaxLinks && r.first(kind, u) {
		*list = append(*list, u)
	}
}

func (r *reader) first(kind, address string) bool {
	if r.seen == nil {
		r.seen = map[string]bool{}
	}
	k := kind + " " + address
	if r.seen[k] {
		return false
	}
	r.seen[k] = true
	return true
}

func (r *reader) resolve(n *html.Node, key string) (string, bool) {
	value, ok := attr(n, key)
	if !ok {
		return "", false
	}
	return r.address(value)
}

// maxAddress is longer than any address that browsers and servers agree on.
const maxAddress = 2048

func (r *reader) address(value string) (string, bool) {
	value = strings.TrimSpace(value)
	if value == "" || len(value) > maxAddress {
		return "", false
	}
	u, err := r.base.Parse(value)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return "", false
	}
	u.Fragment, u.RawFragment = "", ""
	s := u.String()
	return s, utf8.ValidString(s) && len(s) <= maxAddress
}

// tokens reads a page that is nested too deeply to parse. It hides nothing but
// scripts, and gives no articles.
func (r *reader) tokens(text string) {
	r.out = &r.rest
	z := html.NewTokenizer(strings.NewReader(text))
	var skip atom.Atom // the element whose content is left out
	title := false
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.TextToken:
			switch data := z.Token().Data; {
			case title:
				r.page.Title = cmp.Or(r.page.Title, cut(collapse(data), maxTitle))
			case skip == 0:
				r.out.text(data, false)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			n := &html.Node{Type: html.ElementNode, DataAtom: tok.DataAtom, Data: tok.Data, Attr: tok.Attr}
			if skip != 0 {
				continue
			}
			switch tok.DataAtom {
			case atom.Script, atom.Style, atom.Noscript:
				skip = tok.DataAtom
			case atom.Title:
				title = true
			default:
				r.facts(n)
				r.out.breakLine(separation(tok.DataAtom))
			}
		case html.EndTagToken:
			tok := z.Token()
			switch {
			case tok.DataAtom == skip && skip != 0:
				skip = 0
			case tok.DataAtom == atom.Title:
				title = false
			default:
				r.out.breakLine(separation(tok.DataAtom))
			}
		}
	}
}

// linkedDate finds datePublished in JSON-LD: on the object itself, on one of a
// list or @graph, or on its main entity. An article's date wins over the
// page's; several articles with different dates say nothing about the page.
func linkedDate(s string, zone *time.Location) (time.Time, bool) {
	var v any
	if json.Unmarshal([]byte(s), &v) != nil {
		return time.Time{}, false
	}
	var articles, others []time.Time
	var visit func(v any, depth int)
	visit = func(v any, depth int) {
		if depth > 6 {
			return
		}
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				visit(e, depth+1)
			}
		case map[string]any:
			if s, ok := v["datePublished"].(string); ok {
				if t, ok := date(s, zone); ok {
					if isArticleType(v["@type"]) {
						articles = append(articles, t)
					} else {
						others = append(others, t)
					}
				}
			}
			for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
				visit(v[key], depth+1)
			}
		}
	}
	visit(v, 0)
	for _, list := range [][]time.Time{articles, others} {
		if len(list) > 0 {
			same := !slices.ContainsFunc(list, func(t time.Time) bool { return !t.Equal(list[0]) })
			return list[0], same
		}
	}
	return time.Time{}, false
}

func isArticleType(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.HasSuffix(v, "Article") || strings.HasSuffix(v, "Posting")
	case []any:
		return slices.ContainsFunc(v, isArticleType)
	}
	return false
}

// silent elements show no text of their own. Pictures drawn in the page (svg)
// carry icon titles, which nobody reads.
func silent(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Title, atom.Svg, atom.Object, atom.Iframe, atom.Datalist:
		return true
	}
	return false
}

// hidden reports whether the element says itself that it is not shown. What a
// style sheet hides is read: anyone can see it in the source.
func hidden(n *html.Node) bool {
	if _, ok := attr(n, "hidden"); ok {
		return true
	}
	style, ok := attr(n, "style")
	if !ok {
		return false
	}
	style = strings.ToLower(strings.Join(strings.Fields(style), ""))
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

// separation is the number of line breaks around an element: two between
// paragraphs, one between lines, none inside a sentence.
func separation(a atom.Atom) int {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Details, atom.Dialog, atom.Div, atom.Dl,
		atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Header, atom.Hr, atom.Main, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Table, atom.Ul, atom.Center:
		return 2
	case atom.Br, atom.Li, atom.Tr, atom.Dt, atom.Dd, atom.Caption, atom.Legend, atom.Option, atom.Summary, atom.Thead, atom.Tbody, atom.Button, atom.Label:
		return 1
	}
	return 0
}

// writer joins text, collapses white space and keeps breaks.
type writer struct {
	b      strings.Builder
	breaks int  // line breaks to write before the next word
	space  bool // a space to write before the next word
}

func (w *writer) breakLine(n int) { w.breaks = max(w.breaks, n) }

func (w *writer) text(s string, pre bool) {
	for len(s) > 0 {
		if i := strings.IndexFunc(s, unicode.IsSpace); i != 0 {
			if i < 0 {
				i = len(s)
			}
			w.word(s[:i])
			s = s[i:]
			continue
		}
		r, n := utf8.DecodeRuneInString(s)
		if r == '\n' && pre {
			w.breakLine(1)
		}
		w.space = true
		s = s[n:]
	}
}

func (w *writer) word(s string) {
	if w.b.Len() > 0 {
		switch {
		case w.breaks > 0:
			w.b.WriteString("\n\n"[:w.breaks])
		case w.space:
			w.b.WriteByte(' ')
		}
	}
	w.breaks, w.space = 0, false
	w.b.WriteString(s)
}

func (w *writer) String() string { return Clean(w.b.String()) }

func collapse(s string) string { return strings.Join(strings.Fields(s), " ") }

// innerText is the text of an element without breaks.
func innerText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
		if b.Len() > 4*maxTitle {
			break
		}
	}
	return b.String()
}

func preformatted(n *html.Node) bool {
	return n.DataAtom == atom.Pre || n.DataAtom == atom.Textarea || n.Parent != nil && n.Parent.DataAtom == atom.Pre
}

func inside(n *html.Node, atoms ...atom.Atom) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if slices.Contains(atoms, p.DataAtom) {
			return true
		}
	}
	return false
}

func attr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val, true
		}
	}
	return "", false
}

func hasWord(n *html.Node, key, word string) bool {
	v, ok := attr(n, key)
	if !ok || len(v) > 1000 {
		return false
	}
	for f := range strings.FieldsSeq(v) {
		if strings.EqualFold(f, word) {
			return true
		}
	}
	return false
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}
