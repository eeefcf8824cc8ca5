package main

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/password/hygiene"
	"lampan/rules/password/meter"
	"lampan/rules/password/verdict"
	"lampan/scanner/breach"
)

// said collects every text with the way to it.
func said(v reflect.Value, at string, into map[string]string) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			said(v.Field(i), at+"."+v.Type().Field(i).Name, into)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			said(v.MapIndex(k), at+"["+fmt.Sprint(k)+"]", into)
		}
	case reflect.Array:
		for i := range v.Len() {
			said(v.Index(i), fmt.Sprintf("%s[%d]", at, i), into)
		}
	default:
		into[at] = v.String()
	}
}

func texts() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, t := range []text{swedish(), english()} {
		all[t.lang] = map[string]string{}
		said(reflect.ValueOf(t), "text", all[t.lang])
	}
	return all
}

// TestTexts holds the two languages to the same texts, with the same values in
// them, in short sentences that do not shout.
func TestTexts(t *testing.T) {
	all := texts()
	keys := func(lang string) []string { return slices.Sorted(maps.Keys(all[lang])) }
	if diff := cmp.Diff(keys("sv"), keys("en")); diff != "" {
		t.Errorf("the languages have different texts (-sv +en):\n%s", diff)
	}
	verbs := regexp.MustCompile(`%[a-z]`)
	sentence := regexp.MustCompile(`[.:;?]\s|\n\s*\n`)
	for lang, texts := range all {
		for at, say := range texts {
			switch {
			case say == "":
				t.Errorf("%s lacks %s", lang, at)
			case strings.Contains(say, "!"):
				t.Errorf("%s shouts in %s", lang, at)
			}
			if diff := cmp.Diff(verbs.FindAllString(all["sv"][at], -1), verbs.FindAllString(say, -1)); diff != "" {
				t.Errorf("%s has other values than sv in %s:\n%s", lang, at, diff)
			}
			if strings.HasPrefix(at, "text.help") {
				continue // tables of flags have no sentences
			}
			for _, s := range sentence.Split(say, -1) {
				if n := len(strings.Fields(s)); n > 24 {
					t.Errorf("%s has %d words in a sentence of %s: %s", lang, n, at, s)
				}
			}
		}
	}
}

// TestEveryWordIsSaid holds the texts to the words of the packages they speak
// for.
func TestEveryWordIsSaid(t *testing.T) {
	wants := map[string][]string{
		"text.hints":             names(meter.Hints()),
		"text.filter":            names(breach.Whats()),
		"text.audit.faults":      names(verdict.Faults()),
		"text.audit.because":     names(verdict.Faults()),
		"text.audit.kinds":       names(verdict.Kinds()),
		"text.audit.reasons":     names(verdict.Reasons()),
		"text.audit.badAccepted": names(hygiene.AcceptedWhats()),
		"text.audit.notes":       names(verdict.Notes()),
		"text.audit.dos":         names(verdict.Dos()),
		"text.judge.strengths":   verdict.Strengths(),
		"text.breach.answers":    {"1", "2", "3"},
		"text.judge.models":      {"pattern", "letters", "list", "family", "site", "other"},
	}
	for lang, texts := range texts() {
		for of, want := range wants {
			var got []string
			for at := range texts {
				if rest, ok := strings.CutPrefix(at, of+"["); ok {
					got = append(got, strings.TrimSuffix(rest, "]"))
				}
			}
			slices.Sort(got)
			want = slices.Sorted(slices.Values(want))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %s (-words +said):\n%s", lang, of, diff)
			}
		}
	}
}

func names[T ~string](list []T) []string {
	var names []string
	for _, n := range list {
		names = append(names, string(n))
	}
	return names
}

func TestTries(t *testing.T) {
	tests := []struct {
		log10  float64
		sv, en string
	}{
		{0, "ungefär 1", "about 1"},
		{2.7, "ungefär 500", "about 500"},
		{2.99, "ungefär 1\u00a0000", "about 1,000"},
		{5.5, "ungefär 300\u00a0000", "about 300,000"},
		{6, "ungefär en miljon", "about a million"},
		{7.3, "ungefär 20 miljoner", "about 20 million"},
		{9.02, "ungefär en miljard", "about a billion"},
		{11.48, "ungefär 300 miljarder", "about 300 billion"},
		{12, "ungefär 1\u00a0000 miljarder", "about 1,000 billion"},
		{14.3, "ungefär 200\u00a0000 miljarder", "about 200,000 billion"},
		{15, "ungefär en miljon miljarder", "about a million billion"},
		{16.7, "ungefär 50 miljoner miljarder", "about 50 million billion"},
		{17.99, "mer än en miljard miljarder", "more than a billion billion"},
		{300, "mer än en miljard miljarder", "more than a billion billion"},
	}
	sv, en := swedish(), english()
	for _, tt := range tests {
		if got := sv.tries(tt.log10); got != tt.sv {
			t.Errorf("tries(%v) = %q; want %q", tt.log10, got, tt.sv)
		}
		if got := en.tries(tt.log10); got != tt.en {
			t.Errorf("tries(%v) = %q; want %q", tt.log10, got, tt.en)
		}
	}
}

func TestLasts(t *testing.T) {
	tests := []struct {
		seconds float64
		want    string
	}{
		{0.1, "less than a second"},
		{1.2, "about a second"},
		{40, "about 40 seconds"},
		{58.8, "about a minute"},
		{95, "about 2 minutes"},
		{40 * minute, "about 40 minutes"},
		{hour, "about an hour"},
		{20 * hour, "about 20 hours"},
		{23.9 * hour, "about a day"},
		{20 * day, "about 20 days"},
		{40 * day, "about a month"},
		{10 * month, "about 10 months"},
		{11.9 * month, "about a year"},
		{99 * year, "about 99 years"},
		{101 * year, "more than a hundred years"},
		{1e300, "more than a hundred years"},
	}
	en := english()
	for _, tt := range tests {
		if got := en.lasts(math.Log10(tt.seconds), 1); got != tt.want {
			t.Errorf("lasts(%v s) = %q; want %q", tt.seconds, got, tt.want)
		}
	}
}
