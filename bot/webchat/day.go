package webchat

import (
	"fmt"
	"time"
)

// wita is the time of Kota Kupang, UTC+8 all year. It and the names are here because an adapter knows nothing of the words of the flows.
var wita = time.FixedZone("WITA", 8*60*60)

var (
	days   = [...]string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}
	months = [...]string{"", "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"}
)

// day heads the lines of one day: "Senin, 2 Mar 2026". t is in wita.
func day(t time.Time) string {
	return fmt.Sprintf("%s, %d %s %d", days[t.Weekday()], t.Day(), months[t.Month()], t.Year())
}
