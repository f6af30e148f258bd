package sqlite_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// act is one thing that somebody does to the line for seats. The numbers choose whom and what; what is impossible then is tried all the same.
type act struct {
	what string
	a, b int
}

var acts = []string{"register", "register", "register", "select", "accept", "decline", "decline", "lapse", "cancel", "decide", "decide", "import", "rank", "amend", "erase", "wait"}

func randomActs(r *rand.Rand) (list []act) {
	for range 10 + r.IntN(40) {
		list = append(list, act{acts[r.IntN(len(acts))], r.IntN(1000), r.IntN(1000)})
	}
	return list
}

// line is a ledger with two small batches, in a world that moves on.
type line struct {
	testing.TB
	ledger *sqlite.Ledger
	now    time.Time
	people int
	before map[string]int // offers made so far, by number
}

var kelurahan = []string{"Alak", "Oebobo", "Fatululi"}

func (l *line) batch(code string, seats, per int, endorsed bool) store.Batch {
	return store.Batch{Code: code, Name: code, Seats: seats, PerKelurahan: per, Endorsed: endorsed, Training: store.Training{Code: code, Name: code, Trade: "menjahit", Year: 2026}}
}

// Whatever happens, in whatever order: never more seats held than there are, no offer beyond the share of a kelurahan, the counters are what a
// recount gives, nobody has two offers, and no seat stays free while somebody in line may have it.
func TestLineForSeats(t *testing.T) {
	for seed := range uint64(30) {
		list := randomActs(rand.New(rand.NewPCG(seed, 7)))
		wrong := play(t, list, seed%2 == 0)
		if wrong == nil {
			continue
		}
		for again := true; again; { // leave out what is not needed for it
			again = false
			for i := range list {
				shorter := slices.Delete(slices.Clone(list), i, i+1)
				if err := play(t, shorter, seed%2 == 0); err != nil {
					list, wrong, again = shorter, err, true
					break
				}
			}
		}
		t.Fatalf("seed %d: %v\nafter %v", seed, wrong, list)
	}
}

func play(t *testing.T, list []act, endorsed bool) error {
	l := &line{TB: t, ledger: sqlitetest.At(t, t.TempDir()+"/lopo.db"), now: noon, before: map[string]int{}}
	defer l.ledger.Close()
	first := []store.Batch{l.batch("a", 2, 1, endorsed), l.batch("b", 1, 0, false)}
	if err := l.ledger.PutBatches(t.Context(), first, "test", l.now); err != nil {
		return err
	}
	for i, a := range list {
		l.now = l.now.Add(time.Minute)
		if err := l.do(a); err != nil && !allowed(err) {
			return fmt.Errorf("act %d %v: %w", i, a, err)
		}
		if err := l.wrong(); err != nil {
			return fmt.Errorf("act %d %v: %w", i, a, err)
		}
	}
	return nil
}

// allowed are refusals: the act was impossible, and nothing of it may have happened.
func allowed(err error) bool {
	var d *sqlite.DecisionError
	return errors.As(err, &d) || sqlite.IsMissing(err) || sqlite.IsTwin(err) || errors.Is(err, errNobody) || strings.Contains(err.Error(), "held <= seats")
}

var errNobody = errors.New("there is nobody to do it to")

func (l *line) do(a act) error {
	ctx := l.Context()
	switch a.what {
	case "register":
		return l.register(a)
	case "select":
		_, err := l.ledger.Select(ctx, []string{"a", "b"}[a.a%2], "test", a.b%5 == 0, l.now)
		return err
	case "import":
		b := l.batch([]string{"a", "b"}[a.a%2], a.b%5, a.b%3, a.b%4 == 0)
		return l.ledger.PutBatches(ctx, []store.Batch{b}, "test", l.now)
	case "wait":
		l.now = l.now.Add(time.Duration(a.a%60) * time.Hour)
		return nil
	}
	rows, err := l.ledger.Registrations(ctx)
	if err != nil {
		return err
	}
	if a.what != "erase" && a.what != "rank" && a.what != "amend" { // mostly those to whom it can happen
		rows = slices.DeleteFunc(rows, func(v store.RegistrationView) bool {
			offer := a.what == "accept" || a.what == "decline" || a.what == "lapse"
			return v.Status.Ended() && a.what != "decide" || offer && v.Status != store.Offered
		})
	}
	if len(rows) == 0 {
		return errNobody
	}
	v := rows[a.a%len(rows)]
	switch a.what {
	case "accept", "decline":
		return l.apply(v.Of, store.AnswerOffer{Number: v.Number, Yes: a.what == "accept"})
	case "lapse":
		if a.b%4 > 0 && v.Deadline.After(l.now) {
			l.now = v.Deadline
		}
		return l.apply(v.Of, store.LapseOffer{Number: v.Number})
	case "cancel":
		return l.apply(v.Of, store.Cancel{Number: v.Number, Reason: "lain"})
	case "decide":
		to := []store.Status{store.Checked, store.Checked, store.Refused, store.NoShow, store.Finished, store.Submitted}
		return l.ledger.Decide(ctx, v.Number, to[a.b%len(to)], "test", "alasan", l.now)
	case "rank":
		return l.ledger.SetRank(ctx, v.Number, 98+a.b%5, "test", "alasan", l.now)
	case "amend":
		return l.apply(v.Of, store.Amend{Number: v.Number, Slot: "kelurahan", Value: kelurahan[a.b%3]})
	}
	return l.apply(v.Of, store.Erase{})
}

