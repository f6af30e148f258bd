package sqlite_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"lopo/store"
	"lopo/store/sqlite"
	"lopo/store/sqlite/sqlitetest"
)

// seats is a ledger with applications in it.
type seats struct {
	*testing.T
	ledger *sqlite.Ledger
	now    time.Time
	n      int
}

func newSeats(t *testing.T, batches ...store.Batch) *seats {
	t.Helper()
	s := &seats{T: t, ledger: sqlitetest.Open(t), now: noon}
	s.must(s.ledger.PutBatches(t.Context(), batches, "test", noon))
	return s
}

func (s *seats) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func batch(code string, seats, per int, offering bool) store.Batch {
	return store.Batch{Code: code, Name: code, Seats: seats, PerKelurahan: per, Offering: offering,
		Training: store.Training{Code: code, Name: code, Trade: "menjahit", Year: 2026}}
}

// register applies for a batch, with a second choice or 0, and returns the number.
func (s *seats) register(n int, kelurahan string, first, second int64) (number string) {
	of := store.Address{Channel: "test", Chat: fmt.Sprint(n)}
	err := s.ledger.Do(s.Context(), func(tx *sqlite.Tx) error {
		if err := tx.Meet(of, s.now); err != nil {
			return err
		}
		f, err := tx.Facts(of, s.now, store.Need{})
		if err != nil {
			return err
		}
		number = f.NextNumber
		return tx.Apply(of, []store.Effect{store.Register{Registration: store.Registration{Number: number, Of: of, Batch: first, Second: second,
			Applicant: store.Applicant{Name: fmt.Sprint("Warga ", n), Born: "1998", Gender: "P", Kelurahan: kelurahan}}}}, s.now)
	})
	if err != nil {
		s.Error(err)
	}
	return number
}

func (s *seats) rows() map[string]store.RegistrationView {
	s.Helper()
	list, err := s.ledger.Registrations(s.Context())
	s.must(err)
	rows := map[string]store.RegistrationView{}
	for _, v := range list {
		rows[v.Number] = v
	}
	return rows
}

// row is the application of the n-th person.
func (s *seats) row(n int) (v store.RegistrationView) {
	s.Helper()
	s.must(s.ledger.Do(s.Context(), func(tx *sqlite.Tx) error {
		f, err := tx.Facts(store.Address{Channel: "test", Chat: fmt.Sprint(n)}, s.now, store.Need{})
		if err == nil {
			v = f.Registrations[0]
		}
		return err
	}))
	return v
}

func (s *seats) apply(v store.RegistrationView, e store.Effect) error {
	return s.ledger.Do(s.Context(), func(tx *sqlite.Tx) error { return tx.Apply(v.Of, []store.Effect{e}, s.now) })
}

// holding counts the offers and seats of a batch, in all and by kelurahan, and lists who waits, in order.
func (s *seats) holding(id int64) (held int, share map[string]int, waiting []string) {
	share = map[string]int{}
	line := map[int]string{}
	for number, v := range s.rows() {
		if v.Seat == id && v.Status.Holds() {
			held++
			share[v.Applicant.Kelurahan]++
		}
		if v.Status == store.Waiting {
			line[v.Position] = number
		}
	}
	for i := 1; i <= len(line); i++ {
		waiting = append(waiting, line[i])
	}
	return held, share, waiting
}

