package webchat

import "sync"

// Streams are open connections. Over a cap a page is served like any other, but asked to come again in five seconds: more tabs or
// half-open connections of a phone on the move cost speed, never an answer.
const (
	streamsPerVisitor = 4
	streamsInAll      = 2000
)

// live knows the pages that are open now. It holds nothing for visitors who are away.
type live struct {
	mu      sync.Mutex
	chats   map[string]map[*stream]bool
	counted int
	stop    chan struct{} // closed when streams must end; nil while none may begin
	running sync.WaitGroup
}

// stream is one listener. It is told that something changed, never what: it reads the lines themselves from the file, from the last that it
// has shown. So nothing is lost or doubled between two listeners or two connections.
type stream struct {
	wake    chan struct{} // holds one
	stop    <-chan struct{}
	counted bool

	mu  sync.Mutex
	new signals
}

// signals are what happened since the last look.
type signals struct {
	typing, reset bool
	changed       []int64 // lines that say something else now
}

func newLive() *live { return &live{chats: map[string]map[*stream]bool{}} }

// open lets streams begin.
func (v *live) open() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.stop = make(chan struct{})
}

// shut ends all streams and waits for them.
func (v *live) shut() {
	v.mu.Lock()
	if v.stop != nil {
		close(v.stop)
		v.stop = nil
	}
	v.mu.Unlock()
	v.running.Wait()
}

// join begins a stream; nil when it may not stay. Only pages count towards the caps, not a POST that waits for its answer.
func (v *live) join(chat string, page bool) *stream {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.stop == nil {
		return nil
	}
	if page {
		pages := 0
		for s := range v.chats[chat] {
			if s.counted {
				pages++
			}
		}
		if pages >= streamsPerVisitor || v.counted >= streamsInAll {
			return nil
		}
		v.counted++
	}
	s := &stream{wake: make(chan struct{}, 1), stop: v.stop, counted: page}
	if v.chats[chat] == nil {
		v.chats[chat] = map[*stream]bool{}
	}
	v.chats[chat][s] = true
	v.running.Add(1)
	return s
}

func (v *live) leave(chat string, s *stream) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.chats[chat], s)
	if len(v.chats[chat]) == 0 {
		delete(v.chats, chat)
	}
	if s.counted {
		v.counted--
	}
	v.running.Done()
}

func (v *live) wake(chat string)   { v.tell(chat, func(*signals) {}) }
func (v *live) typing(chat string) { v.tell(chat, func(n *signals) { n.typing = true }) }
func (v *live) reset(chat string)  { v.tell(chat, func(n *signals) { n.reset = true }) }

func (v *live) change(chat string, n int64) {
	v.tell(chat, func(s *signals) { s.changed = append(s.changed, n) })
}

func (v *live) tell(chat string, change func(*signals)) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for s := range v.chats[chat] {
		s.mu.Lock()
		change(&s.new)
		s.mu.Unlock()
		select {
		case s.wake <- struct{}{}:
		default: // it has not looked yet, and will see this too
		}
	}
}

// take returns the signals since the last call.
func (s *stream) take() signals {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.new
	s.new = signals{}
	return n
}
