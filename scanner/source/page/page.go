// Package page reads a web page, or the section of a site below it. It stays
// where the grant says: every address is asked for anew, and what leads
// elsewhere becomes a suggestion.
package page

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"mime"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"

	"lampan/rules/exposure"
	"lampan/scanner/audit"
	"lampan/scanner/consent"
	"lampan/scanner/household"
	"lampan/scanner/internal/decode"
	"lampan/scanner/internal/reading"
	"lampan/scanner/source"
)

const (
	// DefaultMaxPages bounds a section: some minutes at one page a second.
	DefaultMaxPages = 200

	// maxText is the largest page in bytes, pictures aside. Reading a page takes
	// some thirty times its size in memory; none that a family writes is near.
	maxText = 4 << 20
	// picturesPerPage bounds the pictures of a section: this many times its
	// pages. A single page may show as many as maxPictures allows.
	picturesPerPage = 3
	minPictures     = 30
	// maxVariants is how many query strings of one path are read. Calendars
	// and sort orders make endless ones.
	maxVariants = 10
)

// Config says what is read. Source, Get and Now are required. A nil Zone is
// UTC; dates without a zone are read in it.
type Config struct {
	Source household.Source
	Get    source.Getter
	Now    func() time.Time
	Zone   *time.Location
	Look   source.Looker // at the pixels of pictures; nil looks at none
}

// Source is a page or a section. It is safe for concurrent use.
type Source struct {
	c    Config
	mu   sync.Mutex
	seen reading.Suggestions // by the last Read
}

var _ source.Source = (*Source)(nil)

// New returns the source without reading anything.
func New(c Config) *Source {
	c.Zone = cmp.Or(c.Zone, time.UTC)
	return &Source{c: c}
}

// Info says what the source is.
func (s *Source) Info() source.Info { return reading.Info(s.c.Source) }

// Suggestions are the links, feeds and accounts outside what was agreed that
// the last Read saw and did not follow; see reading.Suggestions.List.
func (s *Source) Suggestions() []audit.Suggestion {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen.List(s.c.Source)
}

// Read yields the page, or every page of the section breadth first in the
// order of links, each at most once: a document for the page, one for each
// article when it lists several with dates of their own (locator
// "URL#article"), and one with a Photo for each picture within the section, which
// was published when the page or the article that shows it was.
// What the section holds beyond MaxPages is one error with reason Limit.
func (s *Source) Read(ctx context.Context, g consent.Grant) iter.Seq2[exposure.Document, error] {
	return func(yield func(exposure.Document, error) bool) {
		c := &crawl{
			Source: s, ctx: ctx, grant: g, yield: yield,
			queued: map[string]bool{}, variants: map[string]int{}, texts: map[[32]byte]bool{},
			maxPages: 1,
		}
		if s.c.Source.Section {
			c.maxPages = cmp.Or(s.c.Source.MaxPages, DefaultMaxPages)
		}
		c.maxPictures = max(minPictures, picturesPerPage*c.maxPages)
		c.run()
		s.mu.Lock()
		s.seen = c.seen
		s.mu.Unlock()
	}
}

// crawl is one Read.
type crawl struct {
	*Source
	ctx   context.Context
	grant consent.Grant
	yield func(exposure.Document, error) bool

	queue    []string
	queued   map[string]bool // pages and pictures, by canonical address
	variants map[string]int  // query strings queued, by path
	texts    map[[32]byte]bool
	seen     reading.Suggestions

	maxPages, maxPictures int
	pages, pictures       int
	limited               bool // something within the section is left out
}

func (c *crawl) run() {
	at := c.c.Source.At
	c.queue = append(c.queue, at)
	c.queued[reading.Canonical(at)] = true
	for len(c.queue) > 0 && c.pages < c.maxPages {
		next := c.queue[0]
		c.queue = c.queue[1:]
		c.pages++
		if !c.page(next) {
			return
		}
	}
	if c.limited || len(c.queue) > 0 {
		c.fault(&source.Error{Reason: source.Limit, Locator: at, Rest: len(c.queue), Err: fmt.Errorf("read %d pages and %d pictures, and there are more", c.pages, c.pictures)})
	}
}

