package pack_test

import (
	"testing"

	"lampan/rules/pack"
)

func TestCoreLoads(t *testing.T) {
	if _, err := pack.Core(); err != nil {
		t.Fatal(err)
	}
}
