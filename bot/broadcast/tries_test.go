package broadcast_test

import (
	"slices"
	"testing"
	"time"

	"lopo/bot/channel"
)

// A channel is told how often a notice has failed: a picture that cannot be brought is left out in the end, and its text goes alone.
func TestAChannelKnowsHowOftenANoticeFailed(t *testing.T) {
	p := newPost("post")
	r := start(t, p)
	r.crowd("post", 1)
	lost := &channel.Error{Class: channel.Retry, Why: "no line"}
	p.fails["00000"] = []error{lost, lost}
	r.announce(nil)
	r.run(time.Hour)
	var tries []int
	for _, l := range p.letters() {
		tries = append(tries, l.tries)
	}
	if !slices.Equal(tries, []int{0, 1, 2}) {
		t.Errorf("tries %v", tries)
	}
}
