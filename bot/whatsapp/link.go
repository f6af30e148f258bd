package whatsapp

import (
	"context"
	"errors"
	"strings"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types/events"

	"lopo/bot/channel"
)

// Times of linking. A code to scan lives a minute when it is the first, then twenty seconds; after the last WhatsApp closes the door.
const (
	firstCode  = time.Minute
	laterCode  = 20 * time.Second
	typedCode  = 160 * time.Second // how long a code to type is good for, at most
	settling   = time.Minute       // from the scan to the first working connection
	linkBuffer = 16
)

// display is what the phone shows when a code is asked for. WhatsApp takes only names of this form, of browsers it knows.
const display = "Chrome (Linux)"

// Words for who links, in the order in which they may be needed.
const (
	sayScan    = "Di HP: WhatsApp > Perangkat tertaut > Tautkan perangkat, lalu arahkan kamera ke kode ini."
	sayType    = "Di HP: WhatsApp > Perangkat tertaut > Tautkan perangkat > Tautkan dengan nomor telepon, lalu ketik kode ini."
	sayPasskey = "WhatsApp meminta kunci sandi (passkey) untuk menautkan akun ini, dan program ini tidak dapat memberikannya. Ikuti petunjuk di HP bila ada. " +
		"Bila tidak terjadi apa-apa: hapus kunci sandi di HP (Setelan > Akun > Kunci sandi) lalu ulangi, coba tautkan dengan kode (lopo link --phone 08…), atau pakai nomor lain."
	sayConfirm  = "Pastikan kode yang sama muncul di HP, lalu setujui di HP."
	sayDone     = "Nomor sudah tertaut."
	sayExpired  = "Kode tidak dipakai sampai waktunya habis. Ulangi: lopo link"
	sayNoReach  = "WhatsApp tidak dapat dihubungi. Periksa internet di komputer ini, lalu ulangi: lopo link"
	sayOutdated = "WhatsApp menolak versi program ini. Ulangi sekali lagi; bila tetap ditolak, perbarui program."
	sayRefused  = "WhatsApp menolak penautan ini. Tunggu beberapa menit, lalu ulangi: lopo link"
	sayTooOften = "Kode terlalu sering diminta. Tunggu satu jam, lalu ulangi, atau pindai kode QR: lopo link"
	sayBadPhone = "WhatsApp menolak nomor ini. Periksa nomornya, lalu ulangi: lopo link --phone 08…"
	sayNotDone  = "Penautan gagal. Hapus perangkat yang setengah tertaut di HP (Perangkat tertaut), lalu ulangi: lopo link"
	sayNoMulti  = "HP ini belum dapat menautkan perangkat. Perbarui WhatsApp di HP, lalu pindai lagi."
)

// ErrLinked is returned by Link when a device is linked already.
var ErrLinked = errors.New("a device is linked already")

// Link links a device. It works whether Receive runs or not; a Receive takes the device up when the link is done.
func (c *Channel) Link(ctx context.Context, phone string) (<-chan channel.LinkStep, error) {
	if phone != "" {
		if phone = international(phone); phone == "" {
			return nil, errors.New("not a phone number: write 08… or +62…")
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.linking {
		return nil, errors.New("a link is being made already")
	}
	if d, err := c.file.device(ctx); err != nil {
		return nil, err
	} else if d != nil {
		return nil, ErrLinked
	}
	c.linking = true
	steps := make(chan channel.LinkStep, linkBuffer)
	go c.link(ctx, phone, steps)
	return steps, nil
}

// international writes a number in digits with its country; "" when it cannot be one. People here write 08… or 8….
func international(phone string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, phone)
	switch {
	case strings.HasPrefix(digits, "0") && !strings.HasPrefix(digits, "00"):
		digits = "62" + digits[1:]
	case strings.HasPrefix(digits, "00"):
		digits = digits[2:]
	case strings.HasPrefix(digits, "8") && !strings.HasPrefix(strings.TrimSpace(phone), "+"):
		digits = "62" + digits
	}
	if len(digits) < 8 || len(digits) > 15 || digits[0] == '0' {
		return ""
	}
	return digits
}

// linker is one link being made.
type linker struct {
	c      *Channel
	cli    *whatsmeow.Client
	phone  string
	codes  []string
	events chan any
	steps  chan<- channel.LinkStep
	paired bool
	cancel func() // ends the wait of the last step
}

// link makes one link and closes steps.
func (c *Channel) link(ctx context.Context, phone string, steps chan channel.LinkStep) {
	running, stop := context.WithCancel(context.WithoutCancel(ctx)) // the connection is ended in good order, also when ctx ends
	l := &linker{c: c, phone: phone, events: make(chan any, 64), steps: steps, cancel: func() {}}
	defer func() {
		l.cancel()
		l.cli.Disconnect()
		stop()
		c.mu.Lock()
		c.linking = false
		close(c.poke)
		c.poke = make(chan struct{})
		c.mu.Unlock()
		close(steps)
	}()
	c.show(ctx)
	l.cli = c.client(running, c.file.wa.NewDevice())
	l.cli.AddEventHandlerWithSuccessStatus(l.event)
	if err := l.cli.ConnectContext(running); err != nil {
		l.tell(ctx, channel.LinkStep{Stage: channel.LinkFailed, Text: sayNoReach})
		return
	}
	last := l.follow(ctx)
	if last.Stage == channel.LinkDone {
		c.health.change(ctx, c.log, func(r *record) {
			*r = record{Phone: c.o.Now().UTC(), Line: channel.Health{State: channel.Connecting, Why: "baru ditautkan, sedang menyambung"}}
		})
	}
	l.tell(ctx, last)
}

// event takes what happens while linking. Messages wait for Receive: they are refused, so that they come again.
func (l *linker) event(e any) bool {
	switch e.(type) {
	case *events.Message, *events.UndecryptableMessage, *events.Receipt, *events.CallOffer:
		return false
	}
	select {
	case l.events <- e:
	default:
	}
	return true
}

// tell gives a step to who links; a reader that has gone is not waited for.
func (l *linker) tell(ctx context.Context, s channel.LinkStep) {
	if s.Stage == "" {
		return
	}
	select {
	case l.steps <- s:
	default:
		select {
		case l.steps <- s:
		case <-ctx.Done():
		}
	}
}

// follow goes through the steps and returns the last; empty when ctx ended.
func (l *linker) follow(ctx context.Context) channel.LinkStep {
	limit := l.after(ctx, firstCode+5*laterCode)
	for {
		select {
		case <-ctx.Done():
			return channel.LinkStep{}
		case <-limit:
			step, wait := l.late()
			if step.Stage != channel.LinkScan {
				return step
			}
			l.tell(ctx, step)
			limit = l.after(ctx, wait)
		case e := <-l.events:
			step, wait := l.step(ctx, e)
			if step.Stage == channel.LinkDone || step.Stage == channel.LinkFailed {
				return step
			}
			l.tell(ctx, step)
			if wait > 0 {
				limit = l.after(ctx, wait)
			}
		}
	}
}

// after is a channel that is closed when d has passed on the clock. It takes the place of the one before.
func (l *linker) after(ctx context.Context, d time.Duration) <-chan struct{} {
	l.cancel()
	ctx, l.cancel = context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		if l.c.o.Wait(ctx, d) == nil {
			close(done)
		}
	}()
	return done
}

