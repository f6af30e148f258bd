package account

import (
	"fmt"
	"time"

	"lopo/bot/channel"
	"lopo/locales"
	"lopo/store"
)

// MayRelease says why the notices of a channel cannot be let go now, in Indonesian for who asked; nil when they can. As long as the account
// is in trouble, more notices would make it worse.
func MayRelease(a store.Account, now time.Time) error {
	switch {
	case a.State == "":
		return fmt.Errorf("tidak ada kanal %q yang pengumumannya ditahan", a.Channel)
	case a.Held.IsZero():
		return fmt.Errorf("pengumuman lewat %s tidak sedang ditahan", a.Channel)
	case a.State != string(channel.Up):
		return fmt.Errorf("%s belum pulih (%s); lepaskan setelah pulih", a.Channel, Indonesian(a))
	case now.Before(a.Until):
		return fmt.Errorf("%s masih dibatasi sampai %s; lepaskan setelah itu", a.Channel, locales.DateTime(a.Until))
	}
	return nil
}

var indonesian = map[channel.State]string{
	channel.Up: "berjalan", channel.Connecting: "menyambung", channel.Limited: "dibatasi", channel.Banned: "diblokir sementara", channel.Unlinked: "tidak tertaut",
	channel.Replaced: "dipakai di tempat lain", channel.Outdated: "program terlalu lama", channel.Shut: "ditolak",
}

// Indonesian says how an account is doing: "dibatasi sampai …: sebab".
func Indonesian(a store.Account) string {
	text := indonesian[channel.State(a.State)]
	if !a.Until.IsZero() {
		text += " sampai " + locales.DateTime(a.Until)
	}
	if a.Why != "" {
		text += ": " + a.Why
	}
	return text
}
