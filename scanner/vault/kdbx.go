package vault

import (
	"bytes"
	"compress/gzip"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"io"

	"golang.org/x/crypto/chacha20"
	"golang.org/x/crypto/salsa20"
	"golang.org/x/crypto/twofish" //nolint:staticcheck // an old cipher that KeePass still offers

	"lampan/rules/password"
)

// The KDBX container is read as keepass.info/help/kb/kdbx.html and kdbx_4.html
// describe it and as KeePassXC 2.7 writes it (Kdbx3Reader.cpp, Kdbx4Reader.cpp).

// keepassMagic begins every KeePass file; the next four bytes are its kind.
const keepassMagic = "\x03\xd9\xa2\x9a"

const (
	kindKDBX = "\x67\xfb\x4b\xb5" // KeePass 2; its beta had \x66, KeePass 1 \x65
	kindOld1 = "\x65\xfb\x4b\xb5"
	kindOld2 = "\x66\xfb\x4b\xb5"
)

// Ciphers and key derivations have UUIDs.
const (
	cipherAES     = "\x31\xc1\xf2\xe6\xbf\x71\x43\x50\xbe\x58\x05\x21\x6a\xfc\x5a\xff"
	cipherTwofish = "\xad\x68\xf2\x9f\x57\x6f\x4b\xb9\xa3\x6a\xd4\x7a\xf9\x65\x34\x6c"
	cipherChaCha  = "\xd6\x03\x8a\x2b\x8b\x6f\x4c\xb5\xa5\x24\x33\x9a\x31\xdb\xb5\x9a"
)

// The fields of the header that are needed.
const (
	fieldEnd           = 0
	fieldCipher        = 2
	fieldCompression   = 3
	fieldMasterSeed    = 4
	fieldTransformSeed = 5
	fieldRounds        = 6
	fieldIV            = 7
	fieldStreamKey     = 8
	fieldStartBytes    = 9
	fieldStream        = 10
	fieldKDF           = 11

	lastField = 12
)

// The ciphers that protect single values inside.
const (
	streamSalsa20 = 2
	streamChaCha  = 3
)

// header is the plain part at the start of a file.
type header struct {
	major  uint16
	fields [lastField + 1][]byte
	raw    []byte // all of it, for its checksums
}

func (r *reader) kdbx(data []byte) error {
	cut := bad{what: CutOff}
	if len(data) < 12 {
		return cut
	}
	switch string(data[4:8]) {
	case kindKDBX:
	case kindOld1, kindOld2:
		return bad{what: OldFormat}
	default:
		return bad{what: UnknownFormat}
	}
	h, rest, err := readHeader(data)
	if err != nil {
		return err
	}
	seed, err := h.derivation()
	if err != nil {
		return err
	}
	composite, err := r.composite()
	if err != nil {
		return err
	}
	key := r.keep(seed.derive(composite))
	clear(composite)
	var inner []byte
	if h.major == 3 {
		inner, err = r.payload3(h, rest, key)
	} else {
		inner, err = r.payload4(h, rest, key)
	}
	if err != nil {
		return err
	}
	if h.uint(fieldCompression) == 1 {
		if inner, err = r.gunzip(inner); err != nil {
			return err
		}
	}
	x := &xmlReader{data: inner}
	if h.major == 3 {
		x.stream, err = r.protection(h.uint(fieldStream), h.fields[fieldStreamKey], len(inner))
	} else {
		x.stream, err = r.innerHeader(x)
	}
	if err != nil {
		return err
	}
	return r.keepassDocument(x)
}

// keepassDocument reads the XML that was inside. Its own places mean nothing to
// a person.
func (r *reader) keepassDocument(x *xmlReader) error {
	var err error
	r.options.Password.Use(func(pw []byte) {
		var own password.Secret
		if own, err = secretOf(pw); err == nil && len(pw) > 0 {
			err = r.add(password.Entry{Master: true, Secret: own})
		}
	})
	if err == nil {
		err = r.keepass(x)
	}
	if b, ok := err.(bad); ok { //nolint:errorlint // bad is never wrapped
		if b.what == XMLSyntax || b.what == CutOff {
			b.what = Damaged
		}
		return bad{what: b.what}
	}
	return err
}

// readHeader returns the header and what comes after it.
func readHeader(data []byte) (*header, []byte, error) {
	h := &header{major: binary.LittleEndian.Uint16(data[10:])}
	if h.major != 3 && h.major != 4 {
		return nil, nil, bad{what: Unsupported}
	}
	rest := data[12:]
	for {
		width := 5
		if h.major == 3 {
			width = 3
		}
		if len(rest) < width {
			return nil, nil, bad{what: CutOff}
		}
		id := rest[0]
		size := uint64(binary.LittleEndian.Uint16(rest[1:]))
		if h.major == 4 {
			size = uint64(binary.LittleEndian.Uint32(rest[1:]))
		}
		rest = rest[width:]
		if uint64(len(rest)) < size {
			return nil, nil, bad{what: CutOff}
		}
		value := rest[:size]
		rest = rest[size:]
		if id == fieldEnd {
			h.raw = data[:len(data)-len(rest)]
			return h, rest, nil
		}
		if id <= lastField {
			h.fields[id] = value
		}
	}
}

