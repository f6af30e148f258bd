package bot_test

import (
	"context"

	"lopo/bot/channel"
	"lopo/store"
)

// deaf is a platform on which everything arrives and nobody writes.
type deaf struct{}

func (deaf) Name() string { return "deaf" }

func (deaf) Capabilities() channel.Capabilities { return channel.Capabilities{OwnID: true} }

func (deaf) Receive(ctx context.Context, _ channel.Deliver) error { <-ctx.Done(); return nil }

func (deaf) Send(_ context.Context, m store.Outgoing) (string, error) { return m.Key, nil }
