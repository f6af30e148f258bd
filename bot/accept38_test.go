package bot_test

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"lopo/bot/bottest"
	"lopo/store"
)

var linkWord = regexp.MustCompile(`HUBUNGKAN (\d{6})`)

// linkShown is the code that a resident is shown.
func linkShown(t *testing.T, r *bottest.Resident) string {
	t.Helper()
	said := r.Say("hubungkan")
	m := linkWord.FindStringSubmatch(said)
	if m == nil {
		t.Fatalf("no code in %q", said)
	}
	return m[1]
}

// wrongCode is six digits that are not the code, and begin as it does.
func wrongCode(code string, n int) string {
	var tail int
	fmt.Sscan(code[3:], &tail)
	return code[:3] + fmt.Sprintf("%03d", (tail+1+n)%1000)
}

// onBoth runs a test with the sessions at either keeper.
func onBoth(t *testing.T, test func(t *testing.T, h *bottest.House)) {
	for name, set := range map[string][]func(*bottest.House){"ledger": nil, "redis": {bottest.WithRedis}} {
		t.Run(name, func(t *testing.T) { test(t, bottest.Start(t, append(set, bottest.With(bottest.Sewing()))...)) })
	}
}

// A code that one channel shows joins it with another: what was sent from either is shown on both, what is stopped in one is stopped in both, and
// news go to the one that was used last. A linked chat learns of it.
func TestAccept38JoinTwoChannels(t *testing.T) {
	onBoth(t, func(t *testing.T, h *bottest.House) {
		a := bottest.Maria(0)
		h.Notes.Secret(a.Secrets()...)
		tg, web := h.OnTelegram(700012345, "Maria Nale"), h.OnWeb()
		tg.Talk(a.Lines()...)
		tg.Say("berhenti lowongan")
		web.Talk("langganan", "1", "semua", "1", "naikoten satu", "1")
		code := linkShown(t, tg)
		if got := web.Say(code); !strings.Contains(got, "terhubung dengan percakapan Bapak/Ibu di Telegram") {
			t.Fatalf("the web hears %q", got)
		}
		h.Later(time.Second)
		if got := tg.News(); !strings.Contains(got, "laman percakapan") || !strings.Contains(got, "PUTUSKAN") {
			t.Errorf("Telegram hears %q", got)
		}
		for _, r := range []*bottest.Resident{web, tg} {
			if got := r.Say("status"); !strings.Contains(got, "KPG-2026-0001") {
				t.Errorf("%s: status says %q", r.Of.Channel, got)
			}
			if got := r.Say("data saya"); !strings.Contains(got, store.MaskNIK(a.NIK)) || !strings.Contains(got, "Yang dihentikan: lowongan kerja") || !strings.Contains(got, "- Dana PEM") {
				t.Errorf("%s: data saya says %q", r.Of.Channel, got)
			}
		}
		quiet := func(r *bottest.Resident) (is bool) {
			h.Must(h.Raw().QueryRow(`SELECT quiet FROM contacts WHERE channel = ? AND chat = ?`, r.Of.Channel, r.Of.Chat).Scan(&is))
			return is
		}
		if quiet(tg) || !quiet(web) {
			t.Error("news go where she wrote before")
		}
		if web.Say("halo"); !quiet(tg) || quiet(web) {
			t.Error("news do not go where she writes now")
		}
		web.Say("berhenti")
		for _, r := range []*bottest.Resident{web, tg} {
			var out string
			h.Must(h.Raw().QueryRow(`SELECT optout FROM contacts WHERE channel = ? AND chat = ?`, r.Of.Channel, r.Of.Chat).Scan(&out))
			if out != "all,lowongan" {
				t.Errorf("%s: stopped %q", r.Of.Channel, out)
			}
		}
		if got := tg.Talk("status", "batal", "1", "1"); !strings.Contains(got, "dibatalkan") {
			t.Errorf("Telegram cancels with %q", got)
		}
	})
}

// A code lasts ten minutes and joins once; it is nothing in the chat that shows it.
func TestAccept38CodesEnd(t *testing.T) {
	h := bottest.Start(t)
	tg, web := h.OnTelegram(700012345, "Maria Nale"), h.OnWeb()
	tg.Say("halo")
	code := linkShown(t, tg)
	if got := tg.Say("hubungkan " + code); !strings.Contains(got, "bukan dari sini") {
		t.Errorf("in its own chat: %q", got)
	}
	h.Later(11 * time.Minute)
	if got := web.Say("hubungkan " + code); !strings.Contains(got, "tidak berlaku") {
		t.Errorf("after eleven minutes: %q", got)
	}
	old, code := code, linkShown(t, tg)
	if old == code {
		t.Error("the same code again")
	}
	if got := web.Say("kode " + code); !strings.Contains(got, "terhubung") {
		t.Errorf("a new one: %q", got)
	}
	if got := h.OnTelegram(8, "Yanto").Say("hubungkan " + code); !strings.Contains(got, "tidak berlaku") {
		t.Errorf("the same by somebody else: %q", got)
	}
}

