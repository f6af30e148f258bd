package whatsapp

import (
	"strings"
	"time"

	"go.mau.fi/whatsmeow/types"

	"lopo/bot/channel"
)

// Notices is how quickly notices may go out. WhatsApp publishes no number for accounts like this one; people report that more than five of the same
// text a minute is risky. One at a time, at the pace of somebody who writes by hand, with rests, few on the first days: this keeps the account from
// being a nuisance, and promises nothing. Whom it writes to matters more: not to people who have long been silent, and not to thousands.
var Notices = channel.Limits{
	AtOnce: 1, PerMinute: 5, FirstDay: 50, PerDay: 200,
	Gap: 8 * time.Second, GapMost: 20 * time.Second, RestAfter: 20, RestAfterMost: 40, Rest: time.Minute, RestMost: 3 * time.Minute,
	SameGroup: 15 * time.Second, Waking: true, PeopleMost: 1000, HeardDays: 90,
}

// ChatOf is the chat of a phone number (E.164), by the address that a number has by itself. Most people appear by another one, which only they can
// make known by writing.
func ChatOf(phone string) string {
	return types.NewJID(strings.TrimPrefix(phone, "+"), types.DefaultUserServer).String()
}
