package whatsapp

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"

	"lopo/bot/channel"
	"lopo/store"
)

// A file is encrypted with a key of its own and brought to WhatsApp's media servers; the message holds where it is and the key. So it is brought
// once, and thousands of messages name it.

const (
	// maxCaption is what the official Cloud API takes under a picture; see maxText.
	maxCaption = 1024
	// fresh is how long a file is named before it is brought anew. WhatsApp keeps files for weeks, and says of none for how long.
	fresh = 24 * time.Hour
	// bringLimit leaves time for the message.
	bringLimit = 28 * time.Second
	// mostBrought is after how many failed tries of a message its text goes alone: a notice is worth more than its picture.
	mostBrought = 3
)

// carried is what a message says of a file that was brought.
type carried struct {
	URL       string `json:"url"`
	Path      string `json:"path"`
	Key       []byte `json:"key,omitempty"`       // nil in a channel
	Encrypted []byte `json:"encrypted,omitempty"` // SHA-256; nil in a channel
	Plain     []byte `json:"plain"`               // SHA-256
	Size      uint64 `json:"size"`
	Handle    string `json:"handle,omitempty"` // in a channel: goes with the message, beside what followers see
	Thumb     []byte `json:"thumb,omitempty"`
}

// message is that of a file with its caption.
func (f *carried) message(m store.Media, caption string, info *waE2E.ContextInfo) *waE2E.Message {
	if m.Kind == store.Image {
		image := &waE2E.ImageMessage{URL: &f.URL, DirectPath: &f.Path, MediaKey: f.Key, FileEncSHA256: f.Encrypted, FileSHA256: f.Plain, FileLength: &f.Size,
			Mimetype: &m.Mime, Width: proto.Uint32(uint32(m.Width)), Height: proto.Uint32(uint32(m.Height)), JPEGThumbnail: f.Thumb, ContextInfo: info}
		if caption != "" {
			image.Caption = &caption
		}
		return &waE2E.Message{ImageMessage: image}
	}
	document := &waE2E.Message{DocumentMessage: &waE2E.DocumentMessage{URL: &f.URL, DirectPath: &f.Path, MediaKey: f.Key, FileEncSHA256: f.Encrypted,
		FileSHA256: f.Plain, FileLength: &f.Size, Mimetype: &m.Mime, FileName: &m.Name, Title: &m.Name, ContextInfo: info}}
	if caption == "" {
		return document
	}
	document.DocumentMessage.Caption = &caption
	return &waE2E.Message{DocumentWithCaptionMessage: &waE2E.FutureProofMessage{Message: document}}
}

// attach finds what WhatsApp calls the file of a message, and brings it where it must. nil: there is none, or it cannot go for good, and the text
// goes alone. What is posted in a channel is brought in the clear, so it is another file there.
func (s *session) attach(ctx context.Context, o store.Outgoing, open bool) (*carried, *channel.Error) {
	files := s.c.o.Files
	if o.Media == nil || files == nil {
		return nil, nil
	}
	account := s.c.o.Seal.Hash("account", s.pn.User)
	if open {
		account += " open"
	}
	handle, brought, err := files.Handle(ctx, *o.Media, Name, account, s.c.o.Now())
	if err != nil {
		return nil, &channel.Error{Class: channel.Retry, Why: "it is not known whether WhatsApp has the file"}
	}
	f := &carried{}
	if brought == nil {
		if json.Unmarshal([]byte(handle), f) == nil {
			return f, nil
		}
		s.note(ctx, files.Forget(ctx, *o.Media, Name, account, handle)) // of another version of this program
		return nil, &channel.Error{Class: channel.Retry, Why: "the file must be brought anew"}
	}
	f, bad := s.bring(ctx, o, open)
	if f == nil {
		s.note(ctx, brought("", time.Time{}))
		return nil, bad
	}
	body, err := json.Marshal(f)
	if err != nil {
		body = nil
	}
	s.note(ctx, brought(string(body), s.c.o.Now().Add(fresh)))
	return f, nil
}

func (s *session) note(ctx context.Context, err error) {
	if err != nil {
		s.c.trouble(ctx, "keep what WhatsApp calls a file", err)
	}
}

// bring takes a file to WhatsApp.
func (s *session) bring(ctx context.Context, o store.Outgoing, open bool) (*carried, *channel.Error) {
	data, thumb, err := s.c.o.Files.Read(o.Media.Sum)
	if err != nil {
		s.c.log.Error("a file is not there; its text goes alone", "err", err)
		return nil, nil
	}
	kind := whatsmeow.MediaImage
	if o.Media.Kind != store.Image {
		kind = whatsmeow.MediaDocument
	}
	bringing, stop := context.WithTimeout(ctx, bringLimit)
	defer stop()
	upload := s.cli.Load().Upload
	if open {
		upload = s.cli.Load().UploadNewsletter
	}
	up, err := upload(bringing, data, kind)
	switch {
	case err == nil:
		return &carried{URL: up.URL, Path: up.DirectPath, Key: up.MediaKey, Encrypted: up.FileEncSHA256, Plain: up.FileSHA256, Size: up.FileLength, Handle: up.Handle, Thumb: thumb}, nil
	case lost(err), o.Tries < mostBrought, errors.Is(err, context.Canceled):
		return nil, &channel.Error{Class: channel.Retry, Why: "the file could not be brought: " + bareUpload(err)}
	}
	s.c.log.Warn("a file cannot be brought; its text goes alone", "why", bareUpload(err))
	return nil, nil
}

// bareUpload names why a file was not taken, without the address that it was brought to.
func bareUpload(err error) string {
	if strings.HasPrefix(err.Error(), "upload failed with status code") {
		return "refused with " + codeForm.FindString(err.Error())
	}
	return bareError(err)
}
