package telegramtest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// markup reads and checks a reply_markup into m, and reports whether it takes the reply keyboard away.
func (m *Seen) markup(raw string, chat int64) (removes bool, problem answer) {
	if raw == "" || raw == "null" {
		return false, answer{}
	}
	var k struct {
		Inline [][]struct {
			Text string  `json:"text"`
			Data *string `json:"callback_data"`
			URL  *string `json:"url"`
		} `json:"inline_keyboard"`
		Keys [][]struct {
			Text    string `json:"text"`
			Contact bool   `json:"request_contact"`
			Place   bool   `json:"request_location"`
		} `json:"keyboard"`
		Remove bool `json:"remove_keyboard"`
	}
	if len(raw) > 10<<10 {
		return false, bad("reply markup is too long")
	}
	if json.Unmarshal([]byte(raw), &k) != nil {
		return false, bad("can't parse reply keyboard markup JSON object")
	}
	for _, row := range k.Inline {
		for _, b := range row {
			switch {
			case strings.TrimSpace(b.Text) == "":
				return false, bad("can't parse inline keyboard button: Field \"text\" must be non-empty")
			case b.Data == nil && b.URL == nil:
				return false, bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
			case b.Data != nil && (len(*b.Data) < 1 || len(*b.Data) > 64):
				return false, bad("BUTTON_DATA_INVALID")
			}
			out := Button{Text: b.Text}
			if b.Data != nil {
				out.Data = *b.Data
			}
			if b.URL != nil {
				if u, err := url.Parse(*b.URL); err != nil || u.Host == "" {
					return false, bad("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", *b.URL)
				}
				out.URL = *b.URL
			}
			m.Buttons = append(m.Buttons, out)
		}
	}
	if len(m.Buttons) > 100 {
		return false, bad("reply markup is too long")
	}
	for _, row := range k.Keys {
		for _, b := range row {
			if strings.TrimSpace(b.Text) == "" {
				return false, bad("can't parse keyboard button: Field \"text\" must be non-empty")
			}
			if b.Contact && chat < 0 {
				return false, bad("phone number can be requested in private chats only")
			}
			m.Keys = append(m.Keys, Button{Text: b.Text, Contact: b.Contact})
		}
	}
	return k.Remove, answer{}
}

func sameButtons(a, b []Button) bool { return slices.Equal(a, b) }

// match finds the button that is called so: its text, the number before it ("2"), or the label after its number ("Menjahit").
func match(buttons []Button, what string) (Button, bool) {
	for _, b := range buttons {
		if b.Text == what {
			return b, true
		}
	}
	for i, b := range buttons {
		number, label, found := strings.Cut(b.Text, ". ")
		if found && (number == what || label == what) || !found && what == strconv.Itoa(i+1) {
			return b, true
		}
	}
	return Button{}, false
}

// tags of HTML mode; each must be closed.
var tags = []string{"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "span", "tg-spoiler", "blockquote", "tg-emoji"}

var entities = map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`}

// parseHTML reads HTML mode as the server does, and returns the text or what is wrong with it.
func parseHTML(raw string) (plain, problem string) {
	var out strings.Builder
	var open []string
	for i := 0; i < len(raw); {
		switch raw[i] {
		case '&':
			end := strings.IndexByte(raw[i:], ';')
			if end > 0 && end <= 8 {
				name := raw[i+1 : i+end]
				if text, known := entities[name]; known {
					out.WriteString(text)
					i += end + 1
					continue
				}
				if code, err := strconv.Atoi(strings.TrimPrefix(name, "#")); err == nil && strings.HasPrefix(name, "#") {
					out.WriteRune(rune(code))
					i += end + 1
					continue
				}
			}
			out.WriteByte('&') // anything else is an ampersand
			i++
		case '<':
			end := strings.IndexByte(raw[i:], '>')
			if end < 0 {
				return "", fmt.Sprintf("Unclosed start tag at byte offset %d", i)
			}
			inside := raw[i+1 : i+end]
			name, _, _ := strings.Cut(strings.ToLower(strings.TrimPrefix(inside, "/")), " ")
			switch {
			case !slices.Contains(tags, name):
				return "", fmt.Sprintf("Unsupported start tag \"%s\" at byte offset %d", name, i)
			case !strings.HasPrefix(inside, "/"):
				open = append(open, name)
			case len(open) == 0 || open[len(open)-1] != name:
				return "", fmt.Sprintf("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", i, last(open), name)
			default:
				open = open[:len(open)-1]
			}
			i += end + 1
		default:
			out.WriteByte(raw[i])
			i++
		}
	}
	if len(open) > 0 {
		return "", fmt.Sprintf("Can't find end tag corresponding to start tag \"%s\"", last(open))
	}
	return out.String(), ""
}

func last(open []string) string {
	if len(open) == 0 {
		return ""
	}
	return open[len(open)-1]
}
