package telegramtest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// ask calls a method and returns the status, and the result or the description.
func ask(t *testing.T, s *Server, path string, params url.Values) (int, string) {
	t.Helper()
	resp, err := http.PostForm(s.URL+path, params)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var a struct {
		Result      json.RawMessage `json:"result"`
		Description string          `json:"description"`
	}
	json.NewDecoder(resp.Body).Decode(&a)
	return resp.StatusCode, string(a.Result) + a.Description
}

func TestStandInRefusesWhatTelegramRefuses(t *testing.T) {
	clock := NewClock(time.Unix(1.7e9, 0), true)
	s := New(Options{Now: clock.Now, LongPoll: time.Millisecond})
	defer s.Close()
	maria, bot := s.Person(7, "Maria Nale"), "/bot"+Token
	s.Person(8, "Yosef")
	maria.Say("halo")
	keys := func(data string) string {
		raw, _ := json.Marshal(map[string]any{"inline_keyboard": [][]map[string]string{{{"text": "a", "callback_data": data}}}})
		return string(raw)
	}
	for _, c := range []struct {
		path   string
		params url.Values
		code   int
		says   string
	}{
		{"/bot1:falsch/getMe", nil, 401, "Unauthorized"},
		{"/botx/getMe", nil, 404, "Not Found"},
		{bot + "/getNothing", nil, 404, "Not Found"},
		{bot + "/getMe", nil, 200, Username},
		{bot + "/sendMessage", url.Values{"text": {"x"}}, 400, "chat_id is empty"},
		{bot + "/sendMessage", url.Values{"chat_id": {"9"}, "text": {"x"}}, 400, "chat not found"},
		{bot + "/sendMessage", url.Values{"chat_id": {"8"}, "text": {"x"}}, 403, "can't initiate"},
		{bot + "/sendMessage", url.Values{"chat_id": {"7"}, "text": {" "}}, 400, "text is empty"},
		{bot + "/sendMessage", url.Values{"chat_id": {"7"}, "text": {strings.Repeat("😀", 2049)}}, 400, "too long"},
		{bot + "/sendMessage", url.Values{"chat_id": {"7"}, "text": {"<x>"}, "parse_mode": {"HTML"}}, 400, "can't parse entities"},
		{bot + "/sendMessage", url.Values{"chat_id": {"7"}, "text": {"<b>x"}, "parse_mode": {"HTML"}}, 400, "can't parse entities"},
		{bot + "/sendMessage", url.Values{"chat_id": {"7"}, "text": {"x"}, "reply_to_message_id": {"1"}}, 400, "replied not found"},
		{bot + "/sendMessage", url.Values{"chat_id": {"7"}, "text": {"x"}, "reply_markup": {keys("")}}, 400, "BUTTON_DATA_INVALID"},
		{bot + "/sendMessage", url.Values{"chat_id": {"7"}, "text": {"x"}, "reply_markup": {keys(strings.Repeat("é", 33))}}, 400, "BUTTON_DATA_INVALID"},
		{bot + "/sendMessage", url.Values{"chat_id": {"7"}, "text": {"<b>5 &lt; 6</b>"}, "parse_mode": {"HTML"}, "reply_markup": {keys("1")}}, 200, `5 \u003c 6`},
		{bot + "/editMessageText", url.Values{"chat_id": {"7"}, "message_id": {"102"}, "text": {"5 < 6"}, "reply_markup": {keys("1")}}, 400, "not modified"},
		{bot + "/editMessageText", url.Values{"chat_id": {"7"}, "message_id": {"999"}, "text": {"x"}}, 400, "edit not found"},
		{bot + "/editMessageCaption", url.Values{"chat_id": {"7"}, "message_id": {"102"}, "caption": {"x"}}, 400, "no caption in the message"},
		{bot + "/deleteMessage", url.Values{"chat_id": {"7"}, "message_id": {"999"}}, 400, "delete not found"},
		{bot + "/sendPhoto", url.Values{"chat_id": {"7"}}, 400, "no photo"},
		{bot + "/sendPhoto", url.Values{"chat_id": {"7"}, "photo": {"AgACphoto000001"}}, 400, "wrong file identifier"},
		{bot + "/sendPhoto", url.Values{"chat_id": {"7"}, "photo": {"https://contoh.id/x.jpg"}}, 400, "wrong file identifier"},
		{bot + "/sendPhoto", url.Values{"chat_id": {"8"}, "photo": {"x"}}, 403, "can't initiate"},
		{bot + "/sendDocument", url.Values{"chat_id": {"7"}, "document": {"x"}, "caption": {strings.Repeat("😀", 513)}}, 400, "caption is too long"},
		{bot + "/getFile", url.Values{"file_id": {"x"}}, 400, "wrong file_id"},
		{bot + "/answerCallbackQuery", url.Values{"callback_query_id": {"1"}}, 400, "query is too old"},
		{bot + "/setWebhook", url.Values{"url": {"http://contoh.id/x"}}, 400, "HTTPS"},
		{bot + "/setWebhook", url.Values{"url": {"https://contoh.id:81/x"}}, 400, "ports"},
		{bot + "/setWebhook", url.Values{"url": {"https://contoh.id/x"}, "secret_token": {"a b"}}, 400, "unallowed"},
		{bot + "/setMyCommands", url.Values{"commands": {`[{"command":"Batal!","description":"x"}]`}}, 400, "BOT_COMMAND_INVALID"},
	} {
		if code, says := ask(t, s, c.path, c.params); code != c.code || !strings.Contains(says, c.says) {
			t.Errorf("%s %v: %d %s, want %d %s", c.path, c.params, code, says, c.code, c.says)
		}
	}
	if code, _ := ask(t, s, bot+"/editMessageText", url.Values{"chat_id": {"7"}, "message_id": {"102"}, "text": {"baru"}}); code != 200 {
		t.Error("cannot edit")
	}
	if in := maria.Inbox(); len(in) != 1 || in[0].Text != "baru" || in[0].Buttons != nil || maria.Tap("a") == nil {
		t.Errorf("B5: an edit without buttons takes them away: %+v", in)
	}
}

