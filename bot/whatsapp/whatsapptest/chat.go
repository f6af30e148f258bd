package whatsapptest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// Chat is one of a resident's chats. Its methods return the id of what they sent when the server has it.
type Chat struct {
	r   *Resident
	to  types.JID
	key string // of the account or the group
}

// With is her private chat with an account. She writes to its number, as people do; the client looks up the LID.
func (r *Resident) With(a *Account) *Chat { return &Chat{r: r, to: a.JID(), key: a.Phone} }

// In is her view of a group.
func (r *Resident) In(g *Group) *Chat { return &Chat{r: r, to: g.JID(), key: g.ID} }

// Say sends a text.
func (c *Chat) Say(ctx context.Context, text string) (id string, err error) {
	return c.Send(ctx, &waE2E.Message{Conversation: &text})
}

// Insist sends a text as a phone does: when its line breaks it sends the same message again once it is back.
func (c *Chat) Insist(ctx context.Context, text string) error {
	cli := c.r.Client
	for id := cli.GenerateMessageID(); ; {
		err := c.SendAs(ctx, id, &waE2E.Message{Conversation: &text})
		if err == nil || ctx.Err() != nil || errors.Is(err, whatsmeow.ErrServerReturnedError) || !cli.WaitForConnection(back) {
			return err
		}
	}
}

// back is how long a phone without a line is waited for.
const back = 30 * time.Second

// Send sends any message.
func (c *Chat) Send(ctx context.Context, m *waE2E.Message) (id string, err error) {
	got, err := c.r.Client.SendMessage(ctx, c.to, m)
	return got.ID, err
}

// SendAs sends a message under an id of its own, for a second try.
func (c *Chat) SendAs(ctx context.Context, id string, m *waE2E.Message) error {
	_, err := c.r.Client.SendMessage(ctx, c.to, m, whatsmeow.SendRequestExtra{ID: id})
	return err
}

// Quote sends a text as an answer to a message.
func (c *Chat) Quote(ctx context.Context, m Seen, text string) (id string, err error) {
	return c.Send(ctx, &waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{Text: &text, ContextInfo: &waE2E.ContextInfo{
		StanzaID: &m.Info.ID, Participant: proto.String(m.Info.Sender.ToNonAD().String()), QuotedMessage: m.Body,
	}}})
}

// Mention sends a text that names somebody; the client puts "@" and the digits of her address in front.
func (c *Chat) Mention(ctx context.Context, who types.JID, text string) (id string, err error) {
	text = "@" + who.User + " " + text
	return c.Send(ctx, &waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{Text: &text,
		ContextInfo: &waE2E.ContextInfo{MentionedJID: []string{who.ToNonAD().String()}}}})
}

// Edit changes a text of hers.
func (c *Chat) Edit(ctx context.Context, id, text string) error {
	_, err := c.Send(ctx, c.r.Client.BuildEdit(c.to, id, &waE2E.Message{Conversation: &text}))
	return err
}

// Delete deletes a message of hers for everybody.
func (c *Chat) Delete(ctx context.Context, id string) error {
	_, err := c.Send(ctx, c.r.Client.BuildRevoke(c.to, types.EmptyJID, id))
	return err
}

// React puts an emoji on a message; "" takes it away.
func (c *Chat) React(ctx context.Context, m Seen, emoji string) error {
	_, err := c.Send(ctx, c.r.Client.BuildReaction(m.Info.Chat, m.Info.Sender, m.Info.ID, emoji))
	return err
}

// Poll asks a question with options.
func (c *Chat) Poll(ctx context.Context, question string, options ...string) (id string, err error) {
	return c.Send(ctx, c.r.Client.BuildPollCreation(question, options, 1))
}

// Vote answers a poll.
func (c *Chat) Vote(ctx context.Context, poll Seen, options ...string) error {
	m, err := c.r.Client.BuildPollVote(ctx, &poll.Info, options)
	if err != nil {
		return err
	}
	_, err = c.Send(ctx, m)
	return err
}

