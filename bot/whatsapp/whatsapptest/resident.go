package whatsapptest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
)

// Resident is a person with WhatsApp: a real whatsmeow client with a store of its own, as the account's phone or as a device linked to it.
type Resident struct {
	*Account
	Client *whatsmeow.Client
	Device int

	db *sql.DB

	mu     sync.Mutex
	deaf   int // messages to fail on
	seen   []*Seen
	events []any
}

// Resident is somebody with a phone of this number, online and waiting. For an account whose bot is a linked device it is the operator, who
// holds the phone: what she writes by hand reaches the bot as its own.
func (s *Server) Resident(ctx context.Context, phone, name string) (*Resident, error) {
	a := s.Account(phone)
	a.SetName(name)
	r, err := a.newResident(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("resident %s: %w", name, err)
	}
	return r, nil
}

// Link links another device to the account, by QR code, and brings it online.
func (a *Account) Link(ctx context.Context) (*Resident, error) {
	return a.newResident(ctx, (*Resident).linkByScan)
}

// LinkByCode does the same by a code that is typed on the phone.
func (a *Account) LinkByCode(ctx context.Context) (*Resident, error) {
	return a.newResident(ctx, (*Resident).linkByCode)
}

// newResident opens a store and brings its client online; link is how it becomes a device of the account, nil for the phone itself.
func (a *Account) newResident(ctx context.Context, link func(*Resident, context.Context) error) (*Resident, error) {
	dir := a.s.o.Dir
	if dir == "" {
		dir = os.TempDir()
	}
	file, err := os.CreateTemp(dir, "whatsapptest-"+a.Phone+"-*.db")
	if err != nil {
		return nil, err
	}
	file.Close()
	r := &Resident{Account: a}
	db, box, err := openStore(ctx, filepath.ToSlash(file.Name()))
	if err != nil {
		return nil, err
	}
	r.db = db
	if link == nil {
		var d *store.Device
		if d, err = a.installPhone(ctx, box); err == nil {
			r.client(d)
			err = r.Online(ctx)
		}
	} else {
		r.client(box.NewDevice())
		if err = link(r, ctx); err == nil {
			r.Device = int(r.Client.Store.ID.Device)
			err = r.settle(ctx)
		}
	}
	if err != nil {
		r.Close()
		return nil, err
	}
	a.s.mu.Lock()
	a.s.closers = append(a.s.closers, r.Close)
	a.s.mu.Unlock()
	return r, nil
}

// client makes the whatsmeow client. The three settings together let it lose nothing: it acknowledges a message after it was handled, and
// keeps the text until then.
func (r *Resident) client(d *store.Device) {
	r.Client = whatsmeow.NewClient(d, nil)
	r.Client.SynchronousAck = true
	r.Client.EnableDecryptedEventBuffer = true
	r.Client.InitialAutoReconnect = true
	r.Client.ManualHistorySyncDownload = true
	r.Client.AddEventHandlerWithSuccessStatus(r.handle)
	r.s.Use(r.Client)
}

// linkByScan shows codes and has the account's phone scan the first.
func (r *Resident) linkByScan(ctx context.Context) error {
	return r.link(ctx, func(code string) error { return r.Scan(code) })
}

// linkByCode asks for a code to type as soon as the connection stands, which the first QR code shows, and types it on the phone.
func (r *Resident) linkByCode(ctx context.Context) error {
	return r.link(ctx, func(string) error {
		code, err := r.Client.PairPhone(ctx, r.Phone, true, whatsmeow.PairClientChrome, "Chrome (Linux)")
		if err != nil {
			return err
		}
		return r.TypeCode(ctx, code)
	})
}

func (r *Resident) link(ctx context.Context, agree func(code string) error) error {
	steps, err := r.Client.GetQRChannel(ctx)
	if err != nil {
		return err
	}
	if err := r.Client.Connect(); err != nil {
		return err
	}
	agreed := false
	for step := range steps {
		switch {
		case step.Event == whatsmeow.QRChannelEventCode && !agreed:
			if err := agree(step.Code); err != nil {
				return err
			}
			agreed = true
		case step.Event == whatsmeow.QRChannelSuccess.Event:
			return nil
		case step.Event != whatsmeow.QRChannelEventCode:
			return fmt.Errorf("linking ended with %s: %w", step.Event, step.Error)
		}
	}
	return errors.New("linking ended without a word")
}

// Online connects, and returns when the server has let her in.
func (r *Resident) Online(ctx context.Context) error {
	if err := r.Client.Connect(); err != nil && !errors.Is(err, whatsmeow.ErrAlreadyConnected) {
		return err
	}
	return r.settle(ctx)
}

func (r *Resident) settle(ctx context.Context) error {
	err := r.s.Until(ctx, func() bool { return r.Client.IsLoggedIn() && r.is(types.PresenceAvailable) })
	if err != nil {
		return fmt.Errorf("come online: %w", err)
	}
	return nil
}

// is says whether the server took this presence since the last connection.
func (r *Resident) is(p types.Presence) bool {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	d := r.device(uint16(r.Device))
	return d != nil && d.conn != nil && d.conn.available == (p == types.PresenceAvailable)
}

// Offline disconnects. What is written to her waits.
func (r *Resident) Offline(ctx context.Context) error {
	r.Client.Disconnect()
	return r.s.Until(ctx, func() bool {
		r.s.mu.Lock()
		defer r.s.mu.Unlock()
		d := r.device(uint16(r.Device))
		return d == nil || d.conn == nil
	})
}

// Close disconnects for good.
func (r *Resident) Close() {
	if r.Client != nil {
		r.Client.Disconnect()
	}
	r.db.Close()
}

// Name is the name that others see.
func (a *Account) Name() string {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	return a.name
}

// Fail lets her client fail to handle the next n messages, so that it does not confirm them.
func (r *Resident) Fail(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.deaf += n
}

// handle takes the client's events. For a message its answer decides whether it is confirmed.
func (r *Resident) handle(event any) (ok bool) {
	ok = true
	switch e := event.(type) {
	case *events.Message:
		r.mu.Lock()
		failed := spend(&r.deaf)
		r.mu.Unlock()
		if ok = !failed; ok {
			r.see(e)
		}
	case *events.PairSuccess:
		r.Client.Store.PushName = r.Name() // without one a client cannot show itself
		r.fewKeys()
	case *events.Connected:
		r.Client.SendPresence(context.Background(), types.PresenceAvailable)
	}
	r.mu.Lock()
	r.events = append(r.events, event)
	r.mu.Unlock()
	r.s.mu.Lock()
	r.s.touch()
	r.s.mu.Unlock()
	return ok
}

// fewKeys makes the client believe that it left a key before: it then brings 50 and not 812, which takes most of the time of a link.
func (r *Resident) fewKeys() {
	ctx, keys := context.Background(), r.Client.Store.PreKeys
	if one, err := keys.GetOrGenPreKeys(ctx, 1); err == nil && len(one) == 1 {
		keys.MarkPreKeysAsUploaded(ctx, one[0].KeyID)
	}
}

// Events is what the client told so far, one of the types in whatsmeow's package events each.
func (r *Resident) Events() []any {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]any(nil), r.events...)
}