// Sixty apply for twenty seats, of which two go to each kelurahan at most. The selected obey both limits, everybody else has a place in line,
// and who declines or does not answer makes room for the next who may have it.
func TestAccept25QuotaAndWaitingList(t *testing.T) {
	s := newSeats(t, batch("a", 20, 2, false))
	var sent []string
	home := map[string]string{}
	for n := range 60 {
		s.now = s.now.Add(time.Minute)
		k := fmt.Sprintf("Kelurahan %02d", n*n%12)
		number := s.register(n, k, 1, 0)
		sent, home[number] = append(sent, number), k
	}
	dry, err := s.ledger.Select(t.Context(), "a", "test", true, s.now)
	s.must(err)
	if held, _, _ := s.holding(1); held != 0 {
		t.Fatal("a count has made offers")
	}
	done, err := s.ledger.Select(t.Context(), "a", "test", false, s.now)
	s.must(err)
	if dry != done || done.Candidates != 60 {
		t.Errorf("counted %+v, done %+v", dry, done)
	}
	// What should be: down the list by time, whoever's kelurahan has room.
	var want []string
	share := map[string]int{}
	for _, number := range sent {
		if len(want) < 20 && share[home[number]] < 2 {
			share[home[number]]++
			want = append(want, number)
		}
	}
	check := func() (waiting []string) {
		t.Helper()
		held, share, waiting := s.holding(1)
		if held != len(want) {
			t.Errorf("%d seats held, want %d", held, len(want))
		}
		for k, n := range share {
			if n > 2 {
				t.Errorf("%s holds %d", k, n)
			}
		}
		for number, v := range s.rows() {
			if slices.Contains(want, number) != v.Status.Holds() {
				t.Errorf("%s of %s is %s", number, home[number], v.Status)
			}
		}
		if slices.Contains(waiting, "") {
			t.Errorf("places in line: %v", waiting)
		}
		return waiting
	}
	next := func(waiting []string) string { // the next who may have the seat, with share as it is now
		for _, number := range waiting {
			if share[home[number]] < 2 {
				return number
			}
		}
		return ""
	}
	waiting := check()
	for i := range 6 {
		leaver := want[i]
		share[home[leaver]]--
		if i%2 == 0 {
			s.must(s.apply(s.rows()[leaver], store.AnswerOffer{Number: leaver}))
		} else {
			v := s.rows()[leaver]
			s.now = v.Deadline
			if v.Deadline.Sub(noon) < sqlite.OfferLife {
				t.Errorf("%s had until %v", leaver, v.Deadline)
			}
			s.must(s.apply(v, store.LapseOffer{Number: leaver}))
		}
		want = slices.DeleteFunc(want, func(n string) bool { return n == leaver })
		if n := next(waiting); n != "" {
			want = append(want, n)
			share[home[n]]++
		} else if i%2 == 1 { // nobody else may have it: she is asked once more
			want = append(want, leaver)
			share[home[leaver]]++
		}
		waiting = check()
	}
}

// Two people can never have the last seat: they apply at the same time, both say yes, the offer lapses meanwhile, and one who has it gives it up.
func TestAccept25LastSeatRace(t *testing.T) {
	const ledgers, each = 10, 10 // every turn reads all batches, so not a hundred in one ledger
	for range ledgers {
		var batches []store.Batch
		for n := range each {
			batches = append(batches, batch(fmt.Sprintf("b%03d", n), 1, 0, true))
		}
		lastSeats(t, newSeats(t, batches...))
	}
}

func lastSeats(t *testing.T, s *seats) {
	list, err := s.ledger.Batches(t.Context())
	s.must(err)
	for run, b := range list {
		var numbers [2]string
		var all sync.WaitGroup
		for i := range numbers {
			all.Go(func() { numbers[i] = s.register(2*run+i, "Alak", b.ID, 0) })
		}
		all.Wait()
		for i, number := range numbers {
			v := s.row(2*run + i)
			all.Go(func() { _ = s.apply(v, store.AnswerOffer{Number: number, Yes: true}) }) // refused to who has no offer
			all.Go(func() {
				_ = s.ledger.Do(t.Context(), func(tx *sqlite.Tx) error {
					return tx.Apply(v.Of, []store.Effect{store.LapseOffer{Number: number}}, s.now.Add(72*time.Hour))
				})
			})
			all.Go(func() { _ = s.apply(v, store.AnswerOffer{Number: number, Yes: true}) })
		}
		all.Wait()
		accepted, offered := 0, 0
		for i := range numbers {
			switch s.row(2*run + i).Status {
			case store.Accepted:
				accepted++
			case store.Offered:
				offered++
			}
		}
		if accepted+offered != 1 {
			t.Fatalf("run %d: %d seats taken and %d offered, of one", run, accepted, offered)
		}
	}
}

// While she was offered her second choice a seat of the first became free that she alone can have: she gets it when she lets the second go.
func TestFirstChoiceAfterSecond(t *testing.T) {
	for _, lapse := range []bool{false, true} {
		s := newSeats(t, batch("a", 1, 0, true), batch("b", 1, 0, true))
		other, she := s.register(1, "Alak", 1, 0), s.register(2, "Alak", 1, 2)
		if v := s.rows()[she]; v.Status != store.Offered || v.Seat != 2 {
			t.Fatalf("her second choice is free, and she is %s", v.Status)
		}
		s.must(s.apply(s.rows()[other], store.AnswerOffer{Number: other}))
		if lapse {
			s.now = s.rows()[she].Deadline
			s.must(s.apply(s.rows()[she], store.LapseOffer{Number: she}))
		} else {
			s.must(s.apply(s.rows()[she], store.AnswerOffer{Number: she}))
		}
		if v := s.rows()[she]; v.Status != store.Offered || v.Seat != 1 {
			t.Errorf("lapse %t: she is %s for %d, and a seat of her first choice is free", lapse, v.Status, v.Seat)
		}
	}
}
