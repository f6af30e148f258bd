package whatsapptest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"
)

// crowd lets the n residents from a number on write to another at once, each the texts in turn and the next when she has an answer. Who was
// there before is used again. The seconds are those of the talk, without their coming online.
func (a *admin) crowd(ctx context.Context, f url.Values) (any, error) {
	first, n := number(f, "phone"), number(f, "n")
	chats := make([]*Chat, n)
	for i := range chats {
		phone := fmt.Sprint(first + i)
		if _, err := a.person(phone); err != nil {
			if _, err := a.resident(ctx, url.Values{"phone": {phone}, "name": {phone}}); err != nil {
				return nil, err
			}
		}
		var err error
		if chats[i], err = a.chat(phone, f.Get("to")); err != nil {
			return nil, err
		}
	}
	begun := time.Now()
	ended := make([]error, n)
	var busy sync.WaitGroup
	for i, c := range chats {
		busy.Go(func() { ended[i] = c.talk(ctx, f["text"]) })
	}
	busy.Wait()
	return map[string]float64{"answers": float64(n * len(f["text"])), "seconds": time.Since(begun).Seconds()}, errors.Join(ended...)
}

// talk says each text and waits for an answer to it.
func (c *Chat) talk(ctx context.Context, texts []string) error {
	for _, text := range texts {
		before := len(c.Inbox())
		if _, err := c.Say(ctx, text); err != nil {
			return err
		}
		if _, err := c.Wait(ctx, before+1); err != nil {
			return err
		}
	}
	return nil
}
