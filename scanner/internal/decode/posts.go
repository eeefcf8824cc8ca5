package decode

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"lampan/scanner/source"
)

// Post is one post of a file that the family brought.
type Post struct {
	Line      int // where it starts, from 1
	Title     string
	Text      string
	Published time.Time // zero when the file does not say
}

// Posts decodes a file of posts. A file whose first character is "{" is JSON
// lines: {"date": …, "text": …, "title": …} each, other keys are left alone.
// Anything else is plain text: a line "---" or a line that is only a date, with
// or without a weekday and a time ("2026-06-01", "fredag 20 november 2026",
// "November 20, 2026", "20/11 2026" with the day first) starts a new post; in a
// file that has neither, a blank line does.
//
// A line that cannot be read becomes a *source.Error with its number, and
// never costs another post.
func Posts(name string, data []byte, zone *time.Location) (posts []Post, faults []error) {
	var err error
	defer func() {
		if err != nil {
			faults = append(faults, err)
		}
	}()
	defer recovered(name, &err)
	if bytes.IndexByte(data, 0) >= 0 && !bytes.HasPrefix(data, []byte("\xFF\xFE")) && !bytes.HasPrefix(data, []byte("\xFE\xFF")) {
		return nil, []error{malformed(name, 0, "not a text file")}
	}
	text := Clean(toUTF8(data, ""))
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		return jsonPosts(name, text, zone)
	}
	return plainPosts(name, text, zone)
}

func jsonPosts(name, text string, zone *time.Location) (posts []Post, faults []error) {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n++
		if strings.TrimSpace(line) == "" {
			continue
		}
		var p struct {
			Date  string `json:"date"`
			Title string `json:"title"`
			Text  string `json:"text"`
		}
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			faults = append(faults, malformed(name, n, "not a JSON object with date, title and text"))
			continue
		}
		post := Post{Line: n, Title: strings.TrimSpace(Clean(p.Title)), Text: strings.TrimSpace(Clean(p.Text))}
		if p.Date != "" {
			t, ok := date(p.Date, zone)
			if !ok {
				t, _, ok = dayLine(p.Date, zone)
			}
			if !ok {
				faults = append(faults, malformed(name, n, "not a date such as 2026-06-01"))
			} else {
				post.Published = t
			}
		}
		if post.Text == "" && post.Title == "" {
			faults = append(faults, malformed(name, n, "no text"))
			continue
		}
		posts = append(posts, post)
	}
	return posts, faults
}

func plainPosts(name, text string, zone *time.Location) (posts []Post, faults []error) {
	marked := false
	for line := range strings.SplitSeq(text, "\n") {
		if _, day, _ := dayLine(line, zone); day || rule(line) {
			marked = true
			break
		}
	}
	var post Post
	var lines []string
	end := func() {
		post.Text = strings.TrimSpace(strings.Join(lines, "\n"))
		if post.Text != "" {
			posts = append(posts, post)
		}
		post, lines = Post{}, lines[:0]
	}
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n++
		day, isDay, ok := dayLine(line, zone)
		switch blank := strings.TrimSpace(line) == ""; {
		case marked && rule(line), !marked && blank:
			end()
			continue
		case isDay:
			end()
			post = Post{Line: n}
			if ok {
				post.Published = day
			} else {
				faults = append(faults, &source.Error{Reason: source.NoSuchDay, Locator: name, Line: n, Err: errors.New("the calendar has no such day")})
			}
			continue
		case !blank && post.Line == 0:
			post.Line = n
		}
		lines = append(lines, line)
	}
	end()
	return posts, faults
}

// rule reports whether a line separates posts.
func rule(line string) bool {
	line = strings.TrimSpace(line)
	return len(line) >= 3 && strings.Trim(line, "-") == ""
}

// dateLike reports whether a line is only a date such as 2026-06-01, or was
// meant to be: it begins as one and goes on with nothing but a time and a zone.
func dateLike(line string) bool {
	if len(line) < len(time.DateOnly) || len(line) > 40 {
		return false
	}
	for i, c := range []byte(line[:len(time.DateOnly)]) {
		if i == 4 || i == 7 {
			if c != '-' {
				return false
			}
		} else if c < '0' || c > '9' {
			return false
		}
	}
	return strings.Trim(line[len(time.DateOnly):], "0123456789:.+-TZ ") == ""
}
