package password_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"lampan/rules/password"
)

// canary is a password that must show nowhere.
const canary = "Kanariefågel-8Zq"

// traces are the forms in which a leak could show.
func traces() []string {
	b := []byte(canary)
	numbers := strings.Trim(fmt.Sprint(b), "[]")
	return []string{canary, "Kanarie", "8Zq", strings.ToLower(canary), "kanariefagel", numbers, fmt.Sprintf("%x", b), fmt.Sprintf("%X", b)}
}

func TestSecretShowsNowhere(t *testing.T) {
	type form struct {
		Name   string
		Secret password.Secret
		hidden password.Secret
		list   []password.Secret
		any    any
	}
	s := password.NewSecret([]byte(canary))
	defer s.Wipe()
	enclosing := form{"x", s, s, []password.Secret{s}, &s}
	shown := map[string]string{}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%p", "%c", "%U", "%t", "%!"} {
		for name, value := range map[string]any{"secret": s, "pointer": &s, "struct": enclosing, "pointer to struct": &enclosing, "map": map[string]password.Secret{"a": s}} {
			shown[name+" "+verb] = fmt.Sprintf(verb, value)
		}
	}
	for _, json := range []bool{true, false} {
		var out bytes.Buffer
		var h slog.Handler = slog.NewTextHandler(&out, nil)
		if json {
			h = slog.NewJSONHandler(&out, nil)
		}
		slog.New(h).Info("m", "secret", s, "struct", enclosing)
		shown[fmt.Sprintf("slog, JSON %v", json)] = out.String()
	}
	encoders := map[string]func(any) ([]byte, error){
		"JSON": json.Marshal, "XML": xml.Marshal, "YAML": yaml.Marshal,
		"gob": func(v any) ([]byte, error) {
			var out bytes.Buffer
			err := gob.NewEncoder(&out).Encode(v)
			return out.Bytes(), err
		},
	}
	for name, encode := range encoders {
		for what, value := range map[string]any{"secret": s, "struct": struct{ Secret password.Secret }{s}} {
			b, err := encode(value)
			shown[name+" of "+what] = string(b)
			if err == nil {
				t.Errorf("%s of %s: no error; want a refusal", name, what)
			} else {
				shown[name+" error of "+what] = err.Error()
			}
		}
	}
	if _, err := json.Marshal(s); !errors.Is(err, password.ErrSecret) {
		t.Errorf("json.Marshal: %v; want ErrSecret", err)
	}
	for where, text := range shown {
		for _, trace := range traces() {
			if strings.Contains(text, trace) {
				t.Errorf("%s shows the password", where)
			}
		}
	}
}

func TestWipe(t *testing.T) {
	b := append(make([]byte, 0, 64), canary...)
	s := password.NewSecret(b)
	other := s
	if s.Empty() {
		t.Error("a full secret is empty")
	}
	s.Wipe()
	if !bytes.Equal(b[:cap(b)], make([]byte, 64)) {
		t.Error("the bytes are still there")
	}
	if !s.Empty() || !other.Empty() {
		t.Error("a wiped secret, or a copy of it, is not empty")
	}
	var zero password.Secret
	zero.Wipe()
	if !zero.Empty() || fmt.Sprint(zero) != "[password]" {
		t.Error("the zero secret is not an empty secret")
	}
}
