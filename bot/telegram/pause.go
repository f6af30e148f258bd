package telegram

import (
	"context"
	"math/rand/v2"
	"net/http"
	"time"
)

// pause is how long to stay away after trouble: from base, doubled each time, to sixty times base, with a quarter of it at random on top
// so that many bots do not come back at once.
type pause struct {
	base  time.Duration
	tries int
}

func (c *Channel) pauses() pause { return pause{base: c.base} }

func (p *pause) reset() { p.tries = 0 }

// next is the pause after one more failure. Telegram's own wish and, for a second instance, three times base are the least.
func (p *pause) next(bad *apiError) time.Duration {
	d := min(p.base<<min(p.tries, 6), 60*p.base)
	p.tries++
	if bad != nil {
		if bad.Code == http.StatusConflict {
			d = max(d, 3*p.base)
		}
		d = max(d, bad.RetryAfter)
	}
	return d + time.Duration(rand.Int64N(int64(d)/4+1))
}

// rest logs the trouble and waits. What is written meanwhile waits at Telegram.
func (c *Channel) rest(ctx context.Context, p *pause, method string, bad *apiError) {
	if ctx.Err() != nil {
		return
	}
	if c.hookURL == "" {
		c.late.trouble(c.now())
	}
	d := p.next(bad)
	text := "Telegram cannot be reached or answers with an error"
	if bad.Code == http.StatusConflict {
		text = "second instance: another program receives with this token"
		if bad.says("webhook") {
			text = "a webhook is set for this token; it is removed"
		}
	}
	c.log.Warn(text, "method", method, "why", bad.why(), "again_in", d)
	c.wait(ctx, d)
}
