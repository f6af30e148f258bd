package whatsapp_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"google.golang.org/protobuf/proto"

	"lopo/bot/channel"
	"lopo/bot/whatsapp/whatsapptest"
)

// A sender can say that her file is small. It is not read to its end then, and neither is one that was changed on the way, or is gone.
func TestAFileThatIsNotWhatWasSaid(t *testing.T) {
	r := linked(t)
	maria, chat, _ := r.maria()
	send := func(change func(*waE2E.ImageMessage)) string {
		t.Helper()
		n := len(r.got(0))
		f, err := maria.Client.Upload(r.ctx, bytes.Repeat([]byte("gambar"), 4000), whatsmeow.MediaImage)
		r.ok(err)
		m := &waE2E.ImageMessage{Mimetype: proto.String("image/jpeg"), DirectPath: &f.DirectPath, MediaKey: f.MediaKey, FileEncSHA256: f.FileEncSHA256, FileSHA256: f.FileSHA256, FileLength: &f.FileLength}
		change(m)
		_, err = chat.Send(r.ctx, &waE2E.Message{ImageMessage: m})
		r.ok(err)
		return r.got(n + 1)[n].File
	}
	begun := time.Now()
	for name, file := range map[string]string{
		"longer than said": send(func(m *waE2E.ImageMessage) { m.FileLength = proto.Uint64(5) }),
		"another file":     send(func(m *waE2E.ImageMessage) { m.FileSHA256 = bytes.Repeat([]byte{1}, 32) }),
		"another key":      send(func(m *waE2E.ImageMessage) { m.MediaKey = bytes.Repeat([]byte{1}, 32) }),
		"gone":             send(func(m *waE2E.ImageMessage) { m.DirectPath = proto.String("/mms/image/none?x=1") }),
	} {
		most := 100 << 10
		if strings.HasPrefix(name, "longer") {
			most = 100
		}
		_, err := r.ch.Fetch(r.ctx, file, most)
		if e := r.class(err, channel.Refused); e.Why == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("it took %v to give up", took)
	}
	// In a group nobody's file is to be fetched, and a picture that may be seen once never.
	g := r.srv.Group("Karang Taruna", whatsapptest.LIDMode, maria.Account, r.bot)
	n := len(r.got(0))
	_, err := maria.In(g).Image(r.ctx, []byte("JFIF"), "/menu")
	r.ok(err)
	if m := r.got(n + 1)[n]; m.File != "" {
		t.Errorf("%+v", m)
	}
	if file := send(func(m *waE2E.ImageMessage) { m.ViewOnce = proto.Bool(true) }); file != "" {
		t.Error("what may be seen once can be fetched")
	}
}
