package whatsapptest_test

import "lopo/bot/whatsapp/whatsapptest"

type seen = whatsapptest.Seen
