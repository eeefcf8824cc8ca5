package photo

import (
	"image"

	"lampan/scanner/internal/picture/code"
)

// Code is a two-dimensional code with its text, which may hold secrets.
type Code = code.Code

// Codes reads the codes in a picture within the usual limits; that there are none
// never says that a picture holds none. An audit looks at pixels in a process of
// its own; this is for measuring.
func Codes(m image.Image) []Code { return code.Read(m, code.Limits{}).Codes }
