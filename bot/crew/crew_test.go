package crew

import (
	"runtime"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

// Nothing waits for other work, work may end its goroutine, and nobody stays when there is no more.
func TestCrew(t *testing.T) {
	defer goleak.VerifyNone(t)
	c := New()
	for range 3 {
		var all sync.WaitGroup
		meet := make(chan struct{})
		const n = 50
		for i := range n {
			all.Add(1)
			c.Go(func() {
				defer all.Done()
				if i == n-1 {
					close(meet) // all of them are under way at once
				}
				<-meet
				if i%2 == 0 {
					runtime.Goexit()
				}
			})
		}
		all.Wait()
	}
}

// Work that comes soon after other work runs on the goroutine of that.
func TestCrewKeepsGoroutines(t *testing.T) {
	c := New()
	before := runtime.NumGoroutine()
	for range 1000 {
		done := make(chan struct{})
		c.Go(func() { close(done) })
		<-done
	}
	if more := runtime.NumGoroutine() - before; more > 100 {
		t.Errorf("%d goroutines for work that came one after the other", more)
	}
}
