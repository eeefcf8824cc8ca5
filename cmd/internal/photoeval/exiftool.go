package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// exiftool is ExifTool in one batch, when it is installed.
type exiftool struct{ path, version string }

// findExiftool says "" for why it is not there.
func findExiftool(ctx context.Context) (*exiftool, string) {
	path, err := exec.LookPath("exiftool")
	if err != nil {
		return nil, "ExifTool is not on PATH (Debian: libimage-exiftool-perl): nothing beside ours"
	}
	out, err := exec.CommandContext(ctx, path, "-ver").Output() //nolint:gosec // found on PATH under its own name
	if err != nil {
		return nil, "exiftool -ver does not run: nothing beside ours"
	}
	return &exiftool{path, strings.TrimSpace(string(out))}, ""
}

// batch runs a program that reads names of files on its standard input, and gives its
// output and the time it took of one core: others may be using the machine.
func batch(ctx context.Context, paths []string, program string, flags ...string) (out []byte, took time.Duration, err error) {
	cmd := exec.CommandContext(ctx, program, flags...) //nolint:gosec // ExifTool, or this program itself
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	cmd.Stdin = strings.NewReader(strings.Join(paths, "\n") + "\n")
	out, err = cmd.Output()
	if err != nil && len(out) == 0 { // ExifTool exits with 1 when any file was odd
		return nil, 0, fmt.Errorf("run %s: %w", filepath.Base(program), err)
	}
	return out, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}

// tags gives every tag of every file, by its path and by group and name. ExifTool
// can die of a broken file, and then says nothing of the others: it is asked again
// for each half of them, and a file that it dies of alone has no tags.
func (e *exiftool) tags(ctx context.Context, paths []string) (map[string]map[string]any, error) {
	const most = 32 // a batch that dies costs little
	all := map[string]map[string]any{}
	for some := range slices.Chunk(paths, most) {
		if err := e.ask(ctx, some, all); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (e *exiftool) ask(ctx context.Context, paths []string, all map[string]map[string]any) error {
	limited, cancel := context.WithTimeout(ctx, 10*time.Second+time.Duration(len(paths))*time.Second)
	defer cancel()
	out, _, err := batch(limited, paths, e.path, "-q", "-q", "-json", "-n", "-a", "-ee3", "-G3:1:4", "-@", "-")
	var files []map[string]any
	if err == nil {
		err = json.Unmarshal(out, &files)
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && len(paths) > 1:
		half := len(paths) / 2
		return errors.Join(e.ask(ctx, paths[:half], all), e.ask(ctx, paths[half:], all))
	}
	for _, f := range files {
		if path, ok := f["SourceFile"].(string); ok {
			all[path] = f
		}
	}
	return nil
}

// positions asks with everything that helps it: embedded files, all duplicates and
// timed tracks.
func (e *exiftool) positions(ctx context.Context, paths []string) (map[string]answer, error) {
	files, err := e.tags(ctx, paths)
	if err != nil {
		return nil, err
	}
	all := map[string]answer{}
	for path, tags := range files {
		all[filepath.Base(path)] = answer{positions: points(tags)}
	}
	return all, nil
}

// speed is files a second of one core, with the tags of a usual look.
func (e *exiftool) speed(ctx context.Context, paths []string) (float64, error) {
	_, took, err := batch(ctx, paths, e.path, "-q", "-q", "-json", "-n", "-a", "-G1", "-@", "-")
	return float64(len(paths)) / took.Seconds(), err
}

// points collects what may be meant as a position among the tags of one file.
func points(tags map[string]any) []point {
	var out []point
	for key, value := range tags {
		if stem, ok := strings.CutSuffix(key, "Latitude"); ok {
			for _, name := range []string{"Longitude", "Longtitude"} { // the second is a maker's spelling
				if lon, ok := tags[stem+name]; ok {
					out = append(out, pairs(value, lon, reference(tags, key), reference(tags, stem+name))...)
				}
			}
			continue
		}
		if strings.Contains(key, "Coordinates") || strings.Contains(key, "LocationInformation") || strings.HasSuffix(key, "Position") {
			out = append(out, inText(text(value))...)
		}
	}
	return out
}

// copies is how ExifTool marks the second of two tags of one name. It counts a tag
// and its reference apart.
var copies = regexp.MustCompile(`Copy\d+:`)

func reference(tags map[string]any, key string) string {
	if r, ok := tags[key+"Ref"]; ok {
		return text(r)
	}
	return text(tags[copies.ReplaceAllString(key, "")+"Ref"])
}

// pairs makes positions of a latitude and a longitude, or of lists of them.
func pairs(lat, lon any, latRef, lonRef string) []point {
	lats, lons := list(lat), list(lon)
	var out []point
	for i := range min(len(lats), len(lons)) {
		a, ok := degrees(lats[i], latRef)
		b, ok2 := degrees(lons[i], lonRef)
		if ok && ok2 {
			out = append(out, point{a, b})
		}
	}
	return out
}

func list(v any) []string {
	if l, ok := v.([]any); ok {
		var out []string
		for _, x := range l {
			out = append(out, text(x))
		}
		return out
	}
	return strings.Split(text(v), ", ")
}

func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

var number = regexp.MustCompile(`-?\d+(?:\.\d+)?(?:e-?\d+)?`)

// degrees reads one, two or three numbers and a reference inside or beside them.
func degrees(s, ref string) (float64, bool) {
	sum, unit := 0.0, 1.0
	found := number.FindAllString(s, 3)
	for _, n := range found {
		v, err := strconv.ParseFloat(n, 64)
		if err != nil {
			return 0, false
		}
		sum += v / unit
		unit *= 60
	}
	if len(found) == 0 {
		return 0, false
	}
	half := strings.ToUpper(strings.Trim(s, "-+.0123456789,'\"° deg") + ref)
	if sum > 0 && (strings.HasPrefix(half, "S") || strings.HasPrefix(half, "W")) {
		sum = -sum
	}
	return sum, true
}

var named = regexp.MustCompile(`Lat=(\S+) Lon=(\S+)`)

func inText(s string) []point {
	if m := named.FindStringSubmatch(s); m != nil {
		return pairs(m[1], m[2], "", "")
	}
	if n := number.FindAllString(s, 2); len(n) == 2 {
		return pairs(n[0], n[1], "", "")
	}
	return nil
}
