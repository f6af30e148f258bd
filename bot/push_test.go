package bot_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"lopo/bot/account"
	"lopo/bot/bottest"
	"lopo/bot/broadcast"
	"lopo/bot/channel"
	"lopo/bot/telegram/telegramtest"
	"lopo/store"
	facts "lopo/store/city"
	"lopo/store/sqlite"
)

// pace is how quickly notices go out where staff have set some facts of the city.
func pace(t testing.TB, set map[string]string) *broadcast.Rules {
	t.Helper()
	c := *facts.Default()
	c.Facts = maps.Clone(c.Facts)
	for key, value := range set {
		c.Facts[key] = store.Fact{Key: key, Value: value}
	}
	rules, err := broadcast.NewRules(&c)
	if err != nil {
		t.Fatal(err)
	}
	return &rules
}

// An account does not care which room a message comes from: digests of vacancies and an announcement keep one pace and one day's number together,
// by turns, what has no place today comes tomorrow, nobody is told of a vacancy twice, and whoever writes is answered at once all the while.
func TestAccept14OnePaceForAllThatGoesToMany(t *testing.T) {
	const people, today = 8, 6
	h := bottest.Start(t, bottest.Posted, func(h *bottest.House) {
		h.Rules = pace(h, map[string]string{"siaran_telegram_per_hari": fmt.Sprint(today), "siaran_telegram_jeda_detik": "8-12"})
	})
	crowd := make([]*telegramtest.Person, people)
	for i := range crowd {
		crowd[i] = h.Telegram.Person(int64(100+i), fmt.Sprint("W", i))
		crowd[i].Say("halo")
	}
	h.Settle()
	h.Must(h.Ledger.Do(h.Ctx, func(tx *sqlite.Tx) error {
		for i, p := range crowd {
			effects := []store.Effect{store.Subscribe{}}
			if i < 4 {
				effects = append(effects, store.RecordConsent{Consent: store.Consent{Purpose: store.Broadcast, Version: "1", At: h.Now(), Given: true}},
					store.Follow{Topics: []string{store.TopicGeneral}, Band: store.Grown})
			}
			if err := tx.Apply(store.Address{Channel: "telegram", Chat: p.Chat()}, effects, h.Now()); err != nil {
				return err
			}
		}
		return nil
	}))
	h.Later(21*time.Hour - time.Second) // 08.59.59
	a := store.Announcement{Topic: store.TopicGeneral, Body: "Posyandu Senin pukul 08.00.", To: store.Audience{People: true}}
	h.Must(h.Ledger.Do(h.Ctx, func(tx *sqlite.Tx) (err error) {
		if a, err = tx.NewAnnouncement(a, "Ana", h.Now()); err != nil {
			return err
		}
		for _, s := range []store.Step{{Act: store.ActTest, By: "Ana"}, {Act: store.ActSubmit, By: "Ana"}, {Act: store.ActApprove, By: "Budi"}, {Act: store.ActStart, By: "Ana"}} {
			if a, err = tx.TakeStep(a.Ref, s, nil, h.Now()); err != nil {
				return err
			}
		}
		return nil
	}))

	type letter struct {
		to     int
		digest bool
		at     time.Time
	}
	var got []letter
	had := make([]int, people)
	for i, p := range crowd {
		had[i] = len(p.Inbox())
	}
	look := func() {
		t.Helper()
		for i, p := range crowd {
			inbox := p.Inbox()
			for _, m := range inbox[had[i]:] {
				digest := strings.Contains(m.Text, "Kasir")
				if !digest && !strings.Contains(m.Text, "Posyandu") {
					t.Fatalf("%d reads %q", i, m.Text)
				}
				got = append(got, letter{to: i, digest: digest, at: h.Now()})
			}
			had[i] = len(inbox)
		}
	}
	pass := func(seconds int) {
		t.Helper()
		for range seconds {
			h.Later(time.Second)
			h.Must(h.Bot.Notices.Settled(h.Ctx))
			look()
		}
	}
	pass(30)
	crowd[7].Say("menu")
	h.Settle()
	if n := len(crowd[7].Inbox()); n != had[7]+1 {
		t.Errorf("who writes waits: %d answers", n-had[7])
	}
	had[7]++
	pass(90)
	digests := 0
	for i, l := range got {
		if l.digest {
			digests++
		}
		if i > 0 && l.at.Sub(got[i-1].at) < 7*time.Second {
			t.Errorf("%s between two: %+v", l.at.Sub(got[i-1].at), got[i-1:i+1])
		}
	}
	if len(got) != today || digests < 2 || digests > 4 {
		t.Errorf("today there were %d, %d of them digests: %+v", len(got), digests, got)
	}
	h.Restart() // what is put off is on disk, and so is the number of the day
	pass(60)
	if len(got) != today {
		t.Errorf("after a restart there were %d today", len(got))
	}
	h.Later(22 * time.Hour) // 07.00 and some
	pass(120)
	digest, notice := make([]int, people), 0
	for _, l := range got {
		if l.digest {
			digest[l.to]++
		} else {
			notice++
		}
	}
	if len(got) != 2*today || notice != 4 {
		t.Errorf("by the next day there were %d, %d of them of the announcement", len(got), notice)
	}
	for i, n := range digest {
		if n != 1 {
			t.Errorf("%d was told of the vacancy %d times", i, n)
		}
	}
}

