package vault

import "strings"

// shown returns an address as a person can read it: Chrome and Edge keep the
// logins of Android apps as android://KEY@com.example.app/, where the key only
// says who signed the app. It becomes Bitwarden's androidapp://com.example.app.
func shown(address string) string {
	address = strings.TrimSpace(address)
	if rest, ok := strings.CutPrefix(address, "android://"); ok {
		_, app, signed := strings.Cut(rest, "@")
		if !signed {
			app = rest
		}
		return "androidapp://" + strings.TrimRight(app, "/")
	}
	return address
}

// split parts addresses that Bitwarden's and Proton's CSV join with commas. A
// comma can also be part of an address: what follows it counts as the next one
// only if it looks like an address itself.
func split(joined string) []string {
	var all []string
	for part := range strings.SplitSeq(joined, ",") {
		name, _, _ := strings.Cut(strings.TrimSpace(part), "/")
		if len(all) > 0 && !strings.Contains(part, "://") && !strings.Contains(name, ".") {
			all[len(all)-1] += "," + part
			continue
		}
		all = append(all, part)
	}
	return all
}

// autofill reads the column of Proton's CSV that lists addresses as JSON. What
// it does not understand it leaves: the column url has the addresses as well.
func autofill(cell []byte) []string {
	var all []string
	j := &jsonReader{data: cell}
	_ = j.array(func() error {
		return j.object(func(key []byte) error {
			if string(key) != "url" {
				return j.skip()
			}
			one, err := j.text()
			all = append(all, one)
			return err
		})
	})
	return all
}
