package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"lampan/rules/exposure"
	"lampan/scanner/consent/consenttest"
	"lampan/scanner/household"
	"lampan/scanner/internal/fetch"
	"lampan/scanner/source"
)

// dangerous are addresses that lead into the machine, its network or nowhere.
func dangerous() map[string]string {
	return map[string]string{
		"loopback": "127.0.0.1", "loopback, last": "127.255.255.254", "loopback, second": "127.0.0.2",
		"any": "0.0.0.0", "this network": "0.1.2.3",
		"private 10": "10.0.0.1", "private 10, last": "10.255.255.255",
		"private 172.16": "172.16.0.1", "private 172.31": "172.31.255.255",
		"private 192.168": "192.168.0.1", "private 192.168, last": "192.168.255.255",
		"shared": "100.64.0.1", "shared, last": "100.127.255.255", "metadata of Alibaba": "100.100.100.200",
		"link-local": "169.254.0.1", "metadata": "169.254.169.254", "metadata of ECS": "169.254.170.2",
		"host service of Azure": "168.63.129.16",
		"protocol assignments":  "192.0.0.1", "metadata of Oracle": "192.0.0.192",
		"documentation 1": "192.0.2.1", "documentation 2": "198.51.100.1", "documentation 3": "203.0.113.1",
		"AS112": "192.31.196.1", "AS112, direct": "192.175.48.1", "AMT": "192.52.193.1", "6to4 relay": "192.88.99.1",
		"benchmark": "198.18.0.1", "benchmark, last": "198.19.255.255",
		"multicast": "224.0.0.1", "multicast, last": "239.255.255.255", "reserved": "240.0.0.1", "broadcast": "255.255.255.255",
		"loopback 6": "::1", "any 6": "::",
		"mapped loopback": "::ffff:127.0.0.1", "mapped private": "::ffff:192.168.1.1", "mapped metadata": "::ffff:169.254.169.254",
		"compatible loopback": "::127.0.0.1", "translated loopback": "::ffff:0:127.0.0.1",
		"NAT64 loopback": "64:ff9b::127.0.0.1", "NAT64 private": "64:ff9b::10.0.0.1", "NAT64 metadata": "64:ff9b::169.254.169.254",
		"local NAT64": "64:ff9b:1::1", "local NAT64 loopback": "64:ff9b:1::7f00:1",
		"discard": "100::1", "dummy prefix": "100:0:0:1::1",
		"Teredo": "2001::1", "benchmark 6": "2001:2::1", "ORCHID": "2001:20::1", "documentation 6": "2001:db8::1",
		"6to4 loopback": "2002:7f00:1::1", "6to4 private": "2002:c0a8:101::1",
		"AS112 6": "2620:4f:8000::1", "new documentation 6": "3fff::1", "new documentation 6, last": "3fff:fff:ffff::1",
		"segment routing": "5f00::1", "unallocated": "4000::1",
		"unique local fc": "fc00::1", "unique local fd": "fd12:3456::1", "metadata of EC2 6": "fd00:ec2::254",
		"link-local 6": "fe80::1", "link-local 6, last": "febf::1", "site-local": "fec0::1", "site-local, last": "feff::1",
		"multicast 6": "ff02::1", "multicast 6, global": "ff0e::1",
	}
}

// errNoDial stops a test before a connection leaves the machine.
var errNoDial = errors.New("not in a test")

