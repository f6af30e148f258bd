package telegram

import (
	"time"

	"lopo/bot/channel"
)

// Notices is how quickly notices may go out, after Telegram's published guidance of some thirty a second to all and twenty a minute into one group:
// less than that, so that answers always have room beside them. pacer holds the same bounds once more, for whatever else is sent as a notice.
var Notices = channel.Limits{AtOnce: 8, PerSecond: 20, SameGroup: 3 * time.Second, Waking: true}
