package telegram

import (
	"bytes"
	"encoding/json"
	"strconv"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// The forms that go over the wire with every message, written and read in one pass: most of an answer is never looked at.

// encodeForm writes parameters as an HTML form does.
func encodeForm(params tgbotapi.Params) []byte {
	size := 0
	for name, value := range params {
		size += len(name) + 2 + 2*len(value) // a text of letters needs less, a keyboard about this
	}
	form := make([]byte, 0, size)
	for name, value := range params {
		if len(form) > 0 {
			form = append(form, '&')
		}
		form = append(append(form, name...), '=')
		form = appendEscaped(form, value)
	}
	return form
}

// appendEscaped is url.QueryEscape.
func appendEscaped(form []byte, value string) []byte {
	const hex = "0123456789ABCDEF"
	for i := range len(value) {
		switch c := value[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_', c == '.', c == '~':
			form = append(form, c)
		case c == ' ':
			form = append(form, '+')
		default:
			form = append(form, '%', hex[c>>4], hex[c&15])
		}
	}
	return form
}

// decode reads an answer. What is in the result of the usual form is not read here.
func decode(body []byte) (*tgbotapi.APIResponse, error) {
	if rest, usual := bytes.CutPrefix(body, []byte(`{"ok":true,"result":`)); usual {
		if n := valueEnd(rest); string(bytes.TrimSpace(rest[n:])) == "}" {
			return &tgbotapi.APIResponse{Ok: true, Result: rest[:n]}, nil
		}
	}
	resp := &tgbotapi.APIResponse{}
	return resp, json.Unmarshal(body, resp)
}

// valueEnd finds the end of the JSON value that b begins with, by its brackets and quotes alone; len(b) when it has none.
func valueEnd(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			if i += stringEnd(b[i+1:]); depth == 0 {
				return min(i+1, len(b))
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 { // behind a number or a word
				return i
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',':
			if depth == 0 {
				return i
			}
		}
	}
	return len(b)
}

// stringEnd is how many bytes follow an opening quote, with the closing one.
func stringEnd(b []byte) int {
	for n := 0; ; {
		i := bytes.IndexByte(b[n:], '"')
		if i < 0 {
			return len(b)
		}
		escapes := 0
		for escapes < i && b[n+i-1-escapes] == '\\' {
			escapes++
		}
		if n += i + 1; escapes%2 == 0 {
			return n
		}
	}
}

// messageID is the id in a Message that the API answered with; "0" when there is none.
func messageID(raw json.RawMessage) string {
	if rest, usual := bytes.CutPrefix(raw, []byte(`{"message_id":`)); usual {
		n := 0
		for n < len(rest) && '0' <= rest[n] && rest[n] <= '9' {
			n++
		}
		if n > 0 && n < len(rest) && (rest[n] == ',' || rest[n] == '}') {
			return string(rest[:n])
		}
	}
	var m struct {
		ID int64 `json:"message_id"`
	}
	json.Unmarshal(raw, &m)
	return strconv.FormatInt(m.ID, 10)
}