func TestDangerousAddressesAreNotDialled(t *testing.T) {
	const leastCases = 44
	if n := len(dangerous()); n < leastCases {
		t.Fatalf("%d addresses; want at least %d", n, leastCases)
	}
	// A name for each address, and one of a site that may be read.
	zone := map[string][]string{"public.example.": {"93.184.216.34"}}
	i := 0
	host := map[string]string{}
	for name, a := range dangerous() {
		host[name] = fmt.Sprintf("n%d.example", i)
		zone[host[name]+"."] = []string{a}
		i++
	}
	n := newNames(t, zone)
	var dials atomic.Int64
	c := client(t, fetch.Config{Sleep: noSleep})
	c.Resolve(n.resolver())
	c.OnDial(func(string) error { dials.Add(1); return errNoDial })
	get := func(t *testing.T, host string) error {
		t.Helper()
		at := "http://" + host + "/"
		g := consenttest.Grant(t, household.Source{ID: "s", Subject: "anna", Kind: exposure.Page, At: at, Visibility: exposure.Open})
		_, err := c.Get(t.Context(), g, at)
		return err
	}

	t.Run("a public address is dialled", func(t *testing.T) {
		err := get(t, "public.example")
		wantReason(t, err, source.Unreachable)
		if dials.Load() != 1 {
			t.Fatalf("%d dials; want 1, or the cases below show nothing", dials.Load())
		}
		for _, a := range []string{"93.184.216.34:80", "93.184.216.34:443", "[2606:2800:220:1::1]:443", "[2a00:1450::1]:80"} {
			if err := c.Dialable(a); err != nil {
				t.Errorf("Dialable(%s) = %v; want nil", a, err)
			}
		}
		dials.Store(0)
	})
	for name, a := range dangerous() {
		t.Run(name, func(t *testing.T) {
			ap := netip.AddrPortFrom(netip.MustParseAddr(a), 80).String()
			if err := c.Dialable(ap); err == nil {
				t.Errorf("Dialable(%s) = nil; want a refusal", ap)
			}
			if err := get(t, host[name]); err == nil {
				t.Error("Get through a name gave a page")
			}
			literal := a
			if strings.Contains(a, ":") {
				literal = "[" + a + "]"
			}
			wantReason(t, get(t, literal), source.Forbidden)
			if d := dials.Swap(0); d != 0 {
				t.Errorf("%d dials; want 0", d)
			}
		})
	}
}

func TestAddressesInDisguise(t *testing.T) {
	var dials atomic.Int64
	c := client(t, fetch.Config{Sleep: noSleep})
	c.Resolve(newNames(t, map[string][]string{"localhost.": {"127.0.0.1"}}).resolver())
	c.OnDial(func(string) error { dials.Add(1); return errNoDial })
	for _, host := range []string{
		"2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.1", "127.0.1", "0", "0x0", "1.1.1.1.",
		"127.0.0.1.", "127.0.0.256", "１２７.0.0.1", "127。0。0。1", "0300.0250.1.1", "3232235777", "localhost", "localhost.",
		"LOCALHOST", "[::1%25lo]", "[fe80::1%25eth0]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::]",
		"%31%32%37.0.0.1", "127.0.0.1%00.example", "⑯⑨.254.169.254",
	} {
		t.Run(host, func(t *testing.T) {
			// The grant is for another site: nothing here can be agreed to.
			g := agree(t, "http://site.example/")
			if _, err := c.Get(t.Context(), g, "http://"+host+"/"); err == nil {
				t.Error("Get gave a page")
			}
			if d := dials.Swap(0); d != 0 {
				t.Errorf("%d dials; want 0", d)
			}
		})
	}
}

// TestPrivateAddressIsGrantedExactly: an address with its port opens for this
// client, and nothing beside it.
func TestPrivateAddressIsGrantedExactly(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) { page(w, "hej") })
	ap := s.addr(t)
	c := client(t, fetch.Config{}, ap)
	tests := []struct {
		name, address string
		open          bool
	}{
		{"the address itself", ap.String(), true},
		{"the same, mapped", "[::ffff:127.0.0.1]:" + portOf(s.URL), true},
		{"another port", "127.0.0.1:1", false},
		{"port 80 of it", "127.0.0.1:80", false},
		{"its neighbour", "127.0.0.2:" + portOf(s.URL), false},
		{"the other loopback", "[::1]:" + portOf(s.URL), false},
		{"any address", "0.0.0.0:" + portOf(s.URL), false},
		{"the same on one network card", "[::ffff:127.0.0.1%lo]:" + portOf(s.URL), false},
		{"a name", "localhost:" + portOf(s.URL), false},
		{"nothing", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := c.Dialable(tt.address); (err == nil) != tt.open {
				t.Errorf("Dialable(%q) = %v; want open %t", tt.address, err, tt.open)
			}
		})
	}
	t.Run("without it the same page is refused", func(t *testing.T) {
		_, err := client(t, fetch.Config{}).Get(t.Context(), agree(t, s.URL+"/"), s.URL+"/")
		wantReason(t, err, source.Forbidden)
		if len(s.seen()) != 0 {
			t.Error("the page was asked for")
		}
	})
	t.Run("a public address on an odd port", func(t *testing.T) {
		err := c.Dialable("93.184.216.34:8080")
		if err == nil || !strings.Contains(err.Error(), "80 and 443") {
			t.Errorf("Dialable = %v; want a refusal that names the ports", err)
		}
	})
	t.Run("the refusal names the way out", func(t *testing.T) {
		_, err := client(t, fetch.Config{}).Get(t.Context(), agree(t, s.URL+"/"), s.URL+"/")
		if err == nil || !strings.Contains(err.Error(), "--private-address "+ap.String()) {
			t.Errorf("error = %v; want it to name --private-address %s", err, ap)
		}
	})
}

