package pack_test

import (
	"testing"

	"lampan/rules/pack"
	"lampan/rules/request"
)

// TestRequestsAskForWhatIsGranted runs the linter over the texts that ship.
func TestRequestsAskForWhatIsGranted(t *testing.T) {
	c, err := pack.Places()
	if err != nil {
		t.Fatal(err)
	}
	s, err := pack.Requests()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range request.Lint(s, c) {
		t.Error(f)
	}
}
