package bot_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"lopo/bot/bottest"
	"lopo/bot/telegram/telegramtest"
	"lopo/store"
)

// everywhere runs a test on both channels, with the sessions at either keeper.
func everywhere(t *testing.T, test func(t *testing.T, h *bottest.House, r *bottest.Resident)) {
	for name, set := range map[string][]func(*bottest.House){"ledger": nil, "redis": {bottest.WithRedis}} {
		set = append(set, bottest.With(bottest.Sewing()), bottest.Posted)
		t.Run(name+"/telegram", func(t *testing.T) {
			t.Parallel()
			h := bottest.Start(t, set...)
			test(t, h, h.OnTelegram(700012345, "Maria Nale"))
		})
		t.Run(name+"/web", func(t *testing.T) {
			t.Parallel()
			h := bottest.Start(t, set...)
			test(t, h, h.OnWeb())
		})
	}
}

// "data saya" shows what is stored, masked.
func TestAccept36MyData(t *testing.T) {
	a := bottest.Maria(0)
	everywhere(t, func(t *testing.T, h *bottest.House, r *bottest.Resident) {
		h.Notes.Secret(a.Secrets()...)
		r.Talk(a.Lines()...)
		got := r.Say("data saya")
		for _, want := range []string{"KPG-2026-0001", store.MaskNIK(a.NIK), store.MaskPhone(a.Phone), "Maria T.", "Naikoten Satu"} {
			if !strings.Contains(got, want) {
				t.Errorf("%q is missing: %s", want, got)
			}
		}
		for _, leak := range a.Secrets() {
			if strings.Contains(got, leak) {
				t.Errorf("%q is not masked: %s", leak, got)
			}
		}
	})
}

// "hapus data saya" leaves nothing of her in any byte of any file, nor in Redis: answers, drafts, sessions, questions to staff, texts that were
// sent or wait to be sent, lines of the web chat. What stays is a tombstone that says nothing about whom.
func TestAccept36Erase(t *testing.T) {
	a, other := bottest.Maria(0), bottest.Maria(1)
	everywhere(t, func(t *testing.T, h *bottest.House, r *bottest.Resident) {
		h.Notes.Secret(a.Secrets()...)
		h.OnTelegram(8, "Yanto").Talk(other.Lines()...) // somebody whose data stay
		r.Talk(a.Lines()...)
		r.Talk("petugas", "Nama saya "+a.Name+", apakah "+a.Phone+" sudah dicatat?")
		r.Talk("menu", "titip minat pem oesapa barat", "1", "jual ikan", "beli Jaringrahasia, hubungi 081277776665", "081277776665", "1", "menu")                              // an interest in the loan
		r.Talk("minat 1", "1", "1", "Lucia Kerjarahasia", "081277776667", "1", "kabari saya kalau ada lowongan kasir", "1", "lapor 1", "Penipurahasia minta transfer", "menu") // on the job board
		second := a
		second.Name, second.NIK, second.Phone = "Yosefina Ximenes", "5371045206980777", "081277776666"
		h.Notes.Secret(second.Secrets()...)
		r.Talk(append([]string{"menu"}, append(second.Form()[1:4:4], second.Form()[5:]...)...)...) // a form that is not sent
		secrets := append(append(a.Secrets(), second.Secrets()...), "12-06-1998", "Jaringrahasia", "81277776665", "Kerjarahasia", "81277776667", "Penipurahasia")
		sealed := append(append(a.Secrets()[1:], second.Secrets()...), "Jaringrahasia", "81277776665", "Kerjarahasia", "81277776667", "Penipurahasia") // only the name of an application lies open
		if where := h.Lying(sealed...); where != nil {
			t.Errorf("before, open: %v", where)
		}
		h.Telegram.Fail(telegramtest.Fault{Method: "sendMessage", Chat: 8, Times: -1, Hold: true}) // others are busy
		h.OnTelegram(8, "Yanto").Send("menu")
		r.Send("hapus data saya")
		r.Send("1")
		h.Telegram.Heal()
		h.Settle()
		if got := r.News(); !strings.Contains(got, "sudah dihapus") {
			t.Fatalf("she hears %q", got)
		}
		if where := h.Lying(secrets...); where != nil {
			t.Errorf("afterwards: still %v", where)
		}
		rows := h.Registrations()
		if len(rows) != 1 || rows[0].Applicant.Name != other.Name {
			t.Errorf("%d applications stay", len(rows))
		}
		var tombs int
		var pending string
		h.Must(h.Raw().QueryRow(`SELECT count(*), max(pending) FROM erasures WHERE registrations = 1`).Scan(&tombs, &pending))
		if tombs != 1 || pending != "" {
			t.Errorf("%d tombstones, pending %q", tombs, pending)
		}
		if c := h.Tally(); c.Drafts != 0 || c.Tickets != 0 || c.Contacts != 1 {
			t.Errorf("%+v", c)
		}
		h.Later(time.Minute)
		h.Later(24 * time.Hour)
		for _, table := range []string{"inbox", "outbox", "sessions", "contacts", "drafts", "tickets", "consents", "registrations", "loan_inquiries", "applications", "job_alerts", "vacancy_reports", "vacancy_sent"} {
			var n int
			h.Must(h.Raw().QueryRow(`SELECT count(*) FROM `+table+` WHERE chat = ?`, r.Of.Chat).Scan(&n))
			if n != 0 {
				t.Errorf("%d rows of %s still name her chat", n, table)
			}
		}
		if s, err := h.Sessions.Load(h.Ctx, r.Of); err != nil || !reflect.DeepEqual(s, store.Session{Of: r.Of, Rev: s.Rev}) {
			t.Errorf("something stays in the session: %+v, %v", s, err)
		}
		if got := r.Say("data saya"); !strings.Contains(got, "Tidak ada data diri") {
			t.Errorf("data saya says %q", got)
		}
	})
}

