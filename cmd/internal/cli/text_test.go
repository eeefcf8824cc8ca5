package cli_test

import (
	"bytes"
	"encoding/json"
	"image/color"
	"image/jpeg"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/cmd/internal/cli"
	"lampan/cmd/internal/config"
	"lampan/scanner"
	"lampan/scanner/photo/phototest"
)

// letterCase is a case with an album of one picture: a letter to an invented
// person, with one of Skatteverket's test numbers.
func letterCase(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	household := `schema: 1
case: k7f3a9c2
lang: sv
people:
  - {id: anna, name: Anna Lind, born: 1981}
sources:
  - {id: album, subject: anna, kind: photo, at: bilder, visibility: open}
consents:
  - {id: c1, case: k7f3a9c2, subject: anna, given_by: [anna], method: self, sources: [album], detectors: [all],
     purpose: exposure-review, granted: 2027-01-01, expires: 2027-12-31}
`
	m := phototest.Page(1240, 1754, 30, color.RGBA{30, 30, 40, 255}, color.RGBA{245, 244, 238, 255},
		"Vårdcentralen Granen", "", "Anna Lind", "Kastanjegatan 14", "123 45 Granstad", "",
		"Kallelse till undersökning", "", "Ta med giltig legitimation och denna kallelse. Kom",
		"gärna tio minuter före utsatt tid.", "",
		"Personnummer: 19900101-2385", "Telefon 070-174 06 05", "", "Med vänlig hälsning", "Vårdcentralen Granen")
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, m, &jpeg.Options{Quality: 70}); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "bilder"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"household.yaml": []byte(household), "bilder/brev.jpg": picture.Bytes()} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// What a letter in a picture says is judged as what a post says, and told as a
// picture. The text itself is kept nowhere.
func TestLetterInPicture(t *testing.T) {
	tesseract := scanner.FindTesseract()
	if tesseract == "" {
		t.Skip("tesseract is not installed")
	}
	if said, err := exec.CommandContext(t.Context(), tesseract, "--list-langs").Output(); err != nil || !strings.Contains(string(said), "swe") {
		t.Skip("tesseract has no Swedish data")
	}
	for _, tc := range []struct {
		name, text string
		want       []string // rules
	}{
		{"read", "true", []string{"photo.document", "reg.personnummer", "reg.phone"}},
		{"not read", "false", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := letterCase(t)
			var out, errs bytes.Buffer
			app := &cli.App{
				In: strings.NewReader(""), Out: &out, Err: &errs,
				Terminal: func(any) (int, bool) { return 60, false },
				Now:      func() time.Time { return time.Date(2027, 6, 14, 12, 0, 0, 0, time.UTC) },
				Settings: config.Loader{LookupEnv: func(string) (string, bool) { return "", false }},
				Version:  "test", Program: os.Args[0], Name: os.Args[0],
			}
			code := app.Main(t.Context(), []string{"audit", dir, "--offline", "--format", "json", "--lang", "en", "--photo-text=" + tc.text, "--log", "debug"})
			if code != 0 {
				t.Fatalf("exit %d: %s", code, errs.String())
			}
			var report struct {
				Audit struct {
					Findings []struct {
						Rule     string
						Evidence []struct{ Photo bool }
					}
				}
			}
			if err := json.Unmarshal(out.Bytes(), &report); err != nil {
				t.Fatal(err)
			}
			var found []string
			for _, f := range report.Audit.Findings {
				found = append(found, f.Rule)
				for _, e := range f.Evidence {
					if !e.Photo {
						t.Errorf("%s is not told of a picture", f.Rule)
					}
				}
			}
			slices.Sort(found)
			if diff := cmp.Diff(tc.want, found); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			secrets := []string{"19900101-2385", "199001012385", "utsatt tid", "Kastanjegatan 14"}
			for _, said := range secrets {
				if strings.Contains(out.String()+errs.String(), said) {
					t.Errorf("the audit or its log says %q", said)
				}
			}
			err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
				if err != nil || e.IsDir() {
					return err
				}
				data, err := os.ReadFile(path) //nolint:gosec // a file of the test's own case
				for _, said := range secrets {
					if bytes.Contains(data, []byte(said)) {
						t.Errorf("%s holds %q", filepath.Base(path), said)
					}
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}
