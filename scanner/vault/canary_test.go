package vault_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"
	"testing"

	"lampan/scanner/vault"
)

// TestBuffersAreWiped reads every fixture and looks through all buffers that
// held decoded, unpacked or decrypted text.
func TestBuffersAreWiped(t *testing.T) {
	for name, f := range fixtures(t) {
		scratch, err := vault.Scratch(name, f.data, f.options)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, b := range scratch {
			if len(bytes.Trim(b, "\x00")) > 0 {
				t.Errorf("%s: a buffer of %d bytes is not wiped", name, len(b))
			}
		}
	}
}

// packed makes an archive of text without leaving a copy of it: packed as it
// is, and with zeros written after it through the same buffer.
func packed(t *testing.T, text []byte) []byte {
	t.Helper()
	n := uint16(len(text))
	raw := binary.LittleEndian.AppendUint16([]byte{1}, n)
	raw = append(slices.Grow(binary.LittleEndian.AppendUint16(raw, ^n), len(text)), text...)
	defer clear(raw)
	var out bytes.Buffer
	out.Grow(1 << 16)
	z := zip.NewWriter(&out)
	w, err := z.CreateRaw(&zip.FileHeader{
		Name: "export.data", Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(text),
		CompressedSize64: uint64(len(raw)), UncompressedSize64: uint64(len(text)),
	})
	if err == nil {
		_, err = w.Write(raw)
	}
	if err == nil {
		w, err = z.CreateHeader(&zip.FileHeader{Name: "files/x", Method: zip.Store})
	}
	for range 32 {
		if err == nil {
			_, err = w.Write(make([]byte, 512))
		}
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
