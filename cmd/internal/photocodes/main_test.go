package main

import (
	"bytes"
	"testing"
)

func TestRenderIsRepeatable(t *testing.T) {
	g := grid{w: 8, h: 8, dark: make([]bool, 64)}
	for i := range g.dark {
		g.dark[i] = (i+i/8)%2 == 0
	}
	for _, c := range conditions() {
		t.Run(c.name, func(t *testing.T) {
			a, b := c.render(g, 7), c.render(g, 7)
			if !bytes.Equal(a.Pix, b.Pix) {
				t.Error("the same seed made two pictures")
			}
			dark, light := false, false
			mean := 0
			for _, v := range a.Pix {
				mean += int(v)
			}
			mean /= len(a.Pix)
			for _, v := range a.Pix {
				dark = dark || int(v) < mean-5
				light = light || int(v) > mean+5
			}
			if !dark || !light {
				t.Error("the picture shows nothing")
			}
		})
	}
}

func TestThereAre384(t *testing.T) {
	if n := len(codes(0)) * len(conditions()); n != 384 {
		t.Errorf("%d pictures; want 384", n)
	}
}
