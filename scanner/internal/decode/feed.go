package decode

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
)

// MaxItems bounds the items taken from one feed. Feeds carry some tens.
const MaxItems = 5000

// Feed is what a feed holds.
type Feed struct {
	Lang  string
	Items []Item   // in the feed's order
	Links []string // of items that the feed gives no text of, each once
	More  bool     // there were more than MaxItems
}

// Item is one post of a feed.
type Item struct {
	// Key names the item within the feed: the path of its link, else its
	// identifier, else its number. Unique within the feed.
	Key       string
	Title     string
	Text      string
	Published time.Time // zero when the feed does not say
}

// ReadFeed decodes RSS, Atom and JSON Feed. base is the feed's address; zone
// is where a date without a zone is read. The error is a *source.Error.
func ReadFeed(name string, body []byte, base string, zone *time.Location) (f *Feed, err error) {
	defer recovered(name, &err)
	at, err := url.Parse(base)
	if err != nil {
		return nil, malformed(name, 0, "the address of the feed cannot be read")
	}
	parsed, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		return nil, malformed(name, 0, "not a feed that can be read")
	}
	f = &Feed{Lang: cut(strings.TrimSpace(parsed.Language), 35)}
	keys, links := map[string]bool{}, map[string]bool{}
	for i, it := range parsed.Items {
		if i == MaxItems {
			f.More = true
			break
		}
		if it == nil {
			continue
		}
		link, text := "", Fragment(cmp.Or(strings.TrimSpace(it.Content), it.Description))
		if u, err := at.Parse(strings.TrimSpace(it.Link)); err == nil && it.Link != "" && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
			link = u.String()
			if text == "" && !links[link] && len(link) <= maxAddress {
				links[link] = true
				f.Links = append(f.Links, Clean(link))
			}
			if u.Scheme == at.Scheme && u.Host == at.Host {
				link = u.RequestURI()
			}
		}
		key := cut(Clean(strings.TrimSpace(cmp.Or(link, it.GUID))), 300)
		if key == "" || keys[key] {
			key = fmt.Sprintf("%s-%d", cmp.Or(key, "item"), i+1)
		}
		keys[key] = true
		f.Items = append(f.Items, Item{
			Key:       key,
			Title:     cut(collapse(Fragment(it.Title)), maxTitle),
			Text:      text,
			Published: itemDate(it, zone),
		})
	}
	return f, nil
}

// itemDate keeps the zone in which the date was written; gofeed turns dates
// into UTC, so its reading is used only for forms that date does not know.
func itemDate(it *gofeed.Item, zone *time.Location) time.Time {
	for _, c := range []struct {
		written string
		parsed  *time.Time
	}{{it.Published, it.PublishedParsed}, {it.Updated, it.UpdatedParsed}} {
		if t, ok := date(c.written, zone); ok {
			return t
		}
		if c.parsed != nil && c.parsed.Year() >= 1900 && c.parsed.Year() < 2200 {
			return *c.parsed
		}
	}
	return time.Time{}
}
