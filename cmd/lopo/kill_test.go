package main

import (
	"context"
	"database/sql"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"lopo/bot/telegram/telegramtest"
	"lopo/bot/telegram/telegramtest/resident"
	"lopo/store"
	"lopo/store/redis/redistest"
	"lopo/store/sqlite/sqlitetest"
)

const (
	crowd  = 48  // residents at once
	answer = 110 // so many messages the bot sends between two deaths
	limit  = 4 * time.Minute
)

// trainings are what residents want: not the one that offers seats at once, which leaves reminders behind.
var trainings = []string{"Tukang kayu", "Menjahit", "Tukang kayu", "Pemasaran digital"}

// TestAccept02KillTheProcess kills the real program again and again while residents register, and starts it again: nothing is lost, nobody
// registers twice, no seat is sold twice, and everybody comes to the end.
func TestAccept02KillTheProcess(t *testing.T) {
	t.Run("SessionsInTheLedger", func(t *testing.T) { interrupt(t, "", (*process).kill, 1) })
	t.Run("SessionsInRedis", func(t *testing.T) { interrupt(t, redistest.Start(t).URL(), (*process).kill, 1) })
}

// TestAccept39StopUnderLoad stops the real program as an operator does, under the same load: then nothing is even repeated.
func TestAccept39StopUnderLoad(t *testing.T) {
	interrupt(t, "", func(p *process) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		p.stop(ctx)
		p.healthy()
	}, 0)
}

// interrupt ends the program after every so many answers until all residents are done. repeats is how many messages each of them may have
// seen twice for each end.
func interrupt(t *testing.T, redis string, end func(*process), repeats int) {
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	path := lopo.program(t, ".")
	srv := telegramtest.New(telegramtest.Options{Quiet: true})
	defer srv.Close()
	db := filepath.Join(t.TempDir(), "lopo.db")

	people := make([]*resident.Resident, crowd)
	var busy sync.WaitGroup
	finished, finish := context.WithCancel(ctx)
	defer finish()
	for i := range people {
		people[i] = resident.New(srv, i)
		people[i].Training = trainings[i%len(trainings)]
		busy.Go(func() {
			if err := people[i].Register(finished); err != nil && finished.Err() == nil {
				t.Error(err)
				finish()
			}
		})
	}
	go func() {
		busy.Wait()
		finish()
	}()

	ends := 0
	for over := false; !over && !t.Failed(); {
		over = finished.Err() != nil // once more, for what the last end left behind
		polls := srv.Count("getUpdates")
		p := run(t, path, []string{"serve"}, environment(srv, db, redis)...)
		goal := srv.Count("sendMessage") + answer
		running, ended := context.WithCancel(finished)
		context.AfterFunc(p.ctx, ended)
		srv.Wait(running, func() bool { return srv.Count("sendMessage") >= goal })
		switch {
		case p.ctx.Err() != nil:
			t.Fatalf("the program ended by itself:\n%s", p.log())
		case over:
			settle(t, p, srv, polls)
		case finished.Err() == nil:
			end(p)
			ends++
		default:
			p.kill()
		}
	}
	if t.Failed() || ctx.Err() != nil {
		t.Fatalf("not all came to the end: %v", ctx.Err())
	}
	t.Logf("ended %d times in %d messages to %d residents", ends, srv.Count("sendMessage"), crowd)
	if ends < 3 {
		t.Errorf("ended only %d times: the test shows little", ends)
	}
	var ended []applied
	for _, r := range people {
		ended = append(ended, applied{r.Name, r.Number, r.Sent, r.Repeated})
	}
	audit(t, db, "telegram", ended, ends*repeats)
	seats(t, db)
}

// settle stops the program when everybody is done and it has asked for what is left.
func settle(t *testing.T, p *process, srv *telegramtest.Server, polls int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := srv.Wait(ctx, func() bool { return srv.Count("getUpdates") > polls && srv.Pending() == 0 }); err != nil {
		t.Errorf("%d updates were never confirmed", srv.Pending())
	}
	p.stop(ctx)
	p.healthy()
}

// applied is a resident at the end of her conversation.
type applied struct {
	name, number   string
	sent, repeated int
}

// audit looks at the ledger afterwards: everybody is registered once, and nothing is left over.
func audit(t testing.TB, db, channel string, people []applied, repeats int) {
	t.Helper()
	ctx := t.Context()
	sent, numbers, twice := 0, map[string]bool{}, 0
	for _, r := range people {
		sent += r.sent
		numbers[r.number] = true
		if twice += r.repeated; r.repeated > repeats {
			t.Errorf("%s had %d messages twice, at most %d can be explained", r.name, r.repeated, repeats)
		}
	}
	t.Logf("%d messages of residents, %d answers came twice", sent, twice)
	if len(numbers) != len(people) {
		t.Errorf("%d numbers for %d residents", len(numbers), len(people))
	}

	l := sqlitetest.At(t, db)
	defer l.Close()
	tally, err := l.Count(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if tally.Waiting+tally.Dead+tally.Queued+tally.Failed+tally.Unsure != 0 {
		t.Errorf("left over: %+v", tally)
	}
	list, err := l.Registrations(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != len(people) {
		t.Errorf("%d registrations of %d residents", len(list), len(people))
	}
	chats := map[store.Address]bool{}
	for _, v := range list {
		if chats[v.Of] = true; !numbers[v.Number] {
			t.Errorf("%s is nobody's", v.Number)
		}
	}
	if len(chats) != len(people) {
		t.Errorf("registrations of %d chats for %d residents", len(chats), len(people))
	}
	handled(t, db, channel, sent)
}

// seats looks at the seats once all are given out: none was sold twice.
func seats(t *testing.T, db string) {
	t.Helper()
	ctx := t.Context()
	l := sqlitetest.At(t, db)
	defer l.Close()
	batches, err := l.Batches(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range batches {
		if _, err := l.Select(ctx, b.Code, "test", false, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if batches, err = l.Batches(ctx); err != nil {
		t.Fatal(err)
	}
	full := 0
	for _, b := range batches {
		if b.Held > b.Seats {
			t.Errorf("%s: %d seats held of %d", b.Code, b.Held, b.Seats)
		}
		if b.Held == b.Seats && b.Applicants > b.Seats {
			full++
		}
	}
	if full == 0 {
		t.Error("no batch had more applicants than seats: nothing was shown about seats")
	}
}

// handled counts what residents wrote in the inbox: each message is there once, and done.
func handled(t testing.TB, db, channel string, sent int) {
	t.Helper()
	raw, err := sql.Open("sqlite", "file:"+db)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	var rows int
	if err := raw.QueryRowContext(t.Context(), `SELECT count(*) FROM inbox WHERE channel = ? AND state = 1`, channel).Scan(&rows); err != nil {
		t.Fatal(err)
	}
	if rows != sent {
		t.Errorf("%d messages handled of %d sent", rows, sent)
	}
}
