package config_test

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"lopo/bot/config"
	"lopo/store/seal"
)

func TestSecretIsMadeOnceAndKept(t *testing.T) {
	c := config.Config{DB: filepath.Join(t.TempDir(), "new", "lopo.db")}
	keys := make([][]byte, 16)
	var wait sync.WaitGroup
	for i := range keys { // two processes by mistake, at their first start
		wait.Go(func() {
			var err error
			if keys[i], err = c.Secret(); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	for _, key := range keys {
		if len(key) != seal.KeySize || !bytes.Equal(key, keys[0]) {
			t.Fatalf("key of %d bytes, or not the same for all", len(key))
		}
	}
	info, err := os.Stat(c.KeyFile())
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key file: %v, %v", info.Mode(), err)
	}
	write(t, c.DB, "ledger", 0o600)
	if again, err := c.Secret(); err != nil || !bytes.Equal(again, keys[0]) {
		t.Errorf("the second start has another key: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(c.DB), ".lopo.key-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestSecretFromEnvironment(t *testing.T) {
	want := bytes.Repeat([]byte{0xfb}, seal.KeySize)
	for _, text := range []string{
		strings.Repeat("fb", 32), strings.Repeat("FB", 32), base64.StdEncoding.EncodeToString(want), base64.RawStdEncoding.EncodeToString(want),
		base64.URLEncoding.EncodeToString(want), base64.RawURLEncoding.EncodeToString(want),
	} {
		c := config.Config{DB: filepath.Join(t.TempDir(), "lopo.db"), SecretKey: text}
		if got, err := c.Secret(); err != nil || !bytes.Equal(got, want) {
			t.Errorf("Secret of a key of %d letters: %v", len(text), err)
		}
		if _, err := os.Stat(c.KeyFile()); err == nil {
			t.Error("a key file was made although the environment has the key")
		}
	}
}

func TestSecretRefuses(t *testing.T) {
	key := strings.Repeat("0f", 32)
	for _, c := range []struct {
		name, says string
		make       func(t *testing.T, c config.Config)
	}{
		{"ledger without key", "from your backup", func(t *testing.T, c config.Config) { write(t, c.DB, "ledger", 0o600) }},
		{"readable by all", "chmod 600", func(t *testing.T, c config.Config) { write(t, c.KeyFile(), key, 0o644) }},
		{"half a key", "from your backup", func(t *testing.T, c config.Config) { write(t, c.KeyFile(), key[:20], 0o600) }},
		{"folder that is a file", "cannot be read", func(t *testing.T, c config.Config) {
			if err := os.Remove(filepath.Dir(c.DB)); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink("/dev/null/nowhere", filepath.Dir(c.DB)); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := config.Config{DB: filepath.Join(t.TempDir(), "data", "lopo.db")}
			if err := os.Mkdir(filepath.Dir(cfg.DB), 0o700); err != nil {
				t.Fatal(err)
			}
			c.make(t, cfg)
			_, err := cfg.Secret()
			if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), key[:20]) {
				t.Errorf("Secret: %v", err)
			}
		})
	}
	// An empty file is what touch and some mounts leave: there is nothing in it to lose.
	c := config.Config{DB: filepath.Join(t.TempDir(), "lopo.db")}
	write(t, c.DB, "", 0o600)
	if _, err := c.Secret(); err != nil {
		t.Errorf("with an empty ledger: %v", err)
	}
}

func write(t *testing.T, file, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(file, mode); err != nil { // whatever the umask
		t.Fatal(err)
	}
}
