package picture

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// maxTree bounds what is decoded into values, which take twenty times the room.
const maxTree = 256 << 10

// manifest reads JUMBF boxes (ISO 19566-5): the manifests of C2PA, whose
// assertions are JSON, CBOR and pictures.
func (w *work) manifest(s span) {
	label := ""
	w.walk("c2pa", s, func(kind string, body span) {
		switch kind {
		case "jumb":
			w.manifest(body)
		case "jumd":
			const head = 16 + 1 // kind of content, and what follows
			raw, _, _ := strings.Cut(string(body.upTo(head, 256)), "\x00")
			label = raw
		case "json":
			w.json(body, "c2pa")
		case "cbor":
			w.cbor(body)
		case "xml ":
			w.packet(body, "c2pa")
		case "bidb":
			if strings.Contains(label, "thumbnail") && body.starts(0, soi) {
				w.thumb(Thumb{Offset: body.offset(0), Size: body.size, Layer: "c2pa", Format: "jpeg"})
				w.preview(body)
			}
		}
	})
}

// json reads a tree of properties.
func (w *work) json(s span, layer string) {
	if s.size > maxTree {
		w.fault(layer, "text is too long", s.offset(0))
		return
	}
	b := []byte(strings.TrimPrefix(string(s.upTo(0, maxTree)), "\xef\xbb\xbf"))
	var v any
	if err := json.Unmarshal([]byte(strings.TrimRight(string(b), "\x00")), &v); err != nil {
		w.fault(layer, "JSON is not readable", s.offset(0))
		w.loose(string(b), layer)
		return
	}
	w.tree(v, layer)
}

func (w *work) tree(v any, layer string) {
	x := &xmp{w: w, layer: layer}
	x.push("")
	x.value("", v)
	for len(x.open) > 0 {
		x.pop()
	}
	x.done()
}

// value takes in a value of JSON or CBOR as a property or an element.
func (x *xmp) value(name string, v any) {
	if !x.w.item() {
		return
	}
	switch v := v.(type) {
	case string:
		x.property(x.top(), name, v)
	case float64:
		x.property(x.top(), name, strconv.FormatFloat(v, 'f', -1, 64))
	case []any:
		if s := numerals(v); s != "" {
			x.property(x.top(), name, s)
			return
		}
		for _, one := range v {
			x.value(name, one)
		}
	case map[string]any:
		x.object(name, v)
	}
}

// numerals joins numbers as XMP writes degrees, minutes and seconds.
func numerals(v []any) string {
	var parts []string
	for _, one := range v {
		n, ok := one.(float64)
		if !ok || len(parts) == 3 {
			return ""
		}
		parts = append(parts, strconv.FormatFloat(n, 'f', -1, 64))
	}
	return strings.Join(parts, ",")
}

func (x *xmp) object(name string, v map[string]any) {
	if s, ok := v["name"].(string); ok {
		switch name {
		case "author", "creator":
			x.w.text("author", s, x.layer)
		case "softwareAgent":
			x.top().agent = s
			return
		case "claim_generator_info":
			x.w.text("software", s, x.layer)
		case "people":
			x.w.text("person", s, x.layer)
		}
	}
	if s, ok := v["timestamp"].(string); ok {
		if secs, err := strconv.ParseInt(s, 10, 64); err == nil && name == "photoTakenTime" {
			x.w.time(Time{At: time.Unix(secs, 0).UTC(), Zoned: true, What: "taken", Layer: x.layer})
		}
	}
	for _, key := range []string{"title", "description", "caption"} {
		if s, ok := v[key].(string); ok && x.layer == "sidecar" {
			x.w.text("caption", s, x.layer)
		}
	}
	const deepest = 100
	if len(x.open) >= deepest {
		return
	}
	x.push(name)
	for _, key := range sortedKeys(v) {
		x.value(key, v[key])
	}
	x.pop()
}

// cbor reads a tree of CBOR (RFC 8949).
func (w *work) cbor(s span) {
	if s.size > maxTree {
		w.fault("c2pa", "manifest is too long", s.offset(0))
		return
	}
	c := &cbor{w: w, b: s.copied(maxTree)}
	v, ok := c.next(0)
	if !ok {
		w.fault("c2pa", "CBOR is not readable", s.offset(0))
	}
	w.tree(v, "c2pa")
}

type cbor struct {
	w *work
	b []byte
}

// stopped is the mark that ends a list of unsaid length.
type stopped struct{}

// next decodes one value: string, float64, []any, map[string]any or nil. What was
// read before a fault is given with false.
func (c *cbor) next(depth int) (any, bool) {
	const deepest = 64
	if len(c.b) == 0 || depth > deepest || !c.w.item() {
		return nil, false
	}
	major, low := c.b[0]>>5, c.b[0]&31
	c.b = c.b[1:]
	n, endless := int64(low), false
	switch {
	case low >= 24 && low <= 27:
		size := 1 << (low - 24)
		if len(c.b) < size {
			return nil, false
		}
		n = number(c.b[:size], binary.BigEndian)
		if size == 8 && major == 7 {
			double := math.Float64frombits(binary.BigEndian.Uint64(c.b))
			c.b = c.b[size:]
			return double, true
		}
		c.b = c.b[size:]
	case low == 31:
		if major == 7 {
			return stopped{}, true
		}
		n, endless = math.MaxInt64, true
	case low > 27:
		return nil, false
	}
	switch major {
	case 0:
		return float64(n), true
	case 1:
		return -1 - float64(n), true
	case 2, 3:
		return c.text(n, endless, major == 3, depth)
	case 4:
		return c.array(n, endless, depth)
	case 5:
		return c.object(n, endless, depth)
	case 6:
		return c.next(depth + 1) // a tag: what it is about follows
	}
	return float7(low, n), true
}

func float7(low byte, n int64) any {
	switch low {
	case 25: // half precision
		exp, frac := int(n>>10&31), float64(n&1023)
		v := math.Ldexp(frac/1024+1, exp-15)
		if exp == 0 {
			v = math.Ldexp(frac/1024, -14)
		}
		if n>>15 == 1 {
			v = -v
		}
		return v
	case 26:
		return float64(math.Float32frombits(uint32(n & math.MaxUint32)))
	}
	return nil
}

func (c *cbor) text(n int64, endless, isText bool, depth int) (any, bool) {
	if endless {
		var all strings.Builder
		for {
			v, ok := c.next(depth + 1)
			if _, end := v.(stopped); end || !ok {
				return all.String(), ok
			}
			if s, is := v.(string); is {
				all.WriteString(s)
			}
		}
	}
	if n > int64(len(c.b)) {
		return nil, false
	}
	s := c.b[:n]
	c.b = c.b[n:]
	if !isText {
		return nil, true
	}
	return string(s), true
}

func (c *cbor) array(n int64, endless bool, depth int) (any, bool) {
	var out []any
	for range n {
		v, ok := c.next(depth + 1)
		if _, end := v.(stopped); end {
			return out, endless
		}
		if v != nil {
			out = append(out, v)
		}
		if !ok {
			return out, false
		}
	}
	return out, true
}

func (c *cbor) object(n int64, endless bool, depth int) (any, bool) {
	out := map[string]any{}
	for range n {
		k, ok := c.next(depth + 1)
		if _, end := k.(stopped); end {
			return out, endless
		}
		if !ok {
			return out, false
		}
		v, ok := c.next(depth + 1)
		if key, is := k.(string); is {
			out[key] = v
		} else if k != nil {
			out[fmt.Sprint(k)] = v
		}
		if !ok {
			return out, false
		}
	}
	return out, true
}
