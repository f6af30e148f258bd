package telegram

import (
	"context"
	"encoding/json"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"lopo/bot/channel"
	"lopo/store"
)

// sendFile sends a picture or a document, with its caption. It is brought with the first message that needs it; from then on Telegram's name for it
// is sent, which holds for this bot for ever, or until Telegram says that it does not. alone means that the file cannot go for good, and its text
// must go without it.
func (c *Channel) sendFile(ctx context.Context, limit time.Time, part outgoing) (id string, alone bool, _ *channel.Error) {
	ctx, stop := context.WithDeadline(ctx, limit)
	defer stop()
	for try := 0; ; try++ {
		handle, brought, err := c.files.Handle(ctx, *part.media, Name, c.account, c.now())
		if err != nil {
			return "", false, &channel.Error{Class: channel.Retry, Why: "it is not known whether Telegram has the file"}
		}
		r, err := c.fileRequest(part, handle)
		if err != nil {
			c.log.Error("a file is not there; its text goes alone", "err", err)
			c.note(ctx, brought("", time.Time{}))
			return "", true, nil
		}
		raw, bad := c.persist(ctx, limit, part, r)
		if brought != nil {
			c.note(ctx, brought(fileID(raw), time.Time{}))
		}
		switch {
		case bad == nil:
			return c.arrived(ctx, *part.to, raw), false, nil
		case bad.aboutName() && brought == nil && try == 0:
			c.note(ctx, c.files.Forget(ctx, *part.media, Name, c.account, handle))
			continue
		case bad.aboutFile():
			c.log.Warn("Telegram does not take a file here; its text goes alone", "why", bad.why())
			return "", true, nil
		}
		return "", false, c.sendError(*part.to, bad)
	}
}

// note logs that a name could not be kept: then the file is brought once more.
func (c *Channel) note(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil { // a stop is no error
		c.log.Error("keep Telegram's name of a file", "err", err)
	}
}

// fileRequest is the call that sends a file by its name, or that brings it.
func (c *Channel) fileRequest(part outgoing, handle string) (request, error) {
	r, field := request{method: "sendPhoto", params: c.encode(part)}, "photo"
	if part.media.Kind != store.Image {
		r.method, field = "sendDocument", "document"
	}
	if handle != "" {
		r.params[field] = handle
		return r, nil
	}
	data, _, err := c.files.Read(part.media.Sum)
	if err != nil {
		return request{}, err
	}
	r.files = []tgbotapi.RequestFile{{Name: field, Data: tgbotapi.FileBytes{Name: part.media.Name, Bytes: data}}}
	return r, nil
}

// fileID is Telegram's name for the file in a message that it answered with: of a picture the name of its largest form, which comes last.
func fileID(raw json.RawMessage) string {
	type file struct {
		ID string `json:"file_id"`
	}
	var m struct {
		Photo    []file `json:"photo"`
		Document file   `json:"document"`
	}
	if json.Unmarshal(raw, &m) != nil {
		return ""
	}
	if n := len(m.Photo); n > 0 {
		return m.Photo[n-1].ID
	}
	return m.Document.ID
}

// aboutName reports whether Telegram does not know a file by the name it once gave it.
func (e *apiError) aboutName() bool {
	return e.says("wrong file identifier") || e.says("wrong remote file identifier") || e.says("wrong file_id") || e.says("file_reference")
}

// fileless are the 400s of a group in which texts may be sent, and files not.
var fileless = []string{"rights to send photos", "rights to send documents", "chat_send_photos_forbidden", "chat_send_docs_forbidden", "chat_send_media_forbidden"}

// aboutFile reports whether a file was refused, or a message for another fault of its own: then its text is to be tried alone.
func (e *apiError) aboutFile() bool {
	for _, phrase := range fileless {
		if e.says(phrase) {
			return true
		}
	}
	return e.class() == channel.Refused && e.MigrateTo == 0
}