// Five wrong codes lock the code that they begin like, for everybody, and lock out who wrote them, for an hour, also when she has her data erased
// in between.
func TestAccept38FiveWrongCodesLock(t *testing.T) {
	h := bottest.Start(t)
	tg := h.OnTelegram(700012345, "Maria Nale")
	tg.Say("halo")
	code := linkShown(t, tg)
	thief := h.OnTelegram(666, "Yanto")
	thief.Say("halo")
	for n := range 4 {
		if got := thief.Say("hubungkan " + wrongCode(code, n)); !strings.Contains(got, "tidak berlaku") {
			t.Errorf("wrong: %q", got)
		}
	}
	thief.Talk("hapus data", "1")
	thief.Say("hubungkan " + wrongCode(code, 4))
	if got := thief.Say("hubungkan " + wrongCode(code, 5)); !strings.Contains(got, "dikunci") {
		t.Errorf("the sixth: %q", got)
	}
	web := h.OnWeb()
	web.Say("halo")
	if got := web.Say("hubungkan " + code); !strings.Contains(got, "dikunci") {
		t.Errorf("the right code, once it is locked: %q", got)
	}
	fresh := linkShown(t, tg)
	if got := thief.Say("hubungkan " + fresh); !strings.Contains(got, "dikunci") {
		t.Errorf("a new code, by who is locked out: %q", got)
	}
	var n int
	h.Must(h.Raw().QueryRow(`SELECT count(*) FROM contacts WHERE person <> 0`).Scan(&n))
	if n != 0 {
		t.Errorf("%d chats are linked", n)
	}
	h.Later(61 * time.Minute)
	if got := thief.Say("hubungkan " + linkShown(t, tg)); !strings.Contains(got, "terhubung") {
		t.Errorf("an hour later: %q", got)
	}
}

// HAPUS DATA in one channel leaves nothing in the other either: rows, drafts, the place in the conversation wherever it is kept.
func TestAccept38EraseBoth(t *testing.T) {
	onBoth(t, func(t *testing.T, h *bottest.House) {
		a := bottest.Maria(0)
		h.Notes.Secret(a.Secrets()...)
		tg, web := h.OnTelegram(700012345, "Maria Nale"), h.OnWeb()
		web.Talk(a.Lines()...)
		tg.Talk("langganan", "1", "1", "1", "liliba", "1", "petugas", "Apakah "+a.Phone+" sudah dicatat?")
		code := linkShown(t, tg)
		if got := web.Say("hubungkan " + code); !strings.Contains(got, "HP Bapak/Ibu sendiri") {
			t.Fatalf("who has something to show is not asked: %q", got)
		}
		web.Say("1")
		h.Later(time.Second)
		if got := tg.Say("hapus data saya"); !strings.Contains(got, "laman percakapan") || !strings.Contains(got, "1 pendaftaran") {
			t.Errorf("she is asked %q", got)
		}
		tg.Send("1")
		h.Settle()
		h.Later(2 * time.Second)
		if got := tg.News(); !strings.Contains(got, "juga yang dari percakapan lain di laman percakapan") {
			t.Errorf("she hears %q", got)
		}
		if where := h.Lying(a.Secrets()...); where != nil {
			t.Errorf("still %v", where)
		}
		if c := h.Tally(); c.Drafts != 0 || c.Tickets != 0 || c.Contacts != 0 || c.Registrations != 0 {
			t.Errorf("%+v stay", c)
		}
		for _, r := range []*bottest.Resident{tg, web} {
			for _, table := range []string{"inbox", "outbox", "contacts", "drafts", "tickets", "consents", "registrations", "link_codes"} {
				var n int
				h.Must(h.Raw().QueryRow(`SELECT count(*) FROM `+table+` WHERE chat = ?`, r.Of.Chat).Scan(&n))
				if n != 0 {
					t.Errorf("%d rows of %s still name her chat on %s", n, table, r.Of.Channel)
				}
			}
			if s, err := h.Sessions.Load(h.Ctx, r.Of); err != nil || !reflect.DeepEqual(s, store.Session{Of: r.Of, Rev: s.Rev}) {
				t.Errorf("%s: something stays in the session: %+v, %v", r.Of.Channel, s, err)
			}
		}
	})
}

// A form that was begun on one channel goes on in the other, and is sent once.
func TestAccept38FormGoesOn(t *testing.T) {
	onBoth(t, func(t *testing.T, h *bottest.House) {
		a := bottest.Maria(0)
		h.Notes.Secret(a.Secrets()...)
		tg, web := h.OnTelegram(700012345, "Maria Nale"), h.OnWeb()
		form := a.Form()
		tg.Talk(form[:9]...)
		web.Say("halo")
		web.Say("hubungkan " + linkShown(t, tg))
		h.Later(time.Second)
		web.Talk("lanjut")
		if got := web.Talk(append(form[9:], "ya")...); !strings.Contains(got, "KPG-2026-0001") {
			t.Fatalf("on the web it ends with %q", got)
		}
		tg.News()
		if got := tg.Talk(append(form[9:], "ya")...); strings.Contains(got, "KPG-2026-0002") {
			t.Errorf("sent twice: %q", got)
		}
		if rows := h.Registrations(); len(rows) != 1 {
			t.Errorf("%d applications", len(rows))
		}
	})
}
