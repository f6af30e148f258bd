package telegram_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"testing"

	"lopo/bot/telegram"
	"lopo/bot/telegram/telegramtest"
)

func TestT3_CommandsAreSetWhenChanged(t *testing.T) {
	r := newRig(t)
	stop := r.start()
	r.called("setMyCommands", 3)
	r.maria.Say("halo")
	r.next(1)
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	for i, lang := range []string{"", "id", "en"} {
		want := telegram.Commands
		if lang == "en" {
			want = telegram.EnglishCommands
		}
		p := r.srv.Calls("setMyCommands")[i].Params
		var set []telegram.Command
		if json.Unmarshal([]byte(p.Get("commands")), &set) != nil || !slices.Equal(set, want) || p.Get("language_code") != lang {
			t.Errorf("set %v", p)
		}
	}
	again, err := telegram.New(telegram.Options{Token: telegramtest.Token, API: r.srv.URL})
	if err != nil {
		t.Fatal(err)
	}
	r.ch = again
	r.start()
	r.called("getMyCommands", 6)
	r.maria.Say("halo")
	r.next(2)
	if n := r.srv.Count("setMyCommands"); n != 3 {
		t.Errorf("set %d times, though nothing changed", n)
	}
}

func TestT3_CommandsKeepTheLimits(t *testing.T) {
	for _, c := range slices.Concat(telegram.Commands, telegram.EnglishCommands) {
		if !regexp.MustCompile(`^[a-z0-9_]{1,32}$`).MatchString(c.Name) || c.About == "" || len(c.About) > 256 {
			t.Errorf("%+v", c)
		}
	}
}

func TestT3_WithoutCommandsTheBotStillWorks(t *testing.T) {
	r := newRig(t)
	r.srv.Fail(telegramtest.Fault{Method: "getMyCommands", Code: 502, HTML: true, Times: -1})
	r.maria.Say("halo")
	r.start()
	r.next(1)
}
