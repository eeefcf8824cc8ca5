package fetch_test

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// names is a name server on loopback. Each name has a list of answers, which
// are given in turn, the last one for ever; an answer is one or more addresses,
// or "cname NAME".
type names struct {
	addr string

	mu    sync.Mutex
	turns map[string]int
	zone  map[string][]string
}

func newNames(t testing.TB, zone map[string][]string) *names {
	t.Helper()
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n := &names{addr: pc.LocalAddr().String(), turns: make(map[string]int), zone: zone}
	done := make(chan struct{})
	go func() {
		defer close(done)
		buf := make([]byte, 1500)
		for {
			k, from, err := pc.ReadFrom(buf)
			if err != nil {
				return
			}
			if out := n.answer(buf[:k]); out != nil {
				_, _ = pc.WriteTo(out, from)
			}
		}
	}()
	t.Cleanup(func() { _ = pc.Close(); <-done })
	return n
}

func (n *names) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", n.addr)
	}}
}

func (n *names) answer(query []byte) []byte {
	var m dnsmessage.Message
	if m.Unpack(query) != nil || len(m.Questions) != 1 {
		return nil
	}
	q := m.Questions[0]
	m.Response, m.Authoritative, m.RecursionAvailable = true, true, true
	m.Additionals = nil
	name := q.Name
	for range 4 { // aliases
		answers, ok := n.zone[name.String()]
		if !ok {
			m.RCode = dnsmessage.RCodeNameError
			break
		}
		alias := ""
		for _, a := range n.pick(name.String(), q.Type, answers) {
			if to, ok := strings.CutPrefix(a, "cname "); ok {
				alias = to
				continue
			}
			ip := netip.MustParseAddr(a)
			h := dnsmessage.ResourceHeader{Name: name, Class: dnsmessage.ClassINET, TTL: 0}
			switch {
			case q.Type == dnsmessage.TypeA && ip.Is4():
				h.Type = dnsmessage.TypeA
				m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AResource{A: ip.As4()}})
			case q.Type == dnsmessage.TypeAAAA && ip.Is6():
				h.Type = dnsmessage.TypeAAAA
				m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AAAAResource{AAAA: ip.As16()}})
			}
		}
		if alias == "" {
			break
		}
		to := dnsmessage.MustNewName(alias)
		m.Answers = append(m.Answers, dnsmessage.Resource{
			Header: dnsmessage.ResourceHeader{Name: name, Type: dnsmessage.TypeCNAME, Class: dnsmessage.ClassINET},
			Body:   &dnsmessage.CNAMEResource{CNAME: to},
		})
		name = to
	}
	out, err := m.Pack()
	if err != nil {
		return nil
	}
	return out
}

// pick gives the addresses of this turn. Each type of question
// has its own turns; a turn may hold several addresses, separated by ",".
func (n *names) pick(name string, typ dnsmessage.Type, answers []string) []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	key := name + typ.String()
	i := min(n.turns[key], len(answers)-1)
	n.turns[key]++
	return strings.Split(answers[i], ",")
}