func TestStandInKeepsAndForgets(t *testing.T) {
	clock := NewClock(time.Unix(1.7e9, 0), true)
	s := New(Options{Now: clock.Now, LongPoll: time.Millisecond})
	defer s.Close()
	maria, bot := s.Person(7, "Maria Nale"), "/bot"+Token
	poll := func(params url.Values) string {
		t.Helper()
		code, got := ask(t, s, bot+"/getUpdates", params)
		if code != 200 {
			t.Fatal(code, got)
		}
		return got
	}
	maria.Say("satu")
	maria.Forge("1:a:1")
	for range 2 {
		if got := poll(nil); !strings.Contains(got, "satu") || !strings.Contains(got, "1:a:1") {
			t.Errorf("not confirmed, so it comes again: %s", got)
		}
	}
	if got := poll(url.Values{"limit": {"1"}}); strings.Contains(got, "1:a:1") {
		t.Errorf("limit: %s", got)
	}
	clock.Advance(150 * time.Second)
	if got := poll(nil); strings.Contains(got, "1:a:1") || !strings.Contains(got, "satu") {
		t.Errorf("after 150 s: %s", got)
	}
	clock.Advance(24 * time.Hour)
	if got := poll(nil); got != "[]" {
		t.Errorf("after a day: %s", got)
	}
	poll(url.Values{"allowed_updates": {`["callback_query"]`}})
	maria.Say("tidak didengar")
	poll(url.Values{"allowed_updates": {"null"}})
	maria.Say("tidak didengar")
	if got := poll(nil); got != "[]" {
		t.Errorf("the list of kinds is kept: %s", got)
	}
	poll(url.Values{"allowed_updates": {"[]"}})
	maria.Say("didengar")
	got := poll(nil)
	if !strings.Contains(got, "didengar") {
		t.Errorf("%s", got)
	}
	if got := poll(url.Values{"offset": {"1003"}}); !strings.Contains(got, "didengar") {
		t.Errorf("confirmed too much: %s", got)
	}
	if got := poll(url.Values{"offset": {"1004"}}); got != "[]" || s.Pending() != 0 {
		t.Errorf("not confirmed: %s", got)
	}
}
