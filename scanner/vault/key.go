package vault

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"math"
	"strings"
	"sync"

	"github.com/tobischo/argon2"
)

// What opening a KDBX file may cost. KeePass and KeePassXC choose what takes a
// second; their own settings stay far below. Anybody can write a header that
// asks for more than a computer has.
const (
	maxRounds = 1_000_000_000 // of AES, about half a minute
	maxMemory = 1 << 30       // bytes of Argon2
	maxPasses = 1 << 20       // over however little memory
	maxWork   = 64 << 30      // bytes times passes, about a minute

	leastMemory = 8 << 10 // bytes that Argon2 takes for each lane, whatever it is given
)

// Key derivations have UUIDs.
const (
	kdfAES3    = "\xc9\xd9\xf3\x9a\x62\x8a\x44\x60\xbf\x74\x0d\x08\xc1\x8a\x4f\xea"
	kdfAES4    = "\x7c\x02\xbb\x82\x79\xa7\x4a\xc0\x92\x7d\x11\x4a\x00\x64\x82\x38"
	kdfArgon2d = "\xef\x63\x6d\xdf\x8c\x29\x44\x4b\x91\xf7\xa9\xa4\x03\xe3\x0a\x0c"
	kdfArgonID = "\x9e\x29\x8b\x19\x56\xdb\x47\x73\xb2\x3d\xfc\x3e\xc6\xf0\xa1\xe6"
)

// derivation is how the key is made from the password and the key file.
type derivation struct {
	kind     string
	salt     []byte
	rounds   uint64 // of AES, or passes of Argon2
	memory   uint64 // bytes
	parallel uint64
}

// derivation reads how the key is derived, and refuses what costs too much.
func (h *header) derivation() (derivation, error) {
	if h.major == 3 {
		d := derivation{kind: kdfAES3, salt: h.fields[fieldTransformSeed], rounds: h.uint(fieldRounds)}
		return d, d.check(0)
	}
	items, err := dictionary(h.fields[fieldKDF])
	if err != nil {
		return derivation{}, err
	}
	number := func(name string) uint64 {
		switch b := items[name]; len(b) {
		case 4:
			return uint64(binary.LittleEndian.Uint32(b))
		case 8:
			return binary.LittleEndian.Uint64(b)
		}
		return 0
	}
	d := derivation{
		kind: string(items["$UUID"]), salt: items["S"],
		rounds: number("R"), memory: number("M"), parallel: number("P"),
	}
	if d.kind == kdfArgon2d || d.kind == kdfArgonID {
		d.rounds = number("I")
	}
	// A secret key and associated data are part of Argon2, and no program uses
	// them.
	if len(items["K"]) > 0 || len(items["A"]) > 0 {
		return derivation{}, bad{what: Unsupported}
	}
	return d, d.check(number("V"))
}

func (d derivation) check(version uint64) error {
	switch d.kind {
	case kdfAES3, kdfAES4:
		switch {
		case d.rounds > maxRounds:
			return bad{what: TooCostly}
		case len(d.salt) != 32:
			return bad{what: Damaged}
		}
	case kdfArgon2d, kdfArgonID:
		switch {
		case d.memory > maxMemory, d.rounds > maxPasses, d.parallel > 255, max(d.memory, d.parallel*leastMemory)*d.rounds > maxWork:
			return bad{what: TooCostly}
		case version != 0x13:
			return bad{what: Unsupported}
		case d.rounds == 0, d.parallel == 0, len(d.salt) == 0:
			return bad{what: Damaged}
		}
	default:
		return bad{what: Unsupported}
	}
	return nil
}

// derive makes the key of composite.
func (d derivation) derive(composite []byte) []byte {
	// check has seen that these fit; the AES kinds do not use them.
	passes, kilobytes, parallel := uint32(d.rounds&math.MaxUint32), uint32(d.memory>>10&math.MaxUint32), uint8(d.parallel&math.MaxUint8)
	switch d.kind {
	case kdfArgon2d:
		return argon2.DKey(composite, d.salt, passes, kilobytes, parallel, 32)
	case kdfArgonID:
		return argon2.IDKey(composite, d.salt, passes, kilobytes, parallel, 32)
	}
	key := bytes.Clone(composite)
	defer clear(key)
	var halves sync.WaitGroup
	halves.Go(func() { d.encrypt(key[:16]) })
	halves.Go(func() { d.encrypt(key[16:]) })
	halves.Wait()
	sum := sha256.Sum256(key)
	return sum[:]
}

