package consent_test

import (
	"testing"
	"time"

	"lampan/scanner/consent/consenttest"
	"lampan/scanner/household"
)

func TestSmoke(t *testing.T) {
	g := consenttest.Grant(t, household.Source{ID: "blogg", Subject: "anna", Kind: "page", At: "http://127.0.0.1:8090/blogg/", Section: true})
	if err := g.Covers("http://127.0.0.1:8090/blogg/x?y=1#z", time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := g.Covers("http://127.0.0.1:8090/", time.Now()); err == nil {
		t.Fatal("outside")
	} else {
		t.Log(err)
	}
	c := consenttest.NewCase(t, time.Now(), household.Source{Kind: "text", At: "x.txt"})
	g = c.Grant("")
	c.Revoke("")
	err := g.Covers("x.txt", time.Now())
	t.Log(err)
	if err == nil {
		t.Fatal("revoked")
	}
	es, err := c.Ledger.Entries()
	for _, e := range es {
		t.Logf("%+v", e)
	}
	if err != nil || c.Ledger.Verify() != nil {
		t.Fatal(err)
	}
}
