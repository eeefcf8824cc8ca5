package clean

// gif plans the copy of a GIF: its pictures, how long each shows, and how often all
// are repeated.
func (p *plan) gif() {
	b := p.peek(0, 13)
	if b == nil {
		p.fail(ErrDamaged, "GIF of %d bytes", p.size)
		return
	}
	off := 13 + colours(b[10])
	p.pixels(0, off)
	shows := false
	for p.err == nil {
		b := p.fill(off, 2)
		if len(b) == 0 {
			break // cut off, and still shows something
		}
		switch b[0] {
		case 0x3b:
			p.pixels(off, 1)
			p.trailer(off + 1)
			if !shows {
				p.fail(ErrDamaged, "GIF without a picture")
			}
			return
		case 0x2c:
			b := p.peek(off, 10)
			if b == nil {
				p.fail(ErrDamaged, "GIF ends in a picture's header")
				return
			}
			end := p.blocks(off + 10 + colours(b[9]) + 1)
			p.pixels(off, end-off)
			off, shows = end, true
		case 0x21:
			if len(b) < 2 {
				off = p.size
				continue
			}
			off = p.extension(off, b[1])
		default:
			if !shows {
				p.fail(ErrDamaged, "GIF block %#x", b[0])
			}
			p.trailer(off) // a decoder stops here as well
			return
		}
	}
	if !shows {
		p.fail(ErrDamaged, "GIF without a picture")
	}
}

// colours gives the size of the table of colours that a flag announces.
func colours(flags byte) int64 {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// blocks gives the end of a list of sub-blocks, at most the end of the file.
func (p *plan) blocks(off int64) int64 {
	for {
		b := p.fill(off, 1)
		if len(b) == 0 {
			return p.size
		}
		off += 1 + int64(b[0])
		if b[0] == 0 {
			return off
		}
	}
}

// extension decides on an extension block and gives its end.
func (p *plan) extension(off int64, label byte) int64 {
	end := p.blocks(off + 2)
	body := p.peek(off, int(min(end-off, 19)))
	switch {
	case label == 0xf9: // how long a picture shows, and what of it is transparent
		if len(body) >= 8 && body[2] == 4 {
			p.show(append(append([]byte{}, body[:7]...), 0))
		}
	case label == 0xff && len(body) >= 14 && body[2] == 11:
		switch string(body[3:14]) {
		case "NETSCAPE2.0", "ANIMEXTS1.0": // how often the pictures are repeated
			if len(body) >= 18 && body[14] == 3 && body[15] == 1 {
				p.show(append(append([]byte{}, body[:18]...), 0))
			}
		case "ICCRGBG1012":
			if p.keeps.Colour {
				p.plain(off, end-off)
			} else {
				p.note(Colour)
			}
		default:
			p.look(off+2, end-off-2, Other)
		}
	default: // comments and plain text
		p.look(off+2, end-off-2, Text)
	}
	return end
}