// A "stop" outlives the erasure, and the message that asked for it is not handled again.
func TestAccept36EraseKeepsStop(t *testing.T) {
	h := bottest.Start(t)
	r := h.OnTelegram(700012345, "Maria Nale")
	r.Talk("halo", "berhenti", "hapus data saya")
	id := r.Person.Say("1")
	h.Settle()
	r.News()
	h.Must(h.Bot.Desk.Deliver(h.Ctx, store.Message{ID: bottest.Number(id), From: r.Of, Kind: store.Text, Text: "1", At: h.Now()}))
	h.Settle()
	if got := r.News(); got != "" {
		t.Errorf("the same message again is answered with %q", got)
	}
	r.Say("halo")
	var out string
	h.Must(h.Raw().QueryRow(`SELECT optout FROM contacts WHERE chat = ?`, r.Of.Chat).Scan(&out))
	if out != store.All {
		t.Errorf("she gets announcements again: %q", out)
	}
}

// A whole conversation with everything that can go wrong in it, and the log at its most talkative: no NIK, phone, name, text or token is in it.
// Every house of these tests looks for the same at its end.
func TestAccept36Log(t *testing.T) {
	a := bottest.Maria(0)
	everywhere(t, func(t *testing.T, h *bottest.House, r *bottest.Resident) {
		h.Notes.Secret(a.Secrets()...)
		h.Notes.Secret("rahasia", "Naikoten", r.Of.Chat)
		for _, text := range a.Form() {
			r.Say("rahasia " + text)
			r.Say("batal sebentar")
			r.Say(text)
		}
		h.Exec(h.Raw(), `CREATE TRIGGER no BEFORE INSERT ON registrations BEGIN SELECT RAISE(ABORT, 'no'); END`)
		r.Send("ya")
		h.Awake()
		h.Exec(h.Raw(), `DROP TRIGGER no`)
		for _, f := range []telegramtest.Fault{{Code: 500, Desc: "Internal"}, telegramtest.TooMany(2), {Code: 400, Desc: `Bad Request: chat 700012345 "rahasia"`}, {Reset: telegramtest.After}, {HTML: true, Code: 502}} {
			f.Method = "sendMessage"
			h.Telegram.Fail(f)
			r.Send("rahasia")
			h.Awake()
		}
		h.Telegram.Heal()
		h.Telegram.Inject(func(id int64) string {
			return `{"update_id":` + bottest.Number(id) + `,"message":{"message_id":"rahasia","chat":{"id":1}}}`
		})
		r.Say("halo")
		h.Later(time.Hour)
		r.Talk("hapus data saya", "1")
		if log := h.Notes.String(); !strings.Contains(log, "turn failed") {
			t.Errorf("the log is not the one meant: %s", log)
		}
	})
}

// At rest, NIK and phone are sealed in every table; a copy of the file without the key tells neither.
func TestAccept36SealedAtRest(t *testing.T) {
	a := bottest.Maria(0)
	h := bottest.Start(t, bottest.With(bottest.Sewing()))
	h.OnTelegram(7, "Maria Nale").Talk(a.Lines()...)
	var nik, phone []byte
	h.Must(h.Raw().QueryRow(`SELECT nik, phone FROM registrations`).Scan(&nik, &phone))
	if len(nik) < 16+28 || bytes.Contains(nik, []byte(a.NIK)) || len(phone) < 28 {
		t.Errorf("nik %x, phone %x", nik, phone)
	}
	if where := h.Lying(a.Secrets()[1:]...); where != nil {
		t.Errorf("lies open: %v", where)
	}
}
