package pack

import (
	"embed"
	"fmt"
	"io/fs"

	"lampan/rules/request"
)

//go:embed requests/*.yaml
var requestFiles embed.FS

// Requests loads the texts to send to places that ship with lampan. Like the
// places they are no part of the core pack or its hash. An error means that the
// program was built from a faulty text.
func Requests() (*request.Set, error) {
	dir, err := fs.Sub(requestFiles, "requests")
	if err != nil {
		return nil, fmt.Errorf("open requests: %w", err)
	}
	s, err := request.Load(dir)
	if err != nil {
		return nil, fmt.Errorf("load requests: %w", err)
	}
	return s, nil
}
