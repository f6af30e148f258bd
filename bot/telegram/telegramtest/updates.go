package telegramtest

import (
	"encoding/json"
	"time"
)

// How long the server keeps what nobody fetched.
const (
	messageLife = 24 * time.Hour
	tapLife     = 150 * time.Second
)

// queued is an update that is not confirmed.
type queued struct {
	id    int64
	lane  string // webhook calls are in order within a lane
	raw   []byte
	until time.Time
	busy  bool // on its way to the webhook
	tries int
}

// wire is an update as it is sent.
type wire struct {
	ID       int64     `json:"update_id"`
	Message  *wireMsg  `json:"message,omitempty"`
	Edited   *wireMsg  `json:"edited_message,omitempty"`
	Callback *wireTap  `json:"callback_query,omitempty"`
	Member   *wireMove `json:"my_chat_member,omitempty"`
}

func (u *wire) kind() string {
	switch {
	case u.Message != nil:
		return "message"
	case u.Edited != nil:
		return "edited_message"
	case u.Callback != nil:
		return "callback_query"
	}
	return "my_chat_member"
}

// enqueue puts an update into the queue, unless the bot does not want its kind. The lock is held.
func (s *Server) enqueue(u *wire, lane string) {
	if s.allowed != nil && !s.allowed[u.kind()] {
		return
	}
	s.updateID++
	u.ID = s.updateID
	raw, err := json.Marshal(u)
	if err != nil {
		panic(err)
	}
	life := messageLife
	if u.Callback != nil {
		life = tapLife
	}
	s.push(&queued{id: u.ID, lane: lane, raw: raw, until: s.o.Now().Add(life)})
}

func (s *Server) push(u *queued) {
	s.queue = append(s.queue, u)
	close(s.arrived)
	s.arrived = make(chan struct{})
	s.happened()
}

// Inject queues a raw update, made for the number it is given: what a newer server, or a broken one, might send.
func (s *Server) Inject(make func(updateID int64) string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.updateID++
	s.push(&queued{id: s.updateID, lane: "raw", raw: []byte(make(s.updateID)), until: s.o.Now().Add(messageLife)})
}

// Skip makes the next update number jump, as after a silent week.
func (s *Server) Skip(to int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.updateID = to
}

// expire forgets what was kept too long. The lock is held.
func (s *Server) expire() {
	now := s.o.Now()
	kept := s.queue[:0]
	for _, u := range s.queue {
		if u.until.After(now) {
			kept = append(kept, u)
		}
	}
	clear(s.queue[len(kept):])
	s.queue = kept
}

// confirm deletes everything before offset. A negative offset keeps only that many from the end. The lock is held.
func (s *Server) confirm(offset int64) {
	if offset < 0 {
		s.queue = s.queue[max(0, len(s.queue)+int(offset)):]
		return
	}
	kept := s.queue[:0]
	for _, u := range s.queue {
		if u.id >= offset {
			kept = append(kept, u)
		}
	}
	clear(s.queue[len(kept):])
	s.queue = kept
}

func (s *Server) getUpdates(q *request) answer {
	s.mu.Lock()
	if s.hook != nil {
		s.mu.Unlock()
		return conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	if s.poll != nil {
		close(s.poll)
	}
	mine := make(chan struct{})
	s.poll = mine
	s.happened()
	s.allow(q.p.Get("allowed_updates"))
	if offset := q.int("offset"); offset != 0 {
		s.confirm(offset)
		s.happened()
	}
	limit := int(q.int("limit"))
	if limit < 1 || limit > 100 {
		limit = 100
	}
	var late <-chan time.Time
	if seconds := min(q.int("timeout"), 50); seconds > 0 {
		wait := time.Duration(seconds) * time.Second
		if s.o.LongPoll > 0 {
			wait = min(wait, s.o.LongPoll)
		}
		t := time.NewTimer(wait)
		defer t.Stop()
		late = t.C
	}
	defer func() {
		s.mu.Lock()
		if s.poll == mine {
			s.poll = nil
		}
		s.mu.Unlock()
	}()
	for {
		s.expire()
		list, arrived := s.list(q.int("offset"), limit), s.arrived
		s.mu.Unlock()
		if len(list) > 2 || late == nil {
			return ok(json.RawMessage(list))
		}
		select {
		case <-arrived:
		case <-late:
			late = nil
		case <-mine:
			return conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
		case <-q.r.Context().Done():
			return conflict("gone")
		case <-s.stop:
			return fail(500, "Internal Server Error: restart")
		}
		s.mu.Lock()
	}
}

// list writes the first updates from offset on as JSON. The lock is held.
func (s *Server) list(offset int64, limit int) []byte {
	out := []byte{'['}
	for _, u := range s.queue {
		if u.id < offset {
			continue
		}
		if limit--; limit < 0 {
			break
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(out, u.raw...)
	}
	return append(out, ']')
}

// allow keeps the wanted kinds, when they are a list at all. An empty list is the default: all we have. The lock is held.
func (s *Server) allow(list string) {
	var kinds []string
	if list == "" || json.Unmarshal([]byte(list), &kinds) != nil || kinds == nil {
		return
	}
	s.allowed = nil
	if len(kinds) > 0 {
		s.allowed = map[string]bool{}
		for _, k := range kinds {
			s.allowed[k] = true
		}
	}
}

// Polling reports whether a poll waits at this moment.
func (s *Server) Polling() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.poll != nil
}
