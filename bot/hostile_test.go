package bot_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"unicode/utf8"

	"lopo/bot/bottest"
	"lopo/flows"
	"lopo/locales"
	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

var pieces = []string{"", " ", "\n", "\x00", "\u200b", "\u202e", "\u00a0", "é", "e\u0301", "👍", "👨‍👩‍👧‍👦", "🇮🇩", "ﷺ", "﹅", "漢字", "عربى", "0", "1", "9", "12", "-1", "99999999999999999999", "1e9", "½", "１", "٣",
	"5371041206980001", "5371045206980001", "0812345678901", "+62 812-3456-7890", "12-06-1998", "31/02/2000", "1998", "ya", "tidak", "io", "sonde", "MENU", "batal", "kembali",
	"ubah 3", "ubah 99", "hapus data saya", "petugas", "lanjut", "status KPG-2026-0001", "naikoten", "oesapa", "KPG-2026-9999", "'; DROP TABLE registrations; --", "\" OR 1=1 --",
	"<script>alert(1)</script>", "<b>&amp;</b>", "{{.Name}}", "{{template \"x\"}}", "%s%n%d", "../../etc/passwd", "$(reboot)", "\\u0000", "http://127.0.0.1/", "@everyone", "/start", "/menu@LopoUjiBot",
	"null", "undefined", "NaN", "true", "[]", "maria", "Menuk Batalia", "Jl. Berhenti 7", ">", "<", "+", "-", ">Alak", "edit:", "=1+1", "#", "*", "_"}

// hostile is a message that nobody should write and somebody will.
func hostile(r *rand.Rand) string {
	switch r.IntN(8) {
	case 0:
		return pieces[r.IntN(len(pieces))]
	case 1: // bytes
		b := make([]byte, r.IntN(60))
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return string(b)
	case 2: // digits
		var s strings.Builder
		for range 1 + r.IntN(20) {
			s.WriteByte('0' + byte(r.IntN(10)))
		}
		return s.String()
	case 3: // a storm
		return strings.Repeat(pieces[r.IntN(len(pieces))], 1+r.IntN(300))
	case 4: // long
		return strings.Repeat("kata ", r.IntN(900))
	case 5: // a letter between invisible ones
		return "\u200b" + strings.Join(strings.Split(pieces[r.IntN(len(pieces))], ""), "\u200d") + "\ufeff"
	}
	var s strings.Builder
	for range 1 + r.IntN(5) {
		s.WriteString(pieces[r.IntN(len(pieces))])
		if r.IntN(2) == 0 {
			s.WriteByte(' ')
		}
	}
	return s.String()
}

// table is the engine over a real ledger, without rooms around it: one turn is one call.
type table struct {
	*testing.T
	engine *flows.Engine
	ledger *sqlite.Ledger
	chats  atomic.Int64
}

// take lets one message be decided and carried out. An error is what would become a dead letter.
func (b *table) take(m store.Message) (out flows.Outcome, err error) {
	err = b.ledger.Do(b.Context(), func(tx *sqlite.Tx) error {
		s, err := tx.Session(m.From)
		if err != nil {
			return err
		}
		f, err := tx.Facts(m.From, m.At, b.engine.Needs(s, m))
		if err != nil {
			return err
		}
		if f.Contact.First.IsZero() {
			if err := tx.Meet(m.From, m.At); err != nil {
				return err
			}
		}
		if out, err = b.engine.Decide(s, &f, m, func(n store.Need, f *store.Facts) error { return tx.More(m.From, n, f) }); err != nil {
			return err
		}
		if err := tx.Apply(m.From, out.Effects, m.At); err != nil {
			return err
		}
		return tx.PutSession(out.Session, m.At)
	})
	return out, err
}

