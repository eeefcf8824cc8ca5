package pack

import (
	"embed"
	"fmt"
	"io/fs"

	"lampan/rules/places"
)

//go:embed places/*.yaml
var placeFiles embed.FS

// Places loads the catalogue of places that ships with lampan. It is no part of
// the core pack or its hash. An error means that the program was built from a
// faulty catalogue.
func Places() (*places.Catalogue, error) {
	dir, err := fs.Sub(placeFiles, "places")
	if err != nil {
		return nil, fmt.Errorf("open places: %w", err)
	}
	c, err := places.Load(dir)
	if err != nil {
		return nil, fmt.Errorf("load places: %w", err)
	}
	return c, nil
}
