package sqlite_test

import (
	"errors"
	"strings"
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

// A stop, a consent and its withdrawal hold in every chat of a person; news go to one of her chats, and where that is blocked to the other.
func TestAccept12StopHoldsInAllChats(t *testing.T) {
	l := sqlitetest.Open(t)
	a, b := store.Address{Channel: "telegram", Chat: "hers"}, store.Address{Channel: "webchat", Chat: "hers"}
	met(t, l, a, agreed(store.Broadcast), store.Follow{Topics: store.Topics, Kelurahan: "Alak", Band: store.Grown})
	met(t, l, b, store.SetOptOut{Topic: store.TopicLoans, Out: true}, store.ShowLinkCode{Code: "123456"})
	met(t, l, a, store.Join{With: b})
	is := func(when string, quietA, quietB bool, follows string) {
		t.Helper()
		for _, chat := range []struct {
			of    store.Address
			quiet bool
		}{{a, quietA}, {b, quietB}} {
			c := contact(t, l, chat.of)
			if c.Quiet != chat.quiet || strings.Join(c.Following(), " ") != follows || c.Kelurahan != "Alak" {
				t.Errorf("%s, in %s: quiet %t, follows %v of %s", when, chat.of.Channel, c.Quiet, c.Following(), c.Kelurahan)
			}
		}
	}
	is("linked", false, true, "lowongan pelatihan umum")
	met(t, l, a, store.SetBlocked{Blocked: true})
	is("blocked in one", true, false, "lowongan pelatihan umum")
	met(t, l, a, store.SetBlocked{Blocked: false}, store.UseHere{})
	is("back in it", false, true, "lowongan pelatihan umum")
	met(t, l, b, store.SetOptOut{Topic: store.TopicJobs, Out: true})
	is("a topic stopped in the other", false, true, "pelatihan umum")
	met(t, l, b, store.RecordConsent{Consent: store.Consent{Purpose: store.Broadcast, Version: "v1", At: noon, Given: false}})
	is("withdrawn in the other", false, true, "")
	met(t, l, a, agreed(store.Broadcast))
	is("agreed again in the first", false, true, "pelatihan umum")
	met(t, l, b, store.Part{})
	if c := contact(t, l, b); c.Person != 0 || c.Quiet || len(c.Following()) != 0 || !c.OptOut[store.TopicJobs] || c.Consents[store.Broadcast] != "" {
		t.Errorf("put apart, what was agreed to elsewhere holds: %+v", c)
	}
	if c := contact(t, l, a); c.Person != 0 || c.Quiet || len(c.Following()) != 2 || !c.OptOut[store.TopicJobs] {
		t.Errorf("put apart: %+v", c)
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
		err := l.Do(t.Context(), func(tx *sqlite.Tx) (err error) {
			if f, err = tx.Facts(of, when, store.Need{}); err != nil {
				return err
			}
			return tx.More(of, store.Need{Staff: true}, &f)
		})
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