// stand makes a chat that stands at a step, with answers and an application of its own, and the question before it.
func (b *table) stand(flow *flows.Flow, step string) (store.Address, store.Session, error) {
	n := int(b.chats.Add(1))
	of := store.Address{Channel: "deaf", Chat: fmt.Sprint("chat", n)}
	a := bottest.Maria(n % 600)
	a.Name = fmt.Sprint("Maria ", word(n))
	slots := map[string]string{"training": "1", "batch": "1", "card": "yes", "consent": "yes", "born": "1998-06-12", "name": a.Name, "gender": "P", "kelurahan": "Oebobo",
		"education": "sma", "work": "bekerja", "second": "0", "phone": "+6281234567890", "nik": fmt.Sprintf("537104520698%04d", 1+n%9000), "nikborn": "both", "domicile": "yes",
		"number": "", "field": []string{"name", "born", "gender", "kelurahan", "education", "work", "phone"}[n%7],
		"value": "", "reason": "time", "from": "menu.pick", "code": "123456", "no": "1", "adult": "yes", "alumni": "yes", "year": "2024", "business": "kios", "need": "stok",
		"sum": "5000000", "topic": store.TopicGeneral, "topics": store.TopicGeneral, "band": string(store.Grown), "status": "open", "area": "Oebobo", "level": "sma"}
	slots["value"] = map[string]string{"name": "Maria Baru", "born": "1997-01-02", "phone": "+6281234567899"}[slots["field"]]
	if slots["value"] == "" {
		slots["value"] = slots[slots["field"]]
	}
	err := b.ledger.Do(b.Context(), func(tx *sqlite.Tx) error {
		if err := tx.Meet(of, bottest.Noon); err != nil {
			return err
		}
		f, err := tx.Facts(of, bottest.Noon, store.Need{})
		if err != nil {
			return err
		}
		r := store.Registration{Number: f.NextNumber, Of: of, Batch: 2, Applicant: store.Applicant{Name: a.Name, Born: "1998-06-12", Gender: "P", Kelurahan: "Oebobo", Phone: "+6281234567890"}}
		slots["number"] = r.Number
		draft := store.Draft{Flow: "training", Version: 1, Slots: slots, Started: bottest.Noon, Touched: bottest.Noon}
		if err := tx.Apply(of, []store.Effect{store.Register{Registration: r}, store.SaveDraft{Draft: draft}}, bottest.Noon); err != nil {
			return err
		}
		return tx.PutSession(store.Session{Of: of, Rev: 5, Flow: flow.Name, Version: flow.Version, Step: step, Slots: upTo(flow, step, slots), Touched: bottest.Noon}, bottest.Noon)
	})
	if err != nil {
		return of, store.Session{}, err
	}
	out, err := b.take(store.Message{ID: "again", From: of, Kind: store.Event, Text: "again", At: bottest.Noon}) // puts the question
	return of, out.Session, err
}

// about are the slots that are filled before a flow begins: what it is about.
var about = map[string]string{"offer": "number", "link": "code", "minat": "no", "lapor": "no"}

// upTo are the answers that have been given when a flow comes to a step.
func upTo(f *flows.Flow, step string, answers map[string]string) map[string]string {
	given := map[string]string{"from": answers["from"]}
	if slot := about[f.Name]; slot != "" {
		given[slot] = answers[slot]
	}
	for _, s := range f.Steps {
		if s.Name == step {
			break
		}
		if s.Slot != "" {
			given[s.Slot] = answers[s.Slot]
		}
	}
	return given
}

