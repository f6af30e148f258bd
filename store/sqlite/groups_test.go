package sqlite_test

import (
	"slices"
	"testing"

	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// gathered is a ledger with bound groups, "post 1", and an announcement that goes to them.
func gathered(t *testing.T, chats ...string) (*sqlite.Ledger, store.Announcement) {
	t.Helper()
	l := sqlitetest.Open(t)
	for _, chat := range chats {
		if _, err := file(t, l).Exec(`INSERT INTO groups (channel, chat, kind, kelurahan, state, since, bound, by) VALUES ('post', ?, 'rt-rw', 'Oesapa', 'bound', 1, 1, 'Ana')`, chat); err != nil {
			t.Fatal(err)
		}
	}
	return l, launch(t, l, store.Announcement{To: store.Audience{Groups: true, People: true}})
}

// next claims a delivery and settles it as a send has ended.
func next(t *testing.T, l *sqlite.Ledger, a store.Announcement, end func(*store.Delivery) (moved string)) store.Delivery {
	t.Helper()
	c, _, err := l.ClaimDelivery(t.Context(), "post", []int64{a.ID}, nil, noon)
	if err != nil || c == nil {
		t.Fatal(c, err)
	}
	d := c.Delivery
	moved := end(&d)
	if mine, err := l.Settle(t.Context(), d, c.Tries, moved, noon); err != nil || !mine {
		t.Fatal(mine, err)
	}
	return d
}

// A receipt from a group is one member's: the post is there, which settles a doubt, and nobody counts as having read it.
func TestAccept33GroupHasNoOneReader(t *testing.T) {
	l, a := gathered(t, "1", "2", "3")
	for i, fate := range []store.Fate{store.FateSent, store.FateUnsure, store.FateFailed} {
		next(t, l, a, func(d *store.Delivery) string {
			d.Fate, d.Ref = fate, "m"+d.To.Chat
			if fate == store.FateUnsure {
				d.Why = store.WhyDoubt
			}
			if fate == store.FateFailed {
				d.Ref, d.Why = "", store.WhyRefused
			}
			return ""
		})
		for _, read := range []bool{false, true, false} {
			if err := l.Receive(t.Context(), store.Receipt{To: store.Address{Channel: "post", Chat: "1"}, ID: "m" + string(rune('1'+i)), Read: read, At: noon}); err != nil {
				t.Fatal(err)
			}
		}
	}
	list, err := l.Deliveries(t.Context(), a.ID, store.Address{}, 10)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []store.Fate{store.FateSent, store.FateSent, store.FateFailed} {
		if d := list[i]; d.Fate != want || !d.Delivered.IsZero() || !d.Read.IsZero() || want == store.FateSent && d.Why != "" {
			t.Errorf("group %s: %+v", d.To.Chat, d)
		}
	}
	all, err := l.Counts(t.Context(), a.ID)
	groups, err2 := l.GroupCounts(t.Context(), a.ID)
	if err != nil || err2 != nil || !slices.Equal(all, groups) || store.Sum(groups).Sent != 2 || store.Sum(groups).Delivered != 0 {
		t.Errorf("counted %+v of %+v; %v, %v", groups, all, err, err2)
	}
}

// A group that moves takes the delivery in hand with it in one commit: nothing is left under the old address that could be sent once more, or be passed over.
func TestGroupMovesWithItsDelivery(t *testing.T) {
	l, a := gathered(t, "-1")
	next(t, l, a, func(d *store.Delivery) string { d.Fate = store.FateQueued; return "-2" })
	list, err := l.Groups(t.Context())
	if err != nil || len(list) != 1 || list[0].Of.Chat != "-2" || list[0].State != store.GroupBound {
		t.Errorf("%+v %v", list, err)
	}
	if d := next(t, l, a, func(d *store.Delivery) string { d.Fate, d.Ref = store.FateSent, "m1"; return "" }); d.To.Chat != "-2" || d.Tries != 2 {
		t.Errorf("%+v", d)
	}
	if p := store.Sum(must(l.Counts(t.Context(), a.ID))); p.Planned != 1 || p.Sent != 1 {
		t.Errorf("%+v", p)
	}
}

// The news that a group has moved comes while its post is being sent: whatever the send ends with belongs to the group as it is called now.
func TestGroupMovesUnderASend(t *testing.T) {
	for name, c := range map[string]struct {
		fate  store.Fate
		moved string
	}{"arrived": {store.FateSent, ""}, "told to go there": {store.FateQueued, "-2"}, "tried in vain": {store.FateQueued, ""}} {
		t.Run(name, func(t *testing.T) {
			l, a := gathered(t, "-1", "-9")
			next(t, l, a, func(d *store.Delivery) string {
				met(t, l, store.Address{Channel: "post", Chat: "-2"}, store.MoveGroup{Was: d.To.Chat})
				d.Fate, d.Ref = c.fate, "m1"
				return c.moved
			})
			list := must(l.Deliveries(t.Context(), a.ID, store.Address{}, 10))
			if len(list) != 2 || list[0].To.Chat != "-2" || list[0].Fate != c.fate {
				t.Errorf("%+v", list)
			}
			if c.fate == store.FateSent {
				return
			}
			for range 2 {
				next(t, l, a, func(d *store.Delivery) string { d.Fate = store.FateSent; return "" })
			}
			if p := store.Sum(must(l.Counts(t.Context(), a.ID))); p.Planned != 2 || p.Sent != 2 {
				t.Errorf("%+v", p)
			}
		})
	}
}

// A group in which we may not write is passed over, as are those of the next announcement, until something of ours arrives there; of one that we were put
// out of, only a code brings us back.
func TestLostGroups(t *testing.T) {
	l, a := gathered(t, "1", "2", "3")
	lose := func(why string) {
		next(t, l, a, func(d *store.Delivery) string { d.Fate, d.Why = store.FateFailed, why; return "" })
	}
	lose(store.WhyMuted)
	lose(store.WhyGone)
	lose(store.WhyRefused)
	states := func() (list []store.GroupState) {
		for _, g := range must(l.Groups(t.Context())) {
			list = append(list, g.State)
		}
		return list
	}
	if got := states(); !slices.Equal(got, []store.GroupState{store.GroupMuted, store.GroupLeft, store.GroupBound}) {
		t.Fatalf("%v", got)
	}
	v := must(l.Preview(t.Context(), a, reach, noon))
	if v.Groups != 1 || v.Excluded[store.WhyMuted] != 1 || v.Excluded[store.WhyLeft] != 1 {
		t.Errorf("the next would go to %+v", v)
	}
	for _, chat := range []string{"1", "2", "3", "nobody's"} {
		if err := l.RegainGroup(t.Context(), store.Address{Channel: "post", Chat: chat}, noon); err != nil {
			t.Fatal(err)
		}
	}
	if got := states(); !slices.Equal(got, []store.GroupState{store.GroupBound, store.GroupLeft, store.GroupBound}) {
		t.Errorf("regained: %v", got)
	}
	if err := l.Do(t.Context(), func(tx *sqlite.Tx) error { _, err := tx.Requeue(a.ID, false, noon); return err }); err != nil {
		t.Fatal(err)
	}
	var again []string
	for range 2 {
		again = append(again, next(t, l, a, func(d *store.Delivery) string { d.Fate = store.FateSent; return "" }).To.Chat)
	}
	if slices.Sort(again); !slices.Equal(again, []string{"1", "3"}) {
		t.Errorf("sent again to %v", again)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
