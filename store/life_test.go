package store

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// Whatever staff and the clock do in whatever order: nothing runs that somebody else has not approved word for word, nothing is begun twice, and
// what is over stays over.
func TestLifeHoldsInAnyOrder(t *testing.T) {
	acts := []Act{ActEdit, ActTest, ActSubmit, ActApprove, ActReject, ActSchedule, ActStart, ActPause, ActResume, ActCancel, ActResend, ActFinish, ActExpire}
	people := []string{"Ana", "Budi", "Citra"}
	reached := map[Stage]bool{}
	for seed := range uint64(4000) {
		random := rand.New(rand.NewPCG(seed, 9))
		now := time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)
		a := Announcement{Ref: "PGM-2026-0001", Body: "Posyandu", To: Audience{People: true}, Stage: StageDraft, Author: "Ana", Expires: now.AddDate(0, 0, 10)}
		written := map[string]string{a.Hash(): "Ana"} // who wrote each wording
		for range 60 {
			now = now.Add(time.Duration(random.IntN(36*60)) * time.Minute / 6)
			s := Step{Act: acts[random.IntN(len(acts))], By: people[random.IntN(len(people))], SendAt: now.Add(time.Duration(random.IntN(48)-4) * time.Hour)}
			if random.IntN(3) > 0 && len(life[a.Stage]) > 0 { // mostly something that fits
				list := a.Stage.Acts()
				s.Act = list[random.IntN(len(list))]
			}
			was := a
			next, err := a.Take(s, now)
			if err != nil {
				if next.Stage != was.Stage || next.Approved != was.Approved {
					t.Fatalf("seed %d: refused, and changed all the same", seed)
				}
				continue
			}
			if s.Act == ActEdit {
				next.Body += string(rune('a' + random.IntN(26)))
				written[next.Hash()] = s.By
				if next.Approved != "" || next.Tested != "" {
					t.Fatalf("seed %d: an edit left an approval", seed)
				}
			}
			a = next
			reached[a.Stage] = true
			switch {
			case was.Stage.Over() && !(was.Stage == StageDone && s.Act == ActResend):
				t.Fatalf("seed %d: %s after %s", seed, s.Act, was.Stage)
			case a.Stage == StageRunning && (a.Approved != a.Hash() || a.Approver == "" || a.Approver == written[a.Hash()]):
				t.Fatalf("seed %d: it runs, approved by %q, written by %q", seed, a.Approver, written[a.Hash()])
			case a.Stage == StageRunning && was.Stage != StageRunning && !now.Before(a.Expires):
				t.Fatalf("seed %d: it started after its time", seed)
			case !was.Started.IsZero() && a.Started != was.Started:
				t.Fatalf("seed %d: it began twice", seed)
			case a.Stage == StageScheduled && !was.Started.IsZero():
				t.Fatalf("seed %d: what had begun is to begin", seed)
			}
		}
	}
	for stage := range life {
		if !reached[stage] && stage != StageDraft {
			t.Errorf("no walk came to %s", stage)
		}
	}
}

// What the clock does by itself: start at its time, ask staff when that has long passed, end when it is over.
func TestAccept34Due(t *testing.T) {
	at := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	a := Announcement{Stage: StageScheduled, SendAt: at}
	for _, c := range []struct {
		late time.Duration
		act  Act
		why  string
	}{
		{-time.Minute, "", ""}, {0, ActStart, ""}, {Late, ActStart, ""}, {Late + time.Minute, ActPause, PausedLate}, {7 * time.Hour, ActPause, PausedLate},
	} {
		if act, why := a.Due(at.Add(c.late)); act != c.act || why != c.why {
			t.Errorf("%s late: %q %q, want %q %q", c.late, act, why, c.act, c.why)
		}
	}
	a.Expires = at.Add(time.Hour)
	if act, _ := a.Due(at.Add(3 * time.Hour)); act != ActExpire {
		t.Errorf("after its time: %q", act)
	}
}

// A code belongs to what was shown: any change, of words or of people, makes another.
func TestConfirmationNamesWhatWasSeen(t *testing.T) {
	a := Announcement{Ref: "PGM-2026-0001", Body: "Posyandu", To: Audience{People: true}}
	codes := []string{a.Confirmation(10), a.Confirmation(11)}
	b := a
	b.Body += "."
	codes = append(codes, b.Confirmation(10))
	b = a
	b.To.Kelurahan = []string{"Oesapa"}
	codes = append(codes, b.Confirmation(10))
	slices.Sort(codes)
	if len(slices.Compact(codes)) != 4 || len(codes[0]) != 4 {
		t.Errorf("codes %v", codes)
	}
	if !Confirms(" "+a.Confirmation(10)+" ", a.Confirmation(10)) || Confirms("", a.Confirmation(10)) {
		t.Error("the code is not known again")
	}
}

// The same words with other spaces and marks are the same notice; another audience makes it another.
func TestSameIsFoundAgain(t *testing.T) {
	a := Announcement{Title: "Posyandu", Body: "Senin, pukul 08.00!", To: Audience{People: true}}
	b := a
	b.Body = "senin  pukul 08 00"
	if a.Same() != b.Same() {
		t.Error("the same words are not known again")
	}
	b.To.Groups = true
	if a.Same() == b.Same() {
		t.Error("for others it is another notice")
	}
}

func TestApproverIsAnother(t *testing.T) {
	a := Announcement{Stage: StageTested, Body: "Posyandu", Author: "Ana", To: Audience{People: true}}
	a.Tested = a.Hash()
	a, err := a.Take(Step{Act: ActSubmit, By: "Ana"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Take(Step{Act: ActApprove, By: "Ana"}, time.Now()); !errors.Is(err, ErrSamePerson) {
		t.Errorf("her own: %v", err)
	}
	if _, err := a.Take(Step{Act: ActApprove, By: "Ana", Alone: true}, time.Now()); err != nil {
		t.Errorf("a small one: %v", err)
	}
}