// TestNamesThatChange is DNS rebinding: a site's name points to the inner
// server, at once or from the second question on.
func TestNamesThatChange(t *testing.T) {
	const public = "93.184.216.34"
	tests := []struct {
		name string
		zone map[string][]string
	}{
		{"inner at once", map[string][]string{"site.example.": {"127.0.0.1"}}},
		{"first public, then inner", map[string][]string{"site.example.": {public, "127.0.0.1"}}},
		{"inner, then public", map[string][]string{"site.example.": {"127.0.0.1", public}}},
		{"public and inner together", map[string][]string{"site.example.": {public + ",127.0.0.1"}}},
		{"inner and public together", map[string][]string{"site.example.": {"127.0.0.1," + public}}},
		{"public in IPv4, inner in IPv6", map[string][]string{"site.example.": {public + ",::1"}}},
		{"mapped in IPv6", map[string][]string{"site.example.": {"::ffff:127.0.0.1"}}},
		{"an alias for an inner name", map[string][]string{"site.example.": {"cname inner.example."}, "inner.example.": {"127.0.0.1"}}},
		{"an alias that changes", map[string][]string{"site.example.": {"cname a.example.", "cname b.example."}, "a.example.": {public}, "b.example.": {"127.0.0.1"}}},
		{"any address", map[string][]string{"site.example.": {"0.0.0.0"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inner := newSite(t, func(w http.ResponseWriter, r *http.Request) { page(w, "inner") })
			resolver := newNames(t, tt.zone).resolver()
			for _, port := range []string{"80", portOf(inner.URL)} {
				at := "http://site.example:" + port + "/"
				g := agree(t, at)
				for range 3 { // each with a client that has learnt nothing yet
					c := client(t, fetch.Config{Sleep: noSleep})
					c.Resolve(resolver)
					c.OnDial(func(a string) error {
						if !strings.HasPrefix(a, public+":") {
							t.Errorf("%s was dialled", a)
						}
						return errNoDial
					})
					if _, err := c.Get(t.Context(), g, at); err == nil {
						t.Fatal("Get reached the inner server")
					}
				}
			}
			if n := len(inner.seen()); n != 0 {
				t.Errorf("%d requests reached the inner server", n)
			}
		})
	}
	t.Run("the name server is asked", func(t *testing.T) {
		// Without this the cases above would pass on a broken name server.
		s := newSite(t, func(w http.ResponseWriter, r *http.Request) { page(w, r.Host) })
		c := client(t, fetch.Config{Sleep: noSleep}, s.addr(t))
		c.Resolve(newNames(t, map[string][]string{"site.example.": {"cname a.example."}, "a.example.": {"127.0.0.1"}}).resolver())
		at := "http://site.example:" + portOf(s.URL) + "/"
		res, err := c.Get(context.Background(), agree(t, at), at)
		if err != nil {
			t.Fatal(err)
		}
		if want := "site.example:" + portOf(s.URL); string(res.Body) != want {
			t.Errorf("host = %q; want %q", res.Body, want)
		}
	})
}
