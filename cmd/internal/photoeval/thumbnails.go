package main

import (
	"bytes"
	"context"
	"fmt"
	"image/jpeg"

	"lampan/rules/likeness"
	"lampan/scanner/photo"
	"lampan/scanner/photo/phototest"
)

// planted is how many photos with a thumbnail are made, half of them cropped.
const planted = 400

// thumbnails counts crops that the thumbnail gives away, the whole way: the reader
// finds the thumbnail, and what it shows is compared with the photo.
func (b *bench) thumbnails(context.Context) ([]row, error) {
	var crops, told, whole, alarms int
	for i := range planted {
		t := phototest.Thumbnail(i)
		more, err := showsMore(t.Data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.Name, err)
		}
		switch {
		case t.Cropped:
			crops++
			if more {
				told++
			}
		default:
			whole++
			if more {
				alarms++
			}
		}
		if b.missed && more != t.Cropped {
			fmt.Fprintf(b.out, "%s, %s: shows more: %v\n", t.Name, t.How, more)
		}
	}
	return []row{
		{"planted crops that the thumbnail shows", "95 %", share(told, crops), ""},
		{"whole photos said to be cropped", "1 %", share(alarms, whole), ""},
	}, nil
}

// showsMore says whether a thumbnail of a JPEG shows more than the photo.
func showsMore(data []byte) (bool, error) {
	full, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return false, err
	}
	for _, t := range photo.Inspect(bytes.NewReader(data), int64(len(data))).Thumbs {
		thumb, err := jpeg.Decode(bytes.NewReader(data[t.Offset : t.Offset+t.Size]))
		if err != nil {
			continue // a thumbnail that cannot be shown gives nothing away
		}
		if likeness.Thumbnail(full, thumb).Verdict == likeness.ShowsMore {
			return true, nil
		}
	}
	return false, nil
}
