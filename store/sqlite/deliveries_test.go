package sqlite_test

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// Whatever comes in whatever order (claims, results, late results of other tries, pauses, opt-outs, erasures, moves, receipts, a restart), the
// tallies are what counting finds, nothing is claimed that does not run or was stopped, and what has ended stays so.
func TestDeliveriesInAnyOrder(t *testing.T) {
	for seed := range uint64(8) {
		random := rand.New(rand.NewPCG(seed, 4))
		l := sqlitetest.Open(t)
		var lines []string
		for i := range 30 {
			lines = append(lines, fmt.Sprintf("post c%02d", i))
		}
		folk(t, l, lines...)
		a := launch(t, l, store.Announcement{To: store.Audience{People: true}})
		raw := file(t, l)
		stopped := map[string]bool{}
		var hands []*sqlite.Claimed // this run's and those of runs that were killed
		ended := map[string]store.Fate{}
		stage := store.StageRunning
		now := noon
		of := func() store.Address {
			return store.Address{Channel: "post", Chat: fmt.Sprintf("c%02d", random.IntN(30))}
		}
		for step := range 300 {
			now = now.Add(time.Duration(random.IntN(20)) * time.Second)
			var err error
			switch n := random.IntN(40); {
			case n < 16:
				var c *sqlite.Claimed
				c, _, err = l.ClaimDelivery(t.Context(), "post", []int64{a.ID}, nil, now)
				if c != nil {
					if stage != store.StageRunning || stopped[c.To.Chat] {
						t.Fatalf("seed %d step %d: %s was claimed, it is %s", seed, step, c.To.Chat, stage)
					}
					hands = append(hands, c)
				}
			case n < 30 && len(hands) > 0:
				i := random.IntN(len(hands))
				c, d := hands[i], hands[i].Delivery
				switch random.IntN(5) {
				case 0:
					d.Fate, d.Due = store.FateQueued, now.Add(time.Minute)
				case 1:
					d.Fate, d.Why = store.FateFailed, store.WhyTries
				case 2:
					d.Fate, d.Why = store.FateUnsure, store.WhyDoubt
				default:
					d.Fate, d.Ref, d.Sent = store.FateSent, "m"+d.To.Chat, now
				}
				_, err = l.Settle(t.Context(), d, c.Tries, "", now)
				if random.IntN(4) > 0 { // else it is told again, later
					hands = append(hands[:i], hands[i+1:]...)
				}
			case n < 32:
				who := of()
				err = l.Do(t.Context(), func(tx *sqlite.Tx) error {
					if e := tx.Apply(who, []store.Effect{store.SetOptOut{Topic: store.All, Out: true}}, now); e != nil && !sqlite.IsMissing(e) { // erased before
						return e
					}
					return nil
				})
				stopped[who.Chat] = true
			case n < 33:
				who := of()
				err = l.Do(t.Context(), func(tx *sqlite.Tx) error { return tx.Apply(who, []store.Effect{store.Erase{}}, now) })
				stopped[who.Chat] = true
				delete(ended, who.Chat)
			case n < 36:
				err = l.Receive(t.Context(), store.Receipt{To: of(), ID: "m" + of().Chat, Read: random.IntN(2) == 0, At: now})
			case n < 38:
				act := store.ActPause
				if stage == store.StagePaused {
					act = store.ActResume
				}
				var after store.Announcement
				after, err = l.TakeStep(t.Context(), a.Ref, store.Step{Act: act, By: "Ana"}, nil, now)
				stage = after.Stage
			case n < 39:
				_, err = l.RecoverDeliveries(t.Context(), "post", random.IntN(2) == 0, now)
			}
			if err != nil {
				t.Fatalf("seed %d step %d: %v", seed, step, err)
			}
			tallied(t, raw, a.ID)
			list, err := l.Deliveries(t.Context(), a.ID, store.Address{}, 100)
			if err != nil || len(list) != 30 {
				t.Fatalf("seed %d step %d: %d deliveries, %v", seed, step, len(list), err)
			}
			for _, d := range list {
				if was := ended[d.To.Chat]; was.Reached() && d.Fate < was {
					t.Fatalf("seed %d step %d: %s went from %d to %d", seed, step, d.To.Chat, was, d.Fate)
				}
				ended[d.To.Chat] = d.Fate
			}
		}
	}
}

// tallied compares the tallies with the deliveries.
func tallied(t *testing.T, raw *sql.DB, id int64) {
	t.Helper()
	const wrong = `SELECT count(*) FROM (
		SELECT channel, state, why, count(*) AS n FROM deliveries WHERE announcement = ?1 GROUP BY channel, state, why
		EXCEPT SELECT channel, state, why, n FROM tallies WHERE announcement = ?1)
		UNION ALL SELECT count(*) FROM (SELECT channel, state, why, n FROM tallies WHERE announcement = ?1 AND n <> 0
		EXCEPT SELECT channel, state, why, count(*) FROM deliveries WHERE announcement = ?1 GROUP BY channel, state, why)`
	for _, n := range texts(t, raw, wrong, id) {
		if n != "0" {
			t.Fatal("the tallies are not what counting finds")
		}
	}
}

