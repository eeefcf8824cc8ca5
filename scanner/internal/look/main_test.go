package look_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lampan/scanner/internal/look"
)

// childName, as an argument, makes the test program the child.
const childName = "look-inside"

func TestMain(m *testing.M) {
	if name, ok := strings.CutPrefix(filepath.Base(os.Args[0]), tesseractName); ok {
		os.Exit(tesseract(name))
	}
	if len(os.Args) != 3 || os.Args[1] != childName {
		os.Exit(m.Run())
	}
	if err := child(os.Args[2]); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(0)
}

// Pictures of these sizes, in bytes, are what a child of some kinds breaks on.
const (
	dies = 101 + iota
	hangs
	babbles
	babblesForEver
	takesMemory
	liesAboutKind
	liesAboutPage
)

// child is the child, which may misbehave.
func child(how string) error {
	switch how {
	case "starts-not":
		return errors.New("no")
	case "is-another":
		fmt.Println("lampan 1.0, and much else that a program may say")
		time.Sleep(time.Hour)
	case "says-nothing":
		time.Sleep(time.Hour)
	case "free":
		return confined()
	}
	if err := look.Confine(); err != nil {
		return err
	}
	switch how {
	case "confined":
		return confined()
	case "answers-once":
		return look.Serve(&once{in: os.Stdin}, os.Stdout)
	case "breaks":
		return breaks()
	}
	return look.Serve(os.Stdin, os.Stdout)
}

// confined says what a program could still do.
func confined() error {
	var could []error
	if f, err := os.Open(os.Args[0]); err == nil {
		could = append(could, errors.New("open a file"), f.Close())
	}
	if f, err := os.OpenFile("/dev/null", os.O_WRONLY, 0); err == nil {
		could = append(could, errors.New("write a file"), f.Close())
	}
	return errors.Join(could...)
}

// once ends after one question.
type once struct {
	in   io.Reader
	left int
	head []byte
}

func (o *once) Read(b []byte) (int, error) {
	if len(o.head) == 17 && o.left == 0 {
		return 0, io.EOF
	}
	if len(o.head) < 17 {
		n, err := o.in.Read(b[:min(len(b), 17-len(o.head))])
		if o.head = append(o.head, b[:n]...); len(o.head) == 17 {
			o.left = int(binary.BigEndian.Uint64(o.head))
		}
		return n, err
	}
	n, err := o.in.Read(b[:min(len(b), o.left)])
	o.left -= n
	return n, err
}

// breaks answers honestly until the size of a picture says otherwise.
func breaks() error {
	for greeted := false; ; greeted = true {
		var head [17]byte
		if !greeted {
			if _, err := io.WriteString(os.Stdout, look.Hello); err != nil {
				return err
			}
		}
		if _, err := io.ReadFull(os.Stdin, head[:]); err != nil {
			return err
		}
		say := func(s string) {
			_, _ = os.Stdout.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(s))), s...))
		}
		switch size := binary.BigEndian.Uint64(head[:]); size {
		case dies:
			os.Exit(3)
		case hangs:
			time.Sleep(time.Hour)
		case babbles:
			say("not a word of sense")
		case babblesForEver:
			for {
				say(`{"seen":{"Thumb":"agrees","NoWords":"limit"},"more":true}`)
			}
		case liesAboutKind:
			say(`{"seen":{"NoWords":"off","Codes":[{"Kind":"wifi","Shown":"\u001b]0;x\u0007"}]}}`)
		case liesAboutPage:
			say(`{"seen":{},"page":{"width":2147483647,"height":2147483647}}`)
		case takesMemory:
			var all [][]byte
			for range 64 {
				b := make([]byte, 32<<20)
				for i := 0; i < len(b); i += 4096 {
					b[i] = 1
				}
				all = append(all, b)
			}
			say(fmt.Sprintf(`{"seen":{"NoWords":"off","Thumb":"more","Cut":0.%d}}`, len(all)))
		default:
			if _, err := io.CopyN(io.Discard, os.Stdin, int64(size)); err != nil {
				return err
			}
			say(`{"seen":{"Thumb":"agrees","NoWords":"off"}}`)
		}
	}
}
