package opinion_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/password/second/opinion"
)

func TestQuestion(t *testing.T) {
	var pipe bytes.Buffer
	buf := make([]byte, opinion.Longest+2)
	asked := [][]byte{[]byte("sommar2024"), {}, bytes.Repeat([]byte("å"), opinion.Longest/2)}
	for _, pw := range asked {
		if err := opinion.Ask(&pipe, buf, pw); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(buf, make([]byte, len(buf))) {
			t.Error("the password is still in the buffer")
		}
	}
	for _, want := range asked {
		got, err := opinion.Question(&pipe, buf)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("Question gave %d bytes, %v; want %d", len(got), err, len(want))
		}
	}
	if _, err := opinion.Question(&pipe, buf); !errors.Is(err, io.EOF) {
		t.Errorf("after the last: %v; want EOF", err)
	}
	if err := opinion.Ask(&pipe, buf, make([]byte, opinion.Longest+1)); err == nil || pipe.Len() > 0 {
		t.Errorf("too long: %v, %d bytes written; want a refusal", err, pipe.Len())
	}
	for name, in := range map[string]string{"half a head": "\x00", "too long": "\xff\xff", "cut short": "\x00\x05abc"} {
		if _, err := opinion.Question(bytes.NewReader([]byte(in)), buf); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestAnswer(t *testing.T) {
	for _, want := range []opinion.Opinion{{}, {Asked: true, Score: 4, Bits: 61.25}} {
		var pipe bytes.Buffer
		if err := opinion.Answer(&pipe, want); err != nil {
			t.Fatal(err)
		}
		got, err := opinion.Hear(&pipe)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("Hear: %v\n%s", err, diff)
		}
	}
}

// FuzzHear reads what a child that went wrong could write.
func FuzzHear(f *testing.F) {
	f.Add([]byte{1, 4, 0x40, 0x4e, 0xa0, 0, 0, 0, 0, 0})
	f.Add([]byte{2, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	f.Add([]byte{1, 3, 0x7f, 0xf8, 0, 0, 0, 0, 0, 1})
	f.Fuzz(func(t *testing.T, in []byte) {
		o, err := opinion.Hear(bytes.NewReader(in))
		if err != nil {
			if o != (opinion.Opinion{}) {
				t.Errorf("an error came with an opinion: %+v", o)
			}
			return
		}
		var back bytes.Buffer
		if err := opinion.Answer(&back, o); err != nil || !bytes.HasPrefix(in, back.Bytes()[:2]) {
			t.Errorf("heard and answered again: %x from %x, %v", back.Bytes(), in, err)
		}
		if o.Score < 0 || o.Score > 4 || o.Bits < 0 {
			t.Errorf("heard %+v", o)
		}
	})
}

func FuzzQuestion(f *testing.F) {
	f.Add([]byte("\x00\x03abc"))
	f.Fuzz(func(t *testing.T, in []byte) {
		got, err := opinion.Question(bytes.NewReader(in), make([]byte, opinion.Longest))
		if err == nil && !bytes.HasPrefix(in[2:], got) {
			t.Errorf("read %d bytes that were not there", len(got))
		}
	})
}