// Ten thousand messages that nobody should write, over every step of every flow: none panics or cannot be carried out, each has an answer that
// can be shown, and MENU leads out within two messages.
func TestHostileMessages(t *testing.T) {
	words, err := locales.Load("id")
	if err != nil {
		t.Fatal(err)
	}
	engine, err := flows.New(words, flows.All()...)
	if err != nil {
		t.Fatal(err)
	}
	b := &table{T: t, engine: engine, ledger: sqlitetest.Open(t)}
	many := func(code string) func(*store.Batch) {
		return func(x *store.Batch) { x.Code, x.Seats, x.Training.Code = code, 1<<20, code }
	}
	if err := bottest.Post(t.Context(), b.ledger); err != nil {
		t.Fatal(err)
	}
	list := []store.Batch{bottest.Sewing(many("a")), bottest.Sewing(many("b"), func(x *store.Batch) { x.Offering = true })}
	if err := b.ledger.PutBatches(t.Context(), list, "test", bottest.Noon); err != nil {
		t.Fatal(err)
	}
	type place struct {
		flow *flows.Flow
		step string
	}
	var places []place
	for _, f := range flows.All() {
		for _, s := range f.Steps {
			places = append(places, place{f, s.Name})
		}
	}
	var all sync.WaitGroup
	for i, p := range places {
		all.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 3))
			var of store.Address
			var at store.Session
			for n := range storm/len(places) + 1 {
				if n%25 == 0 { // what was written may have cancelled or erased what the step is about
					var err error
					if of, at, err = b.stand(p.flow, p.step); err != nil {
						t.Errorf("%s.%s: %v", p.flow.Name, p.step, err)
						return
					}
				}
				text := hostile(r)
				if wrong := b.survives(of, at, fmt.Sprint("m", n), text); wrong != "" {
					t.Errorf("%s.%s: %q: %s", p.flow.Name, p.step, text, wrong)
					return
				}
			}
		})
	}
	all.Wait()
	t.Logf("%d places", len(places))
}

// survives writes one message at a place and looks for the way out.
func (b *table) survives(of store.Address, at store.Session, id, text string) string {
	if err := (sqlite.Sessions{Ledger: b.ledger}).Drop(b.Context(), of); err != nil {
		return err.Error()
	}
	if err := b.ledger.Do(b.Context(), func(tx *sqlite.Tx) error { return tx.PutSession(at, bottest.Noon) }); err != nil {
		return err.Error()
	}
	now := bottest.Noon
	out, err := b.take(store.Message{ID: id, From: of, Kind: store.Text, Text: text, At: now})
	if err != nil {
		return err.Error()
	}
	if len(out.Replies) == 0 {
		return "no answer"
	}
	for _, m := range out.Replies {
		switch n := utf8.RuneCountInString(m.Plain()); {
		case strings.TrimSpace(m.Text) == "" || !utf8.ValidString(m.Text):
			return fmt.Sprintf("an answer that cannot be shown: %q", m.Text)
		case n > 4000:
			return fmt.Sprintf("an answer of %d characters", n)
		}
	}
	for range 2 {
		if out, err = b.take(store.Message{ID: id + "menu", From: of, Kind: store.Text, Text: "menu", At: now}); err != nil {
			return err.Error()
		}
		if out.Session.Flow == "menu" && len(out.Replies) > 0 {
			return ""
		}
	}
	return "MENU does not lead to the menu, but to " + out.Session.Flow + "." + out.Session.Step
}

// The same through all rooms, on both channels, with the log open: it holds none of it.
func TestHostileMessagesInTheLog(t *testing.T) {
	h := bottest.Start(t, bottest.WithRedis, bottest.With(bottest.Sewing()))
	rnd := rand.New(rand.NewPCG(1, 2))
	h.Notes.Secret("5371041206980001", "5371045206980001", "0812345678901", "DROP TABLE", "alert(1)", "Menuk", "Berhenti 7", "naikoten", "passwd", "reboot")
	for _, r := range []*bottest.Resident{h.OnTelegram(70001230, "Maria Nale"), h.OnWeb()} {
		lines := bottest.Maria(0).Lines()
		for i := range 150 {
			r.Send(strings.TrimSpace(strings.ToValidUTF8(hostile(rnd), "?")) + "x"[:i%2])
			if i%3 == 0 {
				r.Send(lines[i/3%len(lines)])
			}
		}
		h.Settle()
		h.Clock.Move(2 * 3600e9)
		r.News()
		if got := r.Talk("menu", "menu"); got == "" {
			t.Errorf("%s: no way out", r.Of.Channel)
		}
	}
	if c := h.Tally(); c.Dead+c.Waiting != 0 {
		t.Errorf("%+v\n%s", c, h.Notes)
	}
}

// word writes a number in letters.
func word(n int) string {
	s := "Ka"
	for ; n > 0; n /= 5 {
		s += []string{"na", "ne", "ni", "no", "nu"}[n%5]
	}
	return s
}