// Whoever has her data erased is in no delivery any more; the sums stay.
func TestAccept36EraseDeliveries(t *testing.T) {
	l := sqlitetest.Open(t)
	folk(t, l, "post maria", "post budi")
	a := launch(t, l, store.Announcement{To: store.Audience{People: true}})
	c, _, err := l.ClaimDelivery(t.Context(), "post", []int64{a.ID}, nil, noon)
	if err != nil || c.To.Chat != "budi" {
		t.Fatal(c, err)
	}
	d := c.Delivery
	d.Fate, d.Ref = store.FateSent, "m1"
	if _, err := l.Settle(t.Context(), d, c.Tries, "", noon); err != nil {
		t.Fatal(err)
	}
	for _, chat := range []string{"maria", "budi"} {
		err := l.Do(t.Context(), func(tx *sqlite.Tx) error {
			return tx.Apply(store.Address{Channel: "post", Chat: chat}, []store.Effect{store.Erase{}}, noon)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	list, err := l.Deliveries(t.Context(), a.ID, store.Address{}, 10)
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	for _, d := range list {
		if strings.Contains("maria budi", d.To.Chat) || d.Ref != "" || d.Kelurahan != "" {
			t.Errorf("left: %+v", d)
		}
	}
	counts, err := l.Counts(t.Context(), a.ID)
	if p := store.Sum(counts); err != nil || p.Planned != 2 || p.Sent != 1 || p.Skipped != 1 {
		t.Errorf("%+v %v", p, err)
	}
	tallied(t, file(t, l), a.ID)
}

// A chat that got another address gets it there, once.
func TestMoveDeliveries(t *testing.T) {
	l := sqlitetest.Open(t)
	folk(t, l, "post a", "post b", "post c")
	a := launch(t, l, store.Announcement{To: store.Audience{People: true}})
	for _, move := range [][2]string{{"a", "z"}, {"b", "c"}} {
		err := l.Do(t.Context(), func(tx *sqlite.Tx) error {
			_, err := tx.Move(store.Address{Channel: "post", Chat: move[0]}, store.Address{Channel: "post", Chat: move[1]}, 0, noon)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := goesTo(t, l, a); got != "c z" {
		t.Errorf("goes to %q", got)
	}
	tallied(t, file(t, l), a.ID)
}

// A cancelled announcement sends nothing, and what waited is accounted for.
func TestCancelSweeps(t *testing.T) {
	l := sqlitetest.Open(t)
	folk(t, l, "post a", "line b")
	a := launch(t, l, store.Announcement{To: store.Audience{People: true}})
	if _, err := l.TakeStep(t.Context(), a.Ref, store.Step{Act: store.ActCancel, By: "Ana"}, nil, noon); err != nil {
		t.Fatal(err)
	}
	if c, _, err := l.ClaimDelivery(t.Context(), "post", []int64{a.ID}, nil, noon); c != nil || err != nil {
		t.Errorf("claimed %v %v", c, err)
	}
	list, err := l.Leftovers(t.Context())
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	if more, err := l.Sweep(t.Context(), a.ID, store.WhyStopped); more || err != nil {
		t.Error(more, err)
	}
	counts, err := l.Counts(t.Context(), a.ID)
	if p := store.Sum(counts); err != nil || p.Skipped != 2 || p.Left() != 0 {
		t.Errorf("%+v %v", p, err)
	}
	if list, _ := l.Leftovers(t.Context()); len(list) != 0 {
		t.Errorf("left over %v", list)
	}
}

// What invites to a batch that is closed does not start, late or not.
func TestAccept34BatchClosed(t *testing.T) {
	l := sqlitetest.Open(t)
	if err := l.PutBatches(t.Context(), []store.Batch{batch("menjahit-1", 20, 0, false)}, "test", noon); err != nil {
		t.Fatal(err)
	}
	if err := l.CloseBatch(t.Context(), "menjahit-1", true, "Ana", noon); err != nil {
		t.Fatal(err)
	}
	a := store.Announcement{Topic: "umum", Body: "Daftar menjahit.", Batch: "menjahit-1", To: store.Audience{People: true}}
	err := l.Do(t.Context(), func(tx *sqlite.Tx) (err error) {
		a, err = tx.NewAnnouncement(a, "Ana", noon)
		return err
	})
	for _, s := range []store.Step{{Act: store.ActTest, By: "Ana"}, {Act: store.ActSubmit, By: "Ana"}, {Act: store.ActApprove, By: "Budi"}} {
		if err == nil {
			a, err = l.TakeStep(t.Context(), a.Ref, s, nil, noon)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.TakeStep(t.Context(), a.Ref, store.Step{Act: store.ActStart, By: "Ana"}, nil, noon); !errors.Is(err, sqlite.ErrBatchClosed) {
		t.Errorf("it starts: %v", err)
	}
}

// Two chats that turn out to be one person's while both wait: whichever comes first gets it, the other is passed over.
func TestAccept38JoinedWhileQueued(t *testing.T) {
	l := sqlitetest.Open(t)
	folk(t, l, "post a", "post b")
	a := launch(t, l, store.Announcement{To: store.Audience{People: true}})
	if _, err := file(t, l).Exec(`UPDATE contacts SET person = 7, quiet = (chat = 'a')`); err != nil {
		t.Fatal(err)
	}
	c, _, err := l.ClaimDelivery(t.Context(), "post", []int64{a.ID}, nil, noon)
	if err != nil || c == nil {
		t.Fatal(c, err)
	}
	if other, _, err := l.ClaimDelivery(t.Context(), "post", []int64{a.ID}, nil, noon); other != nil || err != nil {
		t.Errorf("she gets it twice: %v %v", other, err)
	}
	counts, err := l.Counts(t.Context(), a.ID)
	if p := store.Sum(counts); err != nil || p.Skipped != 1 || p.Sending != 1 {
		t.Errorf("%+v %v", counts, err)
	}
}
