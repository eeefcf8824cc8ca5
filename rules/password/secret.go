package password

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime"
)

// ErrSecret is returned by every attempt to encode a Secret.
var ErrSecret = errors.New("a password cannot be encoded")

// hidden stands where a password would have been printed.
const hidden = "[password]"

// Secret is a password candidate. It cannot be printed, logged or encoded, also
// not as a field of another value: its bytes stand behind a function, because
// fmt and encoders read unexported fields without asking the type.
//
// The zero Secret is empty. A Secret is not safe for concurrent use.
type Secret struct {
	use func(func(*[]byte))
}

// NewSecret takes ownership of b, which the caller must not use again. Wipe
// clears it.
func NewSecret(b []byte) Secret {
	return Secret{use: func(f func(*[]byte)) { f(&b) }}
}

// Use calls f with the password's bytes. f must not keep them, change them or
// make a string of them.
func (s Secret) Use(f func([]byte)) {
	if s.use == nil {
		f(nil)
		return
	}
	s.use(func(b *[]byte) {
		f(*b)
		runtime.KeepAlive(b)
	})
}

// Empty reports whether there is nothing in the secret.
func (s Secret) Empty() (empty bool) {
	s.Use(func(b []byte) { empty = len(b) == 0 })
	return empty
}

// Wipe overwrites the password. The Secret, and every copy of it, is empty
// afterwards.
func (s Secret) Wipe() {
	if s.use == nil {
		return
	}
	s.use(func(b *[]byte) {
		clear((*b)[:cap(*b)])
		*b = nil
	})
}

// String hides the password.
func (s Secret) String() string { return hidden }

// GoString hides the password.
func (s Secret) GoString() string { return hidden }

// Format hides the password, whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// LogValue hides the password from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText refuses, and so do the encoders that rest on it: JSON, XML, YAML.
func (s Secret) MarshalText() ([]byte, error) { return nil, ErrSecret }

// MarshalBinary refuses, and so does gob, which rests on it.
func (s Secret) MarshalBinary() ([]byte, error) { return nil, ErrSecret }