// late is what follows when the time of the last step is over: the next code, or the end.
func (l *linker) late() (channel.LinkStep, time.Duration) {
	switch {
	case l.paired: // the keys are on disk; Receive goes on trying
		return channel.LinkStep{Stage: channel.LinkDone, Text: sayDone}, 0
	case len(l.codes) == 0:
		return channel.LinkStep{Stage: channel.LinkFailed, Text: sayExpired}, 0
	}
	code := l.codes[0]
	l.codes = l.codes[1:]
	return channel.LinkStep{Stage: channel.LinkScan, Secret: code, Text: sayScan}, laterCode
}

// step is what an event means for who links, and how long it may take from there on.
func (l *linker) step(ctx context.Context, e any) (channel.LinkStep, time.Duration) {
	failed := func(text string) (channel.LinkStep, time.Duration) {
		return channel.LinkStep{Stage: channel.LinkFailed, Text: text}, 0
	}
	switch e := e.(type) {
	case *events.QR:
		if l.phone != "" {
			return l.askCode(ctx)
		}
		l.codes = e.Codes
		step, _ := l.late()
		return step, firstCode
	case *events.QRScannedWithoutMultidevice:
		return failed(sayNoMulti)
	case *events.PairPasskeyRequest:
		return channel.LinkStep{Stage: channel.LinkPasskey, Text: sayPasskey}, typedCode
	case *events.PairPasskeyConfirmation:
		if err := l.cli.SendPasskeyConfirmation(ctx); err != nil {
			return failed(sayNotDone)
		}
		if e.SkipHandoffUX {
			return channel.LinkStep{}, settling
		}
		return channel.LinkStep{Stage: channel.LinkConfirm, Secret: e.Code, Text: sayConfirm}, typedCode
	case *events.PairPasskeyError:
		return failed(sayPasskey)
	case *events.PairSuccess:
		l.paired = true
		return channel.LinkStep{}, settling
	case *events.Connected:
		return channel.LinkStep{Stage: channel.LinkDone, Text: sayDone}, 0
	case *events.PairError:
		return failed(sayNotDone)
	case *events.ClientOutdated:
		l.c.refresh(ctx)
		return failed(sayOutdated)
	case *events.ConnectFailure, *events.TemporaryBan, *events.LoggedOut:
		return failed(sayRefused)
	case *events.Disconnected:
		if !l.paired {
			return failed(sayExpired)
		}
	}
	return channel.LinkStep{}, 0
}

// askCode asks for a code to type.
func (l *linker) askCode(ctx context.Context) (channel.LinkStep, time.Duration) {
	asking, stop := context.WithTimeout(ctx, l.c.o.Timeout)
	defer stop()
	code, err := l.cli.PairPhone(asking, l.phone, true, whatsmeow.PairClientChrome, display)
	switch {
	case err == nil:
		return channel.LinkStep{Stage: channel.LinkType, Secret: code, Text: sayType}, typedCode
	case errors.Is(err, whatsmeow.ErrIQRateOverLimit):
		return channel.LinkStep{Stage: channel.LinkFailed, Text: sayTooOften}, 0
	case errors.Is(err, whatsmeow.ErrIQBadRequest), errors.Is(err, whatsmeow.ErrIQNotFound):
		return channel.LinkStep{Stage: channel.LinkFailed, Text: sayBadPhone}, 0
	}
	return channel.LinkStep{Stage: channel.LinkFailed, Text: sayRefused}, 0
}
