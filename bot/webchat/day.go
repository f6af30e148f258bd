package webchat

import (
	"fmt"
	"time"
)

// The names are here because an adapter knows nothing of the words of the flows.
var (
	days   = [...]string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}
	months = [...]string{"", "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"}
)

// day heads the lines of one day: "Senin, 2 Mar 2026". t is in store.WITA.
func day(t time.Time) string {
	return fmt.Sprintf("%s, %d %s %d", days[t.Weekday()], t.Day(), months[t.Month()], t.Year())
}
