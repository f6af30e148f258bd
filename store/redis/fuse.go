package redis

import (
	"context"
	"errors"
	"net"
	"sync/atomic"
	"time"
)

// rest is how long a server that did not answer is left alone.
const rest = time.Second

var errSilent = errors.New("the server did not answer a moment ago")

// fuse keeps many chats from waiting for a silent server one after the other. Pipelines go out in turn, so without it the third waits for
// the time limits of two before its own: 600 chats were told after 16 s, with it after 2. A refused or broken connection does not blow it:
// such errors come at once, and the next try may find the server back. It implements redis.Limiter.
type fuse struct{ until atomic.Int64 } // ns since 1970

func (f *fuse) Allow() error {
	if time.Now().UnixNano() < f.until.Load() {
		return errSilent
	}
	return nil
}

func (f *fuse) ReportResult(err error) {
	timeout := net.Error(nil)
	if errors.As(err, &timeout) && timeout.Timeout() && !errors.Is(err, context.DeadlineExceeded) { // not a caller's own impatience
		f.until.Store(time.Now().Add(rest).UnixNano())
	}
}
