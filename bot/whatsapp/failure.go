package whatsapp

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"

	"lopo/bot/channel"
)

// Codes of WhatsApp in its answer to a message.
const (
	rateLimited = 429
	stranger    = 463 // a limit on messages to people who did not write first
	malformed   = 479
	notAllowed  = 420 // to write in a group
	forbidden   = 403
	notFound    = 404
)

var (
	upAgain        = channel.Health{State: channel.Up}
	connectingAnew = channel.Health{State: channel.Connecting, Why: "WhatsApp tidak menjawab; sambungan dibuat lagi bila tetap begitu"}
)

var codeForm = regexp.MustCompile(`\d+$`)

// refusal is the code with which WhatsApp refused a message; 0: it did not.
func refusal(err error) int {
	if !errors.Is(err, whatsmeow.ErrServerReturnedError) {
		return 0
	}
	code, _ := strconv.Atoi(codeForm.FindString(err.Error())) // the library gives it in words only
	return code
}

// lost reports whether the connection broke in a send, or before it.
func lost(err error) bool {
	var cut *whatsmeow.DisconnectedError
	return errors.As(err, &cut) || errors.Is(err, whatsmeow.ErrNotConnected)
}

// failed turns the library's error into a member of the channel's family, and notes what it says of the account.
func (s *session) failed(ctx context.Context, to types.JID, err error) error {
	group := to.Server == types.GroupServer
	switch code := refusal(err); {
	case code == 0:
	case code == stranger:
		l := s.c.limit(context.WithoutCancel(ctx), time.Time{})
		return &channel.Error{Class: channel.Restricted, Until: l.Until, Why: "463: messages to people who did not write first are limited"}
	case code == rateLimited:
		return &channel.Error{Class: channel.Throttled, Until: s.c.o.Now().Add(time.Minute), All: true, Why: "429: too many messages"}
	case to.Server == types.NewsletterServer && (code == forbidden || code == notFound):
		return &channel.Error{Class: channel.Gone, Why: fmt.Sprintf("%d: there is no such channel, or it is not ours to post in", code)}
	case group && (code == notAllowed || code == forbidden):
		return &channel.Error{Class: channel.Gone, Muted: true, Why: fmt.Sprintf("%d: we may not write in this group, or are not in it", code)} // the milder reading
	default:
		return &channel.Error{Class: channel.Refused, Why: fmt.Sprintf("%d: WhatsApp did not take the message", code)}
	}
	var cut *whatsmeow.DisconnectedError
	switch {
	case errors.Is(err, whatsmeow.ErrNotLoggedIn):
		return s.c.away()
	case errors.Is(err, whatsmeow.ErrNotConnected):
		return &channel.Error{Class: channel.Retry, Why: "not connected"}
	case errors.Is(err, whatsmeow.ErrIQRateOverLimit):
		return &channel.Error{Class: channel.Throttled, Until: s.c.o.Now().Add(time.Minute), All: true, Why: "429: too many questions"}
	case errors.Is(err, whatsmeow.ErrNotInGroup), errors.Is(err, whatsmeow.ErrGroupNotFound), errors.Is(err, whatsmeow.ErrIQForbidden) && group:
		return &channel.Error{Class: channel.Gone, Why: "not in this group"}
	case strings.HasPrefix(err.Error(), "no LID found for"): // the library has no other sign for a number without an account
		return &channel.Error{Class: channel.Gone, Why: "no account on WhatsApp"}
	case errors.Is(err, whatsmeow.ErrMessageTimedOut), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return &channel.Error{Class: channel.Uncertain, Why: "WhatsApp did not say in time whether it has the message"}
	case errors.As(err, &cut) && cut.Action == "info query", errors.Is(err, whatsmeow.ErrIQTimedOut):
		return &channel.Error{Class: channel.Retry, Why: "the connection was lost before the message left"}
	case errors.As(err, &cut):
		return &channel.Error{Class: channel.Uncertain, Why: "the connection was lost while the message was under way"}
	}
	return &channel.Error{Class: channel.Retry, Why: "the message could not be made ready: " + bareError(err)}
}

const (
	shortCut  = time.Minute // a connection lost for less than that counts as trouble of a single try
	lookAgain = 10 * time.Second
)

// away says what it means for a message that there is no connection. Only the first minute counts against it as a failed try: what the network
// or the account is in for is not its fault, so then it waits.
func (c *Channel) away() *channel.Error {
	now := c.o.Now()
	h, since := c.health.lineSince()
	c.mu.Lock()
	running := c.session != nil
	c.mu.Unlock()
	switch {
	case h.State != channel.Up && h.State != channel.Connecting:
		return &channel.Error{Class: channel.Restricted, Until: h.Until, Why: "the account is " + string(h.State)}
	case !running:
		return &channel.Error{Class: channel.Throttled, Until: now.Add(time.Second), All: true, Why: "not receiving"}
	case now.Sub(since) > shortCut:
		return &channel.Error{Class: channel.Throttled, Until: now.Add(lookAgain), All: true, Why: "not connected for a while"}
	}
	return &channel.Error{Class: channel.Retry, Why: "not connected"}
}

// bareError names an error without what it may quote.
func bareError(err error) string {
	for _, known := range []error{context.Canceled, context.DeadlineExceeded, sql.ErrConnDone, whatsmeow.ErrNotConnected, whatsmeow.ErrNotLoggedIn, whatsmeow.ErrIQTimedOut} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	var iq *whatsmeow.IQError
	if errors.As(err, &iq) && iq.Code != 0 {
		return fmt.Sprintf("info query refused with %d", iq.Code)
	}
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	return fmt.Sprintf("%T", err)
}
