package hygiene_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"lampan/rules/password"
	"lampan/rules/password/hygiene"
	"lampan/rules/password/meter"
)

// vault invents a vault of n entries for three people: most passwords made by a
// manager, some used in many places, some in many forms, some weak.
func vault(n int) []password.Entry {
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same vault each time
	stems := []string{"Blomkruka", "Tågvagn", "Snöstorm", "Kaffekopp"}
	weak := []string{"sommar2024", "hejsan123", "password1", "fotboll", "qwerty12"}
	sign := []rune("abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!#%&-_")
	list := make([]password.Entry, 0, n)
	for i := range n {
		var pw string
		switch k := r.IntN(10); {
		case k < 6:
			for range 16 {
				pw += string(sign[r.IntN(len(sign))])
			}
		case k < 8:
			pw = stems[r.IntN(len(stems))] + "-i-Skogen-88"
		case k < 9:
			pw = fmt.Sprintf("%s%d!", stems[r.IntN(len(stems))], 1990+r.IntN(40))
		default:
			pw = weak[r.IntN(len(weak))]
		}
		person := fmt.Sprintf("P%d", 1+i%3)
		list = append(list, entry(person, i, fmt.Sprintf("https://tjanst%d.example.se/login", r.IntN(n)), person+"@example.se", pw))
	}
	return list
}

// forms is the worst case: one password in n forms.
func forms(n int) []password.Entry {
	list := make([]password.Entry, 0, n)
	for i := range n {
		list = append(list, entry("P1", i, fmt.Sprintf("https://tjanst%d.se", i), "anna", fmt.Sprintf("Blomkruka%d!", i)))
	}
	return list
}

// same is the other worst case: one password in n places.
func same(n int) []password.Entry {
	list := make([]password.Entry, 0, n)
	for i := range n {
		list = append(list, entry("P1", i, fmt.Sprintf("https://tjanst%d.se", i), "anna", "Blomkruka-i-Skogen"))
	}
	return list
}

func BenchmarkAudit(b *testing.B) {
	m := open(b).Knowing([]meter.Fact{
		{Kind: meter.FactName, Text: "Anna Exempelsson"},
		{Kind: meter.FactPet, Text: "Tassemaja"},
		{Kind: meter.FactBorn, Text: "1984-05-13"},
		{Kind: meter.FactStreet, Text: "Exempelgatan 12"},
		{Kind: meter.FactTown, Text: "Göteborg"},
	})
	for _, c := range []struct {
		name string
		make func(int) []password.Entry
	}{{"usual", vault}, {"forms", forms}, {"same", same}} {
		for _, n := range []int{1000, 10000} {
			entries := c.make(n)
			b.Run(fmt.Sprintf("%s/%d", c.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					hygiene.Audit(entries, hygiene.Config{Meter: m, At: day, FactsGiven: true, Leaked: func([]byte) (bool, bool) { return false, true }})
				}
			})
		}
	}
}
