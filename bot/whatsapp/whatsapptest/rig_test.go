package whatsapptest_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/store/sqlstore"

	"lopo/bot/whatsapp/whatsapptest"
)

// world is a server with a bot, which is a device linked to its account as a real one is, and a resident who knows it.
type world struct {
	*testing.T
	ctx   context.Context
	srv   *whatsapptest.Server
	bot   *whatsapptest.Resident
	maria *whatsapptest.Resident
	chat  *whatsapptest.Chat // Maria's with the bot
	back  *whatsapptest.Chat // the bot's with Maria
}

func newWorld(t *testing.T) *world {
	w := &world{T: t, srv: whatsapptest.New(t)}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	w.ctx = ctx
	account := w.srv.Account("628110000001")
	account.SetName("Lopo")
	bot, err := account.Link(ctx)
	w.ok(err)
	w.bot = bot
	w.maria = w.resident("6281230000001", "Maria Nale")
	w.chat, w.back = w.maria.With(account), bot.With(w.maria.Account)
	return w
}

func (w *world) resident(phone, name string) *whatsapptest.Resident {
	w.Helper()
	r, err := w.srv.Resident(w.ctx, phone, name)
	w.ok(err)
	return r
}

func (w *world) ok(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func must[T any](w *world) func(T, error) T {
	return func(v T, err error) T {
		w.Helper()
		w.ok(err)
		return v
	}
}

// until waits for a condition.
func (w *world) until(what string, condition func() bool) {
	w.Helper()
	if err := w.srv.Until(w.ctx, condition); err != nil {
		w.Fatalf("%s: %v", what, err)
	}
}

// blank is a client without an account.
func (w *world) blank() *whatsmeow.Client {
	w.Helper()
	box, err := sqlstore.New(w.ctx, "sqlite", "file:"+filepath.Join(w.TempDir(), "blank.db")+"?_pragma=foreign_keys(1)&_txlock=immediate", nil)
	w.ok(err)
	w.Cleanup(func() { box.Close() })
	client := whatsmeow.NewClient(box.NewDevice(), nil)
	w.srv.Use(client)
	w.Cleanup(client.Disconnect)
	return client
}