func (l *line) apply(of store.Address, e store.Effect) error {
	return l.ledger.Do(l.Context(), func(tx *sqlite.Tx) error { return tx.Apply(of, []store.Effect{e}, l.now) })
}

func (l *line) register(a act) error {
	l.people++
	of := store.Address{Channel: "test", Chat: fmt.Sprint(l.people)}
	return l.ledger.Do(l.Context(), func(tx *sqlite.Tx) error {
		if err := tx.Meet(of, l.now); err != nil {
			return err
		}
		f, err := tx.Facts(of, l.now, store.Need{})
		if err != nil {
			return err
		}
		r := store.Registration{Number: f.NextNumber, Of: of, Batch: f.Batches[a.a%2].ID,
			Applicant: store.Applicant{Name: fmt.Sprint("Warga ", l.people), Born: "1998", Gender: "P", Kelurahan: kelurahan[a.b%3], Phone: "+6281234567890"}}
		if a.b%2 == 0 {
			r.Second = f.Batches[1-a.a%2].ID
		}
		return tx.Apply(of, []store.Effect{store.Register{Registration: r}}, l.now)
	})
}

// wrong looks for a rule that is broken.
func (l *line) wrong() error {
	batches, err := l.ledger.Batches(l.Context())
	if err != nil {
		return err
	}
	rows, err := l.ledger.Registrations(l.Context())
	if err != nil {
		return err
	}
	for _, b := range batches {
		held, applicants := 0, 0
		share, offered := map[string]int{}, map[string]bool{}
		for _, v := range rows {
			if v.Seat == b.ID && v.Status.Holds() {
				held++
				share[v.Applicant.Kelurahan]++
				if v.Status == store.Offered && v.Offers > l.before[v.Number] {
					offered[v.Applicant.Kelurahan] = true
				}
			}
			if v.Registration.Batch == b.ID && v.Status != store.Cancelled {
				applicants++
			}
		}
		if held > b.Seats || held != b.Held || applicants != b.Applicants {
			return fmt.Errorf("batch %s: %d of %d seats held, counted as %d; %d applicants, counted as %d", b.Code, held, b.Seats, b.Held, applicants, b.Applicants)
		}
		for k := range offered {
			if b.PerKelurahan > 0 && share[k] > b.PerKelurahan {
				return fmt.Errorf("batch %s: an offer to the %d. of %s, where %d may be", b.Code, share[k], k, b.PerKelurahan)
			}
		}
		for _, v := range rows {
			first, second := v.Registration.Batch == b.ID, v.Second == b.ID
			if b.Offering && b.Left() > 0 && v.Status == store.Waiting && (first || second) && (b.PerKelurahan == 0 || share[v.Applicant.Kelurahan] < b.PerKelurahan) {
				return fmt.Errorf("batch %s: a seat is free, and %s of %s waits for it", b.Code, v.Number, v.Applicant.Kelurahan)
			}
		}
	}
	for _, v := range rows {
		if v.Status == store.Offered && (v.Seat != v.Registration.Batch && v.Seat != v.Second || v.Deadline.IsZero()) {
			return fmt.Errorf("%s is offered a seat of %d until %v", v.Number, v.Seat, v.Deadline)
		}
		l.before[v.Number] = v.Offers
	}
	return nil
}
