package whatsapptest_test

import (
	"go.mau.fi/whatsmeow/proto/waE2E"

	"lopo/bot/whatsapp/whatsapptest"
)

type (
	seen = whatsapptest.Seen
	e2e  = waE2E.Message
)
