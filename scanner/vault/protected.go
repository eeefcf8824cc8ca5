package vault

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"math"

	"golang.org/x/crypto/pbkdf2"
)

// What Bitwarden's settings allow at most (PBKDF2KdfConfig and Argon2KdfConfig
// in bitwarden/clients). A file that asks for more was not written by it.
const (
	mostIterations  = 2_000_000
	mostPasses      = 10
	mostMegabytes   = 1024
	mostParallel    = 16
	leastIterations = 5000 // of older clients
)

// The kinds of key derivation in a Bitwarden export.
const (
	kdfPBKDF2   = 0
	kdfArgon2id = 1
)

// bitwardenProtected opens an export that has a password of its own. The layout
// and the keys are those of BaseVaultExportService and
// BitwardenPasswordProtectedImporter in bitwarden/clients; KeePassXC's
// BitwardenReader.cpp opens the PBKDF2 kind in the same way. The salt is the
// text as it stands in the file, not what its base64 means.
func (r *reader) bitwardenProtected(text []byte, top map[string]int) error {
	at := func(key string) *jsonReader { return &jsonReader{data: text, pos: top[key]} }
	number := func(key string) uint64 {
		if top[key] == 0 {
			return 0
		}
		n, _ := at(key).number() // checked when the file was walked
		return uint64(max(n, 0))
	}
	if r.options.Password.Empty() {
		return bad{what: NeedsPassword}
	}
	salt, err := at("salt").bytes()
	if err != nil {
		return err
	}
	var master []byte
	passes, megabytes, parallel := number("kdfIterations"), number("kdfMemory"), number("kdfParallelism")
	switch number("kdfType") {
	case kdfPBKDF2:
		if passes < leastIterations || passes > mostIterations {
			return bad{what: TooCostly}
		}
		r.options.Password.Use(func(pw []byte) {
			master = pbkdf2.Key(pw, salt, int(passes&math.MaxInt32), sha256.Size, sha256.New)
		})
	case kdfArgon2id:
		if passes < 1 || passes > mostPasses || megabytes < 1 || megabytes > mostMegabytes || parallel < 1 || parallel > mostParallel {
			return bad{what: TooCostly}
		}
		hashed := sha256.Sum256(salt)
		r.options.Password.Use(func(pw []byte) {
			d := derivation{kind: kdfArgonID, salt: hashed[:], rounds: passes, memory: megabytes << 20, parallel: parallel}
			master = d.derive(pw)
		})
	default:
		return bad{what: Unsupported}
	}
	r.keep(master)
	check, err := sealed(at("encKeyValidation_DO_NOT_EDIT"), top["encKeyValidation_DO_NOT_EDIT"] > 0)
	if err != nil {
		return err
	}
	data, err := sealed(at("data"), true)
	if err != nil {
		return err
	}
	if _, err := r.unseal(check, master); err != nil {
		return bad{what: WrongPassword}
	}
	plain, err := r.unseal(data, master)
	if err != nil {
		return err
	}
	if err := r.json(plain); err != nil {
		// Places in the decrypted text would lead a person astray.
		return bad{what: Damaged}
	}
	return nil
}

// sealed reads a text of the kind "2.iv|ciphertext|mac", which is not copied.
func sealed(j *jsonReader, there bool) ([]byte, error) {
	if !there || j.peek() != '"' {
		return nil, bad{what: Damaged}
	}
	return j.quoted()
}

// unseal checks and decrypts such a text with the keys that are stretched from
// the master key.
func (r *reader) unseal(text, master []byte) ([]byte, error) {
	damaged := bad{what: Damaged}
	body, ok := bytes.CutPrefix(text, []byte("2.")) // AES-CBC-256 with HMAC-SHA-256
	parts := bytes.Split(body, []byte("|"))
	if !ok || len(parts) != 3 {
		return nil, damaged
	}
	var raw [3][]byte
	for i, p := range parts {
		raw[i] = make([]byte, base64.StdEncoding.DecodedLen(len(p)))
		n, err := base64.StdEncoding.Decode(raw[i], p)
		if err != nil {
			return nil, damaged
		}
		raw[i] = raw[i][:n]
	}
	iv, sealed, sum := raw[0], r.keep(raw[1]), raw[2]
	encryption, err := hkdf.Expand(sha256.New, master, "enc", 32)
	if err != nil {
		return nil, damaged
	}
	authentication, err := hkdf.Expand(sha256.New, master, "mac", 32)
	if err != nil {
		return nil, damaged
	}
	mac := hmac.New(sha256.New, r.keep(authentication))
	mac.Write(iv)
	mac.Write(sealed)
	if !hmac.Equal(mac.Sum(nil), sum) {
		return nil, damaged
	}
	block, err := aes.NewCipher(r.keep(encryption))
	if err != nil {
		return nil, damaged
	}
	if len(iv) != aes.BlockSize || len(sealed)%aes.BlockSize != 0 {
		return nil, damaged
	}
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(sealed, sealed)
	return unpad(sealed)
}
