package bottest

import (
	"bufio"
	"database/sql"
	"net/http"
	"path/filepath"
	"strings"
	"time"
)

// pageReady waits until the chat page takes messages and has handed over what a crash left in doubt. Without, a message written at once would be
// refused, or an answer stand behind a line that is not shown yet; real pages try again, the visitors of these tests do not.
func (h *House) pageReady() {
	h.Helper()
	for !h.pageListens() || h.inDoubt() > 0 {
		select {
		case <-time.After(time.Millisecond):
		case <-h.Ctx.Done():
			h.Fatal("the chat page is not ready")
		}
	}
}

// pageListens tells by the stream of a visitor who never wrote: it stays open only while messages are taken.
func (h *House) pageListens() bool {
	request, err := http.NewRequestWithContext(h.Ctx, http.MethodGet, h.URL()+"/events?after=0", nil)
	h.Must(err)
	request.Header.Set("Cookie", "lopo="+strings.Repeat("0", 32))
	request.Close = true
	response, err := http.DefaultClient.Do(request)
	h.Must(err)
	defer response.Body.Close()
	first, err := bufio.NewReader(response.Body).ReadString('\n')
	return err == nil && first == "retry: 2000\n"
}

// inDoubt counts the lines that are written on the page and not known to be delivered.
func (h *House) inDoubt() (n int) {
	h.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(h.Dir, "webchat.db")+"?_pragma=busy_timeout(5000)")
	h.Must(err)
	defer db.Close()
	h.Must(db.QueryRowContext(h.Ctx, `SELECT count(*) FROM line WHERE sure = 0`).Scan(&n))
	return n
}
