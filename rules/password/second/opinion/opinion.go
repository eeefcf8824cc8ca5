// Package opinion is what zxcvbn-go said of a password, and how the question
// and the answer travel between two programs. zxcvbn-go itself runs in a process
// of its own, so this package does not import it.
package opinion

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// Opinion is what zxcvbn-go thinks of a password. The zero Opinion was not
// asked.
type Opinion struct {
	Asked bool    `json:"asked"` // false when it was not shown to it, or gave no answer in time
	Score int     `json:"score"` // 0 to 4
	Bits  float64 `json:"bits"`  // its entropy; 0 says nothing
}

// Longest is how many bytes a question may hold. A longer password is not asked
// about: zxcvbn-go would need minutes for it.
const Longest = 4096

// ErrAnswer is returned for bytes that are no answer.
var ErrAnswer = errors.New("not an answer")

// A question is the length in two bytes, big-endian, and the password. An
// answer is one byte that says whether it was asked, one for the score and eight
// for the bits, an IEEE 754 number.
const (
	headLen   = 2
	answerLen = 10
)

// Ask writes a question. buf has room for Longest+2 bytes and holds the password
// only until Ask returns.
func Ask(w io.Writer, buf, password []byte) error {
	if len(password) > Longest {
		return fmt.Errorf("ask about %d bytes: at most %d", len(password), Longest)
	}
	buf = append(binary.BigEndian.AppendUint16(buf[:0], uint16(len(password))), password...)
	defer clear(buf)
	if _, err := w.Write(buf); err != nil {
		return fmt.Errorf("ask: %w", err)
	}
	return nil
}

// Question reads a question into buf, which has room for Longest bytes, and
// returns the password in it; io.EOF after the last.
func Question(r io.Reader, buf []byte) ([]byte, error) {
	var head [headLen]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint16(head[:]))
	if n > Longest {
		return nil, fmt.Errorf("a question of %d bytes: at most %d", n, Longest)
	}
	if _, err := io.ReadFull(r, buf[:n]); err != nil {
		return nil, fmt.Errorf("read a question: %w", err)
	}
	return buf[:n], nil
}

// Answer writes an answer.
func Answer(w io.Writer, o Opinion) error {
	b := make([]byte, 2, answerLen)
	if o.Asked {
		b[0] = 1
	}
	b[1] = byte(o.Score)
	_, err := w.Write(binary.BigEndian.AppendUint64(b, math.Float64bits(o.Bits)))
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	return nil
}

// Hear reads an answer. What cannot be one is ErrAnswer.
func Hear(r io.Reader) (Opinion, error) {
	var b [answerLen]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return Opinion{}, fmt.Errorf("hear the answer: %w", err)
	}
	o := Opinion{Asked: b[0] == 1, Score: int(b[1]), Bits: math.Float64frombits(binary.BigEndian.Uint64(b[2:]))}
	if b[0] > 1 || o.Score > 4 || math.IsNaN(o.Bits) || math.IsInf(o.Bits, 0) || o.Bits < 0 {
		return Opinion{}, ErrAnswer
	}
	return o, nil
}
