package decode

import (
	"bytes"
	"unicode/utf8"
)

// Plain decodes a text file from the web.
func Plain(body []byte, contentType string) string {
	return Clean(toUTF8(body, contentType))
}

// Sniff guesses the media type of a body that was sent without one.
func Sniff(body []byte) string {
	start := bytes.TrimLeft(bytes.TrimPrefix(body, []byte("\xEF\xBB\xBF")), " \t\r\n")
	switch {
	case bytes.Contains(bytes.ToLower(start[:min(len(start), 1024)]), []byte("<html")):
		return "text/html"
	case drawn(body):
		return "image/*"
	case bytes.HasPrefix(start, []byte("<?xml")), bytes.HasPrefix(start, []byte("<rss")), bytes.HasPrefix(start, []byte("<feed")):
		return "text/xml"
	case bytes.HasPrefix(start, []byte("<")):
		return "text/html"
	case utf8.Valid(body) && bytes.IndexByte(body, 0) < 0:
		return "text/plain"
	}
	return "application/octet-stream"
}
