package telegram

import (
	"testing"

	"lopo/bot/telegram/telegramtest"
	"lopo/store"
)

// Whatever an update holds, it becomes at most one message, with an id, or is parked; nothing panics.
func FuzzL10_AnyUpdate(f *testing.F) {
	for _, seed := range []string{
		`{"update_id":1,"message":{"message_id":1,"from":{"id":7,"first_name":"M"},"chat":{"id":7,"type":"private"},"date":1,"text":"/start@LopoUjiBot x"}}`,
		`{"update_id":1,"callback_query":{"id":"1","from":{"id":7},"data":"1:a:1"}}`,
		`{"update_id":1,"my_chat_member":{"chat":{"id":7,"type":"private"},"new_chat_member":{"status":"kicked"}}}`,
		`{"update_id":1,"edited_message":{"message_id":1,"from":{"id":7},"chat":{"id":-7},"edit_date":9,"text":"@LopoUjiBot"}}`,
		`{"update_id":"x","message":[]}`, `[]`, `7`, `null`, `{`,
	} {
		f.Add([]byte(seed))
	}
	c, err := New(Options{Token: telegramtest.Token})
	if err != nil {
		f.Fatal(err)
	}
	c.me.Store(&self{ID: telegramtest.BotID, Username: telegramtest.Username})
	f.Fuzz(func(t *testing.T, raw []byte) {
		var b batch
		c.readOne(&b, raw)
		if len(b.messages) > 1 {
			t.Fatalf("%d messages", len(b.messages))
		}
		for _, m := range b.messages {
			if m.ID == "" || m.Kind == "" || m.From.Channel != "telegram" || m.From.Chat == "" && m.Kind != store.Parked {
				t.Fatalf("%+v", m)
			}
		}
	})
}
