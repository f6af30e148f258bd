package seal

import (
	"bytes"
	"testing"
)

func TestSealOpens(t *testing.T) {
	box, err := New(NewSecret())
	if err != nil {
		t.Fatal(err)
	}
	a, b := box.Seal([]byte("5371041708059999")), box.Seal([]byte("5371041708059999"))
	if bytes.Equal(a, b) || bytes.Contains(a, []byte("5371")) {
		t.Error("sealed content repeats or shows itself")
	}
	if got, err := box.Open(a); err != nil || string(got) != "5371041708059999" {
		t.Errorf("Open = %q, %v", got, err)
	}
	a[len(a)-1]++
	if _, err := box.Open(a); err != ErrSealed {
		t.Errorf("changed content: %v", err)
	}
	other, _ := New(NewSecret())
	if _, err := other.Open(b); err != ErrSealed {
		t.Errorf("other key: %v", err)
	}
	if box.Hash("nik", "1") == box.Hash("nik", "2") || box.Hash("nik", "1") == box.Hash("phone", "1") || box.Hash("nik", "1") != box.Hash("nik", "1") {
		t.Error("hashes do not tell values and uses apart")
	}
}
