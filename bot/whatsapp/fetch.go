package whatsapp

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"

	"lopo/bot/channel"
)

// found is what a message says of the file that it carries, so that it can be fetched later: where it is, and its key. "" where there is none.
func found(m *waE2E.Message) string {
	keep := &waE2E.Message{}
	switch image, document := m.GetImageMessage(), m.GetDocumentMessage(); {
	case image.GetDirectPath() != "" && !image.GetViewOnce():
		keep.ImageMessage = &waE2E.ImageMessage{DirectPath: image.DirectPath, MediaKey: image.MediaKey, FileEncSHA256: image.FileEncSHA256,
			FileSHA256: image.FileSHA256, FileLength: image.FileLength}
	case document.GetDirectPath() != "":
		keep.DocumentMessage = &waE2E.DocumentMessage{DirectPath: document.DirectPath, MediaKey: document.MediaKey, FileEncSHA256: document.FileEncSHA256,
			FileSHA256: document.FileSHA256, FileLength: document.FileLength}
	default:
		return ""
	}
	body, err := proto.Marshal(keep)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(body)
}

// Fetch brings a picture or a document that somebody sent, as long as WhatsApp has it, and deciphers it.
func (c *Channel) Fetch(ctx context.Context, file string, most int) ([]byte, error) {
	m := &waE2E.Message{}
	body, err := base64.RawURLEncoding.DecodeString(file)
	if err != nil || proto.Unmarshal(body, m) != nil {
		return nil, &channel.Error{Class: channel.Refused, Why: "not a file of WhatsApp"}
	}
	if size := max(m.GetImageMessage().GetFileLength(), m.GetDocumentMessage().GetFileLength()); size > uint64(most) {
		return nil, &channel.Error{Class: channel.Refused, Why: "the file is larger than it may be"}
	}
	ctx, stop := context.WithTimeout(ctx, sendLimit)
	defer stop()
	s, bad := c.online(ctx)
	if bad != nil {
		return nil, bad
	}
	data, err := s.cli.Load().DownloadAny(context.WithValue(ctx, mostKey{}, int64(most)+1024), m) // what encrypts it makes it a little longer
	switch {
	case err == nil:
		return data, nil
	case gone(err):
		return nil, &channel.Error{Class: channel.Refused, Why: "the file is not there any more, or not what it was"}
	}
	return nil, &channel.Error{Class: channel.Retry, Why: "the file did not come: " + bareError(err)}
}

func gone(err error) bool {
	for _, known := range []error{whatsmeow.ErrMediaDownloadFailedWith403, whatsmeow.ErrMediaDownloadFailedWith404, whatsmeow.ErrMediaDownloadFailedWith410,
		whatsmeow.ErrInvalidMediaHMAC, whatsmeow.ErrInvalidMediaEncSHA256, whatsmeow.ErrInvalidMediaSHA256, whatsmeow.ErrFileLengthMismatch,
		whatsmeow.ErrNothingDownloadableFound, errTooLong} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// The library reads a file to its end, however long it is, and believes the sender's word on its length. mostKey is in the context of a download that
// may not be longer.
type mostKey struct{}

var errTooLong = errors.New("the file is longer than was said")

// limited is how files are fetched.
type limited struct{ http.RoundTripper }

func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	inner := l.RoundTripper
	if inner == nil {
		inner = http.DefaultTransport
	}
	resp, err := inner.RoundTrip(r)
	if most, is := r.Context().Value(mostKey{}).(int64); is && err == nil {
		resp.Body = &short{resp.Body, most}
	}
	return resp, err
}

// short is a body that breaks off after so many bytes.
type short struct {
	io.ReadCloser
	left int64
}

func (s *short) Read(b []byte) (int, error) {
	if s.left <= 0 {
		return 0, fmt.Errorf("read a file: %w", errTooLong)
	}
	n, err := s.ReadCloser.Read(b[:min(int64(len(b)), s.left)])
	s.left -= int64(n)
	return n, err
}
