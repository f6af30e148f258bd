package whatsapp

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/socket"
	wastore "go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"lopo/bot/channel"
)

// Receive runs the account until ctx ends: it waits for a link while there is none, connects, and connects again in whatever way the end of the
// last connection asks for (life.go). Trouble of WhatsApp is never its error.
func (c *Channel) Receive(ctx context.Context, deliver channel.Deliver) error {
	c.mu.Lock()
	if c.busy {
		c.mu.Unlock()
		return errors.New("whatsapp: Receive is running already")
	}
	c.busy = true
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		c.busy = false
		c.mu.Unlock()
		c.o.HTTP.CloseIdleConnections()
	}()
	for ctx.Err() == nil {
		d, err := c.linkedDevice(ctx)
		if err != nil {
			return nil // ctx has ended
		}
		c.run(ctx, d, deliver)
	}
	return nil
}

// look is how often a link is looked for that another process made.
const look = 15 * time.Second

// linkedDevice waits for a device that no Link is still busy with.
func (c *Channel) linkedDevice(ctx context.Context) (*wastore.Device, error) {
	for {
		c.mu.Lock()
		poke, linking := c.poke, c.linking
		c.mu.Unlock()
		if !linking {
			d, err := c.file.device(ctx)
			if d != nil {
				return d, nil
			}
			if err != nil {
				c.trouble(ctx, "look for a linked device", err)
			}
			if err == nil && c.health.line().State != channel.Unlinked {
				c.setLine(ctx, unlinked())
			}
		}
		if err := c.rest(ctx, look, poke); err != nil {
			return nil, err
		}
	}
}

// rest waits for d, or until poke is closed. Its error is that of ctx.
func (c *Channel) rest(ctx context.Context, d time.Duration, poke <-chan struct{}) error {
	waiting, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = c.o.Wait(waiting, d) // whatever ended it, the caller looks again
	}()
	select {
	case <-poke:
	case <-done:
	case <-ctx.Done():
	}
	stop()
	<-done
	return ctx.Err()
}

// session is a client of one linked device, over all its connections.
type session struct {
	groups  sync.Mutex // one question about a group at a time, so that the last answer is the newest
	rolled  time.Time  // when the groups were last asked for; groups is held
	c       *Channel
	dev     *wastore.Device
	cli     atomic.Pointer[whatsmeow.Client] // of the connection that is, or was last
	pn, lid types.JID                        // the account itself
	device  uint16
	deliver channel.Deliver
	ctx     context.Context // ends with the session: what runs beside the connection ends with it

	ends chan any // how a connection ended: an event, or trouble

	mu      sync.Mutex
	closing bool
	fs      *socket.FrameSocket
	stopped bool          // a message of this connection could not be stored
	up      chan struct{} // closed while messages can be sent
	since   time.Time     // of the connection that is up
	busy    sync.WaitGroup
}

// run keeps one device connected, until ctx ends or the device is gone.
func (c *Channel) run(ctx context.Context, d *wastore.Device, deliver channel.Deliver) {
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	s := c.open(running, d, deliver)
	defer s.close(stop)
	s.resumeGarbled()

	if h := c.health.line(); h.State == channel.Banned && c.o.Now().Before(h.Until) {
		if c.rest(ctx, h.Until.Sub(c.o.Now()), nil) != nil { // a restart does not shorten a ban
			return
		}
	}
	c.show(ctx)
	var p past
	for ctx.Err() == nil {
		end := s.connect(ctx, &p)
		if ctx.Err() != nil {
			return
		}
		to := p.next(end, c.o.Now())
		c.setLine(ctx, to.health)
		if to.refresh {
			c.refresh(ctx)
		}
		switch {
		case to.gone:
			if err := c.file.unlink(ctx); err != nil {
				c.trouble(ctx, "remove what is no longer linked", err)
			}
			return
		case to.stay:
			<-ctx.Done()
			return
		}
		if to.wait > 0 && c.rest(ctx, to.wait, nil) != nil {
			return
		}
	}
}

// open begins a session.
func (c *Channel) open(ctx context.Context, d *wastore.Device, deliver channel.Deliver) *session {
	s := &session{c: c, dev: d, ctx: ctx, deliver: deliver, ends: make(chan any, 16), up: make(chan struct{})}
	s.pn, s.lid, s.device = plain(d.GetJID()), plain(d.GetLID()), d.GetJID().Device
	s.fresh()
	c.mu.Lock()
	c.session = s
	c.mu.Unlock()
	return s
}

