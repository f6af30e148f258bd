package link

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"lopo/bot/channel"
)

// ErrNotThere is returned by Ask when no program answers that has this secret key.
var ErrNotThere = errors.New("the running program does not answer")

// Ask lets the program that listens at an address make a link, as channel.Linker does.
func Ask(ctx context.Context, addr, token, phone string) (<-chan channel.LinkStep, error) {
	body := strings.NewReader(url.Values{"phone": {phone}}.Encode())
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+local(addr)+Path, body)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrNotThere, err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "Bearer "+token)
	client := &http.Client{Transport: &http.Transport{}} // no proxy, whatever the environment says
	answer, err := client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrNotThere, err)
	}
	switch answer.StatusCode {
	case http.StatusOK:
	case http.StatusConflict:
		why, _ := io.ReadAll(io.LimitReader(answer.Body, 1000))
		answer.Body.Close()
		return nil, errors.New(strings.TrimSpace(string(why)))
	default:
		answer.Body.Close()
		return nil, fmt.Errorf("%w: %s", ErrNotThere, answer.Status)
	}
	steps := make(chan channel.LinkStep)
	go func() {
		defer close(steps)
		defer answer.Body.Close()
		for lines := json.NewDecoder(answer.Body); ; {
			var l line
			if lines.Decode(&l) != nil {
				return
			}
			select {
			case steps <- channel.LinkStep{Stage: l.Stage, Secret: l.Secret, Text: l.Text}:
			case <-ctx.Done():
				return
			}
		}
	}()
	return steps, nil
}

// local is the address by which a program is reached from its own machine, where it listens on all.
func local(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err == nil && (host == "" || ip != nil && ip.IsUnspecified()) {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return addr
}
