package webchat

import "lopo/bot/channel"

// Notices has no pace: a page is silent, and ours.
var Notices = channel.Limits{AtOnce: 8}
