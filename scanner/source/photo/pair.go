package photo

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"lampan/scanner/internal/decode"
)

// pairs says which sidecars lie beside which pictures, by their names alone, so
// that one listing is enough.
type pairs struct {
	exact  map[string]int   // a picture by its path, in lower case
	stems  map[string][]int // pictures by their path without ending
	sorted []string         // the keys of exact
	of     map[int][]int    // the sidecars of a picture
	paired map[int]bool     // sidecars that have found a picture
}

// pair looks at the paths of files, of pictures and others.
func pair(paths []string) *pairs {
	p := &pairs{exact: map[string]int{}, stems: map[string][]int{}, of: map[int][]int{}, paired: map[int]bool{}}
	sidecars := false
	for i, name := range paths {
		if decode.SidecarName(name) {
			sidecars = true
			continue
		}
		if !decode.PictureName(name) {
			continue
		}
		key := strings.ToLower(name)
		p.exact[key] = i
		stem := strings.TrimSuffix(key, path.Ext(key))
		p.stems[stem] = append(p.stems[stem], i)
		p.sorted = append(p.sorted, key)
	}
	if !sidecars {
		return p
	}
	slices.Sort(p.sorted)
	for i, name := range paths {
		if !decode.SidecarName(name) {
			continue
		}
		if j, ok := p.picture(strings.ToLower(name)); ok {
			p.join(j, i)
		}
	}
	p.edited()
	return p
}

func (p *pairs) join(picture, sidecar int) {
	p.of[picture] = append(p.of[picture], sidecar)
	p.paired[sidecar] = true
}

// picture finds the picture that a sidecar is named after.
func (p *pairs) picture(name string) (int, bool) {
	ext := path.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	if i, ok := p.exact[stem]; ok { // IMG_1.jpg.xmp, IMG_1.jpg.json
		return i, true
	}
	if ext == ".json" {
		if i, ok := p.takeout(stem); ok {
			return i, true
		}
	}
	if list := p.stems[stem]; len(list) == 1 { // IMG_1.xmp
		return list[0], true
	}
	return 0, false
}

// takeoutStem is the length to which Google cuts a sidecar's name without ".json",
// in UTF-16 units.
const takeoutStem = 46

// maxAlike is more pictures than have names that begin alike for that long. Without
// it the work would grow as pictures times sidecars.
const maxAlike = 1000

// takeout finds a picture of Google Takeout. Since 2024 a sidecar is called
// "IMG_1.jpg.supplemental-metadata.json", cut to 51 characters at any place, and
// before that "IMG_1.jpg.json", cut too. The number of the second picture of a name
// stands elsewhere in the two: "IMG_1(1).jpg", "IMG_1.jpg.supplemental-meta(1).json".
// (The rules are those that ente's pull request 4956 found, and immich-go's.)
func (p *pairs) takeout(stem string) (int, bool) {
	whole := len(utf16.Encode([]rune(path.Base(stem)))) < takeoutStem
	name, number := numbered(stem)
	if i := strings.LastIndexByte(name, '.'); i >= 0 && strings.HasPrefix("supplemental-metadata", name[i+1:]) {
		name = name[:i]
	}
	if i, ok := p.exact[withNumber(name, number)]; ok {
		return i, true
	}
	if i, ok := p.exact[name+number]; ok {
		return i, true
	}
	if whole {
		return 0, false
	}
	found, count := 0, 0
	at, _ := slices.BinarySearch(p.sorted, name)
	for n, key := range p.sorted[at:] {
		if !strings.HasPrefix(key, name) || count > 1 {
			break
		}
		if n == maxAlike {
			return 0, false
		}
		if _, n := numbered(strings.TrimSuffix(key, path.Ext(key))); n == number {
			found = p.exact[key]
			count++
		}
	}
	return found, count == 1
}

// numbered splits "IMG_1(2)" into "IMG_1" and "(2)".
func numbered(name string) (rest, number string) {
	i := strings.LastIndexByte(name, '(')
	if i < 0 || !strings.HasSuffix(name, ")") {
		return name, ""
	}
	if _, err := strconv.ParseUint(name[i+1:len(name)-1], 10, 16); err != nil {
		return name, ""
	}
	return name[:i], name[i:]
}

// withNumber puts a number in front of the ending.
func withNumber(name, number string) string {
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + number + ext
}

// edited gives a picture that Google Photos changed the sidecars of the one it was
// made of.
func (p *pairs) edited() {
	for _, key := range p.sorted {
		i := p.exact[key]
		if len(p.of[i]) > 0 {
			continue
		}
		ext := path.Ext(key)
		for _, mark := range []string{"-edited", "-redigerad"} {
			if stem, ok := strings.CutSuffix(strings.TrimSuffix(key, ext), mark); ok {
				if j, ok := p.exact[stem+ext]; ok {
					p.of[i] = p.of[j]
				}
			}
		}
	}
}

// titled finds a picture beside a sidecar by the name that the sidecar tells.
// Google writes "_" for what not every file system allows in a name.
func (p *pairs) titled(sidecar, title string) (int, bool) {
	title = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|&%'`, r) {
			return '_'
		}
		return r
	}, strings.ToLower(title))
	sidecar = strings.ToLower(sidecar)
	_, number := numbered(strings.TrimSuffix(sidecar, path.Ext(sidecar)))
	i, ok := p.exact[path.Join(path.Dir(sidecar), withNumber(title, number))]
	return i, ok
}

// exported finds the picture that an export's list names by its path from the top
// of the export. Several exports may lie side by side; the list belongs to the one
// it lies in.
func (p *pairs) exported(list, name string) (int, bool) {
	list, name = strings.ToLower(list), strings.ToLower(name)
	for top := path.Dir(list); ; top = path.Dir(top) {
		if i, ok := p.exact[path.Join(top, name)]; ok {
			return i, true
		}
		if top == "." || top == "/" {
			return 0, false
		}
	}
}
