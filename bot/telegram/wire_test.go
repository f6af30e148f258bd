package telegram

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

func TestFormReadsBack(t *testing.T) {
	params := tgbotapi.Params{"chat_id": "-7", "text": "Ya & <b>tidak</b>, 100%+1 = \"é\"~\n\x00\xff", "reply_markup": `{"a":[[{"b":"1:x%3A:2"}]]}`, "leer": ""}
	got, err := url.ParseQuery(string(encodeForm(params)))
	if err != nil || len(got) != len(params) {
		t.Fatal(got, err)
	}
	for name, value := range params {
		if got.Get(name) != value {
			t.Errorf("%s: %q, want %q", name, got.Get(name), value)
		}
		if quick, slow := string(appendEscaped(nil, value)), url.QueryEscape(value); quick != slow {
			t.Errorf("escaped %q, want %q", quick, slow)
		}
	}
}

// The quick way reads what encoding/json reads, and leaves to it what is unusual.
func TestDecodeAnswers(t *testing.T) {
	for _, body := range []string{
		`{"ok":true,"result":true}`,
		`{"ok":true,"result":true,"description":"Webhook was set"}`,
		`{"ok":true,"result":[]}` + "\n",
		`{"ok":true,"result":[{"update_id":1,"message":{"text":"a}]\"{\\"}}]}`,
		`{"ok":true,"result":{"message_id":12,"text":"\\\"}"},"parameters":{"x":[1]}}`,
		`{"ok":true,"result":"halo"}`,
		`{"ok":true,"result":7 }`,
		`{"result":{"message_id":12},"ok":true}`,
		`{ "ok" : true, "result" : null }`,
		`{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":9}}`,
		`{"ok":true,"result":{"message_id":12}`,
		`{"ok":true,"result":{"message_id":"12}`,
		`{"ok":true,"result":"halo`,
		`{"ok":true,"result":`,
		`{"ok":true,"result":}}`,
		`<html>`, ``,
	} {
		var want tgbotapi.APIResponse
		wrong := json.Unmarshal([]byte(body), &want)
		got, err := decode([]byte(body))
		if wrong != nil && err == nil && json.Valid(got.Result) {
			t.Errorf("%s is read as %s", body, got.Result)
		}
		if wrong == nil && (err != nil || got.Ok != want.Ok || strings.TrimSpace(string(got.Result)) != string(want.Result) || got.Description != want.Description || got.ErrorCode != want.ErrorCode) {
			t.Errorf("%s: %+v, %v; want %+v", body, got, err, want)
		}
	}
}

func TestMessageID(t *testing.T) {
	for raw, want := range map[string]string{
		`{"message_id":12}`:                     "12",
		`{"message_id":12,"text":"x"}`:          "12",
		`{"message_id": 12 }`:                   "12",
		`{"chat":{"id":3},"message_id":12}`:     "12",
		`{"message_id":-12}`:                    "-12",
		`{"message_id":12.5}`:                   "0",
		`{"message_id":`:                        "0",
		`true`:                                  "0",
		`{"message_id":9007199254740993,"x":1}`: "9007199254740993",
	} {
		if got := messageID(json.RawMessage(raw)); got != want {
			t.Errorf("%s: %s, want %s", raw, got, want)
		}
	}
}
