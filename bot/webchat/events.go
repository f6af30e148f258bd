package webchat

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

const (
	beat      = 25 * time.Second // below the idle limits of usual proxies
	writeTime = 5 * time.Second
	batch     = 100
)

// events streams the lines after the one the page has: Last-Event-ID when the browser reconnects, else ?after. Event ids are line numbers.
//
//	event: line     data: {"n":7,"id":"…","day":"…","html":"<li …>"}
//	event: change   data: as of a line, which now says something else
//	event: typing   an answer is being written
//	event: reset    the conversation was erased: load the page anew
func (c *Channel) events(w http.ResponseWriter, r *http.Request) {
	v, known := visitorOf(r)
	if !known {
		http.Error(w, "Halaman perlu dimuat ulang.", http.StatusForbidden)
		return
	}
	from := r.Header.Get("Last-Event-ID")
	if from == "" {
		from = r.URL.Query().Get("after")
	}
	last, err := strconv.ParseInt(from, 10, 64)
	if err != nil || last < 0 {
		http.Error(w, "Halaman perlu dimuat ulang.", http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("X-Accel-Buffering", "no") // nginx would hold events back
	out := &eventWriter{w: w, control: http.NewResponseController(w)}
	out.control.SetReadDeadline(time.Time{}) // the server's limit is for requests, this is an answer

	s := c.live.join(v.chat(), true)
	if s == nil {
		out.write("retry: 5000\n\n")
		c.catchUp(r, out, v, &last)
		return
	}
	defer c.live.leave(v.chat(), s)
	out.write("retry: 2000\n\n")
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for c.catchUp(r, out, v, &last) {
		select {
		case <-r.Context().Done():
			return
		case <-s.stop:
			return
		case <-s.wake:
			news := s.take()
			c.changes(r, out, v, news.changed, last)
			if news.reset {
				out.write("event: reset\ndata: {}\n\n")
			}
			if news.typing {
				out.write("event: typing\ndata: {}\n\n")
			}
		case <-tick.C:
			out.write(": \n\n")
		}
	}
}

// catchUp writes all lines after last; false ends the stream.
func (c *Channel) catchUp(r *http.Request, out *eventWriter, v visitor, last *int64) bool {
	for out.err == nil {
		more, err := c.lines.after(r.Context(), v.chat(), *last, batch)
		if err != nil {
			if r.Context().Err() == nil {
				c.o.Log.Warn("webchat: read lines for a stream", "err", err)
			}
			return false
		}
		for _, l := range more {
			data, err := json.Marshal(c.page.event(l, v))
			if err != nil {
				return false
			}
			out.write(fmt.Sprintf("id: %d\nevent: line\ndata: %s\n\n", l.n, data))
			*last = l.n
		}
		if len(more) < batch {
			return out.err == nil
		}
	}
	return false
}

// changes writes the lines that say something else now. Those that the page does not have yet it gets as they are.
func (c *Channel) changes(r *http.Request, out *eventWriter, v visitor, numbers []int64, last int64) {
	for _, n := range numbers {
		l, ok, err := c.lines.ours(r.Context(), v.chat(), n)
		if err != nil || !ok || n > last {
			continue
		}
		if data, err := json.Marshal(c.page.event(l, v)); err == nil {
			out.write(fmt.Sprintf("event: change\ndata: %s\n\n", data))
		}
	}
}

// eventWriter writes at once, and keeps the first error.
type eventWriter struct {
	w       http.ResponseWriter
	control *http.ResponseController
	err     error
}

func (e *eventWriter) write(s string) {
	if e.err != nil {
		return
	}
	e.control.SetWriteDeadline(time.Now().Add(writeTime)) // a deadline of the wire, not of the conversation: not Options.Now
	if _, e.err = e.w.Write([]byte(s)); e.err == nil {
		e.err = e.control.Flush()
	}
}
