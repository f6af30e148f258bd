package telegram

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"lopo/bot/channel"
)

// says reports whether the API's own words contain the phrase. Case differs between server versions.
func (e *apiError) says(phrase string) bool {
	return strings.Contains(strings.ToLower(e.Desc), phrase)
}

// badToken is an answer after which nothing can ever work. A 404 without an error object is some other server.
func (e *apiError) badToken() bool {
	return e.Desc != "" && (e.Code == http.StatusUnauthorized || e.Code == http.StatusNotFound)
}

// gone are the 400s that mean a person or group that cannot be reached; a 403 always means that.
var gone = []string{"chat not found", "user not found", "peer_id_invalid", "group chat was deactivated"}

// muted are the answers of a group that we are in and may not write in. Telegram sends no update when a group changes what its members may do, so
// such an answer is the first that is heard of it.
var muted = []string{"not enough rights", "have no rights", "chat_write_forbidden", "topic_closed", "chat_restricted"}

// saysOne reports whether the API's own words contain one of the phrases.
func (e *apiError) saysOne(phrases []string) bool { return slices.ContainsFunc(phrases, e.says) }

// class reads a failed send. The rule for everything unclear: once the request was written it may have arrived.
func (e *apiError) class() channel.Class {
	switch {
	case e.Code == 0 && !e.Sent:
		return channel.Retry
	case e.Code == 0:
		return channel.Uncertain
	case e.Code == http.StatusTooManyRequests:
		return channel.Throttled
	case e.Desc == "":
		return e.stranger()
	case e.badToken():
		return channel.Restricted
	case e.Code == http.StatusForbidden:
		return channel.Gone
	case e.Code == http.StatusBadRequest:
		if e.saysOne(gone) || e.saysOne(muted) {
			return channel.Gone
		}
		return channel.Refused
	case e.Code == http.StatusBadGateway && e.says("bad gateway"), e.Code == http.StatusGatewayTimeout && e.says("gateway timeout"):
		return channel.Uncertain // the front speaks, not the API: it does not know what became of the request
	case e.Code >= 500, e.Code == http.StatusConflict:
		return channel.Retry // the API itself says that it was not done
	}
	return channel.Refused
}

// stranger reads an answer that is not from the Bot API: an error page, a proxy, a block page. It says nothing about the resident.
func (e *apiError) stranger() channel.Class {
	switch {
	case e.Code == http.StatusServiceUnavailable:
		return channel.Retry // by its meaning not handled
	case e.Code >= 500, e.Code < 300:
		return channel.Uncertain
	}
	return channel.Retry
}

// why is a sentence for staff and logs, without text, chat or token.
func (e *apiError) why() string {
	switch {
	case e.Code == 0:
		return e.Cause
	case e.Desc == "":
		return fmt.Sprintf("%d, not an answer of the Bot API", e.Code)
	}
	return fmt.Sprintf("%d %s", e.Code, clean(e.Desc))
}

// clean keeps of a description what cannot be from the message: the API quotes bits of text and addresses, and names ids in digits.
func clean(desc string) string {
	desc = strings.ReplaceAll(desc, "can't", "cannot")
	for _, end := range []string{"cannot parse entities", "cannot parse"} {
		if i := strings.Index(desc, end); i >= 0 {
			desc = desc[:i+len(end)]
			break
		}
	}
	if i := strings.IndexAny(desc, "\"'`«“<"); i >= 0 {
		desc = desc[:i]
	}
	var kept []string
	for _, w := range strings.Fields(desc) {
		if !strings.ContainsAny(w, "0123456789@/") && len(kept) < 16 {
			kept = append(kept, w)
		}
	}
	return strings.Trim(strings.Join(kept, " "), " :,")
}

// squeeze notices when Telegram slows down the whole bot: two different chats within a second.
type squeeze struct {
	mu   sync.Mutex
	chat int64
	at   time.Time
}

// all records that chat was told to wait, and reports whether everybody should.
func (s *squeeze) all(chat int64, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	both := !s.at.IsZero() && s.chat != chat && now.Sub(s.at) <= time.Second
	s.chat, s.at = chat, now
	return both
}

// unless Telegram says how long, this is how long a throttled chat waits.
const someSeconds = 5 * time.Second

// sendError turns a failed call into a member of the channel's family. A group that was made a supergroup has another id from then on; it is
// remembered here, and told.
func (c *Channel) sendError(to spot, e *apiError) *channel.Error {
	out := &channel.Error{Class: e.class(), Why: e.why()}
	if e.MigrateTo != 0 && e.MigrateTo != to.chat {
		c.moved.put(to.chat, e.MigrateTo)
		out.Class, out.Moved = channel.Retry, spot{e.MigrateTo, to.thread}.address().Chat
		return out
	}
	out.Muted = out.Class == channel.Gone && to.chat < 0 && e.saysOne(muted)
	if out.Class == channel.Throttled {
		wait := e.RetryAfter
		if wait <= 0 {
			wait = someSeconds
		}
		now := c.now()
		out.Until, out.All = now.Add(wait), c.squeeze.all(to.chat, now)
	}
	return out
}