// fault yields an error and reports whether reading goes on. A link or picture
// that leads to nothing is no error: nobody can read there what is not there,
// and a post that was taken down must not hide what became of the others. It
// stands in the ledger all the same. Only the agreed address itself must exist.
func (c *crawl) fault(err error) bool {
	if e, ok := errors.AsType[*source.Error](err); ok && e.Reason == source.Missing && e.Locator != c.c.Source.At {
		return true
	} else if ok && e.Reason == source.Interrupted {
		e.Rest = len(c.queue)
	}
	return c.yield(exposure.Document{}, err) && !reading.Ends(err)
}

// page reads one page and reports whether reading goes on.
func (c *crawl) page(address string) bool {
	res, ok := c.fetch(address)
	if res == nil {
		return ok
	}
	if final := reading.Canonical(res.URL); final != reading.Canonical(address) {
		if c.queued[final] {
			return true // it redirects to a page that is read on its own
		}
		c.queued[final] = true
	}
	kind := mediaType(res)
	if !strings.HasPrefix(kind, "image/") && len(res.Body) > maxText {
		return c.fault(&source.Error{Reason: source.TooLarge, Locator: res.URL, Err: fmt.Errorf("%d bytes of text, at most %d", len(res.Body), maxText)})
	}
	switch {
	case kind == "text/plain":
		return c.document(exposure.Document{Locator: res.URL, Text: decode.Plain(res.Body, res.ContentType)})
	case kind == "text/html", kind == "application/xhtml+xml":
	case strings.HasPrefix(kind, "image/"):
		return c.photo(res, decode.Image{})
	case strings.HasSuffix(kind, "xml"), strings.HasSuffix(kind, "feed+json"):
		c.seen.Feed(res.URL)
		return true
	default:
		return c.fault(&source.Error{Reason: source.Unsupported, Locator: res.URL, Err: fmt.Errorf("content type %q", kind)})
	}
	p, err := decode.HTML(res.URL, res.Body, res.ContentType, res.URL, c.c.Zone)
	if err != nil {
		return c.fault(err)
	}
	c.links(p)
	return c.documents(res.URL, p) && c.images(p)
}

// fetch gets one address. A nil response comes with whether reading goes on.
func (c *crawl) fetch(address string) (*source.Response, bool) {
	res, err := reading.Fetch(c.ctx, c.c.Get, c.grant, address, c.c.Now())
	if err == nil {
		return res, true
	}
	return nil, c.fault(err)
}

// documents yields what a page says, unless another page said exactly that.
func (c *crawl) documents(address string, p *decode.Page) bool {
	if p.Text != "" || len(p.Articles) == 0 {
		doc := exposure.Document{Locator: address, Title: p.Title, Text: p.Text, Lang: p.Lang, Published: p.Published}
		if !c.document(doc) {
			return false
		}
	}
	used := map[string]bool{}
	for i, a := range p.Articles {
		id := url.PathEscape(a.ID)
		if id == "" || used[id] {
			id = fmt.Sprintf("article-%d", i+1)
		}
		used[id] = true
		doc := exposure.Document{Locator: address + "#" + id, Title: a.Title, Text: a.Text, Lang: p.Lang, Published: a.Published}
		if !c.document(doc) {
			return false
		}
	}
	return true
}

func (c *crawl) document(doc exposure.Document) bool {
	sum := sha256.Sum256([]byte(doc.Title + "\x00" + doc.Text + "\x00" + doc.Published.String()))
	if c.texts[sum] {
		return true
	}
	c.texts[sum] = true
	return c.yield(decode.Stamp(c.c.Source, doc), nil)
}

