package reading_test

import (
	"testing"

	"lampan/scanner/internal/reading"
)

func TestCanonical(t *testing.T) {
	for _, tc := range []struct{ address, want string }{
		{"http://Lind.EXAMPLE:80", "http://lind.example/"},
		{"https://lind.example:443/A?b=C#d", "https://lind.example/A?b=C"},
		{"http://lind.example:8080/a?", "http://lind.example:8080/a"},
		{"http://[::1]:80/a", "http://[::1]/a"},
		{"http://lind.example/%C3%A5", "http://lind.example/%C3%A5"},
		{"http://[", "http://["},
	} {
		if got := reading.Canonical(tc.address); got != tc.want {
			t.Errorf("Canonical(%q) = %q; want %q", tc.address, got, tc.want)
		}
	}
}

func TestSameSite(t *testing.T) {
	const at = "http://lind.example/blogg/"
	for _, tc := range []struct {
		address string
		want    bool
	}{
		{"http://LIND.example:80/x", true},
		{"https://lind.example/blogg/", false},
		{"http://lind.example:81/blogg/", false},
		{"http://www.lind.example/blogg/", false},
		{"http://lind.example.annan.example/", false},
		{"http://lind.example@annan.example/", false},
		{"//lind.example/", false},
		{"http://[", false},
	} {
		if got := reading.SameSite(at, tc.address); got != tc.want {
			t.Errorf("SameSite(%q) = %v; want %v", tc.address, got, tc.want)
		}
	}
}
