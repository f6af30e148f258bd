package whatsapp

import (
	"fmt"
	"time"

	"go.mau.fi/whatsmeow/types/events"

	"lopo/bot/channel"
)

// trouble is a connection that could not be made. unstored is one on which a message came that could not be stored.
type (
	trouble  struct{}
	unstored struct{}
)

// course is what to do when a connection has ended.
type course struct {
	health  channel.Health
	wait    time.Duration // before the next try
	refresh bool          // look for a newer version of WhatsApp Web before it
	stay    bool          // no next try until somebody starts or links anew
	gone    bool          // the device is no longer linked
}

// past is what led here. It is reset once a connection has held for a while.
type past struct {
	failures int // to connect, in a row
	replaced int
	outdated int
	refused  int
	unstored int
}

const (
	firstPause    = time.Second
	longestPause  = time.Minute
	afterReplaced = 45 * time.Second
	afterRefused  = 5 * time.Minute
	mostRefused   = time.Hour
	afterOutdated = 6 * time.Hour
	// steady is how long a connection must hold before what was counted is forgotten: two programs with one account take it from each other
	// within seconds of every connection.
	steady = 10 * time.Minute
)

// next decides what the end of a connection means. It is pure but for the counts in p.
//
// The account is never fought for: who was replaced tries once more and then stays down. A version that was refused is replaced by a newer
// one once, at once; later tries are hours apart.
func (p *past) next(e any, now time.Time) course {
	switch e := e.(type) {
	case *events.StreamReplaced:
		p.replaced++
		to := channel.Health{State: channel.Replaced, Why: "akun ini dipakai oleh program lain. Matikan salah satunya."}
		if p.replaced > 1 {
			to.Why += " Program ini berhenti mencoba; mulai lagi setelah yang lain mati."
			return course{health: to, stay: true}
		}
		return course{health: to, wait: afterReplaced}
	case *events.LoggedOut:
		return course{health: loggedOut(e.Reason), gone: true}
	case *events.TemporaryBan:
		return banned(e, now)
	case *events.ClientOutdated:
		p.outdated++
		to := channel.Health{State: channel.Outdated, Why: "WhatsApp menolak versi program ini. Perbarui program, atau isi LOPO_WHATSAPP_VERSION."}
		if p.outdated == 1 {
			return course{health: to, refresh: true}
		}
		return course{health: to, wait: afterOutdated, refresh: true}
	case *events.ConnectFailure:
		p.refused++
		return course{wait: min(afterRefused<<min(p.refused-1, 10), mostRefused),
			health: channel.Health{State: channel.Shut, Why: fmt.Sprintf("WhatsApp menolak sambungan (kode %d). Dicoba lagi sendiri.", int(e.Reason))}}
	}
	if _, is := e.(unstored); is {
		p.unstored++
		return course{wait: min(firstPause<<min(p.unstored-1, 10), longestPause), health: channel.Health{State: channel.Connecting,
			Why: "pesan yang masuk tidak dapat disimpan; pesan itu menunggu di WhatsApp. Periksa ruang disk."}}
	}
	p.failures++
	return course{health: channel.Health{State: channel.Connecting, Why: "sambungan ke WhatsApp terputus, sedang menyambung lagi"},
		wait: min(firstPause<<min(p.failures-1, 10), longestPause)}
}

func unlinked() channel.Health {
	return channel.Health{State: channel.Unlinked, Why: "belum ada nomor WhatsApp yang ditautkan. Jalankan: lopo link"}
}

// loggedOut tells a removed device from an account in trouble.
func loggedOut(reason events.ConnectFailureReason) channel.Health {
	why := "perangkat ini dikeluarkan dari HP utama (kode %d). Tautkan lagi: lopo link"
	switch reason {
	case events.ConnectFailureMainDeviceGone:
		why = "akun dikunci atau HP utama keluar dari WhatsApp (kode %d). Periksa WhatsApp di HP itu, lalu tautkan lagi: lopo link"
	case events.ConnectFailureUnknownLogout:
		why = "akun diblokir WhatsApp (kode %d). Buka WhatsApp di HP utama dan minta peninjauan; bila pulih, tautkan lagi: lopo link"
	}
	return channel.Health{State: channel.Unlinked, Why: fmt.Sprintf(why, int(reason))}
}

var banReasons = map[events.TempBanReason]string{
	events.TempBanSentToTooManyPeople:    "terlalu banyak pesan kepada orang yang tidak menyimpan nomor ini",
	events.TempBanBlockedByUsers:         "terlalu banyak orang memblokir nomor ini",
	events.TempBanCreatedTooManyGroups:   "terlalu banyak grup dibuat",
	events.TempBanSentTooManySameMessage: "pesan yang sama dikirim kepada terlalu banyak orang",
	events.TempBanBroadcastList:          "terlalu banyak pesan ke daftar siaran",
}

func banned(e *events.TemporaryBan, now time.Time) course {
	why := banReasons[e.Code]
	if why == "" {
		why = "alasan tidak disebut"
	}
	to := channel.Health{State: channel.Banned, Why: fmt.Sprintf("akun diblokir sementara oleh WhatsApp: %s (kode %d)", why, int(e.Code))}
	if e.Expire <= 0 {
		return course{health: to, wait: aDay}
	}
	to.Until = now.Add(e.Expire).UTC()
	return course{health: to, wait: e.Expire}
}