// images reads the pictures of a page that lie within what was agreed: of each the
// largest that does and that is there. Others are left alone: nobody agreed to them.
func (c *crawl) images(p *decode.Page) bool {
	for _, img := range p.Images {
		for _, address := range []string{img.Larger, img.URL} {
			if address == "" || isDrawing(addressPath(address)) || !c.within(address) {
				continue
			}
			if !c.first(address) {
				break // read already, or a smaller one of it
			}
			read, goesOn := c.picture(address, img)
			if !goesOn {
				return false
			}
			if read {
				break
			}
		}
	}
	for _, link := range p.Links {
		if !c.c.Source.Section || !decode.PictureName(addressPath(link)) || !c.within(link) || !c.first(link) {
			continue
		}
		if _, goesOn := c.picture(link, decode.Image{Published: p.Published}); !goesOn {
			return false
		}
	}
	return true
}

// picture reads one picture at an address and reports whether it was there, or is
// left out on purpose, and whether reading goes on.
func (c *crawl) picture(address string, img decode.Image) (read, goesOn bool) {
	if c.pictures == c.maxPictures {
		c.limited = true
		return true, true
	}
	c.pictures++
	res, ok := c.fetch(address)
	if res == nil {
		return false, ok
	}
	return true, c.photo(res, img)
}

func (c *crawl) photo(res *source.Response, img decode.Image) bool {
	p, err := decode.Photo(c.ctx, res.URL, bytes.NewReader(res.Body), int64(len(res.Body)), c.c.Zone, source.LookerFor(c.grant, c.c.Look))
	if e, ok := errors.AsType[*source.Error](err); ok && e.Reason == source.Unsupported {
		return true // a drawing, which says nothing about itself
	}
	if err != nil && !c.fault(err) {
		return false
	}
	if p == nil {
		return true
	}
	return c.yield(decode.Stamp(c.c.Source, exposure.Document{Locator: res.URL, Title: img.Alt, Photo: p, Published: img.Published}), nil)
}

// links queues what lies within the section and notes what does not.
func (c *crawl) links(p *decode.Page) {
	for _, a := range p.Profiles {
		if !c.within(a) {
			c.seen.Account(a)
		}
	}
	for _, a := range p.Feeds {
		c.seen.Feed(a)
	}
	for _, a := range p.Links {
		switch {
		case decode.PictureName(addressPath(a)):
			// images reads it, where it is within the section
		case isFeed(addressPath(a)):
			c.seen.Feed(a)
		case !c.c.Source.Section:
			if reading.Canonical(a) != reading.Canonical(c.c.Source.At) {
				c.seen.Link(reading.Canonical(a))
			}
		case !c.within(a):
			c.seen.Link(reading.Canonical(a))
		case c.first(a):
			c.enqueue(a)
		}
	}
}

func (c *crawl) enqueue(address string) {
	u, err := url.Parse(address)
	if err != nil {
		return
	}
	if u.RawQuery != "" {
		if c.variants[u.Path] == maxVariants {
			c.limited = true
			return
		}
		c.variants[u.Path]++
	}
	if len(c.queue) > 10*c.maxPages { // they can never all be read
		c.limited = true
		return
	}
	c.queue = append(c.queue, reading.Canonical(address))
}

// first reports whether an address is met for the first time, and notes it.
func (c *crawl) first(address string) bool {
	key := reading.Canonical(address)
	if c.queued[key] {
		return false
	}
	c.queued[key] = true
	return true
}

// within asks the grant. Another site is never within, so that the grant is
// not asked about every link on the web.
func (c *crawl) within(address string) bool {
	return reading.SameSite(c.c.Source.At, address) && c.grant.Covers(address, c.c.Now()) == nil
}

func addressPath(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Path
}

func isFeed(p string) bool {
	switch strings.ToLower(path.Ext(p)) {
	case ".xml", ".rss", ".atom":
		return true
	}
	return false
}

// isDrawing reports whether a picture is of a kind that says nothing about
// where or by whom it was made.
func isDrawing(p string) bool {
	switch strings.ToLower(path.Ext(p)) {
	case ".svg", ".gif", ".ico", ".bmp":
		return true
	}
	return false
}

// mediaType is the declared type; without one, what the body looks like.
func mediaType(res *source.Response) string {
	kind, _, err := mime.ParseMediaType(res.ContentType)
	if err == nil && kind != "" && kind != "application/octet-stream" {
		return strings.ToLower(kind)
	}
	return decode.Sniff(res.Body)
}
