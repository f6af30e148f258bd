package telegram

import (
	"testing"
)

func TestRecentForgetsTheOldest(t *testing.T) {
	r := newRecent[int, string](3)
	for i := range 5 {
		r.put(i, "x")
	}
	r.drop(3)
	r.put(3, "again")
	r.put(5, "y") // takes the slot that 3 had first
	if len(r.items) > 3 {
		t.Errorf("%d items", len(r.items))
	}
	if v, ok := r.get(3); !ok || v != "again" {
		t.Error("3 was forgotten with a slot it had left")
	}
	if _, ok := r.get(1); ok {
		t.Error("1 is still there")
	}
}
