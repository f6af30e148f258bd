package outbox_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"lopo/bot/channel"
	"lopo/store"
)

// A send finds out that a chat has another address: that is told until it is on disk, and the message tries again.
func TestAChatThatMoved(t *testing.T) {
	r := start(t)
	var told []string
	r.box.Moved = func(_ context.Context, from, to store.Address) error {
		told = append(told, from.Chat+" > "+to.Chat+" "+to.Channel)
		if len(told) == 1 {
			return errors.New("the ledger is busy")
		}
		return nil
	}
	r.fails("a", &channel.Error{Class: channel.Retry, Moved: "-2002", Why: "upgraded"})
	r.say("-1001", "a")
	r.clock.Move(r.waits()) // until it is written
	r.clock.Move(r.waits()) // until the next try
	r.settled()
	if want := []string{"-1001 > -2002 post", "-1001 > -2002 post"}; !slices.Equal(told, want) {
		t.Errorf("told %q", told)
	}
	if got := r.tried(2); !slices.Equal(got, []string{"a", "a"}) {
		t.Errorf("tried %q", got)
	}
}
