package flows

import (
	"testing"

	"lopo/locales"
)

func TestEngineLints(t *testing.T) {
	words, err := locales.Load("id")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(words, All()...); err != nil {
		t.Fatal(err)
	}
}