// Image sends a picture.
func (c *Chat) Image(ctx context.Context, picture []byte, caption string) (id string, err error) {
	f, err := c.r.Client.Upload(ctx, picture, whatsmeow.MediaImage)
	if err != nil {
		return "", fmt.Errorf("upload: %w", err)
	}
	return c.Send(ctx, &waE2E.Message{ImageMessage: &waE2E.ImageMessage{Caption: &caption, Mimetype: proto.String("image/jpeg"), URL: &f.URL,
		DirectPath: &f.DirectPath, MediaKey: f.MediaKey, FileEncSHA256: f.FileEncSHA256, FileSHA256: f.FileSHA256, FileLength: &f.FileLength}})
}

// Document sends a file.
func (c *Chat) Document(ctx context.Context, file []byte, name, kind string) (id string, err error) {
	f, err := c.r.Client.Upload(ctx, file, whatsmeow.MediaDocument)
	if err != nil {
		return "", fmt.Errorf("upload: %w", err)
	}
	return c.Send(ctx, &waE2E.Message{DocumentMessage: &waE2E.DocumentMessage{FileName: &name, Title: &name, Mimetype: &kind, URL: &f.URL,
		DirectPath: &f.DirectPath, MediaKey: f.MediaKey, FileEncSHA256: f.FileEncSHA256, FileSHA256: f.FileSHA256, FileLength: &f.FileLength}})
}

// Voice sends a voice message.
func (c *Chat) Voice(ctx context.Context, sound []byte) (id string, err error) {
	f, err := c.r.Client.Upload(ctx, sound, whatsmeow.MediaAudio)
	if err != nil {
		return "", fmt.Errorf("upload: %w", err)
	}
	return c.Send(ctx, &waE2E.Message{AudioMessage: &waE2E.AudioMessage{PTT: proto.Bool(true), Seconds: proto.Uint32(3), Mimetype: proto.String("audio/ogg; codecs=opus"),
		URL: &f.URL, DirectPath: &f.DirectPath, MediaKey: f.MediaKey, FileEncSHA256: f.FileEncSHA256, FileSHA256: f.FileSHA256, FileLength: &f.FileLength}})
}

// Sticker sends a sticker.
func (c *Chat) Sticker(ctx context.Context) (id string, err error) {
	return c.Send(ctx, &waE2E.Message{StickerMessage: &waE2E.StickerMessage{Mimetype: proto.String("image/webp")}})
}

// Location sends where she is.
func (c *Chat) Location(ctx context.Context, latitude, longitude float64) (id string, err error) {
	return c.Send(ctx, &waE2E.Message{LocationMessage: &waE2E.LocationMessage{DegreesLatitude: &latitude, DegreesLongitude: &longitude}})
}

// Contact sends somebody's card.
func (c *Chat) Contact(ctx context.Context, name, phone string) (id string, err error) {
	card := fmt.Sprintf("BEGIN:VCARD\nVERSION:3.0\nFN:%s\nTEL;type=CELL;waid=%s:+%s\nEND:VCARD", name, phone, phone)
	return c.Send(ctx, &waE2E.Message{ContactMessage: &waE2E.ContactMessage{DisplayName: &name, Vcard: &card}})
}

// Typing shows that she types, or that she stopped.
func (c *Chat) Typing(ctx context.Context, on bool) error {
	state := types.ChatPresenceComposing
	if !on {
		state = types.ChatPresencePaused
	}
	return c.r.Client.SendChatPresence(ctx, c.to, state, types.ChatPresenceMediaText)
}

// Read marks messages as read.
func (c *Chat) Read(ctx context.Context, messages ...Seen) error {
	for _, m := range messages {
		if err := c.r.Client.MarkRead(ctx, []string{m.Info.ID}, m.Info.Timestamp, m.Info.Chat, m.Info.Sender); err != nil {
			return err
		}
	}
	return nil
}
