package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"lopo/bot/channel"
)

var errTooLarge = errors.New("larger than it may be")

// Fetch brings a picture or a document that somebody sent, as long as Telegram has it. Bots get files of up to 20 MB.
func (c *Channel) Fetch(ctx context.Context, file string, most int) ([]byte, error) {
	ctx, stop := context.WithTimeout(ctx, sendLimit)
	defer stop()
	raw, bad := c.ask(ctx, "getFile", tgbotapi.Params{"file_id": file})
	if bad != nil {
		return nil, c.sendError(spot{}, bad)
	}
	var found struct {
		Size int    `json:"file_size"`
		Path string `json:"file_path"`
	}
	switch err := json.Unmarshal(raw, &found); {
	case err != nil, found.Path == "", strings.HasPrefix(found.Path, "/"), strings.Contains(found.Path, ".."):
		return nil, &channel.Error{Class: channel.Refused, Why: "Telegram does not say where the file is"}
	case found.Size > most:
		return nil, &channel.Error{Class: channel.Refused, Why: errTooLarge.Error()}
	}
	data, err := c.api.download(ctx, found.Path, most)
	switch {
	case errors.Is(err, errTooLarge):
		return nil, &channel.Error{Class: channel.Refused, Why: errTooLarge.Error()}
	case err != nil:
		return nil, &channel.Error{Class: channel.Retry, Why: "the file did not come: " + cause(err)}
	}
	return data, nil
}

// download reads a file from where getFile says it is.
func (a *api) download(ctx context.Context, path string, most int) ([]byte, error) {
	address := *a.files
	address.Path += path
	req := a.request.WithContext(ctx)
	req.Method, req.URL = http.MethodGet, &address
	resp, err := a.http.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, errors.New("status " + resp.Status)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, int64(most)+1))
	if err == nil && len(data) > most {
		err = errTooLarge
	}
	return data, err
}
