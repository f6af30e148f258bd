package sqlite_test

import (
	"errors"
	"testing"
	"time"

	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// met is a contact who has written, and what was decided for her.
func met(t *testing.T, l *sqlite.Ledger, of store.Address, effects ...store.Effect) {
	t.Helper()
	err := l.Do(t.Context(), func(tx *sqlite.Tx) error { return errors.Join(tx.Meet(of, noon), tx.Apply(of, effects, noon)) })
	if err != nil {
		t.Fatal(err)
	}
}

func agreed(purpose string) store.Effect {
	return store.RecordConsent{Consent: store.Consent{Purpose: purpose, Version: "v1", At: noon, Given: true}}
}

// What the ledger says of whom news may reach is what the noun says, for every way in which a contact can differ: at send time a stop of one topic
// or of all, a block, a refusal, an age and another chat of the same person all count.
func TestAccept12StoppedAtSendTime(t *testing.T) {
	l := sqlitetest.Open(t)
	grown := store.Follow{Topics: store.Topics, Kelurahan: "Alak", Band: store.Grown}
	cases := map[string][]store.Effect{
		"never asked":     nil,
		"asked":           {agreed(store.Broadcast), grown},
		"without consent": {grown},
		"withdrawn": {agreed(store.Broadcast), grown,
			store.RecordConsent{Consent: store.Consent{Purpose: store.Broadcast, Version: "v1", At: noon, Given: false}}},
		"all stopped":   {agreed(store.Broadcast), grown, store.SetOptOut{Topic: store.All, Out: true}},
		"jobs stopped":  {agreed(store.Broadcast), grown, store.SetOptOut{Topic: store.TopicJobs, Out: true}},
		"started again": {agreed(store.Broadcast), grown, store.SetOptOut{Topic: store.All, Out: true}, store.SetOptOut{Topic: store.All}},
		"blocked":       {agreed(store.Broadcast), grown, store.SetBlocked{Blocked: true}},
		"minor":         {agreed(store.Broadcast), store.Follow{Topics: store.Topics, Band: store.Minor}},
		"one trade":     {agreed(store.Broadcast), store.Follow{Topics: []string{"pelatihan/menjahit"}, Band: store.Grown}},
	}
	stopped := func(of store.Address, topic string) (is bool) {
		t.Helper()
		if err := l.Do(t.Context(), func(tx *sqlite.Tx) (err error) { is, err = tx.Stopped(of, topic); return err }); err != nil {
			t.Fatal(err)
		}
		return is
	}
	for name, effects := range cases {
		of := store.Address{Channel: "telegram", Chat: name}
		met(t, l, of, effects...)
		c := contact(t, l, of)
		for _, topic := range store.Topics {
			all := c
			all.Topics = store.Topics // what she asked for is another question
			if want := !all.Wants(topic, ""); stopped(of, topic) != want {
				t.Errorf("%s: %s is stopped: %t, want %t", name, topic, !want, want)
			}
		}
	}
	for name, want := range map[string][2]bool{"asked": {true, true}, "one trade": {true, false}, "minor": {false, false}, "jobs stopped": {true, true}, "all stopped": {false, false}} {
		c := contact(t, l, store.Address{Channel: "telegram", Chat: name})
		if got := [2]bool{c.Wants(store.TopicTraining, "menjahit"), c.Wants(store.TopicTraining, "bengkel")}; got != want {
			t.Errorf("%s: trades %v, want %v", name, got, want)
		}
	}
	a, b := store.Address{Channel: "telegram", Chat: "asked"}, store.Address{Channel: "webchat", Chat: "hers"}
	met(t, l, b, store.ShowLinkCode{Code: "123456"})
	met(t, l, a, store.Join{With: b})
	if stopped(a, store.TopicJobs) || !stopped(b, store.TopicJobs) {
		t.Error("news go to both chats of one person, or to neither")
	}
	met(t, l, a, store.SetBlocked{Blocked: true})
	if !stopped(a, store.TopicJobs) || stopped(b, store.TopicJobs) {
		t.Error("blocked in one chat, she is not told in the other")
	}
	met(t, l, b, store.SetOptOut{Topic: store.TopicJobs, Out: true})
	met(t, l, a, store.SetBlocked{Blocked: false}, store.UseHere{})
	if !stopped(a, store.TopicJobs) || stopped(a, store.TopicLoans) {
		t.Error("a stop in one chat does not hold in the other")
	}
}

func contact(t *testing.T, l *sqlite.Ledger, of store.Address) (c store.Contact) {
	t.Helper()
	err := l.Do(t.Context(), func(tx *sqlite.Tx) error {
		f, err := tx.Facts(of, noon, store.Need{})
		c = f.Contact
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A chat is a member of staff's as long as her role lasts, to the minute.
func TestAccept37StaffInChat(t *testing.T) {
	l := sqlitetest.Open(t)
	of := store.Address{Channel: "telegram", Chat: "7"}
	s := store.Staff{Name: "Edi", Role: store.Editor, Scope: "Alak", Until: noon.Add(time.Hour)}
	if err := l.PutStaff(t.Context(), s, "Ibu Ana", noon); err != nil {
		t.Fatal(err)
	}
	met(t, l, of, store.LinkStaff{Name: "Edi"})
	at := func(when time.Time) *store.Staff {
		t.Helper()
		var f store.Facts
		err := l.Do(t.Context(), func(tx *sqlite.Tx) (err error) { f, err = tx.Facts(of, when, store.Need{Staff: true}); return err })
		if err != nil {
			t.Fatal(err)
		}
		return f.Staff
	}
	if got := at(noon); got == nil || got.Role != store.Editor || got.Scope != "Alak" || !got.Until.Equal(s.Until) {
		t.Errorf("she is %+v", got)
	}
	if got := at(noon.Add(time.Hour)); got != nil {
		t.Errorf("after its end she is %+v", got)
	}
	if _, err := l.Authorise(t.Context(), "Edi", store.ToAnnounce, "Alak", noon); err != nil {
		t.Errorf("at home: %v", err)
	}
	var refused *sqlite.RefusedError
	if _, err := l.Authorise(t.Context(), "Edi", store.ToAnnounce, "Lasiana", noon); !errors.As(err, &refused) || refused.Why != store.OutOfScope {
		t.Errorf("elsewhere: %v", err)
	}
	s.Revoked = true
	if err := l.PutStaff(t.Context(), s, "Ibu Ana", noon); err != nil {
		t.Fatal(err)
	}
	if got := at(noon); got != nil {
		t.Errorf("revoked, she is %+v", got)
	}
	met(t, l, of, store.RefuseStaff{Name: "Edi", Do: store.ToAnnounce, In: "Oebobo", Why: store.RoleRevoked})
	log, err := l.AuditLog(t.Context(), "Oebobo")
	if err != nil || len(log) != 1 || log[0].By != "Edi" || log[0].Action != "refused: announce" || log[0].Reason != "revoked" || !log[0].At.Equal(noon) {
		t.Errorf("audit %+v, %v", log, err)
	}
}