// encrypt encrypts block with AES as often as the derivation asks for. To
// encrypt zeros in CBC mode is the same, with one call for many rounds.
func (d derivation) encrypt(block []byte) {
	c, err := aes.NewCipher(d.salt) // of 32 bytes, as check saw
	if err != nil {
		return
	}
	cbc := cipher.NewCBCEncrypter(c, block)
	var run [512 * aes.BlockSize]byte
	for left := d.rounds; left > 0; {
		n := min(left, uint64(len(run)/aes.BlockSize))
		part := run[:n*aes.BlockSize]
		clear(part)
		cbc.CryptBlocks(part, part)
		copy(block, part[len(part)-aes.BlockSize:])
		left -= n
	}
	clear(run[:])
}

// dictionary reads KDBX's list of named values.
func dictionary(b []byte) (map[string][]byte, error) {
	cut := bad{what: Damaged}
	if len(b) < 2 || b[1] != 1 {
		return nil, cut
	}
	items := map[string][]byte{}
	b = b[2:]
	take := func() ([]byte, bool) {
		if len(b) < 4 {
			return nil, false
		}
		n := int64(binary.LittleEndian.Uint32(b))
		if b = b[4:]; int64(len(b)) < n {
			return nil, false
		}
		value := b[:n]
		b = b[n:]
		return value, true
	}
	for len(b) > 0 && b[0] != 0 {
		b = b[1:]
		name, ok := take()
		if !ok {
			return nil, cut
		}
		value, ok := take()
		if !ok {
			return nil, cut
		}
		items[string(name)] = value
	}
	return items, nil
}

// composite joins what opens a file: the hash of the password, the key in the
// key file, or both. The caller wipes it.
func (r *reader) composite() ([]byte, error) {
	if r.options.Password.Empty() && len(r.options.KeyFile) == 0 {
		return nil, bad{what: NeedsPassword}
	}
	var joined [2 * sha256.Size]byte
	defer clear(joined[:])
	parts := joined[:0]
	r.options.Password.Use(func(pw []byte) {
		if len(pw) > 0 {
			sum := sha256.Sum256(pw)
			parts = append(parts, sum[:]...)
		}
	})
	if len(r.options.KeyFile) > 0 {
		key, err := keyFile(r.options.KeyFile)
		if err != nil {
			return nil, err
		}
		parts = append(parts, key[:]...)
	}
	sum := sha256.Sum256(parts)
	return sum[:], nil
}

// keyFile returns the key in a key file: XML of version 1 or 2, 32 bytes, 64
// hexadecimal digits, or the hash of any other file. As in
// keepass.info/help/base/keys.html and KeePassXC's FileKey.cpp.
func keyFile(b []byte) (key [32]byte, err error) {
	if data, sum, version, ok := xmlKey(b); ok {
		return decodeKey(data, sum, version)
	}
	if len(b) == 32 {
		return [32]byte(b), nil
	}
	if len(b) == 64 {
		if n, err := hex.Decode(key[:], b); err == nil && n == 32 {
			return key, nil
		}
	}
	return sha256.Sum256(b), nil
}

// xmlKey finds the key in a key file that is XML.
func xmlKey(b []byte) (data, sum, version string, ok bool) {
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if !bytes.HasPrefix(bytes.TrimSpace(b), []byte("<")) {
		return "", "", "", false
	}
	x := &xmlReader{data: b}
	root, err := x.open()
	if err != nil || root.name != "KeyFile" {
		return "", "", "", false
	}
	err = x.children(root, func(e element) error {
		return x.children(e, func(part element) (err error) {
			switch part.name {
			case "Version":
				version, err = x.text(part)
			case "Data":
				sum = part.attr("Hash")
				data, err = x.text(part)
			default:
				err = x.skip(part)
			}
			return err
		})
	})
	return data, sum, version, err == nil && data != ""
}

// decodeKey reads the key of an XML file: base64 in version 1; in version 2
// hexadecimal digits, with the start of their hash.
func decodeKey(data, sum, version string) (key [32]byte, err error) {
	data = strings.Join(strings.Fields(data), "")
	var b []byte
	if strings.HasPrefix(version, "2") {
		b, err = hex.DecodeString(data)
		if hash := sha256.Sum256(b); err == nil && !strings.EqualFold(hex.EncodeToString(hash[:4]), sum) {
			return key, bad{what: BadKeyFile}
		}
	} else {
		b, err = base64.StdEncoding.DecodeString(data)
	}
	if err != nil || len(b) != len(key) {
		return key, bad{what: BadKeyFile}
	}
	return [32]byte(b), nil
}