// fresh makes the client of the next connection. Each has its own, so that nothing that is still under way in an old one is taken for news of
// this one: neither a message, which would overtake those that come again, nor the end of the connection.
func (s *session) fresh() *whatsmeow.Client {
	cli := s.c.client(s.ctx, s.dev)
	cli.AddEventHandlerWithSuccessStatus(func(e any) bool { return s.cli.Load() == cli && s.event(e) })
	s.cli.Store(cli)
	return cli
}

// client makes a client of the library as this room uses it.
//
// Acks after the handler, what was decrypted kept until then, and a handler that says no: without any one of the three a message that could
// not be stored is lost. Reconnecting is ours: the library's own waits longer and longer without bound.
func (c *Channel) client(ctx context.Context, d *wastore.Device) *whatsmeow.Client {
	cli := whatsmeow.NewClient(d, library(c.log))
	cli.SetWebsocketHTTPClient(c.o.HTTP)
	cli.SetPreLoginHTTPClient(c.o.HTTP)
	cli.SetMediaHTTPClient(&http.Client{Transport: limited{c.o.HTTP.Transport}})
	cli.BackgroundEventCtx = ctx
	cli.SynchronousAck = true
	cli.EnableDecryptedEventBuffer = true
	cli.EnableAutoReconnect = false
	cli.AutoTrustIdentity = true // people change phones
	cli.GetMessageForRetry = c.file.forRetry(c.log)
	cli.PreRetryCallback = c.beforeRetry
	cli.SetMaxParallelRetryReceiptHandling(1)
	return cli
}

// connect makes one connection and returns how it ended.
func (s *session) connect(ctx context.Context, p *past) any {
	cli := s.fresh()
	for len(s.ends) > 0 { // of the last connection
		<-s.ends
	}
	s.mu.Lock()
	s.stopped = false
	s.mu.Unlock()
	s.c.offline.begin(s.c.o.Now())
	if s.c.health.line().State == channel.Up {
		s.c.setLine(ctx, channel.Health{State: channel.Connecting, Why: "sedang menyambung ke WhatsApp"})
	}
	if err := s.dial(ctx, cli); err != nil {
		s.disconnect()
		return trouble{}
	}
	for {
		select {
		case <-ctx.Done():
			return trouble{} // close disconnects, and waits less for it
		case e := <-s.ends:
			if _, is := e.(*events.Connected); is {
				s.online(ctx)
				p.failures, p.refused, p.outdated = 0, 0, 0
				continue
			}
			s.mu.Lock()
			if !s.since.IsZero() && s.c.o.Now().Sub(s.since) >= steady {
				*p = past{}
			}
			s.mu.Unlock()
			s.disconnect()
			return e
		}
	}
}

// online is when everything works: people see that the account is there, and with what name.
func (s *session) online(ctx context.Context) {
	s.mu.Lock()
	select {
	case <-s.up:
	default:
		close(s.up)
	}
	s.since = s.c.o.Now()
	s.mu.Unlock()
	s.c.setLine(ctx, channel.Health{State: channel.Up})
	s.beside(func(ctx context.Context) { s.appear(ctx) })
	s.beside(s.callRoll)
}

// close ends the session and returns when nothing of it runs any more. What arrives from now on is refused, so it comes again.
func (s *session) close(stop context.CancelFunc) {
	s.c.mu.Lock()
	s.c.session = nil
	s.c.mu.Unlock()
	s.mu.Lock()
	s.closing = true
	s.mu.Unlock()
	moment := time.NewTimer(time.Second)
	defer moment.Stop()
	select {
	case s.c.slot <- struct{}{}: // the send in hand has ended
		defer func() { <-s.c.slot }()
	case <-moment.C:
		moment.Reset(500 * time.Millisecond)
	}
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		s.disconnect()
	}()
	select {
	case <-gone:
	case <-moment.C:
	}
	stop()
	<-gone
	s.busy.Wait()
}

// enter reports whether a handler may begin; leave ends it.
func (s *session) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return false
	}
	s.busy.Add(1)
	return true
}

// beside runs something next to the connection, ended with it.
func (s *session) beside(f func(ctx context.Context)) {
	if !s.enter() {
		return
	}
	go func() {
		defer s.busy.Done()
		f(s.ctx)
	}()
}
