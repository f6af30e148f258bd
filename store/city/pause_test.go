package city

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func TestHandPause(t *testing.T) {
	for value, want := range map[string]time.Duration{"": 4 * time.Hour, "4": 4 * time.Hour, "12 jam": 12 * time.Hour, "0": 0, "168": 168 * time.Hour} {
		c, err := Read(files(value))
		if err != nil || HandPause(c) != want {
			t.Errorf("%q: %v, %v", value, HandPause(c), err)
		}
	}
	for _, value := range []string{"empat", "-1", "169", "4,5", "4 hari"} {
		if _, err := Read(files(value)); err == nil || !strings.Contains(err.Error(), "jumlah jam") {
			t.Errorf("%q: %v", value, err)
		}
	}
}

func files(pause string) fstest.MapFS {
	return fstest.MapFS{
		"kelurahan.csv": {Data: []byte("kecamatan,kelurahan\nAlak,Alak\n")},
		"facts.csv":     {Data: []byte("kunci,nilai\njeda_petugas_jam,\"" + pause + "\"\n")},
	}
}
