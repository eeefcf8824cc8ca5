package code

import "math"

// point is a place in a picture, in pixels; pixel (0,0) is centred on (0.5,0.5).
type point struct{ x, y float64 }

func (p point) plus(q point) point          { return point{p.x + q.x, p.y + q.y} }
func (p point) minus(q point) point         { return point{p.x - q.x, p.y - q.y} }
func (p point) times(f float64) point       { return point{p.x * f, p.y * f} }
func (p point) dot(q point) float64         { return p.x*q.x + p.y*q.y }
func (p point) cross(q point) float64       { return p.x*q.y - p.y*q.x }
func (p point) length() float64             { return math.Hypot(p.x, p.y) }
func (p point) to(q point, f float64) point { return p.plus(q.minus(p).times(f)) }

// plane maps the flat paper of a code, in modules, to the picture, as a camera does
// (a homography).
type plane struct{ a, b, c, d, e, f, g, h float64 }

func (p plane) at(u, v float64) point {
	w := p.g*u + p.h*v + 1
	return point{(p.a*u + p.b*v + p.c) / w, (p.d*u + p.e*v + p.f) / w}
}

// planeOf is the plane on which the corners (0,0), (w,0), (w,h) and (0,h) lie at
// the given points. It is false where these make no convex quadrangle.
func planeOf(w, h float64, q [4]point) (plane, bool) {
	for i := range q {
		// All corners turn the same way.
		a, b, c := q[i], q[(i+1)%4], q[(i+2)%4]
		if b.minus(a).cross(c.minus(b)) < 1e-6 {
			return plane{}, false
		}
	}
	// From the unit square (Heckbert, Fundamentals of Texture Mapping, 1989).
	s := q[0].minus(q[1]).plus(q[2]).minus(q[3])
	d1, d2 := q[1].minus(q[2]), q[3].minus(q[2])
	det := d1.cross(d2)
	g, k := s.cross(d2)/det, d1.cross(s)/det
	p := plane{
		a: q[1].x - q[0].x + g*q[1].x, b: q[3].x - q[0].x + k*q[3].x, c: q[0].x,
		d: q[1].y - q[0].y + g*q[1].y, e: q[3].y - q[0].y + k*q[3].y, f: q[0].y,
		g: g, h: k,
	}
	p.a, p.d, p.g = p.a/w, p.d/w, p.g/w
	p.b, p.e, p.h = p.b/h, p.e/h, p.h/h
	return p, true
}

// from is the plane counted from another place of it.
func (p plane) from(u, v float64) plane {
	w := p.g*u + p.h*v + 1
	return plane{
		p.a / w, p.b / w, (p.a*u + p.b*v + p.c) / w,
		p.d / w, p.e / w, (p.d*u + p.e*v + p.f) / w,
		p.g / w, p.h / w,
	}
}