// alerted lets so many people on WhatsApp ask for news of vacancies.
func (c *city) alerted(many int) {
	c.Helper()
	c.must(c.ledger.Do(c.Context(), func(tx *sqlite.Tx) error {
		for i := range many {
			of := store.Address{Channel: c.wa.name, Chat: fmt.Sprint("warga", i)}
			if err := errors.Join(tx.Meet(of, c.now()), tx.Apply(of, []store.Effect{store.Subscribe{}}, c.now())); err != nil {
				return err
			}
		}
		return nil
	}))
}

// The digest of vacancies is a notice too: when the platform frowns at one of them no other goes out, those that have not begun stay in the inbox, and
// once staff release the account everybody is told, once.
func TestAccept17DigestsStop(t *testing.T) {
	const many = 6
	c := openCity(t)
	c.wa.limits = channel.Limits{Gap: 8 * time.Second, GapMost: 20 * time.Second, PerDay: 50}
	c.stop()
	c.start()
	c.join("Ibu Ana", store.Admin, c.staff, "ana")
	c.must(bottest.Post(t.Context(), c.ledger))
	c.alerted(many)
	pass := func(d time.Duration) {
		for end := c.now().Add(d); c.now().Before(end); c.clock.Move(time.Second) {
			c.tick()
		}
	}
	c.clock.Move(21 * time.Hour) // 09.00
	limited := channel.Health{State: channel.Limited, Why: "error 463", Until: c.now().Add(time.Hour)}
	c.wa.fails = func(m store.Outgoing) error {
		if len(c.wa.out) == 2 && m.Priority == store.Bulk {
			c.wa.health = limited
			return &channel.Error{Class: channel.Restricted, Until: limited.Until, Why: limited.Why}
		}
		return nil
	}
	pass(2 * time.Minute)
	c.wa.fails = nil
	c.write(c.wa, "maria", "halo")
	tally, err := c.ledger.Count(t.Context())
	c.must(err)
	if got := c.wa.said("", store.Bulk); len(got) != 2 || tally.Queued != 1 || len(c.wa.said("maria", store.Reply)) != 1 {
		t.Errorf("%d were told, %d more were on their way; maria heard %v", len(got), tally.Queued, c.wa.said("maria", store.Reply))
	}
	c.clock.Move(2 * time.Hour)
	c.wa.is(channel.Health{State: channel.Up})
	c.tick()
	_, err = c.ledger.Release(t.Context(), "line", "Ibu Ana", func(a store.Account) error { return account.MayRelease(a, c.now()) }, c.now())
	c.must(err)
	pass(3 * time.Minute)
	for i := range many {
		if got := c.wa.said(fmt.Sprint("warga", i), store.Bulk); len(got) != 1 {
			t.Errorf("%d was told %d times", i, len(got))
		}
	}
}

// Digests that reach nobody are a danger to the account, as announcements are that do not: they stop, and everything that goes to many waits for staff.
func TestAccept17DigestsThatReachNobody(t *testing.T) {
	const many = 30
	c := openCity(t)
	c.join("Ibu Ana", store.Admin, c.staff, "ana")
	c.must(bottest.Post(t.Context(), c.ledger))
	c.alerted(many)
	tried := 0
	c.wa.fails = func(m store.Outgoing) error {
		if m.Priority != store.Bulk {
			return nil
		}
		tried++
		return &channel.Error{Class: channel.Gone, Why: "no account"}
	}
	c.clock.Move(21 * time.Hour) // 09.00
	for range many {
		c.tick()
		c.clock.Move(time.Second)
	}
	accounts, err := c.ledger.Accounts(t.Context())
	c.must(err)
	i := slices.IndexFunc(accounts, func(a store.Account) bool { return a.Channel == c.wa.name })
	if tried != 20 || accounts[i].Held.IsZero() || !strings.Contains(accounts[i].Cause, "tidak dapat dihubungi") {
		t.Errorf("%d were tried; the account is %+v", tried, accounts[i])
	}
	if told := c.staff.said("ana", store.Reply); !strings.Contains(told[len(told)-1], "tidak dapat dihubungi") {
		t.Errorf("staff were told %q", told)
	}
}
