package config

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"lopo/store/seal"
)

// KeyFile is where the key lives when LOPO_SECRET_KEY is absent: beside the ledger, so that nobody moves one and forgets the other.
func (c Config) KeyFile() string { return filepath.Join(filepath.Dir(c.DB), "lopo.key") }

// Secret is the key that seals personal data. It comes from LOPO_SECRET_KEY, else from KeyFile, which is made at the first start.
// It makes none for a ledger that exists already: what is in there was sealed with another, and a new key would hide that until too late.
// Like Read's, the error is one sentence for the person who starts the program.
func (c Config) Secret() ([]byte, error) {
	if c.SecretKey != "" {
		key, ok := decodeKey(c.SecretKey)
		if !ok {
			return nil, errors.New("LOPO_SECRET_KEY " + secretKey(c.SecretKey))
		}
		return key, nil
	}
	info, err := os.Stat(c.DB) // looked at first: the key is always older than the ledger
	old := err == nil && info.Size() > 0
	key, err := c.readKey()
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if old {
		return nil, fmt.Errorf("%s is missing, and without it what %s holds cannot be read; put the file back from your backup, or set LOPO_SECRET_KEY", c.KeyFile(), c.DB)
	}
	if err := writeKey(c.KeyFile(), seal.NewSecret()); err != nil {
		return nil, fmt.Errorf("%s cannot be written (%w); make the folder writable, or set LOPO_SECRET_KEY", c.KeyFile(), bareError(err))
	}
	return c.readKey() // whoever was first, all have the same key
}

func (c Config) readKey() ([]byte, error) {
	file := c.KeyFile()
	info, err := os.Stat(file)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		return nil, fmt.Errorf("%s cannot be read (%w); let the user who runs the bot read it", file, bareError(err))
	}
	if info.Mode().Perm()&0o007 != 0 && runtime.GOOS != "windows" {
		return nil, fmt.Errorf("%s can be read by everybody on this machine; run: chmod 600 %s", file, file)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read (%w); let the user who runs the bot read it", file, bareError(err))
	}
	key, ok := decodeKey(strings.TrimSpace(string(text)))
	if !ok {
		return nil, fmt.Errorf("%s does not hold a key of 32 bytes; put the file back from your backup", file)
	}
	return key, nil
}

// writeKey writes all or nothing, also in a power cut, and never over a key that is there already (where the file system has links).
func writeKey(file string, key []byte) error {
	dir := filepath.Dir(file)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	draft, err := os.CreateTemp(dir, ".lopo.key-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(draft.Name())
	_, err = draft.WriteString(hex.EncodeToString(key) + "\n")
	if err := errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return err
	}
	if err := os.Link(draft.Name(), file); err != nil && !errors.Is(err, fs.ErrExist) {
		if err := os.Rename(draft.Name(), file); err != nil { // a file system without links
			return err
		}
	}
	if folder, err := os.Open(dir); err == nil { // the name, too, must outlive a power cut; not every system can do this
		folder.Sync()
		folder.Close()
	}
	return nil
}

// bareError is the reason without the path, which the sentence has already.
func bareError(err error) error {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return path.Err
	}
	return err
}

func decodeKey(text string) (key []byte, ok bool) {
	for _, decode := range []func(string) ([]byte, error){
		hex.DecodeString, base64.StdEncoding.DecodeString, base64.RawStdEncoding.DecodeString,
		base64.URLEncoding.DecodeString, base64.RawURLEncoding.DecodeString,
	} {
		if key, err := decode(text); err == nil && len(key) == seal.KeySize {
			return key, true
		}
	}
	return nil, false
}