// uint reads a field that is a number of four or eight bytes.
func (h *header) uint(field int) uint64 {
	switch b := h.fields[field]; len(b) {
	case 4:
		return uint64(binary.LittleEndian.Uint32(b))
	case 8:
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

// payload3 opens the body of KDBX 3.1: encrypted as a whole, with blocks and
// their hashes inside.
func (r *reader) payload3(h *header, body, key []byte) ([]byte, error) {
	start := h.fields[fieldStartBytes]
	switch {
	case len(start) != 32:
		return nil, bad{what: Damaged}
	case len(body) < len(start):
		return nil, bad{what: CutOff}
	}
	// The first blocks alone tell a wrong password from a file that was cut off.
	first := r.keep(bytes.Clone(body[:len(start)]))
	if _, err := decrypt(h, first, key); err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare(first, start) == 0 {
		return nil, bad{what: WrongPassword}
	}
	plain := r.keep(bytes.Clone(body))
	if padded, err := decrypt(h, plain, key); err != nil {
		return nil, bad{what: CutOff}
	} else if padded {
		if plain, err = unpad(plain); err != nil || len(plain) < len(start) {
			return nil, bad{what: CutOff}
		}
	}
	plain = plain[len(start):]
	out := plain[:0] // blocks only move towards the start
	for n := uint32(0); ; n++ {
		if len(plain) < 40 {
			return nil, bad{what: Damaged}
		}
		index, sum, size := binary.LittleEndian.Uint32(plain), plain[4:36], uint64(binary.LittleEndian.Uint32(plain[36:]))
		plain = plain[40:]
		switch {
		case index != n, uint64(len(plain)) < size:
			return nil, bad{what: Damaged}
		case size == 0:
			return out, nil
		}
		block := plain[:size]
		if hash := sha256.Sum256(block); subtle.ConstantTimeCompare(hash[:], sum) == 0 {
			return nil, bad{what: Damaged}
		}
		out = append(out, block...)
		plain = plain[size:]
	}
}

// payload4 opens the body of KDBX 4: checksums of the header, then blocks that
// are authenticated one by one, and encrypted as a whole.
func (r *reader) payload4(h *header, body, key []byte) ([]byte, error) {
	const sum = sha256.Size
	if len(body) < 2*sum {
		return nil, bad{what: CutOff}
	}
	if hash := sha256.Sum256(h.raw); subtle.ConstantTimeCompare(hash[:], body[:sum]) == 0 {
		return nil, bad{what: Damaged}
	}
	joined := r.keep(append(append(bytes.Clone(h.fields[fieldMasterSeed]), key...), 1))
	base := sha512.Sum512(joined)
	if !hmac.Equal(blockSum(base, ^uint64(0), h.raw), body[sum:2*sum]) {
		return nil, bad{what: WrongPassword}
	}
	body = body[2*sum:]
	out := r.keep(make([]byte, 0, len(body)))
	for n := uint64(0); ; n++ {
		if len(body) < sum+4 {
			return nil, bad{what: CutOff}
		}
		want, size := body[:sum], binary.LittleEndian.Uint32(body[sum:])
		body = body[sum+4:]
		if uint64(len(body)) < uint64(size) {
			return nil, bad{what: CutOff}
		}
		block := body[:size]
		body = body[size:]
		var place [12]byte
		binary.LittleEndian.PutUint64(place[:], n)
		binary.LittleEndian.PutUint32(place[8:], size)
		if !hmac.Equal(blockSum(base, n, place[:], block), want) {
			return nil, bad{what: Damaged}
		}
		if size == 0 {
			break
		}
		out = append(out, block...)
	}
	if padded, err := decrypt(h, out, key); err != nil || !padded {
		return out, err
	}
	return unpad(out)
}

// blockSum is the HMAC of a block, whose key comes from its number.
func blockSum(base [sha512.Size]byte, n uint64, parts ...[]byte) []byte {
	var number [8]byte
	binary.LittleEndian.PutUint64(number[:], n)
	key := sha512.Sum512(append(number[:], base[:]...))
	mac := hmac.New(sha256.New, key[:])
	for _, p := range parts {
		mac.Write(p)
	}
	return mac.Sum(nil)
}

// decrypt decrypts whole blocks in place, with the key made of the master seed
// and the derived key. It says whether there is padding at the end.
func decrypt(h *header, body, key []byte) (padded bool, err error) {
	seed, iv := h.fields[fieldMasterSeed], h.fields[fieldIV]
	if len(seed) != 32 || len(key) != 32 {
		return false, bad{what: Damaged}
	}
	var joined [64]byte
	defer clear(joined[:])
	copy(joined[:32], seed)
	copy(joined[32:], key)
	sum := sha256.Sum256(joined[:])
	defer clear(sum[:])
	var block cipher.Block
	switch string(h.fields[fieldCipher]) {
	case cipherAES:
		block, err = aes.NewCipher(sum[:])
	case cipherTwofish:
		block, err = twofish.NewCipher(sum[:])
	case cipherChaCha:
		var stream *chacha20.Cipher
		if stream, err = chacha20.NewUnauthenticatedCipher(sum[:], iv); err != nil {
			return false, bad{what: Damaged}
		}
		stream.XORKeyStream(body, body)
		return false, nil
	default:
		return false, bad{what: Unsupported}
	}
	if err != nil || len(iv) != block.BlockSize() || len(body)%block.BlockSize() != 0 {
		return false, bad{what: Damaged}
	}
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(body, body)
	return true, nil
}

// unpad takes off the padding of PKCS #7.
func unpad(plain []byte) ([]byte, error) {
	if len(plain) == 0 {
		return nil, bad{what: Damaged}
	}
	n := int(plain[len(plain)-1])
	if n == 0 || n > min(aes.BlockSize, len(plain)) {
		return nil, bad{what: Damaged}
	}
	return plain[:len(plain)-n], nil
}

// gzipStart is the header of an archive without a name.
const gzipStart = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

// gunzip unpacks what is the rest of its text. The last four bytes say how long
// it is, so that it needs no buffer that grows and leaves copies behind.
func (r *reader) gunzip(packed []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil || len(packed) < 18 {
		return nil, bad{what: Damaged}
	}
	defer func() {
		if err := z.Reset(bytes.NewReader(zeros([]byte(gzipStart)))); err == nil {
			_, _ = io.CopyN(io.Discard, z, window)
		}
	}()
	size := int(binary.LittleEndian.Uint32(packed[len(packed)-4:]))
	if size > maxText || size > smallPiece && size/maxRatio > len(packed) {
		return nil, bad{what: Bomb}
	}
	out := r.keep(make([]byte, size))
	if _, err := io.ReadFull(z, out); err != nil {
		return nil, bad{what: Damaged}
	}
	var more [1]byte
	if n, err := z.Read(more[:]); n > 0 || !errors.Is(err, io.EOF) {
		return nil, bad{what: Damaged}
	}
	return out, nil
}

// innerHeader reads what stands before the XML in KDBX 4: how values are
// protected, and the attachments.
func (r *reader) innerHeader(x *xmlReader) (keystream, error) {
	var kind uint64
	var key []byte
	for {
		rest := x.data[x.pos:]
		if len(rest) < 5 {
			return nil, bad{what: Damaged}
		}
		id, size := rest[0], int64(binary.LittleEndian.Uint32(rest[1:]))
		if int64(len(rest)-5) < size {
			return nil, bad{what: Damaged}
		}
		value := rest[5 : 5+size]
		x.pos += 5 + len(value)
		switch id {
		case 0:
			return r.protection(kind, key, len(x.data))
		case 1:
			if len(value) == 4 {
				kind = uint64(binary.LittleEndian.Uint32(value))
			}
		case 2:
			key = value
		}
	}
}

// salsaNonce is the one that KeePass always uses.
const salsaNonce = "\xe8\x30\x09\x4b\x97\x20\x5d\x2a"

// protection starts the cipher that protects single values in a text of size.
func (r *reader) protection(kind uint64, key []byte, size int) (keystream, error) {
	switch kind {
	case streamSalsa20:
		// The library's Salsa20 does not go on where it stopped, so the stream
		// is made at once. Base64 is longer than what it stands for.
		sum := sha256.Sum256(key)
		stream := r.keep(make([]byte, size))
		salsa20.XORKeyStream(stream, stream, []byte(salsaNonce), &sum)
		return &pad{stream}, nil
	case streamChaCha:
		sum := sha512.Sum512(key)
		stream, err := chacha20.NewUnauthenticatedCipher(sum[:32], sum[32:44])
		if err != nil {
			return nil, bad{what: Damaged}
		}
		return stream, nil
	}
	return nil, bad{what: Unsupported}
}

// pad is a keystream that was made beforehand.
type pad struct{ rest []byte }

func (p *pad) XORKeyStream(dst, src []byte) {
	p.rest = p.rest[subtle.XORBytes(dst, src, p.rest):]
}
